// SPDX-License-Identifier: Apache-2.0
// What the verifier asks of the store itself: where the log ends when head and entries disagree,
// rows that nothing accounts for, and what the indexes still tell of an event that is damaged.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/internal/verify_block.h"
#include "ledger/internal/verify_findings.h"

namespace ledger::internal {

/// Where the log ends: where the head says, unless no entry is there and the edge says otherwise,
/// or entries lie behind it that the edge or the newest checkpoint counts.
std::uint64_t end_of(const EventStore& store, const Head& head);

/// The head row against the end that was found.
void check_head(const EventStore& store, const Head& head, std::uint64_t end, Findings& findings);

/// Entries behind the end and behind what the head counts.
void check_behind(const EventStore& store, const LedgerIdentity& identity, const Head& head,
                  std::uint64_t end, Findings& findings);

/// Files without which the store was opened.
void check_lost_files(const EventStore& store, Findings& findings);

/// Every block of the store's table files against its checksum, also those that nobody had to read:
/// filters, indexes, properties. A file that another fault of the report names is not told again.
void check_table_files(const EventStore& store, const VerifyReport& report, Findings& findings);

/// Rows that are of no kind that there is.
void check_foreign_rows(const EventStore& store, Findings& findings);

/// The field to name for what is wrong with the bytes of this entry by themselves; where nothing
/// is, for their not being those that were published. Empty where that cannot be told.
std::string blamed_field(const EventStore& store, std::uint64_t index, const VerifiedEntry& entry);

/// Gives the faults of entries that show no id the one that the index by id has for them.
void name_lost_events(const EventStore& store, VerifyReport& report);

}  // namespace ledger::internal
