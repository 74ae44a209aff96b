// SPDX-License-Identifier: Apache-2.0
#include "tools/meeting_rules.h"

#include <set>

#include "api/event_json_schema.h"
#include "ledger/entry.h"
#include "projections/rules/charter.h"
#include "tools/event_text.h"

namespace tools {

using api::Json;
using ledger::Result;

namespace {

namespace fb = ledger::fb;
namespace rules = projections::rules;

std::int64_t enum_number(std::string_view enumeration, const std::string& name) {
  for (const api::JsonEnum& candidate : api::json_schema().enums) {
    if (candidate.name != enumeration) continue;
    const auto* value = candidate.find(name);
    if (value != nullptr) return value->number;
  }
  return 0;
}

template <typename T>
T enum_of(std::string_view enumeration, const std::string& name) {
  return static_cast<T>(enum_number(enumeration, name));
}

/// Payloads of one type in the batch.
std::vector<const Json*> of_type(const Json& events, std::string_view type) {
  std::vector<const Json*> out;
  for (const Json& event : events) {
    if (member_text(event, "payload_type") == type) out.push_back(&event["payload"]);
  }
  return out;
}

std::optional<std::uint64_t> count_in(const Json& payload, const char* member) {
  if (!payload.contains(member)) return std::nullopt;
  return payload[member].get<std::uint64_t>();
}

class Checker {
 public:
  Checker(const Json& events, const fb::CharterAdopted& charter, const RecordedFact* body)
      : events_(events), charter_(charter), body_(body) {
    for (const Json* attendance : of_type(events, "AttendanceRecorded")) attendance_ = attendance;
  }

  BallotCheck check(const Json& ballot) const;

 private:
  std::optional<std::uint64_t> present_at(std::uint64_t item) const;
  std::optional<std::uint64_t> total() const;
  std::optional<rules::Votes> votes_of(const std::string& name, const rules::Electorate& who,
                                       std::optional<rules::Choice>& chair) const;
  void check_quorum(const rules::VotingRule& rule, BallotCheck& out) const;
  void check_outcome(const rules::VotingRule& rule, const Json& ballot, BallotCheck& out) const;
  void compare(const std::string& name, BallotCheck& out) const;

  const Json& events_;
  rules::Charter charter_;
  const RecordedFact* body_;
  const Json* attendance_ = nullptr;
};

/// Seats that are there at this question; the paper's number where it lists nobody.
std::optional<std::uint64_t> Checker::present_at(std::uint64_t item) const {
  if (attendance_ == nullptr) return std::nullopt;
  std::set<std::string> seats;
  for (const Json& entry : attendance_->value("present", Json::array())) {
    seats.insert(member_text(entry, "seat"));
  }
  if (attendance_->contains("presiding")) {
    seats.insert(member_text((*attendance_)["presiding"], "seat"));
  }
  for (const Json& change : attendance_->value("changes", Json::array())) {
    if (change["agenda_item"].get<std::uint64_t>() > item) continue;
    const std::string seat = member_text(change, "seat");
    if (member_text(change, "change") == "JOINED") {
      seats.insert(seat);
    } else {
      seats.erase(seat);
    }
  }
  if (!attendance_->contains("present")) return count_in(*attendance_, "present_stated");
  return seats.size();
}

std::optional<std::uint64_t> Checker::total() const {
  if (attendance_ != nullptr && attendance_->contains("total_stated")) {
    return count_in(*attendance_, "total_stated");
  }
  if (body_ != nullptr && body_->payload.contains("seats")) return body_->payload["seats"].size();
  return std::nullopt;
}

std::optional<rules::Votes> Checker::votes_of(const std::string& name, const rules::Electorate& who,
                                              std::optional<rules::Choice>& chair) const {
  const std::string reference = "@" + name;
  const std::string presiding = attendance_ != nullptr && attendance_->contains("presiding")
                                    ? member_text((*attendance_)["presiding"], "seat")
                                    : std::string();
  rules::Votes votes;
  bool any = false;
  for (const Json* vote : of_type(events_, "VoteCast")) {
    if (member_text(*vote, "ballot") != reference) continue;
    any = true;
    const auto choice = enum_of<rules::Choice>("Choice", member_text(*vote, "choice"));
    votes.in_favour += choice == rules::Choice::kFor;
    votes.against += choice == rules::Choice::kAgainst;
    votes.abstained += choice == rules::Choice::kAbstain;
    if (!presiding.empty() && member_text(*vote, "seat") == presiding) chair = choice;
  }
  if (any) return votes;
  for (const Json* counted : of_type(events_, "BallotCounted")) {
    if (member_text(*counted, "ballot") != reference) continue;
    const auto choice = enum_number("ChairChoice", member_text(*counted, "chair_choice"));
    if (choice >= 1 && choice <= 4) chair = static_cast<rules::Choice>(choice);
    if (counted->contains("votes_for") && counted->contains("votes_against")) {
      return rules::Votes{*count_in(*counted, "votes_for"), *count_in(*counted, "votes_against"),
                          count_in(*counted, "abstained").value_or(0)};
    }
    if (member_text(*counted, "words") == "UNANIMOUS") return rules::votes_of_unanimous(who);
  }
  return std::nullopt;
}

void Checker::check_quorum(const rules::VotingRule& rule, BallotCheck& out) const {
  out.clause = rule.quorum_basis.clause;
  if (!rule.quorum) {
    out.english = "quorum: the charter states none";
    out.russian = "кворум: положением не установлен";
    return;
  }
  if (!out.present || !out.total) {
    out.english = "quorum undetermined: the form gives no number of those present or of all";
    out.russian = "кворум не определён: в форме нет числа присутствующих или числа всех членов";
    return;
  }
  const auto quorum = rules::quorum(rule.quorum->threshold, {*out.present, *out.total});
  if (!quorum) {
    out.english = "quorum undetermined: " + quorum.error().message;
    out.russian = "кворум не определён: " + quorum.error().message;
    return;
  }
  out.needed = quorum->needed;
  out.quorum = quorum->met;
  const std::string numbers = std::to_string(*out.present);
  const std::string clause_en = out.clause.empty() ? "" : " (clause " + out.clause + ")";
  const std::string clause_ru = out.clause.empty() ? "" : " (пункт " + out.clause + ")";
  out.english = "quorum: " + numbers + " present of " + std::to_string(*out.total) + ", " +
                std::to_string(quorum->needed) + " needed: " + (quorum->met ? "yes" : "NO") +
                clause_en;
  out.russian = "кворум: присутствует " + numbers + " из " + std::to_string(*out.total) +
                ", нужно " + std::to_string(quorum->needed) + ": " +
                (quorum->met ? "есть" : "НЕТ") + clause_ru;
}

void Checker::check_outcome(const rules::VotingRule& rule, const Json& ballot,
                            BallotCheck& out) const {
  const bool contest = ballot.contains("options") ||
                       (ballot.contains("candidates") && ballot["candidates"].size() > 1);
  if (!rule.majority || contest) return;
  const rules::Electorate who{out.present, out.total, out.total};
  std::optional<rules::Choice> chair;
  const auto votes = votes_of(out.ballot, who, chair);
  if (!votes) {
    out.english += "; outcome undetermined: no votes are given";
    out.russian += "; итог не определён: голоса не указаны";
    return;
  }
  const auto tally = rules::tally(*votes, who, *rule.majority, rule.casting, chair);
  if (!tally) {
    out.english += "; outcome undetermined: " + tally.error().message;
    out.russian += "; итог не определён: " + tally.error().message;
    return;
  }
  out.adopted = tally->adopted;
  const auto line =
      rules::derivation(*votes, *tally, rule.majority->threshold, rule.majority->base);
  out.english += "; " + line.english;
  out.russian += "; " + line.russian;
}

void Checker::compare(const std::string& name, BallotCheck& out) const {
  if (!out.adopted) return;
  for (const Json* decision : of_type(events_, "DecisionDeclared")) {
    if (member_text(*decision, "ballot") != "@" + name) continue;
    const std::string stated = member_text(*decision, "stated_result");
    if (stated == "NOT_STATED") continue;
    out.contradicts_paper = out.contradicts_paper || (stated == "ADOPTED") != *out.adopted;
  }
}

BallotCheck Checker::check(const Json& ballot) const {
  BallotCheck out;
  const std::string id = member_text(ballot, "ballot");  // "@name-id"
  out.ballot = id.substr(1, id.size() - std::string_view("@-id").size());
  out.item = count_in(ballot, "agenda_item").value_or(0);
  out.present = present_at(out.item);
  out.total = total();
  const auto kind = body_ == nullptr
                        ? fb::BodyKind::UNSPECIFIED
                        : enum_of<fb::BodyKind>("BodyKind", member_text(body_->payload, "kind"));
  const rules::VotingRule rule =
      charter_.voting(kind, enum_of<fb::DecisionKind>("DecisionKind", member_text(ballot, "kind")));
  check_quorum(rule, out);
  check_outcome(rule, ballot, out);
  compare(out.ballot, out);
  return out;
}

}  // namespace

Result<ledger::Body> charter_body(const OpenLedger& ledger, const std::string& digest) {
  const auto view = ledger.view();
  const auto index = find_event(view, digest);
  if (!index) return index.error();
  const auto event = view.event(*index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return ledger::check_body(entry->body);
}

std::vector<BallotCheck> check_ballots(const MeetingEvents& meeting, const Directory& directory,
                                       const ledger::Body& charter) {
  std::vector<BallotCheck> out;
  const auto* adopted = charter.table().payload_as_CharterAdopted();
  if (adopted == nullptr) return out;
  const auto body = directory.body(meeting.cluster, meeting.body);
  const Json& events = meeting.batch.value["@batch"];
  const Checker checker(events, *adopted, body ? *body : nullptr);
  for (const Json* ballot : of_type(events, "BallotOpened")) out.push_back(checker.check(*ballot));
  return out;
}

}  // namespace tools
