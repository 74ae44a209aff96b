// SPDX-License-Identifier: Apache-2.0
// A ledger over RocksDB, served on a real socket: record events first, then serve(), then ask.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/serve.h"
#include "tests/support/identity_ledger.h"
#include "tests/support/raw_http.h"

namespace testing_support {

using Json = nlohmann::ordered_json;

class LedgerServed : public ::testing::Test {
 protected:
  /// Hands the log to a server; afterwards events come in over HTTP only.
  void serve();
  /// A server that only reads what has been recorded.
  void serve_read_only();
  /// Stops the server and opens the ledger again.
  void restart();

  RawResponse ask(std::string_view target, std::string_view lines = {});
  RawResponse head(std::string_view target);
  /// The body of a 200 in JSON; fails the test for anything else.
  Json json(std::string_view target, std::string_view lines = {});
  /// The problem; fails the test unless it has this status and code and is not cacheable.
  Json problem(std::string_view target, int status, std::string_view code,
               std::string_view lines = {});
  void expect_problem(const RawResponse& response, int status, std::string_view code);

  RawResponse post(std::string_view target, std::string_view type, std::string_view body,
                   std::string_view lines = {});
  RawResponse post_events(const std::vector<ledger::SignedEvent>& events);

  /// An organisation with this name, as nobody else uses it.
  support::Said named(std::uint64_t number, const std::string& name) const;
  ledger::ReadView view() const { return server_->service().view(); }

  support::IdentityLedger t{support::TestLedger::Where::kRocks};
  support::TempDir views_;
  /// Changes the options before the server starts.
  std::function<void(api::ServeOptions&)> configure_;
  std::unique_ptr<api::LedgerServer> server_;

 private:
  void start(api::ServedLedger ledger);
};

}  // namespace testing_support
