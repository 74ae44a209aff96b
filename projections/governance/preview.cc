// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/preview.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/governance/duties.h"
#include "projections/governance/place_names.h"
#include "projections/governance/words.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

Sentence joined(Sentence first, const char* between, const Sentence& second) {
  return {std::move(first.english) + between + second.english,
          std::move(first.russian) + between + second.russian};
}

Sentence same_text(const std::string& text) { return {text, text}; }

/// "from … to …"; what is not known to the day stands after its name.
Sentence span_in_words(const FuzzyDate& from, const std::optional<FuzzyDate>& last_day) {
  const Sentence first = words_of(from);
  Sentence out{"from " + first.english, (from.known() ? "с " : "первый день: ") + first.russian};
  if (!last_day) return out;
  const Sentence last = words_of(*last_day);
  const bool plain = from.known() && last_day->known();
  return {out.english + " to " + last.english,
          out.russian + (plain ? " по " : "; последний день: ") + last.russian};
}

class StandingList {
 public:
  explicit StandingList(const Council& council) : council_(council), names_(council.chronicle()) {}

  void add_meetings() {
    for (const Meeting& meeting : meetings(council_)) {
      Sentence state = words_of(meeting.result);
      if (!meeting.conference) state = joined(std::move(state), "; ", words_of(meeting.quorum));
      add({"meeting", to_hex(meeting.id), meeting.fact.digest(),
           same_text(text_of(meeting.fact->wording()->title())), std::move(state)});
    }
  }
  void add_ballots() {
    for (const Ballot& ballot : ballots(council_)) {
      Sentence state = adopted_in_words(ballot.adopted);
      if (!ballot.derivation.english.empty()) state = ballot.derivation;
      add({"ballot", to_hex(ballot.id), ballot.fact.digest(), same_text(ballot.question),
           std::move(state)});
    }
  }
  void add_decisions() {
    for (const Decision& decision : decisions(council_)) {
      add({"decision", to_hex(decision.id), decision.fact.digest(), same_text(decision.title),
           words_of(decision.state)});
    }
  }
  void add_protocols() {
    for (const Protocol& protocol : protocols(council_)) {
      const bool numbered = !protocol.number.empty();
      const Sentence title{"Protocol" + (numbered ? " " + protocol.number : ""),
                           "Протокол" + (numbered ? " № " + protocol.number : "")};
      add({"protocol", to_hex(protocol.fact.digest()), protocol.fact.digest(), title,
           words_of(protocol.state)});
    }
  }
  void add_agreements() {
    for (const Agreement& agreement : agreements(council_)) {
      const Sentence span = span_in_words(agreement.in_force_from, agreement.last_day);
      add({"agreement", to_hex(agreement.fact.digest()), agreement.fact.digest(),
           same_text(agreement.title), joined(words_of(agreement.state), "; ", span)});
    }
  }
  void add_members() {
    for (const Membership& one : council_.members()) {
      const Sentence span = span_in_words(one.from, one.last_day);
      add({"membership", to_hex(one.organisation) + to_hex(one.founded_by.digest),
           one.founded_by.digest, names_.organisation(one.organisation),
           joined(words_of(one.state()), "; ", span)});
    }
  }
  void add_chairs() {
    for (const Id& body : council_.bodies()) {
      for (const ChairTerm& term : council_.chairs(body)) add_chair(body, term);
    }
  }
  void add_duties(const std::vector<Obligation>& duties) {
    for (const Obligation& duty : duties) {
      Sentence state = words_of(duty.verdict.state);
      if (duty.scheduled) state = joined(std::move(state), "; ", words_of(duty.due.effective_due));
      Sentence title = duty.title;
      if (!duty.period.empty()) {
        const Sentence period = duty_period_in_words(duty.period);
        title.english += " (" + period.english + ")";
        title.russian += " (" + period.russian + ")";
      }
      add({"duty", to_hex(duty.key), duty.subject, std::move(title), std::move(state)});
    }
  }
  std::vector<Standing> take() {
    std::sort(list_.begin(), list_.end(), [](const Standing& a, const Standing& b) {
      return std::tie(a.kind, a.key) < std::tie(b.kind, b.key);
    });
    return std::move(list_);
  }

 private:
  void add(Standing one) { list_.push_back(std::move(one)); }
  void add_chair(const Id& body, const ChairTerm& term) {
    constexpr const char* kOpening = "opening";
    const std::string by = term.decision ? to_hex(term.decision->digest()) : kOpening;
    const Sentence seat = names_.seat(term.seat);
    Sentence state = span_in_words(term.from, term.last_day);
    if (term.effective == Truth::kNo) {
      state = joined({"without effect: " + term.code, "без силы: " + term.code}, "; ", state);
    } else if (term.effective == Truth::kUndetermined) {
      state = joined({"whether it has effect is undetermined", "действительность не определена"},
                     "; ", state);
    }
    add({"chair",
         to_hex(body) + by + to_hex(term.seat),
         term.decision ? term.decision->digest() : Hash{},
         {"Chair of " + names_.body(body) + ": " + seat.english,
          "Председатель, " + names_.body(body) + ": " + seat.russian},
         std::move(state)});
  }

  const Council& council_;
  PlaceNames names_;
  std::vector<Standing> list_;
};

template <typename T>
bool is_added(const std::optional<Fact<T>>& fact, const std::set<Hash>& added) {
  return fact && added.contains(fact->digest());
}

bool is_about(const Meeting& meeting, const std::set<Hash>& added) {
  const bool earlier = std::any_of(meeting.earlier.begin(), meeting.earlier.end(),
                                   [&](const auto& one) { return added.contains(one.digest()); });
  return earlier || added.contains(meeting.fact.digest()) || is_added(meeting.attendance, added) ||
         is_added(meeting.closed, added);
}

bool is_about(const Ballot& ballot, const std::set<Hash>& added, const Chronicle& chronicle) {
  if (added.contains(ballot.fact.digest()) || is_added(ballot.counted, added) ||
      is_added(ballot.closed, added)) {
    return true;
  }
  const auto votes = chronicle.own<fb::VoteCast>();
  return std::any_of(votes.begin(), votes.end(), [&](const Fact<fb::VoteCast>& vote) {
    return added.contains(vote.digest()) && fixed_of<Hash>(vote->ballot()) == ballot.fact.digest();
  });
}

bool is_about(const Protocol& protocol, const std::set<Hash>& added) {
  const auto among = [&](const auto& facts) {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const auto& one) { return added.contains(one.digest()); });
  };
  const bool is_signed =
      std::any_of(protocol.signatures.begin(), protocol.signatures.end(),
                  [&](const ProtocolSignature& one) { return added.contains(one.fact.digest()); });
  return is_signed || added.contains(protocol.fact.digest()) || among(protocol.approvals) ||
         among(protocol.objections);
}

/// Those of `all` whose key is not among the others.
template <typename T>
std::vector<T> without(const std::vector<T>& all, const std::vector<T>& others) {
  std::set<Hash> known;
  for (const T& one : others) known.insert(one.key);
  std::vector<T> out;
  for (const T& one : all) {
    if (!known.contains(one.key)) out.push_back(one);
  }
  return out;
}

/// What begins is listed by its own kind; of changes only members and offices.
bool is_told(const StandingChange& change) {
  return change.before || change.after->kind == "membership" || change.after->kind == "chair";
}

}  // namespace

std::vector<Standing> standings(const Council& council, const std::vector<Obligation>& duties) {
  StandingList list(council);
  list.add_meetings();
  list.add_ballots();
  list.add_decisions();
  list.add_protocols();
  list.add_agreements();
  list.add_members();
  list.add_chairs();
  list.add_duties(duties);
  return list.take();
}

std::vector<StandingChange> changes_between(const std::vector<Standing>& before,
                                            const std::vector<Standing>& after) {
  using Key = std::pair<std::string, std::string>;
  std::map<Key, StandingChange> by_key;
  for (const Standing& one : before) by_key[{one.kind, one.key}].before = one;
  for (const Standing& one : after) by_key[{one.kind, one.key}].after = one;
  std::vector<StandingChange> out;
  for (auto& [key, change] : by_key) {
    if (change.before && change.after &&
        change.before->state.english == change.after->state.english)
      continue;
    out.push_back(std::move(change));
  }
  return out;
}

Preview preview(const Chronicle* before, const Council& council,
                const std::set<ledger::Hash>& added) {
  Preview out;
  out.meetings = meetings(council);
  std::erase_if(out.meetings, [&](const Meeting& one) { return !is_about(one, added); });
  out.ballots = ballots(council);
  std::erase_if(out.ballots,
                [&](const Ballot& one) { return !is_about(one, added, council.chronicle()); });
  out.decisions = decisions(council);
  std::erase_if(out.decisions,
                [&](const Decision& one) { return !added.contains(one.fact.digest()); });
  out.protocols = protocols(council);
  std::erase_if(out.protocols, [&](const Protocol& one) { return !is_about(one, added); });

  const auto duties = duties_of(council);
  const auto found = findings(council.chronicle(), council.on());
  std::vector<Obligation> duties_before;
  std::vector<Finding> found_before;
  std::vector<Standing> stood;
  if (before != nullptr) {
    const Council without_them(*before, council.on());
    duties_before = duties_of(without_them);
    found_before = findings(*before, council.on());
    stood = standings(without_them, duties_before);
  }
  out.duties = without(duties, duties_before);
  out.appeared = without(found, found_before);
  out.resolved = without(found_before, found);
  out.changes = changes_between(stood, standings(council, duties));
  std::erase_if(out.changes, [](const StandingChange& one) { return !is_told(one); });
  return out;
}

}  // namespace projections::governance
