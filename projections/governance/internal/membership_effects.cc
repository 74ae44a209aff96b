// SPDX-License-Identifier: Apache-2.0
// What a charter makes of an act on membership: who may issue it, whom it may include, whose
// consent it needs, when an exclusion or a notice ends a membership.
#include <algorithm>
#include <utility>

#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/membership_builder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using rules::on_or_before;

template <typename V, typename T>
bool lists(const V* values, T value) {
  return values != nullptr && std::any_of(values->begin(), values->end(),
                                          [&](auto each) { return static_cast<T>(each) == value; });
}

std::optional<Id> issuer_of(const Fact<fb::OrderIssued>& fact) {
  if (const auto issuer = optional_of<Id>(fact->act()->issuer())) return issuer;
  if (fact.source->grade != ledger::Grade::kSelf) return std::nullopt;
  return optional_of<Id>(fact.body->author()->capacity()->organisation());
}

void refuse(Membership& member, const char* code) {
  member.effective = Truth::kNo;
  if (member.code.empty()) member.code = code;
}

void leave_open(Membership& member, Missing missing) {
  member.effective = rules::conjunction(member.effective, Truth::kUndetermined);
  member.grounds.missing.push_back(std::move(missing));
}

std::string named(const char* what, const Id& organisation) {
  return std::string(what) + " of " + ledger::to_hex(organisation);
}

using Answers = std::vector<Fact<fb::MembershipConsentRecorded>>;

/// Whether the answer speaks of the act: one that names another order is bound to that one; whether
/// a decision or an agreement that it names led to the act is not known.
Truth about(const Chronicle& chronicle, const fb::MembershipConsentRecorded& answer,
            const Hash& act) {
  const auto to = optional_of<Hash>(answer.to());
  if (!to || *to == act) return Truth::kYes;
  return chronicle.type_of(*to) == fb::Payload::OrderIssued ? Truth::kNo : Truth::kUndetermined;
}

/// The answer that counted on the day of the act, and whether another may have.
struct Answered {
  std::optional<Fact<fb::MembershipConsentRecorded>> answer;
  FuzzyDate given;
  bool certain = true;
};

/// Whether an answer that may have counted would change what the one that did says.
bool may_change(const Fact<fb::MembershipConsentRecorded>& open, const Answered& found) {
  if (!found.answer) return true;
  const bool earlier = rules::before(rules::fuzzy(open->given_on()), found.given) == Truth::kYes;
  return !earlier && open->answer() != (*found.answer)->answer();
}

Answered answered_by(const Chronicle& chronicle, const Answers& answers, const Hash& act,
                     const FuzzyDate& day) {
  Answered out;
  Answers of_open_target;
  for (const auto& fact : answers) {
    const FuzzyDate given = rules::fuzzy(fact->given_on());
    const Truth in_time = on_or_before(given, day);
    const Truth ours = about(chronicle, *fact, act);
    if (ours == Truth::kNo || in_time == Truth::kNo) continue;
    if (in_time == Truth::kUndetermined) out.certain = false;
    if (in_time == Truth::kYes && ours == Truth::kUndetermined) of_open_target.push_back(fact);
    if (in_time != Truth::kYes || ours != Truth::kYes) continue;
    if (out.answer && rules::before(given, out.given) == Truth::kYes) continue;
    out.answer = fact;
    out.given = given;
  }
  for (const auto& fact : of_open_target) out.certain = out.certain && !may_change(fact, out);
  return out;
}

/// From the first day of either to the last.
FuzzyDate hull_of(const FuzzyDate& a, const FuzzyDate& b) {
  FuzzyDate out;
  if (a.not_before && b.not_before) out.not_before = std::min(*a.not_before, *b.not_before);
  if (a.not_after && b.not_after) out.not_after = std::max(*a.not_after, *b.not_after);
  return out;
}

}  // namespace

Membership MembershipBuilder::begun(const Id& organisation, MembershipGround ground,
                                    const Source& source, const FuzzyDate& from,
                                    const Governing& governing) const {
  Membership member;
  member.organisation = organisation;
  member.ground = ground;
  member.founded_by = source;
  member.effective = Truth::kYes;
  member.consent = ConsentState::kGiven;
  member.grounds.evidence.add(source);
  const bool ruled = governing.membership() != nullptr;
  const bool next_day = ruled && !governing.charter->charter.member_on_first_day();
  member.from = next_day ? days_after(from, 1) : from;
  member.category = category_on(chronicle_, organisation, from.not_after.value_or(governing.day));
  if (governing.charter) {
    member.grounds.rules.push_back(governing.charter->rule("membership.include_by"));
    if (ruled) {
      member.grounds.rules.push_back(governing.charter->rule("membership.member_on_first_day"));
    }
  }
  return member;
}

void MembershipBuilder::judge_issuer(const Fact<fb::OrderIssued>& fact, const Governing& governing,
                                     Grounds& grounds, Truth& effective, std::string& code) const {
  const auto* rules = governing.membership();
  if (rules == nullptr || rules->order_issuer() == nullptr) return;
  grounds.rules.push_back(governing.charter->rule("membership.order_issuer"));
  const auto issuer = issuer_of(fact);
  if (!issuer) {
    effective = rules::conjunction(effective, Truth::kUndetermined);
    grounds.missing.push_back(missing("issuer of the order",
                                      "the order does not tell which organisation issued it",
                                      "в записи не указано, какой орган издал распоряжение"));
  } else if (*issuer != fixed_of<Id>(rules->order_issuer())) {
    effective = Truth::kNo;
    if (code.empty()) code = "WRONG_ISSUER";
  }
}

void MembershipBuilder::judge_category(const Governing& governing, Membership& member) const {
  const auto* rules = governing.membership();
  if (rules == nullptr || rules->categories() == nullptr || rules->categories()->size() == 0) {
    return;
  }
  const CategoryOn found =
      category_of(chronicle_, member.organisation, member.from.not_after.value_or(governing.day));
  member.grounds.rules.push_back(governing.charter->rule("membership.categories"));
  member.grounds.evidence.add(found.evidence);
  if (!found.certain) {
    leave_open(member, missing(named("category", member.organisation),
                               "the category of the organisation on that day is not known",
                               "категория организации на этот день неизвестна"));
  } else if (!lists(rules->categories(), found.category)) {
    refuse(member, "CATEGORY_NOT_ALLOWED");
  }
}

Truth MembershipBuilder::consent_is_needless(const Governing& governing, const FuzzyDate& dated,
                                             const Membership& member) const {
  const auto* rules = governing.membership();
  if (rules->consent() == fb::ConsentRule::REQUIRED) return Truth::kNo;
  if (rules->consent() != fb::ConsentRule::REQUIRED_EXCEPT) return Truth::kYes;
  const CategoryOn category =
      category_of(chronicle_, member.organisation, dated.not_after.value_or(governing.day));
  if (!category.certain) return Truth::kUndetermined;
  return rules::truth_of(lists(rules->consent_not_needed_from(), category.category));
}

/// Looks for the answer; whether it is certain that no other one counted.
bool MembershipBuilder::find_answer(const Hash& act, const FuzzyDate& dated,
                                    Membership& member) const {
  const Answers& all = facts_at(answers_, member.organisation);
  Answered found = answered_by(chronicle_, all, act, dated);
  for (const auto& fact : all) {
    // Consent to this very act cures it from the day on which it was given.
    const bool to_it =
        optional_of<Hash>(fact->to()) == act && fact->answer() == fb::ConsentAnswer::CONSENT;
    const FuzzyDate given = rules::fuzzy(fact->given_on());
    if (!to_it || found.answer || on_or_before(given, dated) != Truth::kNo) continue;
    found.answer = fact;
    member.from = later_of(member.from, given);
  }
  member.answer = found.answer;
  if (found.answer) member.grounds.evidence.add(*found.answer->source);
  return found.certain;
}

void MembershipBuilder::judge_consent(const Governing& governing, const Hash& act,
                                      const FuzzyDate& dated, Membership& member) const {
  member.grounds.rules.push_back(governing.charter->rule("membership.consent"));
  const Truth needless = consent_is_needless(governing, dated, member);
  const FuzzyDate from = member.from;
  const bool certain = find_answer(act, dated, member);
  const bool refused = member.answer && (*member.answer)->answer() == fb::ConsentAnswer::REFUSAL;
  if (needless == Truth::kYes) {
    member.from = from;
    member.consent = refused ? ConsentState::kRefusedWithoutEffect : ConsentState::kNotRequired;
  } else if (member.answer && !refused && certain) {
    member.consent = ConsentState::kGiven;
  } else if (needless == Truth::kUndetermined || !certain) {
    member.consent = ConsentState::kUndetermined;
    leave_open(member, missing(named("consent", member.organisation),
                               "whether consent was needed and given by that day is not known",
                               "неизвестно, требовалось ли и было ли дано согласие к этому дню"));
  } else if (refused) {
    member.consent = ConsentState::kRefused;
    refuse(member, "NO_CONSENT");
  } else {
    judge_late_consent(governing, act, member);
  }
}

/// No consent is recorded, or only one that came after the act or is to another one.
void MembershipBuilder::judge_late_consent(const Governing& governing, const Hash& act,
                                           Membership& member) const {
  std::optional<Fact<fb::MembershipConsentRecorded>> late;
  bool to_another = false;
  for (const auto& fact : facts_at(answers_, member.organisation)) {
    if (fact->answer() != fb::ConsentAnswer::CONSENT) continue;
    const Truth ours = about(chronicle_, *fact, act);
    if (ours == Truth::kYes) late = fact;
    to_another |= ours == Truth::kNo;
  }
  const Sentence none{"no consent of the organisation is recorded",
                      "согласие организации не записано"};
  const Sentence other{"the consent of the organisation that is recorded is to another act",
                       "записанное согласие организации дано на другой акт"};
  const Sentence after{"the consent of the organisation was given after the act",
                       "согласие организации дано позднее акта"};
  judge_unrecorded(named("consent", member.organisation),
                   late         ? after
                   : to_another ? other
                                : none,
                   "NO_CONSENT", governing, member);
  if (!late) return;
  member.consent = ConsentState::kGivenLate;
  member.answer = late;
  member.grounds.evidence.add(*late->source);
}

/// What no event tells was not given only where somebody claims that memberships are recorded in
/// full; elsewhere the membership stays open.
void MembershipBuilder::judge_unrecorded(std::string what, Sentence sentence, const char* code,
                                         const Governing& governing, Membership& member) const {
  member.consent = ConsentState::kNotRecorded;
  const Date day = member.from.not_after.value_or(governing.day);
  const CoverageClaim* claim = complete_on(claims_, fb::FactKind::MEMBERSHIP, day);
  if (claim == nullptr) return leave_open(member, {std::move(what), std::move(sentence)});
  member.grounds.missing.push_back({std::move(what), std::move(sentence)});
  member.grounds.evidence.add(claim->evidence);
  refuse(member, code);
}

void MembershipBuilder::judge_application(const Governing& governing, Membership& member) const {
  const auto* rules = governing.membership();
  if (rules->consent() != fb::ConsentRule::BY_APPLICATION) return;
  member.grounds.rules.push_back(governing.charter->rule("membership.consent"));
  for (const auto& fact : facts_at(applications_, member.organisation)) {
    if (on_or_before(rules::fuzzy(fact->applied_on()), member.from) == Truth::kNo) continue;
    member.application = fact;
  }
  if (member.application) {
    member.grounds.evidence.add(*member.application->source);
    return;
  }
  judge_unrecorded(
      named("application", member.organisation),
      {"no application of the organisation is recorded", "заявление организации не записано"},
      "NO_APPLICATION", governing, member);
}

/// What holds for every membership once its own questions are answered.
void MembershipBuilder::settle(const Governing& governing, Membership& member) const {
  if (governing.certain && governing.charter) return;
  leave_open(member, missing("charter in force on " + rules::to_text(member.from),
                             "which charter was in force on that day is not known",
                             "неизвестно, какие правила действовали в этот день"));
}

void MembershipBuilder::find_last_day(const FuzzyDate& act, const FuzzyDate& stated,
                                      const Governing& governing, MembershipEnd& ending) const {
  ending.last_day = act;
  if (governing.membership() == nullptr) return;
  const FuzzyDate day_before = days_after(act, -1);
  ending.grounds.rules.push_back(governing.charter->rule("membership.excluded_last_day"));
  switch (governing.charter->charter.excluded_last_day()) {
    case fb::LastDayRule::DAY_BEFORE_ACT:
      ending.last_day = day_before;
      break;
    case fb::LastDayRule::AS_ACT_STATES:
      ending.last_day = tells(stated) ? stated : FuzzyDate{act.not_before, {}};
      if (tells(stated)) break;
      ending.grounds.missing.push_back(missing("last day in the act",
                                               "the act does not state the last day of the member",
                                               "в акте не назван последний день участия"));
      break;
    default:
      break;
  }
  ending.last_day_read = hull_of(hull_of(act, day_before), ending.last_day);
}

/// Whether a notice went to whom the charter wants it to go.
Truth MembershipBuilder::addressed(const fb::Addressee& to, const fb::WithdrawalRule& rule) const {
  const fb::Addressee& wanted = *rule.to();
  if (to.kind() == fb::AddresseeKind::DESCRIBED) return Truth::kUndetermined;
  if (to.kind() != wanted.kind()) {
    const bool chair =
        to.kind() == fb::AddresseeKind::ROLE &&
        (to.role()->role() == fb::Role::COUNCIL_CHAIR || to.role()->role() == fb::Role::SECRETARY);
    const bool everybody = to.kind() == fb::AddresseeKind::ALL_PARTICIPANTS;
    if (wanted.kind() != fb::AddresseeKind::BODY || !(chair || everybody)) return Truth::kNo;
    return Truth::kUndetermined;
  }
  switch (to.kind()) {
    case fb::AddresseeKind::BODY:
      return rules::truth_of(to.body()->kind() == wanted.body()->kind());
    case fb::AddresseeKind::ROLE:
      return rules::truth_of(to.role()->role() == wanted.role()->role());
    case fb::AddresseeKind::ORGANISATION:
      return rules::truth_of(fixed_of<Id>(to.organisation()) ==
                             fixed_of<Id>(wanted.organisation()));
    default:
      return Truth::kYes;
  }
}

/// A recall counts as long as the membership has not ended.
Truth MembershipBuilder::recalled(const Fact<fb::WithdrawalNoticeRecorded>& notice,
                                  const FuzzyDate& last, Grounds& grounds) const {
  Truth out = Truth::kNo;
  for (const auto& fact : facts_at(recalls_, notice.digest())) {
    out = rules::disjunction(out, on_or_before(rules::fuzzy(fact->received_on()), last));
    grounds.evidence.add(*fact.source);
  }
  return out;
}

}  // namespace projections::governance::internal
