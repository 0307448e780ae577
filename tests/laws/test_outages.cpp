// A feeder without supply: nobody on it charges, vehicles carry no more than they can and their neighbours
// draw, everything else goes on, and energy is conserved throughout.

#include "small_run.hpp"

#include "sim/city/home_charging.hpp"
#include "sim/city/outages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace yuchong;
using namespace yuchong::test;

namespace {

struct Choice {
    std::string feeder;
    std::uint32_t position;
};

city::Inputs evening(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"grid.flow=feeders", "time.duration=1 d", "fleets.private.vehicles=3000000"});
    return small_liangjiang(sets);
}

// The feeder with most private piles.
Choice busiest_feeder() {
    city::City const city(evening());
    grid::Network const& network = city.grid->network;
    std::vector<std::uint32_t> cars(network.feeders.size(), 0);
    for (std::uint32_t const t : city.grid->home_transformer)
        if (t != city::no_transformer) ++cars[network.feeder_of(grid::TransformerId{t}).index()];
    auto const f = static_cast<std::uint32_t>(std::ranges::max_element(cars) - cars.begin());
    return {network.feeders[f].id, f};
}

CivilTime at(city::Inputs const& inputs, int hour) {
    CivilTime t = inputs.time.start;
    t.hour = hour;
    return t;
}

city::Inputs with_outage(std::string const& feeder, double vehicle_share,
                         std::vector<std::string> const& sets = {}) {
    city::Inputs inputs = evening(sets);
    inputs.grid.outages.planned = {{feeder, at(inputs, 19), at(inputs, 22)}};
    inputs.grid.outages.emergency.vehicle_share = vehicle_share;
    return inputs;
}

bool within(city::City const& city, SimTime t, int from_h, int to_h) {
    return t >= city.window.begin + hours(from_h) && t < city.window.begin + hours(to_h);
}

}  // namespace

TEST_CASE("a feeder that is out draws nothing, and vehicles carry what they can and their neighbours draw") {
    Choice const choice = busiest_feeder();
    Run run(with_outage(choice.feeder, 1.0));
    run.finish();
    city::State const& state = run.simulation.mutable_state();
    REQUIRE(run.simulation.summary().status == measure::Status::done);
    std::vector<measure::OutageRow> const& rows = state.outages.rows;
    REQUIRE(rows.size() == 12);
    double carried_kwh = 0.0;
    for (measure::OutageRow const& row : rows) {
        CHECK(row.feeder == choice.position);
        CHECK(row.homes_kw <= row.load_kw);
        CHECK(row.carried_kw <= row.homes_kw);
        CHECK(row.carried_kw <= row.available_kw);
        CHECK(0.25 * row.available_kw <= row.available_kwh);
        CHECK(row.vehicles <= row.plugged);
        carried_kwh += 0.25 * row.carried_kw;
    }
    CHECK(carried_kwh > 5.0);
    CHECK(run.simulation.summary().outages->carried_kwh == Approx(carried_kwh));
    std::size_t const feeders = run.city->grid->network.feeders.size();
    for (std::size_t step = 0; step < 96; ++step) {
        bool const out = step >= 76 && step < 88;
        std::size_t const place = step * feeders + choice.position;
        CHECK((run.sink.feeders[0][place] == 0.0F) == out);
        CHECK(std::isnan(run.sink.feeders[1][place]) == out);
        if (out) CHECK(-run.sink.feeder_charging_kw[place] == Approx(rows[step - 76].carried_kw));
    }
}

TEST_CASE("nobody plugged in behind a feeder that is out goes below the reserve or gains charge") {
    Choice const choice = busiest_feeder();
    city::Inputs inputs = with_outage(choice.feeder, 1.0);
    inputs.grid.outages.emergency.reserve_soc = 0.6;
    Run run(std::move(inputs));
    city::PlannedOutage const& outage = run.city->outages.outages[0];
    city::State const& state = run.simulation.mutable_state();
    std::map<std::uint32_t, double> soc_before;
    std::size_t seen = 0, reached = 0;
    for (SimTime t = outage.from + seconds(1); t < outage.to; t = t + minutes(5)) {
        run.simulation.advance(t, never_stop);
        std::map<std::uint32_t, double> soc;
        for (std::uint32_t const car : outage.cars) {
            city::Agent const& agent = state.agents[car];
            if (agent.activity != city::Activity::home_pile) continue;
            soc[car] = city::read_home_session(state.visits[agent.visit], t).soc;
            auto const before = soc_before.find(car);
            if (before == soc_before.end()) continue;
            ++seen;
            CHECK(soc[car] <= before->second + 1e-9);
            if (soc[car] < before->second) CHECK(soc[car] >= 0.6 - 1e-6);
            if (soc[car] < 0.601 && before->second > 0.601) ++reached;
        }
        soc_before = soc;
    }
    CHECK(seen > 100);
    CHECK(reached > 0);
}

TEST_CASE("stations on a feeder that is out stand still, and drivers find others") {
    Choice const choice = busiest_feeder();
    Run run(with_outage(choice.feeder, 0.0)), undisturbed(evening());
    run.finish();
    undisturbed.finish();
    city::PlannedOutage const& outage = run.city->outages.outages[0];
    REQUIRE_FALSE(outage.stations.empty());
    std::size_t const stations = run.city->network().stations.size();
    double lit_kw = 0.0, after_kw = 0.0;
    for (std::size_t step = 0; step < 96; ++step) {
        for (std::uint32_t const s : outage.stations) {
            float const kw = run.sink.stations[0][step * stations + s];
            if (step >= 76 && step < 88) {
                CHECK(kw == 0.0F);
                lit_kw += static_cast<double>(undisturbed.sink.stations[0][step * stations + s]);
            } else if (step >= 88) {
                after_kw += static_cast<double>(kw);
            }
        }
    }
    CHECK(lit_kw > 0.0);
    CHECK(after_kw > 0.0);
    for (std::size_t s = 0; s < stations; ++s)
        CHECK(run.simulation.mutable_state().supply.ledger[s].open ==
              undisturbed.simulation.mutable_state().supply.ledger[s].open);
    for (measure::OutageRow const& row : run.simulation.mutable_state().outages.rows) {
        CHECK(row.vehicles == 0);
        CHECK(row.carried_kw == 0.0);
    }
    // Sessions that the outage has broken off are there and failed.
    auto const broken = std::ranges::count_if(run.sink.sessions, [&](measure::SessionRow const& row) {
        return row.outcome == supply::Outcome::failed && row.unplug == outage.from &&
               std::ranges::count(outage.stations, row.station) == 1;
    });
    CHECK(broken > 0);
}

TEST_CASE("plans of home piles are laid out anew when the supply is back, and whoever could be full is") {
    Choice const choice = busiest_feeder();
    Run run(
        with_outage(choice.feeder, 0.5,
                    {"control.homes.strategy=valley_fill", "control.homes.share=1", "time.duration=2 d"}));
    run.finish();
    REQUIRE(run.simulation.summary().status == measure::Status::done);
    auto const& cars = run.city->outages.outages[0].cars;
    std::size_t stays = 0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.place != measure::Place::home || row.outcome != supply::Outcome::served) continue;
        if (!std::ranges::binary_search(cars, row.vehicle) && std::ranges::count(cars, row.vehicle) == 0)
            continue;
        bool const over_night =
            within(*run.city, row.plug_in, 18, 22) && row.unplug >= run.city->window.begin + hours(30);
        if (!over_night) continue;
        ++stays;
        CHECK(static_cast<double>(row.soc_end) > 0.9);
    }
    CHECK(stays > 5);
}

TEST_CASE("a run that was saved and loaded amid an outage ends like the undisturbed one", "[slow]") {
    Choice const choice = busiest_feeder();
    std::vector<std::string> const sets{"control.homes.strategy=valley_fill",
                                        "control.v2g.strategy=v2g_peak_shave", "control.v2g.share=0.3"};
    Run undisturbed(with_outage(choice.feeder, 0.5, sets));
    undisturbed.finish();
    SimTime const begin = undisturbed.city->window.begin;
    InterruptedRun const run(with_outage(choice.feeder, 0.5, sets),
                             {begin + hours(19), begin + hours(19) + minutes(7), begin + hours(22)});
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK((run.sink.feeders[0] == undisturbed.sink.feeders[0]));
    CHECK((run.sink.city == undisturbed.sink.city));
    auto const &rows = run.simulation->mutable_state().outages.rows,
               &expected = undisturbed.simulation.mutable_state().outages.rows;
    REQUIRE(rows.size() == expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].carried_kw == expected[i].carried_kw);
        CHECK(rows[i].available_kwh == expected[i].available_kwh);
    }
}
