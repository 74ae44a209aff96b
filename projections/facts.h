// SPDX-License-Identifier: Apache-2.0
// What the facts in views are made of. Every fact carries its source: the event that says so, who
// vouches, and the corrections since. Enumerations are the schema's names ("ORDER", "DAY"); an
// empty text is an absent one; dates are YYYY-MM-DD.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/bytes.h"
#include "projections/payload.h"
#include "projections/view.h"

namespace projections {

/// A date as precise as its paper.
struct DateValue {
  std::string precision;
  std::string not_before;
  std::string not_after;
  std::string source;
  bool operator==(const DateValue&) const = default;

  /// The day, if it is known to the day; empty otherwise.
  const std::string& day() const {
    static const std::string kNone;
    return precision == "DAY" ? not_before : kNone;
  }
};

/// Where a fact comes from. A fact that was corrected has the new content and the old place.
struct Source {
  std::uint64_t index = 0;  ///< the event that says so
  ledger::Hash digest;      ///< its D
  std::uint64_t recorded_at_us = 0;
  ledger::Grade grade = ledger::Grade::kSelf;  ///< who vouches
  bool historical = false;
  ledger::PublicKey author;
  std::optional<ledger::Hash> evidence;    ///< the document that tells it
  std::optional<DateValue> effective;      ///< from when the act itself says that it works
  std::vector<std::uint64_t> corrections;  ///< indexes of the events that changed it, ascending
  std::optional<std::uint64_t> withdrawn;  ///< index of the event that took it back
  bool operator==(const Source&) const = default;

  bool holds() const { return !withdrawn; }
};

struct NameValue {
  std::string kind;
  std::string text;
  bool operator==(const NameValue&) const = default;
};

/// A number and a date as one place of a paper shows them.
struct PrintedValue {
  std::string place;
  std::string number;
  std::optional<DateValue> date;
  bool operator==(const PrintedValue&) const = default;
};

/// An act of a body with power.
struct ActValue {
  std::string kind;
  std::optional<ledger::Id> issuer;
  std::string issuer_title;
  std::string title;
  std::vector<PrintedValue> printed;
  std::optional<ledger::Hash> document;  ///< D of its registration
  bool operator==(const ActValue&) const = default;
};

Source source_of(const Event& event);
std::optional<DateValue> effective_of(const ledger::Body& body);
DateValue date_of(const fb::LegalDate& date);
std::optional<DateValue> optional_date_of(const fb::LegalDate* date);
std::vector<NameValue> names_of(const flatbuffers::Vector<flatbuffers::Offset<fb::Name>>* names);
std::vector<PrintedValue> printed_of(
    const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed);
std::optional<ActValue> act_of(const fb::Act* act);

}  // namespace projections
