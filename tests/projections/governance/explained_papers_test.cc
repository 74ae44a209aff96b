// SPDX-License-Identifier: Apache-2.0
// What an explanation of a document says rests on it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/bodies.h"
#include "projections/governance/explanation.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

/// The titles of what rests on the paper, in the order of the explanation.
std::string uses_of(const support::ChronicleBuilder& b, const std::string& paper) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  const auto found =
      explain(council, ExplanationKind::kDocument, *ledger::fixed_from_hex<ledger::Hash>(paper));
  EXPECT_TRUE(found);
  std::string titles;
  for (const DocumentUse& use : found->uses) titles += use.title + ";";
  return titles;
}

TEST(ExplainedPapers, NameTheOrdersThatApproveOrAmendThePaperOrTheOrderByIt) {
  support::ChronicleBuilder b("tula");
  const auto regulation = support::register_document(b, 1, "REGULATION");
  const auto paper = support::register_document(b, 2, "ORDER");
  const auto order =
      b.add("OrderIssued", fmt::format(R"({{"act":{{"kind":"ORDER","document":"{}"}},"wording":{{
          "title":"Об утверждении"}},"approves":["{}"]}})",
                                       paper, regulation));
  b.add("OrderIssued", fmt::format(R"({{"act":{{"kind":"ORDER"}},"wording":{{
      "title":"Об изменении"}},"amends":["{}"]}})",
                                   order));
  EXPECT_EQ(uses_of(b, regulation), "Об утверждении;");
  EXPECT_EQ(uses_of(b, paper), "Об утверждении;Об изменении;");
}

}  // namespace
}  // namespace projections::governance
