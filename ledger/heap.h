// SPDX-License-Identifier: Apache-2.0
// The heap of a process that goes once through a whole log: glibc keeps what was let go of, in a
// pool for each thread that ever asked, and by and by takes large pieces from these pools too, so
// that the process stays far larger than what it holds.
#pragma once

namespace ledger {

/// From now on large pieces (512 KiB: a write buffer, a batch) go straight back to the system, and
/// there are no more pools than cores. Costs whoever allocates from many threads at once: for
/// commands, not for a server. To be called before there are other threads.
void keep_heap_small();

/// Gives the system back what was let go of. Costs milliseconds for each 100 MiB of heap.
void return_free_memory();

}  // namespace ledger
