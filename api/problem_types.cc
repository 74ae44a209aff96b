// SPDX-License-Identifier: Apache-2.0
// The table of problem types. A row is part of the contract: slugs and codes never change meaning.
#include <algorithm>
#include <array>

#include "api/problem.h"

namespace api {

namespace {

constexpr auto kTypes = std::to_array<ProblemType>({
    {"actor-not-allowed", 403, "ACTOR_NOT_ALLOWED", "The author may not do this",
     "Автор не вправе это делать",
     "The event is well-formed, but the person or seat that signed it holds no authority for "
     "this action at this moment.",
     "Событие составлено верно, но у подписавшего его лица или должности нет полномочия на это "
     "действие в данный момент."},
    {"ballot-closed", 409, "BALLOT_CLOSED", "The ballot is closed", "Голосование закрыто",
     "The vote came after the ballot was closed and was not recorded.",
     "Голос подан после закрытия голосования и не записан."},
    {"body-too-large", 413, "BODY_TOO_LARGE", "The body is too large",
     "Тело запроса слишком велико",
     "The route takes less than this. The connection was closed; send a smaller body.",
     "Этот путь принимает меньше. Соединение закрыто; отправьте тело меньшего размера."},
    {"conflict", 409, "CONFLICT", "Something else is already there", "Там уже есть другое",
     "The ledger has moved on, or the identifier is taken by other content. Read the present "
     "state and decide again.",
     "Журнал ушёл вперёд, или идентификатор занят другим содержимым. Прочитайте текущее "
     "состояние и решите заново."},
    {"duplicate-vote", 409, "DUPLICATE_VOTE", "This vote is already recorded",
     "Этот голос уже записан", "One seat has one vote in a ballot, and it was cast before.",
     "У одного места в голосовании один голос, и он уже подан."},
    {"expectation-failed", 417, "EXPECTATION_FAILED", "Unknown expectation", "Неизвестное ожидание",
     "The Expect field may only say 100-continue.",
     "Поле Expect может содержать только 100-continue."},
    {"gone", 410, "GONE", "It was destroyed", "Уничтожено",
     "What stood here was destroyed with an act that the ledger records. Its hash stays.",
     "То, что здесь было, уничтожено по акту, записанному в журнале. Хеш остаётся."},
    {"headers-too-large", 431, "HEADERS_TOO_LARGE", "The header fields are too large",
     "Заголовки слишком велики", "There are too many header fields, or they are too long in total.",
     "Полей заголовка слишком много, или они слишком длинны в сумме."},
    {"internal-error", 500, "INTERNAL", "The server made a mistake", "Ошибка сервера",
     "The request met a fault of the program. Report the request id to the operator.",
     "Запрос встретил ошибку программы. Сообщите номер запроса тому, кто ведёт сервер."},
    {"invalid-input", 400, "INVALID", "The input is malformed", "Данные составлены неверно",
     "The content could not be read as what it should be. `errors` points at the places.",
     "Содержимое нельзя прочитать как то, чем оно должно быть. `errors` указывает места."},
    {"ledger-damaged", 500, "CORRUPT", "The ledger contradicts itself",
     "Журнал противоречит сам себе",
     "Stored bytes do not agree with each other or with what was published. Nothing from the "
     "damaged place is served; the operator must run the verification.",
     "Сохранённые байты не сходятся между собой или с опубликованным. Из повреждённого места "
     "ничего не выдаётся; нужна проверка журнала."},
    {"malformed-request", 400, "BAD_REQUEST", "The HTTP request is malformed",
     "Запрос HTTP составлен неверно",
     "The request breaks the rules of HTTP/1.1 or URIs, or could be read in two ways. `code` "
     "names the rule.",
     "Запрос нарушает правила HTTP/1.1 или URI либо может быть прочитан двояко. Правило "
     "названо в `code`."},
    {"method-not-allowed", 405, "METHOD_NOT_ALLOWED", "The method is not allowed here",
     "Метод здесь не разрешён", "The field Allow lists the methods of this resource.",
     "Методы этого ресурса перечислены в поле Allow."},
    {"method-not-implemented", 501, "METHOD_NOT_IMPLEMENTED", "The method is unknown",
     "Метод неизвестен", "The server knows no such method on any resource.",
     "Сервер не знает такого метода ни для одного ресурса."},
    {"no-such-resource", 404, "NO_SUCH_RESOURCE", "There is no such address", "Такого адреса нет",
     "No resource has this path. All paths are listed at /.",
     "Ни у одного ресурса нет такого пути. Все пути перечислены по адресу /."},
    {"not-acceptable", 406, "NOT_ACCEPTABLE", "None of the accepted types is offered",
     "Ни один из принимаемых типов не выдаётся",
     "The resource exists, but in none of the types named by Accept.",
     "Ресурс есть, но ни в одном из типов, названных в Accept."},
    {"not-found", 404, "NOT_FOUND", "Nothing is recorded under this name",
     "Под этим именем ничего не записано",
     "The address is right, but the ledger holds nothing with this identifier.",
     "Адрес верен, но в журнале нет ничего с таким идентификатором."},
    {"not-permitted", 403, "NOT_PERMITTED", "The token does not permit this",
     "Токен этого не разрешает",
     "The token is valid, but lacks the right that this resource asks for, or is limited to other "
     "clusters. `detail` says which.",
     "Токен действителен, но не даёт нужного здесь права или ограничен другими кластерами. Что "
     "именно, сказано в `detail`."},
    {"outcome-unknown", 503, "INDETERMINATE", "Whether it was recorded is not yet known",
     "Ещё неизвестно, записано ли",
     "The store failed while writing. Send the same event again: its id makes that safe.",
     "Хранилище отказало во время записи. Отправьте то же событие ещё раз: его идентификатор "
     "делает это безопасным."},
    {"overloaded", 503, "OVERLOADED", "Too busy at the moment", "Сейчас слишком занято",
     "A queue or the memory for requests is full, no more files can be opened, or a view is not "
     "ready; `code` says which. Try again after Retry-After seconds.",
     "Очередь или память для запросов заняты, открыть больше файлов нельзя или представление не "
     "готово; что из этого, говорит `code`. Повторите через Retry-After секунд."},
    {"precondition-failed", 412, "PRECONDITION_FAILED", "The state is another one by now",
     "Состояние уже другое",
     "If-Match names a state that is not the present one. Nothing was done; read again and decide.",
     "If-Match называет не нынешнее состояние. Ничего не сделано; прочитайте заново и решите."},
    {"range-not-satisfiable", 416, "RANGE_NOT_SATISFIABLE", "The range begins behind the end",
     "Диапазон начинается за концом",
     "There are fewer bytes than Range asks for. Content-Range says how many there are.",
     "Байтов меньше, чем просит Range. Сколько их, сказано в Content-Range."},
    {"read-only", 503, "READ_ONLY", "The ledger takes no writes now",
     "Журнал сейчас не принимает записи",
     "This server has no key and only reads, another process holds the ledger, or a newer "
     "sequencer "
     "took over. Reading goes on; asking this server again does not help.",
     "У этого сервера нет ключа, и он только читает, либо журнал держит другой процесс или его "
     "принял "
     "новый секвенсор. Чтение продолжается; повторять запрос этому серверу бесполезно."},
    {"refused-by-rule", 422, "REFUSED", "A rule forbids it", "Правило это запрещает",
     "The event is well-formed and signed, but a rule of the cluster or of the ledger forbids "
     "it. `code` names the rule.",
     "Событие составлено и подписано верно, но его запрещает правило кластера или журнала. "
     "Правило названо в `code`."},
    {"request-timeout", 408, "REQUEST_TIMEOUT", "The request took too long to arrive",
     "Запрос поступал слишком долго",
     "The head or the body did not arrive in time. The connection was closed.",
     "Заголовок или тело не поступили вовремя. Соединение закрыто."},
    {"storage-failed", 500, "IO", "The store could not be read or written",
     "Хранилище не читается или не пишется",
     "The disk or the database answered with an error. Nothing is said about the content.",
     "Диск или база данных ответили ошибкой. О содержимом это ничего не говорит."},
    {"token-required", 401, "TOKEN_REQUIRED", "A token is needed", "Нужен токен",
     "This ledger is not open to everybody: send Authorization: Bearer with a token that its "
     "operator issued and that has neither expired nor been revoked.",
     "Этот журнал открыт не всем: отправьте Authorization: Bearer с токеном, который выдал "
     "оператор и который не истёк и не отозван."},
    {"too-many-connections", 503, "TOO_MANY_CONNECTIONS", "Too many connections",
     "Слишком много соединений", "The server is at its limit of open connections.",
     "Сервер достиг предела открытых соединений."},
    {"too-many-feeds", 503, "TOO_MANY_FEEDS", "Too many open feeds", "Слишком много открытых лент",
     "The server is at its limit of feeds and long polls. Plain reading goes on.",
     "Сервер достиг предела лент и долгих опросов. Обычное чтение продолжается."},
    {"too-many-requests", 429, "TOO_MANY_REQUESTS", "Too many requests", "Слишком много запросов",
     "This caller is over the limit of requests. Try again after Retry-After seconds.",
     "Запросов больше, чем разрешено одному отправителю. Повторите через Retry-After секунд."},
    {"unexpected-body", 400, "UNEXPECTED_BODY", "No body is expected here",
     "Тело запроса здесь не ожидается", "The resource takes no body with this method.",
     "Ресурс не принимает тела с этим методом."},
    {"unknown-parameter", 400, "UNKNOWN_PARAMETER", "Unknown or repeated parameter",
     "Неизвестный или повторный параметр",
     "The query has a parameter this resource does not know, or one given twice. A silently "
     "ignored filter would give a wrong answer.",
     "В запросе есть параметр, которого ресурс не знает, или параметр указан дважды. Молча "
     "пропущенный фильтр дал бы неверный ответ."},
    {"unsupported-media-type", 415, "UNSUPPORTED_MEDIA_TYPE", "This type of body is not taken",
     "Тело такого типа не принимается",
     "The field Accept of the answer lists the types this resource takes; bodies come uncoded.",
     "Принимаемые типы перечислены в поле Accept ответа; тела принимаются без сжатия."},
    {"uri-too-long", 414, "URI_TOO_LONG", "The address is too long", "Адрес слишком длинный",
     "The target of the request is longer than the server reads.",
     "Адрес запроса длиннее, чем читает сервер."},
    {"version-not-supported", 505, "VERSION_NOT_SUPPORTED", "Unknown version of HTTP",
     "Неизвестная версия HTTP", "The server speaks HTTP/1.1 and HTTP/1.0.",
     "Сервер говорит на HTTP/1.1 и HTTP/1.0."},
    {"views-renewed", 503, "VIEWS_RENEWED", "The views are being made anew",
     "Представления строятся заново",
     "What was kept of the views could not be read, and they are folded anew from the log. The log "
     "itself is sound and is served. Try again after Retry-After seconds.",
     "Хранимые представления не читались, и они строятся заново по журналу. Сам журнал цел и "
     "выдаётся. Повторите через Retry-After секунд."},
    {"writer-stopped", 503, "STOPPED", "The ledger has stopped taking writes",
     "Журнал перестал принимать записи",
     "Somebody has seen a longer or another history of this ledger than it holds. Nothing is "
     "signed or accepted until the operator has found out why; reading goes on. `code` names the "
     "alarm.",
     "Кто-то видел более длинную или другую историю этого журнала, чем в нём есть. Пока оператор "
     "не выяснит причину, ничего не подписывается и не принимается; чтение продолжается. Тревога "
     "названа в `code`."},
});

constexpr bool by_slug(const ProblemType& a, const ProblemType& b) { return a.slug < b.slug; }
static_assert(std::is_sorted(kTypes.begin(), kTypes.end(), by_slug));

}  // namespace

std::span<const ProblemType> problem_types() { return kTypes; }

const ProblemType* find_problem_type(std::string_view slug) {
  const auto found =
      std::lower_bound(kTypes.begin(), kTypes.end(), slug,
                       [](const ProblemType& type, std::string_view s) { return type.slug < s; });
  return found != kTypes.end() && found->slug == slug ? &*found : nullptr;
}

}  // namespace api
