// SPDX-License-Identifier: Apache-2.0
// Signs in memberships, meetings, decisions and protocols of councils.
#include <map>
#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

void use_rule(Case& one, const Grounds& grounds) {
  if (grounds.rules.empty()) return;
  one.clause = grounds.rules.front().basis.clause;
  one.certainty = grounds.rules.front().basis.certainty;
}

// --- members -------------------------------------------------------------------------------------

void find_in_membership(Finder& finder, const Membership& member) {
  if (member.grounds.evidence.events().empty()) return;
  const Source* subject = nullptr;
  for (const auto& fact : finder.chronicle.own<fb::OrderIssued>()) {
    if (member.grounds.evidence.events().front() == fact.index()) subject = fact.source;
  }
  for (const auto& fact : finder.chronicle.own<fb::DecisionDeclared>()) {
    if (member.grounds.evidence.events().front() == fact.index()) subject = fact.source;
  }
  if (subject == nullptr || member.effective != Truth::kNo) return;
  const bool order = member.ground == MembershipGround::kOrder;
  if (!order && member.ground != MembershipGround::kAccession) return;
  Case one{order ? "NO_CONSENT" : "NO_UNANIMITY", subject};
  one.period = ledger::to_hex(member.organisation);
  one.evidence.add(member.grounds.evidence);
  use_rule(one, member.grounds);
  finder.add(std::move(one));
}

void find_short_notices(Finder& finder) {
  for (const auto& fact : finder.chronicle.own<fb::WithdrawalNoticeRecorded>()) {
    const FuzzyDate received = rules::fuzzy(fact->received_on());
    const auto charter = finder.charters.on(received.day().value_or(finder.on));
    const auto* rule = charter ? charter->charter.parameters().membership()->withdrawal() : nullptr;
    if (rule == nullptr || fact->intended_exit_on() == nullptr) continue;
    const auto end =
        rules::notice_end(received, rules::length_of(*rule->notice()), rules::Shift::kNone,
                          calendar_of(finder.chronicle, &charter->charter));
    const FuzzyDate intended = rules::fuzzy(fact->intended_exit_on());
    if (rules::before(intended, end.last_day_at_earliest) != Truth::kYes) continue;
    const rules::Basis basis = charter->charter.basis("membership.withdrawal");
    Case one{"NOTICE_TOO_SHORT", fact.source, basis.clause, basis.certainty};
    one.numbers = {{"intended", rules::to_text(intended)},
                   {"earliest", rules::to_text(end.last_day_at_earliest)}};
    finder.add(std::move(one));
  }
}

void find_operator(Finder& finder, const std::vector<Membership>& members) {
  std::optional<Fact<fb::OfficeHolderChanged>> holder;
  for (const auto& fact : finder.chronicle.own<fb::OfficeHolderChanged>()) {
    if (fact->role() == fb::Role::CLUSTER_OPERATOR) holder = fact;
  }
  if (!holder || (*holder)->change() == fb::OfficeChangeKind::RELEASED) return;
  const auto now = members_on(members, finder.on);
  const Id organisation = fixed_of<Id>((*holder)->organisation());
  const bool unknown = std::any_of(members.begin(), members.end(), [&](const Membership& one) {
    return one.organisation == organisation && one.on(finder.on) == Truth::kUndetermined;
  });
  if (unknown || now.empty() || std::binary_search(now.begin(), now.end(), organisation)) return;
  finder.add({"OPERATOR_NOT_MEMBER", holder->source});
}

// --- meetings and decisions ----------------------------------------------------------------------

void find_conveners(Finder& finder, const Council& council, const Meeting& meeting) {
  if (!meeting.body) return;
  const auto charter = finder.charters.on(meeting.day.day().value_or(finder.on));
  const fb::BodyRules* body = charter ? charter->charter.body(meeting.body->kind) : nullptr;
  if (body == nullptr || body->convened_by() != fb::Convener::CHAIR) return;
  const auto by = meeting.fact->convened_by()->by();
  if (by == fb::Convener::NOT_STATED || by == fb::Convener::CHAIR) return;
  // While there is no chair somebody else has to convene.
  const auto day = meeting.day.day();
  if (!day || !council.chair_on(meeting.body->id, *day)) return;
  const rules::Basis basis =
      charter->charter.basis(rules::Charter::body_path(body->kind()) + ".convened_by");
  Case one{"CONVENED_BY_OTHER", meeting.fact.source, basis.clause, basis.certainty};
  one.numbers = {{"convened_by", fb::EnumNameConvener(by)}};
  finder.add(std::move(one));
}

bool competent(const fb::BodyRules& body, fb::DecisionKind kind) {
  if (body.competence() == nullptr || body.competence()->size() == 0) return true;
  if (kind == fb::DecisionKind::PROCEDURE) return true;
  for (const auto one : *body.competence()) {
    if (static_cast<fb::DecisionKind>(one) == kind) return true;
  }
  return false;
}

void find_in_decision(Finder& finder, const Decision& decision) {
  const Source* subject = decision.fact.source;
  if (decision.state == DecisionState::kVoidNoQuorum) {
    Case one{"NO_QUORUM", subject};
    use_rule(one, decision.quorum.grounds);
    one.numbers = {{"present", std::to_string(decision.quorum.present.value_or(0))},
                   {"total", std::to_string(decision.quorum.total.value_or(0))},
                   {"needed", std::to_string(decision.quorum.needed.value_or(0))}};
    one.evidence.add(decision.grounds.evidence);
    finder.add(std::move(one));
  }
  if (decision.mismatch) {
    Case one{"RESULT_MISMATCH", subject};
    use_rule(one, decision.ballot->grounds);
    one.numbers = {{"stated", fb::EnumNameStatedResult(decision.fact->stated_result())},
                   {"computed", std::string(name_of(decision.state))},
                   {"for", std::to_string(decision.ballot->votes->in_favour)},
                   {"needed", std::to_string(decision.ballot->tally->needed)},
                   {"base", std::to_string(decision.ballot->tally->base_size)}};
    one.detail = decision.ballot->derivation;
    one.evidence.add(decision.grounds.evidence);
    finder.add(std::move(one));
  }
  if (!decision.meeting || !decision.meeting->body) return;
  const auto charter = finder.charters.on(decision.meeting->day.day().value_or(finder.on));
  const fb::BodyRules* body =
      charter ? charter->charter.body(decision.meeting->body->kind) : nullptr;
  if (body == nullptr || competent(*body, decision.kind)) return;
  const rules::Basis basis =
      charter->charter.basis(rules::Charter::body_path(body->kind()) + ".competence");
  Case one{"OUT_OF_COMPETENCE", subject, basis.clause, basis.certainty};
  one.numbers = {{"kind", fb::EnumNameDecisionKind(decision.kind)}};
  finder.add(std::move(one));
}

/// Elections of somebody without a seat, and terms other than the charter's.
void find_in_elections(Finder& finder, const Council& council, const Decision& decision) {
  if (decision.fact->offices() == nullptr || !decision.meeting || !decision.meeting->body) return;
  const Date day = decision.meeting->day.day().value_or(finder.on);
  for (const fb::OfficeFilling* one : *decision.fact->offices()) {
    const auto of = finder.chronicle.find<fb::BodyComposed>(one->body());
    if (one->office() != fb::OfficeKind::CHAIR || !of) continue;
    const auto charter = finder.charters.on(day);
    const fb::BodyRules* rules = charter ? charter->charter.body((*of)->kind()) : nullptr;
    const auto body = council.body(fixed_of<Id>((*of)->body()), day);
    if (rules == nullptr || rules->chair() == nullptr || !body) continue;
    const std::string path = rules::Charter::body_path((*of)->kind()) + ".chair";
    const rules::Basis basis = charter->charter.basis(path);
    const bool seated =
        std::binary_search(body->seats.begin(), body->seats.end(), fixed_of<Id>(one->seat()));
    if (rules->chair()->from_seats() && !seated) {
      finder.add({"CHAIR_NOT_ELIGIBLE", decision.fact.source, basis.clause, basis.certainty});
    }
  }
}

// --- protocols -----------------------------------------------------------------------------------

void find_in_protocol(Finder& finder, const Council& council, const Protocol& protocol) {
  Case one{"", protocol.fact.source};
  use_rule(one, protocol.grounds);
  if (!protocol.missing_signers.empty()) {
    Case unsigned_one = one;
    unsigned_one.code = "PROTOCOL_UNSIGNED";
    unsigned_one.numbers = {
        {"missing", fb::EnumNameProtocolSignerKind(protocol.missing_signers.front())}};
    finder.add(std::move(unsigned_one));
  }
  if (!protocol.chair_demanded) return;
  for (const ProtocolSignature& signature : protocol.signatures) {
    if (signature.acting_as != fb::ActingAs::CHAIR) continue;
    const auto day = protocol.meeting->day.day();
    bool expired = false;
    for (const ChairTerm& term : council.chairs(protocol.meeting->body->id)) {
      expired |= day && term.seat == signature.seat && term.last_day &&
                 rules::before(*term.last_day, FuzzyDate::on(*day)) == Truth::kYes;
    }
    if (signature.chair_of_meeting == Truth::kNo) {
      Case wrong = one;
      wrong.code = "PROTOCOL_WRONG_SIGNER";
      wrong.evidence.add(*signature.fact.source);
      finder.add(std::move(wrong));
    } else if (signature.chair_of_meeting == Truth::kUndetermined && expired) {
      Case late = one;
      late.code = "PROTOCOL_SIGNER_TERM_EXPIRED";
      late.evidence.add(*signature.fact.source);
      finder.add(std::move(late));
    }
  }
}

std::optional<unsigned> plain_number(const std::string& text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

/// Doubled numbers of one body's protocols; gaps only where its decisions are recorded in full.
void find_numbers(Finder& finder, const std::vector<Protocol>& all) {
  std::map<std::pair<Id, int>, std::map<unsigned, const Protocol*>> numbers;
  for (const Protocol& protocol : all) {
    const auto number = plain_number(protocol.number);
    if (!number || !protocol.meeting || !protocol.meeting->body) continue;
    const auto day = protocol.dated.not_before;
    const int year = day ? rules::year_of(*day) : 0;
    auto& list = numbers[{protocol.meeting->body->id, year}];
    const auto [it, fresh] = list.emplace(*number, &protocol);
    if (!fresh && it->second->id != protocol.id) {
      Case one{"PROTOCOL_NUMBER_DUPLICATE", protocol.fact.source};
      one.numbers = {{"number", protocol.number}};
      one.evidence.add(*it->second->fact.source);
      finder.add(std::move(one));
    }
  }
  for (const auto& [key, list] : numbers) {
    unsigned expected = list.begin()->first;
    for (const auto& [number, protocol] : list) {
      const auto day = protocol->dated.not_before;
      if (number != expected && day &&
          complete_on(finder.claims, fb::FactKind::DECISIONS, *day) != nullptr) {
        Case one{"PROTOCOL_NUMBER_GAP", protocol->fact.source};
        one.numbers = {{"expected", std::to_string(expected)}, {"found", std::to_string(number)}};
        finder.add(std::move(one));
      }
      expected = number + 1;
    }
  }
}

}  // namespace

void find_in_council(Finder& finder) {
  const Council council(finder.chronicle, finder.on);
  for (const Membership& member : council.members()) find_in_membership(finder, member);
  find_short_notices(finder);
  find_operator(finder, council.members());
  for (const Meeting& meeting : meetings(council)) find_conveners(finder, council, meeting);
  for (const Decision& decision : decisions(council)) {
    find_in_decision(finder, decision);
    find_in_elections(finder, council, decision);
  }
  const auto all = protocols(council);
  for (const Protocol& protocol : all) find_in_protocol(finder, council, protocol);
  find_numbers(finder, all);
}

}  // namespace projections::governance::internal
