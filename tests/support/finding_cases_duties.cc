// SPDX-License-Identifier: Apache-2.0
// Findings about duties: meetings, assignments, rows of plans, calendars.
#include <fmt/format.h>

#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace support {

namespace {

/// A council since 2021-03-17 that met on these days of 2021 with everybody present.
ChronicleBuilder met_on(const std::vector<std::string>& days, bool claimed,
                        const CharterEdits& edits = {}) {
  TomskCouncil t(4, edits);
  if (claimed) t.b.complete(R"("MEETINGS")", "2021-01-01");
  std::uint64_t number = 0;
  for (const std::string& day : days) {
    t.b.attendance(t.b.meeting(++number, t.council, day), {1, 2, 3, 4});
  }
  return std::move(t.b);
}

std::string component(const std::string& schedule, int number = 1, const std::string& more = {}) {
  return fmt::format(R"({{"number":{},"title":"Результат","schedule":{}{}}})", number, schedule,
                     more);
}

std::string until(const std::string& day) {
  return fmt::format(R"({{"kind":"UNTIL","day":"{}"}})", day);
}

struct Work {
  Work() {
    b.plain_calendars(2022, 2024);
    b.complete(R"("EXECUTION","MEETINGS")", "2020-01-01");
    conference = b.meeting(1, "", "2022-12-06");
  }
  std::string assignment(std::uint64_t number, const std::string& due,
                         const std::string& more = {}) {
    return b.decision(number, conference, "", "ASSIGNMENT",
                      fmt::format(R"(,"components":[{}]{})", component(until(due)), more));
  }
  std::string plan() {
    return b.add("PlanSubmitted",
                 fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
                     "ACADEMIC_YEAR","from":"2022-09-01","to":"2023-08-31","document":"{}"}})",
                             ledger::test::hex_of(4, 32)));
  }
  std::string row(const std::string& plan, const std::string& components) {
    return b.add("PlanItemSet",
                 fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"3.1","wording":{{
                     "title":"Строка"}},"components":[{}]}})",
                             plan, components));
  }
  void report(const std::string& duty, const std::string& done, int number = 1,
              const std::string& more = {}) {
    b.add("ExecutionReported", fmt::format(R"({{"duty":"{}","component":{},"done_on":@d:{}{}}})",
                                           duty, number, done, more));
  }
  ChronicleBuilder b;
  std::string conference;
};

void add_meeting_duties(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"TO_5", "MONTHLY_MEETING_MISSED",
        [](bool bad) {
          return met_on(bad ? std::vector<std::string>{} : std::vector<std::string>{"2021-04-30"},
                        true);
        },
        "5", "2021-05-01"},
       {"TO_5", "QUARTERLY_MEETING_MISSED",
        [](bool bad) {
          return met_on(bad ? std::vector<std::string>{} : std::vector<std::string>{"2021-04-30"},
                        true, {{R"("per": "CALENDAR_MONTH")", R"("per": "CALENDAR_QUARTER")"}});
        },
        "5", "2021-07-01"},
       {"TO_5", "MEETING_MISSED",
        [](bool bad) {
          return met_on(bad ? std::vector<std::string>{} : std::vector<std::string>{"2022-04-30"},
                        true, {{R"("per": "CALENDAR_MONTH")", R"("per": "CALENDAR_YEAR")"}});
        },
        "5", "2023-01-01"},
       {"PL_3_1",
        "QUARTERLY_MEETING_MISSED",
        [](bool bad) {
          Work w;
          w.row(w.plan(), component(R"({"kind":"AT_LEAST","at_least":{"times":1,"per":
                           "CALENDAR_QUARTER"}})",
                                    1, R"(,"meetings_of":{"kind":"EXPERT_COUNCIL"})"));
          const auto council = w.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-03-17",
                                        ChronicleBuilder::seats(1, 3));
          if (!bad) {
            for (const char* day : {"2022-11-01", "2023-02-01", "2023-05-01"}) {
              w.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})",
                                                   w.b.meeting(w.b.size(), council, day)));
            }
          }
          return std::move(w.b);
        },
        {},
        "2023-07-15"}});
}

void add_work(std::vector<FindingCase>& out) {
  out.insert(
      out.end(),
      {{"PR_1", "ASSIGNMENT_LATE",
        [](bool bad) {
          Work w;
          w.report(w.assignment(1, "2022-12-25"), bad ? "2022-12-27" : "2022-12-26");
          return std::move(w.b);
        }},
       {"PR_1", "DUE_ON_NON_WORKING_DAY",
        [](bool bad) {
          Work w;
          w.assignment(1, bad ? "2022-12-25" : "2022-12-23");
          return std::move(w.b);
        }},
       {"PR_7", "DEPENDENCY_NOT_MET",
        [](bool bad) {
          Work w;
          const auto first = w.assignment(1, "2022-12-15");
          const auto second =
              w.assignment(2, "2022-12-23", fmt::format(R"(,"depends_on":["{}"])", first));
          w.report(first, bad ? "2022-12-24" : "2022-12-20");
          w.report(second, "2022-12-23");
          return std::move(w.b);
        }},
       {"PL_2_3", "PLAN_ROW_LATE",
        [](bool bad) {
          Work w;
          const auto row = w.row(w.plan(), component(R"({"kind":"MONTH","year":2023,"month":6})"));
          w.report(row, bad ? "2023-07-01" : "2023-06-30");
          return std::move(w.b);
        }},
       {"PL_3_3_1", "NEWS_LATE",
        [](bool bad) {
          Work w;
          const auto row =
              w.row(w.plan(),
                    component(R"({"kind":"AFTER_EVENT","after":{"count":1,"unit":"WORKING_DAYS"},
                  "awaited":"мероприятие"})"));
          w.report(row, bad ? "2022-12-06" : "2022-12-05", 1, R"(,"event_on":@d:2022-12-02)");
          return std::move(w.b);
        }},
       {"Trap_24", "UNKNOWN_CALENDAR", [](bool bad) {
          ChronicleBuilder b("tula");
          b.plain_calendars(2021, bad ? 2023 : 2024);
          concluded_agreement(b, 2, "2023-12-20");
          return b;
        }}});
}

}  // namespace

std::vector<FindingCase> duty_cases() {
  std::vector<FindingCase> out;
  add_meeting_duties(out);
  add_work(out);
  return out;
}

}  // namespace support
