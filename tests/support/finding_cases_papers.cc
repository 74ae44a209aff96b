// SPDX-License-Identifier: Apache-2.0
// Findings about agreements, programmes, plans, copies and notices.
#include <fmt/format.h>

#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace support {

std::string parties_json(std::uint64_t count) {
  std::string list, slots;
  for (std::uint64_t one = 1; one <= count; ++one) {
    list += fmt::format(R"({}{{"number":{},"organisation":@o:{}}})", one > 1 ? "," : "", one, one);
    slots += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", one > 1 ? "," : "",
                         one, one);
  }
  return fmt::format(R"("parties":[{}],"slots":[{}])", list, slots);
}

std::string register_agreement(ChronicleBuilder& b, std::uint64_t count, const std::string& more,
                               const std::string& term) {
  for (std::uint64_t one = 1; one <= count; ++one) b.organisation(one, "EMPLOYER");
  const std::string kind = term == "OPEN" ? R"({"kind":"OPEN_ENDED"})" : term;
  const bool levels = more.find("\"levels\"") != std::string::npos;
  return b.add("AgreementRegistered",
               fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
                   "kind":"COOPERATION",{},"term":{}{},"document":"{}"{}}})",
                           parties_json(count), kind, levels ? "" : R"(,"levels":["FIRST"])",
                           ledger::test::hex_of(1, 32), more));
}

void sign_slot(ChronicleBuilder& b, const std::string& target, std::uint64_t slot,
               const std::string& day) {
  const std::string date = day.starts_with("@") ? day : "@d:" + day;
  b.add("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD","signed_on":{},
            "authority":{{"kind":"OWN_OFFICE"}}}}}})",
                    target, slot, date));
}

std::string concluded_agreement(ChronicleBuilder& b, std::uint64_t count, const std::string& day,
                                const std::string& more) {
  const std::string paper = register_agreement(b, count, more);
  for (std::uint64_t one = 1; one <= count; ++one) sign_slot(b, paper, one, day);
  return paper;
}

std::string inclusion(ChronicleBuilder& b, const std::string& agreement, std::uint64_t newcomer,
                      const std::string& day, const std::string& more) {
  b.organisation(newcomer, "EMPLOYER");
  const std::string paper =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:{},"agreement":"{}","kinds":["INCLUSION"],
                "wording":{{"title":"Дополнительное соглашение"}},"document":"{}",
                "included":[@o:{}],"parties":[{{"number":1,"organisation":@o:{}}}],
                "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}]{}}})",
                        6'100 + newcomer, agreement, ledger::test::hex_of(2, 32), newcomer,
                        newcomer, more));
  sign_slot(b, paper, 1, day);
  return paper;
}

namespace {

ChronicleBuilder tula() {
  ChronicleBuilder b("tula");
  b.plain_calendars(2020, 2027);
  return b;
}

std::string letter(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                   const std::string& concerns, const std::string& sent,
                   const std::string& attachments = {}) {
  return b.add(
      "NoticeDispatched",
      fmt::format(R"({{"notice":@t:{},"kind":"{}","to":{{"kind":"ROLE","role":{{
                   "role":"REGIONAL_OPERATOR"}}}},"sent_on":@d:{},"channel":"POST",
                   "concerns":["{}"]{}}})",
                  7'000 + number, kind, sent, concerns,
                  attachments.empty() ? std::string()
                                      : fmt::format(R"(,"attachments":[{}])", attachments)));
}

std::string certified(ChronicleBuilder& b, const std::string& acting_as, const std::string& on) {
  return b.add("CopyCertified", fmt::format(R"({{"document":"{}","certified_by":{{"acting_as":"{}",
                   "signed_on":@d:{}}}}})",
                                            ledger::test::hex_of(1, 32), acting_as, on));
}

std::string sections(int count) {
  std::string out;
  for (int one = 1; one <= count; ++one) {
    out += fmt::format(R"({}{{"number":{}}})", one > 1 ? "," : "", one);
  }
  return out;
}

std::string programme(ChronicleBuilder& b, const std::string& from, const std::string& to,
                      int section_count = 16, std::uint64_t parties = 2) {
  return b.add("ProgrammeSubmitted",
               fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
                   "from":@d:{},"to":@d:{},"sections":[{}],{},"document":"{}"}})",
                           from, to, sections(section_count), parties_json(parties),
                           ledger::test::hex_of(3, 32)));
}

void agree(ChronicleBuilder& b, const std::string& what, const std::string& by) {
  b.add("ProgrammeAgreed", fmt::format(R"({{"programme":"{}","by":"{}","agreed_on":@d:2023-07-20,
      "conclusion":"AGREED"}})",
                                       what, by));
}

// --- agreements ----------------------------------------------------------------------------------

ChronicleBuilder slot_of(const char* acting_as, const char* authority) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  b.organisation(1, "EMPLOYER");
  b.organisation(2, "EMPLOYER");
  const auto paper =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение","kind":
          "INITIATIVE","parties":[{{"number":1,"organisation":@o:1}},{{"number":2,"organisation":
          @o:2}}],"slots":[{{"slot":1,"party":1,"acting_as":"{}"}},{{"slot":2,"party":2,
          "acting_as":"HEAD"}}],"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                        acting_as, ledger::test::hex_of(1, 32)));
  b.add("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":1,"signature":{{"acting_as":"{}","signed_on":
            @d:2017-12-01,"authority":{{"kind":"{}"}}}}}})",
                    paper, acting_as, authority));
  sign_slot(b, paper, 2, "2017-12-01");
  return b;
}

ChronicleBuilder two_signatures(const char* second, bool claimed) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = register_agreement(b, 2);
  sign_slot(b, paper, 1, "2017-12-01");
  if (*second != '\0') sign_slot(b, paper, 2, second);
  if (claimed) b.complete(R"("AGREEMENTS")", "2017-01-01");
  return b;
}

ChronicleBuilder amended(const char* charter, const std::string& more, bool by_all) {
  ChronicleBuilder b(charter, {}, "2017-01-01");
  const auto paper = concluded_agreement(b, 2, "2018-01-10");
  const auto change =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["OBLIGATIONS"],
          "wording":{{"title":"Дополнительное соглашение"}},"document":"{}",{}{}}})",
                        paper, ledger::test::hex_of(2, 32), parties_json(by_all ? 2 : 1), more));
  for (std::uint64_t one = 1; one <= (by_all ? 2 : 1); ++one) {
    sign_slot(b, change, one, "2018-03-01");
  }
  return b;
}

ChronicleBuilder council_protocol(bool named, bool claimed = true) {
  ChronicleBuilder b("tula");
  if (claimed) b.complete(R"("DECISIONS")", "2020-01-01");
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  const auto minutes = b.protocol(1, "3", b.meeting(1, council, "2024-04-22"), {}, "2024-04-22");
  b.add("AgreementAmended",
        fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["EXCLUSION"],"wording":
            {{"title":"Исключение"}},"document":"{}","excluded":[@o:2]{}}})",
                    paper, ledger::test::hex_of(2, 32),
                    named ? fmt::format(R"(,"protocol":"{}")", minutes) : std::string()));
  return b;
}

ChronicleBuilder terminated(int slots) {
  ChronicleBuilder b("tula");
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  std::string list;
  for (int one = 1; one <= slots; ++one) {
    list += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", one > 1 ? "," : "", one,
                        one);
  }
  b.add("AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-01-31,"ground":"MUTUAL",
            "slots":[{}]}})",
                    paper, list));
  return b;
}

ChronicleBuilder with_term(const char* until) {
  ChronicleBuilder b("tula");
  programme(b, "2023-09-01", "2028-08-31");
  register_agreement(b, 2, {}, fmt::format(R"({{"kind":"UNTIL","until":@d:{}}})", until));
  return b;
}

ChronicleBuilder after_programme(const char* programme_signed) {
  ChronicleBuilder b("tula");
  const auto paper = programme(b, "2023-09-01", "2026-08-31");
  for (std::uint64_t one = 1; one <= 2; ++one) sign_slot(b, paper, one, programme_signed);
  concluded_agreement(b, 2, "2023-08-15");
  return b;
}

void add_agreements(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"SM_Preamble_Authority", "AUTHORITY_NOT_EVIDENCED",
        [](bool bad) { return slot_of("DEPUTY_HEAD", bad ? "NOT_EVIDENCED" : "PAPER_POWER"); }},
       {"SM_6_1", "FORCE_UNDETERMINED",
        [](bool bad) { return two_signatures(bad ? "@u" : "2017-12-02", false); }, "6.1"},
       {"SM_6_1", "NOT_IN_FORCE",
        [](bool bad) { return two_signatures(bad ? "" : "2017-12-02", true); }, "6.1"},
       {"SM_6", "TERM_NOT_STATED",
        [](bool bad) {
          ChronicleBuilder b("smolensk", {}, "2017-01-01");
          register_agreement(b, 2, {}, bad ? R"({"kind":"NOT_STATED"})" : "OPEN");
          return b;
        }},
       {"SM_6_2", "AMENDMENT_NOT_BY_ALL", [](bool bad) { return amended("smolensk", "", !bad); },
        "6.2"},
       {"TU_11", "NO_LEVELS",
        [](bool bad) {
          ChronicleBuilder b("tula");
          register_agreement(b, 2, bad ? R"(,"levels":[])" : R"(,"levels":["SECOND","FOURTH"])");
          return b;
        },
        "11"},
       {"TU_12", "TERM_TOO_SHORT",
        [](bool bad) { return with_term(bad ? "2026-12-31" : "2028-08-31"); }, "12"},
       {"TU_5_2", "AGREEMENT_BEFORE_PROGRAMME",
        [](bool bad) { return after_programme(bad ? "2023-08-16" : "2023-08-15"); }, "5#2"},
       {"TU_13_1", "AMENDMENT_WITHOUT_PROTOCOL", [](bool bad) { return council_protocol(!bad); },
        "13#1"},
       {"TU_13_1_Unrecorded", "AMENDMENT_WITHOUT_PROTOCOL",
        [](bool claimed) { return council_protocol(false, claimed); }, "13#1"},
       {"TU_14_Unrecorded", "TERMINATION_NOT_BY_ALL",
        [](bool claimed) {
          ChronicleBuilder b = terminated(0);
          if (claimed) b.complete(R"("AGREEMENTS")", "2020-01-01");
          return b;
        },
        "14"},
       {"TU_14", "TERMINATION_NOT_BY_ALL", [](bool bad) { return terminated(bad ? 1 : 2); },
        "14"}});
}

// --- programmes ----------------------------------------------------------------------------------

ChronicleBuilder agreed_programme(bool agreed, bool claimed) {
  ChronicleBuilder b("tula");
  const auto paper = programme(b, "2023-09-01", "2026-08-31");
  if (agreed) agree(b, paper, "COORDINATOR");
  if (claimed) b.complete(R"("PROGRAMMES")", "2020-01-01");
  return b;
}

void add_programmes(std::vector<FindingCase>& out) {
  out.insert(out.end(),
             {{"TU_4b", "PROGRAMME_TOO_LONG",
               [](bool bad) {
                 ChronicleBuilder b("tula");
                 programme(b, "2023-09-01", bad ? "2028-09-01" : "2026-08-31");
                 return b;
               },
               "4.б"},
              {"TU_4b", "SECTION_MISSING",
               [](bool bad) {
                 ChronicleBuilder b("tula");
                 programme(b, "2023-09-01", "2026-08-31", bad ? 15 : 16);
                 return b;
               },
               "4.б"},
              {"TU_16", "PROGRAMME_NOT_AGREED",
               [](bool bad) { return agreed_programme(!bad, true); }, "16"},
              {"TU_17", "INDICATORS_NOT_AGREED",
               [](bool bad) {
                 ChronicleBuilder b = agreed_programme(true, true);
                 const auto paper = programme(b, "2023-09-01", "2026-08-31");
                 const auto change = b.add(
                     "ProgrammeChanged",
                     fmt::format(R"({{"programme":"{}","kinds":["INDICATORS"],"wording":{{"title":
                         "Показатели"}},"entered_on":@d:2024-02-01}})",
                                 paper));
                 agree(b, change, bad ? "COORDINATOR" : "OPERATOR");
                 return b;
               },
               "17#1"}});
}

// --- plans ---------------------------------------------------------------------------------------

std::string plan(ChronicleBuilder& b, const std::string& kind, const std::string& from,
                 const std::string& to) {
  return b.add("PlanSubmitted",
               fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},
                   "period":"{}","from":"{}","to":"{}","document":"{}"}})",
                           kind, from, to, ledger::test::hex_of(4, 32)));
}

std::string plan_row(ChronicleBuilder& b, const std::string& plan, const std::string& schedule,
                     const std::string& more = {}) {
  return b.add("PlanItemSet",
               fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"3.2","wording":{{
                   "title":"Заседания"}},"components":[{{"number":1,"title":"Протоколы",
                   "schedule":{}{}}}]}})",
                           plan, schedule, more));
}

void approve(ChronicleBuilder& b, const std::string& plan, const std::string& on) {
  b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":@d:{}}})", plan, on));
}

void add_plans(std::vector<FindingCase>& out) {
  out.insert(out.end(),
             {{"TO_3a", "PLAN_PERIOD_MISMATCH",
               [](bool bad) {
                 ChronicleBuilder b;
                 bad ? plan(b, "ACADEMIC_YEAR", "2022-09-01", "2023-08-31")
                     : plan(b, "CALENDAR_YEAR", "2023-01-01", "2023-12-31");
                 return b;
               },
               "3#1"},
              {"TO_3a", "PLAN_NOT_APPROVED",
               [](bool bad) {
                 ChronicleBuilder b;
                 const auto paper = plan(b, "CALENDAR_YEAR", "2023-01-01", "2023-12-31");
                 if (!bad) approve(b, paper, "2022-12-20");
                 return b;
               },
               "3#1"},
              {"TO_3a", "PLAN_MISSING",
               [](bool bad) {
                 ChronicleBuilder b;
                 b.complete(R"("PLANS")", "2021-01-01");
                 const auto paper = plan(b, "CALENDAR_YEAR", "2021-01-01", "2021-12-31");
                 if (!bad) approve(b, paper, "2020-12-20");
                 return b;
               },
               "3#1", "2021-12-01"},
              {"PL_3_2", "PLAN_WEAKER_THAN_CHARTER",
               [](bool bad) {
                 ChronicleBuilder b;
                 const auto paper = plan(b, "CALENDAR_YEAR", "2023-01-01", "2023-12-31");
                 plan_row(
                     b, paper,
                     fmt::format(R"({{"kind":"AT_LEAST","at_least":{{"times":1,"per":"{}"}}}})",
                                 bad ? "CALENDAR_QUARTER" : "CALENDAR_MONTH"),
                     R"(,"meetings_of":{"kind":"COORDINATION_COUNCIL"})");
                 return b;
               }},
              {"PL_2_8", "AMBIGUOUS_ANCHOR", [](bool bad) {
                 ChronicleBuilder b;
                 const auto paper = plan(b, "CALENDAR_YEAR", "2023-01-01", "2023-12-31");
                 plan_row(b, paper,
                          std::string(R"({"kind":"MONTH","year":2023,"month":5)") +
                              (bad ? R"(,"anchor":"День отрасли"})" : "}"));
                 return b;
               }}});
}

/// A plan approved by a decision of 4 members, or of another body.
ChronicleBuilder approved_by(const char* votes, bool another) {
  TomskCouncil t(4);
  const auto paper = plan(t.b, "CALENDAR_YEAR", "2023-01-01", "2023-12-31");
  const auto other =
      t.b.body(5, "PARTICIPANTS_MEETING", "EXPLICIT", "2021-03-17", ChronicleBuilder::seats(51, 2));
  const auto decided = t.decide(1, "2022-12-05", votes, "PLAN",
                                another ? fmt::format(R"(,"body":"{}")", other) : std::string());
  t.b.add("PlanApproved",
          fmt::format(R"({{"plan":"{}","decision":"{}","approved_on":@d:2022-12-05}})", paper,
                      decided));
  return std::move(t.b);
}

void add_approvals(std::vector<FindingCase>& out) {
  out.insert(out.end(),
             {{"TO_3a", "WRONG_BODY", [](bool bad) { return approved_by("ffff", bad); }, "3#1"},
              {"TO_3a", "DECISION_NOT_ADOPTED",
               [](bool bad) { return approved_by(bad ? "faaa" : "ffff", false); }, "3#1"}});
}

// --- copies, notices, orders ---------------------------------------------------------------------

ChronicleBuilder agreement_copy(const char* acting_as, const char* sent, bool chair_known = false) {
  ChronicleBuilder b = tula();
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  if (chair_known) {
    b.elect(council, 1, 2, "2023-08-15");
    b.add("OfficeVacated",
          fmt::format(R"({{"body":"{}","seat":@o:1,"office":"CHAIR","vacated_on":@d:2023-08-20,
              "ground":"RESIGNED"}})",
                      council));
  }
  const auto copy = certified(b, acting_as, sent);
  letter(b, 1, "AGREEMENT_COPY", paper, sent, "\"" + copy + "\"");
  return b;
}

/// A copy of which neither certification nor attachments are told.
ChronicleBuilder bare_copy(bool claimed) {
  ChronicleBuilder b = tula();
  if (claimed) b.complete(R"("NOTICES")", "2023-08-01");
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  letter(b, 1, "AGREEMENT_COPY", paper, "2023-08-29");
  letter(b, 2, "SUPPLEMENTARY_COPY", inclusion(b, paper, 3, "2025-12-30"), "2025-12-31");
  return b;
}

ChronicleBuilder newcomer_copy(bool with_protocol) {
  ChronicleBuilder b = tula();
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  const auto document = register_document(b, 9, "PROTOCOL");
  const auto minutes =
      b.add("ProtocolRegistered",
            fmt::format(R"({{"protocol":@t:5001,"number":"4","dated":@d:2025-12-22,"meeting":"{}",
          "document":"{}"}})",
                        b.meeting(1, council, "2025-12-22"), document));
  const auto more =
      inclusion(b, paper, 3, "2025-12-30", fmt::format(R"(,"protocol":"{}")", minutes));
  const auto copy = certified(b, "CHAIR", "2025-12-30");
  letter(b, 1, "SUPPLEMENTARY_COPY", more, "2025-12-31",
         "\"" + copy + "\"" + (with_protocol ? ",\"" + document + "\"" : std::string()));
  return b;
}

ChronicleBuilder newcomer(bool told, bool ordered, const char* order_on = "2026-02-10",
                          const char* claimed_from = "2020-01-01") {
  ChronicleBuilder b = tula();
  b.complete(R"("NOTICES","ORDERS")", claimed_from);
  const auto paper = concluded_agreement(b, 2, "2023-08-15");
  const auto more = inclusion(b, paper, 3, "2025-12-30");
  if (told) {
    const auto sent = letter(b, 1, "INCLUSION", more, "2025-12-31");
    b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":@d:2026-01-16}})", sent));
  }
  if (ordered) b.order(order_on, {3});
  return b;
}

void add_letters(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TU_9_1", "COPY_LATE",
        [](bool bad) { return agreement_copy("CHAIR", bad ? "2023-08-30" : "2023-08-29"); }, "9#1"},
       {"TU_9_1", "COPY_NOT_CERTIFIED_BY_CHAIR",
        [](bool bad) { return agreement_copy(bad ? "SECRETARY" : "CHAIR", "2023-08-29"); }, "9#1"},
       {"TU_9_1", "NO_CHAIR_TO_CERTIFY",
        [](bool bad) {
          return agreement_copy("SECRETARY", bad ? "2023-08-21" : "2023-08-20", true);
        },
        "9#1"},
       {"TU_9_2", "PROTOCOL_NOT_ATTACHED", [](bool bad) { return newcomer_copy(!bad); }, "9#2"},
       {"TU_8_3", "NOTICE_MISSING", [](bool bad) { return newcomer(!bad, false); }, "8#3"},
       {"TU_8_4", "ORDER_WITHOUT_NOTICE", [](bool bad) { return newcomer(!bad, true); }, "8#4"},
       {"TU_8_3_Unrecorded", "NOTICE_MISSING",
        [](bool claimed) {
          return newcomer(false, false, "", claimed ? "2025-12-30" : "2026-01-02");
        },
        "8#3"},
       {"TU_8_4_Unrecorded", "ORDER_WITHOUT_NOTICE",
        [](bool claimed) {
          return newcomer(false, true, "2026-02-10", claimed ? "2025-12-30" : "2026-01-02");
        },
        "8#4"},
       {"TU_9_1_Unrecorded", "COPY_NOT_CERTIFIED_BY_CHAIR", bare_copy},
       {"TU_9_2_Unrecorded", "PROTOCOL_NOT_ATTACHED", bare_copy, "9#2"},
       {"TU_8_4", "ORDER_LATE",
        [](bool bad) { return newcomer(true, true, bad ? "2026-02-17" : "2026-02-16"); }, "8#4"}});
}

// --- deadlines of the charter --------------------------------------------------------------------

ChronicleBuilder excluded(const char* entered, const char* copied) {
  ChronicleBuilder b = tula();
  concluded_agreement(b, 3, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  const auto programme_ = programme(b, "2023-09-01", "2026-08-31");
  const auto met = b.meeting(1, council, "2024-04-22");
  const auto decided = b.decision(1, met, "", "EXCLUSION", R"(,"excludes":[@o:3])");
  const auto minutes = b.protocol(1, "3", met, {decided}, "2024-04-22");
  b.sign(minutes, "CHAIR", 1, "2024-04-22");
  b.add("ProgrammeChanged",
        fmt::format(R"({{"programme":"{}","kinds":["PARTICIPANTS"],"wording":{{"title":"x"}},
            "entered_on":@d:{},"basis":"{}"}})",
                    programme_, entered, minutes));
  letter(b, 1, "PROTOCOL_COPY", minutes, copied);
  return b;
}

void add_deadlines(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TU_8_1", "AGREEMENT_LATE",
        [](bool bad) {
          ChronicleBuilder b = tula();
          concluded_agreement(b, 2, bad ? "2021-04-17" : "2021-04-16");
          return b;
        },
        "8#1"},
       {"TU_8_1", "AGREEMENT_INCOMPLETE",
        [](bool bad) {
          ChronicleBuilder b = tula();
          b.complete(R"("AGREEMENTS")", "2020-01-01");
          const auto paper = register_agreement(b, 2);
          sign_slot(b, paper, 1, "2021-04-01");
          if (!bad) sign_slot(b, paper, 2, "2021-04-02");
          return b;
        },
        "8#1"},
       {"TU_13_2", "PROGRAMME_CHANGE_LATE",
        [](bool bad) { return excluded(bad ? "2024-06-04" : "2024-06-03", "2024-04-29"); }, "13#2"},
       {"TU_13_3", "PROTOCOL_COPY_LATE",
        [](bool bad) { return excluded("2024-06-03", bad ? "2024-04-30" : "2024-04-29"); }, "13#3"},
       {"TU_17", "DUTY_LATE",
        [](bool bad) {
          ChronicleBuilder b("tula", {{R"("start": "INDICATOR_PROPOSAL_RECEIVED",)",
                                       R"("start": "INDICATOR_PROPOSAL_RECEIVED",
        "length": {"count": 10, "unit": "CALENDAR_DAYS"},)"}});
          b.plain_calendars(2023, 2025);
          const auto paper = programme(b, "2023-09-01", "2026-08-31");
          const auto asked = letter(b, 1, "INDICATOR_PROPOSAL", paper, "2024-02-01");
          b.add("NoticeReceived",
                fmt::format(R"({{"notice":"{}","received_on":@d:2024-02-05}})", asked));
          b.add("NoticeDispatched",
                fmt::format(R"({{"notice":@t:7002,"kind":"CONCLUSION","to":{{"kind":"ROLE",
                           "role":{{"role":"COUNCIL_CHAIR"}}}},"sent_on":@d:{},"channel":"POST",
                           "concerns":["{}"]}})",
                            bad ? "2024-02-16" : "2024-02-15", asked));
          return b;
        },
        "17#2"}});
}

}  // namespace

std::vector<FindingCase> paper_cases() {
  std::vector<FindingCase> out;
  add_agreements(out);
  add_programmes(out);
  add_plans(out);
  add_approvals(out);
  add_letters(out);
  add_deadlines(out);
  return out;
}

}  // namespace support
