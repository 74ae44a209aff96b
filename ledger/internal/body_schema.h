// SPDX-License-Identifier: Apache-2.0
// The binary schema of the body, compiled once into flat tables for the strict walk: one row per
// field with its slot, kind and attributes. Reflection is too slow to consult for every event.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/body.h"

namespace ledger::internal {

enum class FieldKind : std::uint8_t {
  kNone,  // a slot that no field uses
  kBool,
  kInteger,
  kEnum,
  kString,
  kTable,
  kUnionType,
  kUnion,
  kEnumVector,
  kStringVector,
  kTableVector,
};

enum class TextForm : std::uint8_t { kText, kHex, kDate, kDigits, kToken };

/// The form and the limits of a string; a limit of 0 is no limit of that sort.
struct TextSpec {
  TextForm form = TextForm::kText;
  std::uint32_t bytes_max = 0;
  std::uint32_t chars_max = 0;
  std::uint32_t hex_digits = 0;
  std::uint32_t digit_lengths = 0;  // bit n: n digits are allowed
};

/// One field; its index in TableSpec::fields is its vtable slot (the FlatBuffers id).
struct FieldSpec {
  std::string name;
  FieldKind kind = FieldKind::kNone;
  std::uint8_t width = 0;  // bytes of a scalar, inline or as a vector's element
  bool is_signed = false;
  bool required = false;
  bool optional = false;
  std::int64_t default_value = 0;
  std::int64_t value_min = 0;
  std::int64_t value_max = 0;
  std::uint32_t items_min = 0;
  std::uint32_t items_max = 0;
  TextSpec text;
  std::size_t type = 0;              // row of the table or enum
  const PayloadSet* refs = nullptr;  // null: not a reference
  Inherit inherit = Inherit::kNothing;
  SubjectKind subject{};  // 0: not a subject
  std::int32_t when_slot = -1;
  std::uint64_t when_values = 0;  // bit n: present when the neighbour's value is n
  std::int32_t except_type = -1;  // union member that may not stand here
};

struct TableSpec {
  std::string name;
  std::vector<FieldSpec> fields;  // by slot
};

struct EnumSpec {
  std::string name;
  std::bitset<256> values;
};

struct BodySchema {
  std::vector<TableSpec> tables;
  std::vector<EnumSpec> enums;
  std::vector<PayloadSet> payload_sets;
  std::array<std::int32_t, 256> payload_tables{};  // table of a payload type, -1: no such type
  std::array<std::string, 256> payload_names;
  std::size_t root = 0;
  std::size_t legal_date = 0;
};

/// Compiled from schema_bfbs() on first use; a schema that the walk could not enforce (a string
/// without a limit, an enum without UNSPECIFIED = 0, a struct, a float) aborts the program.
const BodySchema& body_schema();

}  // namespace ledger::internal
