// SPDX-License-Identifier: Apache-2.0
#include "tools/event_text.h"

#include <algorithm>
#include <array>

#include "api/event_json_schema.h"
#include "tools/printable.h"

namespace tools {
namespace {

using ledger::invalid;
using ledger::Result;

struct TypeTitle {
  std::string_view type;
  Text text;
};

constexpr std::array kTitles{
    TypeTitle{"LedgerCreated", {"the ledger begins", "начало журнала"}},
    TypeTitle{"LedgerCommitment", {"commitment to the whole state", "обязательство о состоянии"}},
    TypeTitle{"RulesUpgraded", {"new version of the rules", "новая версия правил"}},
    TypeTitle{"CheckpointKeyChanged", {"new checkpoint key", "новый ключ контрольных точек"}},
    TypeTitle{"ImportClosed", {"import of history closed", "перенос истории закрыт"}},
    TypeTitle{"KeyIntroduced", {"key introduced", "введён ключ"}},
    TypeTitle{"KeyRevoked", {"key revoked", "ключ отозван"}},
    TypeTitle{"KeySuspected", {"key under suspicion", "ключ под подозрением"}},
    TypeTitle{"KeyRecovered", {"key replaced by recovery", "ключ восстановлен"}},
    TypeTitle{"EventReconfirmed", {"events reconfirmed", "события подтверждены"}},
    TypeTitle{"CharterAdopted", {"charter", "положение"}},
    TypeTitle{"CalendarYearPublished", {"calendar of a year", "календарь года"}},
    TypeTitle{"RegionDeclared", {"region", "регион"}},
    TypeTitle{"ClusterCreated", {"cluster created", "создан кластер"}},
    TypeTitle{"OrganisationRegistered", {"organisation", "организация"}},
    TypeTitle{"OrganisationChanged", {"organisation changed", "изменение организации"}},
    TypeTitle{"OfficeHolderChanged", {"office holder", "должностное лицо"}},
    TypeTitle{"RepresentativeAuthorised", {"representative", "представитель"}},
    TypeTitle{"PersonAliasDeclared", {"two references, one person", "одно лицо"}},
    TypeTitle{"CoverageDeclared", {"what the record covers", "полнота сведений"}},
    TypeTitle{"OpeningState", {"opening state", "начальное состояние"}},
    TypeTitle{"OrderIssued", {"order", "приказ"}},
    TypeTitle{"MembershipConsentRecorded", {"consent to membership", "согласие на участие"}},
    TypeTitle{"AccessionApplied", {"application to join", "заявление о вступлении"}},
    TypeTitle{"WithdrawalNoticeRecorded", {"notice of withdrawal", "уведомление о выходе"}},
    TypeTitle{"BodyComposed", {"composition of a body", "состав органа"}},
    TypeTitle{"OfficeVacated", {"office vacated", "место освобождено"}},
    TypeTitle{"MeetingConvened", {"meeting convened", "созвано заседание"}},
    TypeTitle{"AttendanceRecorded", {"attendance", "явка"}},
    TypeTitle{"BallotOpened", {"ballot opened", "голосование открыто"}},
    TypeTitle{"VoteCast", {"vote", "голос"}},
    TypeTitle{"BallotCounted", {"count of a ballot", "подсчёт голосов"}},
    TypeTitle{"BallotClosed", {"ballot closed", "голосование закрыто"}},
    TypeTitle{"DecisionDeclared", {"decision", "решение"}},
    TypeTitle{"MeetingClosed", {"meeting closed", "заседание закрыто"}},
    TypeTitle{"ProtocolRegistered", {"protocol", "протокол"}},
    TypeTitle{"ProtocolSigned", {"signature on a protocol", "подпись протокола"}},
    TypeTitle{"ProtocolApproved", {"protocol approved", "протокол утверждён"}},
    TypeTitle{"ObjectionRecorded", {"objection", "возражение"}},
    TypeTitle{"AgreementRegistered", {"agreement", "соглашение"}},
    TypeTitle{"AgreementAmended", {"supplementary agreement", "дополнительное соглашение"}},
    TypeTitle{"AgreementSigned", {"signature on an agreement", "подпись соглашения"}},
    TypeTitle{"AgreementTerminated", {"agreement terminated", "соглашение прекращено"}},
    TypeTitle{"CopyCertified", {"certified copy", "заверенная копия"}},
    TypeTitle{"NoticeDispatched", {"notice sent", "уведомление направлено"}},
    TypeTitle{"NoticeReceived", {"notice received", "уведомление получено"}},
    TypeTitle{"ProgrammeSubmitted", {"programme submitted", "программа представлена"}},
    TypeTitle{"ProgrammeAgreed", {"programme agreed", "программа согласована"}},
    TypeTitle{"ProgrammeChanged", {"programme changed", "программа изменена"}},
    TypeTitle{"IndicatorReported", {"indicator", "показатель"}},
    TypeTitle{"PlanSubmitted", {"plan submitted", "план представлен"}},
    TypeTitle{"PlanApproved", {"plan approved", "план утверждён"}},
    TypeTitle{"PlanItemSet", {"plan row", "строка плана"}},
    TypeTitle{"ExecutionReported", {"execution reported", "отчёт об исполнении"}},
    TypeTitle{"ExecutionJudged", {"execution judged", "оценка исполнения"}},
    TypeTitle{"TermChanged", {"term changed", "срок изменён"}},
    TypeTitle{"DocumentRegistered", {"document", "документ"}},
    TypeTitle{"DocumentRelated", {"relation of documents", "связь документов"}},
    TypeTitle{"SignatureEvidenceAttached", {"evidence of a signature", "сведения о подписи"}},
    TypeTitle{"EventCorrected", {"correction", "исправление"}},
    TypeTitle{"FindingDispositioned", {"decision on a finding", "решение по замечанию"}},
    TypeTitle{"PersonalDataErased", {"personal data erased", "персональные данные удалены"}},
};

constexpr std::array kHeadlines{
    "/wording/title",
    "/title",
    "/title_as_written",
    "/question/title",
    "/names/0/text",
    "/profile/names/0/text",
    "/names/1/text",
    "/operator_organisation/names/0/text",
    "/act/title",
    "/choice",
    "/outcome",
    "/purpose",
    "/capacity/role",
    "/number",
    "/relation",
    "/origin",
    "/calendar",
    "/role",
    "/signature/acting_as",
    "/kind",
    "/new_key",
};

const api::JsonEnum* find_enum(std::string_view name) {
  for (const auto& candidate : api::json_schema().enums) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

Result<std::uint64_t> found(const Result<std::optional<std::uint64_t>>& index,
                            const std::string& selector) {
  if (!index) return index.error();
  if (*index) return **index;
  return ledger::not_found("NO_SUCH_EVENT", "the ledger has no event " + selector,
                           "в журнале нет события " + selector, "");
}

}  // namespace

std::string type_title(std::string_view payload_type, Language language) {
  const auto found = std::find_if(kTitles.begin(), kTitles.end(), [&](const TypeTitle& title) {
    return title.type == payload_type;
  });
  if (found == kTitles.end()) return std::string(payload_type);
  return std::string(language == Language::kRussian ? found->text.russian : found->text.english);
}

std::string headline(const api::Json& body) {
  const auto payload = body.find("payload");
  if (payload == body.end()) return {};
  for (const char* candidate : kHeadlines) {
    const api::Json::json_pointer pointer(candidate);
    if (!payload->contains(pointer)) continue;
    const api::Json& text = payload->at(pointer);
    if (text.is_string()) return printable(text.get<std::string>());
  }
  return {};
}

Result<ledger::fb::Payload> parse_type(std::string_view name) {
  const auto* value = find_enum("Payload")->find(name);
  if (value == nullptr || value->number == 0) {
    const std::string asked(name);
    return invalid("UNKNOWN_TYPE",
                   "no events are of the type \"" + asked + "\"; `letopis events` lists them",
                   "событий вида «" + asked + "» нет; виды перечисляет `letopis events`", "");
  }
  return static_cast<ledger::fb::Payload>(value->number);
}

Result<ledger::Subject> parse_subject(std::string_view text) {
  const auto bad = [&] {
    const std::string found(text);
    return invalid("BAD_SUBJECT",
                   "\"" + found +
                       "\": expected registry, or region:ID, organisation:ID, cluster:ID, "
                       "document:ID with 32 hex digits",
                   "«" + found +
                       "»: нужно registry или region:ID, organisation:ID, cluster:ID, document:ID, "
                       "где ID — 32 шестнадцатеричные цифры",
                   "");
  };
  if (text == "registry") return ledger::Subject{ledger::SubjectKind::kRegistry, {}};
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return bad();
  std::string kind(text.substr(0, colon));
  for (char& c : kind) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto* value = find_enum("SubjectKind")->find(kind);
  const auto id = ledger::fixed_from_hex<ledger::Id>(text.substr(colon + 1));
  if (value == nullptr || value->number == 0 || !id) return bad();
  return ledger::Subject{static_cast<ledger::SubjectKind>(value->number), *id};
}

Result<std::uint64_t> find_event(const ledger::ReadView& view, const std::string& selector) {
  if (selector.size() == 2 * ledger::Id::kSize) {
    const auto id = ledger::fixed_from_hex<ledger::Id>(selector);
    if (id) return found(view.find_id(*id), selector);
  }
  if (selector.size() == 2 * ledger::Hash::kSize) {
    const auto digest = ledger::fixed_from_hex<ledger::Hash>(selector);
    if (!digest) return digest.error();
    const auto located = view.find_digest(*digest);
    if (!located) return located.error();
    return found(*located ? std::optional((*located)->index) : std::nullopt, selector);
  }
  const auto index = ledger::parse_decimal(selector);
  if (!index) {
    return invalid("BAD_SELECTOR",
                   "\"" + selector +
                       "\": expected an index, an event id (32 hex digits) or a digest (64 hex "
                       "digits)",
                   "«" + selector +
                       "»: нужен номер, идентификатор события (32 шестнадцатеричные цифры) или "
                       "дайджест (64)",
                   "");
  }
  if (*index >= view.size()) {
    const std::string size = std::to_string(view.size());
    return ledger::not_found(
        "NO_SUCH_EVENT", "there is no event " + selector + ": the ledger has " + size + " events",
        "события " + selector + " нет: в журнале событий " + size, "");
  }
  return *index;
}

}  // namespace tools
