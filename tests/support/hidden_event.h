// SPDX-License-Identifier: Apache-2.0
// What an operator commits to who hides one event: every history that it belongs to without it,
// the registry's among them, since whose the keys are is read from there.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "ledger/commitment.h"
#include "ledger/completeness.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/prefix_map.h"

namespace support {

struct HiddenEvent {
  ledger::PrefixMap map;                        ///< of the first `size` events without it
  std::vector<ledger::RecordedEvent> registry;  ///< what is left of the registry's history
  ledger::Subject organisation;                 ///< that it is about

  void shorten(ledger::Commitment& commitment) {
    commitment.map_root = map.root();
    commitment.map_count = map.size();
  }
  /// The paths of the registry and of the organisation.
  std::vector<ledger::SubjectPath> paths() {
    const ledger::Subject registry_subject{ledger::SubjectKind::kRegistry, {}};
    return {{registry_subject, map.path(subject_map_key(registry_subject))},
            {organisation, map.path(subject_map_key(organisation))}};
  }
};

inline HiddenEvent hide_event(const ledger::EventStore& store, std::uint64_t size,
                              std::uint64_t hidden) {
  HiddenEvent out;
  std::map<ledger::Subject, ledger::Stream> streams;
  const auto read = store.read(0, size, [&](std::uint64_t index, std::string_view entry) {
    const auto body = *ledger::check_body(ledger::parse_entry(entry)->body);
    for (const ledger::Subject& subject : body.subjects()) {
      const bool registry = subject.kind == ledger::SubjectKind::kRegistry;
      if (index == hidden) {
        if (!registry) out.organisation = subject;
        continue;
      }
      streams[subject].append(index, ledger::leaf_hash(entry));
      if (registry) out.registry.push_back({index, std::string(entry)});
    }
    return true;
  });
  LEDGER_CHECK(static_cast<bool>(read));
  for (const auto& [subject, stream] : streams) {
    out.map.put({subject_map_key(subject), subject_head(stream)});
  }
  return out;
}

}  // namespace support
