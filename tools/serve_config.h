// SPDX-License-Identifier: Apache-2.0
// The configuration of `letopis serve`: one table of keys from which the file (TOML 1.0) is read
// and its documented form is written, so that the two cannot differ. tools/SERVE.md lists them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "api/serve.h"
#include "tools/session.h"

namespace tools {

/// What the file and the flags decide. `options` holds what needs no further word.
struct ServeSettings {
  std::string listen = "127.0.0.1:8080";
  std::string reads = "auto";  ///< auto, open, tokens
  std::string tokens;          ///< empty: DIR/tokens.json
  std::vector<std::string> trusted_proxies;
  std::string log_format = "text";
  std::uint64_t scrub_rate = 1'000;  ///< events per second; 0: nothing is read again
  api::ServeOptions options;
  /// Where the file says what: "FILE:LINE" of each key in it, and of each value of a list as
  /// "key[0]". What a flag says instead is taken out.
  std::map<std::string, std::string> places;
};

/// Changes `settings` by the file. kNotFound NO_FILE; kIo FILE_READ; kInvalid BAD_CONFIG (not
/// TOML), UNKNOWN_KEY, BAD_VALUE, each naming the key and the line.
ledger::Status read_serve_config(const std::filesystem::path& path, ServeSettings& settings);

/// The error with the place in the file of the value that its `where` names, and the key in its
/// message; as it is when the file does not say that.
ledger::Error in_config(ledger::Error error, const ServeSettings& settings);

/// Every key with its default, its unit and what it is for, as a file that could be read.
std::string serve_config_text(Language language);

/// "section.key" of each key, in the order of the text.
std::vector<std::string> serve_config_keys();

}  // namespace tools
