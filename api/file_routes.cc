// SPDX-License-Identifier: Apache-2.0
// Documents' files, which are kept outside the log under the hash that it knows. A file is given to
// tokens with the right to files: of the whole ledger, of the cluster whose papers it belongs to,
// or of an organisation that may see the paper (governance/readers.h). It is taken when an event
// names its hash, and never again after it was destroyed with an act.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "api/file_store.h"
#include "api/gate.h"
#include "api/internal/file_body.h"
#include "api/reasons.h"
#include "api/service.h"
#include "api/view_answer.h"
#include "ledger/body.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "projections/documents_view.h"
#include "projections/governance/readers.h"
#include "projections/places_view.h"

namespace api {
namespace {

using ledger::Hash;
using ledger::Result;
using ledger::Scope;
using projections::Chronicle;
namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// One registration that names the file, or did, and whose words count for it.
struct Paper {
  Hash registration;
  ledger::Id document;
  std::uint64_t index = 0;
  std::string media_type;
  Scope scope;
  std::uint64_t first_named_by = 0;
  std::optional<std::uint64_t> taken_back_by;
  std::optional<std::uint64_t> destroyed_by;  ///< as a paper of its place

  bool stands() const { return !taken_back_by && !destroyed_by; }
};

/// The file that a question is about, with what the ledger knows of it.
struct AskedFile {
  ViewSnapshot snapshot;
  Hash sha256;
  rules::Date today;
  /// Not empty; where one stands, only such.
  std::vector<Paper> papers;
};

Result<ledger::Body> body_at(const Service& service, std::uint64_t index) {
  const auto event = service.view().event(index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return ledger::check_body(entry->body);
}

/// Every registration that ever named the hash, that which named it first before the others.
Result<std::vector<Paper>> papers_with(const Service& service, const ViewSnapshot& snapshot,
                                       const Hash& sha256) {
  const auto matches = projections::documents_with_file(snapshot.reader, sha256);
  if (!matches) return matches.error();
  std::vector<Paper> papers;
  for (const projections::FileMatch& match : *matches) {
    const projections::DocumentRegistration& fact = match.fact();
    const auto body = body_at(service, fact.source.index);
    if (!body) return body.error();
    const auto destroyed = projections::file_destroyed_by(snapshot.reader, sha256, body->scope());
    if (!destroyed) return destroyed.error();
    papers.push_back({match.registration, match.document.id, fact.source.index, fact.media_type,
                      body->scope(), match.first_named_by, match.taken_back_by, *destroyed});
  }
  std::sort(papers.begin(), papers.end(),
            [](const Paper& a, const Paper& b) { return a.first_named_by < b.first_named_by; });
  return papers;
}

/// What is known of the places that a question comes to, each read once however many registrations
/// name it. Borrows the snapshot's reader.
class Places {
 public:
  explicit Places(const projections::ViewReader& reader) : reader_(reader) {}

  /// Null for a place that no event declares. It stays where it is.
  Result<const Chronicle*> of(const Scope& place) {
    auto known = known_.find(place);
    if (known == known_.end()) {
      auto chronicle = Chronicle::load(reader_, place);
      const bool absent = !chronicle && chronicle.error().code == ledger::ErrorCode::kNotFound;
      if (!chronicle && !absent) return chronicle.error();
      known =
          known_.emplace(place, absent ? std::nullopt : std::optional(std::move(*chronicle))).first;
    }
    return known->second ? &*known->second : nullptr;
  }

 private:
  const projections::ViewReader& reader_;
  std::map<Scope, std::optional<Chronicle>> known_;
};

/// Leaves out the registrations that prove nothing. The bytes belong to the place that named their
/// hash first, when it was not public yet, even if it took that back; afterwards everybody could
/// name it, and only those count who may open that first paper.
ledger::Status keep_those_that_count(Places& places, rules::Date today,
                                     std::vector<Paper>& papers) {
  if (papers.size() == 1) return ledger::Ok{};
  const auto home = places.of(papers.front().scope);
  if (!home) return home.error();
  const auto first = *home != nullptr
                         ? (*home)->ever<fb::DocumentRegistered>(papers.front().registration)
                         : std::nullopt;
  std::vector<Paper> counted{papers.front()};
  std::map<std::string_view, bool> judged;  // by the author's key
  for (std::size_t i = 1; first && i < papers.size(); ++i) {
    const auto there = places.of(papers[i].scope);
    if (!there) return there.error();
    const auto fact = *there != nullptr
                          ? (*there)->ever<fb::DocumentRegistered>(papers[i].registration)
                          : std::nullopt;
    if (!fact) continue;
    const std::string_view author = fact->said_by->author()->key()->string_view();
    if (!judged.contains(author)) {
      judged[author] = gov::may_open({**home, *first}, *fact->said_by, today);
    }
    if (judged[author]) counted.push_back(papers[i]);
  }
  papers = std::move(counted);
  return ledger::Ok{};
}

/// The day on which rights to papers are judged: the server's own, never one that the reader names,
/// or a former participant could ask as the participant that it was.
Result<rules::Date> today_of(const ViewDesk& desk) {
  const auto date = rules::date_from_iso(desk.today());
  if (date) return *date;
  return ledger::io_error("CLOCK", "the clock shows no day from 1900-01-01 to 2199-12-31");
}

Result<AskedFile> asked_file(const ViewDesk& desk, const Request& request, const Hash& sha256) {
  const auto today = today_of(desk);
  if (!today) return today.error();
  auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  auto papers = papers_with(desk.service(), *snapshot, sha256);
  if (!papers) return papers.error();
  if (papers->empty()) {
    return ledger::not_found("UNKNOWN_FILE", "no event names a file with this SHA-256");
  }
  Places places(snapshot->reader);
  if (auto kept = keep_those_that_count(places, *today, *papers); !kept) return kept.error();
  const auto stands = [](const Paper& paper) { return paper.stands(); };
  if (std::any_of(papers->begin(), papers->end(), stands)) {
    std::erase_if(*papers, [&](const Paper& paper) { return !stands(paper); });
  }
  return AskedFile{std::move(*snapshot), sha256, *today, std::move(*papers)};
}

/// A file that was destroyed, or that nothing names any more, is neither given nor taken.
ledger::Status check_stands(const AskedFile& file) {
  if (file.papers.front().stands()) return ledger::Ok{};
  for (const Paper& paper : file.papers) {
    if (!paper.destroyed_by) continue;
    const std::string event = std::to_string(*paper.destroyed_by);
    return in_russian(ledger::refused("FILE_DESTROYED", "the file was destroyed; event " + event +
                                                            " names the act, the hash stays"),
                      "файл уничтожен; акт назван в событии " + event + ", хеш остаётся");
  }
  const std::string event = std::to_string(*file.papers.back().taken_back_by);
  return in_russian(
      ledger::not_found("FILE_TAKEN_BACK", "the ledger names this file no more: event " + event +
                                               " corrected or withdrew its registration"),
      "журнал этот файл больше не называет: событие " + event +
          " исправило или отозвало его регистрацию");
}

// --- who may see it ------------------------------------------------------------------------------

/// The clusters that may name the document: those that an event about it is about, and those of a
/// region that adopted a charter by it. Whether they do, their facts say.
Result<std::set<ledger::Id>> clusters_about(const Service& service, const ViewSnapshot& snapshot,
                                            const ledger::Id& document) {
  std::vector<std::uint64_t> events;
  auto read = service.view().by_subject({ledger::SubjectKind::kDocument, document}, 0,
                                        [&](std::uint64_t, std::uint64_t index) {
                                          if (index < snapshot.reader.position())
                                            events.push_back(index);
                                          return index < snapshot.reader.position();
                                        });
  if (!read) return read.error();
  std::set<ledger::Id> clusters;
  for (const std::uint64_t index : events) {
    const auto body = body_at(service, index);
    if (!body) return body.error();
    for (const ledger::Subject& subject : body->subjects()) {
      if (subject.kind == ledger::SubjectKind::kCluster) clusters.insert(subject.id);
    }
    if (body->scope().kind != ledger::ScopeKind::kRegion) continue;
    if (body->payload_type() != fb::Payload::CharterAdopted) continue;
    const auto all = projections::clusters_of_region(snapshot.reader, body->scope().id);
    if (!all) return all.error();
    for (const projections::Place& cluster : *all) clusters.insert(cluster.id);
  }
  return clusters;
}

/// The places of which the paper may be one: where it was registered first.
Result<std::vector<Scope>> places_of(const Service& service, const AskedFile& file,
                                     const Paper& paper) {
  const auto clusters = clusters_about(service, file.snapshot, paper.document);
  if (!clusters) return clusters.error();
  std::vector<Scope> places{paper.scope};
  for (const ledger::Id& id : *clusters) {
    const Scope place{ledger::ScopeKind::kCluster, id};
    if (place != paper.scope) places.push_back(place);
  }
  return places;
}

/// How far a token's limits let its holder see a paper; the better one counts.
enum class Sight { kNotCovered, kNotOpened, kSeen };

/// What a place opens to the token: to a cluster's all its papers, to an organisation's those that
/// it may see there.
Result<Sight> sight_in(const Grant& grant, const AskedFile& file, Places& places,
                       const Scope& place, const gov::Paper& paper) {
  const bool cluster = place.kind == ledger::ScopeKind::kCluster;
  if (!grant.ledger_wide() && !(cluster && grant.covers(place.id))) return Sight::kNotCovered;
  const auto chronicle = places.of(place);
  if (!chronicle) return chronicle.error();
  if (*chronicle == nullptr) return Sight::kNotOpened;
  if (place != paper.fact.scope && !gov::is_paper_of(**chronicle, paper, file.today)) {
    return Sight::kNotCovered;
  }
  if (!grant.organisation) return Sight::kSeen;
  const auto access = gov::access_to_paper(**chronicle, *grant.organisation, paper, file.today);
  return access.allowed() ? Sight::kSeen : Sight::kNotOpened;
}

/// Of a withdrawn paper no place tells who may see it: its own cluster's token learns what became
/// of it.
Sight sight_without_fact(const Grant& grant, const Scope& scope) {
  const bool cluster = scope.kind == ledger::ScopeKind::kCluster;
  if (!grant.ledger_wide() && !(cluster && grant.covers(scope.id))) return Sight::kNotCovered;
  return grant.organisation ? Sight::kNotOpened : Sight::kSeen;
}

Result<Sight> sight_of(const Service& service, const Grant& grant, const AskedFile& file,
                       Places& known, const Paper& paper) {
  if (grant.ledger_wide() && !grant.organisation) return Sight::kSeen;
  const auto own = known.of(paper.scope);
  if (!own) return own.error();
  const auto fact =
      *own != nullptr ? (*own)->find<fb::DocumentRegistered>(paper.registration) : std::nullopt;
  if (!fact) return sight_without_fact(grant, paper.scope);
  const auto places = places_of(service, file, paper);
  if (!places) return places.error();
  Sight best = grant.ledger_wide() ? Sight::kNotOpened : Sight::kNotCovered;
  for (const Scope& place : *places) {
    const auto sight = sight_in(grant, file, known, place, {**own, *fact});
    if (!sight) return sight.error();
    best = std::max(best, *sight);
    if (best == Sight::kSeen) break;
  }
  return best;
}

/// One paper has to lie within every limit of the token: of clusters and of an organisation.
ledger::Status check_may_see(const Service& service, const Request& request,
                             const AskedFile& file) {
  Sight best = Sight::kNotCovered;
  Places places(file.snapshot.reader);
  for (const Paper& paper : file.papers) {
    const auto sight = sight_of(service, *request.grant, file, places, paper);
    if (!sight) return sight.error();
    if (*sight == Sight::kSeen) return ledger::Ok{};
    best = std::max(best, *sight);
  }
  if (best == Sight::kNotCovered) {
    return in_russian(
        ledger::refused("NOT_PERMITTED", "the token does not cover the paper's cluster"),
        "токен не распространяется на кластер этого документа");
  }
  return in_russian(
      ledger::refused(
          "NOT_PERMITTED",
          "the token's organisation may not see this paper: participants see what their "
          "charter opens to them, former ones up to their last day"),
      "организация этого токена не вправе видеть этот документ: участники видят то, что им "
      "открывает положение, бывшие — по последний день участия");
}

// --- answers -------------------------------------------------------------------------------------

ledger::Status check_kept_here(const Service& service) {
  if (!service.files.empty()) return ledger::Ok{};
  return in_russian(ledger::not_found("FILE_NOT_KEPT", "this server keeps no files"),
                    "этот сервер файлов не хранит");
}

/// The type as registered, if a browser only saves it.
std::string media_type_of(const AskedFile& file) {
  const std::string& type = file.papers.front().media_type;
  return type.empty() ? "application/octet-stream" : type;
}

Result<Response> give(const ViewDesk& desk, const Request& request) {
  const auto sha256 = ledger::fixed_from_hex<Hash>(request.param("sha256"));
  if (!sha256) {
    return in_russian(ledger::not_found("BAD_NAME", "a file is named by 64 lower-case hex digits"),
                      "файл называют 64 строчными шестнадцатеричными цифрами");
  }
  const auto file = asked_file(desk, request, *sha256);
  if (!file) return file.error();
  if (auto may = check_may_see(desk.service(), request, *file); !may) return may.error();
  if (auto there = check_stands(*file); !there) return there.error();
  if (auto here = check_kept_here(desk.service()); !here) return here.error();
  auto bytes = kept_bytes(desk.service().files, *sha256);
  if (!bytes) return bytes.error();
  Response response;
  response.content_type = media_type_of(*file);
  response.body = std::move(*bytes);
  response.headers.set("ETag", make_etag(to_hex(*sha256), false));
  response.headers.set("Content-Digest", "sha-256=:" + ledger::to_base64(sha256->view()) + ":");
  response.headers.set("Cache-Control", "private, no-cache");
  response.headers.set("Content-Disposition", "attachment; filename=\"" + to_hex(*sha256) + "\"");
  return response;
}

Result<Response> take(const ViewDesk& desk, const Request& request) {
  if (request.grant->organisation) {
    return in_russian(
        ledger::refused("NOT_PERMITTED", "the token of an organisation reads files only"),
        "токен организации позволяет только читать файлы");
  }
  if (auto here = check_kept_here(desk.service()); !here) return here.error();
  if (auto sent = check_file_body(request); !sent) return sent.error();
  const auto file = asked_file(desk, request, ledger::sha256(request.body));
  if (!file) return file.error();
  if (auto may = check_may_see(desk.service(), request, *file); !may) return may.error();
  if (auto there = check_stands(*file); !there) return there.error();
  const auto kept = keep_bytes(desk.service().files, request.body);
  if (!kept) return kept.error();
  Json body = {{"sha256", to_hex(kept->sha256)},
               {"bytes", request.body.size()},
               {"registrations", Json::array()}};
  for (const Paper& paper : file->papers) {
    body["registrations"].push_back(
        {{"digest", to_hex(paper.registration)}, {"index", paper.index}});
  }
  Response response = json_response(kept->is_new ? 201 : 200, body, "application/json");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Location", "/v1/files/" + to_hex(kept->sha256));
  return response;
}

}  // namespace

void add_file_routes(Router& router, const Service& service) {
  const auto desk = std::make_shared<ViewDesk>(service);
  Route get;
  get.method = "GET";
  get.pattern = "/v1/files/{sha256}";
  get.handler = [desk](const Request& request) { return give(*desk, request); };
  get.ranges = true;
  get.access = Access::kFiles;
  get.doc.summary = "A document's file by its hash, for those who may see it";
  get.doc.type = "*/*";
  get.doc.problems = {"gone", "ledger-damaged", "overloaded", "views-renewed"};
  router.add(std::move(get));
  Route post;
  post.method = "POST";
  post.pattern = "/v1/files";
  post.handler = [desk](const Request& request) { return take(*desk, request); };
  post.consumes = {"*/*"};
  post.body_bytes_max = kFileBytesMax;
  post.access = Access::kFiles;
  post.doc.summary = "Keeps a file whose hash an event names";
  post.doc.type = "application/json";
  post.doc.shape = "KeptFile";
  post.doc.success = 201;
  post.doc.also = {200};
  post.doc.problems = {"gone", "not-found", "overloaded", "views-renewed"};
  router.add(std::move(post));
}

}  // namespace api
