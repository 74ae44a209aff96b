// SPDX-License-Identifier: Apache-2.0
// letopis append: events in the author's JSON form become signed events of a ledger, in this
// machine's folder or on a server. Names are saved before anything is sent, so sending the same
// files again repeats nothing.
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>

#include "api/author.h"
#include "api/files.h"
#include "tools/commands/commands.h"
#include "tools/destination.h"
#include "tools/key_options.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct AppendOptions {
  std::vector<std::string> files;
  std::string server;
  std::string signer;
  std::string names;
  bool dry_run = false;
  bool json = false;
  WriterOptions writer;
  std::string dir;
  KeyOptions keys;
};

/// JSON values of one file, and the folder to which paths in them are relative.
struct Input {
  std::vector<api::JsonText> values;
  std::filesystem::path folder;
};

std::atomic<bool> interrupted{false};

Result<Input> read_input(const std::string& file) {
  Input out;
  std::string source = file;
  Result<std::string> text = std::string();
  if (file == "-") {
    source = "<stdin>";
    text = std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  } else {
    text = api::read_file(file);
    out.folder = std::filesystem::path(file).parent_path();
  }
  if (!text) return text.error();
  auto values = api::read_json_sequence(*text, source);
  if (!values) return values.error();
  out.values = std::move(*values);
  return out;
}

Result<std::vector<api::PreparedBatch>> prepare_all(const std::vector<Input>& inputs,
                                                    const api::AuthorOptions& options) {
  auto author = api::Author::create(options);
  if (!author) return author.error();
  std::vector<api::PreparedBatch> out;
  for (const Input& input : inputs) {
    for (const api::JsonText& value : input.values) {
      auto batches = author->prepare(value, input.folder);
      if (!batches) return batches.error();
      for (auto& batch : *batches) out.push_back(std::move(batch));
    }
  }
  return out;
}

std::vector<ledger::SignedEvent> events_of(const api::PreparedBatch& batch) {
  std::vector<ledger::SignedEvent> out;
  for (const auto& prepared : batch) out.push_back(prepared.event);
  return out;
}

void print_event(const Session& session, const api::PreparedEvent& prepared,
                 const ledger::AppendedEvent& appended, bool json, bool dry_run) {
  for (const std::string& warning : prepared.warnings) {
    session.note(prepared.where + ": " + session.say({"warning: ", "предупреждение: "}) + warning);
  }
  if (json) {
    Json out = Json::object();
    out["index"] = dry_run ? Json() : Json(appended.index);
    out["digest"] = to_hex(appended.digest);
    out["name"] = prepared.name;
    out["type"] = prepared.payload_type;
    out["repeated"] = appended.repeated;
    return session.print_json(out);
  }
  std::string line = dry_run ? "-" : std::to_string(appended.index);
  line += "  " + to_hex(appended.digest).substr(0, 16) + "  " + prepared.payload_type;
  if (!prepared.name.starts_with('#')) line += "  " + prepared.name;
  if (appended.repeated) {
    line += session.say({"  (was there already)", "  (уже записано)"});
  }
  session.print(line);
}

/// Which file and line an error of a submission is about: its `where` starts with "events[n]".
ledger::Error locate(ledger::Error error, const api::PreparedBatch& batch) {
  std::size_t position = 0;
  constexpr std::string_view kEvents = "events[";
  if (error.where.starts_with(kEvents)) {
    const auto end = error.where.find(']');
    const auto number = ledger::parse_decimal(
        std::string_view(error.where).substr(kEvents.size(), end - kEvents.size()));
    if (number && *number < batch.size()) {
      position = static_cast<std::size_t>(*number);
      error.where = error.where.substr(std::min(end + 1, error.where.size()));
      if (error.where.starts_with('.')) error.where.erase(0, 1);
    }
  }
  error.where = batch[position].where + (error.where.empty() ? "" : ": " + error.where);
  return error;
}

struct Counts {
  std::size_t recorded = 0;
  std::size_t repeated = 0;
};

Status send(const Session& session, const AppendOptions& options, Destination& destination,
            const api::PreparedBatch& batch, Counts& counts) {
  const auto result =
      options.dry_run ? destination.check(events_of(batch)) : destination.append(events_of(batch));
  if (!result) return locate(result.error(), batch);
  for (std::size_t i = 0; i < batch.size() && i < result->size(); ++i) {
    const ledger::AppendedEvent& appended = (*result)[i];
    ++(appended.repeated ? counts.repeated : counts.recorded);
    print_event(session, batch[i], appended, options.json, options.dry_run);
  }
  std::fflush(stdout);  // whoever reads along learns at once what is durable
  return Ok{};
}

void summarise(const Session& session, const AppendOptions& options, const Counts& counts) {
  const std::string recorded = std::to_string(counts.recorded);
  if (options.dry_run) {
    return session.note(session.say({"nothing was recorded; would be accepted: ",
                                     "ничего не записано; было бы принято событий: "}) +
                        recorded);
  }
  session.note(session.say({"recorded: ", "записано событий: "}) + recorded +
               session.say({", were there already: ", ", уже были: "}) +
               std::to_string(counts.repeated));
}

/// All events in one submission, so that later ones may build on earlier ones.
api::PreparedBatch joined(const std::vector<api::PreparedBatch>& batches) {
  api::PreparedBatch out;
  for (const auto& batch : batches) out.insert(out.end(), batch.begin(), batch.end());
  return out;
}

int send_all(const Session& session, const AppendOptions& options, Destination& destination,
             const std::vector<api::PreparedBatch>& batches) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, [](int) { interrupted = true; });
  Counts counts;
  for (const auto& batch : batches) {
    if (interrupted) {
      summarise(session, options, counts);
      session.note(session.say(
          {"interrupted; the same command continues", "прервано; та же команда продолжит"}));
      return kExitInterrupted;
    }
    if (auto sent = send(session, options, destination, batch, counts); !sent) {
      summarise(session, options, counts);
      return session.fail(sent.error());
    }
  }
  summarise(session, options, counts);
  return kExitOk;
}

int run(const Session& session, AppendOptions options) {
  if (options.files.empty()) options.files.push_back("-");
  std::vector<Input> inputs;
  for (const std::string& file : options.files) {
    auto input = read_input(file);
    if (!input) return session.fail(input.error());
    inputs.push_back(std::move(*input));
  }
  auto keys = open_keys(session, options.keys);
  if (!keys) return session.fail(keys.error());
  auto names =
      options.names.empty() ? Result<api::Names>(api::Names()) : api::Names::open(options.names);
  if (!names) return session.fail(names.error());
  options.writer.dir = options.dir;
  auto destination = options.server.empty() ? open_folder_destination(options.writer, *keys)
                                            : open_server_destination(options.server);
  if (!destination) return session.fail(destination.error());
  auto batches = prepare_all(inputs, {&*keys, &(*destination)->lookup(), &*names, options.signer});
  if (!batches) return session.fail(batches.error());
  warn_about_memory(session);
  if (options.dry_run) {
    if (batches->empty()) return send_all(session, options, **destination, {});
    return send_all(session, options, **destination, {joined(*batches)});
  }
  if (auto saved = names->save(); !saved) return session.fail(saved.error());
  return send_all(session, options, **destination, *batches);
}

void add_author_options(CLI::App& command, const Session& session, AppendOptions& options) {
  add_key_options(command, session, options.keys);
  command.get_option("--keys")->required();
  command
      .add_option("--signer", options.signer,
                  session.say({"key that signs where \"@signer\" is absent",
                               "ключ, которым подписать, если нет «@signer»"}))
      ->type_name("NAME");
  command
      .add_option("--names", options.names,
                  session.say({"file that keeps local names, so that a retry repeats nothing",
                               "файл местных имён, чтобы повтор ничего не удвоил"}))
      ->type_name("FILE");
  command.add_flag("--dry-run", options.dry_run,
                   session.say({"check everything, record nothing (at most 256 events)",
                                "проверить всё, ничего не записать (не более 256 событий)"}));
}

}  // namespace

void add_append(CLI::App& root, Session& session) {
  auto options = std::make_shared<AppendOptions>();
  CLI::App& command = add_command(root, session, "append",
                                  {"sign events and record them", "подписать и записать события"});
  command.add_option("FILES", options->files,
                     session.say({"JSON or JSON Lines; - is standard input",
                                  "JSON или JSON Lines; - это стандартный ввод"}));
  add_dir_option(command, session, options->dir);
  command
      .add_option("--server", options->server,
                  session.say({"send to this server instead of a folder",
                               "отправить на сервер, а не в папку"}))
      ->type_name("URL")
      ->excludes("--dir");
  add_author_options(command, session, *options);
  add_writer_options(command, session, options->writer);
  add_json_flag(command, session, options->json);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
