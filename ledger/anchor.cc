// SPDX-License-Identifier: Apache-2.0
#include "ledger/anchor.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "ledger/bytes.h"
#include "ledger/durable_file.h"
#include "ledger/hash.h"

namespace ledger {
namespace {

constexpr std::size_t kSlotBytes = 4096;
constexpr std::string_view kMagic = "LTPA";
constexpr std::size_t kHeaderBytes = 4 + 8 + 2;
constexpr int kReadAgain = 3;
constexpr std::size_t kNoteBytesMax = kSlotBytes - kHeaderBytes - Hash::kSize;

std::string errno_text() { return std::strerror(errno); }

struct Slot {
  std::uint64_t sequence;
  std::string note;
};

std::string encode_slot(const Slot& slot) {
  std::string bytes(kMagic);
  put_u64(bytes, slot.sequence);
  put_u16(bytes, static_cast<std::uint16_t>(slot.note.size()));
  bytes += slot.note;
  bytes += sha256(bytes).view();
  bytes.resize(kSlotBytes, '\0');
  return bytes;
}

std::optional<Slot> parse_slot(std::string_view bytes) {
  if (bytes.size() != kSlotBytes || !bytes.starts_with(kMagic)) return std::nullopt;
  const std::size_t note_bytes = get_u16(bytes.substr(12));
  if (note_bytes > kNoteBytesMax) return std::nullopt;
  const std::string_view covered = bytes.substr(0, kHeaderBytes + note_bytes);
  if (sha256(covered).view() != bytes.substr(covered.size(), Hash::kSize)) return std::nullopt;
  return Slot{get_u64(bytes.substr(4)), std::string(covered.substr(kHeaderBytes))};
}

/// The whole file, at most two slots of it.
Result<std::string> read_slots(int fd, const std::filesystem::path& path) {
  std::string bytes(2 * kSlotBytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t n =
        ::pread(fd, bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(filled));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("ANCHOR_READ_FAILED", errno_text(), path.string());
    if (n == 0) break;
    filled += static_cast<std::size_t>(n);
  }
  bytes.resize(filled);
  return bytes;
}

/// The slots of an anchor file: the newest whole one, and whether the other is what it must be.
struct Slots {
  std::optional<Slot> newest;
  std::optional<unsigned> bad;
};

Slots parse_slots(std::string_view bytes) {
  std::array<std::optional<Slot>, 2> slots;
  for (unsigned i = 0; i < 2 && i * kSlotBytes < bytes.size(); ++i) {
    slots[i] = parse_slot(bytes.substr(i * kSlotBytes, kSlotBytes));
  }
  const unsigned newest = !slots[0] || (slots[1] && slots[1]->sequence > slots[0]->sequence);
  Slots out{std::move(slots[newest]), std::nullopt};
  if (!out.newest) return out;
  const auto& other = slots[1 - newest];
  const std::uint64_t before = out.newest->sequence - 1;
  // Before the first writing of all there is nothing in the other slot.
  const bool fits = before == 0 ? !other : other && other->sequence == before;
  if (!fits) out.bad = 1 - newest;
  return out;
}

/// No slot in an empty file; kCorrupt when there are bytes but no slot.
Result<Slots> load_slots(int fd, const std::filesystem::path& path) {
  const auto bytes = read_slots(fd, path);
  if (!bytes) return bytes.error();
  Slots slots = parse_slots(*bytes);
  if (bytes->empty() || slots.newest) return slots;
  return corrupt("ANCHOR_DAMAGED", "no slot of the anchor holds a whole checkpoint", path.string());
}

}  // namespace

Result<Anchor> Anchor::open(const std::filesystem::path& path, bool create) {
  if (create && path.has_parent_path()) {
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) return io_error("ANCHOR_WRITE_FAILED", failed.message(), path.string());
  }
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
  if (fd < 0 && errno == ENOENT) {
    return not_found("NO_ANCHOR", "there is no anchor at " + path.string(), path.string());
  }
  if (fd < 0) return io_error("ANCHOR_READ_FAILED", errno_text(), path.string());
  Anchor anchor(fd, path);
  if (auto loaded = anchor.load(); !loaded) return loaded.error();
  if (create) {
    if (auto synced = sync_folder_of(path, "ANCHOR_WRITE_FAILED"); !synced) {
      return synced.error();
    }
  }
  return anchor;
}

Status Anchor::load() {
  auto slots = load_slots(fd_, path_);
  if (!slots) return slots.error();
  if (!slots->newest) return Ok{};
  sequence_ = slots->newest->sequence;
  note_ = std::move(slots->newest->note);
  return Ok{};
}

Status Anchor::write(std::string_view note) {
  if (note.size() > kNoteBytesMax) {
    return invalid("NOTE_TOO_LONG", "a checkpoint of " + std::to_string(note.size()) +
                                        " bytes exceeds the anchor's limit of " +
                                        std::to_string(kNoteBytesMax));
  }
  const std::string slot = encode_slot({sequence_ + 1, std::string(note)});
  const auto at = static_cast<off_t>((sequence_ + 1) % 2 * kSlotBytes);
  if (::pwrite(fd_, slot.data(), slot.size(), at) != static_cast<ssize_t>(slot.size()) ||
      ::fdatasync(fd_) != 0) {
    return io_error("ANCHOR_WRITE_FAILED", errno_text(), path_.string());
  }
  ++sequence_;
  note_ = std::string(note);
  return Ok{};
}

Anchor::Anchor(Anchor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      sequence_(other.sequence_),
      note_(std::move(other.note_)) {}

Anchor& Anchor::operator=(Anchor&& other) noexcept {
  std::swap(fd_, other.fd_);
  path_ = std::move(other.path_);
  sequence_ = other.sequence_;
  note_ = std::move(other.note_);
  return *this;
}

Anchor::~Anchor() {
  if (fd_ >= 0) ::close(fd_);
}

Result<AnchorReading> inspect_anchor(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    return not_found("NO_ANCHOR", "there is no anchor at " + path.string(), path.string());
  }
  if (fd < 0) return io_error("ANCHOR_READ_FAILED", errno_text(), path.string());
  auto slots = load_slots(fd, path);
  // A slot that is being written looks torn to who reads it meanwhile.
  for (int again = 0; slots && slots->bad && again < kReadAgain; ++again) {
    slots = load_slots(fd, path);
  }
  ::close(fd);
  if (!slots) return slots.error();
  AnchorReading out;
  if (slots->newest) out.note = std::move(slots->newest->note);
  out.bad_slot = slots->bad;
  return out;
}

Result<std::optional<std::string>> read_anchor(const std::filesystem::path& path) {
  auto reading = inspect_anchor(path);
  if (!reading) return reading.error();
  return std::move(reading->note);
}

Result<std::filesystem::path> default_anchor_path(std::string_view ledger_id_hex) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path base;
  if (state != nullptr && *state != '\0') {
    base = state;
  } else if (home != nullptr && *home != '\0') {
    base = std::filesystem::path(home) / ".local" / "state";
  } else {
    return invalid("NO_STATE_HOME",
                   "neither XDG_STATE_HOME nor HOME is set: name the anchor's path explicitly");
  }
  return base / "letopis" / ledger_id_hex / "anchor";
}

Status check_anchor_outside(const std::filesystem::path& anchor,
                            const std::filesystem::path& ledger_dir) {
  std::error_code ignored;
  const auto inner = std::filesystem::weakly_canonical(anchor, ignored);
  const auto outer = std::filesystem::weakly_canonical(ledger_dir, ignored);
  const auto mismatch = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  if (mismatch.first == outer.end()) {
    return invalid("ANCHOR_INSIDE", "the anchor " + inner.string() +
                                        " lies inside the ledger's folder " + outer.string() +
                                        ": whoever puts back the folder would put back it too");
  }
  return Ok{};
}

}  // namespace ledger
