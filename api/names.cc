// SPDX-License-Identifier: Apache-2.0
#include "api/names.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "api/files.h"
#include "api/internal/descriptor.h"
#include "api/json_text.h"

namespace api {
namespace {

using ledger::Error;
using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

Json seen_to_json(const ledger::Seen& seen) {
  return {{"size", seen.size}, {"root", to_hex(seen.root)}};
}

Json event_to_json(const NamedEvent& event) {
  Json out = Json::object();
  out["event_id"] = to_hex(event.event_id);
  out["digest"] = to_hex(event.digest);
  out["seen"] = seen_to_json(event.seen);
  if (!event.random.empty()) out["random"] = event.random;
  return out;
}

/// Reads the file's JSON; the first thing that is not as it should be is the error.
class Reader {
 public:
  explicit Reader(const Json& root) : root_(root) {}

  template <typename T>
  T fixed(const Json& owner, const char* member, const std::string& where) {
    const std::string text = owner.is_object() ? owner.value(member, Json()).dump() : "";
    const auto value =
        text.size() < 2
            ? ledger::fixed_from_hex<T>("")
            : ledger::fixed_from_hex<T>(std::string_view(text).substr(1, text.size() - 2));
    if (!value && !error_) error_ = bad(where + "/" + member + " is not hex of the right length");
    return value ? *value : T{};
  }

  NamedEvent event(const Json& value, const std::string& where) {
    NamedEvent out;
    out.event_id = fixed<Id>(value, "event_id", where);
    out.digest = fixed<Hash>(value, "digest", where);
    out.seen = seen(value, where);
    if (!value.is_object() || !value.contains("random")) return out;
    for (const auto& item : value["random"].items()) {
      out.random[item.key()] = to_hex(fixed<Hash>(value["random"], item.key().c_str(), where));
    }
    return out;
  }

  ledger::Seen seen(const Json& owner, const std::string& where) {
    ledger::Seen out;
    const Json seen = owner.is_object() ? owner.value("seen", Json()) : Json();
    out.root = fixed<Hash>(seen, "root", where + "/seen");
    if (seen.is_object() && seen.value("size", Json()).is_number_unsigned()) {
      out.size = seen["size"].get<std::uint64_t>();
    } else if (!error_) {
      error_ = bad(where + "/seen/size is not a number");
    }
    return out;
  }

  KnownLog log() {
    const Json& log = member("log");
    if (log.empty()) return {};
    KnownLog out{{}, seen(log, "/log")};
    if (log.value("vkey", Json()).is_string()) {
      out.vkey = log["vkey"].get<std::string>();
    } else if (!error_) {
      error_ = bad("/log/vkey is not a text");
    }
    return out;
  }

  const Json& member(const char* name) {
    static const Json kNothing = Json::object();
    const auto found = root_.find(name);
    if (found == root_.end()) return kNothing;
    if (found->is_object()) return *found;
    if (!error_) error_ = bad(std::string("/") + name + " is not an object");
    return kNothing;
  }

  const std::optional<Error>& error() const { return error_; }

  static Error bad(const std::string& what) {
    return ledger::invalid("BAD_NAMES_FILE", "not a names file: " + what);
  }

 private:
  const Json& root_;
  std::optional<Error> error_;
};

/// FILE.lock beside a names file, which itself is replaced when it is saved. A lock that its holder
/// could not remove holds nobody up.
class NamesLock {
 public:
  static Result<std::shared_ptr<const NamesLock>> take(const std::filesystem::path& names) {
    std::filesystem::path path = names;
    path += ".lock";
    while (true) {
      Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
      if (!fd.valid()) {
        return ledger::io_error("FILE_WRITE", std::strerror(errno), path.string());
      }
      if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return held(names, fd.get());
      if (!is_at(path, fd.get())) continue;  // its last holder has just removed it
      const std::string pid = std::to_string(::getpid());
      if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), pid.data(), pid.size(), 0) < 0) {
        return ledger::io_error("FILE_WRITE", std::strerror(errno), path.string());
      }
      return std::shared_ptr<const NamesLock>(new NamesLock(std::move(path), std::move(fd)));
    }
  }
  NamesLock(const NamesLock&) = delete;
  NamesLock& operator=(const NamesLock&) = delete;
  ~NamesLock() { ::unlink(path_.c_str()); }

 private:
  NamesLock(std::filesystem::path path, Descriptor fd)
      : path_(std::move(path)), fd_(std::move(fd)) {}

  static bool is_at(const std::filesystem::path& path, int fd) {
    struct stat open_one {
    }, named_one{};
    return ::fstat(fd, &open_one) == 0 && ::stat(path.c_str(), &named_one) == 0 &&
           open_one.st_dev == named_one.st_dev && open_one.st_ino == named_one.st_ino;
  }
  static Error held(const std::filesystem::path& names, int fd) {
    char pid[24] = {};
    const bool known = ::pread(fd, pid, sizeof pid - 1, 0) > 0;
    const std::string number(pid);
    return {ledger::ErrorCode::kLocked, "LOCKED",
            "the names file is in use by " +
                (known ? "process " + number : std::string("another process")) +
                "; when it is done, the same command goes on from what it saved",
            names.string(),
            "файл имён занимает " + (known ? "процесс " + number : std::string("другой процесс")) +
                "; когда он закончит, та же команда продолжит с того, что он сохранил"};
  }

  std::filesystem::path path_;
  Descriptor fd_;
};

template <typename T>
T random_value() {
  T out;
  LEDGER_CHECK(::getentropy(out.bytes.data(), out.bytes.size()) == 0);
  return out;
}

}  // namespace

Id random_id() { return random_value<Id>(); }
Hash random_hash() { return random_value<Hash>(); }

Result<Names> Names::open(const std::filesystem::path& path) {
  Names out;
  out.path_ = path;
  const auto text = read_file(path);
  if (!text && text.error().reason == "NO_FILE") return out;
  if (!text) return text.error();
  auto json = read_json(*text, path.string());
  if (!json) return json.error();
  if (!json->value.is_object()) return json->locate(Reader::bad("not an object"));
  Reader reader(json->value);
  if (json->value.contains("ledger_id")) {
    out.ledger_id_ = reader.fixed<Hash>(json->value, "ledger_id", "");
  }
  const Json& ids = reader.member("ids");
  for (const auto& item : ids.items()) {
    out.ids_[item.key()] = reader.fixed<Id>(ids, item.key().c_str(), "/ids");
  }
  for (const auto& item : reader.member("events").items()) {
    out.events_[item.key()] = reader.event(item.value(), "/events/" + item.key());
  }
  out.log_ = reader.log();
  if (reader.error()) return json->locate(*reader.error());
  return out;
}

Result<Names> Names::open_to_write(const std::filesystem::path& path) {
  auto lock = NamesLock::take(path);
  if (!lock) return lock.error();
  auto names = open(path);
  if (names) names->lock_ = *std::move(lock);
  return names;
}

Status Names::save() const {
  if (path_.empty()) return Ok{};
  Json out = Json::object();
  if (ledger_id_) out["ledger_id"] = to_hex(*ledger_id_);
  out["ids"] = Json::object();
  for (const auto& [name, id] : ids_) out["ids"][name] = to_hex(id);
  out["events"] = Json::object();
  for (const auto& [name, event] : events_) out["events"][name] = event_to_json(event);
  if (!log_.vkey.empty()) out["log"] = {{"vkey", log_.vkey}, {"seen", seen_to_json(log_.seen)}};
  return write_file(path_, out.dump(1) + "\n", 0600);
}

Status Names::bind(const Hash& ledger_id) {
  if (ledger_id_ && *ledger_id_ != ledger_id) {
    return ledger::conflict(
        "OTHER_LEDGER",
        "these names belong to the ledger " + to_hex(*ledger_id_) + ", not to " + to_hex(ledger_id),
        path_);
  }
  ledger_id_ = ledger_id;
  return Ok{};
}

Id Names::id(const std::string& name) {
  const auto [it, is_new] = ids_.try_emplace(name);
  if (is_new) it->second = random_id();
  return it->second;
}

std::optional<Id> Names::known_id(const std::string& name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

const NamedEvent* Names::event(const std::string& name) const {
  const auto found = events_.find(name);
  return found == events_.end() ? nullptr : &found->second;
}

bool Names::has_event_called(const std::string& beginning) const {
  const auto next = events_.lower_bound(beginning);
  return next != events_.end() && next->first.starts_with(beginning);
}

void Names::put_event(const std::string& name, NamedEvent event) {
  events_.insert_or_assign(name, std::move(event));
}

}  // namespace api
