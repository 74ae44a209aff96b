// SPDX-License-Identifier: Apache-2.0
#include "tools/trust_options.h"

#include "api/files.h"
#include "ledger/limits.h"

namespace tools {

void add_trust_options(CLI::App& command, const Session& session, std::string& trust,
                       bool& unanchored) {
  command
      .add_option("--trust", trust,
                  session.say({"the trust file, from somebody you trust",
                               "файл доверия, от того, кому вы доверяете"}))
      ->type_name("FILE");
  command.add_flag(
      "--unanchored", unanchored,
      session.say({"without a trust file, success if it is consistent in itself",
                   "без файла доверия считать успехом внутреннюю непротиворечивость"}));
}

ledger::Result<ledger::Trust> read_trust_file(const std::string& path) {
  const auto text = api::read_file(path, ledger::kTrustBytesMax);
  if (!text && text.error().reason == "RESOURCE_TOO_LARGE") {
    return ledger::invalid("BAD_TRUST", text.error().message, path);
  }
  if (!text) return text.error();
  auto trust = ledger::parse_trust(*text);
  if (!trust) return ledger::invalid(trust.error().reason, trust.error().message, path);
  return trust;
}

ledger::Result<std::optional<ledger::Trust>> read_trust(const std::string& path) {
  using Found = std::optional<ledger::Trust>;
  if (path.empty()) return Found();
  auto trust = read_trust_file(path);
  if (!trust) return trust.error();
  return Found(std::move(*trust));
}

ledger::Result<ledger::Anchoring> anchoring_of(const ledger::EventStore& log,
                                               const std::optional<ledger::Trust>& trust) {
  if (!trust) return ledger::Anchoring();
  const auto note = log.last_checkpoint();
  if (!note) return note.error();
  const auto opened = ledger::open_checkpoint(*trust, note->value_or(std::string()));
  if (!opened) {
    return ledger::corrupt(opened.error().reason, opened.error().message, "checkpoint");
  }
  return opened->anchoring;
}

ledger::Error not_witnessed(const ledger::Anchoring& anchoring) {
  return ledger::refused("NOT_WITNESSED",
                         "the checkpoint has " + std::to_string(anchoring.cosigned) + " of " +
                             std::to_string(anchoring.witnesses) +
                             " witnesses, which is not the quorum of the trust file");
}

std::string anchoring_words(const Session& session, const ledger::Anchoring& anchoring) {
  switch (anchoring.level) {
    case ledger::AnchoringLevel::kNone:
      return session.say(
          {"Consistent in itself, not anchored: no key given as trusted has signed it.",
           "Непротиворечиво само по себе, ни к чему не привязано: ни один ключ, "
           "данный как доверенный, этого не подписал."});
    case ledger::AnchoringLevel::kSigned:
      if (anchoring.witnesses == 0) {
        return session.say({"Signed by a trusted key of the log; the trust file names no witnesses",
                            "Подписано доверенным ключом журнала; свидетелей файл доверия не "
                            "называет"});
      }
      return session.say({"Signed by a trusted key of the log; witnessed ",
                          "Подписано доверенным ключом журнала; засвидетельствовано "}) +
             std::to_string(anchoring.cosigned) + "/" + std::to_string(anchoring.witnesses);
    case ledger::AnchoringLevel::kWitnessed:
      return session.say({"Signed by a trusted key of the log and witnessed ",
                          "Подписано доверенным ключом журнала и засвидетельствовано "}) +
             std::to_string(anchoring.cosigned) + "/" + std::to_string(anchoring.witnesses);
  }
  return {};
}

}  // namespace tools
