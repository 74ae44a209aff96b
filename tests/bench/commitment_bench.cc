// SPDX-License-Identifier: Apache-2.0
// What a commitment costs at 10,000 subjects, kept up and from scratch, and a map path; what the
// digest of the rules' state costs after a group of events, in a small and in a large state.
#include <benchmark/benchmark.h>

#include <vector>

#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/prefix_map.h"
#include "ledger/rows.h"

namespace ledger {
namespace {

constexpr std::uint64_t kSubjects = 10'000;
constexpr std::uint64_t kChanged = 1'024;  // at most, between two commitments

MapLeaf leaf_of(std::uint64_t subject, std::uint64_t version) {
  return {sha256(be64(subject)), sha256(be64(version))};
}

PrefixMap full_map() {
  PrefixMap map;
  for (std::uint64_t i = 0; i < kSubjects; ++i) map.put(leaf_of(i, 0));
  map.root();
  return map;
}

void map_from_scratch(benchmark::State& state) {
  std::vector<MapLeaf> leaves;
  for (std::uint64_t i = 0; i < kSubjects; ++i) leaves.push_back(leaf_of(i, 0));
  for (auto _ : state) {
    PrefixMap map;
    for (const MapLeaf& leaf : leaves) map.put(leaf);
    benchmark::DoNotOptimize(map.root());
  }
}
BENCHMARK(map_from_scratch)->Unit(benchmark::kMillisecond);

/// The root after 1,024 events, each about another subject.
void map_kept_up(benchmark::State& state) {
  PrefixMap map = full_map();
  std::uint64_t version = 0;
  for (auto _ : state) {
    ++version;
    for (std::uint64_t i = 0; i < kChanged; ++i) map.put(leaf_of(i * 7 % kSubjects, version));
    benchmark::DoNotOptimize(map.root());
  }
}
BENCHMARK(map_kept_up)->Unit(benchmark::kMillisecond);

void map_path_made_and_checked(benchmark::State& state) {
  PrefixMap map = full_map();
  const Hash root = map.root();
  std::uint64_t i = 0;
  for (auto _ : state) {
    const Hash key = leaf_of(i++ % kSubjects, 0).key;
    benchmark::DoNotOptimize(check_map_path(root, key, map.path(key)));
  }
}
BENCHMARK(map_path_made_and_checked)->Unit(benchmark::kMicrosecond);

void state_digest_after_a_group(benchmark::State& state) {
  Rows rows;
  const auto put = [&](std::uint64_t row, std::uint64_t version) {
    rows.put(std::string(sha256(be64(row)).view()), std::string(64, static_cast<char>(version)));
  };
  const auto count = static_cast<std::uint64_t>(state.range(0));
  for (std::uint64_t i = 0; i < count; ++i) put(i, 0);
  rows.digest();
  std::uint64_t version = 0;
  for (auto _ : state) {
    ++version;
    for (std::uint64_t i = 0; i < kGroupEventsMax; ++i) put((version * 257 + i) % count, version);
    rows.take_changes();
    benchmark::DoNotOptimize(rows.digest());
  }
}
BENCHMARK(state_digest_after_a_group)
    ->ArgName("rows")
    ->Arg(1'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ledger
