// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/notices.h"

#include <map>

#include "projections/governance/internal/by_day.h"
#include "projections/governance/told_on.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

void add_attachments(const Chronicle& chronicle, Notice& notice) {
  const auto* attachments = notice.fact->attachments();
  if (attachments == nullptr) return;
  for (const auto* hex : *attachments) {
    const Hash digest = fixed_of<Hash>(hex);
    const auto copy = chronicle.find<fb::CopyCertified>(digest);
    notice.attached_documents.push_back(copy ? fixed_of<Hash>((*copy)->document()) : digest);
    if (copy) notice.certified.push_back(*copy);
    if (const Source* source = chronicle.source(digest)) notice.grounds.evidence.add(*source);
  }
}

void add_receipt(const Fact<fb::NoticeReceived>& receipt, Truth came, Notice& notice) {
  if (came == Truth::kNo) return;
  notice.receipt = receipt;
  notice.received_on = rules::fuzzy(receipt->received_on());
  notice.received = came;
  notice.grounds.evidence.add(*receipt.source);
  if (came == Truth::kUndetermined) {
    notice.grounds.missing.push_back(internal::open_by_day("received_on"));
  }
}

Truth received_by(const std::optional<internal::ByDay>& by, const Fact<fb::NoticeReceived>& fact) {
  return by ? by->had(rules::fuzzy(fact->received_on()), *fact.source) : Truth::kYes;
}

/// As told on a day, or all that is recorded.
std::vector<Notice> read(const Chronicle& chronicle, const std::optional<internal::ByDay>& by) {
  std::map<Hash, Fact<fb::NoticeReceived>> receipts;
  for (const auto& fact : chronicle.all<fb::NoticeReceived>()) {
    receipts.emplace(fixed_of<Hash>(fact->notice()), fact);  // the first one counts
  }
  std::vector<Notice> out;
  for (const auto& fact : chronicle.all<fb::NoticeDispatched>()) {
    Notice notice;
    notice.fact = fact;
    notice.id = fixed_of<Id>(fact->notice());
    notice.kind = fact->kind();
    notice.sent_on = rules::fuzzy(fact->sent_on());
    notice.grounds.evidence.add(*fact.source);
    const auto receipt = receipts.find(fact.digest());
    const Truth came = receipt == receipts.end() ? Truth::kNo : received_by(by, receipt->second);
    const Truth sent = by ? by->had(notice.sent_on, *fact.source) : Truth::kYes;
    if (sent == Truth::kNo) continue;
    if (sent == Truth::kUndetermined && came != Truth::kYes) {  // what has come was sent
      notice.grounds.missing.push_back(internal::open_by_day("sent_on"));
    }
    if (fact->concerns() != nullptr) {
      for (const auto* hex : *fact->concerns()) notice.concerns.push_back(fixed_of<Hash>(hex));
    }
    if (receipt != receipts.end()) add_receipt(receipt->second, came, notice);
    add_attachments(chronicle, notice);
    out.push_back(std::move(notice));
  }
  return out;
}

}  // namespace

std::vector<Notice> notices(const Chronicle& chronicle) { return read(chronicle, std::nullopt); }

std::vector<Notice> notices_told(const Chronicle& chronicle, Date on) {
  return read(chronicle, internal::ByDay(chronicle, on));
}

}  // namespace projections::governance
