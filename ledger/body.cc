// SPDX-License-Identifier: Apache-2.0
// The FlatBuffers side of a body; the walk is in internal/body_walk.cc.
#include "ledger/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "ledger/hash.h"
#include "ledger/internal/body_schema.h"
#include "ledger/internal/body_walk.h"
#include "ledger/internal/text_check.h"
#include "ledger/limits.h"
#include "ledger/schema/event_body_bfbs_generated.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {

namespace {

constexpr std::string_view kIdentifier = "LTP1";
constexpr std::size_t kBodyBytesMin = 12;  // root offset, identifier, one table

/// REQUIRES: a walked string field of exactly the type's length in hex.
template <typename T>
T fixed(const flatbuffers::String* hex) {
  T out;
  internal::decode_lower_hex(hex->string_view(), out.bytes);
  return out;
}

template <typename T>
std::optional<T> optional_fixed(const flatbuffers::String* hex) {
  return hex ? std::optional<T>(fixed<T>(hex)) : std::nullopt;
}

Subject to_subject(const fb::Subject& table) {
  return {static_cast<SubjectKind>(table.kind()), fixed<Id>(table.id())};
}

Signer to_signer(const fb::Signer& table) {
  const fb::Capacity& capacity = *table.capacity();
  return {fixed<PublicKey>(table.key()), capacity.role(),
          optional_fixed<Id>(capacity.organisation()), optional_fixed<Id>(capacity.seat())};
}

Status check_scope(const Scope& scope) {
  if ((scope.kind == ScopeKind::kLedger) == scope.id.is_zero()) return Ok{};
  return invalid("BAD_SCOPE", "the ledger's scope has the zero id, every other scope does not",
                 "у области всего журнала нулевой идентификатор, у любой другой — нет", "scope.id");
}

Status check_subjects(const std::vector<Subject>& subjects) {
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if ((subjects[i].kind == SubjectKind::kRegistry) != subjects[i].id.is_zero()) {
      return invalid("BAD_SUBJECTS", "the registry has the zero id, every other subject does not",
                     "у реестра нулевой идентификатор, у любого другого предмета — нет",
                     fmt::format("subjects[{}].id", i));
    }
    if (i > 0 && subjects[i - 1] >= subjects[i]) {
      return invalid("BAD_SUBJECTS", "subjects do not ascend by kind and id",
                     "предметы идут не по возрастанию вида и идентификатора",
                     fmt::format("subjects[{}]", i));
    }
  }
  return Ok{};
}

Status check_cosigners(const Signer& author, const std::vector<Signer>& cosigners) {
  for (std::size_t i = 0; i < cosigners.size(); ++i) {
    const std::string where = fmt::format("cosigners[{}].key", i);
    if (cosigners[i].key == author.key) {
      return invalid("BAD_COSIGNERS", "the author is no cosigner", "автор — не соподписант", where);
    }
    if (i > 0 && cosigners[i - 1].key >= cosigners[i].key) {
      return invalid("BAD_COSIGNERS", "cosigners do not ascend by key",
                     "соподписанты идут не по возрастанию ключей", where);
    }
  }
  return Ok{};
}

Status check_seen(const Seen& seen) {
  if (seen.size > 0 || seen.root == empty_root()) return Ok{};
  return invalid("BAD_SEEN", "size 0 goes with the root of the empty tree",
                 "размеру 0 соответствует корень пустого дерева", "seen.root");
}

bool passes_verifier(std::string_view bytes) {
  flatbuffers::Verifier verifier(as_unsigned(bytes), bytes.size(), kVerifierDepthMax,
                                 kVerifierTablesMax);
  return fb::VerifyEventBodyBuffer(verifier);
}

/// What can be told without the schema's walk.
Status check_frame(std::string_view bytes) {
  if (bytes.size() > kBodyBytesMax) {
    return invalid(
        "BODY_TOO_LARGE",
        fmt::format("{} bytes exceed the limit kBodyBytesMax = {}", bytes.size(), kBodyBytesMax),
        fmt::format("байт {}, больше предела kBodyBytesMax = {}", bytes.size(), kBodyBytesMax), "");
  }
  if (bytes.size() < kBodyBytesMin || bytes.substr(4, 4) != kIdentifier) {
    return invalid("NOT_A_BODY", "the file identifier LTP1 is missing",
                   "нет опознавательного знака LTP1", "");
  }
  const auto version = internal::stated_schema_version(bytes);
  if (!version || *version == kSchemaVersion) return Ok{};  // without a root the walk will refuse
  if (*version > kSchemaVersion) {
    return invalid(
        "NEWER_SCHEMA", fmt::format("version {} is newer than {}", *version, kSchemaVersion),
        fmt::format("версия {} новее, чем {}", *version, kSchemaVersion), "schema_version");
  }
  return invalid("BAD_SCHEMA_VERSION", "version 0 or none", "версия 0 или её нет",
                 "schema_version");
}

}  // namespace

std::string_view Body::bytes() const {
  return {static_cast<const char*>(static_cast<const void*>(words_.data())), size_};
}

const fb::EventBody& Body::table() const { return *fb::GetEventBody(words_.data()); }

std::string_view Body::payload_name() const { return ledger::payload_name(payload_type_); }

Status Body::read_common_parts() {
  const fb::EventBody& body = table();
  payload_type_ = body.payload_type();
  event_id_ = fixed<Id>(body.event_id());
  scope_ = {static_cast<ScopeKind>(body.scope()->kind()), fixed<Id>(body.scope()->id())};
  for (const fb::Subject* subject : *body.subjects()) subjects_.push_back(to_subject(*subject));
  author_ = to_signer(*body.author());
  if (body.cosigners()) {
    for (const fb::Signer* signer : *body.cosigners()) cosigners_.push_back(to_signer(*signer));
  }
  seen_ = {body.seen()->size(), fixed<Hash>(body.seen()->root())};
  if (const fb::Expected* expected = body.expected()) {
    expected_ = Expected{to_subject(*expected->subject()), expected->version()};
  }
  causation_ = optional_fixed<Hash>(body.causation());
  grade_ = static_cast<Grade>(body.attestation()->grade());
  historical_ = body.historical();
  if (Status scope = check_scope(scope_); !scope) return scope;
  if (Status subjects = check_subjects(subjects_); !subjects) return subjects;
  if (Status cosigners = check_cosigners(author_, cosigners_); !cosigners) return cosigners;
  return check_seen(seen_);
}

Result<Body> check_body(std::string_view bytes) {
  if (Status frame = check_frame(bytes); !frame) return frame.error();
  Body body;
  body.words_.resize((bytes.size() + 7) / 8);
  std::memcpy(body.words_.data(), bytes.data(), bytes.size());
  body.size_ = bytes.size();
  // The walk goes first: it is linear in the size and says which field is wrong, while the verifier
  // follows aliased vectors once per alias and only says no.
  auto found = internal::walk_body(body.bytes());
  if (!found) return found.error();
  if (!passes_verifier(body.bytes())) {
    return invalid("MALFORMED", "the FlatBuffers verifier refuses the body",
                   "проверка FlatBuffers не принимает тело", "");
  }
  body.refs_ = std::move(found->refs);
  body.named_subjects_ = std::move(found->named_subjects);
  if (Status common = body.read_common_parts(); !common) return common.error();
  return body;
}

std::vector<Subject> implied_subjects(const Body& body, std::span<const Subject> inherited) {
  std::vector<Subject> out(inherited.begin(), inherited.end());
  out.insert(out.end(), body.named_subjects().begin(), body.named_subjects().end());
  switch (body.scope().kind) {
    case ScopeKind::kLedger:
      out.push_back({SubjectKind::kRegistry, Id{}});
      break;
    case ScopeKind::kRegion:
      out.push_back({SubjectKind::kRegion, body.scope().id});
      break;
    case ScopeKind::kCluster:
      out.push_back({SubjectKind::kCluster, body.scope().id});
      break;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string_view payload_name(fb::Payload type) {
  return internal::body_schema().payload_names[static_cast<std::size_t>(type)];
}

std::string_view schema_bfbs() {
  return as_view(fb::EventBodyBinarySchema::data(), fb::EventBodyBinarySchema::size());
}

}  // namespace ledger
