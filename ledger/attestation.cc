// SPDX-License-Identifier: Apache-2.0
#include "ledger/attestation.h"

#include <limits>
#include <optional>
#include <utility>

#include "ledger/checkpoint.h"

namespace ledger {
namespace {

constexpr std::string_view kFirstLine = "letopis/attestation/v1";
constexpr std::size_t kViewsMax = 64;

Error bad_attestation(const std::string& what) {
  return invalid("BAD_ATTESTATION", "not an attestation: " + what);
}

/// Takes "<word> <rest>\n" off the text; nothing if it does not begin so.
std::optional<std::string_view> take_field(std::string_view& text, std::string_view word) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  if (!line.starts_with(word) || line.substr(word.size()).substr(0, 1) != " ") return std::nullopt;
  text.remove_prefix(end + 1);
  return line.substr(word.size() + 1);
}

std::optional<std::uint32_t> version_of(std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

std::optional<AttestedView> parse_view(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos || first == 0) return std::nullopt;
  const auto version = version_of(line.substr(first + 1, second - first - 1));
  const auto digest = fixed_from_hex<Hash>(line.substr(second + 1));
  if (!version || !digest) return std::nullopt;
  return AttestedView{std::string(line.substr(0, first)), *version, *digest};
}

}  // namespace

std::string format_attestation(const Attestation& attestation) {
  std::string out(kFirstLine);
  out += "\norigin " + attestation.identity.origin;
  out += "\nledger-id " + to_hex(attestation.identity.ledger_id);
  out += "\nsize " + std::to_string(attestation.size);
  out += "\nroot " + to_hex(attestation.root);
  out += "\nrules " + std::to_string(attestation.rules_version);
  out += "\nadmission " + to_hex(attestation.admission) + "\n";
  for (const AttestedView& view : attestation.views) {
    out +=
        "view " + view.name + " " + std::to_string(view.version) + " " + to_hex(view.digest) + "\n";
  }
  return out;
}

Result<Attestation> parse_attestation(std::string_view text) {
  if (!text.starts_with(std::string(kFirstLine) + "\n")) return bad_attestation("its first line");
  text.remove_prefix(kFirstLine.size() + 1);
  const auto origin = take_field(text, "origin");
  const auto id = take_field(text, "ledger-id");
  const auto size = take_field(text, "size");
  const auto root = take_field(text, "root");
  const auto rules = take_field(text, "rules");
  const auto admission = take_field(text, "admission");
  if (!origin || !id || !size || !root || !rules || !admission || !is_origin(*origin)) {
    return bad_attestation("a line is missing or out of order");
  }
  const auto ledger_id = fixed_from_hex<Hash>(*id);
  const auto number = parse_decimal(*size);
  const auto root_hash = fixed_from_hex<Hash>(*root);
  const auto version = version_of(*rules);
  const auto digest = fixed_from_hex<Hash>(*admission);
  if (!ledger_id || !number || !root_hash || !version || !digest) {
    return bad_attestation("a value is not written as it must be");
  }
  Attestation out{{std::string(*origin), *ledger_id}, *number, *root_hash, *version, *digest, {}};
  while (!text.empty()) {
    const auto line = take_field(text, "view");
    const auto view = line ? parse_view(*line) : std::nullopt;
    if (!view || out.views.size() >= kViewsMax) return bad_attestation("a line about a view");
    out.views.push_back(*view);
  }
  return out;
}

Result<std::string> sign_attestation(const Attestation& attestation, const NoteSigner& auditor) {
  Note note{format_attestation(attestation), {}};
  auto signature = sign_note(auditor, note.text);
  if (!signature) return signature.error();
  note.signatures.push_back(std::move(*signature));
  return format_note(note);
}

Result<Attestation> open_attestation(std::string_view note,
                                     const std::vector<VerifierKey>& auditors) {
  const auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  const auto verified = verify_note(*parsed, auditors);
  if (!verified) return verified.error();
  return parse_attestation(parsed->text);
}

}  // namespace ledger
