// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_catalogue.h"

#include <fmt/format.h>

#include <bit>
#include <utility>

#include "ledger/commitment.h"
#include "ledger/internal/body_schema.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/support/bodies.h"

namespace support {
namespace {

namespace fb = ledger::fb;
using fb::Payload;
using ledger::internal::FieldKind;
using ledger::internal::FieldSpec;
using ledger::internal::TableSpec;
using ledger::internal::TextForm;

/// Writes a random payload of a type; nothing if it has to refer to what is not recorded.
class Composer {
 public:
  using Digests = std::map<Payload, std::vector<std::string>>;

  Composer(std::mt19937_64& random, const Digests& digests) : random_(random), digests_(digests) {}

  std::optional<std::string> payload(Payload type) {
    const auto row = ledger::internal::body_schema().payload_tables[static_cast<std::size_t>(type)];
    std::string text = table(static_cast<std::size_t>(row));
    return impossible_ ? std::nullopt : std::optional(std::move(text));
  }

 private:
  std::uint64_t any(std::uint64_t below) { return random_() % below; }

  std::string table(std::size_t type) {
    const TableSpec& spec = ledger::internal::body_schema().tables[type];
    if (type == ledger::internal::body_schema().legal_date) return legal_date();
    std::map<std::size_t, std::uint64_t> enums;
    for (std::size_t slot = 0; slot < spec.fields.size(); ++slot) {
      if (spec.fields[slot].kind == FieldKind::kEnum) enums[slot] = enum_value(spec.fields[slot]);
    }
    std::string out;
    for (std::size_t slot = 0; slot < spec.fields.size(); ++slot) {
      const FieldSpec& field = spec.fields[slot];
      if (!wanted(field, enums)) continue;
      const std::string said =
          field.kind == FieldKind::kEnum ? std::to_string(enums.at(slot)) : value(field);
      if (said.empty()) continue;
      out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", field.name, said);
    }
    return "{" + out + "}";
  }

  std::uint64_t enum_value(const FieldSpec& field) {
    const auto& values = ledger::internal::body_schema().enums[field.type].values;
    return 1 + any(values.count() - 1);
  }

  bool wanted(const FieldSpec& field, const std::map<std::size_t, std::uint64_t>& enums) {
    if (field.kind == FieldKind::kUnion || field.kind == FieldKind::kUnionType) return false;
    if (field.when_slot >= 0) {
      const auto it = enums.find(static_cast<std::size_t>(field.when_slot));
      return it != enums.end() && (field.when_values >> it->second & 1) != 0;
    }
    return field.required || field.kind == FieldKind::kEnum || any(3) != 0;
  }

  /// Empty: better left out.
  std::string value(const FieldSpec& field) {
    switch (field.kind) {
      case FieldKind::kBool:
        return any(2) == 0 ? "true" : "false";
      case FieldKind::kInteger:
        return std::to_string(integer(field));
      case FieldKind::kString:
        return text(field);
      case FieldKind::kTable:
        return table(field.type);
      default:
        return list(field);
    }
  }

  std::int64_t integer(const FieldSpec& field) {
    if (field.name == "year") return 2021 + static_cast<std::int64_t>(any(5));
    const std::int64_t low = std::max<std::int64_t>(field.value_min, 0);
    const std::int64_t span = std::min<std::int64_t>(field.value_max - low, 9);
    return low + static_cast<std::int64_t>(any(static_cast<std::uint64_t>(span) + 1));
  }

  std::string list(const FieldSpec& field) {
    const auto count =
        std::min<std::uint64_t>(field.items_max, std::max<std::uint64_t>(field.items_min, any(4)));
    std::string out;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::string one;
      if (field.kind == FieldKind::kEnumVector) one = std::to_string(enum_value(field));
      if (field.kind == FieldKind::kStringVector) one = text(field);
      if (field.kind == FieldKind::kTableVector) one = table(field.type);
      if (one.empty()) continue;
      out += (out.empty() ? "" : ",") + one;
    }
    return "[" + out + "]";
  }

  std::string text(const FieldSpec& field) {
    switch (field.text.form) {
      case TextForm::kHex:
        return hex(field);
      case TextForm::kDate:
        return quoted(day());
      case TextForm::kDigits:
        return quoted(
            std::string(static_cast<std::size_t>(std::countr_zero(field.text.digit_lengths)),
                        static_cast<char>('1' + any(9))));
      case TextForm::kToken:
        return quoted(std::string(1, static_cast<char>('a' + any(5))));
      case TextForm::kText:
        break;
    }
    static const std::vector<std::string> kWords{"совет", "план", "отчёт", "1", "2", "№ 3"};
    return quoted(kWords[any(kWords.size())]);
  }

  std::string hex(const FieldSpec& field) {
    if (field.refs != nullptr) return reference(field);
    if (field.text.hex_digits != 32) {
      return quoted(hex_for(1 + any(200), field.text.hex_digits / 2));
    }
    if (field.name == "cluster") return quoted(cluster_id(1 + any(2)));
    if (field.name == "region") return quoted(region_id(1));
    if (field.name == "document") return quoted(document_id(1 + any(9)));
    // Seats of a body of members bear the ids of organisations.
    static constexpr std::string_view kThings[] = {"ballot",    "meeting", "decision", "protocol",
                                                   "agreement", "plan",    "body",     "person",
                                                   "charter",   "notice",  "programme"};
    for (std::size_t i = 0; i < std::size(kThings); ++i) {
      if (field.name == kThings[i]) return quoted(hex_for(1'000'000 * (i + 1) + any(5), 16));
    }
    return quoted(org_id(1 + any(5)));
  }

  std::string reference(const FieldSpec& field) {
    std::vector<const std::string*> fitting;
    for (const auto& [type, list] : digests_) {
      if (!field.refs->contains(type)) continue;
      for (const std::string& one : list) fitting.push_back(&one);
    }
    if (!fitting.empty()) return quoted(*fitting[any(fitting.size())]);
    impossible_ = impossible_ || field.required;
    return {};
  }

  std::string day() {
    return fmt::format("20{:02}-{:02}-{:02}", 20 + any(6), 1 + any(12), 1 + any(28));
  }

  std::string legal_date() {
    const auto source = 1 + any(4);
    const auto year = 2020 + any(6), month = 1 + any(12), quarter = any(4);
    const auto dated = [&](int precision, const std::string& from, const std::string& to) {
      return fmt::format(R"({{"precision":{},"source":{},"not_before":"{}","not_after":"{}"}})",
                         precision, source, from, to);
    };
    static constexpr int kLast[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const auto last = [&](std::uint64_t of) {
      return of == 2 && year % 4 == 0 ? 29 : kLast[of - 1];
    };
    switch (any(8)) {
      case 0:
        return fmt::format(R"({{"precision":5,"source":{}}})", source);
      case 1:
        return dated(4, fmt::format("{}-01-01", year), fmt::format("{}-12-31", year));
      case 2:
        return dated(3, fmt::format("{}-{:02}-01", year, 3 * quarter + 1),
                     fmt::format("{}-{:02}-{}", year, 3 * quarter + 3, last(3 * quarter + 3)));
      case 3:
        return dated(2, fmt::format("{}-{:02}-01", year, month),
                     fmt::format("{}-{:02}-{}", year, month, last(month)));
      default: {
        const std::string on = day();
        return dated(1, on, on);
      }
    }
  }

  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

  std::mt19937_64& random_;
  const Digests& digests_;
  bool impossible_ = false;
};

/// Events that declare the organisations and the places.
constexpr std::size_t kFounding = 8;

bool is_of_keys(Payload type) {
  return type == Payload::KeyIntroduced || type == Payload::KeyRevoked ||
         type == Payload::KeySuspected || type == Payload::KeyRecovered ||
         type == Payload::CheckpointKeyChanged;
}

}  // namespace

RandomCatalogue::RandomCatalogue(IdentityLedger& ledger, std::uint64_t seed)
    : ledger_(ledger), random_(seed) {
  for (std::uint64_t number = 1; number <= 5; ++number) {
    record(Payload::OrganisationRegistered, ledger_.organisation(number));
  }
  record(Payload::RegionDeclared, ledger_.region(1, 1));
  record(Payload::ClusterCreated, ledger_.cluster(1, 1));
  record(Payload::ClusterCreated, ledger_.cluster(2, 1));
  record(Payload::DocumentRegistered, ledger_.document(1));
  paper_ = made_.back().digest;
}

void RandomCatalogue::choose_scope(Said& said) {
  const std::uint64_t choice = any(6);
  if (choice == 0) return;  // of the ledger
  said.scope_kind = choice == 1 ? "REGION" : "CLUSTER";
  said.scope_id = choice == 1 ? region_id(1) : cluster_id(choice == 2 ? 2 : 1);
}

bool RandomCatalogue::record(Payload type, Said said) {
  ledger::test::BodyDraft draft;
  draft.payload_type = said.type;
  draft.payload = said.payload;
  draft.subjects = {{ledger::SubjectKind::kRegistry, ledger::Id{}}};
  // What the schema allows field by field may still be no strict body: then nothing is recorded.
  const std::string body = ledger::test::body_from_json(ledger::test::draft_json(draft));
  if (!ledger::check_body(body)) return false;
  const auto digest = ledger_.record(said);
  if (!digest) return false;
  digests_[type].push_back(to_hex(*digest));
  made_.push_back({type, to_hex(*digest), said.scope_kind, said.scope_id});
  return true;
}

std::optional<std::string> RandomCatalogue::correction(const Made& target) {
  std::string change;
  if (any(4) != 0) {
    const auto payload = Composer(random_, digests_).payload(target.type);
    if (!payload) return std::nullopt;
    change = fmt::format(R"(,"new_payload_type":"{}","new_payload":{})",
                         fb::EnumNamePayload(target.type), *payload);
  }
  return fmt::format(R"({{"target":"{}","reason":1,"wording":{{"title":"x"}}{}}})", target.digest,
                     change);
}

bool RandomCatalogue::commit() {
  const auto draft = ledger_.test.log->draft_commitment();
  if (!draft) return false;
  const auto id = *ledger::fixed_from_hex<ledger::Id>(hex_for(7'000'000 + made_.size(), 16));
  const TestKey& service = ledger_.test.service;
  const auto event =
      ledger_.test.sign_body(ledger::commitment_body(*draft, id, service.key), {&service});
  const auto appended = ledger_.test.log->append({event});
  if (!appended) return false;
  digests_[Payload::LedgerCommitment].push_back(to_hex(appended->front().digest));
  return true;
}

bool RandomCatalogue::make(Payload type) {
  if (type == Payload::LedgerCommitment) return commit();
  Said said;
  said.type = fb::EnumNamePayload(type);
  choose_scope(said);
  if (type == Payload::EventCorrected) {
    // Without the places that it began with, most of a history would be about nothing.
    const Made target = made_[kFounding + any(made_.size() - kFounding)];
    if (target.type == Payload::EventCorrected || is_of_keys(target.type)) return false;
    const auto payload = correction(target);
    if (!payload) return false;
    said.payload = *payload;
    said.scope_kind = target.scope_kind;
    said.scope_id = target.scope_id;
  } else {
    const auto payload = Composer(random_, digests_).payload(type);
    if (!payload) return false;
    said.payload = *payload;
  }
  if (any(3) == 0) said.effective = fmt::format("202{}-0{}-11", any(6), 1 + any(9));
  if (any(3) == 0) said.grade = "RECORDER";
  if (any(4) == 0) {
    said.historical = true;
    said.grade = "DOCUMENT";
    said.evidence = paper_;
  }
  if (any(10) == 0) ledger_.test.clock->now += 40'000'000'000'000 / (1 + any(30));  // much later
  return record(type, said);
}

bool RandomCatalogue::make_key_event(Payload type) {
  Said said;
  if (type == Payload::KeyIntroduced || keys_.empty()) {
    keys_.push_back(std::make_unique<TestKey>(20'000 + keys_.size()));
    said = ledger_.first_key(*keys_.back(), 700 + keys_.size(), R"("ACT")", paper_);
    return record(Payload::KeyIntroduced, said);
  }
  // The newest key: older ones may be revoked, and then sign nothing.
  if (any(2) == 0 && !make_key_event(Payload::KeyIntroduced)) return false;
  const TestKey& key = *keys_.back();
  const std::string owned_by = org_id(700 + keys_.size());
  said.type = fb::EnumNamePayload(type);
  said.author = &key;
  if (type == Payload::KeyRevoked) {
    said.payload =
        fmt::format(R"({{"key":"{}","organisation":"{}","reason":1}})", key.hex(), owned_by);
  } else if (type == Payload::KeySuspected) {
    said.payload = fmt::format(R"({{"key":"{}","organisation":"{}","from_index":{}}})", key.hex(),
                               owned_by, 1 + any(ledger_.size()));
  } else if (type == Payload::KeyRecovered) {
    keys_.push_back(std::make_unique<TestKey>(30'000 + keys_.size()));
    said.author = &ledger_.test.recovery_a;
    said.cosigners = {&ledger_.test.recovery_b};
    said.possession = keys_.back().get();
    said.possession_capacity = ledger_.test.capacity("SECRETARY", owned_by);
    said.payload = fmt::format(R"({{"organisation":"{}","old_key":"{}","new_key":"{}"}})", owned_by,
                               key.hex(), keys_.back()->hex());
    if (!record(type, said)) keys_.pop_back();
    return !digests_[type].empty();
  } else {
    const TestKey& next = ledger_.test.more_checkpoint_keys.front();
    said.author = nullptr;
    said.possession = &next;
    said.possession_capacity = ledger_.test.capacity("LOG_CHECKPOINT", ledger_.test.operator_hex);
    said.payload = fmt::format(R"({{"old_key":"{}","new_key":"{}","overlap":5}})",
                               ledger_.test.checkpoint.hex(), next.hex());
  }
  return record(type, said);
}

void RandomCatalogue::step() {
  if (any(12) == 0) {
    make(Payload::EventCorrected);
    return;
  }
  const auto types = ledger::test::all_payload_types();
  const Payload type = types[any(types.size())];
  if (type == Payload::LedgerCreated || type == Payload::CheckpointKeyChanged) return;
  (void)(is_of_keys(type) ? make_key_event(type) : make(type));
}

void RandomCatalogue::complete() {
  // What refers to other events comes after these, so several rounds may be needed.
  for (int round = 0; round < 200; ++round) {
    bool missing = false;
    for (const Payload type : ledger::test::all_payload_types()) {
      if (type == Payload::LedgerCreated || !digests_[type].empty()) continue;
      missing = true;
      (void)(is_of_keys(type) ? make_key_event(type) : make(type));
    }
    if (!missing) return;
  }
}

}  // namespace support
