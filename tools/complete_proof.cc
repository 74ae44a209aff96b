// SPDX-License-Identifier: Apache-2.0
#include "tools/complete_proof.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/tlog_proof.h"
#include "projections/decision_proof.h"
#include "projections/governance/judgement.h"
#include "projections/key_doubts.h"
#include "projections/proven_authority.h"
#include "tools/check_answer.h"
#include "tools/doubt_text.h"
#include "tools/event_text.h"
#include "tools/trust_options.h"

namespace tools {
namespace {

namespace governance = projections::governance;
using api::Json;
using ledger::ProvenSubjects;
using ledger::Result;
using ledger::Subject;

std::string subject_name(const Subject& subject) {
  std::string out(subject_kind_name(subject.kind));
  if (subject.kind != ledger::SubjectKind::kRegistry) out += ":" + to_hex(subject.id);
  return out;
}

/// Events whose keys are in doubt, by index.
using Doubts = std::map<std::uint64_t, projections::KeyDoubt>;

void add_doubt(Doubts& doubts, std::uint64_t index, projections::KeyDoubt doubt) {
  const auto [known, is_new] = doubts.emplace(index, doubt);
  if (!is_new && known->second.key_class < doubt.key_class) known->second = doubt;
}

/// As findings and audits see them: with the keys that a suspect key brought in, and without what a
/// sound key stood in for.
Doubts doubts_in(const projections::Chronicle& chronicle) {
  Doubts out;
  const projections::KeyDoubts doubts(chronicle);
  chronicle.visit([&](const projections::Source& source, const auto&, const auto&) {
    for (const projections::SignatureDoubt& one : doubts.of(source.index)) {
      if (one.reconfirmed_by) continue;
      const bool suspect = !one.suspicions.empty();
      add_doubt(out, source.index,
                {suspect ? projections::KeyClass::kSuspect : projections::KeyClass::kRace,
                 suspect ? *one.suspicions.begin() : *one.race});
    }
  });
  return out;
}

/// The author first.
std::vector<ledger::PublicKey> signers_of(const ledger::ProvenEvent& event) {
  const ledger::Body& body = event.event.body;
  std::vector<ledger::PublicKey> out{body.author().key};
  for (const ledger::Signer& cosigner : body.cosigners()) out.push_back(cosigner.key);
  return out;
}

void add_race(const ProvenSubjects& proven, const ledger::ProvenEvent& event, Doubts& doubts) {
  for (const ledger::PublicKey& signer : signers_of(event)) {
    const auto key = ledger::find_key(proven.keys, signer);
    if (!key || !key->ended_at || !key->revocation_seen) continue;
    if (*key->revocation_seen <= event.index && event.index < *key->ended_at) {
      add_doubt(doubts, event.index, {projections::KeyClass::kRace, *key->ended_at});
    }
  }
}

/// By what the events of the proof say of the very keys that signed others of them.
Doubts doubts_in(const ProvenSubjects& proven) {
  Doubts out;
  for (const ledger::ProvenEvent& declared : proven.events) {
    const auto* suspected = declared.event.body.table().payload_as_KeySuspected();
    if (suspected == nullptr) continue;
    const auto key = projections::fixed_of<ledger::PublicKey>(suspected->key());
    for (const ledger::ProvenEvent& event : proven.events) {
      const auto signers = signers_of(event);
      const bool signed_by_it = std::find(signers.begin(), signers.end(), key) != signers.end();
      if (event.index < suspected->from_index() || !signed_by_it) continue;
      add_doubt(out, event.index, {projections::KeyClass::kSuspect, declared.index});
    }
  }
  for (const ledger::ProvenEvent& event : proven.events) add_race(proven, event, out);
  return out;
}

/// `proves`: a proof whose claim was taken out is one of completeness, and says so.
Json verdict_json(const ProvenSubjects& proven, const Doubts& doubts, std::string_view proves,
                  bool anchored) {
  Json out = Json::object();
  out["ok"] = anchored;
  out["verdict"] = anchoring_text(proven.anchoring());
  out["proves"] = proves;
  out["origin"] = proven.ledger.origin;
  out["ledger_id"] = to_hex(proven.ledger.ledger_id);
  out["position"] = proven.commitment.size;
  out["commitment"] = proven.commitment_index;
  out["size"] = proven.checkpoint.opened.checkpoint.size;
  out["subjects"] = Json::array();
  for (const auto& [subject, count] : proven.subjects) {
    Json one = Json::object();
    one["subject"] = subject_name(subject);
    one["events"] = count;
    out["subjects"].push_back(std::move(one));
  }
  out["events"] = Json::array();
  for (const ledger::ProvenEvent& event : proven.events) {
    Json one = Json::object();
    one["index"] = event.index;
    one["digest"] = to_hex(event.event.digest);
    one["payload_type"] = event.event.body.payload_name();
    if (const auto doubt = doubts.find(event.index); doubt != doubts.end()) {
      one["key_class"] = name_of(doubt->second.key_class);
      one["doubted_by"] = doubt->second.by;
    }
    out["events"].push_back(std::move(one));
  }
  return out;
}

void print_words(const Session& session, const ProvenSubjects& proven, const Doubts& doubts,
                 bool anchored) {
  const std::string position = std::to_string(proven.commitment.size);
  for (const auto& [subject, count] : proven.subjects) {
    session.print(session.say({"all events about ", "все события о предмете "}) +
                  subject_name(subject) + session.say({" up to ", " до номера "}) + position +
                  session.say({", as the ledger committed: ", ", как обязался журнал: "}) +
                  std::to_string(count));
  }
  for (const ledger::ProvenEvent& event : proven.events) {
    const std::string type(event.event.body.payload_name());
    session.print("  " + std::to_string(event.index) + "  " + type + "  " +
                  type_title(type, session.language));
    if (const auto doubt = doubts.find(event.index); doubt != doubts.end()) {
      session.print(
          session.paint(STDOUT_FILENO, "33", "    " + doubt_text(session, doubt->second)));
    }
  }
  session.print(session.paint(STDOUT_FILENO, anchored ? "32" : "33",
                              proven.ledger.origin + ": " + anchoring_text(proven.anchoring()) +
                                  (anchored ? ""
                                            : session.say({" (no trust file was given: --trust)",
                                                           " (файл доверия не дан: --trust)"}))));
  session.print(session.say(
      {"What it cannot exclude is a lie of the operator in the commitment: any full audit, and any "
       "receipt of an event that is missing here, exposes it.",
       "Не исключена лишь ложь оператора в самом обязательстве: её обнаружит полный аудит и "
       "квитанция о любом пропущенном здесь событии."}));
}

/// What is known of the log must be in the proof.
ledger::Status check_known(const ledger::CompletenessProof& proof, const ProvenSubjects& proven,
                           const std::vector<KnownEvent>& known) {
  for (const KnownEvent& event : known) {
    if (auto one = ledger::check_one_log(proven, event.checkpoint); !one) return one;
    auto shown = ledger::check_not_hidden(proof, proven, event.index, event.entry);
    if (!shown) return shown;
  }
  return ledger::Ok{};
}

/// Beyond that it holds: that nothing known is missing, and the quorum if it is asked for.
ledger::Status check_asked(const ledger::CompletenessProof& proof, const ProvenSubjects& proven,
                           const ProofCheck& how) {
  if (auto whole = check_known(proof, proven, how.known); !whole) return whole;
  if (how.witnessed && proven.anchoring().level != ledger::AnchoringLevel::kWitnessed) {
    return not_witnessed(proven.anchoring());
  }
  return ledger::Ok{};
}

/// Nothing is said of such a proof, neither for it nor against it.
bool is_for_another_program(const ledger::Error& error) {
  return error.reason == "OTHER_JUDGEMENT" || error.reason == "RULES_UNKNOWN";
}

int check_decision_proof(const Session& session, const ledger::CompletenessProof& proof,
                         const ProofCheck& how) {
  const auto decided = projections::check_decision(proof, how.trust, governance::decision_judge());
  if (!decided && is_for_another_program(decided.error())) {
    return fail_check(session, how.json, decided.error());
  }
  if (!decided) return fail_check(session, how.json, evidence_error(decided.error()));
  if (auto asked = check_asked(proof, decided->proven, how); !asked) {
    return fail_check(session, how.json, asked.error());
  }
  const auto judged =
      governance::judge(decided->chronicle, decided->claim.decision, decided->claim.on);
  if (!judged) return fail_check(session, how.json, judged.error());
  const bool anchored = decided->proven.anchoring().level != ledger::AnchoringLevel::kNone;
  const Doubts doubts = doubts_in(decided->chronicle);
  const std::string type(ledger::payload_name(decided->type));
  if (how.json) {
    Json out = verdict_json(decided->proven, doubts, "decision", anchored);
    out["decision"] = to_hex(decided->claim.decision);
    out["payload_type"] = type;
    out["index"] = decided->source.index;
    out["on"] = decided->claim.on;
    out["rules_version"] = decided->claim.rules_version;
    out["judgement_version"] = decided->claim.judgement_version;
    out["result"] = decided->recomputed;
    out["judgement"] = Json::object();
    for (const auto& part : judged->parts) out["judgement"][std::string(part.name)] = part.value;
    session.print_json(out);
  } else {
    session.print(
        type + "  " + type_title(type, session.language) + session.say({", event ", ", событие "}) +
        std::to_string(decided->source.index) + session.say({", judged on ", ", на день "}) +
        decided->claim.on + session.say({" by version ", ", по версии правил "}) +
        std::to_string(decided->claim.judgement_version) +
        session.say({" of the rules of judgement, from ", ", по доказанным событиям: "}) +
        std::to_string(decided->proven.events.size()) + session.say({" proven events", ""}));
    for (const governance::Sentence& sentence : judged->sentences()) {
      session.print("  " + session.say({sentence.english, sentence.russian}));
    }
    print_words(session, decided->proven, doubts, anchored);
  }
  return anchored || how.unanchored ? kExitOk : kExitUsage;
}

}  // namespace

Result<std::vector<Subject>> parse_subjects(const std::vector<std::string>& words) {
  std::vector<Subject> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string text = words[i];
    const bool split = text != "registry" && text.find(':') == std::string::npos;
    if (split && i + 1 < words.size()) text += ":" + words[++i];
    const auto subject = parse_subject(text);
    if (!subject) return subject.error();
    out.push_back(*subject);
  }
  return out;
}

Result<ledger::CompletenessProof> prove_decision_at(const ledger::ReadView& view,
                                                    std::uint64_t index, std::string on) {
  return projections::prove_decision_at(view, index, std::move(on), governance::decision_judge());
}

bool is_completeness_proof(std::string_view bytes) {
  return bytes.starts_with("letopis-completeness ");
}

Result<std::string> read_known_checkpoint(const std::string& path) {
  auto bytes = api::read_file(path, ledger::kCompletenessBytesMax);
  if (!bytes) return bytes;
  if (is_completeness_proof(*bytes)) {
    auto proof = ledger::parse_completeness(*bytes);
    if (!proof) return proof.error();
    return std::move(proof->checkpoint);
  }
  if (bytes->starts_with("c2sp.org/tlog-proof@")) {
    auto receipt = ledger::parse_tlog_proof(*bytes);
    if (!receipt) return receipt.error();
    return std::move(receipt->checkpoint);
  }
  return bytes;
}

int check_completeness_file(const Session& session, std::string_view bytes, const ProofCheck& how) {
  const auto proof = ledger::parse_completeness(bytes);
  if (!proof) return fail_check(session, how.json, evidence_error(proof.error()));
  if (!proof->claim.empty()) return check_decision_proof(session, *proof, how);
  const auto proven = ledger::check_completeness(*proof, how.trust);
  if (!proven) return fail_check(session, how.json, evidence_error(proven.error()));
  if (auto allowed = projections::check_authority(*proven); !allowed) {
    return fail_check(session, how.json, allowed.error());
  }
  if (auto asked = check_asked(*proof, *proven, how); !asked) {
    return fail_check(session, how.json, asked.error());
  }
  const Doubts doubts = doubts_in(*proven);
  const bool anchored = proven->anchoring().level != ledger::AnchoringLevel::kNone;
  if (how.json) {
    session.print_json(verdict_json(*proven, doubts, "completeness", anchored));
  } else {
    print_words(session, *proven, doubts, anchored);
  }
  return anchored || how.unanchored ? kExitOk : kExitUsage;
}

}  // namespace tools
