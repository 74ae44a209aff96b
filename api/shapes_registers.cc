// SPDX-License-Identifier: Apache-2.0
// Shapes of the pieces that facts are made of, and of keys, places and organisations.
#include "api/shapes.h"

namespace api {

std::vector<Shape> register_shapes() {
  return {
      {"Envelope", "What an answer rests on.",
       "as_of_position:int ledger_size:int view:ViewState explain?:[Explained]"},
      {"ViewState", "The view that was read; the digest is of that position.",
       "name:text version:small digest:hex32?"},
      {"Explained",
       "Which events stand behind the values of an object, but for those with a pointer nearer to "
       "them: `pointer` is a JSON pointer.",
       "pointer:text events:[int]"},
      {"Source", "The event that says it.",
       "index:int digest:hex32 recorded_at:instant grade:UNSPECIFIED|SELF|RECORDER|DOCUMENT "
       "historical:bool author:hex32 "
       "evidence:hex32? effective:Date? corrections:[int] withdrawn:int?"},
      {"Date", "A legal date, known as precisely as the paper says.",
       "precision:text not_before:day? not_after:day? source:text?"},
      {"Name", "One of the names of a thing.", "kind:text text:text"},
      {"Printed", "A number and date as printed.", "place:text? number:text? date:Date?"},
      {"Act", "An act of some authority.",
       "kind:text issuer:hex16? issuer_title:text? title:text? printed:[Printed] "
       "document:hex32?"},
      {"Key", "A key and what it may sign.",
       "key:hex32 kind:text role:text? organisation:hex16? seat:hex16? scopes:[text] stands:bool "
       "suspect_from:int? first_key_evidence:hex32? introduced:KeyIntroduction ended:KeyEnd? "
       "suspicions:[KeySuspicion]"},
      {"KeyIntroduction", "How a key came in.", "source:Source"},
      {"KeyEnd", "How a key ended.", "reason:text seen_size:int source:Source"},
      {"KeySuspicion", "From where on a key is doubted.", "from_index:int source:Source"},
      {"KeyState",
       "A key when the day had ended in the ledger's zone, by what had been recorded then.",
       "on:day stands:bool"},
      {"KeyLine", "A key, with its state on a day.", "+Key state:KeyState"},
      {"KeyCard", "One key, with its state on a day.", "+Envelope +KeyLine"},
      {"Keys", "A page of keys.", "+Envelope on:day total:small items:[KeyLine] next_cursor:text?"},
      {"PlaceRole", "An organisation's role.",
       "organisation:hex16 role:text change:text position:text? from:Date to:Date? "
       "source:Source"},
      {"PlaceCharter", "A charter and its version.",
       "charter:hex16 version:small title:text effective:Date basis:Act? replaces:hex32? "
       "source:Source"},
      {"RegionDeclaration", "What was declared of a region.",
       "names:[Name] operator_organisation:hex16? coordinator:hex16? source:Source"},
      {"ClusterDeclaration", "What was declared of a cluster.",
       "names:[Name] region:hex16? industry:text? zone_minutes:small decided_on:Date? act:Act? "
       "intended_participants:[hex16] source:Source"},
      {"Region", "A region and its history.",
       "region:hex16 name:text? declarations:[RegionDeclaration] roles:[PlaceRole] "
       "charters:[PlaceCharter]"},
      {"RoleOnDay", "Who has a role in a place, and whether on the day.",
       "organisation:hex16 organisation_name:text? role:text? change:text? from:FuzzyDate "
       "to:FuzzyDate? in_office:truth source:Source"},
      {"PlaceState", "Who has which role in a place on a day, and by which charters it lives then.",
       "on:day roles:[RoleOnDay] charters:[CharterLine]"},
      {"RegionCard", "One region, with its state on a day.",
       "+Envelope on:day +Region state:PlaceState"},
      {"Regions", "A page of regions.",
       "+Envelope on:day total:small items:[Region] next_cursor:text?"},
      {"Cluster", "A cluster and its history.",
       "cluster:hex16 name:text? region:hex16? industry:text? decided_on:Date? "
       "declarations:[ClusterDeclaration] roles:[PlaceRole] charters:[PlaceCharter]"},
      {"ClusterCard", "One cluster, with its state on a day.",
       "+Envelope on:day +Cluster state:PlaceState"},
      {"Clusters", "A page of clusters.",
       "+Envelope on:day total:small items:[Cluster] next_cursor:text?"},
      {"CalendarLine",
       "A year of a calendar of working days as published; `counts`: deadlines are counted by it.",
       "publication:hex32 calendar:text year:small first_day:day last_day:day place:Place "
       "status:OFFICIAL|PROVISIONAL counts:bool replaces:hex32? act:Act? source:Source"},
      {"CalendarDay",
       "A day that differs from the plain week; `other_day`: from or to which it was moved.",
       "day:day kind:text other_day:day? title:text?"},
      {"CalendarCard", "One publication, with the days that differ from the plain week.",
       "+Envelope on:day +CalendarLine days:[CalendarDay]"},
      {"Calendars", "A page of published years.",
       "+Envelope on:day total:small items:[CalendarLine] next_cursor:text?"},
      {"OrganisationRegistration", "What was registered of an organisation.",
       "names:[Name] ogrn:text? inn:text? category:text? educational:bool person:bool "
       "source:Source"},
      {"OrganisationChange", "A change; members of other kinds of change are absent.",
       "kind:text names?:[Name] category?:text? educational?:bool successor:hex16? from:Date "
       "act:Act? source:Source"},
      {"Predecessor", "Whom an organisation followed.",
       "organisation:hex16 from:Date source:Source"},
      {"Organisation", "An organisation and its history.",
       "organisation:hex16 registrations:[OrganisationRegistration] "
       "changes:[OrganisationChange] predecessors:[Predecessor]"},
      {"OrganisationState", "An organisation on a day.",
       "on:day name:text? names:[Name] ogrn:text? inn:text? category:text? educational:bool "
       "successor:hex16? successors:[hex16] "
       "ended:text? uncertain:bool evidence:[int]"},
      {"OrganisationLine", "An organisation, its history and its state on a day.",
       "+Organisation state:OrganisationState"},
      {"OrganisationCard", "One organisation, with its state on a day.",
       "+Envelope +OrganisationLine"},
      {"Organisations", "A page of organisations.",
       "+Envelope on:day total:small items:[OrganisationLine] next_cursor:text?"},
  };
}

}  // namespace api
