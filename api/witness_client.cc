// SPDX-License-Identifier: Apache-2.0
#include "api/witness_client.h"

#include <httplib.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "api/internal/bounded_exchange.h"
#include "api/internal/transport_failure.h"
#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/key_registry.h"
#include "ledger/key_state.h"
#include "ledger/limits.h"

namespace api {
namespace {

using ledger::Result;

constexpr int kTries = 3;
/// An idle log asks again too: somebody else may have signed as it.
constexpr std::chrono::minutes kAskAgain{5};

/// Every key that ever signed the log's checkpoints.
Result<std::vector<ledger::VerifierKey>> keys_of_log(const ledger::ReadView& view) {
  const auto rows = ledger::read_key_rows(view.store());
  if (!rows) return rows.error();
  std::vector<ledger::VerifierKey> keys;
  for (const ledger::KeyRecord& key : ledger::all_keys(*rows)) {
    if (key.kind != ledger::KeyKind::kCheckpoint) continue;
    keys.push_back({view.checkpoint().origin, ledger::SignatureType::kEd25519, key.key});
  }
  return keys;
}

/// The note with the log's own signatures that verify, and no other lines: a witness bounds the
/// size, and refuses a note with a false line in the name of a key that it knows.
Result<std::string> own_note(const ledger::ReadView& view) {
  const auto keys = keys_of_log(view);
  if (!keys) return keys.error();
  const auto parsed = ledger::parse_note(view.note());
  if (!parsed) return parsed.error();
  return ledger::format_note(ledger::with_verified_lines(*parsed, *keys));
}

/// The scheme and authority of a witness's URL, and its path without a slash at the end.
Result<std::pair<std::string, std::string>> split_url(const std::string& url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    return ledger::invalid("BAD_ADDRESS",
                           "a witness's URL begins with http:// or https://, not " + url);
  }
  const std::size_t slash = url.find('/', url.find("://") + 3);
  std::string prefix = slash == std::string::npos ? "" : url.substr(slash);
  while (prefix.ends_with('/')) prefix.pop_back();
  return std::pair(url.substr(0, slash), std::move(prefix));
}

void set_timeouts(httplib::Client& client, std::chrono::milliseconds timeout) {
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);
}

ledger::Error no_answer(const std::string& url, const internal::Exchange& done) {
  if (done.too_slow) {
    return ledger::io_error("WITNESS_SILENT", "the answer of " + url + " does not come to an end");
  }
  if (done.too_large) {
    return ledger::invalid("WITNESS_ANSWER", "the answer of " + url + " is longer than it may be");
  }
  const auto [kind, words] = internal::transport_failure(done.result.error());
  const char* reason = "WITNESS_SILENT";
  if (kind == internal::FailureKind::kNoConnection) reason = "WITNESS_UNREACHABLE";
  if (kind == internal::FailureKind::kNotSecure) reason = "WITNESS_NOT_TRUSTED";
  return ledger::io_error(reason, "no answer from " + url + ": " + std::string(words));
}

/// What the witness at `url` answers; the request's path is behind that of the URL.
Result<internal::Exchange> ask(const std::string& url, std::chrono::milliseconds timeout,
                               httplib::Request request) {
  const auto split = split_url(url);
  if (!split) return split.error();
  httplib::Client client(split->first);
  set_timeouts(client, timeout);
  request.path = split->second + request.path;
  // Connecting, sending and waiting have the time each.
  auto done = internal::exchange(client, std::move(request), {3 * timeout, ledger::kNoteBytesMax});
  if (!done.result || done.too_slow) return no_answer(url, done);
  return Result<internal::Exchange>(std::move(done));
}

/// The checkpoint of this origin that the witness has cosigned last.
Result<std::string> shown_checkpoint(const std::string& url, const std::string& origin,
                                     std::chrono::milliseconds timeout) {
  httplib::Request request;
  request.method = "GET";
  request.path = "/" + to_hex(ledger::sha256(origin)) + "/checkpoint";
  auto asked = ask(url, timeout, std::move(request));
  if (!asked) return asked.error();
  if (asked->result->status != 200) {
    return ledger::io_error("WITNESS_UNREACHABLE", "no checkpoint is shown at " + url);
  }
  return std::move(asked->body);
}

/// The checkpoint in a note that one of the log's own keys has signed, whatever else is on it: what
/// a witness keeps may have lines in the name of a key that it does not know.
Result<ledger::Checkpoint> signed_by_log(const ledger::ReadView& view, const std::string& note) {
  const auto keys = keys_of_log(view);
  if (!keys) return keys.error();
  const std::string& origin = view.checkpoint().origin;
  const auto parsed = ledger::parse_note(note);
  if (!parsed) return parsed.error();
  if (ledger::with_verified_lines(*parsed, *keys).signatures.empty()) {
    return ledger::refused("NO_TRUSTED_SIGNATURE", "no key of this log signed what is shown");
  }
  auto checkpoint = ledger::parse_checkpoint(parsed->text);
  if (!checkpoint) return checkpoint.error();
  if (checkpoint->origin == origin) return checkpoint;
  return ledger::invalid("WITNESS_ANSWER", "the witness shows a checkpoint of another log");
}

}  // namespace

Result<ledger::WitnessAnswer> post_checkpoint(const std::string& url, const std::string& body,
                                              std::chrono::milliseconds timeout) {
  httplib::Request request;
  request.method = "POST";
  request.path = "/add-checkpoint";
  request.body = body;
  request.set_header("Content-Type", "text/plain; charset=utf-8");
  auto asked = ask(url, timeout, std::move(request));
  if (!asked) return asked.error();
  const httplib::Result& answer = asked->result;
  return ledger::WitnessAnswer{answer->status, answer->get_header_value("Content-Type"),
                               std::move(asked->body)};
}

std::optional<ledger::Error> WitnessRound::alarm() const {
  const auto found = std::find_if(errors.begin(), errors.end(), [](const ledger::Error& error) {
    return error.code == ledger::ErrorCode::kBehind;
  });
  return found == errors.end() ? std::nullopt : std::optional(*found);
}

namespace {

std::vector<std::string> names_of(const ledger::WitnessPolicy& policy) {
  std::vector<std::string> names;
  for (const ledger::PolicyWitness& witness : policy.witnesses) names.push_back(witness.key.name);
  return names;
}

}  // namespace

WitnessStats::WitnessStats(const ledger::WitnessPolicy& policy) : names_(names_of(policy)) {
  for (const ledger::PolicyWitness& witness : policy.witnesses) {
    if (!witness.url.empty()) state_.failed[witness.key.name] = 0;
  }
}

void WitnessStats::count(const WitnessRound& round) {
  const std::lock_guard lock(mutex_);
  if (round.quorum) {
    state_.witnessed_size = std::max(state_.witnessed_size.value_or(0), round.size);
  }
  for (const std::size_t witness : round.failed) ++state_.failed[names_.at(witness)];
}

WitnessStats::State WitnessStats::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

WitnessAsker::WitnessAsker(ledger::WitnessPolicy policy, std::chrono::milliseconds timeout)
    : policy_(std::move(policy)), timeout_(timeout), last_size_(policy_.witnesses.size(), 0) {}

Result<ledger::NoteSignature> WitnessAsker::ask_one(std::size_t witness,
                                                    const ledger::ReadView& view) {
  const ledger::PolicyWitness& peer = policy_.witnesses[witness];
  const auto note = own_note(view);
  if (!note) return note.error();
  for (int i = 0; i < kTries; ++i) {
    const std::uint64_t old_size = last_size_[witness];
    ledger::AddCheckpoint request{old_size, {}, *note};
    if (old_size > 0) {
      auto proof = view.consistency(old_size, view.size());
      if (!proof) return proof.error();
      request.proof = std::move(*proof);
    }
    const auto answer = post_checkpoint(peer.url, format_add_checkpoint(request), timeout_);
    if (!answer) return answer.error();
    const auto verdict = read_witness_answer(*answer, *note, peer.key, view.size());
    if (!verdict && answer->status == 422) return judge_refusal(witness, view, verdict.error());
    if (!verdict) return verdict.error();
    if (!verdict->retry_from) {
      last_size_[witness] = view.size();
      return verdict->cosignatures.at(0);
    }
    last_size_[witness] = *verdict->retry_from;
  }
  return ledger::refused("WITNESS_REFUSED",
                         "the witness '" + peer.key.name + "' did not settle on a size");
}

ledger::Error WitnessAsker::judge_refusal(std::size_t witness, const ledger::ReadView& view,
                                          const ledger::Error& refusal) const {
  const ledger::PolicyWitness& peer = policy_.witnesses[witness];
  const auto shown = shown_checkpoint(peer.url, view.checkpoint().origin, timeout_);
  const auto theirs =
      shown ? signed_by_log(view, *shown) : Result<ledger::Checkpoint>(shown.error());
  if (!theirs || theirs->size > view.size()) return refusal;
  const auto ours = view.root_at(theirs->size);
  if (!ours || *ours == theirs->root) return refusal;
  return {ledger::ErrorCode::kBehind,
          "WITNESS_FORK",
          "the witness '" + peer.key.name + "' shows a checkpoint of size " +
              std::to_string(theirs->size) + " signed by this log's key with the root " +
              to_hex(theirs->root) + ", here that root is " + to_hex(*ours) +
              ": this log was rolled back and went on, or somebody else signs as it",
          {}};
}

WitnessRound WitnessAsker::ask(
    const ledger::ReadView& view,
    const std::function<ledger::Status(const ledger::NoteSignature&)>& keep) {
  WitnessRound round;
  round.size = view.size();
  for (std::size_t i = 0; i < policy_.witnesses.size(); ++i) {
    if (policy_.witnesses[i].url.empty()) continue;
    const auto cosignature = ask_one(i, view);
    const ledger::Status kept = cosignature ? keep(*cosignature) : cosignature.error();
    if (kept) {
      round.cosigned.insert(i);
    } else {
      round.failed.insert(i);
      round.errors.push_back(kept.error());
    }
  }
  // As for a verdict: where the policy asks for nobody, nobody's silence is no cosignature.
  round.quorum = !round.cosigned.empty() && policy_.satisfied_by(round.cosigned);
  return round;
}

WitnessClient::WitnessClient(ledger::Log& log, ledger::WitnessPolicy policy,
                             std::chrono::milliseconds timeout)
    : log_(log), asker_(std::move(policy), timeout) {}

namespace {

/// Whether the note has a line of this witness that verifies: what was shown with it stays as it
/// is, and a receipt with it.
bool is_cosigned(const std::string& note, const ledger::WitnessPolicy& policy,
                 const ledger::NoteSignature& by) {
  const auto parsed = ledger::parse_note(note);
  if (!parsed) return false;
  const auto sound = ledger::with_verified_lines(*parsed, policy.witness_keys());
  return std::any_of(sound.signatures.begin(), sound.signatures.end(),
                     [&](const ledger::NoteSignature& line) {
                       return line.name == by.name && line.key_id == by.key_id;
                     });
}

}  // namespace

WitnessRound WitnessClient::run() {
  const ledger::ReadView view = log_.view();
  WitnessRound round = asker_.ask(view, [&](const ledger::NoteSignature& cosignature) {
    if (is_cosigned(view.note(), asker_.policy(), cosignature)) return ledger::Status(ledger::Ok{});
    const auto kept = log_.add_cosignatures(view.size(), {cosignature});
    return kept ? ledger::Status(ledger::Ok{}) : ledger::Status(kept.error());
  });
  if (const auto alarm = round.alarm()) log_.halt(*alarm);
  return round;
}

Cosigner::Cosigner(ledger::Log& log, ledger::WitnessPolicy policy,
                   std::chrono::milliseconds interval, Report report)
    : log_(log),
      client_(log, std::move(policy)),
      interval_(interval),
      report_(std::move(report)),
      thread_([this] { run(); }) {}

Cosigner::~Cosigner() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_asked_.notify_all();
  thread_.join();
}

void Cosigner::run() {
  using Clock = std::chrono::steady_clock;
  std::uint64_t witnessed = 0;
  Clock::time_point asked{};
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const bool due = log_.view().size() != witnessed || Clock::now() - asked >= kAskAgain;
    if (due && !log_.stopped()) {
      asked = Clock::now();
      const WitnessRound round = client_.run();
      if (round.quorum || round.failed.empty()) witnessed = round.size;
      if (report_) report_(round);
    }
    lock.lock();
    stop_asked_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace api
