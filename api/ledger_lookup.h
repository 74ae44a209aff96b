// SPDX-License-Identifier: Apache-2.0
// What an author's tool has to know of the ledger it writes to, wherever that ledger is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/event_check.h"
#include "ledger/key_registry.h"
#include "ledger/log_reader.h"
#include "ledger/result.h"

namespace api {

class LedgerLookup {
 public:
  virtual ~LedgerLookup() = default;
  virtual ledger::Result<ledger::LedgerIdentity> identity() = 0;
  /// The newest published checkpoint.
  virtual ledger::Result<ledger::Seen> newest() = 0;
  /// The key's record; nothing if no event introduced it.
  virtual ledger::Result<std::optional<ledger::KeyRecord>> key(const ledger::PublicKey& key) = 0;
  /// The subjects of the event with this digest; nothing if there is no such event.
  virtual ledger::Result<std::optional<std::vector<ledger::Subject>>> subjects_of(
      const ledger::Hash& digest) = 0;
};

/// Looks into a ledger of this machine, as it is at each question. `view` gives its newest state.
class FolderLookup : public LedgerLookup {
 public:
  explicit FolderLookup(std::function<ledger::ReadView()> view) : view_(std::move(view)) {}

  ledger::Result<ledger::LedgerIdentity> identity() override;
  ledger::Result<ledger::Seen> newest() override;
  ledger::Result<std::optional<ledger::KeyRecord>> key(const ledger::PublicKey& key) override;
  ledger::Result<std::optional<std::vector<ledger::Subject>>> subjects_of(
      const ledger::Hash& digest) override;

 private:
  std::function<ledger::ReadView()> view_;
};

}  // namespace api
