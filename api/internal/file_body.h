// SPDX-License-Identifier: Apache-2.0
// A request's body as the bytes of a file. Its type says nothing, `curl --data-binary @FILE` calls
// every file a form; but what is multipart has an envelope that would be taken for the file, and no
// hash would be right.
#pragma once

#include <string>

#include "api/http.h"
#include "api/reasons.h"

namespace api {

/// kInvalid FORM_NOT_TAKEN (415), EMPTY_BODY.
inline ledger::Status check_file_body(const Request& request) {
  const std::string type = request.headers.joined("Content-Type");
  constexpr std::string_view kEnvelope = "multipart/";
  if (equal_ignoring_case(std::string_view(type).substr(0, kEnvelope.size()), kEnvelope)) {
    return in_russian(ledger::invalid("FORM_NOT_TAKEN",
                                      "the body is the file itself, not a form that holds it: send "
                                      "it as curl --data-binary @FILE does"),
                      "тело запроса — сам файл, а не форма с ним: отправьте его так, как это "
                      "делает curl --data-binary @FILE");
  }
  if (!request.body.empty()) return ledger::Ok{};
  return in_russian(ledger::invalid("EMPTY_BODY", "the body is empty; a file has a byte at least"),
                    "тело запроса пусто, а в файле есть хотя бы один байт");
}

}  // namespace api
