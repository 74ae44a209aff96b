// SPDX-License-Identifier: Apache-2.0
#include "projections/decision_proof.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/entry.h"
#include "ledger/message.h"
#include "projections/proven_authority.h"
#include "projections/rules/dates.h"

namespace projections {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;
using ledger::Subject;
using ledger::SubjectKind;

constexpr std::string_view kHeader = "letopis-decision v1";

std::string_view place_kind(ScopeKind kind) {
  return kind == ScopeKind::kCluster ? "cluster" : "region";
}

/// The history that a group of facts lies in.
Subject subject_of(FactGroup::Kind kind, const Id& id) {
  switch (kind) {
    case FactGroup::Kind::kRegistry:
      break;
    case FactGroup::Kind::kRegion:
      return {SubjectKind::kRegion, id};
    case FactGroup::Kind::kCluster:
      return {SubjectKind::kCluster, id};
    case FactGroup::Kind::kOrganisation:
      return {SubjectKind::kOrganisation, id};
  }
  return {SubjectKind::kRegistry, {}};
}

/// The history that a scan of this prefix reads through; nothing for the other rows.
std::optional<Subject> scanned_subject(std::string_view prefix) {
  constexpr std::size_t kGroupBytes = 18;  // 'f', kind, id[16]
  if (!prefix.starts_with('f') || prefix.size() < kGroupBytes) return std::nullopt;
  return subject_of(static_cast<FactGroup::Kind>(prefix[1]),
                    ledger::fixed_from<Id>(prefix.substr(2, 16)));
}

/// Rows that remember what was read through them.
class RecordedRows : public FactRows {
 public:
  explicit RecordedRows(const FactRows& rows) : rows_(rows) {}
  Result<std::optional<std::string>> get(std::string_view key) const override {
    return rows_.get(key);
  }
  Status scan(std::string_view prefix, const RowVisitor& visit) const override {
    if (const auto subject = scanned_subject(prefix)) read_.insert(*subject);
    return rows_.scan(prefix, visit);
  }
  const std::set<Subject>& read() const { return read_; }

 private:
  const FactRows& rows_;
  mutable std::set<Subject> read_;
};

ledger::Error outside_proof(const Subject& subject) {
  return ledger::corrupt("OUTSIDE_PROOF", "the fold needs all events about the " +
                                              std::string(subject_kind_name(subject.kind)) + " " +
                                              to_hex(subject.id) +
                                              ", and the proof does not have them");
}

/// Rows of proven events: what is not proven complete cannot be asked for.
class ProvenRows : public FactRows {
 public:
  explicit ProvenRows(const ledger::ProvenSubjects& proven) {
    for (const auto& [subject, count] : proven.subjects) complete_.insert(subject);
    for (const ledger::ProvenEvent& event : proven.events) {
      rows_.fold({event.event.body, event.index, event.recorded_at_us, event.event.digest});
    }
  }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    return rows_.get(key);
  }
  Status scan(std::string_view prefix, const RowVisitor& visit) const override {
    const auto subject = scanned_subject(prefix);
    if (!subject || complete_.contains(*subject)) return rows_.scan(prefix, visit);
    return outside_proof(*subject);
  }

 private:
  FoldedFactRows rows_;
  std::set<Subject> complete_;
};

Subject subject_of_place(const Scope& place) {
  return {place.kind == ScopeKind::kCluster ? SubjectKind::kCluster : SubjectKind::kRegion,
          place.id};
}

/// That the documents which the place's own events are about are proven too: where one was
/// registered in another place, its event is in no other history of the proof.
Status check_documents(const ledger::ProvenSubjects& proven, const Scope& place) {
  std::set<Subject> complete;
  for (const auto& [subject, count] : proven.subjects) complete.insert(subject);
  for (const ledger::ProvenEvent& event : proven.events) {
    const auto& about = event.event.body.subjects();
    if (std::find(about.begin(), about.end(), subject_of_place(place)) == about.end()) continue;
    for (const Subject& subject : about) {
      if (subject.kind != SubjectKind::kDocument || complete.contains(subject)) continue;
      return outside_proof(subject);
    }
  }
  return ledger::Ok{};
}

/// The documents that the place's own events are about.
Status add_documents(const ledger::ReadView& log, const Scope& place, std::uint64_t position,
                     std::set<Subject>& subjects) {
  std::optional<ledger::Error> failed;
  auto visited =
      log.by_subject(subject_of_place(place), 0, [&](std::uint64_t, std::uint64_t index) {
        if (index >= position) return false;
        const auto about = recorded_subjects(log.store(), index);
        if (!about) {
          failed = about.error();
          return false;
        }
        for (const Subject& subject : *about) {
          if (subject.kind == SubjectKind::kDocument) subjects.insert(subject);
        }
        return true;
      });
  if (!visited) return visited;
  if (failed) return *failed;
  return ledger::Ok{};
}

struct Recorded {
  ledger::Body body;
  std::uint64_t recorded_at_us;
  Hash digest;
};

Result<Recorded> read_event(const ledger::LedgerIdentity& ledger, std::uint64_t index,
                            std::string_view bytes) {
  const auto entry = ledger::parse_entry(bytes);
  if (!entry) return entry.error();
  auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  const Hash id = index == 0 ? Hash{} : ledger.ledger_id;
  return Recorded{std::move(*body), entry->recorded_at_us,
                  ledger::event_digest(ledger::signed_message(ledger.origin, id, entry->body))};
}

std::string utc_day(std::uint64_t time_us) {
  return rules::to_iso(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>(
          std::chrono::microseconds(static_cast<std::int64_t>(time_us)))));
}

ledger::Error no_such_decision(const Hash& decision) {
  return ledger::not_found("NO_SUCH_DECISION",
                           "no event of this place has the digest " + to_hex(decision));
}

}  // namespace

std::string format_claim(const DecisionClaim& claim) {
  return std::string(kHeader) + "\nplace " + std::string(place_kind(claim.place.kind)) + " " +
         to_hex(claim.place.id) + "\ndecision " + to_hex(claim.decision) + "\nposition " +
         std::to_string(claim.position) + "\non " + claim.on + "\nrules " +
         std::to_string(claim.rules_version) + "\njudgement " +
         std::to_string(claim.judgement_version) + "\nresult " + claim.result + "\n";
}

Result<DecisionClaim> parse_claim(std::string_view text) {
  const auto bad = ledger::invalid("BAD_CLAIM", "the claim is not that of a decision proof");
  const std::string_view whole = text;
  const auto take = [&](std::string_view word) -> std::string_view {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(word)) return {};
    const std::string_view value = text.substr(word.size(), end - word.size());
    text.remove_prefix(end + 1);
    return value;
  };
  DecisionClaim out;
  if (take("letopis-decision ") != "v1") return bad;
  const std::string_view place = take("place ");
  out.place.kind = place.starts_with("cluster ") ? ScopeKind::kCluster : ScopeKind::kRegion;
  const std::size_t blank = place.find(' ');
  const auto id = ledger::fixed_from_hex<Id>(
      blank == std::string_view::npos ? std::string_view() : place.substr(blank + 1));
  const auto decision = ledger::fixed_from_hex<Hash>(take("decision "));
  const auto position = ledger::parse_decimal(take("position "));
  out.on = take("on ");
  const auto rules = ledger::parse_decimal(take("rules "));
  const auto judgement = ledger::parse_decimal(take("judgement "));
  out.result = take("result ");
  if (!id || !decision || !position || !rules || *rules > UINT32_MAX) return bad;
  if (!judgement || *judgement > UINT32_MAX) return bad;
  const auto on = rules::date_from_iso(out.on);
  if (!on || rules::to_iso(*on) != out.on) return bad;
  out.place.id = *id;
  out.decision = *decision;
  out.position = *position;
  out.rules_version = static_cast<std::uint32_t>(*rules);
  out.judgement_version = static_cast<std::uint32_t>(*judgement);
  if (format_claim(out) != whole) return bad;
  return out;
}

Result<std::string> judge_standing(const Chronicle& chronicle, const Hash& decision,
                                   std::string_view) {
  const Source* source = chronicle.source(decision);
  if (source == nullptr) return no_such_decision(decision);
  if (source->withdrawn) return "withdrawn by event " + std::to_string(*source->withdrawn);
  if (source->corrections.empty()) return std::string("holds");
  return "holds as corrected by event " + std::to_string(source->corrections.back());
}

Result<ledger::CompletenessProof> prove_decision(const ledger::ReadView& log, const FactRows& facts,
                                                 DecisionClaim claim, const DecisionJudge& judge) {
  const RecordedRows rows(facts);
  const auto chronicle = Chronicle::load(rows, claim.place, claim.position);
  if (!chronicle) return chronicle.error();
  auto result = judge.judge(*chronicle, claim.decision, claim.on);
  if (!result) return result.error();
  claim.result = std::move(*result);
  claim.judgement_version = judge.version;
  std::set<Subject> subjects = rows.read();
  if (auto added = add_documents(log, claim.place, claim.position, subjects); !added) {
    return added.error();
  }
  auto proof = ledger::prove_completeness(log, {subjects.begin(), subjects.end()});
  if (!proof) return proof.error();
  proof->claim = format_claim(claim);
  return proof;
}

Result<ledger::CompletenessProof> prove_decision_at(const ledger::ReadView& log,
                                                    std::uint64_t index, std::string on,
                                                    const DecisionJudge& judge) {
  const auto identity = ledger::identity_of(log.store());
  if (!identity) return identity.error();
  const auto commitment = ledger::newest_commitment(log);
  if (!commitment) return commitment.error();
  FoldedFactRows facts;
  DecisionClaim claim;
  claim.position = commitment->commitment.size;
  claim.rules_version = commitment->commitment.rules_version;
  claim.on = on.empty() ? utc_day(commitment->recorded_at_us) : std::move(on);
  std::optional<ledger::Error> failed;
  auto visited = log.range(0, claim.position, [&](std::uint64_t at, std::string_view bytes) {
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
  if (claim.place.kind == ScopeKind::kLedger) {
    return ledger::invalid("NOT_A_PLACE", "the event is not of a region or a cluster");
  }
  return prove_decision(log, facts, std::move(claim), judge);
}

Result<ProvenDecision> check_decision(const ledger::CompletenessProof& proof,
                                      const ledger::Trust* trust, const DecisionJudge& judge) {
  auto proven = ledger::check_completeness(proof, trust);
  if (!proven) return proven.error();
  auto claim = parse_claim(proven->claim);
  if (!claim) return claim.error();
  if (claim->position != proven->commitment.size ||
      claim->rules_version != proven->commitment.rules_version) {
    return ledger::corrupt("CLAIM_DIFFERS",
                           "the claim is of another position or version of the rules than the "
                           "commitment");
  }
  if (auto allowed = check_authority(*proven); !allowed) return allowed.error();
  if (auto whole = check_documents(*proven, claim->place); !whole) return whole.error();
  if (claim->judgement_version != judge.version) {
    return ledger::refused("OTHER_JUDGEMENT",
                           "the proof was judged by version " +
                               std::to_string(claim->judgement_version) +
                               " of the rules of judgement, this program judges by version " +
                               std::to_string(judge.version) +
                               ": the events are complete and signed, what they mean is for a "
                               "program of that version");
  }
  const ProvenRows rows(*proven);
  auto chronicle = Chronicle::load(rows, claim->place, claim->position);
  if (!chronicle) return chronicle.error();
  auto recomputed = judge.judge(*chronicle, claim->decision, claim->on);
  if (!recomputed) return recomputed.error();
  const Source* source = chronicle->source(claim->decision);
  if (source == nullptr) return no_such_decision(claim->decision);
  if (*recomputed != claim->result) {
    return ledger::corrupt("CLAIM_DIFFERS", "claimed is '" + claim->result +
                                                "', the proven events give '" + *recomputed + "'");
  }
  const Source kept = *source;
  const fb::Payload type = chronicle->type_of(claim->decision);
  return ProvenDecision{std::move(*proven),    std::move(*claim), std::move(*chronicle), type, kept,
                        std::move(*recomputed)};
}

}  // namespace projections
