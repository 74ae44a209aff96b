// SPDX-License-Identifier: Apache-2.0
#include "tools/serve_config.h"

// The packaged library throws; the header alone can be told not to.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <variant>

#include "api/files.h"

namespace tools {
namespace {

using ledger::Result;
using ledger::Status;
using Texts = std::vector<std::string>;
using Value = std::variant<bool, std::int64_t, std::string, Texts>;

/// One key of the file.
struct Key {
  std::string section;  ///< empty: of no section
  std::string name;
  Text meaning;
  std::function<Value(ServeSettings&)> get;
  std::function<void(ServeSettings&, const Value&)> set;
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int32_t>::max();
  Texts choices = {};  ///< of a text; empty: any

  std::string full_name() const { return section.empty() ? name : section + "." + name; }
};

/// A key of any kind whose place in the settings `at` gives.
template <typename T, typename At>
Key plain(std::string section, std::string name, Text meaning, At at) {
  Key key{std::move(section), std::move(name), meaning, {}, {}};
  key.get = [at](ServeSettings& s) { return Value(T(at(s))); };
  key.set = [at](ServeSettings& s, const Value& value) { at(s) = std::get<T>(value); };
  return key;
}

template <typename At>
Key number(std::string section, std::string name, Text meaning, std::int64_t min, std::int64_t max,
           At at) {
  Key key{std::move(section), std::move(name), meaning, {}, {}, min, max};
  key.get = [at](ServeSettings& s) { return Value(static_cast<std::int64_t>(at(s))); };
  key.set = [at](ServeSettings& s, const Value& value) {
    using Number = std::remove_reference_t<decltype(at(s))>;
    at(s) = static_cast<Number>(std::get<std::int64_t>(value));
  };
  return key;
}

/// A duration, in units of `unit`.
template <typename At>
Key duration(std::string section, std::string name, Text meaning, std::chrono::milliseconds unit,
             At at) {
  Key key{std::move(section), std::move(name), meaning, {}, {}, 1, 86'400};
  key.get = [at, unit](ServeSettings& s) { return Value(std::int64_t{at(s) / unit}); };
  key.set = [at, unit](ServeSettings& s, const Value& value) {
    at(s) = unit * std::get<std::int64_t>(value);
  };
  return key;
}

constexpr std::chrono::milliseconds kMillisecond{1};
constexpr std::chrono::milliseconds kSecond{1'000};
constexpr std::chrono::milliseconds kMinute{60'000};

Key path_key(std::string section, std::string name, Text meaning,
             std::filesystem::path& (*at)(ServeSettings&)) {
  Key key{std::move(section), std::move(name), meaning, {}, {}};
  key.get = [at](ServeSettings& s) { return Value(at(s).string()); };
  key.set = [at](ServeSettings& s, const Value& value) { at(s) = std::get<std::string>(value); };
  return key;
}

void add_address_keys(std::vector<Key>& keys) {
  keys.push_back(plain<std::string>(
      "", "listen",
      {"address and port, port 0 takes a free one; or unix:/PATH",
       "адрес и порт, порт 0 — любой свободный; или unix:/ПУТЬ"},
      [](ServeSettings & s) -> auto& { return s.listen; }));
  keys.push_back(plain<std::string>(
      "", "public_url",
      {"where readers find this server, for links that leave it; empty: names instead of links",
       "где этот сервер видят читатели, для ссылок наружу; пусто — имена вместо ссылок"},
      [](ServeSettings & s) -> auto& { return s.options.public_url; }));
}

void add_file_keys(std::vector<Key>& keys) {
  keys.push_back(path_key(
      "", "files",
      {"folder of documents' files; empty: beside the ledger, LEDGER.files",
       "папка файлов документов; пусто — рядом с журналом, ЖУРНАЛ.files"},
      [](ServeSettings & s) -> auto& { return s.options.files; }));
}

void add_access_keys(std::vector<Key>& keys) {
  keys.push_back(plain<std::string>(
      "access", "reads",
      {"who reads: open, tokens, or auto (everybody if only this machine can connect and there are "
       "no tokens)",
       "кто читает: open — все, tokens — по токенам, auto — все, если подключиться можно только с "
       "этой машины и токенов нет"},
      [](ServeSettings & s) -> auto& { return s.reads; }));
  keys.back().choices = {"auto", "open", "tokens"};
  keys.push_back(plain<std::string>(
      "access", "tokens",
      {"file of the tokens; empty: tokens.json in the ledger's folder",
       "файл токенов; пусто — tokens.json в папке журнала"},
      [](ServeSettings & s) -> auto& { return s.tokens; }));
  keys.push_back(number(
      "access", "requests_per_second",
      {"for each token, or each address without one; 0: no limit",
       "на каждый токен или адрес без токена; 0 — без предела"},
      0, 1'000'000, [](ServeSettings & s) -> auto& { return s.options.access.rates.per_second; }));
  keys.push_back(number(
      "access", "requests_burst",
      {"how many may come at once; 0: twice the rate", "сколько может прийти разом; 0 — вдвое"}, 0,
      1'000'000, [](ServeSettings & s) -> auto& { return s.options.access.rates.burst; }));
  keys.push_back(plain<Texts>(
      "access", "cors_origins",
      {"origins whose pages may read, as \"https://example.org\"; \"*\": any",
       "источники, страницы которых могут читать: \"https://example.org\"; \"*\" — любые"},
      [](ServeSettings & s) -> auto& { return s.options.access.cors_origins; }));
  keys.push_back(plain<Texts>(
      "access", "trusted_proxies",
      {"addresses or networks whose X-Forwarded-For is believed",
       "адреса или сети, чьему X-Forwarded-For верят"},
      [](ServeSettings & s) -> auto& { return s.trusted_proxies; }));
}

void add_tls_and_log_keys(std::vector<Key>& keys) {
  keys.push_back(path_key(
      "tls", "certificate",
      {"PEM file with the chain; empty: no TLS", "файл PEM с цепочкой; пусто — без TLS"},
      [](ServeSettings & s) -> auto& { return s.options.tls.certificate; }));
  keys.push_back(path_key(
      "tls", "key", {"PEM file", "файл PEM"},
      [](ServeSettings & s) -> auto& { return s.options.tls.key; }));
  keys.push_back(plain<std::string>(
      "log", "format", {"text or json", "text или json"},
      [](ServeSettings & s) -> auto& { return s.log_format; }));
  keys.back().choices = {"text", "json"};
  keys.push_back(plain<bool>(
      "log", "requests", {"a line for each request", "строка на каждый запрос"},
      [](ServeSettings & s) -> auto& { return s.options.log_requests; }));
}

/// Of one pool: what a machine gives a process without being asked twice.
constexpr std::int64_t kThreadsMax = 1'024;

void add_limit_keys(std::vector<Key>& keys) {
  const auto add = [&](std::string name, Text meaning, std::int64_t min, auto at) {
    keys.push_back(number("limits", std::move(name), meaning, min, 100'000'000, at));
  };
  keys.push_back(number(
      "limits", "request_threads",
      {"threads for plain requests, at most 1024", "потоков для обычных запросов, не более 1024"},
      1, kThreadsMax, [](ServeSettings & s) -> auto& { return s.options.server.request_threads; }));
  keys.push_back(number(
      "limits", "feeds",
      {"open feeds and long polls, a thread each, at most 1024; more get 503",
       "лент и долгих опросов, на каждый поток, не более 1024; сверх — 503"},
      0, kThreadsMax, [](ServeSettings & s) -> auto& { return s.options.server.feeds_max; }));
  add(
      "connections", {"open connections; more get 503", "открытых соединений; сверх — 503"}, 1,
      [](ServeSettings & s) -> auto& { return s.options.server.connections_max; });
  add(
      "requests_per_connection", {"then it is closed", "после них соединение закрывается"}, 1,
      [](ServeSettings & s) -> auto& { return s.options.server.requests_per_connection_max; });
  add(
      "backlog", {"connections that the kernel holds", "соединений держит ядро"}, 1,
      [](ServeSettings & s) -> auto& { return s.options.server.backlog; });
  add(
      "target_bytes", {"of an address; more get 414", "байт адреса; сверх — 414"}, 256,
      [](ServeSettings & s) -> auto& { return s.options.server.target_bytes_max; });
  add(
      "headers_bytes", {"of all fields; more get 431", "байт заголовков; сверх — 431"}, 1'024,
      [](ServeSettings & s) -> auto& { return s.options.server.headers_bytes_max; });
  add(
      "headers", {"fields; more get 431", "полей заголовка; сверх — 431"}, 8,
      [](ServeSettings & s) -> auto& { return s.options.server.headers_max; });
  keys.push_back(number(
      "limits", "held_bytes",
      {"memory for bodies and answers on their way; more than 64 KiB beyond it get 503",
       "память для тел и ответов в пути; сверх неё больше 64 КиБ — 503"},
      1'048'576, std::numeric_limits<std::int64_t>::max(),
      [](ServeSettings & s) -> auto& { return s.options.server.held_bytes_max; }));
  add(
      "bytes_per_second", {"slower peers run into the timeouts", "кто медленнее, не успеет"}, 1,
      [](ServeSettings & s) -> auto& { return s.options.server.bytes_per_second_min; });
}

void add_time_keys(std::vector<Key>& keys) {
  const auto add = [&](std::string name, Text meaning, std::chrono::milliseconds unit, auto at) {
    keys.push_back(duration("times", std::move(name), meaning, unit, at));
  };
  add(
      "idle_seconds", {"between requests", "между запросами"}, kSecond,
      [](ServeSettings & s) -> auto& { return s.options.server.idle_timeout; });
  add(
      "head_seconds", {"for a head; else 408", "на заголовок; иначе 408"}, kSecond,
      [](ServeSettings & s) -> auto& { return s.options.server.head_timeout; });
  add(
      "body_seconds",
      {"for a body, and its bytes at bytes_per_second; else 408",
       "на тело, плюс его байты при bytes_per_second; иначе 408"},
      kSecond, [](ServeSettings & s) -> auto& { return s.options.server.body_timeout; });
  add(
      "write_seconds", {"for a reader that takes nothing", "для того, кто ничего не принимает"},
      kSecond, [](ServeSettings & s) -> auto& { return s.options.server.write_timeout; });
  add(
      "linger_milliseconds",
      {"for the peer to read the last answer", "на чтение последнего ответа"}, kMillisecond,
      [](ServeSettings & s) -> auto& { return s.options.server.linger_timeout; });
  add(
      "stop_seconds", {"for requests in flight when stopping", "на начатые запросы при остановке"},
      kSecond, [](ServeSettings & s) -> auto& { return s.options.server.stop_timeout; });
  add(
      "view_wait_seconds", {"how long min_position waits", "сколько ждёт min_position"}, kSecond,
      [](ServeSettings & s) -> auto& { return s.options.view_wait; });
}

void add_feed_and_watch_keys(std::vector<Key>& keys) {
  keys.push_back(duration(
      "feeds", "heartbeat_seconds",
      {"a sign of life when nothing else is sent", "знак жизни в тишине"}, kSecond,
      [](ServeSettings & s) -> auto& { return s.options.feeds.heartbeat; }));
  keys.push_back(duration(
      "feeds", "retry_seconds",
      {"after which readers come back", "через сколько читатель возвращается"}, kSecond,
      [](ServeSettings & s) -> auto& { return s.options.feeds.retry; }));
  keys.push_back(duration(
      "feeds", "duration_minutes",
      {"then a feed is closed, to be resumed",
       "потом лента закрывается, её "
       "продолжают с того же места"},
      kMinute, [](ServeSettings & s) -> auto& { return s.options.feeds.duration_max; }));
  keys.push_back(number(
      "watch", "disk_free_bytes",
      {"not ready with less free on the ledger's disk",
       "не готов, если на диске журнала свободно меньше"},
      0, std::numeric_limits<std::int64_t>::max(),
      [](ServeSettings & s) -> auto& { return s.options.watch.disk_free_bytes_min; }));
  keys.push_back(duration(
      "watch", "stall_seconds",
      {"views that did not move for so long are stalled",
       "представления, не двигавшиеся столько, стоят"},
      kSecond, [](ServeSettings & s) -> auto& { return s.options.watch.stall; }));
  keys.push_back(duration(
      "watch", "self_check_minutes", {"between self-checks", "между самопроверками"}, kMinute,
      [](ServeSettings & s) -> auto& { return s.options.watch.self_check_every; }));
  keys.push_back(number(
      "watch", "scrub_events_per_second",
      {"events read again and checked in the background; 0: none",
       "сколько событий перечитывать и проверять в фоне; 0 — нисколько"},
      0, 1'000'000, [](ServeSettings & s) -> auto& { return s.scrub_rate; }));
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = [] {
    std::vector<Key> list;
    add_address_keys(list);
    add_file_keys(list);
    add_access_keys(list);
    add_tls_and_log_keys(list);
    add_limit_keys(list);
    add_time_keys(list);
    add_feed_and_watch_keys(list);
    return list;
  }();
  return all;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

struct Writer {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const Texts& values) const {
    std::string list;
    for (const auto& one : values) list += (list.empty() ? "" : ", ") + quoted(one);
    return "[" + list + "]";
  }
};

/// Puts the values of a parsed file where they belong; the first fault ends it.
class Reader {
 public:
  Reader(const std::filesystem::path& path, ServeSettings& settings)
      : path_(path), settings_(settings) {}

  Status read(const toml::table& root) {
    for (const auto& [name, node] : root) {
      const std::string section(name.str());
      const auto* table = node.as_table();
      if (table == nullptr) {
        if (auto put = put_value("", section, node); !put) return put;
        continue;
      }
      for (const auto& [inner, value] : *table) {
        if (auto put = put_value(section, std::string(inner.str()), value); !put) return put;
      }
    }
    return ledger::Ok{};
  }

 private:
  Status put_value(const std::string& section, const std::string& name, const toml::node& node) {
    for (const Key& key : keys()) {
      if (key.section != section || key.name != name) continue;
      const auto value = value_of(key, node);
      if (!value) return value.error();
      key.set(settings_, *value);
      note_places(key.full_name(), node);
      return ledger::Ok{};
    }
    return fault("UNKNOWN_KEY",
                 "there is no key " + (section.empty() ? name : section + "." + name), node);
  }

  void note_places(const std::string& name, const toml::node& node) {
    settings_.places[name] = place_of(node);
    const auto* list = node.as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      settings_.places[name + "[" + std::to_string(i) + "]"] = place_of((*list)[i]);
    }
  }

  std::string place_of(const toml::node& node) const {
    return path_.string() + ":" + std::to_string(node.source().begin.line);
  }

  Result<Value> value_of(const Key& key, const toml::node& node) const {
    const Value now = key.get(settings_);
    if (std::holds_alternative<bool>(now)) {
      if (const auto value = node.value_exact<bool>()) return Value(*value);
      return bad(key, "true or false", node);
    }
    if (std::holds_alternative<std::int64_t>(now)) {
      const auto value = node.value_exact<std::int64_t>();
      if (value && *value >= key.min && *value <= key.max) return Value(*value);
      return bad(key,
                 "an integer from " + std::to_string(key.min) + " to " + std::to_string(key.max),
                 node);
    }
    if (std::holds_alternative<std::string>(now)) return text_of(key, node);
    return texts_of(key, node);
  }

  Result<Value> text_of(const Key& key, const toml::node& node) const {
    const auto value = node.value_exact<std::string>();
    bool good = value.has_value();
    std::string wanted = "a text";
    if (!key.choices.empty()) {
      wanted = "one of";
      bool found = false;
      for (const auto& choice : key.choices) {
        wanted += " " + quoted(choice);
        found = found || (good && *value == choice);
      }
      good = found;
    }
    if (good) return Value(*value);
    return bad(key, wanted, node);
  }

  Result<Value> texts_of(const Key& key, const toml::node& node) const {
    const auto* list = node.as_array();
    Texts texts;
    bool good = list != nullptr;
    for (std::size_t i = 0; good && i < list->size(); ++i) {
      const auto one = (*list)[i].value_exact<std::string>();
      good = one.has_value();
      if (good) texts.push_back(*one);
    }
    if (good) return Value(std::move(texts));
    return bad(key, "a list of texts", node);
  }

  ledger::Error bad(const Key& key, const std::string& wanted, const toml::node& node) const {
    return fault("BAD_VALUE", key.full_name() + " is " + wanted, node);
  }

  ledger::Error fault(std::string reason, const std::string& what, const toml::node& node) const {
    const auto line = node.source().begin.line;
    return ledger::invalid(std::move(reason), what + ", line " + std::to_string(line),
                           place_of(node));
  }

  const std::filesystem::path& path_;
  ServeSettings& settings_;
};

}  // namespace

Status read_serve_config(const std::filesystem::path& path, ServeSettings& settings) {
  const auto text = api::read_file(path);
  if (!text) return text.error();
  const toml::parse_result parsed = toml::parse(std::string_view(*text), path.string());
  if (!parsed) {
    const auto line = parsed.error().source().begin.line;
    return ledger::invalid(
        "BAD_CONFIG",
        "not TOML: " + std::string(parsed.error().description()) + ", line " + std::to_string(line),
        path.string() + ":" + std::to_string(line));
  }
  return Reader(path, settings).read(parsed.table());
}

ledger::Error in_config(ledger::Error error, const ServeSettings& settings) {
  const auto place = settings.places.find(error.where);
  if (place == settings.places.end()) return error;
  const std::string key = error.where.substr(0, error.where.find('['));
  const std::string line = place->second.substr(place->second.rfind(':') + 1);
  error.message = key + ": " + error.message + ", line " + line;
  if (!error.russian.empty()) error.russian = key + ": " + error.russian + ", строка " + line;
  error.where = place->second;
  return error;
}

std::string serve_config_text(Language language) {
  ServeSettings defaults;
  std::string text;
  std::string section;
  for (const Key& key : keys()) {
    if (key.section != section) text += "\n[" + key.section + "]\n";
    section = key.section;
    const Text& meaning = key.meaning;
    text += "# ";
    text += language == Language::kRussian ? meaning.russian : meaning.english;
    text += "\n" + key.name + " = " + std::visit(Writer(), key.get(defaults)) + "\n";
  }
  return text;
}

std::vector<std::string> serve_config_keys() {
  std::vector<std::string> names;
  for (const Key& key : keys()) names.push_back(key.full_name());
  return names;
}

}  // namespace tools
