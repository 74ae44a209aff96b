// SPDX-License-Identifier: Apache-2.0
#include "ledger/trust.h"

#include <optional>
#include <set>
#include <utility>

#include "ledger/limits.h"
#include "ledger/public_key.h"

namespace ledger {
namespace {

constexpr std::string_view kFormat = "letopis-trust";
constexpr std::string_view kVersion = "v1";

using Words = std::vector<std::string_view>;

Error bad_trust(std::size_t number, const std::string& message) {
  return invalid("BAD_TRUST", "line " + std::to_string(number) + ": " + message);
}

/// Reads the lines that a policy does not have and leaves the others to the policy's parser.
class TrustParser {
 public:
  Status line(const Words& words, std::size_t number) {
    if (!has_header_) return header(words, number);
    if (words[0] == "ledger") return ledger(words, number);
    if (words[0] == "origin") return origin(words, number);
    if (words[0] == "retired") return retired(words, number);
    if (words[0] == "auditor") return auditor(words, number);
    if (words[0] == "organisation") return organisation(words, number);
    const auto known = policy_.line(words, number);
    if (!known) return invalid("BAD_TRUST", known.error().message);
    if (!*known) return bad_trust(number, "unknown word '" + std::string(words[0]) + "'");
    return Ok{};
  }

  Result<Trust> finish() && {
    const auto missing = [](const std::string& what) {
      return invalid("BAD_TRUST", "there is no line with the " + what);
    };
    if (!has_header_) return missing("format, '" + std::string(kFormat) + " v1'");
    if (!has_ledger_) return missing("ledger's id");
    if (trust_.origin.empty()) return missing("origin");
    auto policy = std::move(policy_).finish();
    if (!policy) return missing("quorum");
    for (PolicyLog& log : policy->logs) trust_.log_keys.push_back({std::move(log.key), {}});
    policy->logs.clear();
    trust_.policy = *std::move(policy);
    if (auto consistent = check(); !consistent) return consistent.error();
    return std::move(trust_);
  }

 private:
  Status header(const Words& words, std::size_t number) {
    if (words.size() != 2 || words[0] != kFormat) {
      return bad_trust(number, "a trust file begins with '" + std::string(kFormat) + " v1'");
    }
    if (words[1] != kVersion) {
      return bad_trust(number, "version '" + std::string(words[1]) + "' is not known, v1 is");
    }
    has_header_ = true;
    return Ok{};
  }

  Status ledger(const Words& words, std::size_t number) {
    if (words.size() != 2 || has_ledger_) return bad_trust(number, "needed once: ledger HEX");
    const auto id = fixed_from_hex<Hash>(words[1]);
    if (!id) return bad_trust(number, id.error().message);
    trust_.ledger_id = *id;
    has_ledger_ = true;
    return Ok{};
  }

  Status origin(const Words& words, std::size_t number) {
    if (words.size() != 2 || !trust_.origin.empty() || !is_origin(words[1])) {
      return bad_trust(number, "needed once: origin ORIGIN");
    }
    trust_.origin = words[1];
    return Ok{};
  }

  Status retired(const Words& words, std::size_t number) {
    if (words.size() != 3) return bad_trust(number, "needed: retired VKEY SIZE");
    auto key = parse_vkey(words[1]);
    if (!key) return bad_trust(number, key.error().message);
    const auto size = parse_decimal(words[2]);
    if (!size) return bad_trust(number, size.error().message);
    trust_.log_keys.push_back({*std::move(key), *size});
    return Ok{};
  }

  Status auditor(const Words& words, std::size_t number) {
    if (words.size() != 2) return bad_trust(number, "needed: auditor VKEY");
    auto key = parse_vkey(words[1]);
    if (!key) return bad_trust(number, key.error().message);
    if (key->type != SignatureType::kEd25519) {
      return bad_trust(number, "an auditor's key has to be of type 01 (Ed25519)");
    }
    trust_.auditors.push_back(*std::move(key));
    return Ok{};
  }

  Status organisation(const Words& words, std::size_t number) {
    if (words.size() < 3) return bad_trust(number, "needed: organisation HEX KEY [NAME]");
    const auto id = fixed_from_hex<Id>(words[1]);
    if (!id) return bad_trust(number, id.error().message);
    const auto key = parse_public_key(words[2]);
    if (!key) return bad_trust(number, key.error().message);
    std::string name;
    for (std::size_t i = 3; i < words.size(); ++i) {
      name += (name.empty() ? "" : " ") + std::string(words[i]);
    }
    if (!is_utf8(name)) return bad_trust(number, "the name is not UTF-8");
    trust_.organisations.push_back({*id, *key, std::move(name)});
    return Ok{};
  }

  /// One role per key; log keys under the origin's name.
  Status check() const {
    std::set<PublicKey> keys;
    const auto claim = [&](const PublicKey& key) -> Status {
      if (keys.insert(key).second) return Ok{};
      return invalid("BAD_TRUST", "the key " + to_hex(key) + " occurs twice");
    };
    for (const LogKey& log : trust_.log_keys) {
      if (log.key.name != trust_.origin) {
        return invalid("BAD_TRUST", "the log key '" + log.key.name + "' has not the origin's name");
      }
    }
    const auto verifier =
        CheckpointVerifier::create(trust_.origin, trust_.log_keys, trust_.policy.witness_keys());
    if (!verifier) return verifier.error();
    Status distinct = Ok{};
    for (const LogKey& log : trust_.log_keys) (void)claim(log.key.key);
    for (const PolicyWitness& witness : trust_.policy.witnesses) (void)claim(witness.key.key);
    for (const VerifierKey& auditor : trust_.auditors) {
      if (distinct) distinct = claim(auditor.key);
    }
    for (const TrustedOrganisation& organisation : trust_.organisations) {
      if (distinct) distinct = claim(organisation.key);
    }
    return distinct;
  }

  Trust trust_;
  PolicyParser policy_;
  bool has_header_ = false;
  bool has_ledger_ = false;
};

}  // namespace

Result<Trust> parse_trust(std::string_view text) {
  TrustParser parser;
  auto read = for_each_policy_line(
      text, kTrustBytesMax,
      [&](const Words& words, std::size_t number) { return parser.line(words, number); });
  if (!read) return invalid("BAD_TRUST", read.error().message);
  return std::move(parser).finish();
}

Result<std::string> format_trust(const Trust& trust) {
  std::string out = std::string(kFormat) + " " + std::string(kVersion) + "\n";
  out += "ledger " + to_hex(trust.ledger_id) + "\norigin " + trust.origin + "\n";
  WitnessPolicy policy = trust.policy;
  for (const LogKey& log : trust.log_keys) {
    if (log.size_max) {
      out += "retired " + format_vkey(log.key) + " " + std::to_string(*log.size_max) + "\n";
    } else {
      policy.logs.push_back({log.key, {}});
    }
  }
  out += format_policy(policy);
  for (const VerifierKey& auditor : trust.auditors) out += "auditor " + format_vkey(auditor) + "\n";
  for (const TrustedOrganisation& organisation : trust.organisations) {
    out += "organisation " + to_hex(organisation.organisation) + " " +
           public_key_text(organisation.key);
    out += (organisation.name.empty() ? "" : " " + organisation.name) + "\n";
  }
  if (const auto read_back = parse_trust(out); !read_back) return read_back.error();
  return out;
}

std::string anchoring_text(const Anchoring& anchoring) {
  switch (anchoring.level) {
    case AnchoringLevel::kNone:
      break;
    case AnchoringLevel::kSigned:
      return "signed";
    case AnchoringLevel::kWitnessed:
      return "witnessed " + std::to_string(anchoring.cosigned) + "/" +
             std::to_string(anchoring.witnesses);
  }
  return "consistent in itself, not anchored";
}

Result<TrustedCheckpoint> open_checkpoint(const Trust& trust, std::string_view note) {
  const auto verifier =
      CheckpointVerifier::create(trust.origin, trust.log_keys, trust.policy.witness_keys());
  if (!verifier) return verifier.error();
  auto opened = verifier->open(note);
  if (!opened) return opened.error();
  std::set<std::size_t> cosigned;
  for (const auto& cosignature : opened->cosignatures) cosigned.insert(cosignature.witness);
  const bool witnessed = !cosigned.empty() && trust.policy.satisfied_by(cosigned);
  return TrustedCheckpoint{*std::move(opened),
                           {witnessed ? AnchoringLevel::kWitnessed : AnchoringLevel::kSigned,
                            cosigned.size(), trust.policy.witnesses.size()}};
}

Result<TrustedCheckpoint> open_checkpoint_unanchored(std::string_view note) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return checkpoint.error();
  return TrustedCheckpoint{{*std::move(checkpoint), *std::move(parsed), {}, {}}, {}};
}

}  // namespace ledger
