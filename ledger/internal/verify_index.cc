// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_index.h"

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

#include "ledger/entry.h"
#include "ledger/log_reader.h"
#include "ledger/message.h"

namespace ledger::internal {
namespace {

constexpr std::array kIndexTables{Table::kById, Table::kByDigest, Table::kBySubject,
                                  Table::kByType};
constexpr std::size_t kSubjectKeyBytes = 17;

const char* table_name(Table table) {
  switch (table) {
    case Table::kById:
      return "index by id";
    case Table::kByDigest:
      return "index by digest";
    case Table::kBySubject:
      return "index by subject";
    case Table::kByType:
      return "index by type";
    case Table::kTile:
    case Table::kState:
      break;
  }
  return "rows";
}

std::size_t number_of(Table table) { return static_cast<std::size_t>(table); }

/// The event at this index with its digest, if its body can be read.
std::optional<CheckedEvent> event_at(const EventStore& store, const LedgerIdentity& identity,
                                     std::uint64_t index) {
  std::optional<CheckedEvent> event;
  auto read = store.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    if (!entry) return false;
    auto body = check_body(entry->body);
    if (!body) return false;
    const Hash ledger_id = index == 0 ? Hash{} : identity.ledger_id;
    const Hash digest = event_digest(signed_message(identity.origin, ledger_id, body->bytes()));
    event.emplace(CheckedEvent{std::move(*body), {}, digest});
    return false;
  });
  if (!read) return std::nullopt;
  return event;
}

/// The index that a row claims, if the row has the shape of its table.
std::optional<std::uint64_t> claimed_index(Table table, std::string_view key,
                                           std::string_view value) {
  switch (table) {
    case Table::kById:
      if (key.size() == 16 && value.size() == 8) return get_u64(value);
      break;
    case Table::kByDigest:
      if (key.size() == 32 && value.size() == 9) return get_u64(value);
      break;
    case Table::kBySubject:
      if (key.size() == kSubjectKeyBytes + 8 && value.size() == 8) return get_u64(value);
      break;
    case Table::kByType:
      if (key.size() == 9 && value.empty()) return get_u64(key.substr(1));
      break;
    case Table::kTile:
    case Table::kState:
      break;
  }
  return std::nullopt;
}

std::string type_key(const Body& body, std::uint64_t index) {
  return std::string(1, static_cast<char>(body.payload_type())) + be64(index);
}

std::string digest_value(const Body& body, std::uint64_t index) {
  return be64(index) + static_cast<char>(body.payload_type());
}

/// Whether a subject's rows are numbered 0, 1, … in the order of the events, row by row.
class Numbering {
 public:
  /// REQUIRES: a row of the shape of kBySubject.
  bool next(std::string_view key, std::string_view value) {
    const std::string_view subject = key.substr(0, kSubjectKeyBytes);
    const std::uint64_t n = get_u64(key.substr(kSubjectKeyBytes));
    const std::uint64_t index = get_u64(value);
    if (subject != subject_) {
      subject_ = subject;
      next_n_ = 0;
      next_index_ = 0;
    }
    numbered_ = n == next_n_;
    const bool ascending = index >= next_index_;
    next_n_ = n + 1;
    next_index_ = index + 1;
    return ascending;
  }
  bool numbered() const { return numbered_; }

 private:
  std::string subject_;
  std::uint64_t next_n_ = 0;
  std::uint64_t next_index_ = 0;
  bool numbered_ = true;
};

}  // namespace

void IndexVerifier::report(Table table, std::string_view key, std::optional<std::uint64_t> index,
                           std::string reason, std::string message) {
  explained_ = true;
  named_.insert(std::string(1, static_cast<char>(table)).append(key));
  Fault fault = fault_of(FaultClass::kIndexDrift, table_name(table), to_hex(key), std::move(reason),
                         std::move(message));
  fault.index = index;
  findings_.add(std::move(fault));
}

void IndexVerifier::add(const CheckedEvent& event, std::uint64_t index) {
  const auto put = [&](Table table, std::string_view key, std::string_view value) {
    expected_[number_of(table)].add(secret_, static_cast<std::uint8_t>(table), key, value);
  };
  const std::string at = be64(index);
  put(Table::kById, event.body.event_id().view(), at);
  put(Table::kByDigest, event.digest.view(), digest_value(event.body, index));
  put(Table::kByType, type_key(event.body, index), {});
  for (const Subject& subject : event.body.subjects()) {
    put(Table::kBySubject, subject_key(subject), at);
  }
}

void IndexVerifier::finish(std::uint64_t log_size, bool truncated) {
  size_ = log_size;
  truncated_ = truncated;
  // Side by side: this is the part of a verification that waits for all entries.
  std::array<std::future<TableSum>, kIndexTables.size()> sums;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const Table table = kIndexTables[i];
    sums[i] = std::async(std::launch::async, [this, table] { return sum_up(table); });
  }
  bool all_fit = true;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const Table table = kIndexTables[i];
    drifted_[number_of(table)] = !table_fits(table, sums[i].get());
    all_fit = all_fit && !drifted_[number_of(table)];
  }
  if (all_fit) return;
  collect_subject_rows();
  look_at_events();
  for (const Table table : kIndexTables) {
    if (drifted_[number_of(table)]) look_at_rows(table);
  }
  if (explained_ || truncated_ || findings_.any_lost()) return;
  report(Table::kById, {}, std::nullopt, "ROWS_DIFFER",
         "the indexes do not hold what the log implies");
}

void IndexVerifier::collect_subject_rows() {
  const auto scanned =
      store_.scan(Table::kBySubject, {}, {}, [&](std::string_view key, std::string_view value) {
        if (claimed_index(Table::kBySubject, key, value)) {
          subject_rows_.insert(std::string(key.substr(0, kSubjectKeyBytes)).append(value));
        }
        return true;
      });
  if (!scanned) drifted_[number_of(Table::kBySubject)] = false;  // table_fits has reported it
}

/// For kBySubject without the n of each row, which must follow from the order.
IndexVerifier::TableSum IndexVerifier::sum_up(Table table) const {
  TableSum sum;
  Numbering numbering;
  const auto add = [&](std::string_view key, std::string_view value) {
    ++sum.count;
    std::string_view summed = key;
    if (table == Table::kBySubject) {
      // A row without an n would sum up like one with it.
      const bool shaped = claimed_index(table, key, value).has_value();
      if (shaped) summed = key.substr(0, kSubjectKeyBytes);
      sum.in_order = shaped && numbering.next(key, value) && numbering.numbered() && sum.in_order;
    }
    sum.rows.add(secret_, static_cast<std::uint8_t>(table), summed, value);
    return true;
  };
  sum.scanned = store_.scan(table, {}, {}, add);
  return sum;
}

bool IndexVerifier::table_fits(Table table, const TableSum& found) {
  rows_checked_ += found.count;
  if (!found.scanned) {
    findings_.add(unreadable(table_name(table), {}, found.scanned.error()));
    return true;  // what it holds cannot be looked at
  }
  return found.rows == expected_[number_of(table)] && found.in_order && !findings_.any_lost();
}

void IndexVerifier::look_at_events() {
  for (std::uint64_t index = 0; index < size_; ++index) {
    if (findings_.lost(index)) continue;
    if (const auto event = event_at(store_, identity_, index)) look_at_event(index, *event);
  }
}

void IndexVerifier::look_at_event(std::uint64_t index, const CheckedEvent& event) {
  const Body& body = event.body;
  if (drifted_[number_of(Table::kById)]) {
    look_at_unique(Table::kById, body.event_id().view(), be64(index), index);
  }
  if (drifted_[number_of(Table::kByDigest)]) {
    look_at_unique(Table::kByDigest, event.digest.view(), digest_value(body, index), index);
  }
  if (drifted_[number_of(Table::kByType)]) {
    look_at_unique(Table::kByType, type_key(body, index), {}, index);
  }
  if (!drifted_[number_of(Table::kBySubject)]) return;
  for (const Subject& subject : body.subjects()) {
    if (subject_rows_.contains(subject_key(subject) + be64(index))) continue;
    report(Table::kBySubject, subject_key(subject), index, "ROW_MISSING",
           "the index does not know this event");
  }
}

void IndexVerifier::look_at_unique(Table table, std::string_view key, std::string_view value,
                                   std::uint64_t index) {
  const auto row = store_.get(table, key);
  if (!row) return;  // the scan has reported it
  if (!*row) {
    report(table, key, index, "ROW_MISSING", "the index does not know this event");
    return;
  }
  if (**row == value) return;
  const auto claimed = claimed_index(table, key, **row);
  if (claimed && *claimed != index && *claimed < size_ && row_fits(table, key, **row, *claimed)) {
    explained_ = true;
    if (table != Table::kById) return;  // told with the id
    Fault fault = fault_of(
        FaultClass::kBrokenRule, "entry", "event_id", "EVENT_ID_TAKEN",
        "the event at index " + std::to_string(std::min(index, *claimed)) + " has the same id");
    fault.index = std::max(index, *claimed);
    fault.event_id = to_hex(key);
    findings_.add(std::move(fault));
    return;
  }
  report(table, key, index, "ROW_DIFFERS", "the index has something else for this event");
}

bool IndexVerifier::row_fits(Table table, std::string_view key, std::string_view value,
                             std::uint64_t index) const {
  const auto event = event_at(store_, identity_, index);
  if (!event) return false;
  const Body& body = event->body;
  switch (table) {
    case Table::kById:
      return key == body.event_id().view();
    case Table::kByDigest:
      return key == event->digest.view() && value == digest_value(body, index);
    case Table::kByType:
      return key == type_key(body, index);
    case Table::kBySubject:
      return std::any_of(body.subjects().begin(), body.subjects().end(),
                         [&](const Subject& s) { return key.starts_with(subject_key(s)); });
    case Table::kTile:
    case Table::kState:
      break;
  }
  return false;
}

void IndexVerifier::look_at_rows(Table table) {
  Numbering numbering;
  std::uint64_t beyond = 0;
  std::string first_beyond;
  bool misnumbered = false;
  bool named = false;
  const auto look = [&](std::string_view key, std::string_view value) {
    const auto index = claimed_index(table, key, value);
    const bool ascending = !index || table != Table::kBySubject || numbering.next(key, value);
    misnumbered = misnumbered || !numbering.numbered();
    if (named_.contains(std::string(1, static_cast<char>(table)).append(key))) {
      named = true;
    } else if (!index) {
      report(table, key, std::nullopt, "ROW_MALFORMED", "not a row of this index");
    } else if (*index >= size_) {
      if (beyond++ == 0) first_beyond = key;
    } else if (!findings_.lost(*index) && (!ascending || !row_fits(table, key, value, *index))) {
      named = true;
      report(table, key, std::nullopt, "ROW_EXTRA",
             "no event implies this row; it points to event " + std::to_string(*index));
    }
    return true;
  };
  if (!store_.scan(table, {}, {}, look)) return;  // table_fits has reported it
  if (beyond > 0 && !truncated_) {
    report(table, first_beyond, std::nullopt, "ROW_POINTS_NOWHERE",
           std::to_string(beyond) + " rows name events beyond the end of the log");
  }
  if (misnumbered && !named && !explained_) {
    report(table, {}, std::nullopt, "ROW_COUNT",
           "a subject's events are not numbered 0, 1, … in their order");
  }
}

}  // namespace ledger::internal
