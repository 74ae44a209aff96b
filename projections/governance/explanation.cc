// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/explanation.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "projections/governance/duties.h"
#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/told_on.h"
#include "projections/governance/words.h"
#include "projections/key_doubts.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

Sentence same_text(const std::string& text) { return {text, text}; }

/// How the keys behind events stand.
class KeyBook {
 public:
  explicit KeyBook(const Chronicle& chronicle) : doubts_(chronicle) {
    for (const auto& fact : chronicle.all<fb::KeyIntroduced>()) {
      introduced_.emplace(fixed_of<ledger::PublicKey>(fact->key()), fact.index());
    }
    for (const auto& fact : chronicle.all<fb::KeyRecovered>()) {
      introduced_.emplace(fixed_of<ledger::PublicKey>(fact->new_key()), fact.index());
    }
  }

  KeyOfEvent of(const Source& source) const {
    KeyOfEvent out{source.index, source.author, KeyStanding::kUnknown, {}, {}, {}};
    if (const auto it = introduced_.find(source.author); it != introduced_.end()) {
      out.introduced_by = it->second;
      out.standing = KeyStanding::kGood;
    }
    if (const auto end = doubts_.end_of(source.author)) {
      out.doubted_by = *end;
      out.standing = KeyStanding::kRevoked;
    }
    for (const SignatureDoubt& doubt : doubts_.of(source.index)) {
      if (doubt.key == source.author) add(doubt, out);
    }
    return out;
  }

 private:
  static void add(const SignatureDoubt& doubt, KeyOfEvent& out) {
    if (doubt.race) out.standing = KeyStanding::kRace;
    if (!doubt.suspicions.empty()) {
      out.doubted_by = *doubt.suspicions.rbegin();
      out.standing = KeyStanding::kSuspected;
    }
    if (!doubt.reconfirmed_by) return;
    out.standing = KeyStanding::kReconfirmed;
    out.reconfirmed_by = doubt.reconfirmed_by;
  }

  KeyDoubts doubts_;
  std::map<ledger::PublicKey, std::uint64_t> introduced_;  ///< index of the event
};

/// Without what is borrowed from the chronicle that it was made from.
void forget_facts(Membership& one) {
  one.answer.reset();
  one.application.reset();
  one.notice.reset();
  one.register_orders.clear();
  one.objections.clear();
}

class Explainer {
 public:
  explicit Explainer(const Council& council)
      : council_(council), chronicle_(council.chronicle()), keys_(chronicle_) {
    out_.position = chronicle_.position();
    out_.on = council.on();
  }

  Status decision(const Hash& digest);
  Status agreement(const Hash& digest);
  Status obligation(const Hash& key);
  Status document(const Hash& digest);
  Explanation take(ExplanationKind kind, const Hash& subject);

 private:
  void add_decision(const Decision& decision);
  void add_meeting(const Meeting& meeting);
  void add_protocols(const Hash& decision);
  void add_protocol(const Protocol& protocol);
  void add_agreement(const Agreement& agreement);
  void add_roll(const Council& council, const Id& body, Date day);
  void add_roll_of(const Decision& decision);
  void add_uses(const std::set<Hash>& registrations);
  void use(const auto& fact, std::string title);
  void sign(const Source& source) { signed_.emplace(source.index, source); }
  void rest_on(const Grounds& grounds) { all_.add(grounds); }
  void add_duties();
  bool of_another_duty(const Finding& finding) const;
  void add_findings();
  void add_rules();
  void judge_dependence(ExplanationKind kind);

  const Council& council_;
  const Chronicle& chronicle_;
  KeyBook keys_;
  Explanation out_;
  Grounds all_;
  std::set<Hash> subjects_;  ///< D of everything that belongs to it
  std::map<std::uint64_t, Source> signed_;
  std::optional<Hash> duty_;                       ///< the key of the one that is asked for
  std::map<Hash, std::set<std::string>> periods_;  ///< of the other duties of a subject
};

// --- a decision ----------------------------------------------------------------------------------

Status Explainer::decision(const Hash& digest) {
  const auto decision = decision_told(council_, digest);
  if (!decision) {
    return ledger::not_found("NO_SUCH_DECISION",
                             "no event of this place declares the decision " + to_hex(digest) +
                                 " as of " + rules::to_iso(council_.on()),
                             "ни одно событие этого места не объявляет решения " + to_hex(digest) +
                                 " на день " + russian_day(council_.on()),
                             "");
  }
  out_.title = same_text(decision->title);
  add_decision(*decision);
  return Ok{};
}

void Explainer::add_decision(const Decision& decision) {
  subjects_.insert(decision.fact.digest());
  sign(*decision.fact.source);
  rest_on(decision.grounds);
  add_roll_of(decision);
  if (decision.meeting) add_meeting(*decision.meeting);
  if (decision.ballot) {
    subjects_.insert(decision.ballot->fact.digest());
    for (const auto& vote : chronicle_.own<fb::VoteCast>()) {
      if (fixed_of<Hash>(vote->ballot()) != decision.ballot->fact.digest()) continue;
      subjects_.insert(vote.digest());
      sign(*vote.source);
    }
    if (decision.ballot->counted) sign(*decision.ballot->counted->source);
    rest_on(decision.ballot->grounds);
    out_.ballots.push_back(*decision.ballot);
  }
  add_protocols(decision.fact.digest());
  out_.decisions.push_back(decision);
}

void Explainer::add_meeting(const Meeting& meeting) {
  subjects_.insert(meeting.fact.digest());
  for (const auto& version : meeting.earlier) subjects_.insert(version.digest());
  if (meeting.attendance) {
    subjects_.insert(meeting.attendance->digest());
    sign(*meeting.attendance->source);
  }
  rest_on(meeting.quorum.grounds);
  out_.meetings.push_back(meeting);
}

/// The roll as it was known when the ballot was closed, where its outcome stands as of then.
void Explainer::add_roll_of(const Decision& decision) {
  const auto day = decision.day.not_after;
  if (!decision.body || !day) return;
  if (!decision.ballot || !decision.ballot->changed_late) {
    return add_roll(council_, *decision.body, *day);
  }
  out_.late_events = decision.ballot->late_events;
  internal::as_known_at_closing(council_, *decision.ballot,
                                [&](const Council& then) { add_roll(then, *decision.body, *day); });
  for (RollLine& line : out_.roll) {
    if (line.membership) forget_facts(*line.membership);
  }
}

/// The participants and the seats of the body on the day.
void Explainer::add_roll(const Council& council, const Id& body, Date day) {
  const auto composed = council.body(body, day);
  if (!composed) return;
  out_.day = day;
  rest_on(composed->grounds);
  for (const SeatHolder& holder : composed->holders) {
    RollLine line{holder, {}};
    for (const Membership& one : council.members()) {
      if (one.organisation == holder.organisation && one.on(day) != Truth::kNo) {
        line.membership = one;
      }
    }
    out_.roll.push_back(std::move(line));
  }
}

void Explainer::add_protocols(const Hash& decision) {
  for (const Protocol& protocol : protocols_told(council_)) {
    const auto* listed = protocol.fact->decisions();
    if (listed == nullptr) continue;
    for (const auto* one : *listed) {
      if (fixed_of<Hash>(one) == decision) add_protocol(protocol);
    }
  }
}

void Explainer::add_protocol(const Protocol& protocol) {
  subjects_.insert(protocol.fact.digest());
  for (const ProtocolSignature& one : protocol.signatures) sign(*one.fact.source);
  for (const auto& one : protocol.approvals) sign(*one.source);
  rest_on(protocol.grounds);
  out_.protocols.push_back(protocol);
}

// --- an agreement --------------------------------------------------------------------------------

Status Explainer::agreement(const Hash& digest) {
  for (const Agreement& one : agreements(council_)) {
    const bool amended =
        std::any_of(one.amendments.begin(), one.amendments.end(),
                    [&](const Amendment& other) { return other.fact.digest() == digest; });
    if (one.fact.digest() != digest && !amended) continue;
    out_.title = same_text(one.title);
    add_agreement(one);
    return Ok{};
  }
  return ledger::not_found(
      "NO_SUCH_AGREEMENT", "no event of this place registers the agreement " + to_hex(digest),
      "ни одно событие этого места не регистрирует соглашения " + to_hex(digest), "");
}

void Explainer::add_agreement(const Agreement& recorded) {
  const Agreement agreement = agreement_told(chronicle_, recorded, council_.on());
  subjects_.insert(agreement.fact.digest());
  const auto add_signatures = [&](const Signatures& signatures) {
    for (const SlotState& slot : signatures.slots) {
      if (slot.signature) sign(*slot.signature->source);
    }
    rest_on(signatures.grounds);
  };
  add_signatures(agreement.signatures);
  rest_on(agreement.grounds);
  for (const Amendment& one : agreement.amendments) {
    subjects_.insert(one.fact.digest());
    add_signatures(one.signatures);
    rest_on(one.grounds);
    if (!one.protocol) continue;
    for (const Protocol& protocol : protocols_told(council_)) {
      if (protocol.fact.digest() == one.protocol->digest()) add_protocol(protocol);
    }
  }
  for (const AgreementEnd& end : agreement.ends) subjects_.insert(end.source->digest);
  out_.agreements.push_back(agreement);
}

// --- an obligation -------------------------------------------------------------------------------

Status Explainer::obligation(const Hash& key) {
  const auto duties = duties_of(council_);
  const auto it = std::find_if(duties.begin(), duties.end(),
                               [&](const Obligation& one) { return one.key == key; });
  if (it == duties.end()) {
    return ledger::not_found(
        "NO_SUCH_OBLIGATION", "no duty of this place on this day has the key " + to_hex(key),
        "в этом месте на этот день нет обязанности с ключом " + to_hex(key), "");
  }
  out_.title = it->title;
  duty_ = key;
  rest_on(it->grounds);
  subjects_.insert(it->subject);
  if (const auto decided = decision_with(council_, it->subject)) add_decision(*decided);
  for (const Agreement& one : agreements(council_)) {
    const bool amended =
        std::any_of(one.amendments.begin(), one.amendments.end(),
                    [&](const Amendment& other) { return other.fact.digest() == it->subject; });
    if (one.fact.digest() == it->subject || amended) add_agreement(one);
  }
  for (const Protocol& one : protocols_told(council_)) {
    if (one.fact.digest() == it->subject) add_protocol(one);
  }
  return Ok{};
}

// --- a document ----------------------------------------------------------------------------------

Status Explainer::document(const Hash& digest) {
  const auto fact = chronicle_.find<fb::DocumentRegistered>(digest);
  if (!fact) {
    return ledger::not_found(
        "NO_SUCH_DOCUMENT", "no event of this place registers the document " + to_hex(digest),
        "ни одно событие этого места не регистрирует документа " + to_hex(digest), "");
  }
  out_.title = same_text(text_of((*fact)->title()));
  std::set<Hash> registrations;
  for (const auto& one : chronicle_.all<fb::DocumentRegistered>()) {
    if (one->document()->string_view() != (*fact)->document()->string_view()) continue;
    out_.documents.push_back(one);
    registrations.insert(one.digest());
    sign(*one.source);
  }
  subjects_.insert(registrations.begin(), registrations.end());
  add_uses(registrations);
  for (const Agreement& one : agreements(council_)) {
    if (registrations.contains(fixed_of<Hash>(one.fact->document()))) add_agreement(one);
  }
  for (const Protocol& one : protocols_told(council_)) {
    if (registrations.contains(fixed_of<Hash>(one.fact->document()))) add_protocol(one);
  }
  return Ok{};
}

void Explainer::use(const auto& fact, std::string title) {
  subjects_.insert(fact.digest());
  out_.uses.push_back(
      {chronicle_.type_of(fact.digest()), fact.digest(), fact.index(), std::move(title)});
}

void Explainer::add_uses(const std::set<Hash>& registrations) {
  const auto among = [&](const flatbuffers::String* digest) {
    return digest != nullptr && registrations.contains(fixed_of<Hash>(digest));
  };
  const auto of_act = [&](const fb::Act* act) { return act != nullptr && among(act->document()); };
  for (const auto& fact : chronicle_.all<fb::CharterAdopted>()) {
    if (of_act(fact->basis())) use(fact, text_of(fact->wording()->title()));
  }
  // An order may name the paper, or the order that was issued by it.
  const auto names = [&](const auto* list) {
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const auto* digest) {
             const auto order = chronicle_.find<fb::OrderIssued>(digest);
             return among(digest) || (order && of_act((*order)->act()));
           });
  };
  for (const auto& fact : chronicle_.all<fb::OrderIssued>()) {
    const bool rests = of_act(fact->act()) || names(fact->approves()) || names(fact->amends());
    if (rests) use(fact, text_of(fact->wording()->title()));
  }
  for (const auto& fact : chronicle_.all<fb::PlanSubmitted>()) {
    if (among(fact->document())) use(fact, text_of(fact->wording()->title()));
  }
  for (const auto& fact : chronicle_.all<fb::ProgrammeSubmitted>()) {
    if (among(fact->document())) use(fact, text_of(fact->wording()->title()));
  }
  for (const auto& fact : chronicle_.all<fb::AgreementAmended>()) {
    if (among(fact->document())) use(fact, text_of(fact->wording()->title()));
  }
  for (const auto& fact : chronicle_.all<fb::CopyCertified>()) {
    if (among(fact->document())) use(fact, {});
  }
  for (const auto& fact : chronicle_.all<fb::SignatureEvidenceAttached>()) {
    if (among(fact->document())) use(fact, {});
  }
  for (const auto& fact : chronicle_.all<fb::DocumentRelated>()) {
    if (!among(fact->from()) && !among(fact->to()->document())) continue;
    const auto* missing = fact->to()->missing();
    use(fact, missing == nullptr ? std::string() : text_of(missing->title()));
  }
}

// --- what every explanation has ------------------------------------------------------------------

void Explainer::add_duties() {
  const auto all = duties_of(council_);
  for (const Obligation& one : all) {
    const bool asked = duty_ ? one.key == *duty_ : subjects_.contains(one.subject);
    if (asked) out_.duties.push_back(one);
  }
  if (!duty_) return;
  for (const Obligation& one : all) {
    const std::string period = internal::told_apart(one);
    if (!period.empty() && subjects_.contains(one.subject)) periods_[one.subject].insert(period);
  }
  for (const Obligation& one : out_.duties) {
    periods_[one.subject].erase(internal::told_apart(one));
  }
}

/// Of an event that gives several duties: whether the finding is about another one than is asked.
bool Explainer::of_another_duty(const Finding& finding) const {
  const auto others = periods_.find(finding.subject);
  return others != periods_.end() && others->second.contains(finding.period);
}

void Explainer::add_findings() {
  for (const Finding& one : findings(chronicle_, council_.on())) {
    if (!subjects_.contains(one.subject) || of_another_duty(one)) continue;
    out_.findings.push_back(one);
  }
}

void Explainer::add_rules() {
  std::set<std::pair<std::string, std::optional<std::uint64_t>>> known;
  for (const Obligation& duty : out_.duties) rest_on(duty.grounds);
  for (const RuleUsed& rule : all_.rules) {
    if (known.emplace(rule.basis.path, rule.charter).second) out_.rules.push_back(rule);
  }
  std::set<std::string> named;
  for (const Missing& missing : all_.missing) {
    if (named.insert(missing.what).second) out_.missing.push_back(missing);
  }
  out_.depends_on_assumption = all_.depends_on_assumption;
}

/// A decision says itself what its state rests on; whether it is put in a signed protocol, those
/// say.
void Explainer::judge_dependence(ExplanationKind kind) {
  if (kind != ExplanationKind::kDecision) return;
  const auto depends = [](const auto& one) { return one.grounds.depends_on_assumption; };
  out_.depends_on_assumption = std::any_of(out_.decisions.begin(), out_.decisions.end(), depends) ||
                               std::any_of(out_.protocols.begin(), out_.protocols.end(), depends);
}

Explanation Explainer::take(ExplanationKind kind, const Hash& subject) {
  out_.kind = kind;
  out_.subject = subject;
  add_duties();
  add_findings();
  add_rules();
  judge_dependence(kind);
  for (const auto& [index, source] : signed_) out_.keys.push_back(keys_.of(source));
  return std::move(out_);
}

}  // namespace

ledger::Result<Explanation> explain(const Council& council, ExplanationKind kind,
                                    const ledger::Hash& subject) {
  Explainer explainer(council);
  Status done = Ok{};
  switch (kind) {
    case ExplanationKind::kDecision:
      done = explainer.decision(subject);
      break;
    case ExplanationKind::kAgreement:
      done = explainer.agreement(subject);
      break;
    case ExplanationKind::kObligation:
      done = explainer.obligation(subject);
      break;
    case ExplanationKind::kDocument:
      done = explainer.document(subject);
      break;
  }
  if (!done) return done.error();
  return explainer.take(kind, subject);
}

std::string_view name_of(ExplanationKind kind) {
  switch (kind) {
    case ExplanationKind::kDecision:
      return "decision";
    case ExplanationKind::kAgreement:
      return "agreement";
    case ExplanationKind::kObligation:
      return "obligation";
    case ExplanationKind::kDocument:
      break;
  }
  return "document";
}

std::string_view name_of(KeyStanding standing) {
  switch (standing) {
    case KeyStanding::kGood:
      return "good";
    case KeyStanding::kRevoked:
      return "revoked";
    case KeyStanding::kRace:
      return "race";
    case KeyStanding::kSuspected:
      return "suspected";
    case KeyStanding::kReconfirmed:
      return "reconfirmed";
    case KeyStanding::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace projections::governance
