// SPDX-License-Identifier: Apache-2.0
#include "tools/author_desk.h"

#include <utility>

#include "api/file_store.h"
#include "api/files.h"
#include "api/server_client.h"
#include "ledger/limits.h"
#include "tools/commands/commands.h"
#include "tools/server_copy.h"
#include "tools/submission.h"
#include "tools/trust_options.h"

namespace tools {

using ledger::Result;

void add_desk_options(CLI::App& command, const Session& session, DeskOptions& options) {
  add_dir_option(command, session, options.dir);
  command
      .add_option("--server", options.server,
                  session.say({"send to this server instead of a folder",
                               "отправить на сервер, а не в папку"}))
      ->type_name("URL")
      ->excludes("--dir");
  command
      .add_option("--token-file", options.token_file,
                  session.say({"file with the token that the server asks readers for",
                               "файл с токеном, который сервер требует от читателей"}))
      ->type_name("FILE")
      ->needs("--server");
  command
      .add_option(
          "--trust", options.trust,
          session.say({"trust file, from somebody you trust: whose receipts count",
                       "файл доверия, от того, кому вы доверяете: чьи квитанции считаются"}))
      ->type_name("FILE")
      ->needs("--server");
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
  add_vault_options(command, session, options.vault);
  add_writer_options(command, session, options.writer);
  add_witnesses_option(command, session, options.writer);
  add_json_flag(command, session, options.json);
}

namespace {

/// Empty without a file.
Result<std::string> read_token(const DeskOptions& options) {
  if (options.token_file.empty()) return std::string();
  const auto text = api::read_file(options.token_file);
  if (!text) return text.error();
  return text->substr(0, text->find_first_of("\r\n"));
}

/// From here to the end of the command, so that what one saves another does not overwrite.
Result<api::Names> open_names(const DeskOptions& options) {
  if (options.names.empty()) return api::Names();
  return options.dry_run ? api::Names::open(options.names)
                         : api::Names::open_to_write(options.names);
}

Result<std::unique_ptr<Destination>> open_destination(const DeskOptions& options,
                                                      api::KeyRing& keys, api::LogWatch& watch) {
  if (options.server.empty()) {
    return open_folder_destination(options.writer, keys, watch.known().seen);
  }
  const auto token = read_token(options);
  if (!token) return token.error();
  return open_server_destination(options.server, *token, options.language, watch);
}

}  // namespace

Result<std::unique_ptr<AuthorDesk>> AuthorDesk::open(const Session& session, DeskOptions options) {
  auto desk = open_unconnected(session, std::move(options));
  if (!desk) return desk;
  if (auto connected = (*desk)->connect(); !connected) return connected.error();
  return desk;
}

Result<std::unique_ptr<AuthorDesk>> AuthorDesk::open_unconnected(const Session& session,
                                                                 DeskOptions options) {
  std::unique_ptr<AuthorDesk> desk(new AuthorDesk(std::move(options)));
  DeskOptions& given = desk->options_;
  given.language = session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
  auto keys = open_keys(session, given.keys);
  if (!keys) return keys.error();
  desk->keys_ = *std::move(keys);
  auto vault = open_vault_if_named(session, given.vault, given.keys, ledger::VaultAccess::kWrite);
  if (!vault) return vault.error();
  desk->vault_ = *std::move(vault);
  auto names = open_names(given);
  if (!names) return names.error();
  desk->names_ = *std::move(names);
  given.writer.dir = given.dir;
  return desk;
}

ledger::Status AuthorDesk::connect() {
  auto trust = read_trust(options_.trust);
  if (!trust) return trust.error();
  watch_ = api::LogWatch(*std::move(trust), names_->log());
  auto destination = open_destination(options_, *keys_, watch_);
  if (!destination) return destination.error();
  destination_ = *std::move(destination);
  auto author =
      api::Author::create({&*keys_, &destination_->lookup(), &*names_, options_.signer, vault()});
  if (!author) return author.error();
  author_.emplace(*std::move(author));
  return ledger::Ok{};
}

Result<std::filesystem::path> AuthorDesk::folder() {
  if (!folder_.empty()) return folder_;
  if (options_.server.empty()) return folder_ = options_.dir;
  const auto token = read_token(options_);
  if (!token) return token.error();
  auto copy = copy_of_server(options_.server, *token);
  if (!copy) return copy.error();
  return folder_ = *copy;
}

Result<std::string> AuthorDesk::keep_paper(const std::filesystem::path& paper,
                                           const std::string& store) const {
  if (options_.server.empty() || !store.empty()) {
    const auto folder = api::file_store_of(options_.dir, store);
    const auto hash = api::store_file(folder, paper);
    if (!hash) return hash.error();
    return api::stored_file_path(folder, *hash).string();
  }
  const auto bytes = api::read_file(paper);
  if (!bytes) return bytes.error();
  const auto token = read_token(options_);
  if (!token) return token.error();
  auto client = api::ServerClient::open(options_.server, *token, options_.language);
  if (!client) return client.error();
  const auto kept = (*client)->keep_file(*bytes);
  if (!kept) return kept.error();
  return options_.server + *kept;
}

Result<std::vector<api::PreparedBatch>> AuthorDesk::foresee(const api::JsonText& text,
                                                            const std::filesystem::path& papers) {
  const auto read = folder();
  if (!read) return read.error();
  const auto ledger = open_ledger(*read);
  if (!ledger) return ledger.error();
  api::FolderLookup lookup([&ledger] { return ledger->view(); });
  api::AuthorOptions unsigned_options{&*keys_, &lookup, &*names_, options_.signer, vault()};
  unsigned_options.unsigned_only = true;
  auto author = api::Author::create(unsigned_options);
  if (!author) return author.error();
  return author->prepare(text, papers);
}

namespace {

/// The first events, as many as one submission takes: whole batches only.
std::vector<api::PreparedBatch> one_submission(std::vector<api::PreparedBatch> batches,
                                               std::size_t& left_out) {
  std::vector<api::PreparedBatch> taken;
  std::size_t count = 0;
  left_out = 0;
  for (auto& batch : batches) {
    if (left_out > 0 || count + batch.size() > ledger::kBatchEventsMax) {
      left_out += batch.size();
      continue;
    }
    count += batch.size();
    taken.push_back(std::move(batch));
  }
  std::vector<api::PreparedBatch> out;
  if (!taken.empty()) out.push_back(joined(std::move(taken)));
  return out;
}

}  // namespace

ledger::Status AuthorDesk::rehearse(const std::function<ledger::Status(api::Author&)>& prepare) {
  api::Names names = *names_;
  auto author =
      api::Author::create({&*keys_, &destination_->lookup(), &names, options_.signer, vault()});
  return author ? prepare(*author) : ledger::Status(author.error());
}

ledger::Status AuthorDesk::save_names() {
  if (!options_.server.empty()) names_->set_log(watch_.known());
  return names_->save();
}

int AuthorDesk::send(const Session& session, const NextBatches& next) {
  warn_about_memory(session);
  const auto alarm = destination_->alarm();
  if (alarm && options_.json) {
    session.print_json(
        {{"alarm",
          {{"class", "state_drift"}, {"code", alarm->reason}, {"detail", alarm->message}}}});
  }
  if (watch_.trusts_on_first_use()) {
    session.note(
        session.say({"The log's key is taken from the server itself, for the first time; "
                     "compare it with what others have, or give --trust: ",
                     "Ключ журнала взят у самого сервера, впервые; сверьте его с тем, что у "
                     "других, или дайте --trust: "}) +
        watch_.known().vkey);
  }
  const SubmitOptions how{options_.dry_run, options_.json, vault(), !options_.names.empty()};
  const int code =
      submit(session, how, *destination_, [&]() -> Result<std::vector<api::PreparedBatch>> {
        auto batches = next();
        if (!batches || batches->empty() || options_.dry_run) return batches;
        if (auto saved = save_names(); !saved) return saved.error();
        return batches;
      });
  if (options_.dry_run || options_.server.empty()) return code;
  if (auto saved = save_names(); !saved) return session.fail(saved.error());
  return code;
}

int AuthorDesk::send(const Session& session, std::vector<api::PreparedBatch> batches) {
  // They are sent in one turn; the next one has nothing.
  const auto once = [&](std::vector<api::PreparedBatch>& all) {
    return send(session,
                [&]() { return Result<std::vector<api::PreparedBatch>>(std::exchange(all, {})); });
  };
  for (const api::PreparedBatch& batch : batches) {
    if (batch.size() <= ledger::kBatchEventsMax) continue;
    const std::string max = std::to_string(ledger::kBatchEventsMax);
    const std::string given = std::to_string(batch.size());
    return session.fail(ledger::invalid(
        "BATCH_SIZE", "a submission has 1 to " + max + " events, not " + given,
        "за один раз принимают от 1 до " + max + " событий, а здесь " + given, batch[0].where));
  }
  if (!options_.dry_run) return once(batches);
  std::size_t left_out = 0;
  auto checked = one_submission(std::move(batches), left_out);
  if (left_out > 0) {
    session.note(session.say({"not checked against the ledger, because one submission has at most ",
                              "не проверено журналом, так как за один раз возможно не более "}) +
                 std::to_string(ledger::kBatchEventsMax) +
                 session.say({" events: ", " событий: "}) + std::to_string(left_out));
  }
  return once(checked);
}

}  // namespace tools
