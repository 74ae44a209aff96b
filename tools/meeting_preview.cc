// SPDX-License-Identifier: Apache-2.0
#include "tools/meeting_preview.h"

#include <map>

#include "tools/event_text.h"
#include "tools/meeting_rules.h"
#include "tools/russian.h"

namespace tools {
namespace {

using api::Json;

std::vector<const Json*> of_type(const Json& events, std::string_view type) {
  std::vector<const Json*> out;
  for (const Json& event : events) {
    if (member_text(event, "payload_type") == type) out.push_back(&event["payload"]);
  }
  return out;
}

class Preview {
 public:
  Preview(const Session& session, const MeetingEvents& meeting, const Directory& directory,
          const std::vector<BallotCheck>& checks)
      : session_(session), meeting_(meeting), directory_(directory), checks_(checks) {}

  void print() const {
    const Json& events = meeting_.batch.value["@batch"];
    session_.print(directory_.cluster_name(meeting_.cluster));
    for (const Json* convened : of_type(events, "MeetingConvened")) {
      session_.print((*convened)["wording"]["title"].get<std::string>());
    }
    for (const Json* attendance : of_type(events, "AttendanceRecorded")) print_roll(*attendance);
    for (const Json* ballot : of_type(events, "BallotOpened")) {
      print_ballot(events, *ballot);
      print_check(*ballot);
    }
    for (const Json* decision : of_type(events, "DecisionDeclared")) print_decision(*decision);
    print_counts(events);
  }

 private:
  std::string seat_name(const Json& entry) const {
    const std::string organisation = member_text(entry, "organisation");
    return directory_.organisation_name(organisation.empty() ? member_text(entry, "seat")
                                                             : organisation);
  }

  void print_list(const Text& title, const Json& attendance, const char* member) const {
    if (!attendance.contains(member)) return;
    session_.print(session_.say(title) + " (" + std::to_string(attendance[member].size()) + "):");
    for (const Json& entry : attendance[member]) session_.print("  " + seat_name(entry));
  }

  void print_roll(const Json& attendance) const {
    if (attendance.contains("presiding")) {
      session_.print(session_.say({"Presiding: ", "Председательствует: "}) +
                     seat_name(attendance["presiding"]));
    }
    print_list({"Present", "Присутствуют"}, attendance, "present");
    print_list({"Absent", "Отсутствуют"}, attendance, "absent");
    for (const Json& change : attendance.value("changes", Json::array())) {
      const bool joined = change["change"] == "JOINED";
      session_.print("  " + seat_name(change) +
                     (joined ? session_.say({": joined from item ", ": с вопроса "})
                             : session_.say({": left from item ", ": до вопроса "})) +
                     change["agenda_item"].dump());
    }
  }

  void print_ballot(const Json& events, const Json& ballot) const {
    std::string id = member_text(ballot, "ballot");
    id.resize(id.size() - std::string_view("-id").size());
    session_.print(ballot["agenda_item"].dump() + ". " +
                   ballot["question"]["title"].get<std::string>());
    std::map<std::string, int> votes;
    for (const Json* vote : of_type(events, "VoteCast")) {
      if (member_text(*vote, "ballot") == id) ++votes[member_text(*vote, "choice")];
    }
    if (!votes.empty()) {
      return session_.print(
          session_.say({"   by name: for ", "   поимённо: за "}) + std::to_string(votes["FOR"]) +
          session_.say({", against ", ", против "}) + std::to_string(votes["AGAINST"]) +
          session_.say({", abstained ", ", воздержались "}) + std::to_string(votes["ABSTAIN"]));
    }
    for (const Json* counted : of_type(events, "BallotCounted")) {
      if (member_text(*counted, "ballot") != id) continue;
      std::string line = session_.say({"   as the paper says:", "   как в протоколе:"});
      for (const auto& item : counted->items()) {
        if (item.key() != "ballot") line += " " + item.key() + "=" + item.value().dump();
      }
      session_.print(line);
    }
  }

  void print_check(const Json& ballot) const {
    for (const BallotCheck& check : checks_) {
      if ("@" + check.ballot + "-id" != member_text(ballot, "ballot")) continue;
      session_.print("   " +
                     (session_.language == Language::kRussian ? check.russian : check.english));
      if (check.contradicts_paper) {
        session_.print(session_.say({"   ATTENTION: the paper states another result",
                                     "   ВНИМАНИЕ: в протоколе указан другой итог"}));
      }
    }
  }

  void print_decision(const Json& decision) const {
    const std::string number = member_text(decision, "printed_number");
    session_.print(session_.say({"Decision ", "Решение "}) + number + ": " +
                   decision["wording"]["title"].get<std::string>());
    for (const Json& component : decision.value("components", Json::array())) {
      const std::string printed = member_text(component["schedule"], "printed");
      if (!printed.empty()) session_.print(session_.say({"   term: ", "   срок: "}) + printed);
    }
  }

  void print_counts(const Json& events) const {
    std::map<std::string, int> counts;
    for (const Json& event : events) ++counts[member_text(event, "payload_type")];
    session_.print(session_.say({"To be recorded, events: ", "К записи, событий: "}) +
                   std::to_string(events.size()));
    for (const auto& [type, count] : counts) {
      session_.print("  " + std::to_string(count) + "  " + type_title(type, session_.language));
    }
  }

  const Session& session_;
  const MeetingEvents& meeting_;
  const Directory& directory_;
  const std::vector<BallotCheck>& checks_;
};

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json check_json(const BallotCheck& check) {
  Json out = Json::object();
  out["item"] = check.item;
  out["present"] = or_null(check.present);
  out["total"] = or_null(check.total);
  out["needed"] = or_null(check.needed);
  out["quorum"] = or_null(check.quorum);
  out["adopted"] = or_null(check.adopted);
  out["clause"] = check.clause;
  out["derivation"] = {{"en", check.english}, {"ru", check.russian}};
  out["contradicts_paper"] = check.contradicts_paper;
  return out;
}

}  // namespace

ledger::Status preview_meeting(const Session& session, const MeetingEvents& meeting,
                               const OpenLedger& ledger, const Directory& directory, bool json) {
  std::vector<BallotCheck> checks;
  if (!meeting.charter.empty()) {
    const auto charter = charter_body(ledger, meeting.charter);
    if (!charter) return charter.error();
    checks = check_ballots(meeting, directory, *charter);
  }
  if (!json) {
    Preview(session, meeting, directory, checks).print();
    return ledger::Ok{};
  }
  Json out = {{"preview", meeting.batch.value["@batch"]}, {"checks", Json::array()}};
  for (const BallotCheck& check : checks) out["checks"].push_back(check_json(check));
  session.print_json(out);
  return ledger::Ok{};
}

}  // namespace tools
