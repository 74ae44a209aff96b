// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/paged_map.h"

#include <algorithm>
#include <span>
#include <utility>

#include "ledger/hash.h"

namespace ledger::internal {
namespace {

constexpr std::size_t kLeavesMax = 64;  // of a page that is not split
constexpr std::size_t kPagesKept = 1'024;
constexpr unsigned kBranches = 256;
constexpr char kLeafPage = 1;
constexpr char kSplitPage = 2;
constexpr std::size_t kLeafBytes = 2 * Hash::kSize;
constexpr std::size_t kBelowBytes = 1 + 4 + Hash::kSize;

/// The bit of the key at this depth, counted from the top.
bool key_bit(const Hash& key, std::size_t depth) {
  return ((key.bytes[depth / 8] >> (7 - depth % 8)) & 1) != 0;
}

Hash node_of(const Hash& left, const Hash& right) {
  return sha256({std::string_view("\x11", 1), left.view(), right.view()});
}

Error bad_page(std::string_view prefix, const char* message) {
  return corrupt("MAP_PAGE", message, "map page " + to_hex(prefix));
}

unsigned key_byte(const Hash& key, std::size_t depth) { return key.bytes[depth]; }

/// The subtree of leaves that share `depth` bits.
Hash subtree_root(std::span<const MapLeaf> leaves, std::size_t depth) {
  if (leaves.empty()) return Hash{};
  if (leaves.size() == 1) return map_leaf_hash(leaves.front());
  const auto right = std::find_if(leaves.begin(), leaves.end(), [depth](const MapLeaf& leaf) {
    return key_bit(leaf.key, depth);
  });
  const auto left_count = static_cast<std::size_t>(right - leaves.begin());
  return node_of(subtree_root(leaves.first(left_count), depth + 1),
                 subtree_root(leaves.subspan(left_count), depth + 1));
}

/// The same of what lies below a run of bytes: how many leaves, and the root of their subtree.
template <typename Below>
Below sum_of_run(std::span<const Below> run) {
  if (run.size() == 1) return {run.front().count, run.front().hash, false};
  const Below left = sum_of_run(run.first(run.size() / 2));
  const Below right = sum_of_run(run.subspan(run.size() / 2));
  Below out{left.count + right.count, {}, false};
  if (out.count == 1) out.hash = left.count == 1 ? left.hash : right.hash;
  if (out.count > 1) out.hash = node_of(left.hash, right.hash);
  return out;
}

/// The siblings of the key's way among leaves that share `depth` bits, and where it ends.
void walk_leaves(std::span<const MapLeaf> leaves, const Hash& key, std::size_t depth,
                 MapPath& path) {
  while (leaves.size() > 1) {
    const auto right = std::find_if(leaves.begin(), leaves.end(), [depth](const MapLeaf& leaf) {
      return key_bit(leaf.key, depth);
    });
    const auto left_count = static_cast<std::size_t>(right - leaves.begin());
    auto own = leaves.first(left_count);
    auto other = leaves.subspan(left_count);
    if (key_bit(key, depth)) std::swap(own, other);
    path.siblings.push_back(subtree_root(other, ++depth));
    leaves = own;
  }
  if (!leaves.empty()) path.end = leaves.front();
}

}  // namespace

std::string PagedMap::encode(const Page& page) {
  std::string out(1, page.is_split() ? kSplitPage : kLeafPage);
  for (const MapLeaf& leaf : page.leaves) {
    out += leaf.key.view();
    out += leaf.value.view();
  }
  for (std::size_t i = 0; i < page.below.size(); ++i) {
    if (page.below[i].count == 0) continue;
    out += static_cast<char>(i);
    put_u32(out, page.below[i].count);
    out += page.below[i].hash.view();
  }
  return out;
}

Result<PagedMap::Page> PagedMap::decode(std::string_view bytes, std::string_view prefix) {
  Page page;
  const char kind = bytes.empty() ? '\0' : bytes.front();
  const std::string_view rest = bytes.substr(std::min<std::size_t>(bytes.size(), 1));
  if (kind == kLeafPage && rest.size() % kLeafBytes == 0 &&
      rest.size() / kLeafBytes <= kLeavesMax) {
    for (std::size_t at = 0; at < rest.size(); at += kLeafBytes) {
      page.leaves.push_back({fixed_from<Hash>(rest.substr(at, Hash::kSize)),
                             fixed_from<Hash>(rest.substr(at + Hash::kSize, Hash::kSize))});
    }
    return page;
  }
  if (kind != kSplitPage || rest.empty() || rest.size() % kBelowBytes != 0 ||
      prefix.size() >= Hash::kSize) {
    return bad_page(prefix, "it is not a page of the map");
  }
  page.below.resize(kBranches);
  for (std::size_t at = 0; at < rest.size(); at += kBelowBytes) {
    Below& below = page.below[static_cast<unsigned char>(rest[at])];
    below = {get_u32(rest.substr(at + 1)), fixed_from<Hash>(rest.substr(at + 5, Hash::kSize)),
             false};
  }
  return page;
}

Result<PagedMap::Page*> PagedMap::find(const std::string& prefix) {
  if (const auto it = pages_.find(prefix); it != pages_.end()) return &it->second;
  if (!read_) return nullptr;
  const auto bytes = read_(prefix);
  if (!bytes) return bytes.error();
  if (!*bytes) return nullptr;
  auto page = decode(**bytes, prefix);
  if (!page) return page.error();
  return &pages_.emplace(prefix, std::move(*page)).first->second;
}

Result<PagedMap::Page*> PagedMap::existing(const std::string& prefix) {
  auto page = find(prefix);
  if (page && *page == nullptr) return bad_page(prefix, "the page is missing");
  return page;
}

Status PagedMap::put(const MapLeaf& leaf) {
  std::string prefix;
  bool there = false;  // as the page above says
  while (true) {
    const auto found = there ? existing(prefix) : find(prefix);
    if (!found) return found.error();
    Page& page = *found != nullptr ? **found : pages_[prefix];
    touch(prefix, page);
    if (!page.is_split()) {
      put_here(prefix, page, leaf);
      return Ok{};
    }
    const unsigned byte = key_byte(leaf.key, prefix.size());
    there = page.below[byte].count > 0;
    page.below[byte].stale = true;
    prefix += static_cast<char>(byte);
  }
}

void PagedMap::touch(const std::string& prefix, Page& page) {
  if (!std::exchange(page.changed, true)) changed_.push_back(prefix);
}

void PagedMap::put_here(const std::string& prefix, Page& page, const MapLeaf& leaf) {
  const auto at =
      std::lower_bound(page.leaves.begin(), page.leaves.end(), leaf.key,
                       [](const MapLeaf& one, const Hash& key) { return one.key < key; });
  if (at != page.leaves.end() && at->key == leaf.key) {
    at->value = leaf.value;
  } else {
    page.leaves.insert(at, leaf);
  }
  if (page.leaves.size() > kLeavesMax) split(prefix, page);
}

void PagedMap::split(const std::string& prefix, Page& page) {
  const std::vector<MapLeaf> leaves = std::exchange(page.leaves, {});
  page.below.resize(kBranches);
  for (auto begin = leaves.begin(); begin != leaves.end();) {
    const unsigned byte = key_byte(begin->key, prefix.size());
    const auto end = std::find_if(begin, leaves.end(), [&](const MapLeaf& leaf) {
      return key_byte(leaf.key, prefix.size()) != byte;
    });
    page.below[byte].stale = true;
    const std::string longer = prefix + static_cast<char>(byte);
    Page& below = pages_[longer];
    touch(longer, below);
    below.leaves.assign(begin, end);
    if (below.leaves.size() > kLeavesMax) split(longer, below);
    begin = end;
  }
}

/// Everything below the prefix is hashed, as far as it changed.
Result<PagedMap::Below> PagedMap::settle(const std::string& prefix) {
  const auto found = existing(prefix);
  if (!found) return found.error();
  Page& page = **found;  // stays where it is: the table of pages moves none
  if (!page.is_split()) {
    return Below{static_cast<std::uint32_t>(page.leaves.size()),
                 subtree_root(page.leaves, prefix.size() * 8), false};
  }
  for (unsigned byte = 0; byte < kBranches; ++byte) {
    if (!page.below[byte].stale) continue;
    const auto below = settle(prefix + static_cast<char>(byte));
    if (!below) return below.error();
    page.below[byte] = *below;
  }
  return sum_of_run(std::span<const Below>(page.below));
}

Result<Hash> PagedMap::root() {
  const auto top = find({});
  if (!top) return top.error();
  if (*top == nullptr) return Hash{};
  const auto all = settle({});
  if (!all) return all.error();
  return all->hash;
}

Result<std::uint64_t> PagedMap::size() {
  const auto top = find({});
  if (!top) return top.error();
  if (*top == nullptr) return std::uint64_t{0};
  const auto all = settle({});
  if (!all) return all.error();
  return std::uint64_t{all->count};
}

Result<MapPath> PagedMap::path(const Hash& key) {
  MapPath path;
  if (const auto all = root(); !all) return all.error();
  std::string prefix;
  while (true) {
    const auto found = find(prefix);
    if (!found) return found.error();
    if (*found == nullptr) return path;
    const Page& page = **found;
    if (!page.is_split()) {
      walk_leaves(page.leaves, key, prefix.size() * 8, path);
      return path;
    }
    std::span<const Below> run(page.below);
    for (std::size_t depth = prefix.size() * 8; run.size() > 1; ++depth) {
      if (sum_of_run(run).count < 2) break;
      auto own = run.first(run.size() / 2);
      auto other = run.subspan(run.size() / 2);
      if (key_bit(key, depth)) std::swap(own, other);
      path.siblings.push_back(sum_of_run(other).hash);
      run = own;
    }
    // The only leaf of the run, if it has one, need not be below the key's own byte.
    const auto there =
        std::find_if(run.begin(), run.end(), [](const Below& below) { return below.count > 0; });
    if (there == run.end()) return path;
    prefix += static_cast<char>(&*there - page.below.data());
  }
}

std::vector<PagedMap::PageRow> PagedMap::take_pages() {
  std::vector<PageRow> out;
  std::sort(changed_.begin(), changed_.end());
  for (std::string& prefix : changed_) {
    Page& page = pages_.at(prefix);
    page.changed = false;
    out.push_back({std::move(prefix), encode(page)});
  }
  changed_.clear();
  if (read_ && pages_.size() > kPagesKept) pages_.clear();
  return out;
}

Result<std::optional<std::string>> PagedMap::page(const std::string& prefix) {
  const auto found = find(prefix);
  if (!found) return found.error();
  return *found == nullptr ? std::optional<std::string>() : std::optional(encode(**found));
}

Result<std::vector<std::string>> PagedMap::pages_below(const std::string& prefix) {
  std::vector<std::string> out;
  const auto found = find(prefix);
  if (!found) return found.error();
  if (*found == nullptr) return out;
  for (std::size_t byte = 0; byte < (*found)->below.size(); ++byte) {
    if ((*found)->below[byte].count > 0) out.push_back(prefix + static_cast<char>(byte));
  }
  return out;
}

}  // namespace ledger::internal
