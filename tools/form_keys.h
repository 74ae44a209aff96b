// SPDX-License-Identifier: Apache-2.0
// The keys of the secretary's form, in Russian and English.
#pragma once

#include "tools/form_reader.h"

namespace tools::form_keys {

inline constexpr FormKey kAbout{"о_документе", "about"};
inline constexpr FormKey kAbsent{"отсутствуют", "absent"};
inline constexpr FormKey kAbstain{"воздержались", "abstain"};
inline constexpr FormKey kAddressees{"исполнители", "addressees"};
inline constexpr FormKey kAdmits{"включить", "admits"};
inline constexpr FormKey kAgainst{"против", "against"};
inline constexpr FormKey kAgendaState{"повестка", "agenda"};
inline constexpr FormKey kAppointed{"назначен", "appoints"};
inline constexpr FormKey kApproved{"утвердил", "approved"};
inline constexpr FormKey kAs{"как", "as"};
inline constexpr FormKey kAttendance{"присутствие", "attendance"};
inline constexpr FormKey kAuthority{"полномочие", "authority"};
inline constexpr FormKey kAuthorityNumber{"номер_полномочия", "authority_number"};
inline constexpr FormKey kBody{"орган", "body"};
inline constexpr FormKey kBy{"кем", "by"};
inline constexpr FormKey kCandidates{"кандидаты", "candidates"};
inline constexpr FormKey kChairChoice{"председатель", "chair"};
inline constexpr FormKey kClause{"пункт", "clause"};
inline constexpr FormKey kCluster{"кластер", "cluster"};
inline constexpr FormKey kConvenedBy{"созвано", "convened_by"};
inline constexpr FormKey kDate{"дата", "date"};
inline constexpr FormKey kDecision{"решение", "decision"};
inline constexpr FormKey kDependsOn{"зависит_от", "depends_on"};
inline constexpr FormKey kDocument{"документ", "document"};
inline constexpr FormKey kElected{"избран", "elects"};
inline constexpr FormKey kExcludes{"исключить", "excludes"};
inline constexpr FormKey kFile{"файл", "file"};
inline constexpr FormKey kFor{"за", "for"};
inline constexpr FormKey kForCandidates{"за_кандидатов", "for_candidates"};
inline constexpr FormKey kForOptions{"за_варианты", "for_options"};
inline constexpr FormKey kForm{"форма", "form"};
inline constexpr FormKey kFrom{"с", "from"};
inline constexpr FormKey kFromItem{"с_вопроса", "from_item"};
inline constexpr FormKey kInvited{"приглашены", "invited"};
inline constexpr FormKey kJoined{"пришли", "joined"};
inline constexpr FormKey kKind{"вид", "kind"};
inline constexpr FormKey kLeft{"ушли", "left"};
inline constexpr FormKey kMeeting{"заседание", "meeting"};
inline constexpr FormKey kMeetingsOf{"заседания_органа", "meetings_of"};
inline constexpr FormKey kName{"имя", "name"};
inline constexpr FormKey kNotVoting{"не_голосовали", "not_voting"};
inline constexpr FormKey kNumber{"номер", "number"};
inline constexpr FormKey kOffice{"должность", "office"};
inline constexpr FormKey kOn{"дата", "on"};
inline constexpr FormKey kOpenedBy{"открыл", "opened_by"};
inline constexpr FormKey kOpenness{"голосование", "openness"};
inline constexpr FormKey kOpinionParts{"части_заключения", "opinion_parts"};
inline constexpr FormKey kOptions{"варианты", "options"};
inline constexpr FormKey kOrganisation{"организация", "organisation"};
inline constexpr FormKey kOutcome{"итог", "outcome"};
inline constexpr FormKey kParts{"части", "parts"};
inline constexpr FormKey kPeople{"люди", "people"};
inline constexpr FormKey kPerson{"человек", "person"};
inline constexpr FormKey kPosition{"должность", "position"};
inline constexpr FormKey kPresent{"присутствуют", "present"};
inline constexpr FormKey kPresentCount{"присутствовало", "present"};
inline constexpr FormKey kPresentStated{"присутствует_по_протоколу", "present_stated"};
inline constexpr FormKey kPresiding{"председательствует", "presiding"};
inline constexpr FormKey kProtocol{"протокол", "protocol"};
inline constexpr FormKey kQuestion{"вопрос", "question"};
inline constexpr FormKey kQuestionText{"формулировка", "wording"};
inline constexpr FormKey kReason{"причина", "reason"};
inline constexpr FormKey kReference{"ссылка", "reference"};
inline constexpr FormKey kRemote{"дистанционно", "remote"};
inline constexpr FormKey kRendition{"вид_файла", "rendition"};
inline constexpr FormKey kResult{"итог", "result"};
inline constexpr FormKey kSeat{"место", "seat"};
inline constexpr FormKey kSeats{"места", "seats"};
inline constexpr FormKey kSentOn{"повестка_разослана", "agenda_sent_on"};
inline constexpr FormKey kSigned{"подписали", "signed"};
inline constexpr FormKey kTerm{"срок", "term"};
inline constexpr FormKey kText{"текст", "text"};
inline constexpr FormKey kTheme{"тема", "theme"};
inline constexpr FormKey kTitle{"название", "title"};
inline constexpr FormKey kTotalStated{"всего_по_протоколу", "total_stated"};
inline constexpr FormKey kVotes{"голосовали", "votes"};
inline constexpr FormKey kWords{"словами", "words"};

}  // namespace tools::form_keys
