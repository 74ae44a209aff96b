// SPDX-License-Identifier: Apache-2.0
#include "projections/pd_linter.h"

#include <gtest/gtest.h>

#include "projections/text_form.h"
#include "tests/support/bodies.h"

namespace projections {
namespace {

using Kinds = std::vector<PersonalDataKind>;

Kinds kinds_in(std::string_view text) {
  Kinds kinds;
  for (const PersonalDataMark& mark : find_personal_data(text)) kinds.push_back(mark.kind);
  return kinds;
}

TEST(PersonalData, PhonesInTheirUsualSpellingsAreFound) {
  for (const char* text : {"+7 913 123-45-67", "8 (3822) 12-34-56", "8-913-123-45-67",
                           "89131234567", "звонить +79131234567 до пяти", "тел. 12-34-56",
                           "Телефон: 51-20-30", "(3822) 512-034", "+49 30 1234567"}) {
    EXPECT_EQ(kinds_in(text), Kinds{PersonalDataKind::kPhone}) << text;
  }
}

TEST(PersonalData, AddressesAreFound) {
  for (const char* text :
       {"secretary@example.org", "пишите на a.b-c@mail.example.ru, спасибо", "почта@пример.рф"}) {
    EXPECT_EQ(kinds_in(text), Kinds{PersonalDataKind::kEmail}) << text;
  }
}

TEST(PersonalData, InsuranceAndPassportNumbersAreFound) {
  EXPECT_EQ(kinds_in("СНИЛС 112-233-445 95"), Kinds{PersonalDataKind::kSnils});
  EXPECT_EQ(kinds_in("11223344595"), Kinds{PersonalDataKind::kSnils});
  EXPECT_EQ(kinds_in("паспорт 4508 123456"), Kinds{PersonalDataKind::kPassport});
  EXPECT_EQ(kinds_in("паспорт серия 45 08 № 123456").front(), PersonalDataKind::kPassport);
  EXPECT_EQ(kinds_in("45 08 123456"), Kinds{PersonalDataKind::kPassport});
}

TEST(PersonalData, NumbersOfPapersAndRegistersAreNone) {
  for (const char* text :
       {"Приказ от 26.10.2020 № 465", "ОГРН 1027700132195, ИНН 7707083893", "ИНН 500100732259",
        "01.09.2022-31.08.2023", "2022/2023 учебный год", "8 колледжей и 14 участников",
        "не позднее 30 календарных дней", "№ 17-пр", "бюджет 12 500 000 рублей",
        "пункты 21.г#1 и 21.г#2", "п. 3.3 плана на 2022-2023", "12.12.2022 10:00",
        "почтовый индекс 634041", "a @ b", "@"}) {
    EXPECT_EQ(kinds_in(text), Kinds{}) << text;
  }
}

TEST(PersonalData, InitialsWithASurnameAreOnlyWarnedOf) {
  for (const char* text : {"Иванов И.И.", "И.И. Иванов", "И. И. Иванов доложил", "J.R. Smith",
                           "слово Ёлкиной А.Б., далее"}) {
    EXPECT_EQ(kinds_in(text), Kinds{PersonalDataKind::kInitials}) << text;
    EXPECT_FALSE(find_personal_data(text).front().refused()) << text;
  }
}

TEST(PersonalData, FullNamesWithAPatronymicAreOnlyWarnedOf) {
  for (const std::string text :
       {"Иванов Иван Иванович", "доклад Петровой Анны Ильиничны", "Иван Кузьмич Иванов",
        "слово Сидоровой Марии Юрьевне, далее", "Римская-Корсакова Ольга Никитична"}) {
    const auto marks = find_personal_data(text);
    ASSERT_EQ(marks.size(), 1u) << text;
    EXPECT_EQ(marks[0].kind, PersonalDataKind::kInitials) << text;
    EXPECT_FALSE(marks[0].refused()) << text;
  }
  for (const char* text : {"Томский Политехнический Колледж", "Координационный совет кластера",
                           "колледж имени Глинки Михаила Ивановича", "Иванов Иван",
                           "Завод Красный Кирпич", "Министерство Просвещения России"}) {
    EXPECT_EQ(kinds_in(text), Kinds{}) << text;
  }
}

TEST(PersonalData, AnAddressWhoseSignIsWrittenInWordsIsOnlyWarnedOf) {
  for (const char* text : {"ivan(at)example.ru", "пишите на ivan [at] example.ru"}) {
    EXPECT_EQ(kinds_in(text), Kinds{PersonalDataKind::kHiddenEmail}) << text;
    EXPECT_FALSE(find_personal_data(text).front().refused()) << text;
  }
  for (const char* text : {"(at) example.ru", "ivan (at) home", "look (at"}) {
    EXPECT_EQ(kinds_in(text), Kinds{}) << text;
  }
}

TEST(PersonalData, NamesOfOrganisationsAreNotNamesOfPeople) {
  for (const char* text :
       {"Колледж имени М.И. Глинки", "школа им. М.И. Глинки", "ИП Иванов И.И.",
        "фонд памяти А.С. Пушкина", "Приложение А. Перечень", "ООО «Завод»", "т.е. Совет"}) {
    EXPECT_EQ(kinds_in(text), Kinds{}) << text;
  }
}

TEST(PersonalData, MarksSayWhereAndDoNotOverlap) {
  const std::string text = "Тел. +7 913 123-45-67, a@b.ru";
  const auto marks = find_personal_data(text);
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_EQ(text.substr(marks[0].at, marks[0].size), "+7 913 123-45-67");
  EXPECT_EQ(text.substr(marks[1].at, marks[1].size), "a@b.ru");
}

ledger::Body application(const std::string& title) {
  ledger::test::BodyDraft draft;
  draft.payload_type = "MeetingConvened";
  draft.payload = R"({"meeting":")" + ledger::test::hex_of(7, 16) +
                  R"(","kind":"CONFERENCE","wording":{"title":"Совещание"},
                  "convened_by":{"by":"NOT_STATED"},"takes_place_on":{"precision":"UNKNOWN",
                  "source":"STATED"},"form":"NOT_STATED","agenda_state":"SENT",
                  "agenda":[{"number":1,"wording":
                  {"title":"x"}},{"number":2,"wording":{"title":")" +
                  title + R"("}}]})";
  auto body = ledger::check_body(ledger::test::build_body(draft));
  LEDGER_CHECK(static_cast<bool>(body));
  return std::move(*body);
}

TEST(PersonalData, TheRefusalNamesTheFieldAndDoesNotRepeatTheText) {
  const auto refused = check_personal_data(application("звонить +7 913 123-45-67"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "PD_IN_CLEAR");
  EXPECT_EQ(refused.error().where, "payload.agenda[1].wording.title");
  EXPECT_EQ(refused.error().message.find("913"), std::string::npos);
}

TEST(PersonalData, AWarningDoesNotRefuse) {
  const ledger::Body body = application("доклад Иванова И.И.");
  EXPECT_EQ(personal_data_in(body).size(), 1u);
  EXPECT_TRUE(check_personal_data(body));
}

TEST(TextForm, OneSpellingOfAWordAndNothingUnseenPassTheDoor) {
  EXPECT_TRUE(check_text_form(application("«Пойма», № 465 — ещё раз")));
  const auto apart = check_text_form(application("Пои\u0306ма"));
  ASSERT_FALSE(apart);
  EXPECT_EQ(apart.error().reason, "TEXT_NOT_NFC");
  EXPECT_EQ(apart.error().where, "payload.agenda[1].wording.title");
  EXPECT_EQ(in_nfc("Пои\u0306ма"), "Пойма");
  for (const char* hidden : {"\u00AD", "\u200B", "\u200D", "\u2060", "\uFEFF", "\U000E0001"}) {
    const auto refused = check_text_form(application(std::string("Пой") + hidden + "ма"));
    ASSERT_FALSE(refused) << hidden;
    EXPECT_EQ(refused.error().reason, "TEXT_INVISIBLE") << hidden;
  }
}

// Ids, keys and hashes are long runs of digits and letters; none of them is a text.
TEST(PersonalData, AnyEventWithoutTextsIsClear) {
  for (const ledger::fb::Payload type : ledger::test::all_payload_types()) {
    const auto body =
        ledger::check_body(ledger::test::sample_body(type, ledger::test::SampleSize::kMaximal, 3));
    ASSERT_TRUE(body);
    EXPECT_TRUE(check_personal_data(*body)) << ledger::payload_name(type);
  }
}

}  // namespace
}  // namespace projections
