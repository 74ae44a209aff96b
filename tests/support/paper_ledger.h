// SPDX-License-Identifier: Apache-2.0
// A ledger with papers for tests of what becomes of them: registrations, relations, agreements with
// their signatures, all told by one recorder in one line each; and the verdict on a file.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/document_verdict.h"
#include "projections/rules/dates.h"
#include "projections/runner.h"
#include "tests/support/identity_ledger.h"

namespace support {

/// A day, "2023-08" for a month, "2023" for a year; empty for an unknown day.
inline std::string legal_date(const std::string& day) {
  if (day.empty()) return R"({"precision":"UNKNOWN","source":"STATED"})";
  const auto within = [](const char* precision, const std::string& first, const std::string& last) {
    return fmt::format(
        R"({{"precision":"{}","not_before":"{}","not_after":"{}","source":"PRINTED"}})", precision,
        first, last);
  };
  if (day.size() == 4) return within("YEAR", day + "-01-01", day + "-12-31");
  if (day.size() == 10) return within("DAY", day, day);
  const unsigned month = static_cast<unsigned>(std::stoul(day.substr(5)));
  const std::string last =
      projections::rules::to_iso(projections::rules::month_period(std::stoi(day), month).last);
  return within("MONTH", day + "-01", last);
}

class PaperLedger : public ::testing::Test {
 protected:
  PaperLedger() : keeper(&t.keeper(R"("ACT","REGISTER","RECORD")")) {
    t.must(t.organisation(1));
    t.must(t.organisation(2));
    t.must(t.region(1, 1));
  }

  /// In the ledger's own scope, or in that of region 1.
  std::string say(const std::string& type, const std::string& payload,
                  const std::string& effective = {}, bool of_region = false) {
    Said said;
    said.type = type;
    said.payload = payload;
    if (of_region) {
      said.scope_kind = "REGION";
      said.scope_id = region_id(1);
    }
    said.author = keeper;
    said.grade = "RECORDER";
    said.effective = effective.empty() ? effective : legal_date(effective);
    return t.must(said);
  }

  struct Paper {
    std::uint64_t number = 1;
    std::uint64_t file = 1;
    int edition = 1;
    std::string kind = "ORDER";
    std::string title = "Приказ о кластере";
    std::string rendition = "ORIGINAL";
    std::string more = {};
    std::string effective = {};
  };
  std::string paper(const Paper& paper) {
    return say("DocumentRegistered", paper_payload(paper), paper.effective);
  }
  static std::string paper_payload(const Paper& paper) {
    return fmt::format(R"({{"document":"{}","kind":"{}","title":"{}","edition":{},
                       "rendition":"{}","file":{{"binding":"PLAIN_HASH","sha256":"{}",
                       "bytes":7,"media_type":"text/plain"}}{}}})",
                       document_id(paper.number), paper.kind, paper.title, paper.edition,
                       paper.rendition, hex_for(paper.file, 32), paper.more);
  }
  /// One version of an agreement with a line for each of `slots` signatures, the parties being the
  /// organisations 1 and 2. `parties`: of each line.
  struct Deal {
    std::uint64_t agreement = 0;  ///< 0: one of its own
    int version = 1;
    std::string term = R"({"kind":"OPEN_ENDED"})";
    std::vector<int> lines = {1, 2};  ///< the party of each line for a signature
    std::string more = {};
    std::string effective = {};
  };
  std::string agreement(const std::string& document, const Deal& deal) {
    std::string list;
    for (std::size_t i = 0; i < deal.lines.size(); ++i) {
      list += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", i > 0 ? "," : "",
                          i + 1, deal.lines[i]);
    }
    return say("AgreementRegistered",
               fmt::format(R"({{"agreement":"{}","version":{},"title_as_written":"Соглашение",
                           "kind":"COOPERATION","parties":[{{"number":1,"organisation":"{}"}},
                           {{"number":2,"organisation":"{}"}}],"slots":[{}],"term":{},
                           "document":"{}"{}}})",
                           hex_for(deal.agreement == 0 ? ++next : deal.agreement, 16), deal.version,
                           org_id(1), org_id(2), list, deal.term, document, deal.more),
               deal.effective);
  }
  std::string agreement(const std::string& document, const std::string& term) {
    return agreement(document, Deal{.term = term});
  }
  std::string amendment(const std::string& agreement, const std::string& document) {
    return say("AgreementAmended",
               fmt::format(R"({{"supplementary":"{}","agreement":"{}","kinds":["INCLUSION"],
                           "wording":{{"title":"Дополнительное соглашение"}},
                           "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}],
                           "document":"{}"}})",
                           hex_for(++next, 16), agreement, document));
  }
  std::string sign(const std::string& target, int slot, const std::string& day) {
    return say("AgreementSigned",
               fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                    "signed_on":{}}}}})",
                           target, slot, legal_date(day)));
  }
  std::string relate(const std::string& from, const std::string& to, const std::string& relation,
                     const std::string& day) {
    return say(
        "DocumentRelated",
        fmt::format(R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},
                    "relation":"{}"{}}})",
                    from, to, relation, day.empty() ? "" : ",\"effective\":" + legal_date(day)));
  }
  void correct(const std::string& target, const std::string& more = {}) {
    say("EventCorrected",
        fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}}{}}})",
                    target, more));
  }
  /// The paper's registration names this file instead.
  void correct(const std::string& target, Paper paper) {
    correct(target,
            R"(,"new_payload_type":"DocumentRegistered","new_payload":)" + paper_payload(paper));
  }

  /// What the views say of everything recorded so far.
  projections::ViewReader reader() {
    projections::RunnerOptions options;
    options.dir = dir / std::to_string(++next);
    auto runner = projections::Runner::open(options);
    EXPECT_TRUE(runner && (*runner)->catch_up(t.view()));
    auto reader = (*runner)->reader();
    EXPECT_TRUE(reader);
    return std::move(*reader);
  }
  projections::DocumentVerdict verdict(std::uint64_t file, const std::string& on = "2023-06-01",
                                       const projections::DocumentHint& hint = {}) {
    const auto views = reader();
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(hex_for(file, 32));
    const auto found = projections::document_verdict(views, {*hash, on, hint});
    EXPECT_TRUE(found);
    return *found;
  }

  const std::string open_ended = R"({"kind":"OPEN_ENDED"})";
  std::uint64_t next = 1'000;
  IdentityLedger t;
  const TestKey* keeper;
  TempDir dir;
};

}  // namespace support
