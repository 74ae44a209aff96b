// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/notices.h"

#include <map>

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

}  // namespace

std::vector<Notice> notices(const Chronicle& chronicle) {
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
    if (fact->concerns() != nullptr) {
      for (const auto* hex : *fact->concerns()) notice.concerns.push_back(fixed_of<Hash>(hex));
    }
    if (const auto it = receipts.find(fact.digest()); it != receipts.end()) {
      notice.receipt = it->second;
      notice.received_on = rules::fuzzy(it->second->received_on());
      notice.grounds.evidence.add(*it->second.source);
    }
    add_attachments(chronicle, notice);
    out.push_back(std::move(notice));
  }
  return out;
}

}  // namespace projections::governance
