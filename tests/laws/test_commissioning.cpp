// Stations open and close on their day, also while a run goes on.

#include "small_run.hpp"

#include "sim/city/commissioning.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

city::Inputs three_days(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"time.duration=3 d", "rollout.stations=all"});
    return small_liangjiang(sets);
}

// The part's network as the scenario's own, with one station that opens on the second recorded day and one
// that closes on it.
struct Changing {
    city::Inputs inputs;
    std::uint32_t opens, closes;
};
Changing changing() {
    Run const whole(three_days());
    Changing changing{three_days(), 0, 0};
    supply::Network network = whole.city->network();
    auto const busy = [&](std::uint32_t not_this) {
        std::vector<double> kwh(network.stations.size(), 0.0);
        Run run(three_days());
        run.finish();
        for (std::size_t i = 0; i < run.sink.stations[0].size(); ++i)
            kwh[i % kwh.size()] += static_cast<double>(run.sink.stations[0][i]);
        if (not_this < kwh.size()) kwh[not_this] = 0.0;
        return static_cast<std::uint32_t>(std::ranges::max_element(kwh) - kwh.begin());
    };
    changing.opens = busy(UINT32_MAX);
    changing.closes = busy(changing.opens);
    std::int32_t const second_day = day_number(changing.inputs.time.start) + 1;
    network.stations[changing.opens].in_service_day = second_day;
    network.stations[changing.closes].retired_day = second_day;
    changing.inputs.own_network = network;
    changing.inputs.own_geography = whole.city->geography();
    changing.inputs.in_scope.assign(whole.city->geography().districts.size(), true);
    return changing;
}

double kw_on(Run const& run, std::uint32_t station, std::size_t day) {
    std::size_t const stations = run.city->network().stations.size();
    double sum = 0.0;
    for (std::size_t step = 96 * day; step < 96 * (day + 1); ++step)
        sum += static_cast<double>(run.sink.stations[0][step * stations + station]);
    return sum;
}

}  // namespace

TEST_CASE("a station serves nobody before its day and from the day it retires on") {
    Changing const world = changing();
    Run run(world.inputs);
    run.finish();
    REQUIRE(run.simulation.summary().status == measure::Status::done);
    CHECK(kw_on(run, world.opens, 0) == 0.0);
    CHECK(kw_on(run, world.opens, 1) > 0.0);
    CHECK(kw_on(run, world.opens, 2) > 0.0);
    CHECK(kw_on(run, world.closes, 0) > 0.0);
    CHECK(kw_on(run, world.closes, 2) == 0.0);
    SimTime const second = run.city->window.begin + days(1);
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.station == world.opens) CHECK(row.plug_in >= second);
        if (row.station == world.closes && row.plug_in != never) CHECK(row.arrival < second);
    }
}

TEST_CASE("stations that open amid a run do so after a checkpoint too", "[slow]") {
    Changing const world = changing();
    Run undisturbed(world.inputs);
    undisturbed.finish();
    SimTime const begin = undisturbed.city->window.begin;
    InterruptedRun const run(world.inputs, {begin + hours(5), begin + days(1)});
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK((run.sink.stations == undisturbed.sink.stations));
}

TEST_CASE("drawn stations all stand, or those of the day") {
    auto const open = [](std::string const& stations) {
        Run run(three_days({"rollout.stations=" + stations}));
        run.finish();
        auto const& ledgers = run.simulation.mutable_state().supply.ledger;
        return std::ranges::count_if(ledgers, [](auto const& ledger) { return ledger.open != 0; });
    };
    Run const world(three_days());
    auto const stations = static_cast<std::ptrdiff_t>(world.city->network().stations.size());
    CHECK(open("all") == stations);
    // August 2025: some of those of the year's end are still to come.
    CHECK(open("by_date") < stations);
    CHECK(open("by_date") > stations / 2);
}
