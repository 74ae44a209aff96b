// SPDX-License-Identifier: Apache-2.0
// The usual route: a GET that answers in JSON, compressed for those who take it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/http.h"

namespace api {

/// `shape` is that of its body (shapes.h), `summary` one English line for the contract.
inline Route json_route(std::string pattern, Handler handler, std::string shape,
                        std::string summary, std::vector<std::string> query = {}) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  route.query = std::move(query);
  route.produces = {"application/json"};
  route.compress = true;
  route.doc.summary = std::move(summary);
  route.doc.shape = std::move(shape);
  return route;
}

}  // namespace api
