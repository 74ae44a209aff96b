// SPDX-License-Identifier: Apache-2.0
// Corrections: of the same type and thing, by who said it or by who answers for the record, and
// never of what somebody has signed or voted on (tools/RULES.md).
#include "projections/internal/governance_case.h"
#include "projections/internal/identity_authority.h"

namespace projections::internal {
namespace {

using ledger::Body;
using ledger::Candidate;
using ledger::Hash;
using ledger::Ok;
using ledger::Status;

Status forbidden(const Sentence& message) {
  return refuse("CORRECTION_FORBIDDEN", message, "payload.target");
}

Status wrong_target(const Sentence& message) {
  return refuse("CORRECTION_TARGET", message, "payload.new_payload");
}

/// Content that a vote or a native signature binds stays as it was signed.
Status check_bound(const GovernanceState& state, const Body& target, const Hash& digest) {
  switch (target.payload_type()) {
    case fb::Payload::BallotOpened: {
      const auto ballot = state.one<BallotRow>(row_key("agL", digest));
      if (!ballot || (!ballot->voted && ballot->outcome == Outcome::kOpen)) return Ok{};
      return forbidden({"votes were cast on this ballot, or it is closed: its question stays",
                        "по этому голосованию уже голосовали или оно закрыто: вопрос не меняют"});
    }
    case fb::Payload::AgreementRegistered:
    case fb::Payload::AgreementAmended:
    case fb::Payload::ProgrammeSubmitted: {
      const auto row = state.one<SignableRow>(row_key("agS", digest));
      if (!row || !row->bound) return Ok{};
      return forbidden({"a party has signed it with its own key: register a new version",
                        "сторона подписала это своим ключом: зарегистрируйте новую версию"});
    }
    case fb::Payload::ProtocolRegistered:
      if (!state.rows().contains(row_key("agD", digest))) return Ok{};
      return forbidden({"the protocol is signed with a key: register a new one that replaces it",
                        "протокол подписан ключом: зарегистрируйте новый взамен"});
    default:
      return Ok{};
  }
}

Status check_same_thing(const Body& target, const PayloadRef& payload) {
  if (payload.type() != target.payload_type()) {
    return wrong_target(Sentence{"the event corrected is a ", "исправляемое событие — "} +
                        same(target.payload_name()) +
                        Sentence{", the correction a ", ", исправление — "} +
                        same(ledger::payload_name(payload.type())) +
                        Sentence{"; the two are of one type", "; вид у них один и тот же"});
  }
  const auto before = id_declared_by(PayloadRef(target));
  const auto after = id_declared_by(payload);
  if (before && after && (before->id != after->id || before->version != after->version)) {
    return wrong_target(
        with_id("the correction is of ", "исправление — о ", after->id) +
        with_id(", the event corrected of ", ", исправляемое — о ", before->id) +
        Sentence{"; id and version stay as they are", "; идентификатор и версия не меняются"});
  }
  return Ok{};
}

/// Who said it, in the same capacity; for what a recorder or a paper told, also who answers for
/// the record of the place. What somebody vouched for itself nobody else takes back.
Status check_corrector(const Case& c, const Body& target) {
  const ledger::Signer& said = target.author();
  const ledger::Signer& now = c.author();
  const bool same =
      said.organisation == now.organisation && said.role == now.role && said.seat == now.seat;
  if (same) return Ok{};
  if (target.grade() != ledger::Grade::kSelf) {
    if (said.organisation == now.organisation) return Ok{};
    const std::uint32_t standing = standing_of(c, fb::RepresentationScope::ALL_ACTS);
    const bool records = now.role == fb::Role::SECRETARY || now.role == fb::Role::ARCHIVIST;
    if ((standing & (kLedgerOperator | kRegionalOperator | kCoordinator)) != 0) return Ok{};
    if (records && now.organisation &&
        c.state.holds_role(c.place, fb::Role::REGIONAL_OPERATOR, *now.organisation) != Truth::kNo) {
      return Ok{};
    }
  }
  const bool own = target.grade() == ledger::Grade::kSelf;
  return refuse("ACTOR_NOT_ALLOWED",
                Sentence{"a correction comes from who said it, in the same capacity",
                         "исправляет тот, кто это сказал, в том же качестве"} +
                    (own ? Sentence()
                         : Sentence{", or from the operator of the ledger or the region",
                                    ", либо оператор журнала или региона"}) +
                    Sentence{"; the author is ", "; автор — "} + author_words(c),
                "author");
}

}  // namespace

Status check_correction(const GovernanceState& state, const Candidate& candidate,
                        const Place& place) {
  const auto* event = candidate.body.table().payload_as_EventCorrected();
  if (event == nullptr || candidate.corrected == nullptr) return Ok{};
  const Body& target = *candidate.corrected;
  if (!may_be_corrected(target.payload_type())) {
    return forbidden({"a " + std::string(target.payload_name()) + " cannot be corrected",
                      "событие " + std::string(target.payload_name()) + " не исправляют"});
  }
  if (target.scope() != candidate.body.scope()) {
    return wrong_target({"the correction is in another scope than the event that it corrects",
                         "исправление записано в другой области, чем исправляемое событие"});
  }
  const auto payload = new_payload_of(*event);
  if (payload) {
    if (auto same = check_same_thing(target, *payload); !same) return same;
  }
  if (auto bound = check_bound(state, target, fixed_of<Hash>(event->target())); !bound) {
    return bound;
  }
  const Case c{state, candidate, place, PayloadRef(candidate.body), false, false, true};
  return check_corrector(c, target);
}

}  // namespace projections::internal
