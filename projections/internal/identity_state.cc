// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/identity_state.h"

#include <algorithm>

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Rows;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::SubjectKind;

std::string row(std::string_view prefix, const Id& id) {
  return std::string(prefix) + std::string(id.view());
}
std::string row(std::string_view prefix, const Hash& digest) {
  return std::string(prefix) + std::string(digest.view());
}

std::string import_row(const Scope& scope) {
  std::string key = "aq";
  key.push_back(static_cast<char>(scope.kind));
  key += scope.id.view();
  return key;
}

std::optional<Id> id_at(const Rows& rows, const std::string& key) {
  const std::string* value = rows.get(key);
  if (value == nullptr) return std::nullopt;
  return ledger::fixed_from<Id>(*value);
}

}  // namespace

std::optional<Declaration> declared_by(const PayloadRef& payload) {
  const auto of = [&](const flatbuffers::String* id) {
    return Declaration{payload.type(), fixed_of<Id>(id), 0};
  };
  if (const auto* event = payload.as<fb::LedgerCreated>()) {
    return of(event->operator_organisation()->organisation());
  }
  if (const auto* event = payload.as<fb::OrganisationRegistered>()) {
    return of(event->profile()->organisation());
  }
  if (const auto* event = payload.as<fb::RegionDeclared>()) return of(event->region());
  if (const auto* event = payload.as<fb::ClusterCreated>()) return of(event->cluster());
  if (const auto* event = payload.as<fb::DocumentRegistered>()) {
    Declaration declaration = of(event->document());
    declaration.edition = event->edition();
    return declaration;
  }
  return std::nullopt;
}

ledger::Subject subject_of(const Declaration& declaration) {
  switch (declaration.type) {
    case fb::Payload::RegionDeclared:
      return {SubjectKind::kRegion, declaration.id};
    case fb::Payload::ClusterCreated:
      return {SubjectKind::kCluster, declaration.id};
    case fb::Payload::DocumentRegistered:
      return {SubjectKind::kDocument, declaration.id};
    default:
      return {SubjectKind::kOrganisation, declaration.id};
  }
}

std::uint32_t IdentityState::rules_version() const {
  const std::string* value = rows_.get("av");
  return value == nullptr ? 0 : ledger::get_u32(*value);
}

bool IdentityState::declared(const ledger::Subject& subject) const {
  switch (subject.kind) {
    case SubjectKind::kRegistry:
      return true;
    case SubjectKind::kRegion:
      return rows_.contains(row("ar", subject.id));
    case SubjectKind::kCluster:
      return rows_.contains(row("ac", subject.id));
    case SubjectKind::kOrganisation:
      return rows_.contains(row("ao", subject.id));
    case SubjectKind::kDocument:
      return rows_.contains(row("ad", subject.id));
  }
  return false;
}

std::optional<TaxNumbers> IdentityState::numbers_of(const Id& organisation) const {
  const std::string* value = rows_.get(row("ao", organisation));
  if (value == nullptr) return std::nullopt;
  const auto size = static_cast<unsigned char>((*value)[0]);
  return TaxNumbers{value->substr(1, size), value->substr(1U + size)};
}

std::optional<Id> IdentityState::holder_of_ogrn(const std::string& ogrn) const {
  return id_at(rows_, "an" + ogrn);
}

std::optional<Id> IdentityState::holder_of_inn(const std::string& inn) const {
  return id_at(rows_, "ai" + inn);
}

std::uint16_t IdentityState::highest_edition(const Id& document) const {
  const std::string* value = rows_.get(row("ad", document));
  return value == nullptr ? std::uint16_t{0} : ledger::get_u16(*value);
}

std::optional<Declaration> IdentityState::declaration(const Hash& digest) const {
  const std::string* value = rows_.get(row("at", digest));
  if (value == nullptr) return std::nullopt;
  const std::string_view bytes = *value;
  return Declaration{static_cast<fb::Payload>(bytes[0]),
                     ledger::fixed_from<Id>(bytes.substr(1, Id::kSize)),
                     ledger::get_u16(bytes.substr(1 + Id::kSize))};
}

bool IdentityState::is_correction(const Hash& digest) const {
  return rows_.contains(row("ax", digest));
}

bool IdentityState::import_closed(const Scope& scope) const {
  if (rows_.contains(import_row({ScopeKind::kLedger, Id{}}))) return true;
  if (rows_.contains(import_row(scope))) return true;
  if (scope.kind != ScopeKind::kCluster) return false;
  const auto region = id_at(rows_, row("ac", scope.id));
  return region && rows_.contains(import_row({ScopeKind::kRegion, *region}));
}

void IdentityWriter::set_rules_version(std::uint32_t version) {
  std::string value;
  ledger::put_u32(value, version);
  rows_.put("av", std::move(value));
}

void IdentityWriter::add_region(const Id& region) { rows_.put(row("ar", region), {}); }

void IdentityWriter::add_cluster(const Id& cluster, const Id& region) {
  rows_.put(row("ac", cluster), std::string(region.view()));
}

void IdentityWriter::set_numbers(const Id& organisation, const TaxNumbers& numbers) {
  if (const auto before = IdentityState(rows_).numbers_of(organisation)) {
    if (!before->ogrn.empty()) rows_.erase("an" + before->ogrn);
    if (!before->inn.empty()) rows_.erase("ai" + before->inn);
  }
  std::string value(1, static_cast<char>(numbers.ogrn.size()));
  value += numbers.ogrn;
  value += numbers.inn;
  rows_.put(row("ao", organisation), std::move(value));
  if (!numbers.ogrn.empty()) rows_.put("an" + numbers.ogrn, std::string(organisation.view()));
  if (!numbers.inn.empty()) rows_.put("ai" + numbers.inn, std::string(organisation.view()));
}

void IdentityWriter::add_edition(const Id& document, std::uint16_t edition) {
  std::string value;
  ledger::put_u16(value, std::max(edition, IdentityState(rows_).highest_edition(document)));
  rows_.put(row("ad", document), std::move(value));
}

void IdentityWriter::add_declaration(const Hash& digest, const Declaration& declaration) {
  std::string value(1, static_cast<char>(declaration.type));
  value += declaration.id.view();
  ledger::put_u16(value, declaration.edition);
  rows_.put(row("at", digest), std::move(value));
}

void IdentityWriter::add_correction(const Hash& digest) { rows_.put(row("ax", digest), {}); }

void IdentityWriter::close_import(const Scope& scope) { rows_.put(import_row(scope), {}); }

}  // namespace projections::internal
