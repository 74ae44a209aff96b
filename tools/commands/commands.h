// SPDX-License-Identifier: Apache-2.0
// The tool's commands, one file each. A function adds its command to the command line; when the
// command is chosen, Session::run becomes what it does.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "projections/rules/dates.h"
#include "tools/ledger_folder.h"
#include "tools/session.h"

namespace tools {

void add_init(CLI::App& root, Session& session);
void add_key(CLI::App& root, Session& session);
void add_append(CLI::App& root, Session& session);
void add_log(CLI::App& root, Session& session);
void add_show(CLI::App& root, Session& session);
void add_verify(CLI::App& root, Session& session);
void add_prove(CLI::App& root, Session& session);
void add_check(CLI::App& root, Session& session);
void add_checkpoint(CLI::App& root, Session& session);
void add_stats(CLI::App& root, Session& session);
void add_serve(CLI::App& root, Session& session);
void add_token(CLI::App& root, Session& session);
void add_document(CLI::App& root, Session& session);
void add_findings(CLI::App& root, Session& session);
void add_obligations(CLI::App& root, Session& session);
void add_calc(CLI::App& root, Session& session);
void add_calendar(CLI::App& root, Session& session);
void add_charter(CLI::App& root, Session& session);
void add_events(CLI::App& root, Session& session);
void add_export(CLI::App& root, Session& session);
void add_import(CLI::App& root, Session& session);
void add_audit(CLI::App& root, Session& session);
void add_diff(CLI::App& root, Session& session);
void add_bisect(CLI::App& root, Session& session);
void add_backup(CLI::App& root, Session& session);
void add_refill(CLI::App& root, Session& session);
void add_repair(CLI::App& root, Session& session);
void add_trust(CLI::App& root, Session& session);
void add_commit(CLI::App& root, Session& session);
void add_witness(CLI::App& root, Session& session);
void add_cosign(CLI::App& root, Session& session);
void add_version(CLI::App& root, Session& session);
void add_completion(CLI::App& root, Session& session);
void add_manual(CLI::App& root, Session& session);

/// A command with its description, in the group of commands.
CLI::App& add_command(CLI::App& parent, const Session& session, const std::string& name,
                      const Text& description);
/// --on: the day of a question, today unless it is given.
void add_day_option(CLI::App& command, const Text& description, const Session& session,
                    std::optional<std::string>& on);
/// For options with a whole number: in digits alone, and within these bounds. What CLI11 itself
/// takes for one may be negative or too large, and is then another number.
CLI::Validator whole_number(std::uint64_t min = 0, std::uint64_t max = UINT64_MAX);
/// That day, in every form of rules::parse_date(). kInvalid BAD_DAY.
ledger::Result<projections::rules::Date> parse_day_option(const std::string& on);
/// The bytes of a file; "-" is standard input. The errors of api::read_file(); kIo FILE_READ.
ledger::Result<std::string> read_file_or_input(const std::string& path,
                                               std::size_t bytes_max = SIZE_MAX);
/// --dir, by default the current folder.
void add_dir_option(CLI::App& command, const Session& session, std::string& dir);
/// --anchor, --new-anchor, --accept-clock
void add_writer_options(CLI::App& command, const Session& session, WriterOptions& options);
/// --witnesses: asked when the log is opened. The options have to outlive the command.
void add_witnesses_option(CLI::App& command, const Session& session, WriterOptions& options);
/// Where the tokens of a ledger are unless said otherwise.
std::filesystem::path tokens_path(const std::filesystem::path& dir);
/// --json
void add_json_flag(CLI::App& command, const Session& session, bool& json);
/// --no-progress
void add_no_progress_flag(CLI::App& command, const Session& session, bool& no_progress);

/// What the command does when it is chosen; the options outlive it.
template <typename Options>
void set_action(CLI::App& command, Session& session, std::shared_ptr<Options> options,
                std::type_identity_t<int (*)(const Session&, const Options&)> action) {
  command.callback([options = std::move(options), action, &session] {
    session.run = [options, action, &session] { return action(session, *options); };
  });
}

}  // namespace tools
