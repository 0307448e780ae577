// Guidance in the city: what must not change, what must be kept, and the herd that old information makes.

#include "small_run.hpp"

#include "sim/city/guidance.hpp"
#include "sim/measure/audit.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <map>
#include <set>

using namespace yuchong;
using namespace yuchong::test;

namespace {

using Sets = std::vector<std::string>;

// The shipped evening, small: some 40 stations and three times as many cars for them as there are.
city::Inputs evening(Sets const& more) {
    Sets sets{"scale=0.05", "fleets.private.vehicles=2500000", "time.warmup=1 d"};
    sets.insert(sets.end(), more.begin(), more.end());
    return scenario("guidance", sets);
}

Sets const designs{"belief", "queue", "predicted", "in_transit", "randomised", "reservation", "assignment"};

std::uint64_t digest_of(Run& run) {
    run.finish();
    return run.simulation.summary().digest;
}

double served(city::Inputs inputs) {
    Run run(std::move(inputs));
    run.finish();
    return run.simulation.summary().served_share;
}

struct Mean {
    double value, error;
};

Mean mean_of(std::vector<double> const& values) {
    double sum = 0.0, square = 0.0;
    for (double const v : values) sum += v, square += v * v;
    auto const n = static_cast<double>(values.size());
    double const mean = sum / n;
    return {mean, std::sqrt(std::max(0.0, square / n - mean * mean) / (n - 1.0))};
}

}  // namespace

TEST_CASE("nobody is moved by a service that nobody has") {
    Run plain(small_liangjiang());
    auto const digest = digest_of(plain);
    CHECK_FALSE(plain.simulation.summary().guidance);
    for (auto const* design : {"in_transit", "reservation", "assignment"}) {
        Run run(small_liangjiang({std::string("information.design=") + design, "information.adoption=0"}));
        CHECK(digest_of(run) == digest);
        auto const guidance = run.simulation.summary().guidance;
        REQUIRE(guidance);
        CHECK(guidance->followed == 0);
        CHECK(guidance->side[0].choices == 0);
        CHECK(guidance->side[1].choices > 100);
    }
}

TEST_CASE("energy, vehicles and waits are kept under every design, and who follows is counted") {
    for (std::string const& design : designs) {
        INFO(design);
        Run run(evening({"information.design=" + design, "information.vehicle_share=0.4"}));
        run.finish();
        CHECK(measure::all_hold(run.simulation.audit()));
        auto const summary = run.simulation.summary();
        REQUIRE(summary.guidance);
        CHECK((summary.guidance->followed > 0) == (design != "belief"));
        CHECK(summary.guidance->side[0].choices > 100);
        CHECK(summary.guidance->side[1].choices > 100);
        // Whoever wants a place follows, and so few change their minds.
        CHECK((summary.guidance->reservations.booked > 0) == (design == "reservation"));
    }
}

TEST_CASE("cars that are swapped are left alone by every design, and others are guided past their stations") {
    for (std::string const& design : designs) {
        INFO(design);
        Run run(evening({"information.design=" + design, "information.vehicle_share=0.4",
                         "information.adoption=1", "fleets.private.swappable_share=0.3",
                         "supply.swap_network.stations=600", "supply.swap_network.packs=6",
                         "supply.swap_network.slots=4"}));
        run.finish();
        CHECK(measure::all_hold(run.simulation.audit()));
        auto const summary = run.simulation.summary();
        REQUIRE(summary.swaps);
        CHECK(summary.swaps->swaps > 20);
        REQUIRE(summary.guidance);
        CHECK((summary.guidance->followed > 0) == (design != "belief"));
        // Everybody else has the service.
        CHECK(summary.guidance->side[0].choices > 100);
        CHECK(summary.guidance->side[1].choices > 20);
    }
}

TEST_CASE("a guided run that was saved and loaded ends like the undisturbed one", "[slow]") {
    for (std::string const& design : designs) {
        for (auto const* age : {"5 min", "0 s"}) {
            INFO(design << ", " << age);
            Sets const sets{"information.design=" + design, "information.vehicle_share=0.4",
                            std::string("information.age=") + age};
            Run undisturbed(evening(sets));
            undisturbed.finish();
            auto const expected = undisturbed.simulation.summary();
            InterruptedRun const run(evening(sets), {at_share(undisturbed.simulation, 0.41),
                                                     at_share(undisturbed.simulation, 0.83),
                                                     at_share(undisturbed.simulation, 0.91) + seconds(7)});
            auto const summary = run.simulation->summary();
            CHECK(summary.digest == expected.digest);
            CHECK((run.sink.stations == undisturbed.sink.stations));
            CHECK(run.sink.sessions.size() == undisturbed.sink.sessions.size());
            for (auto const& kpi : measure::kpis_of(expected)) {
                INFO(kpi.name);
                CHECK(kpi.read(summary) == kpi.read(expected));
            }
            CHECK(summary.guidance->station_oscillation == expected.guidance->station_oscillation);
        }
    }
}

TEST_CASE("places kept are places booked: none twice, none beyond its time") {
    Run run(evening({"information.design=reservation", "information.adoption=0.8"}));
    auto const& settings = run.city->inputs.information.guidance;
    std::size_t seen = 0;
    for (SimTime now = run.city->window.begin; now < run.city->window.end; now = now + seconds(97)) {
        run.simulation.advance(now, never_stop);
        auto const& state = run.simulation.state();
        std::map<std::pair<std::uint32_t, std::size_t>, std::uint32_t> held;
        std::set<std::pair<std::uint32_t, std::uint32_t>> places;
        for (city::Booking const& booking : state.guidance.bookings) {
            if (booking.stage == city::Booking::Stage::asked) continue;
            CHECK(places.emplace(booking.agent, booking.station).second);
            CHECK(now <= booking.arrives + settings.reservation.hold_after + settings.step);
            if (booking.stage == city::Booking::Stage::held)
                ++held[{booking.station, static_cast<std::size_t>(booking.plug_class)}];
        }
        for (std::uint32_t s = 0; s < run.city->network().stations.size(); ++s) {
            for (std::size_t c = 0; c < supply::plug_classes; ++c) {
                auto const kept = held.find({s, c});
                std::uint32_t const expected = kept == held.end() ? 0 : kept->second;
                CHECK(supply::held_plugs(state.supply, supply::StationId{s}, c) == expected);
                seen += expected;
            }
        }
    }
    CHECK(seen > 20);
}

TEST_CASE("only a place to which nobody comes expires") {
    auto const expired_share = [](char const* no_shows) {
        Run run(evening({"information.design=reservation", "information.adoption=0.8",
                         std::string("information.reservation.no_show_share=") + no_shows}));
        run.finish();
        auto const counts = run.simulation.summary().guidance->reservations;
        REQUIRE(counts.booked > 100);
        return static_cast<double>(counts.expired) / static_cast<double>(counts.booked);
    };
    CHECK(expired_share("0") == 0.0);
    CHECK(expired_share("1") > 0.1);  // of those who choose anew some come to the same station after all
}

TEST_CASE("more adopters means the same ones and others, and followers are adopters") {
    city::City const few(evening({"information.adoption=0.3", "information.compliance=0.5"}));
    city::City const many(evening({"information.adoption=0.6", "information.compliance=0.5"}));
    std::int64_t adopters = 0, followers = 0;
    for (std::uint32_t car = 0; car < few.fleet_cars; ++car) {
        auto const before = city::standing_of(few, car), after = city::standing_of(many, car);
        CHECK((!before.adopts || after.adopts));
        CHECK((!before.follows || after.follows));
        CHECK((!after.follows || after.adopts));
        adopters += before.adopts ? 1 : 0;
        followers += before.follows ? 1 : 0;
    }
    double const cars = few.fleet_cars;
    CHECK(static_cast<double>(adopters) / cars == Approx(0.3).margin(0.02));
    CHECK(static_cast<double>(followers) / cars == Approx(0.15).margin(0.015));
}

TEST_CASE("what cars report makes forecasts better") {
    std::array<double, measure::forecasts> wait_error{}, wait_bias{};
    for (int seed = 1; seed <= 4; ++seed) {
        Run run(scenario("guidance", {"seed=" + std::to_string(seed), "time.warmup=1 d",
                                      "fleets.private.vehicles=2500000", "information.design=predicted",
                                      "information.adoption=1", "information.vehicle_share=1"}));
        run.finish();
        auto const guidance = run.simulation.summary().guidance;
        REQUIRE(guidance->waits[0].count > 500);
        CHECK(guidance->waits[0].count == guidance->waits[1].count);
        CHECK(guidance->departures[0].count > 50);
        CHECK(guidance->departures[0].error_min < 0.1 * guidance->departures[1].error_min);
        for (std::size_t f = 0; f < measure::forecasts; ++f) {
            wait_error[f] += guidance->waits[f].error_min;
            wait_bias[f] += std::abs(guidance->waits[f].bias_min);
        }
    }
    CHECK(wait_error[0] < 0.95 * wait_error[1]);
    CHECK(wait_bias[0] < 0.6 * wait_bias[1]);
}

TEST_CASE("a guided hour allocates next to nothing", "[slow]") {
    for (std::string const& design : {designs[3], designs[5], designs[6]}) {
        INFO(design);
        city::City const city(evening({"information.design=" + design, "record.sessions=none",
                                       "information.vehicle_share=0.5", "time.duration=2 d"}));
        measure::NoSink sink;
        city::Simulation simulation(city, sink);
        simulation.advance(SimTime{hours(48).ms}, never_stop);
        auto const events = simulation.state().totals.events;
        std::uint64_t const before = oracle::allocations();
        simulation.advance(SimTime{hours(60).ms}, never_stop);
        auto const handled = static_cast<std::uint64_t>(simulation.state().totals.events - events);
        CHECK(handled > 2000);
        CHECK(oracle::allocations() - before < handled / 100);
    }
}

// models.md 3.6, by paired runs of the same cars: gains with their standard errors over seeds.
TEST_CASE("old information herds unless cars are spread, and better designs serve more", "[slow]") {
    std::map<std::string, std::vector<double>> gain;  // served share over that of nobody guided
    for (int seed = 1; seed <= 6; ++seed) {
        auto const run = [&](std::string const& design, std::string const& age) {
            return served(scenario(
                "guidance",
                {"seed=" + std::to_string(seed), "time.warmup=1 d", "fleets.private.vehicles=2500000",
                 "information.design=" + design, "information.age=" + age, "information.adoption=1"}));
        };
        double const old_queue = run("queue", "30 min"), old_spread = run("randomised", "30 min");
        gain["spread against herd"].push_back(old_spread - old_queue);
        gain["age of the queue"].push_back(run("queue", "60 s") - old_queue);
        double const in_transit = run("in_transit", "60 s"), assignment = run("assignment", "60 s");
        gain["in transit against not"].push_back(in_transit - run("predicted", "60 s"));
        gain["spread against in transit"].push_back(run("randomised", "60 s") - in_transit);
        gain["reservation against in transit"].push_back(run("reservation", "60 s") - in_transit);
        gain["assignment against in transit"].push_back(assignment - in_transit);
        gain["assignment against nothing"].push_back(assignment - run("belief", "60 s"));
    }
    auto const surely_better = [&](char const* what) {
        Mean const mean = mean_of(gain.at(what));
        INFO(what << ": " << mean.value << " +- " << mean.error);
        CHECK(mean.value > 2.0 * mean.error);
        CHECK(mean.value > 0.0);
    };
    auto const not_worse = [&](char const* what) {
        Mean const mean = mean_of(gain.at(what));
        INFO(what << ": " << mean.value << " +- " << mean.error);
        CHECK(mean.value > -2.0 * mean.error - 0.005);
    };
    surely_better("spread against herd");
    surely_better("age of the queue");
    surely_better("in transit against not");
    not_worse("spread against in transit");
    not_worse("reservation against in transit");
    surely_better("assignment against in transit");
    surely_better("assignment against nothing");
}
