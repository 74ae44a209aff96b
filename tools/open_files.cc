// SPDX-License-Identifier: Apache-2.0
#include "tools/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace tools {

std::size_t connections_within(std::uint64_t files, std::size_t wanted) {
  const std::uint64_t rest = files > 2 * kOtherFiles ? files - kOtherFiles : files / 2;
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(rest, 1, wanted));
}

std::size_t make_room_for_connections(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const rlim_t needed = std::max<rlim_t>(wanted, kOtherFiles) + kOtherFiles + 1;
  if (limit.rlim_cur < needed) {
    const rlimit raised{std::min(needed, limit.rlim_max), limit.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return connections_within(limit.rlim_cur, wanted);
}

}  // namespace tools
