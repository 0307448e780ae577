#include "sim/base/check.hpp"
#include "sim/rollout/adoption.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::rollout;

TEST_CASE("Bass diffusion: who has adopted, and when most do") {
    Bass const bass{0.01, 0.4};
    for (auto const& [years, share] :
         {std::pair{1.0, 0.01221047076}, std::pair{3.0, 0.05576142275}, std::pair{5.0, 0.1416830329},
          std::pair{8.0, 0.3841603584}, std::pair{12.0, 0.7683650017}, std::pair{20.0, 0.988861572}})
        CHECK(bass.adopted(years) == Approx(share).epsilon(1e-9));
    CHECK(bass.adopted(0.0) == 0.0);
    CHECK(bass.peak_years() == Approx(8.997266961).epsilon(1e-9));
    CHECK(Bass{0.4, 0.01}.peak_years() == 0.0);
}

TEST_CASE("a logistic stock goes through both counts and stays below its ceiling") {
    Logistic const stock = logistic_through({2023.0, 500e3}, {2025.0, 952e3}, 4e6);
    CHECK(stock.growth_per_year == Approx(0.3911171335).epsilon(1e-9));
    CHECK(stock.middle_year == Approx(2027.975262).epsilon(1e-9));
    CHECK(stock.at(2023.0) == Approx(500e3));
    CHECK(stock.at(2025.0) == Approx(952e3));
    CHECK(stock.at(2026.0) == Approx(1263703.431).epsilon(1e-9));
    CHECK(stock.at(2028.0) == Approx(2009675.443).epsilon(1e-9));
    CHECK(stock.at(2030.0) == Approx(2752965.006).epsilon(1e-9));
    CHECK(stock.at(2100.0) <= 4e6);
    CHECK_THROWS_AS(logistic_through({2023.0, 500e3}, {2025.0, 400e3}, 4e6), BrokenInvariant);
    CHECK_THROWS_AS(logistic_through({2023.0, 500e3}, {2025.0, 952e3}, 900e3), BrokenInvariant);
}
