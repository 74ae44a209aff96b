// SPDX-License-Identifier: Apache-2.0
#include "tools/companions.h"

#include <signal.h>
#include <unistd.h>

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

/// The alarm among the errors, if there is one; the others are told.
std::optional<ledger::Error> tell(const Session& session, const api::WitnessRound& round) {
  std::optional<ledger::Error> alarm;
  for (const ledger::Error& error : round.errors) {
    if (error.code == ledger::ErrorCode::kBehind) {
      alarm = error;
    } else if (!round.quorum) {
      session.note(error.reason + ": " + error.message);
    }
  }
  if (alarm) {
    session.note(session.say({"ALARM: ", "ТРЕВОГА: "}) + alarm->reason + ": " + alarm->message);
  }
  return alarm;
}

}  // namespace

void WitnessAlarm::raise(const ledger::Error& error) {
  const std::lock_guard lock(mutex_);
  if (error_) return;
  error_ = error;
  ::kill(::getpid(), SIGTERM);
}

std::optional<ledger::Error> WitnessAlarm::raised() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

ledger::Result<std::optional<ledger::WitnessPolicy>> read_policy(const std::string& path) {
  using Found = std::optional<ledger::WitnessPolicy>;
  if (path.empty()) return Found();
  const auto text = api::read_file(path);
  if (!text) return text.error();
  auto policy = ledger::parse_policy(*text);
  if (!policy) return ledger::invalid("BAD_POLICY", policy.error().message, path);
  return Found(std::move(*policy));
}

ledger::Status ask_before_writing(const Session& session, ledger::Log& log,
                                  const ledger::WitnessPolicy& policy) {
  if (auto alarm = tell(session, api::WitnessClient(log, policy).run())) return *alarm;
  return ledger::Ok{};
}

decltype(api::ServeOptions::companions) companions(
    const Session& session, api::KeyRing& keys, const std::optional<ledger::WitnessPolicy>& policy,
    WitnessAlarm& alarm) {
  return [&session, &keys, policy, &alarm](ledger::Log& log, projections::RunnerThread& views) {
    auto out = std::make_shared<Companions>();
    auto signer = find_service_key(log.view(), keys);
    if (signer && *signer) {
      (*signer)->views = [&views](std::uint64_t size) {
        (void)views.wait(size, kViewWait);  // what is later is left out
        return projections::view_digests(views.runner(), size);
      };
      out->committer = std::make_unique<ledger::Committer>(log, std::move(**signer),
                                                           std::make_shared<ledger::SystemClock>());
    }
    if (policy) {
      const auto on_round = [&session, &alarm,
                             committer = out->committer.get()](const api::WitnessRound& round) {
        const auto raised = tell(session, round);
        if (!raised) return;
        if (committer != nullptr) committer->halt();
        alarm.raise(*raised);
      };
      out->cosigner = std::make_unique<api::Cosigner>(log, *policy, kWitnessInterval, on_round);
    }
    return std::static_pointer_cast<void>(out);
  };
}

}  // namespace tools
