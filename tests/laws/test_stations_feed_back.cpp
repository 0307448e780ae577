// Cars at bidirectional piles of stations, in whole runs: nobody leaves short for it, no reserve is touched,
// site limits hold, both ways of energy are audited, and a saved run goes on as if nothing had happened.

#include "small_run.hpp"

#include "sim/supply/cursor.hpp"
#include "sim/supply/plug_charge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<std::string> const strategies{"v2g_peak_shave", "v2g_arbitrage"};

std::vector<std::string> with_piles(std::string const& strategy, std::vector<std::string> more) {
    more.insert(more.begin(),
                {"scale=0.1", "supply.bidirectional.share=1", "control.v2g.strategy=" + strategy,
                 "control.v2g.share=0.8", "control.v2g.reserve_soc=0.15"});
    return more;
}

city::Inputs feeding_city(std::string const& strategy, std::vector<std::string> more = {}) {
    return small_liangjiang(with_piles(strategy, std::move(more)));
}

city::Inputs feeding_depot(std::vector<std::string> const& more = {}) {
    std::vector<std::string> sets{"time.duration=2 d"};
    sets.insert(sets.end(), more.begin(), more.end());
    return scenario("depot-v2g", sets);
}

double fed_kwh(MemorySink const& sink, measure::Place place) {
    double sum = 0.0;
    for (measure::SessionRow const& row : sink.sessions) sum += row.place == place ? row.v2g_kwh : 0.0;
    return sum;
}

constexpr std::size_t city_v2g = 3, station_charging = 0, station_v2g = 4;  // of MemorySink

double kwh_of(std::vector<float> const& series, Duration step) {
    return std::accumulate(series.begin(), series.end(), 0.0) * step.hours();
}

// By how much any site of piles only is beyond its limit.
double worst_excess_of_piles_kw(Run const& run, SimTime now) {
    double worst_kw = -1e9;
    for (std::size_t s = 0; s < run.city->network().stations.size(); ++s) {
        supply::Station const& station = run.city->network().stations[s];
        if (station.host_count > 0) continue;
        double sum_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            sum_kw +=
                supply::read_session(run.city->supply, run.simulation.state().supply, supply::PlugId{p}, now)
                    .power_kw;
        worst_kw = std::max(worst_kw, sum_kw - run.city->site_limit_kw[s]);
    }
    return worst_kw;
}

void check_audit(city::Simulation const& run) {
    for (auto const& row : run.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
}

}  // namespace

TEST_CASE("a depot of bidirectional piles earns, and every car leaves with its target") {
    Run run(feeding_depot());
    Run plain(feeding_depot({"control.v2g.strategy=none"}));
    run.finish();
    plain.finish();
    check_audit(run.simulation);
    auto const summary = run.simulation.summary(), without = plain.simulation.summary();
    CHECK(summary.v2g->kwh > 50.0);
    CHECK(summary.sessions_unmet == 0);
    CHECK(summary.bill.energy_yuan() - summary.v2g->paid_yuan + summary.v2g->wear_yuan <
          without.bill.energy_yuan());
    CHECK(summary.unmet_kwh < 1e-6);
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.outcome != supply::Outcome::served) continue;
        REQUIRE(row.soc_end == Approx(0.8).margin(1e-9));
        REQUIRE(row.energy_kwh == Approx(row.requested_kwh + row.v2g_kwh / 0.9).margin(1e-6));
    }
}

TEST_CASE("who feeds back at a station leaves with the target of the driver", "[slow]") {
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy));
        Run plain(small_liangjiang({"scale=0.1"}));
        run.finish();
        plain.finish();
        INFO(strategy);
        check_audit(run.simulation);
        int fed = 0;
        for (measure::SessionRow const& row : run.sink.sessions) {
            if (row.v2g_kwh == 0.0 || row.place != measure::Place::public_station) continue;
            ++fed;
            REQUIRE(row.plug_class == supply::PlugClass::ac);
            if (row.outcome != supply::Outcome::served) continue;
            demand::Car const& car = run.city->cars[row.vehicle];
            double const efficiency =
                vehicle::ac_charge(run.city->inputs.charging, run.city->model(car),
                                   {car.energy_kwh, car.curve_scale}, run.city->inputs.network.ac_kw, 0.9)
                    .pack.efficiency;
            double const needed_kwh = row.requested_kwh + row.v2g_kwh / (0.9 * efficiency);
            REQUIRE(row.energy_kwh >= needed_kwh - 1e-3);
        }
        CHECK(fed > 10);
        CHECK(run.simulation.summary().sessions_unmet <= plain.simulation.summary().sessions_unmet + 3);
    }
}

TEST_CASE("no battery that feeds back at a station falls below the reserve", "[slow]") {
    constexpr double reserve_soc = 0.5;
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy, {"control.v2g.reserve_soc=0.5"}));
        auto const& state = run.simulation.state();
        int looked_at = 0;
        double lowest = 1.0;
        for (SimTime now{0}; now < run.simulation.end(); now = now + minutes(7)) {
            run.simulation.advance(now, never_stop);
            for (std::uint32_t p = 0; p < run.city->network().plugs.size(); ++p) {
                if (state.supply.session[p].feed_w == 0) continue;
                ++looked_at;
                auto const reading =
                    supply::read_session(run.city->supply, state.supply, supply::PlugId{p}, now);
                lowest = std::min(lowest, reading.soc);
            }
        }
        INFO(strategy);
        CHECK(looked_at > 100);
        CHECK(lowest >= reserve_soc - 1e-9);
    }
}

TEST_CASE("stations, city, sessions and key figures tell the same of what was fed back", "[slow]") {
    for (std::string const& strategy : strategies) {
        Run run(feeding_city(strategy, {"time.warmup=0 s"}));
        run.finish();
        INFO(strategy);
        auto const& record = run.city->inputs.record;
        double const at_stations = kwh_of(run.sink.stations[station_v2g], record.station_step);
        double const in_all = kwh_of(run.sink.city[city_v2g], record.city_step);
        auto const summary = run.simulation.summary();
        CHECK(at_stations > 20.0);
        CHECK(in_all > at_stations);  // homes feed back too
        CHECK(at_stations == Approx(fed_kwh(run.sink, measure::Place::public_station)).epsilon(1e-6));
        CHECK(at_stations == Approx(summary.bill.fed_back_at_stations_kwh).epsilon(1e-6));
        CHECK(in_all == Approx(summary.v2g->kwh).epsilon(1e-6));
        CHECK(std::ranges::min(run.sink.stations[station_charging]) >= 0.0F);
        CHECK(std::ranges::min(run.sink.stations[station_v2g]) >= 0.0F);
    }
}

// Looks at every minute of a run; `look` is told the instant.
template <class Look>
void watch(Run& run, Look look) {
    for (SimTime now{0}; now < run.simulation.end(); now = now + minutes(1)) {
        run.simulation.advance(now + milliseconds(2), never_stop);
        look(now + milliseconds(2));
    }
    run.finish();
    check_audit(run.simulation);
}

TEST_CASE("a site that shares a limit keeps it while cars follow their plans") {
    // Plans are laid out anew between two control steps.
    std::vector<std::string> const sets{"control.step=60 min", "control.homes.resweep=15 min",
                                        "tariff.station_feed_in_yuan_per_kwh=[0, 0, 3, 3]"};
    for (std::string const& strategy : strategies) {
        for (char const* rule : {"peak_limit", "edf", "llf", "round_robin", "proportional"}) {
            for (char const* share : {"0.1", "0.3", "0.6"}) {
                std::vector<std::string> more = sets;
                more.push_back("control.strategy=" + std::string(rule));
                more.push_back("control.limit_share=" + std::string(share));
                more.push_back("control.v2g.strategy=" + strategy);
                Run run(feeding_depot(more));
                double worst_kw = -1e9;
                watch(run, [&](SimTime now) {
                    worst_kw = std::max(worst_kw, worst_excess_of_piles_kw(run, now));
                });
                INFO(strategy << ", " << rule << ", " << share);
                CHECK(worst_kw <= 1e-6);
                if (strategy == "v2g_arbitrage") CHECK(run.simulation.summary().v2g->kwh > 1.0);
            }
        }
    }
}

TEST_CASE("a depot sells down to the reserve and no further") {
    for (double const reserve_soc : {0.5, 0.7}) {
        Run run(feeding_depot({"control.v2g.reserve_soc=" + std::to_string(reserve_soc),
                               "tariff.station_feed_in_yuan_per_kwh=[0, 0, 3, 3]"}));
        double lowest = 1.0;
        watch(run, [&](SimTime now) {
            for (std::uint32_t p = 0; p < run.city->network().plugs.size(); ++p) {
                auto const& state = run.simulation.state().supply;
                if (state.session[p].feed_w > 0 && state.phase[p] == supply::Phase::charging)
                    lowest = std::min(
                        lowest, supply::read_session(run.city->supply, state, supply::PlugId{p}, now).soc);
            }
        });
        CHECK(lowest >= reserve_soc - 1e-9);
        CHECK(lowest < reserve_soc + 0.01);
    }
}

TEST_CASE("piles that nobody feeds back at change nothing", "[slow]") {
    Run without(small_liangjiang({"scale=0.1"}));
    Run with(small_liangjiang({"scale=0.1", "supply.bidirectional.share=1"}));
    Run nobody(feeding_city("v2g_arbitrage", {"control.v2g.share=0"}));
    without.finish();
    with.finish();
    nobody.finish();
    auto const digest = without.simulation.summary().digest;
    CHECK(with.simulation.summary().digest == digest);
    CHECK(nobody.simulation.summary().digest == digest);
    CHECK((with.sink.city == without.sink.city));
    CHECK((nobody.sink.city == without.sink.city));
    CHECK(nobody.simulation.summary().v2g->kwh == 0.0);
}

TEST_CASE("energy fed back by stations from nowhere is found") {
    for (double const factor : {1.0, 1.0 + 1e-6}) {
        Run run(feeding_depot());
        run.simulation.advance(at_share(run.simulation, 0.9), never_stop);
        run.simulation.mutable_state().supply.metered_fed_kwh[0] *= factor;
        run.finish();
        for (auto const& row : run.simulation.audit()) {
            INFO(row.name << ": " << row.left << " against " << row.right);
            CHECK(row.holds == (row.name != "energy_fed_back" || factor == 1.0));
        }
    }
}

TEST_CASE("the grid carries what stations draw less what cars feed back there", "[slow]") {
    Run run(feeding_city("v2g_arbitrage", {"grid.flow=feeders", "supply.storage.share=[0.5, 0.5, 0.5]"}));
    run.finish();
    check_audit(run.simulation);
    CHECK(run.simulation.summary().bill.fed_back_at_stations_kwh > 20.0);
}

TEST_CASE("stations that feed back, saved and loaded, end like the undisturbed run", "[slow]") {
    for (std::string const& strategy : strategies) {
        std::vector<std::string> const more{"control.strategy=llf", "control.limit_share=0.5",
                                            "control.v2g.opt_in=choice", "demand.v2g_choice.constant=2"};
        Run undisturbed(feeding_city(strategy, more));
        undisturbed.finish();
        std::vector<SimTime> instants;
        for (double const share : {0.31, 0.52, 0.6, 0.77, 0.93})
            instants.push_back(at_share(undisturbed.simulation, share));
        InterruptedRun const run(feeding_city(strategy, more), instants);
        INFO(strategy);
        CHECK(undisturbed.simulation.summary().bill.fed_back_at_stations_kwh > 1.0);
        CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
        CHECK(run.simulation->summary().v2g->kwh == undisturbed.simulation.summary().v2g->kwh);
        CHECK((run.sink.city == undisturbed.sink.city));
        CHECK((run.sink.stations == undisturbed.sink.stations));
    }
}

TEST_CASE("batteries that feed back at stations are followed through both ways", "[slow]") {
    Run run(feeding_city("v2g_arbitrage", {"ageing.follow=true", "time.duration=2 d"}));
    Run plain(feeding_city("v2g_arbitrage",
                           {"ageing.follow=true", "time.duration=2 d", "supply.bidirectional.share=0"}));
    run.finish();
    plain.finish();
    REQUIRE(run.sink.batteries.vehicle == plain.sink.batteries.vehicle);
    double const years = run.city->window.length().hours() / 8'766.0;
    double fed_cycles = 0.0, more_cycles = 0.0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.v2g_kwh == 0.0 || row.place == measure::Place::home) continue;
        auto const& vehicles = run.sink.batteries.vehicle;
        auto const found = std::ranges::find(vehicles, row.vehicle);
        REQUIRE(found != vehicles.end());
        auto const at = static_cast<std::size_t>(found - vehicles.begin());
        double const pack_kwh = run.city->cars[row.vehicle].energy_kwh;
        fed_cycles += row.v2g_kwh / 0.9 / pack_kwh;
        more_cycles += years * static_cast<double>(run.sink.batteries.full_cycles_per_year[at] -
                                                   plain.sink.batteries.full_cycles_per_year[at]);
    }
    CHECK(fed_cycles > 1.0);
    // The way down is half a cycle; of most the run does not see the other half, for it ends at midnight.
    CHECK(more_cycles > 0.45 * fed_cycles);
    CHECK(more_cycles < 1.1 * fed_cycles);
}
