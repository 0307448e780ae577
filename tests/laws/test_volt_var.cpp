// Reactive power of chargers by the voltage: holds voltages up, moves no car, keeps every law, and comes
// before charging where a scenario says so.

#include "small_run.hpp"

#include "sim/city/volt_var.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

// Baran and Wu's feeder with three stations, fed at 0.98 pu so that the ends are low.
city::Inputs town(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"grid.operation.bus_target_pu=0.98", "grid.operation.source_pu=0.98"});
    return scenario("own-network", sets);
}

constexpr char const* enabled = "control.volt_var.enabled=true";
constexpr char const* reactive_first = "control.volt_var.priority=reactive";

float lowest(MemorySink::Series const& feeders) { return *std::ranges::min_element(feeders[1]); }

}  // namespace

TEST_CASE("chargers that give reactive power hold the lowest voltage up and move no car") {
    Run without(town()), with(town({enabled}));
    without.finish();
    with.finish();
    auto const a = without.simulation.summary(), b = with.simulation.summary();
    CHECK(b.status == measure::Status::done);
    CHECK(a.digest == b.digest);
    CHECK(without.sink.city == with.sink.city);
    REQUIRE(a.grid);
    REQUIRE(b.grid);
    CHECK_FALSE(a.grid->volt_var);
    REQUIRE(b.grid->volt_var);
    CHECK(lowest(with.sink.feeders) > lowest(without.sink.feeders) + 1e-3F);
    CHECK(a.grid->low_voltage_h > 0.0);
    CHECK(b.grid->low_voltage_h < a.grid->low_voltage_h);
    // The series adds up to the figure.
    std::vector<float> const& kvar = with.sink.feeders.back();
    double given = 0.0;
    for (float const value : kvar) given += std::max(0.0F, value);
    double const step_h = with.city->inputs.grid.flow.step.hours();
    CHECK(b.grid->volt_var->given_kvarh > 100.0);
    CHECK(step_h * given == Approx(b.grid->volt_var->given_kvarh).epsilon(1e-5));
    CHECK(without.sink.feeders.back().empty());
}

TEST_CASE("stations of AC piles have no inverter, the others as much as hosts and connection allow") {
    city::City const city(town({enabled, "control.volt_var.rating_kva_per_kw=1.25"}));
    auto const& rating_kva = city.grid->distribution.inverters().rating_kva;
    REQUIRE(rating_kva.size() == city.network().stations.size());
    for (std::size_t s = 0; s < rating_kva.size(); ++s) {
        supply::Station const& station = city.network().stations[s];
        double converters_kw = 0.0;
        for (std::uint32_t h = 0; h < station.host_count; ++h) {
            supply::Host const& host = city.network().hosts[station.first_host + h];
            converters_kw += host.modules * host.module_kw;
        }
        CHECK(rating_kva[s] == Approx(std::min(1.25 * converters_kw, station.grid_limit_kw)));
    }
    city::City const nobody(town({enabled, "control.volt_var.site_share=0"}));
    for (double const kva : nobody.grid->distribution.inverters().rating_kva) CHECK(kva == 0.0);
}

TEST_CASE("with priority reactive charging keeps to what the reactive power leaves") {
    // A curve that asks for all of the rating but a fifth at these voltages.
    std::string const curve = "control.volt_var.curve=[{voltage_pu: 0.5, reactive_pu: 0.98}]";
    Run first(town({enabled, curve})), second(town({enabled, curve, reactive_first}));
    first.finish();
    second.finish();
    CHECK(second.simulation.summary().status == measure::Status::done);
    auto const& city = *second.city;
    auto const& caps = second.simulation.state().grid->meters.cap_kw;
    REQUIRE(caps.size() == city.network().stations.size());
    CHECK(first.simulation.state().grid->meters.cap_kw.empty());
    double const left = std::sqrt(1.0 - 0.98 * 0.98);
    bool binds = false;
    for (std::size_t s = 0; s < caps.size(); ++s) {
        supply::Station const& station = city.network().stations[s];
        double piles_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            if (!city.network().plugs[p].host) piles_kw += city.supply.plug_limit_kw[p];
        double const rating_kva = city.grid->distribution.inverters().rating_kva[s];
        if (rating_kva == 0.0) continue;
        CHECK(caps[s] == Approx(std::min(city.supply.limit_kw[s], left * rating_kva + piles_kw)));
        binds = binds || caps[s] < city.supply.limit_kw[s];
    }
    CHECK(binds);
    CHECK(*std::ranges::max_element(second.sink.stations[1]) <
          *std::ranges::max_element(first.sink.stations[1]));
}

TEST_CASE("runs with volt-var go on from a checkpoint with the same bits") {
    for (char const* priority : {"control.volt_var.priority=active", reactive_first}) {
        INFO(priority);
        auto const inputs = [&] { return town({enabled, priority}); };
        Run undisturbed(inputs());
        undisturbed.finish();
        std::vector<SimTime> instants;
        for (double const share : {0.3, 0.52, 0.8})
            instants.push_back(at_share(undisturbed.simulation, share));
        InterruptedRun const run(inputs(), instants);
        CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
        CHECK(run.sink.feeders == undisturbed.sink.feeders);
        CHECK(run.sink.city == undisturbed.sink.city);
        CHECK(run.simulation->summary().grid->volt_var->given_kvarh ==
              undisturbed.simulation.summary().grid->volt_var->given_kvarh);
    }
}

TEST_CASE("a week's worth of a city with volt-var keeps every law", "[slow]") {
    Run run(small_liangjiang({"grid.flow=feeders", enabled}));
    run.finish();
    CHECK(measure::all_hold(run.simulation.audit()));
    CHECK(run.simulation.summary().grid->unsolved_steps == 0);
    CHECK(run.simulation.summary().grid->volt_var->taken_kvarh > 0.0);
}
