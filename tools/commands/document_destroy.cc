// SPDX-License-Identifier: Apache-2.0
// letopis document destroy: a document's file is destroyed with an act. The event names the
// registrations whose file is gone and the act; then the kept bytes are overwritten and removed.
// Their hash stays in the log. What was interrupted is completed by the same command.
#include <algorithm>

#include "api/event_json.h"
#include "api/file_store.h"
#include "api/files.h"
#include "ledger/hash.h"
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
  std::vector<std::string> cosigners;
  std::string store;
  DeskOptions desk;
};

/// What the ledger says of the file.
struct FileRecord {
  std::vector<std::uint64_t> registrations;  ///< indexes of those that name it
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

bool names_file(const Json& body, const std::string& sha256) {
  if (body["payload_type"] != "DocumentRegistered") return false;
  return body["payload"]["file"].value("sha256", std::string()) == sha256;
}

bool destroys(const Json& body, const std::vector<std::uint64_t>& registrations) {
  if (body["payload_type"] != "PersonalDataErased") return false;
  const Json& fields = body["payload"]["fields"];
  return std::any_of(fields.begin(), fields.end(), [&](const Json& field) {
    const auto index = field["index"].get<std::uint64_t>();
    return field["field"] == api::kErasedFile &&
           std::binary_search(registrations.begin(), registrations.end(), index);
  });
}

Result<FileRecord> read_record(const DestroyOptions& options, const Hash& sha256) {
  const auto ledger = open_ledger(options.desk.dir);
  if (!ledger) return ledger.error();
  const auto view = ledger->view();
  FileRecord out;
  for (std::uint64_t index = 0; index < view.size(); ++index) {
    const auto event = view.event(index);
    if (!event) return event.error();
    const auto record = api::recorded_event_to_json(ledger->identity, *event);
    if (!record) return record.error();
    if (names_file((*record)["body"], to_hex(sha256))) out.registrations.push_back(index);
    out.destroyed = out.destroyed || destroys((*record)["body"], out.registrations);
  }
  if (out.registrations.empty()) {
    return ledger::not_found("UNKNOWN_FILE",
                             "no event names a file with the SHA-256 " + to_hex(sha256));
  }
  const auto act = find_event(view, options.act);
  if (!act) return act.error();
  const auto event = view.event(*act);
  if (!event) return event.error();
  const auto record = api::recorded_event_to_json(ledger->identity, *event);
  if (!record) return record.error();
  if ((*record)["body"]["payload_type"] != "DocumentRegistered") {
    return ledger::invalid("NOT_A_DOCUMENT", "the act is a registered document, event " +
                                                 std::to_string(*act) + " is none");
  }
  out.act = (*record)["digest"].get<std::string>();
  return out;
}

Json event_form(const DestroyOptions& options, const FileRecord& record, const Hash& sha256) {
  Json event = Json::object();
  event["@name"] = "destroyed-" + to_hex(sha256).substr(0, 16);
  event["@cosigners"] = options.cosigners;
  event["scope"] = {{"kind", "LEDGER"}, {"id", std::string(2 * ledger::Id::kSize, '0')}};
  event["payload_type"] = "PersonalDataErased";
  Json& payload = event["payload"];
  payload["fields"] = Json::array();
  for (const std::uint64_t index : record.registrations) {
    payload["fields"].push_back({{"index", index}, {"field", api::kErasedFile}});
  }
  payload["reason"] = erasure_reason(options.reason);
  payload["document"] = record.act;
  return event;
}

int append_event(const Session& session, const DestroyOptions& options, const FileRecord& record,
                 const Hash& sha256) {
  auto desk = AuthorDesk::open(session, options.desk);
  if (!desk) return session.fail(desk.error());
  auto batches =
      (*desk)->author().prepare({event_form(options, record, sha256), "document destroy"}, {});
  if (!batches) return session.fail(batches.error());
  return (*desk)->send(session, std::move(*batches));
}

int run(const Session& session, const DestroyOptions& options) {
  const auto sha256 = hash_of(options.file);
  if (!sha256) return session.fail(sha256.error());
  const auto record = read_record(options, *sha256);
  if (!record) return session.fail(record.error());
  if (!record->destroyed && options.cosigners.empty()) {
    return session.fail(ledger::invalid(
        "SECOND_SIGNATURE", "a destruction has two signatures: name a second key with --cosigner"));
  }
  if (!record->destroyed) {
    const int code = append_event(session, options, *record, *sha256);
    if (code != kExitOk || options.desk.dry_run) return code;
  }
  const auto store = api::file_store_of(options.desk.dir, options.store);
  if (auto gone = api::destroy_kept(store, *sha256); !gone) return session.fail(gone.error());
  session.note(session.say({"the kept file is destroyed, its hash stays: ",
                            "хранимый файл уничтожен, хеш остаётся: "}) +
               to_hex(*sha256));
  return kExitOk;
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
      .add_option("--cosigner", options->cosigners,
                  session.say({"key of the second signature", "ключ второй подписи"}))
      ->type_name("NAME");
  add_store_option(command, session, options->store);
  add_desk_options(command, session, options->desk);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
