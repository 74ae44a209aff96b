// SPDX-License-Identifier: Apache-2.0
// Shapes of the pieces that verdicts of governance share, of duties and of findings.
#include "api/shapes.h"

namespace api {

std::vector<Shape> governance_shapes() {
  return {
      {"FuzzyDate", "A day known within bounds; `day` is null unless both bounds are that day.",
       "day:day? not_before:day? not_after:day?"},
      {"Place", "Where something holds.", "kind:ledger|region|cluster id:hex16"},
      {"EvidenceEvents", "The events behind a verdict, and the weakest grade among them.",
       "events:[int] grade:UNSPECIFIED|SELF|RECORDER|DOCUMENT?"},
      {"RuleUsed", "A rule as used: its path in the charter, clause and certainty.",
       "path:text clause:text? certainty:stated|default|assumed|unspecified charter:int?"},
      {"MissingFact", "What would have to be known.", "what:text sentence:text"},
      {"Grounds", "What a verdict rests on.",
       "evidence:EvidenceEvents rules:[RuleUsed] missing:[MissingFact] "
       "depends_on_assumption:bool"},
      {"FactSource", "The event that says something.", "source:Source"},
      {"Addressee", "Whom something is for.",
       "kind:text? organisation:hex16? organisation_name:text? role:text? body:text? "
       "description:text?"},
      {"Responsible", "Whose duty it is.",
       "organisation:hex16? organisation_name?:text? role:text? body:text? description:text? "
       "everybody:bool"},
      {"CalendarUsed", "A version of the production calendar.", "year:small version:text"},
      {"Due", "When it is due: nominally, and after days off are taken out.",
       "start:FuzzyDate nominal:FuzzyDate effective:FuzzyDate unknown_calendar:small? "
       "provisional_calendar:bool calendars:[CalendarUsed]"},
      {"Obligation", "A duty and how it stands on the day.",
       "key:hex32 kind:text name:text? title:text subject:hex32 component:small period:text? "
       "responsible:[Responsible] due:Due scheduled:bool awaited:text? times:small "
       "done_times:small done:FuzzyDate? state:text days_left:int? working_days_late:int? "
       "cancelled:bool of_unapproved_plan:bool? grounds:Grounds"},
      {"Obligations", "A page of duties.",
       "+Envelope on:day total:small items:[Obligation] next_cursor:text?"},
      {"Disposition", "What somebody with authority said of a finding.",
       "disposition:text event:int title:text binding:bool"},
      {"FindingReading", "What an assumed parameter, read otherwise, would give.",
       "parameter:text outcome:text numbers:texts"},
      {"Finding",
       "A sign with its evidence, clause and numbers, which are what was computed with, as texts "
       "by "
       "name; no judgement of people.",
       "key:hex32 code:text severity:error|late|warning|info register:violation|gap|remark "
       "place:Place subject:hex32 subject_name:text clause:text? "
       "certainty:stated|default|assumed|unspecified "
       "period:text? sentence:text detail:text? numbers:texts read_otherwise:[FindingReading] "
       "evidence:EvidenceEvents "
       "facts_digest:hex32 disposition:Disposition?"},
      {"Findings", "A page of findings.",
       "+Envelope on:day total:small items:[Finding] next_cursor:text?"},
  };
}

}  // namespace api
