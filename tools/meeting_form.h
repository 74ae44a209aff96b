// SPDX-License-Identifier: Apache-2.0
// A whole meeting in one readable form (RECORD.md) becomes events in the author's form: the
// protocol's paper, the meeting, who was there, each question with its votes and decisions, the
// end, the protocol with its signatures.
#pragma once

#include <string>
#include <vector>

#include "api/json_text.h"
#include "ledger/result.h"
#include "tools/directory.h"

namespace tools {

struct MeetingEvents {
  std::string cluster;  ///< hex
  std::string day;      ///< YYYY-MM-DD, or a coarser spelling
  std::string body;     ///< digest of the body's version; empty for a conference
  std::string charter;  ///< digest of the charter of that day; empty if there is none
  /// {"@batch": [event, …]}: `lines` leads from an event back to the form.
  api::JsonText batch;
};

/// kInvalid with `where` = "file:line: key": UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, KEY_TWICE,
/// BAD_DATE_FORM, BAD_TERM_FORM, UNKNOWN_WORD, UNKNOWN_SEAT, SEAT_TWICE, UNKNOWN_PERSON,
/// UNKNOWN_DECISION, UNKNOWN_ITEM, VOTES_TWICE, and the reasons of Directory.
ledger::Result<MeetingEvents> compile_meeting(const api::JsonText& form,
                                              const Directory& directory);

/// A title of at most 200 characters: the text, or its beginning and "…".
std::string wording_title(const std::string& text);

/// By the file's ending; "application/octet-stream" for one that is not known.
std::string media_type_of(const std::string& file);

/// Whether the first day that a date's spelling allows has not begun anywhere yet.
bool is_to_come(std::string_view spelling);

}  // namespace tools
