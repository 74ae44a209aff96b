// SPDX-License-Identifier: Apache-2.0
// The author's side of an append: from the author's JSON form to signed events. Everything that a
// person should not have to type is filled in here: ids, keys and capacities, `seen`, subjects,
// signatures. Nothing is sent from here; the caller saves the names first and sends then.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/author_form.h"
#include "api/json_text.h"
#include "api/key_ring.h"
#include "api/ledger_lookup.h"
#include "api/names.h"
#include "api/openings.h"
#include "ledger/event_check.h"

namespace api {

/// An event ready to be sent.
struct PreparedEvent {
  std::string name;   ///< "@name", or "#" and a digest of the JSON where there is none
  std::string where;  ///< "file:line" of its JSON
  std::string payload_type;
  ledger::Hash digest;        ///< D
  ledger::SignedEvent event;  ///< zero where a signature is still to come, in a preview everywhere
  std::vector<std::string> warnings{};     ///< of texts that may name a person
  std::vector<MatchedOpening> openings{};  ///< of its names; to be kept in the vault
};

/// Events that are recorded together or not at all.
using PreparedBatch = std::vector<PreparedEvent>;

struct AuthorOptions {
  KeyRing* keys;  ///< borrowed, like the next two
  LedgerLookup* ledger;
  Names* names;
  std::string signer{};                  ///< key that signs where "@signer" is absent; may be empty
  const ledger::Vault* vault = nullptr;  ///< borrowed; needed where names are written
  bool may_lack_keys = false;            ///< a draft: a signer whose key is not here signs later
  bool unsigned_only = false;            ///< a preview: no key is unlocked, nothing is signed
};

class Author {
 public:
  /// Learns which ledger it is and what its newest checkpoint is. kConflict OTHER_LEDGER if the
  /// names were made for another one; the errors of the lookup.
  static ledger::Result<Author> create(const AuthorOptions& options);

  /// What is prepared from now on names the newest checkpoint in `seen`. The errors of the lookup.
  ledger::Status see_newest();

  /// The events of one JSON value: an event, {"@batch": [event, …]}, or an array of these. The
  /// names learn what was prepared. An event that the names know is built as it was before, byte
  /// for byte; if its JSON has changed since, it is built anew unless the ledger has recorded it.
  /// Errors have `where` = "file:line: pointer": those of expand_author_form(), body_from_json()
  /// and the key ring; kInvalid NO_SIGNER, KEY_UNKNOWN, BAD_BATCH, BAD_EVENT, TOO_MANY_SUBJECTS,
  /// EVENT_NAME_REPEATED, NO_VAULT; kConflict EVENT_NAME_TAKEN, OTHER_LEDGER; kRefused
  /// PD_IN_CLEAR, PERSON_ERASED.
  ledger::Result<std::vector<PreparedBatch>> prepare(const JsonText& text,
                                                     const std::filesystem::path& folder);

 private:
  class Draft;
  struct Built;

  explicit Author(const AuthorOptions& options) : options_(options) {}
  ledger::Result<PreparedBatch> prepare_batch(const JsonText& text, const Json& value,
                                              const std::string& pointer);
  ledger::Result<PreparedEvent> prepare_event(const JsonText& text, const Json& value,
                                              const std::string& pointer);
  std::string derived_name(const Json& event);
  ledger::Result<Built> build(const Draft& draft, const std::string& name);
  ledger::Result<Built> build_from(Draft draft, const NamedEvent& kept);
  ledger::Result<Json> capacity_of(const ledger::PublicKey& key, const Json& event);
  ledger::Result<std::vector<ledger::Subject>> inherited_subjects(const ledger::Body& body);
  void learn(const Built& built);

  AuthorOptions options_;
  ledger::LedgerIdentity identity_;
  ledger::Seen seen_;
  std::filesystem::path folder_;
  std::map<std::string, unsigned> derived_names_;  // digest -> how often in this run
  std::set<std::string> names_used_;               // in this run
  std::vector<MatchedOpening> openings_;           // of the event being built
  // What the events of this run will have told the ledger by the time they are recorded.
  std::map<ledger::PublicKey, Json> capacities_;
  std::map<ledger::Hash, std::vector<ledger::Subject>> subjects_;
};

/// {"kind": NAME, "id": hex}.
Json subject_to_json(const ledger::Subject& subject);

}  // namespace api
