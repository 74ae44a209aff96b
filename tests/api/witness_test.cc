// SPDX-License-Identifier: Apache-2.0
// Our log with our witness over real sockets: cosignatures are kept with the checkpoint, a witness
// that knows more is an alarm, a dead one an error in time.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "api/server.h"
#include "api/tls.h"
#include "api/witness_client.h"
#include "api/witness_service.h"
#include "ledger/hash.h"
#include "ledger/trust.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/process.h"
#include "tests/support/sample_ledger.h"

namespace api {
namespace {

using support::CommittedLedger;
using support::TestKey;

ledger::NoteSigner signer_of(const std::string& name, const TestKey& key) {
  return {{name, ledger::SignatureType::kCosignatureV1, key.key},
          [key](std::string_view message) -> ledger::Result<ledger::Signature> {
            return key.sign(message);
          }};
}

ledger::VerifierKey log_key(const support::TestLedger& t) {
  return {t.origin, ledger::SignatureType::kEd25519, t.checkpoint.key};
}

/// A witness that listens.
struct Peer {
  explicit Peer(const std::string& name, std::uint64_t number, const support::TestLedger& t)
      : signer(signer_of(name, TestKey(number))) {
    auto opened = ledger::Witness::open(dir / "state", signer, {{t.origin, {log_key(t)}}}, t.clock);
    LEDGER_CHECK(static_cast<bool>(opened));
    witness = std::move(*opened);
    auto started = Server::start({}, make_witness_router(*witness));
    LEDGER_CHECK(static_cast<bool>(started));
    server = std::move(*started);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()) + "/"; }

  support::TempDir dir;
  ledger::NoteSigner signer;
  std::unique_ptr<ledger::Witness> witness;
  std::unique_ptr<Server> server;
};

class Witnessed : public testing::Test {
 protected:
  ledger::WitnessPolicy policy() const {
    ledger::WitnessPolicy out;
    out.witnesses = {{"a", a.signer.key, a.url()}, {"b", b.signer.key, b.url()}};
    out.groups = {{"any-of", 1, {"a", "b"}}};
    out.quorum = "any-of";
    return out;
  }
  ledger::Trust trust() const {
    ledger::Trust out;
    out.ledger_id = t.ledger_id;
    out.origin = t.origin;
    out.log_keys = {{log_key(t), std::nullopt}};
    out.policy = policy();
    return out;
  }
  std::string verdict(const std::string& note) const {
    const auto opened = open_checkpoint(trust(), note);
    return opened ? anchoring_text(opened->anchoring) : opened.error().reason;
  }

  CommittedLedger t;
  Peer a{"witness.example/a", 90, t};
  Peer b{"witness.example/b", 91, t};
};

TEST_F(Witnessed, CosignaturesAreServedWithTheCheckpoint) {
  t.organisations(3);
  WitnessClient client(*t.log, policy());
  EXPECT_EQ(verdict(t.log->view().note()), "signed");
  const WitnessRound round = client.run();
  EXPECT_TRUE(round.errors.empty());
  EXPECT_TRUE(round.quorum);
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 2/2");
  t.organisations(5);
  EXPECT_EQ(verdict(t.log->view().note()), "signed") << "the new one is not witnessed yet";
  EXPECT_TRUE(client.run().errors.empty());
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 2/2");
}

TEST_F(Witnessed, CosignaturesSurviveReopeningAndTheVerifier) {
  t.organisations(3);
  WitnessClient(*t.log, policy()).run();
  t.close();
  EXPECT_TRUE(t.verified().ok());
  ASSERT_TRUE(t.open());
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 2/2");
}

TEST_F(Witnessed, ASoundCosignatureStaysAsItWasShownAndAFalseOneIsReplaced) {
  t.organisations(3);
  const std::uint64_t size = t.log->view().size();
  ASSERT_TRUE(t.log->add_cosignatures(
      size, {{a.signer.key.name, a.signer.key.id(), std::string(72, 'x')}}));
  EXPECT_EQ(verdict(t.log->view().note()), "SIGNATURE_INVALID");
  WitnessClient(*t.log, policy()).run();
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 2/2");
  const std::string shown = t.log->view().note();
  t.clock->now += 600'000'000;
  EXPECT_TRUE(WitnessClient(*t.log, policy()).run().quorum);
  EXPECT_EQ(t.log->view().note(), shown);
}

TEST_F(Witnessed, ClientThatForgotTheSizesAsksForThem) {
  t.organisations(3);
  WitnessClient(*t.log, policy()).run();
  t.organisations(3);
  const WitnessRound round = WitnessClient(*t.log, policy()).run();
  EXPECT_TRUE(round.errors.empty());
  EXPECT_EQ(round.cosigned.size(), 2U);
}

// Trap 12 of the peers: whoever restored an old copy and goes on is told by the witnesses.
TEST_F(Witnessed, LogThatWasRolledBackIsAnAlarm) {
  CommittedLedger old;
  old.organisations(2);
  t.organisations(4);
  WitnessClient(*t.log, policy()).run();
  const WitnessRound round = WitnessClient(*old.log, policy()).run();
  EXPECT_TRUE(round.alarm());
  EXPECT_FALSE(round.quorum);
  EXPECT_EQ(round.errors.at(0).reason, "WITNESS_AHEAD");
}

TEST_F(Witnessed, TwoFacesForTwoWitnessesDoNotLast) {
  CommittedLedger other;
  other.clock->now += 5'000'000;  // the same keys and events, another history
  other.organisations(6);
  t.organisations(6);
  auto only_a = policy();
  only_a.witnesses[1].url.clear();
  EXPECT_TRUE(WitnessClient(*t.log, only_a).run().errors.empty());
  const WitnessRound round = WitnessClient(*other.log, policy()).run();
  EXPECT_EQ(round.cosigned, (std::set<std::size_t>{1})) << "b has not seen the other face yet";
  ASSERT_EQ(round.errors.size(), 1U);
  EXPECT_EQ(round.errors[0].reason, "WITNESS_FORK") << round.errors[0].message;
  EXPECT_EQ(other.log->stopped()->reason, "WITNESS_FORK");
  EXPECT_FALSE(t.log->stopped());
}

/// A witness that refuses every checkpoint, and shows this one if there is one.
std::unique_ptr<Server> refusing(std::string shown) {
  Route no;
  no.method = "POST";
  no.pattern = "/add-checkpoint";
  no.consumes = {"*/*"};
  no.body_bytes_max = ledger::kAddCheckpointBytesMax;
  no.handler = [](const Request&) -> ledger::Result<Response> {
    Response response;
    response.status = 422;
    response.content_type = "text/plain";
    return response;
  };
  Router router;
  router.add(std::move(no));
  if (!shown.empty()) {
    Route latest;
    latest.method = "GET";
    latest.pattern = "/{origin}/checkpoint";
    latest.handler = [shown = std::move(shown)](const Request&) -> ledger::Result<Response> {
      Response response;
      response.content_type = "text/plain";
      response.body = shown;
      return response;
    };
    router.add(std::move(latest));
  }
  auto server = Server::start({}, std::move(router));
  LEDGER_CHECK(static_cast<bool>(server));
  return std::move(*server);
}

// A witness that only says no proves nothing, and stops nobody.
TEST_F(Witnessed, ARefusalWithoutAnotherHistoryIsNoAlarm) {
  const auto liar = refusing("");
  auto lying = policy();
  lying.witnesses[0].url = "http://127.0.0.1:" + std::to_string(liar->port());
  t.organisations(2);
  const WitnessRound round = WitnessClient(*t.log, lying).run();
  ASSERT_EQ(round.errors.size(), 1U);
  EXPECT_EQ(round.errors[0].reason, "WITNESS_REFUSED");
  EXPECT_FALSE(round.alarm());
  EXPECT_TRUE(round.quorum);
  EXPECT_FALSE(t.log->stopped());
}

// What a witness does not know it passes on unread.
TEST_F(Witnessed, AJunkLineInTheNameOfARetiredLogKeyDoesNotSilenceTheAlarmOfAFork) {
  support::SampleLedger rotated(support::TestLedger::Where::kMemory);
  rotated.people();
  const auto vkey = [&](const TestKey& key) {
    return ledger::VerifierKey{rotated.origin, ledger::SignatureType::kEd25519, key.key};
  };
  const ledger::NoteSigner standing{
      vkey(rotated.next_checkpoint),
      [&](std::string_view message) -> ledger::Result<ledger::Signature> {
        return rotated.next_checkpoint.sign(message);
      }};
  const std::string forked = *ledger::sign_checkpoint(
      {rotated.origin, 10, ledger::sha256("another history"), {}}, {standing});
  ledger::Note note = *ledger::parse_note(forked);
  note.signatures.insert(note.signatures.begin(),
                         {rotated.origin, vkey(rotated.checkpoint).id(), std::string(64, 'x')});
  const auto witness = refusing(*ledger::format_note(note));
  auto alone = policy();
  alone.witnesses[0].url = "http://127.0.0.1:" + std::to_string(witness->port());
  alone.witnesses[1].url.clear();
  const WitnessRound round = WitnessClient(*rotated.log, alone).run();
  ASSERT_EQ(round.errors.size(), 1U);
  EXPECT_EQ(round.errors[0].reason, "WITNESS_FORK") << round.errors[0].message;
  EXPECT_TRUE(rotated.log->stopped());
}

// A witness refuses a note with a false line of a key that it knows.
TEST_F(Witnessed, AFalseLineInTheLogsOwnNameIsNotSentToAWitness) {
  t.organisations(2);
  const std::uint64_t size = t.log->view().size();
  const TestKey stranger(92);
  const ledger::VerifierKey unknown{t.origin, ledger::SignatureType::kEd25519, stranger.key};
  std::string asked;
  Route hear;
  hear.method = "POST";
  hear.pattern = "/add-checkpoint";
  hear.consumes = {"*/*"};
  hear.body_bytes_max = ledger::kAddCheckpointBytesMax;
  hear.handler = [&](const Request& request) -> ledger::Result<Response> {
    asked = request.body;
    Response response;
    response.status = 422;
    return response;
  };
  Router router;
  router.add(std::move(hear));
  const auto server = Server::start({}, std::move(router));
  ASSERT_TRUE(server);
  ASSERT_TRUE(t.log->add_cosignatures(size, {{t.origin, unknown.id(), std::string(64, 'x')}}));
  auto alone = policy();
  alone.witnesses[0].url = "http://127.0.0.1:" + std::to_string((*server)->port());
  alone.witnesses[1].url.clear();
  WitnessClient(*t.log, alone).run();
  const auto request = ledger::parse_add_checkpoint(asked);
  ASSERT_TRUE(request) << asked;
  const auto note = ledger::parse_note(request->checkpoint);
  ASSERT_TRUE(note);
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].key_id, log_key(t).id());
}

/// Where an append is while the alarm comes.
class AlarmAt : public Witnessed, public testing::WithParamInterface<ledger::WriteStep> {};

TEST_P(AlarmAt, NothingIsSignedOrAcknowledgedAfterItAndReadingGoesOn) {
  t.organisations(6);
  WitnessClient(*t.log, policy()).run();
  CommittedLedger old;  // the same log, put back to an earlier state
  old.organisations(2);
  old.close();
  std::atomic<bool> armed = false;
  std::atomic<bool> reached = false;
  old.on_step = [&](ledger::WriteStep step) {
    if (!armed || step != GetParam()) return;
    reached = true;
    while (!old.log->stopped()) std::this_thread::yield();
  };
  ASSERT_TRUE(old.open());
  const std::uint64_t size = old.log->view().size();
  armed = true;
  ledger::AppendResult answer = std::vector<ledger::AppendedEvent>{};
  std::thread author(
      [&] { answer = old.log->append({old.TestLedger::sign(old.organisation(77))}); });
  while (!reached) std::this_thread::yield();
  const WitnessRound round = WitnessClient(*old.log, policy()).run();
  author.join();
  armed = false;
  ASSERT_TRUE(round.alarm());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "WITNESS_AHEAD");
  const bool was_signed = GetParam() == ledger::WriteStep::kPublished;
  EXPECT_EQ(old.log->view().size(), was_signed ? size + 1 : size);
  EXPECT_EQ(old.disk->unsynced_checkpoints.contains(size + 1), was_signed);
  // Everything that would write tells why it does not.
  EXPECT_EQ(old.log->append({old.TestLedger::sign(old.organisation(78))}).error().reason,
            "WITNESS_AHEAD");
  EXPECT_EQ(old.log->check({old.TestLedger::sign(old.organisation(78))}).error().reason,
            "WITNESS_AHEAD");
  EXPECT_EQ(old.log->draft_commitment().error().reason, "WITNESS_AHEAD");
  EXPECT_TRUE(old.log->view().event(1));
  EXPECT_TRUE(old.log->view().inclusion(1, size));
}

INSTANTIATE_TEST_SUITE_P(Steps, AlarmAt,
                         testing::Values(ledger::WriteStep::kSequenced,
                                         ledger::WriteStep::kRecorded,
                                         ledger::WriteStep::kPublished));

// What was recorded and not signed when the machine died is not signed either, before the
// witnesses were asked.
TEST_F(Witnessed, AtTheOpeningTheyAreAskedBeforeAnythingIsSigned) {
  t.organisations(6);
  WitnessClient(*t.log, policy()).run();
  CommittedLedger old;
  old.organisations(2);
  const std::uint64_t published = old.log->view().size();
  old.organisations(1);
  old.close();
  old.disk->unsynced_checkpoints.erase(published + 1);
  old.disk->checkpoints.erase(published + 1);
  std::filesystem::remove_all(old.folder / "state");
  old.new_anchor = true;
  old.before_signing = [&](const ledger::ReadView& view) {
    EXPECT_EQ(view.size(), published);
    const auto round = WitnessAsker(policy()).ask(
        view, [](const ledger::NoteSignature&) { return ledger::Status(ledger::Ok{}); });
    const auto alarm = round.alarm();
    return alarm ? ledger::Status(*alarm) : ledger::Status(ledger::Ok{});
  };
  const auto opened = old.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "WITNESS_AHEAD");
  EXPECT_FALSE(old.disk->unsynced_checkpoints.contains(published + 1));
  EXPECT_FALSE(old.disk->checkpoints.contains(published + 1));
}

// Trap 14 of the peers.
TEST_F(Witnessed, DeadWitnessIsAnErrorAndTheQuorumHoldsWithoutIt) {
  t.organisations(1);
  const auto with_dead = [&] {
    auto out = policy();
    b.server->stop();
    return out;
  }();
  const WitnessRound round = WitnessClient(*t.log, with_dead).run();
  EXPECT_TRUE(round.quorum);
  ASSERT_EQ(round.errors.size(), 1U);
  EXPECT_EQ(round.errors[0].reason, "WITNESS_UNREACHABLE");
  EXPECT_NE(round.errors[0].message.find("no connection could be made"), std::string::npos)
      << round.errors[0].message;
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 1/2");
}

TEST_F(Witnessed, WhereThePolicyAsksForNobodyADeadWitnessStillCosignsNothing) {
  t.organisations(1);
  auto nobody = policy();
  nobody.quorum = "none";
  nobody.witnesses[0].url.clear();
  b.server->stop();
  WitnessStats stats(nobody);
  const WitnessRound round = WitnessClient(*t.log, nobody).run();
  stats.count(round);
  EXPECT_FALSE(round.quorum);
  EXPECT_FALSE(stats.state().witnessed_size);
}

TEST_F(Witnessed, OverTlsAWitnessIsAskedWhoseCertificateIsVouchedFor) {
  const auto key = (a.dir / "key.pem").string();
  const auto certificate = (a.dir / "cert.pem").string();
  const auto made = support::run(
      {{"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1"}});
  ASSERT_EQ(made.code, 0) << made.err;
  ServerOptions options;
  options.make_transport = *make_tls_transport(certificate, key);
  const auto server = Server::start(options, make_witness_router(*a.witness));
  ASSERT_TRUE(server) << server.error().message;
  auto over_tls = policy();
  over_tls.witnesses[0].url = "https://127.0.0.1:" + std::to_string((*server)->port()) + "/";
  over_tls.witnesses[1].url.clear();
  t.organisations(2);
  const WitnessRound refused = WitnessClient(*t.log, over_tls).run();
  ASSERT_EQ(refused.errors.size(), 1U);
  EXPECT_EQ(refused.errors[0].reason, "WITNESS_NOT_TRUSTED");
  EXPECT_NE(refused.errors[0].message.find("TLS"), std::string::npos) << refused.errors[0].message;
  ASSERT_EQ(::setenv("SSL_CERT_FILE", certificate.c_str(), 1), 0);
  const WitnessRound round = WitnessClient(*t.log, over_tls).run();
  ::unsetenv("SSL_CERT_FILE");
  EXPECT_TRUE(round.errors.empty()) << round.errors[0].message;
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 1/2");
}

TEST_F(Witnessed, OnlyHttpAddressesAreAsked) {
  EXPECT_EQ(post_checkpoint("file:///etc/passwd", "", std::chrono::milliseconds(10)).error().reason,
            "BAD_ADDRESS");
}

}  // namespace
}  // namespace api
