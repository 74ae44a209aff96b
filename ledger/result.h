// SPDX-License-Identifier: Apache-2.0
// Result<T>, Error and the closed list of error codes. One code per reaction of the caller; the
// stable `reason` says which rule or limit it was, the message says what was found and where.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ledger {

enum class ErrorCode {
  kInvalid,        // malformed input: the caller mends the input (HTTP 400, exit 2)
  kRefused,        // well-formed, but a rule forbids it (HTTP 403/422, exit 4)
  kNotFound,       // nothing there (HTTP 404, exit 3)
  kConflict,       // something else is already there (HTTP 409, exit 4)
  kOverloaded,     // try again later (HTTP 503 + Retry-After, exit 5)
  kLocked,         // another process holds the ledger or a file (exit 6)
  kCorrupt,        // bytes that contradict the log or themselves: evidence of tampering (exit 1)
  kIo,             // could not be read or written: nothing is said about the bytes (exit 5)
  kBehind,         // the store is shorter than or different from what was published (exit 1)
  kFenced,         // a newer sequencer took over: stop for good
  kIndeterminate,  // the write may or may not be there: reopen and reconcile
};

/// Why an operation did not succeed. Values, never thrown.
struct Error {
  ErrorCode code;
  std::string reason;        ///< stable upper-case word for programs, e.g. "UNKNOWN_REFERENCE"
  std::string message;       ///< one English sentence: what was found, what was needed, where
  std::string where;         ///< path of the field or name of the structure; may be empty
  std::string russian = {};  ///< the message in Russian; empty where only the reason has a text
};

/// Either a value or an Error. Check with `if (!result)` before `*result`.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value: `return Ok{};`.
struct Ok {};
using Status = Result<Ok>;

inline Error invalid(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kInvalid, std::move(reason), std::move(message), std::move(where)};
}
/// Malformed input, told in both languages.
inline Error invalid(std::string reason, std::string english, std::string russian,
                     std::string where) {
  return {ErrorCode::kInvalid, std::move(reason), std::move(english), std::move(where),
          std::move(russian)};
}
inline Error refused(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kRefused, std::move(reason), std::move(message), std::move(where)};
}
/// A refusal that rests on a rule of tools/RULES.md, in both languages; the message names the rule.
inline Error refused_by(const std::string& rule, std::string reason, const std::string& english,
                        const std::string& russian, std::string where) {
  return {ErrorCode::kRefused, std::move(reason), english + " (rule " + rule + " of RULES.md)",
          std::move(where), russian + " (правило " + rule + " в RULES.md)"};
}
inline Error not_found(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kNotFound, std::move(reason), std::move(message), std::move(where)};
}
/// Nothing there, told in both languages.
inline Error not_found(std::string reason, std::string english, std::string russian,
                       std::string where) {
  return {ErrorCode::kNotFound, std::move(reason), std::move(english), std::move(where),
          std::move(russian)};
}
inline Error conflict(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kConflict, std::move(reason), std::move(message), std::move(where)};
}
inline Error corrupt(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kCorrupt, std::move(reason), std::move(message), std::move(where)};
}
inline Error io_error(std::string reason, std::string message, std::string where = {}) {
  return {ErrorCode::kIo, std::move(reason), std::move(message), std::move(where)};
}

}  // namespace ledger

/// A broken invariant of our own: aborts, in release too. Never for bytes from disk or network.
#define LEDGER_CHECK(condition)                                                          \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                      \
    }                                                                                    \
  } while (false)
