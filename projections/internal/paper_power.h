// SPDX-License-Identifier: Apache-2.0
// Whether a word about a paper has power over it. An act is changed or ended by whoever issued it
// or by those who run its place (TU 4, SM 5.2), an agreement by its parties together (ГК 450, 452),
// never by the letter of one of them; and whoever takes part in a place may record a paper there,
// so that to have recorded one proves nothing. What a recorder enters counts as what the paper
// says, and the paper as what its issuer can do.
#pragma once

#include "projections/documents_view.h"
#include "projections/internal/governed_paper.h"

namespace projections::internal {

/// Whether the relation, made by the paper of `maker`, can end or change that paper. True where the
/// record does not tell whose word it is. The errors of Chronicle::load.
ledger::Result<bool> has_power(PlacesOnDay& places, const DocumentRelation& relation,
                               const DocumentRegistration& maker, const DocumentRegistration& over);

/// Whether the registration can make a later edition or another file of that one.
ledger::Result<bool> has_power(PlacesOnDay& places, const DocumentRegistration& later,
                               const DocumentRegistration& over);

/// Whether the order with this D is believed where it says that the document is its paper: anybody
/// could say so of an order of its own.
ledger::Result<bool> is_paper_of_order(PlacesOnDay& places, const Document& document,
                                       const ledger::Hash& order);

/// Whether the order can amend that paper, or the order by it.
ledger::Result<bool> can_amend(PlacesOnDay& places, const Fact<fb::OrderIssued>& order,
                               const DocumentRegistration& paper);

}  // namespace projections::internal
