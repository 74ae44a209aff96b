// SPDX-License-Identifier: Apache-2.0
// The rows of the identity rules behind names; identity_admission.h lists them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/body.h"
#include "ledger/rows.h"
#include "projections/payload.h"

namespace projections::internal {

/// Register numbers of an organisation; empty: none recorded.
struct TaxNumbers {
  std::string ogrn;
  std::string inn;
};

/// An event that declared a region, a cluster, an organisation or one file of a document.
struct Declaration {
  fb::Payload type{};
  ledger::Id id;
  std::uint16_t edition = 0;  ///< documents only
};

/// What a payload declares, if it does. A correction is compared by it.
std::optional<Declaration> declared_by(const PayloadRef& payload);
/// The declared thing as a subject of events.
ledger::Subject subject_of(const Declaration& declaration);

/// Reads and writes the rows. Borrows the rows; writing needs the mutable ones.
class IdentityState {
 public:
  explicit IdentityState(const ledger::Rows& rows) : rows_(rows) {}

  std::uint32_t rules_version() const;
  bool declared(const ledger::Subject& subject) const;
  std::optional<TaxNumbers> numbers_of(const ledger::Id& organisation) const;
  std::optional<ledger::Id> holder_of_ogrn(const std::string& ogrn) const;
  std::optional<ledger::Id> holder_of_inn(const std::string& inn) const;
  std::uint16_t highest_edition(const ledger::Id& document) const;
  std::optional<Declaration> declaration(const ledger::Hash& digest) const;
  bool is_correction(const ledger::Hash& digest) const;
  /// Whether import was closed for the scope or for one that contains it.
  bool import_closed(const ledger::Scope& scope) const;

 private:
  const ledger::Rows& rows_;
};

class IdentityWriter {
 public:
  explicit IdentityWriter(ledger::Rows& rows) : rows_(rows) {}

  void set_rules_version(std::uint32_t version);
  void add_region(const ledger::Id& region);
  void add_cluster(const ledger::Id& cluster, const ledger::Id& region);
  /// Adds the organisation or gives a known one other numbers.
  void set_numbers(const ledger::Id& organisation, const TaxNumbers& numbers);
  void add_edition(const ledger::Id& document, std::uint16_t edition);
  void add_declaration(const ledger::Hash& digest, const Declaration& declaration);
  void add_correction(const ledger::Hash& digest);
  void close_import(const ledger::Scope& scope);

 private:
  ledger::Rows& rows_;
};

}  // namespace projections::internal
