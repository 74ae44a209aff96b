// SPDX-License-Identifier: Apache-2.0
// The attacks and traps that must have tests, each by its number, with the tests that show it. A
// row without a test, or with one that does not exist any more, fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/paths.h"

namespace {

struct Row {
  std::string number;
  std::string what;
  std::vector<std::string> tests;
};

/// Tests that the evidence must have.
const std::vector<Row>& attacks() {
  static const std::vector<Row> kRows{
      {"evidence 1",
       "question swapped under a ballot",
       {"GovernanceSessionTest.ABallotsQuestionCannotBeSwappedUnderItsVotes",
        "SwappedQuestion.AVoteCountsForTheQuestionThatItsAuthorSawOrNotAtAll"}},
      {"evidence 2",
       "fake key for a college",
       {"Hostile.TheOperatorCannotBringInAFakeKeyForACollegeThatHasItsOwn",
        "Hostile.TheFirstKeyOfAnOrganisationNeedsEvidence"}},
      {"evidence 3",
       "each malformed body",
       {"BodyWalk.TrailingBytesAreRefused", "BodyWalk.UnknownEnumValueIsRefused",
        "BodyWalk.EnumThatIsZeroOrAbsentIsRefused", "BodyWalk.InvalidUtf8IsRefused",
        "BodyWalk.UnionTypeWithoutValueAndValueWithoutTypeAreRefused",
        "BodyWalk.VtableSlotBeyondTheSchemaIsRefused",
        "BodyWalk.AliasingBombIsRefusedAtItsFirstAlias", "BodyWalk.NonZeroPaddingIsRefused",
        "BodyWalk.BooleanThatIsTwoIsRefused",
        "BodyWalk.ControlAndBidirectionalCharactersAreRefused",
        "BodyMutation.NoByteOfAnAcceptedBodyIsInvisible"}},
      {"evidence 4",
       "hidden field across a schema upgrade",
       {"BodyWalk.FieldOfALaterSchemaCannotHideInAnOlderVersion"}},
      {"evidence 5",
       "edited admission row",
       {"Verify.TheKeptStateIsCompared", "VerifyCommitment.EditedStreamRowIsStateDrift"}},
      {"evidence 6",
       "import and backdating bypasses",
       {"IdentityAdmissionTest.HistoryNeedsImportEvidenceAndAnOpenDoor",
        "GovernancePaperTest.ImportLiftsRulesOfTheCharterAndNothingElse",
        "GovernancePaperTest.HistoryDoesNotLendTheImporterSomebodysVoice",
        "IdentityAdmissionTest.ClosingTheImportOfARegionClosesItsClusters"}},
      {"evidence 7",
       "signature replay between two ledgers of one origin",
       {"LogTest.ASignatureOfAnotherLedgerOfTheSameOriginIsRefused",
        "Hostile.ASignatureForAnotherLedgerOriginOrEventIsRefused"}},
      {"evidence 8",
       "omitted amendment in a decision proof",
       {"DecisionProof.WithoutTheAmendedCharterIsCaught", "DecisionProof.WithoutOneVoteIsCaught",
        "DecisionProof.WithoutAChangeOfMembershipIsCaught",
        "DecisionProof.WithoutTheHistoryOfOneMemberIsOutsideTheProof"}},
      {"evidence 9",
       "joint rollback of store and outside copy",
       {"Witnessed.LogThatWasRolledBackIsAnAlarm",
        "Witnessed.AtTheOpeningTheyAreAskedBeforeAnythingIsSigned",
        "AlarmAt.NothingIsSignedOrAcknowledgedAfterItAndReadingGoesOn",
        "LogTest.AStandingAuthorWhoHasSeenMoreThanWeHoldStopsTheWriter"}},
      {"evidence 10",
       "retired log key",
       {"LyingServer.ARetiredKeyOverALaterSizeIsCaught", "Trust.RetiredLogKeyCountsUpToItsSizeOnly",
        "CheckpointRotation.ARetiredKeysSignatureOnSomethingNewIsFoundOut",
        "Verify.ARetiredCheckpointKeySignsNothingMore",
        "RetiredKey.AReceiptUnderItsLaterCheckpointIsRefusedAndAnOldOneHolds",
        "RetiredKey.ABundleUnderItIsRefused", "RetiredKey.AnEarlierCheckpointOfABundleByItIsNamed",
        "DecisionProof.UnderALogKeyThatWasRetiredBeforeItIsRefused"}},
      {"evidence 11",
       "revocation race",
       {"Hostile.ARevocationBesideAnEventOfItsKeyComesFirst",
        "Keys.ARevokedKeyKeepsItsRecordAndWhatItsRevokerHadSeen",
        "KeyDoubtTest.WhatItsRevocationHadNotSeenIsARaceAndWhatItHadSeenIsSound",
        "KeyDoubtTest.AnAuditNamesEachSuchEventAsKnownAtItsPosition"}},
  };
  return kRows;
}

/// Traps that caught other ledgers.
const std::vector<Row>& traps() {
  static const std::vector<Row> kRows{
      {"trap 1",
       "one byte of a stored payload edited while stopped",
       {"LyingServer.AnEditedEntryIsNamed", "FlippedFiles.ABitOfATableFileIsToldOrDoesNoHarm",
        "ScrubFiles.AByteFlippedUnderAnOpenStoreIsFoundInOnePassAlthoughTheCacheHidesIt",
        "Verify.OneBitOfAnEntryInACompleteTileIsThatEventsFaultAlone"}},
      {"trap 2",
       "another, self-consistent answer to a verified read",
       {"LyingServer.AnEntryReplayedInAnothersPlaceIsCaught",
        "TlogProof.VerifiesForItsLeafAndNoOther", "LyingServer.AnotherLedgersCheckpointIsCaught",
        "AuthorOfALyingServer.AnAnswerToAnotherEventIsNotTaken"}},
      {"trap 3",
       "a receipt verifies after growth, rotation and restore",
       {"LogTest.AReceiptVerifiesAndNeverChanges",
        "CheckpointRotation.ReceiptsAndCheckpointsOfTheOldKeyVerifyForEver",
        "CompletenessOfARotatedLog.OldProofsVerifyWithTheTrustFileOfThatDayAndOfToday",
        "ProofTool.ReceiptsAndProofsVerifyAfterGrowthAndFromARestoredCopy"}},
      {"trap 4",
       "a receipt of one place as another's",
       {"Completeness.SwappedAndForeignEventsAreFound",
        "GovernancePaperTest.WhatBelongsToAnotherClusterIsNotUsedHere",
        "ProofTool.ReceiptOfAnotherLedgerIsRefused"}},
      {"trap 5",
       "a signed vote sent again: closed ballot, rolled back batch, stale clock",
       {"GovernanceSessionTest.AfterTheClosingNothingCounts",
        "GovernanceSessionTest.ASeatVotesOnceWhateverTheGrade",
        "LogFaults.WhatWasDecidedForALostBatchIsForgotten",
        "LogTest.AClockAnHourBehindRefusesToOpen"}},
      {"trap 6",
       "many writers: a feed skips and repeats nothing",
       {"FeedChaos.EveryReaderSeesEveryPositionOnceInOrder"}},
      {"trap 7",
       "views folded live, killed and rebuilt are one",
       {"RandomHistoryTest.LiveFoldKilledFoldAndRebuildAreOne"}},
      {"trap 8",
       "kill, torn tail, full disk",
       {"CrashTest.KilledAtEveryStepOfTheWritePathNothingAcknowledgedIsLost",
        "RocksLogFile.CutAtEveryByteOfTheLastRecordLeavesTheWholeBatchesBeforeIt",
        "DiskFull.NothingAcknowledgedIsLostTheErrorSaysWhatIsFullAndTheLedgerGoesOn"}},
      {"trap 9",
       "an erased name is nowhere any more",
       {"VaultTool.ErasureIsRecordedAndNothingIsLeftAnywhere",
        "VaultTest.BackupOfTheFolderIsDeadAfterAnErasure"}},
      {"trap 10",
       "filters against a naive model",
       {"EventRoutes.FiltersFindWhatLookingAtEveryEventFinds"}},
      {"trap 11",
       "a minority cannot grow itself into a quorum",
       {"CharterCheck.AMinorityCannotGrowItselfIntoAQuorum"}},
      {"trap 12",
       "an old backup continued",
       {"LogOnDisk.AnOldCopyOfTheFolderPutBackRefusesToOpen",
        "Witnessed.LogThatWasRolledBackIsAnAlarm", "Runbook.EveryBlockWorksWhereItIsMeantTo",
        "AppendTool.FolderPutBackFromAnOldCopyIsNotWrittenTo",
        "AppendToServer.OneThatShowsAnOlderLogOrAnotherHistoryThanBeforeIsNotWrittenTo"}},
      {"trap 13",
       "duplicates, control characters and depth in a policy or rule file",
       {"WitnessPolicy.RefusesDuplicatesControlCharactersAndCycles", "WitnessPolicy.LimitsAreNamed",
        "CharterFile.UnknownKeysTypesAndRangesAreRefusedWithTheirPlace"}},
      {"trap 14",
       "a full queue or a dead peer answers in time",
       {"LogTest.AFullQueueAnswersAtOnce", "EndlessAnswer.ToAnAuthorEndsAtTheLimitOfTimeOrSize",
        "EndlessAnswer.OfAWitnessEndsAtTheLimitOfTimeOrSize",
        "Witnessed.DeadWitnessIsAnErrorAndTheQuorumHoldsWithoutIt"}},
      {"trap 15",
       "what an earlier version wrote is read today",
       {"RulesGolden.EveryVersionDecidesItsCommittedLogAsItAlwaysDid",
        "FormatTest.TheHashesOfTheExampleAreThoseOfTheDump", "Schema.ListOfFieldsIsTheRecordedOne",
        "RowsOnlyTest.TheStateOfVersionOneHasTheDigestItAlwaysHad"}},
  };
  return kRows;
}

/// What a server can do, and the check that catches it.
const std::vector<Row>& lies() {
  static const std::vector<Row> kRows{
      {"lie 1",
       "swaps",
       {"LyingServer.TwoSwappedEntriesAreCaught",
        "LyingServer.AnEntryReplayedInAnothersPlaceIsCaught"}},
      {"lie 2", "forks", {"LyingServer.HistoryWrittenAnewWithAllCheckpointKeysIsCaught"}},
      {"lie 3",
       "truncates",
       {"LyingServer.ABundleThatIsCutShortIsCaught", "LyingServer.AnAbsurdSizeIsCaught"}},
      {"lie 4",
       "withholds",
       {"LyingServer.EntriesThatAreWithheldAreMissed", "Completeness.OmittedEventIsFound"}},
      {"lie 5",
       "replays",
       {"LyingServer.ACheckpointReplayedOverALongerLogIsCaught",
        "WitnessVerdict.ReplayedOrForeignCosignatureDoesNotCount"}},
      {"lie 6",
       "rolls back",
       {"Witnessed.LogThatWasRolledBackIsAnAlarm", "WitnessServer.NeverGoesBack"}},
      {"lie 7",
       "shows two faces",
       {"LyingServer.TheSecondOfTwoFacesIsCaught", "WitnessServer.TwoFacesAreNotBothCosigned",
        "Witnessed.TwoFacesForTwoWitnessesDoNotLast"}},
      {"lie 8",
       "answers with another ledger's proof",
       {"LyingServer.AnotherLedgersCheckpointIsCaught",
        "LyingServer.AnotherLedgerOfTheSameOriginAndKeysIsCaught",
        "Completeness.OneLedgersProofNeverVerifiesAsAnothers",
        "DecisionProof.OfAnotherLedgerNeverVerifies"}},
      {"lie 9",
       "answers with a stale head",
       {"LyingServer.AStaleHeadIsCaughtByACheckpointFromBefore",
        "Completeness.StaleHeadSaysHowFarItReaches",
        "DecisionProof.OfAReplayedOlderPositionSaysSoItself"}},
      {"lie 10",
       "omits an amendment from a decision proof",
       {"DecisionProof.WithoutTheAmendedCharterIsCaught"}},
      {"lie 11",
       "commits to a shortened history",
       {"VerifyCommitment.ShortenedHistoryIsFound",
        "FalseCommitment.IsNamedInABundleAFolderOfResourcesAndAServer",
        "FalseCommitment.IsNamedByTheNextAuditThoughANewerOneIsTrue",
        "FalseCommitment.IsExposedByTheReceiptOfWhatItHides",
        "FalseCommitment.IsExposedByTheBundleOfASubjectThatHoldsWhatItsProofHides",
        "VerifyCommitment.AReceiptExposesAProofInWhichAnotherEventStandsAtItsIndex",
        "VerifyCommitment.AShortenedHistoryPassesItsOwnProofAndAReceiptOfWhatIsMissingExposesIt"}},
  };
  return kRows;
}

/// The lines of README's table of what catches a server that lies, by the beginning of each.
const std::vector<Row>& readme_lines() {
  static const std::vector<Row> kRows{
      {"README 1",
       "edits, swaps or replays entries, serves other tiles",
       {"LyingServer.AnEditedEntryIsNamed", "LyingServer.TwoSwappedEntriesAreCaught",
        "LyingServer.AnEntryReplayedInAnothersPlaceIsCaught", "LyingServer.ATileOfLiesIsCaught",
        "LyingServer.NothingIsImportedFromOneThatLies"}},
      {"README 2",
       "withholds entries, cuts a bundle",
       {"LyingServer.EntriesThatAreWithheldAreMissed", "LyingServer.ABundleThatIsCutShortIsCaught",
        "LyingServer.NothingIsImportedFromOneThatLies"}},
      {"README 3",
       "forks, writes history anew, shows two faces",
       {"LyingServer.HistoryWrittenAnewWithAllCheckpointKeysIsCaught",
        "LyingServer.TheSecondOfTwoFacesIsCaught",
        "Bundle.BisectOfTheTwoFacesOfAServerNamesTheEventAtWhichTheyPart",
        "Witnessed.TwoFacesForTwoWitnessesDoNotLast",
        "ForeignWitness.TellsOurLogThatItWasPutBackAndCosignsNoOtherHistory",
        "LogTest.SeenMustBeACheckpointThatWasPublished",
        "Verify.AHistoryRewrittenByOperatorAndAuthorsIsForkedByWhatOthersHaveSeen"}},
      {"README 4",
       "truncates, rolls back, shows a stale head",
       {"LyingServer.AStaleHeadIsCaughtByACheckpointFromBefore",
        "LyingServer.ACheckpointReplayedOverALongerLogIsCaught",
        "ImportedBundle.ASourceThatEndsBeforeTheCopyIsToldAndAServerThatDoesHasLostSomething",
        "Witnessed.LogThatWasRolledBackIsAnAlarm", "Runbook.ARefilledCopyIsAWriterAgain"}},
      {"README 5",
       "answers with another ledger's proof or checkpoint, or by a key not pinned or retired",
       {"LyingServer.AnotherLedgersCheckpointIsCaught",
        "LyingServer.AnotherLedgerOfTheSameOriginAndKeysIsCaught",
        "LyingServer.ACheckpointByAKeyThatNobodyPinnedIsCaught",
        "LyingServer.ARetiredKeyOverALaterSizeIsCaught",
        "RetiredKey.AReceiptUnderItsLaterCheckpointIsRefusedAndAnOldOneHolds",
        "CheckAnswers.AProofOfAnotherLogThanTheKeysIsBadEvidence",
        "Completeness.OneLedgersProofNeverVerifiesAsAnothers",
        "DecisionProof.OfAnotherLedgerNeverVerifies"}},
      {"README 6",
       "leaves an amendment, a vote or a member out of a proof",
       {"DecisionProof.WithoutTheAmendedCharterIsCaught", "DecisionProof.WithoutOneVoteIsCaught",
        "DecisionProof.WithoutAChangeOfMembershipIsCaught",
        "DecisionProof.WithoutTheHistoryOfOneMemberIsOutsideTheProof",
        "ProofTool.ProofWithoutOneEventIsEvidenceOfTampering"}},
      {"README 7",
       "puts a vote or another event by a false, ended or unfit key into a proof, or commits by a "
       "key that is no service key",
       {"VerifyCommitment.AProofWithAnEventByAKeyThatNobodyIntroducedIsRefused",
        "VerifyCommitment.AProofWithAnEventInACapacityThatItsKeyDoesNotHaveIsRefused",
        "VerifyCommitment.AProofByAServiceKeyThatTheRootDidNotIntroduceIsRefused",
        "VerifyCommitment.AProofByAServiceKeyThatWasRevokedBeforeIsRefused",
        "DecisionProof.AnAuthorWithoutTheScopeThatAdmissionAsksForIsNamed",
        "CompletenessOfPeople.APinnedOrganisationThatActsByOtherKeysThanThePinnedIsFound",
        "Completeness.CommitmentBySomebodyElseDoesNotCount"}},
      {"README 8",
       "answers an author with what it said to another, or keeps the event to itself",
       {"AuthorOfALyingServer.AnAnswerToAnotherEventIsNotTaken",
        "AuthorOfALyingServer.AReceiptOfAnotherPlaceOrAnotherEventIsNotTaken"}},
      {"README 9",
       "shows an author an older log, or another history, than it did before",
       {"AuthorOfALyingServer.AnOlderCheckpointOrAnotherHistoryThanBeforeIsNotTaken",
        "AppendToServer.OneThatShowsAnOlderLogOrAnotherHistoryThanBeforeIsNotWrittenTo",
        "AuthorOfALyingServer.ATrustFileFromBeforeAChangeOfTheKeyNeverBringsTheOldKeyBack"}},
      {"README 10",
       "commits to a shortened history",
       {"FalseCommitment.EachLieIsNamedInTheLedgerItselfAndWhenItIsCopied",
        "FalseCommitment.IsNamedInABundleAFolderOfResourcesAndAServer",
        "FalseCommitment.IsExposedByTheReceiptOfWhatItHides"}},
      {"README 11",
       "sends answers without end or absurd sizes, a hostile archive",
       {"LyingServer.AnAbsurdSizeIsCaught", "LyingServer.AnswersWithoutEndAreCutOff",
        "LyingServer.NothingIsImportedFromOneThatLies",
        "EndlessAnswer.ToAnAuthorEndsAtTheLimitOfTimeOrSize", "Archive.ABombStopsAtTheLimit",
        "Archive.LinksAndDevicesAreNotFollowed", "Archive.MembersAreThoseOfTheManifest"}},
  };
  return kRows;
}

std::string whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The text of each test from its name to the next one, by "Suite.Name".
std::map<std::string, std::string> written_tests() {
  static const std::regex kTest(R"re(\nTEST(_F|_P)?\((\w+),\s+(\w+)\))re");
  std::map<std::string, std::string> out;
  const auto tests = std::filesystem::path(kSourceDir) / "tests";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
    if (!entry.path().string().ends_with("_test.cc")) continue;
    const std::string text = whole(entry.path());
    std::string* before = nullptr;
    std::size_t begin = 0;
    for (std::sregex_iterator it(text.begin(), text.end(), kTest), end; it != end; ++it) {
      const auto at = static_cast<std::size_t>(it->position());
      if (before != nullptr) *before = text.substr(begin, at - begin);
      before = &out[(*it)[2].str() + "." + (*it)[3].str()];
      begin = at;
    }
    if (before != nullptr) *before = text.substr(begin);
  }
  return out;
}

struct ReadmeLine {
  std::string lie;
  std::vector<std::string> reasons;  ///< as far as they are written out
};

std::vector<ReadmeLine> readme_table() {
  static const std::regex kReason("`([A-Z][A-Z_]*)[^`A-Z]*`");
  std::vector<ReadmeLine> out;
  std::istringstream text(whole(std::filesystem::path(kSourceDir) / "README.md"));
  bool here = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("What catches a server that lies")) here = true;
    if (here && line.starts_with("What cannot be caught")) break;
    if (!here || !line.starts_with("| ") || line.starts_with("| It |")) continue;
    const std::size_t second = line.find(" | ");
    const std::size_t third = line.rfind(" | ");
    ReadmeLine found{line.substr(2, second - 2), {}};
    const std::string says = line.substr(third);
    for (std::sregex_iterator it(says.begin(), says.end(), kReason), end; it != end; ++it) {
      found.reasons.push_back((*it)[1]);
    }
    out.push_back(std::move(found));
  }
  return out;
}

/// The name as written in its file: without the instantiation before it and the parameter behind.
std::string written_name(std::string_view suite, std::string_view test) {
  if (const auto slash = suite.find('/'); slash != std::string_view::npos) {
    suite.remove_prefix(slash + 1);
  }
  return std::string(suite) + "." + std::string(test.substr(0, test.find('/')));
}

std::set<std::string> registered_tests() {
  std::set<std::string> names;
  const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *all.GetTestSuite(i);
    for (int k = 0; k < suite.total_test_count(); ++k) {
      names.insert(written_name(suite.name(), suite.GetTestInfo(k)->name()));
    }
  }
  return names;
}

void expect_shown(const std::vector<Row>& rows) {
  const std::set<std::string> names = registered_tests();
  for (const Row& row : rows) {
    EXPECT_FALSE(row.tests.empty()) << row.number << ": " << row.what << " has no test";
    for (const std::string& test : row.tests) {
      EXPECT_TRUE(names.contains(test))
          << row.number << " (" << row.what << "): there is no test " << test;
    }
  }
}

TEST(Traps, EveryAttackOnTheEvidenceHasItsTest) {
  EXPECT_EQ(attacks().size(), 11u);
  expect_shown(attacks());
}

TEST(Traps, EveryTrapOfOtherLedgersHasItsTest) {
  EXPECT_EQ(traps().size(), 15u);
  expect_shown(traps());
}

TEST(Traps, EveryLieOfAServerHasItsTest) {
  EXPECT_EQ(lies().size(), 11u);
  expect_shown(lies());
}

TEST(Traps, EveryLineOfTheReadmeHasTestsThatExpectTheReasonsItNames) {
  expect_shown(readme_lines());
  const auto tests = written_tests();
  const auto table = readme_table();
  ASSERT_EQ(table.size(), readme_lines().size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Row& row = readme_lines()[i];
    EXPECT_EQ(table[i].lie, row.what);
    for (const std::string& reason : table[i].reasons) {
      const bool expected = std::any_of(row.tests.begin(), row.tests.end(), [&](const auto& test) {
        const auto text = tests.find(test);
        return text != tests.end() && text->second.find(reason) != std::string::npos;
      });
      EXPECT_TRUE(expected) << row.number << ": no test of its line expects " << reason;
    }
  }
}

}  // namespace
