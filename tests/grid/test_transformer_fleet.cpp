#include "sim/grid/transformer_fleet.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "tests/grid/transformer_sets.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

std::vector<double> drawn(std::size_t n, std::uint32_t purpose, double low, double high) {
    RandomSource const random{7};
    std::vector<double> values(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        values[i] = low + (high - low) * random.draw({DrawClass::test, 0, i, 0, purpose}).uniform(0);
    }
    return values;
}

}  // namespace

TEST_CASE("a fleet is its transformers one by one, to the bit") {
    std::size_t const n = 500;
    HeatStep const step(distribution_set, Paper::normal, minutes(15));
    std::vector<double> const ambient = drawn(n, 100, 5.0, 40.0);
    FleetHeat fleet = steady_fleet(distribution_set, drawn(n, 0, 0.0, 1.0), ambient);
    std::vector<TransformerHeat> single;
    for (std::size_t i = 0; i < n; ++i) single.push_back(fleet.heat(i));
    std::vector<double> life_h(n, 0.0);
    for (std::uint32_t t = 1; t <= 5; ++t) {
        std::vector<double> const loading = drawn(n, t, 0.0, 1.6);
        advance(fleet, step, loading, ambient);
        for (std::size_t i = 0; i < n; ++i) {
            HeatAfterStep const end = step(single[i], loading[i], ambient[i]);
            single[i] = end.heat;
            life_h[i] += end.life_used_h;
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        CHECK(fleet.top_oil_c[i] == single[i].top_oil_c);
        CHECK(fleet.winding_k[i] == single[i].winding_k);
        CHECK(fleet.life_used_h[i] == life_h[i]);
        CHECK(fleet.warmest_hot_c[i] >= hot_spot_c(fleet.heat(i)));
    }
}

TEST_CASE("a fleet saved and loaded goes on the same") {
    std::size_t const n = 20;
    std::vector<double> const ambient(n, 33.0), loading = drawn(n, 0, 0.2, 1.4);
    HeatStep const step(power_set(150, 7), Paper::upgraded, minutes(15));
    FleetHeat fleet = steady_fleet(power_set(150, 7), drawn(n, 1, 0.1, 0.9), ambient);
    advance(fleet, step, loading, ambient);

    Saver saver;
    archive(saver, fleet);
    FleetHeat loaded;
    Loader loader(saver.bytes());
    archive(loader, loaded);
    CHECK(loader.finished());

    advance(fleet, step, loading, ambient);
    advance(loaded, step, loading, ambient);
    CHECK(loaded.top_oil_c == fleet.top_oil_c);
    CHECK(loaded.oil_lag_k == fleet.oil_lag_k);
    CHECK(loaded.life_used_h == fleet.life_used_h);
    CHECK(loaded.warmest_hot_c == fleet.warmest_hot_c);
}

TEST_CASE("loads and transformers of unequal number are refused") {
    std::vector<double> const three(3, 0.5), two(2, 20.0);
    CHECK_THROWS_AS(steady_fleet(distribution_set, three, two), BrokenInvariant);
    FleetHeat fleet = steady_fleet(distribution_set, three, std::vector<double>(3, 20.0));
    HeatStep const step(distribution_set, Paper::normal, minutes(15));
    CHECK_THROWS_AS(advance(fleet, step, three, two), BrokenInvariant);
}
