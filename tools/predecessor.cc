// SPDX-License-Identifier: Apache-2.0
#include "tools/predecessor.h"

#include <filesystem>
#include <utility>

#include "api/files.h"
#include "api/log_source.h"
#include "ledger/anchor.h"
#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/log_reader.h"
#include "ledger/merkle.h"
#include "ledger/tile_reader.h"
#include "ledger/witness.h"
#include "tools/known_anchor.h"
#include "tools/ledger_folder.h"
#include "tools/log_keys.h"
#include "tools/trust_options.h"

namespace tools {
namespace {

using api::Json;
using ledger::Checkpoint;
using ledger::Hash;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

using Proof = std::vector<Hash>;

/// What is left of the lost ledger.
struct Salvaged {
  std::shared_ptr<const ledger::EventStore> log;
  ledger::LedgerIdentity identity;
  std::uint64_t size = 0;
  Hash root;
};

Result<Salvaged> salvaged_from(const std::string& name) {
  auto source = api::open_log_source(name);
  if (!source) return source.error();
  if (!source->log) return ledger::invalid("SUBJECT_BUNDLE", "it is no ledger", name);
  Salvaged out;
  auto identity = ledger::identity_of(*source->log);
  if (!identity) return identity.error();
  out.identity = std::move(*identity);
  const auto head = source->log->head();
  if (!head) return head.error();
  const auto tree = ledger::load_tree(*source->log, head->size);
  if (!tree) return tree.error();
  out.size = tree->size();
  out.root = tree->root();
  // A folder that is thrown away stays as long as the log that lies in it.
  const auto kept = std::make_shared<api::LogSource>(std::move(*source));
  out.log = std::shared_ptr<const ledger::EventStore>(kept, kept->log.get());
  return out;
}

/// The last checkpoint of a lost ledger that anybody has: a file, or the ledger's anchor.
Result<std::string> last_checkpoint(const PredecessorAsked& asked, const Hash& ledger_id) {
  if (!asked.last_checkpoint.empty()) return api::read_file(asked.last_checkpoint);
  const auto anchor = anchor_of(asked.source, "", ledger_id);
  if (!anchor) return anchor.error();
  const auto note = ledger::read_anchor(*anchor);
  if (!note) return note.error();
  return note->value_or(std::string());
}

ledger::Error forked(const std::string& whose, std::uint64_t size, const Hash& root,
                     const Hash& published) {
  return ledger::corrupt("FORKED",
                         "at size " + std::to_string(size) + " " + whose + " has the root " +
                             to_hex(root) + ", the last checkpoint says " + to_hex(published),
                         "last checkpoint");
}

/// Another checkpoint at hand: not newer than the last one, and of no other history as far as
/// roots of one size tell.
Status compare_other(const std::string& whose, const Checkpoint& other, const Checkpoint& last,
                     const Salvaged& salvaged) {
  if (other.size > last.size) {
    return ledger::refused("NOT_THE_LAST",
                           "the last checkpoint is of size " + std::to_string(last.size) + ", " +
                               whose + " has one of size " + std::to_string(other.size),
                           "last checkpoint");
  }
  if (other.size == last.size && other.root != last.root) {
    return forked(whose, other.size, other.root, last.root);
  }
  if (other.size == 0 || other.size > salvaged.size) return Ok{};
  const auto tree = ledger::load_tree(*salvaged.log, other.size);
  if (!tree) return tree.error();
  if (tree->root() == other.root) return Ok{};
  return ledger::corrupt("FORKED",
                         "at size " + std::to_string(other.size) + " what was salvaged has the " +
                             "root " + to_hex(tree->root()) + ", " + whose + " says " +
                             to_hex(other.root),
                         whose);
}

/// The newest checkpoint that was salvaged, and the one that this machine keeps.
Status compare_with_kept(const Salvaged& salvaged, const Checkpoint& last) {
  const auto kept = salvaged.log->last_checkpoint();
  if (!kept) return kept.error();
  const auto of_salvaged =
      *kept ? ledger::checkpoint_of_note(**kept) : Result<Checkpoint>(Checkpoint{});
  if (of_salvaged) {
    auto fits = compare_other("what was salvaged", *of_salvaged, last, salvaged);
    if (!fits) return fits;
  }
  const auto known = known_anchor(to_hex(salvaged.identity.ledger_id));
  if (!known) return known.error();
  if (!*known) return Ok{};
  const auto note = ledger::read_anchor((*known)->file);
  if (!note || !*note) return Ok{};
  const auto anchored = ledger::checkpoint_of_note(**note);
  if (!anchored) return Ok{};
  return compare_other("the anchor " + (*known)->file.string(), *anchored, last, salvaged);
}

/// Signed by a key of the log that was lost: one that its salvaged events name, or a trust file.
Result<Checkpoint> signed_by_predecessor(const Salvaged& salvaged, const std::string& note,
                                         const std::optional<ledger::Trust>& trust) {
  const auto published = ledger::checkpoint_of_note(note);
  if (!published) return published.error();
  if (published->origin != salvaged.identity.origin) {
    return ledger::conflict("ANOTHER_LEDGER", "the last checkpoint is of " + published->origin +
                                                  ", the predecessor is " +
                                                  salvaged.identity.origin);
  }
  auto own = checkpoint_keys_of(*salvaged.log, salvaged.size);
  if (!own) return own.error();
  const auto keys = with_pinned_keys(std::move(*own), salvaged.identity.ledger_id, trust);
  if (!keys) return keys.error();
  const auto verifier = ledger::CheckpointVerifier::create(salvaged.identity.origin, *keys, {});
  if (!verifier) return verifier.error();
  const auto opened = verifier->open(note);
  if (!opened && opened.error().reason == "NO_TRUSTED_SIGNATURE") {
    return ledger::refused("NO_TRUSTED_SIGNATURE",
                           "the last checkpoint is signed by no key that the salvaged events name" +
                               std::string(trust ? ", nor by one of the trust file"
                                                 : ": if the log's key was changed after them, "
                                                   "name it with --trust"),
                           "last checkpoint");
  }
  if (!opened) {
    return ledger::corrupt(
        opened.error().reason,
        "the last checkpoint is not signed by a key of the predecessor: " + opened.error().message,
        "last checkpoint");
  }
  return opened->checkpoint;
}

ledger::Error too_short(const std::string& name, std::uint64_t size, std::uint64_t wanted) {
  return ledger::not_found("PROOF_TOO_SHORT",
                           name + " has the tree up to size " + std::to_string(size) +
                               ", the last checkpoint is of size " + std::to_string(wanted),
                           "--consistency");
}

/// From a request to a witness, as a bundle of a range has it.
Result<Proof> proof_in_request(const std::string& bytes, const Salvaged& salvaged,
                               const Checkpoint& last) {
  auto request = ledger::parse_add_checkpoint(bytes);
  if (!request) return request.error();
  const auto to = ledger::checkpoint_of_note(request->checkpoint);
  if (!to) return to.error();
  if (request->old_size != salvaged.size || to->size != last.size) {
    return ledger::invalid("PROOF_OF_OTHER_SIZES",
                           "the proof leads from size " + std::to_string(request->old_size) +
                               " to " + std::to_string(to->size) + ", wanted is one from " +
                               std::to_string(salvaged.size) + " to " + std::to_string(last.size),
                           "--consistency");
  }
  return std::move(request->proof);
}

/// Of tiles alone: the entries may be lost.
Result<Proof> proof_in_tiles(const ledger::EventStore& log, std::uint64_t size,
                             const Salvaged& salvaged, const Checkpoint& last) {
  ledger::TileCache cache;
  const ledger::TileNodeReader nodes(
      size,
      [&log](const ledger::TileId& tile) -> Result<std::string> {
        auto row = log.get(ledger::Table::kTile, ledger::tile_key(tile.level, tile.index));
        if (!row) return row.error();
        if (!*row) return ledger::not_found("NO_TILE", "a tile is not there", tile_path(tile));
        return std::move(**row);
      },
      cache);
  return ledger::consistency_proof(salvaged.size, last.size, nodes);
}

Result<Proof> proof_in_store(std::shared_ptr<const ledger::EventStore> log,
                             const Salvaged& salvaged, const Checkpoint& last) {
  ledger::LogReader reader(std::move(log));
  if (auto loaded = reader.load(); !loaded) return loaded.error();
  return reader.view().consistency(salvaged.size, last.size);
}

/// What --consistency names, whatever it is. It is not believed, only followed.
Result<Proof> consistency_from(const std::string& name, const Salvaged& salvaged,
                               const Checkpoint& last) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(name, ignored) &&
      std::filesystem::file_size(name, ignored) <= ledger::kAddCheckpointBytesMax) {
    const auto bytes = api::read_file(name);
    if (!bytes) return bytes.error();
    if (bytes->starts_with("old ")) return proof_in_request(*bytes, salvaged, last);
  }
  const auto source = api::open_log_source(name);
  if (!source) return source.error();
  if (!source->log) return ledger::invalid("SUBJECT_BUNDLE", "it has no tree", name);
  const auto head = source->log->head();
  if (!head) return head.error();
  if (head->size < last.size) return too_short(name, head->size, last.size);
  if (!source->static_form) return proof_in_store(source->log, salvaged, last);
  const bool range = source->header && source->header->kind == api::BundleKind::kRange;
  if (range && source->header->from == salvaged.size && head->size == last.size) {
    const auto bytes = api::read_file((source->folder / "consistency").string());
    if (!bytes) return bytes.error();
    return proof_in_request(*bytes, salvaged, last);
  }
  return proof_in_tiles(*source->log, head->size, salvaged, last);
}

/// How the last checkpoint stands to what was salvaged.
Result<Continuity> continuity(const PredecessorAsked& asked, const Salvaged& salvaged,
                              const Checkpoint& last) {
  if (last.size <= salvaged.size) {
    const auto tree = ledger::load_tree(*salvaged.log, last.size);
    if (!tree) return tree.error();
    if (tree->root() == last.root) return Continuity::kHeld;
    return forked("what was salvaged", last.size, tree->root(), last.root);
  }
  if (asked.consistency.empty()) return Continuity::kUnproven;
  const auto proof = consistency_from(asked.consistency, salvaged, last);
  if (!proof) return proof.error();
  const auto shown =
      ledger::verify_consistency(salvaged.size, last.size, salvaged.root, last.root, *proof);
  if (shown) return Continuity::kProven;
  return ledger::corrupt(
      shown.error().reason,
      "no proof in " + asked.consistency + " leads from what was salvaged, size " +
          std::to_string(salvaged.size) + ", to the last checkpoint, size " +
          std::to_string(last.size) + ": the key of the predecessor signed another history",
      "--consistency");
}

Text unproven_words() {
  return {
      "the last checkpoint is signed by the predecessor's key, but nothing here proves that it "
      "continues what was salvaged: if that key signed two histories, this may be the other "
      "one",
      "последнюю контрольную точку подписал ключ прежнего журнала, но ничто здесь не "
      "доказывает, что она продолжает спасённое: если этот ключ подписал две истории, это "
      "может быть другая"};
}

}  // namespace

Result<Predecessor> find_predecessor(const PredecessorAsked& asked) {
  const auto salvaged = salvaged_from(asked.source);
  if (!salvaged) return salvaged.error();
  const auto note = last_checkpoint(asked, salvaged->identity.ledger_id);
  if (!note) return note.error();
  const auto trust = read_trust(asked.trust);
  if (!trust) return trust.error();
  const auto last = signed_by_predecessor(*salvaged, *note, *trust);
  if (!last) return last.error();
  const auto stands = continuity(asked, *salvaged, *last);
  if (!stands) return stands.error();
  if (auto fits = compare_with_kept(*salvaged, *last); !fits) return fits.error();
  return Predecessor{Json{{"ledger_id", to_hex(salvaged->identity.ledger_id)},
                          {"checkpoint_hash", to_hex(ledger::sha256(*note))},
                          {"checkpoint_size", last->size},
                          {"checkpoint_root", to_hex(last->root)},
                          {"salvaged_size", salvaged->size},
                          {"salvaged_root", to_hex(salvaged->root)}},
                     last->size, salvaged->size, *stands};
}

std::string continuity_words(const Session& session, const Predecessor& predecessor) {
  if (predecessor.continuity != Continuity::kUnproven) return {};
  return session.say({"NOT PROVEN: ", "НЕ ДОКАЗАНО: "}) + session.say(unproven_words()) +
         session.say(
             {". Give --consistency with tiles, a bundle, an address or a witness's request "
              "if anybody has the tree of that checkpoint.",
              ". Если у кого-либо есть дерево этой точки, дайте --consistency: плитки, "
              "набор, адрес или запрос к свидетелю."});
}

std::string predecessor_words(const Session& session, const Json& payload) {
  const auto number = [&](const char* name) {
    const auto found = payload.find(name);
    if (found == payload.end()) return std::string("0");
    return found->is_string() ? found->get<std::string>() : found->dump();
  };
  std::string out = payload.value("ledger_id", std::string()) +
                    session.say({", published ", ", опубликовано "}) + number("checkpoint_size") +
                    session.say({", salvaged ", ", спасено "}) + number("salvaged_size");
  if (payload.value("checkpoint_root", std::string()) ==
      payload.value("salvaged_root", std::string())) {
    return out + session.say({", the same root", ", корень тот же"});
  }
  return out + session.say({"; this event does not prove that these are one history",
                            "; это событие не доказывает, что история одна"});
}

}  // namespace tools
