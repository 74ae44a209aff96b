// SPDX-License-Identifier: Apache-2.0
#include "projections/organisations_view.h"

#include <algorithm>

#include "projections/internal/entity_facts.h"

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

inline auto lists_of(Organisation& v) {
  return std::tie(v.registrations, v.changes, v.predecessors);
}

namespace {

constexpr std::string_view kOrganisationsView = "organisations";

constexpr char kOrganisationRows = 'o';

struct OrganisationIndex {
  internal::IndexRows operator()(const Id& id, const OrganisationRegistration& fact) const {
    internal::IndexRows rows;
    if (!fact.source.holds()) return rows;
    const std::string tail =
        std::string(1, '\0') + ledger::be64(fact.source.index) + std::string(id.view());
    if (!fact.ogrn.empty()) rows.emplace("n" + fact.ogrn + tail, "");
    if (!fact.inn.empty()) rows.emplace("i" + fact.inn + tail, "");
    return rows;
  }
  template <typename Fact>
  internal::IndexRows operator()(const Id& /*id*/, const Fact& /*fact*/) const {
    return {};
  }
};

class OrganisationsFold {
 public:
  explicit OrganisationsFold(RowWriter& rows) : rows_(rows), facts_(rows, kOrganisationRows) {}

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
    const auto payload = new_payload_of(event);
    facts_.take_back(*facts, payload ? std::nullopt : std::optional(by.index));
    if (payload) apply(*payload, facts->source);
  }

 private:
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
    facts_.put(id, fact);
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
      facts_.put(*fact.successor, Predecessor{id, fact.from, source});
    }
    facts_.put(id, fact);
    internal::put_pointer(rows_, source, fb::Payload::OrganisationChanged, std::move(entities));
  }

  RowWriter& rows_;
  internal::EntityFacts<Organisation, OrganisationIndex> facts_;
};

/// The first organisation that was registered with the number and still has it.
Result<std::optional<Organisation>> by_number(const ViewReader& reader, std::string_view letter,
                                              std::string_view number) {
  const std::string prefix = std::string(letter) + std::string(number) + '\0';
  std::optional<Id> id;
  auto scanned =
      reader.scan(kOrganisationsView, prefix, [&](std::string_view key, std::string_view) {
        id = ledger::fixed_from<Id>(key.substr(prefix.size() + sizeof(std::uint64_t)));
        return false;
      });
  if (!scanned) return scanned.error();
  if (!id) return std::optional<Organisation>{};
  return find_organisation(reader, *id);
}

enum class When { kBefore, kMaybe, kAfter };

/// Whether a change with this date has come by the day.
When comes(const DateValue& from, std::string_view day) {
  if (!from.not_after.empty() && from.not_after <= day) return When::kBefore;
  if (!from.not_before.empty() && from.not_before > day) return When::kAfter;
  return When::kMaybe;
}

/// The facts that a state is made of, copied once it is known which they are.
struct Newest {
  const OrganisationRegistration* registration = nullptr;
  const std::vector<NameValue>* names = nullptr;
  const OrganisationChange* category = nullptr;  ///< null: as registered
  const OrganisationChange* end = nullptr;

  void take(const OrganisationChange& change) {
    if (change.kind == "RENAMED") names = &change.names;
    if (change.kind == "RECATEGORISED") category = &change;
    if (change.kind == "REORGANISED" || change.kind == "LIQUIDATED") end = &change;
  }
};

void fill(OrganisationState& state, const Newest& newest) {
  if (newest.names != nullptr) state.names = *newest.names;
  if (newest.end != nullptr) state.ended = newest.end->kind;
  if (newest.registration != nullptr) {
    state.ogrn = newest.registration->ogrn;
    state.inn = newest.registration->inn;
    state.category = newest.registration->category;
    state.educational = newest.registration->educational;
  }
  if (newest.category != nullptr) {
    state.category = newest.category->category;
    state.educational = newest.category->educational;
  }
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
  return internal::find_entity<Organisation>(reader, kOrganisationsView, kOrganisationRows, id);
}

Result<std::optional<Organisation>> organisation_by_ogrn(const ViewReader& reader,
                                                         std::string_view ogrn) {
  return by_number(reader, "n", ogrn);
}

Result<std::optional<Organisation>> organisation_by_inn(const ViewReader& reader,
                                                        std::string_view inn) {
  return by_number(reader, "i", inn);
}

Result<std::vector<Organisation>> list_organisations(const ViewReader& reader,
                                                     const std::optional<Id>& after,
                                                     std::size_t limit) {
  return internal::list_entities<Organisation>(reader, kOrganisationsView, kOrganisationRows, after,
                                               limit);
}

OrganisationState organisation_on(const Organisation& organisation, std::string_view day) {
  OrganisationState state;
  Newest newest;
  for (const OrganisationRegistration& fact : organisation.registrations) {
    if (!fact.source.holds()) continue;
    newest.registration = &fact;
    newest.names = &fact.names;
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
  for (const OrganisationChange* change : due) {
    newest.take(*change);
    if (change->successor) {
      state.successor = change->successor;
      auto& all = state.successors;
      if (std::find(all.begin(), all.end(), *change->successor) == all.end()) {
        all.push_back(*change->successor);
      }
    }
    state.evidence.push_back(change->source.index);
  }
  fill(state, newest);
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
