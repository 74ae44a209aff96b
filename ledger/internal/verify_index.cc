// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_index.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/entry.h"
#include "ledger/log_reader.h"
#include "ledger/message.h"

namespace ledger::internal {
namespace {

constexpr std::array kIndexTables{Table::kById, Table::kByDigest, Table::kBySubject,
                                  Table::kByType};

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

Fault drift(Table table, std::string_view key, std::optional<std::uint64_t> index,
            std::string reason, std::string message) {
  Fault fault;
  fault.kind = FaultClass::kIndexDrift;
  fault.structure = table_name(table);
  fault.index = index;
  fault.field = to_hex(key);
  fault.reason = std::move(reason);
  fault.message = std::move(message);
  return fault;
}

/// The rows that an entry implies, whose subjects' counts are not known: a row of kBySubject
/// stands here for any n.
struct ImpliedRows {
  Id id;
  Hash digest;
  fb::Payload type{};
  std::vector<Subject> subjects;
};

std::optional<ImpliedRows> implied_rows(const EventStore& store, const LedgerIdentity& identity,
                                        std::uint64_t index) {
  std::optional<ImpliedRows> rows;
  auto read = store.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    if (!entry) return false;
    const auto body = check_body(entry->body);
    if (!body) return false;
    const Hash ledger_id = index == 0 ? Hash{} : identity.ledger_id;
    rows = ImpliedRows{body->event_id(),
                       event_digest(signed_message(identity.origin, ledger_id, body->bytes())),
                       body->payload_type(), body->subjects()};
    return false;
  });
  if (!read) return std::nullopt;
  return rows;
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
      if (key.size() == 25 && value.size() == 8) return get_u64(value);
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

bool row_fits(Table table, std::string_view key, std::string_view value, const ImpliedRows& rows) {
  switch (table) {
    case Table::kById:
      return key == rows.id.view();
    case Table::kByDigest:
      return key == rows.digest.view() && value[8] == static_cast<char>(rows.type);
    case Table::kByType:
      return key[0] == static_cast<char>(rows.type);
    case Table::kBySubject:
      return std::any_of(rows.subjects.begin(), rows.subjects.end(), [&](const Subject& subject) {
        return key.starts_with(subject_key(subject));
      });
    case Table::kTile:
    case Table::kState:
      break;
  }
  return false;
}

}  // namespace

void IndexVerifier::add(const std::vector<RowPut>& rows) {
  for (const RowPut& row : rows) {
    const auto table = static_cast<std::uint8_t>(row.table);
    expected_[table].add(secret_, table, row.key, *row.value);
  }
}

void IndexVerifier::finish(std::uint64_t log_size) {
  for (const Table table : kIndexTables) compare_table(table, log_size);
  if (drifted_) look_for_missing(log_size);
}

void IndexVerifier::compare_table(Table table, std::uint64_t log_size) {
  RowSum found;
  const auto number = static_cast<std::uint8_t>(table);
  auto scanned = store_.scan(table, {}, {}, [&](std::string_view key, std::string_view value) {
    found.add(secret_, number, key, value);
    return true;
  });
  rows_checked_ += found.count();
  if (!scanned) {
    Fault fault = drift(table, {}, std::nullopt, scanned.error().reason, scanned.error().message);
    fault.kind = FaultClass::kUnreadable;
    report_(std::move(fault));
    return;
  }
  if (found == expected_[number]) return;
  drifted_ = true;
  look_at_rows(table, log_size);
}

void IndexVerifier::look_at_rows(Table table, std::uint64_t log_size) {
  const auto identity = identity_of(store_);
  if (!identity) return;
  std::string subject;
  std::uint64_t next_n = 0;
  auto scanned = store_.scan(table, {}, {}, [&](std::string_view key, std::string_view value) {
    const auto index = claimed_index(table, key, value);
    if (!index || *index >= log_size) {
      report_(drift(table, key, index, "ROW_POINTS_NOWHERE", "a row that names no event"));
      return true;
    }
    const auto rows = implied_rows(store_, *identity, *index);
    if (!rows) return true;  // the entry itself is at fault and was reported
    if (!row_fits(table, key, value, *rows)) {
      report_(drift(table, key, index, "ROW_DIFFERS", "the event at this index says otherwise"));
    }
    if (table == Table::kBySubject) {
      if (subject != key.substr(0, 17)) {
        subject = key.substr(0, 17);
        next_n = 0;
      }
      if (get_u64(key.substr(17)) != next_n && skipped_ == 0) {
        report_(
            drift(table, key, index, "ROW_COUNT", "the subject's events are not numbered 0, 1, …"));
      }
      next_n = get_u64(key.substr(17)) + 1;
    }
    return true;
  });
  (void)scanned;
}

void IndexVerifier::look_for_missing(std::uint64_t log_size) {
  const auto identity = identity_of(store_);
  if (!identity) return;
  for (std::uint64_t index = 0; index < log_size; ++index) {
    const auto rows = implied_rows(store_, *identity, index);
    if (!rows) continue;
    const auto missing = [&](Table table, std::string_view key) {
      const auto row = store_.get(table, key);
      if (row && !*row) {
        report_(drift(table, key, index, "ROW_MISSING", "the index does not know this event"));
      }
    };
    missing(Table::kById, rows->id.view());
    missing(Table::kByDigest, rows->digest.view());
    missing(Table::kByType, std::string(1, static_cast<char>(rows->type)) + be64(index));
    for (const Subject& subject : rows->subjects) {
      const std::string prefix = subject_key(subject);
      bool found = false;
      auto scanned = store_.scan(Table::kBySubject, prefix, prefix + be64(UINT64_MAX),
                                 [&](std::string_view, std::string_view value) {
                                   found = found || (value.size() == 8 && get_u64(value) == index);
                                   return !found;
                                 });
      if (scanned && !found) {
        report_(drift(Table::kBySubject, prefix, index, "ROW_MISSING",
                      "the index does not know this event"));
      }
    }
  }
}

}  // namespace ledger::internal
