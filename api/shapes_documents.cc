// SPDX-License-Identifier: Apache-2.0
// Shapes of documents and of verdicts on files.
#include "api/shapes.h"

namespace api {

std::vector<Shape> document_shapes() {
  return {
      {"DocumentSummary", "A document in a list.",
       "document:hex16 title:text? kind:text? newest_edition:int? printed:[Printed] "
       "source:Source?"},
      {"NearDocument", "A document whose title or number is near to what was asked for.",
       "document:hex16 title:text index:int same_number:bool shared_words:small "
       "title_words:small"},
      {"Documents", "A page of documents; with `title` or `number` nearest first.",
       "+Envelope on:day total:small items:[DocumentSummary/NearDocument] next_cursor:text?"},
      {"DocumentRegistration", "An edition or rendition as registered.",
       "edition:small rendition:text kind:text title:text issuer:hex16? issuer_title:text? "
       "printed:[Printed] edition_of:hex32? rendition_of:hex32? sha256:hex32? commitment:hex32? "
       "streebog256:hex32? bytes:int? media_type:text? personal_data:bool custody:text? "
       "source:Source"},
      {"MissingDocument", "A document that is named but not registered.",
       "kind:text? title:text? issuer_title:text? printed:[Printed]"},
      {"DocumentRelation", "How documents relate.",
       "relation:text from_document:hex16 from:hex32 to_document:hex16? to:hex32? "
       "missing:MissingDocument? address:text? clause:text? effective:Date? source:Source"},
      {"SignatureEvidence", "Evidence of a signature, with its verdict layers.",
       "document:hex32 kind:text organisation:hex16? moment_source:text? moment:instant? "
       "layers:[VerdictLayer] source:Source"},
      {"VerdictLayer", "One layer of a signature's verdict.", "layer:text verdict:text"},
      {"Party", "A party of an agreement.", "number:small organisation:hex16 named_as:text?"},
      {"Slot", "A place for a signature.", "slot:small party:small acting_as:text? position:text?"},
      {"Term", "How long it holds; the other members depend on the kind.",
       "kind:text until?:Date? count?:small unit?:text"},
      {"AgreementFact", "An agreement that a document is.",
       "agreement:hex16 version:small title:text kind:text? document:hex32 parties:[Party] "
       "slots:[Slot] printed:[Printed] term:Term adopted_by:hex32? replaces:hex32? "
       "source:Source"},
      {"AmendmentFact",
       "An amendment; `agreement` is the digest of the event that registered what it amends.",
       "supplementary:hex16 agreement:hex32 supplementary_document:hex16 amended_document:hex16? "
       "kinds:[text] title:text? document:hex32 parties:[Party] slots:[Slot] included:[hex16] "
       "excluded:[hex16] term:Term? effective:Date? source:Source"},
      {"SigningFact", "A signature on an agreement, an amendment or a programme.",
       "target:hex32 slot:small organisation:hex16? signed_on:Date? source:Source"},
      {"TerminationFact",
       "An agreement's end; `agreement` is the digest of the event that registered it.",
       "agreement:hex32 terminated_on:Date ground:text? source:Source"},
      {"EffectFact", "An act that puts the document into effect; `document` is its registration.",
       "by:text document:hex32 title:text? effective:Date source:Source"},
      {"Document", "A document's editions, relations and signatures.",
       "document:hex16 title:text? kind:text? newest_edition:int? "
       "registrations:[DocumentRegistration] relations:[DocumentRelation] "
       "signature_evidence:[SignatureEvidence] agreements:[AgreementFact] "
       "amendments:[AmendmentFact] signings:[SigningFact] terminations:[TerminationFact] "
       "effects:[EffectFact]"},
      {"EditionState", "How an edition or rendition stands on the day.",
       "state:text registration:hex32 title:text kind:text edition:small rendition:text "
       "since:text? "
       "until:text? by:OtherDocument? missing:[Missing] "
       "grade:UNSPECIFIED|SELF|RECORDER|DOCUMENT evidence:[EvidenceIndex]"},
      {"DocumentCard", "One document; `editions` as they stand on the day.",
       "+Envelope on:day +Document editions:[EditionState]"},
      {"KeptRegistration", "An event that names the file.", "digest:hex32 index:int"},
      {"KeptFile", "A file that is kept now.",
       "sha256:hex32 bytes:int registrations:[KeptRegistration]"},
      {"OtherDocument",
       "What acts on a document: another one, or an event without a paper of its own.",
       "document:hex16? title:text edition:int? same_document:bool index:int"},
      {"Missing", "What is not known, or not there yet.", "kind:text number?:int index?:int"},
      {"EvidenceIndex", "An event behind a verdict; a correction has no grade.",
       "index:int grade:UNSPECIFIED|SELF|RECORDER|DOCUMENT? key_class:sound|race|suspect "
       "doubted_by:int?"},
      {"DocumentVerdict", "The verdict on a file; an unknown one has `near` and nothing else.",
       "+Envelope sha256:hex32 state:text on:day sentence:text near?:[NearDocument] "
       "document?:hex16 registration?:hex32 title?:text kind?:text edition?:small "
       "rendition?:text since?:text? until?:text? by?:OtherDocument? missing?:[Missing] "
       "grade?:UNSPECIFIED|SELF|RECORDER|DOCUMENT evidence?:[EvidenceIndex] also?:[hex16] "
       "signatures?:[DocumentSigner]"},
      {"DocumentSigner", "A recorded signature under the paper; `signed_on` as the paper has it.",
       "under:agreement|amendment|programme|protocol|file slot:small? organisation:hex16? "
       "acting_as:text? "
       "position:text? signed_on:Date? source:Source"},
  };
}

}  // namespace api
