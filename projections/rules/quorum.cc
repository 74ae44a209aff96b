// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/quorum.h"

#include <algorithm>
#include <charconv>

namespace projections::rules {
namespace {

ledger::Error bad_share(std::string_view text) {
  return ledger::invalid("BAD_SHARE", "\"" + std::string(text.substr(0, 60)) +
                                          "\" is not a share that can be reached: needed \">= "
                                          "1/2\" or \"> 1/2\" with two whole numbers");
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view start) {
  skip_blanks(text);
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

bool take_number(std::string_view& text, std::uint64_t& value) {
  skip_blanks(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

ledger::Status check_threshold(const Threshold& threshold) {
  const bool parts = threshold.denominator > 0 && threshold.denominator <= kCountMax;
  const bool reachable = threshold.relation == Relation::kAtLeast
                             ? threshold.numerator <= threshold.denominator
                             : threshold.numerator < threshold.denominator;
  if (!parts || !reachable) return bad_share(print_threshold(threshold));
  return ledger::Ok{};
}

std::uint64_t needed_of(const Threshold& threshold, std::uint64_t whole) {
  const std::uint64_t product = threshold.numerator * whole;
  const std::uint64_t down = product / threshold.denominator;
  if (threshold.relation == Relation::kMoreThan) return down + 1;
  return std::max<std::uint64_t>(1, down + (product % threshold.denominator == 0 ? 0 : 1));
}

bool reaches(const Threshold& threshold, std::uint64_t count, std::uint64_t whole) {
  if (count == 0 || whole == 0) return false;
  const std::uint64_t left = threshold.denominator * count;
  const std::uint64_t right = threshold.numerator * whole;
  return threshold.relation == Relation::kAtLeast ? left >= right : left > right;
}

ledger::Result<Threshold> parse_threshold(std::string_view text) {
  std::string_view rest = text;
  Threshold out;
  if (take(rest, ">=") || take(rest, "≥")) {
    out.relation = Relation::kAtLeast;
  } else if (!take(rest, ">")) {
    return bad_share(text);
  }
  if (!take_number(rest, out.numerator) || !take(rest, "/") ||
      !take_number(rest, out.denominator)) {
    return bad_share(text);
  }
  skip_blanks(rest);
  if (!rest.empty()) return bad_share(text);
  if (const auto checked = check_threshold(out); !checked) return bad_share(text);
  return out;
}

std::string print_threshold(const Threshold& threshold) {
  return (threshold.relation == Relation::kAtLeast ? ">= " : "> ") +
         std::to_string(threshold.numerator) + "/" + std::to_string(threshold.denominator);
}

ledger::Result<Quorum> quorum(const Threshold& threshold, const Presence& presence) {
  if (const auto checked = check_threshold(threshold); !checked) return checked.error();
  if (presence.total > kCountMax || presence.present > kCountMax) {
    return ledger::invalid("COUNT_TOO_LARGE",
                           "a count above " + std::to_string(kCountMax) + " is not counted here");
  }
  if (presence.present > presence.total) {
    return ledger::invalid("MORE_THAN_ALL", std::to_string(presence.present) + " are present of " +
                                                std::to_string(presence.total));
  }
  return Quorum{needed_of(threshold, presence.total),
                reaches(threshold, presence.present, presence.total)};
}

}  // namespace projections::rules
