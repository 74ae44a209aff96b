// SPDX-License-Identifier: Apache-2.0
#include "tests/support/identity_ledger.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

#include "ledger/hash.h"
#include "projections/identity_admission.h"
#include "projections/refusals.h"
#include "tests/support/bodies.h"

namespace support {

using ledger::Hash;
using ledger::Result;

std::string org_id(std::uint64_t number) { return hex_for(10'000'000 + number, 16); }
std::string region_id(std::uint64_t number) { return hex_for(20'000'000 + number, 16); }
std::string cluster_id(std::uint64_t number) { return hex_for(30'000'000 + number, 16); }
std::string document_id(std::uint64_t number) { return hex_for(40'000'000 + number, 16); }

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

std::string attestation_json(const Said& said) {
  if (said.evidence.empty()) return fmt::format(R"({{"grade":"{}"}})", said.grade);
  return fmt::format(R"({{"grade":"{}","evidence":{{"document":"{}"}}}})", said.grade,
                     said.evidence);
}

std::string dates_json(const Said& said) {
  if (said.effective.empty()) return "{}";
  if (said.effective.front() == '{') return R"({"effective":)" + said.effective + "}";
  return fmt::format(
      R"({{"effective":{{"precision":"DAY","not_before":"{0}","not_after":"{0}",
      "source":"PRINTED"}}}})",
      said.effective);
}

}  // namespace

IdentityLedger::IdentityLedger(TestLedger::Where where, const std::string& origin)
    : IdentityLedger(std::make_shared<projections::IdentityAdmission>(), where, origin) {}

IdentityLedger::IdentityLedger(std::shared_ptr<const ledger::Admission> rules,
                               TestLedger::Where where, const std::string& origin)
    : test(where, origin), rules_(std::move(rules)) {
  test.more_checkpoint_keys.emplace_back(8);
  auto options = test.options();
  LEDGER_CHECK(static_cast<bool>(options));
  options->admission = rules_;
  auto created = ledger::Log::create(std::move(*options), test.genesis());
  if (!created) fmt::print(stderr, "create: {}\n", created.error().message);
  LEDGER_CHECK(static_cast<bool>(created));
  test.log = std::move(*created);
  for (const TestKey* key : {&test.root, &test.recovery_a, &test.recovery_b, &test.recovery_c}) {
    capacities_[key->hex()] = test.capacity("LEDGER_ROOT", test.operator_hex);
  }
}

std::string IdentityLedger::json(const Said& said, const std::string& subjects) {
  const TestKey& author = said.author == nullptr ? test.root : *said.author;
  std::string cosigners_json;
  for (const TestKey* key : cosigners(said)) {
    cosigners_json += fmt::format(
        R"({}{{"key":"{}","capacity":{}}})", cosigners_json.empty() ? "" : ",", key->hex(),
        key == said.possession ? said.possession_capacity : capacities_.at(key->hex()));
  }
  if (!cosigners_json.empty()) cosigners_json = "\"cosigners\":[" + cosigners_json + "],";
  return fmt::format(
      R"({{"schema_version":1,"event_id":"{}","scope":{{"kind":"{}","id":"{}"}},"subjects":{},
      "author":{{"key":"{}","capacity":{}}},{}"dates":{},"attestation":{},"historical":{},
      "seen":{{"size":{},"root":"{}"}},"payload_type":"{}","payload":{}}})",
      hex_for(50'000'000 + next_id_, 16), said.scope_kind, said.scope_id, subjects, author.hex(),
      capacities_.at(author.hex()), cosigners_json, dates_json(said), attestation_json(said),
      said.historical, said.seen,
      to_hex(said.seen == 0 ? ledger::empty_root() : *view().root_at(said.seen)), said.type,
      said.payload);
}

std::vector<const TestKey*> IdentityLedger::cosigners(const Said& said) const {
  std::vector<const TestKey*> keys = said.cosigners;
  if (said.possession != nullptr) keys.push_back(said.possession);
  std::sort(keys.begin(), keys.end(),
            [](const TestKey* a, const TestKey* b) { return a->key < b->key; });
  return keys;
}

ledger::SignedEvent IdentityLedger::sign(const Said& said) {
  ++next_id_;
  const std::string any = R"([{"kind":"REGISTRY","id":"00000000000000000000000000000000"}])";
  const auto draft = ledger::check_body(ledger::test::body_from_json(json(said, any)));
  if (!draft) {
    fmt::print(stderr, "draft of {}: {} at {}\n", said.type, draft.error().message,
               draft.error().where);
    LEDGER_CHECK(false);
  }
  std::vector<ledger::Subject> inherited;
  for (const ledger::Reference& ref : draft->refs()) {
    const auto found = about_.find(to_hex(ref.digest));
    if (found == about_.end() || ref.inherit == ledger::Inherit::kNothing) continue;
    for (const ledger::Subject& subject : found->second) {
      const bool document = subject.kind == ledger::SubjectKind::kDocument;
      if (document || ref.inherit == ledger::Inherit::kAll) inherited.push_back(subject);
    }
  }
  const auto subjects = implied_subjects(*draft, inherited);
  std::vector<const TestKey*> signers{said.author == nullptr ? &test.root : said.author};
  for (const TestKey* key : cosigners(said)) signers.push_back(key);
  return test.sign_body(ledger::test::body_from_json(json(said, subjects_json(subjects))), signers);
}

namespace {

/// Whatever the rules refuse they tell in both languages, with the clause that it rests on.
void expect_told_in_both_languages(const ledger::Error& error) {
  if (projections::rule_of(error.reason).empty()) return;
  const auto ends = [](const std::string& text, std::initializer_list<const char*> openings) {
    const auto has = [&](const char* one) { return text.find(one) != std::string::npos; };
    return text.ends_with(')') && std::any_of(openings.begin(), openings.end(), has);
  };
  EXPECT_TRUE(ends(error.message, {" (clause ", " (rule A", " (general law, "}))
      << error.reason << ": " << error.message;
  EXPECT_TRUE(ends(error.russian, {" (пункт ", " (правило A", " (общий закон, "}))
      << error.reason << ": " << error.russian;
}

}  // namespace

Result<Hash> IdentityLedger::record(const Said& said) {
  const ledger::SignedEvent event = sign(said);
  const auto appended = test.log->append({event});
  const Result<Hash> result =
      appended ? Result<Hash>(appended->front().digest) : Result<Hash>(appended.error());
  if (on_record) on_record(event, result);
  if (!result) expect_told_in_both_languages(result.error());
  if (!result) return result.error();
  const Hash digest = *result;
  about_[to_hex(digest)] = ledger::check_body(event.body)->subjects();
  if (said.possession != nullptr) {
    capacities_[said.possession->hex()] = said.possession_capacity;
  }
  return digest;
}

std::string IdentityLedger::must(const Said& said) {
  const auto digest = record(said);
  if (!digest) {
    fmt::print(stderr, "{}: {} ({})\n", said.type, digest.error().message, digest.error().where);
    LEDGER_CHECK(false);
  }
  return to_hex(*digest);
}

std::string IdentityLedger::refusal(const Said& said) {
  const auto digest = record(said);
  return digest ? "accepted" : digest.error().reason;
}

Said IdentityLedger::organisation(std::uint64_t number, const std::string& more) const {
  Said said;
  said.type = "OrganisationRegistered";
  said.payload = fmt::format(
      R"({{"profile":{{"organisation":"{}","names":[{{"kind":"FULL","text":"Колледж {}"}}],
      "category":"COLLEGE","educational":true{}}}}})",
      org_id(number), number, more);
  return said;
}

Said IdentityLedger::region(std::uint64_t number, std::uint64_t operator_number) const {
  Said said;
  said.type = "RegionDeclared";
  said.payload = fmt::format(
      R"({{"region":"{}","names":[{{"kind":"FULL","text":"Область {}"}}],
      "operator_organisation":"{}"}})",
      region_id(number), number, org_id(operator_number));
  return said;
}

Said IdentityLedger::cluster(std::uint64_t number, std::uint64_t region_number) const {
  Said said;
  said.type = "ClusterCreated";
  said.payload = fmt::format(
      R"({{"cluster":"{}","region":"{}","names":[{{"kind":"FULL","text":"Кластер {}"}}],
      "zone_minutes":420,"decided_on":{{"precision":"UNKNOWN","source":"STATED"}}}})",
      cluster_id(number), region_id(region_number), number);
  return said;
}

Said IdentityLedger::document(std::uint64_t number, const std::string& more) const {
  Said said;
  said.type = "DocumentRegistered";
  said.payload = fmt::format(
      R"({{"document":"{}","kind":"ORDER","title":"Приказ номер {}","edition":1,
      "rendition":"ORIGINAL","file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":10,
      "media_type":"text/plain"}}{}}})",
      document_id(number), number, hex_for(60'000'000 + number, 32), more);
  return said;
}

Said IdentityLedger::first_key(const TestKey& key, std::uint64_t organisation,
                               const std::string& scopes, const std::string& evidence) const {
  Said said;
  said.type = "KeyIntroduced";
  said.possession = &key;
  said.possession_capacity = test.capacity("SECRETARY", org_id(organisation));
  said.payload = fmt::format(
      R"({{"key":"{}","kind":"PERSON","capacity":{},"organisation":"{}","scopes":[{}],
      "first_key_evidence":"{}"}})",
      key.hex(), said.possession_capacity, org_id(organisation), scopes, evidence);
  return said;
}

const TestKey& IdentityLedger::keeper(const std::string& scopes) {
  const std::uint64_t number = 9'000 + keepers_.size();
  const TestKey& key = keepers_.emplace(number, TestKey(number)).first->second;
  must(organisation(number));
  const std::string paper = must(document(number));
  must(first_key(key, number, scopes, paper));
  return key;
}

}  // namespace support
