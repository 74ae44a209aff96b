// SPDX-License-Identifier: Apache-2.0
// Shapes of participants, bodies, meetings, ballots, decisions and protocols.
#include "api/shapes.h"

namespace api {

std::vector<Shape> council_shapes() {
  return {
      // participants
      {"Succession",
       "Who followed an organisation, or one that had followed it; `come`: whether by the day.",
       "organisation:hex16 organisation_name:text? successor_of:hex16 change:text? from:FuzzyDate "
       "come:truth source:Source"},
      {"Consent", "What an organisation said to its membership.",
       "organisation:hex16 name:text? answer:text? given_on:FuzzyDate to:hex32? document:hex32? "
       "source:Source"},
      {"Application", "An application to join.",
       "applied_on:FuzzyDate document:hex32? source:Source"},
      {"WithdrawalNotice", "A notice of leaving, or its recall.",
       "act:text? form:text? sent_on:FuzzyDate received_on:FuzzyDate intended_exit_on:FuzzyDate "
       "source:Source"},
      {"MembershipEnd", "An end of a membership.",
       "ground:text last_day:FuzzyDate effective:truth code:text? grounds:Grounds"},
      {"Objection", "An objection to what was recorded.",
       "kind:text? organisation:hex16? organisation_name:text? seat:hex16? title:text "
       "source:Source"},
      {"Member", "A membership; `member` tells whether it is one on the day.",
       "organisation:hex16 name:text? inn:text? ogrn:text? category:text? "
       "succeeded_by:[Succession] ground:text "
       "from:FuzzyDate last_day:FuzzyDate? member:truth state:text effective:truth code:text? "
       "consent:text "
       "answer:Consent? application:Application? end:MembershipEnd? "
       "further_ends:[MembershipEnd] notice:WithdrawalNotice? "
       "ends_without_effect:[MembershipEnd] register_orders:[int] objections:[Objection] "
       "founded_by:FactSource grounds:Grounds"},
      {"Members", "A page of memberships.",
       "+Envelope on:day total:small items:[Member] next_cursor:text?"},
      {"MemberCard", "The memberships of one organisation.",
       "+Envelope on:day organisation:hex16 memberships:[Member]"},
      {"Consents", "A page of consents.",
       "+Envelope on:day total:small items:[Consent] next_cursor:text?"},
      {"Candidate", "Who applied to join, and whether it came to that.",
       "organisation:hex16 name:text? applied_on:FuzzyDate admitted:truth was_member:bool "
       "document:hex32? source:Source"},
      {"Candidates", "A page of applications.",
       "+Envelope on:day total:small items:[Candidate] next_cursor:text?"},
      // bodies
      {"Seat", "A seat and who holds it on the day.",
       "body:hex16 seat:hex16 organisation:hex16? organisation_name:text? state:text "
       "person:hex16? since:FuzzyDate authority:truth entitled:truth "
       "succeeded_by:[Succession] evidence:EvidenceEvents"},
      {"Seats", "A page of seats.", "+Envelope on:day total:small items:[Seat] next_cursor:text?"},
      {"OfficeVacated", "The end of an office.", "vacated_on:FuzzyDate ground:text? source:Source"},
      {"ChairTerm", "A term in the chair.",
       "body:hex16 seat:hex16 person:hex16? decision:int? mode:text? from:FuzzyDate "
       "last_day:FuzzyDate? in_office:truth vacated:OfficeVacated? lost_seat_on:FuzzyDate? "
       "succeeded_on:FuzzyDate? effective:truth code:text? term_missing:bool "
       "term_as_ruled:truth overlaps:bool evidence:EvidenceEvents grounds:Grounds"},
      {"ChairTerms", "A page of terms in the chair.",
       "+Envelope on:day total:small items:[ChairTerm] next_cursor:text?"},
      {"BodyLine", "A body as composed on the day.",
       "body:hex16 title:text kind:text? rule:text? from:FuzzyDate version:hex32 parent:hex32? "
       "organ_of_cluster:bool seat_count:small vacant_count:small undetermined_count:small "
       "chair_seat:hex16? chair_person:hex16? source:Source grounds:Grounds"},
      {"BodyVersion", "One composition of a body.",
       "version:hex32 title:text from:FuzzyDate source:Source"},
      {"Constitution", "Whether who had to compose the body did.",
       "valid:truth code:text? grounds:Grounds"},
      {"Bodies", "A page of bodies.",
       "+Envelope on:day total:small items:[BodyLine] next_cursor:text?"},
      {"BodyCard", "One body.",
       "+Envelope on:day +BodyLine seats:[Seat] vacant:[hex16] undetermined:[hex16] "
       "unrepresented:[hex16] chairs:[ChairTerm] constitution:Constitution "
       "versions:[BodyVersion]"},
      // meetings
      {"Threshold", "A share that has to be reached or exceeded.",
       "numerator:int denominator:int relation:at_least|more_than"},
      {"QuorumReading", "The quorum with one assumed parameter read otherwise.",
       "turned:text present:int total:int needed:int met:truth"},
      {"Quorum", "A quorum with its numbers; a number that is not known is null.",
       "applicable:bool met:truth present:int? total:int? needed:int? present_open:int "
       "total_open:int changed_late:truth? base:text? threshold:Threshold readings:[QuorumReading] "
       "grounds:Grounds"},
      {"MeetingLine", "A meeting.",
       "meeting:hex16 title:text kind:text? body:hex16? body_kind:text? day:FuzzyDate form:text? "
       "state:text held:truth stated:text? result_differs:bool replaced:bool "
       "counts_for_duty:truth attendance_recorded:bool quorum:Quorum source:Source "
       "grounds:Grounds"},
      {"Meetings", "A page of meetings.",
       "+Envelope on:day total:small items:[MeetingLine] next_cursor:text?"},
      {"AgendaEntry", "A question of the agenda.", "number:small title:text"},
      {"Presence", "Who was present for a seat.",
       "seat:hex16 organisation:hex16? organisation_name:text? form:text? acting_as:text? "
       "counted:truth code:text?"},
      {"Absence", "Who was absent.", "seat:hex16 reason:text?"},
      {"Invited", "Who was invited.",
       "organisation:hex16? organisation_name:text? person:hex16? position:text?"},
      {"Attendance", "The attendance as the paper has it.",
       "absent:[Absence] invited:[Invited] present_stated:small? total_stated:small? "
       "source:Source"},
      {"ItemQuorum", "The quorum when a question was decided.", "agenda_item:small quorum:Quorum"},
      {"ActOfChair", "Whether the chair did what is the chair's.",
       "as_ruled:truth chair_missing:bool stand_in:text? code:text? grounds:Grounds"},
      {"Presiding", "Who presided.", "seat:hex16? person:hex16? is_chair:truth act:ActOfChair"},
      {"MeetingVersion", "An earlier notice of the meeting.", "day:FuzzyDate source:Source"},
      {"MeetingCard", "One meeting.",
       "+Envelope on:day +MeetingLine form_allowed:truth agenda_state:text? "
       "agenda:[AgendaEntry] attendees:[Presence] present:[hex16] strangers:[hex16] "
       "unresolved:small attendance:Attendance? items:[ItemQuorum] convening:ActOfChair "
       "agenda_act:ActOfChair presiding:Presiding earlier:[MeetingVersion]"},
      // ballots
      {"Votes", "Counts.", "for:int against:int abstained:int"},
      {"MajorityRule", "The share that is needed, and of what.",
       "numerator:int denominator:int relation:at_least|more_than "
       "base:present|votes_cast|all_members|all_participants"},
      {"Tally", "The arithmetic: votes in favour minus `needed` is `margin`.",
       "adopted:bool decided_by:text base_size:int needed:int margin:int "
       "abstentions_in_tie:bool"},
      {"Contest", "The arithmetic of a choice among several.",
       "winner:small? leaders:[small] decided_by:text base_size:int needed:int"},
      {"CastingVote", "The casting vote: whether the charter gives it and whether it decided.",
       "by_rule:bool tie:bool used:bool holder:hex16? unknown_holder:bool unknown_choice:bool "
       "choice:text?"},
      {"BallotLine", "A ballot with its computed outcome.",
       "ballot:hex16 question:text kind:text? body:hex16? body_kind:text? meeting:hex16? "
       "agenda_item:small? day:FuzzyDate openness:text? state:open|closed adopted:truth "
       "grade:text votes:Votes? rule:MajorityRule? tally:Tally? casting_vote:CastingVote "
       "derivation:text? counts_differ:bool readings_disagree:bool source:Source "
       "grounds:Grounds"},
      {"Ballots", "A page of ballots.",
       "+Envelope on:day total:small items:[BallotLine] next_cursor:text?"},
      {"BallotOption", "One of several to choose from.", "number:small title:text"},
      {"RollCallLine", "A seat's vote.",
       "seat:hex16 organisation:hex16? organisation_name:text? choice:text? option:small? "
       "candidate:hex16? signed_by_voter:bool counted:truth code:text? event:int"},
      {"Electorate", "What is known exactly of who could vote.",
       "present:int? members:int? participants:int?"},
      {"Voice", "The voice of a participant under a rule of unanimity.",
       "organisation:hex16 organisation_name:text? member:truth in_favour:bool disagree:bool "
       "silent:bool"},
      {"BallotOutcome", "How the votes come out under one reading.",
       "adopted:truth tally:Tally? contest:Contest? option:small? candidate:hex16?"},
      {"BaseReading", "The arithmetic over one base.", "base:text tally:Tally?"},
      {"BallotReading", "The outcome with one assumed parameter read otherwise.",
       "turned:text rule:MajorityRule outcome:BallotOutcome"},
      {"ChoiceCount", "The paper's count for one choice.",
       "option:small? candidate:hex16? votes_for:small"},
      {"PaperCount", "What the paper says about the count.",
       "present:small? for:small? against:small? abstained:small? not_voting:small? "
       "chair_choice:text? words:text? choices:[ChoiceCount] source:Source"},
      {"BallotCard", "One ballot.",
       "+Envelope on:day +BallotLine options:[BallotOption] candidates:[hex16] "
       "entitled:[hex16] roll_call:[RollCallLine] electorate:Electorate voices:[Voice] "
       "contest:Contest? option:small? candidate:hex16? changed_late:BallotOutcome? "
       "late_events:[int] "
       "readings:[BaseReading] alternatives:[BallotReading] representatives_disagree:bool "
       "openness_allowed:truth counted:PaperCount? closed:FactSource?"},
  };
}

std::vector<Shape> decision_shapes() {
  return {
      {"DecisionLine", "A decision and how it stands.",
       "decision:hex16 printed_number:text? title:text kind:text? body:hex16? body_kind:text? "
       "day:FuzzyDate meeting:hex16? agenda_item:small? ballot:hex16? state:text stated:text? "
       "mismatch:bool in_competence:truth on_agenda:truth form_allowed:truth protocol:int? "
       "component_count:small source:Source grounds:Grounds"},
      {"Decisions", "A page of decisions.",
       "+Envelope on:day total:small items:[DecisionLine] next_cursor:text?"},
      {"DecisionAddressee", "Whom a decision charges, and which organisations that means.",
       "+Addressee organisations:[hex16]"},
      {"Occurrence", "One due day of a schedule.",
       "name:text first_day:day? last_day:day? times:small due:Due"},
      {"TermChange", "A term that was extended or cancelled.",
       "change:text? basis:hex32? source:Source"},
      {"Judgement", "What was said of a report.",
       "verdict:text? judged_on:FuzzyDate source:Source"},
      {"ExecutionReport", "A report of what was done.",
       "organisation:hex16? organisation_name:text? event_on:FuzzyDate done_on:FuzzyDate "
       "counts:bool results:[hex32] judged:Judgement? source:Source"},
      {"Component", "One thing to do, its schedule and what was reported.",
       "number:small title:text printed:text? anchor:text? schedule:text? meetings_of:text? "
       "schedule_state:scheduled|unscheduled|unbounded awaited:text? occurrences:[Occurrence] "
       "cancelled:bool term_changes:[TermChange] reports:[ExecutionReport]"},
      {"Dependency", "Another decision that has to be carried out.",
       "decision:hex16 carried_out:truth source:Source"},
      {"OfficeFilled", "An office that a decision fills.",
       "seat:hex16 office:text? mode:text? from:FuzzyDate"},
      {"DecisionReading",
       "A reading of assumed parameters under which a decision stands otherwise.",
       "turned:text state:text quorum_demanded:bool present:int? total:int? needed:int?"},
      {"DecisionCard", "One decision.",
       "+Envelope on:day +DecisionLine quorum:Quorum readings:[DecisionReading] all_readings:bool "
       "addressees:[DecisionAddressee] "
       "components:[Component] depends_on:[Dependency] offices:[OfficeFilled] admits:[hex16] "
       "excludes:[hex16] about:[hex32] missing_parts:[text] objections:[Objection]"},
      {"AssignmentDuty", "A duty of an assignment; all of it is under its key at /obligations.",
       "key:hex32 period:text? due:Due state:text done:FuzzyDate? days_left:int? cancelled:bool"},
      {"Assignment", "One component of a decision, with the duties that follow.",
       "decision:hex16 printed_number:text? decision_title:text decision_state:text "
       "day:FuzzyDate +Component addressees:[DecisionAddressee] duties:[AssignmentDuty] "
       "source:Source"},
      {"Assignments", "A page of assignments.",
       "+Envelope on:day total:small items:[Assignment] next_cursor:text?"},
      {"ProtocolLine", "A version of a protocol.",
       "protocol:hex16 number:text? dated:FuzzyDate meeting:hex16? meeting_day:FuzzyDate? "
       "state:text signed:truth formal:truth signature_count:small missing_signers:[text] "
       "chair_demanded:bool chair_missing:bool approval_undated:bool presiding_approved:bool "
       "replaced_by:int? document:hex32 source:Source grounds:Grounds"},
      {"Protocols", "A page of protocols.",
       "+Envelope on:day total:small items:[ProtocolLine] next_cursor:text?"},
      {"ProtocolSignature", "A signature under a protocol.",
       "acting_as:text? organisation:hex16? organisation_name:text? seat:hex16? position:text? "
       "signed_on:FuzzyDate chair_of_meeting:truth term_expired:bool held_by_another:bool "
       "stand_in:bool "
       "mandate:truth source:Source"},
      {"ProtocolApproval", "A stamp of approval.",
       "acting_as:text? organisation:hex16? position:text? signed_on:FuzzyDate source:Source"},
      {"ProtocolVersion", "A version of a protocol, whole.",
       "+ProtocolLine required_signers:[text] signatures:[ProtocolSignature] "
       "approvals:[ProtocolApproval] objections:[Objection] copies:[Notice] decisions:[hex32]"},
      {"ProtocolCard", "One protocol.",
       "+Envelope on:day protocol:hex16 versions:[ProtocolVersion]"},
  };
}

}  // namespace api
