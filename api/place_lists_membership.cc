// SPDX-License-Identifier: Apache-2.0
// Participants: memberships with their grounds and ends, consents, applications, bodies, seats and
// chairs.
#include "api/council_json.h"
#include "api/internal/list_words.h"
#include "api/place_lists.h"
#include "api/view_json.h"
#include "projections/governance/told_on.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;

Json members(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::memberships_told(*place.chronicle, place.on),
                   [&](const gov::Membership& one) { return membership_json(one, telling); });
}

Json consents(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::consents_told(*place.chronicle, place.on),
                   [&](const auto& fact) { return consent_json(fact, telling); });
}

Json candidates(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  return list_json(gov::candidates_told(*place.chronicle, place.on),
                   [&](const gov::Candidate& one) { return candidate_json(one, telling); });
}

std::vector<gov::Body> bodies_on(const gov::Council& council) {
  std::vector<gov::Body> list;
  for (const ledger::Id& id : council.bodies()) {
    if (auto body = council.body(id, council.on())) list.push_back(std::move(*body));
  }
  return list;
}

Json bodies(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  return list_json(bodies_on(council),
                   [&](const gov::Body& body) { return body_json(council, body, telling); });
}

Json seats(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  Json list = Json::array();
  for (const gov::Body& body : bodies_on(council)) {
    for (const gov::SeatHolder& holder : body.holders) {
      list.push_back(seat_json(council, body, holder, telling));
    }
  }
  return list;
}

Json chairs(const PlaceOnDay& place) {
  const Telling telling = place.telling();
  const gov::Council council(*place.chronicle, place.on);
  Json list = Json::array();
  for (const ledger::Id& body : council.bodies()) {
    for (const gov::ChairTerm& term : council.chairs(body)) {
      list.push_back(chair_term_json(body, term, telling));
    }
  }
  return list;
}

PlaceList member_list() {
  PlaceList list{"members", "Member", "Members", "Memberships: since when, by what, until when",
                 members};
  list.form.filters = {
      {"organisation", {"organisation", "succeeded_by.organisation"}},
      {"member", {"member"}, truth_words()},
      {"state",
       {"state"},
       list_words(gov::MembershipState::kEffective, gov::MembershipState::kUndetermined,
                  [](gov::MembershipState state) { return gov::name_of(state); })},
      {"ground",
       {"ground"},
       list_words(gov::MembershipGround::kOrder, gov::MembershipGround::kOpening,
                  [](gov::MembershipGround ground) { return gov::name_of(ground); })},
      {"consent",
       {"consent"},
       list_words(gov::ConsentState::kGiven, gov::ConsentState::kUndetermined,
                  [](gov::ConsentState state) { return gov::name_of(state); })},
      {"category", {"category"}, list_words(fb::EnumNamesOrganisationCategory())}};
  list.form.days = {"from", "last_day"};
  list.form.texts = {"name"};
  list.form.orders = {{"name", "name"}, {"from", "from"}, {"last_day", "last_day"}};
  list.of_regions = false;
  list.id = "organisation";
  list.card = "MemberCard";
  list.card_list = "memberships";
  list.card_summary = "The memberships of one organisation";
  return list;
}

PlaceList consent_list() {
  PlaceList list{"consents", "Consent", "Consents", "Consents to membership, and refusals",
                 consents};
  list.form.filters = {{"organisation", {"organisation"}},
                       {"answer", {"answer"}, list_words(fb::EnumNamesConsentAnswer())}};
  list.form.days = {"given_on", "given_on"};
  list.form.texts = {"name"};
  list.form.orders = {{"name", "name"}, {"given_on", "given_on"}};
  list.of_regions = false;
  return list;
}

PlaceList candidate_list() {
  PlaceList list{"candidates", "Candidate", "Candidates", "Applications to join", candidates};
  list.form.filters = {{"organisation", {"organisation"}},
                       {"admitted", {"admitted"}, truth_words()}};
  list.form.days = {"applied_on", "applied_on"};
  list.form.texts = {"name"};
  list.form.orders = {{"name", "name"}, {"applied_on", "applied_on"}};
  list.of_regions = false;
  return list;
}

PlaceList body_list() {
  PlaceList list{"bodies", "BodyLine", "Bodies", "Bodies as composed on the day", bodies};
  list.form.filters = {{"kind", {"kind"}, list_words(fb::EnumNamesBodyKind())},
                       {"organisation", {"seats.organisation"}},
                       {"seat", {"seats.seat"}},
                       {"person", {"seats.person"}}};
  list.form.texts = {"title"};
  list.form.orders = {{"title", "title"}, {"from", "from"}};
  list.id = "body";
  list.card = "BodyCard";
  list.card_summary = "A body: seats, who holds them, chairs, how it was composed";
  return list;
}

PlaceList seat_list() {
  PlaceList list{"seats", "Seat", "Seats", "Seats of all bodies and who holds them on the day",
                 seats};
  list.form.filters = {{"body", {"body"}},
                       {"organisation", {"organisation"}},
                       {"seat", {"seat"}},
                       {"person", {"person"}},
                       {"state",
                        {"state"},
                        list_words(gov::SeatState::kHeld, gov::SeatState::kUnknown,
                                   [](gov::SeatState state) { return gov::name_of(state); })}};
  list.form.texts = {"organisation_name"};
  list.form.orders = {{"organisation_name", "organisation_name"}, {"since", "since"}};
  return list;
}

PlaceList chair_list() {
  PlaceList list{"chairs", "ChairTerm", "ChairTerms", "Terms in the chair of all bodies", chairs};
  list.form.filters = {{"body", {"body"}},
                       {"seat", {"seat"}},
                       {"person", {"person"}},
                       {"in_office", {"in_office"}, truth_words()}};
  list.form.days = {"from", "last_day"};
  list.form.orders = {{"from", "from"}, {"last_day", "last_day"}};
  return list;
}

}  // namespace

std::vector<PlaceList> membership_lists() {
  return {member_list(), consent_list(), candidate_list(), body_list(), seat_list(), chair_list()};
}

const std::vector<PlaceList>& place_lists() {
  static const std::vector<PlaceList> all = [] {
    std::vector<PlaceList> lists;
    for (const auto& part : {membership_lists(), council_lists(), paper_lists(), record_lists()}) {
      lists.insert(lists.end(), part.begin(), part.end());
    }
    return lists;
  }();
  return all;
}

}  // namespace api
