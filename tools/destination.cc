// SPDX-License-Identifier: Apache-2.0
#include "tools/destination.h"

#include "api/server_client.h"

namespace tools {
namespace {

using ledger::AppendResult;
using ledger::Result;
using ledger::SignedEvent;

class FolderDestination : public Destination {
 public:
  explicit FolderDestination(std::unique_ptr<ledger::Log> log)
      : log_(std::move(log)), lookup_([this] { return log_->view(); }) {}

  api::LedgerLookup& lookup() override { return lookup_; }
  AppendResult append(std::vector<SignedEvent> events) override {
    return log_->append(std::move(events));
  }
  AppendResult check(std::vector<SignedEvent> events) override {
    return log_->check(std::move(events));
  }
  std::optional<ledger::Error> alarm() const override { return log_->alarm(); }

 private:
  std::unique_ptr<ledger::Log> log_;
  api::FolderLookup lookup_;
};

class ServerDestination : public Destination {
 public:
  explicit ServerDestination(std::unique_ptr<api::ServerClient> client)
      : client_(std::move(client)) {}

  api::LedgerLookup& lookup() override { return *client_; }
  AppendResult append(std::vector<SignedEvent> events) override { return client_->append(events); }
  AppendResult check(std::vector<SignedEvent> events) override { return client_->check(events); }

 private:
  std::unique_ptr<api::ServerClient> client_;
};

}  // namespace

Result<std::unique_ptr<Destination>> open_folder_destination(const WriterOptions& options,
                                                             api::KeyRing& keys,
                                                             const ledger::Seen& seen) {
  auto log = open_log(options, keys);
  if (!log) return log.error();
  const auto view = (*log)->view();
  auto grown = api::check_growth(
      seen, {view.size(), view.checkpoint().root},
      [&](std::uint64_t from, std::uint64_t to) { return view.consistency(from, to); });
  if (!grown) return grown.error();
  return std::unique_ptr<Destination>(std::make_unique<FolderDestination>(std::move(*log)));
}

Result<std::unique_ptr<Destination>> open_server_destination(const std::string& url,
                                                             const std::string& token,
                                                             api::Language language,
                                                             api::LogWatch& watch) {
  auto client = api::ServerClient::open(url, token, language);
  if (!client) return client.error();
  (*client)->hold_to(&watch);
  return std::unique_ptr<Destination>(std::make_unique<ServerDestination>(std::move(*client)));
}

}  // namespace tools
