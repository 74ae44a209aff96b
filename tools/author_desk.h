// SPDX-License-Identifier: Apache-2.0
// Everything that a command needs to write events: keys, names, the vault, the ledger. Shared by
// append, record, attach, import-archive, sign and vault erase.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/author.h"
#include "api/http.h"
#include "api/key_ring.h"
#include "api/names.h"
#include "ledger/vault.h"
#include "tools/destination.h"
#include "tools/key_options.h"
#include "tools/ledger_folder.h"
#include "tools/session.h"
#include "tools/submission.h"
#include "tools/vault_options.h"

namespace tools {

struct DeskOptions {
  std::string dir;
  std::string server;      ///< --server, in place of a folder
  std::string token_file;  ///< --token-file, for a server that asks readers for one
  std::string trust;       ///< --trust, the log's keys; else the one that the names know
  std::string signer;
  std::string names;
  api::Language language = api::Language::kEn;  ///< of what a server says; that of the session
  bool dry_run = false;
  bool json = false;
  WriterOptions writer;
  KeyOptions keys;
  VaultOptions vault;
};

/// --dir, --server, --trust, --keys (required), --passphrase, --signer, --names, --dry-run, --vault
/// …,
/// --json and the options of a writer.
void add_desk_options(CLI::App& command, const Session& session, DeskOptions& options);

/// Not copied and not moved: the author borrows from it.
class AuthorDesk {
 public:
  /// Errors: those of open_keys(), open_vault(), Names::open_to_write(), the destination,
  /// Author::create().
  static ledger::Result<std::unique_ptr<AuthorDesk>> open(const Session& session,
                                                          DeskOptions options);
  /// Keys, vault and names alone, without a passphrase for any key; connect() does the rest.
  static ledger::Result<std::unique_ptr<AuthorDesk>> open_unconnected(const Session& session,
                                                                      DeskOptions options);
  AuthorDesk(const AuthorDesk&) = delete;
  AuthorDesk& operator=(const AuthorDesk&) = delete;

  /// Opens the destination and the author: what is written needs it. The errors of open().
  ledger::Status connect();
  /// The folder whose ledger is read: the one that was given, or a copy of the server's ledger,
  /// brought up to date when this is first asked for. The errors of copy_of_server().
  ledger::Result<std::filesystem::path> folder();
  /// The events as they will be, unsigned, against that ledger as it is: the same bytes are signed
  /// by author().prepare() afterwards. The errors of folder(), of open_ledger() and of Author.
  ledger::Result<std::vector<api::PreparedBatch>> foresee(const api::JsonText& text,
                                                          const std::filesystem::path& papers);

  /// Keeps the file of a paper that a recorded event names, in `store` or beside the ledger, or on
  /// the server; gives where it is now. The errors of api::store_file() and of the server.
  ledger::Result<std::string> keep_paper(const std::filesystem::path& paper,
                                         const std::string& store) const;

  /// REQUIRES: connected.
  api::Author& author() { return *author_; }
  api::Names& names() { return *names_; }
  api::KeyRing& keys() { return *keys_; }
  ledger::Vault* vault() { return vault_ ? &*vault_ : nullptr; }
  Destination& destination() { return *destination_; }

  /// Prepares with a copy of the names, of which nothing is kept: whether it can be done.
  ledger::Status rehearse(const std::function<ledger::Status(api::Author&)>& prepare);
  /// Sends what `next` prepares, by turns, each after its names are saved. The exit code.
  int send(const Session& session, const NextBatches& next);
  /// Saves the names and sends; with --dry-run everything is checked as one submission. The exit
  /// code.
  int send(const Session& session, std::vector<api::PreparedBatch> batches);

 private:
  /// With what the server has shown.
  ledger::Status save_names();
  explicit AuthorDesk(DeskOptions options) : options_(std::move(options)) {}

  DeskOptions options_;
  std::filesystem::path folder_;  ///< empty until somebody asks for it
  std::optional<api::KeyRing> keys_;
  std::optional<ledger::Vault> vault_;
  std::optional<api::Names> names_;
  api::LogWatch watch_;  ///< on the server's log
  std::unique_ptr<Destination> destination_;
  std::optional<api::Author> author_;
};

}  // namespace tools
