// SPDX-License-Identifier: Apache-2.0
// Lengths and frequencies that a charter may state and that hardly anybody means: a chair for five
// hundred years, two hundred meetings a month.
#include <array>
#include <string_view>

#include "projections/rules/charter_body_check.h"

namespace projections::rules {
namespace {

/// What is usual, in days; months have 30 of them, years 365.
struct UsualLength {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  const char* english;
  const char* russian;
};

constexpr UsualLength kOffice{30, 3'650, "from 1 month to 10 years", "от 1 месяца до 10 лет"};
constexpr UsualLength kNotice{1, 90, "from 1 day to 3 months", "от 1 дня до 3 месяцев"};
constexpr UsualLength kDuty{1, 730, "from 1 day to 2 years", "от 1 дня до 2 лет"};

/// Of working days there are five in a week.
std::uint32_t days_in(const fb::Length& length) {
  const std::uint32_t count = length.count();
  switch (length.unit()) {
    case fb::LengthUnit::WORKING_DAYS:
      return (count * 7 + 4) / 5;
    case fb::LengthUnit::WEEKS:
      return count * 7;
    case fb::LengthUnit::MONTHS:
      return count * 30;
    case fb::LengthUnit::QUARTERS:
      return count * 90;
    case fb::LengthUnit::YEARS:
      return count * 365;
    default:
      return count;
  }
}

void check_length(const fb::Length* length, const UsualLength& usual, const std::string& path,
                  Problems& problems) {
  if (length == nullptr) return;
  const std::uint32_t days = days_in(*length);
  if (days >= usual.least && days <= usual.most) return;
  const std::string stated =
      std::to_string(length->count()) + " " + fb::EnumNameLengthUnit(length->unit());
  problems.warning("LENGTH_UNUSUAL", path, stated + " is stated, and usual is " + usual.english,
                   "указано " + stated + ", а обычно " + usual.russian);
}

struct Weekly {
  fb::PeriodKind per;
  std::uint16_t most;
};
constexpr std::array kWeekly{
    Weekly{fb::PeriodKind::CALENDAR_MONTH, 5}, Weekly{fb::PeriodKind::CALENDAR_QUARTER, 14},
    Weekly{fb::PeriodKind::CALENDAR_YEAR, 53}, Weekly{fb::PeriodKind::ACADEMIC_YEAR, 53}};

void check_frequency(const fb::Frequency& stated, const std::string& path, Problems& problems) {
  for (const Weekly& one : kWeekly) {
    if (stated.per() != one.per || stated.times() <= one.most) continue;
    const std::string times = std::to_string(stated.times());
    const std::string per = fb::EnumNamePeriodKind(one.per);
    const std::string most = std::to_string(one.most);
    problems.warning(
        "FREQUENCY_UNUSUAL", path,
        times + " meetings in a " + per + " are demanded, and one a week is from 1 to " + most,
        "требуется заседаний за " + per + ": " + times + ", а при еженедельных их от 1 до " + most);
  }
}

void check_body_ranges(const fb::BodyRules& body, Problems& problems) {
  const std::string path = Charter::body_path(body.kind());
  if (body.chair() != nullptr) {
    check_length(body.chair()->term(), kOffice, path + ".chair.term", problems);
  }
  check_length(body.convening_notice(), kNotice, path + ".convening_notice", problems);
  if (body.protocol() != nullptr) {
    check_length(body.protocol()->deadline(), kNotice, path + ".protocol.deadline", problems);
  }
  if (body.meetings() != nullptr) {
    check_frequency(*body.meetings()->at_least(), path + ".meetings.at_least", problems);
  }
}

}  // namespace

void check_ranges(const Charter& charter, Problems& problems) {
  const fb::CharterParameters& parameters = charter.parameters();
  if (const fb::WithdrawalRule* exit = parameters.membership()->withdrawal(); exit != nullptr) {
    check_length(exit->notice(), kDuty, "membership.withdrawal.notice", problems);
  }
  if (parameters.bodies() != nullptr) {
    for (const fb::BodyRules* body : *parameters.bodies()) check_body_ranges(*body, problems);
  }
  if (parameters.deadlines() == nullptr) return;
  for (const fb::DeadlineRule* rule : *parameters.deadlines()) {
    check_length(rule->length(), kDuty, "deadlines." + rule->name()->str() + ".length", problems);
  }
}

}  // namespace projections::rules
