// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/amendments.h"

#include <algorithm>

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

std::vector<Id> ids_of(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* list) {
  std::vector<Id> ids;
  if (list == nullptr) return ids;
  for (const auto* hex : *list) ids.push_back(fixed_of<Id>(hex));
  return ids;
}

fb::AmendmentPath path_for(const fb::AgreementRules* rules, fb::AmendmentKind kind) {
  if (rules == nullptr || rules->amendments() == nullptr) return fb::AmendmentPath::UNSPECIFIED;
  for (const fb::AmendmentRule* rule : *rules->amendments()) {
    for (const auto listed : *rule->kinds()) {
      if (static_cast<fb::AmendmentKind>(listed) == kind) return rule->path();
    }
  }
  return fb::AmendmentPath::UNSPECIFIED;
}

/// From when the act says of itself that it works; unknown if it does not.
FuzzyDate stated_of(const Fact<fb::AgreementAmended>& fact) {
  if (fact->effective() != nullptr) return rules::fuzzy(fact->effective());
  return fact.source->effective ? rules::fuzzy(*fact.source->effective) : FuzzyDate{};
}

/// The day of a change of which no paper was concluded, as far as is known: its own, else that of
/// the protocol.
FuzzyDate changed_on(const Amendment& amendment) {
  const FuzzyDate stated = stated_of(amendment.fact);
  if (stated.known() || !amendment.protocol) return stated;
  return rules::fuzzy((*amendment.protocol)->dated());
}

/// What the amendment says it changes, and what it does change.
std::vector<fb::AmendmentKind> all_kinds(const Amendment& amendment) {
  std::vector<fb::AmendmentKind> kinds = amendment.kinds;
  const auto add = [&](bool makes, fb::AmendmentKind kind) {
    const bool said = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    if (makes && !said) kinds.push_back(kind);
  };
  add(!amendment.included.empty(), fb::AmendmentKind::INCLUSION);
  add(!amendment.excluded.empty(), fb::AmendmentKind::EXCLUSION);
  add(amendment.fact->term() != nullptr, fb::AmendmentKind::TERM);
  return kinds;
}

std::vector<AmendmentPart> parts_of(const fb::AgreementRules* rules, const Amendment& amendment) {
  std::vector<AmendmentPart> parts;
  for (const fb::AmendmentKind kind : all_kinds(amendment)) {
    const fb::AmendmentPath path = path_for(rules, kind);
    auto part = std::find_if(parts.begin(), parts.end(),
                             [&](const AmendmentPart& one) { return one.path == path; });
    if (part == parts.end()) part = parts.insert(part, AmendmentPart{path, {}, {}, {}, {}});
    part->kinds.push_back(kind);
  }
  return parts;
}

bool by_protocol(const AmendmentPart& part) {
  return part.path == fb::AmendmentPath::COUNCIL_PROTOCOL;
}

/// Whether every party of the agreement has signed the amendment, newcomers with it.
Truth signed_by_parties(const Amendment& amendment, const std::vector<AgreementParty>& parties,
                        const Truth& all_lines) {
  Truth all = all_lines;
  if (all != Truth::kYes) return all;
  for (const AgreementParty& party : parties) {
    const auto& slots = amendment.signatures.slots;
    const bool has_line = std::any_of(slots.begin(), slots.end(), [&](const SlotState& line) {
      return line.organisation == party.organisation;
    });
    if (!has_line) all = rules::conjunction(all, rules::negation(party.is_party));
  }
  return all;
}

/// From when a change by the council's protocol works: from the chair's signature or what it says
/// of itself, not before those who signed it too.
FuzzyDate from_protocol(const Amendment& amendment) {
  const auto& signed_on = amendment.basis.signed_on;
  const FuzzyDate stated = stated_of(amendment.fact);
  std::optional<FuzzyDate> from = signed_on;
  if (amendment.signatures.complete()) {
    from = from ? later_of(*from, amendment.concluded_on) : amendment.concluded_on;
  }
  if (!tells(stated)) return from.value_or(FuzzyDate{});
  return from ? later_of(*from, stated) : stated;
}

FuzzyDate from_signatures(const Amendment& amendment) {
  return amendment.fact->effective() == nullptr
             ? with_stated(amendment.concluded_on, *amendment.fact.source)
             : later_of(amendment.concluded_on, rules::fuzzy(amendment.fact->effective()));
}

void judge_part(const AgreementContext& context, const Truth& all_lines, const Amendment& amendment,
                AmendmentPart& part) {
  if (by_protocol(part)) {
    part.from = from_protocol(amendment);
    part.followed = amendment.basis.stands;
  } else {
    part.from = from_signatures(amendment);
    part.followed = all_lines;
  }
  part.works = began(part.followed, part.from, context.on);
}

/// Says why it is open whether a part works by the day.
void say_why_open(const AgreementContext& context, const AmendmentPart& part,
                  Amendment& amendment) {
  if (!by_protocol(part)) {
    say_what_is_open(amendment.signatures, part.from, context.on, amendment.grounds);
  } else if (part.followed == Truth::kYes) {
    say_day_is_open(part.from, context.on, amendment.grounds);
  }
}

void judge_parts(const AgreementContext& context, Amendment& amendment) {
  const Truth all_lines = signed_by_all(amendment.signatures, context.claims, context.on);
  amendment.in_force = Truth::kYes;
  bool signatures_needed = false, protocol_needed = false;
  for (AmendmentPart& part : amendment.parts) {
    judge_part(context, all_lines, amendment, part);
    amendment.in_force = rules::conjunction(amendment.in_force, part.works);
    const bool open = part.works == Truth::kUndetermined;
    if (open) say_why_open(context, part, amendment);
    (by_protocol(part) ? protocol_needed : signatures_needed) = true;
  }
  amendment.effective_from =
      signatures_needed ? from_signatures(amendment) : from_protocol(amendment);
  // Nobody's signature is missing where the council's protocol is enough.
  if (!signatures_needed) amendment.signatures.grounds.missing.clear();
  amendment.grounds.add(amendment.signatures.grounds);
  if (protocol_needed) amendment.grounds.add(amendment.basis.grounds);
}

/// Without the answer whether all parties signed, where that is demanded.
Amendment amendment_of(const AgreementContext& context, const Fact<fb::AgreementAmended>& fact) {
  Amendment out;
  out.fact = fact;
  out.id = fixed_of<Id>(fact->supplementary());
  out.title = text_of(fact->wording()->title());
  for (const auto kind : *fact->kinds()) out.kinds.push_back(static_cast<fb::AmendmentKind>(kind));
  out.included = ids_of(fact->included());
  out.excluded = ids_of(fact->excluded());
  out.signatures = signatures_of(context.chronicle, fact.digest(), fact->parties(), fact->slots(),
                                 /*all_slots=*/false, out.included);
  out.concluded_on = out.signatures.concluded_on;
  out.protocol = context.chronicle.find<fb::ProtocolRegistered>(fact->protocol());
  const bool concluded = out.concluded_on.known();
  const FuzzyDate day = concluded ? out.concluded_on : changed_on(out);
  out.charter = charter_for(context, day);
  out.judged_by = version_in_words(context, out.charter, day,
                                   concluded ? JudgedOn::kConclusion : JudgedOn::kChange);
  out.parts = parts_of(agreement_rules(out.charter), out);
  add_rule(out.grounds, out.charter, "agreement.amendments");
  out.grounds.evidence.add(*fact.source);
  if (out.protocol) out.grounds.evidence.add(*out.protocol->source);
  const bool asked = std::any_of(out.parts.begin(), out.parts.end(), by_protocol);
  if (asked || !out.excluded.empty()) out.basis = basis_of(context.basis(), out);
  judge_parts(context, out);
  return out;
}

/// By the parties that the amendments before it left.
void judge_path(const AgreementContext& context, const std::vector<AgreementParty>& parties,
                Amendment& amendment) {
  const Truth all_lines = signed_by_all(amendment.signatures, context.claims, context.on);
  amendment.path_followed = Truth::kYes;
  const AmendmentPart* least = nullptr;
  for (AmendmentPart& part : amendment.parts) {
    if (part.path == fb::AmendmentPath::SUPPLEMENTARY_BY_ALL) {
      part.followed = signed_by_parties(amendment, parties, all_lines);
    }
    const Truth both = rules::conjunction(amendment.path_followed, part.followed);
    if (least == nullptr || both != amendment.path_followed) least = &part;
    amendment.path_followed = both;
  }
  if (least != nullptr) amendment.path = least->path;
}

/// Whether the amendment puts out whom it names: not where somebody who had to sign has not.
Truth excludes(const Amendment& amendment) {
  const AmendmentPart* part = amendment.part(fb::AmendmentKind::EXCLUSION);
  return part == nullptr ? Truth::kNo : rules::conjunction(part->followed, part->works);
}

void amend(const Amendment& amendment, std::vector<AgreementParty>& parties) {
  const Truth out = excludes(amendment);
  for (const Id& id : amendment.excluded) {
    for (AgreementParty& party : parties) {
      if (party.organisation != id) continue;
      party.is_party = rules::conjunction(party.is_party, rules::negation(out));
    }
  }
  std::erase_if(parties, [](const AgreementParty& one) { return one.is_party == Truth::kNo; });
  const Truth in = amendment.works_as(fb::AmendmentKind::INCLUSION);
  if (in == Truth::kNo) return;
  for (const Id& id : amendment.included) {
    const auto known = std::find_if(parties.begin(), parties.end(), [&](const AgreementParty& one) {
      return one.organisation == id;
    });
    if (known == parties.end()) {
      parties.push_back(
          {id, amendment.from_of(fb::AmendmentKind::INCLUSION), amendment.fact.index(), in});
    } else {
      known->is_party = rules::disjunction(known->is_party, in);
    }
  }
}

/// In what order amendments work: by their days, those without one last.
Date works_from(const Amendment& amendment) {
  return amendment.effective_from.not_before.value_or(rules::kLastDate);
}

}  // namespace

std::vector<Amendment> amendments_of(const AgreementContext& context,
                                     const Fact<fb::AgreementRegistered>& fact,
                                     std::vector<AgreementParty>& parties) {
  std::vector<Amendment> out;
  for (const auto& amended : context.chronicle.all<fb::AgreementAmended>()) {
    if (fixed_of<Hash>(amended->agreement()) != fact.digest()) continue;
    out.push_back(amendment_of(context, amended));
  }
  const auto recorded = [](const Amendment& a, const Amendment& b) {
    return a.fact.index() < b.fact.index();
  };
  std::stable_sort(out.begin(), out.end(), [](const Amendment& a, const Amendment& b) {
    return works_from(a) < works_from(b);
  });
  for (Amendment& one : out) {
    judge_path(context, parties, one);
    amend(one, parties);
  }
  std::sort(out.begin(), out.end(), recorded);
  return out;
}

}  // namespace projections::governance::internal
