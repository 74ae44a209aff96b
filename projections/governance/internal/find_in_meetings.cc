// SPDX-License-Identifier: Apache-2.0
// Signs in meetings: convened or with an agenda by somebody else than the charter says or later
// than it lets, in a form that it does not know, before any charter was in force, attended without
// authority; and what a stand-in did while there was no chair (TO order 2, TO 3-6; SM stamp).
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// Adds what a stand-in for a missing chair did, who is called by the parameter at `path`: no
/// violation, but worth knowing where nobody wrote the rule down. A stated rule is followed.
void find_stand_in(Finder& finder, const Meeting& meeting, Case one, std::string_view path) {
  const Governing governing = finder.council.governing(meeting.day);
  if (!governing.charter) return;
  const std::string of_body = rules::Charter::body_path(meeting.body->kind);
  const rules::Basis basis = governing.charter->charter.basis(of_body + std::string(path));
  if (basis.certainty == fb::Certainty::STATED) return;
  one.clause = basis.clause;
  one.certainty = basis.certainty;
  finder.add(std::move(one));
}

void find_act(Finder& finder, const Meeting& meeting, const ActOfChair& act,
              const fb::ConvenedBy& done, std::string_view what) {
  if (!act.code.empty()) {
    Case one = case_of(act.code, meeting.fact.source, act.grounds);
    one.numbers = {{"by", fb::EnumNameConvener(done.by())}};
    return finder.add(std::move(one));
  }
  const bool stand_in = act.chair_missing && act.stand_in != fb::StandIn::UNSPECIFIED &&
                        done.by() != fb::Convener::CHAIR && done.by() != fb::Convener::NOT_STATED;
  if (!stand_in) return;
  Case one = case_of("UNREGULATED_ACTION", meeting.fact.source, act.grounds);
  one.period = what;
  one.numbers = {{"by", fb::EnumNameConvener(done.by())},
                 {"stand_in", fb::EnumNameStandIn(act.stand_in)}};
  find_stand_in(finder, meeting, std::move(one), ".missing_chair.convenes");
}

void find_presiding(Finder& finder, const Meeting& meeting) {
  if (meeting.attendees.empty() || finder.council.chairs(meeting.body->id).empty()) return;
  const Presiding presiding = presiding_of(finder.council, meeting);
  if (!presiding.act.chair_missing || presiding.act.stand_in == fb::StandIn::UNSPECIFIED) return;
  Case one = case_of("UNREGULATED_ACTION", meeting.fact.source, presiding.act.grounds);
  one.period = "presiding";
  one.numbers = {{"stand_in", fb::EnumNameStandIn(presiding.act.stand_in)}};
  find_stand_in(finder, meeting, std::move(one), ".missing_chair.presides");
}

void find_form(Finder& finder, const Meeting& meeting) {
  if (meeting.form_allowed != Truth::kNo) return;
  const Governing governing = finder.council.governing(meeting.day);
  Case one = case_under("FORM_NOT_ALLOWED", meeting.fact.source, governing.charter,
                        rules::Charter::body_path(meeting.body->kind) + ".forms");
  one.numbers = {{"form", fb::EnumNameMeetingForm(meeting.fact->form())}};
  finder.add(std::move(one));
}

/// When the members were first told of the meeting on the day on which it is; nothing if no such
/// sending is recorded. A version for another day told them of another meeting.
std::optional<FuzzyDate> told_on(const Meeting& meeting) {
  std::vector<Fact<fb::MeetingConvened>> versions = meeting.earlier;
  versions.push_back(meeting.fact);
  std::optional<FuzzyDate> first;
  for (const auto& version : versions) {
    if (version->sent_on() == nullptr) continue;
    if (rules::fuzzy(version->takes_place_on()) != meeting.day) continue;
    const FuzzyDate sent = rules::fuzzy(version->sent_on());
    first = first ? earlier_of(*first, sent) : sent;
  }
  return first;
}

/// The charter's `convening_notice`, counted forward from the sending: on the last day of the
/// notice the meeting may be held.
void find_late_notice(Finder& finder, const Meeting& meeting) {
  const Governing governing = finder.council.governing(meeting.day);
  const fb::BodyRules* body = governing.body(meeting.body->kind);
  if (body == nullptr || body->convening_notice() == nullptr) return;
  const auto sent = told_on(meeting);
  if (!sent) return;
  const FuzzyDate earliest =
      rules::deadline(*sent, rules::length_of(*body->convening_notice()), rules::Shift::kNone,
                      calendar_of(finder.chronicle, &governing.charter->charter))
          .nominal_due;
  if (rules::before(meeting.day, earliest) != Truth::kYes) return;
  Case one = case_under("DUTY_LATE", meeting.fact.source, governing.charter,
                        rules::Charter::body_path(meeting.body->kind) + ".convening_notice");
  one.period = "convening_notice";
  one.numbers = {{"sent", rules::to_text(*sent)},
                 {"meeting", rules::to_text(meeting.day)},
                 {"meeting_at_earliest", rules::to_text(earliest)}};
  one.detail = {"the members were told of the meeting later than the charter demands",
                "члены извещены о заседании позже, чем требуют правила"};
  finder.add(std::move(one));
}

/// The place has a charter, but none that worked on the day of the meeting.
void find_day(Finder& finder, const Meeting& meeting) {
  const auto day = meeting.day.day();
  if (!day || finder.charters.all().empty() || finder.charters.on(*day)) return;
  if (!finder.charters.undetermined_on(*day).empty()) return;
  Case one{"CHARTER_NOT_IN_FORCE", meeting.fact.source};
  const auto& first = finder.charters.all().front();
  one.numbers = {{"meeting", rules::to_iso(*day)},
                 {"charter", rules::to_text(effective_of(first))}};
  one.evidence.add(*first.source);
  finder.add(std::move(one));
}

void find_acting(Finder& finder, const Meeting& meeting) {
  for (const Presence& one : meeting.attendees) {
    if (one.code != "AUTHORITY_NOT_EVIDENCED") continue;
    const Governing governing = finder.council.governing(meeting.day);
    Case found =
        case_under("AUTHORITY_NOT_EVIDENCED", meeting.attendance->source, governing.charter,
                   rules::Charter::body_path(meeting.body->kind) + ".acting_head_needs_authority");
    found.period = ledger::to_hex(one.seat);
    found.numbers = {{"acting_as", fb::EnumNameActingAs(one.acting_as)}};
    finder.add(std::move(found));
  }
}

// --- a council before the agreement that grounds it ----------------------------------------------

/// The meetings whose protocol an agreement names as the one that accepted it, and those with a
/// decision about it.
std::vector<Fact<fb::MeetingConvened>> accepting_meetings(const Finder& finder,
                                                          const Agreement& agreement) {
  std::vector<Fact<fb::MeetingConvened>> out;
  const auto take = [&](const flatbuffers::String* meeting) {
    if (const auto found = finder.chronicle.find<fb::MeetingConvened>(meeting)) {
      out.push_back(*found);
    }
  };
  if (const auto protocol =
          finder.chronicle.find<fb::ProtocolRegistered>(agreement.fact->adopted_by())) {
    take((*protocol)->meeting());
  }
  for (const auto& decision : finder.chronicle.own<fb::DecisionDeclared>()) {
    if (decision->about() == nullptr) continue;
    for (const auto* hex : *decision->about()) {
      if (fixed_of<Hash>(hex) == agreement.fact.digest()) take(decision->meeting());
    }
  }
  return out;
}

void find_body_before_basis(Finder& finder, const Agreement& agreement) {
  if (agreement.version != 1 || !finder.own(agreement.fact.scope)) return;
  for (const auto& meeting : accepting_meetings(finder, agreement)) {
    const auto body = finder.chronicle.find<fb::BodyComposed>(meeting->body());
    const FuzzyDate day = rules::fuzzy(meeting->takes_place_on());
    if (!body || rules::on_or_before(agreement.in_force_from, day) == Truth::kYes) continue;
    Case one = case_of("BODY_BEFORE_BASIS", agreement.fact.source, {});
    one.clause = text_of(meeting->wording()->clause());
    one.numbers = {{"meeting", rules::to_text(day)},
                   {"in_force_from", rules::to_text(agreement.in_force_from)}};
    one.evidence.add(*meeting.source);
    one.evidence.add(*body->source);
    return finder.add(std::move(one));
  }
}

}  // namespace

void find_in_meetings(Finder& finder) {
  for (const Meeting& meeting : meetings(finder.council)) {
    if (meeting.conference || meeting.replaced || finder.to_come(meeting.day)) continue;
    find_day(finder, meeting);
    if (meeting.body == nullptr) continue;
    find_act(finder, meeting, convening_of(finder.council, meeting), *meeting.fact->convened_by(),
             "convening");
    if (meeting.fact->agenda_by() != nullptr) {
      find_act(finder, meeting, agenda_of(finder.council, meeting), *meeting.fact->agenda_by(),
               "agenda");
    }
    find_presiding(finder, meeting);
    find_late_notice(finder, meeting);
    find_form(finder, meeting);
    find_acting(finder, meeting);
  }
  for (const Agreement& agreement : finder.agreements) find_body_before_basis(finder, agreement);
}

}  // namespace projections::governance::internal
