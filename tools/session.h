// SPDX-License-Identifier: Apache-2.0
// What every command of the tool shares: the user's language, colours, the exit codes, and the two
// streams: data on standard output, messages on standard error.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/result.h"

namespace tools {

/// What the tool's exit says; tests and scripts rely on these numbers.
enum Exit : int {
  kExitOk = 0,
  kExitTampering = 1,  ///< evidence that something was changed
  kExitUsage = 2,      ///< the command line or an input is not as it must be
  kExitNotFound = 3,
  kExitRefused = 4,     ///< a rule forbids it, or something else is already there
  kExitUnreadable = 5,  ///< could not be read or written: nothing is said about the evidence
  kExitLocked = 6,      ///< another process writes
  kExitInterrupted = 130,
};

enum class Language { kEnglish, kRussian };

/// One message in both languages.
struct Text {
  std::string_view english;
  std::string_view russian;
};

class Session {
 public:
  Language language = Language::kEnglish;
  std::string colour = "auto";  ///< auto, always or never
  /// The chosen command; set while the command line is parsed.
  std::function<int()> run;

  std::string say(const Text& text) const {
    return std::string(language == Language::kRussian ? text.russian : text.english);
  }

  /// Whether escape codes may go to the stream with this descriptor.
  bool colours(int descriptor) const;
  /// The text in bold, green, red …: the SGR code, if the stream takes colours.
  std::string paint(int descriptor, std::string_view code, std::string text) const;

  /// A line of data.
  void print(std::string_view line) const;
  void print_json(const api::Json& value) const { print(dump_line(value)); }
  /// A line for the person, on standard error.
  void note(std::string_view line) const;

  /// The error's message in the language of the session, where it is written in it.
  const std::string& message_of(const ledger::Error& error) const;
  /// Explains the error on standard error; the exit code for it.
  int fail(const ledger::Error& error) const;

  static std::string dump_line(const api::Json& value);
};

/// By --lang among the arguments, else LC_ALL, LC_MESSAGES, LANG; English if nothing says Russian.
Language language_of(int argc, const char* const* argv);

int exit_code(ledger::ErrorCode code);

}  // namespace tools
