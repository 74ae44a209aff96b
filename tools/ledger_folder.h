// SPDX-License-Identifier: Apache-2.0
// A ledger's folder as the tool finds it: DIR/log is the store, DIR/letopis.json says where things
// are. That file is a convenience for people and this tool; nothing in it is trusted.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/genesis.h"
#include "api/key_ring.h"
#include "ledger/event_check.h"
#include "ledger/log.h"
#include "ledger/log_reader.h"
#include "ledger/result.h"

namespace tools {

/// What letopis.json holds.
struct FolderNotes {
  std::string origin;
  std::string ledger_id;
  std::string vkey;
  std::filesystem::path anchor;
  bool copy = false;  ///< made by import or restore: for reading, until `refill` says otherwise
};

std::filesystem::path store_path(const std::filesystem::path& dir);

/// An absent file gives empty notes. kInvalid BAD_LEDGER_FILE.
ledger::Result<FolderNotes> read_folder_notes(const std::filesystem::path& dir);
ledger::Status write_folder_notes(const std::filesystem::path& dir, const FolderNotes& notes);

/// kNotFound NO_DATABASE and the other errors of open_rocks_store(). Nothing is looked into.
ledger::Result<std::unique_ptr<ledger::EventStore>> open_store_to_read(
    const std::filesystem::path& dir);

/// The same for whoever verifies or repairs it: opens also where the head row is damaged or does
/// not fit the entries (RocksStoreOptions::any_head).
ledger::Result<std::unique_ptr<ledger::EventStore>> open_store_to_verify(
    const std::filesystem::path& dir);

/// The store of a copy for reading, made if there is none. The errors of open_rocks_store().
ledger::Result<std::unique_ptr<ledger::EventStore>> open_copy_store(
    const std::filesystem::path& dir);
/// Writes the folder's notes as a copy's, unless it has some.
ledger::Status note_copy(const std::filesystem::path& dir, const ledger::LedgerIdentity& identity);

/// A ledger open for reading; a writer may be at work beside it.
struct OpenLedger {
  std::shared_ptr<const ledger::EventStore> store;
  std::shared_ptr<ledger::LogReader> reader;
  ledger::LedgerIdentity identity;

  ledger::ReadView view() const { return reader->view(); }
};

/// kNotFound NO_DATABASE, and the errors of open_rocks_store() and LogReader::load().
ledger::Result<OpenLedger> open_ledger(const std::filesystem::path& dir);
/// The same of a store that is open already. The errors of LogReader::load().
ledger::Result<OpenLedger> read_store(std::shared_ptr<const ledger::EventStore> store);

/// The vkey of the checkpoint key that stands. kCorrupt NO_CHECKPOINT_KEY.
ledger::Result<std::string> standing_vkey(const OpenLedger& ledger);

/// What `wanted` says, else what this machine knows of this ledger, and only where it knows of none
/// what the folder's notes say, else the default place: whoever can write in the folder must not
/// choose what guards it. kInvalid NO_STATE_HOME, ANCHOR_INSIDE; kNotFound NO_ANCHOR where this
/// machine remembers an anchor that is gone.
ledger::Result<std::filesystem::path> anchor_of(const std::filesystem::path& dir,
                                                const std::string& wanted,
                                                const ledger::Hash& ledger_id);

/// The same where a new anchor may be begun: also a place with nothing in it.
ledger::Result<std::filesystem::path> place_of_anchor(const std::filesystem::path& dir,
                                                      const std::string& wanted,
                                                      const ledger::Hash& ledger_id);

/// kCorrupt FOLDER_NOTES when the folder's notes name another log than the one in it.
ledger::Status check_folder_notes(const std::filesystem::path& dir,
                                  const ledger::LedgerIdentity& log);
/// kCorrupt FOLDER_NOTES when the notes name a key that never signed this log's checkpoints.
/// `state`: of the rules.
ledger::Status check_noted_key(const std::filesystem::path& dir, const std::string& origin,
                               const ledger::Rows& state);
/// Whether the folder has notes at all.
bool has_folder_notes(const std::filesystem::path& dir);

struct WriterOptions {
  std::filesystem::path dir;
  std::string anchor{};  ///< empty: as anchor_of()
  bool new_anchor = false;
  bool accept_clock = false;
  bool checkpoint_key_lost = false;  ///< LogOptions::checkpoint_key_lost
  std::string
      witnesses{};  ///< tlog-policy file: whom to ask before anything is signed; may be empty
  /// See LogOptions::before_signing.
  std::function<ledger::Status(const ledger::ReadView&)> before_signing{};
  /// Told, when the log is opened, what was wrong with its kept state: Log::alarm().
  std::function<void(const ledger::Error&)> on_alarm{};
};

/// The anchor with which a writer opens the log: anchor_of(), or place_of_anchor() for a new one.
ledger::Result<std::filesystem::path> writer_anchor(const WriterOptions& options,
                                                    const ledger::Hash& ledger_id);

/// Keeps an alarm of witnesses, so that the next writer refuses too; check_no_alarm(). `log`: the
/// one that was opened with these options. The errors of keep_alarm().
ledger::Status keep_alarm_of(const WriterOptions& options, const ledger::ReadView& log,
                             const ledger::Error& alarm);

/// Opens the log for writing; the ring has to hold the checkpoint key and outlive the log.
/// kNotFound NO_DATABASE, NO_KEY; kRefused READING_COPY; kBehind while an alarm of
/// witnesses stands; the errors of writer_anchor() and /// of Log::open().
ledger::Result<std::unique_ptr<ledger::Log>> open_log(const WriterOptions& options,
                                                      api::KeyRing& keys);

/// Signs as this key under this origin. The key outlives the signer.
ledger::NoteSigner note_signer(const std::string& origin, const ledger::SigningKey& key);

/// Creates the ledger with its first event, appends the one about its rules if there is one, and
/// closes it again. The errors of Log::create() and Log::append().
ledger::Status create_ledger(const std::filesystem::path& dir, const std::filesystem::path& anchor,
                             const ledger::NoteSigner& signer, const api::Genesis& genesis);

}  // namespace tools
