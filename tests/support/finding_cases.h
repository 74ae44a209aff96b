// SPDX-License-Identifier: Apache-2.0
// One case for each code of a finding: a history against the rules and the same history within
// them. The cases stand in files by subject; findings_test.cc runs them and holds that every code
// has one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/chronicle_builder.h"

namespace support {

struct FindingCase {
  std::string_view clause;  ///< first part of the test's name, e.g. "TO_4_Quorum"
  std::string_view code;
  ChronicleBuilder (*history)(bool against);
  std::string_view shown_clause = {};  ///< of the finding; empty: not looked at
  std::string_view on = "2026-11-20";
  bool of_region = false;
};

std::vector<FindingCase> council_cases();
std::vector<FindingCase> paper_cases();
std::vector<FindingCase> record_cases();
std::vector<FindingCase> duty_cases();

/// A cluster under the rules of Tomsk with members, heads and a council since 2021-03-17.
struct TomskCouncil {
  explicit TomskCouncil(std::uint64_t members = 9, const CharterEdits& edits = {});

  /// A meeting with a ballot and a decision: one letter for each seat from 1 on, "-" for an absent
  /// one; a letter after a "!" is a vote of somebody absent. Gives the decision.
  std::string decide(std::uint64_t number, const std::string& on, const std::string& votes,
                     const std::string& kind, const std::string& more = {},
                     const std::string& more_of_ballot = {});
  /// The meeting of the last decide().
  std::string meeting;
  std::string ballot;

  ChronicleBuilder b;
  std::string council;
};

/// Parties, slots and the rest of an agreement between the organisations 1 to `count`.
std::string parties_json(std::uint64_t count);
std::string register_agreement(ChronicleBuilder& b, std::uint64_t count,
                               const std::string& more = {}, const std::string& term = "OPEN");
void sign_slot(ChronicleBuilder& b, const std::string& target, std::uint64_t slot,
               const std::string& day);
/// An agreement of `count` participants, signed by all on one day.
std::string concluded_agreement(ChronicleBuilder& b, std::uint64_t count, const std::string& day,
                                const std::string& more = {});
/// A supplementary agreement of this number that takes in an organisation, signed by it.
std::string inclusion(ChronicleBuilder& b, const std::string& agreement, std::uint64_t newcomer,
                      const std::string& day, const std::string& more = {});
std::string register_document(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                              const std::string& more = {});
/// The ledger's first event, of the operator with the root key of this number.
void create_ledger(ChronicleBuilder& b, std::uint64_t root);
/// A key of the head of organisation 1.
void introduce_key(ChronicleBuilder& b, std::uint64_t number, How how = {});
/// Recovery keys put the key `now` in the place of `lost`.
std::string recover_key(ChronicleBuilder& b, std::uint64_t organisation, std::uint64_t lost,
                        std::uint64_t now);

}  // namespace support
