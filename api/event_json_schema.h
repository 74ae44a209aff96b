// SPDX-License-Identifier: Apache-2.0
// The schema of the event body as JSON meets it: tables, fields in schema order, enum names and
// the attributes that name resolution looks at. Compiled once from ledger::schema_bfbs().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

enum class JsonKind {
  kNone,  // a slot that no field uses
  kBool,
  kInteger,
  kEnum,
  kText,
  kTable,
  kUnionType,
  kUnion,
  kEnums,
  kTexts,
  kTables,
};

/// One field; its index in JsonTable::fields is its FlatBuffers id.
struct JsonField {
  std::string name;
  JsonKind kind = JsonKind::kNone;
  std::uint16_t slot = 0;  ///< offset in the vtable
  unsigned width = 0;      ///< bytes of a scalar
  bool is_signed = false;
  bool required = false;
  bool optional = false;  ///< a scalar that may be absent
  std::int64_t default_value = 0;
  std::size_t type = 0;    ///< row of the table or enum
  unsigned hex_bytes = 0;  ///< a text, or texts, of exactly this many bytes in hex; 0: other text
  bool reference = false;  ///< names an earlier event by its digest
};

struct JsonTable {
  std::string name;
  std::vector<JsonField> fields;

  /// Null if there is no such field.
  const JsonField* find(std::string_view field) const;
};

struct JsonEnum {
  struct Value {
    std::int64_t number;
    std::string name;
    std::size_t table;  ///< of a union's member
  };
  std::string name;
  std::vector<Value> values;

  const Value* find(std::string_view value_name) const;
  const Value* find(std::int64_t number) const;
};

struct JsonSchema {
  std::vector<JsonTable> tables;
  std::vector<JsonEnum> enums;
  std::size_t root = 0;

  const JsonTable* find_table(std::string_view name) const;
};

const JsonSchema& json_schema();
/// The enumeration of payload types.
const JsonEnum& payload_types();

}  // namespace api
