// SPDX-License-Identifier: Apache-2.0
#include "tools/meeting_form.h"

#include <algorithm>
#include <filesystem>

#include "api/author_form.h"
#include "api/event_json.h"
#include "ledger/clock.h"
#include "ledger/hash.h"
#include "tools/form_keys.h"
#include "tools/meeting_events.h"
#include "tools/russian.h"

namespace tools {

using api::Json;
using ledger::Result;

namespace {

constexpr std::uint64_t kCountMax = 65'535;
constexpr std::size_t kTitleCharactersMax = 200;

/// A seat, given as a text or as a table with `место`, and how it was there.
Json attendee(FormErrors& errors, const FormPeople& people, const Json& value,
              const std::string& pointer, const char* form) {
  Json out = Json::object();
  std::string name = value.is_string() ? value.get<std::string>() : std::string();
  Json acting = Json::object();
  if (!value.is_string()) {
    FormTable entry(errors, value, pointer);
    name = entry.needed_text(form_keys::kSeat);
    const std::string person = entry.text(form_keys::kPerson);
    const std::string as = form_word(entry, form_keys::kAs, "ActingAs", "");
    const bool stands_in = !as.empty() && as != "CHAIR" && as != "PRESIDING";
    if (stands_in) acting["acting_as"] = as;
    if (!person.empty()) {
      (stands_in ? acting : out)["person"] = people.person(person, errors, pointer);
    }
    entry.finish();
  }
  const SeatRef seat = people.seat(name, errors, pointer);
  out["seat"] = seat.seat;
  if (!seat.organisation.empty()) out["organisation"] = seat.organisation;
  out["form"] = form;
  if (!acting.empty()) out["acting"] = std::move(acting);
  return out;
}

Json convened_by(FormTable& meeting, FormKey key, const FormPeople& people) {
  Json out = Json::object();
  out["by"] = "NOT_STATED";
  const Json* value = meeting.find(key);
  if (value == nullptr) return out;
  const std::string pointer = meeting.pointer_of(key);
  if (value->is_string()) {
    out["by"] = form_word(meeting, key, "Convener", "NOT_STATED");
    return out;
  }
  FormTable entry(meeting.errors(), *value, pointer);
  out["by"] = form_word(entry, form_keys::kBy, "Convener", "NOT_STATED");
  if (entry.has(form_keys::kSeat)) {
    const SeatRef seat = people.seat(entry.text(form_keys::kSeat), meeting.errors(), pointer);
    out["seat"] = seat.seat;
    if (!seat.organisation.empty()) out["organisation"] = seat.organisation;
  } else if (entry.has(form_keys::kOrganisation)) {
    out["organisation"] =
        people.organisation(entry.text(form_keys::kOrganisation), meeting.errors(), pointer);
  }
  entry.finish();
  return out;
}

/// What date_spelling() makes of a date that the paper does not give.
constexpr std::string_view kUnknownDay = "unknown";

class Compiler {
 public:
  Compiler(const api::JsonText& form, const Directory& directory)
      : form_(form), directory_(directory), errors_(form) {}

  Result<MeetingEvents> compile();

 private:
  void read_place(FormTable& root, FormTable& meeting);
  void set_common(const std::string& document);
  std::string register_document(FormTable& protocol);
  void convene(MeetingContext& context, FormTable& meeting, std::vector<FormTable>& questions);
  void attend(MeetingContext& context, FormTable attendance);
  void known_item(FormTable& entry, std::uint64_t item) const;
  void presence_changes(MeetingContext& context, FormTable& attendance, FormKey key,
                        const char* change, Json& changes);
  Json invited(MeetingContext& context, FormTable& attendance);

  const api::JsonText& form_;
  const Directory& directory_;
  FormErrors errors_;
  EventList events_;
  std::set<std::uint64_t> items_;  ///< numbers of the questions
  MeetingEvents out_;
  const RecordedFact* body_ = nullptr;
  std::string body_title_;
  std::string body_kind_;
  std::string prefix_;
};

void Compiler::read_place(FormTable& root, FormTable& meeting) {
  if (!root.has(form_keys::kMeeting)) {
    errors_.add(
        "MISSING_KEY",
        {"the form begins with the table [заседание]", "форма начинается с таблицы [заседание]"},
        "");
  }
  const std::string cluster = meeting.needed_text(form_keys::kCluster);
  const auto id = directory_.cluster(cluster);
  if (!id) return meeting.fail(id.error(), form_keys::kCluster);
  out_.cluster = *id;
  out_.day = form_date(meeting, form_keys::kDate);
  if (out_.day.empty()) meeting.fail_missing(form_keys::kDate);
  if (is_to_come(out_.day)) {
    meeting.fail("DAY_TO_COME",
                 {"a form tells of a meeting that was, and " + out_.day + " has not come yet",
                  "форма рассказывает о прошедшем заседании, а " + date_in_words(out_.day) +
                      " — это ещё впереди"},
                 form_keys::kDate);
  }
  const std::string body = meeting.text(form_keys::kBody);
  body_kind_ = "conference";
  if (!body.empty() && plain(body) != "совещание" && plain(body) != "conference") {
    const auto found = directory_.body(out_.cluster, body);
    if (!found) return meeting.fail(found.error(), form_keys::kBody);
    body_ = *found;
    out_.body = body_->digest;
    body_kind_ = member_text(body_->payload, "kind");
    body_title_ = member_text(body_->payload["wording"], "title");
  }
  const std::string name = meeting.text(form_keys::kName);
  std::string kind = name.empty() ? body_kind_ : name;
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  prefix_ = out_.cluster.substr(0, 8) + "-" + out_.day + "-" + kind;
}

/// The protocol's paper is the evidence of everything that the recorder tells from it.
void Compiler::set_common(const std::string& document) {
  Json common = Json::object();
  common["scope"] = {{"kind", "CLUSTER"}, {"id", out_.cluster}};
  if (out_.day != kUnknownDay) common["dates"] = {{"occurred", out_.day}};
  common["attestation"] = {{"grade", "RECORDER"}};
  if (!document.empty()) common["attestation"]["evidence"] = {{"document", document}};
  events_.set_common(std::move(common));
}

/// The protocol's paper comes first: it is the evidence of everything else.
std::string Compiler::register_document(FormTable& protocol) {
  const std::string known = protocol.text(form_keys::kDocument);
  const std::string file = protocol.text(form_keys::kFile);
  if (!known.empty()) return known;
  if (file.empty()) return {};
  const auto path = std::filesystem::path(form_.source).parent_path() / file;
  if (std::error_code error; !std::filesystem::is_regular_file(path, error)) {
    protocol.fail("NO_FILE", {"there is no file " + path.string(), "нет файла " + path.string()},
                  form_keys::kFile);
  }
  Json payload = Json::object();
  payload["document"] = "@" + prefix_ + "-paper";
  payload["kind"] = "PROTOCOL";
  const std::string number = protocol.text(form_keys::kNumber);
  payload["title"] = "Протокол" + (number.empty() ? "" : " № " + number) + ": " +
                     (body_title_.empty() ? std::string("совещание") : body_title_);
  Json printed = Json::object();
  printed["place"] = "HEADER";
  if (!number.empty()) printed["number"] = number;
  if (auto dated = form_date(protocol, form_keys::kDate); !dated.empty()) printed["date"] = dated;
  payload["printed"] = Json::array({printed});
  payload["edition"] = 1;
  payload["rendition"] = form_word(protocol, form_keys::kRendition, "Rendition", "SCAN");
  Json paper = Json::object();
  paper["@file"] = file;
  paper["media_type"] = media_type_of(file);
  payload["file"] = std::move(paper);
  payload["custody"] = {{"place", "ARCHIVE"}};
  payload["personal_data"] = true;
  events_.add(prefix_ + "-document", "DocumentRegistered", std::move(payload), protocol.pointer());
  return "@" + prefix_ + "-document";
}

/// " 5 апреля 2021 года", ", апрель 2021 года", " без даты": what follows the word for the meeting.
std::string when_in_words(std::string_view date) {
  if (date == kUnknownDay) return " без даты";
  const bool is_day = date.size() == std::string_view("2021-04-05").size();
  return (is_day ? " " : ", ") + date_in_words(date);
}

void Compiler::convene(MeetingContext& context, FormTable& meeting,
                       std::vector<FormTable>& questions) {
  Json payload = Json::object();
  payload["meeting"] = "@" + prefix_ + "-id";
  payload["kind"] = body_ == nullptr ? "CONFERENCE" : "BODY_MEETING";
  if (body_ != nullptr) payload["body"] = context.body;
  std::string title = meeting.text(form_keys::kTitle);
  if (title.empty()) {
    title = (body_ == nullptr ? std::string("Совещание") : body_title_ + ": заседание") +
            when_in_words(context.date);
  }
  payload["wording"] = wording(title);
  payload["convened_by"] = convened_by(meeting, form_keys::kConvenedBy, context.people);
  payload["takes_place_on"] = context.date;
  payload["form"] = form_word(meeting, form_keys::kForm, "MeetingForm", "NOT_STATED");
  Json agenda = Json::array();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    Json item = Json::object();
    const std::uint64_t number = questions[i].number(form_keys::kNumber, 200).value_or(i + 1);
    if (!items_.insert(number).second) {
      const std::string text = std::to_string(number);
      questions[i].fail("ITEM_TWICE",
                        {"another question above has the number " + text,
                         "номер " + text + " уже стоит у вопроса выше"},
                        form_keys::kNumber);
    }
    item["number"] = number;
    item["wording"] = wording(questions[i].needed_text(form_keys::kTheme));
    agenda.push_back(std::move(item));
  }
  if (!agenda.empty()) payload["agenda"] = std::move(agenda);
  payload["agenda_state"] =
      form_word(meeting, form_keys::kAgendaState, "AgendaState", "AS_PRINTED");
  if (auto sent = form_date(meeting, form_keys::kSentOn); !sent.empty()) payload["sent_on"] = sent;
  events_.add(prefix_ + "-meeting", "MeetingConvened", std::move(payload), meeting.pointer());
}

/// A question that the form does not have begins at no time at which somebody may come or leave.
void Compiler::known_item(FormTable& entry, std::uint64_t item) const {
  if (items_.empty() || items_.contains(item)) return;
  std::string known;
  for (const std::uint64_t one : items_) known += (known.empty() ? "" : ", ") + std::to_string(one);
  entry.fail("UNKNOWN_ITEM",
             {"the form has no question " + std::to_string(item) + "; known are " + known,
              "вопроса " + std::to_string(item) + " в форме нет; есть: " + known},
             form_keys::kFromItem);
}

void Compiler::presence_changes(MeetingContext& context, FormTable& attendance, FormKey key,
                                const char* change, Json& changes) {
  for (FormTable& entry : attendance.tables(key)) {
    Json out = Json::object();
    out["seat"] =
        context.people.seat(entry.needed_text(form_keys::kSeat), errors_, entry.pointer()).seat;
    const auto item = entry.number(form_keys::kFromItem, 200);
    if (!item) entry.fail_missing(form_keys::kFromItem);
    if (item) known_item(entry, *item);
    out["agenda_item"] = item.value_or(1);
    out["change"] = change;
    entry.finish();
    changes.push_back(std::move(out));
  }
}

Json Compiler::invited(MeetingContext& context, FormTable& attendance) {
  Json out = Json::array();
  for (const auto& [value, pointer] : attendance.list(form_keys::kInvited)) {
    Json guest = Json::object();
    if (value->is_string()) {
      guest["position"] = value->get<std::string>();
    } else {
      FormTable entry(errors_, *value, pointer);
      const std::string organisation = entry.text(form_keys::kOrganisation);
      if (!organisation.empty()) {
        guest["organisation"] = context.people.organisation(organisation, errors_, pointer);
      }
      if (auto person = entry.text(form_keys::kPerson); !person.empty()) {
        guest["person"] = context.people.person(person, errors_, pointer);
      }
      if (auto position = entry.text(form_keys::kPosition); !position.empty())
        guest["position"] = position;
      entry.finish();
    }
    out.push_back(std::move(guest));
  }
  return out;
}

void Compiler::attend(MeetingContext& context, FormTable attendance) {
  Json payload = Json::object();
  payload["meeting"] = context.meeting_ref();
  std::set<std::string> seen;
  const auto once = [&](const Json& entry, const std::string& pointer) {
    const std::string seat = member_text(entry, "seat");
    if (!seat.empty() && !seen.insert(seat).second) {
      errors_.add("SEAT_TWICE", {"this seat is named twice", "это место уже названо"}, pointer);
    }
  };
  if (const Json* value = attendance.find(form_keys::kPresiding)) {
    const std::string pointer = attendance.pointer_of(form_keys::kPresiding);
    payload["presiding"] = attendee(errors_, context.people, *value, pointer, "IN_PERSON");
    const bool chair = word_of("ActingAs", member_text(*value, "как")) == "CHAIR" ||
                       word_of("ActingAs", member_text(*value, "as")) == "CHAIR";
    context.presiding["by"] = chair ? "CHAIR" : "NOT_STATED";
    for (const char* member : {"seat", "organisation"}) {
      const std::string text = member_text(payload["presiding"], member);
      if (!text.empty()) context.presiding[member] = text;
    }
  }
  Json present = Json::array();
  for (const auto& [key, form] :
       {std::pair(form_keys::kPresent, "IN_PERSON"), std::pair(form_keys::kRemote, "REMOTE")}) {
    for (const auto& [value, pointer] : attendance.list(key)) {
      present.push_back(attendee(errors_, context.people, *value, pointer, form));
      once(present.back(), pointer);
    }
  }
  if (!present.empty()) payload["present"] = std::move(present);
  Json absent = Json::array();
  for (const auto& [value, pointer] : attendance.list(form_keys::kAbsent)) {
    Json out = Json::object();
    std::string name = value->is_string() ? value->get<std::string>() : std::string();
    out["reason"] = "NOT_STATED";
    if (!value->is_string()) {
      FormTable entry(errors_, *value, pointer);
      name = entry.needed_text(form_keys::kSeat);
      out["reason"] = form_word(entry, form_keys::kReason, "AbsenceReason", "NOT_STATED");
      entry.finish();
    }
    out["seat"] = context.people.seat(name, errors_, pointer).seat;
    once(out, pointer);
    absent.push_back(std::move(out));
  }
  if (!absent.empty()) payload["absent"] = std::move(absent);
  if (Json guests = invited(context, attendance); !guests.empty()) {
    payload["invited"] = std::move(guests);
  }
  Json changes = Json::array();
  presence_changes(context, attendance, form_keys::kJoined, "JOINED", changes);
  presence_changes(context, attendance, form_keys::kLeft, "LEFT", changes);
  std::stable_sort(changes.begin(), changes.end(), [](const Json& a, const Json& b) {
    return a.at("agenda_item").get<std::uint64_t>() < b.at("agenda_item").get<std::uint64_t>();
  });
  if (!changes.empty()) payload["changes"] = std::move(changes);
  if (auto count = attendance.number(form_keys::kPresentStated, kCountMax))
    payload["present_stated"] = *count;
  if (auto count = attendance.number(form_keys::kTotalStated, kCountMax))
    payload["total_stated"] = *count;
  attendance.finish();
  events_.add("", "AttendanceRecorded", std::move(payload), attendance.pointer());
}

Result<MeetingEvents> Compiler::compile() {
  FormTable root(errors_, form_.value, "");
  FormTable meeting = root.table(form_keys::kMeeting);
  read_place(root, meeting);
  if (errors_.first()) return *errors_.first();
  const FormPeople people(root, directory_, body_);
  set_common("");
  FormTable protocol = root.table(form_keys::kProtocol);
  const std::string document = register_document(protocol);
  set_common(document);
  // Which charter worked on an unknown day is not known either.
  const RecordedFact* charter =
      out_.day == kUnknownDay ? nullptr : directory_.charter(out_.cluster, out_.day);
  MeetingContext context{errors_,    directory_,
                         people,     events_,
                         prefix_,    out_.day,
                         out_.body,  charter == nullptr ? std::string() : charter->digest,
                         body_kind_, {{"by", "NOT_STATED"}}};
  context.cluster = out_.cluster;
  std::vector<FormTable> questions = root.tables(form_keys::kQuestion);
  convene(context, meeting, questions);
  if (root.has(form_keys::kAttendance)) attend(context, root.table(form_keys::kAttendance));
  for (std::size_t i = 0; i < questions.size(); ++i) {
    compile_question(context, std::move(questions[i]), i + 1);
  }
  Json closed = Json::object();
  closed["meeting"] = context.meeting_ref();
  closed["outcome"] = form_word(meeting, form_keys::kOutcome, "MeetingOutcome", "HELD");
  events_.add("", "MeetingClosed", std::move(closed), meeting.pointer());
  if (root.has(form_keys::kProtocol)) compile_protocol(context, std::move(protocol), document);
  meeting.finish();
  root.finish();
  if (errors_.first()) return *errors_.first();
  out_.charter = context.charter;
  out_.batch = events_.take(form_);
  return std::move(out_);
}

}  // namespace

std::string media_type_of(const std::string& file) {
  const auto dot = file.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : plain(file.substr(dot + 1));
  if (ending == "pdf") return "application/pdf";
  if (ending == "txt") return "text/plain";
  if (ending == "html" || ending == "htm") return "text/html";
  if (ending == "jpg" || ending == "jpeg") return "image/jpeg";
  if (ending == "png") return "image/png";
  if (ending == "tif" || ending == "tiff") return "image/tiff";
  if (ending == "docx") {
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  if (ending == "doc") return "application/msword";
  if (ending == "odt") return "application/vnd.oasis.opendocument.text";
  return "application/octet-stream";
}

/// Where the n-th character begins; the end if there are fewer.
std::size_t offset_of(const std::string& text, std::size_t n) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (starts && characters++ == n) return at;
  }
  return text.size();
}

std::string wording_title(const std::string& text) {
  if (offset_of(text, kTitleCharactersMax) == text.size()) return text;
  return text.substr(0, offset_of(text, kTitleCharactersMax - 1)) + "…";
}

Json wording(const std::string& title) {
  Json out = Json::object();
  out["title"] = wording_title(on_one_line(title));
  if (out["title"] != title) out["text_hash"] = to_hex(ledger::sha256(title));
  return out;
}

std::string form_date(FormTable& table, FormKey key) {
  const std::string text = table.text(key);
  if (text.empty()) return {};
  const auto spelling = date_spelling(text);
  if (!spelling) {
    table.fail("BAD_DATE_FORM",
               {"\"" + text +
                    "\" is no date like 05.04.2021, 5 апреля 2021, апрель 2021 or "
                    "2021-04-05",
                "«" + text +
                    "» — не дата; пишут так: 05.04.2021, 5 апреля 2021, апрель 2021, "
                    "2021-04-05, неизвестно"},
               key);
  }
  return spelling.value_or(std::string());
}

std::string form_word(FormTable& table, FormKey key, std::string_view enumeration,
                      const char* otherwise) {
  const std::string text = table.text(key);
  if (text.empty()) return otherwise;
  const auto word = word_of(enumeration, text);
  if (!word) {
    table.fail("UNKNOWN_WORD",
               {"\"" + text + "\" is not known here; known are " + words_known(enumeration),
                "слово «" + text + "» здесь неизвестно; известны: " + words_known(enumeration)},
               key);
  }
  return word.value_or(otherwise);
}

bool is_to_come(std::string_view spelling) {
  const auto date = api::legal_date_of(spelling, "PRINTED");
  if (!date || !date->contains("not_before")) return false;
  // A day begins fourteen hours earlier where it begins first.
  constexpr std::uint64_t kAheadUs = 14ULL * 3'600 * 1'000'000;
  const std::string today = api::rfc3339(ledger::SystemClock().now_us() + kAheadUs).substr(0, 10);
  return (*date)["not_before"].get<std::string>() > today;
}

Result<MeetingEvents> compile_meeting(const api::JsonText& form, const Directory& directory) {
  return Compiler(form, directory).compile();
}

}  // namespace tools
