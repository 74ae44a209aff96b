// SPDX-License-Identifier: Apache-2.0
#include "ledger/committer.h"

#include <sodium.h>

#include <utility>

#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

constexpr int kTries = 5;
constexpr std::chrono::milliseconds kTick{500};

Id random_id() {
  Id id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  return id;
}

Result<AppendedEvent> try_commitment(Log& log, const CommitmentSigner& signer) {
  auto draft = log.draft_commitment();
  if (!draft) return draft.error();
  if (signer.views) draft->commitment.views = signer.views(draft->commitment.size);
  const std::string body = commitment_body(*draft, random_id(), signer.service_key);
  const LedgerIdentity& ledger = log.identity();
  const auto signature = signer.sign(signed_message(ledger.origin, ledger.ledger_id, body));
  if (!signature) return signature.error();
  const auto appended = log.append({{body, {*signature}}});
  if (!appended) return appended.error();
  return appended->at(0);
}

}  // namespace

Result<AppendedEvent> append_commitment(Log& log, const CommitmentSigner& signer) {
  auto appended = try_commitment(log, signer);
  for (int i = 1; i < kTries && !appended; ++i) {
    if (appended.error().reason != "COMMITMENT_STALE") break;
    appended = try_commitment(log, signer);
  }
  return appended;
}

Result<std::uint64_t> committed_end(const ReadView& view, std::uint64_t from) {
  std::uint64_t end = from;
  auto visited = view.by_type(fb::Payload::LedgerCommitment, from, [&](std::uint64_t index) {
    end = index + 1;
    return true;
  });
  if (!visited) return visited.error();
  return end;
}

Committer::Committer(Log& log, CommitmentSigner signer, std::shared_ptr<Clock> clock)
    : log_(log),
      signer_(std::move(signer)),
      clock_(std::move(clock)),
      committed_us_(clock_->now_us()),
      thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_asked_.notify_all();
  thread_.join();
  if (!log_.stopped() && grown() > 0) commit();
}

std::optional<Error> Committer::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

void Committer::run() {
  std::unique_lock lock(mutex_);
  while (!stop_asked_.wait_for(lock, kTick, [this] { return stopping_; })) {
    lock.unlock();
    const std::uint64_t now = clock_->now_us();
    const std::uint64_t since = now > committed_us_ ? now - committed_us_ : 0;
    if (commitment_due(grown(), since)) commit();
    lock.lock();
  }
}

std::uint64_t Committer::grown() {
  const ReadView view = log_.view();
  const auto end = committed_end(view, committed_end_);
  if (end) committed_end_ = *end;
  return view.size() - committed_end_;
}

void Committer::commit() {
  const auto appended = append_commitment(log_, signer_);
  const std::lock_guard lock(mutex_);
  committed_us_ = clock_->now_us();  // a failure too waits for its turn
  error_ = appended ? std::optional<Error>() : std::optional(appended.error());
}

}  // namespace ledger
