// SPDX-License-Identifier: Apache-2.0
// A chronicle from events that nobody signs: bodies built from JSON and folded in memory, for tests
// of what facts mean. A region with one cluster stands from the beginning under a charter of
// tools/charters; everything else is said by the test, in any order.
//
// In payloads "@" stands for what is long to write:
//   @o:3 the id of organisation 3     @t:7 the id of thing 7 (a body, a meeting, a seat …)
//   @p:2 the id of person 2           @d:2021-03-17 a day     @m:2023-02 a month     @u no date
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/chronicle.h"
#include "projections/rules/imprecise.h"

namespace support {

/// Organisations that the charters name.
inline constexpr std::uint64_t kOperator = 100;
inline constexpr std::uint64_t kCoordinatorUnit = 101;

/// The day on which such tests ask.
inline constexpr projections::rules::Date kToday = projections::rules::date(2026, 11, 20);

/// Texts of a charter file that are put in the place of others; each must be there.
using CharterEdits = std::vector<std::pair<std::string, std::string>>;

/// How an event is said.
struct How {
  std::string grade = "RECORDER";
  bool historical = false;
  std::string occurred;                    ///< a day or any "@" date; empty: none
  std::string effective;                   ///< the same
  std::string recorded_on = "2026-11-20";  ///< a day
  bool of_region = false;                  ///< in the scope of the region
  std::string author;                      ///< a key in hex; empty: one for all
  std::string role = "SECRETARY";          ///< the author's
  std::uint64_t organisation = 0;          ///< the author's, by its number; 0: none
};

class ChronicleBuilder {
 public:
  /// `charter`: the name of a file in tools/charters; empty for a cluster without one.
  explicit ChronicleBuilder(const std::string& charter = "tomsk", const CharterEdits& edits = {},
                            const std::string& effective = "2020-10-26");

  /// Each of these gives the digest of the event in hex.
  std::string add(const std::string& type, const std::string& payload, const How& how = {});
  std::string correct(const std::string& target, const std::string& type,
                      const std::string& payload, const How& how = {});
  std::string withdraw(const std::string& target);

  /// Of the cluster, as it was known before the event with this index.
  projections::Chronicle chronicle(std::uint64_t position = UINT64_MAX) const;
  /// The same of the region.
  projections::Chronicle region_chronicle(std::uint64_t position = UINT64_MAX) const;
  std::uint64_t size() const { return events_.size(); }
  /// Visits the events with indexes in [begin, end).
  void fold(std::uint64_t begin, std::uint64_t end,
            const std::function<void(const projections::Event&)>& visit) const;

  // What tests say most often.
  std::string adopt(const std::string& charter, const CharterEdits& edits, unsigned version,
                    const std::string& effective);
  void organisation(std::uint64_t number,
                    const std::string& category = "STATE_COLLEGE_SUBORDINATE");
  std::string consent(std::uint64_t number, const std::string& answer, const std::string& on,
                      const std::string& more = {});
  /// An order of the operator; the lists hold numbers of organisations.
  std::string order(const std::string& on, const std::vector<std::uint64_t>& included,
                    const std::vector<std::uint64_t>& excluded = {});
  std::string head(std::uint64_t number, const std::string& change, const std::string& from,
                   const std::string& more = {});
  /// Organisations 1 to `count`: registered, with heads from 2020-09-01 who are persons of the same
  /// number, included by an order of 2021-03-17.
  void members(std::uint64_t count);
  /// Body `number`; `more`: members of the object, each preceded by a comma.
  std::string body(std::uint64_t number, const std::string& kind, const std::string& rule,
                   const std::string& from, const std::string& more = {});
  /// Explicit seats t:first … t:first+count-1, for body().
  static std::string seats(std::uint64_t first, std::uint64_t count);
  std::string meeting(std::uint64_t number, const std::string& body, const std::string& on,
                      const std::string& more = {});
  /// Seats of members, by the number of the organisation.
  std::string attendance(const std::string& meeting, const std::vector<std::uint64_t>& present,
                         const std::string& more = {});
  std::string ballot(std::uint64_t number, const std::string& meeting, const std::string& kind,
                     const std::string& more = {});
  /// One letter for each seat from `first` on: f, a, s (abstains), n (does not vote).
  void votes(const std::string& ballot, const std::string& choices, std::uint64_t first = 1,
             char seat_kind = 'o', const How& how = {});
  std::string counted(const std::string& ballot, const std::string& more);
  std::string close(const std::string& ballot, const How& how = {});
  std::string decision(std::uint64_t number, const std::string& meeting, const std::string& ballot,
                       const std::string& kind, const std::string& more = {});
  std::string protocol(std::uint64_t number, const std::string& printed, const std::string& meeting,
                       const std::vector<std::string>& decisions, const std::string& dated);
  std::string sign(const std::string& protocol, const std::string& acting_as, std::uint64_t seat,
                   const std::string& on);
  /// Claims that facts of these kinds, quoted and separated by commas, are recorded in full.
  std::string complete(const std::string& kinds, const std::string& from);
  /// A calendar of plain weeks without holidays for these years.
  void plain_calendars(int first, int last);
  /// A meeting with a ballot, a decision and a signed protocol by which `seat` becomes chair of a
  /// body of members in which the organisations 1 to `voters` are present and for it.
  std::string elect(const std::string& body, std::uint64_t seat, std::uint64_t voters,
                    const std::string& on, const std::string& more_of_office = {});

 private:
  struct Recorded {
    std::string body;
    std::uint64_t at_us;
    ledger::Hash digest;
  };

  projections::Chronicle chronicle_of(const ledger::Scope& place, std::uint64_t position) const;

  std::uint64_t next_id_ = 0;
  std::uint64_t elections_ = 0;
  std::vector<Recorded> events_;
};

/// The id of organisation `number`: what "@o:N" stands for.
ledger::Id org(std::uint64_t number);
/// How many findings of the code there are today.
std::size_t count_findings(const ChronicleBuilder& b, std::string_view code);
/// Whether organisation `number` is a participant on the day, as known today.
projections::rules::Truth member_on(const ChronicleBuilder& b, std::uint64_t number,
                                    const char* day);
/// The seats 1 to `count`.
std::vector<std::uint64_t> first_seats(std::uint64_t count);
/// The id of a thing that tests number.
std::string numbered_thing(std::uint64_t number);

}  // namespace support
