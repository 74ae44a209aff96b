// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/charter_check.h"

#include <algorithm>
#include <set>

#include "projections/rules/charter_body_check.h"

namespace projections::rules {
namespace {

void check_membership(const Charter& charter, Problems& problems) {
  const fb::MembershipRules& rules = *charter.parameters().membership();
  const auto* spared = rules.consent_not_needed_from();
  const bool spares = spared != nullptr && spared->size() > 0;
  if (rules.consent() == fb::ConsentRule::REQUIRED_EXCEPT && !spares) {
    problems.error("RULE_INCOMPLETE", "membership.consent_not_needed_from",
                   "consent is needed with exceptions, and no exception is named",
                   "согласие требуется с исключениями, а исключения не названы");
  }
  if (rules.consent() != fb::ConsentRule::REQUIRED_EXCEPT && spares) {
    problems.error("CONTRADICTION", "membership.consent_not_needed_from",
                   "exceptions are named, but the rule of consent knows none",
                   "исключения названы, но правило о согласии их не знает");
  }
  if (spares && rules.categories() != nullptr && rules.categories()->size() > 0) {
    for (const auto category : *spared) {
      if (holds(rules.categories(), static_cast<fb::OrganisationCategory>(category))) continue;
      problems.error("CONTRADICTION", "membership.consent_not_needed_from",
                     "a category needs no consent and may not be a member at all",
                     "категория не нуждается в согласии, но и участником быть не может");
    }
  }
  const bool by_order = rules.include_by() == fb::InclusionRule::ORDER ||
                        rules.exclusion() == fb::ExclusionRule::ORDER ||
                        rules.operator_order_records();
  if (by_order && rules.order_issuer() == nullptr) {
    problems.warning("ISSUER_NOT_STATED", "membership.order_issuer",
                     "orders decide or record membership, and nobody is named to issue them",
                     "о членстве издаются распоряжения, но не сказано, кем");
  }
  const fb::WithdrawalRule* exit = rules.withdrawal();
  if (exit != nullptr && exit->to()->kind() == fb::AddresseeKind::BODY &&
      charter.body(exit->to()->body()->kind()) == nullptr) {
    problems.error("UNKNOWN_BODY", "membership.withdrawal.to",
                   "notice of exit goes to a body that the charter does not have",
                   "уведомление о выходе направляется органу, которого в положении нет");
  }
}

/// Whether some body of the cluster decides this kind of question by unanimity.
bool unanimous_somewhere(const Charter& charter, fb::DecisionKind decision) {
  if (charter.parameters().bodies() == nullptr) return false;
  for (const fb::BodyRules* body : *charter.parameters().bodies()) {
    const VotingRule rule = charter.voting(body->kind(), decision);
    if (rule.majority && rule.majority->threshold.everybody()) return true;
  }
  return false;
}

/// REQUIRES: has_organ(charter).
bool organ_competent(const Charter& charter, fb::DecisionKind decision) {
  const auto& bodies = *charter.parameters().bodies();
  return std::any_of(bodies.begin(), bodies.end(), [&](const fb::BodyRules* body) {
    return body->organ_of_cluster() && competent(*body, decision);
  });
}

void check_paths_of_membership(const Charter& charter, Problems& problems) {
  const fb::MembershipRules& rules = *charter.parameters().membership();
  if (rules.include_by() == fb::InclusionRule::UNANIMOUS_AT_MEETING &&
      !unanimous_somewhere(charter, fb::DecisionKind::ACCESSION)) {
    problems.error("CONTRADICTION", "membership.include_by",
                   "members join by unanimity at a meeting, but no body decides on accession "
                   "unanimously",
                   "вступление единогласным решением на заседании, но ни один орган не решает о "
                   "приёме единогласно");
  }
  if (rules.exclusion() == fb::ExclusionRule::UNANIMOUS_AT_MEETING &&
      !unanimous_somewhere(charter, fb::DecisionKind::EXCLUSION)) {
    problems.error(
        "CONTRADICTION", "membership.exclusion",
        "members are excluded by unanimity, but no body decides so unanimously",
        "исключение единогласным решением, но ни один орган не решает о нём единогласно");
  }
  if (rules.exclusion() == fb::ExclusionRule::COUNCIL_PROTOCOL && !has_organ(charter)) {
    problems.error("UNKNOWN_BODY", "membership.exclusion",
                   "a council's protocol excludes members, but no body is an organ of the cluster",
                   "исключение протоколом совета, но органов кластера в положении нет");
  } else if (rules.exclusion() == fb::ExclusionRule::COUNCIL_PROTOCOL &&
             !organ_competent(charter, fb::DecisionKind::EXCLUSION)) {
    problems.error("CONTRADICTION", "membership.exclusion",
                   "a council's protocol excludes members, but no organ of the cluster is "
                   "competent to decide so",
                   "исключение протоколом совета, но ни у одного органа кластера нет таких "
                   "полномочий");
  }
  const fb::AgreementRules* agreement = charter.parameters().agreement();
  const bool not_applicable =
      agreement == nullptr || agreement->in_force() == fb::InForceRule::NOT_APPLICABLE;
  if (rules.include_by() == fb::InclusionRule::SUPPLEMENTARY_AGREEMENT && not_applicable) {
    problems.error("CONTRADICTION", "agreement.in_force",
                   "members join by a supplementary agreement, but there is no rule on when "
                   "agreements are in force",
                   "вступление дополнительным соглашением, но не сказано, когда соглашения "
                   "вступают в силу");
  }
}

/// A period that never begins or a duty that is never done would look like a rule that is kept.
void check_points(const fb::DeadlineRule& rule, const std::string& path, Problems& problems) {
  if (!starts_periods(rule.start())) {
    problems.error(
        "POINT_NOT_COMPUTED", path + ".start",
        "no event tells when this period begins, so that it never would",
        "ни одно событие не говорит, когда начинается этот срок: он не начнётся никогда");
  }
  if (!ends_duties(rule.stop())) {
    problems.error("POINT_NOT_COMPUTED", path + ".stop",
                   "no event after the start tells that this duty is done",
                   "ни одно событие после начала срока не говорит, что обязанность исполнена");
  }
}

void check_deadlines(const Charter& charter, Problems& problems) {
  if (charter.parameters().deadlines() == nullptr) return;
  std::set<std::string> names;
  for (const fb::DeadlineRule* rule : *charter.parameters().deadlines()) {
    const std::string path = "deadlines." + rule->name()->str();
    if (!names.insert(path).second) {
      problems.error("RULE_TWICE", path, "two periods have one name",
                     "два срока названы одинаково");
    }
    if (rule->start() == rule->stop()) {
      problems.error("CONTRADICTION", path, "the period is over with the event that starts it",
                     "срок окончен тем же событием, с которого начинается");
    }
    check_points(*rule, path, problems);
    if (rule->length() == nullptr) {
      problems.warning("PERIOD_NOT_STATED", path + ".length",
                       "the duty has no period, so that nobody is ever late",
                       "срок обязанности не указан, опоздать невозможно");
    }
    if (rule->certified_by_chair() && !has_chair(charter)) {
      problems.warning("CHAIR_RULE_MISSING", path + ".certified_by_chair",
                       "a chair certifies, and no body's chair is regulated",
                       "заверяет председатель, но избрание председателя не урегулировано");
    }
    if (!charter.deadline_basis(*rule).known()) problems.no_source(path);
  }
}

void check_programme_and_plan(const Charter& charter, Problems& problems) {
  const fb::ProgrammeRules* programme = charter.parameters().programme();
  if (programme != nullptr && programme->years_expected() &&
      *programme->years_expected() > programme->years_max()) {
    problems.error("CONTRADICTION", "programme.years_expected",
                   "more years are expected than are allowed",
                   "ожидаемый срок программы длиннее допустимого");
  }
  const fb::PlanRules* plan = charter.parameters().plan();
  if (plan == nullptr) return;
  const fb::BodyKind kind = plan->approved_by()->kind();
  const fb::BodyRules* body = charter.body(kind);
  if (body == nullptr) {
    problems.error("UNKNOWN_BODY", "plan.approved_by",
                   "plans are approved by a body that the charter does not have",
                   "планы утверждает орган, которого в положении нет");
  } else if (!competent(*body, fb::DecisionKind::PLAN)) {
    problems.warning("OUT_OF_COMPETENCE", Charter::body_path(kind) + ".competence",
                     "the body approves plans, which its competence does not name",
                     "орган утверждает планы, но в его полномочиях этого нет");
  }
}

bool known_group(const Charter& charter, const std::string& group, const std::string& name) {
  static const std::set<std::string> kPlain{"membership", "agreement", "programme", "plan",
                                            "calendar"};
  if (group == "bodies") {
    for (const fb::BodyKind kind : fb::EnumValuesBodyKind()) {
      if (name == fb::EnumNameBodyKind(kind)) return charter.body(kind) != nullptr;
    }
    return false;
  }
  if (group == "deadlines") return charter.deadline(name) != nullptr;
  if (group == "roles") {
    const auto* roles = charter.parameters().roles();
    return roles != nullptr && std::any_of(roles->begin(), roles->end(), [&](const auto* role) {
             return name == fb::EnumNameRole(role->role());
           });
  }
  return kPlain.contains(group);
}

void check_sources(const Charter& charter, Problems& problems) {
  if (charter.event().sources() == nullptr) return;
  std::set<std::string> seen;
  for (const fb::ParameterSource* source : *charter.event().sources()) {
    const std::string path = source->path()->str();
    if (!seen.insert(path).second) {
      problems.error("RULE_TWICE", path, "the parameter has two sources",
                     "у параметра два источника");
    }
    const std::size_t dot = path.find('.');
    const std::string group = path.substr(0, dot);
    std::string name = dot == std::string::npos ? std::string() : path.substr(dot + 1);
    name = name.substr(0, name.find('.'));
    const bool whole = dot == std::string::npos;
    if (!(whole && (group == "bodies" || group == "deadlines" || group == "roles")) &&
        !known_group(charter, group, name)) {
      problems.error("SOURCE_WITHOUT_PARAMETER", path, "a source for no parameter of the charter",
                     "источник не относится ни к одному параметру положения");
    }
    if (source->certainty() == fb::Certainty::STATED && source->clause() == nullptr) {
      problems.warning("NO_SOURCE", path, "stated in the text, but no clause is named",
                       "указано как сказанное в тексте, но пункт не назван");
    }
  }
}

}  // namespace

std::vector<CharterProblem> check_charter(const ledger::fb::CharterAdopted& event) {
  const Charter charter(event);
  Problems problems;
  check_membership(charter, problems);
  check_paths_of_membership(charter, problems);
  check_bodies(charter, problems);
  check_deadlines(charter, problems);
  check_programme_and_plan(charter, problems);
  check_ranges(charter, problems);
  check_sources(charter, problems);
  return std::move(problems.found);
}

bool starts_periods(fb::DutyPoint point) {
  switch (point) {
    case fb::DutyPoint::CLUSTER_DECIDED:
    case fb::DutyPoint::AGREEMENT_CONCLUDED:
    case fb::DutyPoint::SUPPLEMENTARY_CONCLUDED:
    case fb::DutyPoint::PROTOCOL_SIGNED_BY_CHAIR:
    case fb::DutyPoint::INCLUSION_DECIDED:
    case fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED:
    case fb::DutyPoint::INCLUSION_NOTICE_RECEIVED:
    case fb::DutyPoint::ORDER_ISSUED:
    case fb::DutyPoint::AGREEMENT_COPY_DISPATCHED:
    case fb::DutyPoint::SUPPLEMENTARY_COPY_DISPATCHED:
    case fb::DutyPoint::PROTOCOL_COPY_DISPATCHED:
    case fb::DutyPoint::PROGRAMME_CHANGED:
    case fb::DutyPoint::INDICATOR_PROPOSAL_RECEIVED:
    case fb::DutyPoint::CONCLUSION_DISPATCHED:
    case fb::DutyPoint::MEETING_HELD:
    case fb::DutyPoint::PROTOCOL_REGISTERED:
    case fb::DutyPoint::PLAN_APPROVED:
      return true;
    case fb::DutyPoint::UNSPECIFIED:
      break;
  }
  return false;
}

bool ends_duties(fb::DutyPoint point) {
  return starts_periods(point) && point != fb::DutyPoint::CLUSTER_DECIDED;
}

bool has_errors(const std::vector<CharterProblem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const CharterProblem& each) {
    return each.severity == CharterSeverity::kError;
  });
}

}  // namespace projections::rules
