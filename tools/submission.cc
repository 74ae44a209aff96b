// SPDX-License-Identifier: Apache-2.0
#include "tools/submission.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <optional>

namespace tools {
namespace {

using api::Json;
using ledger::Ok;
using ledger::Status;

std::atomic<bool> interrupted{false};

std::vector<ledger::SignedEvent> events_of(const api::PreparedBatch& batch) {
  std::vector<ledger::SignedEvent> out;
  for (const auto& prepared : batch) out.push_back(prepared.event);
  return out;
}

void print_event(const Session& session, const api::PreparedEvent& prepared,
                 const ledger::AppendedEvent& appended, const SubmitOptions& options) {
  for (const std::string& warning : prepared.warnings) {
    session.note(prepared.where + ": " + session.say({"warning: ", "предупреждение: "}) + warning);
  }
  if (options.json) {
    Json out = Json::object();
    out["index"] = options.dry_run ? Json() : Json(appended.index);
    out["digest"] = to_hex(appended.digest);
    out["name"] = prepared.name;
    out["type"] = prepared.payload_type;
    out["repeated"] = appended.repeated;
    return session.print_json(out);
  }
  std::string line = options.dry_run ? "-" : std::to_string(appended.index);
  line += "  " + to_hex(appended.digest).substr(0, 16) + "  " + prepared.payload_type;
  if (!prepared.name.starts_with('#')) line += "  " + prepared.name;
  if (appended.repeated) {
    line += session.say({"  (was there already)", "  (уже записано)"});
  }
  session.print(line);
}

/// Which file and line an error of a submission is about: its `where` starts with "events[n]",
/// which stays where several events stand on one line.
ledger::Error locate(ledger::Error error, const api::PreparedBatch& batch) {
  std::size_t position = 0;
  constexpr std::string_view kEvents = "events[";
  if (error.where.starts_with(kEvents)) {
    const auto end = error.where.find(']');
    const auto number = ledger::parse_decimal(
        std::string_view(error.where).substr(kEvents.size(), end - kEvents.size()));
    if (number && *number < batch.size()) {
      position = static_cast<std::size_t>(*number);
      const bool alone = std::count_if(batch.begin(), batch.end(), [&](const auto& other) {
                           return other.where == batch[position].where;
                         }) == 1;
      if (alone) error.where = error.where.substr(std::min(end + 1, error.where.size()));
      if (error.where.starts_with('.')) error.where.erase(0, 1);
    }
  }
  error.where = batch[position].where + (error.where.empty() ? "" : ": " + error.where);
  return error;
}

/// What the vault took for one batch, so that a refusal leaves nothing behind.
class KeptNames {
 public:
  explicit KeptNames(ledger::Vault* vault) : vault_(vault) {}

  Status keep(const api::PreparedBatch& batch) {
    for (const auto& prepared : batch) {
      for (const auto& [commitment, opening] : prepared.openings) {
        if (vault_ == nullptr) {
          return ledger::invalid("NO_VAULT", "names need the vault: give it with --vault",
                                 "имена хранят в хранилище имён: укажите его в --vault",
                                 prepared.where + ": " + opening.field);
        }
        const bool is_new = !vault_->open_value(opening.person, commitment, opening.field);
        if (auto kept = vault_->keep_opening(commitment, opening); !kept) return kept;
        if (is_new) new_.push_back({opening.person, commitment});
      }
    }
    return Ok{};
  }
  Status forget() {
    for (const auto& [person, commitment] : new_) {
      if (auto gone = vault_->forget(person, commitment); !gone) return gone;
    }
    return Ok{};
  }

 private:
  ledger::Vault* vault_;
  std::vector<std::pair<ledger::Id, ledger::Hash>> new_;
};

/// Whether the ledger certainly does not hold the events.
bool is_refusal(const ledger::Error& error) {
  using ledger::ErrorCode;
  return error.code == ErrorCode::kInvalid || error.code == ErrorCode::kRefused ||
         error.code == ErrorCode::kConflict || error.code == ErrorCode::kNotFound;
}

/// Whether the ledger may hold the events all the same.
bool is_unknown(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kIndeterminate ||
         error.code == ledger::ErrorCode::kCorrupt;
}

struct Counts {
  std::size_t recorded = 0;
  std::size_t repeated = 0;
  std::size_t unknown = 0;  ///< may be recorded; sending again tells
};

Status send(const Session& session, const SubmitOptions& options, Destination& destination,
            const api::PreparedBatch& batch, Counts& counts) {
  KeptNames names(options.vault);
  if (!options.dry_run) {
    if (auto kept = names.keep(batch); !kept) return kept;
  }
  const auto result =
      options.dry_run ? destination.check(events_of(batch)) : destination.append(events_of(batch));
  if (!result) {
    if (is_refusal(result.error())) {
      if (auto gone = names.forget(); !gone) return gone;
    }
    if (!options.dry_run && is_unknown(result.error())) counts.unknown += batch.size();
    return locate(result.error(), batch);
  }
  for (std::size_t i = 0; i < batch.size() && i < result->size(); ++i) {
    const ledger::AppendedEvent& appended = (*result)[i];
    ++(appended.repeated ? counts.repeated : counts.recorded);
    print_event(session, batch[i], appended, options);
  }
  std::fflush(stdout);  // whoever reads along learns at once what is durable
  return Ok{};
}

void summarise(const Session& session, const SubmitOptions& options, const Counts& counts) {
  const std::string recorded = std::to_string(counts.recorded);
  if (options.dry_run) {
    return session.note(session.say({"nothing was recorded; would be accepted: ",
                                     "ничего не записано; было бы принято событий: "}) +
                        recorded);
  }
  std::string said = session.say({"recorded: ", "записано событий: "}) + recorded +
                     session.say({", were there already: ", ", уже были: "}) +
                     std::to_string(counts.repeated);
  if (counts.unknown > 0) {
    said +=
        session.say({", not known whether they are recorded: ", ", неизвестно, записаны ли: "}) +
        std::to_string(counts.unknown);
  }
  session.note(said);
}

}  // namespace

api::PreparedBatch joined(std::vector<api::PreparedBatch> batches) {
  api::PreparedBatch out;
  for (auto& batch : batches) {
    for (auto& event : batch) out.push_back(std::move(event));
  }
  return out;
}

namespace {

/// Why the sending ended before its end; nothing when all of these were sent.
std::optional<int> send_all(const Session& session, const SubmitOptions& options,
                            Destination& destination,
                            const std::vector<api::PreparedBatch>& batches, Counts& counts) {
  for (const auto& batch : batches) {
    if (interrupted) {
      summarise(session, options, counts);
      session.note(
          options.names_kept
              ? session.say({"interrupted; the same command continues",
                             "прервано; та же команда продолжит"})
              : session.say({"interrupted; without --names the same command would record once more "
                             "what is recorded: send only the rest",
                             "прервано; без --names та же команда запишет записанное ещё раз: "
                             "отправьте только остальное"}));
      return kExitInterrupted;
    }
    if (auto sent = send(session, options, destination, batch, counts); !sent) {
      summarise(session, options, counts);
      return session.fail(sent.error());
    }
  }
  return std::nullopt;
}

}  // namespace

int submit(const Session& session, const SubmitOptions& options, Destination& destination,
           const NextBatches& next) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, [](int) { interrupted = true; });
  Counts counts;
  while (true) {
    const auto batches = next();
    if (!batches) {
      summarise(session, options, counts);
      return session.fail(batches.error());
    }
    if (batches->empty()) break;
    if (const auto ended = send_all(session, options, destination, *batches, counts)) return *ended;
  }
  summarise(session, options, counts);
  return kExitOk;
}

}  // namespace tools
