// SPDX-License-Identifier: Apache-2.0
#include "tools/witness_alarm.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <sstream>
#include <string>

#include "api/files.h"
#include "ledger/anchor.h"
#include "ledger/bytes.h"
#include "ledger/checkpoint.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

/// As it is kept. A file that cannot be read as one stands like any other, and no size ends it.
struct KeptAlarm {
  std::string reason = "WITNESS_ALARM";
  std::uint64_t published = std::numeric_limits<std::uint64_t>::max();
  std::string message;
};

fs::path file_of(const fs::path& anchor) { return anchor.string() + ".alarm"; }

KeptAlarm parse_alarm(const std::string& text) {
  KeptAlarm out;
  std::istringstream lines(text);
  std::string reason;
  std::string size;
  std::getline(lines, reason);
  std::getline(lines, size);
  std::getline(lines, out.message);
  if (!reason.empty()) out.reason = reason;
  if (const auto published = ledger::parse_decimal(size)) out.published = *published;
  return out;
}

Result<std::optional<KeptAlarm>> read_alarm(const fs::path& anchor) {
  const auto text = api::read_file(file_of(anchor));
  if (text) return std::optional(parse_alarm(*text));
  if (text.error().reason == "NO_FILE") return std::optional<KeptAlarm>();
  return text.error();
}

/// 0 where the anchor says nothing.
std::uint64_t anchored_size(const fs::path& anchor) {
  const auto note = ledger::read_anchor(anchor);
  if (!note || !*note) return 0;
  const auto checkpoint = ledger::checkpoint_of_note(**note);
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace

Status keep_alarm(const fs::path& anchor, const ledger::Error& alarm, std::uint64_t published) {
  const auto standing = read_alarm(anchor);
  if (!standing) return standing.error();
  if (*standing) return Ok{};
  std::string message = alarm.message;
  std::replace(message.begin(), message.end(), '\n', ' ');
  const std::uint64_t size = std::max(published, anchored_size(anchor));
  return api::write_file(file_of(anchor),
                         alarm.reason + "\n" + std::to_string(size) + "\n" + message + "\n");
}

Status check_no_alarm(const fs::path& anchor) {
  const auto standing = read_alarm(anchor);
  if (!standing) return standing.error();
  if (!*standing) return Ok{};
  return ledger::Error{
      ledger::ErrorCode::kBehind, (*standing)->reason,
      (*standing)->message +
          " (an alarm that stands). Nothing is written before the missing part is found: get the "
          "newest checkpoint from the witness and give it to `letopis refill --known`; if that "
          "part is lost, begin a successor with `letopis init --predecessor`",
      file_of(anchor).string()};
}

Result<bool> settle_alarm(const fs::path& anchor, std::uint64_t held) {
  const auto standing = read_alarm(anchor);
  if (!standing) return standing.error();
  if (!*standing) return true;
  if (held <= (*standing)->published) return false;
  std::error_code failed;
  fs::remove(file_of(anchor), failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), file_of(anchor).string());
  return true;
}

}  // namespace tools
