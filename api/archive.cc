// SPDX-License-Identifier: Apache-2.0
#include "api/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

#include "api/bundle.h"
#include "api/files.h"
#include "api/json.h"

namespace api {
namespace {

namespace fs = std::filesystem;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;
/// Twelve million lines of a hundred and fifty bytes.
constexpr std::uint64_t kManifestBytesMax = std::uint64_t{1} << 31;

struct Closer {
  void operator()(archive* handle) const { archive_free(handle); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Handle = std::unique_ptr<archive, Closer>;
using Entry = std::unique_ptr<archive_entry, Closer>;

Error failed(archive* handle, const fs::path& path, std::string reason = "ARCHIVE_FAILED") {
  const char* what = archive_error_string(handle);
  return ledger::io_error(std::move(reason), what != nullptr ? what : "unknown", path.string());
}

Error bad_archive(const std::string& what, const std::string& member) {
  return ledger::corrupt("BAD_ARCHIVE", what, member);
}

/// What is wrong with what was read; or that it could not be read, which says nothing of it.
Error unreadable(archive* handle, const fs::path& path, const std::string& member) {
  const int code = archive_errno(handle);
  if (code > 0 && code != EILSEQ && code != EINVAL) return failed(handle, path, "FILE_READ");
  const char* what = archive_error_string(handle);
  return bad_archive(what != nullptr ? what : "it cannot be unpacked", member);
}

Status write_member(archive* out, const fs::path& dir, const std::string& name,
                    const fs::path& target) {
  std::ifstream in(dir / name, std::ios::binary);
  std::error_code error;
  const auto size = fs::file_size(dir / name, error);
  if (!in || error) return ledger::io_error("FILE_READ", "cannot read the file", name);
  const Entry entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_mtime(entry.get(), 0, 0);
  if (archive_write_header(out, entry.get()) != ARCHIVE_OK) return failed(out, target);
  std::vector<char> chunk(kChunkBytes);
  for (std::uint64_t left = size; left > 0;) {
    in.read(chunk.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, kChunkBytes)));
    const auto count = static_cast<std::size_t>(in.gcount());
    if (count == 0) return ledger::io_error("FILE_READ", "the file became shorter", name);
    if (archive_write_data(out, chunk.data(), count) < 0) return failed(out, target);
    left -= count;
  }
  return Ok{};
}

Result<Handle> open_to_write(const fs::path& part, bool zstd) {
  Handle out(archive_write_new());
  const bool ready = archive_write_set_format_ustar(out.get()) == ARCHIVE_OK &&
                     (zstd ? archive_write_add_filter_zstd(out.get())
                           : archive_write_add_filter_none(out.get())) == ARCHIVE_OK &&
                     archive_write_open_filename(out.get(), part.c_str()) == ARCHIVE_OK;
  if (!ready) return failed(out.get(), part);
  return out;
}

/// What an archive gives, member by member.
class Unpacker {
 public:
  Unpacker(const fs::path& path, const fs::path& dir, std::uint64_t bytes_max)
      : path_(path), dir_(dir), bytes_max_(bytes_max) {}

  Status run();

 private:
  Result<bool> next();
  Status take(const std::string& name, std::uint64_t bytes);
  Status take_file(const BundleFile& file);

  const fs::path& path_;
  const fs::path& dir_;
  const std::uint64_t bytes_max_;
  Handle in_;
  archive_entry* entry_ = nullptr;
  std::uint64_t total_ = 0;
};

/// Behind the end of a tar, here its first `read` bytes unpacked, there is nothing but zeros.
Status check_rest(const fs::path& path, std::uint64_t read) {
  const Handle in(archive_read_new());
  archive_read_support_format_raw(in.get());
  archive_read_support_filter_zstd(in.get());
  archive_entry* whole = nullptr;
  if (archive_read_open_filename(in.get(), path.c_str(), kChunkBytes) != ARCHIVE_OK ||
      archive_read_next_header(in.get(), &whole) != ARCHIVE_OK) {
    return failed(in.get(), path);
  }
  std::vector<char> chunk(kChunkBytes);
  for (std::uint64_t at = 0;;) {
    const la_ssize_t got = archive_read_data(in.get(), chunk.data(), chunk.size());
    if (got < 0) return bad_archive("something follows its end", path.string());
    if (got == 0) return Ok{};
    const auto size = static_cast<std::uint64_t>(got);
    const std::uint64_t known = read > at ? std::min(read - at, size) : 0;
    at += size;
    const auto begin = chunk.begin() + static_cast<std::ptrdiff_t>(known);
    const auto end = chunk.begin() + static_cast<std::ptrdiff_t>(size);
    if (std::any_of(begin, end, [](char byte) { return byte != 0; })) {
      return bad_archive("something follows its end", path.string());
    }
  }
}

/// The next member, if it is an ordinary file.
Result<bool> Unpacker::next() {
  const int got = archive_read_next_header(in_.get(), &entry_);
  if (got == ARCHIVE_EOF) return false;
  if (got != ARCHIVE_OK) return unreadable(in_.get(), path_, path_.string());
  const char* name = archive_entry_pathname(entry_);
  const std::string shown = name != nullptr ? name : "";
  const bool plain = archive_entry_filetype(entry_) == AE_IFREG &&
                     archive_entry_hardlink(entry_) == nullptr &&
                     archive_entry_symlink(entry_) == nullptr;
  if (!plain) return bad_archive("a member that is not an ordinary file", shown);
  return true;
}

/// The data of the current member: exactly `bytes` of them.
Status Unpacker::take(const std::string& name, std::uint64_t bytes) {
  const char* there = archive_entry_pathname(entry_);
  if (there == nullptr || name != there) {
    // Spelt as JSON: on one line, whatever it is made of.
    const Json found = std::string(there != nullptr ? there : "");
    return bad_archive("expected " + name + " as the manifest says, found " +
                           found.dump(-1, ' ', true, Json::error_handler_t::replace),
                       name);
  }
  if (total_ + bytes > bytes_max_ || total_ + bytes < total_) {
    return ledger::corrupt(
        "ARCHIVE_TOO_LARGE",
        "unpacked it would exceed the limit of " + std::to_string(bytes_max_) + " bytes", name);
  }
  total_ += bytes;
  std::error_code error;
  fs::create_directories((dir_ / name).parent_path(), error);
  std::ofstream out(dir_ / name, std::ios::binary | std::ios::trunc);
  std::vector<char> chunk(kChunkBytes);
  std::uint64_t left = bytes;
  while (out) {
    const la_ssize_t got = archive_read_data(in_.get(), chunk.data(), chunk.size());
    if (got < 0) return unreadable(in_.get(), path_, name);
    if (got == 0) break;
    if (static_cast<std::uint64_t>(got) > left) {
      return bad_archive("it is longer than the manifest says", name);
    }
    out.write(chunk.data(), got);
    left -= static_cast<std::uint64_t>(got);
  }
  out.close();
  if (!out) return ledger::io_error("FILE_WRITE", "cannot write the file", (dir_ / name).string());
  if (left > 0) return bad_archive("it is shorter than the manifest says", name);
  return Ok{};
}

Status Unpacker::take_file(const BundleFile& file) {
  const auto there = next();
  if (!there) return there.error();
  if (!*there) return bad_archive("the archive ends before this file", file.path);
  return take(file.path, file.bytes);
}

Status Unpacker::run() {
  in_.reset(archive_read_new());
  archive_read_support_format_tar(in_.get());
  archive_read_support_filter_zstd(in_.get());
  if (archive_read_open_filename(in_.get(), path_.c_str(), kChunkBytes) != ARCHIVE_OK) {
    std::error_code error;
    if (!fs::exists(path_, error)) {
      return ledger::not_found("NO_FILE", "there is no file " + path_.string(), path_.string());
    }
    return unreadable(in_.get(), path_, path_.string());
  }
  const auto first = next();
  if (!first) return first.error();
  if (!*first) {
    return bad_archive("no file is in it; a bundle's archive begins with " + std::string(kManifest),
                       path_.string());
  }
  const auto bytes =
      static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry_), 0));
  if (bytes > kManifestBytesMax) return bad_archive("no manifest is that long", "manifest.jsonl");
  if (auto taken = take(std::string(kManifest), bytes); !taken) return taken;
  std::ifstream manifest(dir_ / kManifest, std::ios::binary);
  const auto header = read_manifest([&] { return next_manifest_line(manifest); },
                                    [&](const BundleFile& file) { return take_file(file); });
  if (!header) return header.error();
  const auto more = next();
  if (!more) return more.error();
  if (*more) return bad_archive("a member that the manifest does not name", path_.string());
  return check_rest(path_, static_cast<std::uint64_t>(archive_filter_bytes(in_.get(), 0)));
}

}  // namespace

bool is_archive_name(const fs::path& path) {
  const std::string name = path.string();
  return name.ends_with(".tar") || name.ends_with(".tar.zst");
}

Status pack_bundle(const fs::path& dir, const fs::path& path) {
  const fs::path part = path.string() + ".part";
  auto out = open_to_write(part, path.extension() == ".zst");
  if (!out) return out.error();
  auto written = write_member(out->get(), dir, std::string(kManifest), path);
  if (!written) return written;
  std::ifstream manifest(dir / kManifest, std::ios::binary);
  const auto header = read_manifest(
      [&] { return next_manifest_line(manifest); },
      [&](const BundleFile& file) { return write_member(out->get(), dir, file.path, path); });
  if (!header) return header.error();
  if (archive_write_close(out->get()) != ARCHIVE_OK) return failed(out->get(), path);
  std::error_code error;
  fs::rename(part, path, error);
  if (error) return ledger::io_error("FILE_WRITE", error.message(), path.string());
  return Ok{};
}

Status unpack_bundle(const fs::path& path, const fs::path& dir, std::uint64_t bytes_max) {
  std::error_code error;
  fs::create_directories(dir, error);
  if (error || !fs::is_empty(dir, error)) {
    return ledger::io_error("FILE_WRITE", "an empty folder is needed to unpack into", dir.string());
  }
  return Unpacker(path, dir, bytes_max).run();
}

}  // namespace api
