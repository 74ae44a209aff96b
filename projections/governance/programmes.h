// SPDX-License-Identifier: Apache-2.0
// Programmes of activity: sections, horizon, signatures of all, who agreed them, changes and
// indicators (TU 4б, 5, 10, 12, 13, 16, 17).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/charters.h"
#include "projections/governance/signatures.h"

namespace projections::governance {

/// Somebody's word on a programme or a change of one.
struct ProgrammeAgreement {
  Fact<fb::ProgrammeAgreed> fact;
  fb::ProgrammeParty by{};
  fb::Conclusion conclusion{};
  FuzzyDate agreed_on;
};

struct ProgrammeChange {
  Fact<fb::ProgrammeChanged> fact;
  std::vector<fb::ProgrammeChangeKind> kinds;
  FuzzyDate entered_on;
  std::optional<FuzzyDate> to;  ///< the new end, if it changes
  std::vector<ProgrammeAgreement> agreed;
};

/// One number of one year, as it was planned and as it had been reported by the day.
struct IndicatorYear {
  std::uint8_t indicator = 0;
  std::string title;
  std::string unit;
  std::uint16_t year = 0;
  std::optional<std::string> planned;   ///< decimal text
  std::optional<std::string> reported;  ///< as reported last, by the day
  Evidence evidence;
};

struct Programme {
  Fact<fb::ProgrammeSubmitted> fact;
  ledger::Id id;
  std::uint16_t version = 0;
  std::string title;
  FuzzyDate from;
  FuzzyDate to;  ///< with the changes entered by the day
  /// In force when it was submitted; where that day is not recorded, when it begins.
  std::optional<AdoptedCharter> charter;
  /// In force when it begins; until then, on the day.
  std::optional<AdoptedCharter> charter_at_start;
  std::vector<std::uint8_t> sections;
  std::vector<std::uint8_t> missing_sections;  ///< of those that the charter demands
  Signatures signatures;
  FuzzyDate signed_on;  ///< by all
  Truth signed_by_all{};
  std::vector<ProgrammeAgreement> agreed;
  /// Whether the party that the charter names agreed it before it took effect (TU 16); until then,
  /// whether it has by the day.
  Truth agreed_as_demanded{};
  std::vector<ProgrammeAgreement> agreed_late;  ///< of that party, after the start
  std::vector<ProgrammeChange> changes;
  std::vector<IndicatorYear> indicators;
  Grounds grounds;
};

/// In the order in which they were recorded.
std::vector<Programme> programmes(const Chronicle& chronicle, Date on);

/// Whether a programme from `from` to `to` is longer than `years`: from the first day on, a whole
/// number of years ends on the day before the same date.
Truth longer_than(const FuzzyDate& from, const FuzzyDate& to, unsigned years);

/// Whether a conclusion is consent to what was asked, with remarks or without; a refusal is none.
bool agrees(fb::Conclusion conclusion);

/// "12.50" of {1250, 2}.
std::string decimal_text(const fb::Decimal& number);

}  // namespace projections::governance
