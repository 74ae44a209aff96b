// SPDX-License-Identifier: Apache-2.0
#include "api/witness_service.h"

#include <utility>

namespace api {
namespace {

Response response_of(ledger::WitnessAnswer answer) {
  Response out;
  out.status = answer.status;
  out.content_type = std::move(answer.content_type);
  out.body = std::move(answer.body);
  out.headers.set("Cache-Control", "no-store");
  return out;
}

}  // namespace

Router make_witness_router(ledger::Witness& witness) {
  Router router;
  Route add;
  add.method = "POST";
  add.pattern = "/add-checkpoint";
  add.consumes = {"*/*"};
  add.body_bytes_max = ledger::kAddCheckpointBytesMax;
  add.handler = [&witness](const Request& request) -> ledger::Result<Response> {
    return response_of(witness.add_checkpoint(request.body));
  };
  router.add(std::move(add));
  Route latest;
  latest.method = "GET";
  latest.pattern = "/{origin}/checkpoint";
  latest.handler = [&witness](const Request& request) -> ledger::Result<Response> {
    return response_of(witness.checkpoint(request.param("origin")));
  };
  router.add(std::move(latest));
  return router;
}

}  // namespace api
