// SPDX-License-Identifier: Apache-2.0
// Names through the tool: into the vault, shown, blocked, erased; and that what was erased is in
// no file of the ledger, the vault, the views, the exports and the logs.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/secretary_home.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "Образцова Мария Ивановна";
constexpr const char* kOther = "Примерный Пётр Петрович";

std::string alias_event(const std::string& person, const std::string& name) {
  const std::string mention =
      R"({"person": "@)" + person + R"(", "name": "@name:)" + name + R"("})";
  return R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},)"
         R"("payload_type": "PersonAliasDeclared", "payload": {"person": )" +
         mention + R"(, "alias": {"person": "@alias-)" + person + R"("}}})" + "\n";
}

class VaultTool : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(home.make_vault()); }

  Finished record(const std::string& person, const std::string& name) {
    return home.with_vault({"append"}, alias_event(person, name));
  }
  Finished reveal(int index) {
    return home.run({"vault", "reveal", std::to_string(index), "--dir", "ledger", "--vault",
                     "vault", "--passphrase", "file:passphrase", "--purpose", "проверка"});
  }
  /// The paths of files that hold these bytes, plainly or in hex.
  std::string files_with(const std::string& bytes) {
    std::string hex;
    for (const char c : bytes) {
      constexpr const char* kDigits = "0123456789abcdef";
      hex += kDigits[static_cast<unsigned char>(c) >> 4];
      hex += kDigits[static_cast<unsigned char>(c) & 15];
    }
    std::string found;
    for (const auto& entry : fs::recursive_directory_iterator(home.dir.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text(std::istreambuf_iterator<char>(file), {});
      const bool here =
          text.find(bytes) != std::string::npos || text.find(hex) != std::string::npos;
      if (here) found += entry.path().string() + "\n";
    }
    return found;
  }
  std::string register_basis() {
    home.write("act.txt", "Отзыв согласия.\n");
    const Finished done = home.secretary(
        {"append", "--json"},
        R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},)"
        R"("payload_type": "DocumentRegistered", "payload": {"document": "@basis", "kind":)"
        R"("ERASURE_ACT", "title": "Отзыв согласия", "edition": 1, "rendition": "ORIGINAL",)"
        R"("file": {"@file": "act.txt", "media_type": "text/plain"},)"
        R"("custody": {"place": "ARCHIVE"}}})");
    EXPECT_EQ(done.code, 0) << done.err;
    return json_lines(done.out).at(0)["digest"];
  }
  /// A second key that may cosign.
  void introduce_second() {
    const Finished done = home.secretary(
        {"append"},
        R"({"@cosigners": ["second"], "scope": {"kind": "LEDGER",)"
        R"("id": "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":)"
        R"({"key": "@key:second", "kind": "PERSON", "capacity": {"organisation": "@ministry",)"
        R"("role": "ARCHIVIST"}, "organisation": "@ministry", "scopes": ["REGISTER", "RECORD"]}})");
    ASSERT_EQ(done.code, 0) << done.err;
  }
  Finished erase(const std::string& person, const std::string& basis,
                 const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{
        "vault",      "erase", home.id(person), "--reason", "consent-withdrawn",
        "--document", basis,   "--papers",      "."};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.with_vault(arguments);
  }
  Finished erase_into(const std::string& papers, const std::string& person,
                      const std::string& basis) {
    return home.with_vault({"vault", "erase", home.id(person), "--reason", "consent-withdrawn",
                            "--document", basis, "--papers", papers, "--cosigner", "second",
                            "--lang", "en"});
  }

  SecretaryHome home;
};

TEST_F(VaultTool, NameNeedsTheVaultAndGoesNowhereElse) {
  const Finished without = home.secretary({"append"}, alias_event("p", kName));
  EXPECT_EQ(without.code, 2);
  EXPECT_NE(without.err.find("NO_VAULT"), std::string::npos) << without.err;
  const int before = home.size();
  const Finished done = record("p", kName);
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(files_with(kName), "") << "neither the event nor the names file nor the vault";
  const Finished shown = reveal(before);
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_EQ(shown.out, std::string("payload.person.name  ") + kName + "\n");
  const std::string log = home.read("vault/access.log");
  EXPECT_NE(log.find(home.id("p")), std::string::npos);
  EXPECT_NE(log.find("проверка"), std::string::npos);
}

TEST_F(VaultTool, RetryGivesTheSameEvent) {
  ASSERT_EQ(record("p", kName).code, 0);
  const int size = home.size();
  const Finished again = record("p", kName);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(home.size(), size);
}

TEST_F(VaultTool, RefusedEventLeavesNothingInTheVault) {
  std::string event = alias_event("p", kName);
  event.replace(event.find("\"payload_type\""), 0,
                "\"basis\": [\"" + std::string(64, 'a') + "\"], ");
  EXPECT_NE(home.with_vault({"append"}, event).code, 0);
  EXPECT_TRUE(fs::is_empty(home.path("vault/values")) ||
              fs::is_empty(fs::directory_iterator(home.path("vault/values"))->path()));
}

TEST_F(VaultTool, BlockedNameIsNotShown) {
  const int index = home.size();
  ASSERT_EQ(record("p", kName).code, 0);
  const std::vector<std::string> block{"vault", "block",        home.id("p"),     "--vault",
                                       "vault", "--passphrase", "file:passphrase"};
  ASSERT_EQ(home.run(block).code, 0);
  EXPECT_EQ(reveal(index).out, "payload.person.name  (blocked)\n");
}

TEST_F(VaultTool, ErasureIsRecordedAndNothingIsLeftAnywhere) {
  introduce_second();
  const int index = home.size();
  ASSERT_EQ(record("p", kName).code, 0);
  ASSERT_EQ(record("q", kOther).code, 0);
  const std::string basis = register_basis();
  const Finished alone = erase("p", basis);
  EXPECT_EQ(alone.code, 2);
  EXPECT_NE(alone.err.find("SECOND_SIGNATURE"), std::string::npos) << alone.err;
  fs::copy(home.path("vault"), home.path("backup"), fs::copy_options::recursive);
  const Finished erased = erase("p", basis, {"--cosigner", "second", "--lang", "ru"});
  ASSERT_EQ(erased.code, 0) << erased.err << erased.out;
  EXPECT_NE(erased.out.find("АКТ"), std::string::npos);
  const auto events = home.payloads("PersonalDataErased");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0]["person"], home.id("p"));
  EXPECT_EQ(events[0]["fields"], json::parse("[{\"index\": " + std::to_string(index) +
                                             ", \"field\": \"payload.person.name\"}]"));
  EXPECT_EQ(events[0]["key_epoch_destroyed"], 1);
  EXPECT_EQ(files_with(kName), "");
  EXPECT_EQ(reveal(index).out, "payload.person.name  (destroyed)\n");
  EXPECT_EQ(reveal(index + 1).out, std::string("payload.person.name  ") + kOther + "\n");
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 0);
  const Finished again = erase("p", basis, {"--cosigner", "second"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(home.payloads("PersonalDataErased").size(), 1u) << "once is enough";
  fs::remove_all(home.path("vault"));
  fs::rename(home.path("backup"), home.path("vault"));
  EXPECT_EQ(reveal(index).code, 1) << "a backup of the folder has lost its key";
}

TEST_F(VaultTool, ErasureIsAnActOfThePlaceWhereItsBasisAndAllItsNamesLie) {
  introduce_second();
  ASSERT_EQ(record("p", kName).code, 0);
  const Finished erased = erase("p", register_basis(), {"--cosigner", "second"});
  ASSERT_EQ(erased.code, 0) << erased.err;
  const json body = home.events().back()["body"];
  EXPECT_EQ(body["payload_type"], "PersonalDataErased");
  EXPECT_EQ(body["scope"],
            json::parse(R"({"kind": "CLUSTER", "id": ")" + home.id("cluster") + R"("})"));
}

TEST_F(VaultTool, NameUnderAnErasedReferenceIsNotRecordedAgain) {
  introduce_second();
  home.copy_forms();
  ASSERT_EQ(home.with_vault({"record", "forms/council-counts.toml", "--yes"}).code, 0);
  const Finished erased = erase("person-мария", register_basis(), {"--cosigner", "second"});
  ASSERT_EQ(erased.code, 0) << erased.err;
  std::string form = home.read("forms/council-counts.toml");
  const std::string day = "дата = \"28.05.2021\"";
  form.replace(form.find(day), day.size(), "дата = \"27.05.2021\"");
  home.write("forms/next.toml", form);
  const int before = home.size();
  const Finished refused = home.with_vault({"record", "forms/next.toml", "--yes", "--lang", "ru"});
  EXPECT_EQ(refused.code, 4) << refused.err;
  EXPECT_NE(refused.err.find("PERSON_ERASED"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("под другой ссылкой"), std::string::npos) << refused.err;
  EXPECT_EQ(home.size(), before);
}

TEST_F(VaultTool, ErasureThatTheLedgerRefusesDestroysNothing) {
  const int index = home.size();
  ASSERT_EQ(record("p", kName).code, 0);
  const std::string basis = register_basis();
  const Finished refused = erase("p", basis, {"--cosigner", "second"});
  EXPECT_NE(refused.code, 0) << "the second key is unknown to the ledger";
  EXPECT_EQ(reveal(index).out, std::string("payload.person.name  ") + kName + "\n");
}

TEST_F(VaultTool, ErasureWhosePapersCannotBeWrittenDestroysNothing) {
  introduce_second();
  const int index = home.size();
  ASSERT_EQ(record("p", kName).code, 0);
  const std::string basis = register_basis();
  home.write("papers", "a file where the folder should be\n");
  const int before = home.size();
  const Finished refused = erase_into("papers", "p", basis);
  EXPECT_NE(refused.code, 0);
  EXPECT_NE(refused.err.find("FILE_WRITE"), std::string::npos) << refused.err;
  EXPECT_EQ(home.size(), before);
  EXPECT_EQ(reveal(index).out, std::string("payload.person.name  ") + kName + "\n");
  const Finished done = erase_into("new/folder", "p", basis);
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(fs::exists(home.path("new/folder/erasure-" + home.id("p") + ".act.txt")));
  EXPECT_NE(done.out.find("overwritten and removed: 1"), std::string::npos) << done.out;
}

TEST_F(VaultTool, VaultInsideTheLedgerIsRefused) {
  const Finished refused = home.run({"vault", "init", "--dir", "ledger", "--vault", "ledger/names",
                                     "--passphrase", "file:passphrase", "--kdf", "interactive"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("VAULT_INSIDE"), std::string::npos) << refused.err;
}

TEST_F(VaultTool, DestroyedFileLeavesItsHashAndNothingElse) {
  const std::string act = register_basis();
  const std::string text = "Письмо, которое будет уничтожено.";
  home.write("letter.txt", text);
  const Finished registered = home.secretary(
      {"append", "--json"},
      R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},)"
      R"("payload_type": "DocumentRegistered", "payload": {"document": "@letter", "kind":)"
      R"("LETTER", "title": "Письмо", "edition": 1, "rendition": "ORIGINAL",)"
      R"("file": {"@file": "letter.txt", "media_type": "text/plain"},)"
      R"("custody": {"place": "ARCHIVE"}}})");
  ASSERT_EQ(registered.code, 0) << registered.err;
  const std::string digest = json_lines(registered.out).at(0)["digest"];
  ASSERT_EQ(home.secretary({"attach", "letter.txt", "--document", digest}).code, 0);
  fs::remove(home.path("letter.txt"));
  const std::string sha256 = home.payloads("DocumentRegistered").back()["file"]["sha256"];
  EXPECT_NE(files_with(text), "");
  const std::vector<std::string> command{"document", "destroy",  sha256,      "--act",
                                         act,        "--reason", "term-ended"};
  const Finished alone = home.secretary(command);
  EXPECT_EQ(alone.code, 2);
  EXPECT_NE(alone.err.find("SECOND_SIGNATURE"), std::string::npos) << alone.err;
  EXPECT_NE(files_with(text), "");
  introduce_second();
  std::vector<std::string> signed_by_two = command;
  signed_by_two.insert(signed_by_two.end(), {"--cosigner", "second"});
  const Finished destroyed = home.secretary(signed_by_two);
  ASSERT_EQ(destroyed.code, 0) << destroyed.err << destroyed.out;
  EXPECT_EQ(files_with(text), "");
  const auto fields = home.payloads("PersonalDataErased").back()["fields"];
  EXPECT_EQ(fields.size(), 1u) << "the registration, to which attaching added nothing";
  EXPECT_EQ(home.payloads("DocumentRegistered").back()["file"]["sha256"], sha256);
  const int before = home.size();
  EXPECT_EQ(home.secretary(command).code, 0) << "done is done";
  EXPECT_EQ(home.size(), before);
}

}  // namespace
}  // namespace tools
