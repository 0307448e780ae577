// Draws belong to whom they are for: a newcomer leaves everybody else's luck alone.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::test;

namespace {

city::Inputs with_own_network(bool newcomer) {
    city::Inputs inputs =
        small_liangjiang({"scale=0.01", "supply.reliability.plug_mtbf_h=1e9", "demand.choice.listed=3"});
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

}  // namespace

TEST_CASE("a station that nobody can reach changes nothing", "[slow]") {
    Run without(with_own_network(false)), with(with_own_network(true));
    without.finish();
    with.finish();
    CHECK(with.simulation.summary().stations == without.simulation.summary().stations + 1);
    CHECK(with.simulation.summary().digest == without.simulation.summary().digest);
    CHECK(with.simulation.summary().energy_kwh == without.simulation.summary().energy_kwh);
}

TEST_CASE("one car more leaves all other sessions as they were", "[slow]") {
    // Chargers are ample at this scale, so cars do not meet; only draws could carry an influence.
    auto const sets = std::vector<std::string>{"time.duration=12 h", "fleets.private.vehicles=30000"};
    auto const more = std::vector<std::string>{"time.duration=12 h", "fleets.private.vehicles=30050"};
    Run few(small_liangjiang(sets)), many(small_liangjiang(more));
    few.finish();
    many.finish();
    std::size_t i = 0, equal = 0;
    std::vector<std::pair<std::uint32_t, std::int64_t>> seen;
    for (auto const& row : many.sink.sessions)
        seen.emplace_back(many.city->cars[row.vehicle].ordinal, row.arrival.ms);
    std::sort(seen.begin(), seen.end());
    for (; i < few.sink.sessions.size(); ++i) {
        auto const& row = few.sink.sessions[i];
        equal += std::binary_search(seen.begin(), seen.end(),
                                    std::pair(few.city->cars[row.vehicle].ordinal, row.arrival.ms));
    }
    REQUIRE(i > 20);
    CHECK(static_cast<double>(equal) > 0.97 * static_cast<double>(i));
}
