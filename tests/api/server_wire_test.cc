// SPDX-License-Identifier: Apache-2.0
// What goes over the wire: each trap of the stock listener, shown closed over a real socket.
#include <nlohmann/json.hpp>

#include "tests/support/http_fixture.h"

namespace {

using testing_support::get;
using testing_support::RawClient;
using testing_support::RawResponse;

class ServerWire : public testing_support::HttpServerTest {
 protected:
  void SetUp() override { start(); }

  /// The answer to a malformed request: a problem with this status and code, then the end.
  void expect_refused(std::string_view bytes, int status, std::string_view code) {
    RawClient client = connect();
    const RawResponse response = client.ask(bytes);
    EXPECT_EQ(response.status, status) << bytes.substr(0, 200);
    EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_TRUE(client.ended()) << bytes.substr(0, 200);
    const auto body = nlohmann::json::parse(response.body, nullptr, false);
    ASSERT_TRUE(body.is_object()) << response.body;
    EXPECT_EQ(body["code"], code) << response.body;
    EXPECT_EQ(body["status"], status);
    EXPECT_EQ(body["instance"], *response.header("X-Request-Id"));
  }
};

std::string post(std::string_view lines, std::string_view body) {
  std::string request = "POST /v1/echo HTTP/1.1\r\nHost: t\r\n";
  return request.append(lines).append("\r\n").append(body);
}

constexpr std::string_view kBytesType = "Content-Type: application/octet-stream\r\n";

std::string post_bytes(std::string_view lines, std::string_view body) {
  return post(std::string(kBytesType).append(lines), body);
}

TEST_F(ServerWire, GetAnswersWithDateAndSecurityFields) {
  const RawResponse response = ask(get("/hello"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello\n");
  EXPECT_EQ(response.header("Date")->size(), 29U);
  EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(response.header("Content-Security-Policy"),
            "default-src 'none'; frame-ancestors 'none'");
  EXPECT_FALSE(response.header("Keep-Alive").has_value());
  EXPECT_FALSE(response.header("Server").has_value());
}

TEST_F(ServerWire, HostMustBeThereOnceAndWellFormed) {
  expect_refused("GET /hello HTTP/1.1\r\n\r\n", 400, "BAD_HOST");
  expect_refused("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "BAD_HOST");
  expect_refused("GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "BAD_HOST");
  expect_refused("GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400, "BAD_HOST");
}

TEST_F(ServerWire, FramingThatCouldBeReadTwoWaysIsRefused) {
  expect_refused(post_bytes("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                 400, "BAD_FRAMING");
  for (const char* lines :
       {"Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n", "Content-Length: 3x\r\n", "Content-Length: -1\r\n",
        "Content-Length: +1\r\n", "Content-Length: 0x3\r\n", "Content-Length:\r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding:\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
    expect_refused(post_bytes(lines, "12345"), 400, "BAD_FRAMING");
  }
  expect_refused("POST /v1/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                 "BAD_FRAMING");
}

TEST_F(ServerWire, MalformedHeadsAreRefused) {
  expect_refused(post_bytes("Content-Length : 5\r\n", "12345"), 400, "BAD_HEADER");
  expect_refused(get("/hello", "A: 1\r\n folded\r\n"), 400, "FOLDED_HEADER");
  expect_refused("GET /hello HTTP/1.1\r\n Host: t\r\n\r\n", 400, "FOLDED_HEADER");
  expect_refused(get("/hello", "nocolon\r\n"), 400, "BAD_HEADER");
  expect_refused(get("/hello", ": empty\r\n"), 400, "BAD_HEADER");
  expect_refused(get("/hello", std::string_view("A: x\0y\r\n", 8)), 400, "BAD_HEADER");
  expect_refused(get("/hello", "A: x\ry\r\n"), 400, "BAD_LINE_END");
  expect_refused("GET /hello HTTP/1.1\nHost: t\n\n", 400, "BAD_LINE_END");
  expect_refused("GET /hello HTTP/1.1\r\nHost: t\n\r\n", 400, "BAD_LINE_END");
  expect_refused("GET  /hello HTTP/1.1\r\nHost: t\r\n\r\n", 400, "BAD_TARGET");
  expect_refused("GET /hello\r\nHost: t\r\n\r\n", 400, "BAD_REQUEST_LINE");
  expect_refused("G(T /hello HTTP/1.1\r\nHost: t\r\n\r\n", 400, "BAD_REQUEST_LINE");
  expect_refused("GET /hello http/1.1\r\nHost: t\r\n\r\n", 400, "BAD_REQUEST_LINE");
  expect_refused("GET hello HTTP/1.1\r\nHost: t\r\n\r\n", 400, "BAD_TARGET");
  expect_refused("GET /hel\xd0\xbbo HTTP/1.1\r\nHost: t\r\n\r\n", 400, "BAD_TARGET");
  expect_refused("GET /hello#x HTTP/1.1\r\nHost: t\r\n\r\n", 400, "BAD_TARGET");
  expect_refused("GET /hello HTTP/2.0\r\nHost: t\r\n\r\n", 505, "VERSION_NOT_SUPPORTED");
}

TEST_F(ServerWire, SizesOverTheLimitsHaveTheirOwnAnswers) {
  expect_refused(get("/" + std::string(9'000, 'a')), 414, "URI_TOO_LONG");
  expect_refused("GET /" + std::string(100'000, 'a'), 414, "URI_TOO_LONG");
  expect_refused(get("/hello", "A: " + std::string(33'000, 'a') + "\r\n"), 431,
                 "HEADERS_TOO_LARGE");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "A: b\r\n";
  expect_refused(get("/hello", many), 431, "HEADERS_TOO_LARGE");
  std::string endless = "GET /hello HTTP/1.1\r\nHost: t\r\n";
  for (int i = 0; i < 2'000; ++i) endless += "A: " + std::string(40, 'a') + "\r\n";
  expect_refused(endless, 431, "HEADERS_TOO_LARGE");
  EXPECT_EQ(ask(get("/hello", many.substr(6))).status, 200);
  EXPECT_EQ(ask(get("/hello", "A: " + std::string(30'000, 'a') + "\r\n")).status, 200);
}

TEST_F(ServerWire, BodiesOverTheLimitAreRefusedBeforeTheyAreRead) {
  expect_refused(post_bytes("Content-Length: 1001\r\n", ""), 413, "BODY_TOO_LARGE");
  expect_refused(post_bytes("Content-Length: 99999999999999999999999\r\n", ""), 413,
                 "BODY_TOO_LARGE");
  const std::string thousand(1'000, 'x');
  expect_refused(post_bytes("Transfer-Encoding: chunked\r\n", "3e9\r\n" + thousand), 413,
                 "BODY_TOO_LARGE");
  expect_refused(post_bytes("Transfer-Encoding: chunked\r\n", "3e8\r\n" + thousand + "\r\n1\r\n"),
                 413, "BODY_TOO_LARGE");
  const auto exact =
      ask(post_bytes("Transfer-Encoding: chunked\r\n", "3e8\r\n" + thousand + "\r\n0\r\n\r\n"));
  EXPECT_EQ(exact.status, 200);
  EXPECT_EQ(exact.body, thousand);
  expect_refused(get("/hello", "Content-Length: 1\r\n") + "x", 400, "UNEXPECTED_BODY");
}

TEST_F(ServerWire, ABigUploadStillReadsIts413) {
  RawClient client = connect();
  client.send(post_bytes("Content-Length: 4000000\r\n", ""));
  client.send(std::string(1'000'000, 'x'));
  const RawResponse response = client.read();
  EXPECT_EQ(response.status, 413);
  EXPECT_TRUE(response.complete);
}

TEST_F(ServerWire, ChunksAreReadStrictly) {
  const auto chunked = [](std::string_view body) {
    return post_bytes("Transfer-Encoding: chunked\r\n", body);
  };
  EXPECT_EQ(ask(chunked("3;ext=\"v\"\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n")).body, "abcde");
  for (const char* body : {"0x3\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "\r\n", "3 \r\nabc",
                           "3\nabc\n0\n\n", "3\r\nabcd\r\n0\r\n\r\n", "g\r\n",
                           "ffffffffffffffffffffff\r\n", "3\r\nabc\n\r\n0\r\n\r\n"}) {
    expect_refused(chunked(body), 400, "BAD_CHUNK");
  }
  expect_refused(chunked("1;" + std::string(300, 'e')), 400, "BAD_CHUNK");
  for (const char* trailer : {"GET /hello HTTP/1.1", "T", ": t", "T : t", " T: t", "T: a\rb"}) {
    expect_refused(chunked(std::string("0\r\n") + trailer + "\r\n\r\n"), 400, "BAD_CHUNK");
  }
  expect_refused(chunked("0\r\nT: " + std::string(9'000, 't')), 431, "HEADERS_TOO_LARGE");
}

TEST_F(ServerWire, PipelinedRequestsAreAnsweredInOrder) {
  RawClient client = connect();
  std::string all;
  for (int i = 0; i < 100; ++i) all += get("/v1/items/" + std::to_string(i));
  all += post_bytes("Content-Length: 2\r\n", "ok") + get("/hello", "Connection: close\r\n");
  client.send(all);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(client.read().body, "{\"id\":\"" + std::to_string(i) + "\",\"method\":\"GET\"}");
  }
  EXPECT_EQ(client.read().body, "ok");
  EXPECT_EQ(client.read().body, "hello\n");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerWire, ARequestByteByByteIsTheSameRequest) {
  RawClient client = connect();
  const std::string request =
      "\r\n" + post_bytes("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n");
  for (const char c : request) client.send({&c, 1});
  EXPECT_EQ(client.read().body, "abc");
}

TEST_F(ServerWire, ARequestBeforeAHalfCloseIsAnswered) {
  RawClient client = connect();
  client.send(get("/hello"));
  client.half_close();
  EXPECT_EQ(client.read().body, "hello\n");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerWire, HeadHasTheFieldsOfGetAndNoBody) {
  RawClient client = connect();
  client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  const RawResponse head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "6");
  EXPECT_EQ(head.header("ETag"), "\"h1\"");
  EXPECT_FALSE(head.header("Accept-Ranges").has_value());
  EXPECT_EQ(client.ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerWire, MethodsAreToldApart) {
  const auto with_method = [this](std::string_view method) {
    return ask(std::string(method) + " /v1/echo HTTP/1.1\r\nHost: t\r\n\r\n");
  };
  EXPECT_EQ(with_method("DELETE").status, 405);
  EXPECT_EQ(with_method("DELETE").header("Allow"), "OPTIONS, POST");
  EXPECT_EQ(with_method("TRACE").status, 405);
  EXPECT_EQ(with_method("BREW").status, 501);
  const RawResponse options = with_method("OPTIONS");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "OPTIONS, POST");
  EXPECT_FALSE(options.header("Content-Length").has_value());
  EXPECT_EQ(ask("OPTIONS /hello HTTP/1.1\r\nHost: t\r\n\r\n").header("Allow"),
            "GET, HEAD, OPTIONS");
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status, 204);
  EXPECT_EQ(ask("GET http://t/hello HTTP/1.1\r\nHost: t\r\n\r\n").body, "hello\n");
}

TEST_F(ServerWire, AnEscapedSlashStaysInsideItsSegment) {
  EXPECT_EQ(ask(get("/v1/items/%D0%9F%2F1")).body, "{\"id\":\"П/1\",\"method\":\"GET\"}");
  EXPECT_EQ(ask(get("/v1/items/a/b")).status, 404);
  EXPECT_EQ(ask(get("/v1/items/")).status, 404);
  EXPECT_EQ(ask(get("/files/x001/234")).body, "x001/234");
  for (const char* target :
       {"/v1/items/%", "/v1/items/%2", "/v1/items/%zz", "/v1/items/%00", "/v1/items/%ff",
        "/v1/list?q=%ff", "/v1/list?%d0=1", "/v1/list?q=%1"}) {
    EXPECT_EQ(ask(get(target)).status, 400) << target;
  }
}

TEST_F(ServerWire, UnknownAndRepeatedParametersAreNamed) {
  const RawResponse unknown = ask(get("/v1/list?cluster=1&colour=red"));
  EXPECT_EQ(unknown.status, 400);
  const auto body = nlohmann::json::parse(unknown.body);
  EXPECT_EQ(body["code"], "UNKNOWN_PARAMETER");
  EXPECT_EQ(body["errors"][0]["parameter"], "colour");
  EXPECT_NE(ask(get("/v1/list?q=1&q=2")).body.find("REPEATED_PARAMETER"), std::string::npos);
  EXPECT_EQ(ask(get("/v1/list?kind=1&kind=2&q=%D1%91+%2B&")).body, R"({"kind":"2","q":"ё +"})");
}

TEST_F(ServerWire, TypesAreNegotiatedHonestly) {
  EXPECT_EQ(ask(get("/v1/list", "Accept: application/xml\r\n")).status, 406);
  EXPECT_EQ(ask(get("/v1/list", "Accept: text/*, application/json;q=0.1\r\n")).body, "a;b\n");
  EXPECT_EQ(ask(get("/v1/list", "Accept: */*\r\n")).header("Vary"), "Accept");
  EXPECT_EQ(ask(post("Content-Type: text/plain\r\nContent-Length: 1\r\n", "x")).status, 415);
  EXPECT_EQ(ask(post("Content-Length: 1\r\n", "x")).status, 415);
  const auto gzipped = ask(post_bytes("Content-Encoding: gzip\r\nContent-Length: 1\r\n", "x"));
  EXPECT_EQ(gzipped.status, 415);
  EXPECT_EQ(gzipped.header("Accept-Encoding"), "identity");
  EXPECT_EQ(gzipped.header("Accept"), "application/json, application/octet-stream");
}

TEST_F(ServerWire, ACodedBodyIsToldWhichCodingIsNotTaken) {
  const auto asked = [&](const std::string& coding) {
    return nlohmann::json::parse(
        ask(post_bytes("Content-Encoding: " + coding + "\r\nContent-Length: 1\r\n", "x")).body);
  };
  const auto gzip = asked("gzip");
  EXPECT_EQ(gzip["detail"], "the body's coding is gzip, taken are bodies without one");
  EXPECT_EQ(gzip["errors"][0]["header"], "Content-Encoding");
  EXPECT_EQ(asked("\xff")["detail"],
            "the body's coding is unknown here, taken are bodies without one");
}

TEST_F(ServerWire, APostWithoutLengthHasNoBodyAndDoesNotHang) {
  const RawResponse response = ask(post(kBytesType, ""));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Length"), "0");
}

TEST_F(ServerWire, ContinueIsSentOnlyForABodyThatIsWanted) {
  RawClient client = connect();
  EXPECT_EQ(client.ask(post_bytes("Expect: 100-continue\r\nContent-Length: 2\r\n", "")).status,
            100);
  EXPECT_EQ(client.ask("ok").body, "ok");
  EXPECT_EQ(ask(post_bytes("Expect: 100-continue\r\nContent-Length: 2000\r\n", "")).status, 413);
  EXPECT_EQ(ask(post_bytes("Expect: magic\r\nContent-Length: 2\r\n", "ok")).status, 417);
}

TEST_F(ServerWire, ConditionalRequestsAnswer304WithoutBodyFields) {
  for (const char* tag : {"\"h1\"", "W/\"h1\"", "\"x\", \"h1\"", "*"}) {
    const auto response = ask(get("/hello", "If-None-Match: " + std::string(tag) + "\r\n"));
    EXPECT_EQ(response.status, 304) << tag;
    EXPECT_EQ(response.header("ETag"), "\"h1\"");
    EXPECT_EQ(response.header("Cache-Control"), "no-cache");
    EXPECT_TRUE(response.header("Date").has_value());
    EXPECT_FALSE(response.header("Content-Length").has_value());
    EXPECT_FALSE(response.header("Content-Type").has_value());
  }
  EXPECT_EQ(ask(get("/hello", "If-None-Match: \"h2\"\r\n")).status, 200);
  RawClient client = connect();
  EXPECT_EQ(client.ask(get("/hello", "If-None-Match: *\r\n")).status, 304);
  EXPECT_EQ(client.ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerWire, NoContentHasNoLength) {
  RawClient client = connect();
  const RawResponse response = client.ask(get("/nothing"));
  EXPECT_EQ(response.status, 204);
  EXPECT_FALSE(response.header("Content-Length").has_value());
  EXPECT_EQ(client.ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerWire, CodingIsIdentityUnlessTheRouteCompresses) {
  const RawResponse plain = ask(get("/plain-json", "Accept-Encoding: gzip, br\r\n"));
  EXPECT_FALSE(plain.header("Content-Encoding").has_value());
  EXPECT_EQ(plain.header("ETag"), "\"z1\"");
  EXPECT_EQ(plain.body.size(), 5'002U);
  const RawResponse zipped = ask(get("/zip", "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(zipped.header("ETag"), "W/\"z1\"");
  EXPECT_LT(zipped.body.size(), 500U);
  const RawResponse refused = ask(get("/zip", "Accept-Encoding: gzip;q=0, br\r\n"));
  EXPECT_FALSE(refused.header("Content-Encoding").has_value());
  EXPECT_EQ(refused.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(refused.header("ETag"), "\"z1\"");
}

TEST_F(ServerWire, AnExceptionIsA500WithoutItsText) {
  RawClient client = connect();
  const RawResponse response = client.ask(get("/boom"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
  EXPECT_EQ((response.head + response.body).find("secret"), std::string::npos);
  EXPECT_FALSE(response.header("EXCEPTION_WHAT").has_value());
  EXPECT_EQ(faults(), std::vector<std::string>{"secret пароль"});
  EXPECT_EQ(client.ask(get("/hello")).status, 200);
}

TEST_F(ServerWire, AFieldWithALineBreakNeverLeaves) {
  const RawResponse response = ask(get("/inject"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.head.find("stolen"), std::string::npos);
}

TEST_F(ServerWire, ARefusalOfTheLedgerBecomesAProblem) {
  const RawResponse response =
      ask("POST /refused HTTP/1.1\r\nHost: t\r\nAccept-Language: ru-RU, en;q=0.5\r\n"
          "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(response.status, 422);
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body["type"], "/problems/refused-by-rule");
  EXPECT_EQ(body["title"], "Правило это запрещает");
  EXPECT_EQ(body["code"], "NO_QUORUM");
  EXPECT_EQ(body["errors"][0]["pointer"], "/body/votes/0");
  EXPECT_EQ(response.header("Content-Language"), "ru");
  EXPECT_EQ(response.header("Vary"), "Accept-Language");
}

TEST_F(ServerWire, NoPointerLeadsIntoABodyThatNobodySent) {
  const auto body = nlohmann::json::parse(ask(get("/refused")).body);
  EXPECT_EQ(body["code"], "NO_QUORUM");
  EXPECT_FALSE(body.contains("errors")) << body;
}

TEST_F(ServerWire, RequestIdsAreKeptIfWellFormed) {
  EXPECT_EQ(ask(get("/hello", "X-Request-Id: abc-1.2_Z\r\n")).header("X-Request-Id"), "abc-1.2_Z");
  for (const std::string& bad : {std::string("a b"), std::string("<x>"), std::string(65, 'a')}) {
    const auto id = ask(get("/hello", "X-Request-Id: " + bad + "\r\n")).header("X-Request-Id");
    EXPECT_NE(id, bad);
    EXPECT_EQ(id->size(), 29U);
  }
  EXPECT_NE(ask(get("/hello")).header("X-Request-Id"), ask(get("/hello")).header("X-Request-Id"));
}

TEST_F(ServerWire, OldClientsGetAConnectionTheyUnderstand) {
  RawClient client = connect();
  EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(client.ended());
  RawClient kept = connect();
  EXPECT_EQ(kept.ask("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").header("Connection"),
            "keep-alive");
  EXPECT_EQ(kept.ask(get("/hello")).status, 200);
}

TEST_F(ServerWire, ClientFieldsCannotForgeThePeer) {
  // The stock library puts the peer's address into request fields of this name.
  EXPECT_EQ(ask(get("/hello", "REMOTE_ADDR: 10.0.0.1\r\nRange: bytes=9-1\r\n")).status, 200);
}

TEST_F(ServerWire, AccessLinesHoldThePatternAndNoValues) {
  ask(get("/v1/items/secret-id?x=1", "X-Request-Id: r1\r\nAuthorization: Bearer t0ken\r\n"));
  ask(get("/v1/items/secret-id", "X-Request-Id: r2\r\n"));
  ask("GARBAGE\r\n\r\n");
  const auto lines = access_lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].rfind("GET /v1/items/{id} 400 ", 0), 0U) << lines[0];
  EXPECT_EQ(lines[1].rfind("GET /v1/items/{id} 200 ", 0), 0U) << lines[1];
  EXPECT_EQ(lines[1].substr(lines[1].size() - 3), " r2");
  EXPECT_EQ(lines[2].rfind("- - 400 ", 0), 0U) << lines[2];
  for (const auto& line : lines) {
    EXPECT_EQ(line.find("secret"), std::string::npos);
    EXPECT_EQ(line.find("t0ken"), std::string::npos);
  }
}

TEST_F(ServerWire, ProblemPagesResolveInBothLanguages) {
  EXPECT_NE(ask(get("/problems/body-too-large")).body.find("The body is too large"),
            std::string::npos);
  const auto russian = ask(get("/problems/body-too-large?lang=ru"));
  EXPECT_NE(russian.body.find("Тело запроса слишком велико"), std::string::npos);
  EXPECT_EQ(russian.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(ask(get("/problems/none-such")).status, 404);
  EXPECT_EQ(ask(get("/problems?lang=fr")).status, 400);
  EXPECT_NE(ask(get("/problems")).body.find("/problems/uri-too-long"), std::string::npos);
}

}  // namespace
