// SPDX-License-Identifier: Apache-2.0
// Agreements: signature lines, conclusion, entry into force, the chain of amendments, the
// consolidated state on a day. Nobody sets an agreement in force; it follows from signatures, the
// charter's rule and what the agreement says itself (TU 5-14, SM 6.1-6.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/charters.h"
#include "projections/governance/signatures.h"

namespace projections::governance {

enum class ForceState {
  kUndetermined,
  kNotYet,  ///< not signed by all, or its day has not come
  kInForce,
  kExpired,  ///< its term is over
  kTerminated,
  kSuperseded,  ///< a later version of the same agreement is in force
};

/// A supplementary agreement.
struct Amendment {
  Fact<fb::AgreementAmended> fact;
  ledger::Id id;
  std::string title;
  std::vector<fb::AmendmentKind> kinds;
  std::vector<ledger::Id> included;
  std::vector<ledger::Id> excluded;
  Signatures signatures;
  FuzzyDate concluded_on;
  FuzzyDate effective_from;
  Truth in_force{};
  fb::AmendmentPath path{};  ///< that the charter demands for these kinds; UNSPECIFIED: none stated
  std::optional<Fact<fb::ProtocolRegistered>> protocol;
  /// Whether the demanded path was followed: all signed, or the council's protocol stands behind.
  Truth path_followed{};
  Sentence judged_by;  ///< which version of the charter, and why that one
  Grounds grounds;
};

/// One participant of the agreement on a day.
struct AgreementParty {
  ledger::Id organisation;
  FuzzyDate since;  ///< of the agreement, or of the amendment that included it
  std::optional<std::uint64_t> included_by;  ///< index of the amendment; nothing: named in it
};

/// How an agreement stands where an assumed parameter is read the other way.
struct AgreementReading {
  std::string turned;  ///< path of the parameter
  FuzzyDate concluded_on;
  FuzzyDate in_force_from;
  ForceState state{};
};

struct Agreement {
  Fact<fb::AgreementRegistered> fact;
  ledger::Id id;
  std::uint16_t version = 0;
  std::string title;
  /// By which its entry into force is judged: itself, where it is the charter, else the charter of
  /// the day on which it was concluded, or of the day asked about where that is not known; nothing:
  /// by general law.
  std::optional<AdoptedCharter> charter;
  Sentence judged_by;  ///< which version that is, and why that one
  Signatures signatures;
  FuzzyDate concluded_on;
  FuzzyDate in_force_from;
  ForceState state{};
  std::optional<FuzzyDate> last_day;  ///< of its term, with amendments; nothing: open-ended
  /// The last day on which it was or will be in force, as far as it is known on the day asked
  /// about: of its term, of its termination, or before a later version; nothing: no end is known.
  std::optional<FuzzyDate> in_force_to;
  bool term_stated = false;
  std::optional<Fact<fb::AgreementTerminated>> termination;
  std::vector<Amendment> amendments;    ///< in the order in which they were recorded
  std::vector<AgreementParty> parties;  ///< on the day, as amended
  /// Of every assumed parameter; `grounds` says whether one of them differs.
  std::vector<AgreementReading> readings;
  Grounds grounds;
};

/// Every version of every agreement of the place, as it stands on the day, in the order in which
/// they were recorded.
std::vector<Agreement> agreements(const Chronicle& chronicle, Date on);

/// The versions of one agreement; empty if there is none.
std::vector<Agreement> agreement_versions(const Chronicle& chronicle, const ledger::Id& id,
                                          Date on);

/// The last day of a term that began on `from`; nothing: open-ended or not stated.
std::optional<FuzzyDate> last_day_of(const fb::Term& term, const FuzzyDate& from,
                                     const rules::Calendar& calendar);

std::string_view name_of(ForceState state);  ///< "in_force", "undetermined", …

}  // namespace projections::governance
