// SPDX-License-Identifier: Apache-2.0
#include "tools/complete_proof.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "api/event_json.h"
#include "ledger/entry.h"
#include "ledger/message.h"
#include "projections/decision_proof.h"
#include "tools/event_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::ProvenSubjects;
using ledger::Result;
using ledger::Subject;

struct Recorded {
  ledger::Body body;
  std::uint64_t recorded_at_us;
  ledger::Hash digest;
};

Result<Recorded> read_event(const ledger::LedgerIdentity& ledger, std::uint64_t index,
                            std::string_view bytes) {
  const auto entry = ledger::parse_entry(bytes);
  if (!entry) return entry.error();
  auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  const ledger::Hash id = index == 0 ? ledger::Hash{} : ledger.ledger_id;
  return Recorded{std::move(*body), entry->recorded_at_us,
                  ledger::event_digest(ledger::signed_message(ledger.origin, id, entry->body))};
}

std::string subject_name(const Subject& subject) {
  std::string out(subject_kind_name(subject.kind));
  if (subject.kind != ledger::SubjectKind::kRegistry) out += ":" + to_hex(subject.id);
  return out;
}

/// YYYY-MM-DD of a time.
std::string utc_date(std::uint64_t time_us) {
  const auto day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>(
          std::chrono::microseconds(static_cast<std::int64_t>(time_us))));
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Json verdict_json(const ProvenSubjects& proven, bool anchored) {
  Json out = Json::object();
  out["ok"] = anchored;
  out["verdict"] = anchoring_text(proven.anchoring());
  out["origin"] = proven.ledger.origin;
  out["ledger_id"] = to_hex(proven.ledger.ledger_id);
  out["position"] = proven.commitment.size;
  out["commitment"] = proven.commitment_index;
  out["size"] = proven.checkpoint.opened.checkpoint.size;
  out["subjects"] = Json::array();
  for (const auto& [subject, count] : proven.subjects) {
    Json one = Json::object();
    one["subject"] = subject_name(subject);
    one["events"] = count;
    out["subjects"].push_back(std::move(one));
  }
  out["events"] = Json::array();
  for (const ledger::ProvenEvent& event : proven.events) {
    Json one = Json::object();
    one["index"] = event.index;
    one["digest"] = to_hex(event.event.digest);
    one["payload_type"] = event.event.body.payload_name();
    out["events"].push_back(std::move(one));
  }
  return out;
}

void print_words(const Session& session, const ProvenSubjects& proven, bool anchored) {
  const std::string position = std::to_string(proven.commitment.size);
  for (const auto& [subject, count] : proven.subjects) {
    session.print(session.say({"all events about ", "все события о предмете "}) +
                  subject_name(subject) + session.say({" up to ", " до номера "}) + position +
                  session.say({", as the ledger committed: ", ", как обязался журнал: "}) +
                  std::to_string(count));
  }
  for (const ledger::ProvenEvent& event : proven.events) {
    const std::string type(event.event.body.payload_name());
    session.print("  " + std::to_string(event.index) + "  " + type + "  " +
                  type_title(type, session.language));
  }
  session.print(session.paint(STDOUT_FILENO, anchored ? "32" : "33",
                              proven.ledger.origin + ": " + anchoring_text(proven.anchoring()) +
                                  (anchored ? ""
                                            : session.say({" (no trust file was given: --trust)",
                                                           " (файл доверия не дан: --trust)"}))));
  session.print(session.say(
      {"What it cannot exclude is a lie of the operator in the commitment: any full audit, and any "
       "receipt of an event that is missing here, exposes it.",
       "Не исключена лишь ложь оператора в самом обязательстве: её обнаружит полный аудит и "
       "квитанция о любом пропущенном здесь событии."}));
}

int check_decision_proof(const Session& session, const ledger::CompletenessProof& proof,
                         const ledger::Trust* trust, bool unanchored, bool json) {
  const auto decided = projections::check_decision(proof, trust, projections::judge_standing);
  if (!decided) {
    return session.fail(ledger::corrupt(decided.error().reason, decided.error().message));
  }
  const bool anchored = decided->proven.anchoring().level != ledger::AnchoringLevel::kNone;
  const std::string type(ledger::payload_name(decided->type));
  if (json) {
    Json out = verdict_json(decided->proven, anchored);
    out["decision"] = to_hex(decided->claim.decision);
    out["payload_type"] = type;
    out["index"] = decided->source.index;
    out["on"] = decided->claim.on;
    out["rules_version"] = decided->claim.rules_version;
    out["result"] = decided->recomputed;
    session.print_json(out);
  } else {
    session.print(
        type + "  " + type_title(type, session.language) + session.say({", event ", ", событие "}) +
        std::to_string(decided->source.index) + ": " + decided->recomputed +
        session.say({" (recomputed from ", " (пересчитано по событиям: "}) +
        std::to_string(decided->proven.events.size()) + session.say({" proven events)", ")"}));
    print_words(session, decided->proven, anchored);
  }
  return anchored || unanchored ? kExitOk : kExitUsage;
}

}  // namespace

Result<std::vector<Subject>> parse_subjects(const std::vector<std::string>& words) {
  std::vector<Subject> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string text = words[i];
    const bool split = text != "registry" && text.find(':') == std::string::npos;
    if (split && i + 1 < words.size()) text += ":" + words[++i];
    const auto subject = parse_subject(text);
    if (!subject) return subject.error();
    out.push_back(*subject);
  }
  return out;
}

Result<ledger::CompletenessProof> prove_decision_at(const ledger::ReadView& view,
                                                    std::uint64_t index, std::string on) {
  const auto identity = identity_of(view.store());
  if (!identity) return identity.error();
  const auto commitment = ledger::newest_commitment(view);
  if (!commitment) return commitment.error();
  projections::FoldedFactRows facts;
  projections::DecisionClaim claim;
  claim.position = commitment->commitment.size;
  claim.rules_version = commitment->commitment.rules_version;
  claim.on = on.empty() ? utc_date(commitment->recorded_at_us) : std::move(on);
  std::optional<ledger::Error> failed;
  auto visited = view.range(0, claim.position, [&](std::uint64_t at, std::string_view bytes) {
    const auto event = read_event(*identity, at, bytes);
    if (!event) {
      failed = event.error();
      return false;
    }
    if (at == index) {
      claim.place = event->body.scope();
      claim.decision = event->digest;
    }
    facts.fold({event->body, at, event->recorded_at_us, event->digest});
    return true;
  });
  if (!visited) return visited.error();
  if (failed) return *failed;
  if (index >= claim.position) {
    return ledger::not_found("NO_COMMITMENT", "event " + std::to_string(index) +
                                                  " was recorded after the newest "
                                                  "commitment: `letopis commit` covers it");
  }
  if (claim.place.kind == ledger::ScopeKind::kLedger) {
    return ledger::invalid("NOT_A_PLACE", "the event is not of a region or a cluster");
  }
  return projections::prove_decision(view, facts, std::move(claim), projections::judge_standing);
}

bool is_completeness_proof(std::string_view bytes) {
  return bytes.starts_with("letopis-completeness ");
}

int check_completeness_file(const Session& session, std::string_view bytes,
                            const ledger::Trust* trust, bool unanchored, bool json) {
  const auto proof = ledger::parse_completeness(bytes);
  if (!proof) return session.fail(ledger::corrupt(proof.error().reason, proof.error().message));
  if (!proof->claim.empty()) return check_decision_proof(session, *proof, trust, unanchored, json);
  const auto proven = ledger::check_completeness(*proof, trust);
  if (!proven) return session.fail(ledger::corrupt(proven.error().reason, proven.error().message));
  const bool anchored = proven->anchoring().level != ledger::AnchoringLevel::kNone;
  if (json) {
    session.print_json(verdict_json(*proven, anchored));
  } else {
    print_words(session, *proven, anchored);
  }
  return anchored || unanchored ? kExitOk : kExitUsage;
}

}  // namespace tools
