// SPDX-License-Identifier: Apache-2.0
// A test ledger with the service key at hand: organisations in one line, commitments in one line,
// true ones and false ones.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "ledger/commitment.h"
#include "ledger/message.h"
#include "ledger/verify.h"
#include "tests/support/test_ledger.h"

namespace support {

class CommittedLedger : public TestLedger {
 public:
  explicit CommittedLedger(Where at = Where::kMemory,
                           std::string with_origin = "ledger.example/test",
                           std::shared_ptr<const ledger::Admission> rules = {})
      : TestLedger(at, std::move(with_origin)) {
    if (rules) admission = std::move(rules);
    create();
  }

  /// Registers the next organisations, in one submission.
  void organisations(std::uint64_t count) {
    std::vector<ledger::SignedEvent> events;
    for (std::uint64_t i = 0; i < count; ++i)
      events.push_back(TestLedger::sign(organisation(++registered_)));
    LEDGER_CHECK(static_cast<bool>(log->append(std::move(events))));
  }
  std::uint64_t registered() const { return registered_; }

  std::string body_of(const ledger::CommitmentDraft& draft) {
    const auto id = *ledger::fixed_from_hex<ledger::Id>(hex_for(7'000'000 + ++commitments_, 16));
    return ledger::commitment_body(draft, id, service.key);
  }
  ledger::SignedEvent sign(const ledger::CommitmentDraft& draft) {
    return sign_body(body_of(draft), {&service});
  }
  ledger::AppendResult append(const ledger::CommitmentDraft& draft) {
    return log->append({sign(draft)});
  }
  /// D of a true commitment to the log as it is.
  ledger::Hash commit(std::vector<ledger::ViewDigest> views = {}) {
    auto draft = log->draft_commitment();
    LEDGER_CHECK(static_cast<bool>(draft));
    draft->commitment.views = std::move(views);
    const auto answer = append(*draft);
    LEDGER_CHECK(static_cast<bool>(answer));
    return answer->at(0).digest;
  }

  ledger::VerifyReport verified(ledger::VerifyOptions with = {}) {
    with.admission = admission.get();
    with.threads = 1;
    return *ledger::verify_ledger(*open_memory_store(disk), with);
  }

  /// A store as it was written before streams were kept.
  void forget_streams() {
    auto& rows = disk->tables[static_cast<std::size_t>(ledger::Table::kState)];
    rows.erase(rows.lower_bound("s"), rows.end());  // the pages of their map lie behind them
  }

 private:
  std::uint64_t registered_ = 0;
  std::uint64_t commitments_ = 0;
};

}  // namespace support
