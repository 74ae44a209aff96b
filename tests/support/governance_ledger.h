// SPDX-License-Identifier: Apache-2.0
// A ledger under the rules of governance with a region and a cluster in it: an operator, a
// coordinator, a secretary, an importer, five member organisations with keys of their heads, a
// council under a charter like that of Tomsk. Events in one line each.
#pragma once

#include <string>
#include <vector>

#include "tests/support/identity_ledger.h"

namespace support {

/// What a charter of a test says; the rest is as in Tomsk.
struct CharterSaid {
  std::string include_by = "ORDER";
  std::string consent = "REQUIRED_EXCEPT";
  std::string more_membership;  ///< members of the object, each preceded by a comma
  std::string council = R"("ballot":"OPEN","forms":["IN_PERSON","REMOTE"],"convened_by":"CHAIR",
      "ballots_opened_by":"NOT_STATED")";
  std::string more_bodies;  ///< objects, each preceded by a comma
  std::string more;         ///< groups of parameters, each preceded by a comma
};

class GovernanceLedger : public IdentityLedger {
 public:
  explicit GovernanceLedger(TestLedger::Where where = TestLedger::Where::kMemory);
  /// The same region with a cluster under another charter.
  explicit GovernanceLedger(const CharterSaid& charter,
                            TestLedger::Where where = TestLedger::Where::kMemory);

  /// Whoever may say so: in the cluster, by the secretary as recorder.
  Said told(const std::string& type, const std::string& payload) const;
  /// The author's own act in the cluster.
  Said native(const TestKey& author, const std::string& type, const std::string& payload) const;
  /// History brought in by the importer on the evidence of the paper.
  Said history(const std::string& type, const std::string& payload) const;

  const TestKey& head(std::uint64_t organisation) const { return heads_[organisation - 1]; }
  /// A key for an organisation that has one already: its own administering key introduces it.
  void add_key(const TestKey& key, const TestKey& by, std::uint64_t organisation,
               const std::string& role, const std::string& more = {},
               const std::string& scopes = R"("ACT")");

  // Payloads.
  static std::string charter(const CharterSaid& said, std::uint64_t number, unsigned version,
                             const std::string& effective, const std::string& basis,
                             const std::string& more = {});
  static std::string day(const std::string& date);
  static std::string head_of(std::uint64_t organisation, const std::string& change,
                             const std::string& from, const std::string& more = {});
  static std::string order(std::uint64_t issuer, const std::string& lists);
  static std::string body(std::uint64_t number, const std::string& kind, const std::string& rule,
                          const std::string& more = {});
  std::string meeting(std::uint64_t number, const std::string& date,
                      const std::string& more = R"(,"form":"IN_PERSON")") const;
  static std::string attendance(const std::string& meeting,
                                const std::vector<std::uint64_t>& present,
                                const std::string& more = {});
  std::string ballot(std::uint64_t number, const std::string& meeting,
                     const std::string& more = {}) const;
  static std::string vote(const std::string& ballot, std::uint64_t seat,
                          const std::string& choice = "FOR", const std::string& more = {});
  std::string decision(std::uint64_t number, const std::string& more) const;
  static std::string meeting_closed(const std::string& meeting);
  static std::string on_ballot(const std::string& ballot);

  /// Tells of a meeting on that day with all five present.
  std::string held_meeting(std::uint64_t number, const std::string& date);
  /// A told ballot of the meeting, closed after these votes of the seats 1, 2 …
  std::string closed_ballot(std::uint64_t number, const std::string& meeting,
                            const std::vector<std::string>& votes, const std::string& more = {});
  /// The head of organisation 1 is elected chair on that day.
  void elect_chair(const std::string& date = "2023-10-02");

  TestKey ministry{700}, coordinator{701}, secretary{702}, importer{703};
  std::string paper;    ///< digest of a registered document
  std::string adopted;  ///< digest of the charter
  std::string council;  ///< digest of the council's composition

 private:
  void introduce(const TestKey& key, std::uint64_t organisation, const std::string& role,
                 const std::string& scopes);
  void declare_place(const CharterSaid& charter);
  void declare_members();

  std::vector<TestKey> heads_;
};

/// A hex id for any thing that a test numbers.
std::string thing_id(std::uint64_t number);

inline constexpr std::uint64_t kMinistry = 100;
inline constexpr std::uint64_t kCoordinatorOrganisation = 101;

}  // namespace support
