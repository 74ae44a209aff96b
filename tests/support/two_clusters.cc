// SPDX-License-Identifier: Apache-2.0
#include "tests/support/two_clusters.h"

#include <fmt/format.h>

namespace support {

TwoClusters::TwoClusters(unsigned version) {
  t.must(in_region(t.cluster(2, 1)));
  t.must(t.organisation(9));
  introduce(stranger, 9, "HEAD", R"("ADMINISTER","RECORD","ACT")");
  t.must(t.native(stranger, "OfficeHolderChanged", t.head_of(9, "APPOINTED", "2020-09-01")));
  t.must(in_second(
      t.told("OrderIssued", t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(9))))));
  Said upgrade;
  upgrade.type = "RulesUpgraded";
  upgrade.payload = fmt::format(R"({{"version":{}}})", version);
  t.must(upgrade);
}

void TwoClusters::introduce(const TestKey& key, std::uint64_t organisation, const char* role,
                            const char* scopes) {
  Said said = t.first_key(key, organisation, scopes, t.paper);
  const std::string from = R"("role":"SECRETARY")";
  for (std::string* text : {&said.payload, &said.possession_capacity}) {
    text->replace(text->find(from), from.size(), fmt::format(R"("role":"{}")", role));
  }
  t.must(said);
}

Said TwoClusters::in_second(Said said) {
  said.scope_kind = "CLUSTER";
  said.scope_id = cluster_id(2);
  return said;
}

Said TwoClusters::in_region(Said said, std::uint64_t region) {
  said.scope_kind = "REGION";
  said.scope_id = region_id(region);
  return said;
}

const std::string& TwoClusters::agreement() {
  if (!agreement_.empty()) return agreement_;
  const std::string paper = t.must(t.told("DocumentRegistered", t.document(50).payload));
  agreement_ =
      t.must(t.told("AgreementRegistered",
                    fmt::format(R"({{"agreement":"{}","version":1,"title_as_written":"Соглашение",
                  "kind":"COOPERATION","parties":[{{"number":1,"organisation":"{}"}},
                  {{"number":2,"organisation":"{}"}}],"slots":[{{"slot":1,"party":1,
                  "acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}}],
                  "term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],"document":"{}"}})",
                                thing_id(5'000), org_id(1), org_id(2), paper)));
  return agreement_;
}

void TwoClusters::second_region(const TestKey& key) {
  t.must(t.organisation(40));
  t.must(t.region(2, 40));
  introduce(key, 40, "REGIONAL_OPERATOR", R"("ADMINISTER","REGISTER","RECORD","ACT")");
}

}  // namespace support
