// SPDX-License-Identifier: Apache-2.0
// The schema itself: its limits, its enums, and the list of its fields, which may only grow.
#include <flatbuffers/reflection.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "ledger/body.h"
#include "tests/paths.h"

namespace ledger {
namespace {

const reflection::Schema& schema() { return *reflection::GetSchema(schema_bfbs().data()); }

std::string name_of(const flatbuffers::String* full) {
  return full->str().substr(full->str().rfind('.') + 1);
}

bool has(const reflection::Field& field, const char* attribute) {
  return field.attributes() && field.attributes()->LookupByKey(attribute);
}

std::string type_name(const reflection::Type& type) {
  const auto index = static_cast<flatbuffers::uoffset_t>(type.index());
  const auto base = type.base_type() == reflection::Vector ? type.element() : type.base_type();
  std::string name = reflection::EnumNameBaseType(base);
  if (base == reflection::Obj) name = name_of(schema().objects()->Get(index)->name());
  if (base != reflection::Obj && type.index() >= 0) {
    name.append("/").append(name_of(schema().enums()->Get(index)->name()));
  }
  return type.base_type() == reflection::Vector ? fmt::format("[{}]", name) : name;
}

/// Every field with its attributes and every enum value, one line each, in a fixed order.
std::string listing() {
  std::ostringstream out;
  for (const auto* table : *schema().objects()) {
    std::map<int, std::string> lines;
    for (const auto* field : *table->fields()) {
      std::string line = fmt::format("{}.{} {} {}", name_of(table->name()), field->name()->str(),
                                     field->id(), type_name(*field->type()));
      if (field->required()) line += " required";
      if (field->optional() && !field->required()) line += " optional";
      if (field->default_integer() != 0) line += fmt::format(" = {}", field->default_integer());
      if (field->attributes()) {
        for (const auto* attribute : *field->attributes()) {
          line += fmt::format(" {}:{}", attribute->key()->str(), attribute->value()->str());
        }
      }
      lines[field->id()] = line;
    }
    for (const auto& [id, line] : lines) out << line << "\n";
  }
  for (const auto* values : *schema().enums()) {
    for (const auto* value : *values->values()) {
      out << name_of(values->name()) << "::" << value->name()->str() << " " << value->value()
          << "\n";
    }
  }
  return out.str();
}

TEST(Schema, ListOfFieldsIsTheRecordedOne) {
  std::ifstream file(std::string(kSourceDir) + "/tests/data/schema_v1.txt");
  std::stringstream recorded;
  recorded << file.rdbuf();
  const std::string now = listing();
  if (now == recorded.str()) return;
  const std::string path = std::string(kBinaryDir) + "/schema_v1.txt";
  std::ofstream(path) << now;
  ADD_FAILURE() << "version 1 of the schema never changes; see the difference to " << path;
}

TEST(Schema, EveryStringAndVectorHasALimit) {
  for (const auto* table : *schema().objects()) {
    for (const auto* field : *table->fields()) {
      const std::string where = table->name()->str() + "." + field->name()->str();
      const auto base = field->type()->base_type();
      const bool vector = base == reflection::Vector;
      const bool text =
          vector ? field->type()->element() == reflection::String : base == reflection::String;
      EXPECT_TRUE(!vector || has(*field, "max")) << where;
      if (!text) continue;
      const bool fixed = has(*field, "hex_bytes") || has(*field, "date") || has(*field, "digits");
      EXPECT_TRUE(fixed || has(*field, "max_chars") || (!vector && has(*field, "max"))) << where;
    }
  }
}

TEST(Schema, EveryEnumBeginsWithUnspecifiedAndHasNoHoles) {
  for (const auto* values : *schema().enums()) {
    std::int64_t next = 0;
    for (const auto* value : *values->values()) EXPECT_EQ(value->value(), next++);
    const std::string first = values->values()->Get(0)->name()->str();
    EXPECT_EQ(first, values->is_union() ? "NONE" : "UNSPECIFIED") << values->name()->str();
  }
}

TEST(Schema, EveryFieldOfTheSourcesHasAnExplicitId) {
  std::size_t fields = 0;
  for (const char* theme : {"common", "charter", "registers", "orders", "bodies", "meetings",
                            "agreements", "plans", "documents", "event_body"}) {
    std::ifstream file(fmt::format("{}/ledger/schema/{}.fbs", kSourceDir, theme));
    ASSERT_TRUE(file) << theme;
    for (std::string line; std::getline(file, line);) {
      const bool field = line.starts_with("  ") && line.find(": ") != std::string::npos &&
                         !line.starts_with("      ");
      if (!field) continue;
      ++fields;
      EXPECT_NE(line.find("(id: "), std::string::npos) << line;
    }
  }
  std::size_t reflected = 0;
  for (const auto* table : *schema().objects()) reflected += table->fields()->size();
  EXPECT_EQ(fields + 2, reflected) << "two unions bring a type field of their own";
}

TEST(Schema, PayloadUnionHoldsTheWholeCatalogue) {
  for (const auto* values : *schema().enums()) {
    EXPECT_TRUE(!values->is_union() || values->values()->size() == 63);  // 62 types and NONE
  }
  EXPECT_EQ(payload_name(static_cast<fb::Payload>(1)), "LedgerCreated");
  EXPECT_EQ(payload_name(static_cast<fb::Payload>(62)), "PersonalDataErased");
  EXPECT_EQ(payload_name(static_cast<fb::Payload>(63)), "");
}

}  // namespace
}  // namespace ledger
