// SPDX-License-Identifier: Apache-2.0
// One id, one thing: an event that declares a meeting, a ballot, an agreement … takes an id that
// nobody has taken, or makes the next version of what its author names.
#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

template <typename T>
std::optional<DeclaredId> named(const PayloadRef& payload, char kind, const Sentence& name,
                                const flatbuffers::String* (T::*id)() const) {
  const T* event = payload.as<T>();
  if (event == nullptr) return std::nullopt;
  return DeclaredId{kind, name, fixed_of<Id>((event->*id)()), 0, std::nullopt, std::nullopt};
}

template <typename T>
std::optional<DeclaredId> replacing(const PayloadRef& payload, char kind, const Sentence& name,
                                    const flatbuffers::String* (T::*id)() const) {
  auto declared = named<T>(payload, kind, name, id);
  if (declared) declared->replaces = optional_of<Hash>(payload.as<T>()->replaces());
  return declared;
}

template <typename T>
std::optional<DeclaredId> versioned(const PayloadRef& payload, char kind, const Sentence& name,
                                    const flatbuffers::String* (T::*id)() const) {
  auto declared = replacing<T>(payload, kind, name, id);
  if (declared) declared->version = payload.as<T>()->version();
  return declared;
}

/// "the charter 0011…".
Sentence thing_words(const DeclaredId& thing) {
  return Sentence{"the ", ""} + thing.name + same(" " + hex(thing.id));
}

Status taken(const DeclaredId& ours, const Sentence& needed) {
  return refuse(
      "DUPLICATE_ID",
      thing_words(ours) + Sentence{" was declared before; ", ": уже объявлено раньше; "} + needed,
      "payload");
}

Status check_next_version(const Case& c, const DeclaredId& ours, const IdRow& before) {
  if (before.place != c.place.scope) {
    return taken(ours, {"in another place, which keeps it", "в другом месте, и остаётся там"});
  }
  if (ours.owner && before.owner != ours.owner) return Ok{};
  if (ours.replaces && *ours.replaces != before.newest) {
    return refuse("REPLACES_ANOTHER",
                  thing_words(ours) +
                      Sentence{": a new version replaces its newest one, ",
                               ": новая версия заменяет последнюю, "} +
                      same(ledger::to_hex(before.newest)) +
                      Sentence{", this one replaces ", ", а эта заменяет "} +
                      same(ledger::to_hex(*ours.replaces)),
                  "payload.replaces");
  }
  if (ours.version > 0) {
    if (ours.version > before.version) return Ok{};
    const std::string newest = std::to_string(before.version);
    return taken(ours, {"its newest version is " + newest + ", the next one has a higher number",
                        "последняя версия — " + newest + ", у следующей номер больше"});
  }
  if (ours.replaces) return Ok{};
  return taken(ours, {"a change of it names the declaration that it replaces",
                      "изменение называет то объявление, которое заменяет"});
}

}  // namespace

std::optional<DeclaredId> id_declared_by(const PayloadRef& payload) {
  switch (payload.type()) {
    case fb::Payload::CharterAdopted:
      return versioned(payload, 'c', {"charter", "положение"}, &fb::CharterAdopted::charter);
    case fb::Payload::BodyComposed:
      return replacing(payload, 'o', {"body", "орган"}, &fb::BodyComposed::body);
    case fb::Payload::MeetingConvened:
      return replacing(payload, 'm', {"meeting", "заседание"}, &fb::MeetingConvened::meeting);
    case fb::Payload::BallotOpened:
      return named(payload, 'b', {"ballot", "голосование"}, &fb::BallotOpened::ballot);
    case fb::Payload::DecisionDeclared:
      return named(payload, 'd', {"decision", "решение"}, &fb::DecisionDeclared::decision);
    case fb::Payload::ProtocolRegistered:
      return replacing(payload, 'p', {"protocol", "протокол"}, &fb::ProtocolRegistered::protocol);
    case fb::Payload::AgreementRegistered:
      return versioned(payload, 'a', {"agreement", "соглашение"},
                       &fb::AgreementRegistered::agreement);
    case fb::Payload::AgreementAmended:
      return named(payload, 's', {"supplementary agreement", "дополнительное соглашение"},
                   &fb::AgreementAmended::supplementary);
    case fb::Payload::ProgrammeSubmitted:
      return versioned(payload, 'g', {"programme", "программа"},
                       &fb::ProgrammeSubmitted::programme);
    case fb::Payload::PlanSubmitted:
      return versioned(payload, 'l', {"plan", "план"}, &fb::PlanSubmitted::plan);
    case fb::Payload::PlanItemSet: {
      auto row = replacing(payload, 'r', {"row", "строка плана"}, &fb::PlanItemSet::row);
      row->owner = fixed_of<Hash>(payload.as<fb::PlanItemSet>()->plan());
      return row;
    }
    case fb::Payload::NoticeDispatched:
      return named(payload, 'n', {"notice", "уведомление"}, &fb::NoticeDispatched::notice);
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
