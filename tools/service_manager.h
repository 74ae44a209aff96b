// SPDX-License-Identifier: Apache-2.0
// Telling a service manager how the server is: datagrams to $NOTIFY_SOCKET, the protocol of
// sd_notify(3). Without the variable nothing is told.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace tools {

class ServiceManager {
 public:
  /// As the environment says.
  ServiceManager();

  void ready(const std::string& status) const { tell("READY=1\nSTATUS=" + status); }
  void stopping() const { tell("STOPPING=1"); }
  void alive() const { tell("WATCHDOG=1"); }

  /// Half of what the manager waits for a sign of life; nothing if it does not wait.
  std::optional<std::chrono::milliseconds> sign_every() const { return sign_every_; }

 private:
  void tell(const std::string& message) const;

  std::string socket_;
  std::optional<std::chrono::milliseconds> sign_every_;
};

}  // namespace tools
