// SPDX-License-Identifier: Apache-2.0
// The static resources of C2SP tlog-tiles, read by a crawler that knows the prefix and the vkey
// and nothing else of this project: it recomputes the root by the recursive definition.
#include <fmt/format.h>
#include <openssl/evp.h>

#include "ledger/checkpoint.h"
#include "ledger/tile.h"
#include "tests/support/reference_merkle.h"
#include "tests/support/served_ledger.h"

namespace {

using ledger::test::ReferenceTree;
using testing_support::RawResponse;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";

class StaticResources : public testing_support::LedgerServed {
 protected:
  /// Brings the log to this many events.
  void grow_to(std::uint64_t size) {
    std::uint64_t number = 1;
    while (t.size() < size) {
      std::vector<ledger::SignedEvent> batch;
      while (batch.size() < 200 && t.size() + batch.size() < size) {
        batch.push_back(t.sign(t.organisation(number++)));
      }
      const auto appended = t.test.log->append(std::move(batch));
      ASSERT_TRUE(appended) << appended.error().message;
    }
  }

  std::string bytes(const std::string& path) {
    const RawResponse response = ask(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.header("Content-Type"), "application/octet-stream") << path;
    EXPECT_EQ(response.header("Cache-Control"), kForEver) << path;
    return response.body;
  }
};

/// The lines of a text, without their ends.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string unbase64(const std::string& text) {
  std::string out(text.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return {};
  out.resize(static_cast<std::size_t>(size));
  while (!out.empty() && text.ends_with('=') && out.size() * 4 > text.find('=') * 3) out.pop_back();
  return out;
}

bool ed25519_verifies(const std::string& key, const std::string& message,
                      const std::string& signature) {
  const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.data());
  EVP_PKEY* pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key_bytes, key.size());
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good =
      EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey) == 1 &&
      EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(message.data()),
                       message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pkey);
  return good;
}

/// Index in groups of three digits, all but the last with an x.
std::string tile_number(std::uint64_t number) {
  std::string path = fmt::format("{:03}", number % 1000);
  while (number >= 1000) {
    number /= 1000;
    path = fmt::format("x{:03}/", number % 1000) + path;
  }
  return path;
}

std::string part(std::uint64_t width) { return width == 256 ? "" : fmt::format(".p/{}", width); }

TEST_F(StaticResources, WhatIsNotThereIsNoFaultInABodyThatNobodySent) {
  grow_to(3);
  serve();
  EXPECT_FALSE(problem("/tile/0/000.p/9", 404, "NO_TILE").contains("errors"));
  EXPECT_FALSE(problem("/checkpoints/001", 404, "NO_CHECKPOINTS").contains("errors"));
  const auto place = problem("/v1/events/1/inclusion?size=9", 404, "BEYOND_LOG")["errors"][0];
  EXPECT_EQ(place["parameter"], "size");
}

TEST_F(StaticResources, ACrawlerThatKnowsOnlyTheVkeyComesToTheSignedRoot) {
  grow_to(700);
  serve();
  const std::string vkey = json("/")["vkey"];
  const std::string note = ask("/checkpoint").body;

  // The note: origin, size, root, an empty line, one signature of the vkey's key over the text.
  const auto lines = lines_of(note);
  ASSERT_EQ(lines.size(), 5U);
  const std::string name = vkey.substr(0, vkey.find('+'));
  const std::string key = unbase64(vkey.substr(vkey.find('+', name.size() + 1) + 1));
  ASSERT_EQ(key.size(), 33U);
  EXPECT_EQ(lines[0], name);
  EXPECT_EQ(lines[1], "700");
  EXPECT_EQ(lines[3], "");
  const std::string text = lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n";
  ASSERT_TRUE(lines[4].starts_with("\xe2\x80\x94 " + name + " ")) << lines[4];
  const std::string signature = unbase64(lines[4].substr(lines[4].rfind(' ') + 1)).substr(4);
  EXPECT_TRUE(ed25519_verifies(key.substr(1), text, signature));
  EXPECT_FALSE(ed25519_verifies(key.substr(1), text + "\n", signature));

  // Every entry, every leaf hash, every node of the levels above.
  ReferenceTree tree;
  std::string leaves;
  for (std::uint64_t begin = 0; begin < 700; begin += 256) {
    const std::uint64_t width = std::min<std::uint64_t>(256, 700 - begin);
    const std::string place = tile_number(begin / 256) + part(width);
    std::string bundle = bytes("/tile/entries/" + place);
    for (std::uint64_t i = 0; i < width; ++i) {
      ASSERT_GE(bundle.size(), 2U);
      const auto size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8 |
                                                 static_cast<unsigned char>(bundle[1]));
      ASSERT_GE(bundle.size(), 2 + size);
      tree.append(bundle.substr(2, size));
      bundle.erase(0, 2 + size);
    }
    EXPECT_TRUE(bundle.empty());
    leaves += bytes("/tile/0/" + place);
  }
  ASSERT_EQ(leaves.size(), 700U * 32);
  for (std::uint64_t i = 0; i < 700; ++i) {
    ASSERT_EQ(leaves.substr(32 * i, 32), tree.mth(i, i + 1).view()) << i;
  }
  const std::string above = bytes("/tile/1/000.p/2");
  EXPECT_EQ(above.substr(0, 32), tree.mth(0, 256).view());
  EXPECT_EQ(above.substr(32), tree.mth(256, 512).view());
  EXPECT_EQ(unbase64(lines[2]), tree.root(700).view());
}

TEST_F(StaticResources, TheCheckpointIsRevalidatedAndTilesAreKeptForEver) {
  grow_to(5);
  serve();
  const RawResponse checkpoint = ask("/checkpoint");
  EXPECT_EQ(checkpoint.status, 200);
  EXPECT_EQ(checkpoint.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(checkpoint.header("Cache-Control"), "no-cache");
  EXPECT_EQ(checkpoint.body, view().note());
  // A static resource has one form, whatever is asked for.
  EXPECT_EQ(ask("/checkpoint", "Accept: application/xml\r\n").status, 200);

  const RawResponse tile = ask("/tile/0/000.p/5", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(tile.header("Cache-Control"), kForEver);
  EXPECT_EQ(tile.header("Content-Encoding"), std::nullopt);
  EXPECT_EQ(tile.body.size(), 160U);
  const RawResponse bundle = ask("/tile/entries/000.p/5", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(bundle.header("Cache-Control"), kForEver);
  EXPECT_EQ(bundle.header("Content-Encoding"), std::nullopt);
}

TEST_F(StaticResources, NarrowerTilesArePrefixesOfWiderOnes) {
  grow_to(258);
  serve();
  const std::string whole = bytes("/tile/0/000");
  for (const unsigned width : {1U, 2U, 100U, 255U}) {
    EXPECT_EQ(bytes(fmt::format("/tile/0/000.p/{}", width)), whole.substr(0, 32 * width));
  }
  const std::string entries = bytes("/tile/entries/000");
  const std::string one = bytes("/tile/entries/000.p/1");
  EXPECT_EQ(entries.substr(0, one.size()), one);
}

TEST_F(StaticResources, NothingBeyondThePublishedSizeAndNothingOfItIsCached) {
  grow_to(5);
  serve();
  for (const char* path : {"/tile/0/000", "/tile/0/000.p/6", "/tile/0/001.p/1", "/tile/1/000.p/1",
                           "/tile/entries/000", "/tile/entries/000.p/6", "/tile/entries/001"}) {
    problem(path, 404, "NO_TILE");
  }
}

TEST_F(StaticResources, OnlyTheCanonicalPathOfATileIsThere) {
  grow_to(258);
  serve();
  for (const char* path :
       {"/tile/00/000", "/tile/0/0", "/tile/0/0000", "/tile/0/000.p/01", "/tile/0/000.p/0",
        "/tile/0/000.p/256", "/tile/0/x000/000", "/tile/0/%3000", "/tile/-1/000", "/tile/64/000",
        "/tile/entries/0", "/tile/entries/000.p/", "/tile/data/000", "/tile/0/000/"}) {
    const RawResponse response = ask(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(response.header("Cache-Control"), "no-store") << path;
  }
  EXPECT_EQ(ask("/tile/0/000").status, 200);
}

}  // namespace
