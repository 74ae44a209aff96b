// SPDX-License-Identifier: Apache-2.0
#include "tools/minutes.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/event_json.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "tools/event_details.h"
#include "tools/event_text.h"
#include "tools/meeting_outcomes.h"
#include "tools/minutes_words.h"

namespace tools {

using api::Json;
using ledger::Result;

namespace {

constexpr std::array kForms{NamedWord{"IN_PERSON", "очная"}, NamedWord{"REMOTE", "дистанционная"},
                            NamedWord{"MIXED", "смешанная"}, NamedWord{"BY_BALLOT", "заочная"}};
constexpr std::array kActingAs{NamedWord{"HEAD", "Руководитель"},
                               NamedWord{"ACTING_HEAD", "Исполняющий обязанности руководителя"},
                               NamedWord{"DEPUTY_HEAD", "Заместитель руководителя"},
                               NamedWord{"REPRESENTATIVE", "Представитель"},
                               NamedWord{"CHAIR", "Председатель"},
                               NamedWord{"PRESIDING", "Председательствующий"},
                               NamedWord{"SECRETARY", "Секретарь"}};
constexpr std::array kResults{NamedWord{"ADOPTED", "Решение принято."},
                              NamedWord{"REJECTED", "Решение не принято."}};
constexpr std::array kOutcomes{
    NamedWord{"FAILED_NO_QUORUM", "Заседание не состоялось: не было кворума."},
    NamedWord{"CANCELLED", "Заседание отменено."}};
constexpr std::array kTallyWords{NamedWord{"UNANIMOUS", "единогласно"},
                                 NamedWord{"MAJORITY", "большинством голосов"}};
constexpr std::array kOffices{
    NamedWord{"CHAIR", "председателем"}, NamedWord{"DEPUTY_CHAIR", "заместителем председателя"},
    NamedWord{"SECRETARY", "секретарём"}, NamedWord{"GROUP_HEAD", "руководителем группы"},
    NamedWord{"MEMBER", "членом"}};

class Printer {
 public:
  Printer(const Directory& directory, const FactBook& facts, const RecordedFact& protocol,
          const MeetingOutcomes& outcomes, const ShowName& show_name)
      : directory_(directory),
        facts_(facts),
        protocol_(protocol),
        outcomes_(outcomes),
        show_name_(show_name) {}

  Minutes print();
  /// The last event that anything printed comes from.
  std::uint64_t last_index() const { return *used_.rbegin(); }

 private:
  void use(const RecordedFact& fact) {
    used_.insert(fact.index);
    if (fact.corrected_by) used_.insert(*fact.corrected_by);
  }
  /// What the rules say, with the events behind it.
  void tell(BlockKind kind, const ToldOutcome& outcome) {
    used_.insert(outcome.events.begin(), outcome.events.end());
    for (const std::string& line : outcome.lines) add(kind, line, "", 1);
  }
  void add(BlockKind kind, std::string text, std::string right = {}, int level = 0) {
    out_.blocks.push_back({kind, std::move(text), std::move(right), level});
  }
  std::vector<const RecordedFact*> about(const char* type, const char* member,
                                         const std::string& digest) const;
  std::vector<const RecordedFact*> decisions() const;

  std::string post_of(const std::string& organisation) const;
  std::string attendee(const RecordedFact& fact, const Json& entry, const std::string& path) const;
  struct SeatOf {
    std::string organisation;
    std::string position;
  };
  const RecordedFact* body() const;
  SeatOf seat_of(const std::string& seat) const;
  std::string seat_name(const std::string& seat) const;

  void print_head(const RecordedFact& meeting);
  void print_roll(const RecordedFact& meeting);
  void print_people(const RecordedFact& fact, const char* member, const char* heading);
  void print_changes(const Json& attendance);
  void print_agenda(const RecordedFact& meeting);
  void print_items(const RecordedFact& meeting);
  void print_item(const std::string& theme, std::uint64_t number,
                  const std::vector<const RecordedFact*>& decided,
                  const std::vector<const RecordedFact*>& ballots);
  void print_ballot(const RecordedFact& ballot);
  std::string chosen(const RecordedFact& ballot, const Json& vote) const;
  void print_roll_call(const RecordedFact& ballot, const std::vector<const RecordedFact*>& votes);
  void print_decision(const RecordedFact& decision);
  void print_effects(const Json& decision);
  std::string addressees(const Json& decision) const;
  void print_signatures();
  void print_signature(const RecordedFact& fact, bool approval);

  const Directory& directory_;
  const FactBook& facts_;
  const RecordedFact& protocol_;
  const MeetingOutcomes& outcomes_;
  const ShowName& show_name_;
  std::string day_;
  std::set<std::uint64_t> used_;
  Minutes out_;
};

std::vector<const RecordedFact*> Printer::about(const char* type, const char* member,
                                                const std::string& digest) const {
  std::vector<const RecordedFact*> out;
  for (const RecordedFact* fact : facts_.all(type)) {
    if (member_text(fact->payload, member) == digest) out.push_back(fact);
  }
  return out;
}

/// In the order of the protocol; of a protocol that names none, those of its meeting.
std::vector<const RecordedFact*> Printer::decisions() const {
  if (!protocol_.payload.contains("decisions")) {
    return about("DecisionDeclared", "meeting", member_text(protocol_.payload, "meeting"));
  }
  std::vector<const RecordedFact*> out;
  for (const Json& digest : protocol_.payload["decisions"]) {
    const RecordedFact* fact = facts_.find(digest.get<std::string>());
    if (fact != nullptr && !fact->withdrawn) out.push_back(fact);
  }
  return out;
}

/// The post of an organisation's head on the day of the meeting, as the ledger has it, in whatever
/// order it was recorded.
std::string Printer::post_of(const std::string& organisation) const {
  std::string post;
  std::string since;
  for (const RecordedFact* fact : facts_.all("OfficeHolderChanged")) {
    const Json& payload = fact->payload;
    if (member_text(payload, "organisation") != organisation) continue;
    if (member_text(payload, "role") != "HEAD" || member_text(payload, "change") == "RELEASED") {
      continue;
    }
    const std::string from = member_text(payload["from"], "not_before");
    if (from > day_ || from < since) continue;
    since = from;
    post = member_text(payload, "position");
  }
  return post;
}

/// The body that met, as it was composed for this meeting; null for a conference.
const RecordedFact* Printer::body() const {
  const RecordedFact* meeting = facts_.find(member_text(protocol_.payload, "meeting"));
  return meeting == nullptr ? nullptr : facts_.find(member_text(meeting->payload, "body"));
}

/// Whose the seat is; a seat that the body does not list is that of the organisation it is called
/// by.
Printer::SeatOf Printer::seat_of(const std::string& seat) const {
  if (body() != nullptr) {
    for (const Json& entry : body()->payload.value("seats", Json::array())) {
      if (member_text(entry, "seat") != seat) continue;
      return {member_text(entry, "organisation"), member_text(entry, "position")};
    }
  }
  return {seat, {}};
}

std::string Printer::seat_name(const std::string& seat) const {
  const SeatOf whose = seat_of(seat);
  if (whose.organisation.empty()) return whose.position;
  return directory_.organisation_name(whose.organisation);
}

std::string Printer::attendee(const RecordedFact& fact, const Json& entry,
                              const std::string& path) const {
  const SeatOf seat = seat_of(member_text(entry, "seat"));
  std::string organisation = member_text(entry, "organisation");
  if (organisation.empty()) organisation = seat.organisation;
  const Json acting = entry.value("acting", Json::object());
  const bool own = !acting.contains("person");
  const Json& who = own ? entry : acting;
  std::string out;
  if (who.contains("person")) {
    out = show_name_(fact, who["person"], path + (own ? ".person" : ".acting.person"));
  }
  const auto join = [&](const std::string& part) {
    if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
  };
  if (!acting.empty()) {
    join(begun_small(word_in(kActingAs, member_text(acting, "acting_as"))));
  } else {
    // A head sits by office in a council of heads alone; elsewhere people have posts of their own.
    const bool heads = body() != nullptr && entry.contains("seat") &&
                       member_text(body()->payload, "rule") == "HEADS_OF_MEMBERS";
    const std::string post = member_text(entry, "position");
    join(post.empty() ? begun_small(heads ? post_of(organisation) : seat.position) : post);
  }
  if (!organisation.empty()) join(directory_.organisation_full_name(organisation));
  if (member_text(entry, "form") == "REMOTE") join("дистанционно");
  if (member_text(entry, "reason") == "EXCUSED") join("по уважительной причине");
  if (member_text(entry, "reason") == "NOT_EXCUSED") join("без уважительной причины");
  return out.empty() ? std::string("без указания места") : out;
}

void Printer::print_head(const RecordedFact& meeting) {
  use(meeting);
  add(BlockKind::kCentred, directory_.place_name(member_text(protocol_.body["scope"], "id")));
  const RecordedFact* body = facts_.find(member_text(meeting.payload, "body"));
  if (body != nullptr) {
    use(*body);
    add(BlockKind::kCentred, title_of(body->payload));
  }
  for (const RecordedFact* fact : about("ProtocolApproved", "protocol", protocol_.digest)) {
    print_signature(*fact, true);
  }
  const std::string number = member_text(protocol_.payload, "number");
  add(BlockKind::kTitle, "ПРОТОКОЛ");
  add(BlockKind::kEdges, date_of(protocol_.payload["dated"]), number.empty() ? "" : "№ " + number);
  const std::string title = title_of(meeting.payload);
  if (body == nullptr || !title.starts_with(title_of(body->payload))) {
    add(BlockKind::kParagraph, title);
  }
  const std::string held = date_of(meeting.payload["takes_place_on"]);
  const std::string form = word_in(kForms, member_text(meeting.payload, "form"));
  add(BlockKind::kParagraph, "Дата проведения: " + held + (form.empty() ? "" : "; форма: " + form));
  out_.title = "Протокол" + (number.empty() ? "" : " № " + number) + ", " + held;
}

void Printer::print_people(const RecordedFact& fact, const char* member, const char* heading) {
  if (!fact.payload.contains(member) || fact.payload[member].empty()) return;
  const Json& people = fact.payload[member];
  add(BlockKind::kHeading, heading);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string path = std::string("payload.") + member + "[" + std::to_string(i) + "]";
    add(BlockKind::kItem, attendee(fact, people[i], path), std::to_string(i + 1) + ".");
  }
}

void Printer::print_changes(const Json& attendance) {
  for (const Json& change : attendance.value("changes", Json::array())) {
    const bool joined = member_text(change, "change") == "JOINED";
    add(BlockKind::kParagraph,
        seat_name(member_text(change, "seat")) +
            (joined ? " — присутствует с вопроса " : " — отсутствует с вопроса ") +
            change["agenda_item"].dump() + ".");
  }
}

void Printer::print_roll(const RecordedFact& meeting) {
  const auto rolls = about("AttendanceRecorded", "meeting", meeting.digest);
  if (rolls.empty()) {
    return add(BlockKind::kParagraph, "Сведений о присутствующих в журнале нет.");
  }
  const RecordedFact& roll = *rolls.back();
  use(roll);
  if (roll.payload.contains("presiding")) {
    add(BlockKind::kParagraph,
        "Председательствующий: " + attendee(roll, roll.payload["presiding"], "payload.presiding"));
  }
  print_people(roll, "present", "ПРИСУТСТВОВАЛИ:");
  print_people(roll, "absent", "ОТСУТСТВОВАЛИ:");
  print_people(roll, "invited", "ПРИГЛАШЕНЫ:");
  print_changes(roll.payload);
  tell(BlockKind::kParagraph, outcomes_.quorum());
}

void Printer::print_agenda(const RecordedFact& meeting) {
  if (!meeting.payload.contains("agenda")) return;
  add(BlockKind::kHeading, "ПОВЕСТКА ДНЯ:");
  for (const Json& item : meeting.payload["agenda"]) {
    add(BlockKind::kItem, title_of(item), item["number"].dump() + ".");
  }
}

void Printer::print_items(const RecordedFact& meeting) {
  const auto of_item = [](const std::vector<const RecordedFact*>& facts, const Json& number) {
    std::vector<const RecordedFact*> out;
    for (const RecordedFact* fact : facts) {
      const bool has = fact->payload.contains("agenda_item");
      if (has ? fact->payload["agenda_item"] == number : number.is_null()) out.push_back(fact);
    }
    return out;
  };
  const auto decided = decisions();
  const auto ballots = about("BallotOpened", "meeting", meeting.digest);
  for (const Json& item : meeting.payload.value("agenda", Json::array())) {
    const Json& number = item["number"];
    print_item(title_of(item), number.get<std::uint64_t>(), of_item(decided, number),
               of_item(ballots, number));
  }
  const auto apart = of_item(decided, Json());
  const auto apart_ballots = of_item(ballots, Json());
  if (!apart.empty() || !apart_ballots.empty()) {
    print_item("вне пунктов повестки", 0, apart, apart_ballots);
  }
}

void Printer::print_item(const std::string& theme, std::uint64_t number,
                         const std::vector<const RecordedFact*>& decided,
                         const std::vector<const RecordedFact*>& ballots) {
  const std::string before = number == 0 ? std::string() : std::to_string(number) + ". ";
  add(BlockKind::kHeading, before + "СЛУШАЛИ:");
  add(BlockKind::kParagraph, theme);
  for (const RecordedFact* ballot : ballots) print_ballot(*ballot);
  if (decided.empty()) return;
  add(BlockKind::kHeading, "РЕШИЛИ:");
  for (const RecordedFact* decision : decided) print_decision(*decision);
}

/// " кандидата КС", " вариант 2 (…)" where there was more than one to vote for; else nothing.
std::string Printer::chosen(const RecordedFact& ballot, const Json& vote) const {
  for (const Json& option : ballot.payload.value("options", Json::array())) {
    if (!vote.contains("option") || option["number"] != vote["option"]) continue;
    return " вариант " + vote["option"].dump() + " (" + member_text(option, "title") + ")";
  }
  const bool several = ballot.payload.value("candidates", Json::array()).size() > 1;
  const std::string seat = member_text(vote, "candidate");
  return several && !seat.empty() ? " кандидата " + seat_name(seat) : std::string();
}

void Printer::print_roll_call(const RecordedFact& ballot,
                              const std::vector<const RecordedFact*>& votes) {
  constexpr std::array kChoices{NamedWord{"FOR", "За"}, NamedWord{"AGAINST", "Против"},
                                NamedWord{"ABSTAIN", "Воздержались"},
                                NamedWord{"NOT_VOTING", "Не голосовали"}};
  struct Line {
    std::string names;
    std::size_t count = 0;
    bool signed_by_all = true;
  };
  for (const NamedWord& choice : kChoices) {
    std::map<std::string, Line> lines;
    for (const RecordedFact* vote : votes) {
      if (member_text(vote->payload, "choice") != choice.name) continue;
      Line& line = lines[chosen(ballot, vote->payload)];
      line.names +=
          (line.names.empty() ? "" : "; ") + seat_name(member_text(vote->payload, "seat"));
      line.signed_by_all &= member_text(vote->body["attestation"], "grade") == "SELF";
      ++line.count;
      used_.insert(vote->index);
    }
    for (const auto& [what, line] : lines) {
      add(BlockKind::kItem,
          std::string(choice.word) + what + " — " + std::to_string(line.count) + ": " + line.names +
              (line.signed_by_all ? " (подписано голосовавшими)." : " (записано секретарём)."),
          "", 1);
    }
  }
}

void Printer::print_ballot(const RecordedFact& ballot) {
  use(ballot);
  add(BlockKind::kHeading, "ГОЛОСОВАЛИ:");
  add(BlockKind::kParagraph, title_of(ballot.payload, "question"));
  const auto votes = about("VoteCast", "ballot", ballot.digest);
  if (!votes.empty()) print_roll_call(ballot, votes);
  for (const RecordedFact* counted : about("BallotCounted", "ballot", ballot.digest)) {
    use(*counted);
    std::string line;
    constexpr std::array kCounts{NamedWord{"present", "присутствовало"},
                                 NamedWord{"votes_for", "за"}, NamedWord{"votes_against", "против"},
                                 NamedWord{"abstained", "воздержались"},
                                 NamedWord{"not_voting", "не голосовали"}};
    for (const NamedWord& count : kCounts) {
      const std::string member(count.name);
      if (!counted->payload.contains(member)) continue;
      line += (line.empty() ? "" : ", ") + std::string(count.word) + " — " +
              counted->payload[member].dump();
    }
    for (const Json& choice : counted->payload.value("choices", Json::array())) {
      const std::string what = chosen(ballot, choice);
      if (what.empty() && counted->payload.value("votes_for", Json()) == choice["votes_for"]) {
        continue;  // told already, where there was only one to vote for
      }
      line +=
          (line.empty() ? "за" : ", за") + what + " — " + choice.value("votes_for", Json(0)).dump();
    }
    const std::string words = word_in(kTallyWords, member_text(counted->payload, "words"));
    if (!words.empty()) line += (line.empty() ? "" : "; ") + words;
    add(BlockKind::kItem, line.empty() ? "Итог голосования в протоколе не указан." : line + ".", "",
        1);
  }
  for (const RecordedFact* closed : about("BallotClosed", "ballot", ballot.digest)) use(*closed);
  tell(BlockKind::kItem, outcomes_.of(ballot.digest));
}

std::string Printer::addressees(const Json& decision) const {
  std::string out;
  for (const Json& addressee : decision.value("addressees", Json::array())) {
    const std::string kind = member_text(addressee, "kind");
    std::string name = member_text(addressee, "description");
    if (kind == "ORGANISATION") {
      name = directory_.organisation_name(member_text(addressee, "organisation"));
    }
    if (kind == "ROLE") {
      const std::string role = member_text(addressee["role"], "role");
      name = role == "HEAD" ? "руководители организаций" : code_in_words(role, Language::kRussian);
    }
    if (kind == "BODY")
      name = code_in_words(member_text(addressee["body"], "kind"), Language::kRussian);
    if (kind == "ALL_PARTICIPANTS") name = "все участники кластера";
    out += (out.empty() ? "" : "; ") + name;
  }
  return out;
}

void Printer::print_effects(const Json& decision) {
  for (const Json& office : decision.value("offices", Json::array())) {
    const bool elected = member_text(office, "mode") != "APPOINTED";
    std::string line = std::string(elected ? "Избрать " : "Назначить ") +
                       word_in(kOffices, member_text(office, "office")) + ": " +
                       seat_name(member_text(office, "seat"));
    if (office.contains("term") && office["term"].contains("length")) {
      line += "; срок: " + length_in_words(office["term"]["length"]);
    }
    add(BlockKind::kItem, line + ".", "", 1);
  }
  for (const auto& [member, word] : {std::pair("admits", "Включить в состав: "),
                                     std::pair("excludes", "Исключить из состава: ")}) {
    for (const Json& organisation : decision.value(member, Json::array())) {
      add(BlockKind::kItem,
          word + directory_.organisation_full_name(organisation.get<std::string>()) + ".", "", 1);
    }
  }
}

void Printer::print_decision(const RecordedFact& decision) {
  use(decision);
  const Json& payload = decision.payload;
  const std::string number = member_text(payload, "printed_number");
  add(BlockKind::kItem, title_of(payload), number.empty() ? "—" : number + ".");
  print_effects(payload);
  if (auto to = addressees(payload); !to.empty())
    add(BlockKind::kItem, "Исполнители: " + to, "", 1);
  const Json components = payload.value("components", Json::array());
  for (const Json& component : components) {
    const std::string title =
        components.size() > 1 ? member_text(component, "title") + "; срок: " : "Срок: ";
    add(BlockKind::kItem, title + schedule_in_words(component["schedule"]), "", 1);
    tell(BlockKind::kItem,
         outcomes_.due(decision.digest, component["number"].get<std::uint64_t>()));
  }
  const std::string result = word_in(kResults, member_text(payload, "stated_result"));
  if (!result.empty()) add(BlockKind::kItem, result, "", 1);
  tell(BlockKind::kItem, outcomes_.of(decision.digest));
}

void Printer::print_signature(const RecordedFact& fact, bool approval) {
  use(fact);
  const Json& signature = fact.payload["signature"];
  const std::string position = member_text(signature, "position");
  std::string post = word_in(kActingAs, member_text(signature, "acting_as"));
  // "Председатель совета" says already that it is the chair who signs.
  if ((begun_small(position) + " ").starts_with(begun_small(post) + " ")) post.clear();
  const auto join = [&](const std::string& part) {
    if (!part.empty()) post += (post.empty() ? "" : ", ") + part;
  };
  join(post.empty() ? position : begun_small(position));
  const std::string organisation = member_text(signature, "organisation");
  if (!organisation.empty()) join(directory_.organisation_name(organisation));
  std::string name;
  if (signature.contains("person")) {
    name = show_name_(fact, signature["person"], "payload.signature.person");
  }
  const std::string on = signature.contains("signed_on") ? date_of(signature["signed_on"]) : "";
  if (approval) add(BlockKind::kCentred, "УТВЕРЖДАЮ");
  add(BlockKind::kSignature, post, name);
  const bool self = member_text(fact.body["attestation"], "grade") == "SELF";
  add(BlockKind::kNote, (self ? "Подписано ключом автора, " : "Подпись на бумаге, ") + on +
                            "; событие " + std::to_string(fact.index) + ".");
  if (!approval) tell(BlockKind::kNote, outcomes_.of(fact.digest));
}

void Printer::print_signatures() {
  const auto signatures = about("ProtocolSigned", "protocol", protocol_.digest);
  for (const RecordedFact* fact : signatures) print_signature(*fact, false);
  const ToldOutcome& missing = outcomes_.missing_signers();
  used_.insert(missing.events.begin(), missing.events.end());
  for (const std::string& post : missing.lines) {
    add(BlockKind::kSignature, post);
    add(BlockKind::kNote, "Подпись требуется по правилам; в журнале её нет.");
  }
  if (signatures.empty() && missing.lines.empty()) {
    add(BlockKind::kNote, "Подписей протокола в журнале нет.");
  }
}

Minutes Printer::print() {
  use(protocol_);
  const RecordedFact* meeting = facts_.find(member_text(protocol_.payload, "meeting"));
  LEDGER_CHECK(meeting != nullptr);
  day_ = member_text(meeting->payload["takes_place_on"], "not_after");
  print_head(*meeting);
  print_roll(*meeting);
  print_agenda(*meeting);
  print_items(*meeting);
  for (const RecordedFact* closed : about("MeetingClosed", "meeting", meeting->digest)) {
    use(*closed);
    const std::string outcome = word_in(kOutcomes, member_text(closed->payload, "outcome"));
    if (!outcome.empty()) add(BlockKind::kParagraph, outcome);
  }
  print_signatures();
  return std::move(out_);
}

/// Where the printed events stand in the ledger: the same for ever.
ledger::Status print_place(const OpenLedger& ledger, const RecordedFact& protocol,
                           std::uint64_t last_index, Minutes& out) {
  const auto note = ledger.view().checkpoint_covering(last_index + 1);
  if (!note) return note.error();
  const auto text = ledger::parse_note(*note);
  if (!text) return text.error();
  const auto checkpoint = ledger::parse_checkpoint(text->text);
  if (!checkpoint) return checkpoint.error();
  out.blocks.push_back({BlockKind::kHeading, "СВЕДЕНИЯ ЖУРНАЛА"});
  const auto line = [&](const std::string& words) {
    out.blocks.push_back({BlockKind::kNote, words});
  };
  line("Журнал " + ledger.identity.origin + ", " + to_hex(ledger.identity.ledger_id));
  line("Протокол зарегистрирован событием " + std::to_string(protocol.index) + ", " +
       protocol.digest);
  line("Последнее событие, вошедшее в этот текст: " + std::to_string(last_index) +
       "; контрольная точка: размер " + std::to_string(checkpoint->size) + ", корень " +
       ledger::to_base64(checkpoint->root.view()));
  return ledger::Ok{};
}

ledger::Subject scope_subject(const Json& body) {
  const std::string kind = member_text(body["scope"], "kind");
  const auto id = ledger::fixed_from_hex<ledger::Id>(member_text(body["scope"], "id"));
  return {kind == "CLUSTER"  ? ledger::SubjectKind::kCluster
          : kind == "REGION" ? ledger::SubjectKind::kRegion
                             : ledger::SubjectKind::kRegistry,
          id ? *id : ledger::Id{}};
}

/// The chronicle of the protocol's place.
Result<projections::Chronicle> chronicle_of(const ViewFolder& views, const RecordedFact& protocol) {
  const ledger::Subject subject = scope_subject(protocol.body);
  const auto kind = subject.kind == ledger::SubjectKind::kCluster  ? ledger::ScopeKind::kCluster
                    : subject.kind == ledger::SubjectKind::kRegion ? ledger::ScopeKind::kRegion
                                                                   : ledger::ScopeKind::kLedger;
  const auto reader = views.reader();
  if (!reader) return reader.error();
  return projections::Chronicle::load(*reader, {kind, subject.id});
}

}  // namespace

Result<Minutes> print_minutes(const ViewFolder& views, const std::string& selector,
                              const ShowName& show_name) {
  const OpenLedger& ledger = views.ledger();
  const auto found = find_protocol(ledger, selector);
  if (!found) return found.error();
  const auto directory = Directory::load(ledger, nullptr);
  if (!directory) return directory.error();
  std::vector<ledger::Subject> subjects{scope_subject(found->body)};
  if (subjects[0].kind == ledger::SubjectKind::kCluster) {
    const auto region = ledger::fixed_from_hex<ledger::Id>(
        directory->region_of(member_text(found->body["scope"], "id")));
    if (region) subjects.push_back({ledger::SubjectKind::kRegion, *region});
  }
  const auto facts = FactBook::load(ledger, subjects, {});
  if (!facts) return facts.error();
  const RecordedFact* protocol = facts->find(found->digest);
  if (protocol == nullptr || protocol->withdrawn) {
    return ledger::not_found("NO_SUCH_PROTOCOL", "this protocol was withdrawn by a correction",
                             "этот протокол отозван исправлением", "");
  }
  if (facts->find(member_text(protocol->payload, "meeting")) == nullptr) {
    return ledger::not_found("NO_SUCH_EVENT", "the protocol's meeting is of another place",
                             "заседание этого протокола — в другом месте", "");
  }
  const auto chronicle = chronicle_of(views, *protocol);
  if (!chronicle) return chronicle.error();
  const MeetingOutcomes outcomes(*chronicle, protocol->digest);
  Printer printer(*directory, *facts, *protocol, outcomes, show_name);
  Minutes out = printer.print();
  const auto placed = print_place(ledger, *protocol, printer.last_index(), out);
  if (!placed) return placed.error();
  return out;
}

}  // namespace tools
