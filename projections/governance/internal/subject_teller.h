// SPDX-License-Identifier: Apache-2.0
// What tells one event of a type from the others of that type, type by type; subject_names.h puts
// it into words.
#pragma once

#include <string>

#include "projections/governance/place_names.h"
#include "projections/governance/verdict.h"

namespace projections::governance::internal {

/// A kind of event: "protocol", "протокол", and "протокола" for what belongs to it.
struct SubjectKind {
  std::string english;
  std::string russian;
  std::string genitive;
};
SubjectKind subject_kind(fb::Payload type);

struct SubjectMarks {
  SubjectKind kind;
  std::string number;
  std::string title;
  FuzzyDate day;
  Sentence of;  ///< whom or what it concerns
};

/// Number, title and day after their kind, e.g. " No 4 of 2021-04-05".
Sentence marks_in_words(const SubjectMarks& marks);
/// "2021-01-01 to 2021-12-31", "01.01.2021 — 31.12.2021"; empty where neither end is known.
Sentence period_in_words(const FuzzyDate& from, const FuzzyDate& to);
inline Sentence same_in_both(const std::string& text) { return {text, text}; }
inline bool says(const Sentence& sentence) { return !sentence.english.empty(); }
/// Both with the separator between them, or the one that says something.
Sentence joined(const Sentence& first, const Sentence& second, const std::string& separator = ", ");

/// Borrows chronicle and names.
class SubjectTeller {
 public:
  SubjectTeller(const Chronicle& chronicle, const PlaceNames& names)
      : chronicle_(chronicle), names_(names) {}

  /// Of a fact that was withdrawn, or is not known, the kind alone.
  SubjectMarks tell(const ledger::Hash& digest);

 private:
  // Meetings, ballots, decisions, protocols, bodies (subject_meetings.cc).
  SubjectMarks marks(const fb::MeetingConvened& event);
  SubjectMarks marks(const fb::AttendanceRecorded& event);
  SubjectMarks marks(const fb::MeetingClosed& event);
  SubjectMarks marks(const fb::BallotOpened& event);
  SubjectMarks marks(const fb::VoteCast& event);
  SubjectMarks marks(const fb::BallotCounted& event);
  SubjectMarks marks(const fb::BallotClosed& event);
  SubjectMarks marks(const fb::DecisionDeclared& event);
  SubjectMarks marks(const fb::ProtocolRegistered& event);
  SubjectMarks marks(const fb::ProtocolSigned& event);
  SubjectMarks marks(const fb::ProtocolApproved& event);
  SubjectMarks marks(const fb::ObjectionRecorded& event);
  SubjectMarks marks(const fb::BodyComposed& event);
  SubjectMarks marks(const fb::OfficeVacated& event);
  // Agreements, letters, programmes, plans, documents (subject_papers.cc).
  SubjectMarks marks(const fb::AgreementRegistered& event);
  SubjectMarks marks(const fb::AgreementAmended& event);
  SubjectMarks marks(const fb::AgreementSigned& event);
  SubjectMarks marks(const fb::AgreementTerminated& event);
  SubjectMarks marks(const fb::CopyCertified& event);
  SubjectMarks marks(const fb::NoticeDispatched& event);
  SubjectMarks marks(const fb::NoticeReceived& event);
  SubjectMarks marks(const fb::ProgrammeSubmitted& event);
  SubjectMarks marks(const fb::ProgrammeAgreed& event);
  SubjectMarks marks(const fb::ProgrammeChanged& event);
  SubjectMarks marks(const fb::IndicatorReported& event);
  SubjectMarks marks(const fb::PlanSubmitted& event);
  SubjectMarks marks(const fb::PlanApproved& event);
  SubjectMarks marks(const fb::PlanItemSet& event);
  SubjectMarks marks(const fb::ExecutionReported& event);
  SubjectMarks marks(const fb::ExecutionJudged& event);
  SubjectMarks marks(const fb::TermChanged& event);
  SubjectMarks marks(const fb::DocumentRegistered& event);
  SubjectMarks marks(const fb::DocumentRelated& event);
  SubjectMarks marks(const fb::SignatureEvidenceAttached& event);
  // Registers, orders, people in posts, membership, the journal itself (subject_registers.cc).
  SubjectMarks marks(const fb::LedgerCreated& event);
  SubjectMarks marks(const fb::RulesUpgraded& event);
  SubjectMarks marks(const fb::KeyIntroduced& event);
  SubjectMarks marks(const fb::KeyRevoked& event);
  SubjectMarks marks(const fb::KeySuspected& event);
  SubjectMarks marks(const fb::KeyRecovered& event);
  SubjectMarks marks(const fb::EventReconfirmed& event);
  SubjectMarks marks(const fb::CharterAdopted& event);
  SubjectMarks marks(const fb::CalendarYearPublished& event);
  SubjectMarks marks(const fb::RegionDeclared& event);
  SubjectMarks marks(const fb::ClusterCreated& event);
  SubjectMarks marks(const fb::OrganisationRegistered& event);
  SubjectMarks marks(const fb::OrganisationChanged& event);
  SubjectMarks marks(const fb::OfficeHolderChanged& event);
  SubjectMarks marks(const fb::RepresentativeAuthorised& event);
  SubjectMarks marks(const fb::PersonAliasDeclared& event);
  SubjectMarks marks(const fb::CoverageDeclared& event);
  SubjectMarks marks(const fb::OpeningState& event);
  SubjectMarks marks(const fb::OrderIssued& event);
  SubjectMarks marks(const fb::MembershipConsentRecorded& event);
  SubjectMarks marks(const fb::AccessionApplied& event);
  SubjectMarks marks(const fb::WithdrawalNoticeRecorded& event);
  SubjectMarks marks(const fb::EventCorrected& event);
  SubjectMarks marks(const fb::FindingDispositioned& event);

  /// The marks of what the field names, or none where it names nothing.
  SubjectMarks of_target(const flatbuffers::String* digest);
  /// What belongs to something: "approval of" and the kind, number, title and day of that; no marks
  /// where that is not known.
  SubjectMarks belonging(const SubjectKind& what, const flatbuffers::String* digest);
  /// Kind and marks of something, in words.
  Sentence in_words(const flatbuffers::String* digest);

  Sentence organisation(const flatbuffers::String* id) const;
  Sentence seat(const flatbuffers::String* id) const;
  Sentence addressee(const fb::Addressee* addressee) const;
  Sentence from_to(const Sentence& sender, const Sentence& receiver) const;
  /// In what capacity, and for whom.
  Sentence signer(const fb::PaperSignature& signature) const;
  Sentence party_of_slot(const fb::AgreementSigned& event) const;

  template <typename T>
  bool tell_as(const ledger::Hash& digest, SubjectMarks& out);
  template <typename... Ts>
  bool tell_as_any(const ledger::Hash& digest, SubjectMarks& out);

  const Chronicle& chronicle_;
  const PlaceNames& names_;
  int depth_ = 0;  ///< of names inside names
};

/// A number and a day as a paper shows them, the first of each.
void put_printed(const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed,
                 SubjectMarks& out);

/// The marks with this kind alone.
inline SubjectMarks of_kind(SubjectKind kind) {
  SubjectMarks out;
  out.kind = std::move(kind);
  return out;
}

}  // namespace projections::governance::internal
