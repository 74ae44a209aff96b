// SPDX-License-Identifier: Apache-2.0
// View "facts": every event that says something about a region, a cluster, an organisation or the
// registry, as it was signed, with the correction that holds. One row per event, never anything
// derived: what the facts mean is computed by whoever reads them (chronicle.h).
// Rows (integers big-endian):
//   "f" group kind u8, id[16], u64 index -> FactRow
//   "x" D -> key of its fact row
//   "i" id[16], u64 index -> key of the fact row of an event that declares this id (a meeting, a
//       ballot, an agreement, a plan, a cluster …)
// The group of a fact is its event's scope, but what is about one organisation whoever says it
// (its registration, its head, its keys) is in the group of the organisation.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/facts.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

/// What a group of facts is about.
struct FactGroup {
  enum class Kind : std::uint8_t { kRegistry = 1, kRegion, kCluster, kOrganisation };
  Kind kind{};
  ledger::Id id;  ///< zero for the registry
  auto operator<=>(const FactGroup&) const = default;
};

/// One event as the view keeps it.
struct FactRow {
  Source source;
  ledger::Scope scope;
  std::string body;        ///< as signed
  std::string correction;  ///< the body of the EventCorrected whose payload holds; empty: none
};

class FactsView : public View {
 public:
  std::string_view name() const override { return "facts"; }
  std::uint32_t version() const override { return 1; }
  void fold(const Event& event, RowWriter& rows) const override;
};

/// Where rows of the view "facts" are read from: a store at a position, or memory.
class FactRows {
 public:
  virtual ~FactRows() = default;
  virtual ledger::Result<std::optional<std::string>> get(std::string_view key) const = 0;
  virtual ledger::Status scan(std::string_view prefix, const RowVisitor& visit) const = 0;
};

/// The rows of a view store at the reader's position. Borrows the reader.
class StoredFactRows : public FactRows {
 public:
  explicit StoredFactRows(const ViewReader& reader) : reader_(reader) {}
  ledger::Result<std::optional<std::string>> get(std::string_view key) const override;
  ledger::Status scan(std::string_view prefix, const RowVisitor& visit) const override;

 private:
  const ViewReader& reader_;
};

/// The rows after folding events in memory: for verifiers that have the events and no store.
class FoldedFactRows : public FactRows {
 public:
  void fold(const Event& event);
  ledger::Result<std::optional<std::string>> get(std::string_view key) const override;
  ledger::Status scan(std::string_view prefix, const RowVisitor& visit) const override;

 private:
  std::map<std::string, std::string, std::less<>> rows_;
};

/// Visits the facts of a group in the order of their indexes. kCorrupt BAD_VIEW_ROW; the errors of
/// the rows.
ledger::Status scan_facts(const FactRows& rows, const FactGroup& group,
                          const std::function<void(FactRow)>& visit);

/// The fact that an event says; nothing if it says none. The errors of scan_facts.
ledger::Result<std::optional<FactRow>> find_fact(const FactRows& rows, const ledger::Hash& digest);

/// The facts that declare this id, in the order of their indexes: versions of one thing follow
/// each other. The errors of scan_facts.
ledger::Result<std::vector<FactRow>> facts_declaring(const FactRows& rows, const ledger::Id& id);

}  // namespace projections
