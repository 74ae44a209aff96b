// SPDX-License-Identifier: Apache-2.0
// The eight-leaf tree of the Certificate Transparency reference tests, its published hashes, and
// the example keys that sign it.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/note.h"
#include "ledger/signing_key.h"

namespace ledger::test {

inline const std::array<std::string, 8> kSmallEntries = {
    "",
    std::string(1, '\0'),
    "\x10",
    "\x20\x21",
    "\x30\x31",
    "\x40\x41\x42\x43",
    "\x50\x51\x52\x53\x54\x55\x56\x57",
    "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};

inline constexpr std::array<std::string_view, 8> kSmallLeaves = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
    "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1"};

/// By size, 0 to 8.
inline constexpr std::array<std::string_view, 9> kSmallRoots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

inline constexpr std::string_view kNode24 =
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
inline constexpr std::string_view kNode46 =
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
inline constexpr std::string_view kNode68 =
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
inline constexpr std::string_view kNode47 =
    "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e";
inline constexpr std::string_view kNode48 =
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

inline Hash hash_of_hex(std::string_view hex) { return *fixed_from_hex<Hash>(hex); }

inline constexpr std::string_view kOrigin = "ledger.example/audit1";
inline constexpr std::string_view kLogVkey =
    "ledger.example/audit1+4b3627e4+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
inline constexpr std::string_view kWitnessVkey =
    "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
inline constexpr std::uint64_t kWitnessTime = 1'767'225'600;

inline constexpr std::string_view kCheckpoint8 =
    "ledger.example/audit1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
    "\xE2\x80\x94 ledger.example/audit1 "
    "SzYn5HoO+hDKzmiNnZ6LpMBuEmzneeOoSqf9thGU6GW+/qOVzb3NsqjMBbG431NSEjS4joOsuNWgcxDvz4jSM12VRAk="
    "\n";
inline constexpr std::string_view kWitnessLine =
    "\xE2\x80\x94 witness.example/w1 "
    "IDJKvgAAAABpVbkAH0W1aEa3rqDWMoXmTni2H6oDomtRkqkESxINDxznRcL/S0/oIT/nFPPE7Yt/ik+NcNCRx+K162Zd"
    "DFOhvHNGAQ==\n";

/// `first`, `first` + 1, ...: 32 bytes.
inline std::string counting_seed(unsigned char first) {
  std::string seed;
  for (unsigned i = 0; i < 32; ++i) seed += static_cast<char>(first + i);
  return seed;
}

inline NoteSigner seed_signer(std::string name, SignatureType type, std::string_view seed) {
  const auto key =
      std::make_shared<const SigningKey>(SigningKey::from_seed(SecretBytes::copy_of(seed)));
  return {{std::move(name), type, key->public_key()},
          [key](std::string_view message) -> Result<Signature> { return key->sign(message); }};
}
inline NoteSigner log_signer() {
  return seed_signer(std::string(kOrigin), SignatureType::kEd25519, counting_seed(0));
}
inline NoteSigner witness_signer() {
  return seed_signer("witness.example/w1", SignatureType::kCosignatureV1, counting_seed(0x20));
}

}  // namespace ledger::test
