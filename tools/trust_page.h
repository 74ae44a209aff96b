// SPDX-License-Identifier: Apache-2.0
// The trust file for paper: one page of text or HTML, in the reader's language, to be compared
// by eye with what somebody else was given.
#pragma once

#include <string>

#include "ledger/trust.h"
#include "tools/session.h"

namespace tools {

/// `file` is the text of the trust file, whose SHA-256 the page shows.
std::string trust_page_text(const Session& session, const ledger::Trust& trust,
                            const std::string& file);
std::string trust_page_html(const Session& session, const ledger::Trust& trust,
                            const std::string& file);

}  // namespace tools
