// SPDX-License-Identifier: Apache-2.0
// A commitment that lies in the middle of the log, with true ones before and after it: whoever
// audits or copies finds it and names it, from a folder, a bundle, a server, and from where an
// earlier audit ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "api/audit.h"
#include "api/bundle_export.h"
#include "api/serve.h"
#include "ledger/completeness.h"
#include "ledger/copy.h"
#include "ledger/hash.h"
#include "ledger/tlog_proof.h"
#include "tests/support/bundle_fixture.h"
#include "tests/support/hidden_event.h"
#include "tests/support/midway_lie.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using support::MidwayLie;
using testing::HasSubstr;

class FalseCommitment : public ::testing::Test {
 protected:
  static api::AuditOptions audit_options(const MidwayLie& t) {
    static const projections::GovernanceAdmission rules;
    api::AuditOptions options;
    options.admission = &rules;
    options.trust = t.trust();
    return options;
  }
  static api::AuditReport audited(const MidwayLie& t, const api::LogSource& source) {
    const auto report = api::audit_log(source, audit_options(t));
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : api::AuditReport{};
  }
  static void expect_named(const api::AuditReport& report, std::uint64_t index,
                           const std::string& reason) {
    ASSERT_EQ(report.fault_count, 1U) << support::words(report);
    EXPECT_EQ(report.faults[0].kind, ledger::FaultClass::kFalseCommitment);
    EXPECT_EQ(report.faults[0].reason, reason);
    EXPECT_EQ(report.faults[0].index, index);
    EXPECT_THAT(report.faults[0].field, HasSubstr("payload."));
  }
  std::filesystem::path exported(const MidwayLie& t, const std::string& name,
                                 std::uint64_t size = 0, std::uint64_t from = 0) {
    api::ExportOptions options;
    options.dir = dir_ / name;
    options.size = size;
    options.from = from;
    const auto made = api::export_bundle(t.log->view(), t.identity(), options);
    EXPECT_TRUE(made) << made.error().message;
    return options.dir;
  }
  static ledger::Result<ledger::CopyReport> copied(ledger::EventStore& target,
                                                   const std::filesystem::path& bundle) {
    static const projections::GovernanceAdmission rules;
    ledger::CopyOptions options;
    options.admission = &rules;
    return ledger::copy_log(target, *api::open_log_source(bundle)->log, options);
  }

  support::TempDir dir_;
};

TEST_F(FalseCommitment, TrueOnesAreRecomputedAndCountedByAuditAndImport) {
  const MidwayLie t([](ledger::Commitment&, const ledger::EventStore&) {});
  const auto bundle = exported(t, "b");
  const auto report = audited(t, *api::open_log_source(bundle));
  EXPECT_TRUE(report.ok()) << support::words(report);
  EXPECT_EQ(report.commitments, 3U);
  const auto disk = std::make_shared<support::MemoryDisk>();
  const auto copy = copied(*support::open_memory_store(disk), bundle);
  ASSERT_TRUE(copy) << copy.error().message << copy.error().where;
  EXPECT_EQ(copy->commitments, 3U);
  EXPECT_EQ(disk->unsealed_tables(), t.disk->unsealed_tables());
}

TEST_F(FalseCommitment, ADigestOfAViewThatIsNotFoldedHereIsToldAndNotCountedAsCompared) {
  const MidwayLie t([](ledger::Commitment& c, const ledger::EventStore&) {
    c.views = {{"foo", 99, ledger::sha256("x")}};
  });
  const auto report = audited(t, *api::open_log_source(exported(t, "b")));
  EXPECT_TRUE(report.ok()) << support::words(report);
  EXPECT_EQ(report.views_not_compared, (std::map<std::string, std::uint64_t>{{"foo v99", 1}}));
}

TEST_F(FalseCommitment, ACommitmentThatSaysNothingAboutViewsIsTold) {
  const MidwayLie quiet([](ledger::Commitment& c, const ledger::EventStore&) { c.views.clear(); });
  const auto report = audited(quiet, *api::open_log_source(exported(quiet, "b")));
  EXPECT_TRUE(report.ok()) << support::words(report);
  EXPECT_GE(report.commitments_without_views, 1u);
}

TEST_F(FalseCommitment, EachLieIsNamedInTheLedgerItselfAndWhenItIsCopied) {
  struct Lie {
    const char* reason;
    MidwayLie::Change change;
  };
  const std::vector<Lie> lies{
      {"COMMITMENT_MAP", support::shorten},
      {"COMMITMENT_COUNT", [](ledger::Commitment& c, const ledger::EventStore&) { --c.map_count; }},
      {"COMMITMENT_RULES",
       [](ledger::Commitment& c, const ledger::EventStore&) { c.rules_version = 9; }},
      {"COMMITMENT_ADMISSION",
       [](ledger::Commitment& c, const ledger::EventStore&) {
         c.admission_digest = ledger::sha256("x");
       }},
      {"COMMITMENT_PREVIOUS",
       [](ledger::Commitment& c, const ledger::EventStore&) { c.previous.reset(); }},
  };
  for (const Lie& lie : lies) {
    const MidwayLie t(lie.change);
    api::LogSource source;
    source.kind = api::SourceKind::kLedger;
    source.static_form = false;
    source.log = t.store();
    expect_named(audited(t, source), t.index, lie.reason);
    const auto disk = std::make_shared<support::MemoryDisk>();
    const auto copy = copied(*support::open_memory_store(disk), exported(t, lie.reason));
    ASSERT_FALSE(copy) << lie.reason;
    EXPECT_EQ(copy.error().code, ledger::ErrorCode::kCorrupt);
    EXPECT_EQ(copy.error().reason, lie.reason);
    EXPECT_THAT(copy.error().where, HasSubstr("event " + std::to_string(t.index) + ": payload."));
  }
}

TEST_F(FalseCommitment, IsNamedInABundleAFolderOfResourcesAndAServer) {
  const MidwayLie t(support::shorten);
  const auto bundle = exported(t, "b");
  expect_named(audited(t, *api::open_log_source(bundle)), t.index, "COMMITMENT_MAP");
  // The same files without what makes a bundle of them.
  support::Files files = support::read_files(bundle);
  std::erase_if(files, [](const auto& file) {
    return !file.first.starts_with("tile/") && !file.first.starts_with("checkpoint");
  });
  support::write_files(files, dir_ / "static");
  expect_named(audited(t, *api::open_log_source(dir_ / "static")), t.index, "COMMITMENT_MAP");
  auto reader = std::make_shared<ledger::LogReader>(t.store());
  ASSERT_TRUE(reader->load());
  api::ServeOptions options;
  options.views = dir_ / "views";
  options.server.on_access = [](const api::AccessRecord&) {};
  auto server = api::LedgerServer::start({nullptr, reader}, options);
  ASSERT_TRUE(server) << server.error().message;
  const auto served =
      api::open_log_source("http://127.0.0.1:" + std::to_string((*server)->port()) + "/");
  ASSERT_TRUE(served) << served.error().message;
  expect_named(audited(t, *served), t.index, "COMMITMENT_MAP");
}

TEST_F(FalseCommitment, IsNamedByTheNextAuditThoughANewerOneIsTrue) {
  const MidwayLie t(support::shorten);
  const std::uint64_t attested = 101;  // up to the first organisations, before the first commitment
  const auto begin = exported(t, "begin", attested);
  const auto disk = std::make_shared<support::MemoryDisk>();
  std::shared_ptr<ledger::EventStore> store = support::open_memory_store(disk);
  ASSERT_TRUE(copied(*store, begin));
  const auto first = audited(t, *api::open_log_source(begin));
  ASSERT_TRUE(first.ok()) << support::words(first);
  const api::AttestedCopy copy{store, dir_ / "views of the auditor", api::attestation_of(first)};
  const auto next = api::open_log_source(exported(t, "next", 0, attested));
  ASSERT_TRUE(next) << next.error().message;
  const auto report = api::audit_further(copy, *next, audit_options(t));
  ASSERT_TRUE(report) << report.error().message;
  expect_named(*report, t.index, "COMMITMENT_MAP");
}

TEST_F(FalseCommitment, AnAttestationWhoseLinesAreChangedIsRefusedOrTold) {
  const MidwayLie t([](ledger::Commitment&, const ledger::EventStore&) {});
  const auto begin = exported(t, "begin", 101);
  const auto first = audited(t, *api::open_log_source(begin));
  ASSERT_TRUE(first.ok()) << support::words(first);
  const auto next = api::open_log_source(exported(t, "next", 0, 101));
  ASSERT_TRUE(next) << next.error().message;
  const auto audit_from = [&](const ledger::Attestation& attestation, const std::string& views) {
    const auto disk = std::make_shared<support::MemoryDisk>();
    std::shared_ptr<ledger::EventStore> store = support::open_memory_store(disk);
    EXPECT_TRUE(copied(*store, begin));
    auto report = api::audit_further({store, dir_ / views, attestation}, *next, audit_options(t));
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : api::AuditReport{};
  };
  const ledger::Attestation whole = api::attestation_of(first);
  ASSERT_GE(whole.views.size(), 2U);
  const auto sound = audit_from(whole, "v1");
  EXPECT_TRUE(sound.ok()) << support::words(sound);
  EXPECT_TRUE(sound.views_not_attested.empty());

  ledger::Attestation other_rules = whole;
  ++other_rules.rules_version;
  const auto refused = audit_from(other_rules, "v2");
  ASSERT_EQ(refused.fault_count, 1U) << support::words(refused);
  EXPECT_EQ(refused.faults[0].reason, "ATTESTATION_DIFFERS");
  EXPECT_EQ(refused.faults[0].field, "rules");

  ledger::Attestation fewer = whole;
  fewer.views.erase(fewer.views.begin());
  ++fewer.views.front().version;
  const auto told = audit_from(fewer, "v3");
  EXPECT_TRUE(told.ok()) << support::words(told);
  EXPECT_EQ(told.views_not_attested.size(), 2U);
}

TEST_F(FalseCommitment, IsToldByTheToolWithTheEvent) {
  const MidwayLie t(support::shorten);
  const ToolHome home;
  exported(t, "b");
  std::filesystem::rename(dir_ / "b", home.path("bundle"));
  std::ofstream(home.path("trust")) << *ledger::format_trust(t.trust());
  const Finished audit = home.run({"audit", "bundle", "--trust", "trust"});
  EXPECT_EQ(audit.code, 1) << audit.err;
  EXPECT_THAT(audit.out, HasSubstr("false commitment"));
  EXPECT_THAT(audit.out, HasSubstr(std::to_string(t.index)));
  EXPECT_THAT(audit.out, HasSubstr("COMMITMENT_MAP"));
  const Finished import = home.run({"import", "bundle", "-d", "copy", "--trust", "trust"});
  EXPECT_EQ(import.code, 1) << import.out;
  EXPECT_THAT(import.err, HasSubstr("COMMITMENT_MAP"));
  EXPECT_THAT(import.err, HasSubstr("event " + std::to_string(t.index)));
}

// The participant's way: a proof that there is nothing about an organisation, and the receipt of
// the event by which it was registered.
TEST_F(FalseCommitment, IsExposedByTheReceiptOfWhatItHides) {
  constexpr std::uint64_t kHidden = 7;
  support::HiddenEvent hidden;
  const MidwayLie t([&](ledger::Commitment& commitment, const ledger::EventStore& store) {
    hidden = support::hide_event(store, commitment.size, kHidden);
    hidden.shorten(commitment);
  });
  const ledger::ReadView view = t.log->view();
  const auto included = [&](std::uint64_t index) {
    return ledger::IncludedEntry{index, view.event(index)->entry,
                                 *view.inclusion(index, view.size())};
  };
  const ledger::CompletenessProof proof{t.ledger_id,       hidden.paths(),  "",         included(0),
                                        included(t.index), hidden.registry, view.note()};
  const ToolHome home;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(home.path(name), std::ios::binary) << bytes;
  };
  write("trust", *ledger::format_trust(t.trust()));
  write("nothing.letopis-proof", *ledger::format_completeness(proof));
  const auto receipt = [&](std::uint64_t index) {
    const std::string name = "event" + std::to_string(index);
    write(name + ".entry", view.event(index)->entry);
    write(name + ".tlog-proof",
          *ledger::format_tlog_proof(
              {std::nullopt, index, *view.inclusion(index, view.size()), view.note()}));
    return name + ".tlog-proof";
  };
  const std::vector<std::string> check{"check", "nothing.letopis-proof", "--trust", "trust"};
  const Finished alone = home.run(check);
  EXPECT_EQ(alone.code, 0) << alone.err;  // by itself it cannot be told from the truth
  EXPECT_THAT(alone.out, HasSubstr("What it cannot exclude"));
  const auto with = [&](const std::string& file) {
    auto arguments = check;
    arguments.insert(arguments.end(), {"--receipt", file});
    return home.run(arguments);
  };
  EXPECT_EQ(with(receipt(kHidden + 1)).code, 0) << "another organisation's event exposes nothing";
  const Finished exposed = with(receipt(kHidden));
  EXPECT_EQ(exposed.code, 1);
  EXPECT_THAT(exposed.err, HasSubstr("COMMITMENT_FALSE"));
  EXPECT_THAT(exposed.err, HasSubstr("event 7"));
  EXPECT_THAT(exposed.err, HasSubstr(to_hex(hidden.organisation.id)));
}

// A bundle with the event that its own proof leaves out contradicts itself.
TEST_F(FalseCommitment, IsExposedByTheBundleOfASubjectThatHoldsWhatItsProofHides) {
  constexpr std::uint64_t kHidden = 7;
  support::HiddenEvent hidden;
  const MidwayLie t([&](ledger::Commitment& commitment, const ledger::EventStore& store) {
    hidden = support::hide_event(store, commitment.size, kHidden);
    hidden.shorten(commitment);
  });
  const ledger::ReadView view = t.log->view();
  const auto included = [&](std::uint64_t index) {
    return ledger::IncludedEntry{index, view.event(index)->entry,
                                 *view.inclusion(index, view.size())};
  };
  const ledger::CompletenessProof proof{t.ledger_id,       hidden.paths(),  "",         included(0),
                                        included(t.index), hidden.registry, view.note()};
  api::ExportOptions options;
  options.dir = dir_ / "b";
  options.subject = hidden.organisation;
  ASSERT_TRUE(api::export_bundle(view, t.identity(), options));
  support::Files files = support::read_files(options.dir);
  files.at(std::string(api::kCompletenessPath)) = *ledger::format_completeness(proof);
  support::refit_manifest(files);
  support::write_files(files, options.dir);
  const auto report = audited(t, *api::open_log_source(options.dir));
  ASSERT_EQ(report.fault_count, 1U) << support::words(report);
  EXPECT_EQ(report.faults[0].kind, ledger::FaultClass::kFalseCommitment);
  EXPECT_EQ(report.faults[0].reason, "COMMITMENT_FALSE");
  EXPECT_EQ(report.faults[0].field, api::entry_path(kHidden));
}

// A commitment may be drafted before a copy's end and recorded after it.
TEST_F(FalseCommitment, IsRecomputedAlsoWhereWhatItIsAboutLiesBehindTheCopy) {
  for (const bool lying : {false, true}) {
    support::CommittedLedger t(support::TestLedger::Where::kMemory, "ledger.example/test",
                               std::make_shared<projections::GovernanceAdmission>());
    t.organisations(10);
    const auto draft = *t.log->draft_commitment();
    t.organisations(10);
    const std::uint64_t end = t.log->view().size();
    ASSERT_TRUE(t.append(draft));
    if (lying) {
      auto lie = draft;
      support::shorten(lie.commitment, *support::open_memory_store(t.disk));
      const auto event = t.sign(lie);
      t.close();
      t.disk->entries.back() =
          *ledger::encode_entry({t.clock->now_us(), event.body, event.signatures});
      support::rewrite_history(*t.disk, t, {t.checkpoint}, true);
      std::filesystem::remove_all(t.folder / "state");  // the anchor has the true one
      t.new_anchor = true;
      ASSERT_TRUE(t.open());
    }
    const auto part = [&](std::uint64_t from, std::uint64_t size) {
      api::ExportOptions options;
      options.dir = dir_ / (std::to_string(lying) + "-" + std::to_string(from));
      options.from = from;
      options.size = size;
      EXPECT_TRUE(api::export_bundle(t.log->view(), {t.origin, t.ledger_id}, options));
      return options.dir;
    };
    const auto store = support::open_memory_store(std::make_shared<support::MemoryDisk>());
    ASSERT_TRUE(copied(*store, part(0, end)));
    const auto copy = copied(*store, part(end, end + 1));
    EXPECT_EQ(static_cast<bool>(copy), !lying);
    if (lying) {
      EXPECT_EQ(copy.error().reason, "COMMITMENT_MAP");
    } else {
      EXPECT_EQ(copy->commitments, 1U);
    }
  }
}

}  // namespace
}  // namespace tools
