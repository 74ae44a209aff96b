// SPDX-License-Identifier: Apache-2.0
#include "tools/ledger_folder.h"

#include "api/files.h"
#include "api/json_text.h"
#include "ledger/anchor.h"
#include "ledger/key_registry.h"
#include "ledger/key_state.h"
#include "ledger/rocks_store.h"
#include "projections/governance_admission.h"
#include "projections/identity_admission.h"
#include "tools/known_anchor.h"
#include "tools/witness_alarm.h"

namespace tools {
namespace {

using ledger::PublicKey;
using ledger::Result;
using ledger::Status;

constexpr const char* kNotesFile = "letopis.json";

/// The store in the folder; a folder without one is no ledger, whatever else is in it.
Result<std::unique_ptr<ledger::EventStore>> open_store(const std::filesystem::path& dir,
                                                       bool read_only) {
  ledger::RocksStoreOptions options;
  options.dir = store_path(dir);
  options.read_only = read_only;
  return ledger::open_rocks_store(options);
}

/// The signers for checkpoints: the standing key, and the one before it while it still signs.
Result<std::vector<ledger::NoteSigner>> checkpoint_signers(const ledger::EventStore& store,
                                                           const std::string& origin,
                                                           bool standing_lost, api::KeyRing& keys) {
  const auto rows = ledger::read_key_rows(store);
  if (!rows) return rows.error();
  const auto standing = ledger::find_checkpoint_keys(*rows);
  const auto head = store.head();
  if (!head) return head.error();
  std::vector<ledger::NoteSigner> out;
  if (!standing) return out;
  std::vector<PublicKey> keys_due{standing->standing};
  if (head->size <= standing->previous_until) keys_due.push_back(standing->previous);
  for (const PublicKey& key : keys_due) {
    const auto name = keys.name_of(key);
    if (!name && key == standing->standing && !standing_lost) {
      return ledger::not_found(
          "NO_KEY", "the checkpoint key " + to_hex(key) +
                        " is not among the keys; writing needs it. One that is lost is replaced "
                        "by letopis append --checkpoint-key-lost (RUNBOOK.md)");
    }
    if (!name) continue;
    const auto unlocked = keys.unlock(*name);
    if (!unlocked) return unlocked.error();
    out.push_back(note_signer(origin, **unlocked));
  }
  return out;
}

}  // namespace

std::filesystem::path store_path(const std::filesystem::path& dir) { return dir / "log"; }

Result<FolderNotes> read_folder_notes(const std::filesystem::path& dir) {
  FolderNotes out;
  const auto text = api::read_file(dir / kNotesFile);
  if (!text && text.error().reason == "NO_FILE") return out;
  if (!text) return text.error();
  const auto json = api::read_json(*text, (dir / kNotesFile).string());
  if (!json) return json.error();
  const auto member = [&](const char* name) {
    const auto found = json->value.is_object() ? json->value.find(name) : json->value.end();
    const bool there = json->value.is_object() && found != json->value.end() && found->is_string();
    return there ? found->get<std::string>() : std::string();
  };
  out = {member("origin"), member("ledger_id"), member("vkey"), member("anchor"), false};
  const auto copy = json->value.is_object() ? json->value.find("copy") : json->value.end();
  out.copy = json->value.is_object() && copy != json->value.end() && copy->is_boolean() &&
             copy->get<bool>();
  if (out.anchor.empty() && !out.copy) {
    return ledger::invalid("BAD_LEDGER_FILE", "it does not say where the anchor is",
                           (dir / kNotesFile).string());
  }
  return out;
}

Status write_folder_notes(const std::filesystem::path& dir, const FolderNotes& notes) {
  api::Json out = api::Json::object();
  out["origin"] = notes.origin;
  out["ledger_id"] = notes.ledger_id;
  out["vkey"] = notes.vkey;
  out["anchor"] = notes.anchor.string();
  if (notes.copy) out["copy"] = true;
  return api::write_file(dir / kNotesFile, out.dump(2) + "\n");
}

Result<std::unique_ptr<ledger::EventStore>> open_store_to_read(const std::filesystem::path& dir) {
  return open_store(dir, true);
}

Result<std::unique_ptr<ledger::EventStore>> open_store_to_verify(const std::filesystem::path& dir) {
  ledger::RocksStoreOptions options;
  options.dir = store_path(dir);
  options.read_only = true;
  options.any_head = true;
  return ledger::open_rocks_store(options);
}

Result<std::unique_ptr<ledger::EventStore>> open_copy_store(const std::filesystem::path& dir) {
  std::error_code failed;
  ledger::RocksStoreOptions options;
  options.dir = store_path(dir);
  options.create = !std::filesystem::exists(options.dir, failed);
  if (options.create) std::filesystem::create_directories(dir, failed);
  return ledger::open_rocks_store(options);
}

Status note_copy(const std::filesystem::path& dir, const ledger::LedgerIdentity& identity) {
  auto notes = read_folder_notes(dir);
  if (!notes) return notes.error();
  if (!notes->origin.empty()) return ledger::Ok{};
  return write_folder_notes(dir, {.origin = identity.origin,
                                  .ledger_id = to_hex(identity.ledger_id),
                                  .vkey = {},
                                  .anchor = {},
                                  .copy = true});
}

Result<OpenLedger> open_ledger(const std::filesystem::path& dir) {
  auto store = open_store(dir, true);
  if (!store) return store.error();
  return read_store(std::move(*store));
}

Result<OpenLedger> read_store(std::shared_ptr<const ledger::EventStore> store) {
  OpenLedger out;
  out.store = std::move(store);
  auto identity = ledger::identity_of(*out.store);
  if (!identity) return identity.error();
  out.identity = std::move(*identity);
  out.reader = std::make_shared<ledger::LogReader>(out.store);
  if (auto loaded = out.reader->load(); !loaded) return loaded.error();
  return out;
}

Result<std::string> standing_vkey(const OpenLedger& ledger) {
  const auto rows = ledger::read_key_rows(*ledger.store);
  if (!rows) return rows.error();
  const auto keys = ledger::find_checkpoint_keys(*rows);
  if (!keys) {
    return ledger::corrupt("NO_CHECKPOINT_KEY", "the ledger's state names no checkpoint key",
                           "state");
  }
  return ledger::format_vkey(
      {ledger.identity.origin, ledger::SignatureType::kEd25519, keys->standing});
}

namespace {

/// Where the folder's notes say that the anchor is, else the usual place.
Result<std::filesystem::path> noted_anchor(const std::filesystem::path& dir,
                                           const ledger::Hash& ledger_id) {
  const auto notes = read_folder_notes(dir);
  if (!notes) return notes.error();
  if (notes->anchor.empty()) return ledger::default_anchor_path(to_hex(ledger_id));
  if (auto outside = ledger::check_anchor_outside(notes->anchor, dir); !outside) {
    return outside.error();
  }
  return notes->anchor;
}

}  // namespace

Result<std::filesystem::path> place_of_anchor(const std::filesystem::path& dir,
                                              const std::string& wanted,
                                              const ledger::Hash& ledger_id) {
  if (!wanted.empty()) return std::filesystem::path(wanted);
  const auto known = known_anchor(to_hex(ledger_id));
  if (!known) return known.error();
  return *known ? Result<std::filesystem::path>((*known)->file) : noted_anchor(dir, ledger_id);
}

Result<std::filesystem::path> anchor_of(const std::filesystem::path& dir, const std::string& wanted,
                                        const ledger::Hash& ledger_id) {
  if (!wanted.empty()) return std::filesystem::path(wanted);
  const auto known = known_anchor(to_hex(ledger_id));
  if (!known) return known.error();
  if (!*known) return noted_anchor(dir, ledger_id);
  if (auto there = check_there(**known); !there) return there.error();
  return (*known)->file;
}

bool has_folder_notes(const std::filesystem::path& dir) {
  std::error_code ignored;
  return std::filesystem::exists(dir / kNotesFile, ignored);
}

Status check_folder_notes(const std::filesystem::path& dir, const ledger::LedgerIdentity& log) {
  const auto notes = read_folder_notes(dir);
  if (!notes) return notes.error();
  const std::string id = to_hex(log.ledger_id);
  if (!notes->origin.empty() && notes->origin != log.origin) {
    return ledger::corrupt(
        "FOLDER_NOTES",
        "the folder says the origin is " + notes->origin + ", the log's is " + log.origin,
        (dir / kNotesFile).string());
  }
  if (!notes->ledger_id.empty() && notes->ledger_id != id) {
    return ledger::corrupt(
        "FOLDER_NOTES",
        "the folder says the ledger is " + notes->ledger_id + ", the log's is " + id,
        (dir / kNotesFile).string());
  }
  return ledger::Ok{};
}

Status check_noted_key(const std::filesystem::path& dir, const std::string& origin,
                       const ledger::Rows& state) {
  const auto notes = read_folder_notes(dir);
  if (!notes) return notes.error();
  if (notes->vkey.empty()) return ledger::Ok{};
  for (const ledger::KeyRecord& key : all_keys(state)) {
    if (key.kind != ledger::KeyKind::kCheckpoint) continue;
    if (notes->vkey == ledger::format_vkey({origin, ledger::SignatureType::kEd25519, key.key})) {
      return ledger::Ok{};
    }
  }
  return ledger::corrupt("FOLDER_NOTES",
                         "the folder says that the log's key is " + notes->vkey +
                             ", which never was one of its checkpoint keys",
                         (dir / kNotesFile).string());
}

namespace {

/// A ledger under newer rules than this program has is only read: it could neither decide nor
/// fold the next event.
Status check_rules(const ledger::EventStore& store) {
  const auto version = store.get(ledger::Table::kState, "rav");
  if (!version) return version.error();
  ledger::Rows rows;
  if (*version) rows.put("av", **version);
  if (projections::knows_rules_of(rows)) return ledger::Ok{};
  return ledger::Error{ledger::ErrorCode::kLocked, "RULES_UNKNOWN",
                       "the ledger is under rules version " +
                           std::to_string(projections::rules_version(rows)) +
                           ", this program knows up to " +
                           std::to_string(projections::kRulesVersion) + ": it can only read it",
                       ""};
}

}  // namespace

Result<std::filesystem::path> writer_anchor(const WriterOptions& options,
                                            const ledger::Hash& ledger_id) {
  return options.new_anchor ? place_of_anchor(options.dir, options.anchor, ledger_id)
                            : anchor_of(options.dir, options.anchor, ledger_id);
}

namespace {

/// No alarm of witnesses stands, neither beside this anchor nor beside the one that is known here.
Status check_no_alarms(const std::filesystem::path& anchor, const ledger::Hash& ledger_id) {
  if (auto quiet = check_no_alarm(anchor); !quiet) return quiet;
  const auto known = known_anchor(to_hex(ledger_id));
  if (!known) return known.error();
  return *known ? check_no_alarm((*known)->file) : Status(ledger::Ok{});
}

/// Asks as the options say; an alarm is kept beside the anchor.
std::function<Status(const ledger::ReadView&)> asking(const WriterOptions& options,
                                                      const std::filesystem::path& anchor) {
  if (!options.before_signing || options.witnesses.empty()) return {};
  return [ask = options.before_signing, anchor](const ledger::ReadView& published) -> Status {
    auto asked = ask(published);
    if (asked || asked.error().code != ledger::ErrorCode::kBehind) return asked;
    const auto kept = keep_alarm(anchor, asked.error(), published.size());
    if (kept) return asked;
    ledger::Error alarm = asked.error();
    alarm.message +=
        " (and it could not be kept for the next writer: " + kept.error().message + ")";
    return alarm;
  };
}

}  // namespace

Status keep_alarm_of(const WriterOptions& options, const ledger::ReadView& log,
                     const ledger::Error& alarm) {
  const auto identity = ledger::identity_of(log.store());
  if (!identity) return identity.error();
  const auto anchor = writer_anchor(options, identity->ledger_id);
  if (!anchor) return anchor.error();
  return keep_alarm(*anchor, alarm, log.size());
}

Result<std::unique_ptr<ledger::Log>> open_log(const WriterOptions& options, api::KeyRing& keys) {
  const auto notes = read_folder_notes(options.dir);
  if (!notes) return notes.error();
  if (notes->copy) {
    return ledger::refused("READING_COPY",
                           "this is a copy for reading; `letopis refill` makes a writer of it when "
                           "it holds everything that was published",
                           options.dir.string());
  }
  auto store = open_store(options.dir, false);
  if (!store) return store.error();
  const auto identity = ledger::identity_of(**store);
  if (!identity) return identity.error();
  if (auto rules = check_rules(**store); !rules) return rules.error();
  if (auto same = check_folder_notes(options.dir, *identity); !same) return same.error();
  auto anchor = writer_anchor(options, identity->ledger_id);
  if (!anchor) return anchor.error();
  if (auto quiet = check_no_alarms(*anchor, identity->ledger_id); !quiet) return quiet.error();
  if (options.new_anchor) {
    const auto held = check_known_anchor_held(**store, to_hex(identity->ledger_id));
    if (!held) return held.error();
  }
  auto signers = checkpoint_signers(**store, identity->origin, options.checkpoint_key_lost, keys);
  if (!signers) return signers.error();
  ledger::LogOptions log;
  log.store = std::move(*store);
  log.before_signing = asking(options, *anchor);
  log.anchor = std::move(*anchor);
  log.checkpoint_signers = std::move(*signers);
  log.find_signer = [origin = identity->origin, &keys](const PublicKey& key) {
    const ledger::SigningKey* found = keys.unlock_unasked(key);
    return found == nullptr ? std::nullopt : std::optional(note_signer(origin, *found));
  };
  log.admission = std::make_shared<projections::GovernanceAdmission>();
  log.clock = std::make_shared<ledger::SystemClock>();
  log.new_anchor = options.new_anchor;
  log.checkpoint_key_lost = options.checkpoint_key_lost;
  log.accept_clock = options.accept_clock;
  auto opened = ledger::Log::open(std::move(log));
  if (opened && (*opened)->alarm() && options.on_alarm) options.on_alarm(*(*opened)->alarm());
  return opened;
}

ledger::NoteSigner note_signer(const std::string& origin, const ledger::SigningKey& key) {
  return {
      {origin, ledger::SignatureType::kEd25519, key.public_key()},
      [&key](std::string_view message) -> Result<ledger::Signature> { return key.sign(message); }};
}

Status create_ledger(const std::filesystem::path& dir, const std::filesystem::path& anchor,
                     const ledger::NoteSigner& signer, const api::Genesis& genesis) {
  ledger::RocksStoreOptions store_options;
  store_options.dir = store_path(dir);
  store_options.create = true;
  auto store = ledger::open_rocks_store(store_options);
  if (!store) return store.error();
  ledger::LogOptions options;
  options.store = std::move(*store);
  options.anchor = anchor;
  options.checkpoint_signers = {signer};
  options.admission = std::make_shared<projections::GovernanceAdmission>();
  options.clock = std::make_shared<ledger::SystemClock>();
  options.new_anchor = true;
  auto log = ledger::Log::create(std::move(options), genesis.event);
  if (!log) return log.error();
  if (!genesis.rules_upgrade) return ledger::Ok{};
  const auto appended = (*log)->append({*genesis.rules_upgrade});
  return appended ? Status(ledger::Ok{}) : Status(appended.error());
}

}  // namespace tools
