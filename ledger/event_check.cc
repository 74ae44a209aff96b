// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_check.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "ledger/ed25519.h"
#include "ledger/entry.h"
#include "ledger/key_registry.h"
#include "ledger/limits.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace {

std::string signer_name(std::size_t position) {
  return position == 0 ? "author" : "cosigners[" + std::to_string(position - 1) + "]";
}

Error no_such_event(const Reference& ref) {
  return refused_by("A13", "UNKNOWN_REFERENCE",
                    "no earlier event of this ledger has the digest " + to_hex(ref.digest),
                    "в этом журнале нет более раннего события с хешем " + to_hex(ref.digest),
                    ref.where);
}

PayloadSet only(fb::Payload type) {
  PayloadSet set;
  set.insert(type);
  return set;
}

/// Events that say what a paper is, what becomes of it or who signed it: rules may ask whose it is.
bool works_upon_papers(fb::Payload type) {
  switch (type) {
    case fb::Payload::DocumentRegistered:
    case fb::Payload::DocumentRelated:
    case fb::Payload::SignatureEvidenceAttached:
    case fb::Payload::ProtocolRegistered:
    case fb::Payload::AgreementRegistered:
    case fb::Payload::AgreementAmended:
    case fb::Payload::ProgrammeSubmitted:
    case fb::Payload::PlanSubmitted:
      return true;
    default:
      return false;
  }
}

fb::Payload asserted_type(const Body& body) {
  const auto* correction = body.table().payload_as_EventCorrected();
  return correction == nullptr ? body.payload_type() : correction->new_payload_type();
}

/// Commitments, and papers that are only cited, belong to no place: rules ask nothing of them that
/// the reference does not.
bool is_placeless(const Reference& ref, bool papers_matter) {
  static const PayloadSet kPapers = only(fb::Payload::DocumentRegistered);
  static const PayloadSet kCommitments = only(fb::Payload::LedgerCommitment);
  return *ref.allowed == kCommitments || (*ref.allowed == kPapers && !papers_matter);
}

Referenced referenced_by(const Reference& ref, const Body& found) {
  Referenced out{&ref, found.payload_type(), found.scope(), found.author().organisation, {}};
  const auto* paper = found.table().payload_as_DocumentRegistered();
  if (paper != nullptr && paper->issuer() != nullptr) {
    out.issuer = *fixed_from_hex<Id>(paper->issuer()->string_view());  // of a strict body
  }
  return out;
}

/// The collected subjects of the events that the body refers to, as each reference inherits.
Result<std::vector<Subject>> check_references(const Body& body, const LogContext& log) {
  std::vector<Subject> inherited;
  for (const Reference& ref : body.refs()) {
    const auto located = log.find_digest(ref.digest);
    if (!located) return located.error();
    if (!*located) return no_such_event(ref);
    const fb::Payload type = (*located)->payload_type;
    if (!ref.allowed->contains(type)) {
      const std::string name(payload_name(type));
      return refused_by(
          "A13", "UNKNOWN_REFERENCE",
          "the event " + to_hex(ref.digest) + " is a " + name + ", which may not stand here",
          "событие " + to_hex(ref.digest) + " вида " + name + ", а он здесь не подходит",
          ref.where);
    }
    if (ref.inherit == Inherit::kNothing) continue;
    const auto subjects = log.subjects_of((*located)->index);
    if (!subjects) return subjects.error();
    for (const Subject& subject : *subjects) {
      if (ref.inherit == Inherit::kAll || subject.kind == SubjectKind::kDocument) {
        inherited.push_back(subject);
      }
    }
  }
  return inherited;
}

Status check_seen(const Seen& seen, const LogContext& log) {
  const std::string size = std::to_string(seen.size);
  if (seen.size == 0) return Ok{};  // check_body has compared the root of nothing
  if (seen.size > log.published_size()) {
    const std::string published = std::to_string(log.published_size());
    return refused_by(
        "A13", "SEEN_AHEAD",
        "the author has seen a checkpoint of size " + size + ", this ledger has published " +
            published,
        "автор видел контрольную точку размера " + size + ", этот журнал опубликовал " + published,
        "seen.size");
  }
  const auto root = log.published_root(seen.size);
  if (!root) return root.error();
  if (!*root) {
    return refused_by("A13", "SEEN_UNKNOWN",
                      "no checkpoint of size " + size + " was ever published",
                      "контрольную точку размера " + size + " никогда не публиковали", "seen.size");
  }
  if (**root != seen.root) {
    return refused_by("A13", "SEEN_ROOT",
                      "the checkpoint of size " + size + " has the root " + to_hex(**root) +
                          ", the author has seen " + to_hex(seen.root),
                      "у контрольной точки размера " + size + " корень " + to_hex(**root) +
                          ", автор видел " + to_hex(seen.root),
                      "seen.root");
  }
  return Ok{};
}

Status check_subjects(const Body& body, const std::vector<Subject>& inherited) {
  const std::vector<Subject> implied = implied_subjects(body, inherited);
  const std::string found = std::to_string(implied.size());
  if (implied.size() > kSubjectsMax) {
    const std::string most = std::to_string(kSubjectsMax);
    return refused_by("A13", "SUBJECTS",
                      "the payload is about " + found + " subjects, the limit is " + most +
                          ": record it as several events",
                      "предметов в содержании — " + found + ", допустимо " + most +
                          ": запишите несколькими событиями",
                      "subjects");
  }
  if (implied == body.subjects()) return Ok{};
  return refused_by(
      "A13", "SUBJECTS", "the payload implies " + found + " subjects, the body names others",
      "из содержания следует предметов: " + found + ", тело называет другие", "subjects");
}

Status check_version(const Body& body, const LogContext& log) {
  if (!body.expected()) return Ok{};
  const Subject& subject = body.expected()->subject;
  const auto& about = body.subjects();
  if (subject.kind == SubjectKind::kCluster) {
    return refused_by("A13", "EXPECTED_SUBJECT",
                      "a version is expected of one subject, never of a whole cluster, in which "
                      "others record at the same time",
                      "версию ожидают от одного предмета, а не от всего кластера, где "
                      "одновременно записывают и другие",
                      "expected.subject");
  }
  if (std::find(about.begin(), about.end(), subject) == about.end()) {
    return refused_by("A13", "EXPECTED_SUBJECT",
                      "the event is not about the subject of which it expects a version",
                      "событие не о том предмете, от которого оно ожидает версию",
                      "expected.subject");
  }
  const auto version = log.version_of(subject);
  if (!version) return version.error();
  if (*version == body.expected()->version) return Ok{};
  const std::string now = std::to_string(*version);
  const std::string expected = std::to_string(body.expected()->version);
  Error stale =
      refused_by("A13", "STALE_VERSION",
                 "the subject has version " + now + ", the author expected " + expected,
                 "у предмета версия " + now + ", автор ожидал " + expected, "expected.version");
  stale.code = ErrorCode::kConflict;
  return stale;
}

}  // namespace

Result<CheckedEvent> check_event(const LedgerIdentity& ledger, SignedEvent event) {
  auto body = check_body(event.body);
  if (!body) return body.error();
  const std::size_t signers = 1 + body->cosigners().size();
  if (event.signatures.size() != signers) {
    const std::string named = std::to_string(signers);
    const std::string found = std::to_string(event.signatures.size());
    return invalid("SIGNATURE_COUNT",
                   "the body names " + named + " signers, there are " + found + " signatures",
                   "подписантов в теле " + named + ", а подписей " + found, "signatures");
  }
  // Genesis makes the ledger's id, so it cannot be signed for it.
  const bool genesis = body->payload_type() == fb::Payload::LedgerCreated;
  const std::string message =
      signed_message(ledger.origin, genesis ? Hash{} : ledger.ledger_id, body->bytes());
  for (std::size_t i = 0; i < signers; ++i) {
    const Signer& signer = i == 0 ? body->author() : body->cosigners()[i - 1];
    if (!ed25519_verify(signer.key, message, event.signatures[i])) {
      return refused_by(
          "A13", "SIGNATURE_INVALID",
          "the signature of " + to_hex(signer.key) + " is not over this event in " + ledger.origin,
          "подпись ключа " + to_hex(signer.key) + " не под этим событием в " + ledger.origin,
          signer_name(i));
    }
  }
  const Hash digest = event_digest(message);
  return CheckedEvent{std::move(*body), std::move(event.signatures), digest};
}

Result<Body> recorded_body(const EventStore& store, std::uint64_t index) {
  std::optional<Result<Body>> found;
  auto read = store.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    const auto entry = parse_entry(bytes);
    found.emplace(entry ? check_body(entry->body) : Result<Body>(entry.error()));
    return false;
  });
  if (!read) return read.error();
  LEDGER_CHECK(found.has_value());
  if (*found || found->error().code == ErrorCode::kCorrupt) return std::move(*found);
  return corrupt(found->error().reason, found->error().message, "event " + std::to_string(index));
}

Result<std::vector<Subject>> recorded_subjects(const EventStore& store, std::uint64_t index) {
  const auto body = recorded_body(store, index);
  if (!body) return body.error();
  return body->subjects();
}

namespace {

/// Where the events hold that an erasure names by their index.
Result<std::vector<std::optional<Scope>>> erased_scopes(const fb::PersonalDataErased& erased,
                                                        const LogContext& log,
                                                        std::uint64_t index) {
  std::vector<std::optional<Scope>> scopes;
  std::unordered_map<std::uint64_t, Scope> known;  // one event has many fields
  for (const fb::ErasedField* field : *erased.fields()) {
    if (field->index() >= index) {
      scopes.emplace_back();
      continue;
    }
    auto found = known.find(field->index());
    if (found == known.end()) {
      const auto body = log.body_of(field->index());
      if (!body) return body.error();
      found = known.emplace(field->index(), body->scope()).first;
    }
    scopes.emplace_back(found->second);
  }
  return scopes;
}

}  // namespace

Result<EarlierEvents> earlier_events(const Body& body, const LogContext& log, std::uint64_t index) {
  EarlierEvents out;
  if (const auto* erased = body.table().payload_as_PersonalDataErased()) {
    auto scopes = erased_scopes(*erased, log, index);
    if (!scopes) return scopes.error();
    out.erased = std::move(*scopes);
  }
  const bool papers = works_upon_papers(asserted_type(body));
  for (const Reference& ref : body.refs()) {
    if (!ref.where.starts_with("payload.") || is_placeless(ref, papers)) continue;
    const auto located = log.find_digest(ref.digest);
    if (!located) return located.error();
    if (!*located) return no_such_event(ref);
    auto found = log.body_of((*located)->index);
    if (!found) return found.error();
    out.referenced.push_back(referenced_by(ref, *found));
    const bool corrected =
        ref.where == "payload.target" && body.payload_type() == fb::Payload::EventCorrected;
    if (corrected) out.corrected = std::move(*found);
  }
  return out;
}

Candidate candidate_of(const CheckedEvent& event, std::uint64_t index, std::uint64_t recorded_at_us,
                       const Rows& state, const EarlierEvents& earlier) {
  return {event.body,
          index,
          recorded_at_us,
          event.digest,
          author_record(state, event.body),
          earlier.corrected ? &*earlier.corrected : nullptr,
          earlier.referenced,
          earlier.erased};
}

Status check_in_context(const CheckedEvent& event, const LogContext& log, const Rows& keys,
                        std::uint64_t index) {
  if (auto seen = check_seen(event.body.seen(), log); !seen) return seen;
  const auto inherited = check_references(event.body, log);
  if (!inherited) return inherited.error();
  if (auto signers = check_keys(keys, event.body, index); !signers) return signers;
  if (auto subjects = check_subjects(event.body, *inherited); !subjects) return subjects;
  return check_version(event.body, log);
}

}  // namespace ledger
