// SPDX-License-Identifier: Apache-2.0
// One id, one thing: an event that declares a meeting, a ballot, an agreement … takes an id that
// nobody has taken, or makes the next version of what its author names.
#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::refused;
using ledger::Status;

template <typename T>
std::optional<DeclaredId> named(const PayloadRef& payload, char kind, const char* name,
                                const flatbuffers::String* (T::*id)() const) {
  const T* event = payload.as<T>();
  if (event == nullptr) return std::nullopt;
  return DeclaredId{kind, name, fixed_of<Id>((event->*id)()), 0, std::nullopt, std::nullopt};
}

template <typename T>
std::optional<DeclaredId> replacing(const PayloadRef& payload, char kind, const char* name,
                                    const flatbuffers::String* (T::*id)() const) {
  auto declared = named<T>(payload, kind, name, id);
  if (declared) declared->replaces = optional_of<Hash>(payload.as<T>()->replaces());
  return declared;
}

template <typename T>
std::optional<DeclaredId> versioned(const PayloadRef& payload, char kind, const char* name,
                                    const flatbuffers::String* (T::*id)() const) {
  auto declared = replacing<T>(payload, kind, name, id);
  if (declared) declared->version = payload.as<T>()->version();
  return declared;
}

Status taken(const DeclaredId& ours, const std::string& needed) {
  return refused(
      "DUPLICATE_ID",
      std::string("the ") + ours.name + " " + hex(ours.id) + " was declared before; " + needed,
      "payload");
}

Status check_next_version(const Case& c, const DeclaredId& ours, const IdRow& before) {
  if (before.place != c.place.scope) return taken(ours, "in another place");
  if (ours.owner && before.owner != ours.owner) return Ok{};
  if (ours.replaces && *ours.replaces != before.newest) {
    return refused("REPLACES_ANOTHER",
                   std::string("a new version of the ") + ours.name + " " + hex(ours.id) +
                       " takes the place of its newest one, " + ledger::to_hex(before.newest),
                   "payload.replaces");
  }
  if (ours.version > 0) {
    if (ours.version > before.version) return Ok{};
    return taken(ours, "its newest version is " + std::to_string(before.version) +
                           ", the next one has a higher number");
  }
  if (ours.replaces) return Ok{};
  return taken(ours, "a change of it names the declaration that it replaces");
}

}  // namespace

std::optional<DeclaredId> id_declared_by(const PayloadRef& payload) {
  switch (payload.type()) {
    case fb::Payload::CharterAdopted:
      return versioned(payload, 'c', "charter", &fb::CharterAdopted::charter);
    case fb::Payload::BodyComposed:
      return replacing(payload, 'o', "body", &fb::BodyComposed::body);
    case fb::Payload::MeetingConvened:
      return replacing(payload, 'm', "meeting", &fb::MeetingConvened::meeting);
    case fb::Payload::BallotOpened:
      return named(payload, 'b', "ballot", &fb::BallotOpened::ballot);
    case fb::Payload::DecisionDeclared:
      return named(payload, 'd', "decision", &fb::DecisionDeclared::decision);
    case fb::Payload::ProtocolRegistered:
      return replacing(payload, 'p', "protocol", &fb::ProtocolRegistered::protocol);
    case fb::Payload::AgreementRegistered:
      return versioned(payload, 'a', "agreement", &fb::AgreementRegistered::agreement);
    case fb::Payload::AgreementAmended:
      return named(payload, 's', "supplementary agreement", &fb::AgreementAmended::supplementary);
    case fb::Payload::ProgrammeSubmitted:
      return versioned(payload, 'g', "programme", &fb::ProgrammeSubmitted::programme);
    case fb::Payload::PlanSubmitted:
      return versioned(payload, 'l', "plan", &fb::PlanSubmitted::plan);
    case fb::Payload::PlanItemSet: {
      auto row = replacing(payload, 'r', "row", &fb::PlanItemSet::row);
      row->owner = fixed_of<Hash>(payload.as<fb::PlanItemSet>()->plan());
      return row;
    }
    case fb::Payload::NoticeDispatched:
      return named(payload, 'n', "notice", &fb::NoticeDispatched::notice);
    default:
      return std::nullopt;
  }
}

Status check_ids(const Case& c) {
  if (c.correction) return Ok{};  // the id stays as it is
  const auto ours = id_declared_by(c.payload);
  if (!ours) return Ok{};
  const auto before = c.state.one<IdRow>(row_key("agI", ours->kind, ours->id));
  return before ? check_next_version(c, *ours, *before) : Status(Ok{});
}

}  // namespace projections::internal
