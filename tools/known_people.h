// SPDX-License-Identifier: Apache-2.0
// One person has one reference in a cluster: a form that names somebody whose name the vault holds
// already takes the reference under which the cluster knows them.
#pragma once

#include <string>
#include <vector>

#include "api/names.h"
#include "ledger/vault.h"
#include "tools/ledger_folder.h"
#include "tools/meeting_form.h"
#include "tools/session.h"

namespace tools {

/// What was found about one name of a form. The name itself is not in it.
struct KnownPerson {
  std::string short_name;           ///< as the form spells the reference, e.g. "@person-chair"
  std::string taken;                ///< the known reference that it now has, in hex; empty: its own
  std::vector<std::string> others;  ///< under which the name is known besides
};

/// Gives the people of the compiled form who have no reference of their own the one under which the
/// vault holds their name, letters and spaces compared as people read them. Looks at references
/// that the cluster, its region or the registry use: those of other clusters stay theirs. A name
/// with several references keeps the form's own. The errors of the vault and of the view.
ledger::Result<std::vector<KnownPerson>> take_known_people(const ledger::Vault& vault,
                                                           const OpenLedger& ledger,
                                                           const Directory& directory,
                                                           const api::Names& names,
                                                           MeetingEvents& meeting);

/// Says which references were taken, and warns of names that have another one.
void say_known_people(const Session& session, const std::vector<KnownPerson>& people);

}  // namespace tools
