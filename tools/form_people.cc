// SPDX-License-Identifier: Apache-2.0
#include "tools/form_people.h"

#include "api/author_form.h"
#include "tools/form_keys.h"

namespace tools {

using api::Json;

namespace {

/// Every key of a table with its value, for tables whose keys are the user's own.
template <typename Use>
void each(FormTable& form, FormKey key, const Use& use) {
  const Json* table = form.find(key);
  if (table == nullptr) return;
  if (!table->is_object())
    return form.fail("WRONG_TYPE", {"expected a table of keys", "нужна таблица с ключами"}, key);
  for (const auto& item : table->items()) {
    use(item.key(), item.value(), api::pointer_to(form.pointer_of(key), item.key()));
  }
}

}  // namespace

FormPeople::FormPeople(FormTable& form, const Directory& directory, const RecordedFact* body)
    : directory_(directory), body_(body) {
  FormErrors& errors = form.errors();
  each(form, form_keys::kSeats,
       [&](const std::string& name, const Json& value, const std::string& pointer) {
         if (value.is_string()) {
           const std::string id = organisation(value.get<std::string>(), errors, pointer);
           if (!id.empty()) seats_[name] = seat_of(id, body_);
           return;
         }
         FormTable entry(errors, value, pointer);
         SeatRef seat;
         const std::string named = entry.text(form_keys::kOrganisation);
         if (!named.empty()) seat.organisation = organisation(named, errors, pointer);
         seat.seat = entry.text(form_keys::kSeat);
         if (seat.seat.empty()) seat = seat_of(seat.organisation, body_);
         entry.finish();
         seats_[name] = seat;
       });
  each(form, form_keys::kPeople,
       [&](const std::string& name, const Json& value, const std::string& pointer) {
         Json mention = Json::object();
         mention["person"] = "@person-" + name;
         std::string full;
         if (value.is_string()) {
           full = value.get<std::string>();
         } else {
           FormTable entry(errors, value, pointer);
           full = entry.text(form_keys::kName);
           if (auto reference = entry.text(form_keys::kReference); !reference.empty()) {
             mention["person"] = reference;
           }
           entry.finish();
         }
         if (!full.empty()) mention["name"] = std::string(api::kSecretPrefix) + full;
         people_[name] = std::move(mention);
       });
}

/// In a body with a list of seats the one of that organisation; else the organisation's id.
SeatRef FormPeople::seat_of(const std::string& organisation, const RecordedFact* body) const {
  if (body != nullptr && body->payload.contains("seats")) {
    for (const Json& seat : body->payload["seats"]) {
      if (member_text(seat, "organisation") == organisation) {
        return {member_text(seat, "seat"), organisation};
      }
    }
  }
  return {organisation, organisation};
}

SeatRef FormPeople::seat(const std::string& name, FormErrors& errors,
                         const std::string& pointer) const {
  if (const auto found = seats_.find(name); found != seats_.end()) return found->second;
  const auto id = directory_.organisation(name);
  if (id) return seat_of(*id, body_);
  errors.add(
      "UNKNOWN_SEAT",
      {"\"" + name +
           "\" is neither a short name of [места] nor an organisation: " + id.error().message,
       "«" + name + "» — не короткое имя из [места] и не организация: " + id.error().russian},
      pointer);
  return {};
}

SeatRef FormPeople::seat_in(const RecordedFact& body, const std::string& name, FormErrors& errors,
                            const std::string& pointer) const {
  const SeatRef here = seat(name, errors, pointer);
  // A seat that the form names by its own id is that seat in whatever body.
  const bool own = here.organisation.empty() || here.seat != seat_of(here.organisation, body_).seat;
  return own ? here : seat_of(here.organisation, &body);
}

std::string FormPeople::organisation(const std::string& name, FormErrors& errors,
                                     const std::string& pointer) const {
  if (const auto found = seats_.find(name); found != seats_.end()) {
    return found->second.organisation;
  }
  const auto id = directory_.organisation(name);
  if (id) return *id;
  errors.add(id.error(), pointer);
  return {};
}

Json FormPeople::person(const std::string& name, FormErrors& errors,
                        const std::string& pointer) const {
  if (const auto found = people_.find(name); found != people_.end()) return found->second;
  errors.add(
      "UNKNOWN_PERSON",
      {"\"" + name + "\" is no short name of [люди]", "«" + name + "» — не короткое имя из [люди]"},
      pointer);
  return Json::object();
}

}  // namespace tools
