// SPDX-License-Identifier: Apache-2.0
// Whether an edition of a document works on a day, as far as recorded facts show by themselves.
// Pure functions over one document's row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/document_verdict.h"
#include "projections/documents_view.h"

namespace projections::internal {

enum class ForceKind { kYes, kNotYet, kOpen };

/// What the signatures or the stated days of something show.
struct Force {
  ForceKind kind = ForceKind::kOpen;
  std::string since;             ///< empty with kOpen
  std::vector<Missing> missing;  ///< with kOpen
  std::vector<Evidence> evidence;
};

/// The edition on its own, without what came after it.
Force force_of_edition(const Document& document, std::uint16_t edition, std::string_view on);
/// A supplementary agreement.
Force force_of_amendment(const Document& document, const AmendmentFact& fact, std::string_view on);

/// The agreement that the edition makes; null if it makes none.
const AgreementFact* agreement_of_edition(const Document& document, std::uint16_t edition);

/// How the term of an agreement stands.
struct TermEnd {
  bool over = false;
  bool open = false;     ///< it cannot be told
  std::string last_day;  ///< of the term, if it is known
};
TermEnd term_end(const TermValue& term, const std::string& since, std::string_view on);

Evidence evidence_of(const Source& source);

}  // namespace projections::internal
