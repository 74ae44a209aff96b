// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/limits.h"
#include "ledger/merkle.h"
#include "ledger/rocks_table_files.h"

namespace ledger::internal {
namespace {

/// REQUIRES: entries up to `stored` lie behind the end that the head gives.
std::uint64_t end_beyond(const EventStore& store, const Head& head, std::uint64_t stored) {
  std::uint64_t end = head.size;
  const auto edge = CompactRange::parse(head.edge);
  if (edge && edge->size() <= stored) end = std::max(end, edge->size());
  const auto note = store.last_checkpoint();
  if (!note || !*note) return end;
  const auto checkpoint = checkpoint_of_note(**note);
  if (checkpoint && checkpoint->size <= stored) end = std::max(end, checkpoint->size);
  return end;
}

/// Where an earlier event has this id and these bytes.
std::optional<std::uint64_t> original_of(const EventStore& store, const std::string& event_id,
                                         const std::string& bytes, std::uint64_t end) {
  const auto id = fixed_from_hex<Id>(event_id);
  const auto row = id ? store.get(Table::kById, id->view())
                      : Result<std::optional<std::string>>(std::optional<std::string>());
  if (!row || !*row || (*row)->size() != 8 || get_u64(**row) >= end) return std::nullopt;
  const std::uint64_t index = get_u64(**row);
  const auto earlier = read_block(store, index, index + 1);
  return earlier[0] && *earlier[0] == bytes ? std::optional(index) : std::nullopt;
}

FaultClass class_of_head(const Error& error) {
  if (error.reason == "HEAD_MISSING") return FaultClass::kMissing;
  return error.reason == "CHECKSUM_MISMATCH" ? FaultClass::kUnreadable : FaultClass::kEdited;
}

/// "cosigners[2]" -> "signatures[3]": the author's comes first.
std::string signature_field(const std::string& signer) {
  const auto digits = signer.find('[');
  if (digits == std::string::npos) return "signatures[0]";
  const auto cosigner = parse_decimal(signer.substr(digits + 1, signer.size() - digits - 2));
  return cosigner ? "signatures[" + std::to_string(*cosigner + 1) + "]" : "signatures";
}

}  // namespace

std::uint64_t end_of(const EventStore& store, const Head& head) {
  const auto stored = store.entries_end();
  if (stored && *stored > head.size) return end_beyond(store, head, *stored);
  const auto edge = CompactRange::parse(head.edge);
  if (!edge || edge->size() == 0 || edge->size() >= head.size) return head.size;
  const auto beyond = read_block(store, edge->size(), edge->size() + 1);
  const bool missing = !beyond[0] && beyond[0].error().reason == "ENTRY_MISSING";
  return missing ? edge->size() : head.size;
}

void check_head(const EventStore& store, const Head& head, std::uint64_t end, Findings& findings) {
  if (const auto fault = store.head_fault()) {
    return findings.add(fault_of(class_of_head(*fault), "head", {}, fault->reason, fault->message));
  }
  if (end != head.size) {
    findings.add(fault_of(FaultClass::kEdited, "head", "size", "HEAD_SIZE",
                          "the head counts " + std::to_string(head.size) +
                              " entries, its edge and the entries " + std::to_string(end)));
  }
  if (head.epoch >= kEpochMax) {
    findings.add(fault_of(FaultClass::kEdited, "head", "epoch", "HEAD_EPOCH",
                          "the head counts " + std::to_string(head.epoch) +
                              " openings for writing, more than there can have been"));
  }
}

void check_behind(const EventStore& store, const LedgerIdentity& identity, const Head& head,
                  std::uint64_t end, Findings& findings) {
  const auto stored = store.entries_end();
  if (!stored || *stored <= std::max(end, head.size)) return;
  Fault fault = fault_of(FaultClass::kAdded, "entry", {}, "ENTRY_EXTRA",
                         "the log ends before this entry: no head and no checkpoint counts it");
  if (*stored > end + 1) {
    fault.message += "; the last one there is has the index " + std::to_string(*stored - 1);
  }
  const auto raw = read_block(store, end, end + 1);
  fault.index = raw[0] ? end : *stored - 1;
  if (raw[0]) {
    fault.event_id = check_block(identity, raw, false)[0].event_id;
    if (const auto original = original_of(store, fault.event_id, *raw[0], end)) {
      fault.message += "; it is a copy of the entry with the index " + std::to_string(*original);
    }
  }
  findings.add(std::move(fault));
}

void check_lost_files(const EventStore& store, Findings& findings) {
  for (const Error& damage : store.lost_files()) {
    const bool table = damage.where.ends_with(".sst");
    findings.add(unreadable(table ? "table file" : "store", {}, damage));
  }
}

void check_table_files(const EventStore& store, const VerifyReport& report, Findings& findings) {
  for (const TableFile& file : table_files(store)) {
    const std::string path = file.path.string();
    const bool told =
        std::any_of(report.faults.begin(), report.faults.end(), [&](const Fault& fault) {
          return fault.field == path || fault.message.find(path) != std::string::npos;
        });
    if (told) continue;
    const auto sound = check_table_file(file);
    if (!sound) findings.add(unreadable("table file", path, sound.error()));
  }
}

void check_foreign_rows(const EventStore& store, Findings& findings) {
  struct Found {
    std::uint64_t count = 0;
    std::string first;
  };
  std::map<std::string, Found, std::less<>> families;
  const auto scanned = store.foreign_rows([&](std::string_view family, std::string_view key) {
    Found& found = families[std::string(family)];
    if (found.count++ == 0) found.first = to_hex(key);
  });
  for (const auto& [family, found] : families) {
    findings.add(
        fault_of(FaultClass::kAdded, "family " + family, found.first, "ROW_FOREIGN",
                 "rows of no kind that this family holds: " + std::to_string(found.count)));
  }
  // Where a family cannot be read, whoever reads it for what it is for says so.
  if (!scanned && scanned.error().reason != "CHECKSUM_MISMATCH") {
    findings.add(unreadable("store", {}, scanned.error()));
  }
}

std::string blamed_field(const EventStore& store, std::uint64_t index, const VerifiedEntry& entry) {
  const bool unsigned_body = entry.error && entry.error->reason == "SIGNATURE_INVALID";
  if (!entry.event || (entry.error && !unsigned_body)) return entry.error ? entry.error->where : "";
  const auto row = store.get(Table::kByDigest, entry.event->digest.view());
  const bool same_body = row && *row && (*row)->size() == 9 && get_u64(**row) == index;
  if (unsigned_body) return same_body ? signature_field(entry.error->where) : "body";
  return same_body ? "recorded_at" : "";  // nothing else of an entry is neither body nor signature
}

void name_lost_events(const EventStore& store, VerifyReport& report) {
  std::map<std::uint64_t, std::vector<Fault*>> nameless;
  for (Fault& fault : report.faults) {
    const bool lost = fault.structure == "entry" && fault.index && fault.event_id.empty();
    if (lost) nameless[*fault.index].push_back(&fault);
  }
  if (nameless.empty()) return;
  // What cannot be read of the index stays without a name, and is told where the index is checked.
  (void)store.scan(Table::kById, {}, {}, [&](std::string_view key, std::string_view value) {
    if (key.size() != Id::kSize || value.size() != 8) return true;
    const auto it = nameless.find(get_u64(value));
    if (it == nameless.end()) return true;
    for (Fault* fault : it->second) fault->event_id = to_hex(key);
    nameless.erase(it);
    return !nameless.empty();
  });
}

}  // namespace ledger::internal
