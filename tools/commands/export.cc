// SPDX-License-Identifier: Apache-2.0
// letopis export: a bundle of the ledger, or of a part of it, as a folder or one file.
#include <filesystem>

#include "api/archive.h"
#include "api/bundle_export.h"
#include "api/log_source.h"
#include "ledger/heap.h"
#include "tools/commands/commands.h"
#include "tools/event_text.h"
#include "tools/ledger_folder.h"
#include "tools/verify_text.h"

namespace tools {
namespace {

using ledger::Result;

struct ExportCommand {
  std::string dir;
  std::string out;
  std::string since;
  std::string cluster;
  std::string document;
  std::uint64_t size = 0;
  bool no_progress = false;
  bool json = false;
};

/// The size that the earlier bundle has: a number, or a bundle of this very ledger.
Result<std::uint64_t> size_of_earlier(const std::string& since, const OpenLedger& ledger) {
  if (const auto size = ledger::parse_decimal(since)) return *size;
  const auto earlier = api::open_log_source(since);
  if (!earlier) return earlier.error();
  if (!earlier->header) {
    return ledger::invalid("NOT_A_BUNDLE", "--since wants a size or a bundle, found " + since,
                           "--since");
  }
  const api::BundleHeader& header = *earlier->header;
  if (header.kind == api::BundleKind::kSubject) {
    return ledger::invalid("SUBJECT_BUNDLE",
                           "who has a bundle of one subject lacks the events before its size: a "
                           "range from there continues nothing that he has",
                           "--since");
  }
  const auto root = ledger.view().root_at(header.size);
  const bool same =
      header.identity.ledger_id == ledger.identity.ledger_id && root && *root == header.root;
  if (same) return header.size;
  return ledger::conflict("ANOTHER_LEDGER",
                          "the earlier bundle is not of this ledger's history: its size is " +
                              std::to_string(header.size) + ", its root " + to_hex(header.root),
                          "--since");
}

Result<api::ExportOptions> export_options(const ExportCommand& command, const OpenLedger& ledger) {
  api::ExportOptions out;
  out.size = command.size;
  if (!command.since.empty()) {
    const auto from = size_of_earlier(command.since, ledger);
    if (!from) return from.error();
    out.from = *from;
  }
  const std::string subject = !command.cluster.empty()    ? "cluster:" + command.cluster
                              : !command.document.empty() ? "document:" + command.document
                                                          : "";
  if (!subject.empty()) {
    const auto parsed = parse_subject(subject);
    if (!parsed) return parsed.error();
    out.subject = *parsed;
  }
  out.dir = command.out;
  if (api::is_archive_name(command.out)) out.dir += ".parts";
  return out;
}

/// Before anything is made: up to the size that is exported the log has an event about the subject.
ledger::Status check_subject(const api::ExportOptions& options, const ledger::ReadView& log) {
  if (!options.subject) return ledger::Ok{};
  const std::uint64_t size = options.size > 0 ? options.size : log.size();
  bool found = false;
  auto scanned = log.by_subject(*options.subject, 0, [&](std::uint64_t, std::uint64_t index) {
    found = index < size;
    return false;
  });
  if (!scanned || found) return scanned;
  return ledger::not_found("NO_SUCH_SUBJECT", "the log has no event about " +
                                                  api::subject_text(*options.subject) +
                                                  " among its first " + std::to_string(size));
}

/// One file is made of the folder, which then goes.
ledger::Status pack(const ExportCommand& command, const std::filesystem::path& folder) {
  if (!api::is_archive_name(command.out)) return ledger::Ok{};
  if (auto packed = api::pack_bundle(folder, command.out); !packed) return packed;
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return ledger::Ok{};
}

void report(const Session& session, const ExportCommand& command, const api::ExportReport& made) {
  if (command.json) {
    api::Json out = api::Json::object();
    out["out"] = command.out;
    out["kind"] = api::bundle_kind_name(made.header.kind);
    out["origin"] = made.header.identity.origin;
    out["ledger_id"] = to_hex(made.header.identity.ledger_id);
    out["from"] = made.header.from;
    out["size"] = made.header.size;
    out["root"] = to_hex(made.header.root);
    out["files"] = made.files;
    out["bytes"] = made.bytes;
    out["resumed"] = made.resumed;
    session.print_json(out);
    return;
  }
  session.print(command.out);
  session.note(session.say({"events ", "события "}) + std::to_string(made.header.from) + " … " +
               std::to_string(made.header.size - 1) + session.say({", files ", ", файлов "}) +
               std::to_string(made.files) + session.say({", bytes ", ", байт "}) +
               std::to_string(made.bytes));
}

int run(const Session& session, const ExportCommand& command) {
  ledger::keep_heap_small();
  if (command.out == "-") {
    return session.fail(ledger::invalid(
        "WRONG_USAGE", "a bundle is a folder or an archive that grows in steps; name it", "--out"));
  }
  const auto ledger = open_ledger(command.dir);
  if (!ledger) return session.fail(ledger.error());
  std::error_code error;
  if (api::is_archive_name(command.out) && std::filesystem::exists(command.out, error)) {
    return session.fail(ledger::conflict("EXISTS", "there is a file " + command.out + " already"));
  }
  auto options = export_options(command, *ledger);
  if (!options) return session.fail(options.error());
  if (auto known = check_subject(*options, ledger->view()); !known) {
    return session.fail(known.error());
  }
  std::optional<Result<api::ExportReport>> made;
  {
    Progress progress(session, {"exported ", "выгружено "});
    if (!command.no_progress) options->progress = std::ref(progress);
    made.emplace(api::export_bundle(ledger->view(), ledger->identity, *options));
  }
  if (!*made) return session.fail(made->error());
  if (auto packed = pack(command, options->dir); !packed) return session.fail(packed.error());
  report(session, command, **made);
  return kExitOk;
}

void add_what(CLI::App& command, const Session& session, ExportCommand& options) {
  command
      .add_option("--since", options.since,
                  session.say({"only what an earlier bundle (or a size) lacks",
                               "только то, чего нет в прежнем наборе (или размере)"}))
      ->type_name("BUNDLE|SIZE");
  auto* cluster = command.add_option("--cluster", options.cluster,
                                     session.say({"only the events of this cluster, with proofs",
                                                  "только события кластера, с доказательствами"}));
  auto* document =
      command.add_option("--document", options.document,
                         session.say({"only the events of this document, with proofs",
                                      "только события документа, с доказательствами"}));
  cluster->type_name("ID")->excludes(document)->excludes("--since");
  document->type_name("ID")->excludes("--since");
  command
      .add_option("--size", options.size,
                  session.say({"up to this published size (the newest, if not given)",
                               "до этого опубликованного размера (если не дан — до последнего)"}))
      ->check(whole_number())
      ->type_name("SIZE");
}

}  // namespace

void add_export(CLI::App& root, Session& session) {
  auto options = std::make_shared<ExportCommand>();
  CLI::App& command = add_command(
      root, session, "export",
      {"write a bundle that anyone can check", "выгрузить набор, который может проверить каждый"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("-o,--out", options->out,
                  session.say({"a folder, or a file .tar or .tar.zst",
                               "папка или файл .tar либо .tar.zst"}))
      ->required()
      ->type_name("PATH");
  add_what(command, session, *options);
  add_no_progress_flag(command, session, options->no_progress);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
