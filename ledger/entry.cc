// SPDX-License-Identifier: Apache-2.0
#include "ledger/entry.h"

namespace ledger {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeadBytes = 1 + 8 + 2;  ///< version, recorded_at, length of the body

std::string count_message(std::size_t count) {
  return "an entry has 1 to " + std::to_string(kSignaturesMax) + " signatures, this one has " +
         std::to_string(count);
}

std::string size_message(std::size_t size) {
  return "the entry has " + std::to_string(size) + " bytes, kEntryBytesMax is " +
         std::to_string(kEntryBytesMax);
}

std::string cut_message(std::string_view part, std::size_t needed, std::size_t found) {
  return "the entry ends inside its " + std::string(part) + ": " + std::to_string(needed) +
         " bytes needed, " + std::to_string(found) + " left";
}

}  // namespace

Result<std::string> encode_entry(const Entry& entry) {
  const std::size_t count = entry.signatures.size();
  if (count < 1 || count > kSignaturesMax) {
    return invalid("ENTRY_SIGNATURE_COUNT", count_message(count), "entry.signatures");
  }
  const std::size_t size = kHeadBytes + entry.body.size() + 1 + count * Signature::kSize;
  if (size > kEntryBytesMax) return invalid("ENTRY_TOO_LARGE", size_message(size), "entry");
  std::string out;
  out.reserve(size);
  out.push_back(kVersion);
  put_u64(out, entry.recorded_at_us);
  put_u16(out, static_cast<std::uint16_t>(entry.body.size()));
  out.append(entry.body);
  out.push_back(static_cast<char>(count));
  for (const Signature& signature : entry.signatures) out.append(signature.view());
  return out;
}

Result<Entry> parse_entry(std::string_view bytes) {
  if (bytes.size() > kEntryBytesMax) {
    return corrupt("ENTRY_TOO_LARGE", size_message(bytes.size()), "entry");
  }
  if (bytes.empty() || bytes.front() != kVersion) {
    return corrupt("ENTRY_VERSION", "the first byte of an entry is its version, 1", "entry");
  }
  if (bytes.size() < kHeadBytes) {
    return corrupt("ENTRY_HEAD_CUT", cut_message("head", kHeadBytes, bytes.size()), "entry");
  }
  Entry entry;
  entry.recorded_at_us = get_u64(bytes.substr(1));
  const std::size_t body_size = get_u16(bytes.substr(9));
  bytes.remove_prefix(kHeadBytes);
  if (bytes.size() < body_size + 1) {
    return corrupt("ENTRY_BODY_CUT",
                   cut_message("body or before the signature count", body_size + 1, bytes.size()),
                   "entry.body");
  }
  entry.body = bytes.substr(0, body_size);
  const std::size_t count = static_cast<unsigned char>(bytes[body_size]);
  bytes.remove_prefix(body_size + 1);
  if (count < 1 || count > kSignaturesMax) {
    return corrupt("ENTRY_SIGNATURE_COUNT", count_message(count), "entry.signatures");
  }
  const std::size_t signature_bytes = count * Signature::kSize;
  if (bytes.size() < signature_bytes) {
    return corrupt("ENTRY_SIGNATURES_CUT", cut_message("signatures", signature_bytes, bytes.size()),
                   "entry.signatures");
  }
  if (bytes.size() > signature_bytes) {
    return corrupt("ENTRY_TRAILING_BYTES",
                   std::to_string(bytes.size() - signature_bytes) + " bytes after the entry's end",
                   "entry");
  }
  entry.signatures.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    entry.signatures.push_back(
        fixed_from<Signature>(bytes.substr(i * Signature::kSize, Signature::kSize)));
  }
  return entry;
}

}  // namespace ledger
