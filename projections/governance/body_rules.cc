// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/body_rules.h"

#include <algorithm>
#include <utility>

namespace projections::governance {
namespace {

using rules::Basis;

const fb::QuestionRule* question_of(const fb::BodyRules& body, fb::DecisionKind decision) {
  if (body.questions() == nullptr) return nullptr;
  for (const fb::QuestionRule* question : *body.questions()) {
    for (const auto kind : *question->decisions()) {
      if (static_cast<fb::DecisionKind>(kind) == decision) return question;
    }
  }
  return nullptr;
}

/// Rules of an agreement in the form of a charter's; the question is null where the rule is that of
/// all questions.
struct Agreed {
  std::optional<rules::QuorumRule> quorum;
  const fb::QuestionRule* quorum_of = nullptr;
  std::optional<rules::MajorityRule> majority;
  const fb::QuestionRule* majority_of = nullptr;
  const fb::CastingVote* casting = nullptr;
  bool at_meeting_only = false;
};

Agreed agreed_of(const fb::BodyRules& body, fb::DecisionKind decision) {
  Agreed out;
  if (body.quorum() != nullptr) out.quorum = rules::quorum_rule_of(*body.quorum());
  if (body.majority() != nullptr) out.majority = rules::majority_rule_of(*body.majority());
  out.casting = body.casting_vote();
  const fb::QuestionRule* question = question_of(body, decision);
  if (question == nullptr) return out;
  if (question->quorum() != nullptr) {
    out.quorum = rules::quorum_rule_of(*question->quorum());
    out.quorum_of = question;
  }
  if (question->majority() != nullptr) {
    out.majority = rules::majority_rule_of(*question->majority());
    out.majority_of = question;
  }
  out.at_meeting_only = question->at_meeting_only();
  return out;
}

/// The newest agreement that may be in force on the day and has rules for such a body.
const AgreedRules* agreed_on(const std::vector<AgreedRules>& all, fb::BodyKind kind,
                             const FuzzyDate& day, Truth& in_force) {
  const AgreedRules* found = nullptr;
  for (const AgreedRules& one : all) {
    if (one.rules->kind() != kind) continue;
    Truth holds = rules::on_or_before(one.from, day);
    if (one.last_day) {
      holds = rules::conjunction(holds, rules::on_or_before(day, *one.last_day));
    }
    if (holds == Truth::kNo) continue;
    found = &one;
    in_force = holds;
  }
  return found;
}

/// Whether a parameter of the charter gives way to the agreement: it is a default or assumed.
bool gives_way(const Basis& basis) {
  return basis.certainty == fb::Certainty::DEFAULT || basis.assumed();
}

class Finder {
 public:
  Finder(const Governing& governing, fb::BodyKind kind, fb::DecisionKind decision)
      : governing_(governing), kind_(kind), decision_(decision) {}

  DecidingRule from_charter() {
    DecidingRule out;
    out.certain = governing_.certain;
    out.of_charter = governing_.body(kind_);
    if (out.of_charter == nullptr) return out;
    const rules::Charter& charter = governing_.charter->charter;
    out.voting = charter.voting(kind_, decision_);
    const fb::BodyRules* body = charter.body(kind_);
    const fb::QuestionRule* question = body == nullptr ? nullptr : question_of(*body, decision_);
    // A quorum that a question has of its own is demanded for it, whatever the general one is for.
    const bool own_quorum = question != nullptr && question->quorum() != nullptr;
    out.quorum_demanded = out.voting.quorum.has_value() &&
                          (own_quorum || charter.quorum_worded_for(kind_, decision_));
    out.quorum = used(out.voting.quorum_basis);
    out.majority = used(out.voting.majority_basis);
    out.base = used(out.voting.majority_base_basis);
    if (out.voting.casting) {
      // A charter may give whose vote it is and what abstentions do in different clauses.
      out.voting.casting_basis =
          charter.basis(rules::Charter::body_path(kind_) + ".casting_vote.holder");
    }
    out.casting = used(out.voting.casting_basis);
    out.abstentions = used(out.voting.with_abstentions_basis);
    out.vacant_seats = used(out.voting.vacant_seats_basis);
    const std::string path = rules::Charter::body_path(kind_);
    if (!own_quorum) out.quorum_for = used(charter.basis(path + ".quorum_for"));
    out.acting_authority = used(charter.basis(path + ".acting_head_needs_authority"));
    out.acting_needs_authority = charter.acting_head_needs_authority(kind_);
    return out;
  }

  void take(const AgreedRules& from, const Truth& in_force, DecidingRule& out) const {
    const Agreed agreed = agreed_of(*from.rules, decision_);
    bool taken = false;
    if (agreed.quorum && (!out.voting.quorum || gives_way(out.voting.quorum_basis))) {
      out.voting.quorum = agreed.quorum;
      out.quorum = stated(from, agreed.quorum_of, "quorum", out.voting.quorum_basis);
      out.quorum_demanded = true;
      out.quorum_for = {};
      taken = true;
    }
    if (agreed.majority && (!out.voting.majority || gives_way(out.voting.majority_basis))) {
      out.voting.majority = agreed.majority;
      const auto* question = agreed.majority_of;
      out.majority = stated(from, question, "majority", out.voting.majority_basis);
      out.base = stated(from, question, "majority.base", out.voting.majority_base_basis);
      out.voting.at_meeting_only = agreed.at_meeting_only;
      taken = true;
    }
    if (agreed.casting != nullptr && !out.voting.casting) {
      out.voting.casting =
          rules::CastingRule{agreed.casting->with_abstentions() == fb::Permission::ALLOW};
      out.voting.casting_holder = agreed.casting->holder();
      out.casting = stated(from, nullptr, "casting_vote.holder", out.voting.casting_basis);
      out.abstentions = out.casting;
      taken = true;
    }
    if (!taken) return;
    out.agreement = from.fact.index();
    out.certain = out.certain && in_force == Truth::kYes;
  }

 private:
  RuleUsed used(const Basis& basis) const { return {basis, governing_.charter->fact.index()}; }

  /// `question`: whose rule it is; null: of all questions.
  RuleUsed stated(const AgreedRules& from, const fb::QuestionRule* question, const char* parameter,
                  Basis& basis) const {
    std::string path = std::string("council_rules.") + fb::EnumNameBodyKind(kind_) + ".";
    if (question != nullptr)
      path += std::string("questions.") + fb::EnumNameDecisionKind(decision_) + ".";
    const auto* clause = question == nullptr ? nullptr : question->clause();
    basis = {path + parameter, clause == nullptr ? std::string() : clause->str(),
             fb::Certainty::STATED, fixed_of<ledger::Hash>(from.fact->document())};
    return {basis, from.fact.index()};
  }

  const Governing& governing_;
  fb::BodyKind kind_;
  fb::DecisionKind decision_;
};

void fall_back(fb::BodyKind kind, fb::SeatRule seats, DecidingRule& out) {
  const std::string path = rules::Charter::body_path(kind);
  // Who states a majority and no quorum demands none.
  if (!out.voting.majority && !out.voting.quorum) {
    out.voting.quorum = general_quorum(seats);
    out.quorum = general_law(path + ".quorum", "ГК 181.2");
    out.voting.quorum_basis = out.quorum.basis;
    out.voting.vacant_seats_counted = true;
    out.quorum_demanded = true;
  }
  if (!out.voting.majority) {
    out.voting.majority =
        rules::MajorityRule{{1, 2, rules::Relation::kMoreThan}, rules::Base::kPresent};
    out.majority = general_law(path + ".majority", "ГК 181.2");
    out.base = general_law(path + ".majority.base", "ГК 181.2");
    out.voting.majority_basis = out.majority.basis;
    out.voting.majority_base_basis = out.base.basis;
  }
}

}  // namespace

std::vector<AgreedRules> agreed_rules(const Chronicle& chronicle, Date on) {
  std::vector<AgreedRules> out;
  const auto registered = chronicle.all<fb::AgreementRegistered>();
  const bool any = std::any_of(registered.begin(), registered.end(), [](const auto& fact) {
    return fact->council_rules() != nullptr && fact->council_rules()->size() > 0;
  });
  if (!any) return out;
  for (const Agreement& agreement : internal::agreements_by(chronicle, on, nullptr)) {
    if (agreement.fact->council_rules() == nullptr) continue;
    for (const fb::BodyRules* rules : *agreement.fact->council_rules()) {
      out.push_back({agreement.fact, rules, agreement.in_force_from, agreement.in_force_to});
    }
  }
  return out;
}

DecidingRule deciding_rule(const Governing& governing, const std::vector<AgreedRules>& agreed,
                           fb::BodyKind kind, fb::DecisionKind decision, const FuzzyDate& day,
                           fb::SeatRule seats) {
  Finder finder(governing, kind, decision);
  DecidingRule out = finder.from_charter();
  Truth in_force = Truth::kNo;
  if (const AgreedRules* rules = agreed_on(agreed, kind, day, in_force)) {
    finder.take(*rules, in_force, out);
  }
  fall_back(kind, seats, out);
  return out;
}

rules::QuorumRule general_quorum(fb::SeatRule seats) {
  const bool participants = seats == fb::SeatRule::REPRESENTATIVES_OF_ALL;
  return {{1, 2, rules::Relation::kAtLeast},
          participants ? fb::QuorumBase::ALL_PARTICIPANTS : fb::QuorumBase::MEMBERS_TOTAL};
}

RuleUsed general_law(std::string path, std::string clause) {
  return {{std::move(path), std::move(clause), fb::Certainty::DEFAULT, std::nullopt}, std::nullopt};
}

}  // namespace projections::governance
