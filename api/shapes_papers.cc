// SPDX-License-Identifier: Apache-2.0
// Shapes of agreements, programmes, plans, letters, copies, offices and coverage.
#include "api/shapes.h"

namespace api {

std::vector<Shape> paper_shapes() {
  return {
      {"SignatureCounts", "How many have signed.",
       "parties:small parties_signed:small slots:small slots_signed:small complete:bool?"},
      {"SignatureSlot", "A signature line.",
       "slot:small party:small organisation:hex16? organisation_name:text? acting_as:text? "
       "position:text? signed:bool? signed_on:FuzzyDate authority_evidenced:bool source:Source?"},
      {"Amendment", "A supplementary agreement.",
       "supplementary:hex16 title:text kinds:[text] included:[hex16] excluded:[hex16] "
       "concluded_on:FuzzyDate effective_from:FuzzyDate in_force:truth path:text? "
       "path_followed:truth parts:[AmendmentPart] agreed_by_all:truth protocol:hex16? "
       "document:hex32 "
       "signed:SignatureCounts slots:[SignatureSlot] judged_by:text source:Source grounds:Grounds"},
      {"AmendmentPart", "What an amendment changes by one path that the charter demands.",
       "path:text? kinds:[text] from:FuzzyDate followed:truth in_force:truth"},
      {"AgreementParty", "A participant of an agreement on the day.",
       "organisation:hex16 organisation_name:text? since:FuzzyDate included_by:int? "
       "is_party:truth succeeded_by:[Succession]"},
      {"AgreementReading", "An agreement with one assumed parameter read otherwise.",
       "turned:text state:text concluded_on:FuzzyDate in_force_from:FuzzyDate"},
      {"Termination", "The end of an agreement, of several the first by its day.",
       "terminated_on:FuzzyDate ground:text? source:Source"},
      {"AgreementLine",
       "A version of an agreement as it stands on the day; `claimed`: on the word of one party or "
       "a "
       "bystander, without some of the parties of an earlier one, so that it takes no place.",
       "agreement:hex16 version:small title:text kind:text? state:text claimed:bool "
       "concluded_on:FuzzyDate "
       "in_force_from:FuzzyDate in_force_to:FuzzyDate? last_day:FuzzyDate? term:text? "
       "term_stated:bool "
       "signed:SignatureCounts amendment_count:small party_count:small printed:[Printed] "
       "document:hex32 judged_by:text source:Source grounds:Grounds"},
      {"Agreements", "A page of agreements.",
       "+Envelope on:day total:small items:[AgreementLine] next_cursor:text?"},
      {"AgreementVersion", "A version of an agreement, whole.",
       "+AgreementLine levels:[text] replaces:hex32? adopted_by:hex32? slots:[SignatureSlot] "
       "parties:[AgreementParty] amendments:[Amendment] termination:Termination? "
       "claimed_terminations:[Termination] claimed_versions:[int] readings:[AgreementReading]"},
      {"AgreementCard", "One agreement.",
       "+Envelope on:day agreement:hex16 versions:[AgreementVersion]"},
      {"ProgrammeLine", "A version of a programme.",
       "programme:hex16 version:small title:text from:FuzzyDate to:FuzzyDate "
       "signed:SignatureCounts signed_on:FuzzyDate signed_by_all:truth "
       "agreed_as_demanded:truth missing_sections:[small] document:hex32 source:Source "
       "grounds:Grounds"},
      {"Programmes", "A page of programmes.",
       "+Envelope on:day total:small items:[ProgrammeLine] next_cursor:text?"},
      {"ProgrammeWord", "What somebody said of a programme or its change.",
       "by:text? organisation:hex16? conclusion:text? agreed_on:FuzzyDate source:Source"},
      {"ProgrammeChange", "A change of a programme.",
       "title:text kinds:[text] entered_on:FuzzyDate to:FuzzyDate? agreed:[ProgrammeWord] "
       "source:Source"},
      {"Indicator", "A number of one year; decimals are texts.",
       "programme:hex16 version:small indicator:small title:text unit:text? year:small "
       "planned:text? reported:text? evidence:EvidenceEvents"},
      {"Indicators", "A page of indicators.",
       "+Envelope on:day total:small items:[Indicator] next_cursor:text?"},
      {"ProgrammeVersion", "A version of a programme, whole.",
       "+ProgrammeLine sections:[small] slots:[SignatureSlot] agreed:[ProgrammeWord] "
       "changes:[ProgrammeChange] indicators:[Indicator] replaces:hex32?"},
      {"ProgrammeCard", "One programme.",
       "+Envelope on:day programme:hex16 versions:[ProgrammeVersion]"},
      {"PlanLine",
       "A version of a plan; `superseded`: whether a later one has taken its place, null where "
       "that "
       "is open.",
       "plan:hex16 version:small title:text period_kind:text? from:day to:day approved:truth "
       "superseded:bool? submitted_on:FuzzyDate row_count:small document:hex32 source:Source "
       "grounds:Grounds"},
      {"Plans", "A page of plans.",
       "+Envelope on:day total:small items:[PlanLine] next_cursor:text?"},
      {"PlanApproval", "An approval of a plan.",
       "approved_on:FuzzyDate decision:hex16? source:Source"},
      {"PlanRow", "A row of a plan; printed numbers may repeat.",
       "plan:hex16 row:hex16 printed_number:text? section:text? title:text "
       "responsible:[Addressee] components:[Component] source:Source"},
      {"PlanRows", "A page of rows of plans.",
       "+Envelope on:day total:small items:[PlanRow] next_cursor:text?"},
      {"PlanRowCard", "One row of a plan.", "+Envelope on:day row:hex16 versions:[PlanRow]"},
      {"PlanVersion", "A version of a plan, whole.",
       "+PlanLine approvals:[PlanApproval] rows:[PlanRow] replaces:hex32?"},
      {"PlanCard", "One plan.", "+Envelope on:day plan:hex16 versions:[PlanVersion]"},
      {"Notice", "A letter.",
       "notice:hex16 kind:text? sender:Addressee? to:Addressee? sent_on:FuzzyDate "
       "outgoing_number:text? channel:text? received:bool? received_on:FuzzyDate "
       "incoming_number:text? concerns:[hex32] certified_copies:[int] "
       "attached_documents:[hex32] receipt:FactSource? source:Source grounds:Grounds"},
      {"Notices", "A page of letters.",
       "+Envelope on:day total:small items:[Notice] next_cursor:text?"},
      {"NoticeCard", "One letter.", "+Envelope on:day +Notice"},
      {"PaperSignature", "A signature on paper.",
       "acting_as:text? organisation:hex16? organisation_name:text? position:text? "
       "signed_on:FuzzyDate"},
      {"CertifiedCopy", "A certified copy; `copy` is the digest of its event.",
       "copy:hex32 document:hex32 certified_by:PaperSignature source:Source"},
      {"CertifiedCopies", "A page of certified copies.",
       "+Envelope on:day total:small items:[CertifiedCopy] next_cursor:text?"},
      {"Office",
       "Who came into an office, or left it; `in_office`: whether its holder is in it on the day.",
       "organisation:hex16 organisation_name:text? role:text? position:text? person:hex16? "
       "change:text? from:FuzzyDate to:FuzzyDate? in_office:truth authority:text? source:Source"},
      {"Offices", "A page of changes of office.",
       "+Envelope on:day total:small items:[Office] next_cursor:text?"},
      {"Representative", "Who may act for an organisation; `in_force`: by that power on the day.",
       "organisation:hex16 organisation_name:text? person:hex16 position:text? scopes:[text] "
       "body:hex32? power:text? number:text? from:FuzzyDate? to:FuzzyDate? in_force:truth "
       "document:hex32? source:Source"},
      {"Representatives", "A page of representatives.",
       "+Envelope on:day total:small items:[Representative] next_cursor:text?"},
      {"NamedOrganisation", "An organisation and its name on the day.",
       "organisation:hex16 organisation_name:text?"},
      {"Order", "An order; `order` is the digest of its event.",
       "order:hex32 title:text? act:Act included:[NamedOrganisation] "
       "excluded:[NamedOrganisation] approves:[hex32] amends:[hex32] takes_notice_of:[hex32] "
       "source:Source"},
      {"Orders", "A page of orders.",
       "+Envelope on:day total:small items:[Order] next_cursor:text?"},
      {"CharterLine",
       "A version of a charter; `in_force`: whether it governs the place on the day.",
       "charter:hex16 version:small title:text? place:Place effective:FuzzyDate in_force:truth "
       "basis:Act replaces:hex32? source:Source"},
      {"CharterParameter",
       "A parameter by its path: its value, the clause that says it, how certain that is.",
       "path:text value:any clause:text? certainty:stated|default|assumed|unspecified "
       "document:hex32?"},
      {"CharterVersion", "A version of a charter with its parameters.",
       "+CharterLine parameters:[CharterParameter]"},
      {"Charters", "A page of charters.",
       "+Envelope on:day total:small items:[CharterLine] next_cursor:text?"},
      {"CharterCard", "One charter.", "+Envelope on:day charter:hex16 versions:[CharterVersion]"},
      {"CoverageClaim", "What the record claims to hold; without `to` still.",
       "facts:[text] from:day to:day? complete:bool body:text? evidence:EvidenceEvents"},
      {"Coverage", "A page of claims of coverage.",
       "+Envelope on:day total:small items:[CoverageClaim] next_cursor:text?"},
  };
}

}  // namespace api
