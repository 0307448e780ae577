// Vehicles and stations that come and go with the years.

#include "small_run.hpp"

#include "sim/city/rollout_course.hpp"
#include "sim/rollout/stock.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::test;

namespace {

city::Inputs by_date(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"scale=0.01", "time.start=2024-11-01", "time.duration=10 d",
                               "rollout.stations=by_date", "rollout.vehicles=by_date"});
    return small_liangjiang(sets);
}

// Two new stations a week in Liangjiang, works of a day or two.
std::vector<std::string> const programme{
    "rollout.programmes=[{name: new, from: 2024-09-01, until: 2024-11-10, stations: 400, policy: demand}]",
    "rollout.build_times={works_median_days: 1, works_sigma: 0.1, connection_median_days: 1, "
    "connection_sigma: 0.1, longest_days: 5}",
    "scale=0.02"};

}  // namespace

TEST_CASE("the fleet is the stock of the day, to a car, and none is driven before its day") {
    Run run(by_date());
    std::int32_t const first = run.city->calendar.day(run.city->window.begin);
    auto const vehicles = city::vehicles_by_day(*run.city);
    REQUIRE(vehicles.size() == 10);
    Run const whole(by_date({"rollout.vehicles=all"}));
    auto const counted = static_cast<double>(whole.city->cars.size());
    rollout::Stock const stock(run.city->inputs.rollout.stock);
    for (std::size_t d = 0; d < vehicles.size(); ++d) {
        double const expected = counted * stock.at(first + static_cast<std::int32_t>(d)) / 952e3;
        CHECK(static_cast<double>(vehicles[d]) == Approx(expected).epsilon(0.01));
    }
    CHECK(vehicles.back() > vehicles.front());

    run.finish();
    CHECK(run.simulation.summary().status == measure::Status::done);
    CHECK(run.simulation.summary().vehicles == vehicles.back());
    std::size_t late = 0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        demand::Car const& car = run.city->cars[row.vehicle];
        late += car.registered_day > first;
        CHECK(run.city->calendar.day(row.arrival) >= car.registered_day);
        CHECK(car.vintage >= civil_date(car.registered_day).year);
    }
    CHECK(late > 0);
}

TEST_CASE("whoever is given up drives no more") {
    auto const inputs = by_date({"rollout.stock.life_mean_years=1", "rollout.stock.life_shape=3"});
    Run run(inputs);
    run.finish();
    std::int32_t const first = run.city->calendar.day(run.city->window.begin);
    std::size_t gone = 0;
    for (demand::Car const& car : run.city->cars) gone += car.given_up_day < first + 10;
    CHECK(gone > 10);
    // An arrival on the last evening may fall on the morning after; nobody comes a day later.
    for (measure::SessionRow const& row : run.sink.sessions)
        CHECK(run.city->calendar.day(row.arrival) <= run.city->cars[row.vehicle].given_up_day);
}

TEST_CASE("stations of a programme open when works and connection are over, and are found slowly") {
    auto sets = programme;
    Run run(by_date(sets));
    std::size_t open_before = 0, open_later = 0;
    std::int32_t const first = run.city->calendar.day(run.city->window.begin);
    for (supply::Station const& station : run.city->network().stations) {
        if (!station.id.starts_with("new-")) continue;
        CHECK(station.in_service_day > day_number({2024, 9, 1}));
        CHECK(station.in_service_day <= day_number({2024, 11, 10}) + 10);
        open_before += station.in_service_day <= first;
        open_later += station.in_service_day > first;
    }
    CHECK(open_before > 0);
    CHECK(open_later > 0);
    run.finish();
    CHECK(run.simulation.summary().status == measure::Status::done);
    auto const visits = [](Run const& of) {
        return std::ranges::count_if(of.sink.sessions, [&](measure::SessionRow const& row) {
            return row.station < of.city->network().stations.size() &&
                   of.city->network().stations[row.station].id.starts_with("new-");
        });
    };
    sets.emplace_back("rollout.ramp_up={known_after_days: 0, constant: 0}");
    Run known(by_date(sets));
    known.finish();
    CHECK(visits(run) > 0);
    CHECK(visits(known) > visits(run));
}

TEST_CASE("a run through such days goes on from a checkpoint as if nothing had been", "[slow]") {
    Run undisturbed(by_date(programme));
    undisturbed.finish();
    SimTime const begin = undisturbed.city->window.begin;
    InterruptedRun const run(by_date(programme), {begin + hours(5), begin + days(3), begin + days(7)});
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK((run.sink.stations == undisturbed.sink.stations));
}

TEST_CASE("what a station is worth follows from what it sold") {
    Run run(small_liangjiang({"record.economics=true", "tariff.two_part=true", "fleets.working=0"}));
    run.finish();
    auto const summary = run.simulation.summary();
    auto const& table = summary.station_economics;
    REQUIRE(table.npv_yuan.size() == run.city->network().stations.size());
    REQUIRE(summary.economics.has_value());
    double sold = 0.0, capacity = 0.0;
    std::size_t positive = 0;
    for (std::size_t s = 0; s < table.npv_yuan.size(); ++s) {
        sold += table.sold_kwh_per_year[s];
        capacity += table.capacity_yuan_per_year[s];
        positive += table.npv_yuan[s] > 0.0;
        CHECK(table.capital_yuan[s] > 0.0);
        // It pays exactly if it sells more than at break-even.
        if (table.break_even_utilisation[s] == table.break_even_utilisation[s])
            CHECK((table.npv_yuan[s] > 0.0) == (table.utilisation[s] > table.break_even_utilisation[s]));
        CHECK((table.npv_yuan[s] > 0.0) == (table.irr[s] == table.irr[s] &&
                                            table.irr[s] > run.city->inputs.rollout.economics.discount_rate));
    }
    CHECK(summary.economics->profitable_share ==
          Approx(static_cast<double>(positive) / static_cast<double>(table.npv_yuan.size())));
    // A year of days like this one.
    double bought = 0.0;
    for (float const kw : run.sink.stations[0]) bought += 0.25 * static_cast<double>(kw);
    CHECK(sold == Approx(365.0 * run.city->inputs.rollout.economics.efficiency * bought).epsilon(1e-4));
    CHECK(capacity / 12.0 == Approx(summary.bill.demand_charge_yuan * 31.0).epsilon(1e-6));
}

TEST_CASE("stations that have to close take nobody in those hours, and the same ones each day") {
    std::string const closures =
        "supply.closures=[{from: 2025-08-05, until: 2025-08-07, closed_from_h: 8, closed_until_h: 20, "
        "stations: "
        "dc, share: 0.5}]";
    Run run(small_liangjiang({"time.duration=3 d", "time.start=2025-08-04", closures}));
    run.finish();
    REQUIRE(run.simulation.summary().status == measure::Status::done);
    auto const& city = *run.city;
    std::size_t const stations = city.network().stations.size();
    std::vector<int> in_hours(stations, 0), at_other_times(stations, 0);
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.station >= stations || row.plug_in == never) continue;
        std::int32_t const day = city.calendar.day(row.arrival) - day_number({2025, 8, 4});
        int const hour = city.calendar.hour(row.arrival);
        bool const closed = (day == 1 || day == 2) && hour >= 8 && hour < 20;
        ++(closed ? in_hours : at_other_times)[row.station];
    }
    std::size_t shut = 0, open = 0;
    for (std::size_t s = 0; s < stations; ++s) {
        if (at_other_times[s] < 10) continue;
        shut += in_hours[s] == 0;
        open += in_hours[s] > 0;
    }
    CHECK(shut > 0);
    CHECK(open > 0);

    Run undisturbed(small_liangjiang({"time.duration=3 d", "time.start=2025-08-04"}));
    undisturbed.finish();
    CHECK(run.simulation.summary().digest != undisturbed.simulation.summary().digest);
    // Until the first closing hour nothing has happened.
    std::size_t const until = 32 * stations + 96 * stations;
    for (std::size_t i = 0; i < until; ++i)
        if (run.sink.stations[0][i] != undisturbed.sink.stations[0][i]) {
            FAIL("stations differ at " << i);
        }
}

TEST_CASE("wishes by zone add up to what the visits tell") {
    Run run(small_liangjiang());
    run.finish();
    auto const summary = run.simulation.summary();
    double wishes = 0, waits = 0, given_up = 0;
    for (std::size_t z = 0; z < summary.zone_demand.zones.size(); ++z) {
        if (summary.zone_demand.wishes[z] == 0) continue;
        wishes += summary.zone_demand.wishes[z];
        given_up += summary.zone_demand.given_up[z];
        waits += summary.zone_demand.wishes[z] * summary.zone_demand.wait_min[z];
        CHECK(summary.zone_demand.drive_min[z] >= 0.0);
    }
    CHECK(wishes > 0);
    CHECK(given_up < wishes);
    // Every wish makes a visit or none; a few visits began before the window.
    CHECK(wishes == Approx(static_cast<double>(summary.visits)).epsilon(0.3));
    double row_waits = 0;
    for (measure::SessionRow const& row : run.sink.sessions)
        if (row.place == measure::Place::public_station)
            row_waits += static_cast<double>(row.wait_ms) / 60'000.0;
    CHECK(waits == Approx(row_waits).epsilon(0.1));
}
