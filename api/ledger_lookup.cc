// SPDX-License-Identifier: Apache-2.0
#include "api/ledger_lookup.h"

#include "ledger/key_state.h"

namespace api {

using ledger::Result;

Result<ledger::LedgerIdentity> FolderLookup::identity() {
  return ledger::identity_of(view_().store());
}

Result<ledger::Seen> FolderLookup::newest() {
  const auto view = view_();
  return ledger::Seen{view.checkpoint().size, view.checkpoint().root};
}

Result<std::optional<ledger::KeyRecord>> FolderLookup::key(const ledger::PublicKey& key) {
  const auto view = view_();
  auto rows = ledger::read_key_rows(view.store());
  if (!rows) return rows.error();
  return ledger::find_key(*rows, key);
}

Result<std::optional<std::vector<ledger::Subject>>> FolderLookup::subjects_of(
    const ledger::Hash& digest) {
  using Found = std::optional<std::vector<ledger::Subject>>;
  const auto view = view_();
  const auto located = view.find_digest(digest);
  if (!located) return located.error();
  if (!*located) return Found();
  auto subjects = ledger::recorded_subjects(view.store(), (*located)->index);
  if (!subjects) return subjects.error();
  return Found(std::move(*subjects));
}

}  // namespace api
