// Control of sites in whole runs: limits are kept at every instant, nothing else is broken by it, and a saved
// run goes on as if nothing had happened.

#include "small_run.hpp"

#include "sim/base/random.hpp"
#include "sim/supply/station.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<std::string> const strategies{"peak_limit",  "fcfs",         "edf",       "llf",
                                          "round_robin", "proportional", "peak_limit"};

// A third of the power of every station in three districts: some are always at their limit.
city::Inputs controlled_city(std::string const& strategy) {
    return small_liangjiang({"control.strategy=" + strategy, "control.limit_share=0.3"});
}

std::vector<std::string> const home_strategies{"delayed", "tariff", "valley_fill"};

city::Inputs controlled_homes(std::string const& strategy) {
    return small_liangjiang({"control.homes.strategy=" + strategy});
}

// One in each of `count` stretches of the run.
std::vector<SimTime> keyed_instants(city::Simulation const& run, std::uint64_t seed, std::uint32_t count) {
    std::vector<SimTime> instants;
    for (std::uint32_t leg = 1; leg <= count; ++leg) {
        double const u = RandomSource{seed}.draw({DrawClass::test, 0, leg}).uniform(0);
        instants.push_back(at_share(run, (leg + u) / (count + 2.0)));
    }
    return instants;
}

double sum_of(std::vector<float> const& series) {
    double sum = 0.0;
    for (float const x : series) sum += static_cast<double>(x);
    return sum;
}

}  // namespace

TEST_CASE("sites keep their limit at any instant, under every strategy, and the audit holds", "[slow]") {
    for (std::string const& strategy : strategies) {
        Run run(controlled_city(strategy));
        double worst_kw = -1e9;
        for (SimTime const now : keyed_instants(run.simulation, 7, 200)) {
            run.simulation.advance(now, never_stop);
            worst_kw = std::max(worst_kw, worst_excess_kw(*run.city, run.simulation.state(), now));
        }
        run.finish();
        INFO(strategy);
        CHECK(worst_kw <= 1e-6);
        CHECK(worst_kw > -1.0);  // some site was at its limit
        CHECK(measure::all_hold(run.simulation.audit()));
        CHECK(run.simulation.summary().unmet_kwh > 0.0);
    }
}

TEST_CASE("sites keep their limit while cold packs warm up and take more from minute to minute", "[slow]") {
    Run run(small_liangjiang({"control.strategy=peak_limit", "control.limit_share=0.3",
                              "time.start=2026-01-19", "time.duration=1 d"}));
    double worst_kw = -1e9;
    for (SimTime t{0}; t < run.simulation.end(); t = t + seconds(37)) {
        run.simulation.advance(t, never_stop);
        worst_kw = std::max(worst_kw, worst_excess_kw(*run.city, run.simulation.mutable_state(), t));
    }
    CHECK(worst_kw < 1e-6);
    CHECK(worst_kw > -1.0);
}

TEST_CASE("control that limits nobody changes nothing that happens", "[slow]") {
    // Large enough for cars that plug in between two steps beside others, where modules are shared.
    std::vector<std::string> const larger{"scale=0.05", "time.duration=2 d"};
    Run without(small_liangjiang(larger));
    Run with(small_liangjiang({"scale=0.05", "time.duration=2 d", "control.strategy=llf"}));
    without.finish();
    with.finish();
    CHECK(with.simulation.summary().digest == without.simulation.summary().digest);
    CHECK(with.simulation.summary().energy_kwh == without.simulation.summary().energy_kwh);
}

TEST_CASE("a controlled run that was saved and loaded ends like the undisturbed one", "[slow]") {
    std::vector<std::string> const sets{"control.limit_kw=600", "time.duration=2 d"};
    Run undisturbed(scenario("depot-capped", sets));
    undisturbed.finish();
    InterruptedRun const run(scenario("depot-capped", sets), keyed_instants(undisturbed.simulation, 8, 9));
    auto const& simulation = run.simulation;
    MemorySink const& sink = run.sink;
    CHECK(simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK(simulation->summary().energy_kwh == undisturbed.simulation.summary().energy_kwh);
    CHECK(simulation->summary().unmet_kwh == undisturbed.simulation.summary().unmet_kwh);
    CHECK(sink.stations == undisturbed.sink.stations);
}

TEST_CASE("control allocates next to nothing once every plug was in use", "[slow]") {
    city::City const city(scenario("depot-capped", {"control.limit_kw=600", "record.sessions=none"}));
    measure::NoSink sink;
    city::Simulation simulation(city, sink);
    simulation.advance(SimTime{hours(48).ms}, never_stop);
    auto const events = simulation.state().totals.events;
    std::uint64_t const before = oracle::allocations();
    simulation.advance(SimTime{hours(96).ms}, never_stop);
    auto const handled = static_cast<std::uint64_t>(simulation.state().totals.events - events);
    CHECK(handled > 2000);
    CHECK(oracle::allocations() - before < handled / 100);
}

TEST_CASE("homes under control: nobody is left shorter than without, and the audit holds", "[slow]") {
    Run uncontrolled(small_liangjiang());
    uncontrolled.finish();
    auto const without = uncontrolled.simulation.summary();
    for (std::string const& strategy : home_strategies) {
        Run run(controlled_homes(strategy));
        run.finish();
        auto const with = run.simulation.summary();
        INFO(strategy);
        CHECK(measure::all_hold(run.simulation.audit()));
        CHECK(with.digest != without.digest);
        CHECK(with.sessions_unmet <= without.sessions_unmet);
        CHECK(with.unmet_kwh <= without.unmet_kwh * 1.001);
        CHECK(with.sessions_home == Approx(without.sessions_home).epsilon(0.02));
    }
}

TEST_CASE("every car that could be filled at home leaves full", "[slow]") {
    for (std::string const& strategy : home_strategies) {
        Run run(controlled_homes(strategy));
        run.finish();
        int looked_at = 0;
        for (measure::SessionRow const& row : run.sink.sessions) {
            bool const home = row.place == measure::Place::home && row.outcome == supply::Outcome::served;
            if (!home) continue;
            demand::Car const& car = run.city->cars[row.vehicle];
            double const stay_h = (row.unplug - row.plug_in).hours();
            // Half an hour for the taper.
            if (row.requested_kwh > (stay_h - 0.5) * car.pile_w / 1000.0) continue;
            ++looked_at;
            REQUIRE(row.energy_kwh >= row.requested_kwh - 1e-3);
        }
        INFO(strategy);
        CHECK(looked_at > 200);
    }
}

TEST_CASE("filled valleys are higher than untouched ones, and the evening is lower", "[slow]") {
    auto const load_at = [](Run const& run, int from_h, int to_h) {
        std::vector<float> kw;
        auto const& charging = run.sink.city[0];
        for (auto i = static_cast<std::size_t>(12 * from_h); i < static_cast<std::size_t>(12 * to_h); ++i)
            kw.push_back(charging[i]);
        return sum_of(kw);
    };
    Run uncontrolled(small_liangjiang()), filled(controlled_homes("valley_fill"));
    uncontrolled.finish();
    filled.finish();
    CHECK(load_at(filled, 2, 6) > 2.0 * load_at(uncontrolled, 2, 6));
    CHECK(load_at(filled, 18, 22) < 0.8 * load_at(uncontrolled, 18, 22));
}

TEST_CASE("a run with homes under control that was saved and loaded ends like the undisturbed one",
          "[slow]") {
    for (std::string const& strategy : home_strategies) {
        Run undisturbed(controlled_homes(strategy));
        undisturbed.finish();
        InterruptedRun const run(controlled_homes(strategy), keyed_instants(undisturbed.simulation, 9, 5));
        auto const& simulation = run.simulation;
        MemorySink const& sink = run.sink;
        INFO(strategy);
        CHECK(simulation->summary().digest == undisturbed.simulation.summary().digest);
        CHECK(simulation->summary().energy_kwh == undisturbed.simulation.summary().energy_kwh);
        CHECK(sink.city == undisturbed.sink.city);
    }
}
