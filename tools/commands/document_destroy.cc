// SPDX-License-Identifier: Apache-2.0
// letopis document destroy: a document's file is destroyed with an act. The event names the
// registrations and corrections whose file is gone, and the act; then the kept bytes are
// overwritten and removed, where the store of files lies on this machine. Their hash stays in the
// log. What was interrupted is completed by the same command.
#include <algorithm>

#include "api/event_json.h"
#include "api/file_store.h"
#include "api/files.h"
#include "api/json.h"
#include "ledger/hash.h"
#include "projections/documents_view.h"
#include "tools/author_desk.h"
#include "tools/commands/secretary.h"
#include "tools/event_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::Hash;
using ledger::Result;

struct DestroyOptions {
  std::string file;
  std::string act;
  std::string reason;
  std::string grade = "recorder";
  std::vector<std::string> cosigners;
  std::string store;
  DeskOptions desk;
};

/// A field of an event that names the file.
struct NamedFile {
  std::uint64_t index = 0;
  std::string_view field;
};

/// What the ledger says of the file.
struct FileRecord {
  std::vector<NamedFile> named;
  bool destroyed = false;
  std::string act;  ///< digest of the act's registration
};

/// A hash as such, or of the file that is named.
Result<Hash> hash_of(const std::string& file) {
  if (const auto hash = ledger::fixed_from_hex<Hash>(file)) return *hash;
  const auto bytes = api::read_file(file);
  if (!bytes) return bytes.error();
  return ledger::sha256(*bytes);
}

bool is_file(const Json& registration, const std::string& sha256) {
  const auto file = registration.find("file");
  return file != registration.end() && file->value("sha256", std::string()) == sha256;
}

/// The field of a registration or a correction that names the file; empty: none does.
std::string_view field_of_file(const Json& body, const std::string& sha256) {
  const Json& payload = body["payload"];
  if (body["payload_type"] == "DocumentRegistered") {
    return is_file(payload, sha256) ? projections::kErasedFile : std::string_view();
  }
  const bool corrects = body["payload_type"] == "EventCorrected" &&
                        payload.value("new_payload_type", std::string()) == "DocumentRegistered";
  return corrects && is_file(payload["new_payload"], sha256) ? projections::kErasedNewFile
                                                             : std::string_view();
}

/// For good and everywhere: an act of one place leaves the file to the others that have it.
bool destroys(const Json& body, const std::vector<NamedFile>& named) {
  if (body["payload_type"] != "PersonalDataErased" || body["scope"]["kind"] != "LEDGER") {
    return false;
  }
  const Json& fields = body["payload"]["fields"];
  return std::any_of(fields.begin(), fields.end(), [&](const Json& field) {
    const bool file =
        field["field"] == projections::kErasedFile || field["field"] == projections::kErasedNewFile;
    return file && std::any_of(named.begin(), named.end(), [&](const NamedFile& one) {
             return field["index"] == api::json_integer(one.index);
           });
  });
}

Result<std::string> digest_of_act(const OpenLedger& ledger, const std::string& selector) {
  const auto view = ledger.view();
  const auto act = find_event(view, selector);
  if (!act) return act.error();
  const auto event = view.event(*act);
  if (!event) return event.error();
  const auto record = api::recorded_event_to_json(ledger.identity, *event);
  if (!record) return record.error();
  if ((*record)["body"]["payload_type"] != "DocumentRegistered") {
    return ledger::invalid("NOT_A_DOCUMENT", "the act is a registered document, event " +
                                                 std::to_string(*act) + " is none");
  }
  return (*record)["digest"].get<std::string>();
}

Result<FileRecord> read_file_record(const std::filesystem::path& folder, const std::string& act,
                                    const Hash& sha256) {
  const auto ledger = open_ledger(folder);
  if (!ledger) return ledger.error();
  const auto view = ledger->view();
  FileRecord out;
  for (std::uint64_t index = 0; index < view.size(); ++index) {
    const auto event = view.event(index);
    if (!event) return event.error();
    const auto record = api::recorded_event_to_json(ledger->identity, *event);
    if (!record) return record.error();
    const Json& body = (*record)["body"];
    const std::string_view field = field_of_file(body, to_hex(sha256));
    if (!field.empty()) out.named.push_back({index, field});
    out.destroyed = out.destroyed || destroys(body, out.named);
  }
  if (out.named.empty()) {
    return ledger::not_found("UNKNOWN_FILE",
                             "no event names a file with the SHA-256 " + to_hex(sha256));
  }
  auto digest = digest_of_act(*ledger, act);
  if (!digest) return digest.error();
  out.act = *std::move(digest);
  return out;
}

Json event_form(const DestroyOptions& options, const FileRecord& record, const Hash& sha256) {
  Json event = Json::object();
  event["@name"] = "destroyed-" + to_hex(sha256).substr(0, 16);
  event["@cosigners"] = options.cosigners;
  event["scope"] = {{"kind", "LEDGER"}, {"id", std::string(2 * ledger::Id::kSize, '0')}};
  event["attestation"] = {{"grade", options.grade == "self" ? "SELF" : "RECORDER"}};
  event["payload_type"] = "PersonalDataErased";
  Json& payload = event["payload"];
  payload["fields"] = Json::array();
  for (const NamedFile& one : record.named) {
    payload["fields"].push_back({{"index", one.index}, {"field", one.field}});
  }
  payload["reason"] = erasure_reason(options.reason);
  payload["document"] = record.act;
  return event;
}

int append_event(const Session& session, const DestroyOptions& options, AuthorDesk& desk,
                 const FileRecord& record, const Hash& sha256) {
  if (options.cosigners.empty()) {
    return session.fail(ledger::invalid(
        "SECOND_SIGNATURE", "a destruction has two signatures: name a second key with --cosigner"));
  }
  if (auto connected = desk.connect(); !connected) return session.fail(connected.error());
  auto batches =
      desk.author().prepare({event_form(options, record, sha256), "document destroy"}, {});
  if (!batches) return session.fail(batches.error());
  return desk.send(session, std::move(*batches));
}

/// The kept bytes, where they lie on this machine. A server whose store is not named gives the file
/// to nobody from now on, but its bytes are still there.
int destroy_bytes(const Session& session, const DestroyOptions& options, const Hash& sha256) {
  if (!options.desk.server.empty() && options.store.empty()) {
    session.note(session.say(
        {"recorded: the server gives the file to nobody any more. Its bytes still lie in the "
         "server's store: run this there again, with --store FOLDER",
         "записано: сервер больше никому не выдаёт файл. Сам файл ещё лежит в хранилище сервера: "
         "выполните эту команду там ещё раз, указав --store ПАПКА"}));
    return kExitOk;
  }
  const auto store = api::file_store_of(options.desk.dir, options.store);
  std::error_code ignored;
  const bool kept = std::filesystem::exists(api::stored_file_path(store, sha256), ignored);
  if (auto gone = api::destroy_kept(store, sha256); !gone) return session.fail(gone.error());
  session.note((kept ? session.say({"the kept file is destroyed, its hash stays: ",
                                    "хранимый файл уничтожен, хеш остаётся: "})
                     : session.say({"no such file lies in ", "такого файла нет в папке "}) +
                           store.string() +
                           session.say({": nothing was destroyed here; its hash stays: ",
                                        ": здесь ничего не уничтожено, хеш остаётся: "})) +
               to_hex(sha256));
  return kExitOk;
}

int run(const Session& session, const DestroyOptions& options) {
  const auto sha256 = hash_of(options.file);
  if (!sha256) return session.fail(sha256.error());
  auto desk = AuthorDesk::open_unconnected(session, options.desk);
  if (!desk) return session.fail(desk.error());
  const auto folder = (*desk)->folder();
  if (!folder) return session.fail(folder.error());
  const auto record = read_file_record(*folder, options.act, *sha256);
  if (!record) return session.fail(record.error());
  if (!record->destroyed) {
    const int code = append_event(session, options, **desk, *record, *sha256);
    if (code != kExitOk || options.desk.dry_run) return code;
  }
  return destroy_bytes(session, options, *sha256);
}

}  // namespace

void add_document_destroy(CLI::App& document, Session& session) {
  auto options = std::make_shared<DestroyOptions>();
  CLI::App& command = add_command(document, session, "destroy",
                                  {"destroy a kept file with an act; its hash stays",
                                   "уничтожить хранимый файл по акту; хеш остаётся"});
  command
      .add_option("FILE", options->file,
                  session.say({"the file, or its SHA-256", "файл или его SHA-256"}))
      ->required();
  command
      .add_option("--act", options->act,
                  session.say({"event that registered the act of destruction",
                               "событие, которым зарегистрирован акт об уничтожении"}))
      ->required();
  add_erasure_reason(command, session, options->reason);
  command
      .add_option("--grade", options->grade,
                  session.say({"as whom the signer says so: recorder of the place, or self as who "
                               "runs it (recorder)",
                               "в каком качестве подписано: recorder — регистратор места, self — "
                               "тот, кто его ведёт (recorder)"}))
      ->check(CLI::IsMember({"recorder", "self"}));
  command
      .add_option("--cosigner", options->cosigners,
                  session.say({"key of the second signature", "ключ второй подписи"}))
      ->type_name("NAME");
  add_store_option(command, session, options->store);
  add_desk_options(command, session, options->desk);
  set_action(command, session, options, run);
}

}  // namespace tools
