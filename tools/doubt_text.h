// SPDX-License-Identifier: Apache-2.0
// The same words for a doubtful key wherever one is shown.
#pragma once

#include <string>

#include "projections/key_doubt.h"
#include "tools/session.h"

namespace tools {

/// "suspect: its key may have been in wrong hands, event 455". REQUIRES: the key is not sound.
inline std::string doubt_text(const Session& session, const projections::KeyDoubt& doubt) {
  const bool race = doubt.key_class == projections::KeyClass::kRace;
  return session.say(race ? Text{"race: signed while the revocation of its key was on its way, "
                                 "event ",
                                 "гонка: подписано, когда отзыв ключа уже был в пути, событие "}
                          : Text{"suspect: its key may have been in wrong hands, event ",
                                 "под подозрением: ключ мог быть в чужих руках, событие "}) +
         std::to_string(doubt.by);
}

}  // namespace tools
