// SPDX-License-Identifier: Apache-2.0
// letopis trust: the trust file of a ledger, and the same as a page for paper.
#include <cstdio>

#include "api/files.h"
#include "ledger/trust_source.h"
#include "tools/commands/commands.h"
#include "tools/trust_options.h"
#include "tools/trust_page.h"

namespace tools {
namespace {

using ledger::Ok;
using ledger::Result;
using ledger::Status;
using ledger::Trust;

struct TrustOptions {
  std::string dir;
  std::string file;  ///< an existing trust file to print, instead of a ledger
  std::string policy;
  std::vector<std::string> auditors;
  std::string out;
  std::string page;
};

Status add_outsiders(const TrustOptions& options, Trust& trust) {
  if (!options.policy.empty()) {
    const auto text = api::read_file(options.policy);
    if (!text) return text.error();
    auto policy = ledger::parse_policy(*text);
    if (!policy) return ledger::invalid("BAD_POLICY", policy.error().message, options.policy);
    trust.policy = std::move(*policy);
    trust.policy.logs.clear();  // the ledger's own keys are in the log
  }
  auto auditors = ledger::parse_vkeys(options.auditors);
  if (!auditors) return auditors.error();
  trust.auditors = std::move(*auditors);
  return Ok{};
}

Result<Trust> make_trust(const TrustOptions& options) {
  if (!options.file.empty()) return read_trust_file(options.file);
  const auto ledger = open_ledger(options.dir);
  if (!ledger) return ledger.error();
  auto trust = ledger::trust_of(ledger->view());
  if (!trust) return trust.error();
  if (auto added = add_outsiders(options, *trust); !added) return added.error();
  return trust;
}

/// Standard output takes the trust file or the page, not both.
Status check_page_output(const TrustOptions& options) {
  const bool file_named = !options.out.empty() && options.out != "-";
  if (options.page != "-" || file_named) return Ok{};
  return ledger::invalid("WRONG_USAGE",
                         "standard output has the trust file; name a file for it with -o, or one "
                         "for the page",
                         "--page");
}

int run(const Session& session, const TrustOptions& options) {
  if (auto output = check_page_output(options); !output) return session.fail(output.error());
  const auto trust = make_trust(options);
  if (!trust) return session.fail(trust.error());
  const auto text = ledger::format_trust(*trust);
  if (!text) return session.fail(text.error());
  if (options.page == "-") {
    const std::string page = trust_page_text(session, *trust, *text);
    std::fwrite(page.data(), 1, page.size(), stdout);
  } else if (!options.page.empty()) {
    const bool html = options.page.ends_with(".html");
    auto written = api::write_file(options.page, html ? trust_page_html(session, *trust, *text)
                                                      : trust_page_text(session, *trust, *text));
    if (!written) return session.fail(written.error());
  }
  if (!options.out.empty() && options.out != "-") {
    auto written = api::write_file(options.out, *text);
    return written ? kExitOk : session.fail(written.error());
  }
  session.print(std::string_view(*text).substr(0, text->size() - 1));
  return kExitOk;
}

}  // namespace

void add_trust(CLI::App& root, Session& session) {
  auto options = std::make_shared<TrustOptions>();
  CLI::App& command = add_command(root, session, "trust",
                                  {"the file that a verifier pins, and its printed page",
                                   "файл доверия для проверяющего и его печатная страница"});
  add_dir_option(command, session, options->dir);
  command
      .add_option("--file", options->file,
                  session.say({"print this trust file instead of a ledger's",
                               "взять этот файл доверия, а не журнал"}))
      ->type_name("FILE");
  command
      .add_option("--policy", options->policy,
                  session.say({"witnesses and quorum: a tlog-policy file",
                               "свидетели и кворум: файл tlog-policy"}))
      ->type_name("FILE");
  command
      .add_option("--auditor", options->auditors,
                  session.say({"public key of an auditor", "открытый ключ аудитора"}))
      ->type_name("VKEY");
  command.add_option("-o,--output", options->out, session.say({"file to write", "куда записать"}))
      ->type_name("FILE");
  command
      .add_option("--page", options->page,
                  session.say({"page for paper: .html, or text; - for standard output",
                               "страница для печати: .html или текст; - — на стандартный вывод"}))
      ->type_name("FILE");
  set_action(command, session, options, run);
}

}  // namespace tools
