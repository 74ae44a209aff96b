// SPDX-License-Identifier: Apache-2.0
#include "tests/support/verify_fixture.h"

#include <fmt/format.h>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/sequencer.h"
#include "ledger/message.h"
#include "ledger/tile_builder.h"

namespace support {

using ledger::check_body;
using ledger::Fault;
using ledger::Hash;
using ledger::parse_entry;
using ledger::Result;
using ledger::Signature;
using ledger::Table;
using ledger::VerifyOptions;
using ledger::VerifyReport;

SampleLedger* Verify::ledger_ = nullptr;
std::string* Verify::anchor_ = nullptr;

void Verify::SetUpTestSuite() {
  ledger_ = new SampleLedger(TestLedger::Where::kMemory);
  ledger_->people();
  ledger_->grow(kSingles, 1);
  ledger_->grow(kSize - 10, kBatch);
  ledger_->grow(kSize, 1);
  anchor_ = new std::string(ledger_->log->view().note());
  ledger_->close();
}

void Verify::TearDownTestSuite() {
  delete ledger_;
  delete anchor_;
}

VerifyReport Verify::verify(const ledger::EventStore& store, VerifyOptions options) {
  static const AdmitEverything everything;
  options.admission = &everything;
  auto report = verify_ledger(store, options);
  if (report) return *report;
  ADD_FAILURE() << report.error().message;
  return {};
}

VerifyReport Verify::verify_anchored(const Disk& disk) {
  VerifyOptions options;
  options.anchored_note = *anchor_;
  return verify(disk, options);
}

VerifyReport Verify::verify_fast(const Disk& disk) {
  VerifyOptions options;
  options.fast = true;
  return verify(disk, options);
}

std::string Verify::id_at(std::uint64_t index) {
  return to_hex(check_body(parse_entry(*ledger_->disk->entries[index])->body)->event_id());
}

std::string& Verify::note_at(const Disk& disk, std::uint64_t size) {
  const auto it = disk->unsynced_checkpoints.find(size);
  return it != disk->unsynced_checkpoints.end() ? it->second : disk->checkpoints.at(size);
}

void Verify::rewrite_history(const Disk& disk, bool indexes) {
  support::rewrite_history(*disk, *ledger_, {ledger_->checkpoint, ledger_->next_checkpoint},
                           indexes);
}

std::string words(const VerifyReport& report) {
  std::string out;
  for (const Fault& fault : report.faults) {
    out += fmt::format("  {} | {} | {} | {} | {} | {} | {}\n", fault_class_name(fault.kind),
                       fault.structure, fault.index ? std::to_string(*fault.index) : "-",
                       fault.event_id, fault.field, fault.reason, fault.message);
    if (out.size() > 4'000) break;
  }
  return out + fmt::format("  {} faults, {} unjudged, last good {}\n", report.fault_count,
                           report.events_unjudged, report.last_good ? report.last_good->size : 0);
}

void flip(std::string& bytes, std::size_t position, unsigned bit) {
  ASSERT_LT(position, bytes.size());
  bytes[position] = static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ (1U << bit));
}

void spoil_base64(std::string& text, std::size_t position) {
  ASSERT_LT(position, text.size());
  text[position] = text[position] == 'A' ? 'B' : 'A';
}

::testing::AssertionResult has_only(const VerifyReport& report,
                                    const std::vector<Expect>& expected) {
  const auto fail = [&] { return ::testing::AssertionFailure() << "\n" << words(report); };
  if (report.faults.size() != expected.size() || report.fault_count != expected.size()) {
    return fail() << expected.size() << " faults expected";
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Expect& e = expected[i];
    const Fault& f = report.faults[i];
    const bool same = f.kind == e.kind && f.structure == e.structure &&
                      (!e.index || f.index == e.index) &&
                      (e.reason.empty() || f.reason == e.reason);
    if (!same) return fail() << "fault " << i << " is another";
    if (f.message.empty() || f.reason.empty()) return fail() << "fault " << i << " says nothing";
  }
  return ::testing::AssertionSuccess();
}

}  // namespace support
