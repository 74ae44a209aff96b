// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_fold.h"

#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using fb::Payload;
using ledger::Hash;
using ledger::Id;
using ledger::Scope;
using ledger::ScopeKind;

const Scope kPosts{ScopeKind::kLedger, Id{}};

// --- organisations and posts ---------------------------------------------------------------------

std::string category_row(const Id& organisation) { return row_key("agG", organisation); }

void fold_profile(const Saying& s, const fb::OrganisationProfile& profile) {
  s.writer.add(category_row(fixed_of<Id>(profile.organisation())),
               CategoryFact{s.source,
                            {DayRange::kNoFirst, DayRange::kNoFirst},
                            static_cast<std::uint8_t>(profile.category()),
                            profile.educational()});
}

void fold_change(const Saying& s, const fb::OrganisationChanged& event) {
  if (event.category() == nullptr) return;
  s.writer.add(category_row(fixed_of<Id>(event.organisation())),
               CategoryFact{s.source, days_of(event.from()),
                            static_cast<std::uint8_t>(event.category()->category()),
                            event.category()->educational()});
}

/// Posts are the organisation's wherever they are told; roles are the place's.
std::string office_row(const Saying& s, const fb::OfficeHolderChanged& event) {
  const Id organisation = fixed_of<Id>(event.organisation());
  switch (event.role()) {
    case fb::Role::CLUSTER_OPERATOR:
      return row_key("agO", s.place.scope, event.role(), organisation);
    case fb::Role::REGIONAL_OPERATOR:
    case fb::Role::REGIONAL_COORDINATOR: {
      const Scope scope =
          s.place.region ? Scope{ScopeKind::kRegion, *s.place.region} : s.place.scope;
      return row_key("agO", scope, event.role(), organisation);
    }
    case fb::Role::ACTING_HEAD:
      return row_key("agO", kPosts, fb::Role::HEAD, organisation);
    default:
      return row_key("agO", kPosts, event.role(), organisation);
  }
}

bool evidenced(const Saying& s, const fb::Authority* authority) {
  if (s.candidate.body.table().attestation()->evidence() != nullptr) return true;
  return authority != nullptr && authority->kind() != fb::AuthorityKind::NOT_EVIDENCED &&
         authority->document() != nullptr;
}

void fold_office(const Saying& s, const fb::OfficeHolderChanged& event) {
  OfficeFact fact;
  fact.source = s.source;
  fact.change = static_cast<std::uint8_t>(event.change());
  const bool acting =
      event.role() == fb::Role::ACTING_HEAD && event.change() == fb::OfficeChangeKind::APPOINTED;
  if (acting) fact.change = static_cast<std::uint8_t>(fb::OfficeChangeKind::ACTING);
  fact.from = days_of(event.from());
  fact.to = days_of(event.to());
  if (event.person() != nullptr) fact.person = fixed_of<Id>(event.person()->person());
  fact.evidenced = evidenced(s, event.authority());
  s.writer.add(office_row(s, event), std::move(fact));
}

void fold_power(const Saying& s, const fb::RepresentativeAuthorised& event) {
  PowerFact fact;
  fact.source = s.source;
  fact.place = s.place.scope;
  for (const auto scope : *event.scopes()) {
    fact.scopes = static_cast<std::uint16_t>(fact.scopes | 1U << static_cast<unsigned>(scope));
  }
  fact.evidenced = event.power()->kind() != fb::AuthorityKind::NOT_EVIDENCED;
  fact.from = days_of(event.power()->from());
  fact.to = days_of(event.power()->to());
  if (event.body() != nullptr) fact.body = s.state().body_of(fixed_of<Hash>(event.body()));
  s.writer.add(row_key("agT", fixed_of<Id>(event.organisation())), std::move(fact));
}

// --- places and charters -------------------------------------------------------------------------

void fold_region(const Saying& s, const fb::RegionDeclared& event) {
  s.writer.put(
      row_key("agR", fixed_of<Id>(event.region())),
      RegionRow{fixed_of<Id>(event.operator_organisation()), optional_of<Id>(event.coordinator())});
}

std::string member_row(const Id& cluster, const Id& organisation) {
  return row_key("agM", cluster, organisation);
}

void fold_cluster(const Saying& s, const fb::ClusterCreated& event) {
  const Id cluster = fixed_of<Id>(event.cluster());
  s.writer.put(row_key("agA", cluster),
               ClusterRow{fixed_of<Id>(event.region()), event.zone_minutes()});
  if (event.intended_participants() == nullptr) return;
  for (const auto* field : *event.intended_participants()) {
    s.writer.add(member_row(cluster, fixed_of<Id>(field)),
                 MembershipFact{s.source, MembershipKind::kIntended, days_of(event.decided_on()),
                                true, std::nullopt});
  }
}

void fold_charter(const Saying& s, const fb::CharterAdopted& event) {
  s.writer.add(row_key("agH", s.place.scope),
               CharterFact{s.source, fixed_of<Id>(event.charter()), event.version(),
                           days_of(event.effective())});
  s.writer.rows().put(row_key("agP", s.source), std::string(s.candidate.body.bytes()));
}

// --- membership ----------------------------------------------------------------------------------

void add_member(const Saying& s, const Id& organisation, MembershipFact fact) {
  if (!s.place.cluster) return;
  s.writer.add(member_row(*s.place.cluster, organisation), std::move(fact));
}

void remove_member(const Saying& s, const Id& organisation) {
  if (!s.place.cluster) return;
  s.writer.remove<MembershipFact>(member_row(*s.place.cluster, organisation), s.source);
}

/// From when an order works: what the event says, else the date in its header.
DayRange day_of_order(const Saying& s, const fb::OrderIssued& event) {
  const auto* dates = s.candidate.body.table().dates();
  if (dates != nullptr && dates->effective() != nullptr) return days_of(dates->effective());
  if (event.act()->printed() != nullptr) {
    for (const fb::Printed* printed : *event.act()->printed()) {
      if (printed->place() == fb::PrintedPlace::HEADER && printed->date() != nullptr) {
        return days_of(printed->date());
      }
    }
  }
  return occurred_on(s);
}

void fold_order(const Saying& s, const fb::OrderIssued& event) {
  const DayRange day = day_of_order(s, event);
  const auto* charter = s.place.charter;
  const auto* rules = charter == nullptr ? nullptr : charter->parameters()->membership();
  const auto wanted = rules == nullptr ? std::nullopt : optional_of<Id>(rules->order_issuer());
  const bool issuer = !wanted || optional_of<Id>(event.act()->issuer()) == wanted;
  const bool includes = rules == nullptr || rules->include_by() == fb::InclusionRule::ORDER;
  const auto add = [&](const auto* list, MembershipKind kind, const DayRange& on, bool certain) {
    if (list == nullptr) return;
    for (const auto* field : *list) {
      add_member(s, fixed_of<Id>(field), {s.source, kind, on, certain, std::nullopt});
    }
  };
  add(event.included(), MembershipKind::kIncluded, day, issuer && includes);
  DayRange last = day;
  if (rules != nullptr && rules->excluded_last_day() == fb::LastDayRule::DAY_BEFORE_ACT &&
      day.known()) {
    last = DayRange::on(day.first - 1);
  }
  add(event.excluded(), MembershipKind::kExcluded, last, issuer);
}

/// The last day as a member that follows from a notice, at the earliest.
void fold_withdrawal(const Saying& s, const fb::WithdrawalNoticeRecorded& event) {
  const Id organisation = fixed_of<Id>(event.organisation());
  if (event.act() == fb::WithdrawalAct::RECALLED) {
    return add_member(s, organisation,
                      {s.source, MembershipKind::kRecalled, days_of(event.received_on()), true,
                       optional_of<Hash>(event.recalls())});
  }
  DayRange last = days_of(event.intended_exit_on());
  const auto* rule = s.place.charter == nullptr
                         ? nullptr
                         : s.place.charter->parameters()->membership()->withdrawal();
  const DayRange received = days_of(event.received_on());
  if (rule != nullptr && received.known()) {
    const auto end =
        rules::notice_end(rules::FuzzyDate::on(date_of_number(received.first)),
                          rules::length_of(*rule->notice()), rules::Shift::kNone, rules::Calendar())
            .last_day_at_earliest.day();
    if (end) {
      const std::int32_t earliest = day_number(*end);
      last = last.known() ? DayRange::on(std::max(last.first, earliest)) : DayRange::on(earliest);
    }
  }
  add_member(s, organisation,
             {s.source, MembershipKind::kWithdrawn, last, rule != nullptr, std::nullopt});
}

void fold_consent(const Saying& s, const fb::MembershipConsentRecorded& event) {
  const auto kind = event.answer() == fb::ConsentAnswer::CONSENT ? MembershipKind::kConsent
                                                                 : MembershipKind::kRefusal;
  const auto to = s.state().since(3) ? optional_of<Hash>(event.to()) : std::nullopt;
  add_member(s, fixed_of<Id>(event.organisation()),
             {s.source, kind, days_of(event.given_on()), true, to});
}

void fold_opening_office(const Saying& s, const fb::OpeningOffice& office, const DayRange& as_of) {
  const auto organisation = optional_of<Id>(office.organisation());
  const bool heads = office.role() == fb::Role::HEAD || office.role() == fb::Role::ACTING_HEAD;
  if (heads && organisation) {
    OfficeFact fact;
    fact.source = s.source;
    fact.change =
        static_cast<std::uint8_t>(office.role() == fb::Role::HEAD ? fb::OfficeChangeKind::APPOINTED
                                                                  : fb::OfficeChangeKind::ACTING);
    fact.from = office.since() == nullptr ? as_of : days_of(office.since());
    if (office.person() != nullptr) fact.person = fixed_of<Id>(office.person()->person());
    fact.evidenced = evidenced(s, nullptr);
    s.writer.add(row_key("agO", kPosts, fb::Role::HEAD, *organisation), std::move(fact));
  }
  const bool chairs =
      office.role() == fb::Role::COUNCIL_CHAIR || office.role() == fb::Role::EXPERT_CHAIR;
  if (!chairs || office.body() == nullptr || office.seat() == nullptr) return;
  const auto body = s.state().body_of(fixed_of<Hash>(office.body()));
  if (!body) return;
  TermFact term;
  term.source = s.source;
  term.office = static_cast<std::uint8_t>(fb::OfficeKind::CHAIR);
  term.seat = fixed_of<Id>(office.seat());
  term.from = office.since() == nullptr ? as_of : days_of(office.since());
  if (office.term() != nullptr && office.term()->kind() == fb::TermKind::UNTIL) {
    term.until = days_of(office.term()->until());
  }
  s.writer.add(row_key("agK", *body), std::move(term));
  fold_named(s, *body, fixed_of<Id>(office.seat()), office.person());
}

void fold_opening(const Saying& s, const fb::OpeningState& event) {
  const DayRange as_of = days_of(event.as_of());
  if (event.members() != nullptr) {
    for (const fb::OpeningMember* member : *event.members()) {
      add_member(s, fixed_of<Id>(member->organisation()),
                 {s.source, MembershipKind::kOpening, as_of, true, std::nullopt});
    }
  }
  if (event.offices() == nullptr) return;
  for (const fb::OpeningOffice* office : *event.offices()) fold_opening_office(s, *office, as_of);
}

void unfold_opening(const Saying& s, const fb::OpeningState& event) {
  if (event.members() != nullptr) {
    for (const fb::OpeningMember* member : *event.members()) {
      remove_member(s, fixed_of<Id>(member->organisation()));
    }
  }
  if (event.offices() == nullptr) return;
  for (const fb::OpeningOffice* office : *event.offices()) {
    if (const auto organisation = optional_of<Id>(office->organisation())) {
      s.writer.remove<OfficeFact>(row_key("agO", kPosts, fb::Role::HEAD, *organisation), s.source);
    }
    if (office->body() == nullptr) continue;
    if (const auto body = s.state().body_of(fixed_of<Hash>(office->body()))) {
      s.writer.remove<TermFact>(row_key("agK", *body), s.source);
      unfold_named(s, *body);
    }
  }
}

// --- keys ----------------------------------------------------------------------------------------

void fold_key(const Saying& s) {
  const auto day = static_cast<std::int32_t>(s.place.today);
  if (const auto* event = s.payload.as<fb::KeyIntroduced>()) {
    const fb::Role role = event->capacity()->role();
    if (role != fb::Role::HEAD && role != fb::Role::ACTING_HEAD) return;
    s.writer.put(row_key("agY", fixed_of<ledger::PublicKey>(event->key())), day);
  } else if (const auto* recovered = s.payload.as<fb::KeyRecovered>()) {
    s.writer.erase(row_key("agY", fixed_of<ledger::PublicKey>(recovered->old_key())));
    s.writer.put(row_key("agY", fixed_of<ledger::PublicKey>(recovered->new_key())), day);
  } else if (const auto* revoked = s.payload.as<fb::KeyRevoked>()) {
    s.writer.erase(row_key("agY", fixed_of<ledger::PublicKey>(revoked->key())));
  }
}

void fold_genesis(const Saying& s, const fb::LedgerCreated& event) {
  s.writer.put("agF", fixed_of<Id>(event.operator_organisation()->organisation()));
  s.writer.put("agZ", event.default_zone_minutes());
  fold_profile(s, *event.operator_organisation());
}

}  // namespace

DayRange occurred_on(const Saying& s) {
  const auto* dates = s.candidate.body.table().dates();
  return dates == nullptr ? DayRange{} : days_of(dates->occurred());
}

void fold_registers(const Saying& s) {
  if (const auto* event = s.payload.as<fb::LedgerCreated>()) return fold_genesis(s, *event);
  if (const auto* event = s.payload.as<fb::OrganisationRegistered>()) {
    return fold_profile(s, *event->profile());
  }
  if (const auto* event = s.payload.as<fb::OrganisationChanged>()) return fold_change(s, *event);
  if (const auto* event = s.payload.as<fb::OfficeHolderChanged>()) return fold_office(s, *event);
  if (const auto* event = s.payload.as<fb::RepresentativeAuthorised>()) {
    return fold_power(s, *event);
  }
  if (const auto* event = s.payload.as<fb::RegionDeclared>()) return fold_region(s, *event);
  if (const auto* event = s.payload.as<fb::ClusterCreated>()) return fold_cluster(s, *event);
  if (const auto* event = s.payload.as<fb::CharterAdopted>()) return fold_charter(s, *event);
  if (const auto* event = s.payload.as<fb::OrderIssued>()) return fold_order(s, *event);
  if (const auto* event = s.payload.as<fb::MembershipConsentRecorded>()) {
    return fold_consent(s, *event);
  }
  if (const auto* event = s.payload.as<fb::AccessionApplied>()) {
    return add_member(
        s, fixed_of<Id>(event->applicant()),
        {s.source, MembershipKind::kApplied, days_of(event->applied_on()), true, std::nullopt});
  }
  if (const auto* event = s.payload.as<fb::WithdrawalNoticeRecorded>()) {
    return fold_withdrawal(s, *event);
  }
  if (const auto* event = s.payload.as<fb::OpeningState>()) return fold_opening(s, *event);
  fold_key(s);
}

void unfold_registers(const Saying& s) {
  const auto remove_members = [&](const auto* list) {
    if (list == nullptr) return;
    for (const auto* field : *list) remove_member(s, fixed_of<Id>(field));
  };
  if (const auto* event = s.payload.as<fb::OrganisationRegistered>()) {
    s.writer.remove<CategoryFact>(category_row(fixed_of<Id>(event->profile()->organisation())),
                                  s.source);
  } else if (const auto* changed = s.payload.as<fb::OrganisationChanged>()) {
    s.writer.remove<CategoryFact>(category_row(fixed_of<Id>(changed->organisation())), s.source);
  } else if (const auto* office = s.payload.as<fb::OfficeHolderChanged>()) {
    s.writer.remove<OfficeFact>(office_row(s, *office), s.source);
  } else if (const auto* power = s.payload.as<fb::RepresentativeAuthorised>()) {
    s.writer.remove<PowerFact>(row_key("agT", fixed_of<Id>(power->organisation())), s.source);
  } else if (const auto* cluster = s.payload.as<fb::ClusterCreated>()) {
    const Id id = fixed_of<Id>(cluster->cluster());
    if (cluster->intended_participants() == nullptr) return;
    for (const auto* field : *cluster->intended_participants()) {
      s.writer.remove<MembershipFact>(member_row(id, fixed_of<Id>(field)), s.source);
    }
  } else if (s.payload.type() == Payload::CharterAdopted) {
    s.writer.remove<CharterFact>(row_key("agH", s.place.scope), s.source);
    s.writer.erase(row_key("agP", s.source));
  } else if (const auto* order = s.payload.as<fb::OrderIssued>()) {
    remove_members(order->included());
    remove_members(order->excluded());
  } else if (const auto* consent = s.payload.as<fb::MembershipConsentRecorded>()) {
    remove_member(s, fixed_of<Id>(consent->organisation()));
  } else if (const auto* applied = s.payload.as<fb::AccessionApplied>()) {
    remove_member(s, fixed_of<Id>(applied->applicant()));
  } else if (const auto* notice = s.payload.as<fb::WithdrawalNoticeRecorded>()) {
    remove_member(s, fixed_of<Id>(notice->organisation()));
  } else if (const auto* opening = s.payload.as<fb::OpeningState>()) {
    unfold_opening(s, *opening);
  }
}

}  // namespace projections::internal
