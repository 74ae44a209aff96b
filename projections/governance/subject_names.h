// SPDX-License-Identifier: Apache-2.0
// What people call the event that something is about: its kind, number, title and day, and whom it
// concerns, e.g. "approval of protocol No 4 of 2021-04-05". From events alone: the same events give
// the same names. A person is told by post and organisation, never by name.
#pragma once

#include "projections/governance/place_names.h"
#include "projections/governance/verdict.h"

namespace projections::governance {

struct SubjectName {
  Sentence text;
  FuzzyDate day;  ///< that tells the event from others of its kind; may be unknown
};

class SubjectNames {
 public:
  /// Borrows the chronicle.
  explicit SubjectNames(const Chronicle& chronicle);

  /// Of any event that the chronicle knows. What has neither number, title, day nor organisation is
  /// told by its index.
  SubjectName of(const ledger::Hash& digest) const;

 private:
  const Chronicle& chronicle_;
  PlaceNames names_;
};

}  // namespace projections::governance
