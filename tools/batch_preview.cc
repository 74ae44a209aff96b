// SPDX-License-Identifier: Apache-2.0
#include "tools/batch_preview.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "api/council_json.h"
#include "api/event_json.h"
#include "api/governance_json.h"
#include "api/view_json.h"
#include "ledger/clock.h"
#include "projections/facts_overlay.h"
#include "projections/governance/words.h"
#include "tools/event_text.h"
#include "tools/verdict_text.h"

namespace tools {
namespace {

namespace gov = projections::governance;
using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;
using projections::Chronicle;

struct Candidates {
  std::vector<ledger::Body> bodies;
  std::set<ledger::Hash> digests;
};

Result<Candidates> read_candidates(const std::vector<api::PreparedBatch>& batches) {
  Candidates out;
  for (const api::PreparedBatch& batch : batches) {
    for (const api::PreparedEvent& event : batch) {
      auto body = ledger::check_body(event.event.body);
      if (!body) return body.error();
      out.bodies.push_back(std::move(*body));
      out.digests.insert(event.digest);
    }
  }
  return out;
}

/// The ledger's facts, and the same with the candidates, as if recorded now in this order.
class Facts {
 public:
  explicit Facts(projections::ViewReader reader)
      : reader_(std::move(reader)), stored_(reader_), with_(stored_) {}
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  Status add(const std::vector<api::PreparedBatch>& batches, const Candidates& candidates) {
    const std::uint64_t now = ledger::SystemClock().now_us();
    std::size_t next = 0;
    for (const api::PreparedBatch& batch : batches) {
      for (const api::PreparedEvent& event : batch) {
        auto folded = with_.fold({candidates.bodies[next], position() + next, now, event.digest});
        if (!folded) return folded;
        ++next;
      }
    }
    added_ = next;
    return Ok{};
  }

  std::uint64_t position() const { return reader_.position(); }
  const projections::ViewReader& reader() const { return reader_; }
  /// Nothing if the place is not there yet.
  Result<std::optional<Chronicle>> before(const Scope& place) const {
    auto loaded = Chronicle::load(stored_, place, position());
    if (loaded) return std::optional<Chronicle>(std::move(*loaded));
    if (loaded.error().reason == "NO_SUCH_PLACE") return std::optional<Chronicle>{};
    return loaded.error();
  }
  Result<Chronicle> after(const Scope& place) const {
    return Chronicle::load(with_, place, position() + added_);
  }

 private:
  projections::ViewReader reader_;
  projections::StoredFactRows stored_;
  projections::OverlaidFactRows with_;
  std::uint64_t added_ = 0;
};

/// Every place that the events may matter for: what is said of a region or in the registers may
/// matter for all.
Result<std::set<Scope>> places_touched(const Facts& facts, const Candidates& candidates) {
  std::set<Scope> out;
  bool wide = false;
  for (const ledger::Body& body : candidates.bodies) {
    const Scope scope = body.scope();
    if (scope.kind != ScopeKind::kLedger) out.insert(scope);
    wide = wide || scope.kind != ScopeKind::kCluster;
    const auto* created = body.table().payload_as_ClusterCreated();
    if (created != nullptr) {
      out.insert({ScopeKind::kCluster, projections::fixed_of<ledger::Id>(created->cluster())});
    }
  }
  if (!wide) return out;
  const auto all = find_places(facts.reader(), "");
  if (!all) return all.error();
  out.insert(all->begin(), all->end());
  return out;
}

void print_list(VerdictText& text, const Text& title, const auto& list, auto print) {
  if (list.empty()) return;
  text.heading(title);
  for (const auto& one : list) (text.*print)(one);
}

/// One that comes back in period after period is told once, with how often and until when.
void print_duties(VerdictText& text, const std::vector<gov::Obligation>& duties) {
  if (duties.empty()) return;
  text.heading({"Duties that begin:", "Возникают обязанности:"});
  using Whose = std::tuple<ledger::Hash, std::uint8_t, std::optional<ledger::Id>>;
  std::map<Whose, std::vector<const gov::Obligation*>> periods;
  const auto periods_of = [&](const gov::Obligation& duty) -> auto& {
    const bool named = !duty.responsible.empty();
    return periods[{duty.subject, duty.component,
                    named ? duty.responsible.front().organisation : std::nullopt}];
  };
  const auto recurs = [](const gov::Obligation& duty) {
    return !duty.period.empty() && duty.kind != gov::ObligationKind::kMeeting;
  };
  for (const gov::Obligation& duty : duties) {
    if (recurs(duty)) periods_of(duty).push_back(&duty);
  }
  for (const gov::Obligation& duty : duties) {
    if (!recurs(duty)) {
      text.duty(duty);
      continue;
    }
    const auto& all = periods_of(duty);
    if (all.front() != &duty) continue;
    text.duty(duty);
    if (all.size() == 1) continue;
    text.line(2, text.say({"as many times more: ", "ещё столько раз: "}) +
                     std::to_string(all.size() - 1) +
                     text.say({"; the last due ", "; последний срок "}) +
                     text.in(gov::words_of(all.back()->due.nominal_due)));
  }
}

void print_place(const Session& session, const gov::PlaceNames& names,
                 const gov::Preview& preview) {
  session.print(session.paint(1, "1", names.place()));
  VerdictText text(names, session.language);
  for (const gov::Meeting& one : preview.meetings) text.meeting(one);
  for (const gov::Ballot& one : preview.ballots) text.ballot(one);
  for (const gov::Decision& one : preview.decisions) text.decision(one);
  for (const gov::Protocol& one : preview.protocols) text.protocol(one);
  print_duties(text, preview.duties);
  print_list(text, {"Newly found:", "Новые замечания:"}, preview.appeared, &VerdictText::finding);
  print_list(text, {"No longer found:", "Больше нет замечаний:"}, preview.resolved,
             &VerdictText::finding);
  print_list(text, {"What changes:", "Что изменится:"}, preview.changes, &VerdictText::change);
  for (const std::string& line : text.lines()) session.print(line);
}

void print_counts(const Session& session, const std::vector<api::PreparedBatch>& batches) {
  std::map<std::string, std::size_t> counts;
  std::size_t total = 0;
  for (const auto& batch : batches) {
    for (const auto& event : batch) ++counts[event.payload_type];
    total += batch.size();
  }
  session.print(session.say({"To be recorded, events: ", "К записи, событий: "}) +
                std::to_string(total));
  for (const auto& [type, count] : counts) {
    session.print("  " + std::to_string(count) + "  " + type_title(type, session.language));
  }
}

api::Language api_language(const Session& session) {
  return session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
}

Json standing_json(const std::optional<gov::Standing>& standing, api::Language language) {
  return standing ? Json(api::in(standing->state, language)) : Json();
}

Json change_json(const gov::StandingChange& change, api::Language language) {
  const gov::Standing& one = change.after ? *change.after : *change.before;
  return {{"kind", one.kind},
          {"subject", to_hex(one.subject)},
          {"title", api::in(one.title, language)},
          {"before", standing_json(change.before, language)},
          {"after", standing_json(change.after, language)}};
}

Json place_json(const gov::Council& council, const gov::PlaceNames& names,
                const gov::Preview& preview, api::Language language) {
  const api::Telling telling(council.chronicle(), council.on(), language);
  const auto list = [](const auto& values, auto build) { return api::list_json(values, build); };
  return {
      {"place", api::scope_json(council.chronicle().place())},
      {"name", names.place()},
      {"meetings", list(preview.meetings,
                        [&](const auto& one) { return api::meeting_json(council, one, telling); })},
      {"ballots",
       list(preview.ballots, [&](const auto& one) { return api::ballot_json(one, telling); })},
      {"decisions",
       list(preview.decisions, [&](const auto& one) { return api::decision_json(one, telling); })},
      {"protocols",
       list(preview.protocols, [&](const auto& one) { return api::protocol_json(one, telling); })},
      {"duties",
       list(preview.duties, [&](const auto& one) { return api::obligation_json(one, language); })},
      {"findings",
       list(preview.appeared, [&](const auto& one) { return api::finding_json(one, language); })},
      {"findings_resolved",
       list(preview.resolved, [&](const auto& one) { return api::finding_json(one, language); })},
      {"changes",
       list(preview.changes, [&](const auto& one) { return change_json(one, language); })}};
}

Json events_json(const Candidates& candidates) {
  return api::list_json(candidates.bodies,
                        [](const ledger::Body& body) { return api::body_to_json(body); });
}

}  // namespace

Status print_preview(const Session& session, const ViewFolder& views,
                     const std::vector<api::PreparedBatch>& batches, bool json) {
  const auto candidates = read_candidates(batches);
  if (!candidates) return candidates.error();
  auto reader = views.reader();
  if (!reader) return reader.error();
  const auto on = views.today();
  if (!on) return on.error();
  Facts facts(std::move(*reader));
  if (auto added = facts.add(batches, *candidates); !added) return added;
  const auto places = places_touched(facts, *candidates);
  if (!places) return places.error();
  Json told = Json::array();
  for (const Scope& place : *places) {
    const auto before = facts.before(place);
    if (!before) return before.error();
    const auto after = facts.after(place);
    if (!after) return after.error();
    const gov::Council council(*after, *on);
    const auto preview = gov::preview(*before ? &**before : nullptr, council, candidates->digests);
    if (preview.empty()) continue;
    const gov::PlaceNames names(*after);
    if (json) {
      told.push_back(place_json(council, names, preview, api_language(session)));
    } else {
      print_place(session, names, preview);
    }
  }
  if (!json) {
    print_counts(session, batches);
    return Ok{};
  }
  session.print_json({{"preview",
                       {{"position", api::json_integer(facts.position())},
                        {"on", projections::rules::to_iso(*on)},
                        {"events", events_json(*candidates)},
                        {"places", std::move(told)}}}});
  return Ok{};
}

}  // namespace tools
