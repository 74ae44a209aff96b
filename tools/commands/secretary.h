// SPDX-License-Identifier: Apache-2.0
// The commands of a secretary and an archivist, and what they share.
#pragma once

#include "tools/commands/commands.h"

namespace tools {

void add_vault(CLI::App& root, Session& session);
void add_vault_erase(CLI::App& parent, Session& session);
void add_record(CLI::App& root, Session& session);
void add_draft(CLI::App& root, Session& session);
void add_sign(CLI::App& root, Session& session);
void add_minutes(CLI::App& root, Session& session);
void add_attach(CLI::App& root, Session& session);
void add_import_archive(CLI::App& root, Session& session);

void add_document_destroy(CLI::App& document, Session& session);

/// --reason of an erasure, in words like "term-ended"
void add_erasure_reason(CLI::App& command, const Session& session, std::string& reason);
/// The same as the schema names it.
std::string erasure_reason(std::string word);
/// What stands in place of a name that is not shown, e.g. "(destroyed)".
std::string explain_absence(const ledger::Error& error, const Session& session);
/// --store
void add_store_option(CLI::App& command, const Session& session, std::string& store);

}  // namespace tools
