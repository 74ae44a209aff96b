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

/// Whether the signature counts in its line: of several the one recorded last does.
bool counts(const Document& document, const projections::SigningFact& signing) {
  const auto replaces = [&](const projections::SigningFact& other) {
    return other.source.holds() && other.target == signing.target && other.slot == signing.slot &&
           other.source.index > signing.source.index;
  };
  return signing.source.holds() &&
         std::none_of(document.signings.begin(), document.signings.end(), replaces);
}

/// Of the paper with this D: the lines for signatures that it has.
template <typename Paper>
void put_signings(const Document& document, const Paper& paper, const char* kind, Json& list) {
  if (!paper.source.holds()) return;
  for (const projections::SigningFact& signing : document.signings) {
    if (signing.target != paper.source.digest || !counts(document, signing)) continue;
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

/// Of the protocol with this D, in the record of the place in whose scope it was registered.
ledger::Status put_protocol(const projections::ViewReader& reader,
                            const projections::ChronicleLoader& load, const Hash& protocol,
                            Json& list) {
  const auto row = projections::find_fact(projections::StoredFactRows(reader), protocol);
  if (!row) return row.error();
  if (!*row) return ledger::Ok{};
  const auto chronicle = load(reader, (*row)->scope);
  if (!chronicle) return chronicle.error();
  for (const auto& fact : (*chronicle)->all<fb::ProtocolSigned>()) {
    if (projections::fixed_of<Hash>(fact->protocol()) == protocol) {
      put_protocol_signature(fact, list);
    }
  }
  return ledger::Ok{};
}

/// A civil day in the zone; null for an instant that no day of the calendar has.
Json day_of(std::uint64_t at_us, int zone_minutes) {
  const std::string on = day_in_zone(at_us, zone_minutes);
  if (on.empty()) return nullptr;
  return {{"precision", "DAY"}, {"not_before", on}, {"not_after", on}, {"source", nullptr}};
}

void put_evidence(const projections::SignatureEvidence& evidence, int zone_minutes, Json& list) {
  Json day = evidence.moment_us ? day_of(*evidence.moment_us, zone_minutes) : Json();
  list.push_back({{"under", "file"},
                  {"slot", nullptr},
                  {"organisation", hex_or_null(evidence.organisation)},
                  {"acting_as", nullptr},
                  {"position", nullptr},
                  {"signed_on", std::move(day)},
                  {"source", source_json(evidence.source)}});
}

/// Every recorded signature under one edition of the document, those under agreements first, then
/// programmes and protocols, then files; of an electronic signature the day in the zone.
Result<Json> signers_json(const projections::ViewReader& reader,
                          const projections::ChronicleLoader& load, const Document& document,
                          std::uint16_t edition, int zone_minutes) {
  Json list = Json::array();
  const std::set<Hash> papers = registrations_of(document, edition);
  for (const auto& one : document.agreements) {
    if (papers.contains(one.document)) put_signings(document, one, "agreement", list);
  }
  for (const auto& one : document.amendments) {
    if (papers.contains(one.document)) put_signings(document, one, "amendment", list);
  }
  for (const auto& one : document.carried) {
    if (!papers.contains(one.document)) continue;
    if (one.by == "ProgrammeSubmitted") put_signings(document, one, "programme", list);
    if (one.by != "ProtocolRegistered" || !one.source.holds()) continue;
    if (auto put = put_protocol(reader, load, one.source.digest, list); !put) return put.error();
  }
  for (const auto& one : document.evidence) {
    if (papers.contains(one.document) && one.source.holds()) put_evidence(one, zone_minutes, list);
  }
  return list;
}

}  // namespace

Result<Json> file_verdict_json(const projections::ViewReader& reader,
                               const projections::VerdictQuery& query, Language language,
                               int zone_minutes) {
  const auto verdict = projections::document_verdict(reader, query);
  if (!verdict) return verdict.error();
  Json json = {{"sha256", to_hex(query.sha256)}};
  const Json said = verdict_json(*verdict, language);
  for (const auto& [name, value] : said.items()) json[name] = value;
  if (verdict->state == projections::DocumentState::kUnknown) return json;
  const auto document = projections::find_document(reader, verdict->document);
  if (!document) return document.error();
  if (!*document) return json;
  auto signers = signers_json(reader, query.load, **document, verdict->edition, zone_minutes);
  if (!signers) return signers.error();
  json["signatures"] = std::move(*signers);
  return json;
}

}  // namespace api
