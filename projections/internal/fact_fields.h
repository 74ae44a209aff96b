// SPDX-License-Identifier: Apache-2.0
// The order of fields of the shared fact types in view rows. Changing any of these raises the
// version of every view.
#pragma once

#include "projections/facts.h"
#include "projections/internal/codec.h"

namespace projections {

template <typename A, typename T>
using InArchive = std::conditional_t<A::kReads, T, const T>;

template <typename A>
void fields(A& a, InArchive<A, Source>& v) {
  a(v.index), a(v.digest), a(v.recorded_at_us), a(v.grade), a(v.historical), a(v.author);
  a(v.evidence), a(v.effective), a(v.corrections), a(v.withdrawn);
}

template <typename A>
void fields(A& a, InArchive<A, DateValue>& v) {
  a(v.precision), a(v.not_before), a(v.not_after), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, NameValue>& v) {
  a(v.kind), a(v.text);
}

template <typename A>
void fields(A& a, InArchive<A, PrintedValue>& v) {
  a(v.place), a(v.number), a(v.date);
}

template <typename A>
void fields(A& a, InArchive<A, ActValue>& v) {
  a(v.kind), a(v.issuer), a(v.issuer_title), a(v.title), a(v.printed), a(v.document);
}

}  // namespace projections
