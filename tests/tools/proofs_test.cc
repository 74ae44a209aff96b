// SPDX-License-Identifier: Apache-2.0
// Trust, commitments, completeness and witnesses by the tool, as an operator, a participant and a
// neighbouring region use them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/support/bundle_fixture.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using testing::HasSubstr;

class ProofTool : public ::testing::Test {
 protected:
  /// A ledger with two organisations, made once per process.
  static const ToolHome& base() {
    static const auto home = [] {
      auto made = std::make_unique<ToolHome>(new_home());
      const std::string events = organisation_event("первой") + organisation_event("второй");
      EXPECT_EQ(made->run(made->append_arguments(), events).code, 0);
      return made;
    }();
    return *home;
  }
  Finished ok(const std::vector<std::string>& arguments) {
    Finished done = home.run(arguments);
    EXPECT_EQ(done.code, 0) << arguments[0] << ": " << done.err;
    return done;
  }
  std::string read(const std::string& name) {
    std::ifstream in(home.path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(home.path(name), std::ios::binary) << text;
  }
  static std::vector<std::string> writer(std::vector<std::string> begin) {
    begin.insert(begin.end(),
                 {"-d", "ledger", "--keys", "keys", "--passphrase", "file:passphrase"});
    return begin;
  }
  void commit() { ok(writer({"commit"})); }
  static std::string document_event() {
    return R"({"@name":"doc","scope":{"kind":"LEDGER","id":"00000000000000000000000000000000"},)"
           R"("payload_type":"DocumentRegistered","payload":{"document":"@doc","kind":"ORDER",)"
           R"("title":"Бумага","edition":1,"rendition":"ORIGINAL","file":{"binding":)"
           R"("PLAIN_HASH","sha256":")" +
           std::string(64, 'a') + R"(","bytes":10,"media_type":"text/plain"}}})" + "\n";
  }

  static std::vector<std::string> keyed(std::vector<std::string> words) {
    words.insert(words.end(), {"--keys", "auditors", "--passphrase", "file:passphrase"});
    return words;
  }
  /// The bundle "first", and "copy" made of it and "attested" by an auditor that "trust" pins.
  void attest_first_copy() {
    commit();
    ok(keyed({"key", "generate", "anna", "--kdf", "interactive"}));
    const std::string vkey = json_lines(ok({"key", "vkey", "auditors/anna.key", "--name",
                                            "auditor.example/anna", "--json"})
                                            .out)
                                 .at(0)["vkey"];
    ok({"trust", "-d", "ledger", "--auditor", vkey, "-o", "trust"});
    ok({"export", "-d", "ledger", "-o", "first"});
    ok({"import", "first", "-d", "copy", "--trust", "trust"});
    ok(keyed({"audit", "copy", "--trust", "trust", "--attest", "anna", "--auditor",
              "auditor.example/anna", "--attestation", "attested"}));
  }

  /// A neighbour that watches the ledger, and the policy "policy" and trust file "trust" that want
  /// its word.
  std::unique_ptr<support::Process> start_witness() {
    ok({"key", "generate", "neighbour", "--keys", "neighbours", "--passphrase", "file:passphrase",
        "--kdf", "interactive"});
    ok({"trust", "-d", "ledger", "-o", "bare"});
    const std::string bare = read("bare");
    const std::size_t log = bare.find("\nlog ") + 1;
    const std::string log_line = bare.substr(log, bare.find('\n', log) - log);
    auto witness = std::make_unique<support::Process>(home.command(
        {"witness", "--dir", "state of the witness", "--listen", "127.0.0.1:0", "--keys",
         "neighbours", "--key", "neighbour", "--passphrase", "file:passphrase", "--name",
         "neighbour.example/w", "--log", log_line.substr(4)}));
    witness->wait_for_lines(1);
    std::istringstream said(witness->output());
    std::string word, vkey, url;
    said >> word >> vkey >> url;
    write("policy", log_line + "\nwitness w " + vkey + " " + url + "\nquorum w\n");
    ok({"trust", "-d", "ledger", "--policy", "policy", "-o", "trust"});
    return witness;
  }

  ToolHome home{base()};
};

TEST_F(ProofTool, CompletenessOfAnOrganisationIsCheckedWithATrustFileAlone) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const json second = json_lines(ok({"show", "2", "-d", "ledger", "--json"}).out).at(0);
  const std::string id = second["body"]["payload"]["profile"]["organisation"];
  ok({"prove", "-d", "ledger", "--complete", "organisation", id, "-o", "second.letopis-proof"});
  const Finished checked = ok({"check", "second.letopis-proof", "--trust", "trust"});
  EXPECT_THAT(checked.out, HasSubstr("as the ledger committed: 1"));
  EXPECT_THAT(checked.out, HasSubstr("signed"));
  const json verdict =
      json_lines(ok({"check", "second.letopis-proof", "--trust", "trust", "--json"}).out).at(0);
  EXPECT_EQ(verdict["verdict"], "signed");
  EXPECT_EQ(verdict["position"], 3);
  EXPECT_EQ(verdict["events"].back()["index"], 2);
  EXPECT_EQ(verdict["subjects"][1]["events"], 1);
  const Finished alone = home.run({"check", "second.letopis-proof"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.out, HasSubstr("not anchored"));
}

TEST_F(ProofTool, ASuspectKeyIsShownBesideEachEventThatItSignedSince) {
  const json genesis = json_lines(ok({"show", "0", "-d", "ledger", "--json"}).out).at(0);
  const std::string operating = genesis["body"]["payload"]["operator_organisation"]["organisation"];
  const std::string declared =
      R"({"scope":{"kind":"LEDGER","id":"00000000000000000000000000000000"},)"
      R"("payload_type":"KeySuspected","payload":{"key":"@key:root","organisation":")" +
      operating + R"(","from_index":2}})" + "\n";
  ASSERT_EQ(home.run(home.append_arguments(), declared).code, 0);
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "all"});
  const Finished told = ok({"check", "all", "--trust", "trust", "--lang", "en"});
  EXPECT_THAT(told.out, HasSubstr("suspect: its key may have been in wrong hands, event 3"));
  const json verdict = json_lines(ok({"check", "all", "--trust", "trust", "--json"}).out).at(0);
  EXPECT_FALSE(verdict["events"][1].contains("key_class"));
  EXPECT_EQ(verdict["events"][2]["key_class"], "suspect");
  EXPECT_EQ(verdict["events"][2]["doubted_by"], 3);
}

TEST_F(ProofTool, ProofWithoutOneEventIsEvidenceOfTampering) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "all"});
  std::string text = read("all");
  const std::size_t at = text.find("\nentry 1 ");
  text.erase(at, text.find('\n', at + 1) - at);
  write("all", text);
  const Finished checked = home.run({"check", "all", "--trust", "trust"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.err, HasSubstr("EVENTS_MISSING"));
}

TEST_F(ProofTool, ProofWhoseFirstLineIsSpoiltIsToldAsSuchAndNotAsAMissingEntry) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "all"});
  std::string text = read("all");
  text[0] ^= 1;
  write("all", text);
  const Finished checked = home.run({"check", "all", "--trust", "trust"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.err, HasSubstr("BAD_PROOF"));
}

TEST_F(ProofTool, WithoutACommitmentThereIsNothingToProve) {
  const Finished done = home.run({"prove", "-d", "ledger", "--complete", "registry"});
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.err, HasSubstr("letopis commit"));
}

TEST_F(ProofTool, CommitmentsAreVerifiedWithTheRest) {
  commit();
  commit();
  ok({"verify", "-d", "ledger"});
}

TEST_F(ProofTool, TrustPageIsForPaperInBothLanguages) {
  ok({"trust", "-d", "ledger", "-o", "trust", "--page", "page.html", "--lang", "ru"});
  EXPECT_THAT(read("page.html"), HasSubstr("Чему доверять"));
  ok({"trust", "--file", "trust", "-o", "again", "--page", "page.txt", "--lang", "en"});
  EXPECT_THAT(read("page.txt"), HasSubstr("What to trust this ledger by"));
  EXPECT_EQ(read("trust"), read("again"));
  EXPECT_THAT(read("trust"), HasSubstr("letopis-trust v1\nledger "));
}

TEST_F(ProofTool, ReceiptOfAnotherLedgerIsRefused) {
  ToolHome other;
  ASSERT_TRUE(other.init());
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "0", "-d", "ledger", "-o", "mine.tlog-proof"});
  ok({"check", "mine.tlog-proof", "--trust", "trust"});
  ASSERT_EQ(other.run({"prove", "0", "-d", "ledger", "-o", "theirs.tlog-proof"}).code, 0);
  const Finished checked =
      home.run({"check", other.path("theirs.tlog-proof").string(), "--trust", "trust"});
  EXPECT_EQ(checked.code, 1) << checked.out;
}

TEST_F(ProofTool, ReceiptsAndProofsVerifyAfterGrowthAndFromARestoredCopy) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "1", "-d", "ledger", "-o", "old.tlog-proof"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "old.letopis-proof"});
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  commit();
  ok({"export", "-d", "ledger", "-o", "bundle.tar"});
  ok({"import", "bundle.tar", "-d", "restored", "--trust", "trust"});
  for (const char* file : {"old.tlog-proof", "old.letopis-proof"}) {
    ok({"check", file, "--trust", "trust"});
  }
  ok({"prove", "1", "-d", "restored", "-o", "again.tlog-proof"});
  EXPECT_EQ(read("again.tlog-proof"), read("old.tlog-proof"));
  ok({"prove", "-d", "restored", "--complete", "registry", "-o", "new.letopis-proof"});
  ok({"check", "new.letopis-proof", "--trust", "trust", "--receipt", "old.tlog-proof"});
}

TEST_F(ProofTool, AuditOfNewEventsComparesTheCheckpointThatTheAuditorKnows) {
  attest_first_copy();
  write("early", ok({"checkpoint", "-d", "ledger"}).out);
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  ok({"export", "-d", "ledger", "--since", "first", "-o", "next"});
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("четвёртой")).code, 0);
  write("late", ok({"checkpoint", "-d", "ledger"}).out);
  const auto audited = [&](const std::string& known) {
    return home.run({"audit", "next", "--trust", "trust", "--begin", "attested", "--copy", "copy",
                     "--known", known, "--json"});
  };
  const Finished fits = audited("early");
  EXPECT_EQ(fits.code, 0) << fits.err;
  EXPECT_EQ(json_lines(fits.out).at(0)["known_checkpoint"], true);
  // What an earlier receipt or proof stands on is compared too, whatever its size.
  ok({"prove", "1", "-d", "ledger", "-o", "receipt.tlog-proof"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "whole.letopis-proof"});
  EXPECT_EQ(audited("receipt.tlog-proof").code, 0);
  EXPECT_EQ(audited("whole.letopis-proof").code, 0);
  const Finished shorter = audited("late");
  EXPECT_EQ(shorter.code, 1);
  EXPECT_EQ(json_lines(shorter.out).at(0)["faults"][0]["reason"], "LOG_SHORTER");
  ToolHome other;
  ASSERT_TRUE(other.init());
  write("theirs", other.run({"checkpoint", "-d", "ledger"}).out);
  EXPECT_EQ(audited("theirs").code, 2) << "a wrong file is no fault of the ledger";
  EXPECT_EQ(home.run({"audit", "next", "--trust", "trust", "--begin", "attested", "--copy", "copy",
                      "--fast"})
                .code,
            2);
}

TEST_F(ProofTool, NextAuditBeginsWhereAnAttestedOneEnded) {
  attest_first_copy();
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  commit();
  ok({"export", "-d", "ledger", "--since", "first", "-o", "next"});
  const json report = json_lines(ok({"audit", "next", "--trust", "trust", "--begin", "attested",
                                     "--copy", "copy", "--json"})
                                     .out)
                          .at(0);
  EXPECT_EQ(report["attested"], 4);
  EXPECT_EQ(report["checked"]["events"], 2);
  EXPECT_EQ(report["checked"]["commitments"], 1);
  EXPECT_EQ(report["ok"], true);
  EXPECT_EQ(report["anchoring"], "signed");
  // The copy stays where it is attested, until somebody attests more of it.
  const std::vector<std::string> again{"audit",   "next",     "--trust", "trust",
                                       "--begin", "attested", "--copy",  "copy"};
  auto further = again;
  further.insert(further.end(), {"--attest", "anna", "--auditor", "auditor.example/anna",
                                 "--attestation", "attested-next"});
  ok(keyed(further));
  EXPECT_THAT(home.run(again).err, HasSubstr("ATTESTATION_DIFFERS"));
  further = again;
  std::replace(further.begin(), further.end(), std::string("attested"),
               std::string("attested-next"));
  ok(further);
  // And nobody begins where an auditor ended whom the trust file does not name.
  ok({"trust", "-d", "ledger", "-o", "bare"});
  const Finished stranger =
      home.run({"audit", "next", "--trust", "bare", "--begin", "attested", "--copy", "copy"});
  EXPECT_NE(stranger.code, 0);
}

// Also what a range repeats of the log before it, which no new event needs.
TEST_F(ProofTool, EveryTileAndTheOlderCheckpointOfARangeAreComparedThoughTheManifestFits) {
  attest_first_copy();
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  ok({"export", "-d", "ledger", "--since", "first", "-o", "next"});
  const support::Files next = support::read_files(home.path("next"));
  const auto audited = [&](const support::Files& files) {
    std::filesystem::remove_all(home.path("forged"));
    support::write_files(files, home.path("forged"));
    return json_lines(home.run({"audit", "forged", "--trust", "trust", "--begin", "attested",
                                "--copy", "copy", "--json"})
                          .out)
        .at(0);
  };
  EXPECT_EQ(audited(next)["fault_count"], 0);
  for (const char* path : {"tile/0/000.p/5", "tile/entries/000.p/5", "checkpoint.from"}) {
    ASSERT_TRUE(next.contains(path)) << path;
    support::Files forged = next;
    std::string& bytes = forged.at(path);
    const bool text = path == std::string("checkpoint.from");
    char& changed = bytes.at(text ? bytes.size() - 10 : bytes.size() / 2);
    changed = text && changed == 'A' ? 'B' : text ? 'A' : static_cast<char>(changed ^ 1);
    support::refit_manifest(forged);
    const json report = audited(forged);
    ASSERT_EQ(report["fault_count"], 1) << path << report;
    EXPECT_EQ(report["faults"][0]["field"], path);
  }
  support::Files without = next;
  without.erase("tile/0/000.p/5");
  support::refit_manifest(without);
  EXPECT_EQ(audited(without)["faults"][0]["reason"], "FILE_MISSING");
}

TEST_F(ProofTool, AuditComparesTheKeysThatOrganisationsHaveShown) {
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const std::string text = read("trust");
  const std::string organisation = json_lines(ok({"show", "2", "-d", "ledger", "--json"}).out)
                                       .at(0)["body"]["payload"]["profile"]["organisation"];
  const auto pin = [&](const std::string& key) {
    write("pinned",
          text + "organisation " + organisation + " letopis-key:ed25519:" + key + " Вторая\n");
    return home.run({"audit", "ledger", "--trust", "pinned"});
  };
  EXPECT_EQ(home.run({"audit", "ledger", "--trust", "trust"}).code, 0);
  // The second organisation has no key yet.
  const Finished later = pin("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(later.code, 0) << later.out << later.err;
  EXPECT_THAT(later.out, HasSubstr("before this pinned key came: Вторая"));
  const json genesis = json_lines(ok({"show", "0", "-d", "ledger", "--json"}).out).at(0);
  const Finished another = pin(genesis["body"]["payload"]["root_key"]);
  EXPECT_EQ(another.code, 1) << another.out << another.err;
  EXPECT_THAT(another.out, HasSubstr("ORGANISATION_KEY"));
}

TEST_F(ProofTool, BundleOfOneSubjectIsCompleteUpToTheCommitment) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ASSERT_EQ(home.run(home.append_arguments(), document_event()).code, 0);
  const json document = json_lines(ok({"show", "4", "-d", "ledger", "--json"}).out).at(0);
  const std::string id = document["body"]["payload"]["document"];
  ok({"export", "-d", "ledger", "--document", id, "-o", "early"});
  commit();
  ok({"export", "-d", "ledger", "--document", id, "-o", "whole"});
  const auto report = [&](const std::string& bundle) {
    return json_lines(home.run({"audit", bundle, "--trust", "trust", "--json"}).out).at(0);
  };
  const json whole = report("whole");
  EXPECT_EQ(whole["complete_up_to"], 5);
  EXPECT_EQ(whole["ok"], true);
  EXPECT_EQ(whole["subject"], "document:" + id);
  EXPECT_EQ(whole["checked"]["events"], 2);
  EXPECT_GE(whole["checked"]["signatures"], 2);
  EXPECT_NE(whole["root"], std::string(64, '0'));
  const Finished told = ok({"audit", "whole", "--trust", "trust", "--lang", "en"});
  EXPECT_THAT(told.out, HasSubstr("Here are only the events of: document:" + id));
  EXPECT_THAT(told.out, HasSubstr("the rules were not applied again: 2"));
  EXPECT_THAT(told.out,
              HasSubstr("up to size 5, root " + whole["committed_root"].get<std::string>()));
  EXPECT_THAT(told.out, testing::Not(HasSubstr("admitted anew")));
  // Two events, and a bundle without the second one, its manifest made to fit.
  EXPECT_TRUE(std::filesystem::exists(home.path("whole/completeness.proof")));
  std::string spoilt = read("whole/completeness.proof");
  spoilt[spoilt.size() / 2] ^= 1;
  write("whole/completeness.proof", spoilt);
  EXPECT_EQ(report("whole")["ok"], false);
}

TEST_F(ProofTool, BundleWithoutItsManifestOrItsCheckpointIsToldAsSuch) {
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ASSERT_EQ(home.run(home.append_arguments(), document_event()).code, 0);
  const json document = json_lines(ok({"show", "3", "-d", "ledger", "--json"}).out).at(0);
  const std::string id = document["body"]["payload"]["document"];
  ok({"export", "-d", "ledger", "-o", "whole"});
  ok({"export", "-d", "ledger", "--document", id, "-o", "part"});
  for (const std::string bundle : {"whole", "part"}) {
    for (const std::string file : {"manifest.jsonl", "checkpoint"}) {
      const std::filesystem::path spoilt = home.path(bundle + " without " + file);
      std::filesystem::copy(home.path(bundle), spoilt, std::filesystem::copy_options::recursive);
      std::filesystem::remove(spoilt / file);
      const Finished found =
          home.run({"audit", spoilt.string(), "--trust", "trust", "--lang", "en"});
      EXPECT_EQ(found.code, 1) << spoilt << found.err;
      EXPECT_THAT(found.out + found.err, HasSubstr(file)) << spoilt;
      EXPECT_THAT(found.out + found.err, HasSubstr("FILE_MISSING")) << spoilt;
    }
  }
}

TEST_F(ProofTool, NamesInABundleDoNotSteerTheTerminal) {
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"export", "-d", "ledger", "-o", "whole"});
  write("whole/more\x1b[31mX", "x");
  const Finished found = home.run({"audit", "whole", "--trust", "trust"});
  EXPECT_EQ(found.code, 1) << found.err;
  EXPECT_THAT(found.out, HasSubstr("more\\x1b[31mX"));
  EXPECT_THAT(found.out, testing::Not(HasSubstr("\x1b")));
  const Finished gone = home.run({"audit", "no\x1b[31m", "--trust", "trust"});
  EXPECT_EQ(gone.code, 3);
  EXPECT_THAT(gone.err, testing::Not(HasSubstr("\x1b")));
}

TEST_F(ProofTool, DiffTellsWhatIsOtherwiseInWordsAndInJson) {
  const Finished words = ok({"diff", "ledger", "--from", "2", "--lang", "en"});
  EXPECT_THAT(words.out, HasSubstr("organisation:"));
  EXPECT_THAT(words.out, HasSubstr(": appears"));
  EXPECT_THAT(words.out, HasSubstr("Организация второй"));
  const json one =
      json_lines(ok({"diff", "ledger", "--from", "2", "--to", "3", "--json"}).out).at(0);
  EXPECT_EQ(one["from"], 2);
  EXPECT_EQ(one["changes"].size(), 1u);
  EXPECT_TRUE(one["changes"][0]["before"].is_null());
  EXPECT_TRUE(one["findings"]["appeared"].is_array());
  EXPECT_THAT(ok({"diff", "ledger", "--from", "1", "--steps", "--lang", "en"}).out,
              HasSubstr("organisation"));
  EXPECT_EQ(home.run({"diff", "ledger", "--from", "yesterday"}).code, 2);
}

/// Lines that have a line of their own below them.
bool is_heading(const std::string& line) {
  const bool step = line.size() > 3 && std::isdigit(static_cast<unsigned char>(line[0])) != 0;
  return step || line.starts_with("From position") || (line[0] != ' ' && line.ends_with(':'));
}

TEST_F(ProofTool, NoHeadingOfADifferenceStandsAlone) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const auto check = [](const std::string& told) {
    std::istringstream lines(told);
    std::string heading, last;
    bool step = false;
    for (std::string line; std::getline(lines, line); last = line) {
      const bool next_step = !line.empty() && std::isdigit(static_cast<unsigned char>(line[0]));
      EXPECT_FALSE(step && next_step) << last;
      const bool thing = last.ends_with(':') && last[0] != ' ';
      EXPECT_TRUE(!thing || line.starts_with("  ")) << last;
      step = next_step;
    }
    EXPECT_FALSE(is_heading(last)) << last;
  };
  const std::string steps = ok({"diff", "ledger", "--steps", "--lang", "en"}).out;
  check(steps);
  EXPECT_THAT(steps, HasSubstr("commitment to the whole state\n  nothing is otherwise\n"));
  check(ok({"audit", "ledger", "--trust", "trust", "--from", "0", "--steps"}).out);
  for (const char* way : {"--steps", "--no-progress"}) {
    const std::string none =
        ok({"audit", "ledger", "--trust", "trust", "--from", "4", way, "--lang", "en"}).out;
    EXPECT_THAT(none, testing::EndsWith("From position 4 to 4\nnothing is otherwise\n")) << way;
  }
  EXPECT_EQ(ok({"diff", "ledger", "--from", "3", "--to", "3", "--lang", "ru"}).out,
            "изменений нет\n");
}

TEST_F(ProofTool, WhatABundleOfOneSubjectOrAFastAuditCannotAnswerIsRefusedByName) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ASSERT_EQ(home.run(home.append_arguments(), document_event()).code, 0);
  const json document = json_lines(ok({"show", "4", "-d", "ledger", "--json"}).out).at(0);
  ok({"export", "-d", "ledger", "--document", document["body"]["payload"]["document"], "-o",
      "part"});
  write("known", ok({"checkpoint", "-d", "ledger"}).out);
  const std::vector<std::vector<std::string>> questions{
      {"--from", "1"},        {"--from", "1", "--steps"},          {"--until", "2"},
      {"--on", "2026-01-01"}, {"--cluster", std::string(32, 'a')}, {"--known", "known"}};
  for (const auto& question : questions) {
    for (const std::string source : {"part", "ledger"}) {
      const bool fast = source == "ledger";
      if (fast && question[0] == "--known") continue;  // answered by hashes alone
      std::vector<std::string> words{"audit", source, "--trust", "trust", "--lang", "en"};
      if (fast) words.emplace_back("--fast");
      words.insert(words.end(), question.begin(), question.end());
      const Finished refused = home.run(words);
      EXPECT_EQ(refused.code, 2) << source << question[0];
      EXPECT_THAT(refused.err, HasSubstr(fast ? "FAST_ONLY" : "SUBJECT_BUNDLE"));
      EXPECT_THAT(refused.err, HasSubstr(question.back() == "--steps" ? "--steps" : question[0]));
      EXPECT_EQ(refused.out, "");
    }
  }
  EXPECT_EQ(home.run({"diff", "part", "--steps"}).code, 2);
  EXPECT_THAT(ok({"audit", "part", "--trust", "trust", "--lang", "en"}).out,
              HasSubstr("They follow from the whole log"));
}

TEST_F(ProofTool, QuestionAboutAClusterThatTheLogDoesNotKnowIsNotAnsweredWithNothing) {
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const std::string id(32, 'a');
  for (const Finished& asked : {home.run({"audit", "ledger", "--trust", "trust", "--cluster", id}),
                                home.run({"diff", "ledger", "--cluster", id}),
                                home.run({"diff", "ledger", "--subject", "document:" + id})}) {
    EXPECT_EQ(asked.code, 3) << asked.out;
    EXPECT_THAT(asked.err, HasSubstr("NO_SUCH_SUBJECT"));
  }
}

TEST_F(ProofTool, AuditTellsWhatHappenedSinceAPositionAndCountsFindings) {
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const json report =
      json_lines(
          ok({"audit", "ledger", "--trust", "trust", "--from", "1", "--until", "2", "--json"}).out)
          .at(0);
  EXPECT_EQ(report["findings"]["position"], 2);
  EXPECT_EQ(report["findings"]["total"], 0);
  EXPECT_EQ(report["changes"]["subjects"].size(), 1u);
  const Finished words = ok({"audit", "ledger", "--trust", "trust", "--from", "1", "--steps"});
  EXPECT_THAT(words.out, HasSubstr("Findings, computed anew: 0"));
  EXPECT_THAT(words.out, HasSubstr("From position 1 to 3"));
}

TEST_F(ProofTool, ServerAsksItsWitnessesReadsAgainAndBacksUp) {
  const auto witness = start_witness();
  std::filesystem::copy(home.path("ledger"), home.path("old ledger"),
                        std::filesystem::copy_options::recursive);
  std::filesystem::copy(home.path("state"), home.path("old state"),
                        std::filesystem::copy_options::recursive);
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  const auto serve = writer({"serve", "--listen", "127.0.0.1:0", "--witnesses", "policy",
                             "--scrub-rate", "100000", "--backups", "backups"});
  {
    support::Process server(home.command(serve));
    server.wait_for_lines(1);
    server.signal(SIGTERM);
    const Finished done = server.finish();
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_THAT(done.err, HasSubstr("backup 1: "));
  }
  ok({"backup", "verify", "backups"});
  ok({"prove", "3", "-d", "ledger", "--witnessed", "trust", "-o", "3.tlog-proof"});
  EXPECT_THAT(ok({"check", "3.tlog-proof", "--trust", "trust", "--witnessed"}).out,
              HasSubstr("witnessed 1/1"));
  ok({"export", "-d", "ledger", "-o", "everything.tar"});
  write("newest", ok({"checkpoint", "-d", "ledger"}).out);
  // Store and anchor are put back together: only the witness knows better.
  for (const char* name : {"ledger", "state"}) {
    std::filesystem::remove_all(home.path(name));
    std::filesystem::rename(home.path(std::string("old ") + name), home.path(name));
  }
  const std::string fork = organisation_event("fork");
  const Finished asked = home.run(home.append_arguments({"--witnesses", "policy"}), fork);
  EXPECT_EQ(asked.code, 1) << asked.err;
  EXPECT_THAT(asked.err, HasSubstr("WITNESS_AHEAD"));
  support::Process back(home.command(serve));
  const Finished refused = back.finish();
  EXPECT_EQ(refused.code, 1) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("WITNESS_AHEAD"));
  witness->signal(SIGTERM);
  EXPECT_EQ(witness->finish().code, 0);
  // Who writes next and asks nobody knows of it too, until what the witness saw is here again.
  for (const auto& writes : {writer({"commit"}), home.append_arguments()}) {
    const Finished next = home.run(writes, fork);
    EXPECT_EQ(next.code, 1) << next.err;
    EXPECT_THAT(next.err, HasSubstr("WITNESS_AHEAD"));
    EXPECT_THAT(next.err, HasSubstr("refill --known"));
  }
  EXPECT_THAT(ok({"refill", "-d", "ledger"}).err, HasSubstr("alarm of witnesses stands"));
  EXPECT_EQ(home.run(home.append_arguments(), fork).code, 1);
  ok({"refill", "-d", "ledger", "--from", "everything.tar", "--trust", "trust", "--known",
      "newest"});
  const Finished after = home.run(home.append_arguments(), fork);
  EXPECT_EQ(after.code, 0) << after.err;
}

TEST_F(ProofTool, AuditDemandsTheQuorumAndTellsTheNewestCheckpointThatHasIt) {
  const auto witness = start_witness();
  const auto audited = [&] {
    return home.run({"audit", "ledger", "--trust", "trust", "--witnessed", "--json"});
  };
  const Finished none = audited();
  EXPECT_EQ(none.code, 4);
  EXPECT_THAT(none.err, HasSubstr("NOT_WITNESSED"));
  EXPECT_TRUE(json_lines(none.out).at(0)["witnessed_size"].is_null());
  ok(writer({"cosign", "--policy", "policy"}));
  EXPECT_EQ(audited().code, 0);
  ASSERT_EQ(home.run(home.append_arguments(), organisation_event("третьей")).code, 0);
  const Finished grown = audited();
  EXPECT_EQ(grown.code, 4);
  EXPECT_EQ(json_lines(grown.out).at(0)["witnessed_size"], 3);
  EXPECT_THAT(ok({"audit", "ledger", "--trust", "trust", "--lang", "en"}).out,
              HasSubstr("with the quorum of witnesses, size: 3"));
  witness->signal(SIGTERM);
  EXPECT_EQ(witness->finish().code, 0);
  // A witness that is gone takes nothing back: the command tells of its answers, not of the log.
  const Finished gone = home.run(writer({"cosign", "--policy", "policy", "--lang", "en"}));
  EXPECT_EQ(gone.code, 4);
  EXPECT_THAT(gone.out, HasSubstr("answered now with a cosignature: 0/1"));
}

TEST_F(ProofTool, NeighbourWitnessesTheLedger) {
  const auto witness = start_witness();
  witness->signal(SIGTERM);
  const Finished said = witness->finish();
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("witness neighbour.example/w+"));
}

}  // namespace
}  // namespace tools
