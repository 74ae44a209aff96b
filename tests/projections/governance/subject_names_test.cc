// SPDX-License-Identifier: Apache-2.0
// What people call the events that findings are about: in both languages, from events alone, and
// persons by their posts.
#include "projections/governance/subject_names.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/internal/subject_teller.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

Sentence name_of(const ChronicleBuilder& b, const std::string& digest) {
  const Chronicle chronicle = b.chronicle();
  return SubjectNames(chronicle).of(*ledger::fixed_from_hex<ledger::Hash>(digest)).text;
}

void expect_name(const ChronicleBuilder& b, const std::string& digest, const char* english,
                 const char* russian) {
  const Sentence name = name_of(b, digest);
  EXPECT_EQ(name.english, english);
  EXPECT_EQ(name.russian, russian);
}

/// A meeting with its protocol No 4.
struct Minutes {
  Minutes() {
    meeting = b.meeting(1, "", "2026-02-01");
    decision = b.decision(1, meeting, "", "RECOMMENDATION", R"(,"printed_number":"2.1")");
    protocol = b.protocol(1, "4", meeting, {decision}, "2026-02-02");
  }
  ChronicleBuilder b;
  std::string meeting, decision, protocol;
};

TEST(SubjectNames, AnApprovalIsToldByNumberAndDayOfItsProtocolAndThePostOfWhoApproved) {
  Minutes t;
  const auto approval =
      t.b.add("ProtocolApproved", fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"HEAD",
          "organisation":@o:100,"person":{{"person":@p:1}},"signed_on":@u}}}})",
                                              t.protocol));
  expect_name(t.b, approval, "approval of protocol No 4 of 2026-02-02: head, Организация 100",
              "утверждение протокола № 4 от 02.02.2026: руководитель, Организация 100");
  const auto signature =
      t.b.add("ProtocolSigned", fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"CHAIR",
          "organisation":@o:101,"position":"заместитель директора","signed_on":@d:2026-02-05}}}})",
                                            t.protocol));
  expect_name(t.b, signature,
              "signature on protocol No 4 of 2026-02-02: заместитель директора, Организация 101",
              "подпись протокола № 4 от 02.02.2026: заместитель директора, Организация 101");
}

TEST(SubjectNames, WhatBelongsToAMeetingIsToldByItsTitleNumberAndDay) {
  Minutes t;
  expect_name(t.b, t.meeting, "conference «Заседание» of 2026-02-01",
              "совещание «Заседание» от 01.02.2026");
  expect_name(t.b, t.decision, "decision No 2.1 «Решение» of 2026-02-01",
              "решение № 2.1 «Решение» от 01.02.2026");
  expect_name(t.b, t.protocol, "protocol No 4 of 2026-02-02", "протокол № 4 от 02.02.2026");
  const auto present = t.b.attendance(t.meeting, {1});
  expect_name(t.b, present, "attendance of conference «Заседание» of 2026-02-01",
              "явка на совещание «Заседание» от 01.02.2026");
  const auto objection = t.b.add(
      "ObjectionRecorded",
      fmt::format(R"({{"target":"{}","kind":"DISSENT","organisation":@o:101,"wording":{{"title":
          "Против"}}}})",
                  t.decision));
  expect_name(t.b, objection,
              "dissenting opinion «Против»: Организация 101; decision No 2.1 «Решение» of "
              "2026-02-01",
              "особое мнение «Против»: Организация 101; решение № 2.1 «Решение» от 01.02.2026");
}

TEST(SubjectNames, ANoticeIsToldByItsDayItsSenderAndItsReceiver) {
  ChronicleBuilder b;
  const auto sent = b.add("NoticeDispatched",
                          R"({"notice":@t:7001,"kind":"OTHER","sender":{"kind":"ORGANISATION",
          "organisation":@o:101},"to":{"kind":"BODY","body":{"kind":"COORDINATION_COUNCIL"}},
          "sent_on":@d:2026-02-03,"channel":"POST"})");
  expect_name(b, sent, "notice of 2026-02-03: Организация 101 → coordination council",
              "уведомление от 03.02.2026: Организация 101 → координационный совет");
  const auto received = b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":
          @d:2026-02-05,"incoming_number":"77"}})",
                                                            sent));
  expect_name(b, received,
              "receipt of notice No 77 of 2026-02-05: Организация 101 → coordination council",
              "получение уведомления № 77 от 05.02.2026: Организация 101 → координационный совет");
  const auto exit = b.add("WithdrawalNoticeRecorded",
                          R"({"organisation":@o:101,"act":"GIVEN","to":{"kind":"ROLE","role":
          {"role":"CLUSTER_OPERATOR"}},"received_on":@m:2026-02,"form":"WRITTEN"})");
  expect_name(
      b, exit,
      "notice of withdrawal (2026-02-01 to 2026-02-28): Организация 101 → cluster operator",
      "уведомление о выходе (01.02.2026 — 28.02.2026): Организация 101 → оператор кластера");
}

TEST(SubjectNames, ARelationNamesBothItsDocuments) {
  ChronicleBuilder b;
  const auto paper = support::register_document(b, 1, "REGULATION");
  const auto relation = b.add("DocumentRelated", fmt::format(R"({{"from":"{}","relation":
          "REFERS_TO","to":{{"kind":"MISSING","missing":{{"kind":"LAW","title":"Об образовании",
          "printed":[{{"place":"HEADER","number":"273-ФЗ","date":@d:2012-12-29}}]}}}}}})",
                                                             paper));
  expect_name(b, relation,
              "relation of documents: document «Документ» refers to No 273-ФЗ «Об образовании» of "
              "2012-12-29",
              "связь документов: документ «Документ» ссылается на № 273-ФЗ «Об образовании» от "
              "29.12.2012");
  const auto copy = b.add("CopyCertified", fmt::format(R"({{"document":"{}","certified_by":
          {{"acting_as":"CHAIR","signed_on":@d:2026-02-03}}}})",
                                                       paper));
  expect_name(b, copy, "certified copy of document «Документ» of 2026-02-03: chair",
              "заверенная копия документа «Документ» от 03.02.2026: председатель");
}

TEST(SubjectNames, ARepresentativeIsToldByOrganisationPostAndPower) {
  ChronicleBuilder b;
  const auto power = b.add("RepresentativeAuthorised",
                           R"({"organisation":@o:101,"person":{"person":@p:1},"position":
          "заместитель директора","scopes":["VOTE"],"power":{"kind":"PAPER_POWER","number":"5",
          "from":@d:2023-08-15}})");
  expect_name(b, power,
              "power of a representative No 5 of 2023-08-15: Организация 101, заместитель "
              "директора",
              "полномочия представителя № 5 от 15.08.2023: Организация 101, заместитель "
              "директора");
  const auto head = b.head(101, "ACTING", "2024-01-09");
  expect_name(b, head, "acting appointment of 2024-01-09: head, Организация 101",
              "назначение исполняющим обязанности от 09.01.2024: руководитель, Организация 101");
}

TEST(SubjectNames, APrivatePersonIsNotNamedNorToldByItsReference) {
  ChronicleBuilder b;
  support::How region;
  region.of_region = true;
  b.add("OrganisationRegistered",
        R"({"profile":{"organisation":@o:7,"category":"PRIVATE_PERSON","person":{"person":@p:7}}})",
        region);
  const auto consent = b.consent(7, "CONSENT", "2026-02-03");
  expect_name(b, consent, "consent to membership of 2026-02-03: a private person",
              "согласие на участие от 03.02.2026: частное лицо");
}

TEST(SubjectNames, SignaturesReportsAndJudgementsAreToldByWhatTheyAreAbout) {
  ChronicleBuilder b("tula");
  const auto paper = support::register_agreement(b, 2);
  const auto signature =
      b.add("AgreementSigned", fmt::format(R"({{"target":"{}","slot":2,"signature":{{"acting_as":
          "HEAD","signed_on":@d:2023-08-15,"authority":{{"kind":"OWN_OFFICE"}}}}}})",
                                           paper));
  expect_name(b, signature,
              "signature on agreement «Соглашение» of 2023-08-15: head, Организация 2",
              "подпись соглашения «Соглашение» от 15.08.2023: руководитель, Организация 2");
  const auto plan =
      b.add("PlanSubmitted",
            fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
          "CALENDAR_YEAR","from":"2024-01-01","to":"2024-12-31","document":"{}"}})",
                        std::string(64, '4')));
  expect_name(b, plan, "plan «План»: 2024-01-01 to 2024-12-31",
              "план «План»: 01.01.2024 — 31.12.2024");
  const auto row =
      b.add("PlanItemSet",
            fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"1","wording":{{"title":
          "Наставничество"}},"components":[{{"number":1,"title":"Отчёт","schedule":{{"kind":"UNTIL",
          "day":"2024-06-03"}}}}]}})",
                        plan));
  const auto report = b.add(
      "ExecutionReported",
      fmt::format(R"({{"duty":"{}","component":1,"organisation":@o:2,"done_on":@d:2024-06-03}})",
                  row));
  const auto judged = b.add("ExecutionJudged", fmt::format(R"({{"report":"{}","verdict":"ACCEPTED",
          "judged_on":@d:2024-06-10}})",
                                                           report));
  expect_name(b, judged,
              "judgement of report on plan row No 1 «Наставничество» of 2024-06-10: Организация 2",
              "оценка отчёта об исполнении строки плана № 1 «Наставничество» от 10.06.2024: "
              "Организация 2");
}

/// Two objections, each about the other by a correction.
TEST(SubjectNames, ANameThatLeadsBackToItselfEnds) {
  Minutes t;
  const auto objection = [&](const std::string& target) {
    return fmt::format(R"({{"target":"{}","kind":"REMARK","organisation":@o:101,"wording":{{"title":
        "О чём"}}}})",
                       target);
  };
  const auto first = t.b.add("ObjectionRecorded", objection(t.decision));
  const auto second = t.b.add("ObjectionRecorded", objection(first));
  t.b.correct(first, "ObjectionRecorded", objection(second));
  EXPECT_LT(name_of(t.b, first).english.size(), 1'000U);
}

TEST(SubjectNames, WhatWasWithdrawnIsToldByItsKindAndItsEvent) {
  Minutes t;
  t.b.withdraw(t.protocol);
  const Sentence name = name_of(t.b, t.protocol);
  EXPECT_TRUE(name.english.starts_with("protocol (event ")) << name.english;
  EXPECT_TRUE(name.russian.starts_with("протокол (событие ")) << name.russian;
}

TEST(SubjectNames, EveryTypeOfEventHasAKindInBothLanguages) {
  const internal::SubjectKind unknown = internal::subject_kind(fb::Payload::NONE);
  for (const fb::Payload type : fb::EnumValuesPayload()) {
    if (type == fb::Payload::NONE) continue;
    EXPECT_NE(internal::subject_kind(type).english, unknown.english) << fb::EnumNamePayload(type);
  }
}

TEST(SubjectNames, WhatHasNoNameIsSaidToHaveNoneWithItsIdAndIsNoBareNumber) {
  const ChronicleBuilder b;
  const Chronicle chronicle = b.chronicle();
  const PlaceNames names(chronicle);
  const std::string id = to_hex(support::org(77));
  EXPECT_EQ(names.organisation(support::org(77)).english,
            "an organisation that the register does not name (" + id + ")");
  EXPECT_EQ(names.organisation(support::org(77)).russian,
            "организация без названия в реестре (" + id + ")");
  EXPECT_EQ(names.seat(support::org(77)).russian,
            "место или организация без названия (" + id + ")");
  EXPECT_EQ(names.organisation(support::org(support::kOperator)).russian, "Организация 100");
}

TEST(SubjectNames, AnOrganisationIsCalledAsItsLastChangeByDaySaysWhicheverWasRecordedLast) {
  ChronicleBuilder b;
  b.members(1);
  const auto rename = [&](const char* name, const char* from) {
    b.add("OrganisationChanged",
          fmt::format(R"({{"organisation":@o:1,"kind":"RENAMED","names":[{{"kind":"FULL",
              "text":"{}"}}],"from":@d:{}}})",
                      name, from));
  };
  rename("Нынешний колледж", "2023-09-01");
  rename("Прежний колледж", "2021-09-01");
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(PlaceNames(chronicle).organisation(support::org(1)).russian, "Нынешний колледж");
}

}  // namespace
}  // namespace projections::governance
