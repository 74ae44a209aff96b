// SPDX-License-Identifier: Apache-2.0
// letopis witness: watches other people's logs (C2SP tlog-witness) until Ctrl-C. letopis cosign:
// asks the witnesses of a policy about one's own log, once.
#include <csignal>
#include <filesystem>

#include "api/files.h"
#include "api/server.h"
#include "api/witness_client.h"
#include "api/witness_service.h"
#include "tools/commands/commands.h"
#include "tools/key_options.h"
#include "tools/listen.h"

namespace tools {
namespace {

using ledger::Result;

struct WitnessOptions {
  std::string dir;
  std::string listen = "127.0.0.1:0";
  std::string key;
  std::string name;
  std::string policy;
  std::vector<std::string> logs;
  KeyOptions keys;
};

/// The logs of a policy file and of the command line, by origin.
Result<std::vector<ledger::WatchedLog>> watched_logs(const WitnessOptions& options) {
  std::vector<ledger::VerifierKey> keys;
  if (!options.policy.empty()) {
    const auto text = api::read_file(options.policy);
    if (!text) return text.error();
    const auto policy = ledger::parse_policy(*text);
    if (!policy) return ledger::invalid("BAD_POLICY", policy.error().message, options.policy);
    for (const ledger::PolicyLog& log : policy->logs) keys.push_back(log.key);
  }
  for (const std::string& text : options.logs) {
    auto key = ledger::parse_vkey(text);
    if (!key) return key.error();
    keys.push_back(*std::move(key));
  }
  std::vector<ledger::WatchedLog> logs;
  for (ledger::VerifierKey& key : keys) {
    auto known = std::find_if(logs.begin(), logs.end(),
                              [&](const auto& log) { return log.origin == key.name; });
    if (known == logs.end()) known = logs.insert(known, {key.name, {}});
    known->keys.push_back(std::move(key));
  }
  if (logs.empty()) {
    return ledger::invalid("BAD_POLICY", "no log to watch: give --log or --policy");
  }
  return logs;
}

Result<ledger::NoteSigner> witness_signer(const WitnessOptions& options, api::KeyRing& ring) {
  const auto key = ring.unlock(options.key);
  if (!key) return key.error();
  if (!ledger::is_key_name(options.name)) {
    return ledger::invalid("BAD_VKEY", "'" + options.name + "' is no name of a key", "--name");
  }
  ledger::NoteSigner signer = note_signer(options.name, **key);
  signer.key.type = ledger::SignatureType::kCosignatureV1;
  return signer;
}

/// Until the first SIGINT or SIGTERM, which this thread and those it starts have blocked.
class StopAsked {
 public:
  StopAsked() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
  }

 private:
  sigset_t signals_{};
};

int run_witness(const Session& session, const WitnessOptions& options) {
  auto server = parse_listen(options.listen);
  if (!server) return session.fail(server.error());
  auto logs = watched_logs(options);
  if (!logs) return session.fail(logs.error());
  auto ring = open_keys(session, options.keys);
  if (!ring) return session.fail(ring.error());
  auto signer = witness_signer(options, *ring);
  if (!signer) return session.fail(signer.error());
  const std::string vkey = format_vkey(signer->key);
  const StopAsked stop;  // before the database has threads, after the last question
  const auto witness = ledger::Witness::open(options.dir, std::move(*signer), std::move(*logs),
                                             std::make_shared<ledger::SystemClock>());
  if (!witness) return session.fail(witness.error());
  const std::string host = host_text(server->host);
  auto listening = api::Server::start(std::move(*server), api::make_witness_router(**witness));
  if (!listening) return session.fail(listening.error());
  session.print("witness " + vkey + " http://" + host + ":" + std::to_string((*listening)->port()) +
                "/");
  std::fflush(stdout);
  stop.wait();
  (*listening)->stop();
  return kExitOk;
}

struct CosignOptions {
  std::string dir;
  std::string policy;
  KeyOptions keys;
  WriterOptions writer;
};

int run_cosign(const Session& session, CosignOptions options) {
  const auto text = api::read_file(options.policy);
  if (!text) return session.fail(text.error());
  auto policy = ledger::parse_policy(*text);
  if (!policy) {
    return session.fail(ledger::invalid("BAD_POLICY", policy.error().message, options.policy));
  }
  auto keys = open_keys(session, options.keys);
  if (!keys) return session.fail(keys.error());
  options.writer.dir = options.dir;
  const auto log = open_log(options.writer, *keys);
  if (!log) return session.fail(log.error());
  const std::size_t witnesses = policy->witnesses.size();
  api::WitnessClient client(**log, std::move(*policy));
  const api::WitnessRound round = client.run();
  for (const ledger::Error& error : round.errors) {
    if (error.code == ledger::ErrorCode::kBehind) {
      if (auto kept = keep_alarm_of(options.writer, (*log)->view(), error); !kept) {
        session.fail(kept.error());
      }
      return session.fail(error);
    }
    session.note(error.reason + ": " + error.message);
  }
  session.print(session.say({"size ", "размер "}) + std::to_string(round.size) +
                session.say({": witnesses that answered now with a cosignature: ",
                             ": сейчас соподписали свидетели: "}) +
                std::to_string(round.cosigned.size()) + "/" + std::to_string(witnesses));
  return round.quorum ? kExitOk : kExitRefused;
}

}  // namespace

void add_witness(CLI::App& root, Session& session) {
  auto options = std::make_shared<WitnessOptions>();
  CLI::App& command = add_command(root, session, "witness",
                                  {"watch other logs and cosign their checkpoints",
                                   "следить за чужими журналами и подписывать их точки"});
  command
      .add_option("-d,--dir", options->dir,
                  session.say({"folder of the witness's own state", "папка состояния свидетеля"}))
      ->required()
      ->type_name("DIR");
  command
      .add_option("--listen", options->listen,
                  session.say({"address and port; port 0 takes a free one",
                               "адрес и порт; порт 0 — любой свободный"}))
      ->type_name("ADDR:PORT");
  command
      .add_option("--key", options->key,
                  session.say({"name of the witness's key among --keys",
                               "имя ключа свидетеля среди --keys"}))
      ->required();
  command
      .add_option("--name", options->name,
                  session.say({"name under which it signs, e.g. witness.example/w1",
                               "имя в подписи, например witness.example/w1"}))
      ->required();
  command
      .add_option("--log", options->logs,
                  session.say({"public key of a log to watch", "открытый ключ журнала"}))
      ->type_name("VKEY");
  command
      .add_option("--policy", options->policy,
                  session.say({"the logs of a tlog-policy file", "журналы из файла tlog-policy"}))
      ->type_name("FILE");
  add_key_options(command, session, options->keys);
  set_action(command, session, options, run_witness);
}

void add_cosign(CLI::App& root, Session& session) {
  auto options = std::make_shared<CosignOptions>();
  CLI::App& command = add_command(root, session, "cosign",
                                  {"have the newest checkpoint cosigned by witnesses",
                                   "получить подписи свидетелей под последней точкой"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--witnesses,--policy", options->policy,
                  session.say({"tlog-policy file with the witnesses and their URLs",
                               "файл tlog-policy со свидетелями и их адресами"}))
      ->required()
      ->type_name("FILE");
  add_key_options(command, session, options->keys);
  add_writer_options(command, session, options->writer);
  command.callback([options, &session] {
    session.run = [options, &session] { return run_cosign(session, *options); };
  });
}

}  // namespace tools
