// SPDX-License-Identifier: Apache-2.0
// Speed of the tree: append, inclusion proofs from tiles at a million leaves, checking them, and
// beside them what SHA-256 and Ed25519 alone allow.
#include <benchmark/benchmark.h>

#include <random>

#include "ledger/ed25519.h"
#include "ledger/signing_key.h"
#include "tests/support/memory_log.h"

namespace ledger {
namespace {

constexpr std::uint64_t kLeaves = 1'000'000;

const test::MemoryLog& million() {
  static const test::MemoryLog log = [] {
    test::MemoryLog made;
    for (std::uint64_t i = 0; i < kLeaves; ++i) made.append_leaf(leaf_hash(be64(i)));
    return made;
  }();
  return log;
}

void hash_node(benchmark::State& state) {
  Hash hash;
  for (auto _ : state) hash = node_hash(hash, hash);
  benchmark::DoNotOptimize(hash);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hash_node);

void hash_leaf(benchmark::State& state) {
  const std::string entry(static_cast<std::size_t>(state.range(0)), 'e');
  for (auto _ : state) benchmark::DoNotOptimize(leaf_hash(entry));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hash_leaf)->Arg(300)->Arg(1000);

void append_to_range(benchmark::State& state) {
  CompactRange range;
  const Hash leaf = leaf_hash("entry");
  for (auto _ : state) range.append(leaf);
  benchmark::DoNotOptimize(range.root());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_to_range);

void append_to_tiles(benchmark::State& state) {
  TileBuilder builder;
  const Hash leaf = leaf_hash("entry");
  std::vector<CompleteTile> completed;
  for (auto _ : state) {
    builder.append(leaf, completed);
    completed.clear();
  }
  benchmark::DoNotOptimize(builder.root());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_to_tiles);

void append_and_root(benchmark::State& state) {
  CompactRange range = million().builder().range();
  const Hash leaf = leaf_hash("entry");
  for (auto _ : state) {
    range.append(leaf);
    benchmark::DoNotOptimize(range.root());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_and_root);

void copy_builder(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(TileBuilder(million().builder()));
}
BENCHMARK(copy_builder);

void compute_tile_nodes(benchmark::State& state) {
  const std::string bytes = *million().fetch()({0, 0, kTileWidth});
  for (auto _ : state) benchmark::DoNotOptimize(TileNodes(bytes));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(compute_tile_nodes);

/// Random leaves; the argument is the size of the cache in tiles.
void prove_inclusion(benchmark::State& state) {
  TileCache cache(static_cast<std::size_t>(state.range(0)));
  const TileNodeReader reader(kLeaves, million().fetch(), cache);
  for (std::uint64_t i = 0; i < kLeaves; i += kTileWidth) {
    benchmark::DoNotOptimize(inclusion_proof(i, kLeaves, reader));
  }
  std::mt19937_64 random(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(inclusion_proof(random() % kLeaves, kLeaves, reader));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(prove_inclusion)->Arg(4'096)->Arg(256);

void prove_consistency(benchmark::State& state) {
  TileCache cache;
  const TileNodeReader reader(kLeaves, million().fetch(), cache);
  for (std::uint64_t i = 1; i < kLeaves; i += kTileWidth) {
    benchmark::DoNotOptimize(consistency_proof(i, kLeaves, reader));
  }
  std::mt19937_64 random(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(consistency_proof(1 + random() % kLeaves, kLeaves, reader));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(prove_consistency);

void check_inclusion(benchmark::State& state) {
  TileCache cache;
  const TileNodeReader reader(kLeaves, million().fetch(), cache);
  const std::uint64_t index = 654'321;
  const auto proof = *inclusion_proof(index, kLeaves, reader);
  const Hash root = million().builder().root();
  for (auto _ : state) {
    const Status ok = verify_inclusion(million().leaves()[index], index, kLeaves, proof, root);
    if (!ok) state.SkipWithError("the proof does not verify");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(check_inclusion);

void check_signature(benchmark::State& state) {
  const SigningKey signer = SigningKey::generate();
  const PublicKey key = signer.public_key();
  const std::string message(200, 'm');
  const Signature signature = signer.sign(message);
  for (auto _ : state) benchmark::DoNotOptimize(ed25519_verify(key, message, signature));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(check_signature);

}  // namespace
}  // namespace ledger
