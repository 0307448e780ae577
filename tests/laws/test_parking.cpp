// What drivers without a pile of their own do who leave the car at a public one overnight.

#include "small_run.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

namespace {

struct Parked {
    double stays = 0, idle_stays = 0, until_morning = 0;  // AC sessions begun between 17 and 22 h
    double at_night = 0;                                  // vehicles at AC piles at 03 h
};

Parked parked(std::string const& share) {
    // One station in fifty: few are near, so the walk may be long.
    auto inputs = small_liangjiang({"time.duration=2 d", "demand.choice.park_farthest_km=30",
                                    "demand.charging.park_home_share=" + share});
    Run run(std::move(inputs));
    run.finish();
    Calendar const& calendar = run.city->calendar;
    SimTime const third_hour = run.city->window.begin + hours(27);
    Parked count;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.place != measure::Place::public_station || row.plug_class != supply::PlugClass::ac) continue;
        if (row.plug_in == never) continue;
        if (row.plug_in <= third_hour && row.unplug > third_hour) ++count.at_night;
        int const hour = calendar.hour(row.plug_in);
        if (row.outcome != supply::Outcome::served || hour < 17 || hour >= 22) continue;
        ++count.stays;
        if (row.unplug - row.charge_end > hours(1)) ++count.idle_stays;
        int const leaves = calendar.hour(row.unplug);
        if (calendar.day(row.unplug) > calendar.day(row.plug_in) && leaves >= 5 && leaves < 12)
            ++count.until_morning;
    }
    return count;
}

}  // namespace

TEST_CASE("who parks at a pile overnight plugs in in the evening and is gone by late morning", "[slow]") {
    Parked const nobody = parked("0"), many = parked("0.2");
    CHECK(many.at_night > 1.5 * nobody.at_night);
    CHECK(many.stays > nobody.stays);
    CHECK(many.until_morning / many.stays > 0.5);
    CHECK(many.idle_stays / many.stays > 0.5);  // full long before the morning, and still there
    CHECK(nobody.until_morning / nobody.stays < 0.4);
}
