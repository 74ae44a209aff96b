// SPDX-License-Identifier: Apache-2.0
// What was done in the name of a chair who was not in office any more: the term had run out, or the
// seat was lost with the post or with the membership (TO 3, 8). The act stays as it is recorded.
#include "projections/governance/ballots.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

/// Something that a paper says the chair did.
struct Act {
  std::string_view what;
  const Source* source = nullptr;
  const Source* paper = nullptr;  ///< that tells it, where the finding is about something else
  Id body;
  FuzzyDate day;
  std::optional<Id> seat;    ///< or the organisation that stands for it; nothing: not named
  std::optional<Id> person;  ///< as the paper refers to them
};

bool before_day(const std::optional<FuzzyDate>& last, Date day) {
  return last && rules::before(*last, FuzzyDate::on(day)) == Truth::kYes;
}

/// Why a term was over on the day; empty: it was not, or for another reason.
std::string_view lapse_of(const ChairTerm& term, Date day) {
  const bool lost = term.lost_seat_on &&
                    rules::on_or_before(*term.lost_seat_on, FuzzyDate::on(day)) == Truth::kYes;
  if (lost) return "CHAIR_LOST_SEAT";
  if (term.vacated && before_day(rules::fuzzy((*term.vacated)->vacated_on()), day)) {
    switch ((*term.vacated)->ground()) {
      case fb::VacancyGround::POST_LEFT:
      case fb::VacancyGround::ORGANISATION_LEFT:
        return "CHAIR_LOST_SEAT";
      case fb::VacancyGround::TERM_ENDED:
        return "CHAIR_TERM_EXPIRED";
      default:
        return {};
    }
  }
  return before_day(term.last_day, day) ? "CHAIR_TERM_EXPIRED" : std::string_view();
}

/// The term in whose name the act was done, if it was over by then.
const ChairTerm* lapsed_term(const Finder& finder, const Act& act, Date day) {
  const auto& terms = finder.council.chairs(act.body);
  if (!act.seat && !act.person && !finder.council.chairs_on(act.body, day).empty()) return nullptr;
  const ChairTerm* found = nullptr;
  for (const ChairTerm& term : terms) {
    const bool theirs = act.seat     ? term.seat == *act.seat
                        : act.person ? term.person == act.person
                                     : true;
    if (!theirs || rules::on_or_before(term.from, FuzzyDate::on(day)) != Truth::kYes) continue;
    if (term.in_office(day) != Truth::kNo) return nullptr;
    if (term.effective == Truth::kYes) found = &term;
  }
  return found;
}

void judge(Finder& finder, const Act& act) {
  if (finder.to_come(act.day)) return;
  const auto day = act.day.day();
  const ChairTerm* term = day ? lapsed_term(finder, act, *day) : nullptr;
  if (term == nullptr) return;
  std::string_view code = lapse_of(*term, *day);
  if (code.empty()) return;
  if (act.what == "protocol" && code == "CHAIR_TERM_EXPIRED") code = "PROTOCOL_SIGNER_TERM_EXPIRED";
  Case one = case_of(code, act.source, term->grounds, ".chair");
  one.period = act.what;
  if (act.paper != nullptr) one.evidence.add(*act.paper);
  one.numbers = {{"day", rules::to_iso(*day)}};
  if (term->last_day) one.numbers.emplace_back("last_day", rules::to_text(*term->last_day));
  if (term->lost_seat_on) {
    one.numbers.emplace_back("lost_seat_on", rules::to_text(*term->lost_seat_on));
  }
  finder.add(std::move(one));
}

std::optional<Id> seat_of(const fb::ConvenedBy& by) {
  return optional_of<Id>(by.seat() != nullptr ? by.seat() : by.organisation());
}

std::optional<Id> seat_of(const fb::PaperSignature& by) {
  return optional_of<Id>(by.seat() != nullptr ? by.seat() : by.organisation());
}

std::optional<Id> person_of(const Finder& finder, const fb::PaperSignature& by) {
  if (by.person() == nullptr) return std::nullopt;
  return finder.council.facts().person(fixed_of<Id>(by.person()->person()));
}

void judge_meetings(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::MeetingConvened>()) {
    const auto body = finder.council.facts().body_id(fact->body());
    if (!body) continue;
    const FuzzyDate day = rules::fuzzy(fact->takes_place_on());
    if (fact->convened_by()->by() == fb::Convener::CHAIR) {
      judge(finder,
            {"convening", fact.source, nullptr, *body, day, seat_of(*fact->convened_by()), {}});
    }
    if (fact->agenda_by() != nullptr && fact->agenda_by()->by() == fb::Convener::CHAIR) {
      judge(finder, {"agenda", fact.source, nullptr, *body, day, seat_of(*fact->agenda_by()), {}});
    }
  }
  for (const auto& fact : finder.chronicle.own<fb::BallotOpened>()) {
    const auto ballot = finder.council.ballot(fact.digest());
    if (ballot == nullptr || !ballot->body || ballot->meeting != nullptr) continue;
    if (fact->opened_by()->by() != fb::Convener::CHAIR) continue;
    judge(finder, {"ballot",
                   fact.source,
                   nullptr,
                   *ballot->body,
                   ballot->day,
                   seat_of(*fact->opened_by()),
                   {}});
  }
}

/// A protocol is signed for the day of its meeting, whenever that is done.
void judge_signatures(Finder& finder) {
  const CouncilFacts& facts = finder.council.facts();
  for (const auto& fact : finder.chronicle.own<fb::ProtocolSigned>()) {
    const auto protocol = finder.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
    const auto meeting = protocol ? facts.meeting((*protocol)->meeting()) : std::nullopt;
    const auto body = meeting ? facts.body_id((*meeting)->body()) : std::nullopt;
    const fb::PaperSignature& paper = *fact->signature();
    if (!body || paper.acting_as() != fb::ActingAs::CHAIR) continue;
    judge(finder,
          {"protocol", protocol->source, fact.source, *body,
           rules::fuzzy((*meeting)->takes_place_on()), seat_of(paper), person_of(finder, paper)});
  }
}

/// A copy says of whose council the chair is only by the seat.
void judge_copies(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::CopyCertified>()) {
    const fb::PaperSignature& paper = *fact->certified_by();
    if (paper.acting_as() != fb::ActingAs::CHAIR || !seat_of(paper)) continue;
    for (const Id& body : finder.council.bodies()) {
      judge(finder, {"copy", fact.source, nullptr, body, rules::fuzzy(paper.signed_on()),
                     seat_of(paper), person_of(finder, paper)});
    }
  }
}

}  // namespace

void find_in_chairs(Finder& finder) {
  judge_meetings(finder);
  judge_signatures(finder);
  judge_copies(finder);
}

}  // namespace projections::governance::internal
