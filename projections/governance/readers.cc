// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/readers.h"

#include <algorithm>
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

/// Looks for the paper among those that a cluster's facts name.
class NamedPapers {
 public:
  NamedPapers(const Chronicle& chronicle, const Fact<fb::DocumentRegistered>& paper)
      : chronicle_(chronicle), paper_(paper) {}

  bool any() const {
    return by_document<fb::AgreementRegistered>() || by_document<fb::AgreementAmended>() ||
           by_document<fb::ProtocolRegistered>() || by_document<fb::ProgrammeSubmitted>() ||
           by_document<fb::ProgrammeAgreed>() || by_document<fb::PlanSubmitted>() ||
           by_document<fb::MembershipConsentRecorded>() || by_document<fb::AccessionApplied>() ||
           by_document<fb::WithdrawalNoticeRecorded>() || by_act<fb::AgreementTerminated>() ||
           by_act<fb::BodyComposed>() || by_act<fb::OrderIssued>() || by_act<fb::PlanApproved>() ||
           by_the_region() || by_letter();
  }

 private:
  /// The paper itself, or another edition or rendition of its document.
  bool is(const flatbuffers::String* digest) const {
    if (digest == nullptr) return false;
    if (fixed_of<ledger::Hash>(digest) == paper_.digest()) return true;
    const auto named = chronicle_.find<fb::DocumentRegistered>(digest);
    return named && (*named)->document()->string_view() == paper_->document()->string_view();
  }
  bool is(const fb::Act* act) const { return act != nullptr && is(act->document()); }

  template <typename T>
  bool by_document() const {
    const auto facts = chronicle_.own<T>();
    return std::any_of(facts.begin(), facts.end(),
                       [&](const Fact<T>& fact) { return is(fact->document()); });
  }
  template <typename T>
  bool by_act() const {
    const auto facts = chronicle_.own<T>();
    return std::any_of(facts.begin(), facts.end(),
                       [&](const Fact<T>& fact) { return is(fact->act()); });
  }
  /// What the region says of the cluster: who created it, and the charters, which are its too.
  bool by_the_region() const {
    const auto charters = chronicle_.all<fb::CharterAdopted>();
    const auto created = chronicle_.all<fb::ClusterCreated>();
    return std::any_of(charters.begin(), charters.end(),
                       [&](const auto& fact) { return is(fact->basis()); }) ||
           std::any_of(created.begin(), created.end(),
                       [&](const auto& fact) { return is(fact->act()); });
  }
  bool by_letter() const {
    for (const auto& letter : chronicle_.own<fb::NoticeDispatched>()) {
      if (letter->attachments() == nullptr) continue;
      for (const auto* one : *letter->attachments()) {
        if (is(one)) return true;
      }
    }
    return false;
  }

  const Chronicle& chronicle_;
  const Fact<fb::DocumentRegistered>& paper_;
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

bool is_paper_of(const Chronicle& chronicle, const Fact<fb::DocumentRegistered>& paper) {
  if (chronicle.place().kind != ledger::ScopeKind::kCluster) return false;
  return paper.scope == chronicle.place() || NamedPapers(chronicle, paper).any();
}

PaperAccess access_to_paper(const Chronicle& chronicle, const ledger::Id& organisation,
                            const Fact<fb::DocumentRegistered>& paper, Date on) {
  PaperAccess out{PaperReader::kNoParticipant, {}};
  out.grounds.evidence.add(*paper.source);
  if (optional_of<ledger::Id>(paper->issuer()) == organisation) {
    out.reader = PaperReader::kIssuer;
    return out;
  }
  if (!is_paper_of(chronicle, paper)) return out;
  const Charters charters(chronicle);
  const FuzzyDate day = paper_day(chronicle, paper);
  for (const Membership& one : memberships_of(memberships(chronicle, on), organisation)) {
    PaperAccess access{reader_by(one, day, on), one.grounds};
    if (access.reader == PaperReader::kNoParticipant) continue;
    if (!open_on(charters, judged_on(one, on), access.grounds)) {
      access.reader = PaperReader::kNotOpen;
    }
    if (out.allowed() && !access.allowed()) continue;
    access.grounds.evidence.add(*paper.source);
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
