// SPDX-License-Identifier: Apache-2.0
// JSON to bytes. Tables are built with FlatBuffers' own builder, driven by the schema; whether the
// result is a lawful body is check_body()'s to say.
#include <flatbuffers/flatbuffers.h>

#include <charconv>
#include <limits>
#include <optional>

#include "api/event_json.h"
#include "api/event_json_schema.h"
#include "api/json.h"

namespace api {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using ledger::Error;
using ledger::invalid;
using ledger::Result;
using ledger::Status;

using AnyOffset = Offset<void>;

/// What a value has to be, in both languages.
struct Wanted {
  const char* english;
  const char* russian;
};

const char* russian_type_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return "объект";
    case Json::value_t::array:
      return "список";
    case Json::value_t::string:
      return "строка";
    case Json::value_t::boolean:
      return "true или false";
    case Json::value_t::null:
      return "null";
    default:
      return "число";
  }
}

Error wrong_type(const Wanted& wanted, const Json& found, const std::string& pointer) {
  return invalid(
      "WRONG_TYPE", std::string("expected ") + wanted.english + ", found " + found.type_name(),
      std::string("ожидается ") + wanted.russian + ", а здесь " + russian_type_of(found), pointer);
}

/// Builds one body. Children are written before the table that holds them, as FlatBuffers demands.
class BodyBuilder {
 public:
  Result<std::string> build(const Json& value) {
    const JsonSchema& schema = json_schema();
    auto root = table(schema.tables[schema.root], value, "");
    if (!root) return root.error();
    builder_.Finish(*root, "LTP1");
    return std::string(ledger::as_view(builder_.GetBufferPointer(), builder_.GetSize()));
  }

 private:
  struct Child {
    const JsonField* field;
    AnyOffset offset;
  };
  struct Scalar {
    const JsonField* field;
    std::int64_t number;  // the bits of an unsigned 64-bit value too
  };

  Result<AnyOffset> table(const JsonTable& spec, const Json& value, const std::string& pointer);
  Status member(const JsonTable& spec, const JsonField& field, const Json& value,
                const std::string& pointer, const Json& owner, std::vector<Child>& children,
                std::vector<Scalar>& scalars);
  Result<AnyOffset> child(const JsonTable& spec, const JsonField& field, const Json& value,
                          const std::string& pointer, const Json& owner);
  Result<AnyOffset> text(const Json& value, const std::string& pointer);
  Result<AnyOffset> vector(const JsonField& field, const Json& value, const std::string& pointer);
  Result<AnyOffset> enums(const JsonField& field, const Json& value, const std::string& pointer);
  Result<AnyOffset> union_value(const JsonTable& spec, const JsonField& field, const Json& value,
                                const std::string& pointer, const Json& owner);
  void add_scalar(const Scalar& scalar);
  template <typename T>
  void add_number(const Scalar& scalar);

  FlatBufferBuilder builder_;
};

Result<std::int64_t> enum_number(const JsonField& field, const Json& value,
                                 const std::string& pointer) {
  if (!value.is_string()) return wrong_type({"a name", "имя"}, value, pointer);
  const JsonEnum& spec = json_schema().enums[field.type];
  const auto& name = value.get_ref<const std::string&>();
  const JsonEnum::Value* found = spec.find(name);
  if (found == nullptr || found->number == 0) {
    std::string known;
    for (const auto& candidate : spec.values) {
      if (candidate.number != 0) known += (known.empty() ? "" : ", ") + candidate.name;
    }
    return invalid("UNKNOWN_NAME", "\"" + name + "\" is no " + spec.name + "; there are " + known,
                   "«" + name + "» — не " + spec.name + "; есть " + known, pointer);
  }
  return found->number;
}

/// The number that a text stands for; a text has only what a double cannot hold, and no other form
/// of it. Nothing for other values.
std::optional<Json> large_integer(const JsonField& field, const Json& value) {
  if (field.width < 8 || !value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  const auto parse = [&](auto number) -> std::optional<Json> {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = fault == std::errc() && end == text.data() + text.size();
    return whole && json_integer(number) == value ? std::optional<Json>(number) : std::nullopt;
  };
  return field.is_signed ? parse(std::int64_t{}) : parse(std::uint64_t{});
}

Result<std::int64_t> integer_number(const JsonField& field, const Json& told,
                                    const std::string& pointer) {
  const auto large = large_integer(field, told);
  const Json& value = large ? *large : told;
  if (!value.is_number_integer()) {
    return wrong_type({"a whole number", "целое число"}, value, pointer);
  }
  const unsigned bits = 8 * field.width;
  bool fits = false;
  if (field.is_signed) {
    const std::int64_t high = std::numeric_limits<std::int64_t>::max() >> (64 - bits);
    const bool too_large =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    fits = !too_large && value.get<std::int64_t>() >= -high - 1;
  } else {
    const std::uint64_t high = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
    fits = (value.is_number_unsigned() || value.get<std::int64_t>() >= 0) &&
           value.get<std::uint64_t>() <= high;
  }
  if (!fits) {
    const std::string width = std::to_string(bits);
    return invalid("OUT_OF_RANGE", value.dump() + " does not fit " + width + " bits",
                   value.dump() + " не помещается в " + width + " бит", pointer);
  }
  return value.is_number_unsigned() ? static_cast<std::int64_t>(value.get<std::uint64_t>())
                                    : value.get<std::int64_t>();
}

Result<std::int64_t> scalar_number(const JsonField& field, const Json& value,
                                   const std::string& pointer) {
  if (field.kind == JsonKind::kBool) {
    if (!value.is_boolean()) return wrong_type({"true or false", "true или false"}, value, pointer);
    return std::int64_t{value.get<bool>() ? 1 : 0};
  }
  if (field.kind == JsonKind::kInteger) return integer_number(field, value, pointer);
  return enum_number(field, value, pointer);
}

bool is_scalar(JsonKind kind) {
  return kind == JsonKind::kBool || kind == JsonKind::kInteger || kind == JsonKind::kEnum ||
         kind == JsonKind::kUnionType;
}

Status check_members(const JsonTable& spec, const Json& value, const std::string& pointer) {
  if (!value.is_object()) return wrong_type({"an object", "объект"}, value, pointer);
  for (const auto& item : value.items()) {
    if (spec.find(item.key()) != nullptr) continue;
    std::string known;
    for (const JsonField& field : spec.fields) {
      if (field.kind != JsonKind::kNone) known += (known.empty() ? "" : ", ") + field.name;
    }
    return invalid("UNKNOWN_MEMBER", spec.name + " has no \"" + item.key() + "\"; it has " + known,
                   "у " + spec.name + " нет «" + item.key() + "»; есть " + known,
                   pointer_to(pointer, item.key()));
  }
  for (const JsonField& field : spec.fields) {
    if (field.required && !value.contains(field.name)) {
      return invalid("MISSING_FIELD", spec.name + " needs \"" + field.name + "\"",
                     "у " + spec.name + " должно быть «" + field.name + "»",
                     pointer_to(pointer, field.name));
    }
  }
  return ledger::Ok{};
}

Result<AnyOffset> BodyBuilder::table(const JsonTable& spec, const Json& value,
                                     const std::string& pointer) {
  if (auto known = check_members(spec, value, pointer); !known) return known.error();
  std::vector<Child> children;
  std::vector<Scalar> scalars;
  for (const JsonField& field : spec.fields) {
    const auto found = value.find(field.name);
    if (field.kind == JsonKind::kNone || found == value.end()) continue;
    auto done =
        member(spec, field, *found, pointer_to(pointer, field.name), value, children, scalars);
    if (!done) return done.error();
  }
  const auto start = builder_.StartTable();
  for (const Child& entry : children) builder_.AddOffset(entry.field->slot, entry.offset);
  for (const Scalar& scalar : scalars) add_scalar(scalar);
  return AnyOffset(builder_.EndTable(start));
}

Status BodyBuilder::member(const JsonTable& spec, const JsonField& field, const Json& value,
                           const std::string& pointer, const Json& owner,
                           std::vector<Child>& children, std::vector<Scalar>& scalars) {
  if (is_scalar(field.kind)) {
    auto number = scalar_number(field, value, pointer);
    if (!number) return number.error();
    scalars.push_back({&field, *number});
    return ledger::Ok{};
  }
  auto offset = child(spec, field, value, pointer, owner);
  if (!offset) return offset.error();
  children.push_back({&field, *offset});
  return ledger::Ok{};
}

Result<AnyOffset> BodyBuilder::child(const JsonTable& spec, const JsonField& field,
                                     const Json& value, const std::string& pointer,
                                     const Json& owner) {
  switch (field.kind) {
    case JsonKind::kText:
      return text(value, pointer);
    case JsonKind::kTable:
      return table(json_schema().tables[field.type], value, pointer);
    case JsonKind::kUnion:
      return union_value(spec, field, value, pointer, owner);
    case JsonKind::kEnums:
      return enums(field, value, pointer);
    default:
      return vector(field, value, pointer);
  }
}

Result<AnyOffset> BodyBuilder::text(const Json& value, const std::string& pointer) {
  if (!value.is_string()) return wrong_type({"a text", "строка"}, value, pointer);
  return AnyOffset(builder_.CreateString(value.get_ref<const std::string&>()).o);
}

Result<AnyOffset> BodyBuilder::union_value(const JsonTable& spec, const JsonField& field,
                                           const Json& value, const std::string& pointer,
                                           const Json& owner) {
  const JsonField& type = spec.fields[static_cast<std::size_t>(&field - spec.fields.data()) - 1];
  const auto found = owner.find(type.name);
  if (found == owner.end()) {
    return invalid("MISSING_FIELD", "\"" + type.name + "\" says which kind it is",
                   "вид называет «" + type.name + "», а его нет", pointer);
  }
  auto number = enum_number(type, *found, pointer_to(pointer, type.name));
  if (!number) return number.error();
  const JsonEnum::Value* member_type = json_schema().enums[type.type].find(*number);
  return table(json_schema().tables[member_type->table], value, pointer);
}

Result<AnyOffset> BodyBuilder::enums(const JsonField& field, const Json& value,
                                     const std::string& pointer) {
  if (!value.is_array()) return wrong_type({"an array", "список"}, value, pointer);
  std::vector<std::uint8_t> numbers;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto number = enum_number(field, value[i], pointer_to(pointer, i));
    if (!number) return number.error();
    numbers.push_back(static_cast<std::uint8_t>(*number));
  }
  return AnyOffset(builder_.CreateVector(numbers).o);
}

Result<AnyOffset> BodyBuilder::vector(const JsonField& field, const Json& value,
                                      const std::string& pointer) {
  if (!value.is_array()) return wrong_type({"an array", "список"}, value, pointer);
  std::vector<AnyOffset> items;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto item = field.kind == JsonKind::kTexts
                    ? text(value[i], pointer_to(pointer, i))
                    : table(json_schema().tables[field.type], value[i], pointer_to(pointer, i));
    if (!item) return item.error();
    items.push_back(*item);
  }
  return AnyOffset(builder_.CreateVector(items).o);
}

template <typename T>
void BodyBuilder::add_number(const Scalar& scalar) {
  const T value = static_cast<T>(scalar.number);
  if (scalar.field->optional) {
    builder_.AddElement<T>(scalar.field->slot, value);
  } else {
    builder_.AddElement<T>(scalar.field->slot, value, static_cast<T>(scalar.field->default_value));
  }
}

void BodyBuilder::add_scalar(const Scalar& scalar) {
  switch (scalar.field->width) {
    case 1:
      return add_number<std::uint8_t>(scalar);
    case 2:
      return add_number<std::uint16_t>(scalar);
    case 4:
      return add_number<std::uint32_t>(scalar);
    default:
      return add_number<std::uint64_t>(scalar);
  }
}

}  // namespace

std::string pointer_of_path(std::string_view path) {
  std::string out;
  if (!path.empty()) out += '/';
  for (const char c : path) {
    if (c == ']') continue;
    out += c == '.' || c == '[' ? '/' : c;
  }
  return out;
}

Result<std::string> body_from_json(const Json& value) {
  auto bytes = BodyBuilder().build(value);
  if (!bytes) return bytes;
  if (auto body = ledger::check_body(*bytes); !body) {
    Error error = body.error();
    error.where = pointer_of_path(error.where);
    return error;
  }
  return bytes;
}

}  // namespace api
