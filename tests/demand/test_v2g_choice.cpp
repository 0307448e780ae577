#include "sim/demand/v2g_choice.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuchong::demand;

namespace {

V2gChoiceSettings const settings{.constant = -1.5, .reward_per_yuan = 0.12, .spare_per_soc = 2.0};

}  // namespace

TEST_CASE("BH-05: owners let cars feed back by reward and by charge to spare") {
    std::array<V2gOffer, 3> const offers{{{0, 0.6, 0.5}, {10, 0.7, 0.5}, {25, 0.8, 0.5}}};
    std::array<double, 3> const expected{0.214165017, 0.5249791875, 0.8909031788};
    for (std::size_t i = 0; i < offers.size(); ++i) {
        CHECK(opt_in_probability(offers[i], settings) == Approx(expected[i]).epsilon(1e-9));
    }
}

TEST_CASE("a better offer loses nobody who said yes") {
    for (int i = 1; i < 100; ++i) {
        double const u = i / 100.0;
        if (opts_in({5, 0.6, 0.5}, settings, u)) CHECK(opts_in({8, 0.6, 0.5}, settings, u));
        if (opts_in({5, 0.6, 0.5}, settings, u)) CHECK(opts_in({5, 0.7, 0.5}, settings, u));
    }
    CHECK(opts_in({5, 0.6, 0.5}, settings, 0.3));
    CHECK_FALSE(opts_in({5, 0.6, 0.5}, settings, 0.4));
}
