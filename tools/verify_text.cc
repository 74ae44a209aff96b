// SPDX-License-Identifier: Apache-2.0
#include "tools/verify_text.h"

#include <unistd.h>

#include <cstdio>

#include "tools/printable.h"
#include "tools/reasons.h"

namespace tools {
namespace {

constexpr Text kFaultClasses[] = {
    {"edited", "изменено"},
    {"missing", "пропало"},
    {"reordered", "переставлено"},
    {"truncated", "обрезано"},
    {"forked", "подменена история"},
    {"bad signature", "неверная подпись"},
    {"wrong key", "не тот ключ"},
    {"broken rule", "нарушено правило"},
    {"index drift", "указатель не сходится с журналом"},
    {"tile drift", "дерево не сходится с журналом"},
    {"false commitment", "ложное обязательство"},
    {"state drift", "состояние не сходится с журналом"},
    {"unreadable", "не читается"},
    {"added", "лишнее"},
};

}  // namespace

Progress::Progress(const Session& session, Text verb)
    : session_(session), verb_(verb), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_ && terminal_) std::fputs("\r\x1b[K", stderr);
}

void Progress::operator()(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(5);
  if (now - last_ < pause) return;
  last_ = now;
  shown_ = true;
  const std::string line =
      session_.say(verb_) + std::to_string(done) + " / " + std::to_string(total);
  std::fputs((terminal_ ? "\r" + line : line + "\n").c_str(), stderr);
}

std::string fault_class_text(const Session& session, ledger::FaultClass kind) {
  return session.say(kFaultClasses[static_cast<std::size_t>(kind)]);
}

std::string fault_line(const Session& session, const ledger::Fault& fault) {
  std::string line = fault_class_text(session, fault.kind) + ": " + fault.structure;
  if (fault.index) line += session.say({", event ", ", событие "}) + std::to_string(*fault.index);
  if (!fault.event_id.empty()) line += " (" + printable(fault.event_id) + ")";
  if (!fault.field.empty()) line += ", " + printable(fault.field);
  return line;
}

namespace {

void print_colored(const Session& session, std::string_view code, const std::string& line,
                   const ledger::Fault& fault) {
  session.print(session.paint(STDOUT_FILENO, code, line));
  const std::string meaning = explain_reason(fault.reason, session.language);
  if (!meaning.empty()) session.print("  " + meaning);
  session.print("  " + printable(fault.message) + " [" + fault.reason + "]");
}

}  // namespace

void print_fault(const Session& session, const ledger::Fault& fault) {
  print_colored(session, "31", fault_line(session, fault), fault);
}

void print_warning(const Session& session, const ledger::Fault& warning) {
  const std::string line =
      session.say({"warning: ", "предупреждение: "}) + fault_line(session, warning);
  print_colored(session, "33", line, warning);
}

api::Json fault_json(const ledger::Fault& fault) {
  using api::Json;
  Json out = Json::object();
  out["class"] = ledger::fault_class_name(fault.kind);
  out["structure"] = fault.structure;
  out["index"] = fault.index ? Json(*fault.index) : Json();
  out["event_id"] = fault.event_id;
  out["field"] = fault.field;
  out["reason"] = fault.reason;
  out["message"] = fault.message;
  return out;
}

api::Json last_good_json(const ledger::VerifyReport& report) {
  if (!report.last_good) return {};
  return {{"size", report.last_good->size}, {"root", to_hex(report.last_good->root)}};
}

}  // namespace tools
