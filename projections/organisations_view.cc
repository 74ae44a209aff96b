// SPDX-License-Identifier: Apache-2.0
#include "projections/organisations_view.h"

#include <algorithm>

#include "projections/internal/entities.h"

namespace projections {

using internal::key_of;
using ledger::Hash;
using ledger::Id;
using ledger::Result;

template <typename A>
void fields(A& a, InArchive<A, OrganisationRegistration>& v) {
  a(v.names), a(v.ogrn), a(v.inn), a(v.category), a(v.educational), a(v.person), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, OrganisationChange>& v) {
  a(v.kind), a(v.names), a(v.successor), a(v.category), a(v.educational), a(v.from), a(v.act);
  a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, Predecessor>& v) {
  a(v.organisation), a(v.from), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, Organisation>& v) {
  a(v.id), a(v.registrations), a(v.changes), a(v.predecessors);
}

namespace {

constexpr std::string_view kOrganisationsView = "organisations";

internal::IndexRows index_of(const Organisation& organisation) {
  internal::IndexRows rows;
  for (const OrganisationRegistration& fact : organisation.registrations) {
    if (!fact.source.holds()) continue;
    const std::string id(organisation.id.view());
    if (!fact.ogrn.empty()) rows.emplace("n" + fact.ogrn, id);
    if (!fact.inn.empty()) rows.emplace("i" + fact.inn, id);
  }
  return rows;
}

class OrganisationsFold {
 public:
  explicit OrganisationsFold(RowWriter& rows) : rows_(rows) {}

  /// The facts of a payload; `source` says which event they come from.
  void apply(const PayloadRef& payload, const Source& source) {
    if (const auto* event = payload.as<fb::LedgerCreated>()) {
      registered(*event->operator_organisation(), payload.type(), source);
    }
    if (const auto* event = payload.as<fb::OrganisationRegistered>()) {
      registered(*event->profile(), payload.type(), source);
    }
    if (const auto* event = payload.as<fb::OrganisationChanged>()) changed(*event, source);
  }

  void correct(const fb::EventCorrected& event, const Event& by) {
    const auto facts = internal::corrected_facts(rows_, event, by);
    if (!facts) return;
    const Hash& target = facts->source.digest;
    const auto payload = new_payload_of(event);
    for (const Id& id : facts->entities) {
      edit(id, [&](Organisation& organisation) {
        if (payload) {
          internal::remove_facts(organisation.registrations, target);
          internal::remove_facts(organisation.changes, target);
          internal::remove_facts(organisation.predecessors, target);
        } else {
          internal::withdraw_facts(organisation.registrations, target, by.index);
          internal::withdraw_facts(organisation.changes, target, by.index);
          internal::withdraw_facts(organisation.predecessors, target, by.index);
        }
      });
    }
    if (payload) apply(*payload, facts->source);
  }

 private:
  template <typename Change>
  void edit(const Id& id, const Change& change) {
    Organisation organisation = internal::load<Organisation>(rows_, key_of("o", id));
    organisation.id = id;
    const internal::IndexRows before = index_of(organisation);
    change(organisation);
    rows_.put(key_of("o", id), internal::encode(organisation));
    internal::update_index(rows_, before, index_of(organisation));
  }

  void registered(const fb::OrganisationProfile& profile, fb::Payload type, const Source& source) {
    OrganisationRegistration fact;
    fact.names = names_of(profile.names());
    fact.ogrn = text_of(profile.ogrn());
    fact.inn = text_of(profile.inn());
    fact.category = fb::EnumNameOrganisationCategory(profile.category());
    fact.educational = profile.educational();
    fact.person = profile.person() != nullptr;
    fact.source = source;
    const Id id = fixed_of<Id>(profile.organisation());
    edit(id, [&](Organisation& organisation) {
      internal::insert_fact(organisation.registrations, std::move(fact));
    });
    internal::put_pointer(rows_, source, type, {id});
  }

  void changed(const fb::OrganisationChanged& event, const Source& source) {
    OrganisationChange fact;
    fact.kind = fb::EnumNameOrganisationChangeKind(event.kind());
    fact.names = names_of(event.names());
    fact.successor = optional_of<Id>(event.successor());
    if (const auto* category = event.category()) {
      fact.category = fb::EnumNameOrganisationCategory(category->category());
      fact.educational = category->educational();
    }
    fact.from = date_of(*event.from());
    fact.act = act_of(event.act());
    fact.source = source;
    const Id id = fixed_of<Id>(event.organisation());
    std::vector<Id> entities{id};
    if (fact.successor && *fact.successor != id) {
      entities.push_back(*fact.successor);
      edit(*fact.successor, [&](Organisation& organisation) {
        internal::insert_fact(organisation.predecessors, Predecessor{id, fact.from, source});
      });
    }
    edit(id, [&](Organisation& organisation) {
      internal::insert_fact(organisation.changes, std::move(fact));
    });
    internal::put_pointer(rows_, source, fb::Payload::OrganisationChanged, std::move(entities));
  }

  RowWriter& rows_;
};

Result<std::optional<Organisation>> by_number(const ViewReader& reader, const std::string& key) {
  const auto id = reader.get(kOrganisationsView, key);
  if (!id) return id.error();
  if (!*id) return std::optional<Organisation>{};
  return internal::read<Organisation>(reader, kOrganisationsView, "o" + **id);
}

enum class When { kBefore, kMaybe, kAfter };

/// Whether a change with this date has come by the day.
When comes(const DateValue& from, std::string_view day) {
  if (!from.not_after.empty() && from.not_after <= day) return When::kBefore;
  if (!from.not_before.empty() && from.not_before > day) return When::kAfter;
  return When::kMaybe;
}

void apply_change(OrganisationState& state, const OrganisationChange& change) {
  if (change.kind == "RENAMED") state.names = change.names;
  if (change.kind == "RECATEGORISED") {
    state.category = change.category;
    state.educational = change.educational;
  }
  if (change.kind == "REORGANISED" || change.kind == "LIQUIDATED") state.ended = change.kind;
  if (change.successor) state.successor = change.successor;
  state.evidence.push_back(change.source.index);
}

}  // namespace

void OrganisationsView::fold(const Event& event, RowWriter& rows) const {
  OrganisationsFold fold(rows);
  if (const auto* correction = event.body.table().payload_as_EventCorrected()) {
    fold.correct(*correction, event);
  } else {
    fold.apply(PayloadRef(event.body), source_of(event));
  }
}

Result<std::optional<Organisation>> find_organisation(const ViewReader& reader, const Id& id) {
  return internal::read<Organisation>(reader, kOrganisationsView, key_of("o", id));
}

Result<std::optional<Organisation>> organisation_by_ogrn(const ViewReader& reader,
                                                         std::string_view ogrn) {
  return by_number(reader, "n" + std::string(ogrn));
}

Result<std::optional<Organisation>> organisation_by_inn(const ViewReader& reader,
                                                        std::string_view inn) {
  return by_number(reader, "i" + std::string(inn));
}

Result<std::vector<Organisation>> list_organisations(const ViewReader& reader,
                                                     const std::optional<Id>& after,
                                                     std::size_t limit) {
  return internal::read_page<Organisation>(reader, kOrganisationsView, "o", after, limit);
}

OrganisationState organisation_on(const Organisation& organisation, std::string_view day) {
  OrganisationState state;
  for (const OrganisationRegistration& fact : organisation.registrations) {
    if (!fact.source.holds()) continue;
    state.names = fact.names;
    state.ogrn = fact.ogrn;
    state.inn = fact.inn;
    state.category = fact.category;
    state.educational = fact.educational;
    state.evidence.push_back(fact.source.index);
  }
  std::vector<const OrganisationChange*> due;
  for (const OrganisationChange& change : organisation.changes) {
    if (!change.source.holds()) continue;
    const When when = comes(change.from, day);
    if (when == When::kMaybe) state.uncertain = true;
    if (when == When::kBefore) due.push_back(&change);
  }
  std::stable_sort(due.begin(), due.end(), [](const auto* a, const auto* b) {
    return a->from.not_after < b->from.not_after;
  });
  for (const OrganisationChange* change : due) apply_change(state, *change);
  std::sort(state.evidence.begin(), state.evidence.end());
  return state;
}

std::string display_name(const std::vector<NameValue>& names) {
  for (const NameValue& name : names) {
    if (name.kind == "SHORT") return name.text;
  }
  return names.empty() ? std::string() : names.front().text;
}

}  // namespace projections
