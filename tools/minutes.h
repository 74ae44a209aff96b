// SPDX-License-Identifier: Apache-2.0
// The protocol of a meeting, printed from the events: who was there, the agenda, what was heard
// and decided, the votes, the assignments with their terms, the signatures, the place in the
// ledger. A pure function of the events: same events, same blocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/directory.h"
#include "tools/fact_book.h"
#include "tools/ledger_folder.h"
#include "tools/print_blocks.h"
#include "tools/view_folder.h"

namespace tools {

/// The name behind a PersonMention of the event `fact`, or nothing: then the post stands there.
/// `path` is where the mention stands, e.g. "payload.signature.person".
using ShowName = std::function<std::string(const RecordedFact& fact, const api::Json& mention,
                                           const std::string& path)>;

struct Minutes {
  std::string title;
  std::vector<Block> blocks;
};

/// `selector`: the protocol's id, its event's digest or index. kNotFound NO_SUCH_PROTOCOL,
/// NO_SUCH_EVENT; the errors of reading the ledger and of its views.
ledger::Result<Minutes> print_minutes(const ViewFolder& views, const std::string& selector,
                                      const ShowName& show_name);

}  // namespace tools
