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

class Council;

enum class ForceState {
  kUndetermined,
  kNotYet,  ///< not signed by all, or its day has not come
  kInForce,
  kExpired,  ///< its term is over
  kTerminated,
  kSuperseded,  ///< a later version of the same agreement is in force, and took its place
};

/// The council's protocol behind a change that the charter lets it make (TU 13).
struct AmendmentBasis {
  /// kNo: there is none, it is of another body, or the decision was not adopted.
  Truth stands = Truth::kUndetermined;
  std::optional<FuzzyDate> signed_on;  ///< by the chair, else by who presided; nothing: not signed
  Grounds grounds;                     ///< `missing`: what leaves it open
};

/// The changes of one amendment for which the charter demands one path.
struct AmendmentPart {
  fb::AmendmentPath path{};  ///< UNSPECIFIED: none stated
  std::vector<fb::AmendmentKind> kinds;
  FuzzyDate from;    ///< from when they work
  Truth followed{};  ///< whether all signed, or the council's protocol stands behind
  Truth works{};     ///< on the day
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
  Truth in_force{};  ///< in all its parts
  /// By the paths that the charter demands of what it says it changes, and does change.
  std::vector<AmendmentPart> parts;
  fb::AmendmentPath path{};  ///< of several the one that was followed least, of such the first
  std::optional<Fact<fb::ProtocolRegistered>> protocol;
  /// Whether every party of the agreement that it changes has signed it.
  Truth agreed_by_all = Truth::kNo;
  AmendmentBasis basis;   ///< judged where a part needs it, or somebody is excluded
  Truth path_followed{};  ///< in all its parts
  /// Of the day on which it was concluded, else of the change, else of the day asked about;
  /// nothing: by general law.
  std::optional<AdoptedCharter> charter;
  Sentence judged_by;  ///< which version of the charter, and why that one
  Grounds grounds;

  /// The part to which a kind of change belongs; null: the amendment makes none.
  const AmendmentPart* part(fb::AmendmentKind kind) const;
  /// Whether a kind of change that it makes works on the day; kNo for one that it does not make.
  Truth works_as(fb::AmendmentKind kind) const;
  /// From when a kind of change works.
  FuzzyDate from_of(fb::AmendmentKind kind) const;
};

/// One participant of the agreement on a day.
struct AgreementParty {
  ledger::Id organisation;
  FuzzyDate since;  ///< of the agreement, or of what included it
  /// Index of the amendment, or of the decision on its accession; nothing: named in the agreement.
  std::optional<std::uint64_t> included_by;
  /// kUndetermined: whether it came in, or is still in, is open.
  Truth is_party = Truth::kYes;
};

/// How an agreement stands where an assumed parameter is read the other way.
struct AgreementReading {
  std::string turned;  ///< path of the parameter
  FuzzyDate concluded_on;
  FuzzyDate in_force_from;
  ForceState state{};
};

/// A prolongation that began to work when the term was over. It makes nothing continuous: from its
/// own day on it is open whether the agreement works again.
struct Revival {
  std::uint64_t by = 0;  ///< index of the amendment
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;  ///< nothing: open-ended
};

/// By what an agreement ends beside its term and its later versions: its termination, or another
/// document that repeals the paper by which it was made or takes its place.
struct AgreementEnd {
  ForceState state{};  ///< kTerminated or, where a paper takes its place, kSuperseded
  FuzzyDate last_day;
  const Source* source = nullptr;
  std::optional<Fact<fb::AgreementTerminated>> termination;  ///< nothing: a paper
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
  std::optional<Revival> revival;
  /// In the order of their last days, of one day as recorded: the first ends it.
  std::vector<AgreementEnd> ends;
  /// On the word of one party alone, or of a bystander: these end nothing (TU 14).
  std::vector<Fact<fb::AgreementTerminated>> claimed_terminations;
  std::vector<Amendment> amendments;    ///< in the order in which they were recorded
  std::vector<AgreementParty> parties;  ///< on the day, as amended
  /// Later versions that take nothing from this one, by their indexes: recorded on the word of one
  /// party or a bystander, and not with all of its parties.
  std::vector<std::uint64_t> claimed_versions;
  /// It is such a version itself: it stands beside an earlier one and in the place of none.
  bool claimed = false;
  /// Of every assumed parameter; `grounds` says whether one of them differs.
  std::vector<AgreementReading> readings;
  Grounds grounds;

  /// Whether the other is a later version of it that takes its place once it is in force.
  bool is_replaced_by(const Agreement& other) const;
  /// The amendment with this index; null: none.
  const Amendment* amendment_at(std::uint64_t index) const;
  /// The indexes of the relations of papers by which it ends.
  std::vector<std::uint64_t> ending_papers() const;
  /// The first of its terminations; null: none is recorded.
  const Fact<fb::AgreementTerminated>* termination() const;
  /// The last day by the first of its ends, whichever that may be; nothing: none is recorded.
  std::optional<FuzzyDate> ended_on() const;
};

/// How many certainly are parties on the day.
std::size_t certain_parties(const Agreement& agreement);

/// Every version of every agreement of the place, as it stands on the day, in the order in which
/// they were recorded.
std::vector<Agreement> agreements(const Chronicle& chronicle, Date on);
/// The same on the council's day; decisions behind amendments are judged by the council.
std::vector<Agreement> agreements(const Council& council);

/// The last day of a term that began on `from`; nothing: open-ended or not stated.
std::optional<FuzzyDate> last_day_of(const fb::Term& term, const FuzzyDate& from,
                                     const rules::Calendar& calendar);

std::string_view name_of(ForceState state);  ///< "in_force", "undetermined", …

namespace internal {

/// Whether somebody left or joined the agreements of the place otherwise than by an amendment.
bool parties_hang_on_members(const Chronicle& chronicle);

/// As agreements(), with decisions judged by this council. Null: every decision behind an amendment
/// counts as adopted, for who does not ask what changes or is only finding out who the members are.
std::vector<Agreement> agreements_by(const Chronicle& chronicle, Date on, const Council* council);

}  // namespace internal

}  // namespace projections::governance
