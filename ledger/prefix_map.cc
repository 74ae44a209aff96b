// SPDX-License-Identifier: Apache-2.0
#include "ledger/prefix_map.h"

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

void PrefixMap::put(const MapLeaf& leaf) {
  std::vector<std::uint32_t> way;
  Link link = root_;
  while (link.kind == Link::Kind::kNode) {
    way.push_back(link.at);
    nodes_[link.at].stale = true;
    link = bit(leaf.key, way.size() - 1) ? nodes_[link.at].right : nodes_[link.at].left;
  }
  if (link.kind == Link::Kind::kLeaf && leaves_[link.at].key == leaf.key) {
    leaves_[link.at].value = leaf.value;
    return;
  }
  const Link newcomer = add_leaf(leaf);
  const Link placed = link.kind == Link::Kind::kEmpty
                          ? newcomer
                          : part(link, newcomer, static_cast<unsigned>(way.size()));
  if (way.empty()) {
    root_ = placed;
  } else if (bit(leaf.key, way.size() - 1)) {
    nodes_[way.back()].right = placed;
  } else {
    nodes_[way.back()].left = placed;
  }
}

PrefixMap::Link PrefixMap::add_leaf(const MapLeaf& leaf) {
  leaves_.push_back(leaf);
  return {Link::Kind::kLeaf, static_cast<std::uint32_t>(leaves_.size() - 1)};
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
  nodes_.push_back(node);
  return {Link::Kind::kNode, static_cast<std::uint32_t>(nodes_.size() - 1)};
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
