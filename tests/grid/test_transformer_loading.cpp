#include "sim/grid/transformer_loading.hpp"

#include "tests/grid/transformer_sets.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::grid;

TEST_CASE("TX-04: losses of a 1250 kVA transformer and its best load") {
    TransformerLosses const rated{Kilowatts{0.97}, Kilowatts{12.0}};
    CHECK(losses(rated, 300.0 / 1250.0, 1.0).value() == Approx(1.6612).epsilon(1e-9));
    CHECK(losses(rated, 750.0 / 1250.0, 1.0).value() == Approx(5.29).epsilon(1e-9));
    CHECK(losses(rated, 1.0, 1.0).value() == Approx(12.97).epsilon(1e-9));
    CHECK(losses(rated, 1500.0 / 1250.0, 1.0).value() == Approx(18.25).epsilon(1e-9));
    CHECK(24.0 * losses(rated, 0.6, 1.0).value() == Approx(126.96).epsilon(1e-9));
    CHECK(best_loading_pu(rated, 1.0) == Approx(0.2843120352).epsilon(1e-9));
    // Harmonics weigh on the windings only.
    CHECK(losses(rated, 1.0, 1.05).value() == Approx(0.97 + 12.6));
    double const best = best_loading_pu(rated, 1.05);
    auto const loss_share = [&](double k) { return losses(rated, k, 1.05).value() / k; };
    CHECK(loss_share(best) < loss_share(0.99 * best));
    CHECK(loss_share(best) < loss_share(1.01 * best));
}

TEST_CASE("the limit that is exceeded most is named") {
    CHECK(exceeded_limit(normal_limits, 1.5, {105, 15, 0}) == LoadLimit::none);
    CHECK(exceeded_limit(normal_limits, 1.6, {80, 20, 0}) == LoadLimit::loading);
    CHECK(exceeded_limit(normal_limits, 1.2, {104, 30, 0}) == LoadLimit::hot_spot);
    CHECK(exceeded_limit(normal_limits, 1.2, {110, 11, 0}) == LoadLimit::top_oil);
    CHECK(exceeded_limit(normal_limits, 1.2, {110, 30, 20}) == LoadLimit::top_oil);
}

TEST_CASE("the most a transformer may carry for ever falls with the ambient temperature") {
    double const hot_day = most_steady_loading_pu(distribution_set, normal_limits, Celsius{35});
    TransformerHeat const heat = steady_heat(distribution_set, hot_day, Celsius{35});
    CHECK(hot_spot_c(heat) == Approx(120.0).epsilon(1e-6));
    CHECK(heat.top_oil_c < normal_limits.top_oil_c);
    CHECK(hot_day > 1.0);
    CHECK(most_steady_loading_pu(distribution_set, normal_limits, Celsius{5}) > hot_day);
    CHECK(most_steady_loading_pu(distribution_set, normal_limits, Celsius{-60}) == normal_limits.loading_pu);
    CHECK(most_steady_loading_pu(distribution_set, normal_limits, Celsius{119}) == 0.0);
}
