// SPDX-License-Identifier: Apache-2.0
#include "tools/housekeeping.h"

#include <utility>

#include "ledger/rocks_backup.h"

namespace tools {
namespace {

/// The store of a view, kept open by the view.
std::shared_ptr<const ledger::EventStore> store_of(ledger::ReadView view) {
  auto kept = std::make_shared<const ledger::ReadView>(std::move(view));
  const ledger::EventStore* store = &kept->store();
  return {std::move(kept), store};
}

ledger::ScrubOptions scrub_options(const HousekeepingOptions& options) {
  ledger::ScrubOptions out;
  out.events_per_second = options.scrub_rate;
  out.on_fault = [tell = options.tell](const ledger::Fault& fault) {
    std::string line = "damage: " + std::string(fault_class_name(fault.kind)) + ", " +
                       fault.structure + " " + fault.field;
    if (fault.index) line += " event " + std::to_string(*fault.index);
    tell(line + ": " + fault.message + " [" + fault.reason + "]");
  };
  return out;
}

}  // namespace

Housekeeping::Housekeeping(ledger::ReadView view, ledger::LedgerIdentity identity,
                           HousekeepingOptions options)
    : store_(store_of(std::move(view))),
      options_(std::move(options)),
      scrubber_(store_, std::move(identity), scrub_options(options_)) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (backups_.joinable()) backups_.join();
  scrubber_.stop();
}

void Housekeeping::start() {
  if (options_.scrub_rate > 0) scrubber_.start();
  if (!options_.backups.empty()) backups_ = std::thread([this] { run_backups(); });
}

void Housekeeping::back_up() const {
  const auto made = ledger::back_up_store(*store_, options_.backups);
  if (!made) return options_.tell("no backup: " + made.error().message);
  options_.tell("backup " + std::to_string(made->id) + ": " + std::to_string(made->bytes) +
                " bytes in " + options_.backups);
  auto pruned = ledger::prune_backups(options_.backups, options_.backups_kept);
  if (!pruned) options_.tell("old backups stay: " + pruned.error().message);
}

/// One at the start, then one every so often.
void Housekeeping::run_backups() {
  while (true) {
    back_up();
    std::unique_lock lock(mutex_);
    if (stopping_changed_.wait_for(lock, options_.backup_every, [this] { return stopping_; })) {
      return;
    }
  }
}

}  // namespace tools
