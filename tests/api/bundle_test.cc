// SPDX-License-Identifier: Apache-2.0
// Bundles: the same bytes for the same question, resumable, made into the same ledger again; and
// whatever is changed in one is named; and none needs more memory than a shorter one.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "api/archive.h"
#include "ledger/completeness.h"
#include "ledger/copy.h"
#include "ledger/hash.h"
#include "ledger/internal/verify_within.h"
#include "ledger/rocks_store.h"
#include "ledger/static_log.h"
#include "ledger/trust_source.h"
#include "tests/support/bundle_fixture.h"
#include "tests/support/committed_ledger.h"

namespace support {
namespace {

namespace fs = std::filesystem;

ledger::Result<ledger::CopyReport> copy(ledger::EventStore& target,
                                        const ledger::EventStore& source) {
  static const AdmitEverything everything;
  ledger::CopyOptions options;
  options.admission = &everything;
  options.threads = 2;
  return copy_log(target, source, options);
}

std::unique_ptr<ledger::EventStore> opened(const Files& files) {
  return std::move(*ledger::open_static_log(serving(files)));
}

TEST_F(Bundle, AnUntouchedOneHasNoFaults) {
  const TempDir dir;
  write_files(files(), dir.path());
  const auto report = audit_folder(dir.path());
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_TRUE(report.anchored());
  EXPECT_EQ(report.log.events_checked, kSize);
  EXPECT_GT(report.log.checkpoints_checked, 40u);
  EXPECT_EQ(report.log.tiles_checked, 4u);  // two complete, the open ones of two levels
  EXPECT_FALSE(report.views.empty());
  EXPECT_EQ(report.bundle->files + 1, files().size());
  EXPECT_TRUE(report.bundle->readmes_checked);
}

TEST_F(Bundle, WithoutATrustFileItIsNotAnchored) {
  const TempDir dir;
  write_files(files(), dir.path());
  const auto report = audit_folder(dir.path(), false);
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_FALSE(report.anchored());
}

TEST_F(Bundle, TheSameLedgerGivesTheSameBytes) {
  const TempDir dir;
  ASSERT_TRUE(export_to(dir / "again"));
  EXPECT_EQ(read_files(dir / "again"), files());
  for (const char* name : {"a.tar.zst", "b.tar.zst"}) {
    ASSERT_TRUE(api::pack_bundle(dir / "again", dir / name));
  }
  EXPECT_EQ(read_files(dir.path()).at("a.tar.zst"), read_files(dir.path()).at("b.tar.zst"));
  ASSERT_TRUE(api::unpack_bundle(dir / "a.tar.zst", dir / "out"));
  EXPECT_EQ(read_files(dir / "out"), files());
}

TEST_F(Bundle, AnInterruptedExportGoesOnToTheSizeItBegan) {
  const TempDir dir;
  api::ExportOptions stop_early;
  struct Stop {};
  stop_early.progress = [](std::uint64_t done, std::uint64_t) {
    if (done >= 256) throw Stop();
  };
  EXPECT_THROW((void)export_to(dir / "b", stop_early), Stop);
  EXPECT_FALSE(fs::exists(dir / "b" / "manifest.jsonl"));
  // What a crash may leave of the last file.
  std::ofstream(dir / "b" / "tile" / "0" / "000", std::ios::trunc) << "torn";
  const auto made = export_to(dir / "b");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->resumed);
  EXPECT_EQ(read_files(dir / "b"), files());
}

TEST_F(Bundle, AFolderWithOtherThingsIsNotExportedInto) {
  const TempDir dir;
  std::ofstream(dir / "mine") << "something";
  const auto made = export_to(dir.path());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "NOT_A_BUNDLE");
}

TEST_F(Bundle, ImportGivesTheSameRowsAsTheLedgerItself) {
  const auto disk = std::make_shared<MemoryDisk>();
  const auto copied = copy(*open_memory_store(disk), *opened(files()));
  ASSERT_TRUE(copied) << copied.error().reason << copied.error().message << copied.error().where;
  EXPECT_EQ(copied->size, kSize);
  EXPECT_EQ(disk->entries, ledger_->disk->entries);
  EXPECT_EQ(disk->unsealed_tables(), ledger_->disk->unsealed_tables());
  EXPECT_EQ(disk->head.edge, ledger_->disk->head.edge);
  EXPECT_TRUE(verify_anchored(disk).ok());
}

TEST_F(Bundle, RangesChainToTheSameLedger) {
  const auto disk = std::make_shared<MemoryDisk>();
  Files all;
  std::uint64_t from = 0;
  for (const std::uint64_t size : {std::uint64_t{20}, std::uint64_t{57}, kSize}) {
    const TempDir dir;
    api::ExportOptions options;
    options.size = size;
    options.from = from;
    const auto made = export_to(dir / "b", options);
    ASSERT_TRUE(made) << made.error().message;
    const Files range = read_files(dir / "b");
    const auto copied = copy(*open_memory_store(disk), *opened(range));
    ASSERT_TRUE(copied) << copied.error().reason << copied.error().message;
    EXPECT_EQ(copied->size_before, from);
    EXPECT_EQ(copied->size, size);
    for (const auto& [path, bytes] : range) all[path] = bytes;
    from = size;
  }
  EXPECT_EQ(disk->unsealed_tables(), ledger_->disk->unsealed_tables());
  // Laid over each other the ranges are the static log.
  for (const auto& [path, bytes] : files()) {
    if (path.starts_with("tile/") || path.starts_with("checkpoint")) {
      EXPECT_EQ(all[path], bytes) << path;
    }
  }
}

TEST_F(Bundle, ARangeThatDoesNotFitTheCopyIsAFork) {
  const TempDir dir;
  api::ExportOptions options;
  options.from = 57;
  ASSERT_TRUE(export_to(dir / "b", options));
  const auto disk = fresh();
  disk->entries[30] = disk->entries[31];
  disk->entries.resize(57);
  rewrite_history(disk, true);
  const auto copied = copy(*open_memory_store(disk), *opened(read_files(dir / "b")));
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().reason, "FORKED");
  EXPECT_EQ(disk->entries.size(), 57u);
}

TEST_F(Bundle, AnEmptyCopyTakesNothingFromARangeThatLacksTheBeginning) {
  const TempDir dir;
  api::ExportOptions options;
  options.from = 300;
  const auto made = export_to(dir / "b", options);
  if (!made) options.from = 57;
  Files range = made ? read_files(dir / "b") : Files();
  if (!made) {
    ASSERT_TRUE(export_to(dir / "c", options));
    range = read_files(dir / "c");
  }
  range.erase("tile/0/000");
  range.erase("tile/entries/000");
  const auto disk = std::make_shared<MemoryDisk>();
  EXPECT_FALSE(copy(*open_memory_store(disk), *opened(range)));
  EXPECT_TRUE(disk->entries.empty());
}

TEST_F(Bundle, ACopyThatHasMoreIsLeftAsItIs) {
  const auto disk = fresh();
  const TempDir dir;
  api::ExportOptions options;
  options.size = 57;
  ASSERT_TRUE(export_to(dir / "b", options));
  const auto copied = copy(*open_memory_store(disk), *opened(read_files(dir / "b")));
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(copied->size, kSize);
  EXPECT_EQ(disk->unsealed_tables(), ledger_->disk->unsealed_tables());
}

TEST_F(Bundle, OneSubjectWithProofs) {
  const TempDir dir;
  api::ExportOptions options;
  options.subject = ledger::Subject{ledger::SubjectKind::kOrganisation,
                                    *ledger::fixed_from_hex<ledger::Id>(ledger_->college_hex)};
  const auto made = export_to(dir / "b", options);
  ASSERT_TRUE(made) << made.error().message;
  const auto report = audit_folder(dir / "b");
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_TRUE(report.anchored());
  Files forged = read_files(dir / "b");
  for (auto& [path, bytes] : forged) {
    if (path.ends_with(".entry") && path != api::entry_path(0)) flip(bytes, bytes.size() / 2);
  }
  refit_manifest(forged);
  write_files(forged, dir / "forged");
  const auto found = audit_folder(dir / "forged");
  EXPECT_FALSE(found.ok());
  EXPECT_EQ(found.faults.front().reason, "PROOF_INVALID") << words(found);
}

TEST(BundleOfASubject, AProofOfAnOlderProgramIsNotCalledEditedForTheKeysThatItLacks) {
  CommittedLedger ledger;
  ledger.organisations(3);
  ledger.commit();
  const TempDir dir;
  api::ExportOptions options;
  options.dir = dir / "b";
  options.subject = ledger::Subject{ledger::SubjectKind::kOrganisation,
                                    *ledger::fixed_from_hex<ledger::Id>(hex_for(2'000'003, 16))};
  ASSERT_TRUE(api::export_bundle(ledger.log->view(), ledger.log->identity(), options));
  Files older = read_files(dir / "b");
  std::string& text = older.at("completeness.proof");
  auto proof = *ledger::parse_completeness(text);
  std::erase_if(proof.subjects, [&](const auto& one) { return one.subject != options.subject; });
  std::erase_if(proof.entries, [](const auto& event) { return event.index != 3; });
  text = *ledger::format_completeness(proof);
  refit_manifest(older);
  write_files(older, dir / "older");
  auto check = api::check_bundle_files(dir / "older");
  ASSERT_TRUE(check);
  api::check_subject_bundle(dir / "older", nullptr, *check);
  ASSERT_EQ(check->fault_count, 1u);
  EXPECT_EQ(check->faults[0].reason, "REGISTRY_MISSING");
  EXPECT_EQ(check->faults[0].kind, ledger::FaultClass::kMissing);
}

TEST(BundleOfASubject, ATrustFileWithAnotherKeyOfTheLogCallsItsProofNotEdited) {
  CommittedLedger ledger;
  ledger.organisations(3);
  ledger.commit();
  const TempDir dir;
  api::ExportOptions options;
  options.dir = dir / "b";
  options.subject = ledger::Subject{ledger::SubjectKind::kOrganisation,
                                    *ledger::fixed_from_hex<ledger::Id>(hex_for(2'000'003, 16))};
  ASSERT_TRUE(api::export_bundle(ledger.log->view(), ledger.log->identity(), options));
  ledger::Trust trust = *ledger::trust_of(ledger.log->view());
  trust.log_keys[0].key.key = TestKey(999).key;
  auto check = api::check_bundle_files(dir / "b");
  api::check_subject_bundle(dir / "b", &trust, *check);
  EXPECT_EQ(check->faults.at(0).kind, ledger::FaultClass::kWrongKey) << check->faults[0].reason;
}

// Two histories of one ledger, of one size, each with a true commitment at its end.
TEST(BundleOfASubject, ItsCheckpointAndThatOfItsProofAreOfOneHistory) {
  const TempDir dir;
  std::vector<Files> bundles;
  for (const std::uint64_t number : {50, 60}) {
    CommittedLedger ledger;
    ledger.organisations(3);
    ASSERT_TRUE(ledger.log->append({ledger.TestLedger::sign(ledger.organisation(number))}));
    ledger.commit();
    api::ExportOptions options;
    options.dir = dir / std::to_string(number);
    options.subject = ledger::Subject{ledger::SubjectKind::kOrganisation,
                                      *ledger::fixed_from_hex<ledger::Id>(hex_for(2'000'003, 16))};
    ASSERT_TRUE(api::export_bundle(ledger.log->view(), ledger.log->identity(), options));
    bundles.push_back(read_files(options.dir));
  }
  ASSERT_EQ(bundles[0].at(api::entry_path(3)), bundles[1].at(api::entry_path(3)));
  bundles[0]["completeness.proof"] = bundles[1].at("completeness.proof");
  refit_manifest(bundles[0]);
  write_files(bundles[0], dir / "both");
  auto check = api::check_bundle_files(dir / "both");
  ASSERT_TRUE(check);
  api::check_subject_bundle(dir / "both", nullptr, *check);
  ASSERT_EQ(check->fault_count, 1u);
  EXPECT_EQ(check->faults[0].reason, "FORKED");
  EXPECT_EQ(check->faults[0].kind, ledger::FaultClass::kForked);
  EXPECT_FALSE(check->complete_up_to);
}

TEST_F(Bundle, TheReadmeOfASubjectSaysThatOnlyTheCompletenessProofShowsThatNothingIsMissing) {
  api::BundleHeader header;
  header.kind = api::BundleKind::kSubject;
  header.size = 1;
  header.subject = ledger::Subject{ledger::SubjectKind::kCluster, {}};
  const std::string english = api::bundle_readme(header, false);
  EXPECT_EQ(english.find("all events about"), std::string::npos);
  EXPECT_NE(english.find("`completeness.proof`\nshows that none is missing"), std::string::npos);
  const std::string russian = api::bundle_readme(header, true);
  EXPECT_EQ(russian.find("все события о"), std::string::npos);
}

TEST_F(Bundle, WhateverIsDoneToAFileIsNamed) {
  const TempDir dir;
  write_files(files(), dir.path());
  for (const auto& [path, bytes] : files()) {
    const auto spoil = [&](std::string spoiled, const char* how) {
      std::ofstream(dir / path, std::ios::binary | std::ios::trunc) << spoiled;
      auto check = api::check_bundle_files(dir.path());
      const bool found = !check || check->fault_count > 0;
      EXPECT_TRUE(found) << path << ": " << how;
      if (check && path != api::kManifest) {
        EXPECT_EQ(check->faults.at(0).field, path) << how;
      }
    };
    std::string flipped = bytes;
    flip(flipped, flipped.size() / 2);
    spoil(flipped, "flipped");
    spoil(bytes.substr(0, bytes.size() - 1), "cut");
    spoil(bytes + "x", "lengthened");
    spoil("", "emptied");
    fs::remove(dir / path);
    const auto gone = api::check_bundle_files(dir.path());
    EXPECT_TRUE(!gone || gone->fault_count > 0) << path;
    std::ofstream(dir / path, std::ios::binary) << bytes;
  }
  std::ofstream(dir / "tile" / "more") << "x";
  EXPECT_EQ(api::check_bundle_files(dir.path())->faults.at(0).reason, "FILE_EXTRA");
}

TEST_F(Bundle, AForgerWhoMendsTheManifestIsFoundByTheEntries) {
  struct Case {
    const char* path;
    ledger::FaultClass kind;
  };
  const std::vector<Case> cases{
      {"tile/entries/000", ledger::FaultClass::kEdited},
      {"tile/entries/002.p/188", ledger::FaultClass::kEdited},
      {"tile/0/001", ledger::FaultClass::kTileDrift},
      {"tile/0/002.p/188", ledger::FaultClass::kTileDrift},
      {"tile/1/000.p/2", ledger::FaultClass::kTileDrift},
      {"events/000000000000.jsonl", ledger::FaultClass::kEdited},
      {"schema/v1/event_body.bfbs", ledger::FaultClass::kEdited},
      {"checkpoints/000", ledger::FaultClass::kBadSignature},
  };
  for (const Case& one : cases) {
    const TempDir dir;
    Files forged = files();
    ASSERT_TRUE(forged.contains(one.path)) << one.path;
    std::string& bytes = forged[one.path];
    if (std::string_view(one.path).starts_with("checkpoints")) {
      const std::size_t signature = bytes.find("\xE2\x80\x94 ");
      spoil_base64(bytes, bytes.find('\n', signature) - 30);
    } else if (std::string_view(one.path).ends_with("jsonl")) {
      bytes.replace(bytes.find("recorded_at") + 16, 1, "9");
    } else {
      flip(bytes, bytes.size() / 2 + 3);
    }
    refit_manifest(forged);
    write_files(forged, dir.path());
    const auto report = audit_folder(dir.path());
    EXPECT_FALSE(report.ok()) << one.path;
    ASSERT_FALSE(report.faults.empty()) << one.path;
    EXPECT_EQ(report.faults.front().kind, one.kind) << one.path << "\n" << words(report);
  }
}

TEST_F(Bundle, AFileThatItsKindHasIsMissedThoughTheManifestFits) {
  for (const char* path :
       {"events/000000000000.jsonl", "schema/v1/common.fbs", "README.en.md", "README.ru.md"}) {
    const TempDir dir;
    Files forged = files();
    ASSERT_EQ(forged.erase(path), 1u) << path;
    refit_manifest(forged);
    write_files(forged, dir.path());
    const auto report = audit_folder(dir.path());
    ASSERT_EQ(report.fault_count, 1u) << path << "\n" << words(report);
    EXPECT_EQ(report.faults[0].reason, "FILE_MISSING");
    EXPECT_EQ(report.faults[0].field, path);
  }
}

TEST_F(Bundle, AFileThatItsKindAndSizeDoNotHaveIsExtraThoughTheManifestFits) {
  for (const char* path :
       {"events/000000001024.jsonl", "events/000000000005.jsonl", "tile/5/000", "tile/0/000.p/7",
        "tile/entries/003", "entries/000000000007.entry", "entries/000000000007.tlog-proof",
        "schema/v9/event_body.fbs", "schema/v1/more.fbs", "completeness.proof", "consistency",
        "checkpoint.from", "checkpoints/003", "checkpoints/009"}) {
    const TempDir dir;
    Files forged = files();
    ASSERT_TRUE(forged.emplace(path, "invented\n").second) << path;
    refit_manifest(forged);
    write_files(forged, dir.path());
    const auto report = audit_folder(dir.path());
    ASSERT_EQ(report.fault_count, 1u) << path << "\n" << words(report);
    EXPECT_EQ(report.faults[0].reason, "FILE_EXTRA") << path;
    EXPECT_EQ(report.faults[0].field, path);
  }
}

TEST_F(Bundle, AnEventInWordsWithoutItsEntryIsExtraInABundleOfASubject) {
  const TempDir dir;
  api::ExportOptions options;
  options.subject = ledger::Subject{ledger::SubjectKind::kOrganisation,
                                    *ledger::fixed_from_hex<ledger::Id>(ledger_->college_hex)};
  ASSERT_TRUE(export_to(dir / "b", options));
  for (const char* path : {"events/000000000600.jsonl", "entries/000000000600.tlog-proof"}) {
    Files forged = read_files(dir / "b");
    ASSERT_TRUE(forged.emplace(path, "invented\n").second) << path;
    refit_manifest(forged);
    write_files(forged, dir / "forged");
    const auto report = audit_folder(dir / "forged");
    ASSERT_EQ(report.fault_count, 1u) << path << "\n" << words(report);
    EXPECT_EQ(report.faults[0].reason, "FILE_EXTRA");
    EXPECT_EQ(report.faults[0].field, path);
    fs::remove_all(dir / "forged");
  }
}

TEST_F(Bundle, OneOfAWholeLogThatSaysItBeginsLaterIsRefusedThoughTheManifestFits) {
  const TempDir dir;
  Files forged = files();
  std::string& manifest = forged.at(std::string(api::kManifest));
  const std::size_t at = manifest.find("\"from\":0");
  ASSERT_NE(at, std::string::npos);
  manifest.replace(at, 8, "\"from\":7");
  write_files(forged, dir.path());
  const auto source = api::open_log_source(dir.path());
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().reason, "BAD_MANIFEST");
}

TEST_F(Bundle, ACheckpointBeyondItsEndIsToldAndByTheLogsKeySaysThatItWasLonger) {
  const std::string block = ledger::checkpoints_path(ledger::checkpoints_block(kSize));
  const auto with_another = [&](const TestKey& key) {
    Files forged = files();
    std::vector<std::string> notes;
    const auto parsed =
        ledger::parse_checkpoints(forged.at(block), ledger::checkpoints_block(kSize));
    for (const auto& [size, note] : *parsed) notes.push_back(note);
    const ledger::NoteSigner signer{
        {ledger_->origin, ledger::SignatureType::kEd25519, key.key},
        [&](std::string_view message) -> ledger::Result<ledger::Signature> {
          return key.sign(message);
        }};
    notes.push_back(
        *ledger::sign_checkpoint({ledger_->origin, kSize + 10, ledger::sha256("x"), {}}, {signer}));
    forged[block] = ledger::build_checkpoints(notes);
    refit_manifest(forged);
    const TempDir dir;
    write_files(forged, dir.path());
    return audit_folder(dir.path());
  };
  const auto longer = with_another(ledger_->next_checkpoint);
  ASSERT_EQ(longer.fault_count, 1u) << words(longer);
  EXPECT_EQ(longer.faults[0].kind, ledger::FaultClass::kTruncated);
  EXPECT_EQ(longer.faults[0].reason, "LOG_SHORTER");
  const auto extra = with_another(ledger_->stranger);
  ASSERT_EQ(extra.fault_count, 1u) << words(extra);
  EXPECT_EQ(extra.faults[0].reason, "CHECKPOINT_EXTRA");
}

TEST_F(Bundle, AReadmeInOtherWordsIsFoundThoughTheManifestFits) {
  for (const char* path : {"README.en.md", "README.ru.md"}) {
    const TempDir dir;
    Files forged = files();
    std::string& bytes = forged[path];
    bytes.replace(bytes.find("letopis audit"), 13, "letopis trust");
    refit_manifest(forged);
    write_files(forged, dir / "forged");
    const auto report = audit_folder(dir / "forged");
    ASSERT_EQ(report.fault_count, 1u) << words(report);
    EXPECT_EQ(report.faults[0].reason, "README_DIFFERS");
    EXPECT_EQ(report.faults[0].field, path);
    // Of another version nothing is said, and that is said.
    std::string& manifest = forged["manifest.jsonl"];
    const std::string version = R"("readme_version":2)";
    manifest.replace(manifest.find(version), version.size(), R"("readme_version":9)");
    write_files(forged, dir / "later");
    const auto later = audit_folder(dir / "later");
    EXPECT_TRUE(later.ok()) << words(later);
    EXPECT_FALSE(later.bundle->readmes_checked);
  }
}

// Memory is the peak of the heap above where it stood before, of two logs in one run, with caches
// so small that either log fills them.

constexpr std::size_t kSmallCacheBytes = std::size_t{1} << 16;
constexpr std::uint64_t kShortLog = 1'500;
constexpr double kMemoryGrowthMax =
    3;  // what grew with the log would grow tenfold; peaks are sampled

std::size_t heap_now() {
  const auto heap = ::mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

/// The most that the heap held while this lived, beyond what it held before.
class PeakHeap {
 public:
  PeakHeap() : before_(heap_now()), sampler_([this] { sample(); }) {}
  ~PeakHeap() { (void)bytes(); }
  double bytes() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    if (sampler_.joinable()) sampler_.join();
    return static_cast<double>(std::max(peak_, before_) - before_);
  }

 private:
  void sample() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      peak_ = std::max(peak_, heap_now());
      wake_.wait_for(lock, std::chrono::microseconds(500));
    }
  }

  const std::size_t before_;
  std::size_t peak_ = 0;
  bool done_ = false;  ///< guarded by mutex_
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread sampler_;
};

/// Peaks of what is done with a log of this length, about ten organisations again and again.
struct BundlePeaks {
  double exporting = 0;
  double importing = 0;
  double verifying = 0;

  explicit BundlePeaks(std::uint64_t events) {
    record(events);
    exporting = during([this] { export_bundle(); });
    importing = during([this] { import_bundle(); });
    verifying = during([this] { verify_bundle(); });
  }

 private:
  template <typename Work>
  double during(const Work& work) {
    PeakHeap peak;
    work();
    return peak.bytes();
  }

  void record(std::uint64_t events) {
    for (std::uint64_t i = 1; i < events;) {
      std::vector<ledger::SignedEvent> batch;
      for (; batch.size() < 250 && i < events; ++i) {
        Draft draft = ledger.organisation(i % 10);
        draft.id = 1'000 + i;
        batch.push_back(ledger.TestLedger::sign(draft));
      }
      ASSERT_TRUE(ledger.log->append(std::move(batch)));
    }
    ledger.commit();
  }
  void export_bundle() {
    api::ExportOptions options;
    options.dir = dir / "bundle";
    ASSERT_TRUE(api::export_bundle(ledger.log->view(), ledger.log->identity(), options));
  }
  void import_bundle() {
    const auto source = api::open_log_source((dir / "bundle").string());
    ledger::RocksStoreOptions opening;
    opening.dir = dir / "copy";
    opening.create = true;
    opening.block_cache_bytes = opening.memtable_bytes = kSmallCacheBytes;
    const auto store = ledger::open_rocks_store(opening);
    ASSERT_TRUE(source && store);
    ledger::CopyOptions options;
    options.admission = ledger.admission.get();
    options.threads = 2;
    const auto copied = ledger::copy_log(**store, *source->log, options);
    ASSERT_TRUE(copied) << copied.error().message;
  }
  void verify_bundle() {
    const auto source = api::open_log_source((dir / "bundle").string());
    ASSERT_TRUE(source);
    ledger::VerifyOptions options;
    options.admission = ledger.admission.get();
    options.static_form = true;
    options.threads = 2;
    const auto report = ledger::internal::verify_within(*source->log, options, kSmallCacheBytes);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->ok());
  }

  CommittedLedger ledger;
  TempDir dir;
};

TEST(BundleMemory, ABundleTenTimesAsLongIsExportedImportedAndVerifiedInTheSameMemory) {
  if (heap_now() == 0) return;  // a sanitizer's heap does not tell
  const BundlePeaks once(kShortLog);
  const BundlePeaks ten(10 * kShortLog);
  EXPECT_LT(ten.exporting, kMemoryGrowthMax * once.exporting);
  EXPECT_LT(ten.importing, kMemoryGrowthMax * once.importing);
  EXPECT_LT(ten.verifying, kMemoryGrowthMax * once.verifying);
  RecordProperty("export", std::to_string(ten.exporting / once.exporting));
  RecordProperty("import", std::to_string(ten.importing / once.importing));
  RecordProperty("verify", std::to_string(ten.verifying / once.verifying));
}

}  // namespace
}  // namespace support
