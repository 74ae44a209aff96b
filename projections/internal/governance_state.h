// SPDX-License-Identifier: Apache-2.0
// The rows of the governance rules behind names: what is known of a place and its people on a day.
// Answers are three-valued where papers are imprecise; a rule refuses only what is certainly wrong.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rows.h"
#include "projections/internal/governance_rows.h"
#include "projections/rules/imprecise.h"
#include "projections/sentence.h"

namespace projections::internal {

using rules::Truth;

inline void append_part(std::string& key, const ledger::Scope& scope) {
  key.push_back(static_cast<char>(scope.kind));
  key += scope.id.view();
}
inline void append_part(std::string& key, fb::Role role) { key.push_back(static_cast<char>(role)); }
inline void append_part(std::string& key, char kind) { key.push_back(kind); }
template <std::size_t N, typename Tag>
void append_part(std::string& key, const ledger::FixedBytes<N, Tag>& id) {
  key += id.view();
}
template <typename... Parts>
std::string row_key(std::string_view prefix, const Parts&... parts) {
  std::string key(prefix);
  (append_part(key, parts), ...);
  return key;
}

DayRange days_of(const fb::LegalDate* date);  ///< null: unknown
std::int32_t day_number(rules::Date date);
rules::Date date_of_number(std::int32_t day);
std::string day_text(std::int32_t day);    ///< YYYY-MM-DD
Sentence day_words(const DayRange& days);  ///< "2023-01-02", "2023-01-02..", "an unknown day"
/// Whether the day has come by `day`.
Truth come_by(const DayRange& days, std::int32_t day);

/// Who is at the head of an organisation.
struct HeadOf {
  Truth held = Truth::kNo;
  bool acting = false;
  bool evidenced = false;
  std::optional<ledger::Id> person;
};

/// A seat in an office.
struct OfficeHolder {
  ledger::Id seat;
  DayRange until;
};

/// The place of an event: its cluster or region and the charter in force there on the day on which
/// the event is recorded.
struct Place {
  ledger::Scope scope;
  std::optional<ledger::Id> cluster;
  std::optional<ledger::Id> region;
  std::int32_t today = 0;
  const fb::CharterAdopted* charter = nullptr;
};

/// Reads the rows. What the event with the digest `ignoring` says is left out: that is how a
/// correction is judged as if its target had never been there.
class GovernanceState {
 public:
  explicit GovernanceState(const ledger::Rows& rows, std::optional<ledger::Hash> ignoring = {})
      : rows_(rows), ignoring_(ignoring) {}

  template <typename T>
  std::optional<T> one(std::string_view key) const {
    const std::string* row = rows_.get(key);
    if (row == nullptr) return std::nullopt;
    return decoded<T>(*row);
  }
  template <typename T>
  std::vector<T> list(std::string_view key) const {
    auto items = one<std::vector<T>>(key).value_or(std::vector<T>{});
    if (ignoring_) {
      std::erase_if(items, [&](const T& item) { return item.source == *ignoring_; });
    }
    return items;
  }
  const ledger::Rows& rows() const { return rows_; }
  /// Whether this version of the rules is in force, or a later one.
  bool since(std::uint32_t version) const;
  const std::optional<ledger::Hash>& ignoring() const { return ignoring_; }

  Place place(const ledger::Scope& scope, std::uint64_t recorded_at_us) const;
  /// The charter in force on a day: the cluster's own before its region's; null if there is none.
  const fb::CharterAdopted* charter_on(const Place& place, std::int32_t day) const;
  const fb::CharterAdopted* charter(const ledger::Hash& digest) const;

  bool knows_organisation(const ledger::Id& organisation) const;
  bool knows_cluster(const ledger::Id& id) const;
  std::optional<CategoryFact> category_on(const ledger::Id& organisation, std::int32_t day) const;
  Truth holds_role(const Place& place, fb::Role role, const ledger::Id& organisation) const;
  /// The changes of its head and of who acts for it, in the order of their days.
  std::vector<OfficeFact> head_changes(const ledger::Id& organisation) const;
  HeadOf head_on(const ledger::Id& organisation, std::int32_t day) const;

  std::vector<MembershipFact> membership(const ledger::Id& cluster,
                                         const ledger::Id& organisation) const;
  /// The same in the order of the days: a party's is that on which its agreement was concluded;
  /// without notices that were taken back.
  std::vector<MembershipFact> membership_by_day(const ledger::Id& cluster,
                                                const ledger::Id& organisation) const;
  /// What the organisation's answers among the facts of its membership are worth on the day of an
  /// act. The newest one given by then counts, and one that is to another act does not. `act`: its
  /// digest, where it is recorded already. Since version 3 of the rules.
  static Truth consented_by(const std::vector<MembershipFact>& facts,
                            const std::optional<ledger::Hash>& act, std::int32_t day);
  Truth member_on(const Place& place, const ledger::Id& organisation, std::int32_t day) const;
  /// Organisations that are, or may be, members on the day.
  struct Members {
    std::uint32_t certain = 0;
    std::uint32_t possible = 0;
  };
  Members members_on(const Place& place, std::int32_t day) const;

  std::optional<ledger::Id> body_of(const ledger::Hash& composition) const;
  std::optional<CompositionFact> composition_on(const ledger::Id& body, std::int32_t day) const;
  Truth seat_in(const Place& place, const ledger::Id& body, const ledger::Id& seat,
                std::int32_t day) const;
  /// The organisation that a seat belongs to; nothing for a seat of a person or an unknown one.
  std::optional<ledger::Id> organisation_of(const CompositionFact& body,
                                            const ledger::Id& seat) const;
  /// Who is in the office on the day, as far as the record knows.
  std::optional<OfficeHolder> holder_on(const ledger::Id& body, fb::OfficeKind office,
                                        std::int32_t day) const;

 private:
  template <typename T>
  static T decoded(std::string_view bytes) {
    T value{};
    Decoder decoder(bytes);
    decoder(value);
    return value;  // written by the fold itself; the whole state is under its digest
  }
  Truth included(const Place& place, const ledger::Id& organisation, const MembershipFact& fact,
                 const std::vector<MembershipFact>& facts) const;

  const ledger::Rows& rows_;
  std::optional<ledger::Hash> ignoring_;
};

/// The rule of a body of this kind in a charter; null if it has none.
const fb::BodyRules* body_rules(const fb::CharterAdopted* charter, fb::BodyKind kind);
/// " (clause 7#1 of the charter)" for the parameter at this path, or nothing; a default of general
/// law and an assumption are called so.
Sentence clause_of(const fb::CharterAdopted* charter, std::string_view path);
/// The same of a clause that is known.
Sentence clause_words(const std::string& clause, fb::Certainty certainty);
/// The path of a parameter of the body, e.g. "bodies.COUNCIL.forms".
std::string body_parameter(fb::BodyKind kind, std::string_view parameter);

/// Changes rows. Lists keep the order in which their facts were recorded.
class GovernanceWriter {
 public:
  explicit GovernanceWriter(ledger::Rows& rows) : rows_(rows) {}

  template <typename T>
  void put(const std::string& key, const T& value) {
    rows_.put(key, encode(value));
  }
  template <typename T>
  void add(const std::string& key, T fact) {
    auto items = GovernanceState(rows_).list<T>(key);
    items.push_back(std::move(fact));
    put(key, items);
  }
  template <typename T>
  void remove(const std::string& key, const ledger::Hash& source) {
    auto items = GovernanceState(rows_).list<T>(key);
    std::erase_if(items, [&](const T& item) { return item.source == source; });
    if (items.empty()) return rows_.erase(key);
    put(key, items);
  }
  void erase(const std::string& key) { rows_.erase(key); }
  void erase_prefix(const std::string& prefix);
  ledger::Rows& rows() { return rows_; }

 private:
  ledger::Rows& rows_;
};

}  // namespace projections::internal
