// SPDX-License-Identifier: Apache-2.0
// The report of an audit for people (plain text, HTML that needs nothing beside it) and for
// programs: what was checked, by which keys, how much of it, what is wrong, and what the audit
// does not prove.
#pragma once

#include <string>
#include <vector>

#include "api/audit.h"
#include "tools/session.h"

namespace tools {

struct ReportSection {
  std::string heading;
  std::vector<std::string> lines;
};

/// In the user's language.
struct ReportText {
  std::string title;
  std::string verdict;
  bool good = false;
  std::vector<ReportSection> sections;
};

ReportText audit_text(const Session& session, const api::AuditReport& report,
                      const std::string& source);
std::string plain_report(const ReportText& report);
std::string html_report(const ReportText& report, Language language);
api::Json audit_json(const Session& session, const api::AuditReport& report,
                     const std::string& source);

}  // namespace tools
