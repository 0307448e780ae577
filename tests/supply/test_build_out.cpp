// Days of service of drawn stations.

#include "sim/supply/build_out.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/hash.hpp"
#include "sim/supply/network_scope.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

using namespace yuchong;
using namespace yuchong::supply;

namespace {

// 400 super stations with two super, three fast terminals and a pile; 600 fast ones.
Network thousand_stations() {
    Network network;
    for (std::uint32_t s = 0; s < 1000; ++s) {
        bool const super = s % 5 < 2;
        Station station{};
        station.id = "z-" + std::to_string(s);
        station.ordinal = static_cast<std::uint32_t>(hash_text(station.id));
        station.zone = space::ZoneId{0};
        station.first_host = s;
        station.host_count = 1;
        station.first_plug = static_cast<std::uint32_t>(network.plugs.size());
        station.retired_day = std::numeric_limits<std::int32_t>::max();
        network.hosts.push_back({StationId{s}, station.first_plug, super ? 5U : 3U, 9, 40});
        if (super)
            for (int p = 0; p < 2; ++p)
                network.plugs.push_back({StationId{s}, HostId{s}, PlugClass::super, 600, 1000, 360});
        for (int p = 0; p < 3; ++p)
            network.plugs.push_back({StationId{s}, HostId{s}, PlugClass::fast, 250, 1000, 250});
        if (super) network.plugs.push_back({StationId{s}, HostId{}, PlugClass::ac, 0, 0, 7});
        station.plug_count = static_cast<std::uint32_t>(network.plugs.size()) - station.first_plug;
        network.stations.push_back(station);
    }
    return network;
}

NetworkSettings curves() {
    NetworkSettings settings{};
    settings.super_build_out = {{day_number({2024, 4, 15}), 0.0},
                                {day_number({2024, 12, 19}), 0.25},
                                {day_number({2025, 12, 31}), 1.0}};
    settings.other_build_out = {
        {day_number({2016, 1, 1}), 0.0}, {day_number({2024, 8, 8}), 0.8}, {day_number({2025, 12, 31}), 1.0}};
    settings.converted_share = 0.5;
    settings.fast_current_a = 250;
    settings.fast_voltage_max_v = 1000;
    return settings;
}

std::ptrdiff_t standing(Network const& network, PlugClass best, CivilTime const& date) {
    return std::ranges::count_if(network.stations, [&](Station const& station) {
        return best_plug(network, station) == best && station.in_service_on(day_number(date));
    });
}

}  // namespace

TEST_CASE("as many stations stand as the curve says, to the station") {
    Network network = thousand_stations();
    open_by_build_out(network, curves(), RandomSource{4});
    CHECK(standing(network, PlugClass::super, {2024, 4, 15}) == 0);
    CHECK(standing(network, PlugClass::super, {2024, 12, 19}) == 100);
    CHECK(standing(network, PlugClass::super, {2025, 12, 31}) == 400);
    CHECK(standing(network, PlugClass::fast, {2024, 8, 8}) == 480);
    CHECK(standing(network, PlugClass::fast, {2025, 12, 31}) == 600);
    // In no order of the list: the early ones are spread.
    std::size_t early_in_first_half = 0;
    for (std::size_t s = 0; s < 500; ++s)
        early_in_first_half += best_plug(network, network.stations[s]) == PlugClass::super &&
                               network.stations[s].in_service_day <= day_number({2024, 12, 19});
    CHECK(early_in_first_half > 30);
    CHECK(early_in_first_half < 70);
}

TEST_CASE("a converted station was a fast one until its day, and nobody stands twice") {
    Network network = thousand_stations();
    open_by_build_out(network, curves(), RandomSource{4});
    Network const before = stations_before_conversion(network, curves(), RandomSource{4});
    // Half of 400, but for those whose fast station would have come later than the super one.
    CHECK(before.stations.size() > 160);
    CHECK(before.stations.size() < 220);
    for (Station const& fast : before.stations) {
        auto const now = std::ranges::find_if(network.stations,
                                              [&](Station const& s) { return s.id + "-before" == fast.id; });
        REQUIRE(now != network.stations.end());
        CHECK(fast.retired_day == now->in_service_day);
        CHECK(fast.in_service_day < fast.retired_day);
        CHECK(fast.ordinal != now->ordinal);
        REQUIRE(fast.plug_count == 4);
        CHECK(before.plugs[fast.first_plug].plug_class == PlugClass::fast);
        CHECK(before.plugs[fast.first_plug + 3].plug_class == PlugClass::ac);
        CHECK(before.hosts[fast.first_host].plug_count == 3);
        for (std::uint32_t p = 0; p < 4; ++p)
            CHECK(before.stations[before.plugs[fast.first_plug + p].station.index()].id == fast.id);
    }
    NetworkSettings none = curves();
    none.converted_share = 0.0;
    CHECK(stations_before_conversion(network, none, RandomSource{4}).stations.empty());
}
