// SPDX-License-Identifier: Apache-2.0
#include "tools/check_answer.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tools {
namespace {

using ledger::Error;
using ledger::ErrorCode;

/// The bytes are not of the form of a proof, of its note or of its checkpoint.
bool is_no_proof(const std::string& reason) {
  static constexpr std::array<std::string_view, 5> kReasons{
      "BAD_PROOF_FILE", "BAD_COMPLETENESS", "BAD_NOTE", "BAD_CHECKPOINT", "EMPTY_ENTRY"};
  return std::find(kReasons.begin(), kReasons.end(), reason) != kReasons.end();
}

}  // namespace

Error evidence_error(const Error& found, const std::string& where) {
  Error out = found;
  if (out.where.empty()) out.where = where;
  if (out.code == ErrorCode::kIo || out.code == ErrorCode::kNotFound) return out;
  if (is_no_proof(out.reason)) {
    out.code = ErrorCode::kIo;
    out.message = "this is no proof, so nothing was checked: " + out.message;
  } else if (out.reason == "WRONG_ORIGIN") {
    out.code = ErrorCode::kInvalid;
    out.message += "; it says nothing about the log that the key or the trust file names";
  } else {
    out.code = ErrorCode::kCorrupt;
  }
  return out;
}

int fail_check(const Session& session, bool json, const Error& error) {
  if (json) {
    const bool bad = exit_code(error.code) == kExitTampering;
    api::Json out = api::Json::object();
    out["ok"] = false;
    out["verdict"] = bad ? "bad evidence" : "not checked";
    out["reason"] = error.reason;
    out["message"] = error.message;
    out["where"] = error.where;
    session.print_json(out);
  }
  return session.fail(error);
}

}  // namespace tools
