// SPDX-License-Identifier: Apache-2.0
// RFC 9457 problem details: the only form in which the API says no. One table gives every problem
// type its status, titles and explanation; one function maps the ledger's errors into it.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"
#include "ledger/result.h"

namespace api {

/// A problem type: `/problems/<slug>` is its URL and its page.
struct ProblemType {
  std::string_view slug;
  int status;
  std::string_view code;  ///< stable reason used when the occurrence has no narrower one
  std::string_view title_en;
  std::string_view title_ru;
  std::string_view meaning_en;  ///< what it means and what the caller can do
  std::string_view meaning_ru;
};

/// All types, sorted by slug.
std::span<const ProblemType> problem_types();
/// nullptr if there is none.
const ProblemType* find_problem_type(std::string_view slug);

/// What is told, in both languages.
struct Said {
  std::string english;
  std::string russian;
};

/// One fault inside the request.
struct FieldError {
  enum class In { kBody, kParameter, kHeader };

  In in;
  std::string where;  ///< JSON pointer (RFC 6901) into the body, or the parameter's or field's name
  std::string code;
  std::string detail;
  std::string detail_ru = {};  ///< empty where there is only the English one
};

/// One occurrence of a problem.
struct Problem {
  const ProblemType* type;     ///< never null
  std::string code;            ///< stable upper-case reason
  std::string detail;          ///< one English sentence; empty when the cause is internal
  std::string detail_ru = {};  ///< the same in Russian; empty where there is only the English one
  std::vector<FieldError> errors = {};
  Headers headers = {};  ///< e.g. Allow, Retry-After
};

/// Whether trying again later helps, with nobody doing anything about it: such a problem says in
/// Retry-After when. A server that only reads, and a writer that an alarm has stopped, stay as they
/// are until the operator acts.
bool passes(const ProblemType& type);

/// REQUIRES: the slug is in the table. An empty code means the type's own.
Problem make_problem(std::string_view slug, std::string detail, std::string code = {});
/// The same with what is told in both languages, under the type's own code.
Problem make_problem(std::string_view slug, Said said);

/// "10 seconds", "40 milliseconds": a limit in a problem's text.
Said time_text(std::chrono::milliseconds time);

/// The one mapping from the ledger's errors. Causes inside the server (kIo, kCorrupt, kFenced,
/// kLocked) keep their code and lose their text.
Problem problem_of(const ledger::Error& error);

/// application/problem+json in the language; `instance` is the request id. In Russian a detail that
/// has no Russian sentence says what the code means and then, in brackets, the English one.
Response problem_response(const Problem& problem, std::string_view request_id, Language language);

/// The language in `lang`, without it that of Accept-Language. kInvalid UNKNOWN_LANGUAGE.
ledger::Result<Language> asked_language(const Request& request);

class Router;
/// GET /problems and GET /problems/{slug}, in Russian or English by ?lang or Accept-Language.
void add_problem_routes(Router& router);

}  // namespace api
