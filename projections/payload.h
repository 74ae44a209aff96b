// SPDX-License-Identifier: Apache-2.0
// Typed reading of payloads: the payload of an event, or the one that a correction puts in its
// place, behind one small value; and the spellings of ids and digests inside a strict body.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/body.h"
#include "ledger/bytes.h"
#include "ledger/schema/event_body_generated.h"

namespace projections {

namespace fb = ledger::fb;

/// Borrowed from a body; valid as long as that.
class PayloadRef {
 public:
  PayloadRef(fb::Payload type, const void* table) : type_(type), table_(table) {}
  explicit PayloadRef(const ledger::Body& body)
      : PayloadRef(body.payload_type(), body.table().payload()) {}

  fb::Payload type() const { return type_; }
  /// Null when the payload is of another type.
  template <typename T>
  const T* as() const {
    return type_ == fb::PayloadTraits<T>::enum_value ? static_cast<const T*>(table_) : nullptr;
  }

 private:
  fb::Payload type_;
  const void* table_;
};

/// What an EventCorrected puts in the place of its target; nothing if it withdraws it.
inline std::optional<PayloadRef> new_payload_of(const fb::EventCorrected& event) {
  if (event.new_payload() == nullptr) return std::nullopt;
  return PayloadRef(event.new_payload_type(), event.new_payload());
}

/// REQUIRES: a hex field of a strict body.
template <typename T>
T fixed_of(const flatbuffers::String* hex) {
  const auto value = ledger::fixed_from_hex<T>(hex->string_view());
  LEDGER_CHECK(static_cast<bool>(value));  // check_body has seen to it
  return *value;
}

template <typename T>
std::optional<T> optional_of(const flatbuffers::String* hex) {
  if (hex == nullptr) return std::nullopt;
  return fixed_of<T>(hex);
}

/// Empty for an absent string.
inline std::string text_of(const flatbuffers::String* text) {
  return text == nullptr ? std::string() : text->str();
}

/// As what the vote of a seat was given: as it says, else as whoever signed it with a key of their
/// own (`own`); nothing where neither tells of a stand-in.
inline std::optional<fb::ActingAs> voted_as(const fb::VoteCast& vote, const fb::EventBody& body,
                                            bool own) {
  if (vote.acting() != nullptr) return vote.acting()->acting_as();
  const fb::Role role = body.author()->capacity()->role();
  if (own && role == fb::Role::ACTING_HEAD) return fb::ActingAs::ACTING_HEAD;
  if (own && role == fb::Role::REPRESENTATIVE) return fb::ActingAs::REPRESENTATIVE;
  return std::nullopt;
}

}  // namespace projections
