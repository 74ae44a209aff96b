// SPDX-License-Identifier: Apache-2.0
// Whose standing counts in a place: a head is one of somebody who takes part there, a post is on
// record, a recorder belongs there. Version 3 of the rules; each check is stricter than check_actor
// and comes after it.
#include "projections/internal/governance_case.h"
#include "projections/internal/governance_ties.h"

namespace projections::internal {
namespace {

using fb::Payload;
using fb::Role;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

/// What ties an organisation to a place before its head may act there. Ascending.
enum class Tie {
  kNone,       ///< an outsider's own affair: an application, a consent, its own signature
  kRegion,     ///< of the region of the place
  kConcerned,  ///< something of its membership is on record
  kPart,       ///< takes part in the place
};

/// A letter is received by its addressee, wherever that is.
Tie tie_for_receipt(const Case& c, const fb::NoticeReceived& event) {
  const auto notice =
      c.state.one<NoticeRow>(row_key("agU", fixed_of<ledger::Hash>(event.notice())));
  const bool addressed = notice && notice->to_organisation == c.author().organisation;
  return addressed ? Tie::kNone : Tie::kPart;
}

Tie needed_tie(const Case& c) {
  switch (c.payload.type()) {
    case Payload::AccessionApplied:
    case Payload::MembershipConsentRecorded:
    case Payload::RepresentativeAuthorised:
    case Payload::AgreementSigned:  // in a slot of its own
      return Tie::kNone;
    case Payload::ObjectionRecorded:
    case Payload::ExecutionReported:
      return Tie::kRegion;
    case Payload::WithdrawalNoticeRecorded:
    case Payload::NoticeDispatched:
    case Payload::IndicatorReported:
      return Tie::kConcerned;
    case Payload::NoticeReceived:
      return tie_for_receipt(c, *c.payload.as<fb::NoticeReceived>());
    default:
      return Tie::kPart;
  }
}

bool is_tied(const Ties& ties, Tie needed) {
  switch (needed) {
    case Tie::kNone:
      return true;
    case Tie::kRegion:
      return ties.of_region();
    case Tie::kConcerned:
      return ties.concerned();
    case Tie::kPart:
      break;
  }
  return ties.belongs();
}

Ties ties_of(const Case& c) { return {c.state, c.place, *c.author().organisation}; }

/// Who fills a seat gives up its office; of another seat those tell who keep the record.
bool is_of_own_seat(const Case& c, const fb::OfficeVacated& event) {
  const Id seat = fixed_of<Id>(event.seat());
  if (c.author().seat) return *c.author().seat == seat;
  const auto body = c.state.body_of(fixed_of<ledger::Hash>(event.body()));
  const auto composition = body ? c.state.composition_on(*body, c.today()) : std::nullopt;
  return composition && c.state.organisation_of(*composition, seat) == c.author().organisation;
}

/// What the author is here, as far as the record bears it out.
std::uint32_t standing_here(const Case& c, const ActRule& rule) {
  std::uint32_t standing = standing_of(c, rule.power) | standing_there(c);
  const Ties ties = ties_of(c);
  const auto need = [&](bool borne_out, std::uint32_t bits) {
    if (!borne_out) standing &= ~bits;
  };
  const bool runs = ties.runs();
  need(runs || ties.serves_as(c.author().role), kSecretary | kAuditor);
  need(!c.author().seat || holds_seat_here(c), kSeatHolder | kPresiding);
  need(runs || ties.takes_part(), kParticipant);
  need(is_tied(ties, needed_tie(c)), kHeadOfOwn | kRepresentative);
  if (const auto* vacated = c.payload.as<fb::OfficeVacated>()) {
    need(is_of_own_seat(c, *vacated), kHeadOfOwn | kRepresentative | kSeatHolder);
  }
  return standing;
}

/// A supervising official is one whose appointment is on record, as a head is.
Status check_post(const Case& c) {
  if (c.author().role != Role::SUPERVISING_OFFICIAL || !c.author().organisation) return Ok{};
  const bool administers = c.candidate.author.may(ledger::kScopeAdminister) &&
                           (c.payload.type() == Payload::OfficeHolderChanged ||
                            c.payload.type() == Payload::RepresentativeAuthorised);
  if (administers || ties_of(c).has_post(Role::SUPERVISING_OFFICIAL)) return Ok{};
  return not_allowed(
      c,
      Sentence{"a supervising official whose appointment is on record and runs on ",
               "курирующее должностное лицо, о назначении которого есть запись, действующая на "} +
          same(day_text(c.today())),
      "author.capacity");
}

Status check_recorder(const Case& c) {
  const Ties ties = ties_of(c);
  if (ties.belongs()) return Ok{};
  if (const auto* event = c.payload.as<fb::OfficeHolderChanged>()) {
    if (fixed_of<Id>(event->organisation()) == *c.author().organisation) return Ok{};
  }
  const auto* own = own_organisation(c.payload);
  const bool of_own = own != nullptr && fixed_of<Id>(own) == *c.author().organisation;
  if (of_own && is_tied(ties, needed_tie(c))) return Ok{};
  return not_allowed(
      c,
      Sentence{"a recorder of this place (", "регистратор этого места ("} +
          place_words(c.place.scope) +
          Sentence{"): of the ledger's or the region's operator, the coordinator, the operator of "
                   "the cluster or one who takes part in it; an applicant does not",
                   "): от оператора журнала или региона, координатора, оператора кластера или "
                   "того, кто в нём участвует; подавший заявление ещё не участник"},
      "author.capacity.organisation");
}

Sentence needed_here(const Case& c, const ActRule& rule) {
  return names_of(rule.allowed) +
         Sentence{" who has standing here (", ", у которого есть на это право здесь ("} +
         place_words(c.place.scope) +
         Sentence{
             "): a head, a representative or a seat of one who runs the place or takes part "
             "in it, a secretary or an auditor of one who runs it or whose appointment here "
             "is on record from its recorder or from who runs it; an applicant takes no part yet",
             "): руководитель, представитель или место того, кто управляет этим местом или в "
             "нём участвует; секретарь или аудитор того, кто им управляет, либо назначенный "
             "здесь, о чём записал регистратор этого места или те, кто им управляет; подавший "
             "заявление ещё не участник"};
}

/// Events that are judged here: acts, votes, posts.
bool is_judged(Payload type) {
  return act_rule_of(type) != nullptr || type == Payload::OfficeHolderChanged ||
         type == Payload::VoteCast;
}

}  // namespace

Status check_authority_here(const Case& c) {
  if (!is_judged(c.payload.type()) || !c.author().organisation) return Ok{};
  if (!c.self) return check_recorder(c);
  if (auto post = check_post(c); !post) return post;
  const ActRule* rule = act_rule_of(c.payload.type());
  if (rule == nullptr) return Ok{};
  if ((standing_here(c, *rule) & rule->allowed) != 0) return Ok{};
  return not_allowed(c, needed_here(c, *rule), "author");
}

}  // namespace projections::internal
