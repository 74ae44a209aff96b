// SPDX-License-Identifier: Apache-2.0
#include "tools/known_anchor.h"

#include "api/files.h"
#include "ledger/anchor.h"
#include "ledger/bytes.h"
#include "ledger/log_reader.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ledger::Result;
using ledger::Status;
using ledger::to_hex;

/// Where this machine remembers an anchor that does not lie in its usual place.
fs::path memory_of(const fs::path& usual) { return usual.parent_path() / "anchor.path"; }

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// The size of the checkpoint that the anchor holds; nothing where there is no file or an empty
/// one.
Result<std::optional<std::uint64_t>> anchored_size(const fs::path& anchor) {
  using Size = std::optional<std::uint64_t>;
  const auto note = ledger::read_anchor(anchor);
  if (!note && note.error().code == ledger::ErrorCode::kNotFound) return Size();
  if (!note) return note.error();
  if (!*note) return Size();
  const auto checkpoint = ledger::checkpoint_of_note(**note);
  if (!checkpoint) return checkpoint.error();
  return Size(checkpoint->size);
}

/// Whether the other anchor holds a newer checkpoint than the known one.
Result<bool> knows_more(const fs::path& other, const fs::path& known) {
  const auto theirs = anchored_size(other);
  if (!theirs) return theirs.error();
  const auto ours = anchored_size(known);
  if (!ours) return ours.error();
  return *theirs && (!*ours || **theirs > **ours);
}

}  // namespace

Result<std::optional<KnownAnchor>> known_anchor(const std::string& ledger_id) {
  using Known = std::optional<KnownAnchor>;
  const auto usual = ledger::default_anchor_path(ledger_id);
  if (!usual) return Known();
  const auto remembered = api::read_file(memory_of(*usual));
  if (remembered) {
    return Known(KnownAnchor{remembered->substr(0, remembered->find('\n')), memory_of(*usual)});
  }
  if (remembered.error().reason != "NO_FILE") return remembered.error();
  return is_there(*usual) ? Known(KnownAnchor{*usual, {}}) : Known();
}

Status check_there(const KnownAnchor& known) {
  if (is_there(known.file)) return ledger::Ok{};
  return ledger::not_found(
      "NO_ANCHOR",
      "there is no anchor at " + known.file.string() + ", where " + known.named_in.string() +
          " says that this machine keeps it: nothing else says how much was published. Put it "
          "back, or name the anchor with --anchor, or begin a new one with `letopis refill "
          "--new-anchor --known`",
      known.named_in.string());
}

Result<ledger::Checkpoint> check_held(const ledger::EventStore& store, const std::string& note,
                                      const std::string& whose) {
  const auto published = ledger::checkpoint_of_note(note);
  if (!published) return ledger::corrupt("BAD_CHECKPOINT", published.error().message, whose);
  const auto head = store.head();
  if (!head) return head.error();
  if (head->size < published->size) {
    return ledger::Error{ledger::ErrorCode::kBehind, "BEHIND",
                         "the store holds " + std::to_string(head->size) + " events, " +
                             std::to_string(published->size) +
                             " were published: refill it with --from, or begin a successor with "
                             "`letopis init --predecessor`",
                         whose};
  }
  const auto tree = ledger::load_tree(store, published->size);
  if (!tree) return tree.error();
  if (tree->root() == published->root) return *published;
  return ledger::Error{ledger::ErrorCode::kBehind, "FORKED",
                       "at size " + std::to_string(published->size) + " the store has the root " +
                           to_hex(tree->root()) + ", published was " + to_hex(published->root),
                       whose};
}

Status check_known_anchor_held(const ledger::EventStore& store, const std::string& ledger_id) {
  const auto known = known_anchor(ledger_id);
  if (!known) return known.error();
  if (!*known || !is_there((*known)->file)) return ledger::Ok{};
  const auto note = ledger::read_anchor((*known)->file);
  if (!note) return note.error();
  if (!*note) return ledger::Ok{};
  const auto held = check_held(store, **note, (*known)->file.string());
  return held ? Status(ledger::Ok{}) : Status(held.error());
}

Result<bool> remember_anchor(const std::string& ledger_id, const fs::path& anchor) {
  const auto usual = ledger::default_anchor_path(ledger_id);
  if (!usual) return true;  // nowhere to remember it
  const auto known = known_anchor(ledger_id);
  if (!known) return known.error();
  if (*known ? (*known)->file == anchor : *usual == anchor) return true;
  if (*known && is_there((*known)->file)) {
    const auto better = knows_more(anchor, (*known)->file);
    if (!better) return better.error();
    if (!*better) return false;
  }
  std::error_code ignored;
  fs::create_directories(usual->parent_path(), ignored);
  if (auto written = api::write_file(memory_of(*usual), anchor.string() + "\n"); !written) {
    return written.error();
  }
  return true;
}

}  // namespace tools
