// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_views.h"

#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/hash.h"
#include "ledger/message.h"

namespace support {
namespace {

class MapWriter : public projections::RowWriter {
 public:
  explicit MapWriter(RowMap& rows) : rows_(rows) {}

  std::optional<std::string> get(std::string_view key) const override {
    const auto it = rows_.find(key);
    if (it == rows_.end()) return std::nullopt;
    return it->second;
  }
  void scan(std::string_view prefix, const projections::RowVisitor& visit) const override {
    const RowMap copy = rows_;
    for (const auto& [key, value] : copy) {
      if (key.starts_with(prefix) && !visit(key, value)) return;
    }
  }
  void put(std::string_view key, std::string value) override {
    rows_[std::string(key)] = std::move(value);
  }
  void erase(std::string_view key) override { rows_.erase(std::string(key)); }

 private:
  RowMap& rows_;
};

std::string u32(std::size_t value) {
  std::string out;
  ledger::put_u32(out, static_cast<std::uint32_t>(value));
  return out;
}

}  // namespace

std::vector<LogEvent> events_of(const ledger::ReadView& log) {
  std::vector<LogEvent> events;
  const auto identity = identity_of(log.store());
  LEDGER_CHECK(static_cast<bool>(identity));
  auto read = log.range(0, log.size(), [&](std::uint64_t index, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    LEDGER_CHECK(static_cast<bool>(entry));
    auto body = ledger::check_body(entry->body);
    LEDGER_CHECK(static_cast<bool>(body));
    const auto digest = ledger::event_digest(ledger::signed_message(
        identity->origin, index == 0 ? ledger::Hash{} : identity->ledger_id, entry->body));
    events.push_back({std::move(*body), index, entry->recorded_at_us, digest});
    return true;
  });
  LEDGER_CHECK(static_cast<bool>(read));
  return events;
}

void ReferenceView::fold(const projections::View& view, const LogEvent& event) {
  const RowMap before = rows;
  MapWriter writer(rows);
  view.fold(event.event(), writer);
  RowMap touched = before;
  touched.insert(rows.begin(), rows.end());
  std::string message("letopis/view/v1");
  message.push_back('\0');
  message += digest.view();
  message += ledger::be64(event.index);
  for (const auto& [key, unused] : touched) {
    const auto old = before.find(key);
    const auto now = rows.find(key);
    if (now == rows.end()) {
      message += u32(key.size()) + key + std::string(4, '\xff');
    } else if (old == before.end() || old->second != now->second) {
      message += u32(key.size()) + key + u32(now->second.size()) + now->second;
    }
  }
  digest = ledger::sha256(message);
}

}  // namespace support
