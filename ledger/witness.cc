// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/hash.h"
#include "ledger/internal/lines.h"
#include "ledger/limits.h"
#include "ledger/merkle.h"

namespace ledger {
namespace {

constexpr std::string_view kOldPrefix = "old ";

Error bad_request(const char* message) { return invalid("BAD_ADD_CHECKPOINT", message); }

WitnessAnswer answer(int status, std::string words) {
  WitnessAnswer out;
  out.status = status;
  out.body = std::move(words) + "\n";
  return out;
}

WitnessAnswer conflict_at(std::uint64_t size) {
  return {409, std::string(kTlogSizeType), std::to_string(size) + "\n"};
}

/// A line of a note.
std::string signature_line(const NoteSignature& signature) {
  std::string payload;
  put_u32(payload, signature.key_id);
  payload += signature.bytes;
  return "\xE2\x80\x94 " + signature.name + " " + to_base64(payload) + "\n";
}

}  // namespace

std::string format_add_checkpoint(const AddCheckpoint& request) {
  std::string out = std::string(kOldPrefix) + std::to_string(request.old_size) + "\n";
  for (const Hash& hash : request.proof) out += to_base64(hash.view()) + "\n";
  return out + "\n" + request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view bytes) {
  if (bytes.size() > kAddCheckpointBytesMax) return bad_request("more than 16384 bytes");
  AddCheckpoint out;
  const auto old = take_line(bytes);
  if (!old || !old->starts_with(kOldPrefix)) return bad_request("the first line is not 'old SIZE'");
  const auto size = parse_decimal(old->substr(kOldPrefix.size()));
  if (!size) return bad_request("the old size is no canonical decimal");
  out.old_size = *size;
  for (auto line = take_line(bytes); !line || !line->empty(); line = take_line(bytes)) {
    if (!line) return bad_request("no empty line before the checkpoint");
    if (out.proof.size() == kProofHashesMax) return bad_request("more than 63 proof lines");
    const auto hash = parse_base64_hash(*line);
    if (!hash) return bad_request("a proof line is no hash");
    out.proof.push_back(*hash);
  }
  if (bytes.empty()) return bad_request("no checkpoint");
  out.checkpoint = bytes;
  return out;
}

namespace {

/// Of a checkpoint that is none: of size 0 its root is another than that of no leaves (or not
/// there), which the protocol tells apart from a malformed request.
bool names_size_zero(std::string_view note) {
  const std::size_t first = note.find('\n');
  return first != std::string_view::npos && note.substr(first).starts_with("\n0\n");
}

}  // namespace

Result<std::unique_ptr<Witness>> Witness::open(const std::filesystem::path& dir, NoteSigner signer,
                                               std::vector<WatchedLog> logs,
                                               std::shared_ptr<Clock> clock, FileFaults* faults) {
  std::unique_ptr<Witness> out(new Witness(std::move(signer), std::move(clock)));
  if (out->signer_.key.type != SignatureType::kCosignatureV1) {
    return invalid("BAD_POLICY", "a witness signs with a key of type 04 (cosignature/v1)");
  }
  std::set<std::string> origins;
  for (WatchedLog& log : logs) {
    if (!origins.insert(log.origin).second) {
      return invalid("BAD_POLICY", "the log '" + log.origin + "' is given twice");
    }
    std::vector<LogKey> keys;
    for (const VerifierKey& key : log.keys) keys.push_back({key, std::nullopt});
    auto verifier = CheckpointVerifier::create(log.origin, std::move(keys), {});
    if (!verifier) return invalid("BAD_POLICY", log.origin + ": " + verifier.error().message);
    out->logs_.emplace_back(std::move(log), std::move(*verifier));
  }
  KvOptions options;
  options.dir = dir;
  options.families = {{.name = "logs", .point_lookups = true, .compress = false}};
  options.create = !std::filesystem::exists(dir / "CURRENT");
  options.faults = faults;
  auto state = Kv::open(std::move(options));
  if (!state) return state.error();
  out->state_ = std::move(*state);
  return out;
}

Result<Witness::Seen> Witness::seen(const std::string& origin) const {
  const auto row = state_->get(0, origin);
  if (!row) return row.error();
  if (!*row) return Seen{0, empty_root(), {}};
  const auto checkpoint = checkpoint_of_note(**row);
  if (!checkpoint || checkpoint->origin != origin) {
    return corrupt("WITNESS_STATE", "what is kept of '" + origin + "' is no checkpoint of it");
  }
  return Seen{checkpoint->size, checkpoint->root, std::move(**row)};
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  const auto request = parse_add_checkpoint(body);
  if (!request) return answer(400, request.error().message);
  const auto checkpoint = checkpoint_of_note(request->checkpoint);
  if (!checkpoint) {
    return answer(names_size_zero(request->checkpoint) ? 422 : 400, checkpoint.error().message);
  }
  const auto log = std::find_if(logs_.begin(), logs_.end(), [&](const auto& known) {
    return known.first.origin == checkpoint->origin;
  });
  if (log == logs_.end()) return answer(404, "the log is not watched here");
  const auto opened = log->second.open(request->checkpoint);
  if (!opened) return answer(403, opened.error().message);
  if (request->old_size > checkpoint->size) {
    return answer(400, "the old size is larger than the checkpoint's");
  }
  const std::lock_guard lock(mutex_);
  return decide(*request, log->first, *opened);
}

WitnessAnswer Witness::decide(const AddCheckpoint& request, const WatchedLog& log,
                              const OpenedCheckpoint& opened) {
  const auto before = seen(opened.checkpoint.origin);
  if (!before) return answer(500, before.error().message);
  if (request.old_size != before->size) return conflict_at(before->size);
  if (request.old_size == 0) {
    if (!request.proof.empty()) return answer(422, "from size 0 there is nothing to prove");
    return cosign(log, opened);
  }
  const auto grown = verify_consistency(request.old_size, opened.checkpoint.size, before->root,
                                        opened.checkpoint.root, request.proof);
  if (!grown) return answer(422, grown.error().message);
  return cosign(log, opened);
}

/// What is kept and served has the log's lines that verify and this witness's own: whoever asks can
/// put any line on the checkpoint, in this witness's name too.
WitnessAnswer Witness::cosign(const WatchedLog& log, const OpenedCheckpoint& opened) {
  const std::uint64_t now_s = clock_->now_us() / 1'000'000;
  const auto cosignature = cosign_note(signer_, opened.note.text, now_s);
  if (!cosignature) return answer(500, cosignature.error().message);
  ledger::Note cosigned = with_verified_lines(opened.note, log.keys);
  cosigned.signatures.push_back(*cosignature);
  const auto note = format_note(cosigned);
  if (!note) return answer(500, note.error().message);
  KvBatch batch;
  batch.put(0, opened.checkpoint.origin, *note);
  if (auto written = state_->write(batch, true); !written) {
    return answer(500, "the state could not be written: nothing is cosigned");
  }
  WitnessAnswer out;
  out.status = 200;
  out.body = signature_line(*cosignature);
  return out;
}

WitnessAnswer Witness::checkpoint(std::string_view origin_hash) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [log, verifier] : logs_) {
    if (to_hex(sha256(log.origin)) != origin_hash) continue;
    auto kept = seen(log.origin);
    if (!kept) return answer(500, kept.error().message);
    if (kept->note.empty()) break;
    WitnessAnswer out;
    out.status = 200;
    out.body = std::move(kept->note);
    return out;
  }
  return answer(404, "no checkpoint of such a log was cosigned here");
}

Result<WitnessVerdict> read_witness_answer(const WitnessAnswer& answer, std::string_view checkpoint,
                                           const VerifierKey& witness,
                                           std::uint64_t published_size) {
  WitnessVerdict out;
  if (answer.status == 409 && answer.content_type == kTlogSizeType) {
    const auto size =
        answer.body.ends_with('\n')
            ? parse_decimal(std::string_view(answer.body).substr(0, answer.body.size() - 1))
            : Result<std::uint64_t>(invalid("BAD_NUMBER", "unfinished line"));
    if (!size) return invalid("WITNESS_ANSWER", "409 without a size in it");
    if (*size > published_size) {
      return Error{ErrorCode::kBehind,
                   "WITNESS_AHEAD",
                   "the witness '" + witness.name + "' has seen size " + std::to_string(*size) +
                       ", published is " + std::to_string(published_size) +
                       ": this log was rolled back, or somebody else signs as it",
                   {}};
    }
    out.retry_from = *size;
    return out;
  }
  if (answer.status != 200) {
    return refused("WITNESS_REFUSED", "the witness '" + witness.name + "' answered " +
                                          std::to_string(answer.status) + ": " +
                                          answer.body.substr(0, 200));
  }
  const auto note = parse_note(std::string(checkpoint) + answer.body);
  if (!note)
    return invalid("WITNESS_ANSWER", "200 without signature lines: " + note.error().message);
  const auto verified = verify_note(*note, {witness});
  if (!verified) return invalid("WITNESS_ANSWER", verified.error().message);
  for (const NoteSignature& line : note->signatures) {
    if (line.name == witness.name && line.key_id == witness.id()) {
      out.cosignatures = {line};  // the first is the one that verify_note() looked at
      break;
    }
  }
  return out;
}

Result<std::string> with_cosignatures(std::string_view note,
                                      const std::vector<NoteSignature>& cosignatures) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  for (const NoteSignature& cosignature : cosignatures) {
    std::erase_if(parsed->signatures, [&](const NoteSignature& line) {
      return line.name == cosignature.name && line.key_id == cosignature.key_id;
    });
    parsed->signatures.push_back(cosignature);
  }
  return format_note(*parsed);
}

}  // namespace ledger
