// SPDX-License-Identifier: Apache-2.0
// letopis append: events in the author's JSON form become signed events of a ledger, in this
// machine's folder or on a server. Names are saved before anything is sent, so sending the same
// files again repeats nothing.
#include <algorithm>
#include <filesystem>
#include <iterator>

#include "api/files.h"
#include "tools/author_desk.h"
#include "tools/batch_preview.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

using ledger::Result;

struct AppendOptions {
  std::vector<std::string> files;
  bool preview = false;
  DeskOptions desk;
};

/// JSON values of one file, and the folder to which paths in them are relative.
struct Input {
  std::vector<api::JsonText> values;
  std::filesystem::path folder;
};

Result<Input> read_input(const std::string& file) {
  Input out;
  std::string source = file;
  if (file == "-") {
    source = "<stdin>";
  } else {
    out.folder = std::filesystem::path(file).parent_path();
  }
  const auto text = read_file_or_input(file);
  if (!text) return text.error();
  auto values = api::read_json_sequence(*text, source);
  if (!values) return values.error();
  out.values = std::move(*values);
  return out;
}

Result<std::vector<api::PreparedBatch>> prepare_all(const std::vector<Input>& inputs,
                                                    api::Author& author) {
  std::vector<api::PreparedBatch> out;
  for (const Input& input : inputs) {
    for (const api::JsonText& value : input.values) {
      auto batches = author.prepare(value, input.folder);
      if (!batches) return batches.error();
      for (auto& batch : *batches) out.push_back(std::move(batch));
    }
  }
  return out;
}

/// Prepares by turns what is sent by turns, each as much as all before: what was recorded meanwhile
/// is what the author has seen when he signs the next.
class Turns {
 public:
  Turns(const std::vector<Input>& inputs, api::Author& author) : author_(author) {
    for (const Input& input : inputs) {
      for (const api::JsonText& value : input.values) values_.push_back({&value, &input.folder});
    }
  }

  Result<std::vector<api::PreparedBatch>> next() {
    std::vector<api::PreparedBatch> out;
    if (prepared_ > 0 && at_ < values_.size()) {
      if (auto seen = author_.see_newest(); !seen) return seen.error();
    }
    const std::size_t turn = std::max(prepared_, kFirstTurn);
    for (; at_ < values_.size() && out.size() < turn; ++at_) {
      auto batches = author_.prepare(*values_[at_].text, *values_[at_].folder);
      if (!batches) return batches.error();
      std::move(batches->begin(), batches->end(), std::back_inserter(out));
    }
    prepared_ += out.size();
    return out;
  }

 private:
  struct Value {
    const api::JsonText* text;
    const std::filesystem::path* folder;
  };
  static constexpr std::size_t kFirstTurn = 16;

  api::Author& author_;
  std::vector<Value> values_;
  std::size_t at_ = 0;
  std::size_t prepared_ = 0;
};

ledger::Status show_preview(const Session& session, const AppendOptions& options, AuthorDesk& desk,
                            const std::vector<api::PreparedBatch>& batches) {
  if (!options.preview) return ledger::Ok{};
  const auto folder = desk.folder();
  if (!folder) return folder.error();
  return ask_views(session, *folder, [&](const ViewFolder& views) {
    return print_preview(session, views, batches, options.desk.json);
  });
}

int run(const Session& session, AppendOptions options) {
  if (options.files.empty()) options.files.push_back("-");
  std::vector<Input> inputs;
  for (const std::string& file : options.files) {
    auto input = read_input(file);
    if (!input) return session.fail(input.error());
    inputs.push_back(std::move(*input));
  }
  auto desk = AuthorDesk::open(session, options.desk);
  if (!desk) return session.fail(desk.error());
  if (!options.preview && !options.desk.dry_run) {
    // All of it can be signed before any of it is sent.
    const auto rehearsed = (*desk)->rehearse([&](api::Author& author) -> ledger::Status {
      const auto batches = prepare_all(inputs, author);
      return batches ? ledger::Status(ledger::Ok{}) : ledger::Status(batches.error());
    });
    if (!rehearsed) return session.fail(rehearsed.error());
    Turns turns(inputs, (*desk)->author());
    return (*desk)->send(session, [&turns] { return turns.next(); });
  }
  auto batches = prepare_all(inputs, (*desk)->author());
  if (!batches) return session.fail(batches.error());
  if (auto shown = show_preview(session, options, **desk, *batches); !shown) {
    return session.fail(shown.error());
  }
  return (*desk)->send(session, std::move(*batches));
}

}  // namespace

void add_append(CLI::App& root, Session& session) {
  auto options = std::make_shared<AppendOptions>();
  CLI::App& command = add_command(root, session, "append",
                                  {"sign events and record them", "подписать и записать события"});
  command.add_option("FILES", options->files,
                     session.say({"JSON or JSON Lines; - is standard input",
                                  "JSON или JSON Lines; - это стандартный ввод"}));
  add_desk_options(command, session, options->desk);
  command
      .add_flag("--checkpoint-key-lost", options->desk.writer.checkpoint_key_lost,
                session.say({"record the event that replaces a lost checkpoint key",
                             "записать событие, заменяющее утерянный ключ контрольных точек"}))
      ->excludes("--server");
  command.add_flag(
      "--preview", options->preview,
      session.say({"show first what follows from the events: outcomes, duties, findings",
                   "сначала показать, что из событий следует: итоги, сроки, замечания"}));
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
