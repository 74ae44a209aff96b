// SPDX-License-Identifier: Apache-2.0
// The tool itself, run as a process over a ledger that it made.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tools {

using nlohmann::json;
using support::Finished;

/// A ledger with its keys in a folder of its own.
class ToolHome {
 public:
  ToolHome();
  /// A copy of a home: the same ledger with the same keys, in a folder of its own.
  explicit ToolHome(const ToolHome& made);

  /// Runs `letopis` with these arguments in the home folder.
  Finished run(const std::vector<std::string>& arguments, const std::string& input = "") const {
    return support::run(command(arguments, input));
  }
  support::Command command(const std::vector<std::string>& arguments,
                           const std::string& input = "") const;

  /// `letopis init` with cheap keys, all of recovery needed. False, and a failed test, if it did
  /// not work.
  bool init(const std::string& folder = "ledger", int recovery_threshold = 1);
  /// `letopis append` to the ledger with everything that it needs; events on standard input.
  std::vector<std::string> append_arguments(const std::vector<std::string>& more = {}) const;

  std::filesystem::path path(const std::string& name) const { return dir.path() / name; }

  support::TempDir dir;
  std::map<std::string, std::string> environment;
};

/// The JSON of an event that registers an organisation, as the root may.
std::string organisation_event(const std::string& name);

/// One JSON value per line; a line that is none fails the test.
std::vector<json> json_lines(const std::string& text);

/// A home with a new ledger, made once per process, to be copied.
const ToolHome& new_home();

/// The home with a small ledger that tests only read.
const ToolHome& shared_home();

}  // namespace tools
