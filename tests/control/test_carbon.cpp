#include "sim/control/carbon.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong;
using namespace yuchong::control;

TEST_CASE("EC-06: carbon dioxide of charging and feeding back") {
    std::vector<double> const charged{30, 0, 20, 0}, fed_back{0, 10, 0, 5}, intensity{0.35, 0.62, 0.4, 0.7};
    CHECK(carbon_kg(charged, fed_back, intensity) == Approx(8.8).epsilon(1e-9));
    CHECK(carbon_kg(charged, {}, intensity) == Approx(18.5).epsilon(1e-9));
    CHECK_THROWS_AS(carbon_kg(charged, {}, std::vector<double>{0.4}), BrokenInvariant);
}

TEST_CASE("the same distance with a combustion engine") {
    CHECK(combustion_kg(Kilometres{250}, {6.8, 2.35}) == Approx(39.95));
}
