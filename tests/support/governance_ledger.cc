// SPDX-License-Identifier: Apache-2.0
#include "tests/support/governance_ledger.h"

#include <fmt/format.h>

#include "projections/governance_admission.h"

namespace support {

std::string thing_id(std::uint64_t number) { return hex_for(70'000'000 + number, 16); }

GovernanceLedger::GovernanceLedger(TestLedger::Where where)
    : GovernanceLedger(CharterSaid{}, where) {}

GovernanceLedger::GovernanceLedger(const CharterSaid& charter, TestLedger::Where where)
    : IdentityLedger(std::make_shared<projections::GovernanceAdmission>(), where,
                     "ledger.example/test") {
  for (std::uint64_t number = 1; number <= 5; ++number) heads_.emplace_back(710 + number);
  declare_place(charter);
  declare_members();
}

void GovernanceLedger::introduce(const TestKey& key, std::uint64_t organisation,
                                 const std::string& role, const std::string& scopes) {
  Said said = first_key(key, organisation, scopes, paper);
  const std::string from = R"("role":"SECRETARY")";
  const std::string to = fmt::format(R"("role":"{}")", role);
  for (std::string* text : {&said.payload, &said.possession_capacity}) {
    text->replace(text->find(from), from.size(), to);
  }
  must(said);
}

void GovernanceLedger::add_key(const TestKey& key, const TestKey& by, std::uint64_t organisation,
                               const std::string& role, const std::string& more,
                               const std::string& scopes) {
  Said said;
  said.type = "KeyIntroduced";
  said.author = &by;
  said.possession = &key;
  said.possession_capacity =
      fmt::format(R"({{"organisation":"{}","role":"{}"{}}})", org_id(organisation), role, more);
  said.payload = fmt::format(
      R"({{"key":"{}","kind":"PERSON","capacity":{},"organisation":"{}","scopes":[{}]}})",
      key.hex(), said.possession_capacity, org_id(organisation), scopes);
  must(said);
}

void GovernanceLedger::declare_place(const CharterSaid& charter_said) {
  for (const std::uint64_t number : {kMinistry, kCoordinatorOrganisation}) {
    must(organisation(number));
  }
  paper = must(document(1));
  Said region_said = region(1, kMinistry);
  region_said.payload.insert(
      1, fmt::format(R"("coordinator":"{}",)", org_id(kCoordinatorOrganisation)));
  must(region_said);
  introduce(ministry, kMinistry, "REGIONAL_OPERATOR",
            R"("ADMINISTER","REGISTER","RECORD","IMPORT","ACT")");
  introduce(coordinator, kCoordinatorOrganisation, "REGIONAL_COORDINATOR", R"("ADMINISTER","ACT")");
  add_key(secretary, ministry, kMinistry, "SECRETARY", {}, R"("RECORD","ACT")");
  add_key(importer, ministry, kMinistry, "ARCHIVIST", {}, R"("RECORD","IMPORT")");
  Said cluster_said = cluster(1, 1);
  cluster_said.scope_kind = "REGION";
  cluster_said.scope_id = region_id(1);
  must(cluster_said);
  Said adoption =
      native(ministry, "CharterAdopted", charter(charter_said, 1, 1, "2020-10-26", paper));
  adopted = must(adoption);
}

void GovernanceLedger::declare_members() {
  std::string included;
  for (std::uint64_t number = 1; number <= 5; ++number) {
    Said said = organisation(number);
    const std::string from = R"("category":"COLLEGE")";
    const std::string to =
        number == 5 ? R"("category":"EMPLOYER")" : R"("category":"STATE_COLLEGE_SUBORDINATE")";
    said.payload.replace(said.payload.find(from), from.size(), to);
    must(said);
    introduce(heads_[number - 1], number, "HEAD", R"("ADMINISTER","ACT")");
    must(native(heads_[number - 1], "OfficeHolderChanged",
                head_of(number, "APPOINTED", "2020-09-01")));
    included += fmt::format(R"({}"{}")", included.empty() ? "" : ",", org_id(number));
  }
  must(told("MembershipConsentRecorded",
            fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})", org_id(5),
                        day("2021-03-01"))));
  must(told("OrderIssued", order(kMinistry, fmt::format(R"(,"included":[{}])", included))));
  council = must(told("BodyComposed", body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS")));
}

Said GovernanceLedger::told(const std::string& type, const std::string& payload) const {
  Said said = native(secretary, type, payload);
  said.grade = "RECORDER";
  return said;
}

Said GovernanceLedger::native(const TestKey& author, const std::string& type,
                              const std::string& payload) const {
  Said said;
  said.type = type;
  said.payload = payload;
  said.author = &author;
  said.scope_kind = "CLUSTER";
  said.scope_id = cluster_id(1);
  return said;
}

Said GovernanceLedger::history(const std::string& type, const std::string& payload) const {
  Said said = native(importer, type, payload);
  said.grade = "DOCUMENT";
  said.evidence = paper;
  said.historical = true;
  return said;
}

std::string GovernanceLedger::day(const std::string& date) {
  return fmt::format(
      R"({{"precision":"DAY","not_before":"{0}","not_after":"{0}","source":"PRINTED"}})", date);
}

std::string GovernanceLedger::charter(const CharterSaid& said, std::uint64_t number,
                                      unsigned version, const std::string& effective,
                                      const std::string& basis, const std::string& more) {
  const std::string exempt = said.consent == "REQUIRED_EXCEPT"
                                 ? R"("consent_not_needed_from":["STATE_COLLEGE_SUBORDINATE"],)"
                                 : "";
  const std::string membership = fmt::format(
      R"({{"include_by":"{}","order_issuer":"{}","consent":"{}",{}
      "categories":["STATE_COLLEGE_SUBORDINATE","COLLEGE","EMPLOYER"],"exclusion":"ORDER",
      "excluded_last_day":"DAY_OF_ACT","member_on_first_day":true{}}})",
      said.include_by, org_id(kMinistry), said.consent, exempt, said.more_membership);
  const std::string council = fmt::format(
      R"({{"kind":"COORDINATION_COUNCIL","organ_of_cluster":true,"seats":"HEADS_OF_MEMBERS",
      "seats_from":"MEMBER_HEADS","composed_by":"RULE_ITSELF","vacant_seats_counted":true,
      "acting_head_needs_authority":true,"quorum":{{"numerator":1,"denominator":2,
      "relation":"AT_LEAST","base":"MEMBERS_TOTAL"}},"majority":{{"numerator":1,"denominator":2,
      "relation":"MORE_THAN","base":"PRESENT"}},"casting_vote":{{"holder":"CHAIR",
      "with_abstentions":"ALLOW"}},"agenda_by":"CHAIR","chair":{{"mode":"ELECTED",
      "by":{{"kind":"COORDINATION_COUNCIL"}},"term":{{"count":5,"unit":"YEARS"}},
      "term_relation":"EXACTLY","from_seats":true}},"missing_chair":{{"convenes":"OPERATOR",
      "presides":"MEMBERS_CHOOSE","signs":"MEMBERS_CHOOSE"}},{}}})",
      said.council);
  return fmt::format(
      R"({{"charter":"{}","version":{},"wording":{{"title":"Положение"}},"parameters":
      {{"membership":{},"bodies":[{}{}],"calendar":{{"calendar":"ru","week":"FIVE_DAY",
      "zone_minutes":420,"until_inclusive":true,"academic_year_month":9,
      "academic_year_day":1}}{}}},"sources":[{{"path":"membership","clause":"2",
      "certainty":"STATED"}},{{"path":"bodies.COORDINATION_COUNCIL","clause":"7",
      "certainty":"STATED"}}],"effective":{},"basis":{{"kind":"REGULATION","document":"{}"}}{}}})",
      thing_id(number), version, membership, council, said.more_bodies, said.more, day(effective),
      basis, more);
}

std::string GovernanceLedger::head_of(std::uint64_t organisation, const std::string& change,
                                      const std::string& from, const std::string& more) {
  return fmt::format(R"({{"organisation":"{}","role":"HEAD","change":"{}","from":{}{}}})",
                     org_id(organisation), change, day(from), more);
}

std::string GovernanceLedger::order(std::uint64_t issuer, const std::string& lists) {
  return fmt::format(
      R"({{"act":{{"kind":"ORDER","issuer":"{}","printed":[{{"place":"HEADER","number":"17",
      "date":{}}}]}},"wording":{{"title":"О составе кластера"}}{}}})",
      org_id(issuer), day("2021-03-17"), lists);
}

std::string GovernanceLedger::body(std::uint64_t number, const std::string& kind,
                                   const std::string& rule, const std::string& more) {
  return fmt::format(
      R"({{"body":"{}","kind":"{}","wording":{{"title":"Совет"}},"rule":"{}","from":{}{}}})",
      thing_id(1'000 + number), kind, rule, day("2021-03-17"), more);
}

std::string GovernanceLedger::meeting(std::uint64_t number, const std::string& date,
                                      const std::string& more) const {
  return fmt::format(
      R"({{"meeting":"{}","kind":"BODY_MEETING","body":"{}","wording":{{"title":"Заседание"}},
      "convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT","takes_place_on":{}{}}})",
      thing_id(2'000 + number), council, day(date), more);
}

std::string GovernanceLedger::attendance(const std::string& meeting,
                                         const std::vector<std::uint64_t>& present,
                                         const std::string& more) {
  std::string list;
  for (const std::uint64_t seat : present) {
    list += fmt::format(R"({}{{"seat":"{}","form":"IN_PERSON"}})", list.empty() ? "" : ",",
                        org_id(seat));
  }
  return fmt::format(R"({{"meeting":"{}","present":[{}]{}}})", meeting, list, more);
}

std::string GovernanceLedger::ballot(std::uint64_t number, const std::string& meeting,
                                     const std::string& more) const {
  const std::string at =
      meeting.empty() ? std::string() : fmt::format(R"("meeting":"{}",)", meeting);
  const bool kind = more.find("\"kind\"") != std::string::npos;
  return fmt::format(
      R"({{"ballot":"{}","body":"{}",{}"question":{{"title":"Вопрос"}},"openness":"OPEN",
      "opened_by":{{"by":"CHAIR"}}{}{}}})",
      thing_id(3'000 + number), council, at, kind ? "" : R"(,"kind":"RECOMMENDATION")", more);
}

std::string GovernanceLedger::vote(const std::string& ballot, std::uint64_t seat,
                                   const std::string& choice, const std::string& more) {
  return fmt::format(R"({{"ballot":"{}","seat":"{}","choice":"{}"{}}})", ballot, org_id(seat),
                     choice, more);
}

std::string GovernanceLedger::decision(std::uint64_t number, const std::string& more) const {
  return fmt::format(
      R"({{"decision":"{}","body":"{}","wording":{{"title":"Решение"}},
      "stated_result":"ADOPTED"{}}})",
      thing_id(4'000 + number), council, more);
}

std::string GovernanceLedger::meeting_closed(const std::string& meeting) {
  return fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", meeting);
}

std::string GovernanceLedger::on_ballot(const std::string& ballot) {
  return fmt::format(R"({{"ballot":"{}"}})", ballot);
}

std::string GovernanceLedger::held_meeting(std::uint64_t number, const std::string& date) {
  const std::string held = must(told("MeetingConvened", meeting(number, date)));
  must(told("AttendanceRecorded", attendance(held, {1, 2, 3, 4, 5})));
  return held;
}

std::string GovernanceLedger::closed_ballot(std::uint64_t number, const std::string& meeting,
                                            const std::vector<std::string>& votes,
                                            const std::string& more) {
  const std::string opened = must(told("BallotOpened", ballot(number, meeting, more)));
  std::uint64_t seat = 0;
  for (const std::string& choice : votes) must(told("VoteCast", vote(opened, ++seat, choice)));
  must(told("BallotClosed", on_ballot(opened)));
  return opened;
}

void GovernanceLedger::elect_chair(const std::string& date) {
  const std::string held = held_meeting(900, date);
  const std::string opened =
      closed_ballot(900, held, {"FOR", "FOR", "FOR", "FOR", "FOR"}, R"(,"kind":"ELECTION")");
  must(told("DecisionDeclared",
            decision(900, fmt::format(
                              R"(,"meeting":"{}","ballot":"{}","kind":"ELECTION","offices":
                              [{{"body":"{}","seat":"{}","office":"CHAIR","mode":"ELECTED"}}])",
                              held, opened, council, org_id(1)))));
  must(told("MeetingClosed", meeting_closed(held)));
}

}  // namespace support
