// SPDX-License-Identifier: Apache-2.0
// The server that feed_chaos_test.cc kills: serves the ledger in a folder until it is killed, with
// short times, and tells its port on standard output.
//   letopis_serve_child FOLDER
#include <cstdio>

#include "api/serve.h"
#include "tests/support/test_ledger.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  support::TestLedger t{folder};
  if (const auto opened = t.open(); !opened) {
    std::fprintf(stderr, "%s: %s\n", opened.error().reason.c_str(), opened.error().message.c_str());
    return 1;
  }
  api::ServeOptions options;
  options.views = folder / "views";
  options.log_requests = false;
  options.server.request_threads = 4;
  options.feeds.heartbeat = std::chrono::milliseconds(100);
  options.feeds.duration_max = std::chrono::milliseconds(700);
  const auto served = api::serve({std::move(t.log), nullptr}, std::move(options),
                                 {.on_listening = [](std::uint16_t port) {
                                   std::printf("%u\n", unsigned{port});
                                   std::fflush(stdout);
                                 }});
  return served ? 0 : 1;
}
