// SPDX-License-Identifier: Apache-2.0
#include "projections/pd_linter.h"

#include <algorithm>
#include <array>
#include <optional>

#include "projections/internal/body_texts.h"
#include "projections/internal/refusal.h"

namespace projections {
namespace {

struct Letter {
  char32_t code = 0;
  std::size_t at = 0;  ///< its first byte
};

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  letters.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    char32_t code = size == 1 ? byte : byte & (0x7f >> size);
    for (std::size_t j = 1; j < size && i + j < text.size(); ++j) {
      code = code << 6 | (static_cast<unsigned char>(text[i + j]) & 0x3f);
    }
    letters.push_back({code, i});
    i += size;
  }
  letters.push_back({0, text.size()});  // the end, which is no letter of any kind
  return letters;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_upper(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42f) || c == 0x401;
}
bool is_lower(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44f) || c == 0x451;
}
bool is_letter(char32_t c) { return is_upper(c) || is_lower(c); }
bool is_space(char32_t c) { return c == ' ' || c == 0xa0 || c == 0x202f || c == 0x2009; }
bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2014); }
char32_t lowered(char32_t c) {
  if (c >= 0x410 && c <= 0x42f) return c + 0x20;
  if (c == 0x401) return 0x451;
  return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
}

// --- numbers -------------------------------------------------------------------------------------

/// Digits with what may stand between the groups of one number.
struct Number {
  std::string digits;
  std::vector<std::size_t> groups;  ///< sizes
  std::size_t first = 0;            ///< letter index
  std::size_t last = 0;             ///< of the last digit
  bool plus = false;
  bool brackets = false;
  bool dashes = false;
  bool dots = false;
};

/// At most two separators between groups: "+7 (913) 123-45-67".
Number number_at(const std::vector<Letter>& text, std::size_t from) {
  Number number;
  number.first = from;
  std::size_t i = from;
  if (text[i].code == '+') number.plus = true, ++i;
  std::size_t gap = 0;
  bool open = false;
  for (; i < text.size(); ++i) {
    const char32_t c = text[i].code;
    if (is_digit(c)) {
      if (gap > 0 || number.groups.empty()) number.groups.push_back(0);
      ++number.groups.back();
      number.digits.push_back(static_cast<char>(c));
      number.last = i;
      number.brackets = number.brackets || open;
      gap = 0;
      continue;
    }
    const bool separator = is_space(c) || is_dash(c) || c == '(' || c == ')' || c == '.';
    if (!separator || ++gap > 2) break;
    open = open || c == '(';
    number.dashes = number.dashes || (is_dash(c) && is_digit(text[i + 1].code));
    number.dots = number.dots || (c == '.' && is_digit(text[i + 1].code));
  }
  return number;
}

bool is_snils_sum(const std::string& digits) {
  unsigned sum = 0;
  for (unsigned i = 0; i < 9; ++i) sum += (9 - i) * static_cast<unsigned>(digits[i] - '0');
  const unsigned check = sum % 101 % 100;
  return digits[9] - '0' == static_cast<int>(check / 10) &&
         digits[10] - '0' == static_cast<int>(check % 10);
}

bool is_snils(const Number& number) {
  if (number.digits.size() != 11 || number.plus || number.brackets) return false;
  if (number.groups == std::vector<std::size_t>{3, 3, 3, 2}) return true;
  return number.groups.size() == 1 && is_snils_sum(number.digits);
}

/// A city's or a mobile number with its code; plain runs of other lengths are numbers of papers,
/// registers or money.
bool is_phone(const Number& number) {
  const std::size_t size = number.digits.size();
  if (number.plus) return size >= 10 && size <= 15;
  const char first = number.digits[0];
  const bool trunk = first == '8' || first == '7';
  if (size == 11 && trunk) {
    return number.groups.size() == 1 ? number.digits[1] == '9' : !number.dots || number.brackets;
  }
  if (size != 10) return false;
  return number.brackets && (number.groups[0] >= 3 && number.groups[0] <= 5);
}

bool is_passport_series(const Number& number) {
  return number.groups == std::vector<std::size_t>{2, 2, 6} && !number.dashes && !number.dots;
}

bool has_word_before(const std::vector<Letter>& text, std::size_t at, std::u32string_view word,
                     std::size_t reach) {
  const std::size_t from = at > reach ? at - reach : 0;
  for (std::size_t i = from; i + word.size() <= at; ++i) {
    const bool starts = i == 0 || !is_letter(text[i - 1].code);
    bool same = starts;
    for (std::size_t j = 0; same && j < word.size(); ++j) {
      same = lowered(text[i + j].code) == word[j];
    }
    if (same) return true;
  }
  return false;
}

std::optional<PersonalDataKind> kind_of(const std::vector<Letter>& text, const Number& number) {
  if (is_snils(number)) return PersonalDataKind::kSnils;
  if (is_phone(number)) return PersonalDataKind::kPhone;
  if (is_passport_series(number)) return PersonalDataKind::kPassport;
  const std::size_t size = number.digits.size();
  bool telephone = false;
  for (const std::u32string_view word : {U"тел.", U"тел:", U"тел ", U"телефон"}) {
    telephone = telephone || has_word_before(text, number.first, word, 12);
  }
  if (telephone && size >= 5 && size <= 11 && !number.dots) return PersonalDataKind::kPhone;
  const bool passport = has_word_before(text, number.first, U"паспорт", 40);
  if (passport && (size == 10 || size == 6 || size == 4) && !number.dots) {
    return PersonalDataKind::kPassport;
  }
  if (size == 11 && has_word_before(text, number.first, U"снилс", 12)) {
    return PersonalDataKind::kSnils;
  }
  return std::nullopt;
}

// --- addresses -----------------------------------------------------------------------------------

bool is_local(char32_t c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

std::optional<PersonalDataMark> email_around(const std::vector<Letter>& text, std::size_t at) {
  std::size_t first = at;
  while (first > 0 && is_local(text[first - 1].code)) --first;
  std::size_t last = at + 1;
  std::size_t dot = 0;
  while (is_letter(text[last].code) || is_digit(text[last].code) || text[last].code == '-' ||
         text[last].code == '.') {
    if (text[last].code == '.' && is_letter(text[last + 1].code)) dot = last;
    ++last;
  }
  if (first == at || dot <= at + 1) return std::nullopt;
  return PersonalDataMark{PersonalDataKind::kEmail, text[first].at, text[last].at - text[first].at};
}

/// "ivan(at)example.ru", "ivan [at] example.ru": the sign in words. [at, …) is the bracket.
std::optional<PersonalDataMark> hidden_email_at(const std::vector<Letter>& text, std::size_t at) {
  const auto code = [&](std::size_t i) { return i < text.size() ? lowered(text[i].code) : 0; };
  const char32_t close = text[at].code == '(' ? ')' : ']';
  if (code(at + 1) != 'a' || code(at + 2) != 't' || code(at + 3) != close) return std::nullopt;
  std::size_t first = at;
  if (first > 0 && is_space(text[first - 1].code)) --first;
  const std::size_t before = first;
  while (first > 0 && is_local(text[first - 1].code)) --first;
  std::size_t last = at + 4;
  if (is_space(code(last))) ++last;
  const std::size_t host = last;
  std::size_t dot = 0;
  while (is_letter(code(last)) || is_digit(code(last)) || code(last) == '-' || code(last) == '.') {
    if (code(last) == '.' && is_letter(code(last + 1))) dot = last;
    ++last;
  }
  if (first == before || dot <= host) return std::nullopt;
  return PersonalDataMark{PersonalDataKind::kHiddenEmail, text[first].at,
                          text[last].at - text[first].at};
}

// --- names ---------------------------------------------------------------------------------------

/// Two initials with their dots from here; the index after them, or nothing.
std::optional<std::size_t> initials_at(const std::vector<Letter>& text, std::size_t at) {
  const auto initial = [&](std::size_t i) {
    return i + 1 < text.size() && is_upper(text[i].code) && text[i + 1].code == '.';
  };
  if (at > 0 && is_letter(text[at - 1].code)) return std::nullopt;
  if (!initial(at)) return std::nullopt;
  std::size_t second = at + 2;
  if (is_space(text[second].code)) ++second;
  if (!initial(second)) return std::nullopt;
  return second + 2;
}

/// A capitalised word from here; the index after it, or nothing.
std::optional<std::size_t> surname_at(const std::vector<Letter>& text, std::size_t at) {
  if (!is_upper(text[at].code) || !is_lower(text[at + 1].code)) return std::nullopt;
  std::size_t i = at;
  while (is_letter(text[i].code) || is_dash(text[i].code)) ++i;
  return i - at >= 3 ? std::optional(i) : std::nullopt;
}

/// «имени …», «им. …», «ИП …»: what follows is a name of an organisation.
bool names_organisation(const std::vector<Letter>& text, std::size_t at) {
  constexpr std::array<std::u32string_view, 4> kWords{U"имени", U"им.", U"ип", U"памяти"};
  for (const std::u32string_view word : kWords) {
    if (has_word_before(text, at, word, word.size() + 2)) return true;
  }
  return false;
}

/// Whether the word [at, end) ends as patronymics do, in any case: «-ович», «-ича», «-евной».
bool is_patronymic(const std::vector<Letter>& text, std::size_t at, std::size_t end) {
  constexpr std::array<std::u32string_view, 6> kSons{U"ич",   U"ича",  U"ичу",
                                                     U"ичем", U"ичом", U"иче"};
  constexpr std::array<std::u32string_view, 10> kDaughters{
      U"вна", U"вны", U"вне", U"вной", U"вну", U"ична", U"ичны", U"ичне", U"ичной", U"ичну"};
  const auto ends_in = [&](std::u32string_view ending) {
    if (end - at < ending.size() + 2) return false;
    for (std::size_t i = 0; i < ending.size(); ++i) {
      if (lowered(text[end - ending.size() + i].code) != ending[i]) return false;
    }
    return true;
  };
  // Иванович, Ильич, Кузьмич, Лукич, Никитич; not «кирпич».
  const auto son = [&](std::u32string_view ending) {
    constexpr std::u32string_view kBefore = U"вьмкт";
    return ends_in(ending) &&
           kBefore.find(lowered(text[end - ending.size() - 1].code)) != kBefore.npos;
  };
  return std::any_of(kSons.begin(), kSons.end(), son) ||
         std::any_of(kDaughters.begin(), kDaughters.end(), ends_in);
}

/// Three capitalised words from here of which the last, or the second («Иван Иванович Иванов»), is
/// a patronymic; the index after them, or nothing.
std::optional<std::size_t> full_name_at(const std::vector<Letter>& text, std::size_t at) {
  std::array<std::size_t, 3> starts{}, ends{};
  std::size_t next = at;
  for (std::size_t word = 0; word < starts.size(); ++word) {
    if (word > 0 && !is_space(text[next].code)) return std::nullopt;
    starts[word] = word == 0 ? at : next + 1;
    const auto end = surname_at(text, starts[word]);
    if (!end) return std::nullopt;
    ends[word] = next = *end;
  }
  const bool patronymic =
      is_patronymic(text, starts[2], ends[2]) || is_patronymic(text, starts[1], ends[1]);
  return patronymic ? std::optional(ends[2]) : std::nullopt;
}

std::optional<PersonalDataMark> name_at(const std::vector<Letter>& text, std::size_t at) {
  std::optional<std::size_t> end;
  if (const auto after = initials_at(text, at)) {
    const std::size_t next = is_space(text[*after].code) ? *after + 1 : *after;
    end = surname_at(text, next);
  } else if (at == 0 || !is_letter(text[at - 1].code)) {
    const auto surname = surname_at(text, at);
    if (surname && is_space(text[*surname].code)) end = initials_at(text, *surname + 1);
    if (!end) end = full_name_at(text, at);
  }
  if (!end || names_organisation(text, at)) return std::nullopt;
  return PersonalDataMark{PersonalDataKind::kInitials, text[at].at, text[*end].at - text[at].at};
}

Sentence name_of(PersonalDataKind kind) {
  switch (kind) {
    case PersonalDataKind::kPhone:
      return {"a phone number", "телефон"};
    case PersonalDataKind::kEmail:
    case PersonalDataKind::kHiddenEmail:
      return {"an e-mail address", "адрес электронной почты"};
    case PersonalDataKind::kSnils:
      return {"a СНИЛС", "СНИЛС"};
    case PersonalDataKind::kPassport:
      return {"a passport number", "номер паспорта"};
    case PersonalDataKind::kInitials:
      return {"a person's name", "имя человека"};
  }
  return {"personal data", "персональные данные"};
}

std::optional<PersonalDataMark> mark_at(const std::vector<Letter>& text, std::size_t at) {
  if (text[at].code == '@') return email_around(text, at);
  if (text[at].code == '(' || text[at].code == '[') {
    if (const auto hidden = hidden_email_at(text, at)) return hidden;
  }
  const bool begins = at == 0 || !(is_digit(text[at - 1].code) || is_letter(text[at - 1].code));
  const bool plus = text[at].code == '+' && is_digit(text[at + 1].code);
  if (begins &&
      (plus || is_digit(text[at].code) || (text[at].code == '(' && is_digit(text[at + 1].code)))) {
    const Number number = number_at(text, at);
    if (!number.digits.empty()) {
      if (const auto kind = kind_of(text, number)) {
        return PersonalDataMark{*kind, text[number.first].at,
                                text[number.last + 1].at - text[number.first].at};
      }
    }
    return std::nullopt;
  }
  return name_at(text, at);
}

}  // namespace

std::vector<PersonalDataMark> find_personal_data(std::string_view text) {
  std::vector<PersonalDataMark> marks;
  const std::vector<Letter> letters = letters_of(text);
  std::size_t from = 0;  // bytes before it are marked already
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
    if (letters[i].at < from) continue;
    const auto mark = mark_at(letters, i);
    if (!mark) continue;
    while (!marks.empty() && marks.back().at >= mark->at) marks.pop_back();
    marks.push_back(*mark);
    from = mark->at + mark->size;
  }
  return marks;
}

std::vector<PersonalDataField> personal_data_in(const ledger::Body& body) {
  std::vector<PersonalDataField> found;
  internal::visit_texts(body, [&](const std::string& where, std::string_view text) {
    for (const PersonalDataMark& mark : find_personal_data(text)) found.push_back({where, mark});
  });
  return found;
}

ledger::Status check_personal_data(const ledger::Body& body) {
  for (const PersonalDataField& field : personal_data_in(body)) {
    if (!field.mark.refused()) continue;
    return internal::refuse(
        "PD_IN_CLEAR",
        Sentence{"the text holds what looks like ", "в тексте то, что похоже на: "} +
            name_of(field.mark.kind) +
            Sentence{": an event can never be unsaid, such data belong into the vault",
                     "; событие нельзя взять назад, таким данным место в хранилище"},
        field.where);
  }
  return ledger::Ok{};
}

}  // namespace projections
