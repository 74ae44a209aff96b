// SPDX-License-Identifier: Apache-2.0
// Speed of the strict body check, beside SHA-256 over the same bytes.
#include <benchmark/benchmark.h>

#include "ledger/hash.h"
#include "tests/support/bodies.h"

namespace ledger {
namespace {

std::string sample(std::string_view name, test::SampleSize size) {
  for (const fb::Payload type : test::all_payload_types()) {
    if (payload_name(type) == name) return test::sample_body(type, size, 1);
  }
  return {};
}

void check(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) benchmark::DoNotOptimize(check_body(bytes));
  state.counters["bytes"] = static_cast<double>(bytes.size());
  state.SetItemsProcessed(state.iterations());
}

void check_vote(benchmark::State& state) {
  check(state, sample("VoteCast", test::SampleSize::kMinimal));
}
void check_document(benchmark::State& state) {
  check(state, sample("DocumentRegistered", test::SampleSize::kMinimal));
}
void check_large_vote(benchmark::State& state) {
  check(state, sample("VoteCast", test::SampleSize::kMaximal));
}
void check_large_charter(benchmark::State& state) {
  check(state, sample("CharterAdopted", test::SampleSize::kMaximal));
}
void hash_vote(benchmark::State& state) {
  const std::string bytes = sample("VoteCast", test::SampleSize::kMinimal);
  for (auto _ : state) benchmark::DoNotOptimize(sha256(bytes));
}
BENCHMARK(check_vote);
BENCHMARK(check_document);
BENCHMARK(check_large_vote);
BENCHMARK(check_large_charter);
BENCHMARK(hash_vote);

}  // namespace
}  // namespace ledger
