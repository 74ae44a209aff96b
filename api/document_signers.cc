// SPDX-License-Identifier: Apache-2.0
#include "api/document_signers.h"

#include <algorithm>
#include <optional>
#include <set>

#include "api/event_json.h"
#include "api/telling.h"
#include "api/view_json.h"
#include "projections/chronicle.h"
#include "projections/facts_view.h"

namespace api {
namespace {

namespace fb = ledger::fb;
using ledger::Hash;
using ledger::Result;
using projections::Document;

/// Of the paper with this D: the lines for signatures that it has.
template <typename Paper>
void put_signings(const Document& document, const Paper& paper, const char* kind, Json& list) {
  if (!paper.source.holds()) return;
  for (const projections::SigningFact& signing : document.signings) {
    if (signing.target != paper.source.digest || !signing.source.holds()) continue;
    const auto slot = std::find_if(paper.slots.begin(), paper.slots.end(),
                                   [&](const auto& one) { return one.slot == signing.slot; });
    auto organisation = signing.organisation;
    Json line = {{"under", kind}, {"slot", signing.slot}};
    if (slot != paper.slots.end() && !organisation) {
      for (const auto& party : paper.parties) {
        if (party.number == slot->party) organisation = party.organisation;
      }
    }
    const bool known = slot != paper.slots.end();
    line["organisation"] = hex_or_null(organisation);
    line["acting_as"] = known ? text_or_null(slot->acting_as) : Json();
    line["position"] = known ? text_or_null(slot->position) : Json();
    line["signed_on"] = date_or_null(signing.signed_on);
    line["source"] = source_json(signing.source);
    list.push_back(std::move(line));
  }
}

/// The digests of the registrations of the edition.
std::set<Hash> registrations_of(const Document& document, std::uint16_t edition) {
  std::set<Hash> digests;
  for (const auto& registration : document.registrations) {
    if (registration.edition == edition) digests.insert(registration.source.digest);
  }
  return digests;
}

void put_protocol_signature(const projections::Fact<fb::ProtocolSigned>& fact, Json& list) {
  const fb::PaperSignature& signature = *fact->signature();
  list.push_back({{"under", "protocol"},
                  {"slot", nullptr},
                  {"organisation", text_of_field(signature.organisation())},
                  {"acting_as", word(fb::EnumNameActingAs, signature.acting_as())},
                  {"position", text_of_field(signature.position())},
                  {"signed_on", date_or_null(projections::optional_date_of(signature.signed_on()))},
                  {"source", source_json(*fact.source)}});
}

/// Protocols stand in the record of the place in whose scope their document was registered.
ledger::Status put_protocols(const projections::ViewReader& reader, const std::set<Hash>& papers,
                             Json& list) {
  const projections::StoredFactRows rows(reader);
  for (const Hash& paper : papers) {
    const auto row = projections::find_fact(rows, paper);
    if (!row) return row.error();
    if (!*row || (*row)->scope.kind == ledger::ScopeKind::kLedger) continue;
    const auto chronicle = projections::Chronicle::load(reader, (*row)->scope);
    if (!chronicle) return chronicle.error();
    for (const auto& signed_fact : chronicle->all<fb::ProtocolSigned>()) {
      const auto protocol = chronicle->find<fb::ProtocolRegistered>(signed_fact->protocol());
      const auto document = protocol ? projections::optional_of<Hash>((*protocol)->document())
                                     : std::optional<Hash>();
      if (document && *document == paper) put_protocol_signature(signed_fact, list);
    }
  }
  return ledger::Ok{};
}

void put_evidence(const projections::SignatureEvidence& evidence, Json& list) {
  Json day;
  if (evidence.moment_us) {
    const std::string on = rfc3339(*evidence.moment_us).substr(0, 10);
    day = {{"precision", "DAY"}, {"not_before", on}, {"not_after", on}, {"source", nullptr}};
  }
  list.push_back({{"under", "file"},
                  {"slot", nullptr},
                  {"organisation", hex_or_null(evidence.organisation)},
                  {"acting_as", nullptr},
                  {"position", nullptr},
                  {"signed_on", std::move(day)},
                  {"source", source_json(evidence.source)}});
}

}  // namespace

Result<Json> document_signers_json(const projections::ViewReader& reader, const Document& document,
                                   std::uint16_t edition) {
  Json list = Json::array();
  const std::set<Hash> papers = registrations_of(document, edition);
  for (const auto& one : document.agreements) {
    if (papers.contains(one.document)) put_signings(document, one, "agreement", list);
  }
  for (const auto& one : document.amendments) {
    if (papers.contains(one.document)) put_signings(document, one, "amendment", list);
  }
  const bool protocol = std::any_of(
      document.registrations.begin(), document.registrations.end(),
      [&](const auto& one) { return one.edition == edition && one.kind == "PROTOCOL"; });
  if (protocol) {
    if (auto put = put_protocols(reader, papers, list); !put) return put.error();
  }
  for (const auto& one : document.evidence) {
    if (papers.contains(one.document) && one.source.holds()) put_evidence(one, list);
  }
  return list;
}

}  // namespace api
