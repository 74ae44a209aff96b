// SPDX-License-Identifier: Apache-2.0
// Events of a ledger in their JSON form, with corrections applied: what the secretary's commands
// read to find the organisation, the body or the meeting that a form or a person names.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_text.h"
#include "ledger/body.h"
#include "tools/ledger_folder.h"

namespace tools {

/// One event as it stands now.
struct RecordedFact {
  std::uint64_t index = 0;
  std::string digest;  ///< hex
  std::string type;
  api::Json body;     ///< complete; the payload is the corrected one
  api::Json payload;  ///< what the last correction says, or the event itself
  std::optional<std::uint64_t> corrected_by{};
  bool withdrawn = false;
};

class FactBook {
 public:
  /// The events of these subjects' histories, and of these types wherever they are; by index.
  /// kInvalid UNKNOWN_TYPE.
  static ledger::Result<FactBook> load(const OpenLedger& ledger,
                                       const std::vector<ledger::Subject>& subjects,
                                       const std::vector<std::string_view>& types);

  /// Facts of one type that were not withdrawn, by index.
  std::vector<const RecordedFact*> all(std::string_view type) const;
  /// Of every type, withdrawn or not.
  const std::vector<RecordedFact>& everything() const { return facts_; }
  /// Null if the digest is of no event loaded.
  const RecordedFact* find(std::string_view digest) const;

 private:
  void apply_corrections();

  std::vector<RecordedFact> facts_;
  std::map<std::string, std::size_t, std::less<>> by_digest_;
};

/// One event; kNotFound and the errors of the view.
ledger::Result<RecordedFact> fact_at(const OpenLedger& ledger, std::uint64_t index);

/// The registration of a protocol. `selector`: the protocol's id, its event's digest or index.
/// kNotFound NO_SUCH_PROTOCOL, NO_SUCH_EVENT; the errors of reading the ledger.
ledger::Result<RecordedFact> find_protocol(const OpenLedger& ledger, const std::string& selector);

/// A text member of an object, else nothing.
std::string member_text(const api::Json& value, const char* name);

}  // namespace tools
