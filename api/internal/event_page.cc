// SPDX-License-Identifier: Apache-2.0
#include "api/internal/event_page.h"

#include <algorithm>

#include "api/event_json.h"
#include "ledger/entry.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;

constexpr std::size_t kPageBytes = std::size_t{4} << 20;
constexpr std::uint64_t kLookedAtMax = 10'000;
constexpr std::size_t kCandidatesPerStep = 256;

/// Fills one page.
class Reader {
 public:
  Reader(const ledger::LedgerIdentity& ledger, const EventFilter& filter, const PageBounds& bounds)
      : ledger_(ledger), filter_(filter), bounds_(bounds) {}

  ledger::Status run(const ReadView& view, std::uint64_t from, std::uint64_t end) {
    page_.next = from;
    return filter_.everything() ? run_through(view, end) : run_by_index(view, end);
  }
  EventPage take() { return std::move(page_); }

 private:
  ledger::Status run_through(const ReadView& view, std::uint64_t end) {
    ledger::Status failed = ledger::Ok{};
    auto read = view.range(page_.next, end, [&](std::uint64_t index, std::string_view entry) {
      failed = put({index, std::string(entry)});
      return failed && !full();
    });
    return read ? failed : read;
  }

  ledger::Status run_by_index(const ReadView& view, std::uint64_t end) {
    while (page_.next < end && !full()) {
      const auto indexes = filter_.candidates(view, page_.next, kCandidatesPerStep);
      if (!indexes) return indexes.error();
      for (const std::uint64_t index : *indexes) {
        if (index >= end || full()) break;
        const auto event = view.event(index);
        if (!event) return event.error();
        if (auto put_in = put(*event); !put_in) return put_in;
      }
      const bool more = indexes->size() == kCandidatesPerStep && indexes->back() < end;
      if (!more && !full()) page_.next = end;
    }
    return ledger::Ok{};
  }

  ledger::Status put(const ledger::RecordedEvent& event) {
    page_.next = event.index + 1;
    ++looked_at_;
    if (!filter_.everything()) {
      const auto matches = matching(event);
      if (!matches) return matches.error();
      if (!*matches) return ledger::Ok{};
    }
    auto json = recorded_event_to_json(ledger_, event);
    if (!json) return json.error();
    page_.list.push_back(std::move(*json));
    bytes_ += event.entry.size();
    return ledger::Ok{};
  }

  Result<bool> matching(const ledger::RecordedEvent& event) const {
    const auto entry = ledger::parse_entry(event.entry);
    if (!entry) return entry.error();
    const auto body = ledger::check_body(entry->body);
    if (!body) return body.error();
    return filter_.matches(body->payload_type(), body->subjects());
  }

  bool full() const {
    return page_.list.size() >= bounds_.limit || bytes_ >= kPageBytes || looked_at_ >= kLookedAtMax;
  }

  const ledger::LedgerIdentity& ledger_;
  const EventFilter& filter_;
  const PageBounds& bounds_;
  EventPage page_;
  std::size_t bytes_ = 0;
  std::uint64_t looked_at_ = 0;
};

}  // namespace

Result<EventPage> read_event_page(const ledger::LedgerIdentity& ledger, const ReadView& view,
                                  const EventFilter& filter, const PageBounds& bounds) {
  Reader reader(ledger, filter, bounds);
  const std::uint64_t end = std::min(bounds.to, view.size());
  // A page that begins beyond the end is empty and goes on from where it began.
  if (auto read = reader.run(view, std::min(bounds.from, end), end); !read) return read.error();
  EventPage page = reader.take();
  page.next = std::max(page.next, bounds.from);
  return page;
}

}  // namespace api
