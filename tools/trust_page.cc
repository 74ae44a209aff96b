// SPDX-License-Identifier: Apache-2.0
#include "tools/trust_page.h"

#include <utility>
#include <vector>

#include "ledger/hash.h"
#include "ledger/public_key.h"
#include "tools/html_text.h"

namespace tools {
namespace {

/// One line of the page: what it is, and its value.
struct Row {
  std::string label;
  std::string value;
};
struct Section {
  std::string title;
  std::vector<Row> rows;
};

/// Hex in groups of eight, to be read out.
std::string grouped(std::string hex) {
  for (std::size_t at = 8; at < hex.size(); at += 9) hex.insert(at, 1, ' ');
  return hex;
}

Section ledger_section(const Session& session, const ledger::Trust& trust,
                       const std::string& file) {
  Section out{session.say({"The ledger", "Журнал"}), {}};
  out.rows.push_back({session.say({"Origin", "Имя"}), trust.origin});
  out.rows.push_back(
      {session.say({"Ledger id", "Идентификатор"}), grouped(to_hex(trust.ledger_id))});
  out.rows.push_back({session.say({"SHA-256 of the file", "SHA-256 файла"}),
                      grouped(to_hex(ledger::sha256(file)))});
  return out;
}

Section key_section(const Session& session, const ledger::Trust& trust) {
  Section out{session.say({"Keys of the log", "Ключи журнала"}), {}};
  for (const ledger::LogKey& key : trust.log_keys) {
    std::string label = key_fingerprint(key.key.key);
    if (key.size_max) {
      label += session.say({", up to size ", ", до размера "}) + std::to_string(*key.size_max);
    }
    out.rows.push_back({std::move(label), format_vkey(key.key)});
  }
  return out;
}

Section witness_section(const Session& session, const ledger::Trust& trust) {
  Section out{session.say({"Witnesses", "Свидетели"}), {}};
  for (const ledger::PolicyWitness& witness : trust.policy.witnesses) {
    out.rows.push_back(
        {witness.name + ", " + key_fingerprint(witness.key.key), format_vkey(witness.key)});
  }
  for (const ledger::PolicyGroup& group : trust.policy.groups) {
    std::string members;
    for (const std::string& member : group.members) members += " " + member;
    out.rows.push_back(
        {group.name, std::to_string(group.threshold) + session.say({" of", " из"}) + members});
  }
  out.rows.push_back({session.say({"Enough", "Достаточно"}), trust.policy.quorum});
  return out;
}

Section auditor_section(const Session& session, const ledger::Trust& trust) {
  Section out{session.say({"Auditors", "Аудиторы"}), {}};
  for (const ledger::VerifierKey& key : trust.auditors) {
    out.rows.push_back({key_fingerprint(key.key), format_vkey(key)});
  }
  return out;
}

Section organisation_section(const Session& session, const ledger::Trust& trust) {
  Section out{session.say({"Keys of organisations", "Ключи организаций"}), {}};
  for (const ledger::TrustedOrganisation& organisation : trust.organisations) {
    out.rows.push_back(
        {organisation.name.empty() ? to_hex(organisation.organisation) : organisation.name,
         key_fingerprint(organisation.key)});
  }
  return out;
}

std::vector<Section> sections(const Session& session, const ledger::Trust& trust,
                              const std::string& file) {
  std::vector<Section> out{ledger_section(session, trust, file), key_section(session, trust),
                           witness_section(session, trust)};
  if (!trust.auditors.empty()) out.push_back(auditor_section(session, trust));
  if (!trust.organisations.empty()) out.push_back(organisation_section(session, trust));
  return out;
}

std::string title(const Session& session) {
  return session.say({"What to trust this ledger by", "Чему доверять при проверке журнала"});
}

std::string advice(const Session& session) {
  return session.say(
      {"Take this page from somebody you trust, in person. Compare the fingerprint of your own "
       "organisation's key with the key itself. Whatever a server, a bundle or a receipt says "
       "about its own keys proves nothing.",
       "Получите эту страницу лично от того, кому доверяете. Сверьте отпечаток ключа своей "
       "организации с самим ключом. Что о своих ключах говорит сервер, выгрузка или "
       "доказательство, ничего не доказывает."});
}

}  // namespace

std::string trust_page_text(const Session& session, const ledger::Trust& trust,
                            const std::string& file) {
  std::string out = title(session) + "\n\n" + advice(session) + "\n";
  for (const Section& section : sections(session, trust, file)) {
    out += "\n" + section.title + "\n";
    for (const Row& row : section.rows) out += "  " + row.label + "\n    " + row.value + "\n";
  }
  return out;
}

std::string trust_page_html(const Session& session, const ledger::Trust& trust,
                            const std::string& file) {
  const std::string language = session.say({"en", "ru"});
  std::string out = "<!doctype html>\n<html lang=\"" + language +
                    "\"><head><meta charset=\"utf-8\"><title>" + html_escaped(trust.origin) +
                    "</title><style>@page{size:A4;margin:15mm}body{font:11pt sans-serif}"
                    "td{vertical-align:top;padding:2pt 8pt 2pt 0}"
                    "td+td{font:9pt monospace;word-break:break-all}</style></head><body>\n<h1>" +
                    html_escaped(title(session)) + "</h1>\n<p>" + html_escaped(advice(session)) +
                    "</p>\n";
  for (const Section& section : sections(session, trust, file)) {
    out += "<h2>" + html_escaped(section.title) + "</h2>\n<table>\n";
    for (const Row& row : section.rows) {
      out += "<tr><td>" + html_escaped(row.label) + "</td><td>" + html_escaped(row.value) +
             "</td></tr>\n";
    }
    out += "</table>\n";
  }
  return out + "</body></html>\n";
}

}  // namespace tools
