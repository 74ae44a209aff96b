// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/readers.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "projections/governance/charters.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/membership.h"

namespace projections::governance {
namespace {

constexpr std::string_view kOpenPath = "agreement.documents_open_to_participants";

FuzzyDate printed_day(const fb::DocumentRegistered& paper) {
  if (paper.printed() == nullptr) return {};
  for (const fb::Printed* one : *paper.printed()) {
    if (one->place() == fb::PrintedPlace::HEADER) return rules::fuzzy(one->date());
  }
  return {};
}

/// Whether a charter in force on the day opens the documents; the rule goes into the grounds.
bool open_on(const Charters& charters, Date day, Grounds& grounds) {
  const auto charter = charters.on(day);
  if (!charter) return false;
  const fb::AgreementRules* const rules = charter->charter.parameters().agreement();
  if (rules == nullptr || !rules->documents_open_to_participants()) return false;
  grounds.rules.push_back(charter->rule(kOpenPath));
  grounds.evidence.add(*charter->fact.source);
  return true;
}

/// What a membership that has ended, or may have, lets its organisation see.
PaperReader after_leaving(const Membership& membership, const FuzzyDate& day) {
  if (!membership.last_day) return PaperReader::kNoParticipant;
  switch (rules::on_or_before(day, *membership.last_day)) {
    case Truth::kYes:
      return PaperReader::kFormerParticipant;
    case Truth::kNo:
      return PaperReader::kLeftBefore;
    case Truth::kUndetermined:
      return PaperReader::kPaperWithoutDay;
  }
  return PaperReader::kPaperWithoutDay;
}

/// What one membership gives; the best of several counts.
PaperReader reader_by(const Membership& membership, const FuzzyDate& day, Date on) {
  if (membership.effective == Truth::kNo) return PaperReader::kNoParticipant;
  switch (membership.on(on)) {
    case Truth::kYes:
      return PaperReader::kParticipant;
    case Truth::kUndetermined:
      return PaperReader::kMaybeParticipant;
    case Truth::kNo:
      return after_leaving(membership, day);
  }
  return PaperReader::kNoParticipant;
}

/// The day by whose charter a membership's right is judged: its last one after it has ended.
Date judged_on(const Membership& membership, Date on) {
  if (!membership.last_day || !membership.last_day->not_after) return on;
  return std::min(on, *membership.last_day->not_after);
}

bool is_organisation(const flatbuffers::String* field, const std::optional<ledger::Id>& one) {
  return one && optional_of<ledger::Id>(field) == one;
}

/// Whether the organisation is the operator or the coordinator of the region that the place is in.
bool runs_region_of(const Chronicle& home, const std::optional<ledger::Id>& organisation) {
  const auto regions = home.all<fb::RegionDeclared>();
  return std::any_of(regions.begin(), regions.end(), [&](const auto& region) {
    return optional_of<ledger::Id>(region->region()) == home.region() &&
           (is_organisation(region->operator_organisation(), organisation) ||
            is_organisation(region->coordinator(), organisation));
  });
}

/// Looks for the paper among those that a cluster's facts name, where who says so may open it.
class NamedPapers {
 public:
  NamedPapers(const Chronicle& chronicle, const Paper& paper, Date on)
      : chronicle_(chronicle), paper_(paper), on_(on) {}

  bool any() const {
    return by_document<fb::AgreementRegistered>() || by_document<fb::AgreementAmended>() ||
           by_document<fb::ProtocolRegistered>() || by_document<fb::ProgrammeSubmitted>() ||
           by_document<fb::ProgrammeAgreed>() || by_document<fb::PlanSubmitted>() ||
           by_document<fb::IndicatorReported>() || by_document<fb::MembershipConsentRecorded>() ||
           by_document<fb::AccessionApplied>() || by_document<fb::WithdrawalNoticeRecorded>() ||
           by_act<fb::AgreementTerminated>() || by_act<fb::BodyComposed>() ||
           by_act<fb::OrderIssued>() || by_act<fb::PlanApproved>() || by_the_region() ||
           by_letter() || by_report();
  }

 private:
  /// The paper itself, or another edition or rendition of its document.
  bool is(const flatbuffers::String* digest) const {
    if (digest == nullptr) return false;
    if (fixed_of<ledger::Hash>(digest) == paper_.fact.digest()) return true;
    const auto named = chronicle_.find<fb::DocumentRegistered>(digest);
    return named && (*named)->document()->string_view() == paper_.fact->document()->string_view();
  }
  bool is(const fb::Act* act) const { return act != nullptr && is(act->document()); }
  /// A certified copy stands for what it is a copy of.
  bool is_or_copies(const flatbuffers::String* digest) const {
    const auto copy = chronicle_.find<fb::CopyCertified>(digest);
    return copy ? is((*copy)->document()) && opens(*copy) : is(digest);
  }

  /// Whoever says so is judged once, however often it says so.
  template <typename T>
  bool opens(const Fact<T>& fact) const {
    const std::string_view author = fact.said_by->author()->key()->string_view();
    auto judged = judged_.find(author);
    if (judged == judged_.end()) {
      judged = judged_.emplace(author, may_open(paper_, *fact.said_by, on_)).first;
    }
    return judged->second;
  }
  template <typename T, typename Names>
  bool any_of(const std::vector<Fact<T>>& facts, const Names& names) const {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const Fact<T>& fact) { return names(fact) && opens(fact); });
  }
  template <typename T>
  bool by_document() const {
    return any_of(chronicle_.own<T>(), [&](const auto& fact) { return is(fact->document()); });
  }
  template <typename T>
  bool by_act() const {
    return any_of(chronicle_.own<T>(), [&](const auto& fact) { return is(fact->act()); });
  }
  /// What the region says of the cluster: who created it, and the charters, which are its too.
  bool by_the_region() const {
    return any_of(chronicle_.all<fb::CharterAdopted>(),
                  [&](const auto& fact) { return is(fact->basis()); }) ||
           any_of(chronicle_.all<fb::ClusterCreated>(),
                  [&](const auto& fact) { return is(fact->act()); });
  }
  bool by_letter() const {
    const auto letters = chronicle_.own<fb::NoticeDispatched>();
    return std::any_of(letters.begin(), letters.end(), [&](const auto& letter) {
      const auto* list = letter->attachments();
      const bool encloses =
          list != nullptr &&
          std::any_of(list->begin(), list->end(), [&](auto* one) { return is_or_copies(one); });
      return encloses && (opens(letter) || received(letter));
    });
  }
  /// Whoever may open the paper and had the letter vouches for what was in it.
  bool received(const Fact<fb::NoticeDispatched>& letter) const {
    return any_of(chronicle_.all<fb::NoticeReceived>(), [&](const auto& receipt) {
      return fixed_of<ledger::Hash>(receipt->notice()) == letter.digest();
    });
  }
  bool by_report() const {
    return any_of(chronicle_.own<fb::ExecutionReported>(), [&](const auto& report) {
      const auto* list = report->results();
      return list != nullptr &&
             std::any_of(list->begin(), list->end(), [&](const auto* one) { return is(one); });
    });
  }

  const Chronicle& chronicle_;
  const Paper& paper_;
  const Date on_;
  mutable std::map<std::string_view, bool> judged_;  ///< by the author's key
};

bool permits(PaperReader reader) {
  switch (reader) {
    case PaperReader::kIssuer:
    case PaperReader::kParticipant:
    case PaperReader::kFormerParticipant:
    case PaperReader::kMaybeParticipant:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool PaperAccess::allowed() const { return permits(reader); }

FuzzyDate paper_day(const Chronicle& chronicle, const Fact<fb::DocumentRegistered>& paper) {
  const FuzzyDate printed = printed_day(*paper);
  if (internal::tells(printed)) return printed;
  const FuzzyDate happened = internal::occurred(*paper.body);
  if (internal::tells(happened)) return happened;
  return FuzzyDate::on(recorded_on(*paper.source, zone_minutes_of(chronicle)));
}

bool may_open(const Paper& paper, const fb::EventBody& said_by, Date on) {
  const fb::Signer& author = *said_by.author();
  const auto organisation = optional_of<ledger::Id>(author.capacity()->organisation());
  const fb::Signer& registrar = *paper.fact.body->author();
  return author.capacity()->role() == fb::Role::LEDGER_ROOT ||
         author.key()->string_view() == registrar.key()->string_view() ||
         is_organisation(registrar.capacity()->organisation(), organisation) ||
         is_organisation(paper.fact->issuer(), organisation) ||
         runs_region_of(paper.home, organisation) ||
         (organisation && access_to_paper(paper.home, *organisation, paper, on).allowed());
}

bool is_paper_of(const Chronicle& chronicle, const Paper& paper, Date on) {
  if (chronicle.place().kind != ledger::ScopeKind::kCluster) return false;
  return paper.fact.scope == chronicle.place() || NamedPapers(chronicle, paper, on).any();
}

PaperAccess access_to_paper(const Chronicle& chronicle, const ledger::Id& organisation,
                            const Paper& paper, Date on) {
  PaperAccess out{PaperReader::kNoParticipant, {}};
  out.grounds.evidence.add(*paper.fact.source);
  if (optional_of<ledger::Id>(paper.fact->issuer()) == organisation) {
    out.reader = PaperReader::kIssuer;
    return out;
  }
  if (!is_paper_of(chronicle, paper, on)) return out;
  const Charters charters(chronicle);
  const FuzzyDate day = paper_day(chronicle, paper.fact);
  for (const Membership& one : memberships_of(memberships(chronicle, on), organisation)) {
    PaperAccess access{reader_by(one, day, on), one.grounds};
    if (access.reader == PaperReader::kNoParticipant) continue;
    if (!open_on(charters, judged_on(one, on), access.grounds)) {
      access.reader = PaperReader::kNotOpen;
    }
    if (out.allowed() && !access.allowed()) continue;
    access.grounds.evidence.add(*paper.fact.source);
    out = std::move(access);
    if (out.reader == PaperReader::kParticipant) break;
  }
  return out;
}

std::string_view name_of(PaperReader reader) {
  switch (reader) {
    case PaperReader::kIssuer:
      return "issuer";
    case PaperReader::kParticipant:
      return "participant";
    case PaperReader::kFormerParticipant:
      return "former_participant";
    case PaperReader::kNotOpen:
      return "not_open";
    case PaperReader::kNoParticipant:
      return "no_participant";
    case PaperReader::kLeftBefore:
      return "left_before";
    case PaperReader::kPaperWithoutDay:
      return "paper_without_day";
    case PaperReader::kMaybeParticipant:
      return "maybe_participant";
  }
  return "";
}

}  // namespace projections::governance
