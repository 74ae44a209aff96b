// SPDX-License-Identifier: Apache-2.0
// View "organisations": the register of organisations with everything that ever changed in it.
// Rows: "o" id, u8 list, u64 index -> one fact; "n" ОГРН and "i" ИНН, 00, u64 index, id -> empty;
// "x" D -> pointer for corrections.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/facts.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

struct OrganisationRegistration {
  std::vector<NameValue> names;  ///< none for a private person or a sole trader
  std::string ogrn;
  std::string inn;
  std::string category;
  bool educational = false;
  bool person = false;  ///< its name lies in the vault
  Source source;
  bool operator==(const OrganisationRegistration&) const = default;
};

struct OrganisationChange {
  std::string kind;              ///< RENAMED, REORGANISED, LIQUIDATED, RECATEGORISED
  std::vector<NameValue> names;  ///< of RENAMED
  std::optional<ledger::Id> successor;
  std::string category;  ///< of RECATEGORISED, with `educational`
  bool educational = false;
  DateValue from;
  std::optional<ActValue> act;
  Source source;
  bool operator==(const OrganisationChange&) const = default;
};

/// Another organisation that names this one as its successor.
struct Predecessor {
  ledger::Id organisation;
  DateValue from;
  Source source;
  bool operator==(const Predecessor&) const = default;
};

/// Facts in the order of the events that say so; withdrawn ones are among them.
struct Organisation {
  ledger::Id id;
  std::vector<OrganisationRegistration> registrations;  ///< at most one that holds
  std::vector<OrganisationChange> changes;
  std::vector<Predecessor> predecessors;
  bool operator==(const Organisation&) const = default;
};

/// What the register says about one day.
struct OrganisationState {
  std::vector<NameValue> names;
  std::string ogrn;  ///< as registered
  std::string inn;
  std::string category;
  bool educational = false;
  std::optional<ledger::Id> successor;  ///< the last of them
  std::vector<ledger::Id> successors;   ///< in the order of their days, each once
  std::string ended;                    ///< REORGANISED or LIQUIDATED
  bool uncertain = false;               ///< the day of some change is not known well enough to tell
  std::vector<std::uint64_t> evidence;  ///< events, ascending
  bool operator==(const OrganisationState&) const = default;
};

class OrganisationsView : public View {
 public:
  std::string_view name() const override { return "organisations"; }
  std::uint32_t version() const override { return 2; }
  void fold(const Event& event, RowWriter& rows) const override;
};

/// Errors of all: those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<std::optional<Organisation>> find_organisation(const ViewReader& reader,
                                                              const ledger::Id& id);
ledger::Result<std::optional<Organisation>> organisation_by_ogrn(const ViewReader& reader,
                                                                 std::string_view ogrn);
ledger::Result<std::optional<Organisation>> organisation_by_inn(const ViewReader& reader,
                                                                std::string_view inn);
/// Ascending by id, at most `limit`, those after `after`.
ledger::Result<std::vector<Organisation>> list_organisations(const ViewReader& reader,
                                                             const std::optional<ledger::Id>& after,
                                                             std::size_t limit);

/// Pure. `day` is YYYY-MM-DD; the registration is taken as true from the beginning.
OrganisationState organisation_on(const Organisation& organisation, std::string_view day);
/// The registered name, the short one where there is one; empty if there is none.
std::string display_name(const std::vector<NameValue>& names);

}  // namespace projections
