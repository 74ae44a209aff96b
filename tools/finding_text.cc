// SPDX-License-Identifier: Apache-2.0
#include "tools/finding_text.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "projections/governance/words.h"
#include "tools/event_text.h"

namespace tools {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
using ledger::Hash;
using projections::Chronicle;
using projections::text_of;
using projections::rules::fuzzy;

/// What tells one event of a type from the others of that type.
struct Marks {
  std::string number;
  std::string title;
  gov::FuzzyDate day;
};

/// The day of the meeting at which something was done.
gov::FuzzyDate day_of_meeting(const Chronicle& chronicle, const flatbuffers::String* meeting) {
  const auto convened = chronicle.find<fb::MeetingConvened>(meeting);
  return convened ? fuzzy((*convened)->takes_place_on()) : gov::FuzzyDate{};
}

Marks marks_of_meetings(const Chronicle& chronicle, const Hash& digest) {
  if (const auto fact = chronicle.find<fb::MeetingConvened>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), fuzzy((*fact)->takes_place_on())};
  }
  if (const auto fact = chronicle.find<fb::AttendanceRecorded>(digest)) {
    return {{}, {}, day_of_meeting(chronicle, (*fact)->meeting())};
  }
  if (const auto fact = chronicle.find<fb::BallotOpened>(digest)) {
    return {
        {}, text_of((*fact)->question()->title()), day_of_meeting(chronicle, (*fact)->meeting())};
  }
  if (const auto fact = chronicle.find<fb::DecisionDeclared>(digest)) {
    return {text_of((*fact)->printed_number()), text_of((*fact)->wording()->title()),
            day_of_meeting(chronicle, (*fact)->meeting())};
  }
  if (const auto fact = chronicle.find<fb::ProtocolRegistered>(digest)) {
    return {text_of((*fact)->number()), {}, fuzzy((*fact)->dated())};
  }
  return {};
}

Marks marks_of_papers(const Chronicle& chronicle, const Hash& digest) {
  if (const auto fact = chronicle.find<fb::AgreementRegistered>(digest)) {
    return {{}, text_of((*fact)->title_as_written()), {}};
  }
  if (const auto fact = chronicle.find<fb::AgreementAmended>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), {}};
  }
  if (const auto fact = chronicle.find<fb::OrderIssued>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), {}};
  }
  if (const auto fact = chronicle.find<fb::CharterAdopted>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), fuzzy((*fact)->effective())};
  }
  if (const auto fact = chronicle.find<fb::BodyComposed>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), {}};
  }
  if (const auto fact = chronicle.find<fb::PlanSubmitted>(digest)) {
    return {{}, text_of((*fact)->wording()->title()), {}};
  }
  if (const auto fact = chronicle.find<fb::PlanItemSet>(digest)) {
    return {text_of((*fact)->printed_number()), text_of((*fact)->wording()->title()), {}};
  }
  if (const auto fact = chronicle.find<fb::DocumentRegistered>(digest)) {
    return {{}, text_of((*fact)->title()), {}};
  }
  return {};
}

Marks marks_of(const Chronicle& chronicle, const Hash& digest) {
  Marks marks = marks_of_meetings(chronicle, digest);
  const bool found = !marks.number.empty() || !marks.title.empty() || marks.day.not_before;
  return found ? marks : marks_of_papers(chronicle, digest);
}

}  // namespace

FindingSubject subject_of(const Chronicle& chronicle, const Hash& digest, Language language) {
  FindingSubject out;
  const bool russian = language == Language::kRussian;
  const auto* source = chronicle.source(digest);
  out.index = source == nullptr ? 0 : source->index;
  const Marks marks = marks_of(chronicle, digest);
  out.day = marks.day;
  out.text = type_title(fb::EnumNamePayload(chronicle.type_of(digest)), language);
  if (!marks.number.empty()) out.text += (russian ? " № " : " No ") + marks.number;
  if (!marks.title.empty()) out.text += " «" + marks.title + "»";
  if (marks.day.not_before || marks.day.not_after) {
    const gov::Sentence day = gov::words_of(marks.day);
    out.text += ", " + (russian ? day.russian : day.english);
  }
  return out;
}

std::vector<ShownFinding> in_reading_order(const Chronicle& chronicle,
                                           std::vector<gov::Finding> findings, Language language) {
  std::vector<ShownFinding> out;
  for (gov::Finding& one : findings) {
    FindingSubject subject = subject_of(chronicle, one.subject, language);
    out.push_back({std::move(one), std::move(subject)});
  }
  const auto place = [](const ShownFinding& one) {
    const auto& day = one.subject.day.not_before;
    return std::tuple(one.finding.code(), !day.has_value(),
                      day ? projections::rules::to_iso(*day) : std::string(), one.subject.index,
                      std::string_view(one.finding.period));
  };
  std::stable_sort(out.begin(), out.end(), [&](const ShownFinding& a, const ShownFinding& b) {
    return place(a) < place(b);
  });
  return out;
}

}  // namespace tools
