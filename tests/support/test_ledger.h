// SPDX-License-Identifier: Apache-2.0
// A ledger for tests: fixed keys, a clock that is set by hand, events in one line, opening and
// closing over a memory disk or over RocksDB.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/kv.h"
#include "ledger/log.h"
#include "ledger/signing_key.h"
#include "tests/support/memory_store.h"
#include "tests/support/temp_dir.h"

namespace support {

/// An Ed25519 key made from a number.
struct TestKey {
  std::string seed;
  std::shared_ptr<const ledger::SigningKey> signing;
  ledger::PublicKey key;

  explicit TestKey(std::uint64_t number);
  std::string hex() const { return ledger::to_hex(key); }
  ledger::Signature sign(std::string_view message) const { return signing->sign(message); }
};

class TestClock : public ledger::Clock {
 public:
  std::uint64_t now_us() override { return now.load(); }
  std::atomic<std::uint64_t> now = 1'700'000'000'000'000;
};

/// Lets everything in and keeps no state: what is refused, the ledger itself refused.
class AdmitEverything : public ledger::Admission {
 public:
  ledger::Status admit(const ledger::Rows&, const ledger::Candidate&) const override {
    return ledger::Ok{};
  }
  void fold(ledger::Rows&, const ledger::Candidate&) const override {}
};

/// An event being written. `cosigners` are sorted before signing; `subjects` are computed unless
/// given as JSON.
struct Draft {
  std::string type;
  std::string payload;
  std::uint64_t id = 0;
  const TestKey* author = nullptr;
  std::string capacity;                                           ///< JSON
  std::vector<std::pair<const TestKey*, std::string>> cosigners;  ///< key and capacity JSON
  std::string scope = R"({"kind":"LEDGER","id":"00000000000000000000000000000000"})";
  std::uint64_t seen_size = 0;
  std::string seen_root;  ///< hex; empty: of nothing
  std::string subjects;   ///< JSON list; empty: computed
  std::vector<ledger::Subject> inherited;
  std::string extra;  ///< more members, each preceded by a comma
};

class TestLedger {
 public:
  enum class Where { kMemory, kRocks };
  explicit TestLedger(Where where, std::string origin = "ledger.example/test");
  /// Over RocksDB in a folder that outlives this object.
  explicit TestLedger(std::filesystem::path folder);

  /// Options over the same storage as before; the store is opened anew.
  ledger::Result<ledger::LogOptions> options();
  /// Creates the ledger with genesis, leaving `log` open.
  void create();
  ledger::Status open();
  void close() { log.reset(); }

  ledger::SignedEvent genesis() const;
  ledger::SignedEvent sign(const Draft& draft) const;
  std::string body_of(const Draft& draft) const;
  /// The id that its event has, without building the event.
  static ledger::Id id_of(const Draft& draft);
  ledger::SignedEvent sign_body(const std::string& body,
                                const std::vector<const TestKey*>& signers) const;

  /// Registers an organisation by the root key: the smallest ordinary event.
  Draft organisation(std::uint64_t number) const;
  /// The root introduces the first key of an organisation; needs evidence when it is not its own.
  Draft key_introduced(const TestKey& key, const std::string& organisation_hex,
                       const std::string& scopes, std::uint64_t id) const;
  std::string capacity(const std::string& role, const std::string& organisation_hex) const;
  ledger::Hash digest_of(const ledger::SignedEvent& event) const;

  TestKey root{1}, service{2}, checkpoint{3}, recovery_a{4}, recovery_b{5}, recovery_c{6};
  const std::string operator_hex;
  const std::string origin;
  Where where;
  TempDir dir;
  std::filesystem::path folder;  ///< of the log and its anchor: `dir` unless given
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  std::shared_ptr<TestClock> clock = std::make_shared<TestClock>();
  std::shared_ptr<const ledger::Admission> admission = std::make_shared<AdmitEverything>();
  std::function<void(ledger::WriteStep)> on_step;
  std::function<ledger::Status(const ledger::ReadView&)> before_signing;
  unsigned check_threads = 2;
  bool new_anchor = false;
  bool accept_clock = false;
  std::vector<TestKey> more_checkpoint_keys;  ///< given to the log beside the first one
  ledger::FileFaults* faults = nullptr;
  ledger::Hash ledger_id;
  std::unique_ptr<ledger::Log> log;
};

/// A random-looking hex text of `bytes` bytes for a number.
std::string hex_for(std::uint64_t number, std::size_t bytes);

}  // namespace support
