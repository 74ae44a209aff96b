// SPDX-License-Identifier: Apache-2.0
// The pieces of compile_meeting(): the list of events that grows, and what every part of the form
// needs to know about the meeting.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tools/form_people.h"
#include "tools/form_reader.h"
#include "tools/meeting_form.h"

namespace tools {

/// Events in the author's form, each with the part of the form that it comes from.
class EventList {
 public:
  /// `common` is what every event of the meeting has: scope, dates, attestation.
  void set_common(api::Json common) { common_ = std::move(common); }
  /// Adds an event; `name` may be empty.
  void add(const std::string& name, const char* type, api::Json payload,
           const std::string& pointer);
  /// The batch with its lines; `form` gives the lines.
  api::JsonText take(const api::JsonText& form);

 private:
  api::Json common_ = api::Json::object();
  api::Json events_ = api::Json::array();
  std::vector<std::string> pointers_;
};

struct MeetingContext {
  FormErrors& errors;
  const Directory& directory;
  const FormPeople& people;
  EventList& events;
  std::string prefix;                              ///< of local names
  std::string date;                                ///< spelling
  std::string body;                                ///< digest, or empty
  std::string charter;                             ///< digest, or empty
  std::string body_kind;                           ///< name of the enum value
  api::Json presiding;                             ///< ConvenedBy of whoever presided
  std::map<std::string, std::string> decisions{};  ///< printed number -> local name
  std::set<std::string> doubled{};                 ///< numbers that several decisions have
  std::vector<std::string> decision_names{};       ///< in order
  std::string cluster{};                           ///< id

  std::string meeting_ref() const { return "@" + prefix + "-meeting"; }
};

/// One [[вопрос]] with its votes and decisions.
void compile_question(MeetingContext& context, FormTable question, std::size_t number);

/// [протокол]: the registration, the signatures, the approval.
void compile_protocol(MeetingContext& context, FormTable protocol, const std::string& document);

/// A LegalDate's spelling; an error if the words are no date.
std::string form_date(FormTable& table, FormKey key);
/// The name of an enum value; `otherwise` where the key is absent.
std::string form_word(FormTable& table, FormKey key, std::string_view enumeration,
                      const char* otherwise);
/// A Wording. Of a text longer than 200 characters the title is its beginning, and the hash of the
/// whole text stands beside it.
api::Json wording(const std::string& title);

}  // namespace tools
