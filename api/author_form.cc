// SPDX-License-Identifier: Apache-2.0
#include "api/author_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "api/event_json_schema.h"
#include "api/files.h"
#include "ledger/bytes.h"
#include "ledger/hash.h"
#include "projections/text_form.h"

namespace api {
namespace {

using ledger::Error;
using ledger::invalid;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kNameCharactersMax = 100;
constexpr std::string_view kKeyPrefix = "@key:";
constexpr std::string_view kFilePrefix = "@sha256:";

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

Error at(Error error, const std::string& pointer) {
  error.where = pointer;
  return error;
}

/// Goes through one event along the schema.
class Expander {
 public:
  Expander(NameSource& names, const std::filesystem::path& folder)
      : names_(names), folder_(folder) {}

  Status table(const JsonTable& spec, Json& value, const std::string& pointer);

 private:
  Status member(const JsonTable& spec, const JsonField& field, Json& value, Json& owner,
                const std::string& pointer);
  Status text(const JsonField& field, Json& value, const std::string& pointer);
  Status named_table(const JsonTable& spec, Json& value, const std::string& pointer);
  Status union_value(const JsonTable& spec, const JsonField& field, Json& value, Json& owner,
                     const std::string& pointer);
  Result<std::string> meaning(const JsonField& field, const std::string& text,
                              const std::string& pointer);
  Result<Json> document_file(const Json& value);
  Status secret_name(const JsonTable& spec, Json& mention, const std::string& pointer);

  NameSource& names_;
  const std::filesystem::path& folder_;
};

Status Expander::table(const JsonTable& spec, Json& value, const std::string& pointer) {
  if (!value.is_object()) return Ok{};
  for (auto it = value.begin(); it != value.end(); ++it) {
    const JsonField* field = spec.find(it.key());
    if (field == nullptr) continue;
    auto done = member(spec, *field, it.value(), value, pointer_to(pointer, it.key()));
    if (!done) return done;
  }
  return Ok{};
}

Status Expander::member(const JsonTable& spec, const JsonField& field, Json& value, Json& owner,
                        const std::string& pointer) {
  switch (field.kind) {
    case JsonKind::kText:
      return text(field, value, pointer);
    case JsonKind::kTable:
      return named_table(json_schema().tables[field.type], value, pointer);
    case JsonKind::kUnion:
      return union_value(spec, field, value, owner, pointer);
    case JsonKind::kTexts:
    case JsonKind::kTables:
      break;
    default:
      return Ok{};
  }
  if (!value.is_array()) return Ok{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string item = pointer_to(pointer, i);
    auto done = field.kind == JsonKind::kTexts
                    ? text(field, value[i], item)
                    : named_table(json_schema().tables[field.type], value[i], item);
    if (!done) return done;
  }
  return Ok{};
}

Status Expander::union_value(const JsonTable& spec, const JsonField& field, Json& value,
                             Json& owner, const std::string& pointer) {
  const JsonField& type = spec.fields[static_cast<std::size_t>(&field - spec.fields.data()) - 1];
  const auto name = owner.find(type.name);
  if (name == owner.end() || !name->is_string()) return Ok{};
  const auto* member_type =
      json_schema().enums[type.type].find(name->get_ref<const std::string&>());
  if (member_type == nullptr || member_type->number == 0) return Ok{};
  return table(json_schema().tables[member_type->table], value, pointer);
}

Status Expander::named_table(const JsonTable& spec, Json& value, const std::string& pointer) {
  if (spec.name == "LegalDate") {
    Result<Json> date = value;
    if (value.is_string()) {
      date = legal_date_of(value.get_ref<const std::string&>(), "PRINTED");
    } else if (value.is_object() && value.size() == 1 && value.begin()->is_string()) {
      const std::string key = value.begin().key();
      for (const char* source : {"printed", "stated", "derived", "stamped"}) {
        if (key != source) continue;
        std::string upper = key;
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        date = legal_date_of(value.begin()->get_ref<const std::string&>(), upper);
      }
    }
    if (!date) return at(date.error(), pointer);
    value = std::move(*date);
  } else if (spec.name == "DocumentFile" && value.is_object() && value.contains("@file")) {
    auto file = document_file(value);
    if (!file) return at(file.error(), pointer_to(pointer, "@file"));
    value = std::move(*file);
  } else if (spec.name == "PersonMention") {
    if (auto done = secret_name(spec, value, pointer); !done) return done;
  }
  return table(spec, value, pointer);
}

/// The person is expanded first: the commitment is about that person.
Status Expander::secret_name(const JsonTable& spec, Json& mention, const std::string& pointer) {
  if (!mention.is_object() || !mention.contains("name") || !mention["name"].is_string())
    return Ok{};
  const std::string spelling = mention["name"].get<std::string>();
  if (!starts_with(spelling, kSecretPrefix)) return Ok{};
  const std::string place = pointer_to(pointer, "person");
  if (!mention.contains("person")) {
    return invalid("MISSING_FIELD", "a name has its person beside it", place);
  }
  if (auto done = text(*spec.find("person"), mention["person"], place); !done) return done;
  const auto person = ledger::fixed_from_hex<ledger::Id>(
      mention["person"].is_string() ? mention["person"].get<std::string>() : std::string());
  if (!person) return at(person.error(), place);
  auto hex = names_.commitment_for(pointer_to(pointer, "name"), *person,
                                   spelling.substr(kSecretPrefix.size()));
  if (!hex) return at(hex.error(), pointer_to(pointer, "name"));
  mention["name"] = std::move(*hex);
  return Ok{};
}

Status Expander::text(const JsonField& field, Json& value, const std::string& pointer) {
  if (field.hex_bytes == 0 || !value.is_string()) return Ok{};
  const auto& spelling = value.get_ref<const std::string&>();
  if (!starts_with(spelling, "@")) return Ok{};
  auto hex = meaning(field, spelling, pointer);
  if (!hex) return at(hex.error(), pointer);
  value = std::move(*hex);
  return Ok{};
}

Result<std::string> Expander::meaning(const JsonField& field, const std::string& text,
                                      const std::string& pointer) {
  if (field.hex_bytes == 32 && !field.reference) {
    if (text == "@random") return names_.random_for(pointer);
    if (starts_with(text, kKeyPrefix)) return names_.key_named(text.substr(kKeyPrefix.size()));
    if (starts_with(text, kFilePrefix)) {
      auto bytes = read_file(folder_ / text.substr(kFilePrefix.size()));
      if (!bytes) return bytes.error();
      return to_hex(ledger::sha256(*bytes));
    }
    return invalid("BAD_NAME", "\"" + text + "\": here stands @key:NAME, @random or @sha256:PATH",
                   pointer);
  }
  const std::string name = text.substr(1);
  if (!is_local_name(name)) {
    return invalid("BAD_NAME",
                   "\"" + text + "\": a name has 1 to 100 characters without spaces, ':' and '@'",
                   pointer);
  }
  return field.reference ? names_.digest_named(name) : names_.id_named(name);
}

Result<Json> Expander::document_file(const Json& value) {
  if (!value["@file"].is_string()) return invalid("BAD_FILE_FORM", "\"@file\" is a path");
  for (const char* computed : {"binding", "sha256", "bytes", "commitment"}) {
    if (value.contains(computed)) {
      return invalid("BAD_FILE_FORM",
                     std::string("\"") + computed + "\" is computed when \"@file\" is given");
    }
  }
  auto bytes = read_file(folder_ / value["@file"].get<std::string>());
  if (!bytes) return bytes.error();
  Json out = Json::object();
  out["binding"] = "PLAIN_HASH";
  out["sha256"] = to_hex(ledger::sha256(*bytes));
  out["bytes"] = bytes->size();
  for (const auto& item : value.items()) {
    if (item.key() != "@file") out[item.key()] = item.value();
  }
  return out;
}

struct Span {
  std::chrono::year_month_day from;
  std::chrono::year_month_day to;
  const char* precision;
};

/// Digits only, of exactly this many places.
std::optional<unsigned> number_of(std::string_view text, std::size_t places) {
  if (text.size() != places) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

std::optional<Span> months(int year, unsigned first, unsigned last, const char* precision) {
  using std::chrono::month;
  const std::chrono::year of(year);
  const std::chrono::year_month_day from{of, month(first), std::chrono::day(1)};
  const std::chrono::year_month_day to{of / month(last) / std::chrono::last};
  if (!from.ok() || !to.ok()) return std::nullopt;
  return Span{from, to, precision};
}

std::optional<Span> span_of(std::string_view text) {
  const auto number = number_of(text.substr(0, 4), 4);
  if (!number) return std::nullopt;
  const int year = static_cast<int>(*number);
  const std::string_view rest = text.substr(4);
  if (rest.empty()) return months(year, 1, 12, "YEAR");
  if (rest.size() == 3 && starts_with(rest, "-Q")) {
    const auto quarter = number_of(rest.substr(2), 1);
    if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    return months(year, 3 * *quarter - 2, 3 * *quarter, "QUARTER");
  }
  if (rest.size() < 3 || rest[0] != '-') return std::nullopt;
  const auto month = number_of(rest.substr(1, 2), 2);
  if (!month) return std::nullopt;
  if (rest.size() == 3) return months(year, *month, *month, "MONTH");
  const auto day = rest[3] == '-' ? number_of(rest.substr(4), 2) : std::nullopt;
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return Span{date, date, "DAY"};
}

std::string spelling(const std::chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace

Json in_normal_form(Json value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return ledger::is_utf8(text) ? Json(projections::in_nfc(text)) : value;
  }
  if (!value.is_structured()) return value;
  for (auto& [key, member] : value.items()) {
    if (key != "@file") member = in_normal_form(std::move(member));
  }
  return value;
}

Status expand_author_form(Json& event, NameSource& names, const std::filesystem::path& folder) {
  const JsonSchema& schema = json_schema();
  return Expander(names, folder).table(schema.tables[schema.root], event, "");
}

bool is_local_name(std::string_view name) {
  if (name.empty() || name == "random" || !ledger::is_utf8(name)) return false;
  std::size_t characters = 0;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f || c == ':' || c == '@') return false;
    if ((byte & 0xc0) != 0x80) ++characters;
  }
  return characters <= kNameCharactersMax;
}

Result<Json> legal_date_of(std::string_view text, std::string_view source) {
  Json out = Json::object();
  if (text == "unknown") {
    out["precision"] = "UNKNOWN";
  } else {
    const auto span = span_of(text);
    if (!span) {
      const std::string found(text);
      return invalid(
          "BAD_DATE_FORM",
          "\"" + found + "\" is not of the form 2022-12-06, 2022-12, 2022-Q4, 2022 or unknown",
          "«" + found + "» — не запись вида 2022-12-06, 2022-12, 2022-Q4, 2022 или unknown", "");
    }
    out["precision"] = span->precision;
    out["not_before"] = spelling(span->from);
    out["not_after"] = spelling(span->to);
  }
  out["source"] = std::string(source);
  return out;
}

}  // namespace api
