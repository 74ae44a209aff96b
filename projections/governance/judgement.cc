// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/judgement.h"

#include <algorithm>
#include <array>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/ballot_quorum.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Result;

struct Word {
  std::string_view name;
  std::string_view english;
  std::string_view russian;
};

constexpr std::array<Word, 25> kPartNames{{
    {"outcome", "Outcome", "Итог"},
    {"stated_otherwise", "The paper says otherwise", "В документе сказано иначе"},
    {"kind", "Kind", "Вид"},
    {"day", "Day", "День"},
    {"quorum", "Quorum", "Кворум"},
    {"present", "Present", "Присутствовали"},
    {"quorum_changed_late", "Quorum by what was recorded after the closing",
     "Кворум по записанному после закрытия"},
    {"members", "Members", "Всего членов"},
    {"quorum_needed", "Needed for the quorum", "Нужно для кворума"},
    {"votes", "Votes for, against, abstained", "Голоса: за, против, воздержались"},
    {"votes_grade", "How the votes are known", "Откуда известны голоса"},
    {"votes_needed", "Votes needed", "Нужно голосов"},
    {"votes_base", "Counted from", "Считается от числа"},
    {"decided_by", "Decided by", "Чем решено"},
    {"changed_late", "By what was recorded after the closing", "По записанному после закрытия"},
    {"in_competence", "In the body's competence", "В компетенции органа"},
    {"on_agenda", "On the agenda", "В повестке"},
    {"protocol", "Protocol", "Протокол"},
    {"protocol_event", "Event of the protocol", "Событие протокола"},
    {"parties", "Parties", "Сторон"},
    {"amendments", "Amendments", "Изменения"},
    {"amendments_in_force", "Amendments in force", "Действует изменений"},
    {"rules", "By the rules", "По правилам"},
    {"missing", "Not known", "Неизвестно"},
    {"events", "From the events", "По событиям"},
}};

constexpr std::array<Word, 29> kValues{{
    {"adopted", "adopted", "принято"},
    {"adopted_not_formalised", "adopted, no protocol is signed as the charter demands",
     "принято, протокол не подписан как требует положение"},
    {"rejected", "rejected", "не принято"},
    {"void_no_quorum", "void: there was no quorum", "неправомочно: кворума не было"},
    {"not_of_a_body", "no decision of a body", "не решение органа"},
    {"undetermined", "cannot be determined", "определить нельзя"},
    {"yes", "yes", "да"},
    {"no", "no", "нет"},
    {"not_applicable", "not demanded", "не требуется"},
    {"not_adopted", "not adopted", "не принято"},
    {"in_force", "in force", "действует"},
    {"not_yet_in_force", "not in force yet", "ещё не действует"},
    {"in_force_in_part", "in force in part", "действует частично"},
    {"without_effect", "without effect: the demanded path was not followed",
     "без последствий: требуемый порядок не соблюдён"},
    {"expired", "expired", "срок истёк"},
    {"terminated", "terminated", "расторгнуто"},
    {"superseded", "superseded by a later version or another paper",
     "заменено новой редакцией или другим документом"},
    {"draft", "the signatures that are demanded are not recorded", "требуемые подписи не записаны"},
    {"signed", "signed", "подписан"},
    {"approved", "approved", "утверждён"},
    {"copy_sent", "a copy was sent", "копия отправлена"},
    {"received", "the copy was received", "копия получена"},
    {"holds", "stands as it was recorded", "стоит как записано"},
    {"majority", "majority", "большинство"},
    {"no_majority", "no majority", "большинства нет"},
    {"casting_vote", "the casting vote", "решающий голос"},
    {"tie_no_casting", "a tie that nobody settled", "равенство, никем не разрешённое"},
    {"unanimity", "unanimity", "единогласие"},
    {"none", "none", "нет"},
}};

template <std::size_t N>
const Word* find_word(const std::array<Word, N>& words, std::string_view name) {
  for (const Word& word : words) {
    if (word.name == name) return &word;
  }
  return nullptr;
}

std::string_view name_of_truth(Truth truth) {
  switch (truth) {
    case Truth::kYes:
      return "yes";
    case Truth::kNo:
      return "no";
    case Truth::kUndetermined:
      break;
  }
  return "undetermined";
}

/// "majority.base [4.7, STATED, #12]": path, clause, certainty and event of every rule once, in the
/// order of use.
std::string rules_text(const Grounds& grounds) {
  std::vector<std::string> all;
  for (const RuleUsed& rule : grounds.rules) {
    std::string one = rule.basis.path + " [";
    if (!rule.basis.clause.empty()) one += rule.basis.clause + ", ";
    one += ledger::fb::EnumNameCertainty(rule.basis.certainty);
    if (rule.charter) one += ", #" + std::to_string(*rule.charter);
    one += "]";
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string events_text(const Evidence& evidence) {
  std::string out;
  for (const std::uint64_t index : evidence.events()) {
    out += (out.empty() ? "" : ",") + std::to_string(index);
  }
  return out;
}

class Parts {
 public:
  void add(std::string_view name, std::string_view value) {
    judgement_.parts.push_back({name, std::string(value)});
  }
  void add(std::string_view name, Truth truth) { add(name, name_of_truth(truth)); }
  void add(std::string_view name, const std::optional<std::uint64_t>& count) {
    add(name, count ? std::to_string(*count) : std::string("undetermined"));
  }
  void add(const QuorumState& quorum) {
    add("quorum", quorum.applicable ? name_of_truth(quorum.met) : "not_applicable");
    if (!quorum.applicable) return;
    add("present", quorum.present);
    add("members", quorum.total);
    add("quorum_needed", quorum.needed);
    if (quorum.changed_late) add("quorum_changed_late", *quorum.changed_late);
  }
  void add(const Ballot& ballot) {
    if (ballot.votes) {
      add("votes", std::to_string(ballot.votes->in_favour) + ":" +
                       std::to_string(ballot.votes->against) + ":" +
                       std::to_string(ballot.votes->abstained));
    }
    add("votes_grade", name_of(ballot.grade));
    if (ballot.rule) add("votes_base", rules::name_of(ballot.rule->base));
    if (ballot.tally) {
      add("votes_needed", std::to_string(ballot.tally->needed));
      add("decided_by", rules::name_of(ballot.tally->by));
    }
    if (ballot.changed_late) add("changed_late", ballot.changed_late->adopted);
  }
  void add(const Grounds& grounds) {
    if (!grounds.rules.empty()) add("rules", rules_text(grounds));
    std::string missing;
    for (const Missing& one : grounds.missing) missing += (missing.empty() ? "" : ", ") + one.what;
    if (!missing.empty()) add("missing", missing);
    add("events", events_text(grounds.evidence));
  }
  Judgement take() { return std::move(judgement_); }

 private:
  Judgement judgement_;
};

Judgement of_decision(const Decision& decision, const std::vector<Protocol>& all) {
  Parts out;
  Grounds grounds = decision.grounds;
  grounds.evidence.add(*decision.fact.source);
  out.add("outcome", name_of(decision.state));
  if (decision.mismatch) out.add("stated_otherwise", Truth::kYes);
  out.add("kind", ledger::fb::EnumNameDecisionKind(decision.kind));
  out.add("day", rules::to_text(decision.day));
  out.add(decision.quorum);
  if (decision.ballot) out.add(*decision.ballot);
  out.add("in_competence", decision.in_competence);
  out.add("on_agenda", decision.on_agenda);
  std::string protocol = "none";
  for (const Protocol& one : all) {
    if (decision.protocol != one.fact.index()) continue;
    protocol = name_of(one.state);
    grounds.add(one.grounds);
    for (const ProtocolSignature& signature : one.signatures) {
      grounds.evidence.add(*signature.fact.source);
    }
  }
  out.add("protocol", protocol);
  if (decision.protocol) out.add("protocol_event", std::to_string(*decision.protocol));
  out.add(grounds);
  return out.take();
}

Judgement of_ballot(const Council& council, const Ballot& ballot) {
  Parts out;
  Grounds grounds = ballot.grounds;
  grounds.evidence.add(*ballot.fact.source);
  const Truth adopted =
      internal::is_running(council, ballot) ? Truth::kUndetermined : ballot.adopted;
  out.add("outcome", adopted == Truth::kNo    ? "not_adopted"
                     : adopted == Truth::kYes ? "adopted"
                                              : "undetermined");
  out.add("kind", ledger::fb::EnumNameDecisionKind(ballot.kind));
  out.add("day", rules::to_text(ballot.day));
  if (ballot.quorum) {
    out.add(*ballot.quorum);
    grounds.add(ballot.quorum->grounds);
  } else if (ballot.meeting) {
    const QuorumState quorum =
        quorum_for(council, *ballot.meeting, ballot.kind, ballot.fact->agenda_item().value_or(0));
    out.add(quorum);
    grounds.add(quorum.grounds);
  }
  out.add(ballot);
  out.add(grounds);
  return out.take();
}

Judgement of_protocol(const Protocol& protocol) {
  Parts out;
  Grounds grounds = protocol.grounds;
  grounds.evidence.add(*protocol.fact.source);
  for (const ProtocolSignature& signature : protocol.signatures) {
    grounds.evidence.add(*signature.fact.source);
  }
  out.add("outcome", name_of(protocol.state));
  out.add("day", rules::to_text(protocol.dated));
  out.add(grounds);
  return out.take();
}

Judgement of_agreement(const Agreement& agreement) {
  Parts out;
  Grounds grounds = agreement.grounds;
  grounds.evidence.add(*agreement.fact.source);
  grounds.add(agreement.signatures.grounds);
  std::string amendments;
  std::size_t in_force = 0;
  for (const Amendment& amendment : agreement.amendments) {
    amendments += (amendments.empty() ? "#" : ", #") + std::to_string(amendment.fact.index());
    if (amendment.in_force == Truth::kYes) ++in_force;
    grounds.evidence.add(*amendment.fact.source);
    grounds.add(amendment.signatures.grounds);
  }
  out.add("outcome", name_of(agreement.state));
  out.add("day", rules::to_text(agreement.in_force_from));
  out.add("parties", std::to_string(certain_parties(agreement)));
  out.add("amendments", amendments.empty() ? "none" : amendments);
  out.add("amendments_in_force", std::to_string(in_force));
  out.add(grounds);
  return out.take();
}

std::string_view outcome_of(const Amendment& amendment) {
  if (amendment.in_force == Truth::kYes) return "in_force";
  if (amendment.in_force == Truth::kUndetermined) return "undetermined";
  const bool in_part =
      std::any_of(amendment.parts.begin(), amendment.parts.end(),
                  [](const AmendmentPart& one) { return one.works == Truth::kYes; });
  if (in_part) return "in_force_in_part";
  return amendment.path_followed == Truth::kNo ? "without_effect" : "not_yet_in_force";
}

Judgement of_amendment(const Amendment& amendment) {
  Parts out;
  Grounds grounds = amendment.grounds;
  grounds.evidence.add(*amendment.fact.source);
  grounds.add(amendment.signatures.grounds);
  out.add("outcome", outcome_of(amendment));
  out.add("day", rules::to_text(amendment.effective_from));
  out.add(grounds);
  return out.take();
}

template <typename T>
const T* with_digest(const std::vector<T>& all, const Hash& digest) {
  for (const T& one : all) {
    if (one.fact.digest() == digest) return &one;
  }
  return nullptr;
}

/// Of an agreement or one of its amendments; nothing if it is neither.
std::optional<Judgement> of_agreements(const Chronicle& chronicle, const Hash& digest, Date on) {
  const auto all = agreements(chronicle, on);
  if (const Agreement* agreement = with_digest(all, digest)) return of_agreement(*agreement);
  for (const Agreement& agreement : all) {
    const Amendment* amendment = with_digest(agreement.amendments, digest);
    if (amendment != nullptr) return of_amendment(*amendment);
  }
  return std::nullopt;
}

/// By what the event is; nothing for types that only stand or do not.
std::optional<Judgement> by_type(const Chronicle& chronicle, const Hash& digest, Date on) {
  using ledger::fb::Payload;
  switch (chronicle.type_of(digest)) {
    case Payload::DecisionDeclared: {
      const Council council(chronicle, on);
      const auto decision = decision_with(council, digest);
      if (!decision) return std::nullopt;
      return of_decision(*decision, protocols(council));
    }
    case Payload::BallotOpened: {
      const Council council(chronicle, on);
      const auto ballot = council.ballot(digest);
      return ballot ? std::optional(of_ballot(council, *ballot)) : std::nullopt;
    }
    case Payload::ProtocolRegistered: {
      const Council council(chronicle, on);
      const auto all = protocols(council);
      const Protocol* protocol = with_digest(all, digest);
      return protocol ? std::optional(of_protocol(*protocol)) : std::nullopt;
    }
    case Payload::AgreementRegistered:
    case Payload::AgreementAmended:
      return of_agreements(chronicle, digest, on);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string Judgement::line() const {
  std::string out;
  for (const JudgedPart& part : parts) {
    out += (out.empty() ? "" : "; ") + std::string(part.name) + " " + part.value;
  }
  return out;
}

std::vector<Sentence> Judgement::sentences() const {
  std::vector<Sentence> out;
  for (const JudgedPart& part : parts) {
    const Word* name = find_word(kPartNames, part.name);
    const Word* value = find_word(kValues, part.value);
    out.push_back({std::string(name == nullptr ? part.name : name->english) + ": " +
                       (value == nullptr ? part.value : std::string(value->english)),
                   std::string(name == nullptr ? part.name : name->russian) + ": " +
                       (value == nullptr ? part.value : std::string(value->russian))});
  }
  return out;
}

Result<Judgement> judge(const Chronicle& chronicle, const Hash& digest, std::string_view on) {
  const auto day = rules::parse_date(on);
  if (!day) return day.error();
  const auto standing = judge_standing(chronicle, digest, on);
  if (!standing) return standing.error();
  const Source* source = chronicle.source(digest);
  if (!source->withdrawn) {
    if (auto judged = by_type(chronicle, digest, *day)) return std::move(*judged);
  }
  Parts out;
  out.add("outcome", *standing);
  out.add("events", events_text(Evidence(*source)));
  return out.take();
}

Result<std::string> judged_line(const Chronicle& chronicle, const Hash& digest,
                                std::string_view on) {
  const auto judged = judge(chronicle, digest, on);
  if (!judged) return judged.error();
  return judged->line();
}

projections::DecisionJudge decision_judge() { return {kJudgementVersion, judged_line}; }

}  // namespace projections::governance
