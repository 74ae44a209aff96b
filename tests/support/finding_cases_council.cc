// SPDX-License-Identifier: Apache-2.0
// Findings about members, bodies, meetings, ballots, decisions and protocols.
#include <fmt/format.h>

#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace support {

TomskCouncil::TomskCouncil(std::uint64_t members, const CharterEdits& edits) : b("tomsk", edits) {
  b.members(members);
  council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
}

std::string TomskCouncil::decide(std::uint64_t number, const std::string& on,
                                 const std::string& votes, const std::string& kind,
                                 const std::string& more, const std::string& more_of_ballot) {
  meeting = b.meeting(number, council, on);
  std::vector<std::uint64_t> present;
  std::uint64_t seat = 0;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    ++seat;
    if (votes[i] == '!')
      ++i;
    else if (votes[i] != '-')
      present.push_back(seat);
  }
  b.attendance(meeting, present);
  ballot = b.ballot(number, meeting, kind, more_of_ballot);
  seat = 0;
  for (const char letter : votes) {
    if (letter == '!') continue;
    ++seat;
    if (letter != '-') b.votes(ballot, std::string(1, letter), seat);
  }
  b.close(ballot);
  return b.decision(number, meeting, ballot, kind, more);
}

namespace {

/// The chair's seat is 1, elected on 2021-04-05 for five years.
TomskCouncil chaired() {
  TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  return t;
}

std::string convened(ChronicleBuilder& b, const std::string& council, std::uint64_t number,
                     const std::string& on, const std::string& by,
                     const std::string& more = R"("form":"IN_PERSON")") {
  return b.add("MeetingConvened",
               fmt::format(R"({{"meeting":@t:{},"kind":"BODY_MEETING","body":"{}","wording":{{
                   "title":"Заседание"}},"convened_by":{},"agenda_state":"SENT",
                   "takes_place_on":@d:{},{}}})",
                           2'000 + number, council, by, on, more));
}

ChronicleBuilder chair_acts_on(const char* day) {
  TomskCouncil t = chaired();
  convened(t.b, t.council, 1, day, R"({"by":"CHAIR","seat":@o:1})");
  return std::move(t.b);
}

/// An expert council of seats t:1 to t:11; its chair is t:1 from the day of the decision.
struct Experts {
  explicit Experts(
      const std::string& term = R"(,"term":{"kind":"LENGTH","length":{"count":3,"unit":"YEARS"}})")
      : t(4) {
    const auto decided = t.decide(1, "2021-04-05", "ffff", "COMPOSITION");
    experts =
        t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05",
                 ChronicleBuilder::seats(1, 11) + fmt::format(R"(,"decision":"{}")", decided));
    t.decide(2, "2021-04-12", "ffff", "APPOINTMENT",
             fmt::format(R"(,"body":"{}","offices":[{{"body":"{}","seat":@t:1,"office":"CHAIR",
                 "mode":"APPOINTED"{}}}])",
                         t.council, experts, term));
  }
  std::string opinion(const std::string& parts) {
    const auto ballot = t.b.ballot(3, "", "OPINION",
                                   fmt::format(R"(,"body":"{}","closes":@d:2021-05-20)", experts));
    t.b.votes(ballot, "ffffff", 1, 't');
    t.b.close(ballot);
    How how;
    how.occurred = "2021-05-20";
    return t.b.add("DecisionDeclared",
                   fmt::format(R"({{"decision":@t:4003,"body":"{}","ballot":"{}","kind":"OPINION",
                       "wording":{{"title":"Заключение"}},"stated_result":"ADOPTED"{}}})",
                               experts, ballot, parts),
                   how);
  }
  TomskCouncil t;
  std::string experts;
};

/// Eight participants since 2017-12-01 and a council of their representatives.
struct Smolensk {
  Smolensk() : b("smolensk", {}, "2017-01-01") {
    agreement = concluded_agreement(b, 8, "2017-12-01");
    council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01",
                     R"(,"seats":[{"seat":@t:801,"organisation":@o:8},
                        {"seat":@t:802,"organisation":@o:8}])");
    b.organisation(9, "EMPLOYER");
  }
  std::string accede(const std::string& choices, char second, bool applied = true) {
    if (applied) b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
    meeting = b.meeting(1, council, "2018-02-01");
    std::string list;
    for (int seat = 1; seat <= 7; ++seat) {
      list += fmt::format(R"({{"seat":@o:{},"form":"IN_PERSON"}},)", seat);
    }
    b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{}{{"seat":@t:801,"form":"IN_PERSON"}},
              {{"seat":@t:802,"form":"IN_PERSON"}}]}})",
                      meeting, list));
    const auto ballot = b.ballot(1, meeting, "ACCESSION");
    b.votes(ballot, choices);
    b.votes(ballot, std::string("f") + second, 801, 't');
    b.close(ballot);
    return b.decision(1, meeting, ballot, "ACCESSION", R"(,"admits":[@o:9])");
  }
  ChronicleBuilder b;
  std::string agreement, council, meeting;
};

// --- members -------------------------------------------------------------------------------------

ChronicleBuilder included(const char* category, const char* answer, const char* issuer = "@o:100",
                          bool claimed = false) {
  ChronicleBuilder b;
  if (claimed) b.complete(R"("MEMBERSHIP")", "2021-01-01");
  b.organisation(1, category);
  if (*answer != '\0') b.consent(1, answer, "2021-03-01");
  b.add("OrderIssued", fmt::format(R"({{"act":{{"kind":"ORDER","issuer":{},"printed":[{{"place":
      "HEADER","number":"1","date":@d:2021-03-17}}]}},"wording":{{"title":"О составе"}},
      "included":[@o:1]}})",
                                   issuer));
  return b;
}

ChronicleBuilder smolensk_notice(const char* form, const char* to, const char* intended) {
  Smolensk s;
  s.b.add("WithdrawalNoticeRecorded",
          fmt::format(R"({{"organisation":@o:1,"act":"GIVEN","to":{},"received_on":@d:2023-06-30,
              "intended_exit_on":@d:{},"form":"{}"}})",
                      to, intended, form));
  return std::move(s.b);
}

constexpr const char* kToCouncil = R"({"kind":"BODY","body":{"kind":"COORDINATION_COUNCIL"}})";

void add_members(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TO_1", "CATEGORY_NOT_ALLOWED",
        [](bool bad) { return included(bad ? "UNIVERSITY" : "EMPLOYER", "CONSENT"); }, "1"},
       {"TO_2", "NO_CONSENT",
        [](bool bad) { return included("EMPLOYER", bad ? "REFUSAL" : "CONSENT"); }, "2"},
       {"TO_2_Unrecorded", "NO_CONSENT",
        [](bool claimed) { return included("EMPLOYER", "", "@o:100", claimed); }, "2"},
       {"TO_2", "WRONG_ISSUER",
        [](bool bad) { return included("EMPLOYER", "CONSENT", bad ? "@o:77" : "@o:100"); }, "2"},
       {"TO_2", "UNREGULATED_ACTION",
        [](bool bad) {
          TomskCouncil t(4);
          if (bad) t.b.order("2021-06-01", {}, {1});
          return std::move(t.b);
        }},
       {"TO_3_Council", "SEAT_WITHOUT_HEAD",
        [](bool bad) {
          TomskCouncil t(4);
          if (bad) t.b.head(2, "RELEASED", "2022-02-01");
          return std::move(t.b);
        },
        "3"},
       {"SM_5_2", "NO_APPLICATION",
        [](bool bad) {
          Smolensk s;
          s.b.complete(R"("MEMBERSHIP")", "2017-01-01");
          s.accede("fffffff", 'f', !bad);
          return std::move(s.b);
        },
        "5.2"},
       {"SM_5_2_Unrecorded", "NO_APPLICATION",
        [](bool claimed) {
          Smolensk s;
          if (claimed) s.b.complete(R"("MEMBERSHIP")", "2017-01-01");
          s.accede("fffffff", 'f', false);
          return std::move(s.b);
        },
        "5.2"},
       {"SM_5_2", "NO_UNANIMITY",
        [](bool bad) {
          Smolensk s;
          s.accede(bad ? "ffffffs" : "fffffff", 'f');
          return std::move(s.b);
        },
        "5.2"},
       {"SM_6_5", "NOTICE_TOO_SHORT",
        [](bool bad) {
          return smolensk_notice("WRITTEN", kToCouncil, bad ? "2023-08-29" : "2023-08-30");
        },
        "6.5"},
       {"SM_6_5", "ORAL_NOTICE",
        [](bool bad) {
          return smolensk_notice(bad ? "ORAL" : "WRITTEN", kToCouncil, "2023-12-31");
        },
        "6.5"},
       {"SM_6_5", "NOTICE_ADDRESSEE",
        [](bool bad) {
          return smolensk_notice(
              "WRITTEN", bad ? R"({"kind":"ORGANISATION","organisation":@o:2})" : kToCouncil,
              "2023-12-31");
        },
        "6.5"}});
}

// --- roles and bodies ----------------------------------------------------------------------------

constexpr std::uint64_t kOutsider = 50;

ChronicleBuilder cluster_operator(std::uint64_t organisation, const char* category) {
  ChronicleBuilder b("tula");
  concluded_agreement(b, 3, "2023-08-15");
  if (organisation == kOutsider) b.organisation(kOutsider, "EMPLOYER");
  How region;
  region.of_region = true;
  b.add("OrganisationChanged",
        fmt::format(R"({{"organisation":@o:{0},"kind":"RECATEGORISED","from":@d:2020-01-01,
            "category":{{"category":"{1}","educational":{2}}}}})",
                    organisation, category, std::string_view(category) == "COLLEGE"),
        region);
  b.add("OfficeHolderChanged",
        fmt::format(R"({{"organisation":@o:{},"role":"CLUSTER_OPERATOR","change":"APPOINTED",
            "from":@d:2023-09-01}})",
                    organisation));
  return b;
}

ChronicleBuilder expert_council(const char* votes, bool named, const std::string& decider = {}) {
  TomskCouncil t(4);
  std::string body = decider;
  if (decider == "group") {
    const auto other = t.b.body(5, "PARTICIPANTS_MEETING", "EXPLICIT", "2021-03-17",
                                ChronicleBuilder::seats(51, 2));
    body = fmt::format(R"(,"body":"{}")", other);
  }
  const auto decided = t.decide(1, "2021-04-05", votes, "COMPOSITION", body);
  t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05",
           ChronicleBuilder::seats(1, 3) +
               (named ? fmt::format(R"(,"decision":"{}")", decided) : std::string()));
  return std::move(t.b);
}

void add_bodies(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TU_4z", "OPERATOR_NOT_MEMBER",
        [](bool bad) { return cluster_operator(bad ? kOutsider : 1, "COLLEGE"); }, "4.з"},
       {"TU_4z", "OPERATOR_NOT_EDUCATIONAL",
        [](bool bad) { return cluster_operator(1, bad ? "EMPLOYER" : "COLLEGE"); }, "4.з"},
       {"TU_4v", "PARTICIPANT_UNREPRESENTED",
        [](bool bad) {
          ChronicleBuilder b("tula");
          concluded_agreement(b, 2, "2023-08-15");
          b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
          b.complete(R"("OFFICES")", "2020-01-01");
          for (int one = 1; one <= (bad ? 1 : 2); ++one) {
            b.add("RepresentativeAuthorised",
                  fmt::format(R"({{"organisation":@o:{0},"person":{{"person":@p:{0}}},
                      "scopes":["VOTE"],"power":{{"kind":"ORDER","number":"1",
                      "from":@d:2023-08-15}}}})",
                              one));
          }
          return b;
        },
        "4.в"},
       {"TO_3d", "DECISION_REQUIRED", [](bool bad) { return expert_council("ffff", !bad); }, "3#4"},
       {"TO_3d", "DECISION_NOT_ADOPTED",
        [](bool bad) { return expert_council(bad ? "faaa" : "ffff", true); }, "3#4"},
       {"TO_3d", "WRONG_BODY",
        [](bool bad) { return expert_council("ffff", true, bad ? "group" : ""); }, "3#4"},
       {"TO_12a", "WORKING_GROUP_MEMBER",
        [](bool bad) {
          Experts e;
          e.t.b.body(3, "WORKING_GROUP", "EXPLICIT", "2021-06-01",
                     ChronicleBuilder::seats(bad ? 11 : 10, 2) +
                         fmt::format(R"(,"parent":"{}")", e.experts));
          return std::move(e.t.b);
        },
        "12#1"}});
}

// --- meetings ------------------------------------------------------------------------------------

void add_meetings(std::vector<FindingCase>& out) {
  out.insert(out.end(),
             {{"TO_5", "CONVENED_BY_OTHER",
               [](bool bad) {
                 TomskCouncil t = chaired();
                 convened(t.b, t.council, 1, "2021-05-05",
                          bad ? R"({"by":"OPERATOR"})" : R"({"by":"CHAIR"})");
                 return std::move(t.b);
               },
               "5"},
              {"TO_6", "AGENDA_NOT_BY_CHAIR",
               [](bool bad) {
                 TomskCouncil t = chaired();
                 convened(t.b, t.council, 1, "2021-05-05", R"({"by":"CHAIR"})",
                          std::string(R"("form":"IN_PERSON","agenda_by":)") +
                              (bad ? R"({"by":"ANY_MEMBER","seat":@o:3})" : R"({"by":"CHAIR"})"));
                 return std::move(t.b);
               },
               "6"},
              {"TO_4_Forms", "FORM_NOT_ALLOWED",
               [](bool bad) {
                 TomskCouncil t(4);
                 convened(t.b, t.council, 1, "2021-05-05", R"({"by":"CHAIR"})",
                          bad ? R"("form":"BY_BALLOT")" : R"("form":"REMOTE")");
                 return std::move(t.b);
               },
               "4"},
              {"TO_Order2", "CHARTER_NOT_IN_FORCE",
               [](bool bad) {
                 ChronicleBuilder b("tomsk", {}, "2020-10-26");
                 const auto council = b.body(1, "COORDINATION_COUNCIL", "EXPLICIT", "2020-01-01",
                                             ChronicleBuilder::seats(1, 4));
                 b.meeting(1, council, bad ? "2020-10-25" : "2020-10-26");
                 return b;
               }},
              {"TO_3_Council", "AUTHORITY_NOT_EVIDENCED",
               [](bool bad) {
                 TomskCouncil t(4);
                 const auto held = t.b.meeting(1, t.council, "2021-04-05");
                 t.b.add(
                     "AttendanceRecorded",
                     fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON",
                      "acting":{{"acting_as":"DEPUTY_HEAD"{}}}}}]}})",
                                 held, bad ? "" : R"(,"authority":{"kind":"ORDER","number":"5"})"));
                 return std::move(t.b);
               },
               "3"},
              {"SM_Stamp", "BODY_BEFORE_BASIS",
               [](bool bad) {
                 Smolensk s;
                 const auto met = s.b.meeting(1, s.council, bad ? "2017-11-17" : "2017-12-05");
                 s.b.decision(1, met, "", "OTHER", fmt::format(R"(,"about":["{}"])", s.agreement));
                 return std::move(s.b);
               }},
              {"TO_3c", "CHAIR_TERM_EXPIRED",
               [](bool bad) { return chair_acts_on(bad ? "2026-04-06" : "2026-04-05"); }, "3#3"},
              {"TO_3c", "CHAIR_LOST_SEAT",
               [](bool bad) {
                 TomskCouncil t = chaired();
                 t.b.head(1, "RELEASED", "2022-02-01");
                 convened(t.b, t.council, 1, bad ? "2022-02-01" : "2022-01-31",
                          R"({"by":"CHAIR","seat":@o:1})");
                 return std::move(t.b);
               },
               "3#3"}});
}

// --- ballots and decisions -----------------------------------------------------------------------

ChronicleBuilder elected(std::uint64_t seat, const std::string& more) {
  TomskCouncil t(4);
  t.b.elect(t.council, seat, 4, "2021-04-05", more);
  return std::move(t.b);
}

std::string years(int count) {
  return fmt::format(R"(,"term":{{"kind":"LENGTH","length":{{"count":{},"unit":"YEARS"}}}})",
                     count);
}

std::string agenda(int items) {
  std::string out;
  for (int one = 1; one <= items; ++one) {
    out +=
        fmt::format(R"({}{{"number":{},"wording":{{"title":"Вопрос"}}}})", one > 1 ? "," : "", one);
  }
  return fmt::format(R"(,"agenda":[{}])", out);
}

void add_ballots(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TO_4_Quorum", "NO_QUORUM",
        [](bool bad) {
          TomskCouncil t(9);
          t.decide(1, "2021-04-05", bad ? "ffff-----" : "fffff----", "RECOMMENDATION");
          return std::move(t.b);
        },
        "4"},
       {"TO_7_1", "RESULT_MISMATCH",
        [](bool bad) {
          TomskCouncil t(9);
          t.decide(1, "2021-04-05", bad ? "ffffaaass" : "fffffaass", "RECOMMENDATION");
          return std::move(t.b);
        },
        "7#1"},
       {"TO_7_1", "SECRET_BALLOT",
        [](bool bad) {
          TomskCouncil t(4);
          const auto held = t.b.meeting(1, t.council, "2021-04-05");
          t.b.add("BallotOpened",
                  fmt::format(R"({{"ballot":@t:3001,"meeting":"{}","kind":"RECOMMENDATION",
                      "question":{{"title":"Вопрос"}},"openness":"{}","opened_by":{{
                      "by":"CHAIR"}}}})",
                              held, bad ? "SECRET" : "OPEN"));
          return std::move(t.b);
        },
        "7#1"},
       {"TO_7_1", "SEAT_ABSENT",
        [](bool bad) {
          TomskCouncil t(4);
          t.decide(1, "2021-04-05", bad ? "fff!f" : "ffff", "RECOMMENDATION");
          return std::move(t.b);
        }},
       {"TO_3_Council", "SEAT_UNKNOWN",
        [](bool bad) {
          TomskCouncil t(4);
          t.b.organisation(77, "EMPLOYER");
          t.decide(1, "2021-04-05", "ffff", "RECOMMENDATION");
          if (bad) t.b.votes(t.ballot, "f", 77);
          return std::move(t.b);
        }},
       {"SM_5_2", "REPRESENTATIVES_DISAGREE",
        [](bool bad) {
          Smolensk s;
          s.accede("fffffff", bad ? 'a' : 'f');
          return std::move(s.b);
        }},
       {"TO_10", "BASE_AMBIGUOUS",
        [](bool bad) {
          if (bad) return ChronicleBuilder("tomsk");
          return ChronicleBuilder("tomsk", {{R"("clause": "10#1",
      "certainty": "ASSUMED")",
                                             R"("clause": "10#1",
      "certainty": "STATED")"}});
        },
        "10#1"},
       {"TO_12b", "BALLOT_OPENED_BY_OTHER",
        [](bool bad) {
          Experts e;
          e.t.b.add("BallotOpened",
                    fmt::format(R"({{"ballot":@t:3003,"body":"{}","kind":"OPINION","question":{{
                        "title":"Заключение"}},"openness":"OPEN","opened_by":{{"by":"{}"}},
                        "closes":@d:2021-05-20}})",
                                e.experts, bad ? "OPERATOR" : "CHAIR"));
          return std::move(e.t.b);
        },
        "12#2"},
       {"TO_3_AbsentChair", "BALLOT_OPENED_BY_OTHER",
        [](bool bad) {
          TomskCouncil t(
              4, {{R"("ballots_opened_by": "NOT_STATED")", R"("ballots_opened_by": "CHAIR")"}});
          t.b.elect(t.council, 1, 4, "2021-04-05");
          t.meeting = t.b.meeting(1, t.council, "2021-05-05");
          std::vector<std::uint64_t> present{2, 3, 4};
          if (bad) present.push_back(1);
          t.b.attendance(t.meeting, present, R"(,"presiding":{"seat":@o:2,"form":"IN_PERSON"})");
          t.b.add("BallotOpened",
                  fmt::format(R"({{"ballot":@t:3001,"meeting":"{}","kind":"RECOMMENDATION",
                             "question":{{"title":"Вопрос"}},"openness":"OPEN",
                             "opened_by":{{"by":"ANY_MEMBER","seat":@o:2}}}})",
                              t.meeting));
          return std::move(t.b);
        }},
       {"Trap_27_LateRecording", "OUTCOME_CHANGED_LATE", [](bool bad) {
          TomskCouncil t(9);
          t.decide(1, "2021-04-05", "ffffs----", "RECOMMENDATION");
          if (bad) t.b.attendance(t.meeting, {1, 2, 3, 4, 5, 6, 7, 8, 9});
          return std::move(t.b);
        }}});
}

void add_decisions(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TO_3b", "OUT_OF_COMPETENCE",
        [](bool bad) {
          TomskCouncil t(4);
          t.decide(1, "2021-04-05", "ffff", bad ? "EXCLUSION" : "RECOMMENDATION");
          return std::move(t.b);
        },
        "3"},
       {"TO_6", "OFF_AGENDA_DECISION",
        [](bool bad) {
          TomskCouncil t(4);
          const auto held = t.b.meeting(1, t.council, "2021-04-05", agenda(2));
          t.b.attendance(held, {1, 2, 3});
          t.b.decision(1, held, "", "RECOMMENDATION",
                       fmt::format(R"(,"agenda_item":{})", bad ? 3 : 2));
          return std::move(t.b);
        },
        "ГК 181.5"},
       {"TO_9", "OPINION_INCOMPLETE",
        [](bool bad) {
          Experts e;
          e.opinion(bad ? R"(,"opinion_parts":["ANALYSIS"])"
                        : R"(,"opinion_parts":["ANALYSIS","RECOMMENDATIONS"])");
          return std::move(e.t.b);
        },
        "9"},
       {"PR_Heading", "NOT_A_BODY_MEETING",
        [](bool bad) {
          TomskCouncil t(4);
          const auto conference = t.b.meeting(1, "", "2022-12-06");
          t.b.decision(1, conference, "", "ELECTION",
                       bad ? fmt::format(R"(,"offices":[{{"body":"{}","seat":@o:1,"office":"CHAIR",
                           "mode":"ELECTED"}}])",
                                         t.council)
                           : std::string());
          return std::move(t.b);
        }},
       {"TO_3c", "CHAIR_NOT_ELIGIBLE", [](bool bad) { return elected(bad ? 77 : 1, ""); }, "3#3"},
       {"TO_3c", "TERM_NOT_ALLOWED", [](bool bad) { return elected(1, years(bad ? 4 : 5)); },
        "3#3"},
       {"TO_3c", "TERM_OVERLAP",
        [](bool bad) {
          TomskCouncil t = chaired();
          t.b.elect(t.council, bad ? 1 : 2, 4, "2023-04-05");
          return std::move(t.b);
        },
        "3#3"},
       {"TO_11", "TERM_NOT_STATED",
        [](bool bad) {
          Experts e(bad ? "" : years(5));
          return std::move(e.t.b);
        },
        "11"},
       {"SM_5_2", "PROTOCOL_MISSING",
        [](bool bad) {
          Smolensk s;
          const auto decided = s.accede("fffffff", 'f');
          if (!bad) s.b.protocol(1, "1", s.meeting, {decided}, "2018-02-01");
          return std::move(s.b);
        },
        "5.2"}});
}

// --- protocols -----------------------------------------------------------------------------------

ChronicleBuilder signed_protocol(const char* meeting_on, std::uint64_t seat, bool claimed = true) {
  TomskCouncil t = chaired();
  if (claimed) t.b.complete(R"("DECISIONS")", "2021-01-01");
  const auto decided = t.decide(1, meeting_on, "ffff", "RECOMMENDATION");
  const auto paper = t.b.protocol(1, "2", t.meeting, {decided}, meeting_on);
  if (seat > 0) t.b.sign(paper, "CHAIR", seat, meeting_on);
  return std::move(t.b);
}

ChronicleBuilder numbered_protocols(const char* second, bool claimed) {
  TomskCouncil t(4);
  if (claimed) t.b.complete(R"("DECISIONS")", "2021-01-01");
  t.b.protocol(1, "1", t.b.meeting(1, t.council, "2021-04-05"), {}, "2021-04-05");
  t.b.protocol(2, second, t.b.meeting(2, t.council, "2021-05-05"), {}, "2021-05-05");
  return std::move(t.b);
}

void add_protocols(std::vector<FindingCase>& out) {
  out.insert(out.end(),
             {{"TO_8", "PROTOCOL_UNSIGNED",
               [](bool bad) { return signed_protocol("2021-05-05", bad ? 0 : 1); }, "8"},
              {"TO_8_Unrecorded", "PROTOCOL_UNSIGNED",
               [](bool claimed) { return signed_protocol("2021-05-05", 0, claimed); }, "8"},
              {"TO_8", "PROTOCOL_WRONG_SIGNER",
               [](bool bad) { return signed_protocol("2021-05-05", bad ? 3 : 1); }, "8"},
              {"TO_8", "PROTOCOL_SIGNER_TERM_EXPIRED",
               [](bool bad) { return signed_protocol(bad ? "2026-04-06" : "2026-04-05", 1); }},
              {"TO_8", "PROTOCOL_NUMBER_DUPLICATE",
               [](bool bad) { return numbered_protocols(bad ? "1" : "2", false); }},
              {"TO_8", "PROTOCOL_NUMBER_GAP",
               [](bool bad) { return numbered_protocols(bad ? "3" : "2", true); }}});
}

}  // namespace

std::vector<FindingCase> council_cases() {
  std::vector<FindingCase> out;
  add_members(out);
  add_bodies(out);
  add_meetings(out);
  add_ballots(out);
  add_decisions(out);
  add_protocols(out);
  return out;
}

}  // namespace support
