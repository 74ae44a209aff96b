// SPDX-License-Identifier: Apache-2.0
#include "ledger/commitment.h"

#include <utility>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/body_walk.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

constexpr std::string_view kSubjectTag("letopis/subject/v1\0", 19);
constexpr std::string_view kHeadTag("letopis/head/v1\0", 16);

template <typename T>
T fixed_of(const flatbuffers::String* hex) {
  return *fixed_from_hex<T>(hex->string_view());
}

Error differs(const char* reason, const char* field, const std::string& found,
              const std::string& needed) {
  Error error = refused(
      reason,
      "the commitment says " + found + ", the log gives " + (needed.empty() ? "none" : needed),
      std::string("payload.") + field);
  error.russian =
      "заверение говорит " + found + ", журнал даёт " + (needed.empty() ? "ничего" : needed);
  return error;
}

using Builder = flatbuffers::FlatBufferBuilder;

flatbuffers::Offset<fb::LedgerCommitment> build_payload(Builder& out, const Commitment& value) {
  std::vector<flatbuffers::Offset<fb::ViewDigest>> views;
  for (const ViewDigest& view : value.views) {
    const auto name = out.CreateString(view.name);
    const auto digest = out.CreateString(to_hex(view.digest));
    views.push_back(fb::CreateViewDigest(out, name, view.version, digest));
  }
  const auto root = out.CreateString(to_hex(value.root));
  const auto map_root = out.CreateString(to_hex(value.map_root));
  const auto admission = out.CreateString(to_hex(value.admission_digest));
  const auto list = views.empty() ? 0 : out.CreateVector(views);
  const auto previous = value.previous ? out.CreateString(to_hex(*value.previous)) : 0;
  return fb::CreateLedgerCommitment(out, value.size, root, map_root, value.map_count,
                                    value.rules_version, admission, list, previous);
}

}  // namespace

Hash subject_map_key(const Subject& subject) {
  const char kind = static_cast<char>(subject.kind);
  return sha256({kSubjectTag, std::string_view(&kind, 1), subject.id.view()});
}

Hash subject_head(std::uint64_t count, std::uint64_t last_index, const Hash& stream_root) {
  return sha256({kHeadTag, be64(count), be64(last_index), stream_root.view()});
}

std::optional<Commitment> commitment_of(const Body& body) {
  const fb::LedgerCommitment* payload = body.table().payload_as_LedgerCommitment();
  if (payload == nullptr) return std::nullopt;
  Commitment out;
  out.size = payload->size();
  out.root = fixed_of<Hash>(payload->root());
  out.map_root = fixed_of<Hash>(payload->map_root());
  out.map_count = payload->map_count();
  out.rules_version = payload->rules_version();
  out.admission_digest = fixed_of<Hash>(payload->admission_digest());
  if (payload->views() != nullptr) {
    for (const fb::ViewDigest* view : *payload->views()) {
      out.views.push_back({view->name()->str(), view->version(), fixed_of<Hash>(view->digest())});
    }
  }
  if (payload->previous() != nullptr) out.previous = fixed_of<Hash>(payload->previous());
  return out;
}

std::optional<Commitment> commitment_in(std::string_view bytes) {
  const auto entry = parse_entry(bytes);
  if (!entry) return std::nullopt;
  const auto type = internal::stated_payload_type(entry->body);
  if (type != static_cast<std::uint8_t>(fb::Payload::LedgerCommitment)) return std::nullopt;
  const auto body = check_body(entry->body);
  return body ? commitment_of(*body) : std::nullopt;
}

std::string commitment_body(const CommitmentDraft& draft, const Id& event_id,
                            const PublicKey& service_key) {
  Builder out;
  const auto payload = build_payload(out, draft.commitment);
  const auto scope_id = out.CreateString(to_hex(Id{}));
  const auto scope = fb::CreateScope(out, fb::ScopeKind::LEDGER, scope_id);
  const auto registry_id = out.CreateString(to_hex(Id{}));  // a strict body shares no bytes
  const auto subject = fb::CreateSubject(out, fb::SubjectKind::REGISTRY, registry_id);
  const auto subjects = out.CreateVector(&subject, 1);
  const auto organisation = out.CreateString(to_hex(draft.operator_organisation));
  const auto capacity = fb::CreateCapacity(out, organisation, fb::Role::LEDGER_SERVICE);
  const auto key = out.CreateString(to_hex(service_key));
  const auto author = fb::CreateSigner(out, key, capacity);
  const auto attestation = fb::CreateAttestation(out, fb::Grade::SELF);
  const auto seen_root = out.CreateString(to_hex(draft.commitment.root));
  const auto seen = fb::CreateSeen(out, draft.commitment.size, seen_root);
  const auto id = out.CreateString(to_hex(event_id));
  fb::EventBodyBuilder body(out);
  body.add_schema_version(kSchemaVersion);
  body.add_event_id(id);
  body.add_scope(scope);
  body.add_subjects(subjects);
  body.add_author(author);
  body.add_attestation(attestation);
  body.add_seen(seen);
  body.add_payload_type(fb::Payload::LedgerCommitment);
  body.add_payload(payload.Union());
  fb::FinishEventBodyBuffer(out, body.Finish());
  return std::string(as_view(out.GetBufferPointer(), out.GetSize()));
}

Status check_commitment(const Commitment& found, const Commitment& recomputed) {
  LEDGER_CHECK(found.size == recomputed.size);
  if (found.root != recomputed.root) {
    return differs("COMMITMENT_ROOT", "root", to_hex(found.root), to_hex(recomputed.root));
  }
  if (found.map_root != recomputed.map_root) {
    return differs("COMMITMENT_MAP", "map_root", to_hex(found.map_root),
                   to_hex(recomputed.map_root));
  }
  if (found.map_count != recomputed.map_count) {
    return differs("COMMITMENT_COUNT", "map_count", std::to_string(found.map_count),
                   std::to_string(recomputed.map_count));
  }
  if (found.rules_version != recomputed.rules_version) {
    return differs("COMMITMENT_RULES", "rules_version", std::to_string(found.rules_version),
                   std::to_string(recomputed.rules_version));
  }
  if (found.admission_digest != recomputed.admission_digest) {
    return differs("COMMITMENT_ADMISSION", "admission_digest", to_hex(found.admission_digest),
                   to_hex(recomputed.admission_digest));
  }
  if (found.previous != recomputed.previous) {
    return differs("COMMITMENT_PREVIOUS", "previous",
                   found.previous ? to_hex(*found.previous) : "none",
                   recomputed.previous ? to_hex(*recomputed.previous) : "");
  }
  return Ok{};
}

}  // namespace ledger
