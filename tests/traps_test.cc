// SPDX-License-Identifier: Apache-2.0
// The attacks and traps that must have tests, each by its number, with the tests that show it. A
// row without a test, or with one that does not exist any more, fails.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

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
       {"LyingServer.ARetiredKeyOverALaterSize", "Trust.RetiredLogKeyCountsUpToItsSizeOnly",
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
       {"FlippedFiles.ABitOfATableFileIsToldOrDoesNoHarm",
        "Verify.OneBitOfAnEntryInACompleteTileIsThatEventsFaultAlone"}},
      {"trap 2",
       "another, self-consistent answer to a verified read",
       {"LyingServer.AnEntryReplayedInAnothersPlace", "TlogProof.VerifiesForItsLeafAndNoOther",
        "LyingServer.AnotherLedgersCheckpoint"}},
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
        "AppendTool.FolderPutBackFromAnOldCopyIsNotWrittenTo"}},
      {"trap 13",
       "duplicates, control characters and depth in a policy or rule file",
       {"WitnessPolicy.RefusesDuplicatesControlCharactersAndCycles", "WitnessPolicy.LimitsAreNamed",
        "CharterFile.UnknownKeysTypesAndRangesAreRefusedWithTheirPlace"}},
      {"trap 14",
       "a full queue or a dead peer answers in time",
       {"LogTest.AFullQueueAnswersAtOnce",
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
       {"LyingServer.TwoEntriesSwapped", "LyingServer.AnEntryReplayedInAnothersPlace"}},
      {"lie 2", "forks", {"LyingServer.HistoryWrittenAnewWithAllCheckpointKeys"}},
      {"lie 3", "truncates", {"LyingServer.ABundleThatIsCutShort", "LyingServer.AnAbsurdSize"}},
      {"lie 4",
       "withholds",
       {"LyingServer.EntriesThatAreWithheld", "Completeness.OmittedEventIsFound"}},
      {"lie 5",
       "replays",
       {"LyingServer.ACheckpointReplayedOverALongerLog",
        "WitnessVerdict.ReplayedOrForeignCosignatureDoesNotCount"}},
      {"lie 6",
       "rolls back",
       {"Witnessed.LogThatWasRolledBackIsAnAlarm", "WitnessServer.NeverGoesBack"}},
      {"lie 7",
       "shows two faces",
       {"LyingServer.TwoFaces", "WitnessServer.TwoFacesAreNotBothCosigned",
        "Witnessed.TwoFacesForTwoWitnessesDoNotLast"}},
      {"lie 8",
       "answers with another ledger's proof",
       {"LyingServer.AnotherLedgersCheckpoint", "LyingServer.AnotherLedgerOfTheSameOriginAndKeys",
        "Completeness.OneLedgersProofNeverVerifiesAsAnothers",
        "DecisionProof.OfAnotherLedgerNeverVerifies"}},
      {"lie 9",
       "answers with a stale head",
       {"LyingServer.AStaleHeadAgainstACheckpointFromBefore",
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
        "VerifyCommitment.AShortenedHistoryPassesItsOwnProofAndAReceiptOfWhatIsMissingExposesIt"}},
  };
  return kRows;
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

}  // namespace
