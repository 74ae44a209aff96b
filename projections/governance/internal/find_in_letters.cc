// SPDX-License-Identifier: Apache-2.0
// Signs in copies and notices: certified by whom, with what attached, a newcomer of whom nobody was
// told, orders that rest on no notice (TU 8, 9).
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

// --- the chair who certifies ---------------------------------------------------------------------

/// The councils of the place itself.
std::vector<Id> councils(const Finder& finder) {
  std::vector<Id> out;
  for (const Id& id : finder.council.bodies()) {
    const fb::BodyKind kind = finder.council.kind_of(id);
    if (kind == fb::BodyKind::COORDINATION_COUNCIL || kind == fb::BodyKind::SECTORAL_COUNCIL) {
      out.push_back(id);
    }
  }
  return out;
}

struct ChairOnDay {
  Truth in_office = Truth::kNo;
  Evidence evidence;
};

/// Where no chair was ever recorded, nobody was in office only if decisions are recorded in full.
ChairOnDay chair_on(const Finder& finder, Date day) {
  ChairOnDay out;
  bool ever = false;
  for (const Id& body : councils(finder)) {
    for (const ChairTerm& term : finder.council.chairs(body)) {
      ever = true;
      out.in_office = rules::disjunction(out.in_office, term.in_office(day));
      out.evidence.add(term.evidence);
    }
  }
  if (ever) return out;
  const CoverageClaim* claim = complete_on(finder.claims, fb::FactKind::DECISIONS, day);
  if (claim == nullptr) out.in_office = Truth::kUndetermined;
  if (claim != nullptr) out.evidence.add(claim->evidence);
  return out;
}

/// By the chair in office, as far as the signature names a seat and the chair is known.
bool certified_by_chair(const Finder& finder, const Notice& notice) {
  return std::any_of(notice.certified.begin(), notice.certified.end(), [&](const auto& copy) {
    const fb::PaperSignature& paper = *copy->certified_by();
    if (paper.acting_as() != fb::ActingAs::CHAIR) return false;
    const auto seat =
        optional_of<Id>(paper.seat() != nullptr ? paper.seat() : paper.organisation());
    const auto signed_on = rules::fuzzy(paper.signed_on()).day();
    const auto day = signed_on ? signed_on : notice.sent_on.day();
    if (!seat || !day) return true;
    bool another = false;
    for (const Id& body : councils(finder)) {
      for (const ChairTerm& term : finder.council.chairs_on(body, *day)) {
        if (term.seat == *seat) return true;
        another |= term.in_office(*day) == Truth::kYes;
      }
    }
    return !another;
  });
}

// --- copies --------------------------------------------------------------------------------------

/// Whether all letters of that day are claimed to be recorded, with what belongs to them.
const CoverageClaim* claim_about(const Finder& finder, const Notice& notice) {
  const auto day = notice.sent_on.not_after;
  return day ? complete_on(finder.claims, fb::FactKind::NOTICES, *day) : nullptr;
}

/// Whether the council's protocol of the amendment goes along with its copy.
bool protocol_attached(const Finder& finder, const Notice& notice, const Amendment& amendment) {
  if (!amendment.protocol) return false;
  const Hash document = fixed_of<Hash>((*amendment.protocol)->document());
  const auto* wanted = finder.chronicle.source(document);
  const auto registered = finder.chronicle.find<fb::DocumentRegistered>(document);
  for (const Hash& attached : notice.attached_documents) {
    if (wanted != nullptr && attached == document) return true;
    const auto other = finder.chronicle.find<fb::DocumentRegistered>(attached);
    if (registered && other &&
        (*registered)->document()->string_view() == (*other)->document()->string_view()) {
      return true;
    }
  }
  return false;
}

std::optional<fb::NoticeKind> letter_of(fb::DutyPoint stop) {
  switch (stop) {
    case fb::DutyPoint::AGREEMENT_COPY_DISPATCHED:
      return fb::NoticeKind::AGREEMENT_COPY;
    case fb::DutyPoint::SUPPLEMENTARY_COPY_DISPATCHED:
      return fb::NoticeKind::SUPPLEMENTARY_COPY;
    default:
      return std::nullopt;
  }
}

void find_certification(Finder& finder, const rules::Basis& basis, const Notice& notice) {
  if (certified_by_chair(finder, notice)) return;
  const auto day = notice.sent_on.not_after;
  const ChairOnDay chair = day ? chair_on(finder, *day) : ChairOnDay{Truth::kUndetermined, {}};
  const bool nobody = chair.in_office == Truth::kNo;
  // No certification is recorded: none was made only where somebody claims to have recorded all.
  const CoverageClaim* claim = claim_about(finder, notice);
  if (!nobody && notice.certified.empty() && claim == nullptr) return;
  Case one{nobody ? "NO_CHAIR_TO_CERTIFY" : "COPY_NOT_CERTIFIED_BY_CHAIR", notice.fact.source,
           basis.clause, basis.certainty};
  one.numbers = {{"sent", rules::to_text(notice.sent_on)}};
  one.evidence.add(notice.grounds.evidence);
  one.evidence.add(chair.evidence);
  if (!nobody && notice.certified.empty()) one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

void find_in_letter(Finder& finder, const rules::Basis& basis, const fb::DeadlineRule& rule,
                    const Notice& notice) {
  if (rule.certified_by_chair()) find_certification(finder, basis, notice);
  // A letter of which no attachment is told says nothing about them where nobody claims so.
  const CoverageClaim* claim = claim_about(finder, notice);
  const bool told = !notice.attached_documents.empty() || !notice.certified.empty();
  if (!rule.protocol_attached() || (!told && claim == nullptr)) return;
  for (const Agreement& agreement : finder.agreements) {
    for (const Amendment& amendment : agreement.amendments) {
      const bool inclusion = !amendment.included.empty();
      if (!inclusion || !notice.concerns_event(amendment.fact.digest())) continue;
      if (protocol_attached(finder, notice, amendment)) continue;
      Case one{"PROTOCOL_NOT_ATTACHED", notice.fact.source, basis.clause, basis.certainty};
      one.evidence.add(*amendment.fact.source);
      if (!told) one.evidence.add(claim->evidence);
      finder.add(std::move(one));
    }
  }
}

/// By the version of the charter in force when the letter was sent.
void find_in_notice(Finder& finder, const Notice& notice) {
  const auto charter = finder.charters.of(notice.sent_on, finder.on);
  const auto* deadlines = charter ? charter->charter.parameters().deadlines() : nullptr;
  if (deadlines == nullptr) return;
  for (const fb::DeadlineRule* rule : *deadlines) {
    if (letter_of(rule->stop()) != notice.kind) continue;
    find_in_letter(finder, charter->charter.deadline_basis(*rule), *rule, notice);
  }
}

// --- duties without their letter -----------------------------------------------------------------

/// The version of the charter that gives a deadline, by what the duty rests on.
std::optional<AdoptedCharter> version_behind(const Finder& finder, const Obligation& duty) {
  if (duty.kind != ObligationKind::kDeadline || duty.grounds.rules.empty()) return std::nullopt;
  for (const auto& fact : finder.charters.all()) {
    if (fact.index() == duty.grounds.rules.back().charter) {
      return AdoptedCharter{rules::Charter(*fact.payload), fact};
    }
  }
  return std::nullopt;
}

/// A copy that is still owed, and nobody in office who could certify it.
void find_nobody_to_certify(Finder& finder, const rules::Basis& basis, const fb::DeadlineRule& rule,
                            const Obligation& duty) {
  if (!rule.certified_by_chair() || duty.done || !letter_of(rule.stop())) return;
  const Date last = duty.due.effective_due.not_after.value_or(finder.on);
  const Date day = std::min(last, finder.on);
  const ChairOnDay chair = chair_on(finder, day);
  if (chair.in_office != Truth::kNo) return;
  Case one{"NO_CHAIR_TO_CERTIFY", finder.chronicle.source(duty.subject), basis.clause,
           basis.certainty};
  one.period = duty.name;
  one.numbers = {{"day", rules::to_iso(day)}};
  one.evidence.add(duty.grounds.evidence);
  one.evidence.add(chair.evidence);
  finder.add(std::move(one));
}

/// The last day of the other duties that began with the same event.
std::optional<Date> last_due(const Finder& finder, const Hash& subject) {
  std::optional<Date> last;
  for (const Obligation& duty : finder.obligations) {
    const auto due = duty.due.effective_due.not_after;
    if (duty.kind != ObligationKind::kDeadline || duty.subject != subject || !due) continue;
    if (!last || *last < *due) last = due;
  }
  return last;
}

/// The charter states no term for the notice of a newcomer; it is missed when the terms that began
/// with the same event are over and letters are claimed to be recorded in full.
void find_missing_notice(Finder& finder, const rules::Basis& basis, const fb::DeadlineRule& rule,
                         const Obligation& duty) {
  if (rule.stop() != fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED || rule.length() != nullptr) return;
  const auto since = duty.due.start.not_after;
  if (duty.done || !since) return;
  const Date last = std::max(*since, last_due(finder, duty.subject).value_or(*since));
  if (finder.on <= last) return;
  const CoverageClaim* claim =
      complete_throughout(finder.claims, fb::FactKind::NOTICES, {*since, last + rules::days(1)});
  if (claim == nullptr) return;
  Case one{"NOTICE_MISSING", finder.chronicle.source(duty.subject), basis.clause, basis.certainty};
  one.numbers = {{"concluded", rules::to_text(duty.due.start)}};
  one.evidence.add(duty.grounds.evidence);
  one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

/// What is known of the notice that an organisation came in.
struct Telling {
  bool told = false;          ///< a letter is recorded that concerns the agreement of the inclusion
  std::optional<Date> since;  ///< from when one could have been sent
};

Telling told_of(const Finder& finder, const Id& organisation) {
  Telling out;
  for (const Agreement& agreement : finder.agreements) {
    for (const Amendment& amendment : agreement.amendments) {
      const auto& in = amendment.included;
      if (std::find(in.begin(), in.end(), organisation) == in.end()) continue;
      if (!out.since) out.since = amendment.concluded_on.not_before;
      out.told |= std::any_of(finder.notices.begin(), finder.notices.end(), [&](const auto& one) {
        return one.concerns_event(amendment.fact.digest());
      });
    }
  }
  return out;
}

/// The claim that every letter up to the order is recorded by which somebody could have been told
/// of these inclusions; null if one of them was told of, or nobody claims it.
const CoverageClaim* nobody_told(const Finder& finder, const fb::OrderIssued& order, Date day) {
  const CoverageClaim* claim = nullptr;
  for (const auto* hex : *order.included()) {
    const Telling telling = told_of(finder, fixed_of<Id>(hex));
    if (telling.told) continue;
    const Date since = std::min(telling.since.value_or(day), day);
    claim = complete_throughout(finder.claims, fb::FactKind::NOTICES, {since, day});
    if (claim != nullptr) return claim;
  }
  return nullptr;
}

/// What is missing beside a duty, by the rule that gives it.
void find_beside_duty(Finder& finder, const Obligation& duty) {
  if (finder.chronicle.source(duty.subject) == nullptr) return;
  const auto charter = version_behind(finder, duty);
  const fb::DeadlineRule* rule = charter ? charter->charter.deadline(duty.name) : nullptr;
  if (rule == nullptr) return;
  const rules::Basis basis = charter->charter.deadline_basis(*rule);
  find_nobody_to_certify(finder, basis, *rule, duty);
  find_missing_notice(finder, basis, *rule, duty);
}

/// An order that takes somebody in where the charter of its day demands a notice before it.
void find_orders_without_notice(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::OrderIssued>()) {
    const auto* notices = fact->takes_notice_of();
    if (fact->included() == nullptr || (notices != nullptr && notices->size() > 0)) continue;
    const auto charter = finder.charters.of(order_day(fact), finder.on);
    const auto* membership = charter ? charter->charter.parameters().membership() : nullptr;
    if (membership == nullptr || !membership->operator_order_records()) continue;
    const auto day = order_day(fact).not_after;
    const CoverageClaim* claim = day ? nobody_told(finder, *fact.payload, *day) : nullptr;
    if (claim == nullptr) continue;
    Case one = case_under("ORDER_WITHOUT_NOTICE", fact.source, charter,
                          "membership.operator_order_records");
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

}  // namespace

void find_in_letters(Finder& finder) {
  find_orders_without_notice(finder);
  for (const Obligation& duty : finder.obligations) find_beside_duty(finder, duty);
  for (const Notice& notice : finder.notices) {
    if (finder.own(notice.fact.scope)) find_in_notice(finder, notice);
  }
}

}  // namespace projections::governance::internal
