// SPDX-License-Identifier: Apache-2.0
#include "api/wire.h"

#include "ledger/bytes.h"
#include "ledger/limits.h"

namespace api {

using ledger::Signature;
using ledger::SignedEvent;

std::string encode_events(const std::vector<SignedEvent>& events) {
  std::string out;
  for (const SignedEvent& event : events) {
    LEDGER_CHECK(event.body.size() <= 65'535 && event.signatures.size() <= 255);
    ledger::put_u16(out, static_cast<std::uint16_t>(event.body.size()));
    out += event.body;
    out.push_back(static_cast<char>(event.signatures.size()));
    for (const Signature& signature : event.signatures) out += signature.view();
  }
  return out;
}

namespace {

/// Takes `size` bytes off the front, if they are there.
bool take(std::string_view& bytes, std::size_t size, std::string_view& out) {
  if (bytes.size() < size) return false;
  out = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

bool take_event(std::string_view& bytes, SignedEvent& event) {
  std::string_view part;
  if (!take(bytes, 2, part)) return false;
  if (!take(bytes, ledger::get_u16(part), part)) return false;
  event.body = part;
  if (!take(bytes, 1, part)) return false;
  const auto signatures = static_cast<unsigned char>(part[0]);
  for (unsigned i = 0; i < signatures; ++i) {
    if (!take(bytes, Signature::kSize, part)) return false;
    event.signatures.push_back(ledger::fixed_from<Signature>(part));
  }
  return true;
}

}  // namespace

ledger::Result<std::vector<SignedEvent>> parse_events(std::string_view bytes) {
  std::vector<SignedEvent> events;
  while (!bytes.empty()) {
    if (events.size() == ledger::kBatchEventsMax) {
      const std::string most = std::to_string(ledger::kBatchEventsMax);
      return ledger::invalid("BATCH_SIZE",
                             "a submission has 1 to " + most + " events, here are more",
                             "в посылке от 1 до " + most + " событий, а здесь больше", "");
    }
    SignedEvent event;
    if (!take_event(bytes, event)) {
      return ledger::invalid("BAD_EVENTS", "the bytes end inside an event",
                             "байты кончаются внутри события",
                             "events[" + std::to_string(events.size()) + "]");
    }
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace api
