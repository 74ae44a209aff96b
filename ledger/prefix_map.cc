// SPDX-License-Identifier: Apache-2.0
#include "ledger/prefix_map.h"

#include <algorithm>

#include "ledger/hash.h"

namespace ledger {
namespace {

constexpr std::string_view kLeafTag("\x10", 1);
constexpr std::string_view kNodeTag("\x11", 1);

/// The bit of the key at this depth, counted from the top.
bool bit(const Hash& key, std::size_t depth) {
  return ((key.bytes[depth / 8] >> (7 - depth % 8)) & 1) != 0;
}

Hash map_node_hash(const Hash& left, const Hash& right) {
  return sha256({kNodeTag, left.view(), right.view()});
}

/// Where the value lies: in a free place, else at the end.
template <typename T>
std::uint32_t put_in(std::vector<T>& all, std::vector<std::uint32_t>& free, const T& value) {
  if (free.empty()) {
    all.push_back(value);
    return static_cast<std::uint32_t>(all.size() - 1);
  }
  const std::uint32_t at = free.back();
  free.pop_back();
  all[at] = value;
  return at;
}

Error bad_path(const char* message) { return corrupt("MAP_PATH", message, "map path"); }

}  // namespace

Hash map_leaf_hash(const MapLeaf& leaf) {
  return sha256({kLeafTag, leaf.key.view(), leaf.value.view()});
}

Result<std::optional<Hash>> check_map_path(const Hash& root, const Hash& key, const MapPath& path) {
  const std::size_t depth = path.siblings.size();
  if (depth > kMapDepthMax) return bad_path("the path has more than 256 steps");
  if (path.end) {
    for (std::size_t i = 0; i < depth; ++i) {
      if (bit(path.end->key, i) != bit(key, i)) {
        return bad_path("the path ends at a leaf that does not belong there");
      }
    }
  }
  Hash node = path.end ? map_leaf_hash(*path.end) : Hash{};
  for (std::size_t i = depth; i-- > 0;) {
    node =
        bit(key, i) ? map_node_hash(path.siblings[i], node) : map_node_hash(node, path.siblings[i]);
  }
  if (node != root) return bad_path("the path does not lead to the map's root");
  if (!path.end || path.end->key != key) return std::optional<Hash>{};
  return std::optional(path.end->value);
}

PrefixMap::PrefixMap(std::vector<MapLeaf> leaves) : leaves_(std::move(leaves)) {
  std::sort(leaves_.begin(), leaves_.end(),
            [](const MapLeaf& a, const MapLeaf& b) { return a.key < b.key; });
  root_ = build(0, leaves_.size(), 0);
}

PrefixMap::Link PrefixMap::build(std::size_t begin, std::size_t end, std::size_t depth) {
  if (begin == end) return {};
  if (end - begin == 1) return {Link::Kind::kLeaf, static_cast<std::uint32_t>(begin)};
  const auto at = [&](std::size_t i) { return leaves_.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto right = std::partition_point(
      at(begin), at(end), [depth](const MapLeaf& leaf) { return !bit(leaf.key, depth); });
  const auto middle = static_cast<std::size_t>(right - leaves_.begin());
  Node node;
  node.left = build(begin, middle, depth + 1);
  node.right = build(middle, end, depth + 1);
  return add_node(node);
}

std::pair<std::vector<std::uint32_t>, PrefixMap::Link> PrefixMap::walk(const Hash& key) {
  std::vector<std::uint32_t> way;
  Link link = root_;
  while (link.kind == Link::Kind::kNode) {
    Node& node = nodes_[link.at];
    node.stale = true;
    way.push_back(link.at);
    link = bit(key, way.size() - 1) ? node.right : node.left;
  }
  return {std::move(way), link};
}

void PrefixMap::hang(const std::vector<std::uint32_t>& way, const Hash& key, Link link) {
  if (way.empty()) {
    root_ = link;
  } else if (bit(key, way.size() - 1)) {
    nodes_[way.back()].right = link;
  } else {
    nodes_[way.back()].left = link;
  }
}

void PrefixMap::put(const MapLeaf& leaf) {
  const auto [way, link] = walk(leaf.key);
  if (link.kind == Link::Kind::kLeaf && leaves_[link.at].key == leaf.key) {
    leaves_[link.at].value = leaf.value;
    return;
  }
  const Link newcomer = add_leaf(leaf);
  const bool alone = link.kind == Link::Kind::kEmpty;
  hang(way, leaf.key, alone ? newcomer : part(link, newcomer, static_cast<unsigned>(way.size())));
}

void PrefixMap::erase(const Hash& key) {
  auto [way, link] = walk(key);
  if (link.kind != Link::Kind::kLeaf || leaves_[link.at].key != key) return;
  free_leaves_.push_back(link.at);
  Link rest;
  hang(way, key, rest);
  // A subtree that is left with one leaf is that leaf.
  while (!way.empty()) {
    const Node& node = nodes_[way.back()];
    const bool left_empty = node.left.kind == Link::Kind::kEmpty;
    if (!left_empty && node.right.kind != Link::Kind::kEmpty) return;
    rest = left_empty ? node.right : node.left;
    if (rest.kind != Link::Kind::kLeaf) return;
    free_nodes_.push_back(way.back());
    way.pop_back();
    hang(way, key, rest);
  }
}

PrefixMap::Link PrefixMap::add_leaf(const MapLeaf& leaf) {
  return {Link::Kind::kLeaf, put_in(leaves_, free_leaves_, leaf)};
}

PrefixMap::Link PrefixMap::add_node(const Node& node) {
  return {Link::Kind::kNode, put_in(nodes_, free_nodes_, node)};
}

PrefixMap::Link PrefixMap::part(Link resident, Link newcomer, unsigned depth) {
  const bool resident_bit = bit(leaves_[resident.at].key, depth);
  const bool newcomer_bit = bit(leaves_[newcomer.at].key, depth);
  Node node;
  if (resident_bit != newcomer_bit) {
    node.left = resident_bit ? newcomer : resident;
    node.right = resident_bit ? resident : newcomer;
  } else {
    (resident_bit ? node.right : node.left) = part(resident, newcomer, depth + 1);
  }
  return add_node(node);
}

Hash PrefixMap::root() { return hash_of(root_); }

Hash PrefixMap::hash_of(Link link) {
  if (link.kind == Link::Kind::kEmpty) return Hash{};
  if (link.kind == Link::Kind::kLeaf) return map_leaf_hash(leaves_[link.at]);
  Node& node = nodes_[link.at];
  if (node.stale) {
    node.hash = map_node_hash(hash_of(node.left), hash_of(node.right));
    node.stale = false;
  }
  return node.hash;
}

MapPath PrefixMap::path(const Hash& key) {
  MapPath path;
  Link link = root_;
  while (link.kind == Link::Kind::kNode) {
    const Node& node = nodes_[link.at];
    const bool right = bit(key, path.siblings.size());
    path.siblings.push_back(hash_of(right ? node.left : node.right));
    link = right ? node.right : node.left;
  }
  if (link.kind == Link::Kind::kLeaf) path.end = leaves_[link.at];
  return path;
}

}  // namespace ledger
