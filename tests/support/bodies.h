// SPDX-License-Identifier: Apache-2.0
// Valid bodies for tests: from JSON text, from a draft of the common parts, or generated from the
// schema for any payload type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/body.h"

namespace ledger::test {

/// The body that the schema's JSON form describes; a text that does not parse aborts the test.
std::string body_from_json(std::string_view json);

/// The schema's JSON form of a body. REQUIRES: a body that check_body() accepts.
std::string body_to_json(std::string_view body);

/// The same with every absent scalar at its default or null, so that two bodies with the same
/// content give the same text.
std::string body_to_full_json(std::string_view body);

/// A hex text of `bytes` bytes, different for every seed and never zero.
std::string hex_of(std::uint64_t seed, std::size_t bytes);

/// The common parts with defaults that are enough for most tests. Ids, keys and digests are hex.
/// Where `subjects` is empty they are computed with implied_subjects(body, inherited).
struct BodyDraft {
  std::string payload_type;
  std::string payload = "{}";
  std::string event_id = hex_of(1, 16);
  ScopeKind scope = ScopeKind::kCluster;
  std::string scope_id = hex_of(2, 16);
  std::vector<Subject> subjects;
  std::vector<Subject> inherited;
  std::string author = hex_of(3, 32);
  std::vector<std::string> cosigners;
  std::string role = "SECRETARY";
  std::string organisation;  ///< of the author; empty: none
  std::string grade = "SELF";
  std::string evidence;  ///< digest of a document; empty: none
  std::uint64_t seen_size = 0;
  std::string seen_root = to_hex(empty_seen_root());
  bool historical = false;
  std::string extra;  ///< more members of the root object, each preceded by a comma

  static Hash empty_seen_root();
};

std::string draft_json(const BodyDraft& draft);
std::string build_body(const BodyDraft& draft);

/// The payload types of the schema, in the order of their numbers.
std::vector<fb::Payload> all_payload_types();

enum class SampleSize { kMinimal, kMaximal };

/// A strict body with a generated payload. Minimal: only what must be there. Maximal: every field,
/// strings at their limits, two elements in every vector. `variant` steps through the values of
/// enums and so through the fields that depend on them.
std::string sample_body(fb::Payload type, SampleSize size, unsigned variant);

/// The reason for which check_body refuses, or "accepted".
std::string refusal(const std::string& bytes);
/// What check_body refuses with.
Error error_of(const std::string& bytes);

}  // namespace ledger::test
