#include "tests/supply/station_world.hpp"

#include "sim/base/math.hpp"
#include "sim/supply/prediction.hpp"
#include "sim/supply/queue.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

using Kind = Notice::Kind;

// One station, a super-capable car and a plain one.
struct Yard {
    World world;
    vehicle::ModelId plain, super;
    std::vector<std::pair<std::uint32_t, PlugId>> plugged;
    std::vector<Notice> told;

    explicit Yard(StationPlan const& plan) {
        plain = add_model(world.catalogue, 60, lfp400_1p35c);
        super = add_model(world.catalogue, 100, super800_5c);
        world.catalogue.models[0].super_capable = false;
        add_station(world.network, plan);
    }
    void listen(Loop& loop) {
        loop.on_notice = [this](Notice const& notice, SimTime) {
            told.push_back(notice);
            if (notice.kind == Kind::plugged_in) plugged.push_back({notice.ticket, notice.plug});
        };
    }
    [[nodiscard]] SessionRequest plain_car(std::uint32_t ticket) const {
        return fast_request(ticket, plain, 60, 0.1, 0.8);
    }
    [[nodiscard]] SessionRequest super_car(std::uint32_t ticket) const {
        SessionRequest request = fast_request(ticket, super, 100, 0.1, 0.8);
        request.wants = PlugClass::super;
        return request;
    }
    [[nodiscard]] std::vector<std::uint32_t> order() const {
        std::vector<std::uint32_t> tickets;
        for (auto const& [ticket, plug] : plugged) tickets.push_back(ticket);
        return tickets;
    }
};

SimTime at_min(std::int64_t m) { return SimTime{0} + minutes(m); }

}  // namespace

TEST_CASE("plain cars take fast terminals first, then an idle super one; super cars prefer super") {
    Yard yard({.host_modules = {36}, .supers_per_host = 1, .fasts_per_host = 2, .bays = 5});
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    yard.listen(loop);
    loop.arrive_at(at_min(0), StationId{0}, yard.super_car(0));
    loop.arrive_at(at_min(0), StationId{0}, yard.plain_car(1));
    loop.arrive_at(at_min(0), StationId{0}, yard.plain_car(2));
    loop.arrive_at(at_min(1), StationId{0}, yard.plain_car(3));
    loop.run_until(at_min(1));
    REQUIRE(yard.plugged.size() == 3);
    CHECK(yard.plugged[0].second == PlugId{0});
    CHECK(supply.network.plugs[yard.plugged[1].second.index()].plug_class == PlugClass::fast);
    CHECK(state.ledger[0].waiting == 1);
    loop.run_until(
        at_min(15));  // the super car leaves after ten minutes: nobody super waits, so the plain one moves up
    REQUIRE(yard.plugged.size() == 4);
    CHECK(yard.plugged[3] == std::pair{3u, PlugId{0}});
}

TEST_CASE("a super terminal kept for super cars") {
    Yard yard({.host_modules = {36}, .supers_per_host = 1, .fasts_per_host = 1, .bays = 5});
    yard.world.settings.queue.others_may_use_super = false;
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    yard.listen(loop);
    loop.arrive_at(at_min(0), StationId{0}, yard.plain_car(0));
    loop.arrive_at(at_min(0), StationId{0}, yard.plain_car(1));
    loop.run_until(at_min(30));
    CHECK(yard.plugged.size() == 1);
}

TEST_CASE("a super car takes a free fast terminal only if it expects to finish earlier there") {
    for (double const terminal_kw : {60.0, 400.0}) {
        Yard yard({.host_modules = {36}, .supers_per_host = 1, .fasts_per_host = 1, .bays = 5});
        for (Plug& plug : yard.world.network.plugs) {
            if (plug.plug_class == PlugClass::fast) plug.power_kw = terminal_kw;
        }
        Supply const supply = yard.world.build();
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        yard.listen(loop);
        loop.arrive_at(at_min(0), StationId{0}, yard.super_car(0));
        loop.arrive_at(at_min(5), StationId{0}, yard.super_car(1));
        loop.run_until(at_min(5));
        // Ten minutes at the super terminal, five of them still to wait: an hour at 60 kW is too long, 400 kW
        // is not.
        CHECK(yard.plugged.size() == (terminal_kw < 100.0 ? 1 : 2));
        loop.run_until(at_min(90));
        CHECK(yard.plugged.size() == 2);
        CHECK(supply.network.plugs[yard.plugged[1].second.index()].plug_class ==
              (terminal_kw < 100.0 ? PlugClass::super : PlugClass::fast));
    }
}

TEST_CASE("the queue is served by priority, then arrival, and skips cars that do not fit") {
    Yard yard({.host_modules = {9}, .fasts_per_host = 1, .piles = 1, .bays = 5});
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    yard.listen(loop);
    auto const with = [](SessionRequest request, std::uint8_t priority) {
        request.priority = priority;
        return request;
    };
    SessionRequest slow = yard.plain_car(9);
    slow.wants = PlugClass::ac;
    slow.accepts_fast = false;
    loop.arrive_at(at_min(0), StationId{0}, slow);
    slow.ticket = 8;
    loop.arrive_at(at_min(1), StationId{0}, with(yard.plain_car(0), 1));
    loop.arrive_at(at_min(2), StationId{0}, with(slow, 0));  // waits for the pile, first in line
    loop.arrive_at(at_min(3), StationId{0}, with(yard.plain_car(1), 1));
    loop.arrive_at(at_min(4), StationId{0}, with(yard.plain_car(2), 1));
    loop.arrive_at(at_min(5), StationId{0}, with(yard.plain_car(3), 0));
    loop.run_until(at_min(200));
    CHECK(yard.order() == std::vector<std::uint32_t>{9, 0, 3, 1, 2});
}

TEST_CASE("balking: full bays, too long a wait, no plug that fits, a closed station") {
    Yard yard({.host_modules = {9}, .fasts_per_host = 1, .bays = 1});
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    auto const come = [&](SessionRequest const& request, std::int64_t m) {
        return arrive(supply, state, StationId{0}, request, at_min(m)).kind;
    };
    CHECK(come(yard.plain_car(0), 0) == Arrival::Kind::plugged_in);
    SessionRequest hasty = yard.plain_car(1);
    hasty.patience = minutes(10);
    CHECK(come(hasty, 1) == Arrival::Kind::balked);
    SessionRequest slow = yard.plain_car(2);
    slow.wants = PlugClass::ac;
    slow.accepts_fast = false;
    CHECK(come(slow, 1) == Arrival::Kind::balked);
    hasty.patience = hours(1);
    CHECK(come(hasty, 2) == Arrival::Kind::queued);
    CHECK(come(yard.plain_car(3), 3) == Arrival::Kind::balked);
    renege(supply, state, StationId{0}, 1, at_min(4));
    CHECK_THROWS(renege(supply, state, StationId{0}, 1, at_min(4)));
    close_station(supply, state, StationId{0}, at_min(5));
    CHECK(come(yard.plain_car(4), 5) == Arrival::Kind::balked);
    open_station(supply, state, StationId{0}, at_min(6));
    CHECK(come(yard.plain_car(5), 6) == Arrival::Kind::queued);
}

TEST_CASE("predicted wait is what an undisturbed queue then waits") {
    Yard yard({.host_modules = {36}, .fasts_per_host = 2, .bays = 5});
    yard.world.settings.overhead = {90, 75, 0, 0};
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    yard.listen(loop);
    std::vector<double> predicted, waited;
    std::vector<SimTime> came;
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Kind::plugged_in) waited.push_back((now - came[notice.ticket]).minutes());
    };
    for (std::uint32_t i = 0; i < 6; ++i) {
        came.push_back(at_min(3 * i));
        loop.at(came.back(), [&, i](SimTime now) {
            predicted.push_back(predicted_waits(supply, state, StationId{0}, now)[1].minutes());
            SessionRequest request = yard.plain_car(i);
            request.stay_after = minutes(i);
            loop.apply(arrive(supply, state, StationId{0}, request, now).changes, now);
        });
    }
    loop.run_until(at_min(600));
    REQUIRE(waited.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) CHECK(predicted[i] == Approx(waited[i]).margin(1e-3));
    CHECK(waited[5] > 60.0);
}

TEST_CASE("drivers who stay on, leave early, or are full already") {
    Yard yard({.host_modules = {9}, .fasts_per_host = 3, .bays = 0});
    yard.world.settings.overhead = {90, 60, 0, 0};
    Supply const supply = yard.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    std::vector<std::tuple<std::uint32_t, Kind, double>> seen;
    std::vector<double> soc(3);
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Kind::plugged_in) return;
        seen.push_back({notice.ticket, notice.kind, (now - SimTime{0}).minutes()});
        soc[notice.ticket] = notice.reading.soc;
    };
    SessionRequest stays = yard.plain_car(0), leaves = yard.plain_car(1), full = yard.plain_car(2);
    stays.stay_after = minutes(8);
    leaves.leave_by = at_min(20);
    full.soc = 0.9;
    for (SessionRequest const& car : {stays, leaves, full}) loop.arrive_at(at_min(0), StationId{0}, car);
    loop.run_until(at_min(100));
    REQUIRE(seen.size() == 6);
    // 81 kW to 60 %, then the taper to 42 kW at 80 %.
    double const charge =
        1.5 + 60.0 * (0.5 * 60.0 / 0.97 / 81.0 + 60.0 / (0.97 * 195.0) * math::log(81.0 / 42.0));
    CHECK(seen[0] == std::tuple{2u, Kind::charge_ended, 1.5});
    CHECK(seen[1] == std::tuple{2u, Kind::unplugged, 2.5});
    CHECK(seen[2] == std::tuple{1u, Kind::charge_ended, 20.0});
    CHECK(seen[3] == std::tuple{1u, Kind::unplugged, 21.0});
    CHECK(std::get<2>(seen[4]) == Approx(charge).margin(1e-4));
    CHECK(std::get<2>(seen[5]) == Approx(std::get<2>(seen[4]) + 9.0).margin(1e-6));
    CHECK(soc[0] == Approx(0.8).margin(1e-9));
    CHECK(soc[1] == Approx(0.1 + 0.97 * 81.0 / 60.0 * 18.5 / 60.0).margin(1e-6));
}

TEST_CASE("a cold pack charges slower, is looked at anew as it warms, and its heater is paid at the plug") {
    Yard yard({.host_modules = {18}, .fasts_per_host = 1, .bays = 0});
    LinearTable const cold{{{-20, .08}, {0, .42}, {10, .70}, {20, .95}, {25, 1}, {45, 1}, {60, .1}}};
    yard.world.charging.thermal.derating_nmc = cold;
    Supply const supply = yard.world.build();
    double warm_min = 0.0;
    for (double const pack_c : {25.0, -5.0}) {
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        yard.told.clear();
        yard.listen(loop);
        SessionRequest request = yard.super_car(0);
        request.wants = PlugClass::fast;
        request.pack_temp_c = request.ambient_c = pack_c;
        double ended_min = 0.0;
        auto const listen = loop.on_notice;
        loop.on_notice = [&](Notice const& notice, SimTime now) {
            listen(notice, now);
            if (notice.kind == Kind::charge_ended) ended_min = (now - SimTime{0}).minutes();
        };
        loop.arrive_at(at_min(0), StationId{0}, request);
        loop.run_until(at_min(300));
        REQUIRE(yard.told.back().kind == Kind::unplugged);
        SessionReading const end = yard.told.back().reading;
        CHECK(end.soc == Approx(0.8).margin(1e-9));
        double const battery_kwh = 100.0 * 0.7 / 0.97;
        if (pack_c > 0.0) {
            warm_min = ended_min;
            CHECK(end.energy_kwh == Approx(battery_kwh).epsilon(1e-9));
            CHECK(loop.events <= 3);
        } else {
            CHECK(ended_min > 1.2 * warm_min);
            CHECK(end.energy_kwh > battery_kwh + 0.05);
            CHECK(end.energy_kwh < battery_kwh + 4.0 * ended_min / 60.0);
            CHECK(loop.events > 3);
            CHECK(loop.events < 20);
        }
    }
}
