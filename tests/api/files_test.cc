// SPDX-License-Identifier: Apache-2.0
// Documents' files over real sockets: kept under the hash that an event names, given by token, shut
// by their destruction.
#include <gmock/gmock.h>

#include <fstream>

#include "api/file_store.h"
#include "api/tokens.h"
#include "ledger/hash.h"
#include "tests/support/served_ledger.h"

namespace {

using api::Right;
using support::cluster_id;
using support::Said;
using testing_support::Json;

constexpr std::string_view kBytes = "Протокол № 1\n";

class Files : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
    t.must(t.cluster(2, 1));
    paper_ = t.must(paper(1));
    configure_ = [this](api::ServeOptions& options) {
      options.access.tokens = views_ / "tokens.json";
      options.files = store();
    };
    clerk_ = add({});
  }

  std::filesystem::path store() { return views_ / "files"; }
  static std::string hash() { return to_hex(ledger::sha256(kBytes)); }
  static std::string target() { return "/v1/files/" + hash(); }

  /// A protocol of cluster 1 with these bytes.
  Said paper(std::uint64_t number) const {
    Said said = t.document(number);
    said.scope_kind = "CLUSTER";
    said.scope_id = cluster_id(1);
    const auto at = said.payload.find("\"sha256\":\"") + 10;
    said.payload.replace(at, 64, hash());
    return said;
  }

  /// The header line of a new token with the right to files.
  std::string add(std::vector<ledger::Id> clusters, std::optional<ledger::Id> organisation = {},
                  Right right = Right::kFiles) {
    api::Token token;
    token.name = "test";
    token.grant.rights = {right};
    if (!clusters.empty()) token.grant.clusters = std::move(clusters);
    token.grant.organisation = organisation;
    const std::string text = api::issue(token, t.test.clock->now_us());
    tokens_.push_back(token);
    EXPECT_TRUE(api::write_tokens(views_ / "tokens.json", tokens_));
    return "Authorization: Bearer " + text + "\r\n";
  }
  static ledger::Id id(const std::string& hex) { return *ledger::fixed_from_hex<ledger::Id>(hex); }

  std::vector<api::Token> tokens_;
  std::string clerk_;
  std::string paper_;
};

TEST_F(Files, AFileIsKeptOnceAndGivenBackByteForByte) {
  serve();
  problem(target(), 404, "FILE_NOT_KEPT", clerk_);
  const auto kept = post("/v1/files", "application/pdf", kBytes, clerk_);
  EXPECT_EQ(kept.status, 201) << kept.body;
  EXPECT_EQ(Json::parse(kept.body)["sha256"], hash());
  EXPECT_EQ(Json::parse(kept.body)["registrations"][0]["digest"], paper_);
  EXPECT_EQ(post("/v1/files", "application/pdf", kBytes, clerk_).status, 200);
  const auto given = ask(target(), clerk_);
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.body, kBytes);
  EXPECT_EQ(given.header("Content-Type"), "text/plain");
  EXPECT_EQ(given.header("X-Content-Type-Options"), "nosniff");
  // RFC 9530 section 2: the sum of exactly these bytes.
  EXPECT_EQ(given.header("Content-Digest"),
            "sha-256=:" + ledger::to_base64(ledger::sha256(kBytes).view()) + ":");
  EXPECT_EQ(given.header("Content-Disposition"), "attachment; filename=\"" + hash() + "\"");
}

TEST_F(Files, BytesThatNoEventNamesAreNotTaken) {
  serve();
  const auto refused = post("/v1/files", "application/pdf", "unknown bytes", clerk_);
  expect_problem(refused, 404, "UNKNOWN_FILE");
  EXPECT_FALSE(std::filesystem::exists(store()));
}

TEST_F(Files, AnOpenLedgerOpensNoFiles) {
  const std::string reader = add({}, {}, Right::kRead);
  serve();
  EXPECT_EQ(ask("/v1/clusters").status, 200);
  problem(target(), 401, "TOKEN_REQUIRED");
  problem(target(), 403, "NOT_PERMITTED", reader);
  expect_problem(post("/v1/files", "text/plain", kBytes), 401, "TOKEN_REQUIRED");
}

TEST_F(Files, ATokenOfClustersOpensTheirPapersAlone) {
  const std::string own = add({id(cluster_id(1))});
  const std::string other = add({id(cluster_id(2))});
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  EXPECT_EQ(ask(target(), own).status, 200);
  problem(target(), 403, "NOT_PERMITTED", other);
}

TEST_F(Files, ATokenOfAnOrganisationThatIsNoParticipantOpensNothingAndKeepsNothing) {
  const std::string stranger = add({}, id(support::org_id(1)));
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  problem(target(), 403, "NOT_PERMITTED", stranger);
  expect_problem(post("/v1/files", "text/plain", kBytes, stranger), 403, "NOT_PERMITTED");
}

TEST_F(Files, AKeptFileThatChangedIsNotGiven) {
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  std::ofstream(api::stored_file_path(store(), ledger::sha256(kBytes))) << "forged";
  serve();
  problem(target(), 500, "STORED_FILE_DIFFERS", clerk_);
}

TEST_F(Files, ADestroyedFileIsGoneForEverThoughSomebodyKeptACopy) {
  const auto index = t.size() - 1;
  Said act = t.document(2);
  const std::string act_digest = t.must(act);
  Said erased;
  erased.type = "PersonalDataErased";
  erased.payload = R"({"fields":[{"index":)" + std::to_string(index) +
                   R"(,"field":"payload.file"}],"reason":"TERM_ENDED","document":")" + act_digest +
                   "\"}";
  erased.author = &t.keeper("\"ACT\",\"REGISTER\"");
  erased.cosigners = {&t.test.root};
  t.must(erased);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  problem(target(), 410, "FILE_DESTROYED", clerk_);
  expect_problem(post("/v1/files", "text/plain", kBytes, clerk_), 410, "FILE_DESTROYED");
}

}  // namespace
