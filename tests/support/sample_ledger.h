// SPDX-License-Identifier: Apache-2.0
// A ledger with people in it: a college whose keys come and go, documents, references, batches;
// and ways to lay hands on what is stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/test_ledger.h"

namespace support {

class SampleLedger : public TestLedger {
 public:
  using TestLedger::TestLedger;

  TestKey college{20}, clerk{21}, dismissed{22}, next_checkpoint{23}, stranger{24};
  const std::string college_hex = hex_for(2'000'001, 16);  ///< id of organisation(1)

  Draft document(std::uint64_t number) const;
  /// By a key of the college in its capacity.
  Draft by(const TestKey& key, Draft draft) const;
  /// The root brings in the college's first key, with evidence.
  Draft first_key(const TestKey& key, const ledger::Hash& evidence, std::uint64_t id) const;
  /// The college's key brings in another of its keys.
  Draft next_key(const TestKey& key, const std::string& scopes, std::uint64_t id) const;
  Draft revoked(const TestKey& key, const std::string& organisation, std::uint64_t id) const;
  Draft suspected(const TestKey& key, const std::string& organisation, std::uint64_t from,
                  std::uint64_t id) const;
  Draft recovered(const TestKey& old_key, const TestKey& new_key, const std::string& organisation,
                  const std::string& role, std::uint64_t id) const;
  Draft checkpoint_key_changed(const TestKey& to, std::uint64_t id) const;
  /// Refers to an earlier event.
  static Draft based_on(Draft draft, const ledger::Hash& digest);
  /// Has seen what the log has published.
  Draft seen_now(Draft draft) const;

  /// Must be accepted; the first event's digest.
  ledger::Hash put(const Draft& draft);
  /// Genesis and the first nine events: see kCollegeKeyAt and its neighbours.
  void people();
  /// Organisations in batches of `batch`, every third one referring to the one before.
  void grow(std::uint64_t to_size, std::uint64_t batch);

  static constexpr std::uint64_t kCollegeAt = 1;
  static constexpr std::uint64_t kEvidenceAt = 2;
  static constexpr std::uint64_t kCollegeKeyAt = 3;
  static constexpr std::uint64_t kClerkKeyAt = 4;
  static constexpr std::uint64_t kDismissedKeyAt = 5;
  static constexpr std::uint64_t kRevocationAt = 7;
  static constexpr std::uint64_t kCheckpointKeyAt = 9;
  static constexpr std::uint64_t kPeople = 10;  ///< size after people()
};

/// A second disk with the same contents.
std::shared_ptr<MemoryDisk> copy_of(const MemoryDisk& disk);
/// The same contents as a RocksDB in a new folder.
void write_as_rocks(const MemoryDisk& disk, const std::filesystem::path& dir);

}  // namespace support
