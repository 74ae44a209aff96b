// SPDX-License-Identifier: Apache-2.0
// The tool's side of a refusal: the problem of a server as the error that it was there.
#include "api/server_client.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "api/problem.h"
#include "api/reasons.h"
#include "api/server.h"

namespace {

using Answer = std::function<ledger::Result<api::Response>(const api::Request& request)>;

/// What the client makes of a server that answers so.
ledger::Error answered_by_server(const Answer& answer) {
  api::Router router;
  router.add({.method = "GET", .pattern = "/v1/ledger", .handler = answer, .query = {}});
  api::ServerOptions options;
  options.on_access = [](const api::AccessRecord&) {};
  auto server = api::Server::start(std::move(options), std::move(router));
  LEDGER_CHECK(static_cast<bool>(server));
  auto client = api::ServerClient::open("http://127.0.0.1:" + std::to_string((*server)->port()));
  LEDGER_CHECK(static_cast<bool>(client));
  const auto asked = (*client)->identity();
  LEDGER_CHECK(!asked);
  return asked.error();
}

/// The same of one that refuses in Russian.
ledger::Error refused_by_server(const ledger::Error& refusal) {
  return answered_by_server([&](const api::Request& request) {
    return api::problem_response(api::problem_of(refusal), request.request_id, api::Language::kRu);
  });
}

TEST(ServerClient, AnAnswerThatSaysNothingIsToldByItsStatus) {
  for (const auto& [status, word] : {std::pair{302, "elsewhere"}, std::pair{502, "not say why"}}) {
    const auto error = answered_by_server([status = status](const api::Request&) {
      api::Response response;
      response.status = status;
      response.content_type = "text/html";
      response.body = "<html>";
      return response;
    });
    EXPECT_EQ(error.reason, "HTTP_" + std::to_string(status));
    EXPECT_NE(error.message.find(std::to_string(status)), std::string::npos);
    EXPECT_NE(error.message.find(word), std::string::npos) << error.message;
    EXPECT_NE(error.russian.find(std::to_string(status)), std::string::npos);
  }
}

TEST(ServerClient, WhatACodeMeansIsNotRepeatedInTheMessage) {
  const auto plain = refused_by_server(ledger::invalid("BAD_HEX", "not hex", "id"));
  EXPECT_EQ(plain.reason, "BAD_HEX");
  EXPECT_EQ(plain.message, "not hex");
  EXPECT_EQ(plain.where, "id");
  const auto told = refused_by_server(api::in_russian(ledger::invalid("BAD_HEX", "not hex", "id"),
                                                      "не шестнадцатеричное (совсем)"));
  EXPECT_EQ(told.message, "не шестнадцатеричное (совсем)");
}

}  // namespace
