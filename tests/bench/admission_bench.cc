// SPDX-License-Identifier: Apache-2.0
// What it costs to decide and fold one event under the rules of governance, beside what the check
// of one signature costs.
#include <benchmark/benchmark.h>

#include "ledger/ed25519.h"
#include "ledger/message.h"
#include "ledger/signing_key.h"
#include "projections/governance_admission.h"
#include "tests/support/bodies.h"
#include "tests/support/rules_history.h"

namespace {

using ledger::Hash;

/// The lived history with the bodies already checked.
struct Prepared {
  struct Event {
    ledger::Body body;
    std::uint64_t recorded_at_us;
    Hash digest;
  };
  std::vector<Event> events;
};

const Prepared& prepared() {
  static const Prepared kPrepared = [] {
    Prepared out;
    const auto history = support::lived_history();
    const Hash ledger_id = ledger::ledger_id_of(history.front().body);
    for (const auto& event : history) {
      if (event.decision != "accepted") continue;
      auto body = ledger::check_body(event.body);
      if (body->payload_name() == "EventCorrected") continue;
      const Hash digest = ledger::event_digest(ledger::signed_message(
          "ledger.example/test", out.events.empty() ? Hash{} : ledger_id, event.body));
      out.events.push_back({std::move(*body), event.recorded_at_us, digest});
    }
    return out;
  }();
  return kPrepared;
}

void admit_and_fold(benchmark::State& state) {
  const projections::GovernanceAdmission rules;
  for (auto _ : state) {
    ledger::Rows rows;
    std::uint64_t index = 0;
    for (const auto& event : prepared().events) {
      const ledger::Candidate candidate{event.body, index, event.recorded_at_us, event.digest,
                                        author_record(rows, event.body)};
      benchmark::DoNotOptimize(rules.admit(rows, candidate));
      fold_keys(rows, event.body, index++);
      rules.fold(rows, candidate);
      benchmark::DoNotOptimize(rows.take_changes());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(prepared().events.size()));
}

void check_a_signature(benchmark::State& state) {
  const auto signer = ledger::SigningKey::generate();
  const auto key = signer.public_key();
  const std::string message(700, 'm');
  const auto signature = signer.sign(message);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ledger::ed25519_verify(key, message, signature));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(admit_and_fold)->Unit(benchmark::kMicrosecond);
BENCHMARK(check_a_signature)->Unit(benchmark::kMicrosecond);

}  // namespace
