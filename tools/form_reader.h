// SPDX-License-Identifier: Apache-2.0
// Reading a form that people fill in: keys in Russian or English, errors that name file, line and
// key, no key that nobody reads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_text.h"
#include "ledger/result.h"
#include "projections/sentence.h"

namespace tools {

/// What is told of an error, in both languages.
using projections::Sentence;

/// One key of a form in both languages.
struct FormKey {
  std::string_view russian;
  std::string_view english;
};

/// Remembers the first error; everything read after it is empty, so callers ask once at the end.
class FormErrors {
 public:
  explicit FormErrors(const api::JsonText& text) : text_(text) {}
  void add(const std::string& reason, const Sentence& message, const std::string& pointer);
  /// What looking something up said.
  void add(const ledger::Error& error, const std::string& pointer);
  const std::optional<ledger::Error>& first() const { return first_; }

 private:
  const api::JsonText& text_;
  std::optional<ledger::Error> first_;
};

class FormTable {
 public:
  FormTable(FormErrors& errors, const api::Json& value, std::string pointer);

  /// The member, or null. Reads it: finish() no longer complains about it.
  const api::Json* find(FormKey key);
  std::string pointer_of(FormKey key) const;
  const std::string& pointer() const { return pointer_; }
  bool has(FormKey key) const;

  /// Empty where it is absent. A number stands for its digits. TEXT_INVISIBLE for a text with a
  /// character that nobody sees.
  std::string text(FormKey key);
  /// The same, and its absence is an error.
  std::string needed_text(FormKey key);
  std::optional<std::uint64_t> number(FormKey key, std::uint64_t limit);
  /// One table; an absent one is empty.
  FormTable table(FormKey key);
  /// A list, or a single value as a list of one.
  std::vector<std::pair<const api::Json*, std::string>> list(FormKey key);
  /// The tables of a list.
  std::vector<FormTable> tables(FormKey key);

  void fail(const std::string& reason, const Sentence& message, FormKey key);
  void fail(const std::string& reason, const Sentence& message);
  void fail(const ledger::Error& error, FormKey key);
  /// MISSING_KEY.
  void fail_missing(FormKey key);
  /// UNKNOWN_KEY for what was never asked for.
  void finish();

  FormErrors& errors() { return *errors_; }

 private:
  FormErrors* errors_;
  const api::Json* value_;
  std::string pointer_;
  std::set<std::string> read_;
  std::vector<std::string> known_;
};

}  // namespace tools
