// SPDX-License-Identifier: Apache-2.0
// Dates, terms and words as people write them in Russian (and in ISO form), turned into the
// spellings of the author's form. What is not recognised is said, never guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/json_text.h"

namespace tools {

/// Lower case, «ё» as «е», white space single, none at the ends.
std::string plain(std::string_view text);

/// The text with one space for each line break or tab and what spaces follow it: how lines are
/// broken on paper, or in a cell, says nothing.
std::string on_one_line(std::string_view text);

/// "2021-04-05", "2021-04", "2021-Q2", "2021" or "unknown" for: these themselves, 05.04.2021,
/// 5.4.2021, 5 апреля 2021 (г., года), «5» апреля 2021 г., апрель 2021, в апреле 2021,
/// 2 квартал 2021, II квартал 2021, 2021 год, неизвестно, без даты.
std::optional<std::string> date_spelling(std::string_view text);

/// A Schedule for: a date (ON), "до", "в срок до" or "к" a date, "до конца" a year (UNTIL), a
/// month, a quarter, a year, "2022/2023 учебный год", "с … по …" (PERIOD), "не реже 2 раз в
/// квартал" (AT_LEAST), "3 рабочих дня после …" (AFTER_EVENT), "по …" and "в соответствии с …"
/// (EXTERNAL), "без срока" or nothing (NONE). `printed` keeps the words.
std::optional<api::Json> schedule_of(std::string_view text);

/// A Length for "5 лет", "10 рабочих дней", "2 месяца", "3 года", "30 календарных дней".
std::optional<api::Json> length_of(std::string_view text);

/// A Term for "бессрочно", "до …", a length, "не указан".
std::optional<api::Json> term_of(std::string_view text);

/// The value's name in an enumeration for a Russian word of it, its own name, or its name in small
/// letters; e.g. ("MeetingForm", "очно") is "IN_PERSON". `what` is the enumeration's name.
std::optional<std::string> word_of(std::string_view enumeration, std::string_view text);

/// The words that are known, for messages.
std::string words_known(std::string_view enumeration);

/// "5 апреля 2021 года" for 2021-04-05 and the coarser spellings; "дата не указана".
std::string date_in_words(std::string_view spelling);

}  // namespace tools
