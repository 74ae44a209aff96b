// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/bodies.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/body_versions.h"
#include "projections/governance/internal/chair_terms.h"
#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/headship.h"
#include "projections/governance/internal/membership_builder.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/signatures.h"

namespace projections::governance {
namespace {

using internal::facts_at;
using ledger::Hash;
using ledger::Id;
using rules::on_or_before;

/// Ascending by the day from which they work; of one day as they were recorded.
std::vector<Fact<fb::OfficeHolderChanged>> by_day(
    const std::vector<Fact<fb::OfficeHolderChanged>>& facts) {
  auto out = facts;
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return rules::fuzzy(a->from()).not_before.value_or(rules::kFirstDate) <
           rules::fuzzy(b->from()).not_before.value_or(rules::kFirstDate);
  });
  return out;
}

/// Whether somebody is in the post on the day by this fact, the last of its kind.
Truth lasts(const std::optional<Fact<fb::OfficeHolderChanged>>& fact, Date day) {
  if (!fact) return Truth::kNo;
  if ((*fact)->to() == nullptr) return Truth::kYes;
  return on_or_before(FuzzyDate::on(day), rules::fuzzy((*fact)->to()));
}

/// Whether a change of which it is open when it came may have come after another one.
bool may_come_after(const Fact<fb::OfficeHolderChanged>& one,
                    const Fact<fb::OfficeHolderChanged>& other) {
  const auto last = rules::fuzzy(one->from()).not_after;
  const auto first = rules::fuzzy(other->from()).not_before;
  return one.index() > other.index() && (!last || !first || *last >= *first);
}

void hold(const internal::CouncilFacts& facts, const Fact<fb::OfficeHolderChanged>& fact,
          SeatState state, SeatHolder& out) {
  out.state = state;
  out.since = rules::fuzzy(fact->from());
  if (fact->person() != nullptr) out.person = facts.person(fixed_of<Id>(fact->person()->person()));
  if (state == SeatState::kActing) out.authority = rules::truth_of(evidenced(fact->authority()));
  out.evidence.add(*fact.source);
}

}  // namespace

SeatHolder head_on(const internal::CouncilFacts& facts, const Id& organisation, Date day) {
  SeatHolder out;
  out.seat = organisation;
  out.organisation = organisation;
  internal::Headship now(facts);
  std::vector<Fact<fb::OfficeHolderChanged>> maybe;  // changes that may have come since
  for (const auto& fact : by_day(facts_at(facts.heads, organisation))) {
    const Truth come = on_or_before(rules::fuzzy(fact->from()), FuzzyDate::on(day));
    if (come == Truth::kUndetermined) maybe.push_back(fact);
    if (come != Truth::kYes) continue;
    now.take(fact);
    std::erase_if(maybe, [&](const auto& one) { return !may_come_after(one, fact); });
  }
  const Truth acting = lasts(now.acting(), day);
  const Truth head = lasts(now.head(), day);
  if (acting == Truth::kYes) {
    hold(facts, *now.acting(), SeatState::kActing, out);
  } else if (head == Truth::kYes) {
    hold(facts, *now.head(), SeatState::kHeld, out);
  } else if (now.left() || now.head() || now.acting()) {
    out.state = SeatState::kVacant;
  }
  bool open =
      acting == Truth::kUndetermined || (acting == Truth::kNo && head == Truth::kUndetermined);
  bool may_have_left = out.state == SeatState::kVacant;
  for (const auto& fact : maybe) {
    open |= now.take(fact);
    may_have_left |= !now.head() && !now.acting();
  }
  if (!open) return out;
  out.may_have_left = may_have_left;
  out.state = SeatState::kUnknown;
  return out;
}

namespace {

/// Whether a power is in force, as far as it says from and until when.
Truth runs_on(const fb::Authority& power, Date day) {
  const FuzzyDate today = FuzzyDate::on(day);
  Truth runs = Truth::kYes;
  if (power.from() != nullptr) runs = on_or_before(rules::fuzzy(power.from()), today);
  if (power.to() == nullptr) return runs;
  return rules::conjunction(runs, on_or_before(today, rules::fuzzy(power.to())));
}

}  // namespace

std::vector<Fact<fb::RepresentativeAuthorised>> representatives_on(
    const internal::CouncilFacts& facts, const Id& organisation, const Id& body,
    fb::RepresentationScope scope, Date day) {
  std::vector<Fact<fb::RepresentativeAuthorised>> out;
  for (const auto& fact : facts_at(facts.representatives, organisation)) {
    if (fact->body() != nullptr && facts.body_id(fact->body()) != body) continue;
    const bool covers = std::any_of(fact->scopes()->begin(), fact->scopes()->end(), [&](auto one) {
      const auto listed = static_cast<fb::RepresentationScope>(one);
      return listed == scope || listed == fb::RepresentationScope::ALL_ACTS;
    });
    if (covers && runs_on(*fact->power(), day) != Truth::kNo) out.push_back(fact);
  }
  return out;
}

FuzzyDate composed_since(const Fact<fb::BodyComposed>& version) {
  return internal::composed_from(version);
}

const SeatHolder* Body::holder(const Id& seat) const {
  const auto at =
      std::lower_bound(holders.begin(), holders.end(), seat,
                       [](const SeatHolder& one, const Id& wanted) { return one.seat < wanted; });
  return at == holders.end() || at->seat != seat ? nullptr : &*at;
}

bool Body::sits(const Id& seat) const {
  return std::binary_search(seats.begin(), seats.end(), seat);
}

Truth ChairTerm::in_office(Date day) const {
  const FuzzyDate today = FuzzyDate::on(day);
  Truth answer = rules::conjunction(effective, on_or_before(from, today));
  if (last_day) answer = rules::conjunction(answer, on_or_before(today, *last_day));
  if (vacated_on) answer = rules::conjunction(answer, on_or_before(today, *vacated_on));
  if (lost_seat_on) answer = rules::conjunction(answer, rules::before(today, *lost_seat_on));
  if (succeeded_on) answer = rules::conjunction(answer, on_or_before(today, *succeeded_on));
  return answer;
}

// --- composition ---------------------------------------------------------------------------------

namespace {

class Composer {
 public:
  Composer(const Council& council, Date day) : council_(council), day_(day) {}

  std::optional<Body> compose(const Id& id) {
    const internal::BodyVersions versions(facts_at(council_.facts().bodies, id), day_);
    if (!versions.newest()) return std::nullopt;
    Body body;
    body.fact = *versions.newest();
    body.id = id;
    body.kind = body.fact->kind();
    body.rule = body.fact->rule();
    body.grounds.evidence.add(*body.fact.source);
    const auto* rules = council_.governing(FuzzyDate::on(day_)).body(body.kind);
    body.organ_of_cluster = rules == nullptr || rules->organ_of_cluster();
    if (versions.is_open() || !internal::tells(internal::composed_from(body.fact))) {
      body.grounds.missing.push_back(internal::missing(
          "from of the body", "since when the body is composed like this is not known",
          "неизвестно, с какого дня орган действует в этом составе"));
    }
    if (body.rule == fb::SeatRule::EXPLICIT) {
      add_listed(body, body.fact);
      if (versions.is_open()) weigh(versions, body);
    } else {
      seats_of_members(body);
    }
    finish(body);
    return body;
  }

 private:
  /// Whatever version stands has a seat that all of them list; of another one it is open.
  void weigh(const internal::BodyVersions& versions, Body& body) const {
    for (const auto& one : versions.possible) add_listed(body, one);
    for (SeatHolder& holder : body.holders) {
      if (!versions.all_list(holder.seat)) holder.entitled = Truth::kUndetermined;
    }
  }

  /// The seats of a version that are not among those of the body yet.
  void add_listed(Body& body, const Fact<fb::BodyComposed>& version) const {
    body.grounds.evidence.add(*version.source);
    if (version->seats() == nullptr) return;
    for (const fb::Seat* seat : *version->seats()) {
      SeatHolder holder;
      holder.seat = fixed_of<Id>(seat->seat());
      const bool known =
          std::any_of(body.holders.begin(), body.holders.end(),
                      [&](const SeatHolder& other) { return other.seat == holder.seat; });
      if (known) continue;
      holder.organisation = optional_of<Id>(seat->organisation());
      holder.state = SeatState::kHeld;
      holder.since = internal::composed_from(version);
      if (seat->person() != nullptr) {
        holder.person = council_.facts().person(fixed_of<Id>(seat->person()->person()));
      }
      holder.evidence.add(*version.source);
      leave(body, holder);
      body.holders.push_back(std::move(holder));
    }
  }

  /// A member who left makes the seat vacant.
  void leave(const Body& body, SeatHolder& holder) const {
    for (const auto& fact : facts_at(council_.facts().vacated, body.id)) {
      if (fact->office() != fb::OfficeKind::MEMBER || fixed_of<Id>(fact->seat()) != holder.seat) {
        continue;
      }
      const FuzzyDate last = rules::fuzzy(fact->vacated_on());
      if (rules::before(last, holder.since) == Truth::kYes) continue;
      const Truth left = rules::before(last, FuzzyDate::on(day_));
      const bool of_this_version = fact.index() > body.fact.index();
      holder.may_have_left |= left == Truth::kUndetermined && of_this_version;
      if (left != Truth::kYes) continue;
      holder.state = SeatState::kVacant;
      holder.person.reset();
      holder.evidence.add(*fact.source);
    }
  }

  void seats_of_members(Body& body) {
    std::map<Id, std::vector<const fb::Seat*>> listed;
    if (body.fact->seats() != nullptr) {
      for (const fb::Seat* seat : *body.fact->seats()) {
        if (const auto of = optional_of<Id>(seat->organisation())) listed[*of].push_back(seat);
      }
    }
    const auto add = [&](const Id& organisation, Truth entitled) {
      const auto seats = listed.find(organisation);
      if (seats == listed.end()) return add_seat(body, organisation, nullptr, entitled);
      for (const fb::Seat* seat : seats->second) add_seat(body, organisation, seat, entitled);
    };
    for (const Id& one : members_on(council_.members(), day_)) add(one, Truth::kYes);
    for (const Id& one : undetermined_members_on(council_.members(), day_)) {
      add(one, Truth::kUndetermined);
    }
  }

  void add_seat(Body& body, const Id& organisation, const fb::Seat* seat, Truth entitled) {
    SeatHolder holder = head_on(council_.facts(), organisation, day_);
    if (body.rule == fb::SeatRule::REPRESENTATIVES_OF_ALL) {
      represent(body, organisation, seat, holder);
    }
    if (seat != nullptr) holder.seat = fixed_of<Id>(seat->seat());
    holder.entitled = entitled;
    body.grounds.evidence.add(holder.evidence);
    body.holders.push_back(std::move(holder));
  }

  /// The seat of a participant is held by a representative with a power, else by its head.
  void represent(Body& body, const Id& organisation, const fb::Seat* seat, SeatHolder& holder) {
    const auto& facts = council_.facts();
    auto powers =
        representatives_on(facts, organisation, body.id, fb::RepresentationScope::VOTE, day_);
    if (powers.empty()) {
      powers =
          representatives_on(facts, organisation, body.id, fb::RepresentationScope::ATTEND, day_);
    }
    if (powers.empty() && seat == nullptr) body.unrepresented.push_back(organisation);
    if (!powers.empty()) {
      holder.state = runs_on(*powers.back()->power(), day_) == Truth::kYes ? SeatState::kHeld
                                                                           : SeatState::kUnknown;
      holder.since = rules::fuzzy(powers.back()->power()->from());
      holder.person = facts.person(fixed_of<Id>(powers.back()->person()->person()));
      holder.authority = rules::truth_of(evidenced(powers.back()->power()));
      holder.evidence.add(*powers.back().source);
    }
    // Whoever represents: a participant without a head is not without a voice.
    holder.may_have_left = false;
    if (holder.state == SeatState::kVacant) holder.state = SeatState::kUnknown;
    if (seat == nullptr || seat->person() == nullptr) return;
    holder.state = SeatState::kHeld;
    holder.since = internal::composed_from(body.fact);
    holder.person = facts.person(fixed_of<Id>(seat->person()->person()));
  }

  static void finish(Body& body) {
    std::sort(body.holders.begin(), body.holders.end(),
              [](const SeatHolder& a, const SeatHolder& b) { return a.seat < b.seat; });
    for (const SeatHolder& holder : body.holders) {
      auto& list = holder.entitled == Truth::kYes ? body.seats : body.undetermined;
      list.push_back(holder.seat);
      if (holder.state == SeatState::kVacant) body.vacant.push_back(holder.seat);
      const bool of_head = body.rule == fb::SeatRule::HEADS_OF_MEMBERS;
      if (of_head && holder.state == SeatState::kUnknown) body.unrecorded.push_back(holder.seat);
    }
  }

  const Council& council_;
  const Date day_;
};

}  // namespace

// --- the council ---------------------------------------------------------------------------------

struct Council::Memory {
  std::optional<std::vector<Date>> turning_days;
  std::map<std::pair<Id, Date>, std::shared_ptr<const Body>> bodies;
  std::map<Id, std::vector<ChairTerm>> chairs;
  std::map<Id, std::shared_ptr<const Meeting>> meetings;
  std::map<Hash, std::shared_ptr<const Ballot>> ballots;
  std::map<rules::Turned, std::unique_ptr<const Other>> otherwise;
  std::shared_ptr<Earlier> earlier;  ///< one for all readings; null: outcomes are not fixed
};

/// A council with the chronicle that was made for it.
struct Council::Other {
  /// As known earlier, as the charters say.
  Other(Chronicle of, Date on)
      : chronicle(std::move(of)), council(chronicle, on, /*fixes_outcomes=*/false) {}
  /// Read otherwise than `base`, whose facts and earlier knowledge it shares.
  Other(const Council& base, const rules::Turned& turned)
      : chronicle(base.chronicle().read_otherwise(turned)),
        council(std::make_shared<internal::CouncilReading>(chronicle, base.reading_->facts),
                base.on_, base.fixes_outcomes_, base.memory_->earlier) {}

  const Chronicle chronicle;
  const Council council;
};

/// A council as its charters say, as it was known earlier: the last that was asked for.
struct Council::Earlier {
  Earlier(const Chronicle& of, Date day) : chronicle(of), on(day) {}

  std::shared_ptr<const Other> known_at(std::uint64_t at) {
    if (last == nullptr || position != at) {
      last = std::make_shared<const Other>(chronicle.as_known_at(at), on);
      position = at;
    }
    return last;
  }

  const Chronicle& chronicle;
  const Date on;
  std::uint64_t position = 0;
  std::shared_ptr<const Other> last;
};

namespace {

std::vector<Membership> memberships_in(
    const std::shared_ptr<const internal::CouncilReading>& reading, Date on) {
  if (reading->chronicle.place().kind != ledger::ScopeKind::kCluster) return {};
  return internal::MembershipBuilder(reading, on).build();
}

}  // namespace

Council::Council(std::shared_ptr<const internal::CouncilReading> reading, Date on,
                 std::vector<Membership> members)
    : reading_(std::move(reading)),
      facts_(reading_->facts.get()),
      on_(on),
      fixes_outcomes_(false),
      members_(std::move(members)),
      agreed_(agreed_rules(reading_->chronicle, on)),
      memory_(std::make_unique<Memory>()) {}

Council::Council(std::shared_ptr<const internal::CouncilReading> reading, Date on,
                 bool fixes_outcomes, std::shared_ptr<Earlier> earlier)
    : reading_(std::move(reading)),
      facts_(reading_->facts.get()),
      on_(on),
      fixes_outcomes_(fixes_outcomes),
      members_(memberships_in(reading_, on)),
      agreed_(agreed_rules(reading_->chronicle, on)),
      memory_(std::make_unique<Memory>()) {
  memory_->earlier = std::move(earlier);
}

Council::Council(const Chronicle& chronicle, Date on, bool fixes_outcomes)
    : Council(std::make_shared<internal::CouncilReading>(chronicle), on, fixes_outcomes,
              fixes_outcomes ? std::make_shared<Earlier>(chronicle, on) : nullptr) {}

Council::~Council() = default;
Council::Council(Council&&) noexcept = default;

const Chronicle& Council::chronicle() const { return reading_->chronicle; }
const Charters& Council::charters() const { return reading_->charters; }

const std::vector<Date>& Council::turning_days() const {
  if (!memory_->turning_days) memory_->turning_days = internal::turning_days_of(*this);
  return *memory_->turning_days;
}

const Council& Council::read_otherwise(const rules::Turned& turned) const {
  LEDGER_CHECK(chronicle().turned() == nullptr);
  auto& known = memory_->otherwise[turned];
  if (known == nullptr) known = std::make_unique<const Other>(*this, turned);
  return known->council;
}

std::shared_ptr<const Council> Council::as_known_at(std::uint64_t position) const {
  LEDGER_CHECK(memory_->earlier != nullptr);
  const auto earlier = memory_->earlier->known_at(position);
  const rules::Turned* turned = chronicle().turned();
  return {earlier,
          turned == nullptr ? &earlier->council : &earlier->council.read_otherwise(*turned)};
}

std::vector<Id> Council::bodies() const {
  std::vector<std::pair<std::uint64_t, Id>> order;
  for (const auto& [id, versions] : facts_->bodies) order.emplace_back(versions[0].index(), id);
  std::sort(order.begin(), order.end());
  std::vector<Id> out;
  for (const auto& [index, id] : order) out.push_back(id);
  return out;
}

std::shared_ptr<const Body> Council::shared_body(const Id& id, Date day) const {
  const auto [it, fresh] = memory_->bodies.try_emplace({id, day});
  if (!fresh) return it->second;
  auto composed = Composer(*this, day).compose(id);
  if (composed) it->second = std::make_shared<const Body>(std::move(*composed));
  return it->second;
}

std::optional<Body> Council::body(const Id& id, Date day) const {
  const auto shared = shared_body(id, day);
  if (shared == nullptr) return std::nullopt;
  return *shared;
}

std::optional<Body> Council::body_of(const fb::MeetingConvened& meeting, Date day) const {
  const auto id = facts_->body_id(meeting.body());
  return id ? body(*id, day) : std::nullopt;
}

fb::BodyKind Council::kind_of(const Id& id) const {
  const auto& versions = facts_at(facts_->bodies, id);
  return versions.empty() ? fb::BodyKind::UNSPECIFIED : versions.back()->kind();
}

DecidingRule Council::rule_for(fb::BodyKind kind, fb::DecisionKind decision,
                               const FuzzyDate& day) const {
  const Governing rules = governing(day);
  const auto* body = rules.body(kind);
  const auto seats = body == nullptr ? fb::SeatRule::UNSPECIFIED : body->seats();
  return deciding_rule(rules, agreed_, kind, decision, day, seats);
}

const std::vector<ChairTerm>& Council::chairs(const Id& id) const {
  const auto [it, fresh] = memory_->chairs.try_emplace(id);
  if (fresh) internal::add_chair_terms(*this, id, it->second);
  return it->second;
}

std::optional<ChairTerm> Council::chair_on(const Id& id, Date day) const {
  std::optional<ChairTerm> found;
  for (const ChairTerm& term : chairs(id)) {
    if (term.in_office(day) == Truth::kYes) found = term;
  }
  return found;
}

std::vector<ChairTerm> Council::chairs_on(const Id& id, Date day) const {
  std::vector<ChairTerm> out;
  for (const ChairTerm& term : chairs(id)) {
    if (term.in_office(day) != Truth::kNo) out.push_back(term);
  }
  return out;
}

std::shared_ptr<const Meeting> Council::meeting(const Id& id) const {
  const auto [it, fresh] = memory_->meetings.try_emplace(id);
  if (fresh) it->second = internal::compute_meeting(*this, id);
  return it->second;
}

std::shared_ptr<const Ballot> Council::ballot(const Hash& digest) const {
  const auto known = memory_->ballots.find(digest);
  if (known != memory_->ballots.end()) return known->second;
  // Who has the casting vote may depend on elections, this ballot among them: the terms come
  // first, and ask for the ballots on which they rest in the order of the days.
  const auto fact = chronicle().find<fb::BallotOpened>(digest);
  if (const auto body = fact ? facts_->body_of(**fact) : std::nullopt) chairs(*body);
  const auto [it, fresh] = memory_->ballots.try_emplace(digest);
  if (fresh) it->second = internal::compute_ballot(*this, digest);
  return it->second;
}

// --- who composes --------------------------------------------------------------------------------

namespace {

void judge_decision(const Council& council, const Body& body, const fb::BodyRules& rules,
                    Constitution& out) {
  const auto decision = council.chronicle().find<fb::DecisionDeclared>(body.fact->decision());
  if (!decision) {
    out.valid = Truth::kUndetermined;
    if (body.fact->decision() == nullptr) out.code = "DECISION_REQUIRED";
    out.grounds.missing.push_back(internal::missing(
        "decision on the composition", "the decision that composed the body is not recorded",
        "решение о составе органа не записано"));
    return;
  }
  const Outcome outcome = outcome_of(council, *decision);
  out.valid = outcome.adopted;
  out.grounds.add(outcome.grounds);
  const auto decider = council.facts().body_of(**decision);
  if (rules.composed_by_body() == nullptr || !decider) return;
  if (council.kind_of(*decider) == rules.composed_by_body()->kind()) return;
  out.valid = Truth::kNo;
  out.code = "WRONG_BODY";
}

/// Whether everybody who sits in the body sits in the one above too, in the same seat or another.
Truth all_sit_in(const Body& above, const Body& body) {
  Truth all = Truth::kYes;
  for (const SeatHolder& one : body.holders) {
    Truth sits = Truth::kNo;
    for (const SeatHolder& other : above.holders) {
      const bool same = one.seat == other.seat || (one.person && other.person == one.person);
      if (same) sits = rules::disjunction(sits, other.entitled);
    }
    all = rules::conjunction(all, sits);
  }
  return all;
}

/// Members of another body are a violation if they were so on every day that it may have been
/// composed on.
void judge_parent(const Council& council, const Body& body, Constitution& out) {
  const auto parent = council.facts().body_id(body.fact->parent());
  if (!parent) return;
  std::set<Truth> answers;
  for (const Date day : internal::possible_days(council, internal::composed_from(body.fact))) {
    const auto above = council.shared_body(*parent, day);
    if (above == nullptr) continue;
    answers.insert(all_sit_in(*above, body));
    out.grounds.evidence.add(*above->fact.source);
  }
  if (answers.empty() || answers == std::set{Truth::kYes}) return;
  if (answers != std::set{Truth::kNo}) {
    out.valid = rules::conjunction(out.valid, Truth::kUndetermined);
    out.grounds.missing.push_back(internal::missing(
        "day of the composition",
        "on which of the possible days it was composed is not known, and the answer depends on it",
        "неизвестно, в какой из возможных дней образован орган, а ответ зависит от дня"));
    return;
  }
  out.valid = Truth::kNo;
  out.code = "WORKING_GROUP_MEMBER";
}

}  // namespace

Constitution constitution_of(const Council& council, const Body& body) {
  Constitution out;
  out.grounds.evidence.add(*body.fact.source);
  const Governing governing = council.governing(internal::composed_from(body.fact));
  const auto* rules = governing.body(body.kind);
  if (rules == nullptr) return out;
  const std::string path = rules::Charter::body_path(body.kind);
  out.grounds.rules.push_back(governing.charter->rule(path + ".composed_by"));
  if (rules->composed_by() == fb::ComposedBy::BODY_DECISION) {
    judge_decision(council, body, *rules, out);
  }
  if (rules->seats_from() == fb::SeatSource::PARENT_BODY) {
    out.grounds.rules.push_back(governing.charter->rule(path + ".seats_from"));
    judge_parent(council, body, out);
  }
  return out;
}

std::string_view name_of(SeatState state) {
  constexpr std::string_view kNames[] = {"held", "acting", "vacant", "unknown"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace projections::governance
