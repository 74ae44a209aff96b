// SPDX-License-Identifier: Apache-2.0
// Verdicts of governance as indented lines for people, in one language: what a preview and an
// explanation print. The same verdict gives the same lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/governance/place_names.h"
#include "projections/governance/preview.h"
#include "tools/session.h"

namespace tools {

class VerdictText {
 public:
  /// Borrows the names.
  VerdictText(const projections::governance::PlaceNames& names, Language language)
      : names_(names), language_(language) {}

  void heading(const Text& text);
  void line(int level, std::string text);
  void line(int level, const projections::governance::Sentence& sentence);

  /// Who was there, by what right, with the quorum at the beginning.
  void meeting(const projections::governance::Meeting& meeting);
  /// The votes, the base, what was needed, the margin, the casting vote, other readings.
  void ballot(const projections::governance::Ballot& ballot);
  void decision(const projections::governance::Decision& decision);
  void protocol(const projections::governance::Protocol& protocol);
  void duty(const projections::governance::Obligation& duty);
  /// With what it is about.
  void finding(const projections::governance::Finding& finding);
  /// The same with the register in which it stands.
  void finding_in_register(const projections::governance::Finding& finding);
  void change(const projections::governance::StandingChange& change);
  /// Rules with clauses, the events behind, what is missing.
  void grounds(int level, const projections::governance::Grounds& grounds);

  const std::vector<std::string>& lines() const { return lines_; }
  const std::string& in(const projections::governance::Sentence& sentence) const;
  std::string say(const Text& text) const;

 private:
  void quorum(int level, const projections::governance::QuorumState& quorum);
  void attendees(const projections::governance::Meeting& meeting);
  void absentees(const projections::governance::Meeting& meeting);
  void roll_call(const projections::governance::Ballot& ballot);
  std::string casting_in_words(const projections::governance::CastingVoteState& casting) const;
  void outcome(const projections::governance::Ballot& ballot);
  /// "; not in the roll above …: events 31, 35", or nothing.
  std::string late_events(const std::vector<std::uint64_t>& indexes) const;
  void readings(const projections::governance::Ballot& ballot);
  void readings(const projections::governance::Decision& decision);
  void finding_heading(const projections::governance::Finding& finding);
  void finding_facts(const projections::governance::Finding& finding);
  std::string named(std::string_view name, const std::string& value) const;
  std::string number_in_words(const std::string& name, const std::string& value) const;
  std::string choice_of_several(ledger::fb::Choice choice) const;
  std::string signed_in_words(const projections::governance::Protocol& protocol) const;
  std::string why_no_mandate(const projections::governance::ProtocolSignature& signature) const;
  std::string responsible(const std::vector<projections::governance::Responsible>& list) const;

  const projections::governance::PlaceNames& names_;
  Language language_;
  std::vector<std::string> lines_;
};

}  // namespace tools
