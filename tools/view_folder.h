// SPDX-License-Identifier: Apache-2.0
// The views of a ledger's folder, caught up and open for reading: those beside the ledger, or,
// while a server has them open or nobody may write there, own ones that are removed at the end.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "projections/chronicle.h"
#include "projections/rules/dates.h"
#include "projections/runner.h"
#include "tools/ledger_folder.h"

namespace tools {

class ViewFolder {
 public:
  /// The errors of open_ledger(), Runner::open() and Runner::catch_up().
  static ledger::Result<std::unique_ptr<ViewFolder>> open(const std::filesystem::path& dir);
  ~ViewFolder();
  ViewFolder(const ViewFolder&) = delete;
  ViewFolder& operator=(const ViewFolder&) = delete;

  const OpenLedger& ledger() const { return ledger_; }
  /// As they are now, or as they were at a position.
  ledger::Result<projections::ViewReader> reader(std::optional<std::uint64_t> at = {}) const;
  /// The civil day on which it is now, in the ledger's own zone.
  ledger::Result<projections::rules::Date> today() const;

 private:
  explicit ViewFolder(OpenLedger ledger) : ledger_(std::move(ledger)) {}
  ledger::Status open_views(const std::filesystem::path& dir);

  OpenLedger ledger_;
  std::filesystem::path own_;  ///< empty: the views beside the ledger
  std::unique_ptr<projections::Runner> runner_;
};

/// The regions and clusters that a question is about: the one whose id or (part of a) name is
/// given, else all. kNotFound NO_SUCH_PLACE; kInvalid AMBIGUOUS_NAME names the candidates.
ledger::Result<std::vector<ledger::Scope>> find_places(const projections::ViewReader& reader,
                                                       const std::string& wanted);
/// What people call the place.
ledger::Result<std::string> name_of_place(const projections::ViewReader& reader,
                                          const ledger::Scope& place);

}  // namespace tools
