// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/subject_names.h"

#include "projections/governance/internal/subject_teller.h"

namespace projections::governance {

SubjectNames::SubjectNames(const Chronicle& chronicle) : chronicle_(chronicle), names_(chronicle) {}

SubjectName SubjectNames::of(const ledger::Hash& digest) const {
  const internal::SubjectMarks marks = internal::SubjectTeller(chronicle_, names_).tell(digest);
  Sentence words = internal::marks_in_words(marks);
  if (internal::says(marks.of)) {
    words.english += ": " + marks.of.english;
    words.russian += ": " + marks.of.russian;
  }
  const Source* source = chronicle_.source(digest);
  if (!internal::says(words) && source != nullptr) {
    words = {" (event " + std::to_string(source->index) + ")",
             " (событие " + std::to_string(source->index) + ")"};
  }
  return {{marks.kind.english + words.english, marks.kind.russian + words.russian}, marks.day};
}

}  // namespace projections::governance
