// SPDX-License-Identifier: Apache-2.0
// The server that tests/bench/http measures ours against: cpp-httplib alone, answering every GET
// with the bytes of a file.
//   letopis_http_bare PORT FILE
#include <httplib.h>

#include <cstdio>
#include <fstream>
#include <iterator>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[2], std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.set_keep_alive_timeout(5);
  server.Get(".*", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  return server.listen("127.0.0.1", std::atoi(argv[1])) ? 0 : 1;
}
