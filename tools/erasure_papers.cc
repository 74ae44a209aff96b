// SPDX-License-Identifier: Apache-2.0
#include "tools/erasure_papers.h"

#include <array>

#include "api/event_json.h"

namespace tools {
namespace {

struct ReasonText {
  std::string_view name;
  Text text;
};

constexpr std::array kReasons{
    ReasonText{"PURPOSE_ACHIEVED",
               {"the purpose of the processing is achieved", "цель обработки достигнута"}},
    ReasonText{"CONSENT_WITHDRAWN", {"the consent was withdrawn", "согласие отозвано"}},
    ReasonText{"UNLAWFUL_PROCESSING", {"the processing was unlawful", "обработка неправомерна"}},
    ReasonText{"TERM_ENDED", {"the term of storage has ended", "срок хранения истёк"}},
    ReasonText{"OTHER", {"another reason, as the basis states", "иное, по документу-основанию"}},
};

std::string reason_in_words(const Session& session, const std::string& reason) {
  for (const ReasonText& row : kReasons) {
    if (row.name == reason) return session.say(row.text);
  }
  return reason;
}

/// "2026-11-27T21:33:51.805419Z", «27.11.2026, 21:33:51 по всемирному времени».
std::string moment_in_words(const Session& session, std::uint64_t at_us) {
  const std::string iso = api::rfc3339(at_us);
  if (session.language != Language::kRussian) return iso;
  return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) + ", " +
         iso.substr(11, 8) + " по всемирному времени";
}

}  // namespace

std::string erasure_extract(const ledger::LedgerIdentity& ledger,
                            const ledger::VaultErasure& erasure,
                            const std::vector<ErasedPlace>& places) {
  const std::string at = erasure.at_us == 0 ? "(time not kept)" : api::rfc3339(erasure.at_us);
  const std::string epoch = std::to_string(erasure.destroyed_epoch);
  std::string out = "letopis-vault-erasure v1\n";
  out += "ledger: " + to_hex(ledger.ledger_id) + "\n";
  out += "person: " + to_hex(erasure.person) + "\n";
  out += at + " the person's data key was dropped from the vault\n";
  out += at + " the data keys of all others were wrapped under epoch " +
         std::to_string(erasure.destroyed_epoch + 1) + "\n";
  out += at + " the key of epoch " + epoch + " was overwritten and replaced\n";
  out += at + " sealed values overwritten and removed: " +
         (erasure.at_us == 0 ? "(number not kept)" : std::to_string(erasure.values_destroyed)) +
         "\n";
  for (const ErasedPlace& place : places) {
    out += "event " + std::to_string(place.index) + " " + place.field + "\n";
  }
  return out;
}

std::string erasure_act(const Session& session, const ErasureAct& act) {
  std::string out;
  const std::string not_kept = session.say({"not kept", "не сохранилось"});
  const auto line = [&](const Text& name, const std::string& value) {
    out += session.say(name) + value + "\n";
  };
  line({"ACT No ________ on the destruction of personal data",
        "АКТ № ________ об уничтожении персональных данных"},
       "");
  out += "\n";
  line({"Date and time: ", "Дата и время: "},
       act.erasure.at_us == 0 ? not_kept : moment_in_words(session, act.erasure.at_us));
  line({"System: the vault of names of the ledger ",
        "Информационная система: хранилище имён журнала "},
       act.ledger.origin + " (" + to_hex(act.ledger.ledger_id) + ")");
  line({"Person: reference ", "Субъект персональных данных: ссылка "}, to_hex(act.erasure.person));
  line({"Reason: ", "Причина уничтожения: "}, reason_in_words(session, act.reason));
  line({"Basis: ", "Основание: "}, act.basis);
  line({"Destroyed: names in events of the ledger, places: ",
        "Уничтожено: имена в событиях журнала, мест: "},
       std::to_string(act.places.size()));
  for (const ErasedPlace& place : act.places) {
    line({"  event ", "  событие "}, std::to_string(place.index) + ", " + place.field);
  }
  line({"Method: the key of the data destroyed (epoch ",
        "Способ: уничтожен ключ данных (эпоха ключа "},
       std::to_string(act.erasure.destroyed_epoch) +
           session.say({"), sealed values overwritten and removed: ",
                        "), шифртексты перезаписаны и удалены: "}) +
           (act.erasure.at_us == 0 ? not_kept : std::to_string(act.erasure.values_destroyed)));
  line({"Extract of the log, SHA-256: ", "Выгрузка из журнала, SHA-256: "}, act.extract_hash);
  for (const std::string& event : act.events)
    line({"Event of the ledger: ", "Событие журнала: "}, event);
  line({"This act certifies only that this vault can no longer open the data; copies given out "
        "before are not recalled by it.",
        "Акт удостоверяет только то, что данное хранилище больше не может раскрыть эти сведения; "
        "ранее выданные копии им не отзываются."},
       "");
  out += "\n";
  for (int i = 0; i < 2; ++i) {
    line({"Carried out by: ______________________ / ______________________",
          "Уничтожение произвёл: ______________________ / ______________________"},
         "");
  }
  return out;
}

}  // namespace tools
