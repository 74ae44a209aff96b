// SPDX-License-Identifier: Apache-2.0
// api/API.md lists the routes that there are, all of them and no others.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "api/service.h"
#include "tests/paths.h"

namespace api {
namespace {

std::set<std::string> documented() {
  std::ifstream file(std::string(kSourceDir) + "/api/API.md");
  std::set<std::string> routes;
  for (std::string line; std::getline(file, line);) {
    for (const std::string method : {"GET", "POST"}) {
      const std::string start = "| " + method + " | `";
      if (!line.starts_with(start)) continue;
      const std::string pattern = line.substr(start.size());
      routes.insert(method + " " + pattern.substr(0, pattern.find('`')));
    }
  }
  return routes;
}

TEST(Contract, ApiMdListsExactlyTheRoutesThatThereAre) {
  Service service;
  const Router router = make_router(service);
  std::set<std::string> there;
  for (const Route* route : router.routes()) there.insert(route->method + " " + route->pattern);
  EXPECT_EQ(documented(), there);
}

}  // namespace
}  // namespace api
