// SPDX-License-Identifier: Apache-2.0
// A charter as rules: its parameters read from CharterAdopted with the clause and the certainty of
// each, the rule for a kind of decision, and the version in force on a day. No rule knows a region:
// everything that differs from place to place is a parameter.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/schema/event_body_generated.h"
#include "projections/rules/calendar.h"
#include "projections/rules/imprecise.h"
#include "projections/rules/tally.h"
#include "projections/rules/terms.h"
#include "projections/rules/turned.h"

namespace projections::rules {

namespace fb = ledger::fb;

/// Where a parameter comes from. Without a source of its own or of a prefix: UNSPECIFIED.
struct Basis {
  std::string path;  ///< of the parameter that was asked for
  std::string clause;
  fb::Certainty certainty = fb::Certainty::UNSPECIFIED;
  std::optional<ledger::Hash> document;

  bool known() const { return certainty != fb::Certainty::UNSPECIFIED; }
  bool assumed() const { return certainty == fb::Certainty::ASSUMED; }
};

struct QuorumRule {
  Threshold threshold;
  fb::QuorumBase base = fb::QuorumBase::MEMBERS_TOTAL;
  bool operator==(const QuorumRule&) const = default;
};

/// How a body decides one kind of question. What the charter does not state is absent.
struct VotingRule {
  std::optional<QuorumRule> quorum;
  Basis quorum_basis;
  std::optional<MajorityRule> majority;
  Basis majority_basis;       ///< of the share
  Basis majority_base_basis;  ///< of what it is a share
  std::optional<CastingRule> casting;
  fb::CastingHolder casting_holder = fb::CastingHolder::UNSPECIFIED;
  Basis casting_basis;
  Basis with_abstentions_basis;
  bool vacant_seats_counted = false;
  Basis vacant_seats_basis;
  bool at_meeting_only = false;
};

/// Borrows the table of a strict body, and what is read otherwise; valid as long as these. Cheap to
/// copy.
class Charter {
 public:
  /// `turned`: assumed parameters that are read otherwise; null: none.
  explicit Charter(const fb::CharterAdopted& event, const Turned* turned = nullptr)
      : event_(&event), turned_(turned) {}

  const fb::CharterAdopted& event() const { return *event_; }
  const fb::CharterParameters& parameters() const { return *event_->parameters(); }

  /// Of the source with the longest path that is `path` or a prefix of it at a dot.
  Basis basis(std::string_view path) const;
  /// Null if the charter knows no such body.
  const fb::BodyRules* body(fb::BodyKind kind) const;
  /// "bodies.EXPERT_COUNCIL", to which parameter names are joined with a dot.
  static std::string body_path(fb::BodyKind kind);

  /// The body's rule, with what a question rule for that kind of decision puts in its place. Empty
  /// rules for an unknown body.
  VotingRule voting(fb::BodyKind body, fb::DecisionKind decision) const;
  /// Whether the quorum rule is worded for that kind of decision (`quorum_for`; empty: for all).
  bool quorum_worded_for(fb::BodyKind body, fb::DecisionKind decision) const;

  /// What `path` could be instead, where that parameter is an assumption: the values for Turned.
  /// Empty where it is none, or where nothing else is a reading of it (a list, a length, a share).
  std::vector<std::string> other_values(std::string_view path) const;

  // Parameters that may be read otherwise; false and DAY_OF_ACT where the charter has no such
  // rules.
  bool acting_head_needs_authority(fb::BodyKind kind) const;
  bool member_on_first_day() const;
  fb::LastDayRule excluded_last_day() const;
  bool all_slots_required() const;

  /// Null if there is none.
  const fb::DeadlineRule* deadline(std::string_view name) const;
  std::vector<const fb::DeadlineRule*> deadlines_from(fb::DutyPoint start) const;
  Basis deadline_basis(const fb::DeadlineRule& rule) const;

  WeekRules week_rules() const;
  std::string calendar_name() const;
  AcademicYearStart academic_year_start() const;
  bool until_inclusive() const;
  std::int32_t zone_minutes() const;

 private:
  /// The other value of an assumed parameter, if it is read so.
  const std::string* turned(std::string_view path) const;
  bool read(std::string_view path, bool given) const {
    return turned(path) == nullptr ? given : !given;
  }
  void apply_body(const fb::BodyRules& body, VotingRule& out) const;
  void turn_majority(VotingRule& out) const;

  const fb::CharterAdopted* event_;
  const Turned* turned_;
};

/// Whether an assumption on this parameter could be read otherwise: not one on a list, a length, a
/// share.
bool has_other_reading(std::string_view path);

Length length_of(const fb::Length& length);
Shift shift_of(fb::ShiftRule shift);
QuorumRule quorum_rule_of(const fb::QuorumRule& rule);
MajorityRule majority_rule_of(const fb::MajorityRule& rule);

/// A charter as one of several for a place.
struct CharterVersion {
  const fb::CharterAdopted* event = nullptr;
  std::uint64_t index = 0;  ///< position of the event: the later one supersedes on one day
  bool of_cluster = false;  ///< of the cluster itself, not of its region
  FuzzyDate effective;      ///< from when the act says that it works
};

/// Which charter governs a place on a day: the newest effective one of the cluster, else of the
/// region. `undetermined` lists those that may or may not be in force because their day is not
/// known well enough; the answer then does not count them.
struct CharterChoice {
  const CharterVersion* version = nullptr;  ///< null: no charter is in force
  std::vector<const CharterVersion*> undetermined;
};
CharterChoice charter_on(std::span<const CharterVersion> versions, Date day);

/// Other readings of the assumed parameters of a voting rule: the rule itself first, then each
/// with one assumption turned (the base of the majority, vacant seats, abstentions in a tie).
struct VotingReading {
  VotingRule rule;
  std::string turned;  ///< path of the parameter that differs; empty for the rule itself
};
std::vector<VotingReading> readings_of(const VotingRule& rule);

}  // namespace projections::rules
