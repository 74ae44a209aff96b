// SPDX-License-Identifier: Apache-2.0
// A request's body as the bytes of a file. A form is another thing: its envelope would be taken for
// the file, and no hash would be right.
#pragma once

#include <string>

#include "api/http.h"
#include "api/reasons.h"

namespace api {

/// kInvalid FORM_NOT_TAKEN (415), EMPTY_BODY.
inline ledger::Status check_file_body(const Request& request) {
  const std::string type = request.headers.joined("Content-Type");
  const std::string_view essence = std::string_view(type).substr(0, type.find_first_of("; \t"));
  if (equal_ignoring_case(essence, "multipart/form-data") ||
      equal_ignoring_case(essence, "application/x-www-form-urlencoded")) {
    return in_russian(
        ledger::invalid("FORM_NOT_TAKEN",
                        "the body is the file itself, not a form: send it as "
                        "application/octet-stream"),
        "тело запроса — сам файл, а не форма: отправьте его как application/octet-stream");
  }
  if (!request.body.empty()) return ledger::Ok{};
  return in_russian(ledger::invalid("EMPTY_BODY", "the body is empty; a file has a byte at least"),
                    "тело запроса пусто, а в файле есть хотя бы один байт");
}

}  // namespace api
