// SPDX-License-Identifier: Apache-2.0
// Agreements, programmes, plans, letters, certified copies, office holders and claims of coverage
// as JSON (API.md): one builder for each verdict, for the server and for the tool's --json.
// `…_line` is the line of a list, `…_json` the whole thing.
#pragma once

#include "api/telling.h"
#include "projections/governance/agreements.h"
#include "projections/governance/coverage.h"
#include "projections/governance/notices.h"
#include "projections/governance/offices.h"
#include "projections/governance/plans.h"
#include "projections/governance/programmes.h"

namespace api {

Json agreement_line(const projections::governance::Agreement& agreement, const Telling& telling);
Json agreement_json(const projections::governance::Agreement& agreement, const Telling& telling);

Json programme_line(const projections::governance::Programme& programme, const Telling& telling);
Json programme_json(const projections::governance::Programme& programme, const Telling& telling);
Json indicator_json(const projections::governance::Programme& programme,
                    const projections::governance::IndicatorYear& year);

Json plan_line(const projections::governance::Plan& plan, const Telling& telling);
Json plan_json(const projections::governance::Plan& plan, const Telling& telling);
Json plan_row_json(const projections::governance::Plan& plan,
                   const projections::governance::PlanRow& row, const Telling& telling);

Json notice_json(const projections::governance::Notice& notice, const Telling& telling);
Json certified_copy_json(const projections::Fact<projections::fb::CopyCertified>& fact,
                         const Telling& telling);
Json office_json(const projections::governance::OfficeChange& change, const Telling& telling);
Json representative_json(const projections::governance::RepresentativePower& given,
                         const Telling& telling);
Json order_json(const projections::Fact<projections::fb::OrderIssued>& fact,
                const Telling& telling);
Json coverage_json(const projections::governance::CoverageClaim& claim);

}  // namespace api
