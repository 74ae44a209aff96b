// SPDX-License-Identifier: Apache-2.0
// A server whose views are damaged on the disk while it runs: it says so, goes on with the log, and
// has them folded anew.
#include <gmock/gmock.h>

#include <fstream>
#include <latch>
#include <thread>

#include "projections/open_views.h"
#include "tests/support/served_ledger.h"

namespace testing_support {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class DamagedWhileServed : public LedgerServed {
 protected:
  DamagedWhileServed() {
    for (std::uint64_t n = 1; n <= 3; ++n) t.must(t.organisation(n));
    configure_ = [this](api::ServeOptions& options) {
      options.watch.tick = std::chrono::milliseconds(1);
      options.on_views_renewed = [this](const fs::path& kept, const ledger::Error& damage) {
        EXPECT_EQ(kept, projections::damaged_views(views_ / "views"));
        EXPECT_EQ(damage.reason, "BAD_VIEW_ROW");
        moved_aside_.count_down();
        go_on_.wait();
      };
    };
    serve();
    before_ = json("/v1/organisations?min_position=" + std::to_string(view().size()));
    restart();  // what was written last now lies in tables
  }
  ~DamagedWhileServed() override {
    if (!go_on_.try_wait()) go_on_.count_down();
    server_.reset();
  }

  /// Serves the same ledger with a background reading of the views.
  void serve_scrubbing(std::uint64_t rows) {
    const auto before = configure_;
    configure_ = [before, rows](api::ServeOptions& options) {
      before(options);
      options.watch.scrub_rows = rows;
      options.watch.scrub_pass_min = {};
    };
    restart();
  }
  double metric(const std::string& name) {
    const std::string text = ask("/metrics").body;
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  }

  /// Other bytes in every table, up to the parts that were read when it was opened.
  void spoil_tables() const {
    for (const auto& item : fs::directory_iterator(views_ / "views")) {
      if (item.path().extension() != ".sst") continue;
      std::fstream file(item.path(), std::ios::in | std::ios::out | std::ios::binary);
      for (std::uintmax_t at = 0; at < fs::file_size(item.path()) / 2; at += 16) {
        file.seekp(static_cast<std::streamoff>(at));
        file.put('\x5a');
      }
    }
  }

  Json before_;
  std::latch moved_aside_{1};
  std::latch go_on_{1};
};

TEST_F(DamagedWhileServed, AnAnswerSaysThatTheViewsAreDamagedAndTheLogIsNot) {
  spoil_tables();
  const RawResponse met = ask("/v1/organisations", "Accept-Language: ru\r\n");
  expect_problem(met, 503, "BAD_VIEW_ROW");
  EXPECT_TRUE(met.header("Retry-After"));
  EXPECT_THAT(met.body, HasSubstr("\"type\":\"/problems/views-renewed\""));
  EXPECT_THAT(met.body, HasSubstr("Журнал цел"));
  EXPECT_THAT(Json::parse(met.body)["detail"].get<std::string>(),
              HasSubstr("не читается; журнал цел"));
  EXPECT_THAT(met.body, Not(HasSubstr(".sst"))) << "nothing of the disk";
}

TEST_F(DamagedWhileServed, TheViewsAreFoldedAnewWhileTheLogIsServed) {
  spoil_tables();
  EXPECT_EQ(ask("/v1/organisations").status, 503);
  moved_aside_.wait();
  expect_problem(ask("/v1/organisations"), 503, "VIEWS_RENEWED");
  EXPECT_EQ(ask("/v1/events/1").status, 200);
  const RawResponse ready = ask("/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("VIEWS_DAMAGED"));
  EXPECT_THAT(ask("/metrics").body, HasSubstr("letopis_not_ready{reason=\"VIEWS_DAMAGED\"} 1"));
  EXPECT_EQ(post_events({t.sign(t.organisation(4))}).status, 201);
  go_on_.count_down();
  while (ask("/readyz").status != 200) std::this_thread::yield();
  const Json after = json("/v1/organisations?at=" + before_["as_of_position"].dump());
  EXPECT_EQ(after["items"], before_["items"]);
  EXPECT_EQ(after["view"], before_["view"]);
  const Json now = json("/v1/organisations?min_position=" + std::to_string(view().size()));
  EXPECT_EQ(now["items"].size(), before_["items"].size() + 1);
  EXPECT_THAT(ask("/metrics").body, HasSubstr("letopis_views_renewals_total 1"));
}

TEST_F(DamagedWhileServed, LittleIsNotReadAgainAllTheTime) {
  configure_ = [before = configure_](api::ServeOptions& options) {
    before(options);
    options.watch.scrub_rows = 100'000;
  };
  restart();
  while (metric("letopis_view_scrub_passes_total") < 1) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // of many ticks
  EXPECT_EQ(metric("letopis_view_scrub_passes_total"), 1);
}

TEST_F(DamagedWhileServed, ReadingAgainInTheBackgroundFindsDamageBeforeAnybodyAsksForTheRow) {
  EXPECT_EQ(metric("letopis_view_scrub_passes_total"), -1) << "nothing is read again unless asked";
  serve_scrubbing(7);
  while (metric("letopis_view_scrub_passes_total") < 1) std::this_thread::yield();
  EXPECT_GT(metric("letopis_view_scrub_rows_total"), 7) << "a pass has many parts";
  EXPECT_EQ(metric("letopis_views_renewals_total"), 0) << "what is whole is no damage";
  spoil_tables();
  moved_aside_.wait();  // nobody asked for anything but the metrics
  go_on_.count_down();
  while (ask("/readyz").status != 200) std::this_thread::yield();
  const Json after = json("/v1/organisations?at=" + before_["as_of_position"].dump());
  EXPECT_EQ(after["items"], before_["items"]);
}

}  // namespace
}  // namespace testing_support
