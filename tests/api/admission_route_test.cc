// SPDX-License-Identifier: Apache-2.0
// A rule of the charter at the door of the server: what is refused, by which clause, in the
// language of whoever asks; and nothing is recorded.
#include <fmt/format.h>

#include "api/server_client.h"
#include "api/wire.h"
#include "tests/support/governance_ledger.h"
#include "tests/support/served_ledger.h"

namespace testing_support {
namespace {

using support::kMinistry;
using support::org_id;
using support::Said;

class AdmissionRoute : public LedgerServed {
 protected:
  void SetUp() override {
    Said employer = g.organisation(20);
    const std::string from = R"("category":"COLLEGE")";
    employer.payload.replace(employer.payload.find(from), from.size(), R"("category":"EMPLOYER")");
    g.must(employer);
    size_ = g.size();
    t.test.log = std::move(g.test.log);  // the server serves this ledger
    serve();
  }
  ledger::SignedEvent inclusion() {
    return g.sign(g.native(g.ministry, "OrderIssued",
                           g.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(20)))));
  }
  RawResponse post_inclusion(const char* language) {
    return post("/v1/events", api::kEventsMediaType, api::encode_events({inclusion()}),
                fmt::format("Accept-Language: {}\r\n", language));
  }

  support::GovernanceLedger g{support::TestLedger::Where::kRocks};
  std::uint64_t size_ = 0;
};

TEST_F(AdmissionRoute, ANativeActAgainstTheCharterIsRefusedWithItsClauseInTheLanguageAsked) {
  const RawResponse english = post_inclusion("en");
  expect_problem(english, 422, "NO_CONSENT");
  EXPECT_NE(english.body.find("(clause 2 of the charter)"), std::string::npos) << english.body;
  EXPECT_NE(english.body.find("The organisation has not consented to being a member."),
            std::string::npos)
      << english.body;
  const RawResponse russian = post_inclusion("ru");
  expect_problem(russian, 422, "NO_CONSENT");
  EXPECT_NE(russian.body.find("Организация не дала согласия на включение."), std::string::npos)
      << russian.body;
  EXPECT_NE(russian.body.find("для её категории согласие нужно (пункт 2 положения)"),
            std::string::npos)
      << russian.body;
  EXPECT_EQ(russian.body.find("has not consented"), std::string::npos) << russian.body;
  EXPECT_EQ(view().size(), size_) << "nothing is recorded";
}

TEST_F(AdmissionRoute, AClientIsToldTheFactsInTheLanguageThatItAsksFor) {
  const std::string url = fmt::format("http://127.0.0.1:{}", server_->port());
  const auto said_in = [&](api::Language language) {
    const auto client = api::ServerClient::open(url, {}, language);
    const auto sent = (*client)->append({inclusion()});
    return sent ? std::string("recorded") : sent.error().message;
  };
  EXPECT_NE(said_in(api::Language::kRu).find("согласие нужно (пункт 2 положения)"),
            std::string::npos);
  EXPECT_NE(said_in(api::Language::kEn).find("needs consent (clause 2 of the charter)"),
            std::string::npos);
}

}  // namespace
}  // namespace testing_support
