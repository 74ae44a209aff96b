// SPDX-License-Identifier: Apache-2.0
// A server that lies, and an auditor with a trust file, sometimes with a checkpoint from before:
// each lie is caught and named. What no auditor of one server can catch is named in the README.
#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "api/serve.h"
#include "ledger/copy.h"
#include "ledger/schema/event_body_generated.h"
#include "ledger/static_log.h"
#include "ledger/tile.h"
#include "tests/support/bundle_fixture.h"
#include "tests/support/served_ledger.h"

namespace support {
namespace {

using ledger::FaultClass;

/// The bundle's files as a log serves them.
Files served(Files files) {
  std::erase_if(files, [](const auto& file) {
    return !file.first.starts_with("tile/") && !file.first.starts_with("checkpoint");
  });
  return files;
}

/// Entry `index` of a bundle: where its length begins, and how long it is with it.
std::pair<std::size_t, std::size_t> place_of(const std::string& bundle, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0; --index) at += 2 + std::size_t{ledger::get_u16(bundle.substr(at, 2))};
  return {at, 2 + std::size_t{ledger::get_u16(bundle.substr(at, 2))}};
}

::testing::AssertionResult caught(const api::AuditReport& report, FaultClass kind,
                                  const std::string& reason) {
  for (const ledger::Fault& fault : report.faults) {
    if (fault.kind == kind && fault.reason == reason) return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << "not among:\n" << words(report);
}

/// Serves what an operator would who holds all checkpoint keys and has written history anew.
class LyingServer : public Bundle {
 protected:
  static Files of_disk(const Disk& disk) {
    auto reader = std::make_shared<ledger::LogReader>(open_memory_store(disk));
    EXPECT_TRUE(reader->load());
    const TempDir dir;
    api::ExportOptions options;
    options.dir = dir / "b";
    const auto made = api::export_bundle(reader->view(), identity(), options);
    EXPECT_TRUE(made) << made.error().message;
    return served(read_files(dir / "b"));
  }
  /// What an import says, and how many events it has taken.
  using Imported = std::pair<std::string, std::uint64_t>;
  static Imported imported(const Files& shown) {
    static const AdmitEverything everything;
    const auto source = ledger::open_static_log(serving(shown));
    EXPECT_TRUE(source);
    const auto disk = std::make_shared<MemoryDisk>();
    ledger::CopyOptions options;
    options.admission = &everything;
    options.threads = 2;
    options.compare_tiles = true;
    const auto copied = ledger::copy_log(*open_memory_store(disk), **source, options);
    return {copied ? "taken" : copied.error().reason, disk->entries.size()};
  }
  static Files of_size(std::uint64_t size) {
    const TempDir dir;
    api::ExportOptions options;
    options.size = size;
    EXPECT_TRUE(export_to(dir / "b", options));
    return served(read_files(dir / "b"));
  }
};

/// One entry of event 100 recorded a microsecond earlier or later: its signatures still hold.
Files with_an_edited_entry(Files files) {
  constexpr std::size_t kLastOfTime = 2 + 1 + 7;  // behind the length and the version
  std::string& bundle = files.at("tile/entries/000");
  flip(bundle, place_of(bundle, 100).first + kLastOfTime);
  return files;
}

Files with_two_entries_swapped(Files files) {
  std::string& bundle = files.at("tile/entries/000");
  const auto [a, a_size] = place_of(bundle, 100);
  const auto [b, b_size] = place_of(bundle, 101);
  std::rotate(bundle.begin() + static_cast<std::ptrdiff_t>(a),
              bundle.begin() + static_cast<std::ptrdiff_t>(b),
              bundle.begin() + static_cast<std::ptrdiff_t>(b + b_size));
  return files;
}

/// Event 50 again in the place of event 120.
Files with_an_entry_replayed(Files files) {
  std::string& bundle = files.at("tile/entries/000");
  const auto [from, from_size] = place_of(bundle, 50);
  const std::string replayed = bundle.substr(from, from_size);
  const auto [to, to_size] = place_of(bundle, 120);
  bundle.replace(to, to_size, replayed);
  return files;
}

TEST_F(LyingServer, AnHonestServerIsFine) {
  const auto report = audit_served(served(files()), audit_options());
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_TRUE(report.anchored());
  EXPECT_EQ(report.log.events_checked, kSize);
}

/// Serves these files over HTTP, and answers with a status instead where one is given. Of one file
/// it says, when it is asked for the first time, that it is not there.
class HttpFiles {
 public:
  HttpFiles(Files files, std::map<std::string, int> statuses, std::string absent_at_first = {})
      : files_(std::move(files)),
        statuses_(std::move(statuses)),
        absent_at_first_(std::move(absent_at_first)) {
    server_.Get(R"(/(.*))", [this](const httplib::Request& request, httplib::Response& response) {
      const std::string path = request.matches[1];
      const auto status = statuses_.find(path);
      const bool absent = path == absent_at_first_ && !asked_.exchange(true);
      const auto file = absent ? files_.end() : files_.find(path);
      response.status = status != statuses_.end() ? status->second
                        : file != files_.end()    ? 200
                                                  : 404;
      if (response.status == 200) response.set_content(file->second, "application/octet-stream");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~HttpFiles() {
    server_.stop();
    thread_.join();
  }
  HttpFiles(const HttpFiles&) = delete;
  HttpFiles& operator=(const HttpFiles&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  const Files files_;
  const std::map<std::string, int> statuses_;
  const std::string absent_at_first_;
  std::atomic<bool> asked_ = false;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

TEST_F(LyingServer, OneThatAnswersWithAnErrorOfItsOwnIsNotCalledALiar) {
  for (const char* path : {"tile/entries/001", "tile/0/000", "checkpoints/000"}) {
    for (const int status : {500, 503, 429}) {
      const HttpFiles server(served(files()), {{path, status}});
      const auto source = api::open_log_source(server.url());
      ASSERT_TRUE(source) << source.error().message;
      const auto report = api::audit_log(*source, audit_options());
      ASSERT_FALSE(report) << path << " " << status << "\n" << words(*report);
      EXPECT_EQ(report.error().code, ledger::ErrorCode::kIo);
      EXPECT_EQ(report.error().reason, "BAD_ANSWER");
    }
  }
}

TEST_F(LyingServer, OneThatLiesAndDoesNotAnswerElsewhereIsStillCalledALiar) {
  const HttpFiles server(with_an_edited_entry(served(files())), {{"checkpoints/002", 503}});
  const auto source = api::open_log_source(server.url());
  ASSERT_TRUE(source) << source.error().message;
  const auto report = api::audit_log(*source, audit_options());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->ok());
}

TEST_F(LyingServer, WhatItSaidWasNotThereItCannotShowLater) {
  const HttpFiles server(served(files()), {}, "checkpoints/000");
  const auto source = api::open_log_source(server.url());
  ASSERT_TRUE(source) << source.error().message;
  for (const char* pass : {"first", "second"}) {
    std::size_t shown = 0;
    const auto count = [&](std::uint64_t, std::string_view) { return ++shown > 0; };
    ASSERT_TRUE(source->log->checkpoints(1, ledger::kTileWidth + 1, count)) << pass;
    EXPECT_EQ(shown, 0u) << pass;
  }
}

TEST_F(LyingServer, OneThatKeepsNoEarlierCheckpointsIsFineToo) {
  Files plain = served(files());
  std::erase_if(plain, [](const auto& file) { return file.first.starts_with("checkpoints/"); });
  const auto report = audit_served(plain, audit_options());
  EXPECT_TRUE(report.ok()) << words(report);
}

TEST_F(LyingServer, ACompleteTileStandsForAPartialOneThatWasDropped) {
  constexpr std::uint64_t kEarlier = 279;
  Files plain = of_size(kEarlier);
  const Files whole = served(files());
  for (const std::string complete : {"tile/0/001", "tile/entries/001"}) {
    ASSERT_EQ(plain.erase(complete + ".p/23"), 1u);
    plain[complete] = whole.at(complete);
  }
  const auto report = audit_served(plain, audit_options());
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_EQ(report.log.events_checked, kEarlier);
  Files lie = plain;
  flip(lie.at("tile/0/001"), 40);
  EXPECT_TRUE(caught(audit_served(lie, audit_options()), FaultClass::kTileDrift, "TILE_DIFFERS"));
  lie = plain;
  lie.at("tile/entries/001").resize(100);
  EXPECT_FALSE(audit_served(lie, audit_options()).ok());
}

TEST_F(LyingServer, AnEditedEntryIsNamed) {
  const auto report = audit_served(with_an_edited_entry(served(files())), audit_options());
  EXPECT_TRUE(caught(report, FaultClass::kEdited, "LEAF_DIFFERS"));
  EXPECT_EQ(report.faults.front().index, 100u) << words(report);
}

TEST_F(LyingServer, TwoSwappedEntriesAreCaught) {
  const auto report = audit_served(with_two_entries_swapped(served(files())), audit_options());
  EXPECT_TRUE(caught(report, FaultClass::kReordered, "ENTRY_MOVED"));
  EXPECT_EQ(report.faults.front().index, 100u) << words(report);
}

TEST_F(LyingServer, AnEntryReplayedInAnothersPlaceIsCaught) {
  const auto report = audit_served(with_an_entry_replayed(served(files())), audit_options());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.faults.front().index, 120u) << words(report);
  EXPECT_TRUE(caught(report, FaultClass::kReordered, "ENTRY_MOVED"));
}

TEST_F(LyingServer, ForAnIntroductionOfAKeyThatItReplacedNoLaterEventIsBlamed) {
  std::vector<std::uint64_t> introductions;
  std::uint64_t plain = 0;
  auto listed = view().by_type(ledger::fb::Payload::KeyIntroduced, 0, [&](std::uint64_t index) {
    if (index < ledger::kTileWidth) introductions.push_back(index);
    return true;
  });
  ASSERT_TRUE(listed);
  ASSERT_FALSE(introductions.empty());
  listed = view().by_type(ledger::fb::Payload::OrganisationRegistered, 0, [&](std::uint64_t index) {
    plain = index;
    return false;
  });
  ASSERT_TRUE(listed);
  for (const std::uint64_t index : introductions) {
    Files lie = served(files());
    std::string& bundle = lie.at("tile/entries/000");
    const auto [from, from_size] = place_of(bundle, plain);
    const std::string replayed = bundle.substr(from, from_size);
    const auto [to, to_size] = place_of(bundle, index);
    bundle.replace(to, to_size, replayed);
    const auto report = audit_served(lie, audit_options());
    EXPECT_TRUE(caught(report, FaultClass::kReordered, "ENTRY_MOVED")) << index;
    for (const ledger::Fault& fault : report.faults) {
      EXPECT_NE(fault.kind, FaultClass::kWrongKey) << index << "\n" << words(report);
    }
  }
}

TEST_F(LyingServer, ABundleThatIsCutShortIsCaught) {
  Files lie = served(files());
  lie["tile/entries/001"].resize(lie["tile/entries/001"].size() / 2);
  const auto report = audit_served(lie, audit_options());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.faults.front().reason, "BAD_BUNDLE") << words(report);
  EXPECT_GT(*report.faults.front().index, 256u);
  EXPECT_LT(*report.faults.front().index, 512u);
}

TEST_F(LyingServer, EntriesThatAreWithheldAreMissed) {
  Files lie = served(files());
  lie.erase("tile/entries/001");
  const auto report = audit_served(lie, audit_options());
  EXPECT_TRUE(caught(report, FaultClass::kMissing, "ENTRY_MISSING"));
  EXPECT_EQ(report.faults.front().index, 256u) << words(report);
}

TEST_F(LyingServer, ATileOfLiesIsCaught) {
  for (const char* path : {"tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2"}) {
    Files lie = served(files());
    flip(lie.at(path), 40);
    const auto report = audit_served(lie, audit_options());
    EXPECT_TRUE(caught(report, FaultClass::kTileDrift, "TILE_DIFFERS")) << path;
  }
}

TEST_F(LyingServer, NothingIsImportedFromOneThatLies) {
  const Files honest = served(files());
  EXPECT_EQ(imported(honest), (Imported{"taken", kSize}));
  EXPECT_EQ(imported(with_an_edited_entry(honest)), (Imported{"LEAF_DIFFERS", 0}));
  EXPECT_EQ(imported(with_two_entries_swapped(honest)), (Imported{"LEAF_DIFFERS", 0}));
  EXPECT_EQ(imported(with_an_entry_replayed(honest)), (Imported{"LEAF_DIFFERS", 0}));
  Files lie = honest;
  lie.erase("tile/entries/001");
  EXPECT_EQ(imported(lie), (Imported{"ENTRY_MISSING", 0}));
  lie = honest;
  lie["tile/entries/001"].resize(lie["tile/entries/001"].size() / 2);
  EXPECT_EQ(imported(lie), (Imported{"BAD_BUNDLE", 0}));
  lie = honest;
  lie["tile/entries/001"] = std::string(ledger::kEntryBundleBytesMax + 1, 'x');
  EXPECT_EQ(imported(lie), (Imported{"RESOURCE_TOO_LARGE", 0}));
  for (const char* path : {"tile/0/000", "tile/0/002.p/188"}) {
    lie = honest;
    flip(lie.at(path), 40);
    EXPECT_EQ(imported(lie), (Imported{"ROOT_MISMATCH", 0})) << path;
  }
  lie = honest;
  flip(lie.at("tile/1/000.p/2"), 40);
  EXPECT_EQ(imported(lie), (Imported{"TILE_DIFFERS", 0}));
}

TEST_F(LyingServer, HistoryWrittenAnewWithAllCheckpointKeysIsCaught) {
  const auto disk = fresh();
  *disk->entries[600] = *disk->entries[601];
  rewrite_history(disk, true);
  // By itself it only replays an event; against a checkpoint from before it is a fork.
  auto options = audit_options();
  options.known = *anchor_;
  const auto report = audit_served(of_disk(disk), options);
  EXPECT_FALSE(report.ok());
  EXPECT_TRUE(caught(report, FaultClass::kForked, "ROOT_DIFFERS"));
}

TEST_F(LyingServer, TheSecondOfTwoFacesIsCaught) {
  // One face shows 700 events, the other one 699 and another last one: each fine by itself.
  const auto disk = fresh();
  disk->entries.pop_back();
  rewrite_history(disk, true);
  const Files face = of_disk(disk);
  EXPECT_TRUE(audit_served(face, audit_options()).ok());
  auto options = audit_options();
  options.known = *anchor_;
  const auto report = audit_served(face, options);
  EXPECT_TRUE(caught(report, FaultClass::kTruncated, "LOG_SHORTER"));
}

TEST_F(LyingServer, ACheckpointFromBeforeByAStrangersKeyIsAWrongFileAndNoFaultOfTheLog) {
  const TestKey& stranger = ledger_->stranger;
  const ledger::NoteSigner signer{
      {ledger_->origin, ledger::SignatureType::kEd25519, stranger.key},
      [&](std::string_view message) -> ledger::Result<ledger::Signature> {
        return stranger.sign(message);
      }};
  auto options = audit_options();
  options.known =
      *ledger::sign_checkpoint({ledger_->origin, 57, *view().root_at(57), {}}, {signer});
  api::LogSource source;
  source.kind = api::SourceKind::kServer;
  source.log = std::move(*ledger::open_static_log(serving(served(files()))));
  const auto report = api::audit_log(source, options);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ledger::ErrorCode::kInvalid);
  EXPECT_EQ(report.error().where, "--known");
}

TEST_F(LyingServer, AStaleHeadIsCaughtByACheckpointFromBefore) {
  auto options = audit_options();
  EXPECT_TRUE(audit_served(of_size(57), options).ok());
  options.known = *anchor_;
  EXPECT_TRUE(caught(audit_served(of_size(57), options), FaultClass::kTruncated, "LOG_SHORTER"));
}

TEST_F(LyingServer, ACheckpointReplayedOverALongerLogIsCaught) {
  Files lie = served(files());
  lie["checkpoint"] = note_at(ledger_->disk, 57);
  lie["checkpoints/000"] = served(files())["checkpoints/000"];
  // Complete tiles stand for the open ones of then: what it says is true of 57 events, and says so.
  auto options = audit_options();
  EXPECT_EQ(audit_served(lie, options).log.size, 57u);
  options.known = *anchor_;
  EXPECT_TRUE(caught(audit_served(lie, options), FaultClass::kTruncated, "LOG_SHORTER"));
}

TEST_F(LyingServer, AnotherLedgersCheckpointIsCaught) {
  SampleLedger other(TestLedger::Where::kMemory, "ledger.example/other");
  other.people();
  Files lie = served(files());
  lie["checkpoint"] = other.log->view().note();
  const auto report = audit_served(lie, audit_options());
  EXPECT_TRUE(caught(report, FaultClass::kWrongKey, "WRONG_ORIGIN"));
}

TEST_F(LyingServer, AnotherLedgerOfTheSameOriginAndKeysIsCaught) {
  auto options = audit_options();
  options.trust->ledger_id.bytes[0] ^= 1;
  const auto report = audit_served(served(files()), options);
  EXPECT_TRUE(caught(report, FaultClass::kForked, "ANOTHER_LEDGER"));
}

TEST_F(LyingServer, ACheckpointByAKeyThatNobodyPinnedIsCaught) {
  auto options = audit_options();
  options.trust->log_keys = {
      {{ledger_->origin, ledger::SignatureType::kEd25519, ledger_->stranger.key}, std::nullopt}};
  const auto report = audit_served(served(files()), options);
  EXPECT_TRUE(caught(report, FaultClass::kWrongKey, "NO_TRUSTED_SIGNATURE"));
  EXPECT_FALSE(report.anchored());
}

TEST_F(LyingServer, OneWhoseCheckpointNoPinnedKeySignedIsAskedForNothingMore) {
  auto options = audit_options();
  options.trust->log_keys = {
      {{ledger_->origin, ledger::SignatureType::kEd25519, ledger_->stranger.key}, std::nullopt}};
  std::size_t asked = 0;
  auto log = ledger::open_static_log(
      [&asked, answer = serving(served(files()))](const std::string& path, std::size_t bytes_max) {
        ++asked;
        return answer(path, bytes_max);
      });
  ASSERT_TRUE(log);
  api::LogSource source;
  source.kind = api::SourceKind::kServer;
  source.log = std::move(*log);
  EXPECT_TRUE(caught(audit(source, options), FaultClass::kWrongKey, "NO_TRUSTED_SIGNATURE"));
  EXPECT_EQ(asked, 1u) << "for its checkpoint";
}

TEST_F(LyingServer, ARetiredKeyOverALaterSizeIsCaught) {
  auto options = audit_options();
  options.trust->log_keys = {
      {{ledger_->origin, ledger::SignatureType::kEd25519, ledger_->next_checkpoint.key},
       kSize - 1}};
  const auto report = audit_served(served(files()), options);
  EXPECT_TRUE(caught(report, FaultClass::kWrongKey, "KEY_RETIRED"));
}

TEST_F(LyingServer, AnAbsurdSizeIsCaught) {
  // Signed with the log's own key: only what is there can be read, and nothing runs on for ever.
  const ledger::NoteSigner signer{
      {ledger_->origin, ledger::SignatureType::kEd25519, ledger_->next_checkpoint.key},
      [](std::string_view m) -> ledger::Result<ledger::Signature> {
        return ledger_->next_checkpoint.sign(m);
      }};
  for (const std::uint64_t size : {std::uint64_t{701}, ledger::kTreeSizeMax}) {
    Files lie = served(files());
    lie["checkpoint"] =
        *ledger::sign_checkpoint({ledger_->origin, size, ledger::Hash{}, {}}, {signer});
    const auto report = audit_served(lie, audit_options());
    EXPECT_FALSE(report.ok()) << size;
  }
}

TEST_F(LyingServer, AnswersWithoutEndAreCutOff) {
  Files lie = served(files());
  lie["tile/entries/002.p/188"] = std::string(ledger::kEntryBundleBytesMax + 1, 'x');
  lie["tile/0/001"] = std::string(100'000, 'x');
  const auto report = audit_served(lie, audit_options());
  EXPECT_TRUE(caught(report, FaultClass::kEdited, "RESOURCE_TOO_LARGE"));
}

/// Pins of the college: the key that it has from event kCollegeKeyAt on, and others.
api::AuditOptions with_pins(api::AuditOptions options, const SampleLedger& from,
                            const std::vector<const TestKey*>& keys) {
  for (const TestKey* key : keys) {
    options.trust->organisations.push_back(
        {*ledger::fixed_from_hex<ledger::Id>(from.college_hex), key->key, "College"});
  }
  return options;
}

TEST_F(LyingServer, AnOlderCopyIsNotFaultedForAKeyThatCameLater) {
  const auto pinned = with_pins(audit_options(), *ledger_, {&ledger_->college});
  const auto before = audit_served(of_size(SampleLedger::kCollegeKeyAt), pinned);
  EXPECT_TRUE(before.ok()) << words(before);
  EXPECT_EQ(before.organisation_keys, 0u);
  EXPECT_EQ(before.organisations_later, std::vector<std::string>{"College"});
  const auto after = audit_served(of_size(SampleLedger::kCollegeKeyAt + 1), pinned);
  EXPECT_TRUE(after.ok()) << words(after);
  EXPECT_EQ(after.organisation_keys, 1u);
  EXPECT_TRUE(after.organisations_later.empty());
}

TEST_F(LyingServer, APinnedKeyThatReplacedAnotherPinnedOneIsALaterOneOfAnOlderCopy) {
  const auto pinned = with_pins(audit_options(), *ledger_, {&ledger_->college, &ledger_->stranger});
  const auto report = audit_served(served(files()), pinned);
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_EQ(report.organisation_keys, 1u);
  EXPECT_EQ(report.organisations_later.size(), 1u);
}

TEST_F(LyingServer, AnotherKeyInThePlaceOfThePinnedOneIsAFault) {
  const auto pinned = with_pins(audit_options(), *ledger_, {&ledger_->stranger});
  EXPECT_TRUE(
      caught(audit_served(served(files()), pinned), FaultClass::kWrongKey, "ORGANISATION_KEY"));
}

TEST_F(LyingServer, WithheldEntriesAccuseNoOrganisationOfAnotherKey) {
  const auto pinned = with_pins(audit_options(), *ledger_, {&ledger_->stranger});
  Files lie = served(files());
  lie.erase("tile/entries/001");
  const auto report = audit_served(lie, pinned);
  EXPECT_FALSE(report.ok());
  EXPECT_FALSE(caught(report, FaultClass::kWrongKey, "ORGANISATION_KEY"));
}

}  // namespace
}  // namespace support

namespace testing_support {
namespace {

class AuditedOverHttp : public LedgerServed {};

TEST_F(AuditedOverHttp, AuditOverASocketSeesWhatAFolderWouldSee) {
  for (std::uint64_t n = 1; n <= 260; ++n) t.must(t.organisation(n));
  serve();
  const auto source =
      api::open_log_source("http://127.0.0.1:" + std::to_string(server_->port()) + "/");
  ASSERT_TRUE(source) << source.error().message;
  api::AuditOptions options;
  const support::AdmitEverything everything;
  options.admission = &everything;
  const auto report = api::audit_log(*source, options);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->ok()) << support::words(*report);
  EXPECT_EQ(report->log.events_checked, 261u);
  EXPECT_EQ(report->log.root, view().checkpoint().root);
}

}  // namespace
}  // namespace testing_support
