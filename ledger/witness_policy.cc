// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness_policy.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "ledger/internal/lines.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

constexpr std::string_view kNone = "none";

Error bad_line(std::size_t number, const std::string& message) {
  return invalid("BAD_POLICY", "line " + std::to_string(number) + ": " + message);
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_policy_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || byte == '\n' || (byte >= 0x20 && byte != 0x7F);
}

Result<VerifierKey> key_of_type(std::string_view text, SignatureType type, std::size_t number) {
  auto key = parse_vkey(text);
  if (!key) return bad_line(number, key.error().reason + ": " + key.error().message);
  if (key->type != type) {
    return bad_line(number, type == SignatureType::kEd25519
                                ? "a log's key has to be of type 01 (Ed25519)"
                                : "a witness's key has to be of type 04 (cosignature/v1)");
  }
  return key;
}

Status check_count(std::size_t count, std::string_view what, std::size_t number) {
  if (count < kPolicyItemsMax) return Ok{};
  return bad_line(number, "more than " + std::to_string(kPolicyItemsMax) + " " + std::string(what));
}

Result<std::size_t> threshold_of(std::string_view word, std::size_t members, std::size_t number) {
  if (word == "any") return std::size_t{1};
  if (word == "all") return members;
  const auto k = parse_decimal(word);
  if (!k || *k < 1 || *k > members) {
    return bad_line(
        number, "'" + std::string(word) + "' is not all, any or 1 to " + std::to_string(members));
  }
  return static_cast<std::size_t>(*k);
}

}  // namespace

bool WitnessPolicy::satisfied_by(const std::set<std::size_t>& cosigned) const {
  if (quorum == kNone) return true;
  std::map<std::string_view, bool> counts;
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    counts[witnesses[i].name] = cosigned.contains(i);
  }
  for (const PolicyGroup& group : groups) {  // members are defined before their groups
    const auto present = std::count_if(group.members.begin(), group.members.end(),
                                       [&](const std::string& member) { return counts[member]; });
    counts[group.name] = static_cast<std::size_t>(present) >= group.threshold;
  }
  return counts[quorum];
}

std::vector<VerifierKey> WitnessPolicy::witness_keys() const {
  std::vector<VerifierKey> keys;
  for (const PolicyWitness& witness : witnesses) keys.push_back(witness.key);
  return keys;
}

Result<bool> PolicyParser::line(const std::vector<std::string_view>& words, std::size_t number) {
  Status added = Ok{};
  if (words[0] == "log") {
    added = add_log(words, number);
  } else if (words[0] == "witness") {
    added = add_witness(words, number);
  } else if (words[0] == "group") {
    added = add_group(words, number);
  } else if (words[0] == "quorum") {
    added = add_quorum(words, number);
  } else {
    return false;
  }
  if (!added) return added.error();
  return true;
}

Result<WitnessPolicy> PolicyParser::finish() && {
  if (!has_quorum_) return invalid("BAD_POLICY", "there is no quorum line");
  return std::move(policy_);
}

Status PolicyParser::add_log(const std::vector<std::string_view>& words, std::size_t number) {
  if (words.size() < 2 || words.size() > 3) return bad_line(number, "needed: log VKEY [URL]");
  if (auto room = check_count(policy_.logs.size(), "logs", number); !room) return room;
  auto key = key_of_type(words[1], SignatureType::kEd25519, number);
  if (!key) return key.error();
  if (auto claimed = claim_key(key->key, number); !claimed) return claimed;
  policy_.logs.push_back({*std::move(key), std::string(words.size() > 2 ? words[2] : "")});
  return Ok{};
}

Status PolicyParser::add_witness(const std::vector<std::string_view>& words, std::size_t number) {
  if (words.size() < 3 || words.size() > 4) {
    return bad_line(number, "needed: witness NAME VKEY [URL]");
  }
  if (auto room = check_count(policy_.witnesses.size(), "witnesses", number); !room) return room;
  auto key = key_of_type(words[2], SignatureType::kCosignatureV1, number);
  if (!key) return key.error();
  if (auto claimed = claim_key(key->key, number); !claimed) return claimed;
  if (auto claimed = claim_name(words[1], number); !claimed) return claimed;
  policy_.witnesses.push_back(
      {std::string(words[1]), *std::move(key), std::string(words.size() > 3 ? words[3] : "")});
  return Ok{};
}

Status PolicyParser::add_group(const std::vector<std::string_view>& words, std::size_t number) {
  if (words.size() < 4) return bad_line(number, "needed: group NAME all|any|K MEMBER...");
  if (auto room = check_count(policy_.groups.size(), "groups", number); !room) return room;
  const auto threshold = threshold_of(words[2], words.size() - 3, number);
  if (!threshold) return threshold.error();
  PolicyGroup group{std::string(words[1]), *threshold, {}};
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (auto added = add_member(group, words[i], number); !added) return added;
  }
  if (auto claimed = claim_name(words[1], number); !claimed) return claimed;
  policy_.groups.push_back(std::move(group));
  return Ok{};
}

Status PolicyParser::add_member(PolicyGroup& group, std::string_view member, std::size_t number) {
  if (!names_.contains(member)) {
    return bad_line(number, "'" + std::string(member) + "' is not defined above");
  }
  if (!grouped_.emplace(member).second) {
    return bad_line(number, "'" + std::string(member) + "' is in a group already");
  }
  group.members.emplace_back(member);
  return Ok{};
}

Status PolicyParser::add_quorum(const std::vector<std::string_view>& words, std::size_t number) {
  if (words.size() != 2) return bad_line(number, "needed: quorum NAME|none");
  if (has_quorum_) return bad_line(number, "a second quorum line");
  if (words[1] != kNone && !names_.contains(words[1])) {
    return bad_line(number, "'" + std::string(words[1]) + "' is not defined above");
  }
  has_quorum_ = true;
  policy_.quorum = words[1];
  return Ok{};
}

Status PolicyParser::claim_name(std::string_view name, std::size_t number) {
  if (name == kNone) return bad_line(number, "the name none is reserved");
  if (names_.emplace(name).second) return Ok{};
  return bad_line(number, "the name '" + std::string(name) + "' is defined twice");
}

Status PolicyParser::claim_key(const PublicKey& key, std::size_t number) {
  if (keys_.insert(key).second) return Ok{};
  return bad_line(number, "this public key occurs above already");
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = std::find_if_not(line.begin(), line.end(), is_blank);
    if (begin == line.end()) return words;
    const auto end = std::find_if(begin, line.end(), is_blank);
    words.emplace_back(begin, end);
    line = std::string_view(end, line.end());
  }
}

Status for_each_policy_line(
    std::string_view text, std::size_t bytes_max,
    const std::function<Status(const std::vector<std::string_view>&, std::size_t)>& visit) {
  if (text.size() > bytes_max) {
    return invalid("BAD_POLICY", "more than " + std::to_string(bytes_max) + " bytes");
  }
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = take_line(text);
    if (!line) return bad_line(number, "the last line does not end with a line feed");
    if (!std::all_of(line->begin(), line->end(), is_policy_byte)) {
      return bad_line(number, "a control character");
    }
    const auto words = words_of(*line);
    if (words.empty() || words[0].starts_with('#')) continue;
    if (auto visited = visit(words, number); !visited) return visited;
  }
  return Ok{};
}

Result<WitnessPolicy> parse_policy(std::string_view text) {
  PolicyParser parser;
  const auto visit = [&](const std::vector<std::string_view>& words, std::size_t number) -> Status {
    const auto known = parser.line(words, number);
    if (!known) return known.error();
    if (!*known) {
      return bad_line(number, "'" + std::string(words[0]) + "' is not log, witness, group, quorum");
    }
    return Ok{};
  };
  if (auto read = for_each_policy_line(text, kPolicyBytesMax, visit); !read) return read.error();
  return std::move(parser).finish();
}

std::string format_policy(const WitnessPolicy& policy) {
  const auto with_url = [](const std::string& url) {
    return url.empty() ? "\n" : " " + url + "\n";
  };
  std::string out;
  for (const PolicyLog& log : policy.logs) out += "log " + format_vkey(log.key) + with_url(log.url);
  for (const PolicyWitness& witness : policy.witnesses) {
    out += "witness " + witness.name + " " + format_vkey(witness.key) + with_url(witness.url);
  }
  for (const PolicyGroup& group : policy.groups) {
    out += "group " + group.name + " " + std::to_string(group.threshold);
    for (const std::string& member : group.members) out += " " + member;
    out += '\n';
  }
  return out + "quorum " + policy.quorum + "\n";
}

}  // namespace ledger
