// SPDX-License-Identifier: Apache-2.0
// Personal data in clear text: an event can never be unsaid, so the door looks before anything is
// signed. Phones, e-mail addresses, СНИЛС and passport numbers are refused; names of
// people are only warned of, because «имени М.И. Глинки» and «ИП Иванов И.И.» name organisations:
// initials with a surname, and three capitalised words with a patronymic, last or second, in any
// case. So are addresses with "(at)" in the place of the sign. Not seen are a first name with a
// surname and no patronymic, names in capitals or small letters, patronymics of other languages
// (оглы, кызы) and other ways of hiding the sign.
// A check of the door: never replayed, no rule of admission. Linear in the size of the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/body.h"

namespace projections {

enum class PersonalDataKind { kPhone, kEmail, kSnils, kPassport, kInitials, kHiddenEmail };

/// Where in a text something looks like personal data: bytes [at, at + size).
struct PersonalDataMark {
  PersonalDataKind kind{};
  std::size_t at = 0;
  std::size_t size = 0;

  bool refused() const {
    return kind != PersonalDataKind::kInitials && kind != PersonalDataKind::kHiddenEmail;
  }
};

/// In the order of the text; marks do not overlap. REQUIRES: UTF-8, as in a strict body.
std::vector<PersonalDataMark> find_personal_data(std::string_view text);

struct PersonalDataField {
  std::string where;  ///< e.g. "payload.wording.title"
  PersonalDataMark mark;
};

/// In the texts of an event that people write and read.
std::vector<PersonalDataField> personal_data_in(const ledger::Body& body);

/// kRefused PD_IN_CLEAR for the first mark that is refused. The message does not repeat the text.
ledger::Status check_personal_data(const ledger::Body& body);

}  // namespace projections
