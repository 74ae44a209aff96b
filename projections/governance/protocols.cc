// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/protocols.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/governance/internal/by_day.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/told_on.h"

namespace projections::governance {
namespace {

using internal::facts_at;
using internal::missing;
using ledger::Hash;
using ledger::Id;
using Signer = fb::ProtocolSignerKind;

/// Whether the term itself had run out before the day: a chair who was replaced, or who left, has
/// a last day that is still to come.
bool over_by_term(const ChairTerm& term, Date day) {
  const FuzzyDate today = FuzzyDate::on(day);
  const bool ended = term.vacated && (*term.vacated)->ground() == fb::VacancyGround::TERM_ENDED;
  if (ended && rules::before(rules::fuzzy((*term.vacated)->vacated_on()), today) == Truth::kYes) {
    return true;
  }
  return term.last_day && rules::before(*term.last_day, today) == Truth::kYes;
}

/// Which of the recorded signatures, stamps and objections are read.
class Told {
 public:
  /// All of them.
  Told() = default;
  /// Those given by the day; `possibly`: also those of which that is open.
  Told(const internal::ByDay& by, bool possibly) : by_(&by), possibly_(possibly) {}

  bool counts(const FuzzyDate& day, const Source& source) const {
    if (by_ == nullptr) return true;
    const Truth given = by_->had(day, source);
    return given == Truth::kYes || (possibly_ && given == Truth::kUndetermined);
  }

 private:
  const internal::ByDay* by_ = nullptr;
  bool possibly_ = false;
};

FuzzyDate signed_on(const fb::PaperSignature& paper) { return rules::fuzzy(paper.signed_on()); }

class ProtocolReader {
 public:
  /// `day`: of the meeting.
  ProtocolReader(const Council& council, Protocol& protocol, Date day, const Told& told)
      : council_(council), protocol_(protocol), day_(day), told_(told) {
    if (protocol.meeting == nullptr || protocol.meeting->body == nullptr) return;
    body_ = protocol.meeting->body;
    chairs_ = council.chairs_on(body_->id, day_);
    presiding_ = presiding_of(council, *protocol.meeting);
  }

  void read() {
    find_required();
    bool later = false;  // somebody signed, but not by the day
    for (const auto& fact : facts_at(council_.facts().signatures, protocol_.fact.digest())) {
      later |= !told_.counts(signed_on(*fact->signature()), *fact.source);
      if (!told_.counts(signed_on(*fact->signature()), *fact.source)) continue;
      protocol_.signatures.push_back(signature_of(fact));
      protocol_.grounds.evidence.add(*fact.source);
    }
    read_stand_ins();
    for (const Signer signer : protocol_.required_signers) {
      if (!signed_by(signer)) protocol_.missing_signers.push_back(signer);
    }
    if (!protocol_.signatures.empty() || later) {
      protocol_.whole = rules::truth_of(protocol_.missing_signers.empty());
    }
    judge_formal();
    read_stamp();
  }

 private:
  void find_required() {
    if (body_ == nullptr) return;
    const Governing governing = council_.governing(protocol_.meeting->day);
    const auto* rules = governing.body(body_->kind);
    if (rules == nullptr) {
      // General law wants the presiding officer and the secretary.
      protocol_.required_signers = {Signer::PRESIDING, Signer::SECRETARY};
      protocol_.grounds.rules.push_back(
          general_law(rules::Charter::body_path(body_->kind) + ".protocol.signers", "ГК 181.2"));
      return;
    }
    if (rules->missing_chair() != nullptr) stand_in_ = rules->missing_chair()->signs();
    if (rules->protocol() == nullptr || rules->protocol()->signers() == nullptr) return;
    const std::string path = rules::Charter::body_path(body_->kind);
    protocol_.grounds.rules.push_back(governing.charter->rule(path + ".protocol"));
    stand_in_rule_ = governing.charter->rule(path + ".missing_chair.signs");
    for (const auto one : *rules->protocol()->signers()) {
      protocol_.required_signers.push_back(static_cast<Signer>(one));
      protocol_.chair_demanded |= protocol_.required_signers.back() == Signer::CHAIR;
    }
  }

  ProtocolSignature signature_of(const Fact<fb::ProtocolSigned>& fact) const {
    const fb::PaperSignature& paper = *fact->signature();
    ProtocolSignature out;
    out.fact = fact;
    out.acting_as = paper.acting_as();
    out.organisation = optional_of<Id>(paper.organisation());
    out.signed_on = rules::fuzzy(paper.signed_on());
    out.seat = optional_of<Id>(paper.seat());
    const auto person = paper.person() == nullptr
                            ? std::optional<Id>()
                            : council_.facts().person(fixed_of<Id>(paper.person()->person()));
    if (body_ != nullptr) {
      const auto named = seat_named(*body_, out.seat, out.organisation, person);
      if (named) out.seat = named;
    }
    if (!out.seat) out.seat = out.organisation;
    judge_chair(person, out);
    judge_mandate(person, out);
    return out;
  }

  void judge_chair(const std::optional<Id>& person, ProtocolSignature& out) const {
    if (body_ == nullptr || !(out.seat || person)) return;
    Truth is = Truth::kNo;
    for (const ChairTerm& term : chairs_) {
      const bool same_seat = out.seat && term.seat == *out.seat;
      const bool same_person = person && term.person == person;
      const bool another = person && term.person && !same_person;
      if (!same_seat && !same_person) continue;
      if (another) {
        // Two references in one post: one person under two of them, or another one.
        if (succeeded(*person, *term.person)) continue;
        if (term.in_office(day_) == Truth::kNo) continue;
        out.identity_open = true;
        is = rules::disjunction(is, Truth::kUndetermined);
        continue;
      }
      is = rules::disjunction(is, term.in_office(day_));
    }
    out.chair_of_meeting = chairs_.empty() ? Truth::kUndetermined : is;
    out.held_by_another = out.chair_of_meeting == Truth::kNo;
    for (const ChairTerm& term : council_.chairs(body_->id)) {
      const bool theirs = (out.seat && term.seat == *out.seat &&
                           !(person && term.person && succeeded(*person, *term.person))) ||
                          (person && term.person == person);
      const bool begun = rules::on_or_before(term.from, FuzzyDate::on(day_)) == Truth::kYes;
      if (!theirs || !begun || term.effective != Truth::kYes || is != Truth::kNo) continue;
      out.former_chair = true;
      out.term_expired |= over_by_term(term, day_);
    }
  }

  /// Whether one of the two became head of an organisation after the other, by the record: then
  /// they are two people, and no two names of one.
  bool succeeded(const Id& one, const Id& other) const {
    if (one == other) return false;
    const auto heads_it = [&](const auto& changes, const Id& person) {
      return std::any_of(changes.begin(), changes.end(), [&](const auto& fact) {
        return fact->change() != fb::OfficeChangeKind::RELEASED && fact->person() != nullptr &&
               fact->from()->source() != fb::DateSource::DERIVED &&
               council_.facts().person(fixed_of<Id>(fact->person()->person())) == person;
      });
    };
    const auto& heads = council_.facts().heads;
    return std::any_of(heads.begin(), heads.end(), [&](const auto& organisation) {
      return heads_it(organisation.second, one) && heads_it(organisation.second, other);
    });
  }

  void judge_mandate(const std::optional<Id>& person, ProtocolSignature& out) const {
    switch (out.acting_as) {
      case fb::ActingAs::CHAIR:
        out.mandate = out.chair_of_meeting;
        if (out.former_chair) out.mandate = Truth::kNo;
        return;
      case fb::ActingAs::PRESIDING: {
        const bool known = presiding_.seat || presiding_.person;
        const bool same = (presiding_.seat && out.seat == presiding_.seat) ||
                          (presiding_.person && person == presiding_.person);
        if (known) out.mandate = rules::truth_of(same);
        return;
      }
      default:
        out.mandate = Truth::kYes;
    }
  }

  /// Nobody in office, or the chair was not there: the charter's parameter says who signs.
  void read_stand_ins() {
    if (body_ == nullptr) return;
    const bool certain = std::any_of(chairs_.begin(), chairs_.end(), [&](const ChairTerm& term) {
      return term.in_office(day_) == Truth::kYes;
    });
    const auto& present = protocol_.meeting->present;
    const bool came = std::any_of(chairs_.begin(), chairs_.end(), [&](const ChairTerm& term) {
      return std::binary_search(present.begin(), present.end(), term.seat);
    });
    protocol_.chair_missing = !certain;
    const bool away = !chairs_.empty() && !came && !protocol_.meeting->attendees.empty();
    if (!protocol_.chair_demanded || !(chairs_.empty() || away)) return;
    if (stand_in_ == fb::StandIn::NOBODY || stand_in_ == fb::StandIn::UNSPECIFIED) return;
    for (ProtocolSignature& one : protocol_.signatures) {
      const bool presided =
          one.acting_as == fb::ActingAs::PRESIDING || (one.seat && presiding_.seat == one.seat);
      const bool any = stand_in_ == fb::StandIn::ANY_MEMBER && one.seat && body_->sits(*one.seat);
      if (!(presided || any) || one.former_chair || one.acting_as == fb::ActingAs::CHAIR) continue;
      one.stand_in = true;
      one.mandate = Truth::kYes;
      protocol_.grounds.rules.push_back(stand_in_rule_);
      protocol_.grounds.depends_on_assumption |= stand_in_rule_.basis.assumed();
    }
  }

  bool signed_by(Signer signer) const {
    const auto any = [&](auto matches) {
      return std::any_of(protocol_.signatures.begin(), protocol_.signatures.end(), matches);
    };
    switch (signer) {
      case Signer::CHAIR:
        return any([](const ProtocolSignature& one) {
          return one.acting_as == fb::ActingAs::CHAIR || one.stand_in;
        });
      case Signer::PRESIDING:
        return any([](const ProtocolSignature& one) {
          return one.acting_as == fb::ActingAs::PRESIDING || one.acting_as == fb::ActingAs::CHAIR;
        });
      case Signer::SECRETARY:
        return any(
            [](const ProtocolSignature& one) { return one.acting_as == fb::ActingAs::SECRETARY; });
      default:
        break;
    }
    const auto& present = protocol_.meeting->present;
    return !present.empty() && std::all_of(present.begin(), present.end(), [&](const Id& seat) {
      return any([&](const ProtocolSignature& one) { return one.seat == seat; });
    });
  }

  /// Each demanded capacity needs a signature whose mandate is not refuted.
  void judge_formal() {
    if (body_ == nullptr) return;
    protocol_.formal = rules::truth_of(protocol_.missing_signers.empty());
    if (protocol_.formal == Truth::kNo) {
      protocol_.grounds.missing.push_back(missing("signatures of the protocol",
                                                  "not all demanded signatures are recorded",
                                                  "записаны не все требуемые подписи"));
      return;
    }
    for (const Signer signer : protocol_.required_signers) {
      if (signer != Signer::CHAIR && signer != Signer::PRESIDING) continue;
      Truth best = Truth::kNo;
      for (const ProtocolSignature& one : protocol_.signatures) {
        const bool claims =
            one.acting_as == fb::ActingAs::CHAIR || one.stand_in ||
            (signer == Signer::PRESIDING && one.acting_as == fb::ActingAs::PRESIDING);
        if (claims) best = rules::disjunction(best, one.mandate);
      }
      protocol_.formal = rules::conjunction(protocol_.formal, best);
    }
  }

  void read_stamp() {
    const Hash& digest = protocol_.fact.digest();
    protocol_.approvals = facts_at(council_.facts().approvals, digest);
    std::erase_if(protocol_.approvals, [&](const auto& fact) {
      return !told_.counts(signed_on(*fact->signature()), *fact.source);
    });
    for (const auto& fact : protocol_.approvals) {
      protocol_.grounds.evidence.add(*fact.source);
      const fb::PaperSignature& paper = *fact->signature();
      protocol_.approval_undated |= !rules::fuzzy(paper.signed_on()).known();
      const auto* presiding = protocol_.meeting != nullptr && protocol_.meeting->attendance
                                  ? (*protocol_.meeting->attendance)->presiding()
                                  : nullptr;
      if (paper.person() == nullptr || presiding == nullptr || presiding->person() == nullptr) {
        continue;
      }
      const auto& facts = council_.facts();
      protocol_.presiding_approved |= facts.person(fixed_of<Id>(paper.person()->person())) ==
                                      facts.person(fixed_of<Id>(presiding->person()->person()));
    }
    protocol_.objections = facts_at(council_.facts().objections, digest);
    std::erase_if(protocol_.objections, [&](const auto& fact) {
      return !told_.counts(internal::occurred(*fact.body), *fact.source);
    });
    for (const auto& fact : protocol_.objections) protocol_.grounds.evidence.add(*fact.source);
  }

  const Council& council_;
  Protocol& protocol_;
  const Date day_;
  const Told told_;
  std::shared_ptr<const Body> body_;
  std::vector<ChairTerm> chairs_;
  Presiding presiding_;
  fb::StandIn stand_in_ = fb::StandIn::UNSPECIFIED;
  RuleUsed stand_in_rule_;
};

/// What of a signature holds on another possible day of the meeting as well.
void keep_what_holds_on(const ProtocolSignature& other, ProtocolSignature& signature) {
  if (other.chair_of_meeting != signature.chair_of_meeting) {
    signature.chair_of_meeting = Truth::kUndetermined;
  }
  if (other.mandate != signature.mandate) signature.mandate = Truth::kUndetermined;
  signature.term_expired &= other.term_expired;
  signature.former_chair &= other.former_chair;
  signature.held_by_another &= other.held_by_another;
  signature.stand_in &= other.stand_in;
}

void keep_what_holds_on(const Protocol& other, Protocol& protocol) {
  for (std::size_t i = 0; i < protocol.signatures.size(); ++i) {
    keep_what_holds_on(other.signatures[i], protocol.signatures[i]);
  }
  std::erase_if(protocol.missing_signers, [&](Signer one) {
    return std::find(other.missing_signers.begin(), other.missing_signers.end(), one) ==
           other.missing_signers.end();
  });
  protocol.chair_missing &= other.chair_missing;
  if (other.whole != protocol.whole) protocol.whole = Truth::kUndetermined;
  if (other.formal == protocol.formal) return;
  if (protocol.formal != Truth::kUndetermined) {
    protocol.grounds.missing.push_back(internal::day_missing());
  }
  protocol.formal = Truth::kUndetermined;
}

void read_protocol(const Council& council, const Told& told, Protocol& protocol) {
  if (protocol.meeting == nullptr || protocol.meeting->body == nullptr) {
    return ProtocolReader(council, protocol, council.on(), told).read();
  }
  const auto days = internal::possible_days_of_chair(
      council, internal::when_held(council, *protocol.meeting), protocol.meeting->body->id);
  const Protocol unread = protocol;
  ProtocolReader(council, protocol, days.back(), told).read();
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    Protocol other = unread;
    ProtocolReader(council, other, days[i], told).read();
    keep_what_holds_on(other, protocol);
  }
}

ProtocolState state_of(const Protocol& protocol) {
  if (protocol.replaced_by) return ProtocolState::kSuperseded;
  if (std::any_of(protocol.copies.begin(), protocol.copies.end(),
                  [](const Notice& copy) { return copy.received == Truth::kYes; })) {
    return ProtocolState::kReceived;
  }
  if (!protocol.copies.empty()) return ProtocolState::kCopySent;
  if (!protocol.approvals.empty()) return ProtocolState::kApproved;
  return protocol.whole == Truth::kYes ? ProtocolState::kSigned : ProtocolState::kDraft;
}

bool is_copy(const Notice& notice, const Protocol& protocol) {
  if (notice.concerns_event(protocol.fact.digest())) return true;
  const Hash document = fixed_of<Hash>(protocol.fact->document());
  return std::find(notice.attached_documents.begin(), notice.attached_documents.end(), document) !=
         notice.attached_documents.end();
}

std::optional<unsigned> plain_number(const std::string& text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

/// The year by which its number goes; nothing where its day leaves that open.
std::optional<int> year_of_number(const Protocol& protocol) {
  const auto& [first, last] = protocol.dated;
  if (!first || !last || rules::year_of(*first) != rules::year_of(*last)) return std::nullopt;
  return rules::year_of(*first);
}

bool of_known_body(const Protocol& protocol) {
  return protocol.meeting != nullptr && protocol.meeting->body != nullptr;
}

/// Whether one of these, whose year or body is open, may be the body's protocol of that number.
bool may_fill(const std::vector<const Protocol*>& open, const Id& body, int year, unsigned number) {
  return std::any_of(open.begin(), open.end(), [&](const Protocol* one) {
    const auto& [first, last] = one->dated;
    const bool of_year =
        (!first || rules::year_of(*first) <= year) && (!last || rules::year_of(*last) >= year);
    const bool of_body = !of_known_body(*one) || one->meeting->body->id == body;
    return of_year && of_body && plain_number(one->number) == number;
  });
}

using Registered = Fact<fb::ProtocolRegistered>;

/// The protocol before anything is read of who signed it.
Protocol unread(const Council& council, const Registered& fact) {
  Protocol protocol;
  protocol.fact = fact;
  protocol.id = fixed_of<Id>(fact->protocol());
  protocol.number = text_of(fact->number());
  protocol.dated = rules::fuzzy(fact->dated());
  protocol.grounds.evidence.add(*fact.source);
  if (const auto convened = council.facts().meeting(fact->meeting())) {
    protocol.meeting = council.meeting(fixed_of<Id>((*convened)->meeting()));
  }
  return protocol;
}

/// Adds the letters with copies and the newer versions, and says how far each came.
void finish(const std::vector<Notice>& letters, std::vector<Protocol>& all) {
  std::map<Hash, std::uint64_t> replaced;
  for (const Protocol& one : all) {
    if (const auto old = optional_of<Hash>(one.fact->replaces())) replaced[*old] = one.fact.index();
  }
  for (Protocol& protocol : all) {
    for (const Notice& letter : letters) {
      if (is_copy(letter, protocol)) protocol.copies.push_back(letter);
    }
    const auto newer = replaced.find(protocol.fact.digest());
    if (newer != replaced.end()) protocol.replaced_by = newer->second;
    protocol.state = state_of(protocol);
  }
}

/// Leaves of a protocol, with all that may have been done by the day, what certainly had been.
void keep_what_is_certain(const Protocol& certain, Protocol& protocol) {
  const bool same = certain.whole == protocol.whole && certain.formal == protocol.formal &&
                    certain.approvals.size() == protocol.approvals.size();
  if (same) return;
  if (certain.whole != protocol.whole) protocol.whole = Truth::kUndetermined;
  if (certain.formal != protocol.formal) protocol.formal = Truth::kUndetermined;
  protocol.approvals = certain.approvals;
  protocol.grounds.missing.push_back(internal::open_by_day("signed_on of the protocol"));
}

/// The day of the paper, else that of the meeting; a version that takes the place of another bears
/// the same day and was made later, when the event says.
FuzzyDate day_of(const Protocol& protocol) {
  const FuzzyDate made = internal::occurred(*protocol.fact.body);
  if (protocol.fact->replaces() != nullptr && internal::tells(made)) return made;
  if (internal::tells(protocol.dated) || protocol.meeting == nullptr) return protocol.dated;
  return protocol.meeting->day;
}

}  // namespace

std::vector<Protocol> protocols(const Council& council) {
  std::vector<Protocol> out;
  for (const auto& fact : council.chronicle().own<fb::ProtocolRegistered>()) {
    out.push_back(protocol_by(council, fact));
  }
  finish(out.empty() ? std::vector<Notice>() : notices(council.chronicle()), out);
  return out;
}

Protocol protocol_by(const Council& council, const Fact<fb::ProtocolRegistered>& fact) {
  Protocol out = unread(council, fact);
  read_protocol(council, Told(), out);
  return out;
}

std::vector<Protocol> protocols_told(const Council& council) {
  const internal::ByDay by(council.chronicle(), council.on());
  std::vector<Protocol> out;
  for (const auto& fact : council.chronicle().own<fb::ProtocolRegistered>()) {
    Protocol protocol = unread(council, fact);
    if (by.had(day_of(protocol), *fact.source) == Truth::kNo) continue;
    Protocol certain = protocol;
    read_protocol(council, Told(by, /*possibly=*/true), protocol);
    read_protocol(council, Told(by, /*possibly=*/false), certain);
    keep_what_is_certain(certain, protocol);
    out.push_back(std::move(protocol));
  }
  finish(notices_told(council.chronicle(), council.on()), out);
  return out;
}

std::vector<NumberProblem> number_problems(const std::vector<Protocol>& all) {
  std::map<std::pair<Id, int>, std::map<unsigned, std::vector<const Protocol*>>> numbers;
  std::vector<const Protocol*> open;
  for (const Protocol& protocol : all) {
    const auto number = plain_number(protocol.number);
    if (!number || protocol.replaced_by) continue;
    const auto year = year_of_number(protocol);
    if (!year || !of_known_body(protocol)) {
      open.push_back(&protocol);
      continue;
    }
    numbers[{protocol.meeting->body->id, *year}][*number].push_back(&protocol);
  }
  std::vector<NumberProblem> out;
  for (const auto& [key, list] : numbers) {
    const std::vector<const Protocol*>* last = nullptr;
    unsigned expected = list.begin()->first;
    for (const auto& [number, bearers] : list) {
      for (unsigned lost = expected; last != nullptr && lost < number; ++lost) {
        if (!may_fill(open, key.first, key.second, lost)) {
          out.push_back({key.first,
                         key.second,
                         lost,
                         false,
                         {last->front()->fact.index(), bearers.front()->fact.index()}});
        }
        if (number - lost > 100) break;  // another way of numbering, not a hundred lost papers
      }
      if (bearers.size() > 1) {
        NumberProblem problem{key.first, key.second, number, true, {}};
        for (const Protocol* one : bearers) problem.protocols.push_back(one->fact.index());
        out.push_back(std::move(problem));
      }
      last = &bearers;
      expected = number + 1;
    }
  }
  return out;
}

std::string_view name_of(ProtocolState state) {
  constexpr std::string_view kNames[] = {"draft",     "signed",   "approved",
                                         "copy_sent", "received", "superseded"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace projections::governance
