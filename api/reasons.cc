// SPDX-License-Identifier: Apache-2.0
#include "api/reasons.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/problem.h"

namespace api {

namespace {

using projections::Explanation;

constexpr auto kHttpReasons = std::to_array<Explanation>({
    {"BAD_BODY", "An event that is recorded here cannot be told: its body is not readable.",
     "Записанное здесь событие нельзя показать: его тело не читается."},
    {"BAD_CHUNK", "A chunk of the body, or a line of its trailer, breaks the rules of HTTP/1.1.",
     "Часть тела запроса или строка после него нарушает правила HTTP/1.1."},
    {"BAD_CURSOR",
     "The cursor is not of this list with these parameters: begin again without a cursor.",
     "Указатель страницы не от этого списка с этими параметрами: начните без cursor."},
    {"BAD_ESCAPE", "The address has a percent sign without two hex digits, or a zero byte.",
     "В адресе есть знак процента без двух шестнадцатеричных цифр или нулевой байт."},
    {"BAD_EVENTS", "The body is not a sequence of whole signed events.",
     "Тело запроса не является последовательностью целых подписанных событий."},
    {"BAD_EVENT_ID", "Last-Event-ID is a position, a decimal number without sign or leading zeros.",
     "Last-Event-ID — положение, десятичное число без знака и ведущих нулей."},
    {"BAD_EXPLAIN", "explain is 0 or 1.", "explain — это 0 или 1."},
    {"BAD_FORMAT", "format is json, csv or excel.", "format — это json, csv или excel."},
    {"BAD_FRAMING", "The length of the body is not said in the one way that HTTP/1.1 has for it.",
     "Длина тела запроса указана не так, как требует HTTP/1.1."},
    {"BAD_HEADER", "A header field is not written as HTTP/1.1 writes it.",
     "Поле заголовка записано не так, как требует HTTP/1.1."},
    {"BAD_HOST", "A request has exactly one Host field with a well-formed name in it.",
     "В запросе должно быть ровно одно поле Host с правильно записанным именем."},
    {"BAD_ID", "An id is written in lower-case hex digits of a fixed number.",
     "Идентификатор записывается строчными шестнадцатеричными цифрами, их число постоянно."},
    {"BAD_LIMIT", "limit is a number from 1 to 1000.", "limit — число от 1 до 1000."},
    {"BAD_LINE_END", "Every line of the request's head ends in CR LF.",
     "Каждая строка заголовка запроса заканчивается на CR LF."},
    {"BAD_NAME", "Nothing has a name that is written so.",
     "С таким написанием имени ничего быть не может."},
    {"BAD_REGISTER_NUMBER",
     "The digits of the INN or OGRN do not agree with each other: one of them is wrong.",
     "Цифры ИНН или ОГРН не сходятся между собой: какая-то из них неверна."},
    {"BAD_REQUEST_LINE", "The request does not begin with a method, a target and a version.",
     "Запрос не начинается с метода, адреса и версии."},
    {"BAD_TARGET", "The target of the request is not an address as HTTP/1.1 writes it.",
     "Адрес запроса записан не так, как требует HTTP/1.1."},
    {"BAD_VIEW_ROW",
     "What is kept of the views cannot be read. The log is sound; the views are folded anew from "
     "it.",
     "Хранимые представления не читаются. Журнал цел; представления строятся по нему заново."},
    {"BAD_WAIT", "wait is a number of seconds from 0 to 60.", "wait — число секунд от 0 до 60."},
    {"BAD_WORDS", "q has at least one word and at most 200 bytes of UTF-8.",
     "В q есть хотя бы одно слово и не больше 200 байт UTF-8."},
    {"CHECKPOINT_DIFFERS", "The newest checkpoint is not of the ledger that lies here.",
     "Последняя контрольная точка не того журнала, который здесь лежит."},
    {"CLOCK", "The server's clock shows no day that the calendar has.",
     "Часы сервера показывают день, которого нет в календаре."},
    {"DAYS_REVERSED", "to_day is before from_day.", "to_day раньше, чем from_day."},
    {"DISK_LOW", "There is little room left on the disk of the ledger.",
     "На диске журнала осталось мало места."},
    {"EMPTY_BODY", "The body is empty; a file has a byte at least.",
     "Тело запроса пусто, а в файле есть хотя бы один байт."},
    {"FILE_DESTROYED", "The file was destroyed with an act that the ledger records.",
     "Файл уничтожен по акту, который записан в журнале."},
    {"FILE_NOT_KEPT", "The ledger knows this file, but its bytes are not kept here.",
     "Журнал знает этот файл, но сам файл здесь не хранится."},
    {"FILE_TAKEN_BACK", "The registration that named the file names another one, or was withdrawn.",
     "Регистрация, которая называла файл, называет теперь другой или отозвана."},
    {"FOLDED_HEADER", "A header field that goes on in the next line is not taken.",
     "Поле заголовка с продолжением на следующей строке не принимается."},
    {"FORM_NOT_TAKEN", "The body is the file itself, not a form that holds it.",
     "Тело запроса — сам файл, а не форма с ним."},
    {"FUTURE_DAY", "That day has not begun: what will be known then cannot be answered for.",
     "Этот день ещё не начался: что тогда будет известно, сказать нельзя."},
    {"MEMORY_TAKEN",
     "Bodies and answers of other requests take all the memory for them: try again in a moment.",
     "Тела и ответы других запросов занимают всю отведённую им память: повторите чуть позже."},
    {"NOT_RECORDED", "Nothing of this name is recorded up to the position that is asked about.",
     "До положения, о котором спрошено, под этим именем ничего не записано."},
    {"NO_EVENT", "The log has no such event.", "Такого события в журнале нет."},
    {"NO_SCHEMA", "The schema has no such version, or that version no such file.",
     "У схемы нет такой версии или у версии нет такого файла."},
    {"OUT_OF_FILES",
     "The server may open no more files at the moment and cannot read what the answer needs. "
     "Nothing is damaged.",
     "Сервер сейчас не может открыть больше файлов и прочитать то, что нужно для ответа. Ничего не "
     "повреждено."},
    {"RANGE_REVERSED", "to is below where the range of events begins.",
     "to меньше, чем начало диапазона событий."},
    {"REPEATED_PARAMETER", "A parameter is given twice that may be given once.",
     "Параметр, который можно указать один раз, указан дважды."},
    {"SELF_CHECK_FAILED",
     "The ledger does not agree with its own newest checkpoint: verify it before anything else.",
     "Журнал не сходится с собственной последней контрольной точкой: сначала проверьте его."},
    {"STORED_FILE_DIFFERS", "The file that is kept is damaged: its hash is another one.",
     "Хранимый файл повреждён: у него другой хеш."},
    {"TOKENS_UNREADABLE",
     "The file of readers' tokens cannot be read: those that were read before hold still.",
     "Файл токенов читателей не читается: действуют те, что были прочитаны раньше."},
    {"TOKEN_INVALID", "The token is unknown, has expired or was revoked.",
     "Токен неизвестен, истёк или отозван."},
    {"TWO_BEGINNINGS", "after and from both say where to begin: give one of them.",
     "after и from оба говорят, с чего начать: укажите что-то одно."},
    {"TWO_DAYS", "on and overdue_on name two days: give one of them.",
     "on и overdue_on называют разные дни: укажите что-то одно."},
    {"TWO_POSITIONS", "at and known_on both say as of when: give one of them.",
     "at и known_on оба говорят, на какое положение: укажите что-то одно."},
    {"UNKNOWN_FILE", "No event names a file with this SHA-256.",
     "Ни одно событие не называет файл с таким SHA-256."},
    {"UNKNOWN_LANGUAGE", "lang is ru or en.", "lang — это ru или en."},
    {"UNKNOWN_TYPE", "No event has this type; /v1/schemas lists the types.",
     "Событий такого вида нет; виды перечислены в /v1/schemas."},
    {"UNKNOWN_WORD", "The parameter takes a fixed set of words, and this is none of them.",
     "Параметр принимает слова из определённого набора, а этого слова в нём нет."},
    {"VIEWS_BEHIND", "The views have not caught up with the log.",
     "Представления ещё не догнали журнал."},
    {"VIEWS_DAMAGED",
     "What was kept of the views could not be read; they are folded anew from the log.",
     "Хранимые представления не читались; они строятся заново по журналу."},
    {"VIEWS_FAILED", "The views cannot follow the log.",
     "Представления не могут следовать журналу."},
    {"VIEW_BEHIND", "The views have not reached the position that is asked for.",
     "Представления ещё не дошли до положения, о котором спрошено."},
    {"WAIT_FROM_WHERE", "To wait for events, say after which position: after.",
     "Чтобы ждать событий, укажите, после какого положения: after."},
    {"WRITER_STOPPED", "An alarm has stopped the writer: nothing is accepted.",
     "Тревога остановила запись: ничего не принимается."},
});

/// Whether a sentence is another one than the meaning, which begins with a capital and ends in a
/// full stop.
bool says_more(std::string_view sentence, std::string_view meaning) {
  if (sentence.empty() || meaning.size() != sentence.size() + 1) return !sentence.empty();
  const bool begins = sentence[0] == meaning[0] || sentence[0] == meaning[0] + ('a' - 'A');
  return !begins || meaning.substr(1, sentence.size() - 1) != sentence.substr(1);
}

constexpr bool by_reason(const Explanation& a, const Explanation& b) { return a.reason < b.reason; }
static_assert(std::is_sorted(kHttpReasons.begin(), kHttpReasons.end(), by_reason));

}  // namespace

std::optional<Explanation> explain_reason(std::string_view code) {
  const auto found = std::lower_bound(
      kHttpReasons.begin(), kHttpReasons.end(), code,
      [](const Explanation& entry, std::string_view key) { return entry.reason < key; });
  if (found != kHttpReasons.end() && found->reason == code) return *found;
  if (const auto* const known = projections::explain(code)) return *known;
  for (const ProblemType& type : problem_types()) {
    if (type.code == code) return Explanation{type.code, type.meaning_en, type.meaning_ru};
  }
  return std::nullopt;
}

std::string case_in_russian(std::string_view english, std::string_view russian,
                            const Explanation& meaning) {
  if (!russian.empty()) return std::string(russian);
  std::string told(meaning.russian);
  if (!says_more(english, meaning.english)) return told;
  return told.append(" (").append(english).append(")");
}

ledger::Error in_russian(ledger::Error error, std::string russian) {
  error.russian = std::move(russian);
  return error;
}

std::vector<std::string_view> explained_reasons() {
  std::set<std::string_view> all;
  for (const Explanation& one : kHttpReasons) all.insert(one.reason);
  for (const Explanation& one : projections::all_explanations()) all.insert(one.reason);
  for (const ProblemType& type : problem_types()) all.insert(type.code);
  return {all.begin(), all.end()};
}

}  // namespace api
