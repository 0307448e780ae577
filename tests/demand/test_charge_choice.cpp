#include "sim/demand/charge_choice.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuchong;
using namespace yuchong::demand;

namespace {

ChargingChoiceSettings settings() {
    ChargingChoiceSettings s{};
    s.start_soc50 = 0.35;
    s.start_soc50_range_extender = 0.30;
    s.start_width = 0.08;
    s.price_shift = -0.10;
    s.price_reference_yuan_per_kwh = 1.1;
    s.long_stay_shift = 0.05;
    s.long_stay_min = 60;
    s.home_plug_base = 0.55;
    s.home_plug_slope = 0.45;
    s.home_plug_above = 0.9;
    s.habit_by_hour.fill(1.0);
    s.saving_scale_yuan = 8;
    s.usual_energy_kwh = 25;
    s.park_soc50 = 0.6;
    s.park_least_h = 6;
    s.park_fetch_from_h = 7;
    s.park_fetch_until_h = 11;
    s.target_soc = {0.8, 0.9, 1.0};
    s.target_weights = {0.5, 0.25, 0.25};
    s.target_weights_lfp = {0.4, 0.2, 0.4};
    return s;
}

Stop short_stop(double soc) { return {soc, minutes(30), vehicle::Powertrain::bev}; }

}  // namespace

TEST_CASE("BH-02: start probability at the reference price") {
    std::array<double, 5> const soc{0.1, 0.25, 0.35, 0.5, 0.8};
    std::array<double, 5> const expected{0.9579122721, 0.7772998612, 0.5, 0.1329642402, 0.003593602581};
    for (std::size_t i = 0; i < soc.size(); ++i) {
        CHECK(start_probability(short_stop(soc[i]), YuanPerKwh{1.1}, settings()) ==
              Approx(expected[i]).epsilon(1e-9));
    }
}

TEST_CASE("cheaper power and longer stays make drivers go earlier") {
    double const usual = start_probability(short_stop(0.5), YuanPerKwh{1.1}, settings());
    CHECK(start_probability(short_stop(0.5), YuanPerKwh{0.7}, settings()) > usual);
    CHECK(start_probability(short_stop(0.5), YuanPerKwh{1.6}, settings()) < usual);
    CHECK(start_probability({0.5, minutes(90), vehicle::Powertrain::bev}, YuanPerKwh{1.1}, settings()) >
          usual);
}

TEST_CASE("home piles are used more the emptier the car, and not at all when it is full") {
    CHECK(home_plug_probability(0.2, settings()) == Approx(0.91));
    CHECK(home_plug_probability(0.8, settings()) == Approx(0.64));
    CHECK(home_plug_probability(0.95, settings()) == 0.0);
}

TEST_CASE("a night at home or a day at work is long enough for a slow pile, a visit is not") {
    Calendar const calendar({2025, 8, 5});
    auto const at = [](double hour) { return SimTime{static_cast<std::int64_t>(hour * 3'600'000.0)}; };
    auto const long_park = [&](Place place, double since, double until) {
        return is_long_park({place, at(since), at(until)}, calendar, settings());
    };
    CHECK(long_park(Place::home, 19, 31.5));
    CHECK(long_park(Place::work, 8, 18));
    CHECK(is_long_park({Place::home, at(19), never}, calendar, settings()));
    CHECK_FALSE(long_park(Place::home, 9, 18));     // not over midnight
    CHECK_FALSE(long_park(Place::home, 23, 28.9));  // too short
    CHECK_FALSE(long_park(Place::work, 8, 13));
    CHECK_FALSE(long_park(Place::other, 19, 31.5));
}

TEST_CASE("cars are parked at a slow pile before they are empty") {
    CHECK(park_probability(0.6, settings()) == Approx(0.5));
    CHECK(park_probability(0.35, settings()) > 0.9);
    CHECK(park_probability(0.9, settings()) < 0.05);
}

TEST_CASE("a car at a pile near home is fetched for its next trip, or in the morning") {
    Calendar const calendar({2025, 8, 5});
    SimTime const evening{hours(20).ms}, night{hours(26).ms};
    CHECK(fetched_at(evening, SimTime{hours(30).ms}, 0.5, calendar, settings()) == SimTime{hours(30).ms});
    CHECK(fetched_at(evening, never, 0.5, calendar, settings()) == SimTime{hours(33).ms});
    CHECK(fetched_at(night, never, 0.5, calendar, settings()) == SimTime{hours(33).ms});
    CHECK(fetched_at(evening, never, 0.0, calendar, settings()) == SimTime{hours(31).ms});
}

TEST_CASE("the hour of going stays inside the stay and prefers cheap hours") {
    std::array<double, 24> price;
    price.fill(1.3);
    for (std::size_t h = 0; h < 8; ++h) price[h] = 0.7;
    SimTime const arrives{hours(20).ms}, leaves{hours(31).ms};  // 20:00 to 07:00
    int cheap = 0;
    for (int i = 0; i < 1000; ++i) {
        double const u = (i + 0.5) / 1000.0;
        SimTime const goes =
            when_to_go(arrives, leaves, hours(20), hour_weights(price, settings()), {u, 0.5});
        CHECK(goes >= arrives);
        CHECK(goes <= leaves);
        if (goes >= SimTime{days(1).ms}) ++cheap;
    }
    // Seven cheap hours weigh exp(0.6 * 25 / 8) each against four dear ones of weight 1.
    double const weight = 7.0 * 6.5208191203301125;
    CHECK(cheap / 1000.0 == Approx(weight / (weight + 4.0)).margin(0.002));
}

TEST_CASE("a driver for whom hardly any money counts still goes in one of the cheapest hours") {
    std::array<double, 24> price{};
    for (std::size_t h = 0; h < 24; ++h) price[h] = h < 7 ? 0.1 : 100.0;
    ChargingChoiceSettings greedy = settings();
    greedy.saving_scale_yuan = 0.01;
    SimTime const arrives{hours(20).ms}, leaves{hours(32).ms};
    for (double const u : {0.01, 0.5, 0.99}) {
        SimTime const goes = when_to_go(arrives, leaves, hours(20), hour_weights(price, greedy), {u, 0.5});
        CHECK(goes >= SimTime{hours(24).ms});
        CHECK(goes < SimTime{hours(31).ms});
    }
}

TEST_CASE("targets follow the shares of the chemistry") {
    TargetChoice const targets(settings());
    CHECK(targets.target_soc(vehicle::Chemistry::nmc, 0.49) == 0.8);
    CHECK(targets.target_soc(vehicle::Chemistry::lfp, 0.49) == 0.9);
    CHECK(targets.target_soc(vehicle::Chemistry::lfp, 0.61) == 1.0);
}

TEST_CASE("BH-06: a driver who leaves below an exit rate stops where the falling curve meets it") {
    std::vector<std::pair<double, double>> const nmc800{{0, 1},      {0.07, 2.8}, {0.3, 2.8},
                                                        {0.35, 2.2}, {0.55, 2.2}, {0.75, 1.9},
                                                        {0.8, 1},    {0.9, 0.57}, {1, 0.23}};
    CHECK(exit_rate_target(nmc800, 1.2) == Approx(0.7888888889).epsilon(1e-9));
    CHECK(exit_rate_target(nmc800, 0.6) == Approx(0.8930232558).epsilon(1e-9));
    CHECK(exit_rate_target(nmc800, 0.1) == 1.0);
}
