// SPDX-License-Identifier: Apache-2.0
#include "tools/form_reader.h"

#include "api/openings.h"
#include "projections/text_form.h"

namespace tools {
namespace {

const api::Json& nothing() {
  static const api::Json kNothing = api::Json::object();
  return kNothing;
}

/// Where the value stands: the key that the file uses, in whichever language.
const api::Json* member_of(const api::Json& value, FormKey key, std::string* name) {
  for (const std::string_view candidate : {key.russian, key.english}) {
    const auto found = value.find(candidate);
    if (found == value.end()) continue;
    *name = candidate;
    return &*found;
  }
  return nullptr;
}

}  // namespace

void FormErrors::add(const std::string& reason, const Sentence& message,
                     const std::string& pointer) {
  if (first_) return;
  const std::string where = text_.source + ":" + std::to_string(text_.line_of(pointer));
  const std::string path = api::path_of_pointer(pointer);
  first_ = ledger::invalid(reason, message.english, message.russian,
                           path.empty() ? where : where + ": " + path);
}

void FormErrors::add(const ledger::Error& error, const std::string& pointer) {
  add(error.reason, {error.message, error.russian}, pointer);
}

FormTable::FormTable(FormErrors& errors, const api::Json& value, std::string pointer)
    : errors_(&errors), value_(&value), pointer_(std::move(pointer)) {
  if (value.is_object()) return;
  errors.add("WRONG_TYPE", {"expected a table of keys", "нужна таблица с ключами"}, pointer_);
  value_ = &nothing();
}

const api::Json* FormTable::find(FormKey key) {
  known_.emplace_back(key.russian);
  std::string name;
  const api::Json* found = member_of(*value_, key, &name);
  if (found == nullptr) return nullptr;
  read_.insert(name);
  const bool twice = key.russian != key.english && name == key.russian &&
                     value_->contains(std::string(key.english));
  if (twice)
    fail("KEY_TWICE",
         {"this key stands here in both languages",
          "ключ стоит здесь и по-русски, и по-английски: оставьте один"},
         key);
  return found;
}

bool FormTable::has(FormKey key) const {
  std::string name;
  return member_of(*value_, key, &name) != nullptr;
}

std::string FormTable::pointer_of(FormKey key) const {
  std::string name(key.russian);
  member_of(*value_, key, &name);
  return api::pointer_to(pointer_, name);
}

std::string FormTable::text(FormKey key) {
  const api::Json* value = find(key);
  if (value == nullptr) return {};
  if (value->is_number_integer()) return value->dump();
  if (!value->is_string()) {
    fail("WRONG_TYPE", {"expected a text", "нужен текст в кавычках"}, key);
    return {};
  }
  const auto& out = value->get_ref<const std::string&>();
  if (const std::string c = projections::invisible_character(out); !c.empty()) {
    fail("TEXT_INVISIBLE",
         {"the text holds " + c + ", which nobody sees: type it anew",
          "в тексте есть знак " + c + ", которого не видно: наберите текст заново"},
         key);
  }
  return out;
}

std::string FormTable::needed_text(FormKey key) {
  std::string out = text(key);
  if (out.empty()) fail_missing(key);
  return out;
}

std::optional<std::uint64_t> FormTable::number(FormKey key, std::uint64_t limit) {
  const api::Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer()) {
    const auto number = value->get<std::int64_t>();
    if (number >= 0 && static_cast<std::uint64_t>(number) <= limit) {
      return static_cast<std::uint64_t>(number);
    }
  }
  const std::string most = std::to_string(limit);
  fail("WRONG_TYPE",
       {"expected a whole number from 0 to " + most, "нужно целое число от 0 до " + most}, key);
  return std::nullopt;
}

FormTable FormTable::table(FormKey key) {
  const api::Json* value = find(key);
  return {*errors_, value == nullptr ? nothing() : *value, pointer_of(key)};
}

std::vector<std::pair<const api::Json*, std::string>> FormTable::list(FormKey key) {
  std::vector<std::pair<const api::Json*, std::string>> out;
  const api::Json* value = find(key);
  if (value == nullptr) return out;
  const std::string pointer = pointer_of(key);
  if (!value->is_array()) {
    out.emplace_back(value, pointer);
    return out;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    out.emplace_back(&(*value)[i], api::pointer_to(pointer, i));
  }
  return out;
}

std::vector<FormTable> FormTable::tables(FormKey key) {
  std::vector<FormTable> out;
  for (const auto& [value, pointer] : list(key)) out.emplace_back(*errors_, *value, pointer);
  return out;
}

void FormTable::fail(const std::string& reason, const Sentence& message, FormKey key) {
  errors_->add(reason, message, pointer_of(key));
}

void FormTable::fail(const std::string& reason, const Sentence& message) {
  errors_->add(reason, message, pointer_);
}

void FormTable::fail(const ledger::Error& error, FormKey key) {
  errors_->add(error, pointer_of(key));
}

void FormTable::fail_missing(FormKey key) {
  const std::string name(key.russian);
  errors_->add("MISSING_KEY",
               {"the key \"" + name + "\" is needed here", "здесь нужен ключ «" + name + "»"},
               has(key) ? pointer_of(key) : pointer_);
}

void FormTable::finish() {
  for (const auto& item : value_->items()) {
    if (read_.contains(item.key())) continue;
    std::string known;
    for (const std::string& name : known_) known += (known.empty() ? "" : ", ") + name;
    errors_->add("UNKNOWN_KEY",
                 {"nobody reads the key \"" + item.key() + "\"; known here: " + known,
                  "ключ «" + item.key() + "» никто не читает; здесь известны: " + known},
                 api::pointer_to(pointer_, item.key()));
  }
}

}  // namespace tools
