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
    Reason{"ARCHIVE_FAILED", {"", "Не удалось записать файл набора."}},
    Reason{"ARCHIVE_TOO_LARGE", {"", "В распакованном виде набор больше допустимого."}},
    Reason{"BAD_ADDRESS", {"", "Нужно АДРЕС:ПОРТ."}},
    Reason{"BAD_ANSWER", {"", "Ответ сервера непонятен."}},
    Reason{"BAD_ARCHIVE", {"", "Это не набор: файл составлен не так, как говорит его перечень."}},
    Reason{"BAD_BASE",
           {"",
            "Основание подсчёта: число, unanimous, present, votes_cast, all_members или "
            "all_participants."}},
    Reason{"BAD_BATCH", {"", "Пачка событий записана неверно."}},
    Reason{"BAD_CHOICE", {"", "Такого выбора нет."}},
    Reason{"BAD_CONFIG", {"", "Файл настроек — не TOML."}},
    Reason{"BAD_CSV", {"", "Строка таблицы записана неверно."}},
    Reason{"BAD_DATE_FORM", {"", "Дата записана неверно."}},
    Reason{"BAD_EVENT", {"", "Событие записано неверно."}},
    Reason{"BAD_FILE_FORM", {"", "Файл документа описан неверно."}},
    Reason{"BAD_FLAG", {"", "Нужно true или false."}},
    Reason{"BAD_JSON", {"", "Это не JSON."}},
    Reason{"BAD_LEDGER_FILE", {"", "Файл letopis.json испорчен."}},
    Reason{"BAD_MANIFEST", {"", "Перечень файлов набора испорчен."}},
    Reason{"BAD_NAME", {"", "Такое имя не подходит."}},
    Reason{"BAD_NAMES_FILE", {"", "Файл имён испорчен."}},
    Reason{"BAD_NETWORK", {"", "Нужен адрес или АДРЕС/БИТЫ."}},
    Reason{"BAD_PARAMETER", {"", "Параметр положения задаётся как ПУТЬ=ЗНАЧЕНИЕ."}},
    Reason{"BAD_POSITION", {"", "Нужно положение в журнале или дата ГГГГ-ММ-ДД."}},
    Reason{"BAD_RULE", {"", "Правило записывается как доля, например «>= 1/2 of members»."}},
    Reason{"BAD_SELECTOR", {"", "Неясно, какое событие имеется в виду."}},
    Reason{"BAD_SUBJECT", {"", "Неясно, о чём речь: нужно вид:идентификатор."}},
    Reason{"BAD_TOKENS_FILE", {"", "Файл токенов испорчен."}},
    Reason{"BAD_URL", {"", "Нужно http://МАШИНА:ПОРТ."}},
    Reason{"BAD_VALUE", {"", "Такое значение этому ключу не подходит."}},
    Reason{"BUNDLE_VERSION", {"", "Набор сделан другой версией программы."}},
    Reason{"COMMITMENT_FALSE",
           {"",
            "Журнал обязался об истории, в которой нет события, записанного в нём же: оператор "
            "солгал."}},
    Reason{"DUPLICATE_MEMBER", {"", "Одно и то же поле дано дважды."}},
    Reason{"EVENT_NAME_REPEATED", {"", "Два события названы одинаково."}},
    Reason{"EVENT_NAME_TAKEN",
           {"",
            "Событие с этим именем уже записано с другим содержанием; исправление — это новое "
            "событие EventCorrected."}},
    Reason{"FILE_TOO_LARGE", {"", "Файл набора больше допустимого."}},
    Reason{"FILE_WRITE", {"", "Файл не записывается."}},
    Reason{"FRACTION", {"", "Дробные и слишком большие числа не принимаются."}},
    Reason{"INTERRUPTED", {"", "Прервано."}},
    Reason{"KEYS_INSIDE",
           {"", "Ключи не должны лежать в папке журнала: копия папки не должна содержать ключей."}},
    Reason{"NOTHING_NEW", {"", "С прошлого набора ничего нового."}},
    Reason{"NOTHING_TO_ATTEST",
           {"", "Удостоверяют только полную проверку без нарушений, привязанную к файлу доверия."}},
    Reason{"NOT_A_BUNDLE", {"", "Здесь не набор."}},
    Reason{"NOT_CONFIRMED", {"", "Записать никто не подтвердил."}},
    Reason{"NO_CHECKPOINT_OF_SIZE", {"", "Контрольной точки такого размера не публиковали."}},
    Reason{"NO_DATABASE", {"", "Здесь нет журнала."}},
    Reason{"NO_DRY_RUN", {"", "Проба без записи возможна только с папкой."}},
    Reason{"NO_KEY", {"", "Нет файла такого ключа."}},
    Reason{"NO_KEY_FOLDER", {"", "Нет такой папки с ключами."}},
    Reason{"NO_QUESTION",
           {"", "Задайте вопрос параметрами команды или строками JSON на стандартном вводе."}},
    Reason{"NO_READERS",
           {"",
            "Сюда могут подключиться другие, а токенов нет: дайте --open-reads, если читать может "
            "каждый, или выпустите токен (letopis token create)."}},
    Reason{"NO_RESOURCE", {"", "У сервера этого нет."}},
    Reason{"NO_SIGNER", {"", "Не сказано, каким ключом подписать."}},
    Reason{"NO_SOURCE", {"", "Здесь нет ни журнала, ни набора."}},
    Reason{"NO_SUCH_EVENT", {"", "Такого события нет."}},
    Reason{"NO_SUCH_SUBJECT", {"", "О таком предмете в журнале ничего нет."}},
    Reason{"NO_SUCH_THING", {"", "В этом журнале такого нет."}},
    Reason{"NO_TERMINAL",
           {"Give the passphrase with --passphrase fd:N, file:PATH or credential:NAME.",
            "Некому задать вопрос о пароле: дайте --passphrase fd:N, file:ПУТЬ или "
            "credential:ИМЯ."}},
    Reason{"NO_TOKEN", {"", "Токена с таким номером нет."}},
    Reason{"NUL_CHARACTER", {"", "Символ U+0000 не принимается."}},
    Reason{"OTHER_LEDGER", {"", "Этот файл имён принадлежит другому журналу."}},
    Reason{"PASSPHRASES_DIFFER", {"", "Два раза введено разное."}},
    Reason{"RANGE_BUNDLE",
           {"", "Это набор за период: загрузите его в копию, где есть остальное, и проверьте её."}},
    Reason{"READING_COPY",
           {"", "Это копия для чтения; писать в неё можно только после `letopis refill`."}},
    Reason{"SERVER_UNREACHABLE", {"", "Сервер не отвечает."}},
    Reason{"SUBJECT_BUNDLE", {"", "Это набор об одном предмете, а не журнал."}},
    Reason{"TLS_CERTIFICATE", {"", "Сертификат не годится."}},
    Reason{"TLS_HALF", {"", "Для TLS нужны и сертификат, и ключ."}},
    Reason{"TLS_KEY", {"", "Ключ TLS не годится."}},
    Reason{"TLS_KEY_MISMATCH", {"", "Ключ TLS не от этого сертификата."}},
    Reason{"TOO_DEEP", {"", "Слишком глубокая вложенность."}},
    Reason{"TOO_MANY_SUBJECTS", {"", "Событие говорит о слишком многом сразу."}},
    Reason{"UNKNOWN_EVENT_NAME", {"", "Раньше не было события с таким именем."}},
    Reason{"UNKNOWN_KEY", {"", "Такого ключа в настройках нет."}},
    Reason{"UNKNOWN_MEMBER", {"", "В схеме нет такого поля."}},
    Reason{"UNKNOWN_NAME", {"", "В схеме нет такого значения."}},
    Reason{"UNKNOWN_QUESTION",
           {"",
            "Такого вопроса нет: quorum, tally, working_days, calendar_days, notice, term, "
            "is_working."}},
    Reason{"UNKNOWN_RIGHT", {"", "Права бывают read, feed, files, metrics."}},
    Reason{"UNKNOWN_TYPE", {"", "Такого вида событий нет."}},
    Reason{"WRONG_TYPE", {"", "Значение не того вида."}},
    Reason{"AMBIGUOUS_NAME", {"", "Под это название подходит несколько; дайте идентификатор."}},
    Reason{"BAD_DRAFT", {"", "Это не черновик."}},
    Reason{"BAD_ENCODING", {"", "Кодировка файла не распознана."}},
    Reason{"BAD_OPENING", {"", "Раскрытие обязательства записано неверно."}},
    Reason{"BAD_TERM_FORM", {"", "Срок записан непонятно."}},
    Reason{"BAD_TOML", {"", "Форма записана с ошибкой."}},
    Reason{"DRAFT_UNSIGNED", {"", "Черновик подписали ещё не все."}},
    Reason{"EMPTY_TABLE", {"", "В таблице нет заголовка."}},
    Reason{"KEY_TWICE", {"", "Ключ дан дважды, на двух языках."}},
    Reason{"MISSING_COLUMN", {"", "В таблице нет нужного столбца."}},
    Reason{"MISSING_KEY", {"", "Не хватает ключа."}},
    Reason{"NOT_A_DOCUMENT", {"", "Это событие не регистрирует документ."}},
    Reason{"NOT_IN_VAULT", {"", "В хранилище этого нет."}},
    Reason{"NO_NAMES", {"", "Ни одно событие не содержит имени этого лица."}},
    Reason{"NO_PURPOSE", {"", "Скажите, зачем раскрывается имя."}},
    Reason{"NO_SUCH_PROTOCOL", {"", "Такого протокола нет."}},
    Reason{"NO_VAULT", {"", "Нужно хранилище имён: --vault."}},
    Reason{"OPEN_QUOTE", {"", "В таблице не закрыты кавычки."}},
    Reason{"OPENING_MISMATCH",
           {"The name that came along is not the one that the event commits to.",
            "Приложенное имя не то, на которое указывает событие."}},
    Reason{"OPENING_MISSING", {"", "К событию не приложено имя, на которое оно указывает."}},
    Reason{"OPENING_UNWANTED", {"", "Приложено имя, на которое событие не указывает."}},
    Reason{"PERSON_BLOCKED", {"", "Сведения о лице заблокированы."}},
    Reason{"PERSON_ERASED", {"", "Сведения о лице уничтожены."}},
    Reason{"PURPOSE_TOO_LONG", {"", "Цель просмотра — одна короткая строка."}},
    Reason{"ROW_TOO_LONG", {"", "В строке больше ячеек, чем столбцов."}},
    Reason{"SEAT_TWICE", {"", "Одно место названо дважды."}},
    Reason{"SECOND_SIGNATURE", {"", "Уничтожение подписывают двое: дайте --cosigner."}},
    Reason{"STORED_FILE_DIFFERS", {"", "Хранимый файл испорчен: его хеш другой."}},
    Reason{"TERM_TWICE", {"", "Срок дан и решению, и его частям."}},
    Reason{"UNKNOWN_BODY", {"", "В кластере нет такого органа."}},
    Reason{"UNKNOWN_CLUSTER", {"", "Журнал не знает такого кластера."}},
    Reason{"UNKNOWN_COLUMN", {"", "Такого столбца нет."}},
    Reason{"UNKNOWN_DECISION", {"", "Выше нет решения с таким номером."}},
    Reason{"UNKNOWN_KEY", {"", "Этот ключ никто не читает: нет ли опечатки?"}},
    Reason{"UNKNOWN_ORGANISATION", {"", "Журнал не знает такой организации."}},
    Reason{"UNKNOWN_PERSON", {"", "Такого короткого имени нет в [люди]."}},
    Reason{"UNKNOWN_SEAT", {"", "Такого места нет."}},
    Reason{"UNKNOWN_WORD", {"", "Такое слово здесь не известно."}},
    Reason{"VAULT_EPOCH",
           {"The vault and its key file are of different epochs: one comes from a backup. After an "
            "erasure such a copy cannot be opened any more.",
            "Хранилище и файл ключа из разных эпох: что-то взято из резервной копии. После "
            "уничтожения сведений такая копия больше не открывается."}},
    Reason{"VAULT_EXISTS", {"", "Хранилище уже есть."}},
    Reason{"VAULT_INSIDE", {"", "Хранилище не должно лежать в папке журнала."}},
    Reason{"VAULT_IN_USE", {"", "Хранилищем пользуется другой процесс."}},
    Reason{"VAULT_KEY_FILE", {"", "Файл ключа хранилища испорчен."}},
    Reason{"VAULT_KEY_INSIDE", {"", "Файл ключа не должен лежать в хранилище."}},
    Reason{"VAULT_VALUE", {"", "Значение в хранилище испорчено или не отсюда."}},
    Reason{"VAULT_WRAPS_FILE", {"", "Файл ключей хранилища испорчен."}},
    Reason{"VAULT_WRAPS_FORGED", {"", "Файл ключей хранилища изменён тем, у кого нет ключа."}},
    Reason{"VOTES_MIXED", {"", "Голоса даны и поимённо, и числами."}},
    Reason{"WHICH_DOCUMENT", {"", "Скажите, чей это файл: --protocol или --document."}},
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
