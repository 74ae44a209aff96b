// SPDX-License-Identifier: Apache-2.0
// A ledger with one cluster of five members and its council, as a secretary finds it. Made once
// per process and copied for each test.
#pragma once

#include <string>
#include <vector>

#include "tests/support/tool_fixture.h"

namespace tools {

class SecretaryHome : public ToolHome {
 public:
  /// A copy of the ledger of tests/data/secretary with the keys `secretary` and `second`.
  SecretaryHome();

  /// The command with ledger, keys, passphrase, signer and names.
  Finished secretary(std::vector<std::string> arguments, const std::string& input = "") const;
  /// The same with the vault.
  Finished with_vault(std::vector<std::string> arguments, const std::string& input = "") const;
  /// Makes the vault; false, and a failed test, if that did not work.
  bool make_vault() const;

  int size() const;
  /// Every event, oldest first, as `show --json` tells it.
  std::vector<json> events() const;
  /// The payloads of one type.
  std::vector<json> payloads(const std::string& type) const;
  /// The id behind a local name of names.json.
  std::string id(const std::string& name) const;
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  /// Forms of meetings of that cluster, in the home.
  void copy_forms() const;
};

}  // namespace tools
