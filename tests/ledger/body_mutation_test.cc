// SPDX-License-Identifier: Apache-2.0
// Random damage to valid bodies: never a crash, and what is still accepted is a strict body.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "ledger/body.h"
#include "tests/support/bodies.h"

namespace ledger {
namespace {

class Mutator {
 public:
  Mutator(std::vector<std::string> bodies, std::uint64_t seed)
      : bodies_(std::move(bodies)), random_(seed) {}

  std::string next() {
    std::string bytes = bodies_[below(bodies_.size())];
    const std::size_t changes = 1 + below(3);
    for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

  void change(std::string& bytes) {
    const std::size_t at = below(bytes.size());
    const std::size_t count = std::min(bytes.size() - at, 1 + below(8));
    switch (below(6)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        return;
      case 1:
        bytes[at] = static_cast<char>(below(256));
        return;
      case 2:
        bytes.insert(at, std::string(count, static_cast<char>(below(256))));
        return;
      case 3:
        bytes.erase(at, count);
        return;
      case 4:  // small numbers where offsets, lengths and vtables stand
        bytes.replace(at / 4 * 4, count,
                      std::string(1, static_cast<char>(below(64))) + std::string(count - 1, '\0'));
        return;
      default: {
        const std::string& other = bodies_[below(bodies_.size())];
        const std::size_t from = below(other.size());
        bytes.replace(at, count, other.substr(from, count));
      }
    }
  }

  std::vector<std::string> bodies_;
  std::mt19937_64 random_;
};

std::vector<std::string> samples() {
  std::vector<std::string> out;
  unsigned variant = 0;
  for (const fb::Payload type : test::all_payload_types()) {
    out.push_back(test::sample_body(type, test::SampleSize::kMinimal, variant));
    std::string large = test::sample_body(type, test::SampleSize::kMaximal, variant++);
    if (large.size() < 4'000) out.push_back(std::move(large));
  }
  return out;
}

TEST(BodyMutation, DamagedBodiesAreRefusedOrStillStrict) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Mutator mutator(samples(), seed);
  std::size_t accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string bytes = mutator.next();
    const auto body = check_body(bytes);
    if (!body) {
      EXPECT_FALSE(body.error().reason.empty());
      continue;
    }
    ++accepted;
    EXPECT_EQ(body->bytes(), bytes);
    if (accepted % 16 != 0) continue;
    const std::string json = test::body_to_json(bytes);
    EXPECT_EQ(test::body_to_json(test::body_from_json(json)), json);
  }
  EXPECT_GT(accepted, 0U) << "the mutations are too coarse to mean anything";
  EXPECT_LT(accepted, 50'000U);
}

}  // namespace
}  // namespace ledger
