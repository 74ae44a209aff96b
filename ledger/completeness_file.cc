// SPDX-License-Identifier: Apache-2.0
// The bytes of a completeness proof: lines of text, one spelling for one proof.
#include <algorithm>
#include <utility>

#include "ledger/completeness.h"
#include "ledger/internal/lines.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

constexpr std::string_view kHeader = "letopis-completeness v1";

/// Takes the lines off one after the other; says at which it is.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// Whether the next line begins with this word.
  bool next_is(std::string_view word) const {
    return rest_.starts_with(word) && rest_.size() > word.size() &&
           (rest_[word.size()] == ' ' || rest_[word.size()] == '\n');
  }

  /// The words after `word` of a line that begins with it; there must be `count` of them.
  Result<std::vector<std::string_view>> take(std::string_view word, std::size_t count) {
    ++number_;
    const auto line = take_line(rest_);
    std::vector<std::string_view> words;
    if (line) words = split(*line);
    if (words.size() != count + 1 || words[0] != word) {
      return bad("needed: " + std::string(word) + " and " + std::to_string(count) + " words");
    }
    words.erase(words.begin());
    return words;
  }

  Error bad(const std::string& message) const {
    return invalid("BAD_COMPLETENESS", "line " + std::to_string(number_) + ": " + message);
  }
  std::string_view rest() const { return rest_; }

 private:
  /// At single blanks, so that there is one spelling.
  static std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t blank = 0; blank != std::string_view::npos && words.size() < 8;) {
      blank = line.find(' ');
      words.push_back(line.substr(0, blank));
      line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
    }
    return words;
  }

  std::string_view rest_;
  std::size_t number_ = 0;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : lines_(text) {}

  Result<CompletenessProof> run() {
    if (auto ok = header(); !ok) return ok.error();
    if (auto ok = subjects(); !ok) return ok.error();
    if (auto ok = claim(); !ok) return ok.error();
    if (auto ok = included("service", out_.service); !ok) return ok.error();
    if (auto ok = included("commitment", out_.commitment); !ok) return ok.error();
    if (auto ok = entries(); !ok) return ok.error();
    if (const auto end = lines_.take("checkpoint", 0); !end) return end.error();
    out_.checkpoint = lines_.rest();
    if (out_.checkpoint.empty() || out_.checkpoint.size() > kNoteBytesMax) {
      return lines_.bad("a checkpoint has 1 to " + std::to_string(kNoteBytesMax) + " bytes");
    }
    return std::move(out_);
  }

 private:
  Status header() {
    const auto version = lines_.take("letopis-completeness", 1);
    if (!version) return version.error();
    if (version->at(0) != "v1") return lines_.bad("only version v1 is known");
    const auto id = lines_.take("ledger", 1);
    if (!id) return id.error();
    const auto hash = fixed_from_hex<Hash>(id->at(0));
    if (!hash) return lines_.bad(hash.error().message);
    out_.ledger_id = *hash;
    return Ok{};
  }

  Status subjects() {
    do {
      if (out_.subjects.size() == kCompletenessSubjectsMax) {
        return lines_.bad("more than " + std::to_string(kCompletenessSubjectsMax) + " subjects");
      }
      SubjectPath subject;
      if (auto ok = subject_line(subject); !ok) return ok;
      while (lines_.next_is("sibling")) {
        if (subject.path.siblings.size() == kMapDepthMax) {
          return lines_.bad("more than " + std::to_string(kMapDepthMax) + " siblings");
        }
        if (auto ok = take_hash("sibling", subject.path.siblings); !ok) return ok;
      }
      if (auto ok = path_end(subject.path); !ok) return ok;
      out_.subjects.push_back(std::move(subject));
    } while (lines_.next_is("subject"));
    return Ok{};
  }

  Status subject_line(SubjectPath& subject) {
    const auto words = lines_.take("subject", 2);
    if (!words) return words.error();
    const auto kind = parse_subject_kind(words->at(0));
    if (!kind) return lines_.bad(kind.error().message);
    const auto id = fixed_from_hex<Id>(words->at(1));
    if (!id) return lines_.bad(id.error().message);
    subject.subject = {*kind, *id};
    if (!out_.subjects.empty() && !(out_.subjects.back().subject < subject.subject)) {
      return lines_.bad("subjects do not ascend");
    }
    return Ok{};
  }

  Status path_end(MapPath& path) {
    if (lines_.next_is("empty")) {
      const auto empty = lines_.take("empty", 0);
      if (!empty) return empty.error();
      return Ok{};
    }
    const auto words = lines_.take("leaf", 2);
    if (!words) return words.error();
    const auto key = parse_base64_hash(words->at(0));
    const auto value = parse_base64_hash(words->at(1));
    if (!key || !value) return lines_.bad("a leaf has a key and a value of 32 bytes");
    path.end = MapLeaf{*key, *value};
    return Ok{};
  }

  Status claim() {
    if (!lines_.next_is("claim")) return Ok{};
    const auto words = lines_.take("claim", 1);
    if (!words) return words.error();
    auto bytes = from_base64(words->at(0));
    if (!bytes || bytes->empty() || bytes->size() > kClaimBytesMax) {
      return lines_.bad("a claim has 1 to " + std::to_string(kClaimBytesMax) + " bytes in base64");
    }
    out_.claim = std::move(*bytes);
    return Ok{};
  }

  Status take_hash(std::string_view word, std::vector<Hash>& out) {
    const auto words = lines_.take(word, 1);
    if (!words) return words.error();
    const auto hash = parse_base64_hash(words->at(0));
    if (!hash) return lines_.bad(hash.error().message);
    out.push_back(*hash);
    return Ok{};
  }

  Status entry_line(std::string_view word, std::uint64_t& index, std::string& entry) {
    const auto words = lines_.take(word, 2);
    if (!words) return words.error();
    const auto number = parse_decimal(words->at(0));
    if (!number) return lines_.bad(number.error().message);
    auto bytes = from_base64(words->at(1));
    if (!bytes || bytes->empty() || bytes->size() > kEntryBytesMax) {
      return lines_.bad("an entry has 1 to " + std::to_string(kEntryBytesMax) + " bytes in base64");
    }
    index = *number;
    entry = std::move(*bytes);
    return Ok{};
  }

  Status included(std::string_view word, IncludedEntry& out) {
    if (auto ok = entry_line(word, out.index, out.entry); !ok) return ok;
    while (lines_.next_is("hash")) {
      if (out.inclusion.size() == kProofHashesMax) {
        return lines_.bad("more than " + std::to_string(kProofHashesMax) + " hashes");
      }
      if (auto ok = take_hash("hash", out.inclusion); !ok) return ok;
    }
    return Ok{};
  }

  Status entries() {
    while (lines_.next_is("entry")) {
      RecordedEvent event;
      if (auto ok = entry_line("entry", event.index, event.entry); !ok) return ok;
      if (!out_.entries.empty() && out_.entries.back().index >= event.index) {
        return lines_.bad("entries do not ascend");
      }
      out_.entries.push_back(std::move(event));
    }
    return Ok{};
  }

  Lines lines_;
  CompletenessProof out_;
};

void put_included(std::string& out, std::string_view word, const IncludedEntry& included) {
  out += std::string(word) + " " + std::to_string(included.index) + " " +
         to_base64(included.entry) + "\n";
  for (const Hash& hash : included.inclusion) out += "hash " + to_base64(hash.view()) + "\n";
}

}  // namespace

Result<std::string> format_completeness(const CompletenessProof& proof) {
  std::string out = std::string(kHeader) + "\nledger " + to_hex(proof.ledger_id) + "\n";
  for (const SubjectPath& subject : proof.subjects) {
    out += "subject " + std::string(subject_kind_name(subject.subject.kind)) + " " +
           to_hex(subject.subject.id) + "\n";
    for (const Hash& hash : subject.path.siblings) {
      out += "sibling " + to_base64(hash.view()) + "\n";
    }
    const auto& end = subject.path.end;
    out += end ? "leaf " + to_base64(end->key.view()) + " " + to_base64(end->value.view()) + "\n"
               : "empty\n";
  }
  if (!proof.claim.empty()) out += "claim " + to_base64(proof.claim) + "\n";
  put_included(out, "service", proof.service);
  put_included(out, "commitment", proof.commitment);
  for (const RecordedEvent& event : proof.entries) {
    out += "entry " + std::to_string(event.index) + " " + to_base64(event.entry) + "\n";
  }
  out += "checkpoint\n" + proof.checkpoint;
  const auto read_back = parse_completeness(out);
  if (!read_back) return read_back.error();
  LEDGER_CHECK(*read_back == proof);
  return out;
}

Result<CompletenessProof> parse_completeness(std::string_view bytes) {
  if (bytes.size() > kCompletenessBytesMax) {
    return invalid("BAD_COMPLETENESS",
                   "a proof has at most " + std::to_string(kCompletenessBytesMax) + " bytes");
  }
  return Parser(bytes).run();
}

}  // namespace ledger
