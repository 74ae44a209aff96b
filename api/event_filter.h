// SPDX-License-Identifier: Apache-2.0
// Which events a question is about: by type, and by what they are about. Pages and the feed use
// the same filter over the log's own indexes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/http.h"
#include "ledger/body.h"
#include "ledger/log_reader.h"

namespace api {

/// An event matches if it is about every subject and of one of the types; no condition, no limit.
class EventFilter {
 public:
  /// Names of the parameters that read() takes: `type` may come repeatedly, the others once.
  static const std::vector<std::string>& single_parameters();
  static const std::vector<std::string>& repeatable_parameters();

  /// kInvalid UNKNOWN_TYPE, BAD_ID.
  static ledger::Result<EventFilter> read(const Request& request);

  bool everything() const { return types_.empty() && subjects_.empty(); }
  bool matches(ledger::fb::Payload type, const std::vector<ledger::Subject>& subjects) const;

  /// The first `max` indexes in [from, view.size()) that one index of the log offers, ascending;
  /// matches() still decides. Fewer than `max`: there are no others.
  ledger::Result<std::vector<std::uint64_t>> candidates(const ledger::ReadView& view,
                                                        std::uint64_t from, std::size_t max) const;

  const std::vector<ledger::Subject>& subjects() const { return subjects_; }

 private:
  std::vector<ledger::fb::Payload> types_;
  std::vector<ledger::Subject> subjects_;
};

}  // namespace api
