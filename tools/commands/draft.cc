// SPDX-License-Identifier: Apache-2.0
// letopis draft and letopis sign: a meeting's form becomes a file that the secretary and the chair
// each sign with their own key; letopis record records it when everybody has.
#include <algorithm>
#include <filesystem>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/public_key.h"
#include "tools/batch_preview.h"
#include "tools/commands/secretary.h"
#include "tools/draft_file.h"
#include "tools/event_details.h"
#include "tools/event_text.h"
#include "tools/key_options.h"
#include "tools/known_people.h"
#include "tools/meeting_form.h"
#include "tools/toml_text.h"
#include "tools/vault_options.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

struct DraftOptions {
  std::string form;
  std::string out;
  std::string dir;
  std::string signer;
  std::string names;
  std::vector<std::string> cosigners;
  KeyOptions keys;
  VaultOptions vault;
};

Result<Json> cosigner_list(const std::vector<std::string>& keys) {
  std::vector<std::string> sorted;
  for (const std::string& text : keys) {
    const auto key = ledger::parse_public_key(text);
    if (!key) return key.error();
    sorted.push_back(to_hex(*key));
  }
  std::sort(sorted.begin(), sorted.end());
  Json out = Json::array();
  for (const std::string& key : sorted) out.push_back({{"key", key}});
  return out;
}

Result<MeetingEvents> compile_form(const Session& session, const DraftOptions& options,
                                   const OpenLedger& ledger, const Directory& directory,
                                   const ledger::Vault* vault, const api::Names& names) {
  const auto text = api::read_file(options.form);
  if (!text) return text.error();
  const auto form = read_toml(*text, options.form);
  if (!form) return form.error();
  auto meeting = compile_meeting(*form, directory);
  if (!meeting) return meeting;
  if (vault != nullptr) {
    const auto people = take_known_people(*vault, ledger, directory, names, *meeting);
    if (!people) return people.error();
    say_known_people(session, *people);
  }
  const auto cosigners = cosigner_list(options.cosigners);
  if (!cosigners) return cosigners.error();
  if (!cosigners->empty()) {
    for (Json& event : meeting->batch.value["@batch"]) event["cosigners"] = *cosigners;
  }
  return meeting;
}

ledger::Status show_preview(const Session& session, const DraftOptions& options,
                            const std::vector<api::PreparedBatch>& batches) {
  return ask_views(session, options.dir, [&](const ViewFolder& views) {
    return print_preview(session, views, batches, false);
  });
}

/// Says who still has to sign.
void say_missing(const Session& session, const DraftFile& draft) {
  const auto missing = missing_signers(draft);
  if (missing.empty()) {
    return session.note(session.say({"everybody has signed: letopis record FILE records it",
                                     "подписали все: letopis record ФАЙЛ запишет"}));
  }
  for (const auto& key : missing) {
    session.note(session.say({"still to sign: ", "ещё не подписал: "}) +
                 ledger::public_key_text(key));
  }
}

/// E.g. "vote: for"; the type alone where nothing names the event.
std::string title_of(const Session& session, const api::PreparedEvent& event, const Json& body) {
  const std::string text = headline(body);
  return type_title(event.payload_type, session.language) +
         (text.empty() ? "" : ": " + code_in_words(text, session.language));
}

/// What is about to be signed, in full, with the names that came along; `titles` says what the
/// ledger calls the ids.
void show_events(const Session& session, const api::PreparedBatch& events, EventTitles titles) {
  for (const auto& event : events) {
    const auto body = ledger::check_body(event.event.body);
    if (!body) continue;
    const Json json = api::body_to_json(*body);
    const std::string title = title_of(session, event, json);
    session.print(title);
    for (const std::string& line : event_details(json, titles, session.language)) {
      session.print("  " + line);
    }
    for (const auto& matched : event.openings) {
      session.print("  " + matched.opening.field + ": " +
                    std::string(matched.opening.value.view()));
    }
    titles.emplace(to_hex(event.digest), "«" + title + "»");
  }
}

/// What the signer's own copy of the ledger calls the ids of the draft; nothing without a copy.
Result<EventTitles> titles_for(const DraftFile& draft, const std::string& dir) {
  if (dir.empty()) return EventTitles{};
  const auto ledger = open_ledger(dir);
  if (!ledger) return ledger.error();
  if (ledger->identity.ledger_id != draft.ledger.ledger_id) {
    return ledger::conflict("OTHER_LEDGER",
                            "the draft is of the ledger " + to_hex(draft.ledger.ledger_id), dir);
  }
  const auto directory = Directory::load(*ledger, nullptr);
  if (!directory) return directory.error();
  return directory->titles();
}

int make_draft(const Session& session, DraftOptions options) {
  if (options.names.empty()) options.names = options.form + ".names.json";
  if (options.out.empty()) options.out = options.form + ".draft.json";
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  auto keys = open_keys(session, options.keys);
  if (!keys) return session.fail(keys.error());
  auto vault =
      open_vault_if_named(session, options.vault, options.keys, ledger::VaultAccess::kRead);
  if (!vault) return session.fail(vault.error());
  auto names = api::Names::open_to_write(options.names);
  if (!names) return session.fail(names.error());
  const auto directory = Directory::load(*ledger, &*names);
  if (!directory) return session.fail(directory.error());
  const auto meeting =
      compile_form(session, options, *ledger, *directory, *vault ? &**vault : nullptr, *names);
  if (!meeting) return session.fail(meeting.error());
  api::FolderLookup lookup([&ledger] { return ledger->view(); });
  api::AuthorOptions author_options{&*keys, &lookup, &*names, options.signer,
                                    *vault ? &**vault : nullptr};
  author_options.may_lack_keys = true;
  auto author = api::Author::create(author_options);
  if (!author) return session.fail(author.error());
  const auto folder = std::filesystem::path(options.form).parent_path();
  auto batches = author->prepare(meeting->batch, folder);
  if (!batches) return session.fail(batches.error());
  for (const auto& batch : *batches) show_events(session, batch, directory->titles());
  if (auto shown = show_preview(session, options, *batches); !shown) {
    return session.fail(shown.error());
  }
  DraftFile draft{ledger->identity, {}};
  for (auto& batch : *batches) {
    for (auto& event : batch) draft.events.push_back(std::move(event));
  }
  if (auto saved = names->save(); !saved) return session.fail(saved.error());
  if (auto saved = write_draft(options.out, draft); !saved) return session.fail(saved.error());
  session.print(options.out);
  say_missing(session, draft);
  return kExitOk;
}

int sign(const Session& session, const std::string& file, const std::string& dir,
         const KeyOptions& key_options) {
  auto draft = read_draft(file);
  if (!draft) return session.fail(draft.error());
  const auto titles = titles_for(*draft, dir);
  if (!titles) return session.fail(titles.error());
  session.print(draft->ledger.origin + "  " + to_hex(draft->ledger.ledger_id));
  show_events(session, draft->events, *titles);
  auto keys = open_keys(session, key_options);
  if (!keys) return session.fail(keys.error());
  const auto added = sign_draft(*draft, *keys);
  if (!added) return session.fail(added.error());
  if (*added == 0 && !missing_signers(*draft).empty()) {
    say_missing(session, *draft);
    return session.fail(
        ledger::not_found("NO_KEY", "none of the keys here is a signer that has not signed", file));
  }
  if (auto saved = write_draft(file, *draft); !saved) return session.fail(saved.error());
  session.note(session.say({"signatures added: ", "добавлено подписей: "}) +
               std::to_string(*added));
  say_missing(session, *draft);
  return kExitOk;
}

}  // namespace

void add_draft(CLI::App& root, Session& session) {
  auto options = std::make_shared<DraftOptions>();
  CLI::App& command = add_command(root, session, "draft",
                                  {"a meeting's form as a file for several signers",
                                   "форма заседания как черновик на подпись"});
  command.add_option("FORM", options->form, session.say({"the form, TOML", "форма, TOML"}))
      ->required()
      ->type_name("FILE.toml");
  command.add_option("-o,--out", options->out, session.say({"the draft's file", "файл черновика"}))
      ->type_name("FILE");
  command
      .add_option("--cosigner", options->cosigners,
                  session.say({"public key that signs every event besides",
                               "открытый ключ, который тоже подпишет каждое событие"}))
      ->type_name("KEY");
  add_dir_option(command, session, options->dir);
  add_key_options(command, session, options->keys);
  command
      .add_option("--signer", options->signer, session.say({"key of the author", "ключ автора"}))
      ->type_name("NAME");
  command
      .add_option("--names", options->names,
                  session.say({"file that keeps local names", "файл местных имён"}))
      ->type_name("FILE");
  add_vault_options(command, session, options->vault);
  command.callback([options, &session] {
    session.run = [options, &session] { return make_draft(session, *options); };
  });
}

void add_sign(CLI::App& root, Session& session) {
  auto file = std::make_shared<std::string>();
  auto dir = std::make_shared<std::string>();
  auto keys = std::make_shared<KeyOptions>();
  CLI::App& command = add_command(root, session, "sign",
                                  {"read a draft and sign it with one's own keys",
                                   "прочесть черновик и подписать своими ключами"});
  command.add_option("DRAFT", *file, session.say({"the draft", "черновик"}))->required();
  command
      .add_option("-d,--dir", *dir,
                  session.say({"the ledger or one's own copy of it: its names stand beside the ids",
                               "журнал или его своя копия: рядом с номерами будут названия"}))
      ->type_name("DIR");
  add_key_options(command, session, *keys);
  command.callback([file, dir, keys, &session] {
    session.run = [file, dir, keys, &session] { return sign(session, *file, *dir, *keys); };
  });
}

}  // namespace tools
