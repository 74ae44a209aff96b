// SPDX-License-Identifier: Apache-2.0
// What the rules say of one protocol's meeting, as the lines that its printed form shows beside
// the words of the paper: the quorum, each ballot with base and arithmetic, what became of each
// decision, when what it assigns is due, by what right somebody signed, whose signature is missing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "projections/governance/bodies.h"

namespace tools {

/// Russian lines with the events behind them.
struct ToldOutcome {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> events;
};

class MeetingOutcomes {
 public:
  /// `protocol`: D of the ProtocolRegistered in hex. Judged on the day of its meeting. Nothing is
  /// told of a protocol that the place does not have.
  MeetingOutcomes(const projections::Chronicle& chronicle, const std::string& protocol);

  /// Of a meeting of a body; empty for a conference.
  const ToldOutcome& quorum() const { return quorum_; }
  /// Of the ballot, the decision or the signature with this D in hex.
  const ToldOutcome& of(const std::string& digest) const;
  /// When this component of an assignment is due: by the schedule alone, after the shift to a
  /// working day, by which published calendar; or that it is undetermined and what is missing.
  const ToldOutcome& due(const std::string& decision, std::uint64_t component) const;
  /// The posts whose signature the rules demand and nobody has recorded.
  const ToldOutcome& missing_signers() const { return missing_; }

 private:
  void tell_dues(const projections::governance::Council& council);

  ToldOutcome quorum_;
  ToldOutcome missing_;
  std::map<std::pair<std::string, std::uint64_t>, ToldOutcome> dues_;
  std::map<std::string, ToldOutcome> of_;
};

}  // namespace tools
