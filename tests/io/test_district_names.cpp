#include "sim/io/district_names.hpp"

#include "sim/io/scenario.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuchong;
using namespace yuchong::io;

TEST_CASE("a district goes by its English name, its Chinese one with or without 区, and its code") {
    DistrictNames const names{{"Yubei", "Chengkou", "Shizhu"},
                              {"渝北区", "城口县", "石柱土家族自治县"},
                              {"500112", "500229", "500240"}};
    for (char const* called : {"Yubei", "渝北区", "渝北", "500112"}) CHECK(names.find(called) == 0);
    CHECK(names.find("城口") == 1);
    CHECK(names.find("石柱") == 2);
    CHECK(names.find("石柱土家族自治县") == 2);
    for (char const* called : {"", "渝", "北区", "yubei", "渝北县"}) CHECK_FALSE(names.find(called));
    CHECK(names.suggestion("渝北县") == "did you mean 渝北区?");
    CHECK(names.suggestion("Yubai") == "did you mean Yubei?");
}

TEST_CASE("no two districts of Chongqing share a short name") {
    std::string const root = YUCHONG_SOURCE_DIR;
    auto const inputs =
        load_scenario(root + "/scenarios/chongqing.yaml", {"scale=0.01"}, root + "/models").inputs;
    std::set<std::string> seen;
    for (auto const& district : inputs.districts) {
        std::string const name(short_district_name(district.name_zh));
        CHECK(name.size() >= 6);
        CHECK((name.size() < district.name_zh.size() || name == "忠县"));
        CHECK(seen.insert(name).second);
    }
    CHECK(seen.size() == 38);
}

TEST_CASE("scope and groups take short Chinese names") {
    std::string const root = YUCHONG_SOURCE_DIR;
    auto const inputs = load_scenario(root + "/scenarios/liangjiang.yaml",
                                      {"scale=0.02", "scope=[渝北, 江北]",
                                       "control.groups=[{districts: [渝北], homes: tariff}]"},
                                      root + "/models")
                            .inputs;
    CHECK(std::ranges::count(inputs.in_scope, true) == 2);
    CHECK(inputs.control.groups[0].districts == std::vector<std::string>{"Yubei"});
}
