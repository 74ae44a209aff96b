// SPDX-License-Identifier: Apache-2.0
// What is near: documents with a similar title or the same printed number as a hint. Words are
// compared by their first letters, so that endings do not matter; letters of either case and «ё»
// and «е» are the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "projections/view_reader.h"

namespace projections {

/// The stems of the words of a title: lower case, at least three letters or digits, at most six.
std::set<std::string> title_stems(std::string_view title);
/// A printed number without spaces, signs and case.
std::string normalised_number(std::string_view number);

struct DocumentHint {
  std::string title = {};
  std::string number = {};
};

struct NearDocument {
  ledger::Id document;
  std::string title;        ///< of its newest edition
  std::uint64_t index = 0;  ///< the event that registered that edition
  bool same_number = false;
  unsigned shared_words = 0;
  unsigned title_words = 0;  ///< of the hint
};

/// Nearest first: the same number, then the most shared words; a document with fewer than half of
/// the hint's words and another number is not near. Errors: those of ViewReader; kCorrupt
/// BAD_VIEW_ROW.
ledger::Result<std::vector<NearDocument>> near_documents(const ViewReader& reader,
                                                         const DocumentHint& hint,
                                                         std::size_t limit);

}  // namespace projections
