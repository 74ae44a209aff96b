// SPDX-License-Identifier: Apache-2.0
// A random history of the events that identity views read: registers, documents with editions and
// files, agreements with signatures, keys, corrections and withdrawals of any of them.
#pragma once

#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/identity_ledger.h"

namespace support {

class RandomHistory {
 public:
  RandomHistory(IdentityLedger& ledger, std::uint64_t seed);

  /// Records one more event, if the one it thinks of is admitted.
  void step();

 private:
  using Payload = std::function<std::string()>;  ///< another payload of the same thing
  struct Made {
    std::string type;
    std::string digest;
    Payload again;
    std::string scope_kind;
    std::string scope_id;
  };

  std::uint64_t any(std::uint64_t below) { return random_() % below; }
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[any(items.size())];
  }
  std::string day();
  std::string date();
  std::string words();
  std::string slots(unsigned count);
  std::string parties();

  void make(const std::string& type, const Payload& payload, std::vector<std::string>* into = {},
            const std::string& scope_kind = {}, const std::string& scope_id = {});
  void organisation();
  void organisation_changed();
  void place();
  void office();
  void charter();
  void document();
  void edition();
  void relation();
  void evidence();
  void agreement();
  void amendment();
  void signing();
  void termination();
  void correction();
  void key();
  void key_event();

  IdentityLedger& ledger_;
  std::mt19937_64 random_;
  std::uint64_t next_ = 1;
  const TestKey* keeper_;
  std::vector<std::uint64_t> organisations_, regions_, clusters_;
  struct Registered {
    std::uint64_t number;
    unsigned edition;
    std::string digest;
  };
  std::vector<Registered> documents_;
  std::vector<std::string> agreements_, signables_;
  std::vector<Made> made_;
  std::deque<TestKey> keys_;
  std::vector<std::pair<const TestKey*, std::uint64_t>> keyed_;  ///< key and its organisation
};

}  // namespace support
