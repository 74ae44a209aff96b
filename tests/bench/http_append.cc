// SPDX-License-Identifier: Apache-2.0
// A server over an empty ledger for tests/bench/http, and the submissions to send to it: signed
// events that nobody has recorded yet.
//   letopis_http_append EVENTS BATCH FILE
// FILE gets a u32be length and the body of each submission. Prints its port and serves until its
// standard input ends.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "api/serve.h"
#include "api/wire.h"
#include "tests/support/test_ledger.h"

namespace {

void write_submissions(const support::TestLedger& t, std::uint64_t events, std::uint64_t batch,
                       const char* path) {
  std::ofstream file(path, std::ios::binary);
  for (std::uint64_t i = 0; i < events; i += batch) {
    std::vector<ledger::SignedEvent> list;
    for (std::uint64_t k = i; k < i + batch; ++k) list.push_back(t.sign(t.organisation(k)));
    const std::string body = api::encode_events(list);
    std::string size;
    ledger::put_u32(size, static_cast<std::uint32_t>(body.size()));
    file << size << body;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  support::TestLedger t(support::TestLedger::Where::kRocks);
  t.create();
  write_submissions(t, std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10),
                    argv[3]);
  const support::TempDir views;
  api::ServeOptions options;
  options.views = views / "views";
  options.log_requests = false;
  auto server = api::LedgerServer::start({std::move(t.log), nullptr}, std::move(options));
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  std::printf("%u\n", (*server)->port());
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) continue;
  return 0;
}
