// SPDX-License-Identifier: Apache-2.0
#include "tools/fact_book.h"

#include <set>

#include "api/event_json.h"
#include "tools/event_text.h"

namespace tools {

using api::Json;
using ledger::Result;

Result<RecordedFact> fact_at(const OpenLedger& ledger, std::uint64_t index) {
  const auto event = ledger.view().event(index);
  if (!event) return event.error();
  auto record = api::recorded_event_to_json(ledger.identity, *event);
  if (!record) return record.error();
  RecordedFact out;
  out.index = index;
  out.digest = (*record)["digest"].get<std::string>();
  out.body = std::move((*record)["body"]);
  out.type = out.body["payload_type"].get<std::string>();
  out.payload = out.body["payload"];
  return out;
}

Result<FactBook> FactBook::load(const OpenLedger& ledger,
                                const std::vector<ledger::Subject>& subjects,
                                const std::vector<std::string_view>& types) {
  std::set<std::uint64_t> indexes;
  const auto view = ledger.view();
  for (const auto& subject : subjects) {
    const auto read = view.by_subject(subject, 0, [&](std::uint64_t, std::uint64_t index) {
      indexes.insert(index);
      return true;
    });
    if (!read) return read.error();
  }
  for (const std::string_view name : types) {
    const auto type = parse_type(name);
    if (!type) return type.error();
    const auto read = view.by_type(*type, 0, [&](std::uint64_t index) {
      indexes.insert(index);
      return true;
    });
    if (!read) return read.error();
  }
  FactBook out;
  for (const std::uint64_t index : indexes) {
    auto fact = fact_at(ledger, index);
    if (!fact) return fact.error();
    out.by_digest_[fact->digest] = out.facts_.size();
    out.facts_.push_back(std::move(*fact));
  }
  out.apply_corrections();
  return out;
}

void FactBook::apply_corrections() {
  for (const RecordedFact& correction : facts_) {
    if (correction.type != "EventCorrected") continue;
    const auto found = by_digest_.find(member_text(correction.payload, "target"));
    if (found == by_digest_.end()) continue;
    RecordedFact& target = facts_[found->second];
    target.corrected_by = correction.index;
    target.withdrawn = !correction.payload.contains("new_payload");
    if (!target.withdrawn) target.payload = correction.payload["new_payload"];
  }
}

std::vector<const RecordedFact*> FactBook::all(std::string_view type) const {
  std::vector<const RecordedFact*> out;
  for (const RecordedFact& fact : facts_) {
    if (fact.type == type && !fact.withdrawn) out.push_back(&fact);
  }
  return out;
}

const RecordedFact* FactBook::find(std::string_view digest) const {
  const auto found = by_digest_.find(digest);
  return found == by_digest_.end() ? nullptr : &facts_[found->second];
}

std::string member_text(const Json& value, const char* name) {
  const auto found = value.is_object() ? value.find(name) : value.end();
  const bool there = value.is_object() && found != value.end() && found->is_string();
  return there ? found->get<std::string>() : std::string();
}

Result<RecordedFact> find_protocol(const OpenLedger& ledger, const std::string& selector) {
  if (selector.size() == 2 * ledger::Id::kSize) {
    const auto facts = FactBook::load(ledger, {}, {"ProtocolRegistered"});
    if (!facts) return facts.error();
    const RecordedFact* newest = nullptr;
    for (const RecordedFact* fact : facts->all("ProtocolRegistered")) {
      if (member_text(fact->payload, "protocol") == selector) newest = fact;
    }
    if (newest != nullptr) return *newest;
  }
  const auto index = find_event(ledger.view(), selector);
  if (!index) return index.error();
  auto fact = fact_at(ledger, *index);
  if (!fact) return fact.error();
  if (fact->type == "ProtocolRegistered") return fact;
  const std::string number = std::to_string(*index);
  return ledger::not_found("NO_SUCH_PROTOCOL",
                           "event " + number + " is a " + fact->type + ", not a ProtocolRegistered",
                           "событие " + number + " — это " + fact->type +
                               "; протоколы перечисляет letopis log --type ProtocolRegistered",
                           "");
}

}  // namespace tools
