// SPDX-License-Identifier: Apache-2.0
// The order in which a list of findings is read, and what tells apart those of one subject.
#pragma once

#include <string>
#include <vector>

#include "projections/governance/findings.h"
#include "projections/governance/place_names.h"

namespace tools {

/// By code, within a code by the day of the subject and then by its event; what has no day comes
/// last.
std::vector<projections::governance::Finding> in_reading_order(
    const projections::Chronicle& chronicle,
    std::vector<projections::governance::Finding> findings);

/// Which part of its subject a finding is about: a section, a line, an act, a seat. Empty where
/// the code or its numbers say it already.
projections::governance::Sentence part_of_subject(const projections::governance::Finding& finding,
                                                  const projections::governance::PlaceNames& names);

/// One of what a finding was computed with, in Russian: "присутствовало: 6". Names and values are
/// those that programs read; what has no Russian word stays as it is.
std::string finding_number_in_russian(const std::string& name, const std::string& value);

}  // namespace tools
