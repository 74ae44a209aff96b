// SPDX-License-Identifier: Apache-2.0
#include "projections/facts.h"

namespace projections {

using ledger::Hash;
using ledger::Id;

Source source_of(const Event& event) {
  Source source;
  source.index = event.index;
  source.digest = event.digest;
  source.recorded_at_us = event.recorded_at_us;
  source.grade = event.body.grade();
  source.historical = event.body.historical();
  source.author = event.body.author().key;
  if (const auto* evidence = event.body.table().attestation()->evidence()) {
    source.evidence = fixed_of<Hash>(evidence->document());
  }
  source.effective = effective_of(event.body);
  return source;
}

std::optional<DateValue> effective_of(const ledger::Body& body) {
  const fb::Dates* dates = body.table().dates();
  return optional_date_of(dates == nullptr ? nullptr : dates->effective());
}

DateValue date_of(const fb::LegalDate& date) {
  return {fb::EnumNameDatePrecision(date.precision()), text_of(date.not_before()),
          text_of(date.not_after()), fb::EnumNameDateSource(date.source())};
}

std::optional<DateValue> optional_date_of(const fb::LegalDate* date) {
  if (date == nullptr) return std::nullopt;
  return date_of(*date);
}

std::vector<NameValue> names_of(const flatbuffers::Vector<flatbuffers::Offset<fb::Name>>* names) {
  std::vector<NameValue> out;
  if (names == nullptr) return out;
  for (const fb::Name* name : *names) {
    out.push_back({fb::EnumNameNameKind(name->kind()), text_of(name->text())});
  }
  return out;
}

std::vector<PrintedValue> printed_of(
    const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed) {
  std::vector<PrintedValue> out;
  if (printed == nullptr) return out;
  for (const fb::Printed* one : *printed) {
    out.push_back({fb::EnumNamePrintedPlace(one->place()), text_of(one->number()),
                   optional_date_of(one->date())});
  }
  return out;
}

std::optional<ActValue> act_of(const fb::Act* act) {
  if (act == nullptr) return std::nullopt;
  ActValue value;
  value.kind = fb::EnumNameDocumentKind(act->kind());
  value.issuer = optional_of<Id>(act->issuer());
  value.issuer_title = text_of(act->issuer_title());
  value.title = text_of(act->title());
  value.printed = printed_of(act->printed());
  value.document = optional_of<Hash>(act->document());
  return value;
}

}  // namespace projections
