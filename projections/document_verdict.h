// SPDX-License-Identifier: Apache-2.0
// "What is this file?": the answer of `letopis document verify` and of the page that checks a
// document. The paper of an agreement, a supplementary agreement, a charter, a programme, a plan,
// an order or a protocol stands as governance says that this thing stands on the day; a paper of
// which nothing of the kind is recorded, by the days that are recorded of itself. Either is ended
// by a newer edition that works and by a standing document that repeals or replaces it, if whoever
// says so has power over it (paper_power.h). Where a day
// or a signature that matters is not recorded, the answer is "undetermined" with what is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/chronicle.h"
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
  kEnded,         ///< terminated, or its term is over; `since` is the day after the last in force
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
  kPartyLine,        ///< a party of whose signature the record has no line
  kApproval,         ///< of a plan
  kAgreedBy,         ///< a programme's, by the party that the charter names
  kIssuerWord,       ///< `index`: who brought in this edition or this file of it has no power to
  kPower,            ///< `index`: an end, change or edition by a paper without power; not counted
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
  std::optional<ledger::Hash> registration = std::nullopt;  ///< of it, where a certain one is meant
  bool operator==(const OtherDocument&) const = default;
};

struct Evidence {
  std::uint64_t index = 0;
  std::optional<ledger::Grade>
      grade;                 ///< nothing: a correction, of which the index is all there is
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
  std::string since;  ///< the first day on which the state is so; empty: not known to the day
  std::string until;  ///< the last day on which it is so, if that is recorded
  std::optional<OtherDocument> by;
  std::vector<Missing> missing;    ///< with kInForce and kAmended: what stays open all the same
  std::vector<Evidence> evidence;  ///< the events behind it, ascending
  ledger::Grade grade = ledger::Grade::kSelf;  ///< who vouches for the registration
  std::vector<DocumentVerdict> also;           ///< on other documents that have this very file
  std::vector<NearDocument> near;              ///< kUnknown with a hint
};

struct VerdictQuery {
  ledger::Hash sha256;
  std::string on;     ///< YYYY-MM-DD: today, or the day that the question is about
  DocumentHint hint;  ///< for a file that is not known
  ChronicleLoader load = load_chronicle;
};

/// Errors: kInvalid BAD_DAY; those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<DocumentVerdict> document_verdict(const ViewReader& reader,
                                                 const VerdictQuery& query);

/// The verdicts on all registrations of a document in their order, whatever files they name. The
/// errors of ViewReader; kCorrupt BAD_VIEW_ROW. REQUIRES: `on` is a day.
ledger::Result<std::vector<DocumentVerdict>> registration_verdicts(const ViewReader& reader,
                                                                   const Document& document,
                                                                   const std::string& on);

enum class Language { kEnglish, kRussian };

/// The verdict in one sentence, and one more for every other document that the file is.
std::string verdict_sentence(const DocumentVerdict& verdict, Language language);

}  // namespace projections
