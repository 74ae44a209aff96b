// SPDX-License-Identifier: Apache-2.0
// A random history of every type of event in the catalogue: payloads made from the schema itself,
// with references to what was recorded before, few ids so that events meet, dates of every
// precision, late and historical records, corrections and withdrawals. The rules admit everything
// that the ledger itself accepts: what views and verdicts make of it has to be the same however it
// is folded.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/identity_ledger.h"

namespace support {

class RandomCatalogue {
 public:
  /// Declares a region with two clusters and their organisations. REQUIRES: a ledger that
  /// admits everything.
  RandomCatalogue(IdentityLedger& ledger, std::uint64_t seed);

  /// Records one more event, if the one it thinks of can be recorded.
  void step();
  /// One event of each type of which nothing is recorded yet.
  void complete();

 private:
  struct Made {
    ledger::fb::Payload type;
    std::string digest;
    std::string scope_kind;
    std::string scope_id;
  };

  std::uint64_t any(std::uint64_t below) { return random_() % below; }
  bool make(ledger::fb::Payload type);
  bool commit();
  bool make_key_event(ledger::fb::Payload type);
  bool record(ledger::fb::Payload type, Said said);
  std::optional<std::string> correction(const Made& target);
  void choose_scope(Said& said);

  IdentityLedger& ledger_;
  std::mt19937_64 random_;
  std::map<ledger::fb::Payload, std::vector<std::string>> digests_;
  std::vector<Made> made_;
  std::vector<std::unique_ptr<TestKey>> keys_;
  std::string paper_;  ///< digest of a document
};

}  // namespace support
