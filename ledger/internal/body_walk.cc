// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/body_walk.h"

#include <flatbuffers/base.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "ledger/internal/body_schema.h"
#include "ledger/internal/coverage.h"
#include "ledger/internal/text_check.h"
#include "ledger/limits.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger::internal {

namespace {

constexpr std::size_t kHeaderBytes = 8;  // root offset and file identifier
constexpr std::size_t kAlignmentMax = 8;

/// The way from the root to a field, for messages: built only when somebody asks.
struct Path {
  const Path* parent = nullptr;
  const FieldSpec* field = nullptr;
  std::int64_t item = -1;

  std::string text() const {
    std::string out = parent && parent->field ? parent->text() + "." : std::string();
    out += field ? field->name : std::string();
    if (item >= 0) out += fmt::format("[{}]", item);
    return out;
  }
};

/// A table whose vtable lies inside the bytes.
struct Table {
  const TableSpec& spec;
  std::size_t at;
  std::size_t size;
  std::size_t vtable;
  std::size_t slots;
};

/// Bytes of a field inside its table: a scalar or an offset.
std::size_t inline_width(const FieldSpec& field) {
  const bool scalar = field.kind == FieldKind::kBool || field.kind == FieldKind::kInteger ||
                      field.kind == FieldKind::kEnum || field.kind == FieldKind::kUnionType;
  return scalar ? field.width : 4;
}

Told no_payload(std::uint64_t type) {
  return {fmt::format("no payload type {}", type), fmt::format("вида событий {} нет", type)};
}

class Walk {
 public:
  explicit Walk(std::string_view bytes)
      : bytes_(bytes), schema_(body_schema()), claimed_(bytes.size()), vtables_(bytes.size()) {}

  Result<WalkFindings> run();

 private:
  bool walk_table(std::size_t type, std::size_t at, std::size_t depth, const Path& path);
  bool check_table_size(const Table& table, const Path& path);
  bool open_vtable(std::size_t at, const Path& path, std::size_t& vtable);
  bool walk_field(const Table& table, std::size_t slot, std::size_t depth, const Path& path);
  bool check_absent(const FieldSpec& field, const Path& path);
  bool check_when(const Table& table, const FieldSpec& field, bool present, const Path& path);
  bool check_legal_date(const Table& table, const Path& path);
  bool walk_value(const Table& table, std::size_t slot, std::size_t at, std::size_t depth,
                  const Path& path);
  bool walk_union(const Table& table, std::size_t slot, std::size_t at, std::size_t depth,
                  const Path& path);
  bool check_scalar(const FieldSpec& field, std::size_t at, const Path& path);
  bool check_enum(std::size_t type, std::uint64_t value, const Path& path);
  bool check_range(const FieldSpec& field, std::int64_t value, const Path& path);
  bool walk_vector(const FieldSpec& field, std::size_t at, std::size_t depth, const Path& path);
  bool walk_item(const FieldSpec& field, std::size_t at, std::size_t depth, const Path& path);
  bool walk_string(const FieldSpec& field, std::size_t at, const Path& path);
  bool check_text(const TextSpec& spec, std::string_view text, const Path& path);
  void note_link(const FieldSpec& field, std::string_view hex, const Path& path);

  bool inside(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  template <typename T>
  T read(std::size_t at) const {
    T value;
    std::memcpy(&value, bytes_.data() + at, sizeof value);
    return flatbuffers::EndianScalar(value);
  }
  std::uint64_t read_scalar(std::size_t at, std::size_t width) const;
  std::size_t field_offset(const Table& table, std::size_t slot) const {
    return slot < table.slots ? read<std::uint16_t>(table.vtable + 4 + 2 * slot) : 0;
  }
  /// The value of a one-byte field, 0 when absent or misplaced (which its own turn will report).
  std::uint64_t neighbour(const Table& table, std::size_t slot) const {
    const std::size_t offset = field_offset(table, slot);
    return offset != 0 && offset < table.size ? read<std::uint8_t>(table.at + offset) : 0;
  }
  std::string_view string_of(const Table& table, std::size_t slot) const;

  bool claim(std::size_t at, std::size_t count, const Path& path);
  bool follow(std::size_t at, const Path& path, std::size_t& target);
  bool fail(const char* reason, Told told, const Path& path);

  std::string_view bytes_;
  const BodySchema& schema_;
  Coverage claimed_;
  Coverage vtables_;  // the starts of the vtables met so far: vtables may be shared
  std::size_t tables_ = 0;
  WalkFindings found_;
  std::optional<Error> error_;
};

bool Walk::fail(const char* reason, Told told, const Path& path) {
  error_ = invalid(reason, std::move(told.english), std::move(told.russian), path.text());
  return false;
}

Result<WalkFindings> Walk::run() {
  const Path root;
  std::size_t at = 0;
  if (!inside(0, kHeaderBytes)) {
    return invalid("NOT_A_BODY", "too short for a body", "слишком коротко для тела события", "");
  }
  if (!follow(0, root, at) || !claim(4, 4, root)) return *error_;
  if (!walk_table(schema_.root, at, 1, root)) return *error_;
  if (const auto unreached = claimed_.first_unreached(bytes_)) {
    return invalid("UNREACHED_BYTES",
                   fmt::format("byte {} of {} belongs to no field and is no padding of at most 7 "
                               "zero bytes",
                               *unreached, bytes_.size()),
                   fmt::format("байт {} из {} не относится ни к одному полю и не входит в "
                               "выравнивание не более чем из 7 нулевых байтов",
                               *unreached, bytes_.size()),
                   "");
  }
  return std::move(found_);
}

bool Walk::claim(std::size_t at, std::size_t count, const Path& path) {
  if (!inside(at, count)) {
    return fail(
        "OUT_OF_BOUNDS",
        {fmt::format("{} bytes at {} exceed the {} bytes of the body", count, at, bytes_.size()),
         fmt::format("{} байт с места {} не помещаются в тело из {} байт", count, at,
                     bytes_.size())},
        path);
  }
  if (claimed_.claim(at, count)) return true;
  return fail("OVERLAP",
              {fmt::format("{} bytes at {} are used twice", count, at),
               fmt::format("{} байт с места {} использованы дважды", count, at)},
              path);
}

/// Claims the offset at `at` and yields where it leads.
bool Walk::follow(std::size_t at, const Path& path, std::size_t& target) {
  if (!claim(at, 4, path)) return false;
  const auto offset = read<std::uint32_t>(at);
  target = at + offset;
  if (offset == 0 || !inside(target, 4)) {
    return fail("OUT_OF_BOUNDS",
                {fmt::format("the offset at {} leads nowhere", at),
                 fmt::format("смещение в месте {} никуда не ведёт", at)},
                path);
  }
  if (target % 4 == 0) return true;
  return fail(
      "MISALIGNED",
      {fmt::format("{} is not a multiple of 4", target), fmt::format("{} не кратно 4", target)},
      path);
}

bool Walk::open_vtable(std::size_t at, const Path& path, std::size_t& vtable) {
  const std::int64_t start = static_cast<std::int64_t>(at) - read<std::int32_t>(at);
  if (start < 0 || start % 2 != 0 || !inside(static_cast<std::size_t>(start), 4)) {
    return fail("OUT_OF_BOUNDS",
                {fmt::format("the table at {} has no vtable", at),
                 fmt::format("у таблицы в месте {} нет vtable", at)},
                path);
  }
  vtable = static_cast<std::size_t>(start);
  const std::size_t size = read<std::uint16_t>(vtable);
  const std::size_t table_size = read<std::uint16_t>(vtable + 2);
  if (size < 4 || size % 2 != 0 || table_size < 4 || !inside(at, table_size)) {
    return fail("OUT_OF_BOUNDS",
                {fmt::format("the vtable at {} has impossible sizes", vtable),
                 fmt::format("у vtable в месте {} невозможные размеры", vtable)},
                path);
  }
  if (vtables_.is_claimed(vtable)) return true;
  if (!claim(vtable, size, path)) return false;
  return vtables_.claim(vtable, 1);
}

bool Walk::walk_table(std::size_t type, std::size_t at, std::size_t depth, const Path& path) {
  const TableSpec& spec = schema_.tables[type];
  if (depth > kVerifierDepthMax) {
    return fail("TOO_DEEP",
                {fmt::format("tables nest deeper than {}", kVerifierDepthMax),
                 fmt::format("таблицы вложены глубже {}", kVerifierDepthMax)},
                path);
  }
  if (++tables_ > kVerifierTablesMax) {
    return fail("TOO_MANY_TABLES",
                {fmt::format("more than {} tables", kVerifierTablesMax),
                 fmt::format("таблиц больше {}", kVerifierTablesMax)},
                path);
  }
  std::size_t vtable = 0;
  if (!claim(at, 4, path) || !open_vtable(at, path, vtable)) return false;
  const Table table{spec, at, read<std::uint16_t>(vtable + 2), vtable,
                    (read<std::uint16_t>(vtable) - 4U) / 2U};
  if (table.slots > spec.fields.size()) {
    return fail("UNKNOWN_FIELD",
                {fmt::format("{} has {} fields, the vtable has {} slots", spec.name,
                             spec.fields.size(), table.slots),
                 fmt::format("у {} полей {}, а мест в vtable {}", spec.name, spec.fields.size(),
                             table.slots)},
                path);
  }
  if (!check_table_size(table, path)) return false;
  for (std::size_t slot = 0; slot < spec.fields.size(); ++slot) {
    if (!walk_field(table, slot, depth, Path{&path, &spec.fields[slot], -1})) return false;
  }
  return type != schema_.legal_date || check_legal_date(table, path);
}

/// A table ends with its last field and that field's padding.
bool Walk::check_table_size(const Table& table, const Path& path) {
  std::size_t end = 4;
  for (std::size_t slot = 0; slot < table.slots; ++slot) {
    const std::size_t offset = field_offset(table, slot);
    if (offset != 0) end = std::max(end, offset + inline_width(table.spec.fields[slot]));
  }
  if (table.size < end + kAlignmentMax) return true;
  return fail(
      "UNREACHED_BYTES",
      {fmt::format("the table at {} claims {} bytes and uses {}", table.at, table.size, end),
       fmt::format("таблица в месте {} заявляет {} байт, а использует {}", table.at, table.size,
                   end)},
      path);
}

bool Walk::walk_field(const Table& table, std::size_t slot, std::size_t depth, const Path& path) {
  const FieldSpec& field = table.spec.fields[slot];
  const std::size_t offset = field_offset(table, slot);
  if (field.when_slot >= 0 && !check_when(table, field, offset != 0, path)) return false;
  if (field.kind == FieldKind::kUnion) {
    const bool typed = neighbour(table, slot - 1) != 0;
    if (typed != (offset != 0)) {
      return fail("UNION_MISMATCH",
                  typed ? Told{"a type without a value", "вид без значения"}
                        : Told{"a value without a type", "значение без вида"},
                  path);
    }
  }
  if (offset == 0) return check_absent(field, path);
  const std::size_t width = inline_width(field);
  const std::size_t at = table.at + offset;
  if (offset < 4 || offset + width > table.size) {
    return fail("OUT_OF_BOUNDS",
                {fmt::format("offset {} lies outside its table", offset),
                 fmt::format("смещение {} вне своей таблицы", offset)},
                path);
  }
  if (at % width != 0) {
    return fail("MISALIGNED",
                {fmt::format("{} is not a multiple of {}", at, width),
                 fmt::format("{} не кратно {}", at, width)},
                path);
  }
  return walk_value(table, slot, at, depth, path);
}

bool Walk::check_absent(const FieldSpec& field, const Path& path) {
  if (field.required) {
    return fail("MISSING_FIELD", {"a required field is absent", "обязательного поля нет"}, path);
  }
  if (field.kind == FieldKind::kEnum) return check_enum(field.type, 0, path);
  if (field.kind == FieldKind::kInteger && !field.optional) {
    return check_range(field, field.default_value, path);
  }
  return true;
}

bool Walk::check_when(const Table& table, const FieldSpec& field, bool present, const Path& path) {
  const auto slot = static_cast<std::size_t>(field.when_slot);
  const std::uint64_t value = neighbour(table, slot);
  const bool wanted = value < 64 && (field.when_values >> value & 1) != 0;
  if (wanted == present) return true;
  const std::string& other = table.spec.fields[slot].name;
  if (wanted) {
    return fail("MISSING_FIELD",
                {fmt::format("absent although `{}` demands it", other),
                 fmt::format("поля нет, хотя `{}` его требует", other)},
                path);
  }
  return fail("UNWANTED_FIELD",
              {fmt::format("present although `{}` excludes it", other),
               fmt::format("поле есть, хотя `{}` его исключает", other)},
              path);
}

bool Walk::walk_value(const Table& table, std::size_t slot, std::size_t at, std::size_t depth,
                      const Path& path) {
  const FieldSpec& field = table.spec.fields[slot];
  std::size_t target = 0;
  switch (field.kind) {
    case FieldKind::kNone:
      return fail("UNKNOWN_FIELD",
                  {fmt::format("slot {} is not in the schema", slot),
                   fmt::format("места {} в схеме нет", slot)},
                  path);
    case FieldKind::kBool:
    case FieldKind::kInteger:
    case FieldKind::kEnum:
    case FieldKind::kUnionType:
      return check_scalar(field, at, path);
    case FieldKind::kString:
      return walk_string(field, at, path);
    case FieldKind::kTable:
      return follow(at, path, target) && walk_table(field.type, target, depth + 1, path);
    case FieldKind::kUnion:
      return walk_union(table, slot, at, depth, path);
    case FieldKind::kEnumVector:
    case FieldKind::kStringVector:
    case FieldKind::kTableVector:
      return walk_vector(field, at, depth, path);
  }
  return false;
}

bool Walk::walk_union(const Table& table, std::size_t slot, std::size_t at, std::size_t depth,
                      const Path& path) {
  const auto type = static_cast<std::int32_t>(neighbour(table, slot - 1));
  const std::int32_t row = schema_.payload_tables[static_cast<std::size_t>(type)];
  if (row < 0) return fail("UNKNOWN_PAYLOAD", no_payload(static_cast<std::uint64_t>(type)), path);
  if (type == table.spec.fields[slot].except_type) {
    return fail(
        "FORBIDDEN_PAYLOAD",
        {"this payload type may not stand here", "событие такого вида здесь стоять не может"},
        path);
  }
  std::size_t target = 0;
  return follow(at, path, target) &&
         walk_table(static_cast<std::size_t>(row), target, depth + 1, path);
}

std::uint64_t Walk::read_scalar(std::size_t at, std::size_t width) const {
  if (width == 1) return read<std::uint8_t>(at);
  if (width == 2) return read<std::uint16_t>(at);
  if (width == 4) return read<std::uint32_t>(at);
  return read<std::uint64_t>(at);
}

bool Walk::check_scalar(const FieldSpec& field, std::size_t at, const Path& path) {
  if (!claim(at, field.width, path)) return false;
  const std::uint64_t raw = read_scalar(at, field.width);
  switch (field.kind) {
    case FieldKind::kBool:
      return raw <= 1 ||
             fail("BAD_BOOL",
                  {fmt::format("{} is neither 0 nor 1", raw), fmt::format("{} — не 0 и не 1", raw)},
                  path);
    case FieldKind::kEnum:
      return check_enum(field.type, raw, path);
    case FieldKind::kUnionType:
      if (raw != 0 && schema_.payload_tables[raw] >= 0) return true;
      return fail("UNKNOWN_PAYLOAD", no_payload(raw), path);
    default:
      break;
  }
  const unsigned shift = 64U - 8U * field.width;
  if (field.is_signed)
    return check_range(field, static_cast<std::int64_t>(raw << shift) >> shift, path);
  constexpr auto kLargest = static_cast<std::uint64_t>(INT64_MAX);
  return check_range(field, static_cast<std::int64_t>(raw > kLargest ? kLargest : raw), path);
}

bool Walk::check_enum(std::size_t type, std::uint64_t value, const Path& path) {
  const EnumSpec& spec = schema_.enums[type];
  if (value == 0) {
    return fail("ENUM_UNSPECIFIED",
                {fmt::format("{} is absent or UNSPECIFIED", spec.name),
                 fmt::format("{} нет или это UNSPECIFIED", spec.name)},
                path);
  }
  if (value < spec.values.size() && spec.values.test(value)) return true;
  return fail("UNKNOWN_ENUM_VALUE",
              {fmt::format("{} has no value {}", spec.name, value),
               fmt::format("у {} нет значения {}", spec.name, value)},
              path);
}

bool Walk::check_range(const FieldSpec& field, std::int64_t value, const Path& path) {
  if (value >= field.value_min && value <= field.value_max) return true;
  const bool low = value < field.value_min;
  const std::int64_t limit = low ? field.value_min : field.value_max;
  return fail("OUT_OF_RANGE",
              {fmt::format("{} is {} the limit {} = {}", value, low ? "below" : "above",
                           low ? "min" : "max", limit),
               fmt::format("{} {} предела {} = {}", value, low ? "меньше" : "больше",
                           low ? "min" : "max", limit)},
              path);
}

bool Walk::walk_vector(const FieldSpec& field, std::size_t at, std::size_t depth,
                       const Path& path) {
  std::size_t target = 0;
  if (!follow(at, path, target)) return false;
  const std::size_t count = read<std::uint32_t>(target);
  if (count > field.items_max) {
    return fail("VECTOR_TOO_LONG",
                {fmt::format("{} elements exceed the limit max = {}", count, field.items_max),
                 fmt::format("элементов {}, больше предела max = {}", count, field.items_max)},
                path);
  }
  if (count < field.items_min) {
    return fail("VECTOR_TOO_SHORT",
                {fmt::format("{} elements are below the limit min = {}", count, field.items_min),
                 fmt::format("элементов {}, меньше предела min = {}", count, field.items_min)},
                path);
  }
  if (!claim(target, 4, path)) return false;
  const std::size_t width = field.kind == FieldKind::kEnumVector ? field.width : 4;
  if (!inside(target + 4, count * width)) {
    return fail("OUT_OF_BOUNDS",
                {fmt::format("{} elements exceed the body", count),
                 fmt::format("{} элементов не помещаются в тело", count)},
                path);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Path item{path.parent, path.field, static_cast<std::int64_t>(i)};
    if (!walk_item(field, target + 4 + i * width, depth, item)) return false;
  }
  return true;
}

bool Walk::walk_item(const FieldSpec& field, std::size_t at, std::size_t depth, const Path& path) {
  if (field.kind == FieldKind::kStringVector) return walk_string(field, at, path);
  if (field.kind == FieldKind::kEnumVector) {
    return claim(at, field.width, path) && check_enum(field.type, read_scalar(at, 1), path);
  }
  std::size_t target = 0;
  return follow(at, path, target) && walk_table(field.type, target, depth + 1, path);
}

bool Walk::walk_string(const FieldSpec& field, std::size_t at, const Path& path) {
  std::size_t target = 0;
  if (!follow(at, path, target)) return false;
  const std::size_t size = read<std::uint32_t>(target);
  if (!claim(target, 4 + size + 1, path)) return false;
  const std::string_view text = bytes_.substr(target + 4, size);
  if (bytes_[target + 4 + size] != '\0') {
    return fail("NOT_TERMINATED",
                {"no zero byte after the string", "после строки нет нулевого байта"}, path);
  }
  if (!check_text(field.text, text, path)) return false;
  if (field.refs || field.subject != SubjectKind{}) note_link(field, text, path);
  return true;
}

bool Walk::check_text(const TextSpec& spec, std::string_view text, const Path& path) {
  auto fault = string_fault(spec, text);
  return !fault || fail(fault->reason, std::move(fault->told), path);
}

void Walk::note_link(const FieldSpec& field, std::string_view hex, const Path& path) {
  if (field.refs) {
    Reference ref{path.text(), {}, field.refs, field.inherit};
    decode_lower_hex(hex, ref.digest.bytes);
    found_.refs.push_back(std::move(ref));
    return;
  }
  Subject subject{field.subject, {}};
  decode_lower_hex(hex, subject.id.bytes);
  found_.named_subjects.push_back(subject);
}

/// REQUIRES: the string in this slot has been walked.
std::string_view Walk::string_of(const Table& table, std::size_t slot) const {
  const std::size_t offset = field_offset(table, slot);
  if (offset == 0) return {};
  const std::size_t target = table.at + offset + read<std::uint32_t>(table.at + offset);
  return bytes_.substr(target + 4, read<std::uint32_t>(target));
}

bool Walk::check_legal_date(const Table& table, const Path& path) {
  auto fault = legal_date_fault(neighbour(table, 0), string_of(table, 1), string_of(table, 2));
  return !fault || fail("BAD_LEGAL_DATE", std::move(*fault), path);
}

}  // namespace

Result<WalkFindings> walk_body(std::string_view bytes) { return Walk(bytes).run(); }

namespace {

/// A scalar field of the root table, 0 where it is absent; nothing when it does not lie inside the
/// bytes.
template <typename T>
std::optional<T> stated_field(std::string_view bytes, flatbuffers::voffset_t slot) {
  const auto inside = [&](std::uint64_t at, std::uint64_t count) {
    return at <= bytes.size() && count <= bytes.size() - at;
  };
  const auto read = [&]<typename V>(std::uint64_t at, V value) {
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return flatbuffers::EndianScalar(value);
  };
  if (!inside(0, 4)) return std::nullopt;
  const std::uint64_t table = read(0, std::uint32_t{});
  if (!inside(table, 4)) return std::nullopt;
  const std::int64_t start = static_cast<std::int64_t>(table) - read(table, std::int32_t{});
  const auto vtable = static_cast<std::uint64_t>(start);
  if (start < 0 || !inside(vtable, 4)) return std::nullopt;
  if (read(vtable, std::uint16_t{}) < slot + 2) return T{0};
  if (!inside(vtable, slot + 2U)) return std::nullopt;
  const std::uint64_t offset = read(vtable + slot, std::uint16_t{});
  if (offset == 0) return T{0};
  if (!inside(table + offset, sizeof(T))) return std::nullopt;
  return read(table + offset, T{});
}

}  // namespace

std::optional<std::uint16_t> stated_schema_version(std::string_view bytes) {
  return stated_field<std::uint16_t>(bytes, fb::EventBody::VT_SCHEMA_VERSION);
}

std::optional<std::uint8_t> stated_payload_type(std::string_view bytes) {
  return stated_field<std::uint8_t>(bytes, fb::EventBody::VT_PAYLOAD_TYPE);
}

}  // namespace ledger::internal
