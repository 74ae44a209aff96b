// SPDX-License-Identifier: Apache-2.0
// The author's end of the HTTP API: looks things up on a server and sends signed events there.
// Nothing that a server says is believed beyond what the author could not check anyway; the server
// and everybody after it check every signature again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/http.h"
#include "api/ledger_lookup.h"
#include "ledger/log.h"

namespace api {

class ServerClient : public LedgerLookup {
 public:
  /// `url` is http://HOST[:PORT] or https://…, without a path; `token` for a ledger that is not
  /// open to everybody, else empty; refusals come in `language`. kInvalid BAD_URL. Connects later.
  static ledger::Result<std::unique_ptr<ServerClient>> open(const std::string& url,
                                                            const std::string& token = {},
                                                            Language language = Language::kEn);
  ~ServerClient() override;

  // Errors of all that follow: the server's own, as problem details say them; kIo
  // SERVER_UNREACHABLE, BAD_ANSWER.
  ledger::Result<ledger::LedgerIdentity> identity() override;
  ledger::Result<ledger::Seen> newest() override;
  ledger::Result<std::optional<ledger::KeyRecord>> key(const ledger::PublicKey& key) override;
  ledger::Result<std::optional<std::vector<ledger::Subject>>> subjects_of(
      const ledger::Hash& digest) override;

  /// One atomic submission. After kIo it is unknown whether it was recorded; sending the same
  /// events again tells.
  ledger::AppendResult append(const std::vector<ledger::SignedEvent>& events);
  /// What append() would do, without doing it.
  ledger::AppendResult check(const std::vector<ledger::SignedEvent>& events);
  /// Hands over a file whose hash an event names; gives the path of its resource.
  ledger::Result<std::string> keep_file(const std::string& bytes);

 private:
  ledger::AppendResult submit(const char* path, const std::vector<ledger::SignedEvent>& events);

  class Impl;
  explicit ServerClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
