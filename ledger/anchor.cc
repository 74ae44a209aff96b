// SPDX-License-Identifier: Apache-2.0
#include "ledger/anchor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
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

/// The whole file, at most two slots of it and one byte more.
Result<std::string> read_slots(int fd, const std::filesystem::path& path) {
  std::string bytes(2 * kSlotBytes + 1, '\0');
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
  bool foreign_bytes = false;  ///< behind the slots, or within one behind what it covers
};

bool is_padded_with_zeros(const Slot& slot, std::string_view bytes) {
  const std::size_t covered = kHeaderBytes + slot.note.size() + Hash::kSize;
  return bytes.find_first_not_of('\0', covered) == bytes.npos;
}

Slots parse_slots(std::string_view bytes) {
  std::array<std::optional<Slot>, 2> slots;
  bool foreign_bytes = bytes.size() > 2 * kSlotBytes;
  for (unsigned i = 0; i < 2 && i * kSlotBytes < bytes.size(); ++i) {
    const std::string_view one = bytes.substr(i * kSlotBytes, kSlotBytes);
    slots[i] = parse_slot(one);
    foreign_bytes = foreign_bytes || (slots[i] && !is_padded_with_zeros(*slots[i], one));
  }
  const unsigned newest = !slots[0] || (slots[1] && slots[1]->sequence > slots[0]->sequence);
  Slots out{std::move(slots[newest]), std::nullopt, foreign_bytes};
  // The first checkpoint of all is damaged: that is not the same as none.
  const bool nothing = out.newest && out.newest->sequence == 0;
  if (nothing && bytes.find_first_not_of('\0', kSlotBytes) != bytes.npos) out.newest.reset();
  if (!out.newest) return out;
  const auto& other = slots[1 - newest];
  const std::uint64_t before = out.newest->sequence - 1;
  // Before the first checkpoint there is none in the other slot, whether or not it says so.
  const bool fits =
      out.newest->sequence < 2 ? !other || other->note.empty() : other && other->sequence == before;
  if (!fits) out.bad = 1 - newest;
  return out;
}

/// kCorrupt when no slot is whole.
Result<Slots> load_slots(int fd, const std::filesystem::path& path) {
  const auto bytes = read_slots(fd, path);
  if (!bytes) return bytes.error();
  Slots slots = parse_slots(*bytes);
  if (slots.newest) return slots;
  return corrupt("ANCHOR_DAMAGED", "no slot of the anchor holds a whole checkpoint", path.string());
}

std::optional<std::string> note_in(Slot&& slot) {
  if (slot.note.empty()) return std::nullopt;
  return std::move(slot.note);
}

Status write_slot(int fd, const std::filesystem::path& path, const Slot& slot) {
  const std::string bytes = encode_slot(slot);
  const auto at = static_cast<off_t>(slot.sequence % 2 * kSlotBytes);
  if (::pwrite(fd, bytes.data(), bytes.size(), at) == static_cast<ssize_t>(bytes.size()))
    return Ok{};
  return io_error("ANCHOR_WRITE_FAILED", errno_text(), path.string());
}

bool is_empty(int fd) {
  struct stat at = {};
  return ::fstat(fd, &at) == 0 && at.st_size == 0;
}

/// Whether the path still leads to the file that is open.
bool is_still(int fd, const std::filesystem::path& path) {
  struct stat opened = {};
  struct stat named = {};
  return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

/// What is signed of a note: cosignatures come later, to the same checkpoint.
std::string_view signed_part(const std::optional<std::string>& note) {
  return note ? std::string_view(*note).substr(0, note->find("\n\n")) : std::string_view();
}

Error anchor_taken(std::string what, const std::filesystem::path& path) {
  return {ErrorCode::kBehind, "ANCHOR_TAKEN",
          what +
              ": another writer of this ledger, over a copy of it, signs at the same anchor. "
              "Nothing more is signed here",
          path.string()};
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
  if (auto loaded = anchor.load(create); !loaded) return loaded.error();
  if (create) {
    if (auto synced = sync_folder_of(path, "ANCHOR_WRITE_FAILED"); !synced) {
      return synced.error();
    }
  }
  return anchor;
}

Status Anchor::load(bool create) {
  if (create && is_empty(fd_)) {
    auto written = write_slot(fd_, path_, {0, {}});
    return written ? sync() : written;
  }
  auto slots = load_slots(fd_, path_);
  if (!slots) return slots.error();
  note_ = note_in(std::move(*slots->newest));
  return Ok{};
}

Result<AnchorClaim> Anchor::claim() const {
  int locked = -1;
  do locked = ::flock(fd_, LOCK_EX);
  while (locked != 0 && errno == EINTR);
  if (locked != 0) return io_error("ANCHOR_WRITE_FAILED", errno_text(), path_.string());
  AnchorClaim claim(fd_);
  if (!is_still(fd_, path_)) {
    return anchor_taken("the anchor is no longer the file that it was", path_);
  }
  auto slots = load_slots(fd_, path_);
  if (!slots) return slots.error();
  if (signed_part(note_in(std::move(*slots->newest))) != signed_part(note_)) {
    return anchor_taken("the anchor holds a checkpoint that was not written here", path_);
  }
  return claim;
}

Status Anchor::put(std::string_view note) {
  if (note.size() > kNoteBytesMax) {
    return invalid("NOTE_TOO_LONG", "a checkpoint of " + std::to_string(note.size()) +
                                        " bytes exceeds the anchor's limit of " +
                                        std::to_string(kNoteBytesMax));
  }
  // The other writer may have written this very checkpoint, once more.
  const auto slots = load_slots(fd_, path_);
  if (!slots) return slots.error();
  const Slot next{slots->newest->sequence + 1, std::string(note)};
  if (auto written = write_slot(fd_, path_, next); !written) return written;
  note_ = std::string(note);
  return Ok{};
}

Status Anchor::sync() const {
  if (::fdatasync(fd_) == 0) return Ok{};
  return io_error("ANCHOR_WRITE_FAILED", errno_text(), path_.string());
}

Status Anchor::write(std::string_view note) {
  const auto claimed = claim();
  if (!claimed) return claimed.error();
  if (auto written = put(note); !written) return written;
  return sync();
}

AnchorClaim::~AnchorClaim() {
  if (fd_ >= 0) ::flock(fd_, LOCK_UN);
}

Anchor::Anchor(Anchor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      note_(std::move(other.note_)) {}

Anchor& Anchor::operator=(Anchor&& other) noexcept {
  std::swap(fd_, other.fd_);
  path_ = std::move(other.path_);
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
  out.note = note_in(std::move(*slots->newest));
  out.bad_slot = slots->bad;
  out.foreign_bytes = slots->foreign_bytes;
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
