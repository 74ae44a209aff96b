// SPDX-License-Identifier: Apache-2.0
// The views of a ledger's folder, caught up and open for reading: those beside the ledger, or,
// while a server has them open or nobody may write there, own ones that are removed at the end.
// The views are a cache: what cannot be read is folded anew, and a line says so.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "ledger/scratch_folder.h"
#include "projections/chronicle.h"
#include "projections/open_views.h"
#include "projections/rules/dates.h"
#include "tools/ledger_folder.h"
#include "tools/session.h"

namespace tools {

/// Says that damaged views are folded anew, and where the damaged ones are kept.
void say_damaged(const Session& session, const std::filesystem::path& views,
                 const ledger::Error& damage);

class ViewFolder {
 public:
  /// The session lives longer. The errors of open_ledger(), projections::open_views() and
  /// Runner::catch_up(). A caller that reads rows asks with ask_views().
  static ledger::Result<std::unique_ptr<ViewFolder>> open(const Session& session,
                                                          const std::filesystem::path& dir);
  ViewFolder(const ViewFolder&) = delete;
  ViewFolder& operator=(const ViewFolder&) = delete;

  const OpenLedger& ledger() const { return ledger_; }
  /// Folds the views anew if the error may come of damage in them. REQUIRES: no reader of them is
  /// left.
  bool fold_anew(const ledger::Error& damage);
  /// As they are now, or as they were at a position.
  ledger::Result<projections::ViewReader> reader(std::optional<std::uint64_t> at = {}) const;
  /// The ledger's own zone, minutes east of UTC.
  ledger::Result<int> zone_minutes() const;
  /// The civil day on which it is now, in the ledger's own zone.
  ledger::Result<projections::rules::Date> today() const;

 private:
  ViewFolder(const Session& session, std::filesystem::path dir, OpenLedger ledger)
      : session_(session), dir_(std::move(dir)), ledger_(std::move(ledger)) {}
  ledger::Result<projections::OpenedViews> open_elsewhere(projections::RunnerOptions options);
  /// `damage`: what reading the views said of them.
  ledger::Status open_views(const std::optional<ledger::Error>& damage);

  const Session& session_;
  std::filesystem::path dir_;
  OpenLedger ledger_;
  std::unique_ptr<ledger::ScratchFolder> own_;  ///< null: the views beside the ledger
  std::unique_ptr<projections::Runner> runner_;
};

/// What `ask(const ViewFolder&)`, a Result or a Status, makes of the views of a ledger's folder. If
/// it meets damage in them it is asked a second time, of views that were folded anew.
template <typename Ask>
std::invoke_result_t<Ask, const ViewFolder&> ask_views(const Session& session,
                                                       const std::filesystem::path& dir,
                                                       const Ask& ask) {
  const auto views = ViewFolder::open(session, dir);
  if (!views) return views.error();
  auto answer = ask(std::as_const(**views));
  if (answer || !(*views)->fold_anew(answer.error())) return answer;
  return ask(std::as_const(**views));
}

/// The regions and clusters that a question is about: the one whose id or (part of a) name is
/// given, else all. kNotFound NO_SUCH_PLACE; kInvalid AMBIGUOUS_NAME names the candidates.
ledger::Result<std::vector<ledger::Scope>> find_places(const projections::ViewReader& reader,
                                                       const std::string& wanted);
/// What people call the place.
ledger::Result<std::string> name_of_place(const projections::ViewReader& reader,
                                          const ledger::Scope& place);

}  // namespace tools
