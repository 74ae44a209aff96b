// SPDX-License-Identifier: Apache-2.0
#include "projections/chronicle.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "projections/internal/declared_ids.h"

namespace projections {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;

std::vector<std::uint64_t> aligned(std::string_view bytes) {
  std::vector<std::uint64_t> words((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(words.data(), bytes.data(), bytes.size());
  return words;
}

/// The body in aligned bytes; null if they are none. The depth and size of a strict body.
const fb::EventBody* body_in(const std::vector<std::uint64_t>& words, std::size_t size) {
  const auto* bytes = ledger::as_unsigned(
      std::string_view(static_cast<const char*>(static_cast<const void*>(words.data())), size));
  flatbuffers::Verifier verifier(bytes, size, 16, 1'024);
  if (!fb::VerifyEventBodyBuffer(verifier)) return nullptr;
  return fb::GetEventBody(bytes);
}

Status bad_row(const Source& source) {
  return ledger::corrupt("BAD_VIEW_ROW", "a fact in the views is not the body of an event",
                         "facts, event " + std::to_string(source.index));
}

/// What a fact row declares a place to be; the row's own bytes are looked at.
Result<std::optional<Id>> region_of_cluster(const FactRows& rows, const Id& cluster) {
  const auto facts = facts_declaring(rows, cluster);
  if (!facts) return facts.error();
  for (const FactRow& row : *facts) {
    if (row.source.withdrawn) continue;
    const std::string& bytes = row.correction.empty() ? row.body : row.correction;
    const auto words = aligned(bytes);
    const fb::EventBody* body = body_in(words, bytes.size());
    if (body == nullptr) return bad_row(row.source).error();
    const fb::ClusterCreated* created = body->payload_as_ClusterCreated();
    if (const auto* corrected = body->payload_as_EventCorrected()) {
      created = corrected->new_payload_as_ClusterCreated();
    }
    if (created != nullptr) return std::optional<Id>(fixed_of<Id>(created->region()));
  }
  return std::optional<Id>{};
}

ledger::Error no_such_place(const char* what, const Id& id) {
  auto error = ledger::not_found(
      "NO_SUCH_PLACE", std::string("no event declares the ") + what + " " + ledger::to_hex(id));
  error.russian = "ни одно событие не учреждает место " + ledger::to_hex(id);
  return error;
}

/// Organisations and clusters have ids of the same form, which are no regions.
Status check_region_declared(const FactRows& rows, const Id& region) {
  const auto facts = facts_declaring(rows, region);
  if (!facts) return facts.error();
  for (const FactRow& row : *facts) {
    const auto words = aligned(row.body);
    const fb::EventBody* body = body_in(words, row.body.size());
    if (body == nullptr) return bad_row(row.source);
    if (body->payload_type() == fb::Payload::RegionDeclared) return Ok{};
  }
  return no_such_place("region", region);
}

/// Events about other clusters of the region than this one do not matter for it.
bool is_of_another_cluster(const PayloadRef& payload, const Scope& place) {
  const auto* created = payload.as<fb::ClusterCreated>();
  return created != nullptr && place.kind == ScopeKind::kCluster &&
         fixed_of<Id>(created->cluster()) != place.id;
}

}  // namespace

Status Chronicle::add(FactRow row) {
  auto held = std::make_shared<Held>();
  held->row = std::move(row);
  held->body_words = aligned(held->row.body);
  held->body = body_in(held->body_words, held->row.body.size());
  if (held->body == nullptr) return bad_row(held->row.source);
  held->said_by = held->body;
  held->payload = PayloadRef(held->body->payload_type(), held->body->payload());
  if (!held->row.correction.empty()) {
    held->correction_words = aligned(held->row.correction);
    const fb::EventBody* by = body_in(held->correction_words, held->row.correction.size());
    const auto* event = by == nullptr ? nullptr : by->payload_as_EventCorrected();
    const auto payload = event == nullptr ? std::nullopt : new_payload_of(*event);
    if (!payload) return bad_row(held->row.source);
    held->said_by = by;
    held->payload = *payload;
  }
  held->row.body.clear();
  held->row.correction.clear();
  if (!is_of_another_cluster(held->payload, place_)) shelf_->held.push_back(std::move(held));
  return Ok{};
}

Status Chronicle::add_group(const FactRows& rows, const FactGroup& group) {
  std::optional<ledger::Error> error;
  auto scanned = scan_facts(rows, group, [&](FactRow row) {
    if (error) return;
    if (auto added = add(std::move(row)); !added) error = added.error();
  });
  if (!scanned) return scanned;
  if (error) return *error;
  return Ok{};
}

/// The organisations that the facts so far name, and those that these name in turn, each once.
Status Chronicle::add_organisations(const FactRows& rows) {
  std::set<Id> known;
  for (std::size_t next = 0; next < shelf_->held.size(); ++next) {
    for (const Id& id : internal::organisations_named_by(shelf_->held[next]->payload)) {
      if (!known.insert(id).second) continue;
      if (auto added = add_group(rows, {FactGroup::Kind::kOrganisation, id}); !added) return added;
    }
  }
  return Ok{};
}

void Chronicle::sort() {
  auto& all = shelf_->held;
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a->row.source.index < b->row.source.index; });
  for (const auto& held : all) {
    shelf_->by_type[held->payload.type()].push_back(held.get());
    shelf_->by_digest.emplace(held->row.source.digest, held.get());
  }
}

/// What stands the same for both is held by both.
bool Chronicle::has_calendars_of(const Chronicle& other) const {
  constexpr auto kType = fb::Payload::CalendarYearPublished;
  const auto own = shelf_->by_type.find(kType);
  const auto others = other.shelf_->by_type.find(kType);
  if (own == shelf_->by_type.end()) return others == other.shelf_->by_type.end();
  return others != other.shelf_->by_type.end() && own->second == others->second;
}

std::shared_ptr<const Chronicle::Held> Chronicle::known_at(const std::shared_ptr<const Held>& held,
                                                           std::uint64_t position) {
  const Source& source = held->row.source;
  if (source.index >= position) return nullptr;
  const bool corrected_since = !source.corrections.empty() && source.corrections.back() >= position;
  const bool withdrawn_since = source.withdrawn && *source.withdrawn >= position;
  if (!corrected_since && !withdrawn_since) return held;
  auto then = std::make_shared<Held>();
  then->row = held->row;
  if (withdrawn_since) then->row.source.withdrawn.reset();
  std::erase_if(then->row.source.corrections,
                [&](std::uint64_t index) { return index >= position; });
  then->body_words = held->body_words;
  then->body = fb::GetEventBody(then->body_words.data());
  then->said_by = then->body;
  then->payload = PayloadRef(then->body->payload_type(), then->body->payload());
  if (corrected_since) {
    const fb::Dates* dates = then->body->dates();
    then->row.source.effective = optional_date_of(dates == nullptr ? nullptr : dates->effective());
  } else if (!held->correction_words.empty()) {
    then->correction_words = held->correction_words;
    then->said_by = fb::GetEventBody(then->correction_words.data());
    then->payload = *new_payload_of(*then->said_by->payload_as_EventCorrected());
  }
  return then;
}

Chronicle Chronicle::as_known_at(std::uint64_t position) const {
  Chronicle out;
  out.place_ = place_;
  out.region_ = region_;
  out.position_ = std::min(position, position_);
  out.turned_ = turned_;
  for (const auto& held : shelf_->held) {
    if (auto then = known_at(held, position)) out.shelf_->held.push_back(std::move(then));
  }
  out.sort();
  if (out.has_calendars_of(*this)) out.calendars_ = calendars_;
  return out;
}

bool Chronicle::has_facts_of(const Chronicle& other) const {
  const auto same = [](const std::shared_ptr<const Held>& a, const std::shared_ptr<const Held>& b) {
    return a == b || (a->row.source == b->row.source && a->row.scope == b->row.scope &&
                      a->body_words == b->body_words && a->correction_words == b->correction_words);
  };
  return place_ == other.place_ && region_ == other.region_ && turned_ == other.turned_ &&
         std::equal(shelf_->held.begin(), shelf_->held.end(), other.shelf_->held.begin(),
                    other.shelf_->held.end(), same);
}

Chronicle Chronicle::read_otherwise(rules::Turned turned) const {
  Chronicle out = *this;
  out.turned_ = std::make_shared<const rules::Turned>(std::move(turned));
  return out;
}

Result<Chronicle> Chronicle::load(const FactRows& rows, const Scope& place,
                                  std::uint64_t position) {
  Chronicle chronicle;
  chronicle.place_ = place;
  chronicle.position_ = position;
  std::vector<FactGroup> groups = {{FactGroup::Kind::kRegistry, Id{}}};
  if (place.kind == ScopeKind::kCluster) {
    const auto region = region_of_cluster(rows, place.id);
    if (!region) return region.error();
    if (!*region) return no_such_place("cluster", place.id);
    chronicle.region_ = *region;
    groups.push_back({FactGroup::Kind::kCluster, place.id});
  }
  if (place.kind == ScopeKind::kRegion) {
    if (auto declared = check_region_declared(rows, place.id); !declared) return declared.error();
    chronicle.region_ = place.id;
  }
  if (chronicle.region_) groups.push_back({FactGroup::Kind::kRegion, *chronicle.region_});
  for (const FactGroup& group : groups) {
    if (auto added = chronicle.add_group(rows, group); !added) return added.error();
  }
  if (auto added = chronicle.add_organisations(rows); !added) return added.error();
  chronicle.sort();
  return chronicle;
}

Result<Chronicle> Chronicle::load(const ViewReader& reader, const Scope& place) {
  return load(StoredFactRows(reader), place, reader.position());
}

Result<std::shared_ptr<const Chronicle>> load_chronicle(const ViewReader& reader,
                                                        const Scope& place) {
  auto chronicle = Chronicle::load(reader, place);
  if (!chronicle) return chronicle.error();
  return std::make_shared<const Chronicle>(std::move(*chronicle));
}

const Chronicle::Held* Chronicle::held_with(const Hash& digest) const {
  const auto it = shelf_->by_digest.find(digest);
  return it == shelf_->by_digest.end() ? nullptr : it->second;
}

void Chronicle::visit(
    const std::function<void(const Source&, const fb::EventBody&, const PayloadRef&)>& each) const {
  for (const auto& held : shelf_->held) each(held->row.source, *held->body, held->payload);
}

const Source* Chronicle::source(const Hash& digest) const {
  const Held* held = held_with(digest);
  return held == nullptr ? nullptr : &held->row.source;
}

fb::Payload Chronicle::type_of(const Hash& digest) const {
  const Held* held = held_with(digest);
  return held == nullptr ? fb::Payload::NONE : held->payload.type();
}

}  // namespace projections
