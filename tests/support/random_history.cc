// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_history.h"

#include <fmt/format.h>

namespace support {

RandomHistory::RandomHistory(IdentityLedger& ledger, std::uint64_t seed)
    : ledger_(ledger), random_(seed) {
  keeper_ = &ledger_.keeper(R"("ACT","REGISTER","RECORD")");
  for (int i = 0; i < 3; ++i) organisation();
}

void RandomHistory::step() {
  using Step = void (RandomHistory::*)();
  static const std::vector<Step> kSteps{
      &RandomHistory::organisation, &RandomHistory::organisation_changed,
      &RandomHistory::place,        &RandomHistory::office,
      &RandomHistory::charter,      &RandomHistory::document,
      &RandomHistory::document,     &RandomHistory::edition,
      &RandomHistory::edition,      &RandomHistory::relation,
      &RandomHistory::evidence,     &RandomHistory::agreement,
      &RandomHistory::amendment,    &RandomHistory::signing,
      &RandomHistory::signing,      &RandomHistory::termination,
      &RandomHistory::correction,   &RandomHistory::correction,
      &RandomHistory::key,          &RandomHistory::key_event};
  (this->*pick(kSteps))();
}

std::string RandomHistory::day() {
  return fmt::format("20{:02}-{:02}-{:02}", 10 + any(15), 1 + any(12), 1 + any(28));
}

std::string RandomHistory::date() {
  if (any(4) == 0) return R"({"precision":"UNKNOWN","source":"STATED"})";
  return fmt::format(
      R"({{"precision":"DAY","not_before":"{0}","not_after":"{0}","source":"PRINTED"}})", day());
}

std::string RandomHistory::words() {
  static const std::vector<std::string> kWords{"Соглашение", "о сотрудничестве", "Приказ",
                                               "Положение",  "кластера",         "Протокол"};
  return pick(kWords) + " " + pick(kWords) + " " + pick(kWords);
}

std::string RandomHistory::slots(unsigned count) {
  std::string list;
  for (unsigned i = 1; i <= count; ++i) {
    list += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", i > 1 ? "," : "", i, i);
  }
  return "[" + list + "]";
}

std::string RandomHistory::parties() {
  return fmt::format(R"([{{"number":1,"organisation":"{}"}},{{"number":2,"organisation":"{}"}}])",
                     org_id(pick(organisations_)), org_id(pick(organisations_)));
}

void RandomHistory::make(const std::string& type, const Payload& payload,
                         std::vector<std::string>* into, const std::string& scope_kind,
                         const std::string& scope_id) {
  Said said;
  said.type = type;
  said.payload = payload();
  said.author = keeper_;
  if (!scope_kind.empty()) {
    said.scope_kind = scope_kind;
    said.scope_id = scope_id;
  }
  if (any(3) == 0) said.effective = day();
  if (any(2) == 0) said.grade = "RECORDER";
  const auto digest = ledger_.record(said);
  if (!digest) return;
  made_.push_back({type, to_hex(*digest), payload, said.scope_kind, said.scope_id});
  if (into != nullptr) into->push_back(to_hex(*digest));
}

void RandomHistory::organisation() {
  const std::uint64_t number = next_++;
  make("OrganisationRegistered", [this, number] {
    return fmt::format(
        R"({{"profile":{{"organisation":"{}","names":[{{"kind":"FULL","text":"{} {}"}}],
        "category":"COLLEGE"{}}}}})",
        org_id(number), words(), number,
        any(4) == 0 ? R"(,"inn":"7707083893","ogrn":"1027700132195")" : "");
  });
  if (made_.empty() || made_.back().type != "OrganisationRegistered") return;
  organisations_.push_back(number);
}

void RandomHistory::organisation_changed() {
  const std::uint64_t number = pick(organisations_);
  make("OrganisationChanged", [this, number] {
    if (any(2) == 0) {
      return fmt::format(
          R"({{"organisation":"{}","kind":"RENAMED","names":[{{"kind":"SHORT","text":"{}"}}],
          "from":{}}})",
          org_id(number), words(), date());
    }
    return fmt::format(R"({{"organisation":"{}","kind":"REORGANISED","successor":"{}","from":{}}})",
                       org_id(number), org_id(pick(organisations_)), date());
  });
}

void RandomHistory::place() {
  const std::uint64_t number = next_++;
  if (regions_.empty() || any(3) == 0) {
    make("RegionDeclared", [this, number] {
      return fmt::format(
          R"({{"region":"{}","names":[{{"kind":"FULL","text":"{}"}}],
          "operator_organisation":"{}"}})",
          region_id(number), words(), org_id(pick(organisations_)));
    });
    if (made_.back().type == "RegionDeclared") regions_.push_back(number);
    return;
  }
  make("ClusterCreated", [this, number] {
    return fmt::format(
        R"({{"cluster":"{}","region":"{}","names":[{{"kind":"FULL","text":"{}"}}],
        "zone_minutes":180,"decided_on":{}}})",
        cluster_id(number), region_id(pick(regions_)), words(), date());
  });
  if (made_.back().type == "ClusterCreated") clusters_.push_back(number);
}

void RandomHistory::office() {
  if (clusters_.empty()) return;
  make(
      "OfficeHolderChanged",
      [this] {
        return fmt::format(R"({{"organisation":"{}","role":"{}","change":"APPOINTED","from":{}}})",
                           org_id(pick(organisations_)), any(2) == 0 ? "CLUSTER_OPERATOR" : "HEAD",
                           date());
      },
      nullptr, "CLUSTER", cluster_id(pick(clusters_)));
}

void RandomHistory::charter() {
  if (regions_.empty() || documents_.empty()) return;
  const std::uint64_t number = next_++;
  const std::string paper = pick(documents_).digest;
  make(
      "CharterAdopted",
      [this, number, paper] {
        return fmt::format(
            R"({{"charter":"{}","version":1,"wording":{{"title":"{}"}},"effective":{},
            "parameters":{{"membership":{{"include_by":"ORDER","consent":"REQUIRED",
            "exclusion":"NOT_STATED","excluded_last_day":"DAY_OF_ACT"}},
            "calendar":{{"calendar":"ru","week":"FIVE_DAY","zone_minutes":180,
            "academic_year_month":9,"academic_year_day":1}}}},
            "basis":{{"kind":"ORDER","document":"{}"}}}})",
            hex_for(70'000'000 + number, 16), words(), date(), paper);
      },
      nullptr, "REGION", region_id(pick(regions_)));
}

void RandomHistory::document() {
  const std::uint64_t number = next_++;
  const std::size_t before = made_.size();
  make("DocumentRegistered", [this, number] {
    return fmt::format(
        R"({{"document":"{}","kind":"ORDER","title":"{}","edition":1,"rendition":"ORIGINAL",
        "printed":[{{"place":"HEADER","number":"№ {}"}}],
        "file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":7,"media_type":"text/plain"}}}})",
        document_id(number), words(), any(9), hex_for(80'000'000 + any(200), 32));
  });
  if (made_.size() > before) documents_.push_back({number, 1, made_.back().digest});
}

void RandomHistory::edition() {
  if (documents_.empty()) return;
  const Registered from = pick(documents_);
  const bool next = any(2) == 0;
  const unsigned edition = from.edition + (next ? 1 : 0);
  const std::size_t before = made_.size();
  make("DocumentRegistered", [this, from, next, edition] {
    return fmt::format(
        R"({{"document":"{}","kind":"ORDER","title":"{}","edition":{},"rendition":"SCAN",
        "{}":"{}","file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":7,
        "media_type":"text/plain"}}}})",
        document_id(from.number), words(), edition, next ? "edition_of" : "rendition_of",
        from.digest, hex_for(80'000'000 + any(200), 32));
  });
  if (made_.size() > before) documents_.push_back({from.number, edition, made_.back().digest});
}

void RandomHistory::relation() {
  if (documents_.empty()) return;
  const std::string from = pick(documents_).digest;
  make("DocumentRelated", [this, from] {
    static const std::vector<std::string> kRelations{"AMENDS", "REPEALS", "REPLACES", "ANNEX_OF"};
    if (any(3) == 0) {
      return fmt::format(
          R"({{"from":"{}","to":{{"kind":"MISSING","missing":{{"kind":"ORDER","title":"{}"}}}},
          "relation":"REFERS_TO"}})",
          from, words());
    }
    return fmt::format(
        R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},"relation":"{}",
        "effective":{}}})",
        from, pick(documents_).digest, pick(kRelations), date());
  });
}

void RandomHistory::evidence() {
  if (documents_.empty()) return;
  const std::string document = pick(documents_).digest;
  make("SignatureEvidenceAttached", [this, document] {
    return fmt::format(
        R"({{"document":"{}","kind":"PAPER_SCAN","materials":[{{"kind":"SCAN","sha256":"{}"}}],
        "moment":{{"source":"UNKNOWN"}},"layers":[{{"layer":"INTEGRITY","verdict":"OK"}}]}})",
        document, hex_for(any(1'000), 32));
  });
}

void RandomHistory::agreement() {
  if (documents_.empty()) return;
  const std::uint64_t number = next_++;
  const std::string document = pick(documents_).digest;
  const std::size_t before = made_.size();
  make("AgreementRegistered", [this, number, document] {
    return fmt::format(
        R"({{"agreement":"{}","version":1,"title_as_written":"{}","kind":"COOPERATION",
        "parties":{},"slots":{},"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
        hex_for(90'000'000 + number, 16), words(), parties(), slots(2), document);
  });
  if (made_.size() == before) return;
  agreements_.push_back(made_.back().digest);
  signables_.push_back(made_.back().digest);
}

void RandomHistory::amendment() {
  if (agreements_.empty()) return;
  const std::uint64_t number = next_++;
  const std::string document = pick(documents_).digest;
  const std::string agreement = pick(agreements_);
  make(
      "AgreementAmended",
      [this, number, document, agreement] {
        return fmt::format(
            R"({{"supplementary":"{}","agreement":"{}","kinds":["INCLUSION"],
            "wording":{{"title":"{}"}},"slots":{},"included":["{}"],"document":"{}"}})",
            hex_for(95'000'000 + number, 16), agreement, words(), slots(1),
            org_id(pick(organisations_)), document);
      },
      &signables_);
}

void RandomHistory::signing() {
  if (signables_.empty()) return;
  const std::string target = pick(signables_);
  make("AgreementSigned", [this, target] {
    return fmt::format(
        R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD","organisation":"{}",
        "signed_on":{}}}}})",
        target, 1 + any(2), org_id(pick(organisations_)), date());
  });
}

void RandomHistory::termination() {
  if (agreements_.empty()) return;
  const std::string agreement = pick(agreements_);
  make("AgreementTerminated", [this, agreement] {
    return fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", agreement,
                       date());
  });
}

void RandomHistory::correction() {
  const Made target = pick(made_);
  Said said;
  said.type = "EventCorrected";
  said.author = keeper_;
  said.scope_kind = target.scope_kind;
  said.scope_id = target.scope_id;
  if (any(3) == 0) said.effective = day();
  said.payload = fmt::format(
      R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}}{}}})", target.digest,
      any(4) == 0 ? std::string()
                  : fmt::format(R"(,"new_payload_type":"{}","new_payload":{})", target.type,
                                target.again()));
  (void)ledger_.refusal(said);
}

void RandomHistory::key() {
  if (documents_.empty()) return;
  const std::uint64_t organisation = pick(organisations_);
  const TestKey& key = keys_.emplace_back(10'000 + next_++);
  const Said said = ledger_.first_key(key, organisation, R"("ACT")", pick(documents_).digest);
  if (ledger_.refusal(said) == "accepted") keyed_.emplace_back(&key, organisation);
}

void RandomHistory::key_event() {
  if (keyed_.empty()) return;
  const auto [key, organisation] = pick(keyed_);
  Said said;
  said.author = key;
  said.type = any(2) == 0 ? "KeyRevoked" : "KeySuspected";
  said.payload = said.type == "KeyRevoked"
                     ? fmt::format(R"({{"key":"{}","organisation":"{}","reason":"LOST"}})",
                                   key->hex(), org_id(organisation))
                     : fmt::format(R"({{"key":"{}","organisation":"{}","from_index":{}}})",
                                   key->hex(), org_id(organisation), ledger_.size());
  (void)ledger_.refusal(said);
}

}  // namespace support
