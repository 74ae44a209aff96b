// SPDX-License-Identifier: Apache-2.0
// Facts laid over others are the same rows as if all had been folded; what a preview says of added
// events is what the ledger says of them later.
#include "projections/governance/preview.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "projections/facts_overlay.h"
#include "tests/support/chronicle_builder.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::map<std::string, std::string> all_rows(const FactRows& rows) {
  std::map<std::string, std::string> out;
  std::string last;
  EXPECT_TRUE(rows.scan("", [&](std::string_view key, std::string_view value) {
    EXPECT_LT(last, key) << "ascending";
    last = std::string(key);
    out.emplace(key, value);
    return true;
  }));
  return out;
}

/// A council with a meeting, a vote that is corrected, and an organisation that is withdrawn.
ChronicleBuilder history() {
  ChronicleBuilder b;
  b.members(4);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  const auto meeting = b.meeting(1, council, "2021-04-05");
  b.attendance(meeting, {1, 2, 3, 4});
  const auto ballot = b.ballot(1, meeting, "RECOMMENDATION");
  b.votes(ballot, "ffaa");
  b.close(ballot);
  const auto decision = b.decision(1, meeting, ballot, "RECOMMENDATION");
  b.withdraw(decision);
  return b;
}

TEST(OverlaidFactRows, AreTheRowsOfFoldingEverythingWhereverTheLineIsDrawn) {
  const ChronicleBuilder b = history();
  for (std::uint64_t line = 0; line <= b.size(); ++line) {
    FoldedFactRows below, all;
    OverlaidFactRows overlaid(below);
    b.fold(0, line, [&](const Event& event) { below.fold(event); });
    b.fold(line, b.size(), [&](const Event& event) { ASSERT_TRUE(overlaid.fold(event)); });
    b.fold(0, b.size(), [&](const Event& event) { all.fold(event); });
    EXPECT_EQ(all_rows(overlaid), all_rows(all)) << "drawn at " << line;
  }
}

TEST(OverlaidFactRows, AnEventThatIsThereAlreadyChangesNothing) {
  const ChronicleBuilder b = history();
  FoldedFactRows below;
  OverlaidFactRows overlaid(below);
  b.fold(0, b.size(), [&](const Event& event) { below.fold(event); });
  const auto rows = all_rows(below);
  b.fold(0, b.size() - 1, [&](const Event& event) { ASSERT_TRUE(overlaid.fold(event)); });
  EXPECT_EQ(all_rows(overlaid), rows);
}

struct Shown {
  Shown(const ChronicleBuilder& b, std::uint64_t line)
      : before(b.chronicle(line)), after(b.chronicle()), council(after, support::kToday) {
    std::set<ledger::Hash> added;
    b.fold(line, b.size(), [&](const Event& event) { added.insert(event.digest); });
    preview = governance::preview(&before, council, added);
  }
  const StandingChange* change(const std::string& kind) const {
    const auto it = std::find_if(preview.changes.begin(), preview.changes.end(),
                                 [&](const StandingChange& one) {
                                   return (one.after ? one.after->kind : one.before->kind) == kind;
                                 });
    return it == preview.changes.end() ? nullptr : &*it;
  }

  Chronicle before, after;
  Council council;
  Preview preview;
};

TEST(Preview, NewThingsAreListedAndOldOnesOnlyWhereTheyChange) {
  ChronicleBuilder b;
  b.members(4);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  const auto first = b.meeting(1, council, "2021-04-05");
  b.attendance(first, {1, 2});
  const std::uint64_t line = b.size();
  b.elect(council, 2, 4, "2021-05-05");
  const Shown shown(b, line);
  ASSERT_EQ(shown.preview.meetings.size(), 1u) << "not the meeting of April";
  ASSERT_EQ(shown.preview.ballots.size(), 1u);
  EXPECT_EQ(shown.preview.ballots[0].adopted, Truth::kYes);
  ASSERT_EQ(shown.preview.decisions.size(), 1u);
  const StandingChange* chair = shown.change("chair");
  ASSERT_NE(chair, nullptr) << "an office begins";
  EXPECT_FALSE(chair->before);
  EXPECT_NE(chair->after->state.english.find("from 2021-05-05 to 2026-05-05"), std::string::npos)
      << chair->after->state.english;
  EXPECT_EQ(shown.change("meeting"), nullptr);
}

TEST(Preview, CorrectionOfAVoteChangesTheOutcomeThatWasComputed) {
  ChronicleBuilder b;
  b.members(4);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  const auto meeting = b.meeting(1, council, "2021-04-05");
  const auto roll = b.attendance(meeting, {1, 2, 3, 4});
  const auto ballot = b.ballot(1, meeting, "RECOMMENDATION");
  b.votes(ballot, "ffaa");
  b.decision(1, meeting, ballot, "RECOMMENDATION", R"(,"stated_result":"ADOPTED")");
  const std::uint64_t line = b.size();
  b.withdraw(roll);
  const Shown shown(b, line);
  const StandingChange* change = shown.change("meeting");
  ASSERT_NE(change, nullptr);
  EXPECT_NE(change->before->state.english.find("there is a quorum: 4 present of 4"),
            std::string::npos)
      << change->before->state.english;
  EXPECT_NE(change->after->state.english.find("undetermined"), std::string::npos)
      << change->after->state.english;
}

TEST(Preview, FindingsAreThoseAfterWithoutThoseBefore) {
  ChronicleBuilder b;
  b.members(6);
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  const std::uint64_t line = b.size();
  const auto meeting = b.meeting(1, council, "2021-04-05");
  b.attendance(meeting, {1, 2});
  const auto ballot = b.ballot(1, meeting, "RECOMMENDATION");
  b.votes(ballot, "ff");
  b.decision(1, meeting, ballot, "RECOMMENDATION", R"(,"stated_result":"ADOPTED")");
  const Shown shown(b, line);
  const auto found = [&](std::string_view code) {
    return std::any_of(shown.preview.appeared.begin(), shown.preview.appeared.end(),
                       [&](const Finding& one) { return one.code() == code; });
  };
  EXPECT_TRUE(found("NO_QUORUM"));
  for (const Finding& one : findings(shown.before, support::kToday)) {
    EXPECT_TRUE(std::none_of(shown.preview.appeared.begin(), shown.preview.appeared.end(),
                             [&](const Finding& other) { return other.key == one.key; }));
  }
}

}  // namespace
}  // namespace projections::governance
