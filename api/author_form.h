// SPDX-License-Identifier: Apache-2.0
// The author's form of an event: the schema's JSON with conveniences that are expanded before the
// body is built. What a text may stand for follows from the schema's attributes of its field:
//   16 bytes of hex    "@name"         an id, made at the first use of the name and then kept
//   32 bytes, a ref    "@name"         the digest of the event that bears this local name
//   32 bytes, other    "@key:NAME"     a public key
//                      "@random"       random bytes, kept with the event for retries
//                      "@sha256:PATH"  the hash of a file, relative to the JSON file
//   PersonMention.name "@name:VALUE"   the commitment to this name; salt and name go to the vault
//   DocumentFile       {"@file": PATH, "media_type": TYPE}
//   LegalDate          "2022-12-06", "2022-12", "2022-Q4", "2022" or "unknown", as printed;
//                      {"stated" | "derived" | "stamped": the same} names another source
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/bytes.h"
#include "ledger/result.h"

namespace api {

/// What names stand for. Every answer is lower-case hex.
class NameSource {
 public:
  virtual ~NameSource() = default;
  virtual ledger::Result<std::string> id_named(const std::string& name) = 0;
  /// kInvalid UNKNOWN_EVENT_NAME.
  virtual ledger::Result<std::string> digest_named(const std::string& name) = 0;
  /// kNotFound NO_KEY.
  virtual ledger::Result<std::string> key_named(const std::string& name) = 0;
  /// 32 bytes for the field at this JSON pointer of the present event.
  virtual ledger::Result<std::string> random_for(const std::string& pointer) = 0;
  /// The commitment to a person's name for the field at this JSON pointer. Without a vault, as
  /// here, kInvalid NO_VAULT.
  virtual ledger::Result<std::string> commitment_for(const std::string& pointer, const ledger::Id&,
                                                     const std::string&) {
    return ledger::invalid("NO_VAULT", "a name needs the vault: give its folder with --vault",
                           "имя хранят в хранилище имён: укажите его папку в --vault", pointer);
  }
};

/// What a name is written after in the author's form.
inline constexpr std::string_view kSecretPrefix = "@name:";

/// The JSON with every text in Unicode's normal form C; names of files are as the disk has them,
/// and what is no UTF-8 stays, to be refused.
Json in_normal_form(Json value);

/// Expands every convenience in place. Members that the schema does not know stay as they are, for
/// body_from_json() to refuse. Errors have the JSON pointer as `where`: those of `names`; kInvalid
/// BAD_NAME, BAD_DATE_FORM, BAD_FILE_FORM; kNotFound NO_FILE; kIo FILE_READ.
ledger::Status expand_author_form(Json& event, NameSource& names,
                                  const std::filesystem::path& folder);

/// 1 to 100 characters of UTF-8 without white space, control characters, ':' or '@', and not the
/// word "random".
bool is_local_name(std::string_view name);

/// The LegalDate for one of the spellings above, e.g. ("2022-Q4", "PRINTED"). kInvalid
/// BAD_DATE_FORM.
ledger::Result<Json> legal_date_of(std::string_view text, std::string_view source);

}  // namespace api
