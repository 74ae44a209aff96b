// SPDX-License-Identifier: Apache-2.0
#include "ledger/tlog_proof.h"

#include <utility>

#include "ledger/internal/lines.h"
#include "ledger/limits.h"
#include "ledger/merkle.h"

namespace ledger {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error bad_file(std::string message) { return invalid("BAD_PROOF_FILE", std::move(message)); }

Error too_many_hashes() {
  return bad_file("a malformed hash, or more than " + std::to_string(kProofHashesMax));
}

Status check_checkpoint(std::string_view note) {
  if (!note.empty() && note.size() <= kNoteBytesMax) return Ok{};
  return bad_file("no checkpoint after an empty line, or one too long");
}

}  // namespace

Result<std::string> format_tlog_proof(const TlogProof& proof) {
  if (proof.extra && proof.extra->empty()) return bad_file("the extra line is empty");
  if (proof.index > INT64_MAX) return bad_file("the index exceeds 2^63-1");
  if (proof.path.size() > kProofHashesMax) return too_many_hashes();
  if (auto fits = check_checkpoint(proof.checkpoint); !fits) return fits.error();
  std::string out(kHeader);
  out += '\n';
  if (proof.extra) {
    out += kExtra;
    out += to_base64(*proof.extra) + '\n';
  }
  out += kIndex;
  out += std::to_string(proof.index) + '\n';
  for (const Hash& hash : proof.path) out += to_base64(hash.view()) + '\n';
  out += '\n' + proof.checkpoint;
  return out;
}

Result<TlogProof> parse_tlog_proof(std::string_view bytes) {
  TlogProof out;
  auto line = take_line(bytes);
  if (line != kHeader) return bad_file("the first line is not " + std::string(kHeader));
  line = take_line(bytes);
  if (line && line->starts_with(kExtra)) {
    auto extra = from_base64(line->substr(kExtra.size()));
    if (!extra || extra->empty()) return bad_file("the extra line is not canonical base64");
    out.extra = *std::move(extra);
    line = take_line(bytes);
  }
  if (!line || !line->starts_with(kIndex)) return bad_file("no index line");
  const auto index = parse_decimal(line->substr(kIndex.size()));
  if (!index) return bad_file("the index is no canonical number");
  out.index = *index;
  for (line = take_line(bytes); line && !line->empty(); line = take_line(bytes)) {
    const auto hash = parse_base64_hash(*line);
    if (!hash || out.path.size() == kProofHashesMax) return too_many_hashes();
    out.path.push_back(*hash);
  }
  if (auto fits = check_checkpoint(line ? bytes : std::string_view()); !fits) return fits.error();
  out.checkpoint = bytes;
  return out;
}

Result<OpenedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Hash& leaf,
                                           const CheckpointVerifier& verifier) {
  auto opened = verifier.open(proof.checkpoint);
  if (!opened) return opened;
  const Checkpoint& checkpoint = opened->checkpoint;
  const Status included =
      verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root);
  if (!included) return included.error();
  return opened;
}

}  // namespace ledger
