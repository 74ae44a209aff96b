// SPDX-License-Identifier: Apache-2.0
// The README of a bundle, in English and Russian: what is in it, how to check it with this
// project's tool, and how without.
#include <fmt/format.h>

#include "api/bundle_export.h"

namespace api {
namespace {

constexpr std::string_view kEnglish = R"(# A ledger of signed events, to be checked by anyone

{what}

    origin      {origin}
    ledger id   {id}
    events      {from} to {last}
    size        {size}
    root        {root}

## How to check it

    letopis audit THIS_FOLDER --trust TRUST_FILE

The trust file says which keys you believe, and comes from somebody you trust, never from this
bundle. Without one the answer can only be "consistent in itself, not anchored".
`letopis import` makes a ledger of a bundle again, byte for byte.

## What is in it

| File | What |
|---|---|
| `manifest.jsonl` | name, size and SHA-256 of every file; finds damage, proves nothing |
| `checkpoint` | size and root of the log, signed (C2SP tlog-checkpoint) |
| `checkpoints/` | every checkpoint that was ever published, 256 sizes to a file |
| `tile/` | hash tiles and entry bundles (C2SP tlog-tiles), for any web server to publish |
| `consistency`, `checkpoint.from` | of a range: that the log only grew since the earlier one |
| `entries/` | in a bundle of one subject: its entries, each with its proof (C2SP tlog-proof) |
| `completeness.proof` | in a bundle of one subject: that these are all its events |
| `schema/` | FlatBuffers schemas of the events, every version |
| `events/` | the same events as JSON Lines, for people without this tool; read it, check the rest |

## How to check it without this tool

A bundle `tile/entries/N` is a row of entries, each after its length in two bytes, big-endian. An
entry is

    01 | recorded_at, 8 bytes, microseconds since 1970 | n, 2 bytes | body of n bytes |
    s, 1 byte | s signatures of 64 bytes

The leaf hash is SHA-256(00 | entry), a node SHA-256(01 | left | right), as in RFC 6962. Every
signature is plain Ed25519 over

    "letopis/event/v1" 00 | length of the origin, 1 byte | origin | ledger id, 32 bytes | body

where the ledger id is SHA-256("letopis/genesis/v1" 00 | body of event 0), and 32 zero bytes for
event 0 itself. The body is a FlatBuffers table `EventBody` of `schema/`, and names its signers.
The checkpoint is a signed note; Go's golang.org/x/mod/sumdb/note reads it.
)";

constexpr std::string_view kRussian =
    R"(# Журнал подписанных событий, который может проверить каждый

{what}

    имя         {origin}
    номер       {id}
    события     с {from} по {last}
    размер      {size}
    корень      {root}

## Как проверить

    letopis audit ЭТА_ПАПКА --trust ФАЙЛ_ДОВЕРИЯ

Файл доверия говорит, каким ключам вы верите; его дают те, кому вы доверяете, а не этот набор. Без
него ответ может быть только «непротиворечиво само по себе, ни к чему не привязано».
`letopis import` снова делает из набора журнал, байт в байт.

## Что здесь лежит

| Файл | Что это |
|---|---|
| `manifest.jsonl` | имя, размер и SHA-256 каждого файла; находит порчу, ничего не доказывает |
| `checkpoint` | подписанные размер и корень журнала (C2SP tlog-checkpoint) |
| `checkpoints/` | все опубликованные контрольные точки, по 256 размеров в файле |
| `tile/` | плитки хешей и пачки записей (C2SP tlog-tiles) для любого веб-сервера |
| `consistency`, `checkpoint.from` | в наборе за период: доказательство, что журнал только рос |
| `entries/` | в наборе об одном предмете: его записи, каждая с доказательством (C2SP tlog-proof) |
| `completeness.proof` | в наборе об одном предмете: что это все его события, как обязался журнал |
| `schema/` | схемы событий FlatBuffers, всех версий |
| `events/` | те же события строками JSON: читайте их, проверяйте остальное |

## Как проверить без этой программы

Пачка `tile/entries/N` — записи подряд, перед каждой её длина, два байта, старший первым. Запись:

    01 | recorded_at, 8 байт, микросекунды с 1970 года | n, 2 байта | тело, n байт |
    s, 1 байт | s подписей по 64 байта

Хеш листа — SHA-256(00 | запись), узла — SHA-256(01 | левый | правый), как в RFC 6962. Каждая
подпись — обычная Ed25519 над

    "letopis/event/v1" 00 | длина имени журнала, 1 байт | имя | номер журнала, 32 байта | тело

Номер журнала — SHA-256("letopis/genesis/v1" 00 | тело события 0); для самого события 0 — 32 нулевых
байта. Тело — таблица FlatBuffers `EventBody` из `schema/`, она называет подписавших. Контрольная
точка — подписанная заметка; её читает golang.org/x/mod/sumdb/note языка Go.
)";

std::string what_it_is(const BundleHeader& header, bool russian) {
  switch (header.kind) {
    case BundleKind::kLog:
      return russian ? "Здесь весь журнал от первого события." : "The whole ledger from its start.";
    case BundleKind::kRange:
      return fmt::format(fmt::runtime(russian ? "Здесь то, чего нет в наборе размера {}."
                                              : "What a bundle of size {} lacks."),
                         header.from);
    case BundleKind::kSubject:
      return fmt::format(
          fmt::runtime(russian ? "Здесь первое событие журнала и события о предмете {}. Все ли они "
                                 "здесь, показывает только\n`completeness.proof`, и лишь до своего "
                                 "обязательства; без него об этом ничего не сказано."
                               : "The first event of the ledger and events about {}. Only "
                                 "`completeness.proof`\nshows that none is missing, and up to its "
                                 "commitment; without it nothing says so."),
          subject_text(*header.subject));
  }
  return {};
}

}  // namespace

std::string bundle_readme(const BundleHeader& header, bool russian) {
  return fmt::format(
      fmt::runtime(russian ? kRussian : kEnglish), fmt::arg("what", what_it_is(header, russian)),
      fmt::arg("origin", header.identity.origin), fmt::arg("id", to_hex(header.identity.ledger_id)),
      fmt::arg("from", header.from), fmt::arg("last", header.size - 1),
      fmt::arg("size", header.size), fmt::arg("root", to_hex(header.root)));
}

}  // namespace api
