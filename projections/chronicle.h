// SPDX-License-Identifier: Apache-2.0
// All facts that matter for one place as they were known at one position: those of a cluster with
// its region, the registry and the organisations that they name; or of a region, or of the
// registry alone. A pure value of the log's prefix and the place: every verdict of governance is a
// function of a Chronicle and a date. Facts stand as their last correction says; those that were
// withdrawn are apart.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "projections/facts_view.h"
#include "projections/payload.h"
#include "projections/rules/calendar_memo.h"
#include "projections/rules/turned.h"

namespace projections {

/// One event's fact. Borrowed from its Chronicle.
template <typename T>
struct Fact {
  const T* payload = nullptr;
  const Source* source = nullptr;
  const fb::EventBody* body = nullptr;  ///< as signed; its payload may have been corrected since
  ledger::Scope scope;
  const fb::EventBody* said_by = nullptr;  ///< the body that the payload is from: also a correction

  const T* operator->() const { return payload; }
  const T& operator*() const { return *payload; }
  std::uint64_t index() const { return source->index; }
  const ledger::Hash& digest() const { return source->digest; }
};

class Chronicle {
 public:
  /// kNotFound NO_SUCH_PLACE for a region or cluster that no fact declares; kCorrupt
  /// BAD_VIEW_ROW; the errors of the rows.
  static ledger::Result<Chronicle> load(const FactRows& rows, const ledger::Scope& place,
                                        std::uint64_t position);
  /// From a view store, at the reader's position.
  static ledger::Result<Chronicle> load(const ViewReader& reader, const ledger::Scope& place);

  const ledger::Scope& place() const { return place_; }
  /// The region of a cluster, or the region itself; nothing for the registry.
  const std::optional<ledger::Id>& region() const { return region_; }
  /// Number of events that it knows of.
  std::uint64_t position() const { return position_; }
  /// The same place as it was known when the log had `position` events: what was recorded later is
  /// absent, later corrections and withdrawals are undone. Of a fact that was corrected more than
  /// once the first and the last words are known, so between two corrections it stands as it was
  /// signed.
  Chronicle as_known_at(std::uint64_t position) const;
  /// Whether it is the same place with the same facts, at whatever position: then every verdict
  /// that is made from facts and a day is the same.
  bool has_facts_of(const Chronicle& other) const;
  /// The same facts, with these assumed parameters of its charters read otherwise.
  Chronicle read_otherwise(rules::Turned turned) const;
  /// What is read otherwise; null: nothing is.
  const rules::Turned* turned() const { return turned_.get(); }
  /// What was read from the calendars of these facts already; any thread may ask.
  rules::CalendarMemo& calendars() const { return *calendars_; }

  /// The facts of a type that hold, in the order of their indexes: of every scope in the
  /// chronicle, so that a cluster's list includes its region's. `scope` tells whose it is.
  template <typename T>
  std::vector<Fact<T>> all() const {
    return facts_of<T>(false);
  }
  /// Those of the place itself.
  template <typename T>
  std::vector<Fact<T>> own() const {
    auto facts = all<T>();
    std::erase_if(facts, [&](const Fact<T>& fact) { return fact.scope != place_; });
    return facts;
  }
  /// The facts of a type that were withdrawn.
  template <typename T>
  std::vector<Fact<T>> withdrawn() const {
    return facts_of<T>(true);
  }
  /// Every fact, withdrawn or not, in the order of the indexes.
  void visit(const std::function<void(const Source&, const fb::EventBody&, const PayloadRef&)>&
                 each) const;
  /// The fact with this D, if it holds and is of this type.
  template <typename T>
  std::optional<Fact<T>> find(const ledger::Hash& digest) const {
    const Held* held = held_with(digest);
    if (held == nullptr || held->row.source.withdrawn) return std::nullopt;
    return fact_of<T>(*held);
  }
  /// As find(), of a field that may be absent.
  template <typename T>
  std::optional<Fact<T>> find(const flatbuffers::String* digest) const {
    if (digest == nullptr) return std::nullopt;
    return find<T>(fixed_of<ledger::Hash>(digest));
  }
  /// The fact with this D of this type as it was last told, also one that was withdrawn.
  template <typename T>
  std::optional<Fact<T>> ever(const ledger::Hash& digest) const {
    const Held* held = held_with(digest);
    return held == nullptr ? std::nullopt : fact_of<T>(*held);
  }
  /// The source of any fact with this D, withdrawn or not; null if there is none.
  const Source* source(const ledger::Hash& digest) const;
  /// The type of the fact with this D; NONE if there is none.
  fb::Payload type_of(const ledger::Hash& digest) const;

 private:
  struct Held {
    FactRow row;
    std::vector<std::uint64_t> body_words;        ///< aligned copies
    std::vector<std::uint64_t> correction_words;  ///< empty: none
    const fb::EventBody* body = nullptr;
    const fb::EventBody* said_by = nullptr;
    PayloadRef payload{fb::Payload::NONE, nullptr};
  };

  /// Written only while a chronicle is being made.
  struct Shelf {
    std::vector<std::shared_ptr<const Held>> held;  ///< ascending by index
    std::map<fb::Payload, std::vector<const Held*>> by_type;
    std::map<ledger::Hash, const Held*> by_digest;
  };

  ledger::Status add_group(const FactRows& rows, const FactGroup& group);
  ledger::Status add(FactRow row);
  ledger::Status add_organisations(const FactRows& rows);
  static std::shared_ptr<const Held> known_at(const std::shared_ptr<const Held>& held,
                                              std::uint64_t position);
  void sort();
  bool has_calendars_of(const Chronicle& other) const;
  const Held* held_with(const ledger::Hash& digest) const;

  template <typename T>
  static std::optional<Fact<T>> fact_of(const Held& held) {
    const T* payload = held.payload.as<T>();
    if (payload == nullptr) return std::nullopt;
    return Fact<T>{payload, &held.row.source, held.body, held.row.scope, held.said_by};
  }
  template <typename T>
  std::vector<Fact<T>> facts_of(bool withdrawn) const {
    std::vector<Fact<T>> facts;
    constexpr fb::Payload kType = fb::PayloadTraits<T>::enum_value;
    const auto list = shelf_->by_type.find(kType);
    if (list == shelf_->by_type.end()) return facts;
    for (const Held* held : list->second) {
      if (held->row.source.withdrawn.has_value() == withdrawn) facts.push_back(*fact_of<T>(*held));
    }
    return facts;
  }

  ledger::Scope place_;
  std::optional<ledger::Id> region_;
  std::uint64_t position_ = 0;
  std::shared_ptr<const rules::Turned> turned_;
  std::shared_ptr<Shelf> shelf_ = std::make_shared<Shelf>();  ///< of every reading of the facts
  std::shared_ptr<rules::CalendarMemo> calendars_ = std::make_shared<rules::CalendarMemo>();
};

/// How the facts of a place are got at: who answers many questions keeps chronicles. The errors of
/// Chronicle::load.
using ChronicleLoader = std::function<ledger::Result<std::shared_ptr<const Chronicle>>(
    const ViewReader& reader, const ledger::Scope& place)>;
/// The loader that keeps nothing.
ledger::Result<std::shared_ptr<const Chronicle>> load_chronicle(const ViewReader& reader,
                                                                const ledger::Scope& place);

}  // namespace projections
