// SPDX-License-Identifier: Apache-2.0
// Finds in a ledger what people call by name: organisations (full or short name, ОГРН, ИНН),
// clusters, bodies, charters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/names.h"
#include "ledger/result.h"
#include "tools/fact_book.h"

namespace tools {

/// How a form may name a thing: "@local", hex, or a name that the ledger knows.
class Directory {
 public:
  /// `names` resolves "@local" and may be null; it outlives the directory.
  static ledger::Result<Directory> load(const OpenLedger& ledger, const api::Names* names);

  /// Ids in hex. kNotFound UNKNOWN_ORGANISATION, UNKNOWN_CLUSTER; kConflict AMBIGUOUS_NAME.
  ledger::Result<std::string> organisation(std::string_view text) const;
  ledger::Result<std::string> cluster(std::string_view text) const;
  /// The region of a cluster, in hex; empty if the cluster is unknown.
  std::string region_of(const std::string& cluster) const;

  /// The newest version of a body of the cluster, by kind, title, "@local" or digest. kNotFound
  /// UNKNOWN_BODY; kConflict AMBIGUOUS_NAME.
  ledger::Result<const RecordedFact*> body(const std::string& cluster, std::string_view text) const;
  /// The charter in force for the cluster on a day, its own before its region's, of several the one
  /// of the latest day, whenever it was recorded. The day as forms spell it: YYYY-MM-DD, YYYY-MM,
  /// YYYY-Qn, YYYY. Null if there is none, or not one and the same on every such day.
  const RecordedFact* charter(const std::string& cluster, std::string_view day) const;

  /// What the local names keep of the event of this name; null if it was never made from them.
  const api::NamedEvent* made(const std::string& event) const {
    return names_ == nullptr ? nullptr : names_->event(event);
  }
  /// Whether an event whose name begins so was made from the local names.
  bool made_before(const std::string& beginning) const {
    return names_ != nullptr && names_->has_event_called(beginning);
  }

  /// The shortest name that the ledger knows: short, else full; the id if there is none.
  std::string organisation_name(const std::string& id) const;
  /// The full name.
  std::string organisation_full_name(const std::string& id) const;
  std::string cluster_name(const std::string& id) const;
  /// That of a cluster or a region.
  std::string place_name(const std::string& id) const;
  /// "«NAME» ID" for the id of every organisation, cluster and seat that is no organisation's, and
  /// for the digest of every body and charter that has a title.
  std::map<std::string, std::string> titles() const;

 private:
  const RecordedFact* profile(const std::string& id) const;
  std::string declared_name(const char* type, const char* subject, const std::string& id) const;
  const RecordedFact* charter_on(const std::string& cluster, const std::string& day) const;
  std::string organisations_like(std::string_view text) const;
  std::string local_id(std::string_view text) const;

  FactBook facts_;
  const api::Names* names_ = nullptr;
};

}  // namespace tools
