// SPDX-License-Identifier: Apache-2.0
// letopis init: keys, the first event, the folder.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "api/author_form.h"
#include "api/files.h"
#include "api/genesis.h"
#include "api/names.h"
#include "ledger/anchor.h"
#include "ledger/entry.h"
#include "ledger/key_file.h"
#include "ledger/public_key.h"
#include "projections/identity_admission.h"
#include "tools/commands/commands.h"
#include "tools/key_options.h"
#include "tools/known_anchor.h"
#include "tools/ledger_folder.h"
#include "tools/predecessor.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::SigningKey;
using ledger::Status;

/// Beside the recovery keys the new key signs (ledger/key_rules.cc).
constexpr unsigned kRecoverySignersMax = ledger::kSignaturesMax - 1;

struct InitOptions {
  std::string dir;
  std::string origin;
  std::string organisation;
  std::string category = "OTHER";
  std::string ogrn;
  std::string inn;
  std::string names;
  std::string anchor;
  int zone = 180;
  unsigned recovery = 3;
  unsigned recovery_threshold = 2;
  unsigned rules = projections::kRulesVersion;
  PredecessorAsked predecessor;
  bool json = false;
  KeyOptions keys;
};

/// The keys that a ledger begins with.
struct NewKeys {
  std::vector<std::pair<std::string, std::string>> purposes;  // name, purpose
  std::vector<SigningKey> keys;

  void add(const std::string& name, const std::string& purpose) {
    purposes.emplace_back(name, purpose);
    keys.push_back(SigningKey::generate());
  }
};

/// Ids by name, for an organisation that is given in the author's form.
class IdNames : public api::NameSource {
 public:
  explicit IdNames(api::Names& names) : names_(names) {}
  Result<std::string> id_named(const std::string& name) override { return to_hex(names_.id(name)); }
  Result<std::string> digest_named(const std::string& name) override { return none(name); }
  Result<std::string> key_named(const std::string& name) override { return none(name); }
  Result<std::string> random_for(const std::string& pointer) override { return none(pointer); }

 private:
  static ledger::Error none(const std::string& name) {
    return ledger::invalid("BAD_NAME", name + ": an organisation has ids only");
  }
  api::Names& names_;
};

/// --organisation: a file in the author's form, or a plain name.
Result<Json> operator_profile(const InitOptions& options, api::Names& names) {
  Json profile = Json::object();
  if (std::filesystem::is_regular_file(options.organisation)) {
    const auto text = api::read_file(options.organisation);
    if (!text) return text.error();
    auto json = api::read_json(*text, options.organisation);
    if (!json) return json.error();
    profile = std::move(json->value);
  } else {
    profile["organisation"] = to_hex(api::random_id());
    profile["names"] = Json::array({{{"kind", "FULL"}, {"text", options.organisation}}});
    if (!options.ogrn.empty()) profile["ogrn"] = options.ogrn;
    if (!options.inn.empty()) profile["inn"] = options.inn;
    profile["category"] = options.category;
  }
  // Expanded inside a whole event, because the form follows the schema from its root.
  Json event = {{"payload_type", "LedgerCreated"},
                {"payload", {{"operator_organisation", api::in_normal_form(std::move(profile))}}}};
  IdNames ids(names);
  const auto folder = std::filesystem::path(options.organisation).parent_path();
  if (auto done = api::expand_author_form(event, ids, folder); !done) return done.error();
  return event["payload"]["operator_organisation"];
}

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& dir) {
  const auto inner = std::filesystem::weakly_canonical(path);
  const auto outer = std::filesystem::weakly_canonical(dir);
  return std::search(inner.begin(), inner.end(), outer.begin(), outer.end()) == inner.begin();
}

Status check_places(const InitOptions& options) {
  std::error_code error;
  if (is_inside(options.keys.folder, options.dir)) {
    return ledger::invalid("KEYS_INSIDE", "the keys would lie in the ledger's folder",
                           options.keys.folder);
  }
  if (std::filesystem::exists(options.dir, error) &&
      !std::filesystem::is_empty(options.dir, error)) {
    return ledger::conflict("EXISTS", "there is something already", options.dir);
  }
  if (options.recovery_threshold < 1 || options.recovery_threshold > options.recovery) {
    return ledger::invalid("BAD_GENESIS", "--recovery-k is between 1 and --recovery");
  }
  if (options.recovery_threshold > kRecoverySignersMax) {
    return ledger::invalid(
        "BAD_GENESIS",
        fmt::format("--recovery-k is at most {}: beside them the new key signs, and an event has "
                    "no more than {} signatures",
                    kRecoverySignersMax, ledger::kSignaturesMax));
  }
  return Ok{};
}

NewKeys generate_keys(const InitOptions& options) {
  NewKeys out;
  out.add("root", "root of " + options.origin);
  out.add("service", "commitments of " + options.origin);
  out.add("checkpoint", "checkpoints of " + options.origin);
  for (unsigned i = 1; i <= options.recovery; ++i) {
    out.add("recovery-" + std::to_string(i), "recovery of " + options.origin);
  }
  return out;
}

Status write_keys(const Session& session, const InitOptions& options, const NewKeys& keys) {
  std::error_code error;
  std::filesystem::create_directories(options.keys.folder, error);
  if (error) return ledger::io_error("FILE_WRITE", error.message(), options.keys.folder);
  std::filesystem::permissions(options.keys.folder, std::filesystem::perms::owner_all, error);
  for (const auto& [name, purpose] : keys.purposes) {
    const auto path = std::filesystem::path(options.keys.folder) / (name + ".key");
    if (std::filesystem::exists(path, error)) {
      return ledger::conflict("KEY_FILE_EXISTS", "a key file is never overwritten", path.string());
    }
  }
  const auto passphrase = ask_new_passphrase(session, options.keys);
  if (!passphrase) return passphrase.error();
  for (std::size_t i = 0; i < keys.keys.size(); ++i) {
    const auto& [name, purpose] = keys.purposes[i];
    auto text = ledger::encode_key_file(keys.keys[i], purpose, *passphrase, kdf_cost(options.keys));
    if (!text) return text.error();
    const auto path = std::filesystem::path(options.keys.folder) / (name + ".key");
    if (auto made = ledger::create_key_file(path.string(), *text); !made) return made;
  }
  return Ok{};
}

Result<std::optional<Predecessor>> predecessor_of(const InitOptions& options) {
  if (options.predecessor.source.empty()) return std::optional<Predecessor>();
  auto found = find_predecessor(options.predecessor);
  if (!found) return found.error();
  return std::optional(std::move(*found));
}

Result<api::Genesis> make_genesis(const InitOptions& options, const NewKeys& keys,
                                  const Json& organisation,
                                  const std::optional<Predecessor>& predecessor) {
  api::GenesisRequest request{.origin = options.origin,
                              .organisation = organisation,
                              .zone_minutes = options.zone,
                              .root = &keys.keys[0],
                              .service = &keys.keys[1],
                              .checkpoint = &keys.keys[2],
                              .recovery = {},
                              .recovery_threshold = options.recovery_threshold,
                              .predecessor = {},
                              .rules = options.rules};
  if (predecessor) request.predecessor = predecessor->payload;
  for (std::size_t i = 3; i < keys.keys.size(); ++i) {
    request.recovery.push_back(keys.keys[i].public_key());
  }
  return api::build_genesis(request);
}

/// What was begun.
struct Begun {
  FolderNotes notes;
  std::optional<Predecessor> predecessor;
};

Json predecessor_json(const Predecessor& predecessor) {
  Json out = predecessor.payload;
  out["proven"] = predecessor.continuity != Continuity::kUnproven;
  return out;
}

void report(const Session& session, const InitOptions& options, const Begun& begun,
            const NewKeys& keys) {
  const FolderNotes& notes = begun.notes;
  const auto& predecessor = begun.predecessor;
  const std::string warning = predecessor ? continuity_words(session, *predecessor) : "";
  if (!warning.empty()) session.note(warning);
  if (options.json) {
    Json out = Json::object();
    out["dir"] = options.dir;
    out["origin"] = notes.origin;
    out["ledger_id"] = notes.ledger_id;
    out["vkey"] = notes.vkey;
    out["anchor"] = notes.anchor.string();
    if (predecessor) out["predecessor"] = predecessor_json(*predecessor);
    session.print_json(out);
    return;
  }
  session.print(session.say({"origin     ", "имя        "}) + notes.origin);
  session.print(session.say({"ledger id  ", "номер      "}) + notes.ledger_id);
  session.print(session.say({"vkey       ", "ключ       "}) + notes.vkey);
  session.print(session.say({"anchor     ", "якорь      "}) + notes.anchor.string());
  session.print(session.say({"root key   ", "корень     "}) +
                ledger::key_fingerprint(keys.keys[0].public_key()));
  if (predecessor) {
    session.print(session.say({"succeeds   ", "вместо     "}) +
                  predecessor_words(session, predecessor->payload));
  }
  session.note(
      session.say({"Keep the recovery keys somewhere else than the root key; give the "
                   "vkey to whoever will check the ledger.",
                   "Храните ключи восстановления не там, где корневой; строку ключа "
                   "передайте тем, кто будет проверять журнал."}));
}

Result<Begun> create(const Session& session, const InitOptions& options, NewKeys& keys) {
  auto names = options.names.empty() ? Result<api::Names>(api::Names())
                                     : api::Names::open_to_write(options.names);
  if (!names) return names.error();
  const auto organisation = operator_profile(options, *names);
  if (!organisation) return organisation.error();
  const auto predecessor = predecessor_of(options);
  if (!predecessor) return predecessor.error();
  const auto genesis = make_genesis(options, keys, *organisation, *predecessor);
  if (!genesis) return genesis.error();
  const std::string id = to_hex(genesis->identity.ledger_id);
  const auto anchor = options.anchor.empty()
                          ? ledger::default_anchor_path(id)
                          : Result<std::filesystem::path>(
                                std::filesystem::absolute(options.anchor).lexically_normal());
  if (!anchor) return anchor.error();
  if (auto outside = ledger::check_anchor_outside(*anchor, options.dir); !outside) {
    return outside.error();
  }
  if (auto bound = names->bind(genesis->identity.ledger_id); !bound) return bound.error();
  if (auto written = write_keys(session, options, keys); !written) return written.error();
  if (auto saved = names->save(); !saved) return saved.error();
  std::error_code error;
  std::filesystem::create_directories(options.dir, error);
  if (error) return ledger::io_error("FILE_WRITE", error.message(), options.dir);
  auto created =
      create_ledger(options.dir, *anchor, note_signer(options.origin, keys.keys[2]), *genesis);
  if (!created) return created.error();
  FolderNotes notes{options.origin, id, genesis->vkey, *anchor};
  if (auto written = write_folder_notes(options.dir, notes); !written) return written.error();
  if (auto known = remember_anchor(id, *anchor); !known) return known.error();
  return Begun{std::move(notes), *predecessor};
}

int run(const Session& session, const InitOptions& options) {
  if (auto places = check_places(options); !places) return session.fail(places.error());
  NewKeys keys = generate_keys(options);
  const auto begun = create(session, options, keys);
  if (!begun) return session.fail(begun.error());
  report(session, options, *begun, keys);
  warn_about_memory(session);
  return kExitOk;
}

void add_operator_options(CLI::App& command, const Session& session, InitOptions& options) {
  command
      .add_option("--organisation", options.organisation,
                  session.say({"the operator: a name, or a JSON file with its profile",
                               "оператор: название или файл JSON с его описанием"}))
      ->required();
  command
      .add_option("--category", options.category,
                  session.say({"category of the operator, if a name is given",
                               "категория оператора, если дано название"}))
      ->type_name("NAME");
  command.add_option("--ogrn", options.ogrn, session.say({"its OGRN", "его ОГРН"}));
  command.add_option("--inn", options.inn, session.say({"its INN", "его ИНН"}));
  command
      .add_option("--names", options.names,
                  session.say({"names file, for \"@name\" in the profile",
                               "файл имён, для «@имя» в описании"}))
      ->type_name("FILE");
  command
      .add_option("--zone", options.zone,
                  session.say({"default zone, minutes east of UTC",
                               "часовой пояс по умолчанию, минуты к востоку от UTC"}))
      ->check(CLI::Range(-720, 840));
}

void add_predecessor_options(CLI::App& command, const Session& session, PredecessorAsked& asked) {
  auto* predecessor =
      command.add_option("--predecessor", asked.source,
                         session.say({"what is left of a lost ledger that this one succeeds",
                                      "остатки утраченного журнала, который продолжает этот"}));
  predecessor->type_name("SOURCE");
  command
      .add_option("--last-checkpoint", asked.last_checkpoint,
                  session.say({"its last published checkpoint (its anchor, if not given)",
                               "его последняя контрольная точка (если не дана — из якоря)"}))
      ->type_name("FILE")
      ->needs(predecessor);
  command
      .add_option("--consistency", asked.consistency,
                  session.say({"bundle, tiles, address or request to a witness that proves this "
                               "checkpoint to continue what is left",
                               "набор, плитки, адрес или запрос к свидетелю: доказательство, что "
                               "эта точка продолжает остатки"}))
      ->type_name("SOURCE")
      ->needs(predecessor);
  command
      .add_option(
          "--trust", asked.trust,
          session.say({"trust file of the lost ledger, for log keys later than what is left",
                       "файл доверия утраченного журнала: его ключи, новее остатков"}))
      ->type_name("FILE")
      ->needs(predecessor);
}

}  // namespace

void add_init(CLI::App& root, Session& session) {
  auto options = std::make_shared<InitOptions>();
  CLI::App& command = add_command(root, session, "init",
                                  {"create a ledger and its keys", "создать журнал и ключи"});
  command.add_option("DIR", options->dir, session.say({"folder to create", "какую папку создать"}))
      ->required();
  command
      .add_option("--origin", options->origin,
                  session.say({"the log's name, like ledger.example/audit",
                               "имя журнала, например ledger.example/audit"}))
      ->required();
  add_key_options(command, session, options->keys);
  command.get_option("--keys")->required();
  add_cost_option(command, session, options->keys);
  add_operator_options(command, session, *options);
  command
      .add_option("--recovery", options->recovery,
                  session.say({"number of recovery keys", "число ключей восстановления"}))
      ->check(CLI::Range(1, 16));
  command
      .add_option("--recovery-k", options->recovery_threshold,
                  session.say({"how many of them are needed", "сколько из них нужно"}))
      ->check(whole_number(1, 16));
  command
      .add_option("--anchor", options->anchor,
                  session.say({"file outside the folder for the newest checkpoint",
                               "файл вне папки для последней контрольной точки"}))
      ->type_name("PATH");
  command
      .add_option("--rules", options->rules,
                  session.say({"version of the rules (the newest, if not given)",
                               "версия правил (новейшая, если не дана)"}))
      ->check(CLI::Range(projections::kFirstRulesVersion, projections::kRulesVersion));
  add_predecessor_options(command, session, options->predecessor);
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
