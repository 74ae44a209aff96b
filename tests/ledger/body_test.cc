// SPDX-License-Identifier: Apache-2.0
// What a strict body is and everything that is not one. Malformed bodies are made from valid ones
// by changing bytes at a field that is found through the schema.
#include "ledger/body.h"

#include <flatbuffers/idl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <fstream>

#include "ledger/hash.h"
#include "ledger/internal/body_schema.h"
#include "ledger/limits.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/paths.h"
#include "tests/support/bodies.h"

namespace ledger {
namespace {

using test::body_from_json;
using test::BodyDraft;
using test::build_body;
using test::draft_json;
using test::hex_of;

template <typename T>
T peek(const std::string& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <typename T>
void poke(std::string& bytes, std::size_t at, T value) {
  ASSERT_LE(at + sizeof value, bytes.size());
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// Where a field stands: its entry in the vtable, its inline bytes, and what they point to.
struct Place {
  std::size_t table = 0;
  std::size_t entry = 0;
  std::size_t inline_at = 0;
  std::size_t target = 0;
};

/// Finds a field of a valid body by the names on the way, e.g. {"author", "capacity", "role"}.
Place find(const std::string& bytes, const std::vector<std::string>& path) {
  const auto& schema = internal::body_schema();
  std::size_t type = schema.root;
  Place place{};
  std::size_t at = peek<std::uint32_t>(bytes, 0);
  for (const std::string& name : path) {
    const auto& fields = schema.tables[type].fields;
    std::size_t slot = 0;
    while (slot < fields.size() && fields[slot].name != name) ++slot;
    LEDGER_CHECK(slot < fields.size());
    const std::size_t vtable =
        static_cast<std::size_t>(static_cast<std::int64_t>(at) - peek<std::int32_t>(bytes, at));
    place = {at, vtable + 4 + 2 * slot, 0, 0};
    const auto offset = peek<std::uint16_t>(bytes, place.entry);
    LEDGER_CHECK(offset != 0);
    place.inline_at = at + offset;
    if (fields[slot].kind == internal::FieldKind::kUnion) {
      const auto type_offset = peek<std::uint16_t>(bytes, place.entry - 2);
      const auto member = peek<std::uint8_t>(bytes, at + type_offset);
      type = static_cast<std::size_t>(schema.payload_tables[member]);
    } else {
      type = fields[slot].type;
    }
    if (fields[slot].width == 0 || fields[slot].items_max > 0) {
      place.target = place.inline_at + peek<std::uint32_t>(bytes, place.inline_at);
      at = place.target;
    }
  }
  return place;
}

void drop(std::string& bytes, const std::vector<std::string>& path) {
  poke(bytes, find(bytes, path).entry, std::uint16_t{0});
}

std::string vote() {
  BodyDraft draft;
  draft.payload_type = "VoteCast";
  draft.payload = fmt::format(R"({{"ballot":"{}","seat":"{}","choice":"FOR","candidate":"{}"}})",
                              hex_of(20, 32), hex_of(21, 16), hex_of(22, 16));
  draft.historical = true;
  return build_body(draft);
}

std::string registered(const std::string& title) {
  BodyDraft draft;
  draft.payload_type = "DocumentRegistered";
  draft.payload =
      fmt::format(R"({{"document":"{}","kind":"ORDER","title":"{}","edition":1,"rendition":"SCAN",)"
                  R"("file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":1000,)"
                  R"("media_type":"application/pdf"}}}})",
                  hex_of(30, 16), title, hex_of(31, 32));
  draft.subjects = {{SubjectKind::kCluster, *fixed_from_hex<Id>(draft.scope_id)},
                    {SubjectKind::kDocument, *fixed_from_hex<Id>(hex_of(30, 16))}};
  return body_from_json(draft_json(draft));
}

// --- what is accepted --------------------------------------------------------------------------

TEST(Body, CommonPartsAreReadAsWritten) {
  BodyDraft draft;
  draft.payload_type = "VoteCast";
  draft.payload = fmt::format(R"({{"ballot":"{}","seat":"{}","choice":"AGAINST"}})", hex_of(20, 32),
                              hex_of(21, 16));
  draft.cosigners = {std::string(64, '1'), std::string(64, '2')};
  draft.author = std::string(64, '3');
  draft.seen_size = 9;
  draft.seen_root = hex_of(4, 32);
  draft.extra = fmt::format(
      R"(,"causation":"{}","expected":{{"subject":{{"kind":"CLUSTER","id":"{}"}},"version":7}})",
      hex_of(5, 32), draft.scope_id);
  const std::string bytes = build_body(draft);
  const auto body = check_body(bytes);
  ASSERT_TRUE(body) << body.error().message << " " << body.error().where;
  EXPECT_EQ(body->bytes(), bytes);
  EXPECT_EQ(body->payload_name(), "VoteCast");
  EXPECT_EQ(to_hex(body->event_id()), draft.event_id);
  EXPECT_EQ(body->scope().kind, ScopeKind::kCluster);
  EXPECT_EQ(to_hex(body->scope().id), draft.scope_id);
  EXPECT_EQ(to_hex(body->author().key), draft.author);
  EXPECT_EQ(body->author().role, fb::Role::SECRETARY);
  ASSERT_EQ(body->cosigners().size(), 2U);
  EXPECT_EQ(to_hex(body->cosigners()[1].key), draft.cosigners[1]);
  EXPECT_EQ(body->seen().size, 9U);
  EXPECT_EQ(to_hex(body->seen().root), draft.seen_root);
  EXPECT_EQ(body->expected()->version, 7U);
  EXPECT_EQ(to_hex(*body->causation()), hex_of(5, 32));
  EXPECT_EQ(body->grade(), Grade::kSelf);
  EXPECT_FALSE(body->historical());
  EXPECT_EQ(body->table().payload_as_VoteCast()->choice(), fb::Choice::AGAINST);
}

TEST(Body, CopiesAndMovesKeepTheirOwnBytes) {
  auto first = check_body(vote());
  ASSERT_TRUE(first);
  Body copy = *first;
  Body moved = std::move(*first);
  EXPECT_EQ(copy.bytes(), moved.bytes());
  EXPECT_NE(copy.bytes().data(), moved.bytes().data());
  EXPECT_EQ(copy.table().event_id()->str(), hex_of(1, 16));
}

TEST(Body, ReferencesCarryTheirPathTypesAndInheritance) {
  BodyDraft draft;
  draft.payload_type = "NoticeDispatched";
  draft.payload = fmt::format(
      R"({{"notice":"{}","kind":"INCLUSION","channel":"POST","to":{{"kind":"ROLE",)"
      R"("role":{{"role":"REGIONAL_OPERATOR"}}}},"sent_on":{{"precision":"DAY","source":"STAMPED",)"
      R"("not_before":"2026-01-15","not_after":"2026-01-15"}},"attachments":["{}","{}"]}})",
      hex_of(1, 16), hex_of(2, 32), hex_of(3, 32));
  draft.extra = fmt::format(R"(,"basis":["{}"])", hex_of(4, 32));
  const auto body = check_body(build_body(draft));
  ASSERT_TRUE(body) << body.error().message;
  ASSERT_EQ(body->refs().size(), 3U);
  EXPECT_EQ(body->refs()[0].where, "basis[0]");
  EXPECT_TRUE(body->refs()[0].allowed->contains(fb::Payload::VoteCast));
  EXPECT_EQ(body->refs()[0].inherit, Inherit::kNothing);
  EXPECT_EQ(body->refs()[2].where, "payload.attachments[1]");
  EXPECT_EQ(to_hex(body->refs()[2].digest), hex_of(3, 32));
  EXPECT_TRUE(body->refs()[2].allowed->contains(fb::Payload::CopyCertified));
  EXPECT_FALSE(body->refs()[2].allowed->contains(fb::Payload::VoteCast));
  EXPECT_EQ(body->refs()[2].inherit, Inherit::kDocuments);
}

TEST(Body, ImpliedSubjectsAreScopeNamedAndInheritedOnce) {
  const auto organisation = *fixed_from_hex<Id>(hex_of(50, 16));
  const auto document = *fixed_from_hex<Id>(hex_of(51, 16));
  BodyDraft draft;
  draft.payload_type = "OrderIssued";
  draft.payload =
      fmt::format(R"({{"act":{{"kind":"ORDER"}},"wording":{{"title":"t"}},"included":["{0}"],)"
                  R"("excluded":["{0}"]}})",
                  to_hex(organisation));
  draft.inherited = {{SubjectKind::kDocument, document}, {SubjectKind::kDocument, document}};
  const auto body = check_body(build_body(draft));
  ASSERT_TRUE(body) << body.error().message;
  EXPECT_EQ(body->named_subjects().size(), 2U);
  const std::vector<Subject> expected = {{SubjectKind::kOrganisation, organisation},
                                         {SubjectKind::kCluster, body->scope().id},
                                         {SubjectKind::kDocument, document}};
  EXPECT_EQ(implied_subjects(*body, draft.inherited), expected);
  EXPECT_EQ(body->subjects(), expected);
}

TEST(Body, LedgerScopeImpliesTheRegistry) {
  BodyDraft draft;
  draft.payload_type = "RulesUpgraded";
  draft.payload = R"({"version":2})";
  draft.scope = ScopeKind::kLedger;
  draft.scope_id = std::string(32, '0');
  const auto body = check_body(build_body(draft));
  ASSERT_TRUE(body) << body.error().message;
  EXPECT_EQ(body->subjects(), (std::vector<Subject>{{SubjectKind::kRegistry, Id{}}}));
}

TEST(Body, MinimalAndMaximalBodiesOfEveryTypeAreAccepted) {
  for (const fb::Payload type : test::all_payload_types()) {
    for (const auto size : {test::SampleSize::kMinimal, test::SampleSize::kMaximal}) {
      const unsigned variants = size == test::SampleSize::kMinimal ? 5 : 25;
      for (unsigned variant = 0; variant < variants; ++variant) {
        const auto body = check_body(test::sample_body(type, size, variant));
        ASSERT_TRUE(body) << payload_name(type) << " variant " << variant << ": "
                          << body.error().reason << " " << body.error().where << " "
                          << body.error().message;
        EXPECT_EQ(body->payload_type(), type);
      }
    }
  }
}

// --- the malformed bodies of FlatBuffers ---------------------------------------------------------

TEST(BodyWalk, SizeAndIdentifierAreCheckedFirst) {
  EXPECT_EQ(test::refusal(std::string(kBodyBytesMax + 1, 'x')), "BODY_TOO_LARGE");
  EXPECT_EQ(test::refusal(""), "NOT_A_BODY");
  EXPECT_EQ(test::refusal(std::string(11, '\0')), "NOT_A_BODY");
  std::string bytes = vote();
  bytes[7] = '2';
  EXPECT_EQ(test::refusal(bytes), "NOT_A_BODY");
}

TEST(BodyWalk, EveryTruncationIsRefused) {
  const std::string bytes = vote();
  for (std::size_t size = 0; size < bytes.size() - 8; ++size) {
    EXPECT_NE(test::refusal(bytes.substr(0, size)), "accepted") << size;
  }
}

TEST(BodyWalk, TrailingBytesAreRefused) {
  EXPECT_EQ(test::refusal(vote() + "x"), "UNREACHED_BYTES");
  EXPECT_EQ(test::refusal(vote() + std::string(8, '\0')), "UNREACHED_BYTES");
}

TEST(BodyWalk, NonZeroPaddingIsRefused) {
  std::string bytes = registered("ab");  // two letters and a zero byte: one byte of padding
  const Place title = find(bytes, {"payload", "title"});
  bytes[title.target + 4 + 3] = 'p';
  EXPECT_EQ(test::refusal(bytes), "UNREACHED_BYTES");
}

TEST(BodyWalk, UnknownEnumValueIsRefused) {
  std::string bytes = vote();
  bytes[find(bytes, {"author", "capacity", "role"}).inline_at] = static_cast<char>(200);
  const Error error = test::error_of(bytes);
  EXPECT_EQ(error.reason, "UNKNOWN_ENUM_VALUE");
  EXPECT_EQ(error.where, "author.capacity.role");
}

TEST(BodyWalk, EnumThatIsZeroOrAbsentIsRefused) {
  std::string bytes = vote();
  bytes[find(bytes, {"payload", "choice"}).inline_at] = '\0';
  EXPECT_EQ(test::error_of(bytes).where, "payload.choice");
  EXPECT_EQ(test::refusal(bytes), "ENUM_UNSPECIFIED");
  drop(bytes, {"payload", "choice"});
  EXPECT_EQ(test::refusal(bytes), "ENUM_UNSPECIFIED");
}

TEST(BodyWalk, InvalidUtf8IsRefused) {
  for (const char* title : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xd0"}) {
    std::string bytes = registered(std::string(std::strlen(title), 'x'));
    bytes.replace(find(bytes, {"payload", "title"}).target + 4, std::strlen(title), title);
    EXPECT_EQ(test::refusal(bytes), "BAD_UTF8");
  }
}

TEST(BodyWalk, ControlAndBidirectionalCharactersAreRefused) {
  for (const char* title :
       {"\n", "\x01", "\x7f", "\xc2\x85", "\xd8\x9c", "\xe2\x80\x8e", "\xe2\x80\x8f",
        "\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9"}) {
    std::string bytes = registered(std::string(std::strlen(title), 'x'));
    bytes.replace(find(bytes, {"payload", "title"}).target + 4, std::strlen(title), title);
    EXPECT_EQ(test::refusal(bytes), "FORBIDDEN_CHARACTER");
  }
  EXPECT_EQ(test::refusal(registered("ё «№» — 中 😀")), "accepted");
}

TEST(BodyWalk, EmbeddedZeroAndMissingTerminatorAreRefused) {
  std::string bytes = registered("abc");
  const std::size_t text = find(bytes, {"payload", "title"}).target + 4;
  std::string embedded = bytes;
  embedded[text + 1] = '\0';
  EXPECT_EQ(test::refusal(embedded), "FORBIDDEN_CHARACTER");
  bytes[text + 3] = 'd';
  EXPECT_EQ(test::refusal(bytes), "NOT_TERMINATED");
}

TEST(BodyWalk, UnionTypeWithoutValueAndValueWithoutTypeAreRefused) {
  std::string bytes = vote();
  drop(bytes, {"payload"});
  EXPECT_EQ(test::refusal(bytes), "UNION_MISMATCH");
  bytes = vote();
  drop(bytes, {"payload_type"});
  EXPECT_EQ(test::refusal(bytes), "UNION_MISMATCH");
  drop(bytes, {"payload"});
  EXPECT_EQ(test::error_of(bytes).reason, "MISSING_FIELD");
  EXPECT_EQ(test::error_of(bytes).where, "payload");
}

TEST(BodyWalk, UnknownPayloadTypeIsRefused) {
  std::string bytes = vote();
  bytes[find(bytes, {"payload_type"}).inline_at] = static_cast<char>(99);
  EXPECT_EQ(test::refusal(bytes), "UNKNOWN_PAYLOAD");
}

TEST(BodyWalk, CorrectionOfACorrectionIsRefused) {
  BodyDraft draft;
  draft.payload_type = "EventCorrected";
  const std::string inner = fmt::format(
      R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"t"}}}})", hex_of(1, 32));
  draft.payload = inner.substr(0, inner.size() - 1) +
                  R"(,"new_payload_type":"EventCorrected","new_payload":)" + inner + "}";
  draft.subjects = {{SubjectKind::kRegistry, Id{}}};
  EXPECT_EQ(test::refusal(body_from_json(draft_json(draft))), "FORBIDDEN_PAYLOAD");
}

TEST(BodyWalk, VtableSlotBeyondTheSchemaIsRefused) {
  std::string bytes = vote();
  const Place place = find(bytes, {"schema_version"});
  const std::size_t old_vtable = place.entry - 4;
  const auto size = peek<std::uint16_t>(bytes, old_vtable);
  const std::string vtable = bytes.substr(old_vtable, size) + std::string(2, '\0');
  const std::size_t at = (bytes.size() + 7) / 8 * 8;
  bytes.resize(at);
  bytes += vtable;
  poke(bytes, at, static_cast<std::uint16_t>(size + 2));
  poke(bytes, place.table,
       static_cast<std::int32_t>(static_cast<std::int64_t>(place.table) -
                                 static_cast<std::int64_t>(at)));
  EXPECT_EQ(test::refusal(bytes), "UNKNOWN_FIELD");
}

/// Parses JSON with a schema that has one more field at the end of a table than ours.
std::string body_of_later_schema(std::uint16_t version) {
  flatbuffers::Parser parser;
  const std::string directory = std::string(kSourceDir) + "/ledger/schema";
  std::ifstream file(directory + "/event_body.fbs");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string last = "payload: Payload (id: 14, required);";
  text.replace(text.find(last), last.size(), last + " hidden: string (id: 15);");
  const char* include[] = {directory.c_str(), nullptr};
  LEDGER_CHECK(parser.Parse(text.c_str(), include));
  BodyDraft draft;
  draft.payload_type = "ImportClosed";
  draft.subjects = {{SubjectKind::kCluster, *fixed_from_hex<Id>(draft.scope_id)}};
  draft.extra = R"(,"hidden":"unseen")";
  std::string json = draft_json(draft);
  json.replace(json.find("\"schema_version\":1"), 18,
               fmt::format("\"schema_version\":{}", version));
  LEDGER_CHECK(parser.Parse(json.c_str()));
  return std::string(as_view(parser.builder_.GetBufferPointer(), parser.builder_.GetSize()));
}

TEST(BodyWalk, FieldOfALaterSchemaCannotHideInAnOlderVersion) {
  EXPECT_EQ(test::refusal(body_of_later_schema(1)), "UNKNOWN_FIELD");
  EXPECT_EQ(test::refusal(body_of_later_schema(2)), "NEWER_SCHEMA");
  EXPECT_EQ(test::refusal(body_of_later_schema(0)), "BAD_SCHEMA_VERSION");
}

TEST(BodyWalk, TableThatClaimsMoreThanItsFieldsIsRefused) {
  std::string bytes = vote();
  const Place place = find(bytes, {"payload", "seat"});
  const auto vtable = static_cast<std::size_t>(static_cast<std::int64_t>(place.table) -
                                               peek<std::int32_t>(bytes, place.table));
  poke(bytes, vtable + 2, static_cast<std::uint16_t>(peek<std::uint16_t>(bytes, vtable + 2) + 8));
  EXPECT_EQ(test::refusal(bytes), "UNREACHED_BYTES");
}

TEST(BodyWalk, AliasedStringIsRefused) {
  std::string bytes = vote();
  const Place seat = find(bytes, {"payload", "seat"});
  const Place candidate = find(bytes, {"payload", "candidate"});
  const bool ahead = seat.target > candidate.inline_at;
  const Place& moved = ahead ? candidate : seat;
  const Place& kept = ahead ? seat : candidate;
  poke(bytes, moved.inline_at, static_cast<std::uint32_t>(kept.target - moved.inline_at));
  EXPECT_EQ(test::refusal(bytes), "OVERLAP");
}

TEST(BodyWalk, AliasingBombIsRefusedAtItsFirstAlias) {
  std::string fields;
  for (int i = 0; i < 300; ++i) {
    fields +=
        fmt::format(R"({}{{"index":{},"field":"{}"}})", i ? "," : "", i, std::string(100, 'f'));
  }
  BodyDraft draft;
  draft.payload_type = "PersonalDataErased";
  draft.payload =
      fmt::format(R"({{"fields":[{}],"reason":"OTHER","document":"{}"}})", fields, hex_of(1, 32));
  std::string bytes = build_body(draft);
  EXPECT_EQ(test::refusal(bytes), "accepted");
  const std::size_t vector = find(bytes, {"payload", "fields"}).target;
  const std::size_t last = vector + 4 + 4 * 299;
  const std::size_t target = last + peek<std::uint32_t>(bytes, last);
  for (std::size_t at = vector + 4; at < last; at += 4) {
    poke(bytes, at, static_cast<std::uint32_t>(target - at));
  }
  const Error error = test::error_of(bytes);
  EXPECT_EQ(error.reason, "OVERLAP");
  EXPECT_EQ(error.where, "payload.fields[1]");
}

TEST(BodyWalk, HugeLengthsAreRefused) {
  std::string bytes = registered("title");
  poke(bytes, find(bytes, {"subjects"}).target, std::uint32_t{0xFFFFFFFF});
  EXPECT_EQ(test::refusal(bytes), "VECTOR_TOO_LONG");
  EXPECT_NE(test::error_of(bytes).message.find("max = 16"), std::string::npos);
  bytes = registered("title");
  poke(bytes, find(bytes, {"payload", "title"}).target, std::uint32_t{0xFFFFFFFF});
  EXPECT_EQ(test::refusal(bytes), "OUT_OF_BOUNDS");
}

TEST(BodyWalk, ForeignOffsetsAreRefused) {
  for (const std::uint32_t offset : {0U, 2U, 0x7FFFFFFFU, 0xFFFFFFFCU}) {
    std::string bytes = vote();
    poke(bytes, find(bytes, {"payload", "seat"}).inline_at, offset);
    EXPECT_NE(test::refusal(bytes), "accepted") << offset;
  }
}

TEST(BodyWalk, BooleanThatIsTwoIsRefused) {
  std::string bytes = vote();
  bytes[find(bytes, {"historical"}).inline_at] = 2;
  EXPECT_EQ(test::refusal(bytes), "BAD_BOOL");
}

TEST(BodyWalk, MissingRequiredFieldIsNamed) {
  std::string bytes = vote();
  drop(bytes, {"payload", "seat"});
  EXPECT_EQ(test::error_of(bytes).reason, "MISSING_FIELD");
  EXPECT_EQ(test::error_of(bytes).where, "payload.seat");
}

TEST(BodyWalk, LimitsAreNamedWhenTheyAreHit) {
  std::string title;
  for (int i = 0; i < 200; ++i) title += "я";
  EXPECT_EQ(test::refusal(registered(title)), "accepted");
  const Error error = test::error_of(registered(title + "я"));
  EXPECT_EQ(error.reason, "STRING_TOO_LONG");
  EXPECT_EQ(error.where, "payload.title");
  EXPECT_NE(error.message.find("max_chars = 200"), std::string::npos) << error.message;
  EXPECT_EQ(test::refusal(registered("")), "EMPTY_STRING");
}

}  // namespace
}  // namespace ledger
