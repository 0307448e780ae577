// Cars at home that feed back, in whole runs: nobody leaves short for it, no reserve is touched, both ways of
// energy are audited, the grid sees the difference, and a saved run goes on as if nothing had happened.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<std::string> const strategies{"v2g_peak_shave", "v2g_arbitrage"};

city::Inputs feeding_city(std::string const& strategy, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"control.v2g.strategy=" + strategy, "control.v2g.share=0.5"});
    return small_liangjiang(more);
}

double fed_kwh(MemorySink const& sink) {
    return std::accumulate(sink.sessions.begin(), sink.sessions.end(), 0.0,
                           [](double sum, measure::SessionRow const& row) { return sum + row.v2g_kwh; });
}

double mean_kw(std::vector<float> const& series) {
    return std::accumulate(series.begin(), series.end(), 0.0) / static_cast<double>(series.size());
}

// Where a charge of this session ends if nothing comes between.
double full_soc(city::City const& city, measure::SessionRow const& row) {
    demand::Car const& car = city.cars[row.vehicle];
    return supply::start_home(city.inputs.charging, city.model(car), {car.energy_kwh, car.curve_scale},
                              car.pile_w / 1000.0, row.soc_start, city.inputs.demand.charging.home_target_soc,
                              SimTime{0})
        .soc_stop;
}

constexpr std::size_t charging_series = 0, v2g_series = 3;  // of MemorySink::city

}  // namespace

TEST_CASE("whoever feeds back leaves as full as without, and above the reserve all the while", "[slow]") {
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy));
        run.finish();
        INFO(strategy);
        CHECK(measure::all_hold(run.simulation.audit()));
        int fed = 0;
        for (measure::SessionRow const& row : run.sink.sessions) {
            if (row.v2g_kwh == 0.0) continue;
            ++fed;
            REQUIRE(row.place == measure::Place::home);
            REQUIRE(row.v2g_kwh > 0.0);
            if (row.outcome != supply::Outcome::served) continue;
            REQUIRE(row.soc_end >= full_soc(*run.city, row) - 1e-6);
        }
        CHECK(fed > 100);
    }
}

TEST_CASE("no battery that feeds back falls below the reserve", "[slow]") {
    constexpr double reserve_soc = 0.6;
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy, {"control.v2g.reserve_soc=0.6"}));
        auto const& state = run.simulation.state();
        int looked_at = 0;
        double lowest = 1.0;
        for (SimTime now{0}; now < run.simulation.end(); now = now + minutes(7)) {
            run.simulation.advance(now, never_stop);
            for (city::Agent const& agent : state.agents) {
                if (agent.activity != city::Activity::home_pile) continue;
                city::Visit const& visit = state.visits[agent.visit];
                if (!supply::feeds(visit.home) || visit.home_stage != city::HomeStage::flat) continue;
                ++looked_at;
                lowest = std::min(lowest, supply::read_home(visit.home, now).soc);
            }
        }
        INFO(strategy);
        CHECK(looked_at > 1000);
        CHECK(lowest >= reserve_soc - 1e-9);
        CHECK(lowest < reserve_soc + 0.05);
    }
}

TEST_CASE("series and sessions and key figures tell the same of what was fed back", "[slow]") {
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy, {"time.warmup=0 s"}));
        run.finish();
        auto const summary = run.simulation.summary();
        REQUIRE(summary.v2g.has_value());
        INFO(strategy);
        CHECK(summary.v2g->kwh > 100.0);
        CHECK(fed_kwh(run.sink) == Approx(summary.v2g->kwh).epsilon(1e-9));
        double const hours = run.city->window.length().hours();
        CHECK(mean_kw(run.sink.city[v2g_series]) * hours == Approx(summary.v2g->kwh).epsilon(1e-6));
        CHECK(std::ranges::min(run.sink.city[v2g_series]) >= 0.0F);
        CHECK(std::ranges::min(run.sink.city[charging_series]) >= 0.0F);
        double const rate = strategy == "v2g_peak_shave" ? 0.85 : summary.v2g->paid_yuan / summary.v2g->kwh;
        CHECK(summary.v2g->paid_yuan == Approx(rate * summary.v2g->kwh).epsilon(1e-12));
        CHECK(summary.v2g->wear_yuan > 0.15 * summary.v2g->kwh);
    }
}

TEST_CASE("what control tells of feeding back adds up to the key figures", "[slow]") {
    Run run(feeding_city("v2g_arbitrage", {"control.strategy=peak_limit"}));
    run.finish();
    measure::V2gSummary const v2g = run.simulation.summary().v2g.value();
    REQUIRE(v2g.kwh > 0.0);
    auto const sum = [&](std::size_t series) {
        std::vector<float> const& values = run.sink.control[series];
        return std::accumulate(values.begin(), values.end(), 0.0);
    };
    CHECK(sum(4) == Approx(v2g.kwh).epsilon(1e-6));
    CHECK(sum(5) == Approx(v2g.wear_yuan).epsilon(1e-6));
}

TEST_CASE("shaving takes from the evening and gives to the night", "[slow]") {
    Run filled(small_liangjiang({"control.homes.strategy=valley_fill"}));
    Run shaved(feeding_city("v2g_peak_shave", {"control.homes.strategy=valley_fill"}));
    filled.finish();
    shaved.finish();
    auto const net_kw = [](Run const& run, std::size_t from_h, std::size_t to_h) {
        double sum = 0.0;
        for (std::size_t i = 12 * from_h; i < 12 * to_h; ++i)
            sum += static_cast<double>(run.sink.city[charging_series][i]) -
                   static_cast<double>(run.sink.city[v2g_series][i]);
        return sum / static_cast<double>(12 * (to_h - from_h));
    };
    CHECK(net_kw(shaved, 19, 22) < net_kw(filled, 19, 22) - 50.0);
    CHECK(net_kw(shaved, 2, 6) > net_kw(filled, 2, 6) + 50.0);
}

TEST_CASE("arbitrage that never pays feeds nothing back", "[slow]") {
    Run run(feeding_city("v2g_arbitrage", {"control.v2g.wear_yuan_per_kwh=2"}));
    run.finish();
    CHECK(run.simulation.summary().v2g->kwh == 0.0);
    CHECK(run.simulation.summary().v2g->sessions == 0);
}

TEST_CASE("owners who choose take part less often, and not at all for nothing", "[slow]") {
    auto const sessions = [](std::vector<std::string> const& more) {
        Run run(feeding_city("v2g_peak_shave", more));
        run.finish();
        return run.simulation.summary().v2g->sessions;
    };
    auto const always = sessions({});
    auto const choosing = sessions({"control.v2g.opt_in=choice"});
    auto const reluctant = sessions(
        {"control.v2g.opt_in=choice", "demand.v2g_choice.constant=-20", "demand.v2g_choice.spare_per_soc=0"});
    CHECK(choosing < always);
    CHECK(choosing > always / 10);
    CHECK(reluctant == 0);
}

TEST_CASE("nobody who may feed back: the run is as if nobody knew of it", "[slow]") {
    Run without(small_liangjiang({"control.homes.strategy=valley_fill"}));
    Run with(small_liangjiang({"control.homes.strategy=valley_fill", "control.v2g.strategy=v2g_peak_shave",
                               "control.v2g.share=0"}));
    without.finish();
    with.finish();
    CHECK(with.simulation.summary().digest == without.simulation.summary().digest);
    CHECK(with.sink.city == without.sink.city);
    CHECK(with.simulation.summary().v2g->kwh == 0.0);
}

TEST_CASE("energy fed back from nowhere is found", "[slow]") {
    for (double const factor : {1.0, 1.0 + 1e-7}) {
        Run run(feeding_city("v2g_peak_shave"));
        run.simulation.advance(at_share(run.simulation, 0.9), never_stop);
        run.simulation.mutable_state().home.metered_fed_kwh *= factor;
        run.finish();
        for (auto const& row : run.simulation.audit()) {
            INFO(row.name << ": " << row.left << " against " << row.right);
            CHECK(row.holds == (row.name != "energy_fed_back" || factor == 1.0));
        }
    }
}

TEST_CASE("the grid carries charging less what is fed back", "[slow]") {
    Run run(feeding_city("v2g_peak_shave", {"grid.flow=feeders"}));
    run.finish();
    CHECK(run.simulation.summary().v2g->kwh > 100.0);
    for (auto const& row : run.simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
        if (row.name == "grid_energy") CHECK(row.left < run.simulation.summary().grid_energy_kwh * 2.0);
    }
}

TEST_CASE("a run that feeds back, saved and loaded, ends like the undisturbed one", "[slow]") {
    for (std::string const& strategy : strategies) {
        std::vector<std::string> const more{"control.homes.strategy=valley_fill",
                                            "control.v2g.opt_in=choice"};
        Run undisturbed(feeding_city(strategy, more));
        undisturbed.finish();
        std::vector<SimTime> instants;
        for (double const share : {0.21, 0.48, 0.77, 0.93})
            instants.push_back(at_share(undisturbed.simulation, share));
        InterruptedRun const run(feeding_city(strategy, more), instants);
        INFO(strategy);
        CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
        CHECK(run.simulation->summary().v2g->kwh == undisturbed.simulation.summary().v2g->kwh);
        CHECK(run.simulation->summary().v2g->wear_yuan == undisturbed.simulation.summary().v2g->wear_yuan);
        CHECK(run.sink.city == undisturbed.sink.city);
        CHECK(fed_kwh(run.sink) == fed_kwh(undisturbed.sink));
    }
}
