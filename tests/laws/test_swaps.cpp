// Swap stations in a city: every law holds, a saved run goes on, packs follow the price, waits are counted.

#include "small_run.hpp"

#include "sim/supply/swap_station.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

using Sets = std::vector<std::string>;

// Half of the electric cars are made for swapping; few stations of few packs, so that some wait.
city::Inputs swapping(Sets const& more = {}) {
    Sets sets{"fleets.working=0",
              "fleets.private.swappable_share=0.5",
              "fleets.private.home_pile_factor=0.3",
              "supply.swap_network.stations=600",
              "supply.swap_network.packs=6",
              "supply.swap_network.slots=4"};
    sets.insert(sets.end(), more.begin(), more.end());
    return small_liangjiang(sets);
}

void check_audit(city::Simulation const& simulation) {
    for (auto const& row : simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
}

std::vector<measure::SessionRow> swaps_of(MemorySink const& sink) {
    std::vector<measure::SessionRow> rows;
    std::ranges::copy_if(sink.sessions, std::back_inserter(rows), [](measure::SessionRow const& row) {
        return row.plug_class == supply::PlugClass::swap && row.outcome == supply::Outcome::served;
    });
    return rows;
}

}  // namespace

TEST_CASE("every law holds with swap stations, by every rule and on a grid", "[slow]") {
    for (std::string const rule : {"eager", "valley", "feed_back"}) {
        INFO(rule);
        Run run(swapping({"supply.swap.rule=" + rule, "grid.flow=feeders", "grid.enforce=station"}));
        run.finish();
        check_audit(run.simulation);
        auto const summary = run.simulation.summary();
        REQUIRE(summary.swaps);
        CHECK(summary.swaps->swaps > 30);
        auto const rows = swaps_of(run.sink);
        double exchanged_kwh = 0.0;
        for (measure::SessionRow const& row : rows) {
            CHECK(row.soc_end == Approx(0.9));
            CHECK(row.energy_kwh == Approx(54.0 * (row.soc_end - row.soc_start)));
            CHECK(row.unplug - row.plug_in >= seconds(150));
            CHECK(row.unplug - row.plug_in <= seconds(360));
            exchanged_kwh += row.unplug > run.city->window.begin ? row.energy_kwh : 0.0;
        }
        CHECK(exchanged_kwh == Approx(summary.swaps->exchanged_kwh));
        CHECK(summary.energy_public_kwh == Approx(summary.energy_super_kwh + summary.energy_fast_kwh +
                                                  summary.energy_ac_kwh + summary.swaps->exchanged_kwh));
        std::int64_t const in_steps =
            std::accumulate(run.sink.swaps.begin(), run.sink.swaps.end(), std::int64_t{0});
        CHECK(in_steps == summary.swaps->swaps);
        CHECK((summary.swaps->fed_back_kwh > 100.0) == (rule == "feed_back"));
    }
}

TEST_CASE("a run with swap stations that is saved and loaded goes on as if nothing had happened", "[slow]") {
    city::Inputs const inputs = swapping({"supply.swap.rule=feed_back"});
    Run undisturbed(inputs);
    undisturbed.finish();
    REQUIRE(undisturbed.simulation.summary().swaps->fed_back_kwh > 0.0);
    std::vector<SimTime> instants;
    for (double const share : {0.3, 0.45, 0.61, 0.8})
        instants.push_back(at_share(undisturbed.simulation, share));
    InterruptedRun const run(inputs, instants);
    auto const summary = run.simulation->summary(), expected = undisturbed.simulation.summary();
    CHECK(summary.digest == expected.digest);
    for (auto const& kpi : measure::kpis_of(expected)) {
        INFO(kpi.name);
        CHECK(kpi.read(summary) == kpi.read(expected));
    }
    CHECK((run.sink.swap_stations == undisturbed.sink.swap_stations));
    CHECK((run.sink.swaps == undisturbed.sink.swaps));
    CHECK((run.sink.stations == undisturbed.sink.stations));
}

TEST_CASE("under rule valley packs are charged at night, and nobody waits longer for it", "[slow]") {
    // A station with packs to spare: the reserve is enough by day.
    Sets const ample{"supply.swap_network.packs=20", "supply.swap_network.slots=20"};
    Sets eager = ample, valley = ample;
    eager.push_back("supply.swap.rule=eager");
    valley.push_back("supply.swap.rule=valley");
    auto const valley_share = [](Run const& run) {
        double in_valley = 0.0, all = 0.0;
        std::size_t const stations = run.city->network().stations.size();
        auto const& charging_kw = run.sink.stations[0];
        for (std::size_t row = 0; row * stations < charging_kw.size(); ++row) {
            SimTime const t = run.city->window.begin +
                              static_cast<std::int64_t>(row) * run.city->inputs.record.station_step;
            bool const cheap =
                run.city->tariff.price_class(run.city->calendar.month(t), run.city->calendar.hour(t)) ==
                control::PriceClass::valley;
            for (supply::BuiltSwap const& swap : run.city->supply.swaps) {
                double const kw = static_cast<double>(charging_kw[row * stations + swap.station.index()]);
                all += kw;
                in_valley += cheap ? kw : 0.0;
            }
        }
        return in_valley / all;
    };
    Run at_once(swapping(eager)), by_night(swapping(valley));
    at_once.finish();
    by_night.finish();
    CHECK(valley_share(by_night) > valley_share(at_once) + 0.2);
    CHECK(by_night.simulation.summary().swaps->wait_mean_s < 60.0);
}

TEST_CASE("a swap station that is closed feeds nothing back") {
    city::Inputs const inputs = scenario(
        "swap-station", {"supply.swap.rule=feed_back", "supply.swap.reserve_share=0", "time.duration=1 d"});
    auto const fed_kwh = [](city::Inputs given, std::int32_t in_service_day) {
        given.own_network->stations[0].in_service_day = in_service_day;
        Run run(std::move(given));
        run.finish();
        check_audit(run.simulation);
        return run.simulation.summary().swaps->fed_back_kwh;
    };
    CHECK(fed_kwh(inputs, 0) > 10.0);
    CHECK(fed_kwh(inputs, day_number({2025, 8, 6})) == 0.0);
}

TEST_CASE("the zones count the waits for packs as those for plugs", "[slow]") {
    Run run(swapping({"time.warmup=0 s", "supply.swap_network.packs=4"}));
    run.finish();
    double waited_min = 0.0, for_packs_min = 0.0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.place != measure::Place::public_station) continue;
        double const min = milliseconds(row.wait_ms).minutes();
        waited_min += min;
        if (row.plug_class == supply::PlugClass::swap) for_packs_min += min;
    }
    REQUIRE(for_packs_min > 20.0);
    measure::ZoneDemandTable const zones = run.simulation.summary().zone_demand;
    double counted_min = 0.0;
    for (std::size_t z = 0; z < zones.zones.size(); ++z)
        if (zones.wishes[z] > 0) counted_min += zones.wishes[z] * zones.wait_min[z];
    CHECK(counted_min == Approx(waited_min));
}

TEST_CASE("without swap stations nothing of them is there, and the cars are the same") {
    Run const run(small_liangjiang({"fleets.working=0", "scale=0.005"}));
    CHECK(run.city->supply.swaps.empty());
    CHECK_FALSE(run.simulation.state().swaps);
    // Stations beside the others move nobody.
    Run const with(
        small_liangjiang({"fleets.working=0", "scale=0.005", "supply.swap_network.stations=1000"}));
    REQUIRE(with.city->supply.swaps.size() > 0);
    REQUIRE(with.city->cars.size() == run.city->cars.size());
    for (std::size_t i = 0; i < run.city->cars.size(); ++i) {
        CHECK(run.city->cars[i].model == with.city->cars[i].model);
        CHECK(run.city->cars[i].home == with.city->cars[i].home);
    }
}
