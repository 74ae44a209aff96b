// SPDX-License-Identifier: Apache-2.0
#include "tools/companions.h"

#include <optional>
#include <utility>

#include "api/files.h"
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

/// Tells the alarm, if there is one, or why the quorum is missing.
void tell(const Session& session, const api::WitnessRound& round) {
  if (const auto alarm = round.alarm()) {
    session.note(session.say({"ALARM: ", "ТРЕВОГА: "}) + alarm->reason + ": " + alarm->message);
    session.note(session.say(
        {"Nothing is signed or accepted any more; reading goes on. See RUNBOOK.md.",
         "Больше ничего не подписывается и не принимается; чтение продолжается. См. RUNBOOK.md."}));
    return;
  }
  if (round.quorum) return;
  for (const ledger::Error& error : round.errors) {
    session.note(error.reason + ": " + error.message);
  }
}

}  // namespace

ledger::Result<std::optional<ledger::WitnessPolicy>> read_policy(const std::string& path) {
  using Found = std::optional<ledger::WitnessPolicy>;
  if (path.empty()) return Found();
  const auto text = api::read_file(path);
  if (!text) return text.error();
  auto policy = ledger::parse_policy(*text);
  if (!policy) return ledger::invalid("BAD_POLICY", policy.error().message, path);
  return Found(std::move(*policy));
}

ledger::Status ask_before_writing(const Session& session, const ledger::ReadView& published,
                                  const ledger::WitnessPolicy& policy) {
  // What they cosign is kept with the first round of a running log.
  const auto round = api::WitnessAsker(policy).ask(
      published, [](const ledger::NoteSignature&) { return ledger::Status(ledger::Ok{}); });
  tell(session, round);
  if (const auto alarm = round.alarm()) return *alarm;
  return ledger::Ok{};
}

std::shared_ptr<api::WitnessStats> witness_stats(
    const std::optional<ledger::WitnessPolicy>& policy) {
  return policy ? std::make_shared<api::WitnessStats>(*policy) : nullptr;
}

decltype(api::ServeOptions::companions) companions(
    const Session& session, api::KeyRing& keys, const std::optional<ledger::WitnessPolicy>& policy,
    std::function<void(const ledger::Error&)> raised, std::shared_ptr<api::WitnessStats> stats) {
  return [&session, &keys, policy, raised = std::move(raised), stats = std::move(stats)](
             ledger::Log& log, projections::RunnerThread& views) {
    auto out = std::make_shared<Companions>();
    auto signer = find_service_key(log.view(), keys);
    if (signer && *signer) {
      (*signer)->views = [&views](std::uint64_t size) {
        (void)views.wait(size, kViewWait);  // what is later is left out
        const auto runner = views.runner();
        return runner != nullptr ? projections::view_digests(*runner, size)
                                 : std::vector<ledger::ViewDigest>();
      };
      out->committer = std::make_unique<ledger::Committer>(log, std::move(**signer),
                                                           std::make_shared<ledger::SystemClock>());
    }
    if (policy) {
      const auto on_round = [&session, raised, stats](const api::WitnessRound& round) {
        if (stats) stats->count(round);
        tell(session, round);
        if (const auto alarm = round.alarm()) raised(*alarm);
      };
      out->cosigner = std::make_unique<api::Cosigner>(log, *policy, kWitnessInterval, on_round);
    }
    return std::static_pointer_cast<void>(out);
  };
}

}  // namespace tools
