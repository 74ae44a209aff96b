// SPDX-License-Identifier: Apache-2.0
#include "tools/confirm.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "tools/russian.h"

namespace tools {

ledger::Status confirm(const Session& session, const Text& question) {
  if (::isatty(STDIN_FILENO) == 0) {
    return ledger::refused("NOT_CONFIRMED",
                           session.say({"nothing was recorded: nobody can be asked here; --yes "
                                        "records what the preview shows",
                                        "ничего не записано: здесь некого спросить; --yes "
                                        "запишет то, что показано"}));
  }
  std::fflush(stdout);
  const std::string ask = session.say(question) + session.say({" [y/N] ", " [д/Н] "});
  std::fputs(ask.c_str(), stderr);
  std::string line;
  std::getline(std::cin, line);
  const std::string answer = plain(line);
  for (const char* yes : {"y", "yes", "д", "да"}) {
    if (answer == yes) return ledger::Ok{};
  }
  return ledger::refused("NOT_CONFIRMED",
                         session.say({"nothing was recorded", "ничего не записано"}));
}

}  // namespace tools
