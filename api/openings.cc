// SPDX-License-Identifier: Apache-2.0
#include "api/openings.h"

#include <algorithm>

#include "api/event_json_schema.h"

namespace api {

using ledger::Hash;
using ledger::Id;
using ledger::Opening;
using ledger::refused;
using ledger::Result;

namespace {

/// Goes through a body's JSON along the schema and collects the commitments.
class Collector {
 public:
  void table(const JsonTable& spec, const Json& value, const std::string& path) {
    if (!value.is_object()) return;
    if (spec.name == "PersonMention") add(value, "name", path, value);
    if (spec.name == "KeyIntroduced") add(value, "holder", path, Json());
    for (const JsonField& field : spec.fields) {
      const auto found = value.find(field.name);
      if (found == value.end()) continue;
      member(spec, field, *found, value, path.empty() ? field.name : path + "." + field.name);
    }
  }
  std::vector<BodyCommitment> take() { return std::move(found_); }

 private:
  void add(const Json& value, const char* name, const std::string& path, const Json& mention) {
    const auto text = value.find(name);
    if (text == value.end() || !text->is_string()) return;
    const auto hash = ledger::fixed_from_hex<Hash>(text->get_ref<const std::string&>());
    if (!hash) return;
    BodyCommitment out{path + "." + name, *hash, std::nullopt};
    if (mention.is_object()) {
      const auto person = ledger::fixed_from_hex<Id>(mention.value("person", std::string()));
      if (person) out.person = *person;
    }
    found_.push_back(std::move(out));
  }

  void member(const JsonTable& spec, const JsonField& field, const Json& value, const Json& owner,
              const std::string& path) {
    const JsonSchema& schema = json_schema();
    if (field.kind == JsonKind::kTable) return table(schema.tables[field.type], value, path);
    if (field.kind == JsonKind::kTables && value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        table(schema.tables[field.type], value[i], path + "[" + std::to_string(i) + "]");
      }
    }
    if (field.kind != JsonKind::kUnion) return;
    const JsonField& type = spec.fields[static_cast<std::size_t>(&field - spec.fields.data()) - 1];
    const auto* of = schema.enums[type.type].find(owner.value(type.name, std::string()));
    if (of != nullptr && of->number != 0) table(schema.tables[of->table], value, path);
  }

  std::vector<BodyCommitment> found_;
};

}  // namespace

std::vector<BodyCommitment> commitments_in(const Json& body) {
  Collector collector;
  const JsonSchema& schema = json_schema();
  collector.table(schema.tables[schema.root], body, "");
  return collector.take();
}

Result<std::vector<MatchedOpening>> match_openings(const Hash& ledger_id, const Json& body,
                                                   std::vector<Opening> openings) {
  std::vector<MatchedOpening> out;
  for (const BodyCommitment& wanted : commitments_in(body)) {
    const auto found = std::find_if(openings.begin(), openings.end(), [&](const Opening& opening) {
      return opening.field == wanted.field;
    });
    if (found == openings.end()) {
      return refused("OPENING_MISSING", "nothing came with the event that opens this commitment",
                     wanted.field);
    }
    const bool same_person = !wanted.person || *wanted.person == found->person;
    if (!same_person || found->salt.size() != ledger::kSaltBytes ||
        !ledger::opens(wanted.commitment, {ledger_id, found->person, found->field},
                       found->value.view(), found->salt)) {
      return refused("OPENING_MISMATCH", "person, value and salt do not open this commitment",
                     wanted.field);
    }
    out.push_back({wanted.commitment, std::move(*found)});
    openings.erase(found);
  }
  if (!openings.empty()) {
    return refused("OPENING_UNWANTED", "the event has no commitment there", openings.front().field);
  }
  return out;
}

Json opening_to_json(const Opening& opening) {
  Json out = Json::object();
  out["field"] = opening.field;
  out["person"] = to_hex(opening.person);
  out["salt"] = ledger::to_hex(opening.salt.view());
  out["value"] = std::string(opening.value.view());
  return out;
}

Result<Opening> opening_from_json(const Json& value) {
  const auto bad = [](const char* what) {
    return ledger::invalid("BAD_OPENING", std::string("an opening has field, person, salt and "
                                                      "value as texts and nothing else: ") +
                                              what);
  };
  if (!value.is_object() || value.size() != 4) return bad("four members");
  for (const char* name : {"field", "person", "salt", "value"}) {
    if (!value.contains(name) || !value[name].is_string()) return bad(name);
  }
  const auto person = ledger::fixed_from_hex<Id>(value["person"].get_ref<const std::string&>());
  const auto salt = ledger::fixed_from_hex<Hash>(value["salt"].get_ref<const std::string&>());
  if (!person) return bad("person");
  if (!salt) return bad("salt");
  return Opening{value["field"].get<std::string>(), *person,
                 ledger::SecretBytes::copy_of(salt->view()),
                 ledger::SecretBytes::copy_of(value["value"].get_ref<const std::string&>())};
}

std::string path_of_pointer(std::string_view pointer) {
  std::string out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view part = pointer.substr(0, pointer.find('/'));
    const bool index = !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    if (index) {
      out += "[" + std::string(part) + "]";
    } else {
      out += (out.empty() ? "" : ".") + std::string(part);
    }
    pointer.remove_prefix(part.size());
  }
  return out;
}

}  // namespace api
