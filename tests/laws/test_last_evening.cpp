// The end of a run is nobody's business but the recorder's: its last evening is like any other.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::test;

namespace {

// Public plug-ins between 17 h and midnight of the first recorded day.
double first_evening(std::string const& duration) {
    Run run(small_liangjiang({"time.duration=" + duration}));
    run.finish();
    SimTime const begin = run.city->window.begin + hours(17), end = run.city->window.begin + hours(24);
    double count = 0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        count += row.place == measure::Place::public_station && row.plug_in >= begin && row.plug_in < end;
    }
    return count;
}

}  // namespace

TEST_CASE("drivers do not know when the run ends", "[slow]") {
    double const last = first_evening("1 d"), one_of_many = first_evening("3 d");
    CHECK(last > 50);
    CHECK(std::abs(last - one_of_many) <= 0.04 * one_of_many);
}
