// SPDX-License-Identifier: Apache-2.0
// letopis prove: the receipt of one event as a C2SP tlog-proof file, and the entry beside it; or
// the proof that these are all events about a subject.
#include <cstdio>
#include <filesystem>

#include "api/files.h"
#include "ledger/tlog_proof.h"
#include "ledger/witnessed_receipt.h"
#include "tools/commands/commands.h"
#include "tools/complete_proof.h"
#include "tools/event_text.h"
#include "tools/ledger_folder.h"
#include "tools/trust_options.h"

namespace tools {
namespace {

struct ProveOptions {
  std::string selector;
  std::vector<std::string> complete;
  std::string witnessed;
  bool decision = false;
  std::optional<std::string> on;
  std::string dir;
  std::string out;
  bool json = false;
};

ledger::Result<ledger::CompletenessProof> make_proof(const ledger::ReadView& view,
                                                     const ProveOptions& options) {
  if (options.decision) {
    const auto index = find_event(view, options.selector);
    if (!index) return index.error();
    if (!options.on) return prove_decision_at(view, *index, {});
    const auto day = parse_day_option(*options.on);
    if (!day) return day.error();
    return prove_decision_at(view, *index, projections::rules::to_iso(*day));
  }
  const auto subjects = parse_subjects(options.complete);
  if (!subjects) return subjects.error();
  return ledger::prove_completeness(view, *subjects);
}

int prove_complete(const Session& session, const ledger::ReadView& view,
                   const ProveOptions& options) {
  const auto proof = make_proof(view, options);
  if (!proof) return session.fail(proof.error());
  const auto text = ledger::format_completeness(*proof);
  if (!text) return session.fail(text.error());
  const auto asked = parse_subjects(options.complete);
  const std::string name =
      options.decision || !asked ? "decision" : std::string(subject_kind_name(asked->at(0).kind));
  if (options.out == "-") {
    std::fwrite(text->data(), 1, text->size(), stdout);
    return kExitOk;
  }
  const std::string path = options.out.empty() ? name + ".letopis-proof" : options.out;
  if (auto written = api::write_file(path, *text); !written) return session.fail(written.error());
  if (options.json) {
    api::Json out = api::Json::object();
    out["proof"] = path;
    out["events"] = proof->entries.size();
    session.print_json(out);
  } else {
    session.print(path);
  }
  return kExitOk;
}

ledger::Result<ledger::Receipt> receipt_of(const ledger::ReadView& view, std::uint64_t index,
                                           const ProveOptions& options) {
  if (options.witnessed.empty()) return view.receipt(index);
  const auto trust = read_trust_file(options.witnessed);
  if (!trust) return trust.error();
  return ledger::witnessed_receipt(view, index, *trust);
}

/// Nothing that is given is left unused.
ledger::Status check_options(const ProveOptions& options) {
  const auto unused = [](const char* option, const char* why) {
    return ledger::invalid("WRONG_USAGE", std::string(option) + " " + why, option);
  };
  const bool complete = !options.complete.empty();
  if (complete && options.decision) {
    return unused("--complete", "and --decision ask for two proofs");
  }
  if (complete && !options.selector.empty()) {
    return unused("EVENT", "has no place beside --complete, which is about subjects");
  }
  if (options.on && !options.decision) return unused("--on", "is for --decision");
  if (!options.witnessed.empty() && (complete || options.decision)) {
    return unused("--witnessed", "is for the receipt of an event");
  }
  const bool receipt = !complete && !options.decision;
  if (receipt && std::filesystem::path(options.out).extension() == ".entry") {
    return unused("-o",
                  "names the proof; the entry goes beside it under the same name with .entry");
  }
  return ledger::Ok{};
}

/// Standard output takes one thing: a receipt is two files, and --json is another text.
ledger::Status check_output(const ProveOptions& options) {
  if (options.out != "-") return ledger::Ok{};
  const bool receipt = options.complete.empty() && !options.decision;
  if (!receipt && !options.json) return ledger::Ok{};
  return ledger::invalid("WRONG_USAGE",
                         receipt
                             ? "a receipt is two files, so it cannot go to standard output; "
                               "name one of them with -o FILE"
                             : "-o - writes the proof itself to standard output, without --json",
                         "-o");
}

int run(const Session& session, const ProveOptions& options) {
  if (auto used = check_options(options); !used) return session.fail(used.error());
  if (auto fits = check_output(options); !fits) return session.fail(fits.error());
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return session.fail(ledger.error());
  const auto view = ledger->view();
  if (!options.complete.empty() || options.decision) {
    return prove_complete(session, view, options);
  }
  if (options.selector.empty()) {
    return session.fail(ledger::invalid("NO_EVENT", "needed: EVENT or --complete SUBJECT"));
  }
  const auto index = find_event(view, options.selector);
  if (!index) return session.fail(index.error());
  const auto recorded = view.event(*index);
  if (!recorded) return session.fail(recorded.error());
  const auto receipt = receipt_of(view, *index, options);
  if (!receipt) return session.fail(receipt.error());
  const auto proof = ledger::format_tlog_proof(
      {std::nullopt, receipt->index, receipt->inclusion, receipt->checkpoint});
  if (!proof) return session.fail(proof.error());
  const std::filesystem::path path =
      options.out.empty() ? std::to_string(*index) + ".tlog-proof" : options.out;
  std::filesystem::path entry = path;
  entry.replace_extension(".entry");
  if (auto written = api::write_file(entry, recorded->entry); !written) {
    return session.fail(written.error());
  }
  if (auto written = api::write_file(path, *proof); !written) return session.fail(written.error());
  if (options.json) {
    api::Json out = api::Json::object();
    out["index"] = *index;
    out["proof"] = path.string();
    out["entry"] = entry.string();
    session.print_json(out);
  } else {
    session.print(path.string());
    session.print(entry.string());
  }
  return kExitOk;
}

}  // namespace

void add_prove(CLI::App& root, Session& session) {
  auto options = std::make_shared<ProveOptions>();
  CLI::App& command = add_command(root, session, "prove",
                                  {"write the receipt of an event, for `check`",
                                   "выписать доказательство о событии, для `check`"});
  command.add_option(
      "EVENT", options->selector,
      session.say({"index, event id or digest", "номер, идентификатор или дайджест"}));
  command
      .add_option("--complete", options->complete,
                  session.say({"instead: all events about registry, region ID, organisation ID, "
                               "cluster ID, document ID",
                               "вместо него: все события о registry, region ID, organisation ID, "
                               "cluster ID, document ID"}))
      ->type_name("SUBJECT")
      ->expected(1, 8'192);
  command.add_flag("--decision", options->decision,
                   session.say({"with everything that the decision hangs on, at one commitment",
                                "со всем, от чего зависит решение, по одному обязательству"}));
  add_day_option(command,
                 {"with --decision: the day on which it is judged",
                  "с --decision: день, на который оно оценивается"},
                 session, options->on);
  command
      .add_option("--witnessed", options->witnessed,
                  session.say({"at the first checkpoint with the quorum of this trust file",
                               "по первой точке с кворумом свидетелей этого файла доверия"}))
      ->type_name("TRUST");
  add_dir_option(command, session, options->dir);
  command
      .add_option(
          "-o,--output", options->out,
          session.say({"file to write; the entry of a receipt goes beside it with .entry; - writes "
                       "--complete and --decision to standard output",
                       "куда записать; рядом с квитанцией ляжет запись с .entry; - пишет "
                       "--complete и --decision в стандартный вывод"}))
      ->type_name("FILE");
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace tools
