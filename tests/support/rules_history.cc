// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rules_history.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <sstream>

#include "ledger/entry.h"
#include "ledger/message.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/support/governance_ledger.h"

namespace support {
namespace {

using ledger::Hash;

/// Everything that is in the log of a ledger, as accepted.
std::vector<RuledEvent> recorded(const GovernanceLedger& t) {
  std::vector<RuledEvent> history;
  const auto store = open_memory_store(t.test.disk);
  const auto read = store->read(0, t.size(), [&](std::uint64_t, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    LEDGER_CHECK(static_cast<bool>(entry));
    history.push_back({std::string(entry->body), entry->recorded_at_us, "accepted"});
    return true;
  });
  LEDGER_CHECK(static_cast<bool>(read));
  return history;
}

void live_elections(GovernanceLedger& t) {
  t.elect_chair();
  const std::string held = t.held_meeting(1, "2023-11-10");
  (void)t.refusal(t.told("MeetingConvened", t.meeting(1, "2023-11-11")));
  (void)t.refusal(t.native(t.head(2), "MeetingConvened", t.meeting(2, "2023-12-01")));
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  for (const std::uint64_t seat : {1U, 2U, 3U}) {
    t.must(t.native(t.head(seat), "VoteCast", t.vote(ballot, seat)));
  }
  (void)t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 1, "AGAINST")));
  (void)t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 4)));
  (void)t.refusal(t.native(t.head(4), "VoteCast", t.vote(ballot, 77)));
  t.must(t.told("BallotClosed", t.on_ballot(ballot)));
  (void)t.refusal(t.native(t.head(4), "VoteCast", t.vote(ballot, 4)));
  const std::string election = t.closed_ballot(2, held, {"FOR", "FOR", "FOR", "AGAINST", "AGAINST"},
                                               R"(,"kind":"ELECTION")");
  for (const std::uint64_t seat : {kMinistry, std::uint64_t{2}}) {
    (void)t.refusal(t.native(
        t.head(1), "DecisionDeclared",
        t.decision(seat, fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"ELECTION","offices":
                                     [{{"body":"{}","seat":"{}","office":"CHAIR",
                                     "mode":"ELECTED"}}])",
                                     held, election, t.council, org_id(seat)))));
  }
  t.must(t.told("MeetingClosed", t.meeting_closed(held)));
  (void)t.refusal(t.told("MeetingClosed", t.meeting_closed(held)));
}

void live_membership(GovernanceLedger& t) {
  t.must(t.organisation(20));
  const std::string lists = fmt::format(R"(,"included":["{}"])", org_id(20));
  (void)t.refusal(t.native(t.ministry, "OrderIssued", t.order(kMinistry, lists)));
  const auto answer = [&](const std::string& word) {
    return fmt::format(R"({{"organisation":"{}","answer":"{}","given_on":{}}})", org_id(20), word,
                       t.day("2023-10-01"));
  };
  const std::string consent = t.must(t.told("MembershipConsentRecorded", answer("CONSENT")));
  Said correction =
      t.told("EventCorrected", fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":
                                       {{"title":"x"}},"new_payload_type":
                                       "MembershipConsentRecorded","new_payload":{}}})",
                                           consent, answer("REFUSAL")));
  t.must(correction);
  (void)t.refusal(t.native(t.ministry, "OrderIssued", t.order(kMinistry, lists)));
  t.must(t.history("OrderIssued", t.order(kMinistry, lists)));
  (void)t.refusal(t.native(t.head(1), "OrderIssued", t.order(1, lists)));
  t.must(t.native(t.head(3), "OfficeHolderChanged", t.head_of(3, "RELEASED", "2023-11-01")));
  (void)t.refusal(t.native(t.head(3), "MembershipConsentRecorded", answer("CONSENT")));
}

void upgrade(GovernanceLedger& t, std::uint32_t version) {
  Said said;
  said.type = "RulesUpgraded";
  said.payload = fmt::format(R"({{"version":{}}})", version);
  t.must(said);
}

/// What the second version refuses and the first does not.
void live_second_version(GovernanceLedger& t) {
  const std::string held = t.held_meeting(5, "2023-11-13");
  (void)t.refusal(t.told("BallotOpened", t.ballot(5, held, R"(,"rule":"foo.bar")")));
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(5, held)));
  Said closing = t.native(t.ministry, "BallotClosed", t.on_ballot(ballot));
  closing.scope_kind = "REGION";
  closing.scope_id = region_id(1);
  (void)t.refusal(closing);
  t.must(t.organisation(21));
  t.must(t.told("MembershipConsentRecorded",
                fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})",
                            org_id(21), t.day("2021-03-18"))));
  (void)t.refusal(t.native(t.ministry, "OrderIssued",
                           t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(21)))));
}

/// What the third version decides otherwise than the second: a tie of which only counts are told,
/// a member who comes back, a consent to another act, a refusal recorded late.
void live_counts_and_answers(GovernanceLedger& t) {
  const std::string held = t.held_meeting(6, "2023-11-13");
  const std::string tie =
      t.must(t.told("BallotOpened", t.ballot(6, held, R"(,"kind":"COMPOSITION")")));
  t.must(t.told("BallotCounted", fmt::format(R"({{"ballot":"{}","votes_for":2,"votes_against":2,
                                             "abstained":0,"chair_choice":"NOT_STATED",
                                             "words":"NONE"}})",
                                             tie)));
  t.must(t.told("BallotClosed", t.on_ballot(tie)));
  (void)t.refusal(t.native(t.ministry, "DecisionDeclared",
                           t.decision(6, fmt::format(R"(,"meeting":"{}","ballot":"{}",
                                                     "kind":"COMPOSITION")",
                                                     held, tie))));
  const std::string with_changes = t.must(t.told("MeetingConvened", t.meeting(7, "2023-11-13")));
  t.must(t.told("AttendanceRecorded",
                t.attendance(with_changes, {1, 2, 3, 4, 5},
                             fmt::format(R"(,"changes":[{{"seat":"{0}","agenda_item":2,
                                         "change":"LEFT"}},{{"seat":"{0}","agenda_item":3,
                                         "change":"JOINED"}}])",
                                         org_id(4)))));
  const std::string first =
      t.must(t.told("BallotOpened", t.ballot(7, with_changes, R"(,"agenda_item":1)")));
  (void)t.refusal(t.native(t.head(4), "VoteCast", t.vote(first, 4)));
  const auto answer = [&](std::uint64_t number, const char* word, const char* day,
                          const std::string& more = {}) {
    t.must(t.told("MembershipConsentRecorded",
                  fmt::format(R"({{"organisation":"{}","answer":"{}","given_on":{}{}}})",
                              org_id(number), word, t.day(day), more)));
  };
  const auto including = [&](std::uint64_t number) {
    return t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(number)));
  };
  for (const std::uint64_t number : {22U, 23U}) t.must(t.organisation(number));
  const std::string another = t.must(t.history("OrderIssued", including(22)));
  answer(22, "CONSENT", "2021-03-10", fmt::format(R"(,"to":"{}")", another));
  (void)t.refusal(t.native(t.ministry, "OrderIssued", including(22)));
  answer(23, "CONSENT", "2021-03-10");
  answer(23, "REFUSAL", "2021-02-02");
  (void)t.refusal(t.native(t.ministry, "OrderIssued", including(23)));
}

/// What the third version refuses and the second does not.
void live_erasures(GovernanceLedger& t) {
  const auto erasure = [&](std::uint64_t index) {
    Said said = t.native(t.ministry, "PersonalDataErased",
                         fmt::format(R"({{"fields":[{{"index":{},"field":"payload.person.name"}}],
                                     "reason":"TERM_ENDED","document":"{}"}})",
                                     index, t.paper));
    said.cosigners = {&t.coordinator};
    return said;
  };
  (void)t.refusal(erasure(0));          // genesis is of the whole ledger
  (void)t.refusal(erasure(1'000'000));  // nobody knows what that will be
  t.must(erasure(t.size() - 1));        // the last act is of the cluster
}

/// A month, where it is not known on which of its days something was.
std::string month(const char* first, const char* last) {
  return fmt::format(
      R"({{"precision":"MONTH","not_before":"{}","not_after":"{}","source":"PRINTED"}})", first,
      last);
}

/// The digest of a meeting on some day, with these seats present: attendees as JSON.
std::string held_on(GovernanceLedger& t, std::uint64_t number, const std::string& on,
                    const std::string& attendance) {
  std::string meeting = t.meeting(number, "2023-11-13");
  const std::string known = t.day("2023-11-13");
  meeting.replace(meeting.find(known), known.size(), on);
  const std::string held = t.must(t.told("MeetingConvened", meeting));
  t.must(t.told("AttendanceRecorded",
                fmt::format(R"({{"meeting":"{}","present":[{}]}})", held, attendance)));
  return held;
}

std::string attendees(const std::vector<std::uint64_t>& seats, const std::string& of_last = {}) {
  std::string list;
  for (const std::uint64_t seat : seats) {
    list += fmt::format(R"({}{{"seat":"{}","form":"IN_PERSON"{}}})", list.empty() ? "" : ",",
                        org_id(seat), seat == seats.back() ? of_last : std::string());
  }
  return list;
}

/// A closed ballot of the meeting: these seats for it, those against it.
std::string voted(GovernanceLedger& t, std::uint64_t number, const std::string& meeting,
                  const char* kind, const std::vector<std::uint64_t>& in_favour,
                  const std::vector<std::uint64_t>& against = {}) {
  const std::string ballot = t.must(
      t.told("BallotOpened", t.ballot(number, meeting, fmt::format(R"(,"kind":"{}")", kind))));
  for (const std::uint64_t seat : in_favour) t.must(t.told("VoteCast", t.vote(ballot, seat)));
  for (const std::uint64_t seat : against) {
    t.must(t.told("VoteCast", t.vote(ballot, seat, "AGAINST")));
  }
  t.must(t.told("BallotClosed", t.on_ballot(ballot)));
  return ballot;
}

/// What the third version decides otherwise where the day of a meeting is not known, and where
/// somebody stands in for the chair: the seat 2, since the tenth of November 2023; before, 1.
void live_days_and_stand_ins(GovernanceLedger& t) {
  const auto decide = [&](std::uint64_t number, const char* kind, const std::string& meeting,
                          const std::string& ballot, const std::string& more = {}) {
    (void)t.refusal(t.native(t.ministry, "DecisionDeclared",
                             t.decision(number, fmt::format(R"(,"meeting":"{}","ballot":"{}",
                                                            "kind":"{}"{})",
                                                            meeting, ballot, kind, more))));
  };
  const std::string november = month("2023-11-01", "2023-11-30");
  const std::string some_day = held_on(t, 11, november, attendees({1, 2, 4, 5}));
  decide(11, "COMPOSITION", some_day, voted(t, 11, some_day, "COMPOSITION", {1, 4}, {2, 5}));
  const std::string deputy =
      held_on(t, 12, t.day("2023-11-13"),
              attendees({1, 4, 5, 2}, R"(,"acting":{"acting_as":"DEPUTY_HEAD"})"));
  decide(12, "COMPOSITION", deputy, voted(t, 12, deputy, "COMPOSITION", {2, 4}, {1, 5}));
  t.must(t.organisation(25));
  t.must(t.told("MembershipConsentRecorded",
                fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})",
                            org_id(25), t.day("2023-10-20"))));
  Said joins =
      t.told("OrderIssued", t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(25))));
  joins.effective = "2023-11-08";
  t.must(joins);
  const std::string october =
      held_on(t, 13, month("2023-10-01", "2023-10-31"), attendees({1, 2, 4, 5}));
  decide(13, "ELECTION", october, voted(t, 13, october, "ELECTION", {1, 2, 4, 5}),
         fmt::format(R"(,"offices":[{{"body":"{}","seat":"{}","office":"CHAIR",
                     "mode":"ELECTED"}}])",
                     t.council, org_id(25)));
}

/// Who has no standing where it acts: an applicant in the cluster, a region's operator upon an
/// entry of the whole ledger, a stranger upon a paper.
void live_standing(GovernanceLedger& t) {
  t.must(t.organisation(24));
  const TestKey outsider{870};
  Said key = t.first_key(outsider, 24, R"("ADMINISTER","ACT")", t.paper);
  for (std::string* text : {&key.payload, &key.possession_capacity}) {
    text->replace(text->find("SECRETARY"), 9, "HEAD");
  }
  t.must(key);
  t.must(t.native(outsider, "OfficeHolderChanged", t.head_of(24, "APPOINTED", "2020-09-01")));
  t.must(t.native(
      outsider, "AccessionApplied",
      fmt::format(R"({{"applicant":"{}","applied_on":{}}})", org_id(24), t.day("2023-11-01"))));
  (void)t.refusal(t.native(outsider, "MeetingConvened", t.meeting(8, "2023-11-13")));
  Said changed;
  changed.type = "OrganisationChanged";
  changed.author = &t.ministry;
  changed.payload = fmt::format(R"({{"organisation":"{}","kind":"LIQUIDATED","from":{}}})",
                                org_id(24), t.day("2023-11-01"));
  (void)t.refusal(changed);
  (void)t.refusal(t.native(outsider, "DocumentRegistered",
                           t.document(1, fmt::format(R"(,"rendition_of":"{}")", t.paper)).payload));
}

void live_third_version(GovernanceLedger& t) {
  live_counts_and_answers(t);
  live_days_and_stand_ins(t);
  live_erasures(t);
  live_standing(t);
}

}  // namespace

std::vector<RuledEvent> lived_history(std::uint32_t version) {
  GovernanceLedger t;
  std::vector<RuledEvent> history = recorded(t);
  t.on_record = [&](const ledger::SignedEvent& event, const ledger::Result<Hash>& result) {
    t.test.clock->now += 1'000'000;
    history.push_back({event.body, t.test.clock->now.load() - 1'000'000,
                       result ? "accepted" : result.error().reason});
  };
  if (version > 1) upgrade(t, version);
  live_elections(t);
  live_membership(t);
  if (version > 1) live_second_version(t);
  if (version > 2) live_third_version(t);
  return history;
}

std::string golden_text(const std::vector<RuledEvent>& history, const Hash& digest) {
  std::string text;
  for (const RuledEvent& event : history) {
    text +=
        fmt::format("{} {} {}\n", event.decision, event.recorded_at_us, ledger::to_hex(event.body));
  }
  return text + "digest " + to_hex(digest) + "\n";
}

Golden read_golden(const std::filesystem::path& file) {
  Golden golden;
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string first, second, third;
    words >> first >> second >> third;
    if (first == "digest") {
      golden.digest = *ledger::fixed_from_hex<Hash>(second);
      continue;
    }
    golden.history.push_back({*ledger::from_hex(third), std::stoull(second), first});
  }
  return golden;
}

namespace {

ledger::Referenced as_referenced(const ledger::Reference& ref, const ledger::Body& named) {
  ledger::Referenced out{
      &ref, named.payload_type(), named.scope(), named.author().organisation, {}};
  const auto* paper = named.table().payload_as_DocumentRegistered();
  if (paper != nullptr && paper->issuer() != nullptr) {
    out.issuer = *ledger::fixed_from_hex<ledger::Id>(paper->issuer()->string_view());
  }
  return out;
}

}  // namespace

Replay replay(const std::vector<RuledEvent>& history, const ledger::Admission& rules,
              const std::string& origin) {
  Replay out;
  std::map<Hash, ledger::Body> by_digest;
  std::vector<ledger::Scope> scopes;  // of the log, by index
  const Hash ledger_id = ledger::ledger_id_of(history.front().body);
  std::uint64_t index = 0;
  for (const RuledEvent& event : history) {
    auto body = ledger::check_body(event.body);
    LEDGER_CHECK(static_cast<bool>(body));
    const Hash digest = ledger::event_digest(
        ledger::signed_message(origin, index == 0 ? Hash{} : ledger_id, event.body));
    const ledger::Body* corrected = nullptr;
    if (const auto* correction = body->table().payload_as_EventCorrected()) {
      const auto target =
          by_digest.find(*ledger::fixed_from_hex<Hash>(correction->target()->string_view()));
      if (target != by_digest.end()) corrected = &target->second;
    }
    std::vector<ledger::Referenced> referenced;
    for (const ledger::Reference& ref : body->refs()) {
      const auto named = by_digest.find(ref.digest);
      if (!ref.where.starts_with("payload.") || named == by_digest.end()) continue;
      referenced.push_back(as_referenced(ref, named->second));
    }
    std::vector<std::optional<ledger::Scope>> erased;
    if (const auto* erasure = body->table().payload_as_PersonalDataErased()) {
      for (const auto* field : *erasure->fields()) {
        const bool there = field->index() < scopes.size();
        erased.push_back(there ? std::optional(scopes[field->index()]) : std::nullopt);
      }
    }
    const ledger::Candidate candidate{
        *body,      index, event.recorded_at_us, digest, author_record(out.rows, *body), corrected,
        referenced, erased};
    const ledger::Status admitted = rules.admit(out.rows, candidate);
    out.decisions.push_back(admitted ? "accepted" : admitted.error().reason);
    if (!admitted) continue;
    fold_keys(out.rows, *body, index);
    rules.fold(out.rows, candidate);
    ++index;
    scopes.push_back(body->scope());
    by_digest.emplace(digest, std::move(*body));
  }
  return out;
}

}  // namespace support
