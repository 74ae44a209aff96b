// SPDX-License-Identifier: Apache-2.0
// Documents' files, which are kept outside the log under the hash that it knows. A file is given to
// tokens with the right to files: of the whole ledger, of the cluster whose papers it belongs to,
// or of an organisation that may see the paper (governance/readers.h). It is taken when an event
// names its hash, and never again after it was destroyed with an act.
#include <algorithm>
#include <optional>
#include <vector>

#include "api/file_store.h"
#include "api/gate.h"
#include "api/reasons.h"
#include "api/service.h"
#include "api/view_answer.h"
#include "ledger/body.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "projections/documents_view.h"
#include "projections/governance/readers.h"

namespace api {
namespace {

using ledger::Hash;
using ledger::Result;
using ledger::Scope;
using projections::Chronicle;
namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// One registration that names the file.
struct Paper {
  Hash registration;
  std::uint64_t index = 0;
  std::string media_type;
  Scope scope;
  std::vector<ledger::Subject> subjects;
};

/// The file that a question is about, with what the ledger knows of it.
struct AskedFile {
  ViewSnapshot snapshot;
  Hash sha256;
  std::vector<Paper> papers;  ///< not empty
};

Result<Paper> paper_at(const Service& service, const projections::DocumentRegistration& paper) {
  const auto event = service.view().event(paper.source.index);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  return Paper{paper.source.digest, paper.source.index, paper.media_type, body->scope(),
               body->subjects()};
}

/// Registrations that hold and name the hash, in the order of their events.
Result<std::vector<Paper>> papers_with(const Service& service, const ViewSnapshot& snapshot,
                                       const Hash& sha256) {
  const auto matches = projections::documents_with_file(snapshot.reader, sha256);
  if (!matches) return matches.error();
  std::vector<Paper> papers;
  for (const projections::FileMatch& match : *matches) {
    const auto document = projections::find_document(snapshot.reader, match.document);
    if (!document) return document.error();
    const auto* found = *document ? (*document)->registration(match.registration) : nullptr;
    if (found == nullptr || !found->source.holds()) continue;
    auto paper = paper_at(service, *found);
    if (!paper) return paper.error();
    papers.push_back(std::move(*paper));
  }
  std::sort(papers.begin(), papers.end(),
            [](const Paper& a, const Paper& b) { return a.index < b.index; });
  return papers;
}

Result<AskedFile> asked_file(const ViewDesk& desk, const Request& request, const Hash& sha256) {
  auto snapshot = desk.open(request);
  if (!snapshot) return snapshot.error();
  auto papers = papers_with(desk.service(), *snapshot, sha256);
  if (!papers) return papers.error();
  if (papers->empty()) {
    return ledger::not_found("UNKNOWN_FILE", "no event names a file with this SHA-256");
  }
  return AskedFile{std::move(*snapshot), sha256, std::move(*papers)};
}

/// The event by which the file was destroyed, if it was: PersonalDataErased that names the field
/// "payload.file" of one of its registrations.
Result<std::optional<std::uint64_t>> destroyed_by(const AskedFile& file) {
  const auto registry =
      Chronicle::load(file.snapshot.reader, Scope{ledger::ScopeKind::kLedger, {}});
  if (!registry) return registry.error();
  for (const auto& erased : registry->all<fb::PersonalDataErased>()) {
    for (const fb::ErasedField* field : *erased->fields()) {
      const bool names = field->field()->string_view() == kErasedFile &&
                         std::any_of(file.papers.begin(), file.papers.end(),
                                     [&](const Paper& p) { return p.index == field->index(); });
      if (names) return std::optional(erased.index());
    }
  }
  return std::optional<std::uint64_t>();
}

ledger::Status check_not_destroyed(const AskedFile& file) {
  const auto by = destroyed_by(file);
  if (!by) return by.error();
  if (!*by) return ledger::Ok{};
  const std::string event = std::to_string(**by);
  return in_russian(ledger::refused("FILE_DESTROYED", "the file was destroyed; event " + event +
                                                          " names the act, the hash stays"),
                    "файл уничтожен; акт назван в событии " + event + ", хеш остаётся");
}

// --- who may see it ------------------------------------------------------------------------------

/// What the organisation issued itself, and what the charter of a cluster opens to it. A paper of a
/// place that no event declares is opened to none.
Result<bool> organisation_may_see(const AskedFile& file, const Paper& paper,
                                  const ledger::Id& organisation, rules::Date today) {
  const auto chronicle = Chronicle::load(file.snapshot.reader, paper.scope);
  if (!chronicle && chronicle.error().code == ledger::ErrorCode::kNotFound) return false;
  if (!chronicle) return chronicle.error();
  const auto fact = chronicle->find<fb::DocumentRegistered>(paper.registration);
  return fact && gov::access_to_paper(*chronicle, organisation, *fact, today).allowed();
}

/// One paper has to lie within every limit of the token: of clusters and of an organisation.
ledger::Status check_may_see(const Request& request, const AskedFile& file, rules::Date today) {
  const Grant& grant = *request.grant;
  bool covered = false;
  for (const Paper& paper : file.papers) {
    if (!may_see(request, paper.subjects)) continue;
    covered = true;
    if (!grant.organisation) return ledger::Ok{};
    const auto may = organisation_may_see(file, paper, *grant.organisation, today);
    if (!may) return may.error();
    if (*may) return ledger::Ok{};
  }
  if (!covered) {
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

/// The day on which rights to papers are judged: the server's own, never one that the reader names,
/// or a former participant could ask as the participant that it was.
Result<rules::Date> today_of(const ViewDesk& desk) {
  const auto date = rules::date_from_iso(desk.today());
  if (date) return *date;
  return ledger::io_error("CLOCK", "the clock shows no day from 1900-01-01 to 2199-12-31");
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
  const auto today = today_of(desk);
  if (!today) return today.error();
  const auto file = asked_file(desk, request, *sha256);
  if (!file) return file.error();
  if (auto may = check_may_see(request, *file, *today); !may) return may.error();
  if (auto there = check_not_destroyed(*file); !there) return there.error();
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
  const auto today = today_of(desk);
  if (!today) return today.error();
  const auto file = asked_file(desk, request, ledger::sha256(request.body));
  if (!file) return file.error();
  if (auto may = check_may_see(request, *file, *today); !may) return may.error();
  if (auto there = check_not_destroyed(*file); !there) return there.error();
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
