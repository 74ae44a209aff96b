// SPDX-License-Identifier: Apache-2.0
#include "ledger/log.h"

#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "ledger/internal/check_pool.h"
#include "ledger/internal/recovery.h"
#include "ledger/internal/sequencer.h"
#include "ledger/limits.h"

namespace ledger {

using internal::CheckPool;
using internal::Recovered;
using internal::Sequencer;
using internal::SequencerParts;
using internal::Submission;

class Log::Impl {
 public:
  Impl(Recovered recovered, std::unique_ptr<LogReader> reader, LogOptions options)
      : identity_(std::move(recovered.identity)), reader_(std::move(reader)) {
    SequencerParts parts;
    parts.store = recovered.store;
    parts.lease = recovered.lease;
    parts.state = std::move(recovered.state);
    parts.tree = std::move(recovered.tree);
    parts.streams = std::move(recovered.streams);
    parts.last_commitment = recovered.last_commitment;
    parts.origin = identity_.origin;
    parts.last_recorded_at_us = recovered.last_recorded_at_us;
    parts.admission = std::move(options.admission);
    parts.clock = std::move(options.clock);
    parts.checkpoint_signers = std::move(options.checkpoint_signers);
    parts.find_signer = std::move(options.find_signer);
    parts.anchor =
        std::make_unique<internal::AnchorWriter>(std::move(*recovered.anchor), options.on_step);
    parts.reader = reader_.get();
    parts.on_step = std::move(options.on_step);
    store_ = std::move(recovered.store);
    sequencer_ = std::make_unique<Sequencer>(std::move(parts));
    check_threads_ = options.check_threads;
  }

  ~Impl() {
    if (pool_) pool_->stop();
    if (thread_.joinable()) thread_.join();
    pool_.reset();
    if (sequencer_ && !stopped()) (void)sequencer_->settle();
    sequencer_.reset();
    if (store_) (void)store_->flush();
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Sequencer& sequencer() { return *sequencer_; }

  void start() {
    pool_ = std::make_unique<CheckPool>(check_threads_, [this](SignedEvent event) {
      return check_event(identity_, std::move(event));
    });
    thread_ = std::thread([this] { run(); });
  }

  void submit(std::unique_ptr<Submission> submission) {
    Status queued = accept(submission);
    if (!queued) fail(*submission, queued.error());
  }

  const LedgerIdentity& identity() const { return identity_; }
  LogReader& reader() const { return *reader_; }

  std::optional<Error> stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

 private:
  static void fail(Submission& submission, const Error& error) {
    if (submission.on_draft) return submission.on_draft(error);
    submission.done(error);
  }

  Status accept(std::unique_ptr<Submission>& submission) {
    const std::size_t events = submission->events.size();
    if ((events == 0 && !submission->on_draft) || events > kBatchEventsMax) {
      return invalid("BATCH_SIZE", "a submission has 1 to " + std::to_string(kBatchEventsMax) +
                                       " events, not " + std::to_string(events));
    }
    if (const auto error = stopped()) return *error;
    return pool_->enqueue(submission);
  }

  void run() {
    while (true) {
      auto submissions = pool_->take(kGroupEventsMax);
      if (submissions.empty()) return;
      if (const auto error = stopped()) {
        for (auto& submission : submissions) fail(*submission, *error);
        continue;
      }
      if (auto done = sequencer_->run(std::move(submissions)); !done) stop(done.error());
    }
  }

  void stop(Error error) {
    const std::lock_guard lock(mutex_);
    error.message = "the writer stopped, open the ledger again: " + error.message;
    stopped_ = std::move(error);
  }

  LedgerIdentity identity_;
  std::unique_ptr<LogReader> reader_;
  std::shared_ptr<EventStore> store_;
  std::unique_ptr<Sequencer> sequencer_;
  unsigned check_threads_ = 0;
  std::unique_ptr<CheckPool> pool_;
  std::thread thread_;
  mutable std::mutex mutex_;
  std::optional<Error> stopped_;  ///< guarded by mutex_
};

Log::Log(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Log::~Log() = default;

namespace {

std::unique_ptr<Submission> submission_of(std::vector<SignedEvent> events, AppendCallback done,
                                          bool dry_run) {
  auto submission = std::make_unique<Submission>();
  submission->events = std::move(events);
  submission->done = std::move(done);
  submission->dry_run = dry_run;
  return submission;
}

/// A submission whose answer can be waited for.
std::pair<std::unique_ptr<Submission>, std::future<AppendResult>> awaited(
    std::vector<SignedEvent> events, bool dry_run) {
  auto promise = std::make_shared<std::promise<AppendResult>>();
  std::future<AppendResult> future = promise->get_future();
  auto done = [promise](AppendResult result) { promise->set_value(std::move(result)); };
  return {submission_of(std::move(events), std::move(done), dry_run), std::move(future)};
}

}  // namespace

Result<std::unique_ptr<Log>> Log::create(LogOptions options, const SignedEvent& genesis) {
  auto started = internal::begin_ledger(options, genesis);
  if (!started) return started.error();
  auto reader = std::make_unique<LogReader>(started->recovered.store);
  auto impl =
      std::make_unique<Impl>(std::move(started->recovered), std::move(reader), std::move(options));
  auto submission = submission_of({}, {}, false);
  std::optional<AppendResult> result;
  submission->done = [&result](AppendResult answer) { result.emplace(std::move(answer)); };
  submission->checked.emplace_back(std::move(started->genesis));
  std::vector<std::unique_ptr<Submission>> group;
  group.push_back(std::move(submission));
  if (auto recorded = impl->sequencer().run(std::move(group)); !recorded) return recorded.error();
  if (!*result) return result->error();
  impl->start();
  return std::unique_ptr<Log>(new Log(std::move(impl)));
}

Result<std::unique_ptr<Log>> Log::open(LogOptions options) {
  auto recovered = internal::recover_ledger(options);
  if (!recovered) return recovered.error();
  auto reader = std::make_unique<LogReader>(recovered->store);
  auto impl = std::make_unique<Impl>(std::move(*recovered), std::move(reader), std::move(options));
  if (auto published = impl->sequencer().publish_again(); !published) return published.error();
  if (auto settled = impl->sequencer().settle(); !settled) return settled.error();
  impl->start();
  return std::unique_ptr<Log>(new Log(std::move(impl)));
}

void Log::submit(std::vector<SignedEvent> events, AppendCallback done) {
  impl_->submit(submission_of(std::move(events), std::move(done), false));
}

AppendResult Log::append(std::vector<SignedEvent> events) {
  auto [submission, answer] = awaited(std::move(events), false);
  impl_->submit(std::move(submission));
  return answer.get();
}

AppendResult Log::check(std::vector<SignedEvent> events) {
  auto [submission, answer] = awaited(std::move(events), true);
  impl_->submit(std::move(submission));
  return answer.get();
}

Result<CommitmentDraft> Log::draft_commitment() {
  std::promise<Result<CommitmentDraft>> promise;
  std::future<Result<CommitmentDraft>> answer = promise.get_future();
  auto submission = std::make_unique<Submission>();
  submission->on_draft = [&promise](Result<CommitmentDraft> draft) {
    promise.set_value(std::move(draft));
  };
  impl_->submit(std::move(submission));
  return answer.get();
}

const LedgerIdentity& Log::identity() const { return impl_->identity(); }

ReadView Log::view() const { return impl_->reader().view(); }

std::uint64_t Log::wait(std::uint64_t above, std::chrono::milliseconds timeout) const {
  return impl_->reader().wait(above, timeout);
}

std::optional<Error> Log::stopped() const { return impl_->stopped(); }

}  // namespace ledger
