// SPDX-License-Identifier: Apache-2.0
#include "api/event_json_schema.h"

#include <flatbuffers/reflection.h>

#include <algorithm>

#include "ledger/body.h"

namespace api {
namespace {

std::string short_name(const flatbuffers::String* full) {
  const std::string name = full->str();
  return name.substr(name.rfind('.') + 1);
}

std::string attribute(const reflection::Field& field, const char* key) {
  const auto* attributes = field.attributes();
  const auto* found = attributes != nullptr ? attributes->LookupByKey(key) : nullptr;
  return found != nullptr && found->value() != nullptr ? found->value()->str() : std::string();
}

bool is_signed(reflection::BaseType base) {
  return base == reflection::Byte || base == reflection::Short || base == reflection::Int ||
         base == reflection::Long;
}

JsonKind vector_kind(const reflection::Type& type) {
  if (type.element() == reflection::String) return JsonKind::kTexts;
  if (type.element() == reflection::Obj) return JsonKind::kTables;
  LEDGER_CHECK(type.element() == reflection::UByte && type.index() >= 0);
  return JsonKind::kEnums;
}

JsonKind kind_of(const reflection::Type& type) {
  switch (type.base_type()) {
    case reflection::String:
      return JsonKind::kText;
    case reflection::Obj:
      return JsonKind::kTable;
    case reflection::UType:
      return JsonKind::kUnionType;
    case reflection::Union:
      return JsonKind::kUnion;
    case reflection::Vector:
      return vector_kind(type);
    case reflection::Bool:
      return JsonKind::kBool;
    default:
      LEDGER_CHECK(type.base_type() > reflection::Bool && type.base_type() <= reflection::ULong);
      return type.index() >= 0 ? JsonKind::kEnum : JsonKind::kInteger;
  }
}

JsonField compile_field(const reflection::Field& field) {
  const reflection::Type& type = *field.type();
  JsonField out;
  out.name = field.name()->str();
  out.kind = kind_of(type);
  out.slot = field.offset();
  out.required = field.required();
  out.optional = field.optional();
  out.default_value = field.default_integer();
  if (type.index() >= 0) out.type = static_cast<std::size_t>(type.index());
  if (type.base_type() >= reflection::UType && type.base_type() <= reflection::ULong) {
    out.width = static_cast<unsigned>(flatbuffers::GetTypeSize(type.base_type()));
    out.is_signed = is_signed(type.base_type());
  }
  const std::string hex = attribute(field, "hex_bytes");
  if (!hex.empty()) out.hex_bytes = static_cast<unsigned>(std::stoul(hex));
  out.reference = !attribute(field, "ref").empty();
  return out;
}

JsonTable compile_table(const reflection::Object& object) {
  JsonTable out;
  out.name = short_name(object.name());
  std::size_t ids = 0;
  for (const auto* field : *object.fields()) ids = std::max<std::size_t>(ids, field->id() + 1U);
  out.fields.resize(ids);
  for (const auto* field : *object.fields()) out.fields[field->id()] = compile_field(*field);
  return out;
}

JsonEnum compile_enum(const reflection::Enum& source) {
  JsonEnum out;
  out.name = short_name(source.name());
  for (const auto* value : *source.values()) {
    std::size_t table = 0;
    if (source.is_union() && value->value() != 0) {
      table = static_cast<std::size_t>(value->union_type()->index());
    }
    out.values.push_back({value->value(), value->name()->str(), table});
  }
  return out;
}

JsonSchema compile() {
  const std::string_view bytes = ledger::schema_bfbs();
  const reflection::Schema& source = *reflection::GetSchema(bytes.data());
  JsonSchema out;
  for (const auto* object : *source.objects()) {
    if (object == source.root_table()) out.root = out.tables.size();
    out.tables.push_back(compile_table(*object));
  }
  for (const auto* value : *source.enums()) out.enums.push_back(compile_enum(*value));
  return out;
}

template <typename Row>
const Row* find_named(const std::vector<Row>& rows, std::string_view name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const JsonField* JsonTable::find(std::string_view field) const {
  const JsonField* found = find_named(fields, field);
  return found == nullptr || found->kind == JsonKind::kNone ? nullptr : found;
}

const JsonEnum::Value* JsonEnum::find(std::string_view value_name) const {
  return find_named(values, value_name);
}

const JsonEnum::Value* JsonEnum::find(std::int64_t number) const {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Value& value) { return value.number == number; });
  return found == values.end() ? nullptr : &*found;
}

const JsonTable* JsonSchema::find_table(std::string_view name) const {
  return find_named(tables, name);
}

const JsonSchema& json_schema() {
  static const JsonSchema schema = compile();
  return schema;
}

const JsonEnum& payload_types() {
  const auto* found = find_named(json_schema().enums, "Payload");
  LEDGER_CHECK(found != nullptr);
  return *found;
}

}  // namespace api
