// Laws of working fleets: what their batteries lose is what they drive, nobody is at two places, depots serve
// their own and let them go in time, and without a working fleet all is as before there were any.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace yuchong;
using namespace yuchong::test;

namespace {

// Many working vehicles among few cars, and no energy spent that is not driven.
std::vector<std::string> many_working(std::vector<std::string> sets = {}) {
    sets.insert(sets.end(),
                {"fleets.private.vehicles=200000", "fleets.working=2", "fleets.robotaxi.vehicles=20000",
                 "fleets.sanitation.vehicles=3000", "charging.thermal.precondition_share_high_voltage=0",
                 "charging.thermal.precondition_share_low_voltage=0"});
    return sets;
}

using Rows = std::vector<measure::SessionRow>;

// By vehicle, in the order of arrival; plug-ins only.
std::map<std::uint32_t, Rows> sessions_by_vehicle(Run const& run) {
    std::map<std::uint32_t, Rows> by_vehicle;
    for (measure::SessionRow const& row : run.sink.sessions)
        if (row.plug_in != never) by_vehicle[row.vehicle].push_back(row);
    for (auto& [vehicle, rows] : by_vehicle)
        std::ranges::sort(rows, {}, [](measure::SessionRow const& r) { return r.plug_in; });
    return by_vehicle;
}

measure::FleetRow const& fleet_named(measure::Summary const& summary, std::string const& name) {
    auto const at = std::ranges::find(summary.fleets, name, &measure::FleetRow::name);
    REQUIRE(at != summary.fleets.end());
    return *at;
}

}  // namespace

TEST_CASE("what the batteries of working fleets lose between charges is what they have driven", "[slow]") {
    Run run(small_liangjiang(many_working({"time.warmup=0 s", "time.duration=2 d"})));
    run.finish();
    for (auto const& row : run.simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
    city::City const& city = *run.city;
    auto const by_vehicle = sessions_by_vehicle(run);
    // Up to the last charge the gaps of SoC are known; what is driven after it lies between nothing and all.
    std::vector<double> least_kwh(city.fleets.size()), most_kwh(city.fleets.size());
    for (std::uint32_t index = 0; index < city.fleet_cars; ++index) {
        demand::Car const& car = city.cars[index];
        double soc = car.soc_start, gaps = 0.0;
        if (auto const at = by_vehicle.find(index); at != by_vehicle.end()) {
            for (measure::SessionRow const& row : at->second) {
                CHECK(row.soc_start <= soc + 1e-6);
                gaps += soc - row.soc_start;
                soc = row.soc_end;
            }
        }
        least_kwh[car.fleet] += gaps * car.energy_kwh;
        most_kwh[car.fleet] +=
            (gaps + std::max(0.0, soc - run.simulation.state().agents[index].soc)) * car.energy_kwh;
    }
    auto const summary = run.simulation.summary();
    REQUIRE(summary.fleets.size() == 10);
    for (std::size_t f = city::first_working_fleet; f < city.fleets.size(); ++f) {
        bool const some = std::ranges::any_of(city.cars, [f](auto const& car) { return car.fleet == f; });
        if (!some) continue;  // those of an expressway: this city has none
        auto const& fleet = fleet_named(summary, city.fleets[f].name);
        INFO(fleet.name);
        CHECK(fleet.counts.driven_kwh > 0.0);
        CHECK(fleet.counts.driven_kwh >= least_kwh[f] * (1.0 - 1e-5) - 1e-3);
        CHECK(fleet.counts.driven_kwh <= most_kwh[f] * (1.0 + 1e-5) + 1e-3);
        CHECK(fleet.counts.duty_days <= fleet.counts.vehicle_days);
        CHECK(fleet.counts.vehicle_days <= 2 * fleet.vehicles);
    }
}

TEST_CASE("a vehicle is never at two plugs, and the counts of fleets are those of the rows", "[slow]") {
    Run run(small_liangjiang(many_working()));
    run.finish();
    city::City const& city = *run.city;
    std::map<std::string, std::int64_t> sessions;
    for (auto const& [vehicle, rows] : sessions_by_vehicle(run)) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i > 0) CHECK(rows[i].arrival >= rows[i - 1].unplug);
            demand::Car const& car = city.cars[vehicle];
            CHECK(rows[i].fleet == car.fleet);
            bool const based = car.depot != demand::no_depot;
            CHECK((rows[i].place == measure::Place::depot) == based);
            if (based) CHECK(rows[i].station == car.depot);
            if (city.window.contains(rows[i].plug_in)) ++sessions[city.fleets[car.fleet].name];
        }
    }
    auto const summary = run.simulation.summary();
    std::int64_t in_depots = 0, orders = 0;
    double kwh = 0.0;
    for (measure::FleetRow const& fleet : summary.fleets) {
        INFO(fleet.name);
        auto const& c = fleet.counts;
        CHECK(c.sessions[0] + c.sessions[1] + c.sessions[2] == sessions[fleet.name]);
        in_depots += c.sessions[2];
        orders += c.orders_served;
        for (double const at_place : c.charged_kwh) kwh += at_place;
    }
    CHECK(in_depots == summary.sessions_depot);
    CHECK(in_depots > 100);
    CHECK(orders > 1000);
    CHECK(kwh == Approx(summary.energy_kwh));
    CHECK(summary.depots ==
          std::ranges::count(city.network().stations, supply::Access::depot, &supply::Station::access));
    std::int64_t visits = 0;  // of public stations only
    for (auto const& row : run.sink.sessions)
        visits += row.place == measure::Place::public_station && city.window.contains(row.arrival) ? 1 : 0;
    CHECK(summary.visits == visits);
}

TEST_CASE("depots let their vehicles go for the next block, and nobody else in", "[slow]") {
    Run run(small_liangjiang(many_working()));
    run.finish();
    city::City const& city = *run.city;
    for (std::uint16_t zone = 0; zone < city.geography().zones.size(); ++zone)
        for (city::Candidate const& candidate : city.candidates.of(zone))
            CHECK(city.network().stations[candidate.station].access == supply::Access::everyone);
    // Cable and handshake come after the hour at which the car has to go.
    Duration const unplugging = minutes(3);
    std::size_t blocks = 0;
    for (auto const& [vehicle, rows] : sessions_by_vehicle(run)) {
        demand::Car const& car = city.cars[vehicle];
        if (car.depot == demand::no_depot) continue;
        demand::DepotPlanner const& planner = *city.fleet(car).depot;
        for (measure::SessionRow const& row : rows) {
            if (row.unplug == never) continue;
            std::int32_t const day = city.calendar.day(row.plug_in);
            for (std::int32_t const d : {day, day + 1}) {
                demand::ServiceDay const service = planner.day(car, d, city.random);
                for (std::size_t b = 0; b < service.blocks; ++b) {
                    SimTime const departs = city.calendar.midnight(d) + service.block[b].departs;
                    if (row.plug_in >= departs) continue;
                    CHECK(row.unplug <= departs + unplugging);
                    ++blocks;
                }
            }
        }
    }
    CHECK(blocks > 100);
}

TEST_CASE("a taxi whose battery would not last refuses the order and charges", "[slow]") {
    // No thought of charging before the battery forces one.
    std::vector<std::string> const only_forced{"fleets.taxi_one_driver.search_per_km=1e-9",
                                               "fleets.taxi_one_driver.search_soc50=0",
                                               "fleets.taxi_one_driver.break_soc50=0",
                                               "fleets.taxi_one_driver.search_width=0.01",
                                               "fleets.taxi_one_driver.vehicles=30000",
                                               "fleets.taxi_one_driver.home_pile_factor=0",
                                               "time.duration=2 d"};
    Run run(small_liangjiang(only_forced));
    run.finish();
    auto const& taxis = fleet_named(run.simulation.summary(), "taxi_one_driver").counts;
    CHECK(taxis.orders_refused > 50);
    CHECK(taxis.orders_served > 20 * taxis.orders_refused);
    CHECK(static_cast<double>(taxis.orders_refused) < 1.2 * static_cast<double>(taxis.sessions[1]) + 20.0);
}

TEST_CASE("without a working fleet there are no depots, and private cars are the same with them") {
    city::City const with(small_liangjiang()), without(small_liangjiang({"fleets.working=0"}));
    CHECK(without.part.network.stations.size() < with.part.network.stations.size());
    CHECK(std::ranges::none_of(without.network().stations,
                               [](auto const& s) { return s.access == supply::Access::depot; }));
    CHECK_FALSE(without.ride_trips.has_value());
    REQUIRE(without.cars.size() < with.cars.size());
    for (std::size_t i = 0; i < without.cars.size(); ++i) {
        CHECK(without.cars[i].ordinal == with.cars[i].ordinal);
        CHECK(without.cars[i].soc_start == with.cars[i].soc_start);
        CHECK(without.cars[i].home == with.cars[i].home);
        CHECK(with.cars[i].fleet == city::private_fleet);
    }
    std::set<std::uint32_t> ordinals;
    for (demand::Car const& car : with.cars) ordinals.insert(car.ordinal);
    CHECK(ordinals.size() == with.cars.size());
}
