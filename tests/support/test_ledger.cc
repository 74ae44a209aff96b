// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_ledger.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/hash.h"
#include "ledger/message.h"
#include "ledger/rocks_store.h"
#include "tests/support/bodies.h"

namespace support {

using ledger::Hash;
using ledger::SignedEvent;

std::string hex_for(std::uint64_t number, std::size_t bytes) {
  std::string hex = to_hex(ledger::sha256("test " + std::to_string(number)));
  hex.resize(2 * bytes);
  return hex;
}

TestKey::TestKey(std::uint64_t number)
    : seed(ledger::sha256("key " + std::to_string(number)).view()),
      signing(std::make_shared<const ledger::SigningKey>(
          ledger::SigningKey::from_seed(ledger::SecretBytes::copy_of(seed)))),
      key(signing->public_key()) {}

TestLedger::TestLedger(Where at, std::string with_origin)
    : operator_hex(hex_for(1'000'000, 16)), origin(std::move(with_origin)), where(at) {
  folder = dir.path();
  ledger_id = ledger::ledger_id_of(genesis().body);
}

TestLedger::TestLedger(std::filesystem::path in) : TestLedger(Where::kRocks) {
  folder = std::move(in);
}

ledger::Result<ledger::LogOptions> TestLedger::options() {
  ledger::LogOptions options;
  if (where == Where::kMemory) {
    options.store = open_memory_store(disk);
  } else {
    ledger::RocksStoreOptions rocks;
    rocks.dir = folder / "log";
    rocks.create = !std::filesystem::exists(rocks.dir);
    rocks.faults = faults;
    auto store = open_rocks_store(rocks);
    if (!store) return store.error();
    options.store = std::move(*store);
  }
  options.anchor = folder / "state" / "anchor";
  std::vector<TestKey> checkpoint_keys = more_checkpoint_keys;
  checkpoint_keys.insert(checkpoint_keys.begin(), checkpoint);
  for (const TestKey& key : checkpoint_keys) {
    options.checkpoint_signers.push_back(
        {{origin, ledger::SignatureType::kEd25519, key.key},
         [key](std::string_view message) -> ledger::Result<ledger::Signature> {
           return key.sign(message);
         }});
  }
  options.admission = admission;
  options.clock = clock;
  options.check_threads = check_threads;
  options.new_anchor = new_anchor;
  options.accept_clock = accept_clock;
  options.on_step = on_step;
  options.before_signing = before_signing;
  return options;
}

void TestLedger::create() {
  auto with = options();
  LEDGER_CHECK(static_cast<bool>(with));
  auto created = ledger::Log::create(std::move(*with), genesis());
  if (!created) fmt::print(stderr, "create: {}\n", created.error().message);
  LEDGER_CHECK(static_cast<bool>(created));
  log = std::move(*created);
}

ledger::Status TestLedger::open() {
  log.reset();
  auto with = options();
  if (!with) return with.error();
  auto opened = ledger::Log::open(std::move(*with));
  if (!opened) return opened.error();
  log = std::move(*opened);
  return ledger::Ok{};
}

std::string TestLedger::capacity(const std::string& role,
                                 const std::string& organisation_hex) const {
  return fmt::format(R"({{"role":"{}","organisation":"{}"}})", role, organisation_hex);
}

SignedEvent TestLedger::genesis() const {
  Draft draft;
  draft.type = "LedgerCreated";
  draft.payload = fmt::format(
      R"({{"origin":"{}","random":"{}","operator_organisation":{{"organisation":"{}",
      "names":[{{"kind":"FULL","text":"Оператор"}}],"category":"REGIONAL_BODY"}},
      "root_key":"{}","recovery":{{"keys":["{}","{}","{}"],"k":2}},"service_key":"{}",
      "checkpoint_key":"{}","default_zone_minutes":180}})",
      origin, hex_for(0, 32), operator_hex, root.hex(), recovery_a.hex(), recovery_b.hex(),
      recovery_c.hex(), service.hex(), checkpoint.hex());
  draft.id = 1;
  draft.author = &root;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  draft.cosigners = {{&service, capacity("LEDGER_SERVICE", operator_hex)},
                     {&checkpoint, capacity("LOG_CHECKPOINT", operator_hex)}};
  return sign(draft);
}

namespace {

std::string subjects_json(const std::vector<ledger::Subject>& subjects) {
  static constexpr const char* kNames[] = {"",        "REGISTRY", "REGION", "ORGANISATION",
                                           "CLUSTER", "DOCUMENT"};
  std::string json;
  for (const ledger::Subject& subject : subjects) {
    json += fmt::format(R"({}{{"kind":"{}","id":"{}"}})", json.empty() ? "" : ",",
                        kNames[static_cast<int>(subject.kind)], to_hex(subject.id));
  }
  return "[" + json + "]";
}

std::string json_of(const Draft& draft, const std::string& subjects) {
  auto cosigners = draft.cosigners;
  std::sort(cosigners.begin(), cosigners.end(),
            [](const auto& a, const auto& b) { return a.first->key < b.first->key; });
  std::string cosigner_json;
  for (const auto& [key, capacity] : cosigners) {
    cosigner_json += fmt::format(R"({}{{"key":"{}","capacity":{}}})",
                                 cosigner_json.empty() ? "" : ",", key->hex(), capacity);
  }
  const std::string root = draft.seen_root.empty() ? to_hex(ledger::empty_root()) : draft.seen_root;
  return fmt::format(
      R"({{"schema_version":1,"event_id":"{}","scope":{},"subjects":{},
      "author":{{"key":"{}","capacity":{}}}{},"dates":{{}},"attestation":{{"grade":"SELF"}},
      "seen":{{"size":{},"root":"{}"}},"payload_type":"{}","payload":{}{}}})",
      to_hex(TestLedger::id_of(draft)), draft.scope, subjects, draft.author->hex(), draft.capacity,
      cosigner_json.empty() ? "" : ",\"cosigners\":[" + cosigner_json + "]", draft.seen_size, root,
      draft.type, draft.payload, draft.extra);
}

}  // namespace

ledger::Id TestLedger::id_of(const Draft& draft) {
  return *ledger::fixed_from_hex<ledger::Id>(hex_for(draft.id + 5'000'000, 16));
}

std::string TestLedger::body_of(const Draft& draft) const {
  if (!draft.subjects.empty()) return ledger::test::body_from_json(json_of(draft, draft.subjects));
  const std::string any = R"([{"kind":"REGISTRY","id":"00000000000000000000000000000000"}])";
  const auto first = ledger::check_body(ledger::test::body_from_json(json_of(draft, any)));
  if (!first) {
    fmt::print(stderr, "draft: {} {}\n", first.error().message, first.error().where);
    LEDGER_CHECK(false);
  }
  const auto implied = implied_subjects(*first, draft.inherited);
  return ledger::test::body_from_json(json_of(draft, subjects_json(implied)));
}

SignedEvent TestLedger::sign_body(const std::string& body,
                                  const std::vector<const TestKey*>& signers) const {
  const auto checked = ledger::check_body(body);
  LEDGER_CHECK(static_cast<bool>(checked));
  const bool is_genesis = checked->payload_name() == "LedgerCreated";
  const std::string message = ledger::signed_message(origin, is_genesis ? Hash{} : ledger_id, body);
  SignedEvent event{body, {}};
  for (const TestKey* key : signers) event.signatures.push_back(key->sign(message));
  return event;
}

SignedEvent TestLedger::sign(const Draft& draft) const {
  std::vector<const TestKey*> signers;
  for (const auto& [key, capacity] : draft.cosigners) signers.push_back(key);
  std::sort(signers.begin(), signers.end(),
            [](const TestKey* a, const TestKey* b) { return a->key < b->key; });
  signers.insert(signers.begin(), draft.author);
  return sign_body(body_of(draft), signers);
}

Draft TestLedger::organisation(std::uint64_t number) const {
  Draft draft;
  draft.type = "OrganisationRegistered";
  draft.payload = fmt::format(
      R"({{"profile":{{"organisation":"{}","names":[{{"kind":"FULL","text":"Колледж {}"}}],
      "category":"COLLEGE","educational":true}}}})",
      hex_for(number + 2'000'000, 16), number);
  draft.id = 1'000 + number;
  draft.author = &root;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  return draft;
}

Draft TestLedger::key_introduced(const TestKey& key, const std::string& organisation_hex,
                                 const std::string& scopes, std::uint64_t id) const {
  Draft draft;
  draft.type = "KeyIntroduced";
  draft.payload = fmt::format(
      R"({{"key":"{}","kind":"PERSON","capacity":{},"organisation":"{}","scopes":[{}]}})",
      key.hex(), capacity("SECRETARY", organisation_hex), organisation_hex, scopes);
  draft.id = id;
  draft.author = &root;
  draft.capacity = capacity("LEDGER_ROOT", operator_hex);
  draft.cosigners = {{&key, capacity("SECRETARY", organisation_hex)}};
  return draft;
}

Hash TestLedger::digest_of(const SignedEvent& event) const {
  return ledger::event_digest(ledger::signed_message(origin, ledger_id, event.body));
}

}  // namespace support
