// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/body_texts.h"

#include <flatbuffers/reflection.h>

#include "ledger/bytes.h"

namespace projections::internal {
namespace {

using Visit = std::function<void(const std::string&, std::string_view)>;

/// Walks a table by the schema. A strict body has nothing that the schema does not know.
class Texts {
 public:
  explicit Texts(const Visit& visit)
      : schema_(*reflection::GetSchema(ledger::schema_bfbs().data())), visit_(visit) {}

  void walk(const flatbuffers::Table& table, const reflection::Object& type,
            const std::string& path) {
    for (const reflection::Field* field : *type.fields()) {
      if (table.CheckField(field->offset())) walk_field(table, type, *field, path);
    }
  }
  const reflection::Object& root() const { return *schema_.root_table(); }

 private:
  static bool is_text(const reflection::Field& field) {
    return field.attributes() != nullptr && field.attributes()->LookupByKey("max_chars") != nullptr;
  }

  /// The path of a field; made only where a text may be found, most fields hold none.
  static std::string path_of(const reflection::Field& field, const std::string& parent) {
    return parent.empty() ? field.name()->str() : parent + "." + field.name()->str();
  }

  void walk_field(const flatbuffers::Table& table, const reflection::Object& type,
                  const reflection::Field& field, const std::string& parent) {
    switch (field.type()->base_type()) {
      case reflection::String:
        if (!is_text(field)) break;
        visit_(path_of(field, parent), flatbuffers::GetFieldS(table, field)->string_view());
        break;
      case reflection::Obj:
        walk(*flatbuffers::GetFieldT(table, field), object(field.type()->index()),
             path_of(field, parent));
        break;
      case reflection::Union:
        walk(*flatbuffers::GetFieldT(table, field),
             flatbuffers::GetUnionType(schema_, type, field, table), path_of(field, parent));
        break;
      case reflection::Vector:
        walk_vector(table, field, parent);
        break;
      default:
        break;
    }
  }

  void walk_vector(const flatbuffers::Table& table, const reflection::Field& field,
                   const std::string& parent) {
    const auto element = field.type()->element();
    if (element != reflection::Obj && !(element == reflection::String && is_text(field))) return;
    const std::string path = path_of(field, parent);
    if (element == reflection::Obj) {
      const auto& type = object(field.type()->index());
      each<flatbuffers::Table>(table, field, path, [&](const auto& item, const std::string& at) {
        walk(item, type, at);
      });
    } else {
      each<flatbuffers::String>(table, field, path, [&](const auto& item, const std::string& at) {
        visit_(at, item.string_view());
      });
    }
  }

  template <typename Item, typename Take>
  static void each(const flatbuffers::Table& table, const reflection::Field& field,
                   const std::string& path, const Take& take) {
    using Items = flatbuffers::Vector<flatbuffers::Offset<Item>>;
    const auto* items = table.GetPointer<const Items*>(field.offset());
    for (flatbuffers::uoffset_t i = 0; i < items->size(); ++i) {
      take(*items->Get(i), path + "[" + std::to_string(i) + "]");
    }
  }

  const reflection::Object& object(std::int32_t index) const {
    return *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(index));
  }

  const reflection::Schema& schema_;
  const Visit& visit_;
};

}  // namespace

void visit_texts(const ledger::Body& body, const Visit& visit) {
  Texts texts(visit);
  texts.walk(*flatbuffers::GetAnyRoot(ledger::as_unsigned(body.bytes())), texts.root(), {});
}

}  // namespace projections::internal
