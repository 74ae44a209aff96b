// SPDX-License-Identifier: Apache-2.0
#include "tools/session.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "projections/refusals.h"
#include "tools/printable.h"
#include "tools/reasons.h"

namespace tools {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

void write_line(std::FILE* stream, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stream);
  std::fputc('\n', stream);
}

}  // namespace

bool Session::colours(int descriptor) const {
  if (colour == "always") return true;
  if (colour == "never" || !environment("NO_COLOR").empty() || environment("TERM") == "dumb") {
    return false;
  }
  return ::isatty(descriptor) == 1;
}

std::string Session::paint(int descriptor, std::string_view code, std::string text) const {
  if (!colours(descriptor)) return text;
  return "\x1b[" + std::string(code) + "m" + text + "\x1b[0m";
}

void Session::print(std::string_view line) const { write_line(stdout, line); }

void Session::note(std::string_view line) const {
  std::fflush(stdout);
  write_line(stderr, line);
}

const std::string& Session::message_of(const ledger::Error& error) const {
  return language == Language::kRussian && !error.russian.empty() ? error.russian : error.message;
}

int Session::fail(const ledger::Error& error) const {
  const std::string meaning = explain_reason(error.reason, language);
  std::string line = paint(STDERR_FILENO, "31", "letopis: ");
  const std::string message = printable(message_of(error), true);
  if (!error.where.empty()) line += printable(error.where) + ": ";
  if (language == Language::kRussian && !meaning.empty()) {
    line += meaning + " [" + error.reason + "] " + message;
  } else {
    line += message + " [" + error.reason + "]";
    if (!meaning.empty()) line += "\n  " + meaning;
  }
  note(line);
  return exit_code(error.code);
}

std::string Session::dump_line(const api::Json& value) {
  return value.dump(-1, ' ', false, api::Json::error_handler_t::replace);
}

Language language_of(int argc, const char* const* argv) {
  std::string_view wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--lang" && i + 1 < argc) wanted = argv[i + 1];
    if (argument.starts_with("--lang=")) wanted = argument.substr(7);
    if (argument == "--") break;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (wanted.empty()) wanted = environment(name);
  }
  return wanted.starts_with("ru") ? Language::kRussian : Language::kEnglish;
}

int exit_code(ledger::ErrorCode code) {
  using ledger::ErrorCode;
  switch (code) {
    case ErrorCode::kInvalid:
      return kExitUsage;
    case ErrorCode::kRefused:
    case ErrorCode::kConflict:
      return kExitRefused;
    case ErrorCode::kNotFound:
      return kExitNotFound;
    case ErrorCode::kCorrupt:
    case ErrorCode::kBehind:
      return kExitTampering;
    case ErrorCode::kLocked:
      return kExitLocked;
    case ErrorCode::kOverloaded:
    case ErrorCode::kIo:
    case ErrorCode::kFenced:
    case ErrorCode::kIndeterminate:
      return kExitUnreadable;
  }
  return kExitUnreadable;
}

}  // namespace tools
