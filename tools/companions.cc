// SPDX-License-Identifier: Apache-2.0
#include "tools/companions.h"

#include <optional>
#include <utility>

#include "api/files.h"
#include "api/witness_client.h"
#include "ledger/committer.h"
#include "projections/view_digests.h"
#include "tools/service_key.h"

namespace tools {
namespace {

constexpr std::chrono::milliseconds kWitnessInterval{1'000};
constexpr std::chrono::milliseconds kViewWait{2'000};

/// In the order of their end: witnesses are not asked about the last commitment any more.
struct Companions {
  std::unique_ptr<ledger::Committer> committer;
  std::unique_ptr<api::Cosigner> cosigner;
};

void report(const Session& session, const api::WitnessRound& round) {
  if (!round.alarm() && (round.quorum || round.errors.empty())) return;
  for (const ledger::Error& error : round.errors) {
    const bool alarm = error.code == ledger::ErrorCode::kBehind;
    session.note((alarm ? session.say({"ALARM: ", "ТРЕВОГА: "}) : std::string()) + error.reason +
                 ": " + error.message);
  }
}

}  // namespace

ledger::Result<decltype(api::ServeOptions::companions)> companions(const Session& session,
                                                                   api::KeyRing& keys,
                                                                   const std::string& policy_file) {
  std::optional<ledger::WitnessPolicy> policy;
  if (!policy_file.empty()) {
    const auto text = api::read_file(policy_file);
    if (!text) return text.error();
    auto parsed = ledger::parse_policy(*text);
    if (!parsed) return ledger::invalid("BAD_POLICY", parsed.error().message, policy_file);
    policy = std::move(*parsed);
  }
  return decltype(api::ServeOptions::companions)(
      [&session, &keys, policy](ledger::Log& log, projections::RunnerThread& views) {
        auto out = std::make_shared<Companions>();
        auto signer = find_service_key(log.view(), keys);
        if (signer && *signer) {
          (*signer)->views = [&views](std::uint64_t size) {
            (void)views.wait(size, kViewWait);  // what is later is left out
            return projections::view_digests(views.runner(), size);
          };
          out->committer = std::make_unique<ledger::Committer>(
              log, std::move(**signer), std::make_shared<ledger::SystemClock>());
        }
        if (policy) {
          out->cosigner = std::make_unique<api::Cosigner>(
              log, *policy, kWitnessInterval,
              [&session](const api::WitnessRound& round) { report(session, round); });
        }
        return std::static_pointer_cast<void>(out);
      });
}

}  // namespace tools
