// SPDX-License-Identifier: Apache-2.0
#include "api/event_filter.h"

#include <algorithm>
#include <array>

#include "api/event_json_schema.h"
#include "api/list_query.h"
#include "api/reasons.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;
using ledger::Subject;
using EventIndexes = std::vector<std::uint64_t>;

struct SubjectParameter {
  std::string_view name;
  ledger::SubjectKind kind;
};

constexpr std::array kSubjectParameters = {
    SubjectParameter{"cluster", ledger::SubjectKind::kCluster},
    SubjectParameter{"document", ledger::SubjectKind::kDocument},
    SubjectParameter{"organisation", ledger::SubjectKind::kOrganisation},
    SubjectParameter{"region", ledger::SubjectKind::kRegion},
};

Result<ledger::fb::Payload> payload_type(std::string_view name) {
  const JsonEnum::Value* value = payload_types().find(name);
  if (value != nullptr && value->number != 0) {
    return static_cast<ledger::fb::Payload>(value->number);
  }
  const std::string type(name);
  return in_russian(
      ledger::invalid("UNKNOWN_TYPE",
                      "no event has the type " + type + "; /v1/schemas lists the types", "type"),
      "событий вида " + type + " нет; виды перечислены в /v1/schemas");
}

/// The index of the subject's n-th event; nothing beyond the last.
Result<std::optional<std::uint64_t>> nth(const ReadView& view, const Subject& subject,
                                         std::uint64_t n) {
  std::optional<std::uint64_t> found;
  auto read = view.by_subject(subject, n, [&](std::uint64_t, std::uint64_t index) {
    found = index;
    return false;
  });
  if (!read) return read.error();
  return found;
}

/// How many of the subject's events lie before `from`.
Result<std::uint64_t> count_before(const ReadView& view, const Subject& subject,
                                   std::uint64_t from) {
  const auto version = view.version_of(subject);
  if (!version) return version.error();
  std::uint64_t low = 0;
  std::uint64_t high = from == 0 ? 0 : *version;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto index = nth(view, subject, middle);
    if (!index) return index.error();
    if (*index && **index < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Result<EventIndexes> of_subject(const ReadView& view, const Subject& subject, std::uint64_t from,
                                std::size_t max) {
  const auto n = count_before(view, subject, from);
  if (!n) return n.error();
  EventIndexes found;
  auto read = view.by_subject(subject, *n, [&](std::uint64_t, std::uint64_t index) {
    found.push_back(index);
    return found.size() < max;
  });
  if (!read) return read.error();
  return found;
}

/// The first `max` of the union lie among the first `max` of each.
Result<EventIndexes> of_types(const ReadView& view, const std::vector<ledger::fb::Payload>& types,
                              std::uint64_t from, std::size_t max) {
  EventIndexes found;
  for (const ledger::fb::Payload type : types) {
    std::size_t taken = 0;
    auto read = view.by_type(type, from, [&](std::uint64_t index) {
      found.push_back(index);
      return ++taken < max;
    });
    if (!read) return read.error();
  }
  std::sort(found.begin(), found.end());
  if (found.size() > max) found.resize(max);
  return found;
}

}  // namespace

const std::vector<std::string>& EventFilter::single_parameters() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& one : kSubjectParameters) all.emplace_back(one.name);
    return all;
  }();
  return names;
}

const std::vector<std::string>& EventFilter::repeatable_parameters() {
  static const std::vector<std::string> names = {"type"};
  return names;
}

Result<EventFilter> EventFilter::read(const Request& request) {
  EventFilter filter;
  for (const auto& [name, value] : request.query.all()) {
    if (name != "type") continue;
    const auto type = payload_type(value);
    if (!type) return type.error();
    const bool known =
        std::find(filter.types_.begin(), filter.types_.end(), *type) != filter.types_.end();
    if (!known) filter.types_.push_back(*type);
  }
  for (const SubjectParameter& one : kSubjectParameters) {
    const auto text = request.query.get(one.name);
    if (!text) continue;
    const auto id = ledger::fixed_from_hex<ledger::Id>(*text);
    if (!id) {
      return bad_id(one.name, ledger::Id::kSize);
    }
    filter.subjects_.push_back({one.kind, *id});
  }
  return filter;
}

bool EventFilter::matches(ledger::fb::Payload type, const std::vector<Subject>& subjects) const {
  const auto has = [&](const Subject& wanted) {
    return std::find(subjects.begin(), subjects.end(), wanted) != subjects.end();
  };
  return (types_.empty() || std::find(types_.begin(), types_.end(), type) != types_.end()) &&
         std::all_of(subjects_.begin(), subjects_.end(), has);
}

Result<EventIndexes> EventFilter::candidates(const ReadView& view, std::uint64_t from,
                                             std::size_t max) const {
  if (!subjects_.empty()) return of_subject(view, subjects_.front(), from, max);
  if (!types_.empty()) return of_types(view, types_, from, max);
  EventIndexes all;
  for (std::uint64_t index = from; index < view.size() && all.size() < max; ++index) {
    all.push_back(index);
  }
  return all;
}

}  // namespace api
