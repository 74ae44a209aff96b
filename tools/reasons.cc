// SPDX-License-Identifier: Apache-2.0
#include "tools/reasons.h"

#include <algorithm>
#include <array>

#include "projections/refusals.h"

namespace tools {
namespace {

struct Reason {
  std::string_view name;
  Text text;
};

constexpr std::array kReasons{
    Reason{"BAD_ADDRESS", {"", "Нужно АДРЕС:ПОРТ."}},
    Reason{"BAD_ANSWER", {"", "Ответ сервера непонятен."}},
    Reason{"BAD_BASE",
           {"",
            "Основание подсчёта: число, unanimous, present, votes_cast, all_members или "
            "all_participants."}},
    Reason{"BAD_BATCH", {"", "Пачка событий записана неверно."}},
    Reason{"BAD_CHOICE", {"", "Такого выбора нет."}},
    Reason{"BAD_CSV", {"", "Строка таблицы записана неверно."}},
    Reason{"BAD_DATE_FORM", {"", "Дата записана неверно."}},
    Reason{"BAD_EVENT", {"", "Событие записано неверно."}},
    Reason{"BAD_FILE_FORM", {"", "Файл документа описан неверно."}},
    Reason{"BAD_FLAG", {"", "Нужно true или false."}},
    Reason{"BAD_JSON", {"", "Это не JSON."}},
    Reason{"BAD_LEDGER_FILE", {"", "Файл letopis.json испорчен."}},
    Reason{"BAD_NAME", {"", "Такое имя не подходит."}},
    Reason{"BAD_NAMES_FILE", {"", "Файл имён испорчен."}},
    Reason{"BAD_PARAMETER", {"", "Параметр положения задаётся как ПУТЬ=ЗНАЧЕНИЕ."}},
    Reason{"BAD_RULE", {"", "Правило записывается как доля, например «>= 1/2 of members»."}},
    Reason{"BAD_SELECTOR", {"", "Неясно, какое событие имеется в виду."}},
    Reason{"BAD_URL", {"", "Нужно http://МАШИНА:ПОРТ."}},
    Reason{"BAD_SUBJECT", {"", "Неясно, о чём речь: нужно вид:идентификатор."}},
    Reason{"DUPLICATE_MEMBER", {"", "Одно и то же поле дано дважды."}},
    Reason{"EVENT_NAME_REPEATED", {"", "Два события названы одинаково."}},
    Reason{"EVENT_NAME_TAKEN",
           {"",
            "Событие с этим именем уже записано с другим содержанием; исправление — это новое "
            "событие EventCorrected."}},
    Reason{"FILE_READ", {"", "Файл не читается."}},
    Reason{"FILE_WRITE", {"", "Файл не записывается."}},
    Reason{"FRACTION", {"", "Дробные и слишком большие числа не принимаются."}},
    Reason{"INTERRUPTED", {"", "Прервано."}},
    Reason{"KEYS_INSIDE",
           {"", "Ключи не должны лежать в папке журнала: копия папки не должна содержать ключей."}},
    Reason{"NO_DRY_RUN", {"", "Проба без записи возможна только с папкой."}},
    Reason{"NO_DATABASE", {"", "Здесь нет журнала."}},
    Reason{"NO_FILE", {"", "Нет такого файла."}},
    Reason{"NO_KEY", {"", "Нет файла такого ключа."}},
    Reason{"NO_KEY_FOLDER", {"", "Нет такой папки с ключами."}},
    Reason{"NO_QUESTION",
           {"", "Задайте вопрос параметрами команды или строками JSON на стандартном вводе."}},
    Reason{"NO_SIGNER", {"", "Не сказано, каким ключом подписать."}},
    Reason{"NO_SUCH_EVENT", {"", "Такого события нет."}},
    Reason{"NO_TERMINAL",
           {"Give the passphrase with --passphrase fd:N, file:PATH or credential:NAME.",
            "Некому задать вопрос о пароле: дайте --passphrase fd:N, file:ПУТЬ или "
            "credential:ИМЯ."}},
    Reason{"NUL_CHARACTER", {"", "Символ U+0000 не принимается."}},
    Reason{"OTHER_LEDGER", {"", "Этот файл имён принадлежит другому журналу."}},
    Reason{"PASSPHRASES_DIFFER", {"", "Два раза введено разное."}},
    Reason{"SERVER_UNREACHABLE", {"", "Сервер не отвечает."}},
    Reason{"TOO_DEEP", {"", "Слишком глубокая вложенность."}},
    Reason{"TOO_MANY_SUBJECTS", {"", "Событие говорит о слишком многом сразу."}},
    Reason{"UNKNOWN_EVENT_NAME", {"", "Раньше не было события с таким именем."}},
    Reason{"UNKNOWN_MEMBER", {"", "В схеме нет такого поля."}},
    Reason{"UNKNOWN_NAME", {"", "В схеме нет такого значения."}},
    Reason{"UNKNOWN_QUESTION",
           {"",
            "Такого вопроса нет: quorum, tally, working_days, calendar_days, notice, term, "
            "is_working."}},
    Reason{"UNKNOWN_TYPE", {"", "Такого вида событий нет."}},
    Reason{"WRONG_TYPE", {"", "Значение не того вида."}},
};

}  // namespace

std::string explain_reason(std::string_view reason, Language language) {
  const bool russian = language == Language::kRussian;
  const auto found = std::find_if(kReasons.begin(), kReasons.end(),
                                  [&](const Reason& row) { return row.name == reason; });
  if (found != kReasons.end()) {
    return std::string(russian ? found->text.russian : found->text.english);
  }
  const projections::Explanation* known = projections::explain(reason);
  if (known == nullptr) return {};
  return std::string(russian ? known->russian : known->english);
}

}  // namespace tools
