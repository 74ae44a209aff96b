// SPDX-License-Identifier: Apache-2.0
// [протокол] of a meeting's form: the registration, who signed in which capacity, the approval.
#include "tools/form_keys.h"
#include "tools/meeting_events.h"
#include "tools/russian.h"

namespace tools {

using api::Json;

namespace {

Json paper_signature(MeetingContext& context, FormTable table, const std::string& document) {
  Json out = Json::object();
  out["acting_as"] = form_word(table, form_keys::kAs, "ActingAs", "OTHER");
  if (auto name = table.text(form_keys::kSeat); !name.empty()) {
    const SeatRef seat = context.people.seat(name, context.errors, table.pointer());
    out["seat"] = seat.seat;
    if (!seat.organisation.empty()) out["organisation"] = seat.organisation;
  }
  if (auto name = table.text(form_keys::kOrganisation); !name.empty()) {
    out["organisation"] = context.people.organisation(name, context.errors, table.pointer());
  }
  if (auto position = table.text(form_keys::kPosition); !position.empty())
    out["position"] = position;
  if (auto person = table.text(form_keys::kPerson); !person.empty()) {
    out["person"] = context.people.person(person, context.errors, table.pointer());
  }
  if (table.has(form_keys::kAuthority)) {
    Json authority = Json::object();
    authority["kind"] = form_word(table, form_keys::kAuthority, "AuthorityKind", "NOT_EVIDENCED");
    if (auto number = table.text(form_keys::kAuthorityNumber); !number.empty())
      authority["number"] = number;
    out["authority"] = std::move(authority);
  }
  const std::string on = form_date(table, form_keys::kOn);
  out["signed_on"] = on.empty() ? "unknown" : on;
  out["evidence"] = document;
  table.finish();
  return out;
}

}  // namespace

void compile_protocol(MeetingContext& context, FormTable protocol, const std::string& document) {
  if (document.empty()) {
    return protocol.fail("MISSING_KEY",
                         {"a protocol has its paper: the key \"файл\", or \"документ\" for one "
                          "that is registered",
                          "у протокола есть бумага: нужен ключ «файл» или «документ», если она "
                          "уже записана"});
  }
  const std::string name = context.prefix + "-protocol";
  Json payload = Json::object();
  payload["protocol"] = "@" + name + "-id";
  if (auto number = protocol.text(form_keys::kNumber); !number.empty()) payload["number"] = number;
  const std::string dated = form_date(protocol, form_keys::kDate);
  payload["dated"] = dated.empty() ? "unknown" : dated;
  payload["meeting"] = context.meeting_ref();
  Json decisions = Json::array();
  for (const std::string& decision : context.decision_names) decisions.push_back("@" + decision);
  if (!decisions.empty()) payload["decisions"] = std::move(decisions);
  payload["document"] = document;
  context.events.add(name, "ProtocolRegistered", std::move(payload), protocol.pointer());
  const auto add = [&](FormKey key, const char* type) {
    for (FormTable& table : protocol.tables(key)) {
      Json signature = Json::object();
      signature["protocol"] = "@" + name;
      const std::string pointer = table.pointer();
      signature["signature"] = paper_signature(context, std::move(table), document);
      context.events.add("", type, std::move(signature), pointer);
    }
  };
  add(form_keys::kSigned, "ProtocolSigned");
  add(form_keys::kApproved, "ProtocolApproved");
  protocol.finish();
}

}  // namespace tools
