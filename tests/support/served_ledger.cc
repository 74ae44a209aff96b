// SPDX-License-Identifier: Apache-2.0
#include "tests/support/served_ledger.h"

#include <fmt/format.h>

#include "api/wire.h"
#include "ledger/rocks_store.h"

namespace testing_support {

void LedgerServed::start(api::ServedLedger ledger) {
  api::ServeOptions options;
  options.server.request_threads = 6;
  options.server.linger_timeout = std::chrono::milliseconds(200);
  options.server.on_access = [](const api::AccessRecord&) {};
  options.server.on_fault = [](std::string_view, std::string_view what) {
    ADD_FAILURE() << "a handler threw " << what;
  };
  options.watch.on_trouble = [](std::string_view, std::string_view) {};
  options.views = views_ / "views";
  options.clock = t.test.clock;
  options.view_wait = std::chrono::milliseconds(300);
  if (configure_) configure_(options);
  auto server = api::LedgerServer::start(std::move(ledger), std::move(options));
  ASSERT_TRUE(server) << server.error().message;
  server_ = std::move(*server);
}

void LedgerServed::serve() { start({std::move(t.test.log), nullptr}); }

void LedgerServed::serve_read_only() {
  t.test.close();
  ledger::RocksStoreOptions options;
  options.dir = t.test.folder / "log";
  options.read_only = true;
  auto store = ledger::open_rocks_store(options);
  ASSERT_TRUE(store) << store.error().message;
  auto reader = std::make_shared<ledger::LogReader>(std::move(*store));
  ASSERT_TRUE(reader->load());
  start({nullptr, std::move(reader)});
}

void LedgerServed::restart() {
  server_.reset();
  auto options = t.test.options();
  ASSERT_TRUE(options) << options.error().message;
  options->admission = t.rules();
  auto log = ledger::Log::open(std::move(*options));
  ASSERT_TRUE(log) << log.error().message;
  start({std::move(*log), nullptr});
}

RawResponse LedgerServed::ask(std::string_view target, std::string_view lines) {
  return RawClient(server_->port()).ask(get(target, lines));
}

RawResponse LedgerServed::head(std::string_view target) {
  RawClient client(server_->port());
  client.send(std::string("HEAD ").append(target).append(" HTTP/1.1\r\nHost: t\r\n\r\n"));
  return client.read(true);
}

Json LedgerServed::json(std::string_view target, std::string_view lines) {
  const RawResponse response = ask(target, lines);
  EXPECT_EQ(response.status, 200) << target << ": " << response.body;
  EXPECT_EQ(response.header("Content-Type"), "application/json") << target;
  return Json::parse(response.body, nullptr, false);
}

void LedgerServed::expect_problem(const RawResponse& response, int status, std::string_view code) {
  EXPECT_EQ(response.status, status) << response.head << response.body;
  EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  const Json body = Json::parse(response.body, nullptr, false);
  ASSERT_TRUE(body.is_object()) << response.body;
  EXPECT_EQ(body["code"], code) << response.body;
  EXPECT_EQ(body["status"], status);
}

Json LedgerServed::problem(std::string_view target, int status, std::string_view code,
                           std::string_view lines) {
  const RawResponse response = ask(target, lines);
  SCOPED_TRACE(target);
  expect_problem(response, status, code);
  return Json::parse(response.body, nullptr, false);
}

RawResponse LedgerServed::post(std::string_view target, std::string_view type,
                               std::string_view body, std::string_view lines) {
  std::string request =
      fmt::format("POST {} HTTP/1.1\r\nHost: t\r\nContent-Length: {}\r\n", target, body.size());
  if (!type.empty()) request += fmt::format("Content-Type: {}\r\n", type);
  return RawClient(server_->port()).ask(request.append(lines).append("\r\n").append(body));
}

RawResponse LedgerServed::post_events(const std::vector<ledger::SignedEvent>& events) {
  return post("/v1/events", api::kEventsMediaType, api::encode_events(events));
}

support::Said LedgerServed::named(std::uint64_t number, const std::string& name) const {
  support::Said said = t.organisation(number);
  const std::string old = fmt::format("Колледж {}", number);
  said.payload.replace(said.payload.find(old), old.size(), name);
  return said;
}

}  // namespace testing_support
