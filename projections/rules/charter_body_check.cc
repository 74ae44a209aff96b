// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/charter_body_check.h"

#include <set>

namespace projections::rules {
namespace {

/// One body with the names of its parameters.
struct Subject {
  const Charter& charter;
  const fb::BodyRules& body;
  std::string path;

  std::string at(const char* parameter) const { return path + "." + parameter; }
};

template <typename F>
bool any_body(const Charter& charter, F condition) {
  const auto* bodies = charter.parameters().bodies();
  return bodies != nullptr && std::any_of(bodies->begin(), bodies->end(),
                                          [&](const auto* body) { return condition(*body); });
}

/// The share of quorum and majority can be reached at all.
void check_shares(const std::string& path, const fb::QuorumRule* quorum,
                  const fb::MajorityRule* majority, Problems& problems) {
  const auto unreachable = [&](const std::string& where) {
    problems.error("SHARE_UNREACHABLE", where, "nobody can reach more than the whole",
                   "больше целого собрать нельзя");
  };
  if (quorum != nullptr && !check_threshold(quorum_rule_of(*quorum).threshold)) {
    unreachable(path + ".quorum");
  }
  if (quorum != nullptr && quorum->numerator() * 2 < quorum->denominator()) {
    problems.warning("QUORUM_BELOW_HALF", path + ".quorum",
                     "less than a half is a quorum, so that two meetings can decide the opposite",
                     "кворум меньше половины: два заседания могут решить противоположное");
  }
  if (majority == nullptr) return;
  if (majority->base() == fb::MajorityBase::VOTES_CAST) {
    problems.warning("FEW_CAN_DECIDE", path + ".majority.base",
                     "only votes cast count: where all others abstain one vote adopts",
                     "считаются только поданные голоса: если остальные воздержались, решает один");
  }
  const Threshold share = majority_rule_of(*majority).threshold;
  if (!check_threshold(share)) return unreachable(path + ".majority");
  if (share.numerator * 2 < share.denominator) {
    problems.error("MINORITY_ADOPTS", path + ".majority",
                   "less than a half adopts, so that a decision and its opposite can both pass",
                   "решение принимает меньше половины: могут пройти и решение, и обратное ему");
  } else if (share.numerator * 2 == share.denominator && share.relation == Relation::kAtLeast) {
    problems.warning("TIE_ADOPTS", path + ".majority", "a half is enough, so that a tie adopts",
                     "достаточно половины: при равенстве голосов решение принято");
  }
}

/// a/b < c/d, or the same share with the weaker relation.
bool weaker(const Threshold& a, const Threshold& b) {
  const std::uint64_t left = a.numerator * b.denominator;
  const std::uint64_t right = b.numerator * a.denominator;
  if (left != right) return left < right;
  return a.relation == Relation::kAtLeast && b.relation == Relation::kMoreThan;
}

bool composed_by_a_body(const fb::BodyRules& body) {
  return body.composed_by_body() != nullptr &&
         (body.composed_by() == fb::ComposedBy::BODY_DECISION ||
          body.composed_by() == fb::ComposedBy::BODY_CHAIR);
}

/// Whether a body has a say in its own composition, by itself or by way of those that it composes.
bool composes_itself(const Subject& subject) {
  const fb::BodyRules* at = &subject.body;
  for (std::size_t steps = subject.charter.parameters().bodies()->size(); steps > 0; --steps) {
    if (!composed_by_a_body(*at)) return false;
    at = subject.charter.body(at->composed_by_body()->kind());
    if (at == nullptr) return false;
    if (at->kind() == subject.body.kind()) return true;
  }
  return false;
}

/// Whether this body decides who sits in it or who is a member.
bool decides_membership(const Subject& subject, fb::DecisionKind decision) {
  const fb::MembershipRules& membership = *subject.charter.parameters().membership();
  const fb::BodyRules& body = subject.body;
  if (decision == fb::DecisionKind::COMPOSITION) return composes_itself(subject);
  const bool listed = holds(body.competence(), decision);
  const bool by_council = decision == fb::DecisionKind::EXCLUSION
                              ? membership.exclusion() == fb::ExclusionRule::COUNCIL_PROTOCOL
                              : membership.include_by() == fb::InclusionRule::UNANIMOUS_AT_MEETING;
  return listed || (by_council && body.organ_of_cluster() &&
                    body.seats() != fb::SeatRule::EXPLICIT && competent(body, decision));
}

/// A decision about membership must not be easier than the quorum that it could then satisfy:
/// those who are too few would exclude the absent, or take in their own, until they are enough.
void check_growth(const Subject& subject, Problems& problems) {
  if (composes_itself(subject) && subject.body.composed_by() == fb::ComposedBy::BODY_CHAIR) {
    problems.error("MINORITY_CAN_GROW", subject.at("composed_by"),
                   "a chair composes the body on which the chair depends: one person could seat "
                   "whoever agrees",
                   "состав органа определяет председатель, который сам от этого органа зависит: "
                   "один человек может набрать согласных");
  }
  const VotingRule general =
      subject.charter.voting(subject.body.kind(), fb::DecisionKind::UNSPECIFIED);
  const Threshold half{1, 2, Relation::kAtLeast};
  for (const fb::DecisionKind decision :
       {fb::DecisionKind::ACCESSION, fb::DecisionKind::EXCLUSION, fb::DecisionKind::COMPOSITION}) {
    if (!decides_membership(subject, decision)) continue;
    const VotingRule rule = subject.charter.voting(subject.body.kind(), decision);
    if (rule.majority && rule.majority->threshold.everybody() &&
        (rule.majority->base == Base::kAllMembers ||
         rule.majority->base == Base::kAllParticipants)) {
      continue;  // everybody must agree, whoever is present
    }
    const std::string what = fb::EnumNameDecisionKind(decision);
    const bool worded = subject.charter.quorum_worded_for(subject.body.kind(), decision);
    if (!rule.quorum || !worded) {
      problems.error("MINORITY_CAN_GROW", subject.at("quorum"),
                     what +
                         " needs no quorum: any few could exclude the absent or take in their "
                         "own and be a quorum next time",
                     what +
                         " не требует кворума: немногие могут исключить отсутствующих или "
                         "принять своих и в следующий раз составить кворум");
    } else if ((general.quorum && weaker(rule.quorum->threshold, general.quorum->threshold)) ||
               weaker(rule.quorum->threshold, half)) {
      problems.error("MINORITY_CAN_GROW", subject.at("quorum"),
                     what +
                         " needs a smaller quorum than a half or than other decisions: a "
                         "minority could change the membership until it is a quorum",
                     what +
                         " требует кворума меньше половины или меньше, чем иные решения: "
                         "меньшинство может менять состав, пока не составит кворум");
    }
    if (!subject.body.vacant_seats_counted() && decision != fb::DecisionKind::ACCESSION) {
      problems.error("MINORITY_CAN_GROW", subject.at("vacant_seats_counted"),
                     what +
                         " is decided here and vacant seats are not counted: every seat that "
                         "is emptied makes the quorum smaller",
                     what +
                         " решается здесь, а вакантные места не учитываются: каждое "
                         "освобождённое место уменьшает кворум");
    }
  }
}

void check_voting(const Subject& subject, Problems& problems) {
  const fb::BodyRules& body = subject.body;
  check_shares(subject.path, body.quorum(), body.majority(), problems);
  const bool decides =
      body.majority() != nullptr || holds(body.forms(), fb::MeetingForm::BY_BALLOT);
  if (decides && body.quorum() == nullptr && body.organ_of_cluster()) {
    problems.warning("NO_QUORUM_RULE", subject.at("quorum"),
                     "no quorum is stated: however few come, they decide",
                     "кворум не указан: решают пришедшие, сколько бы их ни было");
  }
  if (body.majority() == nullptr && body.quorum() != nullptr) {
    problems.warning("NO_MAJORITY_RULE", subject.at("majority"),
                     "no majority is stated: the outcome of a vote is undetermined",
                     "большинство не указано: итог голосования не определён");
  }
  if (!body.vacant_seats_counted() && body.quorum() != nullptr &&
      body.seats() != fb::SeatRule::EXPLICIT) {
    problems.warning("VACANT_SEATS_SHRINK", subject.at("vacant_seats_counted"),
                     "vacant seats are not counted: the fewer are filled the smaller the quorum",
                     "вакантные места не учитываются: чем меньше занято, тем меньше кворум");
  }
  if (body.quorum() != nullptr && !subject.charter.basis(subject.at("quorum")).known()) {
    problems.no_source(subject.at("quorum"));
  }
  if (body.majority() != nullptr && !subject.charter.basis(subject.at("majority")).known()) {
    problems.no_source(subject.at("majority"));
  }
}

void check_casting(const Subject& subject, Problems& problems) {
  const fb::CastingVote* vote = subject.body.casting_vote();
  if (vote == nullptr) return;
  const fb::MajorityRule* majority = subject.body.majority();
  if (majority != nullptr && majority->numerator() * 2 > majority->denominator()) {
    problems.warning("CASTING_VOTE_IDLE", subject.at("casting_vote"),
                     "more than a half is needed to adopt, so that a tie is never what decides",
                     "для принятия нужно больше половины, равенство голосов ничего не решает");
  }
  if (vote->holder() == fb::CastingHolder::CHAIR && subject.body.chair() == nullptr) {
    problems.warning("CHAIR_RULE_MISSING", subject.at("casting_vote.holder"),
                     "the chair has the casting vote, and nothing says how there is a chair",
                     "решающий голос у председателя, но не сказано, откуда он берётся");
  }
}

void check_questions(const Subject& subject, Problems& problems) {
  if (subject.body.questions() == nullptr) return;
  std::set<fb::DecisionKind> seen;
  for (const fb::QuestionRule* question : *subject.body.questions()) {
    for (const auto each : *question->decisions()) {
      const auto decision = static_cast<fb::DecisionKind>(each);
      const std::string path = subject.at("questions.") + fb::EnumNameDecisionKind(decision);
      if (!seen.insert(decision).second) {
        problems.error("RULE_TWICE", path, "two rules for one kind of decision",
                       "два правила для одного вида решений");
      }
      check_shares(path, question->quorum(), question->majority(), problems);
      const auto* forms = subject.body.forms();
      const bool only_ballots =
          forms != nullptr && forms->size() > 0 &&
          std::all_of(forms->begin(), forms->end(), [](auto form) {
            return static_cast<fb::MeetingForm>(form) == fb::MeetingForm::BY_BALLOT;
          });
      if (question->at_meeting_only() && only_ballots) {
        problems.error("CONTRADICTION", path + ".at_meeting_only",
                       "decided at a meeting only, but the body votes only in writing",
                       "решается только на заседании, но орган голосует только заочно");
      }
    }
  }
}

void check_composition(const Subject& subject, Problems& problems) {
  const fb::BodyRules& body = subject.body;
  const bool by_body = body.composed_by() == fb::ComposedBy::BODY_DECISION ||
                       body.composed_by() == fb::ComposedBy::BODY_CHAIR;
  const fb::OfBody* composer = body.composed_by_body();
  if (by_body && composer == nullptr) {
    problems.error("RULE_INCOMPLETE", subject.at("composed_by_body"),
                   "a body composes this one, and it is not said which",
                   "состав определяет орган, но не сказано какой");
  }
  if (composer == nullptr) return;
  const fb::BodyRules* other = subject.charter.body(composer->kind());
  if (other == nullptr) {
    problems.error("UNKNOWN_BODY", subject.at("composed_by_body"),
                   "it is composed by a body that the charter does not have",
                   "состав определяет орган, которого в положении нет");
  } else if (body.composed_by() == fb::ComposedBy::BODY_DECISION &&
             !competent(*other, fb::DecisionKind::COMPOSITION)) {
    problems.warning("OUT_OF_COMPETENCE", subject.at("composed_by_body"),
                     "the composing body's competence does not name composition",
                     "в полномочиях определяющего состав органа этого нет");
  }
}

void check_chair(const Subject& subject, Problems& problems) {
  const fb::ChairRule* chair = subject.body.chair();
  if (chair == nullptr) {
    if (subject.body.organ_of_cluster() && subject.body.majority() != nullptr) {
      problems.warning("CHAIR_RULE_MISSING", subject.at("chair"),
                       "nothing says how the body gets a chair, and for how long",
                       "не сказано, как и на какой срок у органа появляется председатель");
    }
    return;
  }
  const bool filled =
      chair->mode() == fb::OfficeMode::ELECTED || chair->mode() == fb::OfficeMode::APPOINTED;
  if (filled && chair->by() == nullptr) {
    problems.error("RULE_INCOMPLETE", subject.at("chair.by"),
                   "the chair is elected or appointed, and it is not said by whom",
                   "председатель избирается или назначается, но не сказано кем");
  }
  if (chair->by() != nullptr) {
    const fb::BodyRules* other = subject.charter.body(chair->by()->kind());
    const auto decision = chair->mode() == fb::OfficeMode::APPOINTED ? fb::DecisionKind::APPOINTMENT
                                                                     : fb::DecisionKind::ELECTION;
    if (other == nullptr) {
      problems.error("UNKNOWN_BODY", subject.at("chair.by"),
                     "the chair comes from a body that the charter does not have",
                     "председателя определяет орган, которого в положении нет");
    } else if (!competent(*other, decision)) {
      problems.warning("OUT_OF_COMPETENCE", subject.at("chair.by"),
                       "electing or appointing is not in that body's competence",
                       "избрание или назначение не входит в полномочия этого органа");
    }
  }
  if (chair->term() == nullptr) {
    problems.warning("TERM_NOT_STATED", subject.at("chair.term"),
                     "the chair has no term: the office never expires",
                     "срок полномочий председателя не указан: они не истекают");
  }
}

/// Somebody must be able to convene while there is no chair, above all the first time.
void check_missing_chair(const Subject& subject, Problems& problems) {
  const fb::BodyRules& body = subject.body;
  const fb::MissingChairRule* rule = body.missing_chair();
  const bool needs_chair =
      body.convened_by() == fb::Convener::CHAIR ||
      (body.chair() != nullptr && body.convened_by() == fb::Convener::NOT_STATED);
  const bool own_election = body.chair() != nullptr && body.chair()->by() != nullptr &&
                            body.chair()->by()->kind() == body.kind();
  if (needs_chair && rule == nullptr && own_election) {
    problems.warning("FIRST_MEETING_UNREGULATED", subject.at("missing_chair.convenes"),
                     "the chair convenes and is elected at a meeting: nobody convenes the first",
                     "созывает председатель, а избирают его на заседании: первое созвать некому");
  }
  if (needs_chair && rule != nullptr && rule->convenes() == fb::StandIn::NOBODY && own_election) {
    problems.error("FIRST_MEETING_IMPOSSIBLE", subject.at("missing_chair.convenes"),
                   "only the chair convenes, nobody stands in, and the chair is elected at a "
                   "meeting: there can be no first meeting",
                   "созывает только председатель, заменить его некому, а избирают его на "
                   "заседании: первое заседание невозможно");
  }
  if (body.chair() != nullptr && !own_election && rule == nullptr) {
    problems.warning("NO_STAND_IN", subject.at("missing_chair"),
                     "nothing says who acts while the chair is absent",
                     "не сказано, кто действует, когда председателя нет");
  }
  if (rule == nullptr && body.convened_by() == fb::Convener::NOT_STATED &&
      body.chair() == nullptr && body.majority() != nullptr) {
    problems.warning("FIRST_MEETING_UNREGULATED", subject.at("convened_by"),
                     "nothing says who convenes the body", "не сказано, кто созывает орган");
  }
  if (rule == nullptr) return;
  for (const auto& [stand_in, name] : {std::pair{rule->convenes(), "missing_chair.convenes"},
                                       std::pair{rule->presides(), "missing_chair.presides"},
                                       std::pair{rule->signs(), "missing_chair.signs"}}) {
    if (stand_in == fb::StandIn::DEPUTY) {
      problems.warning("NO_STAND_IN", subject.at(name),
                       "a deputy acts, and nothing says how there is a deputy",
                       "действует заместитель, но не сказано, откуда он берётся");
    }
  }
}

void check_meetings(const Subject& subject, Problems& problems) {
  const fb::BodyRules& body = subject.body;
  if (body.convened_by() != fb::Convener::NOT_STATED && body.convening_notice() == nullptr) {
    problems.warning("NOTICE_NOT_STATED", subject.at("convening_notice"),
                     "nothing says how long before a meeting its members must know of it",
                     "не сказано, за сколько до заседания извещают членов");
  }
  const fb::ProtocolRule* protocol = body.protocol();
  if (protocol != nullptr && (protocol->signers() == nullptr || protocol->signers()->size() == 0)) {
    problems.warning("NO_SIGNER", subject.at("protocol.signers"),
                     "nobody is named to sign the protocols: none is ever formalised",
                     "не сказано, кто подписывает протоколы: ни один не будет оформлен");
  }
  if (protocol != nullptr && body.chair() == nullptr &&
      holds(protocol->signers(), fb::ProtocolSignerKind::CHAIR)) {
    problems.warning("CHAIR_RULE_MISSING", subject.at("protocol.signers"),
                     "the chair signs, and nothing says how there is a chair",
                     "подписывает председатель, но не сказано, откуда он берётся");
  }
  if (body.meetings() != nullptr && !subject.charter.basis(subject.at("meetings")).known() &&
      !subject.charter.basis(subject.at("meetings.at_least")).known()) {
    problems.no_source(subject.at("meetings"));
  }
}

}  // namespace

void Problems::error(std::string code, std::string path, std::string english, std::string russian) {
  found.push_back({CharterSeverity::kError, std::move(code), std::move(path), std::move(english),
                   std::move(russian)});
}

void Problems::warning(std::string code, std::string path, std::string english,
                       std::string russian) {
  found.push_back({CharterSeverity::kWarning, std::move(code), std::move(path), std::move(english),
                   std::move(russian)});
}

void Problems::no_source(const std::string& path) {
  warning("NO_SOURCE", path, "nothing says where this rule comes from",
          "не сказано, откуда взято это правило");
}

bool has_organ(const Charter& charter) {
  return any_body(charter, [](const fb::BodyRules& body) { return body.organ_of_cluster(); });
}

bool has_chair(const Charter& charter) {
  return any_body(charter, [](const fb::BodyRules& body) { return body.chair() != nullptr; });
}

bool competent(const fb::BodyRules& body, fb::DecisionKind decision) {
  const auto* competence = body.competence();
  return competence == nullptr || competence->size() == 0 || holds(competence, decision);
}

void check_bodies(const Charter& charter, Problems& problems) {
  if (charter.parameters().bodies() == nullptr) return;
  std::set<fb::BodyKind> seen;
  for (const fb::BodyRules* body : *charter.parameters().bodies()) {
    const Subject subject{charter, *body, Charter::body_path(body->kind())};
    if (!seen.insert(body->kind()).second) {
      problems.error("RULE_TWICE", subject.path, "two sets of rules for one kind of body",
                     "два набора правил для органа одного вида");
    }
    check_composition(subject, problems);
    check_voting(subject, problems);
    check_questions(subject, problems);
    check_growth(subject, problems);
    check_casting(subject, problems);
    check_chair(subject, problems);
    check_missing_chair(subject, problems);
    check_meetings(subject, problems);
  }
}

}  // namespace projections::rules
