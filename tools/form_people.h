// SPDX-License-Identifier: Apache-2.0
// The part of a meeting's form that names seats and people: short names, each declared once.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "tools/directory.h"
#include "tools/form_reader.h"

namespace tools {

/// A seat in a body and the organisation that sits in it, as texts of the author's form.
struct SeatRef {
  std::string seat;
  std::string organisation;
};

class FormPeople {
 public:
  /// Reads [места] and [люди]. `body` decides which seat an organisation has; null where the
  /// meeting is of no body.
  FormPeople(FormTable& form, const Directory& directory, const RecordedFact* body);

  /// A seat by its short name, or by whatever names an organisation. Empty, with an error, if
  /// nothing does.
  SeatRef seat(const std::string& name, FormErrors& errors, const std::string& pointer) const;
  /// The same in another body than that of the meeting.
  SeatRef seat_in(const RecordedFact& body, const std::string& name, FormErrors& errors,
                  const std::string& pointer) const;
  /// An organisation likewise.
  std::string organisation(const std::string& name, FormErrors& errors,
                           const std::string& pointer) const;
  /// A PersonMention by the short name of [люди].
  api::Json person(const std::string& name, FormErrors& errors, const std::string& pointer) const;

 private:
  SeatRef seat_of(const std::string& organisation, const RecordedFact* body) const;

  const Directory& directory_;
  const RecordedFact* body_;
  std::map<std::string, SeatRef> seats_;
  std::map<std::string, api::Json> people_;
};

}  // namespace tools
