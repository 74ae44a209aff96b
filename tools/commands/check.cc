// SPDX-License-Identifier: Apache-2.0
// letopis check: a receipt or a completeness proof against a trust file or a public key, without
// any ledger. Without a key the receipt can only be consistent in itself, and that is not success
// unless it was asked for.
#include <unistd.h>

#include <filesystem>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/entry.h"
#include "ledger/event_check.h"
#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/message.h"
#include "ledger/pinned_organisations.h"
#include "ledger/tlog_proof.h"
#include "tools/check_answer.h"
#include "tools/commands/commands.h"
#include "tools/complete_proof.h"
#include "tools/event_text.h"
#include "tools/printable.h"
#include "tools/trust_options.h"

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

struct CheckOptions {
  std::string proof;
  std::string entry;
  std::string vkey;
  std::string ledger_id;
  std::string trust;
  std::vector<std::string> receipts;
  bool witnessed = false;
  bool unanchored = false;
  bool json = false;
};

/// What the files hold, before anything is believed.
struct Evidence {
  std::string entry;
  ledger::TlogProof proof;
};

struct Verdict {
  ledger::Checkpoint checkpoint;
  bool signed_by_key = false;
  ledger::Anchoring anchoring;
  bool signatures_checked = false;
  std::vector<std::string> other_keys = {};  ///< organisations that signed by a key not pinned
};

/// `text`: what the proof's file holds.
Result<Evidence> read_evidence(const CheckOptions& options, const std::string& text) {
  auto proof = ledger::parse_tlog_proof(text);
  if (!proof) return evidence_error(proof.error(), options.proof);
  if (options.proof == "-" && options.entry.empty()) {
    return ledger::invalid("WRONG_USAGE",
                           "nothing lies beside standard input; name the entry with --entry FILE",
                           "--entry");
  }
  std::filesystem::path beside = options.proof;  // where the entry lies
  beside.replace_extension(".entry");
  if (!options.entry.empty()) beside = options.entry;
  // One that only lies there was named by nobody.
  if (options.entry.empty()) {
    if (auto ordinary = api::check_ordinary_file(beside); !ordinary) return ordinary.error();
  }
  auto entry = api::read_file(beside, ledger::kEntryBytesMax);
  if (!entry) return entry.error();
  if (entry->empty()) {
    return evidence_error(ledger::invalid("EMPTY_ENTRY", "the entry is empty"), beside.string());
  }
  return Evidence{std::move(*entry), std::move(*proof)};
}

Result<Verdict> check_against_key(const Evidence& evidence, const ledger::VerifierKey& key) {
  const auto verifier = ledger::CheckpointVerifier::create(key.name, {{key, std::nullopt}}, {});
  if (!verifier) return verifier.error();
  const auto opened =
      ledger::verify_tlog_proof(evidence.proof, ledger::leaf_hash(evidence.entry), *verifier);
  if (!opened) return evidence_error(opened.error());
  return Verdict{opened->checkpoint, true, {ledger::AnchoringLevel::kSigned, 0, 0}, false};
}

Result<Verdict> check_in_itself(const Evidence& evidence) {
  const auto note = ledger::parse_note(evidence.proof.checkpoint);
  const auto checkpoint =
      note ? ledger::parse_checkpoint(note->text) : Result<ledger::Checkpoint>(note.error());
  if (!checkpoint) return evidence_error(checkpoint.error());
  auto included = ledger::verify_inclusion(ledger::leaf_hash(evidence.entry), evidence.proof.index,
                                           checkpoint->size, evidence.proof.path, checkpoint->root);
  if (!included) return evidence_error(included.error());
  return Verdict{*checkpoint, false, {}, false};
}

/// The signatures of the event itself, which bind the ledger's id.
Status check_signatures(const Evidence& evidence, const std::string& ledger_id, Verdict& verdict) {
  const auto id = ledger::fixed_from_hex<ledger::Hash>(ledger_id);
  if (!id) return id.error();
  const auto entry = ledger::parse_entry(evidence.entry);
  if (!entry) return evidence_error(entry.error());
  const bool genesis = evidence.proof.index == 0;
  if (genesis && ledger::ledger_id_of(entry->body) != *id) {
    return ledger::corrupt("WRONG_LEDGER", "the first event is not the genesis of that ledger");
  }
  const auto checked =
      ledger::check_event({verdict.checkpoint.origin, genesis ? ledger::Hash{} : *id},
                          {std::string(entry->body), entry->signatures});
  if (!checked) return evidence_error(checked.error());
  verdict.signatures_checked = true;
  return Ok{};
}

/// The organisations in whose name the event was signed by a key that the trust file does not have
/// for them, though it has others. One that came later is as likely as a false one, and a receipt
/// does not tell which.
std::vector<std::string> organisations_by_other_keys(const Evidence& evidence,
                                                     const ledger::Trust& trust) {
  std::vector<std::string> out;
  const auto entry = ledger::parse_entry(evidence.entry);
  const auto body = entry ? ledger::check_body(entry->body) : Result<ledger::Body>(entry.error());
  if (!body) return out;
  std::vector<ledger::Signer> signers = body->cosigners();
  signers.insert(signers.begin(), body->author());
  for (const ledger::Signer& signer : signers) {
    std::string name;
    bool pinned = false;
    for (const ledger::TrustedOrganisation& one : trust.organisations) {
      if (one.organisation != signer.organisation) continue;
      if (name.empty()) name = ledger::pinned_name(one);
      pinned = pinned || one.key == signer.key;
    }
    if (!name.empty() && !pinned) out.push_back(std::move(name));
  }
  return out;
}

std::string verdict_word(const Verdict& verdict) { return anchoring_text(verdict.anchoring); }

void print_verdict(const Session& session, const Evidence& evidence, const Verdict& verdict,
                   bool json) {
  const auto event = api::recorded_event_to_json({verdict.checkpoint.origin, {}},
                                                 {evidence.proof.index, evidence.entry});
  if (json) {
    Json out = Json::object();
    out["ok"] = verdict.signed_by_key;
    out["verdict"] = verdict_word(verdict);
    out["proves"] = "inclusion";
    out["origin"] = verdict.checkpoint.origin;
    out["index"] = evidence.proof.index;
    out["size"] = verdict.checkpoint.size;
    out["event_signatures_checked"] = verdict.signatures_checked;
    out["organisations_by_other_keys"] = verdict.other_keys;
    if (event) out["body"] = (*event)["body"];
    return session.print_json(out);
  }
  const std::string place = verdict.checkpoint.origin + ": " + session.say({"event ", "событие "}) +
                            std::to_string(evidence.proof.index) +
                            session.say({" of a log of ", " журнала из "}) +
                            std::to_string(verdict.checkpoint.size);
  session.print(place);
  if (event) {
    const Json& body = (*event)["body"];
    const std::string type = body["payload_type"].get<std::string>();
    const std::string about = headline(body);
    session.print(type + "  " + type_title(type, session.language) +
                  (about.empty() ? "" : ": " + about));
  }
  const std::string line =
      verdict.signed_by_key
          ? session.say({"The entry is in the log; the checkpoint is signed by the key given.",
                         "Запись есть в журнале; контрольная точка подписана данным ключом."}) +
                " (" + verdict_word(verdict) + ")"
          : session.say({"Consistent in itself, not anchored: no key was given (--vkey).",
                         "Внутренне непротиворечиво, но ни к чему не привязано: ключ не дан "
                         "(--vkey)."});
  session.print(session.paint(STDOUT_FILENO, verdict.signed_by_key ? "32" : "33", line));
  for (const std::string& name : verdict.other_keys) {
    session.print(printable(name) +
                  session.say({": signed by a key that the trust file does not have, which has "
                               "others of it; whose it is only the log tells: audit it, or ask for "
                               "a completeness proof of the organisation",
                               ": подписано ключом, которого нет в файле доверия, хотя другие её "
                               "ключи там есть; чей он, скажет только журнал: проверьте его или "
                               "попросите доказательство полноты об организации"}));
  }
}

/// A receipt against a trust file: the checkpoint, the inclusion, and the event's own signatures
/// for the pinned ledger.
int check_receipt(const Session& session, const CheckOptions& options, const std::string& text,
                  const ledger::Trust& trust) {
  const auto evidence = read_evidence(options, text);
  if (!evidence) return fail_check(session, options.json, evidence.error());
  const auto opened = ledger::open_checkpoint(trust, evidence->proof.checkpoint);
  if (!opened) {
    return fail_check(session, options.json, evidence_error(opened.error()));
  }
  const ledger::Checkpoint& checkpoint = opened->opened.checkpoint;
  auto included =
      ledger::verify_inclusion(ledger::leaf_hash(evidence->entry), evidence->proof.index,
                               checkpoint.size, evidence->proof.path, checkpoint.root);
  if (!included) {
    return fail_check(session, options.json, evidence_error(included.error()));
  }
  Verdict verdict{checkpoint, true, opened->anchoring, false};
  auto checked = check_signatures(*evidence, to_hex(trust.ledger_id), verdict);
  if (!checked) return fail_check(session, options.json, checked.error());
  verdict.other_keys = organisations_by_other_keys(*evidence, trust);
  if (options.witnessed && opened->anchoring.level != ledger::AnchoringLevel::kWitnessed) {
    return fail_check(session, options.json, not_witnessed(opened->anchoring));
  }
  print_verdict(session, *evidence, verdict, options.json);
  return kExitOk;
}

/// The event of a receipt that holds under the trust file.
Result<KnownEvent> known_event(const std::string& receipt, const ledger::Trust& trust) {
  CheckOptions options;
  options.proof = receipt;
  const auto text = api::read_file(receipt, ledger::kCompletenessBytesMax);
  if (!text) return text.error();
  auto evidence = read_evidence(options, *text);
  if (!evidence) return evidence.error();
  const auto opened = ledger::open_checkpoint(trust, evidence->proof.checkpoint);
  if (!opened) return evidence_error(opened.error(), receipt);
  const ledger::Checkpoint& checkpoint = opened->opened.checkpoint;
  auto included =
      ledger::verify_inclusion(ledger::leaf_hash(evidence->entry), evidence->proof.index,
                               checkpoint.size, evidence->proof.path, checkpoint.root);
  if (!included) return evidence_error(included.error(), receipt);
  return KnownEvent{evidence->proof.index, std::move(evidence->entry), checkpoint};
}

/// A completeness proof names its ledger and holds its entries: only a trust file says whether to
/// believe it, and nothing that is given is left unused.
Status check_proof_options(const CheckOptions& options) {
  const std::string unused = !options.vkey.empty()        ? "--vkey"
                             : !options.ledger_id.empty() ? "--ledger-id"
                             : !options.entry.empty()     ? "--entry"
                                                          : "";
  if (unused.empty()) return Ok{};
  return ledger::invalid("WRONG_USAGE",
                         unused + " says nothing about a completeness proof; give --trust", unused);
}

int run(const Session& session, const CheckOptions& options) {
  const auto trust = read_trust(options.trust);
  if (!trust) return fail_check(session, options.json, trust.error());
  std::error_code failed;
  if (std::filesystem::is_directory(options.proof, failed)) {
    return fail_check(
        session, options.json,
        ledger::invalid("WRONG_USAGE",
                        "this is a folder, and a proof is a file; ledgers and bundles "
                        "are checked by letopis audit",
                        options.proof));
  }
  const auto bytes = read_file_or_input(options.proof, ledger::kCompletenessBytesMax);
  if (!bytes) return fail_check(session, options.json, bytes.error());
  if (is_completeness_proof(*bytes)) {
    if (auto used = check_proof_options(options); !used) {
      return fail_check(session, options.json, used.error());
    }
    ProofCheck how{
        *trust ? &**trust : nullptr, options.unanchored, options.witnessed, options.json, {}};
    for (const std::string& receipt : options.receipts) {
      auto known = known_event(receipt, **trust);
      if (!known) return fail_check(session, options.json, known.error());
      how.known.push_back(std::move(*known));
    }
    return check_completeness_file(session, *bytes, how);
  }
  if (!options.receipts.empty()) {
    return fail_check(
        session, options.json,
        ledger::invalid("WRONG_USAGE", "--receipt is for a completeness proof; this is a receipt",
                        "--receipt"));
  }
  if (*trust) return check_receipt(session, options, *bytes, **trust);
  const auto key = options.vkey.empty() ? Result<ledger::VerifierKey>(ledger::VerifierKey{})
                                        : ledger::parse_vkey(options.vkey);
  if (!key) return fail_check(session, options.json, key.error());
  const auto evidence = read_evidence(options, *bytes);
  if (!evidence) return fail_check(session, options.json, evidence.error());
  auto verdict =
      options.vkey.empty() ? check_in_itself(*evidence) : check_against_key(*evidence, *key);
  if (!verdict) return fail_check(session, options.json, verdict.error());
  if (!ledger::is_origin(verdict->checkpoint.origin)) {
    return fail_check(session, options.json,
                      ledger::corrupt("BAD_ORIGIN", "the checkpoint is of no ledger of this kind"));
  }
  if (!options.ledger_id.empty()) {
    auto checked = check_signatures(*evidence, options.ledger_id, *verdict);
    if (!checked) return fail_check(session, options.json, checked.error());
  }
  print_verdict(session, *evidence, *verdict, options.json);
  return verdict->signed_by_key || options.unanchored ? kExitOk : kExitUsage;
}

}  // namespace

void add_check(CLI::App& root, Session& session) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App& command = add_command(root, session, "check",
                                  {"check a receipt offline, without any ledger",
                                   "проверить доказательство без журнала и сети"});
  command
      .add_option("PROOF", options->proof,
                  session.say({"a .tlog-proof or .letopis-proof file; - is standard input",
                               "файл .tlog-proof или .letopis-proof; - это стандартный ввод"}))
      ->required();
  command
      .add_option("--entry", options->entry,
                  session.say({"the entry, if it does not lie beside the proof",
                               "запись, если она не лежит рядом"}))
      ->type_name("FILE");
  command
      .add_option("--trust", options->trust,
                  session.say({"trust file, from somebody you trust",
                               "файл доверия, от того, кому вы доверяете"}))
      ->type_name("FILE");
  command
      .add_option("--receipt", options->receipts,
                  session.say({"of a proof: this receipt's event must be in it, or the ledger lied",
                               "о доказательстве: событие этой квитанции должно быть в нём, иначе "
                               "журнал солгал"}))
      ->type_name("FILE")
      ->needs("--trust");
  command
      .add_flag("--witnessed", options->witnessed,
                session.say({"fail unless the trust file's quorum of witnesses cosigned",
                             "успех только при кворуме свидетелей из файла доверия"}))
      ->needs("--trust");
  command
      .add_option("--vkey", options->vkey,
                  session.say({"the log's public key, from somebody you trust",
                               "открытый ключ журнала, от того, кому вы доверяете"}))
      ->excludes("--trust");
  command
      .add_option("--ledger-id", options->ledger_id,
                  session.say({"also check the event's own signatures, for this ledger",
                               "проверить и подписи самого события, для этого журнала"}))
      ->type_name("HEX")
      ->excludes("--trust");
  command.add_flag("--unanchored", options->unanchored,
                   session.say({"without a key, success if it is consistent in itself",
                                "без ключа считать успехом внутреннюю непротиворечивость"}));
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
