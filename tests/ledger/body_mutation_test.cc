// SPDX-License-Identifier: Apache-2.0
// Random damage to valid bodies: never a crash, and what is still accepted is a strict body.
#include <flatbuffers/reflection.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

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
        bytes.replace(at / 4 * 4, count, count, '\0');
        bytes[at / 4 * 4] = static_cast<char>(below(64));
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

std::uint64_t seed_of_run() {
  const char* fixed = std::getenv("LETOPIS_SEED");
  const std::uint64_t seed = fixed ? std::strtoull(fixed, nullptr, 10) : std::random_device{}();
  std::printf("LETOPIS_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

/// The places of the table sizes in the vtables, found by FlatBuffers' own reflection: the only
/// bytes whose value may vary (by padding) without a change of content.
void table_sizes(const std::string& bytes, const flatbuffers::Table& table,
                 const reflection::Object& type, std::set<std::size_t>& out) {
  const auto& schema = *reflection::GetSchema(schema_bfbs().data());
  const auto* vtable = table.GetVTable();
  out.insert(static_cast<std::size_t>(vtable - as_unsigned(bytes)) + 2);
  out.insert(static_cast<std::size_t>(vtable - as_unsigned(bytes)) + 3);
  for (const auto* field : *type.fields()) {
    if (!table.CheckField(field->offset())) continue;
    const auto base = field->type()->base_type();
    if (base == reflection::Union) {
      const auto& object = flatbuffers::GetUnionType(schema, type, *field, table);
      table_sizes(bytes, *flatbuffers::GetFieldT(table, *field), object, out);
    } else if (base == reflection::Obj) {
      const auto* object =
          schema.objects()->Get(static_cast<flatbuffers::uoffset_t>(field->type()->index()));
      table_sizes(bytes, *flatbuffers::GetFieldT(table, *field), *object, out);
    } else if (base == reflection::Vector && field->type()->element() == reflection::Obj) {
      const auto* object =
          schema.objects()->Get(static_cast<flatbuffers::uoffset_t>(field->type()->index()));
      const auto* items =
          flatbuffers::GetFieldV<flatbuffers::Offset<flatbuffers::Table>>(table, *field);
      for (const auto* item : *items) table_sizes(bytes, *item, *object, out);
    }
  }
}

TEST(BodyMutation, NoByteOfAnAcceptedBodyIsInvisible) {
  const auto& schema = *reflection::GetSchema(schema_bfbs().data());
  for (const char* name : {"VoteCast", "OrderIssued", "AgreementSigned", "EventCorrected"}) {
    for (const fb::Payload type : test::all_payload_types()) {
      if (payload_name(type) != name) continue;
      std::string bytes = test::sample_body(type, test::SampleSize::kMinimal, 1);
      const std::string json = test::body_to_json(bytes);
      std::set<std::size_t> free;
      table_sizes(bytes, *flatbuffers::GetAnyRoot(as_unsigned(bytes)), *schema.root_table(), free);
      for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const char flip : {'\x01', '\x04', '\x20'}) {
          bytes[at] = static_cast<char>(bytes[at] ^ flip);
          if (check_body(bytes) && !free.contains(at)) {
            EXPECT_NE(test::body_to_json(bytes), json) << name << " byte " << at;
          }
          bytes[at] = static_cast<char>(bytes[at] ^ flip);
        }
      }
    }
  }
}

TEST(BodyMutation, DamagedBodiesAreRefusedOrStillStrict) {
  Mutator mutator(samples(), seed_of_run());
  std::size_t accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string bytes = mutator.next();
    const auto body = check_body(bytes);
    if (!body) {
      EXPECT_FALSE(body.error().reason.empty());
      EXPECT_FALSE(body.error().russian.empty()) << body.error().message;
      continue;
    }
    ++accepted;
    EXPECT_EQ(body->bytes(), bytes);
    if (accepted % 16 != 0) continue;
    const std::string again = test::body_from_json(test::body_to_json(bytes));
    EXPECT_EQ(test::body_to_full_json(again), test::body_to_full_json(bytes));
  }
  EXPECT_GT(accepted, 0U) << "the mutations are too coarse to mean anything";
  EXPECT_LT(accepted, 50'000U);
}

}  // namespace
}  // namespace ledger
