// SPDX-License-Identifier: Apache-2.0
// A ledger under the identity rules, for tests of projections: events in one line, with the
// subjects, capacities and references worked out from what was recorded before.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log.h"
#include "tests/support/test_ledger.h"

namespace support {

/// An event to be recorded. Ids, digests and keys are hex.
struct Said {
  std::string type;
  std::string payload;
  const TestKey* author = nullptr;  ///< null: the operator's root
  std::string scope_kind = "LEDGER";
  std::string scope_id = "00000000000000000000000000000000";
  std::string grade = "SELF";
  std::string evidence;  ///< digest of a document; empty: none
  bool historical = false;
  std::string effective;  ///< a day for dates.effective, or a date in JSON; empty: none
  const TestKey* possession = nullptr;  ///< the key that a key event brings in
  std::string possession_capacity;
  std::vector<const TestKey*> cosigners;  ///< keys that the ledger knows
  std::uint64_t seen = 0;                 ///< size of the checkpoint that the author has seen
};

class IdentityLedger {
 public:
  explicit IdentityLedger(TestLedger::Where where = TestLedger::Where::kMemory,
                          const std::string& origin = "ledger.example/test");
  /// Under other rules than those of identity.
  IdentityLedger(std::shared_ptr<const ledger::Admission> rules, TestLedger::Where where,
                 const std::string& origin);

  ledger::SignedEvent sign(const Said& said);
  /// The digest of the recorded event.
  ledger::Result<ledger::Hash> record(const Said& said);
  /// As record(), as hex; a refusal aborts the test and is printed.
  std::string must(const Said& said);
  /// The reason of the refusal, or "accepted".
  std::string refusal(const Said& said);

  std::uint64_t size() const { return test.log->view().size(); }
  ledger::ReadView view() const { return test.log->view(); }

  // The usual events.
  Said organisation(std::uint64_t number, const std::string& more = {}) const;
  Said region(std::uint64_t number, std::uint64_t operator_number) const;
  Said cluster(std::uint64_t number, std::uint64_t region_number) const;
  Said document(std::uint64_t number, const std::string& more = {}) const;
  /// The root introduces the first key of an organisation, on the evidence of a document.
  Said first_key(const TestKey& key, std::uint64_t organisation, const std::string& scopes,
                 const std::string& evidence) const;
  /// A key with these scopes for a new organisation, ready to sign.
  const TestKey& keeper(const std::string& scopes);

  const std::shared_ptr<const ledger::Admission>& rules() const { return rules_; }

  TestLedger test;
  /// Sees every event that record() hands over, and what became of it.
  std::function<void(const ledger::SignedEvent&, const ledger::Result<ledger::Hash>&)> on_record;

 private:
  std::string json(const Said& said, const std::string& subjects);
  std::vector<const TestKey*> cosigners(const Said& said) const;

  std::shared_ptr<const ledger::Admission> rules_;
  std::map<std::string, std::string> capacities_;              ///< key hex -> capacity JSON
  std::map<std::string, std::vector<ledger::Subject>> about_;  ///< digest hex -> subjects
  std::map<std::uint64_t, TestKey> keepers_;
  std::uint64_t next_id_ = 100;
};

/// Ids of the things that tests number.
std::string org_id(std::uint64_t number);
std::string region_id(std::uint64_t number);
std::string cluster_id(std::uint64_t number);
std::string document_id(std::uint64_t number);

}  // namespace support
