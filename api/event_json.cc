// SPDX-License-Identifier: Apache-2.0
// Bytes to JSON. Bodies are strict by the time they get here, so nothing is verified again.
#include "api/event_json.h"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include "api/event_json_schema.h"
#include "api/json.h"
#include "api/table_json.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/message.h"

namespace api {
namespace {

using flatbuffers::Offset;
using flatbuffers::String;
using flatbuffers::Table;
using Texts = flatbuffers::Vector<Offset<String>>;
using Tables = flatbuffers::Vector<Offset<Table>>;
using Bytes = flatbuffers::Vector<std::uint8_t>;

constexpr std::uint64_t kLastInstantUs = 253'402'300'799'999'999;  ///< of the year 9999

Json table_to_json(const JsonTable& spec, const Table& table);

template <typename Unsigned, typename Signed>
Json number_of(const JsonField& field, const Table& table) {
  if (field.is_signed) {
    return table.GetField<Signed>(field.slot, static_cast<Signed>(field.default_value));
  }
  return table.GetField<Unsigned>(field.slot, static_cast<Unsigned>(field.default_value));
}

Json integer_to_json(const JsonField& field, const Table& table) {
  switch (field.width) {
    case 1:
      return number_of<std::uint8_t, std::int8_t>(field, table);
    case 2:
      return number_of<std::uint16_t, std::int16_t>(field, table);
    case 4:
      return number_of<std::uint32_t, std::int32_t>(field, table);
    default: {
      const Json number = number_of<std::uint64_t, std::int64_t>(field, table);
      return field.is_signed ? json_integer(number.get<std::int64_t>())
                             : json_integer(number.get<std::uint64_t>());
    }
  }
}

Json enum_to_json(const JsonField& field, std::uint8_t number) {
  const JsonEnum::Value* value =
      json_schema().enums[field.type].find(static_cast<std::int64_t>(number));
  return value != nullptr ? Json(value->name) : Json(number);
}

Json union_to_json(const JsonTable& spec, const JsonField& field, const Table& table) {
  const JsonField& type = spec.fields[static_cast<std::size_t>(&field - spec.fields.data()) - 1];
  const auto number = table.GetField<std::uint8_t>(type.slot, 0);
  const JsonEnum::Value* value =
      json_schema().enums[type.type].find(static_cast<std::int64_t>(number));
  if (value == nullptr) return nullptr;
  return table_to_json(json_schema().tables[value->table],
                       *table.GetPointer<const Table*>(field.slot));
}

Json vector_to_json(const JsonField& field, const Table& table) {
  Json out = Json::array();
  if (field.kind == JsonKind::kTexts) {
    for (const String* text : *table.GetPointer<const Texts*>(field.slot)) {
      out.push_back(text->str());
    }
  } else if (field.kind == JsonKind::kTables) {
    const JsonTable& spec = json_schema().tables[field.type];
    for (const Table* item : *table.GetPointer<const Tables*>(field.slot)) {
      out.push_back(table_to_json(spec, *item));
    }
  } else {
    for (const std::uint8_t number : *table.GetPointer<const Bytes*>(field.slot)) {
      out.push_back(enum_to_json(field, number));
    }
  }
  return out;
}

Json field_to_json(const JsonTable& spec, const JsonField& field, const Table& table) {
  switch (field.kind) {
    case JsonKind::kBool:
      return table.GetField<std::uint8_t>(field.slot, 0) != 0;
    case JsonKind::kInteger:
      return integer_to_json(field, table);
    case JsonKind::kEnum:
    case JsonKind::kUnionType:
      return enum_to_json(field, table.GetField<std::uint8_t>(field.slot, 0));
    case JsonKind::kText:
      return table.GetPointer<const String*>(field.slot)->str();
    case JsonKind::kTable:
      return table_to_json(json_schema().tables[field.type],
                           *table.GetPointer<const Table*>(field.slot));
    case JsonKind::kUnion:
      return union_to_json(spec, field, table);
    default:
      return vector_to_json(field, table);
  }
}

/// Plain scalars are shown even where the bytes leave them at their default.
bool always_shown(const JsonField& field) {
  return !field.optional && (field.kind == JsonKind::kBool || field.kind == JsonKind::kInteger);
}

Json table_to_json(const JsonTable& spec, const Table& table) {
  Json out = Json::object();
  for (const JsonField& field : spec.fields) {
    if (field.kind == JsonKind::kNone) continue;
    if (!always_shown(field) && !table.CheckField(field.slot)) continue;
    out[field.name] = field_to_json(spec, field, table);
  }
  return out;
}

Json signatures_to_json(const ledger::Body& body, const std::vector<ledger::Signature>& list) {
  Json out = Json::array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    Json line = Json::object();
    if (i == 0) line["key"] = to_hex(body.author().key);
    if (i > 0 && i <= body.cosigners().size()) line["key"] = to_hex(body.cosigners()[i - 1].key);
    line["signature"] = to_hex(list[i]);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

Json table_of_body_to_json(std::string_view name, const void* table) {
  const JsonTable* spec = json_schema().find_table(name);
  LEDGER_CHECK(spec != nullptr);
  return table_to_json(*spec, *static_cast<const Table*>(table));
}

Json body_to_json(const ledger::Body& body) {
  const JsonSchema& schema = json_schema();
  return table_to_json(schema.tables[schema.root],
                       *flatbuffers::GetRoot<Table>(body.bytes().data()));
}

ledger::Result<Json> recorded_event_to_json(const ledger::LedgerIdentity& ledger,
                                            const ledger::RecordedEvent& event) {
  const auto entry = ledger::parse_entry(event.entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) {
    return ledger::corrupt("BAD_BODY", body.error().reason + ": " + body.error().message,
                           "event " + std::to_string(event.index));
  }
  const bool genesis = event.index == 0;
  const std::string message = ledger::signed_message(
      ledger.origin, genesis ? ledger::Hash{} : ledger.ledger_id, entry->body);
  Json out = Json::object();
  out["index"] = event.index;
  out["recorded_at"] = rfc3339(entry->recorded_at_us);
  out["digest"] = to_hex(ledger::event_digest(message));
  out["leaf_hash"] = to_hex(ledger::leaf_hash(event.entry));
  out["body"] = body_to_json(*body);
  out["signatures"] = signatures_to_json(*body, entry->signatures);
  return out;
}

std::string rfc3339(std::uint64_t time_us) {
  using std::chrono::microseconds;
  if (time_us > kLastInstantUs) return {};
  const std::chrono::sys_time<microseconds> time{microseconds{time_us}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::string day_in_zone(std::uint64_t time_us, int zone_minutes) {
  if (time_us > kLastInstantUs) return {};
  const std::int64_t local =
      static_cast<std::int64_t>(time_us) + std::int64_t{zone_minutes} * 60'000'000;
  return rfc3339(static_cast<std::uint64_t>(std::max<std::int64_t>(local, 0))).substr(0, 10);
}

}  // namespace api
