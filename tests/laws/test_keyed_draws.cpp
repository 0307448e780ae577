// Draws belong to whom they are for: a newcomer leaves everybody else's luck alone.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <tuple>
#include <utility>

using namespace yuchong;
using namespace yuchong::test;

namespace {

city::Inputs with_own_network(bool newcomer) {
    city::Inputs inputs = small_liangjiang(
        {"scale=0.01", "supply.reliability.plug_mtbf_h=1e9", "demand.choice.listed=3", "fleets.working=0"});
    city::City const drawn(inputs);
    inputs.in_scope.assign(drawn.geography().districts.size(), true);
    inputs.own_geography = drawn.geography();
    inputs.own_network = drawn.network();
    if (!newcomer) return inputs;
    // A station far from everybody: in no driver's list, so that only draws could carry its influence.
    supply::Network& network = *inputs.own_network;
    supply::Station station = network.stations.back();
    supply::Host host = network.hosts.back();
    station.id = "newcomer";
    station.ordinal = 4711;
    station.position = {station.position.lon + 3.0, station.position.lat};
    host.station = supply::StationId{network.stations.size()};
    station.first_host = static_cast<std::uint32_t>(network.hosts.size());
    station.host_count = 1;
    host.first_plug = station.first_plug = static_cast<std::uint32_t>(network.plugs.size());
    host.plug_count = station.plug_count = 1;
    network.plugs.push_back(
        {host.station, supply::HostId{network.hosts.size()}, supply::PlugClass::fast, 250, 1000, 120});
    network.hosts.push_back(host);
    network.stations.push_back(station);
    return inputs;
}

bool same(demand::Car const& a, demand::Car const& b) {
    return a.model == b.model && a.home == b.home && a.work == b.work && a.energy_kwh == b.energy_kwh &&
           a.curve_scale == b.curve_scale && a.consumption == b.consumption && a.pile_w == b.pile_w &&
           a.timer == b.timer && a.reserve_soc == b.reserve_soc && a.soc_start == b.soc_start &&
           a.vintage == b.vintage;
}

// Plug-in, end of the current, unplugging, energy, SoC before and after.
using HomeCharge = std::tuple<std::int64_t, std::int64_t, std::int64_t, double, double, double>;

}  // namespace

TEST_CASE("a station that nobody can reach changes nothing", "[slow]") {
    Run without(with_own_network(false)), with(with_own_network(true));
    without.finish();
    with.finish();
    CHECK(with.simulation.summary().stations == without.simulation.summary().stations + 1);
    CHECK(with.simulation.summary().digest == without.simulation.summary().digest);
    CHECK(with.simulation.summary().energy_kwh == without.simulation.summary().energy_kwh);
}

TEST_CASE("more cars leave all other cars, and what they do apart from others, as they were", "[slow]") {
    // Enough piles with a timer that their draws count too.
    std::string const timers = "demand.charging.home_timer_share=0.5";
    Run few(small_liangjiang({"fleets.private.vehicles=100000", timers}));
    Run many(small_liangjiang({"fleets.private.vehicles=102500", timers}));
    few.finish();
    many.finish();
    REQUIRE(many.city->cars.size() > few.city->cars.size());

    std::map<std::uint32_t, std::uint32_t> place;  // in `many`, by ordinal
    for (std::uint32_t i = 0; i < many.city->cars.size(); ++i) place[many.city->cars[i].ordinal] = i;
    for (demand::Car const& car : few.city->cars) {
        REQUIRE(place.contains(car.ordinal));
        CHECK(same(car, many.city->cars[place[car.ordinal]]));
    }

    // Cars meet at public stations only: who stayed at home in both runs must have had the very same day.
    auto const days = [](Run const& run) {
        std::map<std::uint32_t, std::vector<HomeCharge>> by_car;
        std::set<std::uint32_t> went_out;
        for (auto const& row : run.sink.sessions) {
            std::uint32_t const ordinal = run.city->cars[row.vehicle].ordinal;
            if (row.place != measure::Place::home) went_out.insert(ordinal);
            by_car[ordinal].push_back({row.plug_in.ms, row.charge_end.ms, row.unplug.ms, row.energy_kwh,
                                       row.soc_start, row.soc_end});
        }
        return std::pair(by_car, went_out);
    };
    auto const [day_of_few, out_of_few] = days(few);
    auto const [day_of_many, out_of_many] = days(many);
    std::size_t compared = 0;
    for (auto const& [ordinal, charges] : day_of_few) {
        if (out_of_few.contains(ordinal) || out_of_many.contains(ordinal)) continue;
        REQUIRE(day_of_many.contains(ordinal));
        CHECK((charges == day_of_many.at(ordinal)));
        ++compared;
    }
    CHECK(compared > 100);
}
