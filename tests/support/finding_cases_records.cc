// SPDX-License-Identifier: Apache-2.0
// Findings about texts of acts, people, conferences and the journal itself.
#include <fmt/format.h>

#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace support {

std::string register_document(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                              const std::string& more) {
  return b.add("DocumentRegistered",
               fmt::format(R"({{"document":@t:{0},"kind":"{1}","title":"Документ","edition":1,
                   "rendition":"ORIGINAL","file":{{"binding":"PLAIN_HASH","sha256":"{2}",
                   "bytes":100,"media_type":"text/plain"}}{3}}})",
                           8'000 + number, kind, ledger::test::hex_of(8'000 + number, 32), more));
}

void create_ledger(ChronicleBuilder& b, std::uint64_t root) {
  const auto key = [](std::uint64_t number) { return ledger::test::hex_of(number, 32); };
  How region;
  region.of_region = true;
  b.add("LedgerCreated",
        fmt::format(R"({{"origin":"ledger.example/tests","random":"{}","operator_organisation":{{
            "organisation":@o:{},"names":[{{"kind":"FULL","text":"Оператор"}}],
            "category":"REGIONAL_BODY"}},"root_key":"{}","recovery":{{"keys":["{}"],"k":1}},
            "service_key":"{}","checkpoint_key":"{}"}})",
                    key(1), kOperator, key(root), key(91), key(92), key(93)),
        region);
}

void introduce_key(ChronicleBuilder& b, std::uint64_t number, How how) {
  how.of_region = true;
  b.add("KeyIntroduced",
        fmt::format(R"({{"key":"{}","kind":"PERSON","capacity":{{"organisation":@o:1,
            "role":"HEAD"}},"organisation":@o:1}})",
                    ledger::test::hex_of(number, 32)),
        how);
}

std::string recover_key(ChronicleBuilder& b, std::uint64_t organisation, std::uint64_t lost,
                        std::uint64_t now) {
  How region;
  region.of_region = true;
  return b.add(
      "KeyRecovered",
      fmt::format(R"({{"organisation":@o:{},"old_key":"{}","new_key":"{}"}})", organisation,
                  ledger::test::hex_of(lost, 32), ledger::test::hex_of(now, 32)),
      region);
}

namespace {

std::string stated(const std::string& path, const std::string& value) {
  return fmt::format(R"(,"states":[{{"path":"{}","value":"{}","clause":"1"}}])", path, value);
}

ChronicleBuilder two_papers(const char* path, const char* first, const char* second) {
  ChronicleBuilder b;
  register_document(b, 1, "REGULATION", stated(path, first));
  register_document(b, 2, "WORK_PLAN", stated(path, second));
  return b;
}

// --- texts of acts -------------------------------------------------------------------------------

void add_texts(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TO_Header", "DATE_CONFLICT",
        [](bool bad) {
          ChronicleBuilder b;
          register_document(
              b, 1, "ORDER",
              fmt::format(R"(,"printed":[{{"place":"HEADER","number":"465","date":@d:2020-10-26}},
                  {{"place":"ANNEX","number":"465","date":@d:2020-10-{}}}])",
                          bad ? "16" : "26"));
          return b;
        }},
       {"TO_12a", "CONFLICTING_RULES",
        [](bool bad) {
          return two_papers("bodies.WORKING_GROUP.seats_from", "PARENT_BODY",
                            bad ? "PARTICIPANTS" : "PARENT_BODY");
        },
        "1"},
       {"TU_8_2", "TERM_CONFLICT",
        [](bool bad) {
          return two_papers("terms.agreement", "cooperation", bad ? "partnership" : "cooperation");
        },
        "1"},
       {"TU_18_19", "COUNCIL_RULES_UNDEFINED",
        [](bool bad) { return ChronicleBuilder(bad ? "tula" : "tomsk"); }, "ГК 181.2"},
       {"TU_5_1", "REFERENCED_DOCUMENT_MISSING",
        [](bool bad) {
          ChronicleBuilder b("tula");
          const auto from = register_document(b, 1, "REGULATION");
          const auto annex = register_document(b, 2, "RULES_OF_PROCEDURE");
          const std::string missing =
              R"("kind":"MISSING","missing":{"kind":"RULES_OF_PROCEDURE","title":"Регламент"})";
          const std::string found = fmt::format(R"("kind":"REGISTERED","document":"{}")", annex);
          b.add("DocumentRelated",
                fmt::format(R"({{"from":"{}","to":{{{}}},"relation":"REFERS_TO","clause":"5#1"}})",
                            from, bad ? missing : found));
          return b;
        },
        "5#1"},
       {"TU_22v", "CLUSTER_UNREPRESENTED",
        [](bool bad) {
          ChronicleBuilder b("tula");
          concluded_agreement(b, 2, "2023-08-15");
          How region;
          region.of_region = true;
          b.add("BodyComposed",
                fmt::format(R"({{"body":@t:1007,"kind":"REGIONAL_COORDINATION_COUNCIL","wording":{{
                    "title":"Совет"}},"rule":"EXPLICIT","from":@d:2023-09-01,"seats":[{{
                    "seat":@t:71,"organisation":@o:{}}},{{"seat":@t:72,"organisation":@o:100}}]}})",
                            bad ? 101 : 1),
                region);
          return b;
        },
        "22.в"},
       {"TO_Order2", "RETROACTIVE_CHARTER",
        [](bool bad) {
          ChronicleBuilder b;
          if (bad) return b;  // effective in 2020, recorded in 2026
          return ChronicleBuilder("tomsk", {}, "2026-11-20");
        }},
       {"TO_Order3", "SUPERVISOR_VACANT",
        [](bool bad) {
          ChronicleBuilder b;
          b.complete(R"("OFFICES")", "2020-10-26");
          if (!bad) {
            b.add("OfficeHolderChanged",
                  R"({"organisation":@o:100,"role":"SUPERVISING_OFFICIAL","change":"APPOINTED",
                      "from":@d:2020-10-26})");
          }
          return b;
        }},
       {"TO_Order3_Unrecorded", "SUPERVISOR_VACANT", [](bool claimed) {
          ChronicleBuilder b;
          if (claimed) b.complete(R"("OFFICES")", "2020-10-26");
          return b;
        }}});
}

// --- a conference and its protocol ---------------------------------------------------------------

struct Conference {
  explicit Conference(const std::string& presiding = "1") {
    met = b.meeting(1, "", "2022-12-06", R"(,"agenda":[{"number":1,"wording":{"title":"x"}}])");
    b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","presiding":{{"person":{{"person":@p:{}}},"form":
              "IN_PERSON"}},"present":[]}})",
                      met, presiding));
  }
  std::string protocol(const std::string& approver, const std::string& on) {
    const auto paper = b.protocol(1, "4", met, {}, "2022-12-06");
    b.add("ProtocolApproved",
          fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"HEAD","organisation":@o:100,
              "person":{{"person":@p:{}}},"signed_on":{}}}}})",
                      paper, approver, on));
    return paper;
  }
  ChronicleBuilder b;
  std::string met;
};

ChronicleBuilder attended(const char* who) {
  ChronicleBuilder b;
  const auto met = b.meeting(1, "", "2022-12-06");
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{{{},"form":"IN_PERSON"}}]}})", met, who));
  return b;
}

ChronicleBuilder head_signs(const char* person, bool alias) {
  ChronicleBuilder b;
  How region;
  region.of_region = true;
  b.add("OfficeHolderChanged",
        R"({"organisation":@o:100,"role":"HEAD","change":"APPOINTED","person":{"person":@p:1},
            "from":{"precision":"UNKNOWN","source":"DERIVED"}})",
        region);
  if (alias) {
    b.add("PersonAliasDeclared", R"({"person":{"person":@p:1},"alias":{"person":@p:2}})", region);
  }
  const auto met = b.add("MeetingConvened",
                         R"({"meeting":@t:2001,"kind":"CONFERENCE","wording":{"title":"Совещание"},
                "convened_by":{"by":"NOT_STATED"},"takes_place_on":@d:2022-12-06,"form":
                "NOT_STATED","agenda_state":"AS_PRINTED"})",
                         region);
  const auto paper =
      b.add("ProtocolRegistered",
            fmt::format(R"({{"protocol":@t:5001,"number":"4","dated":@d:2022-12-06,"meeting":"{}",
                "document":"{}"}})",
                        met, ledger::test::hex_of(5, 32)),
            region);
  b.add("ProtocolApproved",
        fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"HEAD","organisation":@o:100,
            "person":{{"person":@p:{}}},"signed_on":@u}}}})",
                    paper, person),
        region);
  return b;
}

void add_conference(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"PR_Stamp", "APPROVAL_UNDATED",
        [](bool bad) {
          Conference c;
          c.protocol("2", bad ? "@u" : "@d:2022-12-07");
          return std::move(c.b);
        }},
       {"PR_Presiding", "PRESIDING_AND_APPROVING_SAME",
        [](bool bad) {
          Conference c("1");
          c.protocol(bad ? "1" : "2", "@u");
          return std::move(c.b);
        }},
       {"PR_Present", "ATTENDANCE_UNRESOLVED",
        [](bool bad) {
          return attended(bad ? R"("person":{"person":@p:1})" : R"("organisation":@o:100)");
        }},
       {"PR_Agenda", "DECISIONS_NOT_MAPPED",
        [](bool bad) {
          Conference c;
          c.b.decision(1, c.met, "", "ASSIGNMENT", bad ? "" : R"(,"agenda_item":1)");
          return std::move(c.b);
        }},
       {"TO_7_1", "COUNTS_CONFLICT",
        [](bool bad) {
          TomskCouncil t(9);
          const auto held = t.b.meeting(1, t.council, "2021-04-05");
          t.b.attendance(held, first_seats(bad ? 5 : 8));
          const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
          t.b.counted(ballot, R"(,"votes_for":7,"votes_against":1,"abstained":0)");
          t.b.close(ballot);
          return std::move(t.b);
        },
        "7#1"},
       {"PR_Agenda_EmptyBallot", "NO_VOTE_RECORDED",
        [](bool bad) {
          TomskCouncil t(4);
          const auto met = t.b.meeting(1, t.council, "2021-04-05");
          t.b.attendance(met, {1, 2, 3, 4});
          const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
          if (!bad) t.b.votes(ballot, "ffff");
          t.b.close(ballot);
          t.b.decision(1, met, ballot, "RECOMMENDATION");
          return std::move(t.b);
        }},
       {"PR_Agenda", "NO_VOTE_RECORDED",
        [](bool bad) {
          TomskCouncil t(4);
          if (bad) {
            t.b.decision(1, t.b.meeting(1, t.council, "2021-04-05"), "", "RECOMMENDATION");
          } else {
            t.decide(1, "2021-04-05", "ffff", "RECOMMENDATION");
          }
          return std::move(t.b);
        }},
       {"PR_7", "CHANGED_BY_CONFERENCE",
        [](bool bad) {
          Conference c;
          const auto paper = c.b.add(
              "PlanSubmitted",
              fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
                  "ACADEMIC_YEAR","from":"2022-09-01","to":"2023-08-31","document":"{}"}})",
                          ledger::test::hex_of(4, 32)));
          c.b.decision(1, c.met, "", "ASSIGNMENT",
                       bad ? fmt::format(R"(,"about":["{}"])", paper) : std::string());
          return std::move(c.b);
        },
        "3#1"},
       {"PR_Responsible", "RESPONSIBLE_UNRESOLVED",
        [](bool bad) {
          Conference c;
          c.b.decision(1, c.met, "", "ASSIGNMENT",
                       bad ? R"(,"addressees":[{"kind":"DESCRIBED","description":
                              "руководители ведущих ПОО"}])"
                           : R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:100}])");
          return std::move(c.b);
        }},
       {"TO_Signature",
        "IDENTITY_UNRESOLVED",
        [](bool bad) { return head_signs("2", !bad); },
        {},
        "2026-11-20",
        true}});
}

// --- the journal ---------------------------------------------------------------------------------

void suspect(ChronicleBuilder& b, const std::string& key, std::uint64_t from_index) {
  How region;
  region.of_region = true;
  b.add("KeySuspected",
        fmt::format(R"({{"key":"{}","organisation":@o:1,"from_index":{}}})", key, from_index),
        region);
}

/// Seat 1 votes with a key of its own, which is declared suspect after the ballot was closed.
ChronicleBuilder suspected(std::uint64_t from_index) {
  TomskCouncil t(4);
  const auto met = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(met, {1, 2, 3, 4});
  const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
  How own;
  own.grade = "SELF";
  own.author = ledger::test::hex_of(77, 32);
  t.b.votes(ballot, "f", 1, 'o', own);
  t.b.votes(ballot, "fff", 2);
  t.b.close(ballot);
  suspect(t.b, own.author, from_index);
  return std::move(t.b);
}

/// Key 77 introduces key 78, which opens a ballot; 77 is declared suspect after the closing, from
/// before or after that introduction.
ChronicleBuilder suspected_introducer(bool before) {
  TomskCouncil t(4);
  const auto met = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(met, {1, 2, 3, 4});
  How first, second;
  first.author = ledger::test::hex_of(77, 32);
  second.author = ledger::test::hex_of(78, 32);
  const std::uint64_t introduction = t.b.size();
  t.b.add("KeyIntroduced",
          fmt::format(R"({{"key":"{}","kind":"PERSON","capacity":{{"organisation":@o:1,
              "role":"HEAD"}},"organisation":@o:1}})",
                      second.author),
          first);
  const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
  t.b.votes(ballot, "f", 1, 'o', second);
  t.b.votes(ballot, "fff", 2);
  t.b.close(ballot);
  suspect(t.b, first.author, before ? introduction : introduction + 1);
  return std::move(t.b);
}

/// Somebody records the attendance on which a ballot rests, with a key that is suspect later.
ChronicleBuilder suspected_attendance(bool suspect_it) {
  TomskCouncil t(4);
  const auto met = t.b.meeting(1, t.council, "2021-04-05");
  How secretary;
  secretary.author = ledger::test::hex_of(77, 32);
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
              {{"seat":@o:2,"form":"IN_PERSON"}}]}})",
                      met),
          secretary);
  const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
  t.b.votes(ballot, "ff");
  t.b.close(ballot);
  suspect(t.b, suspect_it ? secretary.author : ledger::test::hex_of(79, 32), 0);
  return std::move(t.b);
}

/// A participant that was reorganised: after it became one, or before.
ChronicleBuilder reorganised_member(bool as_one) {
  ChronicleBuilder b;
  b.members(1);
  b.organisation(2);
  b.add("OrganisationChanged",
        fmt::format(R"({{"organisation":@o:1,"kind":"REORGANISED","successor":@o:2,
            "from":@d:{}}})",
                    as_one ? "2023-09-01" : "2020-09-01"));
  return b;
}

/// A member's first key, then another one: by recovery, or by the organisation itself.
ChronicleBuilder replaced_key(bool by_recovery) {
  ChronicleBuilder b;
  b.members(1);
  introduce_key(b, 77);
  if (by_recovery) {
    recover_key(b, 1, 77, 78);
    return b;
  }
  How own;
  own.author = ledger::test::hex_of(77, 32);
  introduce_key(b, 78, own);
  b.add("KeyRevoked",
        fmt::format(R"({{"key":"{}","organisation":@o:1,"reason":"REPLACED"}})", own.author), own);
  return b;
}

/// The root of the ledger's operator, replaced or not.
ChronicleBuilder replaced_root(bool by_recovery) {
  ChronicleBuilder b;
  create_ledger(b, 70);
  if (by_recovery) recover_key(b, kOperator, 70, 71);
  return b;
}

/// One fact of a region, of a type that was recorded a year and a day after its day, or a year
/// after it.
template <const char* kType, const char* kPayload>
ChronicleBuilder recorded_late(bool bad) {
  ChronicleBuilder b;
  How how;
  how.occurred = "2024-01-15";
  how.recorded_on = bad ? "2025-01-15" : "2025-01-14";
  how.of_region = true;
  b.add(kType, kPayload, how);
  return b;
}

constexpr char kDecision[] = "DecisionDeclared";
constexpr char kDecided[] = R"({"decision":@t:4001,"kind":"ASSIGNMENT","wording":{"title":"x"},
    "stated_result":"ADOPTED"})";
constexpr char kConsent[] = "MembershipConsentRecorded";
constexpr char kConsented[] = R"({"organisation":@o:100,"answer":"CONSENT",
    "given_on":@d:2024-01-15})";
constexpr char kOffice[] = "OfficeHolderChanged";
constexpr char kReleased[] = R"({"organisation":@o:100,"role":"SUPERVISING_OFFICIAL",
    "change":"RELEASED","from":@d:2024-01-15})";
constexpr char kMeeting[] = "MeetingConvened";
constexpr char kConvened[] = R"({"meeting":@t:2001,"kind":"CONFERENCE","wording":{"title":"x"},
    "convened_by":{"by":"NOT_STATED"},"takes_place_on":@d:2024-01-15,"form":"NOT_STATED",
    "agenda_state":"AS_PRINTED"})";

void add_journal(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"Journal", "LATE_REPUDIATION", [](bool bad) { return suspected(bad ? 0 : 100'000); }},
       {"Journal_OfAKeyItIntroduced", "LATE_REPUDIATION", suspected_introducer},
       {"Journal_OfTheAttendance", "LATE_REPUDIATION", suspected_attendance},
       {"Journal_OfAMember", "KEY_RECOVERED", replaced_key},
       {"Register", "MEMBER_REORGANISED", reorganised_member},
       {"Journal_OfTheOperator", "KEY_RECOVERED", replaced_root, {}, "2026-11-20", true},
       {"Journal_Decision",
        "LATE_RECORD",
        recorded_late<kDecision, kDecided>,
        {},
        "2026-11-20",
        true},
       {"Journal_Consent",
        "LATE_RECORD",
        recorded_late<kConsent, kConsented>,
        {},
        "2026-11-20",
        true},
       {"Journal_Office", "LATE_RECORD", recorded_late<kOffice, kReleased>, {}, "2026-11-20", true},
       {"Journal_Meeting",
        "LATE_RECORD",
        recorded_late<kMeeting, kConvened>,
        {},
        "2026-11-20",
        true},
       {"Journal", "DUPLICATE_ID", [](bool bad) {
          ChronicleBuilder b;
          b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
          b.body(1, bad ? "EXPERT_COUNCIL" : "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS",
                 "2022-03-17");
          return b;
        }}});
}

}  // namespace

std::vector<FindingCase> record_cases() {
  std::vector<FindingCase> out;
  add_texts(out);
  add_conference(out);
  add_journal(out);
  return out;
}

}  // namespace support
