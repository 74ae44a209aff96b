// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/amending_orders.h"

#include <algorithm>
#include <map>

#include "projections/governance/internal/fact_days.h"
#include "projections/internal/document_force.h"
#include "projections/internal/paper_power.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Result;

struct AmendedPaper {
  const Document& document;
  std::uint16_t edition;

  bool is(const Hash& registration) const { return document.edition_of(registration) == edition; }
  /// Whether the act is by a paper of this document, of whatever edition.
  bool is_document_of(const fb::Act& act) const {
    const auto paper = optional_of<Hash>(act.document());
    return paper && document.registration(*paper) != nullptr;
  }
  /// Whether what an order amends is this edition or the order by it.
  bool is_amended(const Chronicle& chronicle, const Hash& target) const {
    if (is(target)) return true;
    const auto order = chronicle.find<fb::OrderIssued>(target);
    const auto paper = order ? optional_of<Hash>((*order)->act()->document()) : std::nullopt;
    return paper && is(*paper);
  }
};

PaperChange change_by_order(const Fact<fb::OrderIssued>& order, rules::Date on) {
  PaperChange change;
  change.from = governance::internal::order_day(order);
  change.works = on_or_before(change.from, rules::FuzzyDate::on(on));
  change.by.title = text_of(order->wording()->title());
  change.by.index = order.index();
  change.by.registration = optional_of<Hash>(order->act()->document());
  change.evidence = {evidence_of(*order.source)};
  return change;
}

}  // namespace

Result<std::vector<PaperChange>> changes_by_orders(PlacesOnDay& places, const Document& document,
                                                   std::uint16_t edition) {
  std::map<std::uint64_t, PaperChange> changes;  ///< by the order's index
  const AmendedPaper paper{document, edition};
  const DocumentRegistration* registered = document.edition(edition);
  const auto add_those_of = [&](const Hash& event) -> ledger::Status {
    const auto place = places.of(event);
    // A place that no event declares has no orders.
    if (!place && place.error().code == ledger::ErrorCode::kNotFound) return ledger::Ok{};
    if (!place) return place.error();
    if (*place == nullptr) return ledger::Ok{};
    const Chronicle& chronicle = (*place)->chronicle();
    for (const auto& order : chronicle.all<fb::OrderIssued>()) {
      const auto* amends = order->amends();
      if (amends == nullptr || paper.is_document_of(*order->act())) continue;
      const bool amended = std::any_of(amends->begin(), amends->end(), [&](const auto* target) {
        return paper.is_amended(chronicle, fixed_of<Hash>(target));
      });
      if (!amended) continue;
      const auto counts = can_amend(places, order, *registered);
      if (!counts) return counts.error();
      if (*counts) changes.emplace(order.index(), change_by_order(order, places.on()));
    }
    return ledger::Ok{};
  };
  if (registered == nullptr || tells_only(registered->kind)) return std::vector<PaperChange>();
  if (auto added = add_those_of(registered->source.digest); !added) return added.error();
  for (const CarriedFact& fact : document.carried) {
    const bool carries = fact.source.holds() && fact.by == "OrderIssued" && paper.is(fact.document);
    if (!carries) continue;
    if (auto added = add_those_of(fact.source.digest); !added) return added.error();
  }
  std::vector<PaperChange> out;
  for (auto& [index, change] : changes) out.push_back(std::move(change));
  return out;
}

}  // namespace projections::internal
