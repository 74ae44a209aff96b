// SPDX-License-Identifier: Apache-2.0
// Rules at the tool: a native act against the charter is refused with the clause, in the user's
// language; a ledger under rules that this program lacks is read and not written.
#include <gtest/gtest.h>

#include "ledger/kv.h"
#include "projections/identity_admission.h"
#include "projections/internal/identity_state.h"
#include "tests/support/secretary_home.h"

namespace tools {
namespace {

constexpr const char* kOperatorKey =
    R"({"@name": "key-second", "@cosigners": ["second"], "scope": {"kind": "LEDGER",)"
    R"("id": "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":)"
    R"({"key": "@key:second", "kind": "PERSON", "capacity": {"organisation": "@ministry",)"
    R"("role": "REGIONAL_OPERATOR"}, "organisation": "@ministry", "scopes": ["ACT"]}})";
constexpr const char* kNewcomer =
    R"({"@name": "newcomer", "scope": {"kind": "REGION", "id": "@region"}, "attestation":)"
    R"({"grade": "RECORDER"}, "payload_type": "OrganisationRegistered", "payload": {"profile":)"
    R"({"organisation": "@newcomer", "names": [{"kind": "FULL", "text": "Новая организация"}],)"
    R"("category": "EMPLOYER"}}})";
constexpr const char* kInclusion =
    R"({"@signer": "second", "scope": {"kind": "CLUSTER", "id": "@cluster"}, "dates":)"
    R"({"occurred": "2026-11-20", "effective": "2026-11-20"}, "payload_type": "OrderIssued",)"
    R"("payload": {"act": {"kind": "ORDER", "issuer": "@ministry", "title": "О включении",)"
    R"("printed": [{"place": "HEADER", "number": "99", "date": "2026-11-20"}]}, "wording":)"
    R"({"title": "Включить"}, "included": ["@newcomer"]}})";

TEST(AdmissionAtTheTool, ANativeActAgainstTheCharterIsRefusedWithItsClauseInBothLanguages) {
  const SecretaryHome home;
  ASSERT_EQ(home.secretary({"append"}, kOperatorKey).code, 0);
  ASSERT_EQ(home.secretary({"append"}, kNewcomer).code, 0);
  const int before = home.size();
  const Finished english = home.secretary({"append", "--lang", "en"}, kInclusion);
  EXPECT_EQ(english.code, 4);
  EXPECT_NE(english.err.find("[NO_CONSENT]"), std::string::npos) << english.err;
  EXPECT_NE(english.err.find("(clause 2 of the charter)"), std::string::npos) << english.err;
  const Finished russian = home.secretary({"append", "--lang", "ru"}, kInclusion);
  EXPECT_NE(russian.err.find("Организация не дала согласия на включение."), std::string::npos)
      << russian.err;
  EXPECT_NE(russian.err.find("для её категории согласие нужно на этот день (пункт 2 положения)"),
            std::string::npos)
      << russian.err;
  EXPECT_EQ(russian.err.find("has not consented"), std::string::npos) << russian.err;
  EXPECT_EQ(home.size(), before);
}

/// Puts the number of a rules version that this program lacks into the state of a ledger.
void put_unknown_rules(const std::filesystem::path& store) {
  ledger::Rows rows;
  projections::internal::IdentityWriter(rows).set_rules_version(projections::kRulesVersion + 1);
  ledger::KvOptions options;
  options.dir = store;
  options.families = {{"events"},     {"tree"},    {"by_id"}, {"by_digest"},
                      {"by_subject"}, {"by_type"}, {"state"}};
  const auto kv = ledger::Kv::open(options);
  ASSERT_TRUE(kv) << kv.error().message;
  ledger::KvBatch batch;
  batch.put(6, "Srav", *rows.get("av"));
  ASSERT_TRUE((*kv)->write(batch, true));
}

TEST(AdmissionAtTheTool, ANewLedgerGoesByTheNewestRulesFromItsSecondEventOn) {
  const SecretaryHome home;
  const auto events = home.events();
  ASSERT_GT(events.size(), 1u);
  EXPECT_EQ(events[1]["body"]["payload_type"], "RulesUpgraded");
  EXPECT_EQ(events[1]["body"]["payload"]["version"], projections::kRulesVersion);
}

TEST(AdmissionAtTheTool, ALedgerUnderRulesThatTheProgramLacksIsReadAndNotWritten) {
  const SecretaryHome home;
  const int before = home.size();
  put_unknown_rules(home.path("ledger/log"));
  const Finished refused = home.secretary({"append"}, kNewcomer);
  EXPECT_EQ(refused.code, 6) << "nobody but a newer program may write";
  EXPECT_NE(refused.err.find("RULES_UNKNOWN"), std::string::npos) << refused.err;
  EXPECT_EQ(home.size(), before) << "it is read all the same";
  EXPECT_EQ(home.run({"log", "-d", "ledger", "--limit", "3"}).code, 0);
}

}  // namespace
}  // namespace tools
