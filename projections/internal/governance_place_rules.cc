// SPDX-License-Identifier: Apache-2.0
// Everything that an act refers to is of the act's own place. A region and its clusters may cite
// each other where papers do: a plan that the region's council discusses, an order that somebody
// consents to. What an act works upon is never another place's. Version 2 of the rules; what an
// erasure names by its index, version 3.
#include <array>

#include "projections/internal/governance_case.h"
#include "projections/internal/identity_authority.h"

namespace projections::internal {
namespace {

using fb::Payload;
using ledger::Referenced;
using ledger::Scope;
using ledger::ScopeKind;

struct Citation {
  Payload type;
  std::string_view field;
};

/// The fields that only cite; every other one names what the act works upon.
constexpr std::array kCitations{Citation{Payload::RepresentativeAuthorised, "body"},
                                Citation{Payload::OrderIssued, "approves"},
                                Citation{Payload::OrderIssued, "amends"},
                                Citation{Payload::OrderIssued, "takes_notice_of"},
                                Citation{Payload::MembershipConsentRecorded, "to"},
                                Citation{Payload::BodyComposed, "decision"},
                                Citation{Payload::BallotOpened, "charter"},
                                Citation{Payload::DecisionDeclared, "about"},
                                Citation{Payload::DecisionDeclared, "depends_on"},
                                Citation{Payload::ObjectionRecorded, "target"},
                                Citation{Payload::AgreementRegistered, "programme"},
                                Citation{Payload::AgreementRegistered, "adopted_by"},
                                Citation{Payload::AgreementAmended, "protocol"},
                                Citation{Payload::NoticeDispatched, "concerns"},
                                Citation{Payload::NoticeDispatched, "attachments"},
                                Citation{Payload::NoticeReceived, "notice"},
                                Citation{Payload::ProgrammeChanged, "basis"},
                                Citation{Payload::PlanApproved, "decision"},
                                Citation{Payload::TermChanged, "basis"}};

/// "attachments" of "payload.attachments[1]".
std::string_view field_of(std::string_view where) {
  where.remove_prefix(where.rfind('.') + 1);
  return where.substr(0, where.find('['));
}

bool only_cites(const Case& c, const Referenced& one) {
  const std::string_view field = field_of(one.reference->where);
  return std::any_of(kCitations.begin(), kCitations.end(), [&](const Citation& citation) {
    return citation.type == c.payload.type() && citation.field == field;
  });
}

std::optional<ledger::Id> region_of(const Case& c, const Scope& scope) {
  if (scope.kind == ScopeKind::kRegion) return scope.id;
  const auto cluster = c.state.one<ClusterRow>(row_key("agA", scope.id));
  return cluster ? std::optional(cluster->region) : std::nullopt;
}

/// One of the two places holds the other.
bool one_holds_the_other(const Case& c, const Scope& other) {
  const Scope& here = c.place.scope;
  if (here.kind == ScopeKind::kLedger || other.kind == ScopeKind::kLedger) return true;
  const bool region = here.kind == ScopeKind::kRegion || other.kind == ScopeKind::kRegion;
  return region && c.place.region && region_of(c, other) == c.place.region;
}

/// What a recorder or a paper tells of a cluster may be of a body of its region.
bool tells_of_a_body_above(const Case& c, const Referenced& one) {
  return !c.native && one.payload_type == Payload::BodyComposed &&
         c.place.scope.kind == ScopeKind::kCluster;
}

bool may_be_named(const Case& c, const Referenced& one) {
  if (one.scope == c.place.scope || !belongs_to_a_place(one.payload_type)) return true;
  return one_holds_the_other(c, one.scope) && (only_cites(c, one) || tells_of_a_body_above(c, one));
}

}  // namespace

ledger::Status check_places(const Case& c) {
  if (c.payload.type() == Payload::EventReconfirmed) return ledger::Ok{};  // a matter of its key
  for (const Referenced& one : c.candidate.referenced) {
    if (may_be_named(c, one)) continue;
    const std::string named =
        std::string(ledger::payload_name(one.payload_type)) + " " + to_hex(one.reference->digest);
    return refuse("PLACE_MISMATCH",
                  {"the " + named + " belongs to another place than the event",
                   "событие " + named + " относится к другому месту, чем это"},
                  one.reference->where);
  }
  return ledger::Ok{};
}

ledger::Status check_erased_events(const Case& c) {
  const auto* erasure = c.payload.as<fb::PersonalDataErased>();
  if (erasure == nullptr) return ledger::Ok{};
  const auto& scopes = c.candidate.erased;
  for (flatbuffers::uoffset_t i = 0; i < erasure->fields()->size(); ++i) {
    const auto scope = i < scopes.size() ? scopes[i] : std::nullopt;
    const std::string index = std::to_string(erasure->fields()->Get(i)->index());
    const std::string where = "payload.fields[" + std::to_string(i) + "].index";
    if (!scope) {
      return refuse("ERASED_UNKNOWN",
                    {"the log has no event " + index +
                         " before this one, of which something is "
                         "said to be erased",
                     "события " + index +
                         " раньше этого в журнале нет, а сказано, что из него "
                         "уничтожено"},
                    where);
    }
    if (c.place.scope.kind == ScopeKind::kLedger || *scope == c.place.scope) continue;
    return refuse("PLACE_MISMATCH",
                  {"the event " + index + " belongs to another place than the erasure",
                   "событие " + index + " относится к другому месту, чем уничтожение"},
                  where);
  }
  return ledger::Ok{};
}

}  // namespace projections::internal
