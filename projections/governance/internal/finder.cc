// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/finder.h"

#include <algorithm>

#include "ledger/hash.h"
#include "projections/governance/duties.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;

constexpr std::string_view kKeyTag("letopis/finding/v1\0", 19);
constexpr std::string_view kFactsTag("letopis/finding-facts/v1\0", 25);

void put_text(std::string& out, std::string_view text) {
  ledger::put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

Hash key_of(const Finding& finding) {
  std::string bytes(kKeyTag);
  put_text(bytes, finding.code());
  bytes.push_back(static_cast<char>(finding.place.kind));
  bytes += finding.place.id.view();
  bytes += finding.subject.view();
  put_text(bytes, finding.clause);
  put_text(bytes, finding.period);
  return ledger::sha256(bytes);
}

Hash facts_of(const Finding& finding) {
  std::string bytes(kFactsTag);
  bytes += finding.key.view();
  for (const auto& [name, value] : finding.numbers) put_text(bytes, name), put_text(bytes, value);
  for (const FindingReading& reading : finding.readings) {
    put_text(bytes, "read_otherwise"), put_text(bytes, reading.turned);
    for (const auto& [name, value] : reading.numbers) {
      put_text(bytes, "otherwise_" + name), put_text(bytes, value);
    }
  }
  for (const std::uint64_t index : finding.evidence.events()) ledger::put_u64(bytes, index);
  return ledger::sha256(bytes);
}

}  // namespace

Case case_of(std::string_view code, const Source* subject, const Grounds& grounds,
             std::string_view path) {
  Case one{code, subject};
  one.evidence.add(grounds.evidence);
  const RuleUsed* rule = grounds.rules.empty() ? nullptr : &grounds.rules.front();
  for (const RuleUsed& used : grounds.rules) {
    if (!path.empty() && used.basis.path.ends_with(path)) rule = &used;
  }
  if (rule == nullptr) return one;
  one.clause = rule->basis.clause;
  one.certainty = rule->basis.certainty;
  return one;
}

Case case_under(std::string_view code, const Source* subject,
                const std::optional<AdoptedCharter>& charter, std::string_view path) {
  Case one{code, subject};
  if (!charter) return one;
  const rules::Basis basis = charter->charter.basis(path);
  one.clause = basis.clause;
  one.certainty = basis.certainty;
  one.evidence.add(*charter->fact.source);
  return one;
}

Finder::Finder(const Council& of)
    : council(of),
      chronicle(of.chronicle()),
      on(of.on()),
      charters(of.charters()),
      charter(charters.on(on)),
      claims(coverage_claims(chronicle)),
      agreements(governance::agreements(of)),
      programmes(governance::programmes(chronicle, on)),
      plans(governance::plans(of)),
      notices(governance::notices(chronicle)),
      obligations(duties_of(of)) {
  chronicle.visit([this](const Source& source, const fb::EventBody& body, const PayloadRef&) {
    if (to_come(occurred(body))) later_.insert(source.digest);
  });
}

void Finder::add(Case one) {
  Finding finding;
  finding.kind = finding_kind(one.code);
  LEDGER_CHECK(finding.kind != nullptr && one.subject != nullptr);
  if (tells_of_later(*one.subject)) return;
  finding.place = chronicle.place();
  finding.subject = one.subject->digest;
  finding.clause = std::move(one.clause);
  finding.certainty = one.certainty;
  finding.period = std::move(one.period);
  finding.numbers = std::move(one.numbers);
  finding.readings = std::move(one.readings);
  finding.detail = std::move(one.detail);
  finding.evidence = std::move(one.evidence);
  finding.evidence.add(*one.subject);
  finding.key = key_of(finding);
  finding.facts_digest = facts_of(finding);
  otherwise.insert(one.asked.begin(), one.asked.end());
  if (!one.asked.empty()) asked[finding.key].merge(one.asked);
  findings_.push_back(std::move(finding));
}

namespace {

/// Whether the finding names this parameter already, with its numbers.
bool names(const Finding& finding, const rules::Turned& turned) {
  return std::any_of(turned.begin(), turned.end(), [&](const auto& parameter) {
    const std::string alone = rules::to_text(rules::Turned{parameter});
    return std::any_of(finding.readings.begin(), finding.readings.end(),
                       [&](const FindingReading& one) { return alone.ends_with(one.turned); });
  });
}

/// Readings under which a finding is not made; of one and its extension the one.
class Absences {
 public:
  void add(const rules::Turned& turned, Finding& finding) {
    finding.certainty = fb::Certainty::ASSUMED;
    auto& known = known_[finding.key];
    const bool extends = std::any_of(known.begin(), known.end(), [&](const rules::Turned& less) {
      return std::includes(turned.begin(), turned.end(), less.begin(), less.end());
    });
    if (extends) return;
    known.push_back(turned);
    if (names(finding, turned)) return;
    finding.readings.push_back(
        {rules::to_text(turned), {"nothing of the kind is found", "такого замечания нет"}, {}});
  }

 private:
  std::map<Hash, std::vector<rules::Turned>> known_;
};

void say_independent(const std::set<rules::Turned>& asked, Finding& finding) {
  std::string names;
  for (const rules::Turned& turned : asked) {
    names += (names.empty() ? "" : "; ") + rules::to_text(turned);
  }
  const Sentence begin = finding.detail.english.empty() ? Sentence{} : same("; ");
  finding.detail = finding.detail + begin +
                   Sentence{"it does not depend on the assumption: ", "от допущения не зависит: "} +
                   same(names);
}

}  // namespace

void read_findings_otherwise(const Finder& finder, const std::function<void(Finder&)>& find_all,
                             std::vector<Finding>& findings) {
  // What turns least first, so that of a reading and its extension the first is shown.
  std::vector<rules::Turned> order(finder.otherwise.begin(), finder.otherwise.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  Absences absences;
  for (const rules::Turned& turned : order) {
    Finder other(finder.council.read_otherwise(turned));
    find_all(other);
    std::set<Hash> found;
    for (const Finding& one : other.take()) found.insert(one.key);
    for (Finding& one : findings) {
      if (!found.contains(one.key)) absences.add(turned, one);
    }
  }
  for (Finding& one : findings) {
    const auto asked = finder.asked.find(one.key);
    const bool stands = one.readings.empty() && one.certainty != fb::Certainty::ASSUMED;
    if (asked != finder.asked.end() && stands) say_independent(asked->second, one);
    one.facts_digest = facts_of(one);
  }
}

}  // namespace projections::governance::internal
