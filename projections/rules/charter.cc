// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/charter.h"

#include <algorithm>

#include "projections/rules/charter_body_check.h"

namespace projections::rules {
namespace {

bool covers(std::string_view source, std::string_view path) {
  return path.starts_with(source) && (path.size() == source.size() || path[source.size()] == '.');
}

void apply_question(const Charter& charter, const fb::BodyRules& body,
                    const fb::QuestionRule& question, fb::DecisionKind decision, VotingRule& out) {
  const std::string path =
      Charter::body_path(body.kind()) + ".questions." + fb::EnumNameDecisionKind(decision);
  const auto basis = [&](const std::string& end) {
    Basis found = charter.basis(path + end);
    if (found.clause.empty() && question.clause() != nullptr)
      found.clause = question.clause()->str();
    return found;
  };
  if (question.quorum() != nullptr) {
    out.quorum = quorum_rule_of(*question.quorum());
    out.quorum_basis = basis(".quorum");
  }
  if (question.majority() != nullptr) {
    out.majority = majority_rule_of(*question.majority());
    out.majority_basis = basis(".majority");
    out.majority_base_basis = basis(".majority.base");
  }
  out.at_meeting_only = question.at_meeting_only();
}

constexpr std::string_view kExcludedPath = "membership.excluded_last_day";
constexpr std::string_view kFirstDayPath = "membership.member_on_first_day";
constexpr std::string_view kSlotsPath = "agreement.all_slots_required";
constexpr std::string_view kActing = ".acting_head_needs_authority";
constexpr std::string_view kVacant = ".vacant_seats_counted";
constexpr std::string_view kAbstentions = ".casting_vote.with_abstentions";
constexpr std::string_view kQuorumFor = ".quorum_for";
constexpr std::string_view kBase = ".majority.base";

/// The bases of a majority that a charter may leave open: not that of unanimity.
constexpr Base kOpenBases[] = {Base::kPresent, Base::kVotesCast, Base::kAllMembers};
constexpr fb::LastDayRule kLastDays[] = {fb::LastDayRule::DAY_OF_ACT,
                                         fb::LastDayRule::DAY_BEFORE_ACT};

/// Whether a parameter is yes or no, so that there is one other reading.
bool of_two(std::string_view path) {
  return path == kFirstDayPath || path == kSlotsPath || path.ends_with(kActing) ||
         path.ends_with(kVacant) || path.ends_with(kAbstentions) || path.ends_with(kQuorumFor);
}

}  // namespace

bool has_other_reading(std::string_view path) {
  return of_two(path) || path == kExcludedPath || path.ends_with(kBase);
}

std::string to_text(const Turned& turned) {
  std::string out;
  for (const auto& [path, value] : turned) {
    out += (out.empty() ? "" : ", ") + path + (value.empty() ? "" : " = " + value);
  }
  return out;
}

const std::string* Charter::turned(std::string_view path) const {
  if (turned_ == nullptr) return nullptr;
  const auto it = turned_->find(path);
  return it != turned_->end() && basis(path).assumed() ? &it->second : nullptr;
}

std::vector<std::string> Charter::other_values(std::string_view path) const {
  std::vector<std::string> out;
  if (!basis(path).assumed()) return out;
  if (of_two(path)) return {""};
  if (path == kExcludedPath && parameters().membership() != nullptr) {
    for (const fb::LastDayRule rule : kLastDays) {
      if (rule == parameters().membership()->excluded_last_day()) continue;
      out.emplace_back(fb::EnumNameLastDayRule(rule));
    }
  }
  if (path.ends_with(kBase)) {
    for (const Base base : kOpenBases) out.emplace_back(name_of(base));
  }
  return out;
}

bool Charter::acting_head_needs_authority(fb::BodyKind kind) const {
  const fb::BodyRules* rules = body(kind);
  if (rules == nullptr) return false;
  return read(body_path(kind).append(kActing), rules->acting_head_needs_authority());
}

bool Charter::member_on_first_day() const {
  const fb::MembershipRules* rules = parameters().membership();
  return rules != nullptr && read(kFirstDayPath, rules->member_on_first_day());
}

fb::LastDayRule Charter::excluded_last_day() const {
  const std::string* other = turned(kExcludedPath);
  for (const fb::LastDayRule rule : kLastDays) {
    if (other != nullptr && *other == fb::EnumNameLastDayRule(rule)) return rule;
  }
  const fb::MembershipRules* rules = parameters().membership();
  return rules == nullptr ? fb::LastDayRule::DAY_OF_ACT : rules->excluded_last_day();
}

bool Charter::all_slots_required() const {
  const fb::AgreementRules* rules = parameters().agreement();
  return rules != nullptr && read(kSlotsPath, rules->all_slots_required());
}

void Charter::apply_body(const fb::BodyRules& body, VotingRule& out) const {
  const std::string path = body_path(body.kind());
  if (body.quorum() != nullptr) out.quorum = quorum_rule_of(*body.quorum());
  out.quorum_basis = basis(path + ".quorum");
  if (body.majority() != nullptr) out.majority = majority_rule_of(*body.majority());
  out.majority_basis = basis(path + ".majority");
  out.majority_base_basis = basis(path + ".majority.base");
  out.with_abstentions_basis = basis(path + ".casting_vote.with_abstentions");
  if (const fb::CastingVote* vote = body.casting_vote()) {
    const bool allowed = vote->with_abstentions() == fb::Permission::ALLOW;
    out.casting = CastingRule{read(out.with_abstentions_basis.path, allowed)};
    out.casting_holder = vote->holder();
  }
  out.casting_basis = basis(path + ".casting_vote");
  out.vacant_seats_basis = basis(path + ".vacant_seats_counted");
  out.vacant_seats_counted = read(out.vacant_seats_basis.path, body.vacant_seats_counted());
}

void Charter::turn_majority(VotingRule& out) const {
  const std::string* other = turned(out.majority_base_basis.path);
  if (other == nullptr || !out.majority) return;
  for (const Base base : kOpenBases) {
    if (name_of(base) == *other) out.majority->base = base;
  }
}

Basis Charter::basis(std::string_view path) const {
  Basis out{std::string(path), {}, fb::Certainty::UNSPECIFIED, std::nullopt};
  if (event_->sources() == nullptr) return out;
  const fb::ParameterSource* best = nullptr;
  for (const fb::ParameterSource* source : *event_->sources()) {
    if (!covers(source->path()->string_view(), path)) continue;
    if (best == nullptr || source->path()->size() > best->path()->size()) best = source;
  }
  if (best == nullptr) return out;
  out.certainty = best->certainty();
  if (best->clause() != nullptr) out.clause = best->clause()->str();
  if (best->document() != nullptr) {
    const auto digest = ledger::fixed_from_hex<ledger::Hash>(best->document()->string_view());
    if (digest) out.document = *digest;
  }
  return out;
}

const fb::BodyRules* Charter::body(fb::BodyKind kind) const {
  if (parameters().bodies() == nullptr) return nullptr;
  for (const fb::BodyRules* body : *parameters().bodies()) {
    if (body->kind() == kind) return body;
  }
  return nullptr;
}

std::string Charter::body_path(fb::BodyKind kind) {
  return std::string("bodies.") + fb::EnumNameBodyKind(kind);
}

VotingRule Charter::voting(fb::BodyKind kind, fb::DecisionKind decision) const {
  VotingRule out;
  const fb::BodyRules* rules = body(kind);
  if (rules == nullptr) return out;
  apply_body(*rules, out);
  if (rules->questions() != nullptr) {
    for (const fb::QuestionRule* question : *rules->questions()) {
      if (!holds(question->decisions(), decision)) continue;
      apply_question(*this, *rules, *question, decision, out);
      break;
    }
  }
  turn_majority(out);
  return out;
}

bool Charter::quorum_worded_for(fb::BodyKind kind, fb::DecisionKind decision) const {
  const fb::BodyRules* rules = body(kind);
  if (rules == nullptr) return false;
  const auto* worded = rules->quorum_for();
  const bool for_all = worded == nullptr || worded->size() == 0;
  if (turned(body_path(kind).append(kQuorumFor)) == nullptr) {
    return for_all || holds(worded, decision);
  }
  // The other reading of a rule for all is one for what the body is competent for.
  const auto* competence = rules->competence();
  const bool open = competence == nullptr || competence->size() == 0;
  return !for_all || open || holds(competence, decision);
}

const fb::DeadlineRule* Charter::deadline(std::string_view name) const {
  if (parameters().deadlines() == nullptr) return nullptr;
  for (const fb::DeadlineRule* rule : *parameters().deadlines()) {
    if (rule->name()->string_view() == name) return rule;
  }
  return nullptr;
}

std::vector<const fb::DeadlineRule*> Charter::deadlines_from(fb::DutyPoint start) const {
  std::vector<const fb::DeadlineRule*> out;
  if (parameters().deadlines() == nullptr) return out;
  for (const fb::DeadlineRule* rule : *parameters().deadlines()) {
    if (rule->start() == start) out.push_back(rule);
  }
  return out;
}

Basis Charter::deadline_basis(const fb::DeadlineRule& rule) const {
  Basis out = basis("deadlines." + rule.name()->str());
  if (out.clause.empty() && rule.clause() != nullptr) out.clause = rule.clause()->str();
  return out;
}

WeekRules Charter::week_rules() const {
  const fb::CalendarRules& rules = *parameters().calendar();
  return {static_cast<Week>(rules.week()), rules.presidential_days_count()};
}

std::string Charter::calendar_name() const { return parameters().calendar()->calendar()->str(); }

AcademicYearStart Charter::academic_year_start() const {
  const fb::CalendarRules& rules = *parameters().calendar();
  return {rules.academic_year_month(), rules.academic_year_day()};
}

bool Charter::until_inclusive() const { return parameters().calendar()->until_inclusive(); }
std::int32_t Charter::zone_minutes() const { return parameters().calendar()->zone_minutes(); }

Length length_of(const fb::Length& length) {
  return {length.count(), static_cast<LengthUnit>(length.unit())};
}

Shift shift_of(fb::ShiftRule shift) {
  return shift == fb::ShiftRule::NEXT_WORKING_DAY ? Shift::kNextWorkingDay : Shift::kNone;
}

QuorumRule quorum_rule_of(const fb::QuorumRule& rule) {
  return {{rule.numerator(), rule.denominator(), static_cast<Relation>(rule.relation())},
          rule.base()};
}

MajorityRule majority_rule_of(const fb::MajorityRule& rule) {
  return {{rule.numerator(), rule.denominator(), static_cast<Relation>(rule.relation())},
          static_cast<Base>(rule.base())};
}

CharterChoice charter_on(std::span<const CharterVersion> versions, Date day) {
  CharterChoice out;
  const FuzzyDate today = FuzzyDate::on(day);
  // The cluster's own first, then the later effective day, then the later event.
  const auto governs = [](const CharterVersion& a, const CharterVersion& b) {
    if (a.of_cluster != b.of_cluster) return a.of_cluster;
    if (a.effective.not_after != b.effective.not_after) {
      return a.effective.not_after > b.effective.not_after;
    }
    return a.index > b.index;
  };
  for (const CharterVersion& version : versions) {
    const Truth in_force = on_or_before(version.effective, today);
    if (in_force == Truth::kUndetermined) out.undetermined.push_back(&version);
    if (in_force != Truth::kYes) continue;
    if (out.version == nullptr || governs(version, *out.version)) out.version = &version;
  }
  return out;
}

std::vector<VotingReading> readings_of(const VotingRule& rule) {
  std::vector<VotingReading> out{{rule, {}}};
  if (rule.majority && rule.majority_base_basis.assumed()) {
    for (const Base base : {Base::kPresent, Base::kVotesCast, Base::kAllMembers}) {
      if (base == rule.majority->base) continue;
      out.push_back({rule, rule.majority_base_basis.path});
      out.back().rule.majority->base = base;
    }
  }
  if (rule.vacant_seats_basis.assumed()) {
    out.push_back({rule, rule.vacant_seats_basis.path});
    out.back().rule.vacant_seats_counted = !rule.vacant_seats_counted;
  }
  if (rule.casting && rule.with_abstentions_basis.assumed()) {
    out.push_back({rule, rule.with_abstentions_basis.path});
    out.back().rule.casting->with_abstentions = !rule.casting->with_abstentions;
  }
  return out;
}

}  // namespace projections::rules
