// SPDX-License-Identifier: Apache-2.0
#include "api/internal/subject_card.h"

#include <optional>

#include "api/json.h"

namespace api {
namespace {

namespace fb = ledger::fb;
using ledger::Hash;
using projections::Chronicle;
using IdField = const flatbuffers::String*;

/// The card of the fact, if it is a T of a region or cluster, which the list has by this name.
template <typename T>
std::optional<std::string> card_in(const Chronicle& chronicle, const Hash& digest,
                                   std::string_view list, IdField (T::*name)() const) {
  const auto fact = chronicle.find<T>(digest);
  if (!fact || fact->scope.kind == ledger::ScopeKind::kLedger) return std::nullopt;
  const bool cluster = fact->scope.kind == ledger::ScopeKind::kCluster;
  const auto id = projections::fixed_of<ledger::Id>((fact->payload->*name)());
  std::string path = cluster ? "/v1/clusters/" : "/v1/regions/";
  return path.append(to_hex(fact->scope.id))
      .append("/")
      .append(list)
      .append("/")
      .append(to_hex(id));
}

/// The fact that a T with this D goes on with; the D itself of any other fact.
template <typename T>
Hash begun_by(const Chronicle& chronicle, const Hash& digest, IdField (T::*named)() const) {
  const auto fact = chronicle.find<T>(digest);
  return fact ? projections::fixed_of<Hash>((fact->payload->*named)()) : digest;
}

Hash beginning_of(const Chronicle& c, Hash digest) {
  digest = begun_by(c, digest, &fb::AttendanceRecorded::meeting);
  digest = begun_by(c, digest, &fb::MeetingClosed::meeting);
  digest = begun_by(c, digest, &fb::ProtocolSigned::protocol);
  digest = begun_by(c, digest, &fb::ProtocolApproved::protocol);
  digest = begun_by(c, digest, &fb::AgreementSigned::target);
  digest = begun_by(c, digest, &fb::AgreementAmended::agreement);
  digest = begun_by(c, digest, &fb::AgreementTerminated::agreement);
  digest = begun_by(c, digest, &fb::ProgrammeChanged::programme);
  digest = begun_by(c, digest, &fb::PlanApproved::plan);
  return begun_by(c, digest, &fb::NoticeReceived::notice);
}

}  // namespace

std::string card_path(const Chronicle& chronicle, const Hash& subject) {
  const Hash digest = beginning_of(chronicle, subject);
  const auto in = [&]<typename T>(std::string_view list, IdField (T::*name)() const) {
    return card_in<T>(chronicle, digest, list, name);
  };
  std::optional<std::string> card = in("decisions", &fb::DecisionDeclared::decision);
  if (!card) card = in("plan-rows", &fb::PlanItemSet::row);
  if (!card) card = in("meetings", &fb::MeetingConvened::meeting);
  if (!card) card = in("bodies", &fb::BodyComposed::body);
  if (!card) card = in("protocols", &fb::ProtocolRegistered::protocol);
  if (!card) card = in("ballots", &fb::BallotOpened::ballot);
  if (!card) card = in("agreements", &fb::AgreementRegistered::agreement);
  if (!card) card = in("programmes", &fb::ProgrammeSubmitted::programme);
  if (!card) card = in("plans", &fb::PlanSubmitted::plan);
  if (!card) card = in("notices", &fb::NoticeDispatched::notice);
  if (!card) card = in("charters", &fb::CharterAdopted::charter);
  if (card) return *card;
  if (const auto cluster = chronicle.find<fb::ClusterCreated>(digest)) {
    return "/v1/clusters/" + cluster->payload->cluster()->str();
  }
  return "/v1/events/" + to_hex(subject);
}

}  // namespace api
