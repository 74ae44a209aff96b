// SPDX-License-Identifier: Apache-2.0
// Facts with a day of their own that were recorded long after it: every fact on which a computed
// outcome, membership, office, force or duty rests. Facts of one meeting make one finding; others
// make one for each type and day of recording. Registers, calendars, charters
// (RETROACTIVE_CHARTER), registered papers and imported history are not meant.
#include <map>
#include <tuple>

#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// More than a year between the day and its record is a large lag.
constexpr rules::days kLargeLag{365};

const auto kOccurred = [](const auto&) { return FuzzyDate{}; };
const auto kOfNoMeeting = [](const auto&) { return std::optional<Id>(); };
const auto kSigned = [](const auto& fact) { return rules::fuzzy(fact->signature()->signed_on()); };
const auto kFrom = [](const auto& fact) { return rules::fuzzy(fact->from()); };

class LateRecords {
 public:
  explicit LateRecords(Finder& finder)
      : finder_(finder), facts_(finder.council.facts()), zone_(zone_minutes_of(finder.chronicle)) {}

  /// `day_of`: the day that the fact's own table gives; where it gives none, the day on which the
  /// event occurred, else that of its meeting.
  template <typename T, typename DayOf, typename MeetingOf>
  void take(DayOf day_of, MeetingOf meeting_of) {
    for (const auto& fact : finder_.chronicle.template own<T>()) {
      const std::optional<Id> meeting = meeting_of(fact);
      FuzzyDate day = day_of(fact);
      if (!tells(day)) day = occurred(*fact.body);
      if (!tells(day) && meeting) day = day_of_meeting(*meeting);
      judge(fb::PayloadTraits<T>::enum_value, *fact.source, day, meeting);
    }
  }

  std::optional<Id> meeting(const flatbuffers::String* digest) const {
    if (digest == nullptr) return std::nullopt;
    const auto it = facts_.meetings.ids.find(fixed_of<Hash>(digest));
    return it == facts_.meetings.ids.end() ? std::nullopt : std::optional(it->second);
  }
  std::optional<Id> meeting_of_ballot(const flatbuffers::String* digest) const {
    const auto opened = finder_.chronicle.find<fb::BallotOpened>(digest);
    return opened ? meeting((*opened)->meeting()) : std::nullopt;
  }
  std::optional<Id> meeting_of_protocol(const flatbuffers::String* digest) const {
    const auto paper = finder_.chronicle.find<fb::ProtocolRegistered>(digest);
    return paper ? meeting((*paper)->meeting()) : std::nullopt;
  }

  void report() {
    for (auto& [matter, late] : matters_) {
      Case found{"LATE_RECORD", late.first};
      found.numbers = {{"occurred", rules::to_iso(late.occurred)},
                       {"recorded", rules::to_iso(late.recorded)},
                       {"facts", std::to_string(late.facts)}};
      found.evidence = std::move(late.evidence);
      finder_.add(std::move(found));
    }
  }

 private:
  /// Late facts that belong together.
  struct Matter {
    const Source* first = nullptr;
    Date occurred, recorded;
    std::size_t facts = 0;
    Evidence evidence;
  };
  using Key = std::tuple<std::optional<Id>, fb::Payload, std::string>;

  FuzzyDate day_of_meeting(const Id& id) const {
    const auto& versions = facts_at(facts_.meetings.by_id, id);
    return versions.empty() ? FuzzyDate{} : rules::fuzzy(versions.back()->takes_place_on());
  }

  void judge(fb::Payload type, const Source& source, const FuzzyDate& occurred_on,
             const std::optional<Id>& meeting) {
    const auto day = occurred_on.not_after;
    if (!day || source.historical) return;
    const Date recorded = recorded_on(source, zone_);
    if (recorded - *day <= kLargeLag) return;
    const Key key = meeting ? Key{meeting, fb::Payload::NONE, ""}
                            : Key{std::nullopt, type, rules::to_iso(recorded)};
    Matter& matter = matters_[key];
    const bool fresh = matter.first == nullptr;
    if (fresh || source.index < matter.first->index) matter.first = &source;
    matter.occurred = fresh ? *day : std::min(matter.occurred, *day);
    matter.recorded = fresh ? recorded : std::max(matter.recorded, recorded);
    ++matter.facts;
    matter.evidence.add(source);
  }

  Finder& finder_;
  const CouncilFacts& facts_;
  const std::int32_t zone_;
  std::map<Key, Matter> matters_;
};

void take_sessions(LateRecords& late) {
  const auto of_meeting = [&](const auto& fact) { return late.meeting(fact->meeting()); };
  const auto of_ballot = [&](const auto& fact) { return late.meeting_of_ballot(fact->ballot()); };
  const auto of_protocol = [&](const auto& fact) {
    return late.meeting_of_protocol(fact->protocol());
  };
  late.take<fb::MeetingConvened>(
      [](const auto& fact) { return rules::fuzzy(fact->takes_place_on()); },
      [](const auto& fact) { return std::optional(fixed_of<Id>(fact->meeting())); });
  late.take<fb::AttendanceRecorded>(kOccurred, of_meeting);
  late.take<fb::MeetingClosed>(kOccurred, of_meeting);
  late.take<fb::BallotOpened>(kOccurred, of_meeting);
  late.take<fb::VoteCast>(kOccurred, of_ballot);
  late.take<fb::BallotCounted>(kOccurred, of_ballot);
  late.take<fb::BallotClosed>(kOccurred, of_ballot);
  late.take<fb::DecisionDeclared>(kOccurred, of_meeting);
  late.take<fb::ProtocolRegistered>([](const auto& fact) { return rules::fuzzy(fact->dated()); },
                                    of_meeting);
  late.take<fb::ProtocolSigned>(kSigned, of_protocol);
  late.take<fb::ProtocolApproved>(kSigned, of_protocol);
}

void take_members_and_offices(LateRecords& late) {
  late.take<fb::ClusterCreated>([](const auto& fact) { return rules::fuzzy(fact->decided_on()); },
                                kOfNoMeeting);
  late.take<fb::OrderIssued>([](const auto& fact) { return order_day(fact); }, kOfNoMeeting);
  late.take<fb::MembershipConsentRecorded>(
      [](const auto& fact) { return rules::fuzzy(fact->given_on()); }, kOfNoMeeting);
  late.take<fb::AccessionApplied>([](const auto& fact) { return rules::fuzzy(fact->applied_on()); },
                                  kOfNoMeeting);
  late.take<fb::WithdrawalNoticeRecorded>(
      [](const auto& fact) { return rules::fuzzy(fact->received_on()); }, kOfNoMeeting);
  late.take<fb::OfficeHolderChanged>(kFrom, kOfNoMeeting);
  late.take<fb::OrganisationChanged>(kFrom, kOfNoMeeting);
  late.take<fb::RepresentativeAuthorised>(
      [](const auto& fact) { return rules::fuzzy(fact->power()->from()); }, kOfNoMeeting);
  late.take<fb::BodyComposed>([](const auto& fact) { return composed_from(fact); }, kOfNoMeeting);
  late.take<fb::OfficeVacated>([](const auto& fact) { return rules::fuzzy(fact->vacated_on()); },
                               kOfNoMeeting);
}

void take_papers(LateRecords& late) {
  late.take<fb::AgreementRegistered>(kOccurred, kOfNoMeeting);
  late.take<fb::AgreementAmended>(kOccurred, kOfNoMeeting);
  late.take<fb::AgreementSigned>(kSigned, kOfNoMeeting);
  late.take<fb::AgreementTerminated>(
      [](const auto& fact) { return rules::fuzzy(fact->terminated_on()); }, kOfNoMeeting);
  late.take<fb::CopyCertified>(
      [](const auto& fact) { return rules::fuzzy(fact->certified_by()->signed_on()); },
      kOfNoMeeting);
  late.take<fb::NoticeDispatched>([](const auto& fact) { return rules::fuzzy(fact->sent_on()); },
                                  kOfNoMeeting);
  late.take<fb::NoticeReceived>([](const auto& fact) { return rules::fuzzy(fact->received_on()); },
                                kOfNoMeeting);
  late.take<fb::ProgrammeSubmitted>(kOccurred, kOfNoMeeting);
  late.take<fb::ProgrammeAgreed>([](const auto& fact) { return rules::fuzzy(fact->agreed_on()); },
                                 kOfNoMeeting);
  late.take<fb::ProgrammeChanged>([](const auto& fact) { return rules::fuzzy(fact->entered_on()); },
                                  kOfNoMeeting);
  late.take<fb::PlanSubmitted>([](const auto& fact) { return rules::fuzzy(fact->submitted_on()); },
                               kOfNoMeeting);
  late.take<fb::PlanApproved>([](const auto& fact) { return rules::fuzzy(fact->approved_on()); },
                              kOfNoMeeting);
  late.take<fb::ExecutionReported>([](const auto& fact) { return rules::fuzzy(fact->done_on()); },
                                   kOfNoMeeting);
  late.take<fb::ExecutionJudged>([](const auto& fact) { return rules::fuzzy(fact->judged_on()); },
                                 kOfNoMeeting);
  late.take<fb::TermChanged>(kOccurred, kOfNoMeeting);
}

}  // namespace

void find_late_records(Finder& finder) {
  LateRecords late(finder);
  take_sessions(late);
  take_members_and_offices(late);
  take_papers(late);
  late.report();
}

}  // namespace projections::governance::internal
