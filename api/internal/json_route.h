// SPDX-License-Identifier: Apache-2.0
// The usual route: a GET that answers in JSON, compressed for those who take it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/http.h"

namespace api {

inline Route json_route(std::string pattern, Handler handler, std::vector<std::string> query = {}) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  route.query = std::move(query);
  route.produces = {"application/json"};
  route.compress = true;
  return route;
}

}  // namespace api
