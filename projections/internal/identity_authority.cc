// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/identity_authority.h"

#include <array>

#include "projections/internal/refusal.h"

namespace projections::internal {
namespace {

using ledger::Candidate;
using ledger::Grade;
using ledger::KeyScope;
using ledger::Ok;
using ledger::Status;

/// Whose business an event is.
enum class Matter {
  kLedger,    ///< the ledger's own check of keys has judged it
  kRoot,      ///< the operator's root alone
  kRegister,  ///< a keeper of the registers
  kDocument,  ///< anybody who acts, or a keeper of the registers
  kAct,       ///< anybody who acts
};

Matter matter_of(fb::Payload type) {
  switch (type) {
    case fb::Payload::LedgerCreated:
    case fb::Payload::LedgerCommitment:
    case fb::Payload::KeyIntroduced:
    case fb::Payload::KeyRevoked:
    case fb::Payload::KeySuspected:
    case fb::Payload::KeyRecovered:
    case fb::Payload::EventReconfirmed:
      return Matter::kLedger;
    case fb::Payload::ImportClosed:
    case fb::Payload::RulesUpgraded:
    case fb::Payload::CheckpointKeyChanged:
      return Matter::kRoot;
    case fb::Payload::RegionDeclared:
    case fb::Payload::ClusterCreated:
    case fb::Payload::OrganisationRegistered:
    case fb::Payload::OrganisationChanged:
    case fb::Payload::CharterAdopted:
    case fb::Payload::CalendarYearPublished:
    case fb::Payload::CoverageDeclared:
    case fb::Payload::OpeningState:
      return Matter::kRegister;
    case fb::Payload::DocumentRegistered:
    case fb::Payload::DocumentRelated:
    case fb::Payload::SignatureEvidenceAttached:
      return Matter::kDocument;
    default:
      return Matter::kAct;
  }
}

struct ScopeName {
  KeyScope scope;
  const char* name;
};
constexpr std::array kScopeNames{
    ScopeName{ledger::kScopeAdminister, "ADMINISTER"},
    ScopeName{ledger::kScopeRegister, "REGISTER"}, ScopeName{ledger::kScopeRecord, "RECORD"},
    ScopeName{ledger::kScopeImport, "IMPORT"}, ScopeName{ledger::kScopeAct, "ACT"}};

std::string names_of(unsigned scopes, const char* joint) {
  std::string names;
  for (const ScopeName& entry : kScopeNames) {
    if ((scopes & entry.scope) == 0) continue;
    if (!names.empty()) names += joint;
    names += entry.name;
  }
  return names;
}

/// Ok if the author's key has at least one of the scopes.
Status need_scope(const Candidate& candidate, unsigned scopes, const Sentence& what) {
  if ((candidate.author.scopes & scopes) != 0) return Ok{};
  const std::string found = names_of(candidate.author.scopes, ", ");
  return refuse("SCOPE_REQUIRED",
                what +
                    Sentence{" needs a key with the scope " + names_of(scopes, " or "),
                             ": нужен ключ с правом " + names_of(scopes, " или ")} +
                    Sentence{"; the author's key has ", "; у ключа автора: "} +
                    (found.empty() ? Sentence{"none", "никаких"} : same(found)),
                "author.key");
}

bool has_evidence(const Candidate& candidate) {
  return candidate.body.table().attestation()->evidence() != nullptr;
}

/// The registration of a paper is told by that very paper; everything else names its evidence.
Status need_evidence(const Candidate& candidate, const Sentence& what) {
  if (has_evidence(candidate) || candidate.body.payload_type() == fb::Payload::DocumentRegistered) {
    return Ok{};
  }
  return refuse("EVIDENCE_MISSING",
                what + Sentence{" names the registered document that tells it; none is named",
                                ": называют зарегистрированный документ, который об этом говорит; "
                                "он не назван"},
                "attestation.evidence");
}

Status check_grade(const Candidate& candidate, Matter matter) {
  switch (candidate.body.grade()) {
    case Grade::kSelf:
      if (matter == Matter::kRegister) return Ok{};  // REGISTER was demanded before
      if (matter == Matter::kDocument) {
        return need_scope(candidate, ledger::kScopeAct | ledger::kScopeRegister,
                          {"registering a document", "регистрация документа"});
      }
      return need_scope(candidate, ledger::kScopeAct,
                        {"an event that its author vouches for", "событие со слов самого автора"});
    case Grade::kRecorder:
      return need_scope(candidate, ledger::kScopeRecord,
                        {"an event that a recorder vouches for", "событие со слов регистратора"});
    case Grade::kDocument: {
      const Sentence what{"an event that a document vouches for", "событие по документу"};
      if (auto scope = need_scope(candidate, ledger::kScopeRecord | ledger::kScopeImport, what);
          !scope) {
        return scope;
      }
      return need_evidence(candidate, what);
    }
  }
  return Ok{};
}

Status check_history(const IdentityState& state, const Candidate& candidate) {
  if (!candidate.body.historical()) return Ok{};
  const Sentence what{"an import of history", "запись прошлого"};
  if (auto scope = need_scope(candidate, ledger::kScopeImport, what); !scope) return scope;
  if (auto evidence = need_evidence(candidate, what); !evidence) return evidence;
  if (!state.import_closed(candidate.body.scope())) return Ok{};
  return refuse("IMPORT_CLOSED",
                {"the import of history into this scope was closed for good",
                 "запись прошлого в эту область закрыта навсегда"},
                "historical");
}

/// A correction is as weighty as what it puts in place; taking something back is for those who
/// keep the record.
Status check_matter(const Candidate& candidate, Matter matter) {
  const std::string name(candidate.body.payload_name());
  switch (matter) {
    case Matter::kLedger:
      return Ok{};
    case Matter::kRoot:
      if (candidate.author.kind == ledger::KeyKind::kOperatorRoot) return Ok{};
      return refuse("ROOT_REQUIRED",
                    {name + " is signed by the operator's root key alone; this is another key",
                     name + " подписывает только корневой ключ оператора; здесь другой ключ"},
                    "author.key");
    case Matter::kRegister:
      if (auto scope = need_scope(candidate, ledger::kScopeRegister, same(name)); !scope)
        return scope;
      return check_grade(candidate, matter);
    case Matter::kDocument:
    case Matter::kAct:
      return check_grade(candidate, matter);
  }
  return Ok{};
}

Status check_correction(const Candidate& candidate, const fb::EventCorrected& event) {
  if (const auto payload = new_payload_of(event)) {
    return check_matter(candidate, matter_of(payload->type()));
  }
  return need_scope(candidate, ledger::kScopeRegister | ledger::kScopeRecord,
                    {"the withdrawal of an event", "отзыв события"});
}

}  // namespace

Status check_authority(const IdentityState& state, const Candidate& candidate) {
  if (auto history = check_history(state, candidate); !history) return history;
  if (const auto* event = candidate.body.table().payload_as_EventCorrected()) {
    return check_correction(candidate, *event);
  }
  return check_matter(candidate, matter_of(candidate.body.payload_type()));
}

bool belongs_to_a_place(fb::Payload type) {
  return matter_of(type) == Matter::kAct || type == fb::Payload::CharterAdopted;
}

bool may_be_corrected(fb::Payload type) {
  switch (type) {
    case fb::Payload::LedgerCreated:
    case fb::Payload::LedgerCommitment:
    case fb::Payload::RulesUpgraded:
    case fb::Payload::CheckpointKeyChanged:
    case fb::Payload::ImportClosed:
    case fb::Payload::KeyIntroduced:
    case fb::Payload::KeyRevoked:
    case fb::Payload::KeySuspected:
    case fb::Payload::KeyRecovered:
    case fb::Payload::EventReconfirmed:
    case fb::Payload::VoteCast:
    case fb::Payload::BallotClosed:
    case fb::Payload::MeetingClosed:
    case fb::Payload::PersonalDataErased:
      return false;
    default:
      return true;
  }
}

}  // namespace projections::internal
