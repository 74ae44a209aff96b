// SPDX-License-Identifier: Apache-2.0
// Policy files of C2SP tlog-policy (2026-06): which logs and witnesses are known, and which sets of
// cosignatures are enough. Logs are Ed25519 vkeys, witnesses cosignature/v1 vkeys.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/result.h"

namespace ledger {

struct PolicyLog {
  VerifierKey key;
  std::string url;  ///< empty: not given
  bool operator==(const PolicyLog&) const = default;
};

struct PolicyWitness {
  std::string name;  ///< inside the policy only; opaque bytes
  VerifierKey key;
  std::string url;  ///< submission prefix; empty: not given
  bool operator==(const PolicyWitness&) const = default;
};

/// Counts as a witness when at least `threshold` of its members do.
struct PolicyGroup {
  std::string name;
  std::size_t threshold = 1;
  std::vector<std::string> members;  ///< witnesses and earlier groups
  bool operator==(const PolicyGroup&) const = default;
};

/// A value that parse_policy() would accept.
struct WitnessPolicy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum = "none";

  /// Whether the cosignatures of these witnesses (indexes into `witnesses`) make the quorum.
  bool satisfied_by(const std::set<std::size_t>& cosigned) const;
  std::vector<VerifierKey> witness_keys() const;
  bool operator==(const WitnessPolicy&) const = default;
};

/// Reads a policy line by line; other formats that hold policy lines use it too.
class PolicyParser {
 public:
  /// One line, taken apart at blanks. False: the keyword is none of a policy. kInvalid BAD_POLICY
  /// naming the line's number, or what is wrong with a key as parse_vkey() says.
  Result<bool> line(const std::vector<std::string_view>& words, std::size_t number);
  /// The policy; kInvalid BAD_POLICY when there is no quorum line.
  Result<WitnessPolicy> finish() &&;

 private:
  Status add_log(const std::vector<std::string_view>& words, std::size_t number);
  Status add_witness(const std::vector<std::string_view>& words, std::size_t number);
  Status add_group(const std::vector<std::string_view>& words, std::size_t number);
  Status add_quorum(const std::vector<std::string_view>& words, std::size_t number);
  Status claim_name(std::string_view name, std::size_t number);
  Status claim_key(const PublicKey& key, std::size_t number);
  Status add_member(PolicyGroup& group, std::string_view member, std::size_t number);

  WitnessPolicy policy_;
  std::set<std::string, std::less<>> names_;
  std::set<std::string, std::less<>> grouped_;  ///< names that are in a group already
  std::set<PublicKey> keys_;
  bool has_quorum_ = false;
};

/// The words of a line, separated by blanks and tabs.
std::vector<std::string_view> words_of(std::string_view line);
/// Calls `visit(words, number)` for each line that is neither empty nor a comment, numbered from 1.
/// kInvalid BAD_POLICY: more than `bytes_max` bytes, a control character, an unfinished line.
Status for_each_policy_line(
    std::string_view text, std::size_t bytes_max,
    const std::function<Status(const std::vector<std::string_view>&, std::size_t)>& visit);

/// kInvalid BAD_POLICY naming the line and what is wrong with it.
Result<WitnessPolicy> parse_policy(std::string_view text);
/// The lines that parse_policy() reads back as the same policy.
std::string format_policy(const WitnessPolicy& policy);

}  // namespace ledger
