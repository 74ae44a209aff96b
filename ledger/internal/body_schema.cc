// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/body_schema.h"

#include <flatbuffers/reflection.h>

#include <limits>
#include <sstream>

namespace ledger::internal {

namespace {

using Attributes = flatbuffers::Vector<flatbuffers::Offset<reflection::KeyValue>>;

/// Reads the schema's reflection into a BodySchema. Any surprise is a mistake in our own files.
class Compiler {
 public:
  explicit Compiler(const reflection::Schema& schema) : schema_(schema) {}
  BodySchema compile();

 private:
  void compile_enum(const reflection::Enum& source);
  void compile_payloads(const reflection::Enum& source);
  void compile_table(const reflection::Object& source);
  FieldSpec compile_field(const reflection::Object& owner, const reflection::Field& field);
  void set_kind(FieldSpec& out, const reflection::Type& type);
  void set_scalar(FieldSpec& out, reflection::BaseType base, std::int32_t index);
  void set_range(FieldSpec& out, const reflection::Field& field);
  void set_text(FieldSpec& out, const reflection::Field& field);
  void set_items(FieldSpec& out, const reflection::Field& field);
  void set_links(FieldSpec& out, const reflection::Field& field);
  void set_when(FieldSpec& out, const reflection::Object& owner, const reflection::Field& field);
  const PayloadSet* payload_set(const std::string& names);
  std::int32_t payload_named(std::string_view name) const;

  const reflection::Schema& schema_;
  BodySchema out_;
};

std::string attribute(const reflection::Field& field, const char* key) {
  const Attributes* attributes = field.attributes();
  const reflection::KeyValue* found = attributes ? attributes->LookupByKey(key) : nullptr;
  return found && found->value() ? found->value()->str() : std::string();
}

bool has_attribute(const reflection::Field& field, const char* key) {
  return field.attributes() && field.attributes()->LookupByKey(key) != nullptr;
}

std::int64_t number(const std::string& text) {
  LEDGER_CHECK(!text.empty());
  return std::stoll(text);
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> out;
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

std::string short_name(const flatbuffers::String* full) {
  const std::string name = full->str();
  return name.substr(name.rfind('.') + 1);
}

BodySchema Compiler::compile() {
  out_.payload_tables.fill(-1);
  out_.payload_sets.reserve(1024);  // rows of fields point into it
  for (const auto* source : *schema_.enums()) compile_enum(*source);
  for (const auto* source : *schema_.objects()) compile_table(*source);
  LEDGER_CHECK(out_.tables[out_.root].name == "EventBody");
  LEDGER_CHECK(out_.tables[out_.legal_date].name == "LegalDate");
  return std::move(out_);
}

void Compiler::compile_enum(const reflection::Enum& source) {
  EnumSpec spec;
  spec.name = short_name(source.name());
  for (const auto* value : *source.values()) {
    LEDGER_CHECK(value->value() >= 0 && value->value() < 256);
    spec.values.set(static_cast<std::size_t>(value->value()));
  }
  if (source.is_union()) {
    compile_payloads(source);
  } else {
    LEDGER_CHECK(source.underlying_type()->base_type() == reflection::UByte);
    LEDGER_CHECK(source.values()->Get(0)->value() == 0);
    LEDGER_CHECK(source.values()->Get(0)->name()->str() == "UNSPECIFIED");
  }
  out_.enums.push_back(std::move(spec));
}

void Compiler::compile_payloads(const reflection::Enum& source) {
  LEDGER_CHECK(short_name(source.name()) == "Payload");
  for (const auto* value : *source.values()) {
    const auto type = static_cast<std::size_t>(value->value());
    if (type == 0) continue;
    LEDGER_CHECK(value->union_type()->base_type() == reflection::Obj);
    out_.payload_tables[type] = value->union_type()->index();
    out_.payload_names[type] = value->name()->str();
  }
}

void Compiler::compile_table(const reflection::Object& source) {
  LEDGER_CHECK(!source.is_struct());
  TableSpec spec;
  spec.name = short_name(source.name());
  spec.fields.resize(source.fields()->size());
  for (const auto* field : *source.fields()) {
    LEDGER_CHECK(field->id() < spec.fields.size() && !field->deprecated());
    spec.fields[field->id()] = compile_field(source, *field);
  }
  if (&source == schema_.root_table()) out_.root = out_.tables.size();
  if (spec.name == "LegalDate") out_.legal_date = out_.tables.size();
  out_.tables.push_back(std::move(spec));
}

FieldSpec Compiler::compile_field(const reflection::Object& owner, const reflection::Field& field) {
  FieldSpec out;
  out.name = field.name()->str();
  out.required = field.required();
  out.optional = field.optional();
  out.default_value = field.default_integer();
  set_kind(out, *field.type());
  set_range(out, field);
  set_text(out, field);
  set_items(out, field);
  set_links(out, field);
  set_when(out, owner, field);
  return out;
}

void Compiler::set_kind(FieldSpec& out, const reflection::Type& type) {
  const auto index = static_cast<std::size_t>(type.index());
  switch (type.base_type()) {
    case reflection::String:
      out.kind = FieldKind::kString;
      return;
    case reflection::Obj:
      out.kind = FieldKind::kTable;
      out.type = index;
      return;
    case reflection::UType:
      out.kind = FieldKind::kUnionType;
      out.width = 1;
      return;
    case reflection::Union:
      out.kind = FieldKind::kUnion;
      return;
    case reflection::Vector:
      out.type = index;
      if (type.element() == reflection::String) {
        out.kind = FieldKind::kStringVector;
      } else if (type.element() == reflection::Obj) {
        out.kind = FieldKind::kTableVector;
      } else {
        LEDGER_CHECK(type.element() == reflection::UByte && type.index() >= 0);
        out.kind = FieldKind::kEnumVector;
        out.width = 1;
      }
      return;
    default:
      set_scalar(out, type.base_type(), type.index());
  }
}

void Compiler::set_scalar(FieldSpec& out, reflection::BaseType base, std::int32_t index) {
  LEDGER_CHECK(base >= reflection::Bool && base <= reflection::ULong);
  out.width = static_cast<std::uint8_t>(flatbuffers::GetTypeSize(base));
  out.is_signed = base == reflection::Byte || base == reflection::Short ||
                  base == reflection::Int || base == reflection::Long;
  out.kind = FieldKind::kInteger;
  if (base == reflection::Bool) out.kind = FieldKind::kBool;
  if (index >= 0) {
    LEDGER_CHECK(base == reflection::UByte && !out.optional);
    out.kind = FieldKind::kEnum;
    out.type = static_cast<std::size_t>(index);
  }
}

void Compiler::set_range(FieldSpec& out, const reflection::Field& field) {
  if (out.kind != FieldKind::kInteger) return;
  out.value_min = std::numeric_limits<std::int64_t>::min();
  out.value_max = std::numeric_limits<std::int64_t>::max();
  if (has_attribute(field, "min")) out.value_min = number(attribute(field, "min"));
  if (has_attribute(field, "max")) out.value_max = number(attribute(field, "max"));
}

void Compiler::set_text(FieldSpec& out, const reflection::Field& field) {
  if (out.kind != FieldKind::kString && out.kind != FieldKind::kStringVector) return;
  TextSpec& text = out.text;
  int forms = 0;
  if (has_attribute(field, "hex_bytes")) {
    ++forms;
    text.form = TextForm::kHex;
    text.hex_digits = static_cast<std::uint32_t>(2 * number(attribute(field, "hex_bytes")));
  }
  if (has_attribute(field, "date")) ++forms, text.form = TextForm::kDate;
  if (has_attribute(field, "token")) ++forms, text.form = TextForm::kToken;
  if (has_attribute(field, "digits")) {
    ++forms;
    text.form = TextForm::kDigits;
    for (const std::string& length : words(attribute(field, "digits"))) {
      text.digit_lengths |= 1U << number(length);
    }
  }
  LEDGER_CHECK(forms <= 1);
  if (has_attribute(field, "max_chars")) {
    text.chars_max = static_cast<std::uint32_t>(number(attribute(field, "max_chars")));
  }
  if (out.kind == FieldKind::kString && has_attribute(field, "max")) {
    text.bytes_max = static_cast<std::uint32_t>(number(attribute(field, "max")));
  }
  const bool fixed =
      text.form == TextForm::kHex || text.form == TextForm::kDate || text.form == TextForm::kDigits;
  LEDGER_CHECK(fixed || text.chars_max > 0 || text.bytes_max > 0);
}

void Compiler::set_items(FieldSpec& out, const reflection::Field& field) {
  if (out.kind != FieldKind::kStringVector && out.kind != FieldKind::kTableVector &&
      out.kind != FieldKind::kEnumVector) {
    return;
  }
  out.items_max = static_cast<std::uint32_t>(number(attribute(field, "max")));
  if (has_attribute(field, "min")) {
    out.items_min = static_cast<std::uint32_t>(number(attribute(field, "min")));
  }
  LEDGER_CHECK(out.items_min <= out.items_max);
}

void Compiler::set_links(FieldSpec& out, const reflection::Field& field) {
  if (has_attribute(field, "ref")) {
    LEDGER_CHECK(out.text.hex_digits == 64);
    out.refs = payload_set(attribute(field, "ref"));
  }
  if (has_attribute(field, "inherit")) {
    const std::string what = attribute(field, "inherit");
    LEDGER_CHECK(out.refs && (what == "documents" || what == "all"));
    out.inherit = what == "all" ? Inherit::kAll : Inherit::kDocuments;
  }
  if (has_attribute(field, "subject")) {
    LEDGER_CHECK(out.text.hex_digits == 32);
    const std::string kind = attribute(field, "subject");
    if (kind == "organisation") out.subject = SubjectKind::kOrganisation;
    if (kind == "cluster") out.subject = SubjectKind::kCluster;
    if (kind == "region") out.subject = SubjectKind::kRegion;
    if (kind == "document") out.subject = SubjectKind::kDocument;
    LEDGER_CHECK(out.subject != SubjectKind{});
  }
  if (has_attribute(field, "except")) {
    out.except_type = payload_named(attribute(field, "except"));
    LEDGER_CHECK(out.kind == FieldKind::kUnion && out.except_type > 0);
  }
}

void Compiler::set_when(FieldSpec& out, const reflection::Object& owner,
                        const reflection::Field& field) {
  if (!has_attribute(field, "when")) return;
  const std::string rule = attribute(field, "when");
  const auto* neighbour = owner.fields()->LookupByKey(rule.substr(0, rule.find('=')).c_str());
  LEDGER_CHECK(neighbour && neighbour->type()->index() >= 0);
  const auto* values = schema_.enums()
                           ->Get(static_cast<flatbuffers::uoffset_t>(neighbour->type()->index()))
                           ->values();
  for (const std::string& name : words(rule.substr(rule.find('=') + 1))) {
    const auto before = out.when_values;
    for (const auto* value : *values) {
      if (value->name()->str() == name) out.when_values |= 1ULL << value->value();
    }
    LEDGER_CHECK(out.when_values != before);
  }
  out.when_slot = neighbour->id();
  const bool scalar = out.width != 0 && out.kind != FieldKind::kEnumVector;
  LEDGER_CHECK(!out.required && (!scalar || out.optional));
}

const PayloadSet* Compiler::payload_set(const std::string& names) {
  PayloadSet set;
  for (const std::string& name : words(names)) {
    for (std::size_t type = 1; type < out_.payload_tables.size(); ++type) {
      if (out_.payload_tables[type] < 0) continue;
      if (name == "*" || name == out_.payload_names[type]) {
        set.insert(static_cast<fb::Payload>(type));
      }
    }
    LEDGER_CHECK(name == "*" || payload_named(name) > 0);
  }
  for (const PayloadSet& known : out_.payload_sets) {
    if (known == set) return &known;
  }
  LEDGER_CHECK(out_.payload_sets.size() < out_.payload_sets.capacity());
  out_.payload_sets.push_back(set);
  return &out_.payload_sets.back();
}

std::int32_t Compiler::payload_named(std::string_view name) const {
  for (std::size_t type = 1; type < out_.payload_names.size(); ++type) {
    if (out_.payload_names[type] == name) return static_cast<std::int32_t>(type);
  }
  return -1;
}

BodySchema compile_embedded() {
  const std::string_view bytes = schema_bfbs();
  flatbuffers::Verifier verifier(as_unsigned(bytes), bytes.size());
  LEDGER_CHECK(reflection::VerifySchemaBuffer(verifier));
  return Compiler(*reflection::GetSchema(bytes.data())).compile();
}

}  // namespace

const BodySchema& body_schema() {
  static const BodySchema schema = compile_embedded();
  return schema;
}

}  // namespace ledger::internal
