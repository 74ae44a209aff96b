// SPDX-License-Identifier: Apache-2.0
// The governed ledger with a second cluster beside the first, and a stranger to the first: the head
// of organisation 9, which takes part in the second.
#pragma once

#include "tests/support/governance_ledger.h"

namespace support {

struct TwoClusters {
  /// Under this version of the rules from here on.
  explicit TwoClusters(unsigned version);

  static Said in_second(Said said);
  static Said in_region(Said said, std::uint64_t region = 1);
  /// The digest of an agreement between the organisations 1 and 2 in the first cluster; one for
  /// all.
  const std::string& agreement();
  /// A region 2, whose operator is organisation 40 with this key.
  void second_region(const TestKey& key);

  TestKey stranger{840};
  GovernanceLedger t;

 private:
  void introduce(const TestKey& key, std::uint64_t organisation, const char* role,
                 const char* scopes);

  std::string agreement_;
};

}  // namespace support
