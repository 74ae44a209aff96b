// SPDX-License-Identifier: Apache-2.0
#include "api/author.h"

#include <optional>

#include "api/event_json.h"
#include "api/event_json_schema.h"
#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/message.h"
#include "projections/pd_linter.h"
#include "projections/text_form.h"

namespace api {

using ledger::Body;
using ledger::Error;
using ledger::Hash;
using ledger::invalid;
using ledger::Ok;
using ledger::PublicKey;
using ledger::Result;
using ledger::Status;
using ledger::Subject;

namespace {

std::string enum_name(std::string_view enumeration, std::int64_t number) {
  for (const JsonEnum& candidate : json_schema().enums) {
    if (candidate.name != enumeration) continue;
    const auto* value = candidate.find(number);
    if (value != nullptr) return value->name;
  }
  return {};
}

Json record_capacity(const ledger::KeyRecord& record) {
  Json out = Json::object();
  if (record.organisation) out["organisation"] = to_hex(*record.organisation);
  out["role"] = enum_name("Role", static_cast<std::int64_t>(record.role));
  if (record.seat) out["seat"] = to_hex(*record.seat);
  return out;
}

/// A text member of the payload; empty if there is none.
std::string payload_text(const Json& event, const char* member) {
  const auto payload = event.find("payload");
  if (payload == event.end() || !payload->is_object()) return {};
  const auto found = payload->find(member);
  return found != payload->end() && found->is_string() ? found->get<std::string>() : "";
}

std::string payload_type(const Json& event) {
  const auto type = event.find("payload_type");
  return type != event.end() && type->is_string() ? type->get<std::string>() : "";
}

/// The JSON without the names in it, whose hash could be guessed.
Json without_names(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return text.starts_with(kSecretPrefix) ? Json(kSecretPrefix) : value;
  }
  if (!value.is_structured()) return value;
  Json out = value;
  for (auto& member : out) member = without_names(member);
  return out;
}

Result<PublicKey> key_in(const Json& signer) {
  const auto key = signer.is_object() ? signer.find("key") : signer.end();
  if (!signer.is_object() || key == signer.end() || !key->is_string()) {
    return invalid("MISSING_FIELD", "a signer has a key");
  }
  return ledger::fixed_from_hex<PublicKey>(key->get_ref<const std::string&>());
}

}  // namespace

Json subject_to_json(const Subject& subject) {
  Json out = Json::object();
  out["kind"] = enum_name("SubjectKind", static_cast<std::int64_t>(subject.kind));
  out["id"] = to_hex(subject.id);
  return out;
}

/// One event on its way: its JSON, completed step by step, and what its names stand for.
class Author::Draft : public NameSource {
 public:
  Draft(Author& author, Json event) : author_(&author), event_(std::move(event)) {}

  /// Takes "@name", "@signer", "@cosigners" and "@comment" out of the event.
  Status take_directions();
  /// Fills in and expands everything but the subjects.
  Status complete(const NamedEvent& kept);
  /// The strict body, with its subjects.
  Result<Body> build();
  Result<ledger::SignedEvent> sign(const Body& body, const std::string& message) const;

  const std::string& name() const { return name_; }
  /// Completed as far as the steps have gone.
  const Json& event() const { return event_; }
  const NamedEvent& kept() const { return kept_; }

  Result<std::string> id_named(const std::string& name) override {
    return to_hex(author_->options_.names->id(name));
  }
  Result<std::string> digest_named(const std::string& name) override;
  Result<std::string> key_named(const std::string& name) override;
  Result<std::string> random_for(const std::string& pointer) override;
  Result<std::string> commitment_for(const std::string& pointer, const ledger::Id& person,
                                     const std::string& name) override;

 private:
  Status take_text(const char* member, std::string& out);
  Status fill_author();
  Status fill_cosigners();
  Status fill_capacity(Json& signer, const std::string& pointer);

  Author* author_;
  Json event_;
  std::string name_;
  std::string signer_;
  std::vector<std::string> cosigners_;
  NamedEvent kept_;
};

struct Author::Built {
  Draft draft;
  Body body;
  std::string message;
  Hash digest;
};

Status Author::Draft::take_text(const char* member, std::string& out) {
  const auto found = event_.find(member);
  if (found == event_.end()) return Ok{};
  if (!found->is_string()) {
    return invalid("WRONG_TYPE", "expected a text", pointer_to("", member));
  }
  out = found->get<std::string>();
  event_.erase(member);
  return Ok{};
}

Status Author::Draft::take_directions() {
  if (!event_.is_object()) {
    return invalid("BAD_EVENT", "an event is a JSON object", "событие — это объект JSON", {});
  }
  if (auto done = take_text("@name", name_); !done) return done;
  if (!name_.empty() && !is_local_name(name_)) {
    return invalid("BAD_NAME", "a name has 1 to 100 characters without spaces, ':' and '@'",
                   "в имени от 1 до 100 знаков, без пробелов, «:» и «@»", "/@name");
  }
  if (auto done = take_text("@signer", signer_); !done) return done;
  event_.erase("@comment");
  const auto found = event_.find("@cosigners");
  if (found == event_.end()) return Ok{};
  for (const Json& name : *found) {
    if (!found->is_array() || !name.is_string()) {
      return invalid("WRONG_TYPE", "expected an array of names of keys", "/@cosigners");
    }
    cosigners_.push_back(name.get<std::string>());
  }
  event_.erase("@cosigners");
  return Ok{};
}

Result<std::string> Author::Draft::digest_named(const std::string& name) {
  const NamedEvent* event = author_->options_.names->event(name);
  if (event == nullptr) {
    return invalid("UNKNOWN_EVENT_NAME", "no event before this one is named " + name,
                   "выше нет события с именем " + name, "");
  }
  return to_hex(event->digest);
}

Result<std::string> Author::Draft::key_named(const std::string& name) {
  const auto key = author_->options_.keys->public_key(name);
  if (!key) return key.error();
  return to_hex(*key);
}

Result<std::string> Author::Draft::random_for(const std::string& pointer) {
  const auto [it, is_new] = kept_.random.try_emplace(pointer);
  if (is_new) it->second = to_hex(random_hash());
  return it->second;
}

/// A retry finds the salt in the vault; the names file keeps the commitment alone.
Result<std::string> Author::Draft::commitment_for(const std::string& pointer,
                                                  const ledger::Id& person,
                                                  const std::string& name) {
  const ledger::Vault* vault = author_->options_.vault;
  if (vault == nullptr) return NameSource::commitment_for(pointer, person, name);
  const std::string field = path_of_pointer(pointer);
  const auto kept = kept_.random.find(pointer);
  if (kept != kept_.random.end()) {
    const auto before = ledger::fixed_from_hex<Hash>(kept->second);
    if (!before) return before.error();
    auto opened = vault->open_value(person, *before, field);
    const bool erased = !opened && opened.error().reason == "PERSON_ERASED";
    if (erased) return kept->second;
    if (opened && opened->value.view() == name) {
      author_->openings_.push_back({*before, std::move(*opened)});
      return kept->second;
    }
  }
  if (vault->state(person) == ledger::PersonState::kErased) {
    return ledger::Error{
        ledger::ErrorCode::kRefused, "PERSON_ERASED",
        "the data of " + to_hex(person) + " were destroyed: a name is kept under another reference",
        field,
        "сведения о лице " + to_hex(person) +
            " уничтожены: имя хранят под другой ссылкой (в форме: ссылка = …)"};
  }
  ledger::Opening opening{field, person, ledger::random_salt(), ledger::SecretBytes::copy_of(name)};
  const Hash commitment =
      ledger::commit({author_->identity_.ledger_id, person, field}, name, opening.salt);
  author_->openings_.push_back({commitment, std::move(opening)});
  return kept_.random[pointer] = to_hex(commitment);
}

Status Author::Draft::complete(const NamedEvent& kept) {
  kept_ = kept;
  auto expanded = expand_author_form(event_, *this, author_->folder_);
  if (!expanded) return expanded;
  if (!event_.contains("schema_version")) event_["schema_version"] = ledger::kSchemaVersion;
  if (!event_.contains("event_id")) event_["event_id"] = to_hex(kept_.event_id);
  if (!event_.contains("dates")) event_["dates"] = Json::object();
  if (!event_.contains("attestation")) event_["attestation"] = {{"grade", "SELF"}};
  if (!event_.contains("seen")) {
    event_["seen"] = {{"size", kept_.seen.size}, {"root", to_hex(kept_.seen.root)}};
  }
  if (auto done = fill_author(); !done) return done;
  return fill_cosigners();
}

Status Author::Draft::fill_author() {
  Json& author = event_["author"];
  if (author.is_null()) author = Json::object();
  if (!author.is_object()) return invalid("WRONG_TYPE", "expected an object", "/author");
  if (!author.contains("key")) {
    const std::string& name = signer_.empty() ? author_->options_.signer : signer_;
    if (name.empty()) {
      return invalid("NO_SIGNER", "nothing says which key signs: @signer, author.key or --signer",
                     "не сказано, какой ключ подписывает: @signer, author.key или --signer",
                     "/author");
    }
    const auto key = author_->options_.keys->public_key(name);
    if (!key) return key.error();
    author["key"] = to_hex(*key);
  }
  return fill_capacity(author, "/author");
}

Status Author::Draft::fill_cosigners() {
  const auto given = event_.find("cosigners");
  if (given != event_.end() && !cosigners_.empty()) {
    return invalid("BAD_EVENT", "either cosigners or @cosigners", "/cosigners");
  }
  if (given != event_.end() && given->is_array()) {
    for (std::size_t i = 0; i < given->size(); ++i) {
      if (!(*given)[i].is_object()) continue;
      auto done = fill_capacity((*given)[i], pointer_to("/cosigners", i));
      if (!done) return done;
    }
  }
  if (cosigners_.empty()) return Ok{};
  std::map<std::string, Json> by_key;
  for (const std::string& name : cosigners_) {
    const auto key = author_->options_.keys->public_key(name);
    if (!key) return key.error();
    Json signer = {{"key", to_hex(*key)}};
    if (auto done = fill_capacity(signer, "/@cosigners"); !done) return done;
    by_key[to_hex(*key)] = std::move(signer);
  }
  event_["cosigners"] = Json::array();
  for (auto& [key, signer] : by_key) event_["cosigners"].push_back(std::move(signer));
  return Ok{};
}

Status Author::Draft::fill_capacity(Json& signer, const std::string& pointer) {
  if (signer.contains("capacity")) return Ok{};
  const auto key = key_in(signer);
  if (!key) {
    return invalid(key.error().reason, key.error().message, key.error().russian, pointer + "/key");
  }
  auto capacity = author_->capacity_of(*key, event_);
  if (!capacity) {
    Error error = capacity.error();
    error.where = pointer;
    return error;
  }
  signer["capacity"] = std::move(*capacity);
  return Ok{};
}

Result<Body> Author::Draft::build() {
  const bool given = event_.contains("subjects");
  // Which subjects a body implies is read from a body; any lawful ones do for that.
  if (!given) {
    event_["subjects"] = Json::array({subject_to_json({ledger::SubjectKind::kRegistry, {}})});
  }
  auto bytes = body_from_json(event_);
  if (!bytes) return bytes.error();
  auto body = ledger::check_body(*bytes);
  if (!body || given) return body;
  const auto inherited = author_->inherited_subjects(*body);
  if (!inherited) return inherited.error();
  const auto subjects = ledger::implied_subjects(*body, *inherited);
  if (subjects.size() > ledger::kSubjectsMax) {
    return invalid("TOO_MANY_SUBJECTS",
                   "the event is about " + std::to_string(subjects.size()) + " things, at most " +
                       std::to_string(ledger::kSubjectsMax) + " are possible: split it");
  }
  event_["subjects"] = Json::array();
  for (const Subject& subject : subjects) event_["subjects"].push_back(subject_to_json(subject));
  bytes = body_from_json(event_);
  if (!bytes) return bytes.error();
  return ledger::check_body(*bytes);
}

Result<ledger::SignedEvent> Author::Draft::sign(const Body& body,
                                                const std::string& message) const {
  std::vector<PublicKey> signers{body.author().key};
  for (const auto& cosigner : body.cosigners()) signers.push_back(cosigner.key);
  ledger::SignedEvent out{std::string(body.bytes()), {}};
  for (const PublicKey& key : signers) {
    if (author_->options_.unsigned_only) {
      out.signatures.emplace_back();
      continue;
    }
    const auto name = author_->options_.keys->name_of(key);
    if (!name && author_->options_.may_lack_keys) {
      out.signatures.emplace_back();
      continue;
    }
    if (!name) {
      return ledger::not_found("NO_KEY", "there is no key file for " + to_hex(key),
                               "нет файла ключа " + to_hex(key), "");
    }
    const auto signing_key = author_->options_.keys->unlock(*name);
    if (!signing_key) return signing_key.error();
    out.signatures.push_back((*signing_key)->sign(message));
  }
  return out;
}

Result<Author> Author::create(const AuthorOptions& options) {
  Author out(options);
  auto identity = options.ledger->identity();
  if (!identity) return identity.error();
  if (auto seen = out.see_newest(); !seen) return seen.error();
  if (auto bound = options.names->bind(identity->ledger_id); !bound) return bound.error();
  if (options.vault != nullptr && options.vault->ledger_id() != identity->ledger_id) {
    return ledger::conflict(
        "OTHER_LEDGER", "the vault belongs to the ledger " + to_hex(options.vault->ledger_id()));
  }
  out.identity_ = std::move(*identity);
  return out;
}

Status Author::see_newest() {
  const auto newest = options_.ledger->newest();
  if (!newest) return newest.error();
  seen_ = *newest;
  return Ok{};
}

Result<std::vector<PreparedBatch>> Author::prepare(const JsonText& text,
                                                   const std::filesystem::path& folder) {
  folder_ = folder;
  std::vector<PreparedBatch> out;
  const bool many = text.value.is_array();
  for (std::size_t i = 0; i < (many ? text.value.size() : 1); ++i) {
    auto batch = prepare_batch(text, many ? text.value[i] : text.value,
                               many ? pointer_to("", i) : std::string());
    if (!batch) return batch.error();
    out.push_back(std::move(*batch));
  }
  return out;
}

Result<PreparedBatch> Author::prepare_batch(const JsonText& text, const Json& value,
                                            const std::string& pointer) {
  PreparedBatch out;
  if (!value.is_object() || !value.contains("@batch")) {
    auto event = prepare_event(text, value, pointer);
    if (!event) return event.error();
    out.push_back(std::move(*event));
    return out;
  }
  const Json& events = value["@batch"];
  const std::string inside = pointer_to(pointer, "@batch");
  if (value.size() != 1 || !events.is_array() || events.empty()) {
    return text.locate(
        invalid("BAD_BATCH", "{\"@batch\": [event, …]} has no other members and is not empty",
                "в {\"@batch\": [событие, …]} нет других полей, и список не пуст", inside));
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto event = prepare_event(text, events[i], pointer_to(inside, i));
    if (!event) return event.error();
    out.push_back(std::move(*event));
  }
  return out;
}

std::string Author::derived_name(const Json& event) {
  const std::string digest = to_hex(ledger::sha256(without_names(event).dump())).substr(0, 32);
  const unsigned count = ++derived_names_[digest];
  return "#" + digest + (count == 1 ? "" : "-" + std::to_string(count));
}

Result<PreparedEvent> Author::prepare_event(const JsonText& text, const Json& value,
                                            const std::string& pointer) {
  const auto fail = [&](Error error) {
    // What is wrong with the event itself is told of its field, not of a place in the JSON.
    const std::string field = error.where.starts_with('/') ? "" : error.where;
    error.where = field.empty() ? pointer + error.where : pointer;
    error = text.locate(std::move(error));
    if (!field.empty()) error.where += ": " + field;
    return error;
  };
  Draft draft(*this, in_normal_form(value));
  if (auto taken = draft.take_directions(); !taken) return fail(taken.error());
  PreparedEvent out;
  out.name = draft.name().empty() ? derived_name(value) : draft.name();
  out.where = text.source + ":" + std::to_string(text.line_of(pointer));
  if (!names_used_.insert(out.name).second) {
    return fail(invalid("EVENT_NAME_REPEATED", "two events are named " + out.name, "/@name"));
  }
  auto built = build(draft, out.name);
  if (!built) return fail(built.error());
  if (auto clear = projections::check_personal_data(built->body); !clear) {
    return fail(clear.error());
  }
  if (auto seen = projections::check_text_form(built->body); !seen) return fail(seen.error());
  for (const auto& field : projections::personal_data_in(built->body)) {
    const bool address = field.mark.kind == projections::PersonalDataKind::kHiddenEmail;
    out.warnings.push_back(field.where +
                           (address ? ": looks like an e-mail address; these belong into the vault"
                                    : ": looks like a person's name; names belong into the vault"));
  }
  auto event = built->draft.sign(built->body, built->message);
  if (!event) return fail(event.error());
  out.payload_type = built->body.payload_name();
  out.digest = built->digest;
  out.event = std::move(*event);
  out.openings = std::move(openings_);
  learn(*built);
  NamedEvent kept = built->draft.kept();
  kept.event_id = built->body.event_id();
  kept.seen = built->body.seen();
  kept.digest = built->digest;
  options_.names->put_event(out.name, std::move(kept));
  return out;
}

Result<Author::Built> Author::build(const Draft& draft, const std::string& name) {
  const NamedEvent* known = options_.names->event(name);
  if (known == nullptr) return build_from(draft, {random_id(), {}, seen_, {}});
  auto again = build_from(draft, *known);
  if (!again || again->digest == known->digest) return again;
  const auto recorded = options_.ledger->subjects_of(known->digest);
  if (!recorded) return recorded.error();
  if (*recorded) {
    return ledger::conflict("EVENT_NAME_TAKEN",
                            "the ledger has recorded " + name + " with other content, as " +
                                to_hex(known->digest) + "; a correction is an EventCorrected",
                            "/@name");
  }
  return build_from(draft, {known->event_id, {}, seen_, known->random});
}

Result<Author::Built> Author::build_from(Draft draft, const NamedEvent& kept) {
  openings_.clear();
  if (auto done = draft.complete(kept); !done) return done.error();
  auto body = draft.build();
  if (!body) return body.error();
  std::string message =
      ledger::signed_message(identity_.origin, identity_.ledger_id, body->bytes());
  const Hash digest = ledger::event_digest(message);
  return Built{std::move(draft), std::move(*body), std::move(message), digest};
}

Result<Json> Author::capacity_of(const PublicKey& key, const Json& event) {
  const std::string hex = to_hex(key);
  // Also of a key that is known already: the ledger says then that it is.
  const bool introduced =
      payload_type(event) == "KeyIntroduced" && payload_text(event, "key") == hex;
  if (introduced && event["payload"].contains("capacity")) return event["payload"]["capacity"];
  if (const auto found = capacities_.find(key); found != capacities_.end()) return found->second;
  const auto record = options_.ledger->key(key);
  if (!record) return record.error();
  if (*record) return record_capacity(**record);
  if (payload_text(event, "new_key") == hex) {
    const auto old_key = ledger::fixed_from_hex<PublicKey>(payload_text(event, "old_key"));
    if (old_key && *old_key != key) return capacity_of(*old_key, event);
  }
  return invalid("KEY_UNKNOWN",
                 "the ledger does not know the key " + hex + ", so its capacity has to be given",
                 "журнал не знает ключа " + hex + ": укажите, в каком качестве он подписывает", "");
}

Result<std::vector<Subject>> Author::inherited_subjects(const Body& body) {
  std::vector<Subject> out;
  for (const ledger::Reference& reference : body.refs()) {
    if (reference.inherit == ledger::Inherit::kNothing) continue;
    std::optional<std::vector<Subject>> subjects;
    if (const auto found = subjects_.find(reference.digest); found != subjects_.end()) {
      subjects = found->second;
    } else {
      auto recorded = options_.ledger->subjects_of(reference.digest);
      if (!recorded) return recorded.error();
      subjects = std::move(*recorded);
    }
    if (!subjects) {
      return invalid("UNKNOWN_REFERENCE",
                     "the ledger has no event with the digest " + to_hex(reference.digest),
                     pointer_of_path(reference.where));
    }
    for (const Subject& subject : *subjects) {
      const bool document = subject.kind == ledger::SubjectKind::kDocument;
      if (document || reference.inherit == ledger::Inherit::kAll) out.push_back(subject);
    }
  }
  return out;
}

void Author::learn(const Built& built) {
  const Json& event = built.draft.event();
  subjects_[built.digest] = built.body.subjects();
  const bool introduced = payload_type(event) == "KeyIntroduced";
  const std::string hex = payload_text(event, introduced ? "key" : "new_key");
  const auto key = ledger::fixed_from_hex<PublicKey>(hex);
  if (!key) return;
  if (auto capacity = capacity_of(*key, event)) capacities_[*key] = std::move(*capacity);
}

}  // namespace api
