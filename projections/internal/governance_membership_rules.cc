// SPDX-License-Identifier: Apache-2.0
// Orders that include and exclude, and exit by notice. An order of a body that the charter does
// not name, an unwilling organisation, a notice that is too short: refused to who asks for it,
// recorded when somebody else tells that it happened.
#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Id;
using ledger::Ok;
using ledger::Status;

template <typename List, typename Item>
bool lists(const List* list, Item item) {
  if (list == nullptr) return false;
  return std::any_of(list->begin(), list->end(),
                     [&](auto each) { return static_cast<Item>(each) == item; });
}

/// `by`: the day of the order; a consent that is certainly later is none. Without it any is.
bool consented(const Case& c, const Id& organisation, std::optional<std::int32_t> by) {
  const auto facts = c.state.membership(*c.place.cluster, organisation);
  if (by && c.state.since(3)) {
    return GovernanceState::consented_by(facts, c.state.ignoring(), *by) != Truth::kNo;
  }
  bool consent = false;
  for (const MembershipFact& fact : facts) {
    const bool late = by && come_by(fact.on, *by) == Truth::kNo;
    if (fact.kind == MembershipKind::kConsent && !late) consent = true;
    if (fact.kind == MembershipKind::kRefusal) consent = false;
  }
  return consent;
}

/// The day of an order: what its header prints, else its effective day, else today.
std::int32_t day_of_order(const Case& c, const fb::OrderIssued& event) {
  const auto* printed = event.act()->printed();
  if (printed != nullptr) {
    for (const fb::Printed* one : *printed) {
      const DayRange day = days_of(one->date());
      if (one->place() == fb::PrintedPlace::HEADER && day.known()) return day.first;
    }
  }
  const auto* dates = c.candidate.body.table().dates();
  if (dates != nullptr) {
    for (const auto* date : {dates->effective(), dates->occurred()}) {
      if (days_of(date).known()) return days_of(date).first;
    }
  }
  return c.today();
}

bool needs_consent(const Case& c, const Id& organisation, std::int32_t day) {
  const auto& rules = *c.charter()->parameters()->membership();
  if (rules.include_by() != fb::InclusionRule::ORDER) return false;
  if (rules.consent() == fb::ConsentRule::REQUIRED) return true;
  if (rules.consent() != fb::ConsentRule::REQUIRED_EXCEPT) return false;
  const auto category = c.state.category_on(organisation, day);
  return !category || !lists(rules.consent_not_needed_from(),
                             static_cast<fb::OrganisationCategory>(category->category));
}

Status check_consent(const Case& c, const Id& organisation, std::int32_t day) {
  if (c.state.since(3)) return Ok{};  // check_consent_days() asks more
  if (!needs_consent(c, organisation, day) || consented(c, organisation, std::nullopt)) return Ok{};
  return refuse("NO_CONSENT",
                with_id("the organisation ", "организация ", organisation) +
                    Sentence{" has not consented to being a member, or has refused; its category "
                             "needs consent",
                             " не дала согласия на участие или отказалась; для её категории "
                             "согласие нужно"},
                "payload.included", clause_of(c.charter(), "membership.consent"));
}

}  // namespace

Status check_category(const Case& c, const Id& organisation, std::int32_t day, const char* where) {
  if (!c.native || c.charter() == nullptr) return Ok{};
  const auto* categories = c.charter()->parameters()->membership()->categories();
  if (categories == nullptr || categories->size() == 0) return Ok{};
  const auto category = c.state.category_on(organisation, day);
  if (!category || lists(categories, static_cast<fb::OrganisationCategory>(category->category))) {
    return Ok{};
  }
  return refuse(
      "CATEGORY_NOT_ALLOWED",
      with_id("the organisation ", "организация ", organisation) +
          Sentence{" is of the category ", " относится к категории "} +
          governance::words_of(static_cast<fb::OrganisationCategory>(category->category)) +
          Sentence{", which the charter does not admit", ", которой положение не допускает"},
      where, clause_of(c.charter(), "membership.categories"));
}

namespace {

Status check_issuer(const Case& c, const fb::OrderIssued& event) {
  const auto& rules = *c.charter()->parameters()->membership();
  const bool includes = event.included() != nullptr && event.included()->size() > 0;
  const bool by_order = includes ? rules.include_by() == fb::InclusionRule::ORDER
                                 : rules.exclusion() == fb::ExclusionRule::ORDER;
  if (!by_order) return Ok{};  // the charter gives such an order no effect of its own
  const auto issuer = optional_of<Id>(event.act()->issuer());
  const auto wanted = optional_of<Id>(rules.order_issuer());
  if (!wanted || issuer == wanted) return Ok{};
  return not_allowed(c,
                     with_id("the order of the organisation ", "приказ организации ", *wanted) +
                         Sentence{", which alone sets the membership",
                                  ", которая одна определяет состав участников"},
                     "payload.act.issuer", clause_of(c.charter(), "membership.order_issuer"));
}

Status check_order(const Case& c, const fb::OrderIssued& event) {
  if (!c.native || !c.place.cluster || c.charter() == nullptr) return Ok{};
  const bool any = (event.included() != nullptr && event.included()->size() > 0) ||
                   (event.excluded() != nullptr && event.excluded()->size() > 0);
  if (!any) return Ok{};
  if (auto issuer = check_issuer(c, event); !issuer) return issuer;
  if (event.included() == nullptr) return Ok{};
  const std::int32_t day = day_of_order(c, event);
  for (const auto* field : *event.included()) {
    const Id organisation = fixed_of<Id>(field);
    if (auto fits = check_category(c, organisation, day, "payload.included"); !fits) return fits;
    if (auto consent = check_consent(c, organisation, day); !consent) return consent;
  }
  return Ok{};
}

// --- exit by notice ------------------------------------------------------------------------------

bool same_addressee(const fb::Addressee& wanted, const fb::Addressee& given) {
  if (wanted.kind() != given.kind()) return false;
  switch (wanted.kind()) {
    case fb::AddresseeKind::ORGANISATION:
      return fixed_of<Id>(wanted.organisation()) == fixed_of<Id>(given.organisation());
    case fb::AddresseeKind::ROLE:
      return wanted.role()->role() == given.role()->role();
    case fb::AddresseeKind::BODY:
      return wanted.body()->kind() == given.body()->kind();
    default:
      return true;
  }
}

Sentence addressee_words(const fb::Addressee& to) {
  switch (to.kind()) {
    case fb::AddresseeKind::ORGANISATION:
      return with_id("the organisation ", "организация ", fixed_of<Id>(to.organisation()));
    case fb::AddresseeKind::ROLE:
      return governance::words_of(to.role()->role());
    case fb::AddresseeKind::BODY:
      return governance::words_of(to.body()->kind());
    default:
      return {"an addressee that is not named", "адресат не назван"};
  }
}

Status check_notice_term(const Case& c, const fb::WithdrawalRule& rule,
                         const fb::WithdrawalNoticeRecorded& event) {
  const DayRange received = days_of(event.received_on());
  const DayRange intended = days_of(event.intended_exit_on());
  if (!received.known() || !intended.has_last()) return Ok{};
  const auto notice = rules::notice_end(rules::FuzzyDate::on(date_of_number(received.first)),
                                        rules::length_of(*rule.notice()), rules::Shift::kNone,
                                        rules::Calendar(rules::Charter(*c.charter()).week_rules()));
  const auto earliest = notice.last_day_at_earliest.day();
  if (!earliest || intended.last >= day_number(*earliest)) return Ok{};
  return refuse(
      "NOTICE_TOO_SHORT",
      Sentence{"a notice received on ", "по уведомлению, полученному "} + day_words(received) +
          Sentence{" ends the membership on ", ", участие кончается не раньше "} +
          same(rules::to_iso(*earliest)) +
          Sentence{" at the earliest; this one names ", "; в этом указано "} + day_words(intended),
      "payload.intended_exit_on", clause_of(c.charter(), "membership.withdrawal.notice"));
}

Status check_withdrawal(const Case& c, const fb::WithdrawalNoticeRecorded& event) {
  if (!c.native || c.charter() == nullptr || event.act() != fb::WithdrawalAct::GIVEN) return Ok{};
  const auto* rule = c.charter()->parameters()->membership()->withdrawal();
  if (rule == nullptr) return Ok{};  // the charter knows no exit by notice: a finding
  if (rule->form() == fb::NoticeForm::WRITTEN && event.form() == fb::WithdrawalForm::ORAL) {
    return refuse("ORAL_NOTICE",
                  {"a notice of withdrawal is given in writing; this one was oral",
                   "уведомление о выходе подают письменно; это было устным"},
                  "payload.form", clause_of(c.charter(), "membership.withdrawal.form"));
  }
  if (!same_addressee(*rule->to(), *event.to())) {
    return refuse(
        "NOTICE_ADDRESSEE",
        Sentence{"a notice of withdrawal goes to: ", "уведомление о выходе направляют: "} +
            addressee_words(*rule->to()) + Sentence{"; this one went to: ", "; это направлено: "} +
            addressee_words(*event.to()),
        "payload.to", clause_of(c.charter(), "membership.withdrawal.to"));
  }
  return check_notice_term(c, *rule, event);
}

}  // namespace

Status check_consent_days(const Case& c) {
  const auto* event = c.payload.as<fb::OrderIssued>();
  if (event == nullptr || event->included() == nullptr) return Ok{};
  if (!c.native || !c.place.cluster || c.charter() == nullptr) return Ok{};
  const std::int32_t day = day_of_order(c, *event);
  for (const auto* field : *event->included()) {
    const Id organisation = fixed_of<Id>(field);
    if (!needs_consent(c, organisation, day) || consented(c, organisation, day)) continue;
    return refuse("NO_CONSENT",
                  with_id("the organisation ", "организация ", organisation) +
                      Sentence{" had not consented by ", " не дала согласия до "} +
                      same(day_text(day)) +
                      Sentence{", the day of the order; its category needs consent as of that day",
                               ", дня приказа; для её категории согласие нужно на этот день"},
                  "payload.included", clause_of(c.charter(), "membership.consent"));
  }
  return Ok{};
}

Status check_membership(const Case& c) {
  if (const auto* event = c.payload.as<fb::OrderIssued>()) return check_order(c, *event);
  if (const auto* event = c.payload.as<fb::WithdrawalNoticeRecorded>()) {
    return check_withdrawal(c, *event);
  }
  return Ok{};
}

}  // namespace projections::internal
