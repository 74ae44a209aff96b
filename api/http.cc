// SPDX-License-Identifier: Apache-2.0
// Header lists, pairs and entity tags.
#include "api/http.h"

#include <algorithm>

namespace api {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view opaque_part(std::string_view etag) {
  return etag.substr(0, 2) == "W/" ? etag.substr(2) : etag;
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string_view name, std::string value) {
  remove(name);
  add(std::string(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Header& h) { return equal_ignoring_case(h.name, name); });
}

void Headers::add_member(std::string_view name, std::string_view member) {
  std::string value = joined(name);
  std::string_view rest = value;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    if (equal_ignoring_case(trim(rest.substr(0, comma)), member)) return;
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (!value.empty()) value += ", ";
  set(name, value.append(member));
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (const auto& h : fields_) {
    if (equal_ignoring_case(h.name, name)) return h.value;
  }
  return std::nullopt;
}

std::string Headers::joined(std::string_view name) const {
  std::string all;
  for (const auto& h : fields_) {
    if (!equal_ignoring_case(h.name, name)) continue;
    if (!all.empty()) all += ", ";
    all += h.value;
  }
  return all;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(fields_.begin(), fields_.end(),
                    [&](const Header& h) { return equal_ignoring_case(h.name, name); }));
}

void Pairs::add(std::string name, std::string value) {
  pairs_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> Pairs::get(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::size_t Pairs::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      pairs_.begin(), pairs_.end(), [&](const auto& pair) { return pair.first == name; }));
}

std::string_view Request::param(std::string_view name) const {
  const auto value = params.get(name);
  LEDGER_CHECK(value.has_value());
  return *value;
}

std::string make_etag(std::string_view opaque, bool weak) {
  std::string etag = weak ? "W/\"" : "\"";
  return etag.append(opaque) + '"';
}

std::vector<std::string_view> listed_tags(std::string_view list) {
  std::string_view rest = trim(list);
  std::vector<std::string_view> tags;
  while (!rest.empty()) {
    // An opaque tag may hold commas, so members are cut at their closing quote.
    const auto open = rest.find('"');
    if (open == std::string_view::npos) break;
    const auto close = rest.find('"', open + 1);
    if (close == std::string_view::npos) break;
    tags.push_back(rest.substr(open + 1, close - open - 1));
    rest = rest.substr(close + 1);
  }
  return tags;
}

bool tag_listed(std::string_view list, std::string_view etag) {
  if (trim(list) == "*") return true;
  const auto tags = listed_tags(list);
  return std::any_of(tags.begin(), tags.end(), [opaque = opaque_part(etag)](std::string_view tag) {
    return opaque.size() == tag.size() + 2 && opaque.substr(1, tag.size()) == tag;
  });
}

bool none_match_hits(const Request& request, std::string_view etag) {
  return tag_listed(request.headers.joined("If-None-Match"), etag);
}

}  // namespace api
