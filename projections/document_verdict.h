// SPDX-License-Identifier: Apache-2.0
// "What is this file?": the answer of `letopis document verify` and of the page that checks a
// document. Only what recorded facts show by themselves is said; where a day or a signature that
// matters is not recorded, the answer is "undetermined" with what is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/document_search.h"
#include "projections/documents_view.h"
#include "projections/key_doubt.h"

namespace projections {

enum class DocumentState {
  kUnknown,       ///< no registration names this file
  kWithdrawn,     ///< its registration was taken back
  kInForce,       ///< since `since`
  kAmended,       ///< in force, changed by `by` since `since`
  kNotYet,        ///< works from `since` on, which is still to come
  kSuperseded,    ///< another edition or document took its place
  kRepealed,      ///< by `by`
  kEnded,         ///< terminated, or its term is over
  kUndetermined,  ///< see `missing`
  kOnRecord,      ///< a paper that does not come into force (a protocol, a letter), the newest one
  kCorrected,     ///< its registration names another file since the correction `by`
};

enum class MissingKind {
  kSlots,            ///< an agreement whose lines for signatures nobody recorded
  kSignature,        ///< `number`: the line without a signature
  kSignatureDay,     ///< `number`: the line whose signature has no exact day
  kEffectiveDay,     ///< from when the document works
  kConflictingDays,  ///< the record names several days
  kTermEnd,          ///< whether the term is over
  kEndDay,           ///< `index`: the event that ends it without an exact day
  kNewerEdition,     ///< `number`: a newer edition of which it is not known whether it works
  kAmendment,        ///< `index`: an amendment of which it is not known whether it works
};

struct Missing {
  MissingKind kind;
  std::uint64_t number = 0;
  std::uint64_t index = 0;
  bool operator==(const Missing&) const = default;
};

/// The edition or document that superseded, amended or repealed, or the correction of this one.
struct OtherDocument {
  ledger::Id document;
  std::string title;
  std::uint16_t edition = 0;
  std::uint64_t index = 0;  ///< the event that says so
  bool same_document = false;
  bool operator==(const OtherDocument&) const = default;
};

struct Evidence {
  std::uint64_t index = 0;
  ledger::Grade grade = ledger::Grade::kSelf;
  ledger::PublicKey author;  ///< zero where only the index of the event is known
  ledger::Hash digest;       ///< D, with `author`
  KeyDoubt doubt;            ///< about the author's key
  auto operator<=>(const Evidence&) const = default;
};

struct DocumentVerdict {
  DocumentState state = DocumentState::kUnknown;
  std::uint64_t position = 0;  ///< of the views
  std::string on;              ///< the day for which it holds
  ledger::Id document;         ///< of what follows, unless kUnknown
  ledger::Hash registration;
  std::string title;
  std::string kind;
  std::uint16_t edition = 0;
  std::string rendition;
  std::string since;  ///< the day from which the state is so; empty: not known
  std::string until;  ///< the last day before which it changes, if that is recorded
  std::optional<OtherDocument> by;
  std::vector<Missing> missing;    ///< with kInForce and kAmended: what stays open all the same
  std::vector<Evidence> evidence;  ///< the events behind it, ascending
  ledger::Grade grade = ledger::Grade::kSelf;  ///< who vouches for the registration
  std::vector<ledger::Id> also;                ///< other documents that have this very file
  std::vector<NearDocument> near;              ///< kUnknown with a hint
};

struct VerdictQuery {
  ledger::Hash sha256;
  std::string on;     ///< YYYY-MM-DD: today, or the day that the question is about
  DocumentHint hint;  ///< for a file that is not known
};

/// Errors: kInvalid BAD_DAY; those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<DocumentVerdict> document_verdict(const ViewReader& reader,
                                                 const VerdictQuery& query);

/// The verdict on one registration of a document, whatever file it names. The errors of ViewReader;
/// kCorrupt BAD_VIEW_ROW. REQUIRES: the registration is the document's; `on` is a day.
ledger::Result<DocumentVerdict> registration_verdict(const ViewReader& reader,
                                                     const Document& document,
                                                     const DocumentRegistration& registration,
                                                     const std::string& on);

enum class Language { kEnglish, kRussian };

/// The verdict in one sentence.
std::string verdict_sentence(const DocumentVerdict& verdict, Language language);

}  // namespace projections
