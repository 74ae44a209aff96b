// SPDX-License-Identifier: Apache-2.0
// The acts that make and end memberships, each by the charter of its day.
#include <algorithm>
#include <utility>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/membership_builder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

fb::InclusionRule inclusion(const Governing& governing) {
  const auto* rules = governing.membership();
  return rules == nullptr ? fb::InclusionRule::UNSPECIFIED : rules->include_by();
}

fb::ExclusionRule exclusion(const Governing& governing) {
  const auto* rules = governing.membership();
  return rules == nullptr ? fb::ExclusionRule::UNSPECIFIED : rules->exclusion();
}

void leave_open(MembershipEnd& end, Missing missing) {
  end.effective = rules::conjunction(end.effective, Truth::kUndetermined);
  end.grounds.missing.push_back(std::move(missing));
}

Missing unregulated() {
  return missing("rule of exit", "the charter does not say how a membership ends in this way",
                 "правила не говорят, как прекращается участие таким способом");
}

/// Whether everybody signed who had to; unknown lines leave it open unless the agreement is told
/// not to be in force.
Truth signed_by_parties(const Signatures& signatures, bool not_in_force) {
  if (signatures.complete()) return Truth::kYes;
  return not_in_force && !signatures.slots.empty() ? Truth::kNo : Truth::kUndetermined;
}

/// Whether the organisation has signed in all its lines, of which it has one at least.
bool signed_by(const Signatures& signatures, const Id& organisation) {
  std::size_t lines = 0, given = 0;
  for (const SlotState& line : signatures.slots) {
    if (line.organisation != organisation) continue;
    ++lines;
    given += line.signature ? 1 : 0;
  }
  return lines > 0 && given == lines;
}

}  // namespace

void MembershipBuilder::open(const Fact<fb::OpeningState>& fact, const fb::OpeningMember& one) {
  // Before the opening state nothing is known, unless it says since when.
  const FuzzyDate from = one.since() == nullptr
                             ? FuzzyDate{{}, rules::fuzzy(fact->as_of()).not_after}
                             : rules::fuzzy(one.since());
  Membership member = begun(fixed_of<Id>(one.organisation()), MembershipGround::kOpening,
                            *fact.source, from, governing(rules::fuzzy(fact->as_of())));
  member.from = from;
  member.grounds.rules.clear();
  member.consent = ConsentState::kNotRequired;
  include(std::move(member));
}

void MembershipBuilder::include_by_order(const Fact<fb::OrderIssued>& fact,
                                         const Id& organisation) {
  const FuzzyDate day = order_day(fact);
  const Governing rules = governing(day);
  Membership member = begun(organisation, MembershipGround::kOrder, *fact.source, day, rules);
  if (inclusion(rules) == fb::InclusionRule::ORDER) {
    judge_issuer(fact, rules, member.grounds, member.effective, member.code);
    judge_category(rules, member);
    judge_consent(rules, fact.digest(), order_dated(fact), member);
    settle(rules, member);
    return include(std::move(member));
  }
  const bool by_another_way = inclusion(rules) == fb::InclusionRule::SUPPLEMENTARY_AGREEMENT ||
                              inclusion(rules) == fb::InclusionRule::UNANIMOUS_AT_MEETING;
  if (again_) return;
  // The order only takes note of a membership that an agreement or the participants made.
  for (Membership& known : out_) {
    if (!by_another_way || known.organisation != organisation) continue;
    known.register_orders.push_back(fact);
    known.grounds.evidence.add(*fact.source);
    return;
  }
  member.consent = ConsentState::kNotRecorded;
  member.effective = Truth::kUndetermined;
  if (by_another_way) member.code = "ORDER_IS_NO_GROUND";
  member.grounds.missing.push_back(
      missing("ground of the membership of " + ledger::to_hex(organisation),
              "an order takes note of the organisation, but what made it a member is not recorded",
              "распоряжение учитывает организацию, но основание её участия не записано"));
  settle(rules, member);
  include(std::move(member));
}

void MembershipBuilder::exclude_by_order(const Fact<fb::OrderIssued>& fact,
                                         const Id& organisation) {
  const FuzzyDate day = order_day(fact);
  const Governing rules = governing(day);
  MembershipEnd ending;
  ending.ground = EndGround::kOrder;
  ending.grounds.evidence.add(*fact.source);
  const FuzzyDate stated =
      fact.source->effective ? rules::fuzzy(*fact.source->effective) : FuzzyDate{};
  // An order that does not say from when it works works once it is issued, before it is recorded.
  const bool says_when = fact.source->effective.has_value();
  find_last_day(says_when ? day : no_later_than_recorded(chronicle_, day, *fact.source), stated,
                rules, ending);
  if (rules.charter) {
    ending.grounds.rules.push_back(rules.charter->rule("membership.exclusion"));
    const auto basis = rules.charter->charter.basis("membership.exclusion");
    if (basis.assumed()) ending.code = "UNREGULATED_ACTION";
  }
  switch (exclusion(rules)) {
    case fb::ExclusionRule::ORDER:
      judge_issuer(fact, rules, ending.grounds, ending.effective, ending.code);
      break;
    case fb::ExclusionRule::COUNCIL_PROTOCOL:
    case fb::ExclusionRule::UNANIMOUS_AT_MEETING:
      ending.effective = Truth::kNo;
      ending.code = "ORDER_IS_NO_GROUND";
      break;
    default:
      ending.code = "UNREGULATED_ACTION";
      leave_open(ending, unregulated());
  }
  end(organisation, std::move(ending));
}

void MembershipBuilder::join_agreement(const Agreement& agreement, const Id& organisation) {
  const Governing rules = governing(agreement.in_force_from);
  if (inclusion(rules) == fb::InclusionRule::ORDER) return;
  Membership member = begun(organisation, MembershipGround::kAgreement, *agreement.fact.source,
                            agreement.in_force_from, rules);
  member.effective =
      signed_by_parties(agreement.signatures, agreement.state == ForceState::kNotYet);
  if (member.effective == Truth::kNo) member.code = "NOT_IN_FORCE";
  if (!signed_by(agreement.signatures, organisation)) member.consent = ConsentState::kNotRecorded;
  member.grounds.add(agreement.grounds);
  settle(rules, member);
  include(std::move(member));
}

namespace {

bool has_party(const Agreement& agreement, const Id& organisation) {
  const auto& parties = *agreement.fact->parties();
  return std::any_of(parties.begin(), parties.end(), [&](const fb::Party* party) {
    return fixed_of<Id>(party->organisation()) == organisation;
  });
}

/// Whether the agreement or one of its amendments is the event with this D.
bool founds(const Agreement& agreement, const Hash& digest) {
  return agreement.fact.digest() == digest ||
         std::any_of(agreement.amendments.begin(), agreement.amendments.end(),
                     [&](const Amendment& one) { return one.fact.digest() == digest; });
}

std::vector<Id> joined_by(const Agreement& agreement) {
  std::vector<Id> out;
  for (const fb::Party* party : *agreement.fact->parties()) {
    out.push_back(fixed_of<Id>(party->organisation()));
  }
  for (const Amendment& amendment : agreement.amendments) {
    out.insert(out.end(), amendment.included.begin(), amendment.included.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

/// Whether a newer version of the agreement, with the organisation as a party, was in force at the
/// latest on the day after this one was over.
Truth MembershipBuilder::renewed(const Agreement& agreement, const Id& organisation,
                                 const FuzzyDate& last) const {
  Truth out = Truth::kNo;
  for (const Agreement& newer : agreements_) {
    if (!agreement.is_replaced_by(newer) || !has_party(newer, organisation)) continue;
    const Truth works = signed_by_parties(newer.signatures, newer.state == ForceState::kNotYet);
    const Truth in_time = rules::on_or_before(newer.in_force_from, days_after(last, 1));
    out = rules::disjunction(out, rules::conjunction(works, in_time));
  }
  return out;
}

namespace {

/// Whether the agreement was in force on the day on which the membership began.
bool in_force_at_begin(const Agreement& agreement, const Membership& member) {
  const auto last = last_day_in(agreement);
  return agreement.signatures.complete() &&
         rules::on_or_before(agreement.in_force_from, member.from) == Truth::kYes &&
         (!last || rules::before(*last, member.from) != Truth::kYes);
}

}  // namespace

/// Whether the membership rests on this version of the agreement or an earlier one; who joined by
/// the consent of all joined the one agreement of the place that was in force.
bool MembershipBuilder::rests_on(const Membership& member, const Agreement& version) const {
  const bool acceded = member.ground == MembershipGround::kAccession;
  const bool joined_another =
      acceded && std::any_of(agreements_.begin(), agreements_.end(), [&](const Agreement& other) {
        return other.id != version.id && in_force_at_begin(other, member);
      });
  if (joined_another || (acceded && version.fact.scope != chronicle_.place())) return false;
  return std::any_of(agreements_.begin(), agreements_.end(), [&](const Agreement& one) {
    if (one.id != version.id || one.version > version.version) return false;
    return acceded ? in_force_at_begin(one, member) : founds(one, member.founded_by.digest);
  });
}

void MembershipBuilder::leave_agreement(const Agreement& agreement) {
  MembershipEnd ending;
  ending.ground = EndGround::kAgreementEnded;
  ending.last_day = last_day_in(agreement).value_or(FuzzyDate{});
  ending.grounds.evidence.add(*agreement.fact.source);
  for (const AgreementEnd& end : agreement.ends) ending.grounds.evidence.add(*end.source);
  std::vector<Id> leaving = joined_by(agreement);
  for (const Membership& member : out_) {
    const bool acceded = member.ground == MembershipGround::kAccession;
    if (acceded && !std::binary_search(leaving.begin(), leaving.end(), member.organisation)) {
      leaving.insert(std::upper_bound(leaving.begin(), leaving.end(), member.organisation),
                     member.organisation);
    }
  }
  for (const Id& organisation : leaving) {
    MembershipEnd own = ending;
    own.effective = rules::negation(renewed(agreement, organisation, ending.last_day));
    if (own.effective == Truth::kNo) continue;
    if (own.effective == Truth::kUndetermined) {
      own.grounds.missing.push_back(
          missing("day of the next version",
                  "whether the next version was in force when this one was over is not known",
                  "неизвестно, действовала ли следующая редакция, когда кончилась эта"));
    }
    end(organisation, std::move(own), {},
        [&](const Membership& member) { return rests_on(member, agreement); });
  }
}

/// From the day of a prolongation that came when the term was over it is open who is a participant.
void MembershipBuilder::revive(const Agreement& agreement, const Id& organisation) {
  const Revival& revival = *agreement.revival;
  const Governing rules = governing(revival.from);
  if (inclusion(rules) == fb::InclusionRule::ORDER) return;
  const Source& source = *agreement.amendment_at(revival.by)->fact.source;
  Membership member =
      begun(organisation, MembershipGround::kAmendment, source, revival.from, rules);
  member.effective = Truth::kUndetermined;
  member.grounds.missing.push_back(missing(
      "force of the prolongation", "the agreement was prolonged when its term was over already",
      "соглашение продлено, когда его срок уже истёк"));
  if (revival.last_day) {
    MembershipEnd ending;
    ending.ground = EndGround::kAgreementEnded;
    ending.last_day = *revival.last_day;
    ending.grounds.evidence.add(source);
    member.last_day = ending.last_day;
    member.end = std::move(ending);
  }
  settle(rules, member);
  include(std::move(member));
}

/// A newer version that leaves a party out ends its participation on the day before.
void MembershipBuilder::replace_version(const Agreement& older, const Agreement& newer) {
  MembershipEnd ending;
  ending.ground = EndGround::kAgreementEnded;
  ending.last_day = days_after(newer.in_force_from, -1);
  ending.effective = signed_by_parties(newer.signatures, newer.state == ForceState::kNotYet);
  ending.grounds.evidence.add(*newer.fact.source);
  if (ending.effective == Truth::kNo) return;
  for (const Id& organisation : joined_by(older)) {
    if (!has_party(newer, organisation)) end(organisation, ending);
  }
}

void MembershipBuilder::include_by_amendment(const Amendment& amendment, const Id& organisation) {
  const FuzzyDate from = amendment.from_of(fb::AmendmentKind::INCLUSION);
  const Governing rules = governing(from);
  if (inclusion(rules) == fb::InclusionRule::ORDER) return;
  Membership member =
      begun(organisation, MembershipGround::kAmendment, *amendment.fact.source, from, rules);
  member.grounds.add(amendment.grounds);
  const bool not_in_force = amendment.works_as(fb::AmendmentKind::INCLUSION) == Truth::kNo;
  member.effective = signed_by_parties(amendment.signatures, not_in_force);
  if (member.effective == Truth::kNo) member.code = "NOT_IN_FORCE";
  if (member.effective != Truth::kYes) member.consent = ConsentState::kNotRecorded;
  if (inclusion(rules) == fb::InclusionRule::UNANIMOUS_AT_MEETING) {
    member.effective = rules::conjunction(member.effective, Truth::kUndetermined);
    member.grounds.missing.push_back(
        missing("decision on the accession of " + ledger::to_hex(organisation),
                "the consent of all participants at a meeting is not recorded",
                "не записано согласие всех участников на заседании"));
  }
  settle(rules, member);
  include(std::move(member));
}

void MembershipBuilder::exclude_by_amendment(const Amendment& amendment, const Id& organisation) {
  const FuzzyDate day = amendment.from_of(fb::AmendmentKind::EXCLUSION);
  const Governing rules = governing(day);
  MembershipEnd ending;
  ending.ground = EndGround::kAmendment;
  ending.grounds.add(amendment.grounds);
  const auto* stated = amendment.fact->effective();
  const AmendmentPart* part = amendment.part(fb::AmendmentKind::EXCLUSION);
  if (rules.charter) {
    ending.grounds.rules.push_back(rules.charter->rule("membership.exclusion"));
  }
  if (exclusion(rules) == fb::ExclusionRule::COUNCIL_PROTOCOL) {
    ending.effective = rules::disjunction(amendment.basis.stands, amendment.agreed_by_all);
    const bool told = part->path == fb::AmendmentPath::COUNCIL_PROTOCOL;
    if (!told) ending.grounds.add(amendment.basis.grounds);
  } else {
    ending.effective =
        rules::conjunction(signed_by_parties(amendment.signatures, part->works == Truth::kNo),
                           part->followed == Truth::kNo ? Truth::kNo : Truth::kYes);
  }
  find_last_day(day, rules::fuzzy(stated), rules, ending);
  end(organisation, std::move(ending));
}

void MembershipBuilder::admit(const Fact<fb::DecisionDeclared>& fact) {
  FuzzyDate day = facts_->decided_on(fact);
  if (fact.source->effective) day = later_of(day, rules::fuzzy(*fact.source->effective));
  const Governing rules = governing(day);
  // Elsewhere a decision only prepares an agreement or an order.
  if (inclusion(rules) != fb::InclusionRule::UNANIMOUS_AT_MEETING) return;
  const Council council(reading_, on_, out_);
  const Outcome outcome = outcome_of(council, fact, fb::DecisionKind::ACCESSION);
  for (const auto* hex : *fact->admits()) {
    Membership member =
        begun(fixed_of<Id>(hex), MembershipGround::kAccession, *fact.source, day, rules);
    member.grounds.add(outcome.grounds);
    member.effective = outcome.adopted;
    if (outcome.adopted == Truth::kNo) member.code = "NO_UNANIMITY";
    judge_category(rules, member);
    judge_application(rules, member);
    settle(rules, member);
    include(std::move(member));
  }
}

namespace {

/// Whether a protocol with the decision is signed by the chair or by who presided.
bool put_in_protocol(const CouncilFacts& facts, const Hash& decision) {
  const auto& protocols = facts_at(facts.protocols_of, decision);
  return std::any_of(protocols.begin(), protocols.end(), [&](const auto& protocol) {
    const auto& signatures = facts_at(facts.signatures, protocol.digest());
    return std::any_of(signatures.begin(), signatures.end(), [](const auto& fact) {
      const auto as = fact->signature()->acting_as();
      return as == fb::ActingAs::CHAIR || as == fb::ActingAs::PRESIDING;
    });
  });
}

}  // namespace

void MembershipBuilder::exclude_by_decision(const Fact<fb::DecisionDeclared>& fact) {
  const FuzzyDate day = facts_->decided_on(fact);
  const Governing rules = governing(day);
  MembershipEnd ending;
  ending.ground = EndGround::kDecision;
  ending.grounds.evidence.add(*fact.source);
  if (rules.charter) {
    ending.grounds.rules.push_back(rules.charter->rule("membership.exclusion"));
  }
  const Council council(reading_, on_, out_);
  const Outcome outcome = outcome_of(council, fact, fb::DecisionKind::EXCLUSION);
  ending.grounds.add(outcome.grounds);
  ending.effective = outcome.adopted;
  const FuzzyDate stated =
      fact.source->effective ? rules::fuzzy(*fact.source->effective) : FuzzyDate{};
  find_last_day(day, stated, rules, ending);
  switch (exclusion(rules)) {
    case fb::ExclusionRule::COUNCIL_PROTOCOL:
      if (!put_in_protocol(*facts_, fact.digest())) {
        leave_open(ending, missing("protocol of the decision",
                                   "no signed protocol with the decision is recorded",
                                   "подписанный протокол с этим решением не записан"));
      }
      break;
    case fb::ExclusionRule::UNANIMOUS_AT_MEETING:
      break;
    case fb::ExclusionRule::ORDER:
      return;  // a decision only proposes; the order excludes
    default:
      ending.code = "UNREGULATED_ACTION";
      leave_open(ending, unregulated());
  }
  for (const auto* hex : *fact->excludes()) end(fixed_of<Id>(hex), ending);
}

void MembershipBuilder::withdraw(const Fact<fb::WithdrawalNoticeRecorded>& fact) {
  const FuzzyDate received = rules::fuzzy(fact->received_on());
  const Governing rules = governing(received);
  const Id organisation = fixed_of<Id>(fact->organisation());
  MembershipEnd ending;
  ending.ground = EndGround::kNotice;
  ending.grounds.evidence.add(*fact.source);
  const auto* rule = rules.membership() == nullptr ? nullptr : rules.membership()->withdrawal();
  if (rule == nullptr) {
    ending.code = "UNREGULATED_ACTION";
    ending.last_day =
        fact->intended_exit_on() == nullptr ? received : rules::fuzzy(fact->intended_exit_on());
    // Whom an order has put in, only an order can let out.
    if (inclusion(rules) == fb::InclusionRule::ORDER) ending.effective = Truth::kNo;
    leave_open(ending, unregulated());
    return end(organisation, std::move(ending), fact);
  }
  ending.grounds.rules.push_back(rules.charter->rule("membership.withdrawal"));
  const bool dispatch = rule->start() == fb::NoticeStart::DISPATCH;
  const auto shift =
      rule->shift_to_working_day() ? rules::Shift::kNextWorkingDay : rules::Shift::kNone;
  ending.last_day = rules::notice_end(dispatch ? rules::fuzzy(fact->sent_on()) : received,
                                      rules::length_of(*rule->notice()), shift,
                                      calendar_of(chronicle_, &rules.charter->charter))
                        .last_day_at_earliest;
  if (fact->intended_exit_on() != nullptr) {
    const FuzzyDate intended = rules::fuzzy(fact->intended_exit_on());
    if (rules::before(intended, ending.last_day) == Truth::kYes) ending.code = "NOTICE_TOO_SHORT";
    ending.last_day = later_of(ending.last_day, intended);
  }
  judge_notice(fact, *rule, rules, ending);
  end(organisation, std::move(ending), fact);
}

void MembershipBuilder::judge_notice(const Fact<fb::WithdrawalNoticeRecorded>& fact,
                                     const fb::WithdrawalRule& rule, const Governing& rules,
                                     MembershipEnd& ending) const {
  Truth works = addressed(*fact->to(), rule);
  if (works == Truth::kNo) ending.code = "NOTICE_ADDRESSEE";
  if (rule.form() == fb::NoticeForm::WRITTEN) {
    const bool oral = fact->form() == fb::WithdrawalForm::ORAL;
    const bool open = fact->form() == fb::WithdrawalForm::NOT_STATED;
    if (oral) ending.code = "ORAL_NOTICE";
    works = rules::conjunction(works, oral   ? Truth::kNo
                                      : open ? Truth::kUndetermined
                                             : Truth::kYes);
  }
  const Truth taken_back = recalled(fact, ending.last_day, ending.grounds);
  if (taken_back == Truth::kYes) ending.code = "RECALLED";
  works = rules::conjunction(works, rules::negation(taken_back));
  if (!rules.certain) works = rules::conjunction(works, Truth::kUndetermined);
  ending.effective = works;
  if (works == Truth::kUndetermined) {
    ending.grounds.missing.push_back(missing("notice of withdrawal",
                                             "whether the notice meets the charter is not known",
                                             "неизвестно, отвечает ли уведомление правилам"));
  }
}

void MembershipBuilder::dissolve(const Fact<fb::OrganisationChanged>& fact) {
  MembershipEnd ending;
  ending.ground = EndGround::kDissolved;
  ending.grounds.evidence.add(*fact.source);
  const FuzzyDate from = rules::fuzzy(fact->from());
  ending.last_day = days_after(no_later_than_recorded(chronicle_, from, *fact.source), -1);
  end(fixed_of<Id>(fact->organisation()), std::move(ending));
}

}  // namespace projections::governance::internal
