// SPDX-License-Identifier: Apache-2.0
// The table of parameters. A name means the same on every route that has it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "api/openapi.h"

namespace api {

namespace {

constexpr auto kParameters = std::to_array<ParameterDoc>({
    {"admitted", "truth", "Whether the applicant became a participant.", "yes"},
    {"adopted", "truth", "Whether the ballot is adopted, as computed.", "yes"},
    {"after", "int",
     "A position: only what was recorded after the first so many events. As `from`, for those who "
     "follow the log.",
     "40"},
    {"agreement", "hex16", "An agreement's id.", "00000000000000000000000000000001"},
    {"answer", "text", "What was answered.", "CONSENT"},
    {"approved", "truth", "Whether the plan is approved by the day.", "yes"},
    {"at", "int",
     "A position: the state after so many events, the same bytes for ever. Absent: now.", "40"},
    {"ballot", "hex16", "A ballot's id.", "00000000000000000000000000000001"},
    {"body", "hex16", "A body's id.", "00000000000000000000000000000001"},
    {"category", "text", "The category of an organisation.", "INDUSTRY"},
    {"change", "text", "What happened to the office.", "APPOINTED"},
    {"charter", "hex16", "A charter's id.", "00000000000000000000000000000001"},
    {"claimed", "text", "Whether the version takes the place of none, on the word of one party.",
     "false"},
    {"cluster", "hex16", "A cluster's id.", "00000000000000000000000000000001"},
    {"code", "text", "The code of a finding.", "QUORUM_NOT_MET"},
    {"complete", "text", "Whether completeness is claimed.", "true"},
    {"consent", "text", "How the consent to a membership stands.", "given"},
    {"counts", "text", "Whether deadlines are counted by the publication.", "true"},
    {"cursor", "text", "From where the page goes on: `next_cursor` of the page before.",
     "00000000000000000000000000000001"},
    {"decision", "hex16", "A decision's id.", "00000000000000000000000000000001"},
    {"document", "hex16", "A document's id.", "00000000000000000000000000000001"},
    {"educational", "text", "Whether the organisation teaches.", "true"},
    {"ended", "text", "How the organisation ended.", "LIQUIDATED"},
    {"event", "text", "An event: its index, its id (32 hex digits) or its digest (64).", "3"},
    {"explain", "0|1",
     "1: `explain` lists the events behind each value: those of the nearest pointer above it.",
     "1"},
    {"fact", "text", "A kind of facts that a claim is about.", "MEETINGS"},
    {"file", "text", "The name of a file of the schema.", "event_body.fbs"},
    {"form", "text", "The form of a meeting.", "IN_PERSON"},
    {"formal", "truth", "Whether all who had to have signed.", "yes"},
    {"format", "json|csv|excel",
     "json; csv: RFC 4180; excel: semicolons and a byte order mark. Wins over Accept.", "csv"},
    {"from", "int", "The first index of a range of events, or the smaller of two sizes.", "3"},
    {"from_day", "day", "Only what is, or may be, on or after this legal day.", "2023-01-01"},
    {"grade", "text", "How well the votes are attested.", "counts"},
    {"ground", "text", "What a membership rests on.", "order"},
    {"in_force", "truth", "Whether the charter or the power is in force on the day.", "yes"},
    {"in_office", "truth", "Whether the holder is in office on the day.", "yes"},
    {"inn", "text", "A taxpayer's number (INN), whose check digits are right.", "7707083893"},
    {"issuer", "hex16", "Who issued the act.", "00000000000000000000000000000001"},
    {"key", "hex32", "An Ed25519 public key.",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
    {"kind", "text", "The kind of the thing, as its member `kind` says.", "meeting"},
    {"known_on", "day",
     "What had been recorded by the end of this day in the ledger's zone, which is not to come; of "
     "today what is recorded so far. Instead of `at`.",
     "2026-03-01"},
    {"lang", "ru|en", "The language of the text. Absent: as Accept-Language says.", "ru"},
    {"limit", "small", "How many at most, 1 to 1000; 100 without it.", "10"},
    {"meeting", "hex16", "A meeting's id.", "00000000000000000000000000000001"},
    {"member", "truth", "Whether the membership is one on the day.", "yes"},
    {"min_position", "int",
     "Waits until the views have got to this position (read your writes), else 503.", "40"},
    {"notice", "hex16", "A letter's id.", "00000000000000000000000000000001"},
    {"number", "text", "A printed number to look for.", "4"},
    {"ogrn", "text", "A registration number (OGRN), whose check digit is right.", "1027700132195"},
    {"on", "day",
     "The legal day that is asked about. Absent: with `known_on` that day, with `at` the day on "
     "which the last event of that state was recorded, else today; in the ledger's zone.",
     "2026-03-01"},
    {"organisation", "hex16", "An organisation's id.", "00000000000000000000000000000001"},
    {"overdue_on", "day", "Only duties that were open and late on this day; stands for `on` too.",
     "2023-02-01"},
    {"person", "hex16", "The reference of a person; the name is not in the ledger.",
     "00000000000000000000000000000001"},
    {"plan", "hex16", "A plan's id.", "00000000000000000000000000000001"},
    {"programme", "hex16", "A programme's id.", "00000000000000000000000000000001"},
    {"protocol", "hex16", "A protocol's id.", "00000000000000000000000000000001"},
    {"publication", "hex32", "The event that published a year of a calendar, by its digest.",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
    {"q", "text",
     "Words that all occur in names or titles, in Russian order of letters: either case, «ё» as "
     "«е». At most 200 bytes of UTF-8.",
     "протокол"},
    {"received", "text", "Whether a receipt is recorded.", "true"},
    {"region", "hex16", "A region's id.", "00000000000000000000000000000001"},
    {"register", "violation|gap|remark", "The register that a finding is shown in.", "gap"},
    {"rest", "text", "The rest of a tile's path, slashes included (C2SP tlog-tiles).",
     "0/000.p/10"},
    {"role", "text", "A role of an organisation or of somebody in it.", "HEAD"},
    {"row", "hex16", "The id of a row of a plan.", "00000000000000000000000000000001"},
    {"scope", "text", "What a representative may do.", "VOTE"},
    {"seat", "hex16", "A seat in a body.", "00000000000000000000000000000001"},
    {"severity", "error|late|warning|info", "How grave a finding is.", "late"},
    {"sha256", "hex32", "SHA-256 of a file.",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"signed_by_all", "truth", "Whether all required signatures are there by the day.", "yes"},
    {"size", "int", "The size of the tree that the proof is for. Absent: now.", "40"},
    {"slug", "text", "The last part of a problem's type.", "not-found"},
    {"sort", "text",
     "The order: one of the words that the list takes, with - before it descending; unknown values "
     "last. A word is a member of the items unless it is said what it stands for.",
     "day"},
    {"stands", "text", "Whether the key stood when the day had ended, as `state.stands` says.",
     "true"},
    {"state", "text", "How the thing stands, as its member `state` says.", "open"},
    {"status", "text", "Whether the publication is official.", "OFFICIAL"},
    {"superseded", "text", "Whether a later version has taken its place.", "true"},
    {"title", "text", "Words of a title to look for.", "protocol"},
    {"to", "int", "The index before which a range ends, or the larger of two sizes.", "7"},
    {"to_day", "day", "Only what is, or may be, on or before this legal day.", "2023-12-31"},
    {"type", "text", "A type of event, as in /v1/schemas; may be repeated, any of them matches.",
     "OrganisationRegistered"},
    {"version", "small", "A version of the event schema.", "1"},
    {"wait", "small",
     "Seconds to wait for something to answer with, 0 to 60; goes with `after` or `from`.", "0"},
});

constexpr bool by_name(const ParameterDoc& a, const ParameterDoc& b) { return a.name < b.name; }
static_assert(std::is_sorted(kParameters.begin(), kParameters.end(), by_name));

/// What is so of a parameter on one route, or with an empty pattern on every other that has it.
struct ParameterBounds {
  std::string_view pattern;
  std::string_view name;
  std::optional<std::uint64_t> least = {};
  std::optional<std::uint64_t> most = {};
  std::optional<std::uint64_t> absent = {};  ///< the value without it
  std::string_view meaning = {};             ///< instead of the parameter's own
};

constexpr auto kBounds = std::to_array<ParameterBounds>({
    {"/v1/consistency", "from", 1, {}, 1, "The smaller of two sizes, at most `to`; 1 without it."},
    {"/v1/consistency", "to", 1, {}, {}, "The larger of two sizes; the log's size without it."},
    {"/v1/events",
     "from",
     0,
     {},
     0,
     "The first index of a range of events, at most the log's size, where the next one will be."},
    {"/v1/events",
     "to",
     0,
     {},
     {},
     "The index before which a range ends; without it the end of the log."},
    {"", "after", 0, {}, 0},
    {"", "at", 0},
    {"", "limit", 1, 1'000, 100},
    {"", "min_position", 0, {}, 0},
    {"", "size", 1},
    {"", "wait", 0, 60, 0},
});

constexpr unsigned kWordsBytesMaxTold = 200;

const ParameterBounds* find_bounds(std::string_view pattern, std::string_view name) {
  for (const ParameterBounds& one : kBounds) {
    if (one.name == name && (one.pattern.empty() || one.pattern == pattern)) return &one;
  }
  return nullptr;
}

}  // namespace

void bound_parameter(const Route& route, Json& parameter) {
  const auto name = parameter["name"].get<std::string>();
  Json& schema = parameter["schema"];
  if (name == "q") {
    schema["minLength"] = 1;
    schema["maxLength"] = kWordsBytesMaxTold;
  }
  if (name == "explain") schema["default"] = "0";
  const ParameterBounds* bounds = find_bounds(route.pattern, name);
  if (bounds == nullptr) return;
  if (schema.contains("pattern")) schema["pattern"] = "^[0-9]+$";
  if (bounds->least) schema["minimum"] = *bounds->least;
  if (bounds->most) schema["maximum"] = *bounds->most;
  if (bounds->absent) schema["default"] = *bounds->absent;
  if (!bounds->meaning.empty()) parameter["description"] = bounds->meaning;
}

const ParameterDoc* find_parameter(std::string_view name) {
  const auto found = std::lower_bound(
      kParameters.begin(), kParameters.end(), name,
      [](const ParameterDoc& parameter, std::string_view n) { return parameter.name < n; });
  return found != kParameters.end() && found->name == name ? &*found : nullptr;
}

}  // namespace api
