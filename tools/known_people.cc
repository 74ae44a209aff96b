// SPDX-License-Identifier: Apache-2.0
#include "tools/known_people.h"

#include <algorithm>
#include <functional>
#include <map>

#include "api/author_form.h"
#include "tools/russian.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

constexpr std::string_view kMadeForForm = "@person-";

/// Every mention of a person with a name, wherever it stands.
void visit_people(Json& value, const std::function<void(Json&)>& visit) {
  if (value.is_object() && member_text(value, "name").starts_with(api::kSecretPrefix) &&
      value.contains("person")) {
    visit(value);
  }
  if (!value.is_structured()) return;
  for (Json& part : value) visit_people(part, visit);
}

/// The references among these that events of the cluster, its region or the registry use.
Result<std::vector<std::string>> used_in(const OpenLedger& ledger, const Directory& directory,
                                         const std::string& cluster,
                                         const std::vector<ledger::Id>& references) {
  std::vector<std::string> out;
  if (references.empty()) return out;
  std::vector<ledger::Subject> places{{ledger::SubjectKind::kRegistry, ledger::Id{}}};
  const auto add = [&](ledger::SubjectKind kind, const std::string& hex) {
    if (const auto id = ledger::fixed_from_hex<ledger::Id>(hex)) places.push_back({kind, *id});
  };
  add(ledger::SubjectKind::kCluster, cluster);
  add(ledger::SubjectKind::kRegion, directory.region_of(cluster));
  const auto facts = FactBook::load(ledger, places, {});
  if (!facts) return facts.error();
  std::string texts;
  for (const RecordedFact& fact : facts->everything()) texts += fact.body.dump();
  for (const ledger::Id& one : references) {
    const std::string hex = to_hex(one);
    if (texts.find(hex) != std::string::npos) out.push_back(hex);
  }
  return out;
}

}  // namespace

Result<std::vector<KnownPerson>> take_known_people(const ledger::Vault& vault,
                                                   const OpenLedger& ledger,
                                                   const Directory& directory,
                                                   const api::Names& names,
                                                   MeetingEvents& meeting) {
  std::map<std::string, std::string> named;  // the form's reference -> the name, as it is compared
  Json& events = meeting.batch.value;
  visit_people(events, [&](Json& mention) {
    named[member_text(mention, "person")] =
        plain(member_text(mention, "name").substr(api::kSecretPrefix.size()));
  });
  std::vector<KnownPerson> out;
  std::map<std::string, std::string> taken;
  for (const auto& [spelling, name] : named) {
    const auto held =
        vault.people_with([&name](std::string_view value) { return plain(value) == name; });
    if (!held) return held.error();
    auto known = used_in(ledger, directory, meeting.cluster, *held);
    if (!known) return known.error();
    const auto local =
        spelling.starts_with('@') ? names.known_id(spelling.substr(1)) : std::nullopt;
    const std::string own = local ? to_hex(*local) : spelling;
    std::erase(*known, own);
    if (known->empty()) continue;
    KnownPerson person{spelling, {}, *std::move(known)};
    if (!local && spelling.starts_with(kMadeForForm) && person.others.size() == 1) {
      person.taken = person.others.front();
      person.others.clear();
      taken[spelling] = person.taken;
    }
    out.push_back(std::move(person));
  }
  visit_people(events, [&](Json& mention) {
    const auto found = taken.find(member_text(mention, "person"));
    if (found != taken.end()) mention["person"] = found->second;
  });
  return out;
}

void say_known_people(const Session& session, const std::vector<KnownPerson>& people) {
  for (const KnownPerson& one : people) {
    if (!one.taken.empty()) {
      session.note(one.short_name +
                   session.say({": the name is known in this cluster, so it goes under ",
                                ": имя в этом кластере известно, поэтому идёт под ссылкой "}) +
                   one.taken +
                   session.say({"; for a namesake give a reference of their own",
                                "; тёзке дайте свою «ссылку»"}));
      continue;
    }
    std::string others;
    for (const std::string& other : one.others) others += (others.empty() ? "" : ", ") + other;
    session.note(session.say({"WARNING: ", "ВНИМАНИЕ: "}) + one.short_name +
                 session.say({": the name is already known in this cluster under ",
                              ": имя в этом кластере уже известно под ссылкой "}) +
                 others +
                 session.say({"; if it is the same person, give that reference in the form",
                              "; если это то же лицо, укажите её в форме: ссылка = …"}));
  }
}

}  // namespace tools
