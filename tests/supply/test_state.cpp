#include "tests/oracle/count_allocations.hpp"
#include "tests/supply/busy_station.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

TEST_CASE("a state saved and loaded anywhere goes on bit for bit") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State whole = make_state(supply, 0);
        BusyRun reference(busy, supply, whole);
        reference.start();
        std::vector<double> kwh(3, 0.0);
        SimTime const end = SimTime{0} + hours(8);

        for (int split_min : {47, 211, 399}) {
            SimTime const split = SimTime{0} + minutes(split_min) + milliseconds(split_min * 7);
            reference.run_until(split);
            Saver saver;
            archive(saver, whole);
            State loaded = make_state(supply, 0);
            Loader loader(saver.bytes());
            archive(loader, loaded);
            REQUIRE(loader.finished());

            State copy = whole;
            BusyRun on(busy, supply, copy), again(busy, supply, loaded);
            on.pending = again.pending = reference.pending;
            on.arrivals = again.arrivals = reference.arrivals;
            std::vector<double> kwh_on(3, 0.0), kwh_again(3, 0.0);
            on.run_until(end);
            again.run_until(end);
            meter(supply, copy, end, kwh_on);
            meter(supply, loaded, end, kwh_again);
            CHECK(on.story.size() > 100);
            CHECK(on.story == again.story);
            CHECK(kwh_on == kwh_again);
        }
    }
}

TEST_CASE("nothing allocates after construction") {
    for (SharingRule const rule : all_rules) {
        BusyWorld busy(rule);
        busy.world.coupling = Coupling::by_station;
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        std::size_t inside = 0, calls = 0;
        // The loop itself allocates; only the station's own calls are counted.
        std::vector<double> kwh(3, 0.0);
        std::vector<SessionRequest> cars;
        for (std::uint32_t k = 0; k < 3000; ++k) cars.push_back(busy.car(k, SimTime{0}));
        for (SessionRequest& car : cars) car.leave_by = never;
        std::vector<std::pair<SimTime, PlugEvent>> plug_next(supply.network.plugs.size(),
                                                             {never, PlugEvent::unplug});
        std::vector<SimTime> host_next(supply.network.hosts.size(), never);
        std::size_t next_car = 0;
        auto const take = [&](Changes changes) {
            for (Reschedule const& r : changes.reschedules) {
                if (r.slot == Reschedule::Slot::plug)
                    plug_next[r.index] = {r.at, r.kind};
                else
                    host_next[r.index] = r.at;
            }
        };
        for (SimTime now{0}; now < SimTime{0} + hours(12);) {
            auto const p = static_cast<std::size_t>(
                std::min_element(plug_next.begin(), plug_next.end(),
                                 [](auto const& a, auto const& b) { return a.first < b.first; }) -
                plug_next.begin());
            auto const h = static_cast<std::size_t>(std::min_element(host_next.begin(), host_next.end()) -
                                                    host_next.begin());
            SimTime const arrival = SimTime{0} + minutes(2 * static_cast<std::int64_t>(next_car));
            SimTime const first = std::min({plug_next[p].first, host_next[h], arrival});
            std::uint64_t const before = oracle::allocations();
            if (first == plug_next[p].first) {
                plug_next[p].first = never;
                take(plug_event(supply, state, PlugId{p}, plug_next[p].second, first));
            } else if (first == host_next[h]) {
                host_next[h] = never;
                take(host_event(supply, state, HostId{h}, first));
            } else {
                take(arrive(supply, state, StationId{next_car % 3}, cars[next_car % cars.size()], first)
                         .changes);
                ++next_car;
                // Caps that come and go with the arrivals, from nothing to all the station has.
                StationId const capped{(next_car + 1) % 3};
                double const share = static_cast<double>(next_car % 7) / 6.0;
                Load const load = supply.largest_load[capped.index()];
                Kilowatts const cap{load.fixed_kw + share * load.flexible_kw};
                take(cap_station(supply, state, capped, cap, first));
            }
            meter(supply, state, first, kwh);
            inside += oracle::allocations() - before;
            ++calls;
            now = first;
        }
        CHECK(calls > 1000);
        CHECK(inside == 0);
    }
}

TEST_CASE("adding a station changes nobody else's draws") {
    BusyWorld const busy(SharingRule::fair);
    BusyWorld more(SharingRule::fair);
    Network const original = more.world.network;
    more.world.network = Network{};
    add_station(more.world.network, {.host_modules = {4}, .fasts_per_host = 2});
    more.world.network.stations[0].ordinal = 99;
    Supply const alone = busy.world.build();
    for (std::uint32_t s = 0; s < 3; ++s) {
        Station station = original.stations[s];
        std::uint32_t const plugs = static_cast<std::uint32_t>(more.world.network.plugs.size());
        std::uint32_t const hosts = static_cast<std::uint32_t>(more.world.network.hosts.size());
        for (std::uint32_t h = 0; h < station.host_count; ++h) {
            Host host = original.hosts[station.first_host + h];
            host.station = StationId{s + 1};
            host.first_plug = host.first_plug - station.first_plug + plugs;
            more.world.network.hosts.push_back(host);
        }
        for (std::uint32_t p = 0; p < station.plug_count; ++p) {
            Plug plug = original.plugs[station.first_plug + p];
            plug.station = StationId{s + 1};
            if (plug.host) plug.host = HostId{plug.host.index() - station.first_host + hosts};
            more.world.network.plugs.push_back(plug);
        }
        station.first_plug = plugs;
        station.first_host = hosts;
        more.world.network.stations.push_back(station);
    }
    Supply const beside = more.world.build();
    for (std::uint32_t p = 0; p < alone.network.plugs.size(); ++p) {
        REQUIRE(first_fault_time(alone, PlugId{p}) == first_fault_time(beside, PlugId{p + 2}));
    }
}
