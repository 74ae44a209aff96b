// SPDX-License-Identifier: Apache-2.0
// Why a thing stands as it does: everything that a verdict rests on, gathered in one value: the
// roll of the day with the event behind each name, the parameters with their clauses, the meeting,
// the ballots with the keys behind the votes, the protocols, the papers, the deadlines, the
// findings about it, what was assumed. Text and JSON are two printings of this value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"

namespace projections::governance {

enum class ExplanationKind { kDecision, kAgreement, kObligation, kDocument };

/// One seat of the body on the day, and by what its organisation is a participant.
struct RollLine {
  SeatHolder holder;
  std::optional<Membership> membership;  ///< the one that counts on the day
};

enum class KeyStanding {
  kUnknown,      ///< no event of the chronicle introduces it
  kGood,         ///< introduced before and not in doubt
  kRevoked,      ///< revoked later; what it had signed stays good
  kRace,         ///< it signed when its revocation was on its way
  kSuspected,    ///< may have been in wrong hands when it signed
  kReconfirmed,  ///< one of the last two, and a sound key has stood in for the event since
};

/// The key that signed an event, as it stood for that event.
struct KeyOfEvent {
  std::uint64_t event = 0;
  ledger::PublicKey key;
  KeyStanding standing{};
  std::optional<std::uint64_t> introduced_by;  ///< index of the event
  std::optional<std::uint64_t> doubted_by;     ///< of the revocation or the suspicion
  std::optional<std::uint64_t> reconfirmed_by;
};

/// Something that rests on a document.
struct DocumentUse {
  fb::Payload type{};
  ledger::Hash digest;
  std::uint64_t index = 0;
  std::string title;
};

/// Borrows the chronicle of the council that it was made from.
struct Explanation {
  ExplanationKind kind{};
  ledger::Hash subject;  ///< D of the event; of an obligation, its key
  Sentence title;
  std::uint64_t position = 0;
  Date on;
  std::optional<Date> day;     ///< of the roll
  std::vector<RollLine> roll;  ///< the one that the outcome was computed from
  /// What bears on it and was recorded after the closing; empty while the outcome is the same.
  std::vector<std::uint64_t> late_events;
  std::vector<RuleUsed> rules;  ///< each once, in the order in which they were used
  std::vector<Meeting> meetings;
  std::vector<Ballot> ballots;
  std::vector<Decision> decisions;
  std::vector<Protocol> protocols;
  std::vector<Agreement> agreements;
  std::vector<Fact<fb::DocumentRegistered>> documents;  ///< editions and files of one document
  std::vector<DocumentUse> uses;
  std::vector<Obligation> duties;
  std::vector<Finding> findings;
  std::vector<KeyOfEvent> keys;  ///< of the votes and signatures, ascending by event
  std::vector<Missing> missing;
  bool depends_on_assumption = false;
};

/// Of the decision, agreement (any version or supplementary agreement) or document file that this
/// event registers, or of the obligation with this key, as told on the day of the council
/// (told_on.h). kNotFound NO_SUCH_DECISION, for a later decision too, NO_SUCH_AGREEMENT,
/// NO_SUCH_OBLIGATION, NO_SUCH_DOCUMENT.
ledger::Result<Explanation> explain(const Council& council, ExplanationKind kind,
                                    const ledger::Hash& subject);

std::string_view name_of(ExplanationKind kind);  ///< "decision", "agreement", …
std::string_view name_of(KeyStanding standing);  ///< "good", "suspected", …

}  // namespace projections::governance
