#include "sim/grid/overload.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong;
using namespace yuchong::grid;

TEST_CASE("EC-03: chargers that an 800 kVA transformer can host") {
    Kilowatts const room = headroom(800, 0.8, 0.95, Kilowatts{520});
    CHECK(room.value() == Approx(88.0).epsilon(1e-9));
    CHECK(most_chargers(room, Kilowatts{7}, 0.25) == 33);
}

TEST_CASE("one charger more would not fit") {
    for (double const room_kw : {6.9, 7.0, 88.0, 421.7, 12'345.0}) {
        for (double const floor : {0.1, 0.25, 1.0}) {
            std::uint32_t const n = most_chargers(Kilowatts{room_kw}, Kilowatts{7}, floor);
            INFO(room_kw << " kW, floor " << floor);
            if (n > 0) CHECK(7.0 * n * coincidence(floor, n) <= room_kw);
            CHECK(7.0 * (n + 1) * coincidence(floor, n + 1) > room_kw);
        }
    }
    CHECK(most_chargers(Kilowatts{-20}, Kilowatts{7}, 0.25) == 0);
    CHECK(most_chargers(Kilowatts{70}, Kilowatts{7}, 1.0) == 10);
    CHECK_THROWS_AS(most_chargers(Kilowatts{70}, Kilowatts{7}, 0.0), BrokenInvariant);
    CHECK_THROWS_AS(headroom(800, 0.8, 95, Kilowatts{0}), BrokenInvariant);
}

TEST_CASE("EC-04: overload of a quarter-hourly series") {
    std::vector<double> const series{400, 430, 520, 610, 700, 760, 690, 560};
    Overload const o = overload(series, minutes(15), Kilowatts{650});
    CHECK(o.hours == Approx(0.75).epsilon(1e-9));
    CHECK(o.energy.value() == Approx(50.0).epsilon(1e-9));
    CHECK(o.largest_pu == Approx(1.169230769).epsilon(1e-9));
    CHECK(o.load_factor == Approx(0.7680921053).epsilon(1e-9));
}

TEST_CASE("a load at its limit is no overload") {
    std::vector<double> const level(4, 650.0), none;
    Overload const o = overload(level, minutes(15), Kilowatts{650});
    CHECK(o.hours == 0.0);
    CHECK(o.energy.value() == 0.0);
    CHECK(o.largest_pu == 1.0);
    CHECK(o.load_factor == 1.0);
    CHECK(overload(none, minutes(15), Kilowatts{650}).load_factor == 0.0);
    CHECK_THROWS_AS(overload(level, minutes(0), Kilowatts{650}), BrokenInvariant);
}
