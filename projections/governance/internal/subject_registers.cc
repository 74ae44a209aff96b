// SPDX-License-Identifier: Apache-2.0
// What tells registers, orders, people in posts, membership and the journal's own events from
// others of their kind.
#include "projections/governance/internal/subject_teller.h"
#include "projections/governance/words.h"
#include "projections/organisations_view.h"

namespace projections::governance::internal {
namespace {

/// Enough of a key to tell it from the others.
constexpr std::size_t kKeyDigits = 16;

std::string short_key(const flatbuffers::String* key) { return key->str().substr(0, kKeyDigits); }

template <typename Names>
std::string name_in(const Names* names) {
  return display_name(names_of(names));
}

}  // namespace

// --- the journal ---------------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::LedgerCreated& event) {
  SubjectMarks out;
  out.title = text_of(event.origin());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::RulesUpgraded& event) {
  SubjectMarks out;
  out.number = std::to_string(event.version());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::KeyIntroduced& event) {
  SubjectMarks out;
  out.title = short_key(event.key());
  const fb::Role role = event.capacity()->role();
  out.of = joined(role == fb::Role::UNSPECIFIED ? Sentence() : words_of(role),
                  organisation(event.capacity()->organisation()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::KeyRevoked& event) {
  SubjectMarks out;
  out.title = short_key(event.key());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::KeySuspected& event) {
  SubjectMarks out;
  out.title = short_key(event.key());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::KeyRecovered& event) {
  SubjectMarks out;
  out.title = short_key(event.new_key());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::EventReconfirmed& event) {
  return belonging({"reconfirmation of", "подтверждение", "подтверждения"}, event.events()->Get(0));
}

SubjectMarks SubjectTeller::marks(const fb::EventCorrected& event) {
  return belonging({"correction of", "исправление", "исправления"}, event.target());
}

SubjectMarks SubjectTeller::marks(const fb::FindingDispositioned& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  out.of = same_in_both(text_of(event.code()));
  return out;
}

// --- charters, calendars, registers --------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::CharterAdopted& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  put_printed(event.basis()->printed(), out);
  if (!out.day.not_before && !out.day.not_after) out.day = rules::fuzzy(event.effective());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::CalendarYearPublished& event) {
  const std::string year = std::to_string(event.year());
  SubjectMarks out = of_kind(
      {"calendar of " + year, "календарь на " + year + " год", "календаря на " + year + " год"});
  out.title = text_of(event.calendar());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::RegionDeclared& event) {
  SubjectMarks out;
  out.title = name_in(event.names());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ClusterCreated& event) {
  SubjectMarks out;
  out.title = name_in(event.names());
  out.day = rules::fuzzy(event.decided_on());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::OrganisationRegistered& event) {
  SubjectMarks out;
  out.title = name_in(event.profile()->names());
  if (out.title.empty()) out.of = organisation(event.profile()->organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::OrganisationChanged& event) {
  SubjectMarks out;
  if (event.kind() == fb::OrganisationChangeKind::RENAMED) {
    out.kind = {"renaming", "переименование", "переименования"};
    out.title = name_in(event.names());
  } else if (event.kind() == fb::OrganisationChangeKind::REORGANISED) {
    out.kind = {"reorganisation", "реорганизация", "реорганизации"};
  } else if (event.kind() == fb::OrganisationChangeKind::LIQUIDATED) {
    out.kind = {"liquidation", "ликвидация", "ликвидации"};
  }
  out.day = rules::fuzzy(event.from());
  out.of = organisation(event.organisation());
  return out;
}

// --- people in posts -----------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::OfficeHolderChanged& event) {
  SubjectMarks out;
  if (event.change() == fb::OfficeChangeKind::APPOINTED) {
    out.kind = {"appointment", "назначение", "назначения"};
  } else if (event.change() == fb::OfficeChangeKind::RELEASED) {
    out.kind = {"release from office", "освобождение от должности", "освобождения от должности"};
  } else if (event.change() == fb::OfficeChangeKind::ACTING) {
    out.kind = {"acting appointment", "назначение исполняющим обязанности",
                "назначения исполняющим обязанности"};
  }
  out.day = rules::fuzzy(event.from());
  Sentence post = same_in_both(text_of(event.position()));
  if (!says(post) && event.role() != fb::Role::UNSPECIFIED) post = words_of(event.role());
  out.of = joined(post, organisation(event.organisation()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::RepresentativeAuthorised& event) {
  SubjectMarks out;
  out.number = text_of(event.power()->number());
  out.day = rules::fuzzy(event.power()->from());
  out.of = joined(organisation(event.organisation()), same_in_both(text_of(event.position())));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::PersonAliasDeclared& event) {
  SubjectMarks out;
  if (event.wording() != nullptr) out.title = text_of(event.wording()->title());
  out.of = organisation(event.organisation());
  return out;
}

// --- what the record holds -----------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::CoverageDeclared& event) {
  SubjectMarks out;
  const auto day = [](const flatbuffers::String* iso) {
    const auto date = iso == nullptr ? std::nullopt : rules::date_from_iso(iso->string_view());
    return date ? FuzzyDate::on(*date) : FuzzyDate{};
  };
  out.of = period_in_words(day(event.from()), day(event.to()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::OpeningState& event) {
  SubjectMarks out;
  out.day = rules::fuzzy(event.as_of());
  if (event.act() != nullptr) out.title = text_of(event.act()->title());
  return out;
}

// --- orders and membership -----------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::OrderIssued& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  put_printed(event.act()->printed(), out);
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::MembershipConsentRecorded& event) {
  SubjectMarks out;
  if (event.answer() == fb::ConsentAnswer::REFUSAL) {
    out.kind = {"refusal of membership", "отказ от участия", "отказа от участия"};
  }
  out.day = rules::fuzzy(event.given_on());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::AccessionApplied& event) {
  SubjectMarks out;
  out.day = rules::fuzzy(event.applied_on());
  out.of = organisation(event.applicant());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::WithdrawalNoticeRecorded& event) {
  SubjectMarks out;
  if (event.act() == fb::WithdrawalAct::RECALLED) {
    out.kind = {"recall of a notice of withdrawal", "отзыв уведомления о выходе",
                "отзыва уведомления о выходе"};
  }
  out.day = rules::fuzzy(event.received_on());
  out.of = from_to(organisation(event.organisation()), addressee(event.to()));
  return out;
}

}  // namespace projections::governance::internal
