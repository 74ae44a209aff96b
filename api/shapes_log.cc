// SPDX-License-Identifier: Apache-2.0
// Shapes of what the log answers, and of problems.
#include "api/shapes.h"

namespace api {

std::vector<Shape> log_shapes() {
  return {
      {"Problem", "An RFC 9457 problem; its type is the address of its explanation.",
       "type:text title:text status:small detail?:text instance:text code:text explanation:text "
       "errors?:[FieldError]"},
      {"FieldError",
       "One fault inside the request: a JSON pointer (RFC 6901) into its body, or the name of a "
       "parameter of its query, or of a header field.",
       "pointer?:text parameter?:text header?:text code:text detail:text"},
      {"Health", "Whether the server is alive.", "status:pass|fail"},
      {"Readiness", "Whether requests should be sent here, and if not why.",
       "status:pass|warn|fail ledger_size:int views_position:int reasons:[HealthReason]"},
      {"HealthReason", "One reason not to send requests here, or to look at the ledger.",
       "code:VIEWS_DAMAGED|VIEWS_FAILED|VIEWS_BEHIND|WRITER_STOPPED|DISK_LOW|SELF_CHECK_FAILED|"
       "TOKENS_UNREADABLE|STATE_ALTERED "
       "detail:text"},
      {"Contents", "What this server is and which addresses it has.",
       "origin:text ledger_id:hex32 vkey:text ledger:text openapi:text routes:[ContentsRoute]"},
      {"ContentsRoute", "One address: a link, or a template of RFC 6570.",
       "method:text href?:text template?:text query?:[text] consumes?:[text] "
       "body_bytes_max?:small"},
      {"Ledger", "The ledger's card.",
       "origin:text ledger_id:hex32 vkey:text size:int root:hex32 accepts_events:bool "
       "open_reads:bool"},
      {"Checkpoint", "The newest published checkpoint; `note` is the signed note verbatim.",
       "origin:text size:int root:hex32 note:text"},
      {"Event", "A recorded event. `body` has the form of /v1/schemas.",
       "index:small recorded_at:instant digest:hex32 leaf_hash:hex32 body:EventBody "
       "signatures:[EventSignature]"},
      {"EventBody", "What the author signed, member by member as in the schema.",
       "schema_version:small event_id:hex16 scope:Scope subjects:[Subject] author:object "
       "cosigners?:[object] dates?:object attestation:object basis?:[hex32] historical:bool "
       "expected?:object causation?:hex32 seen:object payload_type:text payload:object"},
      {"Scope", "Where an event holds.", "kind:LEDGER|REGION|CLUSTER id:hex16"},
      {"Subject", "A thing with a history.",
       "kind:REGISTRY|REGION|ORGANISATION|CLUSTER|DOCUMENT id:hex16"},
      {"EventSignature", "One signature; `key` is its signer's.", "key?:hex32 signature:text"},
      {"Events", "A page of events; the next one begins at `next_from`.",
       "as_of_position:int ledger_size:int next_from:int events:[Event]"},
      {"CloudEvent", "An event in the JSON format of CloudEvents 1.0.",
       "specversion:text id:hex16 source:text type:text subject:text time:instant "
       "datacontenttype:text dataschema:text sequence:text "
       "digest:hex32 leafhash:hex32 sigkeyid:hex32 data:Event"},
      {"Inclusion", "An RFC 6962 inclusion proof: `proof` from the leaf up.",
       "index:int size:int root:hex32 proof:[hex32]"},
      {"Consistency", "An RFC 6962 consistency proof.", "from:int to:int proof:[hex32]"},
      {"Appended", "What was recorded, or was there already.",
       "events:[AppendedEvent] checkpoint:Checkpoint"},
      {"AppendedEvent",
       "`receipt` is a C2SP tlog-proof file; with `recorded_at_us` an author can make the entry "
       "that "
       "it is about.",
       "+Outcome event:text receipt:text recorded_at_us:int"},
      {"Outcome", "Where an event is, or would be; `position` is the one to wait for.",
       "index:int position:int digest:hex32 repeated:bool"},
      {"Checked", "What appending would do now.",
       "would_be_status:small ledger_size:int events:[Outcome]"},
      {"Schemas", "The versions of the event schema, their files and types.",
       "versions:[SchemaVersion]"},
      {"SchemaVersion", "One version.", "version:small files:[text] types:[text]"},
  };
}

}  // namespace api
