// SPDX-License-Identifier: Apache-2.0
// How many files a server may have open: what its connections take its database does not get, and
// a table file that cannot be opened looks like damage.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tools {

/// What a server has open beside its connections: the files of the log and of the views, 512 each
/// (ledger/FORMAT.md), and what backups, scrubbing and answers read.
inline constexpr std::size_t kOtherFiles = 1'536;

/// How many of the connections that are wanted fit where `files` may be open: where there is little
/// room, half of it.
std::size_t connections_within(std::uint64_t files, std::size_t wanted);

/// Raises this process's limit of open files as far as these connections need and the system
/// permits, and returns how many of them fit.
std::size_t make_room_for_connections(std::size_t wanted);

}  // namespace tools
