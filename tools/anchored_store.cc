// SPDX-License-Identifier: Apache-2.0
#include "tools/anchored_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "ledger/anchor.h"
#include "ledger/checkpoint.h"
#include "tools/ledger_folder.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ledger::Fault;
using ledger::FaultClass;
using ledger::Result;

Fault anchor_fault(FaultClass kind, std::string field, std::string reason, std::string message) {
  Fault fault;
  fault.kind = kind;
  fault.structure = "anchor";
  fault.field = std::move(field);
  fault.reason = std::move(reason);
  fault.message = std::move(message);
  return fault;
}

/// Whether this process may not read the file, or not look into its folder.
bool is_forbidden(const std::string& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0 && errno == EACCES;
}

/// An anchor that cannot be read keeps nothing else from being verified.
AnchorView unreadable_anchor(const ledger::Error& error) {
  AnchorView out;
  if (error.code == ledger::ErrorCode::kIo && is_forbidden(error.where)) {
    out.warning = anchor_fault(FaultClass::kUnreadable, error.where, "ANCHOR_NO_PERMISSION",
                               "not compared with the anchor: no permission");
  } else {
    out.fault = anchor_fault(FaultClass::kUnreadable, error.where, error.reason, error.message);
  }
  return out;
}

bool is_about_the_anchor(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kIo || error.code == ledger::ErrorCode::kCorrupt;
}

/// The folder's notes name an anchor that is not there. It may be missing on another machine.
AnchorView without_anchor(const fs::path& dir, const fs::path& place) {
  AnchorView out;
  const auto notes = read_folder_notes(dir);
  if (!notes || notes->anchor.empty()) return out;
  out.warning = anchor_fault(
      FaultClass::kMissing, place.string(), "ANCHOR_MISSING",
      "not compared with the anchor: it is not where letopis.json says. On another machine that is "
      "so; on the ledger's own one somebody took it away");
  return out;
}

/// The folder's notes name another anchor than the one that this machine keeps, which counts.
std::optional<Fault> noted_elsewhere(const fs::path& dir, const fs::path& place) {
  const auto notes = read_folder_notes(dir);
  if (!notes || notes->anchor.empty()) return std::nullopt;
  std::error_code ignored;
  if (fs::weakly_canonical(notes->anchor, ignored) == fs::weakly_canonical(place, ignored)) {
    return std::nullopt;
  }
  return anchor_fault(FaultClass::kEdited, notes->anchor.string(), "ANCHOR_ELSEWHERE",
                      "letopis.json names another anchor than the one that this machine keeps at " +
                          place.string() + ", which was compared");
}

Result<AnchorView> look_at_anchor(const fs::path& dir, const std::string& wanted,
                                  const ledger::Hash& ledger_id) {
  const auto path = anchor_of(dir, wanted, ledger_id);
  if (!path && path.error().code == ledger::ErrorCode::kInvalid) return AnchorView();
  if (!path && is_about_the_anchor(path.error())) return unreadable_anchor(path.error());
  if (!path) return path.error();
  auto reading = ledger::inspect_anchor(*path);
  if (!reading && is_about_the_anchor(reading.error())) return unreadable_anchor(reading.error());
  if (!reading && wanted.empty()) return without_anchor(dir, *path);
  if (!reading) return reading.error();
  AnchorView out;
  out.note = std::move(reading->note);
  if (wanted.empty()) out.warning = noted_elsewhere(dir, *path);
  if (reading->bad_slot) {
    out.warning = anchor_fault(
        FaultClass::kUnreadable, "slot " + std::to_string(*reading->bad_slot), "ANCHOR_SLOT",
        "one of the anchor's two slots is not whole: a power cut tore it, or somebody changed it. "
        "The other one was compared; whether this one held a newer checkpoint is not known. The "
        "next writing puts it right");
  } else if (reading->foreign_bytes && !out.warning) {
    out.warning = anchor_fault(
        FaultClass::kUnreadable, path->string(), "ANCHOR_PADDING",
        "bytes stand in the anchor where its format has zeros or nothing: a power cut may leave "
        "the "
        "rest of a longer checkpoint, else somebody wrote them. The newest checkpoint in it is "
        "whole, and was compared");
  }
  return out;
}

std::uint64_t size_of(const std::optional<std::string>& note) {
  if (!note) return 0;
  const auto checkpoint = ledger::checkpoint_of_note(*note);
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace

Result<AnchoredStore> open_anchored(const fs::path& dir, const std::string& wanted) {
  auto store = open_store_to_verify(dir);
  if (!store) return store.error();
  const auto identity = ledger::identity_of(**store);
  auto anchor = look_at_anchor(dir, wanted, identity ? identity->ledger_id : ledger::Hash{});
  if (!anchor) return anchor.error();
  const auto newest = (*store)->last_checkpoint();
  if (!newest || size_of(*newest) < size_of(anchor->note)) {
    store = open_store_to_verify(dir);
    if (!store) return store.error();
  }
  return AnchoredStore{std::move(*store), std::move(*anchor)};
}

}  // namespace tools
