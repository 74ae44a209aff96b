// SPDX-License-Identifier: Apache-2.0
#include "api/witness_client.h"

#include <httplib.h>

#include <algorithm>
#include <utility>

namespace api {
namespace {

using ledger::Result;

constexpr int kTries = 3;

/// The note with the log's own signatures only: a witness needs no others and bounds the size.
Result<std::string> own_note(const std::string& note, const std::string& origin) {
  auto parsed = ledger::parse_note(note);
  if (!parsed) return parsed.error();
  std::erase_if(parsed->signatures,
                [&](const ledger::NoteSignature& line) { return line.name != origin; });
  return ledger::format_note(*parsed);
}

}  // namespace

Result<ledger::WitnessAnswer> post_checkpoint(const std::string& url, const std::string& body,
                                              std::chrono::milliseconds timeout) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    return ledger::invalid("BAD_ADDRESS",
                           "a witness's URL begins with http:// or https://, not " + url);
  }
  const std::size_t slash = url.find('/', url.find("://") + 3);
  std::string prefix = slash == std::string::npos ? "" : url.substr(slash);
  while (prefix.ends_with('/')) prefix.pop_back();
  httplib::Client client(url.substr(0, slash));
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);
  const auto answer = client.Post(prefix + "/add-checkpoint", body, "text/plain; charset=utf-8");
  if (!answer) {
    return ledger::io_error("WITNESS_UNREACHABLE",
                            "no answer from " + url + ": " + httplib::to_string(answer.error()));
  }
  return ledger::WitnessAnswer{answer->status, answer->get_header_value("Content-Type"),
                               answer->body};
}

bool WitnessRound::alarm() const {
  return std::any_of(errors.begin(), errors.end(), [](const ledger::Error& error) {
    return error.code == ledger::ErrorCode::kBehind;
  });
}

WitnessClient::WitnessClient(ledger::Log& log, ledger::WitnessPolicy policy,
                             std::chrono::milliseconds timeout)
    : log_(log),
      policy_(std::move(policy)),
      timeout_(timeout),
      last_size_(policy_.witnesses.size(), 0) {}

Result<ledger::NoteSignature> WitnessClient::ask(std::size_t witness,
                                                 const ledger::ReadView& view) {
  const ledger::PolicyWitness& peer = policy_.witnesses[witness];
  const auto note = own_note(view.note(), view.checkpoint().origin);
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

WitnessRound WitnessClient::run() {
  const ledger::ReadView view = log_.view();
  WitnessRound round;
  round.size = view.size();
  for (std::size_t i = 0; i < policy_.witnesses.size(); ++i) {
    if (policy_.witnesses[i].url.empty()) continue;
    const auto cosignature = ask(i, view);
    if (!cosignature) {
      round.errors.push_back(cosignature.error());
      continue;
    }
    const auto kept = log_.add_cosignatures(view.size(), {*cosignature});
    if (!kept) {
      round.errors.push_back(kept.error());
      continue;
    }
    round.cosigned.insert(i);
  }
  round.quorum = policy_.satisfied_by(round.cosigned);
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
  std::uint64_t witnessed = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    if (log_.view().size() != witnessed) {
      const WitnessRound round = client_.run();
      if (round.quorum) witnessed = round.size;
      if (report_) report_(round);
    }
    lock.lock();
    stop_asked_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace api
