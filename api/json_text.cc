// SPDX-License-Identifier: Apache-2.0
#include "api/json_text.h"

#include <iterator>
#include <optional>
#include <unordered_set>

namespace api {
namespace {

using ledger::Error;
using ledger::invalid;
using ledger::Result;

/// Where the parser stands in the text; shared by all copies of one iterator.
struct Cursor {
  const char* at;
  std::size_t line;
};

/// Walks over characters and counts lines on the way.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Cursor* cursor) : at_(at), cursor_(cursor) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_ == '\n') ++cursor_->line;
    cursor_->at = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Cursor* cursor_;
};

/// Builds the value from the parser's events and refuses what is not allowed.
class PointerBuilder : public nlohmann::json_sax<Json> {
 public:
  PointerBuilder(JsonText& out, const Cursor& cursor) : out_(out), cursor_(cursor) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t, const string_t& text) override {
    next_pointer();
    return fail("FRACTION", "numbers are whole and fit 64 bits, found " + text,
                "числа здесь целые и помещаются в 64 бита, а стоит " + text);
  }
  bool string(string_t& value) override {
    if (value.find('\0') != string_t::npos) {
      next_pointer();
      return fail("NUL_CHARACTER", "a string must not hold the character U+0000",
                  "в строке не может быть знака U+0000");
    }
    return put(value);
  }
  bool binary(binary_t&) override {
    return fail("BAD_JSON", "binary values are not JSON", "двоичные значения — не JSON");
  }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Frame& frame = frames_.back();
    frame.child = pointer_to(frame.pointer, name);
    frame.key = name;
    out_.lines[frame.child] = cursor_.line;
    if (!frame.names.insert(name).second) {
      return fail("DUPLICATE_MEMBER", "the member \"" + name + "\" is there twice",
                  "член «" + name + "» стоит дважды");
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    if (exception.id == 406) {  // of the parser: it is beyond a double
      next_pointer();
      return fail("FRACTION", "numbers are whole and fit 64 bits, this one is far larger",
                  "числа здесь целые и помещаются в 64 бита, а это намного больше");
    }
    std::string what = exception.what();
    const auto start = what.find("syntax error");
    return fail("BAD_JSON", start == std::string::npos ? what : what.substr(start),
                "эта строка написана не так, как требует JSON");
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  struct Frame {
    Json* value;
    std::string pointer;
    std::string child{};  // pointer of the member or element that comes next
    std::string key{};
    std::unordered_set<std::string> names{};  // of the members so far
  };

  std::string next_pointer() {
    if (frames_.empty()) return {};
    Frame& frame = frames_.back();
    if (frame.value->is_array()) {
      frame.child = pointer_to(frame.pointer, frame.value->size());
      out_.lines[frame.child] = cursor_.line;
    }
    return frame.child;
  }

  bool fail(std::string reason, std::string english, std::string russian) {
    const std::string at = frames_.empty() ? std::string() : frames_.back().child;
    if (!error_) {
      out_.lines.try_emplace(at, cursor_.line);
      error_ = out_.locate(invalid(std::move(reason), std::move(english), std::move(russian), at));
      if (error_->reason == "BAD_JSON") {
        error_->where = out_.source + ":" + std::to_string(cursor_.line);
      }
    }
    return false;
  }

  Json* place(Json value) {
    if (frames_.empty()) {
      out_.value = std::move(value);
      out_.lines[""] = cursor_.line;
      return &out_.value;
    }
    Frame& frame = frames_.back();
    if (frame.value->is_array()) {
      frame.value->push_back(std::move(value));
      return &frame.value->back();
    }
    auto& members = frame.value->get_ref<Json::object_t&>();
    return &members.emplace_back(frame.key, std::move(value)).second;
  }

  bool put(Json value) {
    next_pointer();
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    std::string pointer = next_pointer();
    if (frames_.size() >= kJsonDepthMax) {
      const std::string most = std::to_string(kJsonDepthMax);
      return fail("TOO_DEEP", "nested deeper than " + most + " levels",
                  "уровней вложенности больше " + most);
    }
    Json* placed = place(std::move(value));
    frames_.push_back({placed, std::move(pointer)});
    frames_.back().child = frames_.back().pointer;
    return true;
  }

  bool close() {
    frames_.pop_back();
    return true;
  }

  JsonText& out_;
  const Cursor& cursor_;
  std::vector<Frame> frames_;
  std::optional<Error> error_;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_space(Cursor& cursor, const char* end) {
  while (cursor.at != end && is_space(*cursor.at)) {
    if (*cursor.at == '\n') ++cursor.line;
    ++cursor.at;
  }
}

/// Reads one value; afterwards the cursor stands behind it.
Result<JsonText> read_value(Cursor& cursor, const char* end, const std::string& source,
                            bool to_the_end) {
  JsonText out{nullptr, source};
  PointerBuilder builder(out, cursor);
  Json::sax_parse(CountingIterator(cursor.at, &cursor), CountingIterator(end, &cursor), &builder,
                  nlohmann::detail::input_format_t::json, to_the_end);
  if (builder.error()) return *builder.error();
  return out;
}

}  // namespace

std::size_t JsonText::line_of(std::string_view pointer) const {
  for (std::string at(pointer);;) {
    if (const auto found = lines.find(at); found != lines.end()) return found->second;
    const auto slash = at.rfind('/');
    if (slash == std::string::npos) return 1;
    at.resize(slash);
  }
}

Error JsonText::locate(Error error) const {
  const std::string line = std::to_string(line_of(error.where));
  error.where = source + ":" + line + (error.where.empty() ? "" : ": " + error.where);
  return error;
}

namespace {

/// Some editors begin a file with it; it is no part of the text (RFC 8259 section 8.1).
void skip_byte_order_mark(std::string_view& text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
}

}  // namespace

Result<JsonText> read_json(std::string_view text, std::string source) {
  skip_byte_order_mark(text);
  Cursor cursor{text.data(), 1};
  return read_value(cursor, text.data() + text.size(), source, true);
}

Result<std::vector<JsonText>> read_json_sequence(std::string_view text, std::string source) {
  skip_byte_order_mark(text);
  std::vector<JsonText> out;
  Cursor cursor{text.data(), 1};
  const char* end = text.data() + text.size();
  for (skip_space(cursor, end); cursor.at != end; skip_space(cursor, end)) {
    if (*cursor.at != '{' && *cursor.at != '[') {
      return invalid("BAD_JSON", "expected an object or an array", "ожидается объект или список",
                     source + ":" + std::to_string(cursor.line));
    }
    auto value = read_value(cursor, end, source, false);
    if (!value) return value.error();
    out.push_back(std::move(*value));
  }
  return out;
}

std::string pointer_to(std::string_view pointer, std::string_view member) {
  std::string out(pointer);
  out += '/';
  for (const char c : member) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string pointer_to(std::string_view pointer, std::size_t element) {
  return std::string(pointer) + "/" + std::to_string(element);
}

}  // namespace api
