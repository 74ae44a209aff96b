// SPDX-License-Identifier: Apache-2.0
// Strict parsing as a SAX consumer that builds the value and stops at the first offence.
#include "api/json.h"

#include <optional>
#include <unordered_set>
#include <vector>

#include "ledger/bytes.h"

namespace api {

namespace {

/// RFC 6901 section 3.
std::string pointer_token(std::string_view key) {
  std::string token = "/";
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    Level& level = levels_.back();
    level.key = value;
    if (level.keys.insert(value).second) return true;
    error_ = ledger::invalid("DUPLICATE_KEY", "a member's name is given twice",
                             "имя члена указано дважды", here());
    return false;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    error_ = ledger::invalid("BAD_JSON", "not JSON at byte " + std::to_string(position),
                             "на байте " + std::to_string(position) + " это не JSON", here());
    return false;
  }

  ledger::Result<Json> take() {
    if (error_) return *std::move(error_);
    return std::move(root_);
  }

 private:
  struct Level {
    Json value;
    std::string key;
    std::unordered_set<std::string> keys;
  };

  bool put(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (Level& level = levels_.back(); level.value.is_array()) {
      level.value.push_back(std::move(value));
    } else {
      // Not operator[]: an ordered object searches linearly, and the key is known to be new.
      auto& members = level.value.get_ref<Json::object_t&>();
      static_cast<Json::object_t::Container&>(members).emplace_back(level.key, std::move(value));
    }
    return true;
  }

  bool open(Json empty) {
    if (levels_.size() >= limits_.depth_max) {
      error_ = ledger::invalid("JSON_TOO_DEEP",
                               "nested deeper than " + std::to_string(limits_.depth_max),
                               "вложенность больше " + std::to_string(limits_.depth_max), here());
      return false;
    }
    levels_.push_back({std::move(empty), {}, {}});
    return true;
  }

  bool close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    return put(std::move(value));
  }

  std::string here() const {
    std::string pointer;
    for (const Level& level : levels_) {
      pointer += level.value.is_array() ? "/" + std::to_string(level.value.size())
                                        : pointer_token(level.key);
    }
    return pointer;
  }

  JsonLimits limits_;
  std::vector<Level> levels_;
  Json root_;
  std::optional<ledger::Error> error_;
};

}  // namespace

Json json_integer(std::uint64_t value) {
  return value <= kJsonIntegerMax ? Json(value) : Json(std::to_string(value));
}

Json json_integer(std::int64_t value) {
  const auto bound = static_cast<std::int64_t>(kJsonIntegerMax);
  return value >= -bound && value <= bound ? Json(value) : Json(std::to_string(value));
}

Json json_hex(std::string_view bytes) { return ledger::to_hex(bytes); }

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response json_response(int status, const Json& body, std::string type) {
  Response response;
  response.status = status;
  response.content_type = std::move(type);
  response.body = dump(body);
  return response;
}

ledger::Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (!ledger::is_utf8(text)) {
    return ledger::invalid("BAD_UTF8", "the body is not UTF-8", "тело не в UTF-8", "");
  }
  if (text.substr(0, 3) == "\xef\xbb\xbf") {
    return ledger::invalid("BAD_JSON", "a byte order mark is not JSON",
                           "метка порядка байтов — не JSON", "");
  }
  Builder builder(limits);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

}  // namespace api
