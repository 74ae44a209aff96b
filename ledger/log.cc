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
#include "ledger/short_turns.h"

namespace ledger {

using internal::CheckPool;
using internal::Recovered;
using internal::Sequencer;
using internal::SequencerParts;
using internal::Submission;

class Log::Impl {
 public:
  Impl(Recovered recovered, std::unique_ptr<LogReader> reader, LogOptions options)
      : identity_(std::move(recovered.identity)),
        alarm_(std::move(recovered.alarm)),
        reader_(std::move(reader)) {
    SequencerParts parts;
    parts.store = recovered.store;
    parts.lease = recovered.lease;
    parts.state = std::move(recovered.state);
    parts.tree = std::move(recovered.tree);
    parts.streams = std::move(recovered.streams);
    parts.last_commitment = recovered.last_commitment;
    parts.identity = identity_;
    parts.last_recorded_at_us = recovered.last_recorded_at_us;
    parts.admission = std::move(options.admission);
    parts.clock = std::move(options.clock);
    parts.checkpoint_signers = std::move(options.checkpoint_signers);
    parts.find_signer = std::move(options.find_signer);
    parts.anchor =
        std::make_unique<internal::AnchorWriter>(std::move(*recovered.anchor), options.on_step);
    parts.reader = reader_.get();
    parts.on_step = std::move(options.on_step);
    parts.stopped = [this] { return stopped(); };
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
    Status queued = accept(submission, false);
    if (!queued) fail(*submission, queued.error());
  }

  /// As submit(), by someone who checks the events meanwhile, and sequences them too if they wait
  /// for the answer anyway.
  void submit_and_help(std::unique_ptr<Submission> submission, bool waits) {
    // Large submissions keep the pool busy anyway; more threads would only be in its way.
    if (submission->events.size() > CheckPool::kUnitEvents) return submit(std::move(submission));
    const Submission* own = submission.get();
    Status queued = accept(submission, true);
    if (!queued) return fail(*submission, queued.error());
    pool_->help(own);
    if (waits && !try_sequence()) return;
    pool_->wake_if_ready();
  }

  void halt(Error alarm) {
    stop(std::move(alarm));
    // The group on its way has met the alarm, or was answered before it.
    const std::lock_guard turn(turn_);
  }

  const LedgerIdentity& identity() const { return identity_; }
  const std::optional<Error>& alarm() const { return alarm_; }
  LogReader& reader() const { return *reader_; }

  std::optional<Error> stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

 private:
  static void fail(Submission& submission, const Error& error) {
    if (submission.task) return submission.task(error);
    submission.done(error);
  }

  Status accept(std::unique_ptr<Submission>& submission, bool helping) {
    const std::size_t events = submission->events.size();
    if ((events == 0 && !submission->task) || events > kBatchEventsMax) {
      const std::string most = std::to_string(kBatchEventsMax);
      const std::string found = std::to_string(events);
      return invalid("BATCH_SIZE", "a submission has 1 to " + most + " events, not " + found,
                     "в посылке от 1 до " + most + " событий, а здесь " + found, "");
    }
    if (const auto error = stopped()) return *error;
    return pool_->enqueue(submission, helping);
  }

  void run() {
    const ShortTurns turns;
    while (pool_->wait_ready()) {
      const std::lock_guard turn(turn_);
      sequence();
    }
  }

  /// False: somebody else has the turn, and looks for more when it is done.
  bool try_sequence() {
    const std::unique_lock turn(turn_, std::try_to_lock);
    if (turn) sequence();
    return turn.owns_lock();
  }

  /// REQUIRES: turn_ is held.
  void sequence() {
    auto submissions = pool_->take_ready(kGroupEventsMax);
    if (submissions.empty()) return;
    if (const auto error = stopped()) {
      for (auto& submission : submissions) fail(*submission, *error);
    } else if (auto done = sequencer_->run(std::move(submissions)); !done) {
      stop(done.error());
    }
  }

  void stop(Error error) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    error.message = "the writer stopped, open the ledger again: " + error.message;
    if (!error.russian.empty()) {
      error.russian = "запись остановлена, откройте журнал заново: " + error.russian;
    }
    stopped_ = std::move(error);
  }

  LedgerIdentity identity_;
  std::optional<Error> alarm_;
  std::unique_ptr<LogReader> reader_;
  std::shared_ptr<EventStore> store_;
  std::unique_ptr<Sequencer> sequencer_;
  unsigned check_threads_ = 0;
  std::unique_ptr<CheckPool> pool_;
  std::thread thread_;  ///< sequences what nobody waits for, and what came meanwhile
  std::mutex turn_;     ///< held by whoever runs the sequencer
  mutable std::mutex mutex_;
  std::optional<Error> stopped_;  ///< guarded by mutex_
};

Log::Log(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Log::~Log() = default;

namespace {

std::unique_ptr<Submission> submission_of(std::vector<SignedEvent> events, AppendCallback done,
                                          BodyCheck also, bool dry_run) {
  auto submission = std::make_unique<Submission>();
  submission->events = std::move(events);
  submission->done = std::move(done);
  submission->also = std::move(also);
  submission->dry_run = dry_run;
  return submission;
}

/// A submission whose answer can be waited for.
std::pair<std::unique_ptr<Submission>, std::future<AppendResult>> awaited(
    std::vector<SignedEvent> events, BodyCheck also, bool dry_run) {
  auto promise = std::make_shared<std::promise<AppendResult>>();
  std::future<AppendResult> future = promise->get_future();
  auto done = [promise](AppendResult result) { promise->set_value(std::move(result)); };
  return {submission_of(std::move(events), std::move(done), std::move(also), dry_run),
          std::move(future)};
}

}  // namespace

Result<std::unique_ptr<Log>> Log::create(LogOptions options, const SignedEvent& genesis) {
  auto started = internal::begin_ledger(options, genesis);
  if (!started) return started.error();
  auto reader = std::make_unique<LogReader>(started->recovered.store);
  auto impl =
      std::make_unique<Impl>(std::move(started->recovered), std::move(reader), std::move(options));
  auto submission = submission_of({}, {}, {}, false);
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
  if (options.before_signing) {
    LogReader last(recovered->store);
    // Where no checkpoint is kept, nothing is known to have been published.
    if (last.load()) {
      if (auto asked = options.before_signing(last.view()); !asked) return asked.error();
    }
  }
  auto reader = std::make_unique<LogReader>(recovered->store);
  auto impl = std::make_unique<Impl>(std::move(*recovered), std::move(reader), std::move(options));
  if (auto published = impl->sequencer().publish_again(); !published) return published.error();
  if (auto settled = impl->sequencer().settle(); !settled) return settled.error();
  impl->start();
  return std::unique_ptr<Log>(new Log(std::move(impl)));
}

void Log::submit(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also) {
  impl_->submit(submission_of(std::move(events), std::move(done), std::move(also), false));
}

void Log::submit_and_help(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also) {
  impl_->submit_and_help(submission_of(std::move(events), std::move(done), std::move(also), false),
                         false);
}

AppendResult Log::append(std::vector<SignedEvent> events) {
  auto [submission, answer] = awaited(std::move(events), {}, false);
  impl_->submit_and_help(std::move(submission), true);
  return answer.get();
}

AppendResult Log::check(std::vector<SignedEvent> events, BodyCheck also) {
  auto [submission, answer] = awaited(std::move(events), std::move(also), true);
  impl_->submit_and_help(std::move(submission), true);
  return answer.get();
}

void Log::submit_check(std::vector<SignedEvent> events, AppendCallback done, BodyCheck also) {
  impl_->submit(submission_of(std::move(events), std::move(done), std::move(also), true));
}

namespace {

/// What `work` gives where the sequencer runs.
template <typename Impl, typename Work>
auto on_sequencer(Impl& impl, Work work) {
  using Answer = decltype(work(std::declval<Sequencer&>()));
  std::promise<Answer> promise;
  std::future<Answer> answer = promise.get_future();
  auto submission = std::make_unique<Submission>();
  submission->task = [&](Result<Sequencer*> sequencer) {
    promise.set_value(sequencer ? work(**sequencer) : Answer(sequencer.error()));
  };
  impl.submit(std::move(submission));
  return answer.get();
}

}  // namespace

Result<CommitmentDraft> Log::draft_commitment() {
  return on_sequencer(*impl_, [](Sequencer& sequencer) { return sequencer.draft_commitment(); });
}

Result<std::string> Log::add_cosignatures(std::uint64_t size,
                                          const std::vector<NoteSignature>& cosignatures) {
  return on_sequencer(
      *impl_, [&](Sequencer& sequencer) { return sequencer.add_cosignatures(size, cosignatures); });
}

const LedgerIdentity& Log::identity() const { return impl_->identity(); }

ReadView Log::view() const { return impl_->reader().view(); }

std::uint64_t Log::wait(std::uint64_t above, std::chrono::milliseconds timeout) const {
  return impl_->reader().wait(above, timeout);
}

void Log::halt(Error alarm) { impl_->halt(std::move(alarm)); }

const std::optional<Error>& Log::alarm() const { return impl_->alarm(); }
std::optional<Error> Log::stopped() const { return impl_->stopped(); }

}  // namespace ledger
