// SPDX-License-Identifier: Apache-2.0
#include "tests/support/bodies.h"

#include <flatbuffers/idl.h>
#include <fmt/format.h>

#include <algorithm>

#include "ledger/hash.h"
#include "ledger/internal/body_schema.h"

namespace ledger::test {

namespace {

using internal::FieldKind;
using internal::FieldSpec;
using internal::TableSpec;
using internal::TextForm;

flatbuffers::Parser& parser() {
  thread_local flatbuffers::Parser instance;
  thread_local const bool ready = [] {
    const std::string_view schema = schema_bfbs();
    LEDGER_CHECK(instance.Deserialize(as_unsigned(schema), schema.size()));
    instance.opts.strict_json = true;
    instance.opts.indent_step = -1;
    return true;
  }();
  LEDGER_CHECK(ready);
  return instance;
}

std::string json_string(const std::string& text) { return fmt::format("\"{}\"", text); }

/// Writes the JSON of a table from the compiled schema.
class Sampler {
 public:
  Sampler(SampleSize size, unsigned variant) : size_(size), variant_(variant) {}

  std::string table(std::size_t type) {
    const TableSpec& spec = internal::body_schema().tables[type];
    if (type == internal::body_schema().legal_date) return legal_date();
    std::string out = "{";
    for (std::size_t slot = 0; slot < spec.fields.size(); ++slot) {
      const FieldSpec& field = spec.fields[slot];
      if (field.kind == FieldKind::kUnionType || !wanted(spec, field)) continue;
      const std::string comma = out.size() > 1 ? "," : "";
      if (field.kind == FieldKind::kUnion) {
        out += comma + payload_member(field);
      } else {
        out += fmt::format("{}\"{}\":{}", comma, field.name, value(field));
      }
    }
    return out + "}";
  }

 private:
  bool maximal() const { return size_ == SampleSize::kMaximal; }

  std::uint64_t enum_value(const FieldSpec& field) const {
    const auto& values = internal::body_schema().enums[field.type].values;
    const std::uint64_t last = values.count() - 1;  // values are 0..last
    return 1 + variant_ % last;
  }

  bool wanted(const TableSpec& spec, const FieldSpec& field) const {
    if (field.when_slot >= 0) {
      const FieldSpec& neighbour = spec.fields[static_cast<std::size_t>(field.when_slot)];
      return (field.when_values >> enum_value(neighbour) & 1) != 0;
    }
    return maximal() || field.required || field.kind == FieldKind::kEnum ||
           (field.kind == FieldKind::kInteger && !field.optional && field.value_min > 0);
  }

  std::string value(const FieldSpec& field) {
    switch (field.kind) {
      case FieldKind::kBool:
        return maximal() ? "true" : "false";
      case FieldKind::kInteger:
        return std::to_string(integer(field));
      case FieldKind::kEnum:
        return std::to_string(enum_value(field));
      case FieldKind::kString:
        return text(field);
      case FieldKind::kTable:
        return table(field.type);
      default:
        return vector(field);
    }
  }

  std::int64_t integer(const FieldSpec& field) const {
    if (!maximal()) return std::max<std::int64_t>(field.value_min, 0);
    const std::int64_t widest = field.width == 8 ? INT64_MAX : (1LL << (8 * field.width - 1)) - 1;
    return std::min(field.value_max, widest);
  }

  std::string vector(const FieldSpec& field) {
    const std::uint32_t wish = maximal() ? 2 : 0;
    const std::uint32_t count = std::max(field.items_min, std::min(field.items_max, wish));
    std::string out = "[";
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) out += ",";
      if (field.kind == FieldKind::kEnumVector) out += std::to_string(enum_value(field));
      if (field.kind == FieldKind::kStringVector) out += text(field);
      if (field.kind == FieldKind::kTableVector) out += table(field.type);
    }
    return out + "]";
  }

  std::string text(const FieldSpec& field) {
    const internal::TextSpec& spec = field.text;
    switch (spec.form) {
      case TextForm::kHex:
        return json_string(hex_of(++counter_, spec.hex_digits / 2));
      case TextForm::kDate:
        return "\"2024-02-29\"";
      case TextForm::kDigits:
        return json_string(std::string(std::countr_zero(spec.digit_lengths), '7'));
      case TextForm::kToken:
        return json_string(std::string(maximal() ? spec.bytes_max : 1, 't'));
      case TextForm::kText:
        break;
    }
    std::string out;
    const std::uint32_t chars = spec.chars_max > 0 ? spec.chars_max : spec.bytes_max / 2;
    for (std::uint32_t i = 0; i < (maximal() ? chars : 1); ++i) out += "я";
    return json_string(out);
  }

  std::string legal_date() const {
    struct Bounds {
      const char* from;
      const char* to;
    };
    static constexpr Bounds kBounds[] = {{"2023-06-07", "2023-06-07"},
                                         {"2024-02-01", "2024-02-29"},
                                         {"2023-04-01", "2023-06-30"},
                                         {"2022-01-01", "2022-12-31"}};
    const unsigned precision = variant_ % 5;
    if (precision == 4) return "{\"precision\":5,\"source\":1}";
    return fmt::format(
        "{{\"precision\":{},\"source\":{},\"not_before\":\"{}\",\"not_after\":\"{}\"}}",
        precision + 1, 1 + variant_ % 4, kBounds[precision].from, kBounds[precision].to);
  }

  std::string payload_member(const FieldSpec& field) const {
    const auto types = all_payload_types();
    fb::Payload type = types[variant_ % types.size()];
    if (static_cast<int>(type) == field.except_type) type = types.front();
    const auto row = internal::body_schema().payload_tables[static_cast<std::size_t>(type)];
    Sampler inner(SampleSize::kMinimal, variant_);
    return fmt::format("\"{0}_type\":\"{1}\",\"{0}\":{2}", field.name, payload_name(type),
                       inner.table(static_cast<std::size_t>(row)));
  }

  SampleSize size_;
  unsigned variant_;
  std::uint64_t counter_ = 1000;
};

std::string subjects_json(const std::vector<Subject>& subjects) {
  std::string out;
  for (const Subject& subject : subjects) {
    out += fmt::format("{}{{\"kind\":{},\"id\":\"{}\"}}", out.empty() ? "" : ",",
                       static_cast<int>(subject.kind), to_hex(subject.id));
  }
  return out;
}

std::string signer_json(const std::string& key, const std::string& role,
                        const std::string& organisation) {
  const std::string of =
      organisation.empty() ? "" : fmt::format("\"organisation\":\"{}\",", organisation);
  return fmt::format("{{\"key\":\"{}\",\"capacity\":{{{}\"role\":\"{}\"}}}}", key, of, role);
}

}  // namespace

std::string body_from_json(std::string_view json) {
  if (!parser().ParseJson(std::string(json).c_str())) {
    std::fprintf(stderr, "%s\n", parser().error_.c_str());
    LEDGER_CHECK(false);
  }
  const flatbuffers::FlatBufferBuilder& built = parser().builder_;
  return std::string(as_view(built.GetBufferPointer(), built.GetSize()));
}

std::string body_to_json(std::string_view body) {
  const auto checked = check_body(body);
  LEDGER_CHECK(checked);
  std::string out;
  LEDGER_CHECK(flatbuffers::GenerateText(parser(), checked->bytes().data(), &out));
  return out;
}

std::string body_to_full_json(std::string_view body) {
  parser().opts.output_default_scalars_in_json = true;
  std::string out = body_to_json(body);
  parser().opts.output_default_scalars_in_json = false;
  return out;
}

std::string hex_of(std::uint64_t seed, std::size_t bytes) {
  std::string out = "01" + be64(seed);
  while (out.size() < bytes) out += sha256(out).view();
  return to_hex(std::string_view(sha256(out).view()).substr(0, bytes));
}

Hash BodyDraft::empty_seen_root() { return empty_root(); }

std::string draft_json(const BodyDraft& draft) {
  std::string cosigners;
  for (const std::string& key : draft.cosigners) {
    if (!cosigners.empty()) cosigners += ",";
    cosigners += signer_json(key, draft.role, {});
  }
  const std::string evidence =
      draft.evidence.empty() ? std::string()
                             : fmt::format(R"(,"evidence":{{"document":"{}"}})", draft.evidence);
  return fmt::format(
      R"({{"schema_version":1,"event_id":"{}","scope":{{"kind":{},"id":"{}"}},"subjects":[{}],)"
      R"("author":{},"cosigners":[{}],"attestation":{{"grade":"{}"{}}},"historical":{},)"
      R"("seen":{{"size":{},"root":"{}"}},"payload_type":"{}","payload":{}{}}})",
      draft.event_id, static_cast<int>(draft.scope), draft.scope_id, subjects_json(draft.subjects),
      signer_json(draft.author, draft.role, draft.organisation), cosigners, draft.grade, evidence,
      draft.historical, draft.seen_size, draft.seen_root, draft.payload_type, draft.payload,
      draft.extra);
}

std::string build_body(const BodyDraft& draft) {
  if (!draft.subjects.empty()) return body_from_json(draft_json(draft));
  BodyDraft with_subjects = draft;
  with_subjects.subjects = {{SubjectKind::kRegistry, Id{}}};
  const auto checked = check_body(body_from_json(draft_json(with_subjects)));
  if (!checked) std::fprintf(stderr, "%s\n", checked.error().message.c_str());
  LEDGER_CHECK(checked);
  with_subjects.subjects = implied_subjects(*checked, draft.inherited);
  return body_from_json(draft_json(with_subjects));
}

std::vector<fb::Payload> all_payload_types() {
  std::vector<fb::Payload> out;
  const auto& tables = internal::body_schema().payload_tables;
  for (std::size_t type = 1; type < tables.size(); ++type) {
    if (tables[type] >= 0) out.push_back(static_cast<fb::Payload>(type));
  }
  return out;
}

std::string sample_body(fb::Payload type, SampleSize size, unsigned variant) {
  const auto row = internal::body_schema().payload_tables[static_cast<std::size_t>(type)];
  LEDGER_CHECK(row >= 0);
  BodyDraft draft;
  draft.payload_type = payload_name(type);
  draft.payload = Sampler(size, variant).table(static_cast<std::size_t>(row));
  draft.subjects = {{SubjectKind::kCluster, *fixed_from_hex<Id>(draft.scope_id)}};
  if (size == SampleSize::kMaximal) {
    draft.cosigners = {hex_of(10, 32), hex_of(11, 32)};
    std::sort(draft.cosigners.begin(), draft.cosigners.end());
    draft.historical = true;
    draft.seen_size = 77;
    draft.seen_root = hex_of(12, 32);
    draft.extra =
        fmt::format(R"(,"dates":{{"occurred":{{"precision":"UNKNOWN","source":"STATED"}}}},)"
                    R"("basis":["{0}","{1}"],"causation":"{0}",)"
                    R"("expected":{{"subject":{{"kind":"CLUSTER","id":"{2}"}},"version":5}})",
                    hex_of(13, 32), hex_of(14, 32), draft.scope_id);
  }
  return body_from_json(draft_json(draft));
}

std::string refusal(const std::string& bytes) {
  const auto body = check_body(bytes);
  return body ? "accepted" : body.error().reason;
}

Error error_of(const std::string& bytes) {
  const auto body = check_body(bytes);
  return body ? Error{} : body.error();
}

}  // namespace ledger::test
