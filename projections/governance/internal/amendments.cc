// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/amendments.h"

#include <algorithm>

#include "projections/governance/bodies.h"
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

/// Whether there is a line of the organisation, or of who had followed it by the signature.
bool has_line(const Successions& successions, const Amendment& amendment, const Id& organisation) {
  const auto& slots = amendment.signatures.slots;
  return std::any_of(slots.begin(), slots.end(), [&](const SlotState& line) {
    const FuzzyDate signed_on = line.signature ? line.signed_on : FuzzyDate{};
    return line.organisation && successions.stands_for(*line.organisation, organisation, signed_on);
  });
}

/// Whether every party of the agreement has signed the amendment, newcomers with it, where nothing
/// else than that is enough.
Truth signed_by_parties(const Successions& successions, const Amendment& amendment,
                        const std::vector<AgreementParty>& parties, const Truth& all_lines) {
  Truth all = all_lines;
  if (all != Truth::kYes) return all;
  for (const AgreementParty& party : parties) {
    if (has_line(successions, amendment, party.organisation)) continue;
    all = rules::conjunction(all, rules::negation(party.is_party));
  }
  return all;
}

/// The same where the council's protocol is enough: a paper without a line of every party was not
/// made for their signatures.
Truth agreed_by_parties(const Successions& successions, const Amendment& amendment,
                        const std::vector<AgreementParty>& parties, const Truth& all_lines) {
  const bool for_all = std::all_of(parties.begin(), parties.end(), [&](const auto& party) {
    return has_line(successions, amendment, party.organisation);
  });
  return for_all ? all_lines : Truth::kNo;
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

/// Without the answers that hang on who the parties are.
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
  const bool protocol_alone = std::all_of(out.parts.begin(), out.parts.end(), by_protocol);
  out.effective_from = protocol_alone ? from_protocol(out) : from_signatures(out);
  for (AmendmentPart& part : out.parts) {
    part.from = by_protocol(part) ? from_protocol(out) : from_signatures(out);
  }
  // Nobody's signature is missing where the council's protocol is enough.
  if (protocol_alone) out.signatures.grounds.missing.clear();
  out.grounds.add(out.signatures.grounds);
  if (asked) out.grounds.add(out.basis.grounds);
  return out;
}

// --- what it comes to ----------------------------------------------------------------------------

void judge_part(const AgreementContext& context, const std::vector<AgreementParty>& parties,
                const Truth& all_lines, const Amendment& amendment, AmendmentPart& part) {
  Truth works = all_lines;
  switch (part.path) {
    case fb::AmendmentPath::COUNCIL_PROTOCOL:
      // What all parties agree on holds between them whatever the charter demands (GK 452).
      part.followed = amendment.basis.stands;
      works = rules::disjunction(amendment.basis.stands, amendment.agreed_by_all);
      break;
    case fb::AmendmentPath::SUPPLEMENTARY_BY_ALL:
      part.followed = signed_by_parties(context.successions, amendment, parties, all_lines);
      break;
    default:
      part.followed = all_lines;
  }
  part.works = began(works, part.from, context.on);
}

/// Says why it is open whether a part works by the day; of a protocol its basis has said it.
void say_why_open(const AgreementContext& context, const AmendmentPart& part,
                  Amendment& amendment) {
  if (part.works != Truth::kUndetermined) return;
  if (by_protocol(part)) {
    say_day_is_open(part.from, context.on, amendment.grounds);
  } else {
    say_what_is_open(amendment.signatures, part.from, context.on, amendment.grounds);
  }
}

/// By the parties that the amendments before it left.
void judge(const AgreementContext& context, const std::vector<AgreementParty>& parties,
           Amendment& amendment) {
  const Truth all_lines = signed_by_all(amendment.signatures, context.claims, context.on);
  amendment.agreed_by_all = agreed_by_parties(context.successions, amendment, parties, all_lines);
  amendment.in_force = Truth::kYes;
  amendment.path_followed = Truth::kYes;
  const AmendmentPart* least = nullptr;
  for (AmendmentPart& part : amendment.parts) {
    judge_part(context, parties, all_lines, amendment, part);
    say_why_open(context, part, amendment);
    amendment.in_force = rules::conjunction(amendment.in_force, part.works);
    const Truth both = rules::conjunction(amendment.path_followed, part.followed);
    if (least == nullptr || both != amendment.path_followed) least = &part;
    amendment.path_followed = both;
  }
  if (least != nullptr) amendment.path = least->path;
}

/// Whether the amendment puts out whom it names: not where somebody who had to sign has not.
Truth excludes(const Amendment& amendment) {
  const AmendmentPart* part = amendment.part(fb::AmendmentKind::EXCLUSION);
  if (part == nullptr || by_protocol(*part)) return part == nullptr ? Truth::kNo : part->works;
  return rules::conjunction(part->followed, part->works);
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

bool leaves(EndGround ground) {
  return ground == EndGround::kNotice || ground == EndGround::kDecision ||
         ground == EndGround::kOrder || ground == EndGround::kDissolved;
}

/// Whether the organisation had left before the day by its notice or by somebody's act, and has not
/// come back.
Truth has_left(const std::vector<Membership>& members, const Id& organisation, Date day) {
  Truth left = Truth::kNo, stays = Truth::kNo;
  for (const Membership& one : members) {
    if (one.organisation != organisation) continue;
    stays = rules::disjunction(stays, one.on(day));
    if (!one.end || !leaves(one.end->ground)) continue;
    left = rules::disjunction(
        left, rules::conjunction(one.end->effective,
                                 rules::before(one.end->last_day, FuzzyDate::on(day))));
  }
  return rules::conjunction(left, rules::negation(stays));
}

/// A participant that joined by the consent of all is a party like those that signed (SM 5.2). Of
/// an agreement with a later version the text of that one says who its parties are.
bool is_joined(const AgreementContext& context, const Fact<fb::AgreementRegistered>& fact) {
  const auto all = context.chronicle.all<fb::AgreementRegistered>();
  return std::none_of(all.begin(), all.end(), [&](const auto& other) {
    return other->agreement()->string_view() == fact->agreement()->string_view() &&
           other->version() > fact->version();
  });
}

/// Whether an amendment puts the organisation out, and so says from which day.
bool is_put_out(const std::vector<Amendment>& amendments, const Id& organisation) {
  return std::any_of(amendments.begin(), amendments.end(), [&](const Amendment& one) {
    return std::find(one.excluded.begin(), one.excluded.end(), organisation) != one.excluded.end();
  });
}

/// The day on which somebody is a party as long as they are a participant: the end of the agreement
/// ends their membership, and takes neither them nor those that signed from its parties.
Date day_as_party(const Membership& one, Date day) {
  if (!one.end || one.end->ground != EndGround::kAgreementEnded) return day;
  return std::min(day, one.end->last_day.not_after.value_or(day));
}

/// Takes out of the parties who has left by the day, and in who has joined, otherwise than by one
/// of the amendments, where it is known who the members are.
void follow_members(const AgreementContext& context, const Fact<fb::AgreementRegistered>& fact,
                    const std::vector<Amendment>& amendments, Date day,
                    std::vector<AgreementParty>& parties) {
  if (context.council == nullptr || fact.scope != context.chronicle.place()) return;
  const std::vector<Membership>& members = context.council->members();
  for (AgreementParty& party : parties) {
    if (is_put_out(amendments, party.organisation)) continue;
    const Truth left = has_left(members, party.organisation, day);
    party.is_party = rules::conjunction(party.is_party, rules::negation(left));
  }
  std::erase_if(parties, [](const AgreementParty& one) { return one.is_party == Truth::kNo; });
  if (!is_joined(context, fact)) return;
  for (const Membership& one : members) {
    const bool acceded = one.ground == MembershipGround::kAccession;
    const Truth is = acceded ? one.on(day_as_party(one, day)) : Truth::kNo;
    const bool known = std::any_of(parties.begin(), parties.end(), [&](const auto& party) {
      return party.organisation == one.organisation;
    });
    if (is == Truth::kNo || known) continue;
    parties.push_back({one.organisation, one.from, one.founded_by.index, is});
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
    follow_members(context, fact, out, std::min(works_from(one), context.on), parties);
    judge(context, parties, one);
    amend(one, parties);
  }
  follow_members(context, fact, out, context.on, parties);
  std::sort(out.begin(), out.end(), recorded);
  return out;
}

}  // namespace projections::governance::internal
