// Plugs that are held for cars on their way: nobody else takes them, none is promised twice, and what is
// given back moves the queue.

#include "tests/supply/station_world.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/prediction.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

constexpr StationId here{0};

SimTime at_min(std::int64_t m) { return SimTime{0} + minutes(m); }

// One host with some fast terminals and five bays.
struct Yard {
    explicit Yard(std::uint32_t terminals) {
        model = add_model(world.catalogue, 60.0, {{0, 1}, {1, 1}});
        add_station(world.network, {.host_modules = {20}, .fasts_per_host = terminals, .bays = 5});
    }
    [[nodiscard]] SessionRequest car(std::uint32_t ticket, std::uint8_t priority) const {
        SessionRequest request = fast_request(ticket, model, 60.0, 0.2, 0.8);
        request.priority = priority;
        return request;
    }

    World world;
    vehicle::ModelId model;
};

}  // namespace

TEST_CASE("a held plug is left alone by whoever has no place, and taken by the one it is held for") {
    Yard yard(2);
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    hold_plug(state, here, PlugClass::fast);
    CHECK(arrive(supply, state, here, yard.car(0, 1), at_min(0)).kind == Arrival::Kind::plugged_in);
    CHECK(arrive(supply, state, here, yard.car(1, 1), at_min(1)).kind == Arrival::Kind::queued);
    CHECK(held_plugs(state, here, fast_class) == 1);
    auto const arrival = arrive_at_held(supply, state, here, PlugClass::fast, yard.car(2, 0), at_min(2));
    CHECK(arrival.kind == Arrival::Kind::plugged_in);
    CHECK(held_plugs(state, here, fast_class) == 0);
    CHECK(state.ledger[0].waiting == 1);
}

TEST_CASE("with a place but no plug in time a car is first in line") {
    Yard yard(1);
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    CHECK(arrive(supply, state, here, yard.car(0, 1), at_min(0)).kind == Arrival::Kind::plugged_in);
    CHECK(arrive(supply, state, here, yard.car(1, 1), at_min(1)).kind == Arrival::Kind::queued);
    hold_plug(state, here, PlugClass::fast);
    CHECK(arrive_at_held(supply, state, here, PlugClass::fast, yard.car(2, 0), at_min(2)).kind ==
          Arrival::Kind::queued);
    CHECK(state.waiting[0].request.ticket == 2);
    CHECK(state.waiting[1].request.ticket == 1);
}

TEST_CASE("a plug that frees while it is held waits for its car, and a no-show frees it for the queue") {
    Yard yard(1);
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    arrive(supply, state, here, yard.car(0, 1), at_min(0));
    arrive(supply, state, here, yard.car(1, 1), at_min(1));
    hold_plug(state, here, PlugClass::fast);
    unplug(supply, state, PlugId{0}, at_min(10));
    CHECK(state.phase[0] == Phase::vacant);
    CHECK(state.ledger[0].waiting == 1);
    auto const changes = release_hold(supply, state, here, PlugClass::fast, at_min(20));
    REQUIRE(changes.notices.size() == 1);
    CHECK(changes.notices[0].kind == Notice::Kind::plugged_in);
    CHECK(changes.notices[0].ticket == 1);
    CHECK(state.ledger[0].waiting == 0);
    CHECK_THROWS_AS(release_hold(supply, state, here, PlugClass::fast, at_min(21)), BrokenInvariant);
}

TEST_CASE("the app does not show held plugs as free") {
    Yard yard(2);
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    CHECK(predicted_waits(supply, state, here, at_min(0))[fast_class] == Duration{0});
    arrive(supply, state, here, yard.car(0, 1), at_min(0));
    hold_plug(state, here, PlugClass::fast);
    Duration const wait = predicted_waits(supply, state, here, at_min(0))[fast_class];
    CHECK(wait > minutes(0));
    CHECK(wait == state.free_at[0] - at_min(0));
    hold_plug(state, here, PlugClass::fast);
    CHECK(predicted_waits(supply, state, here, at_min(0))[fast_class] == endless_wait);
}

TEST_CASE("expected cars take the plug on which they finish first, not before they arrive") {
    Yard yard(2);
    Supply const supply = yard.world.build();
    Station const& station = supply.network.stations[0];
    std::array<std::int64_t, 2> free_ms{minutes(30).ms, minutes(10).ms};
    ExpectedCar car{.arrives = minutes(20), .stays = {endless_wait, minutes(40), endless_wait}};
    take_plug(supply, station, car, free_ms);
    CHECK(free_ms == std::array<std::int64_t, 2>{minutes(30).ms, minutes(60).ms});
    take_plug(supply, station, car, free_ms);
    CHECK(free_ms == std::array<std::int64_t, 2>{minutes(70).ms, minutes(60).ms});
    car.stays.fill(endless_wait);
    take_plug(supply, station, car, free_ms);
    CHECK(free_ms == std::array<std::int64_t, 2>{minutes(70).ms, minutes(60).ms});
}
