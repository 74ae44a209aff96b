// SPDX-License-Identifier: Apache-2.0
// Problems from errors, problems as JSON, and their pages.
#include "api/problem.h"

#include <array>

#include "api/event_json.h"
#include "api/json.h"
#include "api/reasons.h"
#include "api/router.h"
#include "ledger/kv.h"
#include "projections/runner.h"

namespace api {

namespace {

constexpr std::string_view kRetryAfterSeconds = "1";

struct CodeRow {
  ledger::ErrorCode code;
  std::string_view slug;
  bool tell;  ///< whether the error's text is about the caller's input and may be told
};

constexpr std::array kCodeRows = {
    CodeRow{ledger::ErrorCode::kInvalid, "invalid-input", true},
    CodeRow{ledger::ErrorCode::kRefused, "refused-by-rule", true},
    CodeRow{ledger::ErrorCode::kNotFound, "not-found", true},
    CodeRow{ledger::ErrorCode::kConflict, "conflict", true},
    CodeRow{ledger::ErrorCode::kOverloaded, "overloaded", true},
    CodeRow{ledger::ErrorCode::kLocked, "read-only", false},
    CodeRow{ledger::ErrorCode::kCorrupt, "ledger-damaged", false},
    CodeRow{ledger::ErrorCode::kIo, "storage-failed", false},
    CodeRow{ledger::ErrorCode::kBehind, "writer-stopped", true},
    CodeRow{ledger::ErrorCode::kFenced, "read-only", false},
    CodeRow{ledger::ErrorCode::kIndeterminate, "outcome-unknown", false},
};

struct ReasonRow {
  std::string_view reason;
  std::string_view slug;
};

/// Reasons whose status differs from that of their code.
constexpr std::array kReasonRows = {
    ReasonRow{"ACTOR_NOT_ALLOWED", "actor-not-allowed"},
    ReasonRow{"BALLOT_CLOSED", "ballot-closed"},
    ReasonRow{"DUPLICATE_ID", "conflict"},
    ReasonRow{"DUPLICATE_VOTE", "duplicate-vote"},
    ReasonRow{"EVENT_ID_TAKEN", "conflict"},
    ReasonRow{"FILE_DESTROYED", "gone"},
    ReasonRow{"FORM_NOT_TAKEN", "unsupported-media-type"},
    ReasonRow{"NOT_PERMITTED", "not-permitted"},
    ReasonRow{"PRECONDITION_FAILED", "precondition-failed"},
};

const CodeRow& row_of(ledger::ErrorCode code) {
  for (const auto& row : kCodeRows) {
    if (row.code == code) return row;
  }
  LEDGER_CHECK(false);
}

std::string_view slug_of(const ledger::Error& error, const CodeRow& row) {
  if (projections::is_view_damage(error) || error.reason == "VIEWS_RENEWED") return "views-renewed";
  if (error.reason == ledger::kOutOfFiles) return "overloaded";
  // Elsewhere the same words tell of a damaged ledger.
  const bool of_request = error.code == ledger::ErrorCode::kRefused ||
                          error.code == ledger::ErrorCode::kConflict ||
                          error.code == ledger::ErrorCode::kInvalid;
  if (!of_request) return row.slug;
  for (const auto& reason : kReasonRows) {
    if (reason.reason == error.reason) return reason.slug;
  }
  return row.slug;
}

/// Parameters are written in small letters, header fields begin with a capital; everything else is
/// a place in the body, as a pointer or as the ledger writes it ("payload.agenda[1]").
FieldError::In place_of(std::string_view where) {
  if (where.find_first_of("/.[") != std::string_view::npos) return FieldError::In::kBody;
  const bool capital = where.front() >= 'A' && where.front() <= 'Z';
  return capital ? FieldError::In::kHeader : FieldError::In::kParameter;
}

FieldError field_error(const ledger::Error& error) {
  const auto in = place_of(error.where);
  const bool path = in == FieldError::In::kBody && error.where.front() != '/';
  return {in, path ? pointer_of_path(error.where) : error.where, error.reason, error.message,
          error.russian};
}

const char* member_of(FieldError::In in) {
  if (in == FieldError::In::kBody) return "pointer";
  return in == FieldError::In::kParameter ? "parameter" : "header";
}

/// What the code means in a problem of this type. The type's own code means what the type does,
/// whatever the ledger calls by the same word: a request that is too large is no event.
projections::Explanation meaning_of(const ProblemType& type, std::string_view code) {
  const auto known = code == type.code ? std::nullopt : explain_reason(code);
  return known.value_or(projections::Explanation{type.code, type.meaning_en, type.meaning_ru});
}

/// The detail of a problem or of one fault, whose code means this.
template <typename Told>
std::string detail_of(const Told& told, const projections::Explanation& meaning, bool ru) {
  return ru ? case_in_russian(told.detail, told.detail_ru, meaning) : told.detail;
}

Json errors_json(const Problem& problem, bool ru) {
  Json errors = Json::array();
  for (const auto& error : problem.errors) {
    const auto meaning = meaning_of(*problem.type, error.code);
    errors.push_back({{member_of(error.in), error.where},
                      {"code", error.code},
                      {"detail", detail_of(error, meaning, ru)}});
  }
  return errors;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string page(Language language, std::string_view title, std::string_view content) {
  std::string html = "<!doctype html>\n<html lang=\"";
  html += language == Language::kRu ? "ru" : "en";
  html += "\"><head><meta charset=\"utf-8\"><title>";
  html.append(title).append("</title></head>\n<body><main><h1>").append(title).append("</h1>\n");
  return html.append(content).append("</main></body></html>\n");
}

Response html_response(Language language, std::string html) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  response.headers.set("Content-Language", language == Language::kRu ? "ru" : "en");
  response.headers.set("Cache-Control", "public, max-age=3600");
  response.headers.add_member("Vary", "Accept-Language");
  return response;
}

ledger::Result<Response> type_page(const Request& request) {
  const auto language = asked_language(request);
  if (!language) return language.error();
  const ProblemType* type = find_problem_type(request.param("slug"));
  if (type == nullptr) {
    return ledger::not_found("NOT_FOUND", "no problem type has this name",
                             "вида ошибок с таким именем нет", "");
  }
  const bool ru = *language == Language::kRu;
  std::string content = "<p>HTTP " + std::to_string(type->status) + ", <code>";
  content.append(type->code).append("</code></p>\n<p>");
  content.append(ru ? type->meaning_ru : type->meaning_en).append("</p>\n");
  return html_response(*language, page(*language, ru ? type->title_ru : type->title_en, content));
}

ledger::Result<Response> index_page(const Request& request) {
  const auto language = asked_language(request);
  if (!language) return language.error();
  const bool ru = *language == Language::kRu;
  std::string content = "<ul>\n";
  for (const auto& type : problem_types()) {
    content.append("<li><a href=\"/problems/").append(type.slug).append("\">");
    content.append(ru ? type.title_ru : type.title_en).append("</a> (");
    content.append(std::to_string(type.status)).append(")</li>\n");
  }
  content.append("</ul>\n<h2>").append(ru ? "Коды" : "Codes").append("</h2>\n<dl>\n");
  for (const std::string_view code : explained_reasons()) {
    const auto known = explain_reason(code);
    content.append("<dt id=\"").append(code).append("\"><code>").append(code);
    content.append("</code></dt><dd>").append(html_text(ru ? known->russian : known->english));
    content.append("</dd>\n");
  }
  content.append("</dl>\n");
  return html_response(*language, page(*language, ru ? "Виды ошибок" : "Problem types", content));
}

}  // namespace

ledger::Result<Language> asked_language(const Request& request) {
  const auto lang = request.query.get("lang");
  if (!lang) return request.language;
  if (*lang == "ru") return Language::kRu;
  if (*lang == "en") return Language::kEn;
  return ledger::invalid("UNKNOWN_LANGUAGE", "lang is ru or en", "lang");
}

bool passes(const ProblemType& type) {
  return type.status == 503 && type.slug != "read-only" && type.slug != "writer-stopped";
}

Problem make_problem(std::string_view slug, std::string detail, std::string code) {
  const ProblemType* type = find_problem_type(slug);
  LEDGER_CHECK(type != nullptr);
  Problem problem{type, code.empty() ? std::string(type->code) : std::move(code),
                  std::move(detail)};
  if (slug == "not-permitted") {  // RFC 6750 section 3.1
    problem.headers.set("WWW-Authenticate",
                        "Bearer realm=\"letopis\", error=\"insufficient_scope\"");
  }
  if (passes(*type)) problem.headers.set("Retry-After", std::string(kRetryAfterSeconds));
  return problem;
}

Problem make_problem(std::string_view slug, Said said) {
  Problem problem = make_problem(slug, std::move(said.english));
  problem.detail_ru = std::move(said.russian);
  return problem;
}

Said time_text(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  const bool whole = seconds == time;
  const auto count = whole ? seconds.count() : time.count();
  const std::string number = std::to_string(count);
  return {number + (whole ? " second" : " millisecond") + (count == 1 ? "" : "s"),
          number + (whole ? " с" : " мс")};
}

Problem problem_of(const ledger::Error& error) {
  const CodeRow& row = row_of(error.code);
  std::string detail = row.tell ? error.message : std::string();
  Problem problem = make_problem(slug_of(error, row), std::move(detail), error.reason);
  if (row.tell) problem.detail_ru = error.russian;
  if (projections::is_view_damage(error)) {
    problem.detail = "a stored row that the answer needs cannot be read; the log is sound";
    problem.detail_ru = "хранимая строка, которая нужна для ответа, не читается; журнал цел";
  }
  if (row.tell && !error.where.empty()) {
    problem.errors.push_back(field_error(error));
  }
  return problem;
}

Response problem_response(const Problem& problem, std::string_view request_id, Language language) {
  const bool ru = language == Language::kRu;
  Json body = Json::object();
  body["type"] = std::string("/problems/").append(problem.type->slug);
  body["title"] = ru ? problem.type->title_ru : problem.type->title_en;
  body["status"] = problem.type->status;
  const auto meaning = meaning_of(*problem.type, problem.code);
  if (!problem.detail.empty()) body["detail"] = detail_of(problem, meaning, ru);
  body["instance"] = request_id;
  body["code"] = problem.code;
  body["explanation"] = ru ? meaning.russian : meaning.english;
  if (!problem.errors.empty()) body["errors"] = errors_json(problem, ru);
  Response response = json_response(problem.type->status, body, "application/problem+json");
  response.headers = problem.headers;
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Language", ru ? "ru" : "en");
  response.headers.add_member("Vary", "Accept-Language");
  return response;
}

void add_problem_routes(Router& router) {
  router.add({.method = "GET",
              .pattern = "/problems",
              .handler = index_page,
              .query = {"lang"},
              .produces = {"text/html; charset=utf-8"},
              .access = Access::kOpen,
              .doc = {.summary = "The problem types and what every code means, for people",
                      .tagged = false}});
  router.add({.method = "GET",
              .pattern = "/problems/{slug}",
              .handler = type_page,
              .query = {"lang"},
              .produces = {"text/html; charset=utf-8"},
              .access = Access::kOpen,
              .doc = {.summary = "What one problem type means, for people", .tagged = false}});
}

}  // namespace api
