// SPDX-License-Identifier: Apache-2.0
#include "tools/check_answer.h"

namespace tools {

using ledger::Error;
using ledger::ErrorCode;

Error evidence_error(const Error& found, const std::string& where) {
  Error out = found;
  if (out.where.empty()) out.where = where;
  if (out.code == ErrorCode::kIo) return out;
  out.code = ErrorCode::kCorrupt;
  return out;
}

int fail_check(const Session& session, bool json, const Error& error) {
  if (json) {
    const bool bad = exit_code(error.code) == kExitTampering;
    api::Json out = api::Json::object();
    out["ok"] = false;
    out["verdict"] = bad ? "bad evidence" : "not checked";
    out["reason"] = error.reason;
    out["message"] = session.message_of(error);
    out["where"] = error.where;
    session.print_json(out);
  }
  return session.fail(error);
}

}  // namespace tools
