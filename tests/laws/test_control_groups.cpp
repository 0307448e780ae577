// Strategies mixed in one run: each holds where its group says, and nowhere else.

#include "sim/city/control_places.hpp"
#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

using namespace yuchong;
using namespace yuchong::test;
using control::HomeStrategy;
using control::Strategy;

namespace {

// Liangjiang is three districts.
control::ControlGroup in(std::string const& district) {
    control::ControlGroup group;
    group.districts = {district};
    return group;
}

city::Inputs mixed() {
    city::Inputs inputs = small_liangjiang();
    control::ControlGroup yubei = in("Yubei"), jiangbei = in("江北区"), some_homes = in("Beibei");
    yubei.strategy = Strategy::llf;
    yubei.limit_share = 0.3;
    jiangbei.strategy = Strategy::peak_limit;
    jiangbei.limit_kw = 60.0;
    some_homes.homes = HomeStrategy::valley_fill;
    inputs.control.groups = {yubei, jiangbei, some_homes};
    return inputs;
}

std::string const& district_of(city::City const& city, space::ZoneId zone) {
    auto const& geography = city.geography();
    return geography.districts[geography.zones[zone.index()].district.index()].name;
}

}  // namespace

TEST_CASE("groups say what holds where, and a later one overrides") {
    city::Inputs inputs = mixed();
    control::ControlGroup last = in("Yubei");
    last.homes = HomeStrategy::delayed;
    last.limit_share = 0.5;
    inputs.control.groups.push_back(last);
    city::City const city(std::move(inputs));
    std::map<std::string, int> seen;
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        supply::Station const& station = city.network().stations[s];
        double rating_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            rating_kw += city.supply.plug_limit_kw[p];
        std::string const& district = district_of(city, station.zone);
        ++seen[district];
        INFO(district);
        if (district == "Yubei") {
            CHECK(city.site_strategy[s] == Strategy::llf);
            CHECK(city.site_limit_kw[s] == Approx(0.5 * rating_kw));
        } else if (district == "Jiangbei") {
            CHECK(city.site_strategy[s] == Strategy::peak_limit);
            CHECK(city.site_limit_kw[s] == Approx(std::min(60.0, rating_kw)));
        } else {
            CHECK(city.site_strategy[s] == Strategy::uncontrolled);
            CHECK(std::isinf(city.site_limit_kw[s]));
        }
    }
    CHECK(seen.size() == 3);
    for (std::uint32_t car = 0; car < city.fleet_cars; ++car) {
        std::string const& district = district_of(city, space::ZoneId{city.cars[car].home});
        HomeStrategy const expected = district == "Yubei"    ? HomeStrategy::delayed
                                      : district == "Beibei" ? HomeStrategy::valley_fill
                                                             : HomeStrategy::uncontrolled;
        REQUIRE(city.home_strategy[car] == expected);
    }
}

TEST_CASE("a group of one station and one of one zone hold there alone") {
    city::City const plain(small_liangjiang());
    city::Inputs inputs = small_liangjiang();
    control::ControlGroup station, zone;
    station.stations = {plain.network().stations[3].id};
    station.strategy = Strategy::edf;
    zone.zones = {plain.geography().zones[2].id};
    zone.homes = HomeStrategy::tariff;
    inputs.control.groups = {station, zone};
    city::City const city(std::move(inputs));
    CHECK(std::ranges::count(city.site_strategy, Strategy::edf) == 1);
    CHECK(city.site_strategy[3] == Strategy::edf);
    for (std::uint32_t car = 0; car < city.fleet_cars; ++car)
        REQUIRE((city.home_strategy[car] == HomeStrategy::tariff) == (city.cars[car].home == 2));
}

TEST_CASE("a group of a feeder holds for what stands behind its transformers, and nowhere else") {
    std::vector<std::string> const with_flow{"grid.flow=feeders"};
    city::City const plain(small_liangjiang(with_flow));
    grid::Network const& network = plain.grid->network;
    // One that has homes as well as a station, of a zone that is on other feeders too.
    auto const has_both = [&](grid::FeederId feeder) {
        bool station = false, home = false;
        for (auto const transformer : network.station_transformer)
            station = station || network.feeder_of(transformer) == feeder;
        for (auto const transformer : plain.grid->home_transformer)
            home = home || (transformer != city::no_transformer &&
                            network.feeder_of(grid::TransformerId{transformer}) == feeder);
        return station && home;
    };
    std::size_t f = 0;
    while (f < network.feeders.size() && !has_both(grid::FeederId{f})) ++f;
    REQUIRE(f < network.feeders.size());
    city::Inputs inputs = small_liangjiang(with_flow);
    control::ControlGroup on_feeder;
    on_feeder.feeders = {network.feeders[f].id};
    on_feeder.strategy = Strategy::llf;
    on_feeder.homes = HomeStrategy::tariff;
    inputs.control.groups = {on_feeder};
    city::City const city(std::move(inputs));
    auto const on_it = [&](std::uint32_t transformer) {
        grid::Feeder const& feeder = network.feeders[f];
        std::uint32_t const node = network.transformers[transformer].node;
        return node >= feeder.first_node && node < feeder.first_node + feeder.node_count;
    };
    for (std::size_t s = 0; s < city.network().stations.size(); ++s)
        REQUIRE((city.site_strategy[s] == Strategy::llf) == on_it(network.station_transformer[s].index()));
    std::vector<int> inside(city.geography().zones.size()), outside = inside;
    std::size_t piles = 0;
    for (std::uint32_t car = 0; car < city.fleet_cars; ++car) {
        std::uint32_t const transformer = city.grid->home_transformer[car];
        bool const there = transformer != city::no_transformer && on_it(transformer);
        REQUIRE((city.home_strategy[car] == HomeStrategy::tariff) == there);
        if (transformer == city::no_transformer) continue;
        ++(there ? inside : outside)[city.cars[car].home];
        piles += there ? 1 : 0;
    }
    bool split = false;
    for (std::size_t z = 0; z < inside.size(); ++z) split = split || (inside[z] > 0 && outside[z] > 0);
    CHECK(split);  // a zone's homes are on several feeders, so a zone would have been too coarse
    auto const places = city::places_of(on_feeder, city.part, city.cars, city.grid.get());
    CHECK(places.home_piles == piles);
    CHECK(places.stations == static_cast<std::size_t>(std::ranges::count(city.site_strategy, Strategy::llf)));
}

TEST_CASE("one group that holds everywhere is the scenario's own strategy", "[slow]") {
    city::Inputs grouped = small_liangjiang();
    control::ControlGroup everywhere;
    everywhere.strategy = Strategy::llf;
    everywhere.limit_share = 0.3;
    everywhere.homes = HomeStrategy::valley_fill;
    grouped.control.groups = {everywhere};
    Run groups(std::move(grouped));
    Run plain(small_liangjiang(
        {"control.strategy=llf", "control.limit_share=0.3", "control.homes.strategy=valley_fill"}));
    groups.finish();
    plain.finish();
    CHECK(groups.simulation.summary().digest == plain.simulation.summary().digest);
    CHECK(groups.sink.city == plain.sink.city);
    CHECK(groups.sink.sites == plain.sink.sites);
}

TEST_CASE("mixed strategies keep every law, and a saved run goes on", "[slow]") {
    Run undisturbed(mixed());
    undisturbed.finish();
    CHECK(measure::all_hold(undisturbed.simulation.audit()));
    std::vector<SimTime> instants;
    for (double const share : {0.35, 0.7}) instants.push_back(at_share(undisturbed.simulation, share));
    InterruptedRun const run(mixed(), instants);
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK(run.sink.city == undisturbed.sink.city);
    CHECK(run.sink.sites == undisturbed.sink.sites);
}
