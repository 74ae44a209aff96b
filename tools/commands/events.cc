// SPDX-License-Identifier: Apache-2.0
// letopis events: the catalogue of event types, and the fields of one.
#include "api/event_json_schema.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"
#include "tools/table.h"

namespace tools {
namespace {

using api::JsonEnum;
using api::JsonField;
using api::JsonKind;

std::string names_of(const JsonEnum& spec) {
  std::string out;
  for (const auto& value : spec.values) {
    if (value.number != 0) out += (out.empty() ? "" : " | ") + value.name;
  }
  return out;
}

/// What may stand in the field.
std::string form_of(const JsonField& field) {
  const auto& schema = api::json_schema();
  switch (field.kind) {
    case JsonKind::kBool:
      return "true | false";
    case JsonKind::kInteger:
      return "number";
    case JsonKind::kEnum:
      return names_of(schema.enums[field.type]);
    case JsonKind::kEnums:
      return "[" + names_of(schema.enums[field.type]) + "]";
    case JsonKind::kTable:
      return schema.tables[field.type].name;
    case JsonKind::kTables:
      return "[" + schema.tables[field.type].name + "]";
    case JsonKind::kUnion:
    case JsonKind::kUnionType:
      return "Payload";
    default:
      break;
  }
  std::string text = field.reference         ? "digest of an event, or \"@name\""
                     : field.hex_bytes == 0  ? "text"
                     : field.hex_bytes == 16 ? "id, or \"@name\""
                                             : std::to_string(field.hex_bytes) + " bytes of hex";
  return field.kind == JsonKind::kTexts ? "[" + text + "]" : text;
}

int list_types(const Session& session) {
  Table table({false, false});
  for (const JsonEnum& spec : api::json_schema().enums) {
    if (spec.name != "Payload") continue;
    for (const auto& type : spec.values) {
      if (type.number != 0) table.add({type.name, type_title(type.name, session.language)});
    }
  }
  for (const std::string& line : table.lines(terminal_width())) session.print(line);
  return kExitOk;
}

int run(const Session& session, const std::string& type) {
  if (type.empty()) return list_types(session);
  const auto* spec = api::json_schema().find_table(type);
  if (spec == nullptr) {
    return session.fail(ledger::not_found("UNKNOWN_TYPE", "the schema has no table " + type));
  }
  Table table({false, false, false});
  for (const JsonField& field : spec->fields) {
    if (field.kind == JsonKind::kNone) continue;
    table.add({field.name,
               field.required ? session.say({"required", "обязательно"}) : std::string(),
               form_of(field)});
  }
  for (const std::string& line : table.lines(0)) session.print(line);
  return kExitOk;
}

}  // namespace

void add_events(CLI::App& root, Session& session) {
  auto type = std::make_shared<std::string>();
  CLI::App& command = add_command(
      root, session, "events",
      {"the types of events, or the fields of one", "виды событий или поля одного из них"});
  command.add_option(
      "TYPE", *type,
      session.say({"a type of events or a table in it", "вид события или таблица внутри него"}));
  command.callback(
      [type, &session] { session.run = [type, &session] { return run(session, *type); }; });
}

}  // namespace tools
