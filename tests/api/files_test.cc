// SPDX-License-Identifier: Apache-2.0
// Documents' files over real sockets: kept under the hash that an event names, given by token, shut
// by their destruction.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "api/file_store.h"
#include "api/tokens.h"
#include "ledger/hash.h"
#include "tests/support/governance_ledger.h"
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

  /// A protocol of the cluster with these bytes, issued by organisation 1.
  Said paper(std::uint64_t number, std::uint64_t cluster = 1,
             std::string_view bytes = kBytes) const {
    Said said = t.document(number, fmt::format(R"(,"issuer":"{}")", support::org_id(1)));
    said.scope_kind = "CLUSTER";
    said.scope_id = cluster_id(cluster);
    const auto at = said.payload.find("\"sha256\":\"") + 10;
    said.payload.replace(at, 64, to_hex(ledger::sha256(bytes)));
    return said;
  }
  /// The same, registered with a key of somebody who has nothing to do with cluster 1.
  Said foreign_paper(std::uint64_t number, std::string_view bytes = kBytes) {
    Said said = paper(number, 2, bytes);
    said.author = &keeper();
    return said;
  }

  const support::TestKey& keeper() {
    if (keeper_ == nullptr) keeper_ = &t.keeper(R"("ACT","REGISTER","RECORD")");
    return *keeper_;
  }

  /// An act, of the whole ledger or of a cluster, by which the file that the event at this index
  /// named was destroyed.
  void destroy(std::uint64_t index, std::uint64_t cluster = 0) {
    Said erased;
    if (cluster != 0) erased.scope_kind = "CLUSTER";
    if (cluster != 0) erased.scope_id = cluster_id(cluster);
    erased.type = "PersonalDataErased";
    erased.author = &keeper();
    erased.cosigners = {&t.test.root};
    erased.payload =
        fmt::format(R"({{"fields":[{{"index":{},"field":"payload.file"}}],"reason":"TERM_ENDED",
            "document":"{}"}})",
                    index, t.must(t.document(2)));
    t.must(erased);
  }

  /// Withdraws the registration, or gives it a new payload.
  void correct(const std::string& digest, const std::string& more = {}, std::uint64_t cluster = 1,
               const support::TestKey* author = nullptr) {
    Said said;
    said.type = "EventCorrected";
    said.author = author;
    said.scope_kind = "CLUSTER";
    said.scope_id = cluster_id(cluster);
    said.payload = fmt::format(
        R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}}{}}})", digest, more);
    t.must(said);
  }

  /// A paper that organisation 1 issued, with these bytes, which are kept. Without a place it is of
  /// the whole ledger.
  std::string issued(std::uint64_t number, const std::string& bytes, const std::string& kind = {},
                     const std::string& place = {}) {
    Said said = t.document(number, fmt::format(R"(,"issuer":"{}")", support::org_id(1)));
    if (!kind.empty()) said.scope_kind = kind;
    if (!kind.empty()) said.scope_id = place;
    const std::string name = to_hex(ledger::sha256(bytes));
    said.payload.replace(said.payload.find("\"sha256\":\"") + 10, 64, name);
    t.must(said);
    EXPECT_TRUE(api::keep_bytes(store(), bytes));
    return "/v1/files/" + name;
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
  const support::TestKey* keeper_ = nullptr;
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

TEST_F(Files, APartOfAFileComesWithTheSumOfTheWhole) {
  serve();
  ASSERT_EQ(post("/v1/files", "application/pdf", kBytes, clerk_).status, 201);
  const auto part = ask(target(), clerk_ + "Range: bytes=-3\r\nIf-Range: \"" + hash() + "\"\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, kBytes.substr(kBytes.size() - 3));
  EXPECT_FALSE(part.header("Content-Digest"));
  EXPECT_EQ(part.header("Repr-Digest"),
            "sha-256=:" + ledger::to_base64(ledger::sha256(kBytes).view()) + ":");
  EXPECT_EQ(ask(target(), "Range: bytes=-3\r\n").status, 401);
}

TEST_F(Files, BytesThatNoEventNamesAreNotTaken) {
  serve();
  const auto refused = post("/v1/files", "application/pdf", "unknown bytes", clerk_);
  expect_problem(refused, 404, "UNKNOWN_FILE");
  EXPECT_FALSE(std::filesystem::exists(store()));
}

TEST_F(Files, AFormIsNotTakenForTheFileThatItHolds) {
  serve();
  for (const char* target : {"/v1/files", "/v1/documents:identify"}) {
    for (const char* form : {"multipart/form-data; boundary=x", "Multipart/Mixed"}) {
      const auto refused = post(target, form, kBytes, clerk_);
      expect_problem(refused, 415, "FORM_NOT_TAKEN");
      EXPECT_NE(refused.body.find("--data-binary"), std::string::npos) << refused.body;
    }
    expect_problem(post(target, "application/pdf", "", clerk_), 400, "EMPTY_BODY");
  }
  EXPECT_EQ(post("/v1/documents:identify", "application/pdf", kBytes).status, 200);
}

TEST_F(Files, WhatCurlSendsByDefaultIsTheFile) {
  serve();
  constexpr const char* kCurlsType = "application/x-www-form-urlencoded";
  const auto verdict = post("/v1/documents:identify", kCurlsType, kBytes);
  EXPECT_EQ(verdict.status, 200) << verdict.body;
  EXPECT_NE(verdict.body.find(hash()), std::string::npos) << verdict.body;
  EXPECT_EQ(post("/v1/files", kCurlsType, kBytes, clerk_).status, 201);
  EXPECT_EQ(ask(target(), clerk_).body, kBytes);
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
  const std::string stranger = add({}, id(support::org_id(2)));
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  problem(target(), 403, "NOT_PERMITTED", stranger);
  expect_problem(post("/v1/files", "text/plain", kBytes, stranger), 403, "NOT_PERMITTED");
}

TEST_F(Files, ATokenOfAnOrganisationAndAClusterOpensOnlyWhatLiesWithinBothLimits) {
  const std::string target = issued(11, "issued in cluster 1", "CLUSTER", cluster_id(1));
  const ledger::Id issuer = id(support::org_id(1));
  const std::string both = add({id(cluster_id(1))}, issuer);
  const std::string other_cluster = add({id(cluster_id(2))}, issuer);
  const std::string other_organisation = add({id(cluster_id(1))}, id(support::org_id(2)));
  serve();
  EXPECT_EQ(ask(target, both).status, 200);
  problem(target, 403, "NOT_PERMITTED", other_cluster);
  problem(target, 403, "NOT_PERMITTED", other_organisation);
}

TEST_F(Files, AnOrganisationSeesWhatItIssuedInARegionAndInTheLedgerAndNobodyElseDoes) {
  const std::string of_region = issued(12, "issued in the region", "REGION", support::region_id(1));
  const std::string of_ledger = issued(13, "issued for all");
  const std::string issuer = add({}, id(support::org_id(1)));
  const std::string other = add({}, id(support::org_id(2)));
  serve();
  for (const std::string& target : {of_region, of_ledger}) {
    EXPECT_EQ(ask(target, issuer).status, 200) << target;
    problem(target, 403, "NOT_PERMITTED", other);
  }
}

TEST_F(Files, NamingThePublicHashOfAnothersPaperOpensItToNobody) {
  t.must(foreign_paper(31));
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string own = add({id(cluster_id(1))});
  const std::string other = add({id(cluster_id(2))});
  const std::string issuer_there = add({id(cluster_id(2))}, id(support::org_id(1)));
  serve();
  EXPECT_EQ(ask(target(), own).body, kBytes);
  problem(target(), 403, "NOT_PERMITTED", other);
  problem(target(), 403, "NOT_PERMITTED", issuer_there);
  expect_problem(post("/v1/files", "text/plain", kBytes, other), 403, "NOT_PERMITTED");
}

TEST_F(Files, WhoRegisteredThePaperFirstOpensItInAnotherPlaceToo) {
  t.must(paper(31, 2));
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string other = add({id(cluster_id(2))});
  serve();
  EXPECT_EQ(ask(target(), other).status, 200);
}

TEST_F(Files, ARegistrationThatIsCorrectedToTheHashOfAnothersPaperDoesNotComeBeforeIt) {
  constexpr std::string_view kLater = "Протокол № 2\n";
  const std::string early = t.must(foreign_paper(31, "something else"));
  t.must(paper(32, 1, kLater));
  correct(early,
          R"(,"new_payload_type":"DocumentRegistered","new_payload":)" +
              foreign_paper(31, kLater).payload,
          2, &keeper());
  ASSERT_TRUE(api::keep_bytes(store(), kLater));
  const std::string target = "/v1/files/" + to_hex(ledger::sha256(kLater));
  const std::string own = add({id(cluster_id(1))});
  const std::string other = add({id(cluster_id(2))});
  serve();
  EXPECT_EQ(ask(target, own).status, 200);
  problem(target, 403, "NOT_PERMITTED", other);
}

TEST_F(Files, AWithdrawnPaperDoesNotComeBackByTheRegistrationOfAStranger) {
  t.must(foreign_paper(31));
  correct(paper_);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string other = add({id(cluster_id(2))});
  serve();
  problem(target(), 404, "FILE_TAKEN_BACK", clerk_);
  problem(target(), 403, "NOT_PERMITTED", other);
}

TEST_F(Files, AClusterThatNamesTheHashOfAnothersPaperDoesNotDestroyIt) {
  t.must(foreign_paper(31));
  destroy(t.size() - 1, 2);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string own = add({id(cluster_id(1))});
  serve();
  EXPECT_EQ(ask(target(), own).status, 200);
  EXPECT_EQ(ask(target(), clerk_).status, 200);
}

TEST_F(Files, TheActOfOnePlaceLeavesTheFileToTheOtherWhosePaperItIsToo) {
  const auto first = t.size() - 1;
  t.must(paper(31, 2));
  destroy(first, 1);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string own = add({id(cluster_id(1))});
  const std::string other = add({id(cluster_id(2))});
  serve();
  EXPECT_EQ(ask(target(), other).status, 200);
  problem(target(), 403, "NOT_PERMITTED", own);
}

TEST_F(Files, AStrangersRegistrationDoesNotKeepADestroyedFileAlive) {
  const auto first = t.size() - 1;
  t.must(foreign_paper(31));
  destroy(first, 1);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string own = add({id(cluster_id(1))});
  serve();
  problem(target(), 410, "FILE_DESTROYED", own);
  problem(target(), 410, "FILE_DESTROYED", clerk_);
}

TEST_F(Files, AKeptFileThatChangedIsNotGiven) {
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  std::ofstream(api::stored_file_path(store(), ledger::sha256(kBytes))) << "forged";
  serve();
  problem(target(), 500, "STORED_FILE_DIFFERS", clerk_);
}

TEST_F(Files, ADestroyedFileIsGoneForEverThoughSomebodyKeptACopy) {
  destroy(t.size() - 1);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  problem(target(), 410, "FILE_DESTROYED", clerk_);
  expect_problem(post("/v1/files", "text/plain", kBytes, clerk_), 410, "FILE_DESTROYED");
}

TEST_F(Files, ADestroyedFileStaysGoneWhenItIsRegisteredAgainAndTheFirstRegistrationIsWithdrawn) {
  destroy(t.size() - 1);
  t.must(paper(3));
  correct(paper_);
  serve();
  problem(target(), 410, "FILE_DESTROYED", clerk_);
  expect_problem(post("/v1/files", "text/plain", kBytes, clerk_), 410, "FILE_DESTROYED");
}

TEST_F(Files, TheDestructionOfAWronglyRegisteredFileLeavesTheOneThatTookItsPlace) {
  const auto registration = t.size() - 1;
  const std::string redacted = "Протокол № 1, без имён";
  Said right = paper(1);
  right.payload.replace(right.payload.find(hash()), 64, to_hex(ledger::sha256(redacted)));
  correct(paper_, R"(,"new_payload_type":"DocumentRegistered","new_payload":)" + right.payload);
  destroy(registration);
  ASSERT_TRUE(api::keep_bytes(store(), redacted));
  serve();
  problem(target(), 410, "FILE_DESTROYED", clerk_);
  const auto kept = ask("/v1/files/" + to_hex(ledger::sha256(redacted)), clerk_);
  EXPECT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.body, redacted);
}

TEST_F(Files, AFileThatACorrectionReplacedIsNotGivenAndTheAnswerNamesTheCorrection) {
  Said right = paper(1);
  right.payload.replace(right.payload.find(hash()), 64, to_hex(ledger::sha256("another")));
  correct(paper_, R"(,"new_payload_type":"DocumentRegistered","new_payload":)" + right.payload);
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  const std::string correction = std::to_string(t.size() - 1);
  serve();
  const auto told = problem(target(), 404, "FILE_TAKEN_BACK", clerk_);
  EXPECT_NE(told["detail"].get<std::string>().find("event " + correction), std::string::npos);
  expect_problem(post("/v1/files", "text/plain", kBytes, clerk_), 404, "FILE_TAKEN_BACK");
  const auto verdict = json("/v1/documents/by-sha256/" + hash());
  EXPECT_EQ(verdict["state"], "CORRECTED");
  EXPECT_EQ(std::to_string(verdict["by"]["index"].get<std::uint64_t>()), correction);
}

TEST_F(Files, TheReaderDoesNotChooseTheDayOnWhichItsRightIsJudged) {
  ASSERT_TRUE(api::keep_bytes(store(), kBytes));
  serve();
  for (const char* more : {"?on=2020-01-01", "?known_on=2020-01-01", "?at=1"}) {
    problem(target() + more, 400, "UNKNOWN_PARAMETER", clerk_);
  }
}

/// Organisation 5 took part in the cluster until an order of 30.06.2023; its token is asked with on
/// 14.11.2023, the day of the tests' clock.
class FormerParticipant : public ::testing::Test {
 protected:
  static support::CharterSaid charter() {
    support::CharterSaid said;
    said.more = R"(,"agreement":{"in_force":"ON_CONCLUSION","term_minimum":"NO_MINIMUM",
        "termination":"NOT_STATED","documents_open_to_participants":true})";
    return said;
  }

  void SetUp() override {
    t.must(t.told(
        "OrderIssued",
        fmt::format(R"({{"act":{{"kind":"ORDER","issuer":"{}","printed":[{{"place":"HEADER",
            "number":"18","date":{}}}]}},"wording":{{"title":"О составе кластера"}},
            "excluded":["{}"]}})",
                    support::org_id(support::kMinistry), t.day("2023-06-30"), support::org_id(5))));
    paper(21, "2023-06-30", "before");
    paper(22, "2023-07-01", "after");
  }

  /// A paper with this day in its header, of the cluster or the region; its file is kept.
  std::string paper(std::uint64_t number, const std::string& day, const std::string& bytes,
                    const std::string& scope = "CLUSTER") {
    Said said = t.document(
        number, fmt::format(R"(,"printed":[{{"place":"HEADER","date":{}}}])", t.day(day)));
    said.scope_kind = scope;
    said.scope_id = scope == "CLUSTER" ? cluster_id(1) : support::region_id(1);
    said.payload.replace(said.payload.find("\"sha256\":\"") + 10, 64,
                         to_hex(ledger::sha256(bytes)));
    EXPECT_TRUE(api::keep_bytes(dir_ / "files", bytes));
    return t.must(said);
  }

  /// An agreement of the cluster that this paper is the text of.
  void agreement_by(const std::string& document) {
    t.must(t.told(
        "AgreementRegistered",
        fmt::format(R"({{"agreement":"{}","version":1,"title_as_written":"Соглашение",
            "kind":"COOPERATION","parties":[{{"number":1,"organisation":"{}"}},
            {{"number":2,"organisation":"{}"}}],"slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},
            {{"slot":2,"party":2,"acting_as":"HEAD"}}],"term":{{"kind":"OPEN_ENDED"}},
            "document":"{}","levels":["FIRST"]}})",
                    support::thing_id(5'500), support::org_id(1), support::org_id(2), document)));
  }

  static api::Grant of_organisation() {
    api::Grant grant;
    grant.rights = {Right::kFiles};
    grant.organisation = *ledger::fixed_from_hex<ledger::Id>(support::org_id(5));
    return grant;
  }
  static api::Grant of_cluster() {
    api::Grant grant;
    grant.rights = {Right::kFiles};
    grant.clusters = std::vector{*ledger::fixed_from_hex<ledger::Id>(cluster_id(1))};
    return grant;
  }

  void serve(const api::Grant& grant = of_organisation()) {
    api::Token token;
    token.name = "reader of files";
    token.grant = grant;
    token_ = "Authorization: Bearer " + api::issue(token, t.test.clock->now_us()) + "\r\n";
    ASSERT_TRUE(api::write_tokens(dir_ / "tokens.json", {token}));
    const std::uint64_t size = t.size();
    api::ServeOptions options;
    options.server.on_access = [](const api::AccessRecord&) {};
    options.watch.on_trouble = [](std::string_view, std::string_view) {};
    options.views = dir_ / "views";
    options.files = dir_ / "files";
    options.access.tokens = dir_ / "tokens.json";
    options.clock = t.test.clock;
    auto server = api::LedgerServer::start({std::move(t.test.log), nullptr}, std::move(options));
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
    server_->service().views->wait(size, std::chrono::milliseconds(60'000));
  }

  testing_support::RawResponse ask(const std::string& bytes, const std::string& query = {}) {
    const std::string target = "/v1/files/" + to_hex(ledger::sha256(bytes)) + query;
    return testing_support::RawClient(server_->port()).ask(testing_support::get(target, token_));
  }

  support::GovernanceLedger t{charter(), support::TestLedger::Where::kRocks};
  support::TempDir dir_;
  std::string token_;
  std::unique_ptr<api::LedgerServer> server_;
};

TEST_F(FormerParticipant, SeesPapersUpToItsLastDayWhateverDayItNames) {
  serve();
  const auto before = ask("before");
  EXPECT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(before.body, "before");
  const auto after = ask("after");
  EXPECT_EQ(after.status, 403) << after.body;
  EXPECT_EQ(Json::parse(after.body)["code"], "NOT_PERMITTED");
  const auto as_it_was = ask("after", "?on=2023-06-30");
  EXPECT_EQ(as_it_was.status, 400) << as_it_was.body;
  EXPECT_EQ(Json::parse(as_it_was.body)["code"], "UNKNOWN_PARAMETER");
}

TEST_F(FormerParticipant, SeesTheAgreementOfTheClusterThoughItsPaperWasRegisteredInTheRegion) {
  agreement_by(paper(23, "2023-06-01", "agreement", "REGION"));
  paper(24, "2023-06-01", "of the region alone", "REGION");
  serve();
  EXPECT_EQ(ask("agreement").status, 200);
  EXPECT_EQ(ask("of the region alone").status, 403);
}

TEST_F(FormerParticipant,
       ATokenOfTheClusterOpensItsAgreementThoughItsPaperWasRegisteredInTheRegion) {
  agreement_by(paper(23, "2023-06-01", "agreement", "REGION"));
  paper(24, "2023-06-01", "of the region alone", "REGION");
  serve(of_cluster());
  EXPECT_EQ(ask("agreement").status, 200);
  EXPECT_EQ(ask("of the region alone").status, 403);
}

TEST_F(FormerParticipant, ALetterOpensAPaperOfTheRegionIfTheRegionSentItAndNotIfAParticipantDid) {
  const std::string taken = paper(23, "2023-06-01", "taken", "REGION");
  const std::string sent = paper(24, "2023-06-01", "sent", "REGION");
  const auto letter = [](std::uint64_t number, const std::string& enclosed) {
    return fmt::format(R"({{"notice":"{}","kind":"OTHER","to":{{"kind":"ORGANISATION",
        "organisation":"{}"}},"sent_on":{},"channel":"POST","attachments":["{}"]}})",
                       support::thing_id(number), support::org_id(1),
                       support::GovernanceLedger::day("2023-06-02"), enclosed);
  };
  t.must(t.native(t.head(1), "NoticeDispatched", letter(5'601, taken)));
  t.must(t.told("NoticeDispatched", letter(5'602, sent)));
  serve(of_cluster());
  EXPECT_EQ(ask("taken").status, 403);
  EXPECT_EQ(ask("sent").status, 200);
}

TEST_F(FormerParticipant, AFileIsDestroyedByAnActOfItsPlaceAndOfNoOther) {
  const std::uint64_t index = t.size();
  paper(25, "2023-06-01", "wrong");
  agreement_by(paper(26, "2023-06-01", "agreement", "REGION"));
  for (const std::uint64_t one : {index, index + 1}) {
    Said erased = t.told("PersonalDataErased",
                         fmt::format(R"({{"fields":[{{"index":{},"field":"payload.file"}}],
            "reason":"TERM_ENDED","document":"{}"}})",
                                     one, t.paper));
    erased.cosigners = {&t.test.root};
    t.must(erased);
  }
  serve(of_cluster());
  EXPECT_EQ(ask("agreement").status, 200) << "the act is of the cluster, the paper of its region";
  const auto gone = ask("wrong");
  EXPECT_EQ(gone.status, 410) << gone.body;
}

}  // namespace
