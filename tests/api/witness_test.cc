// SPDX-License-Identifier: Apache-2.0
// Our log with our witness over real sockets: cosignatures are kept with the checkpoint, a witness
// that knows more is an alarm, a dead one an error in time.
#include <gtest/gtest.h>

#include <cstdlib>

#include "api/server.h"
#include "api/tls.h"
#include "api/witness_client.h"
#include "api/witness_service.h"
#include "ledger/trust.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/process.h"

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
  EXPECT_EQ(round.errors[0].reason, "WITNESS_REFUSED");
  EXPECT_NE(round.errors[0].message.find("422"), std::string::npos) << round.errors[0].message;
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
  EXPECT_EQ(verdict(t.log->view().note()), "witnessed 1/2");
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
  EXPECT_EQ(refused.errors[0].reason, "WITNESS_UNREACHABLE");
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
