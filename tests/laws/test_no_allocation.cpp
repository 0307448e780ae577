// After the first hours nothing allocates per event: the loop works in what was set aside at the start.

#include "small_run.hpp"

#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

TEST_CASE("an afternoon of events allocates next to nothing", "[slow]") {
    city::City const city(small_liangjiang({"record.sessions=none", "time.duration=4 d"}));
    measure::NoSink sink;
    city::Simulation simulation(city, sink);
    simulation.advance(SimTime{hours(60).ms}, never_stop);
    auto const events = simulation.state().totals.events;
    std::uint64_t const before = oracle::allocations();
    simulation.advance(SimTime{hours(84).ms}, never_stop);
    auto const handled = static_cast<std::uint64_t>(simulation.state().totals.events - events);
    std::uint64_t const made = oracle::allocations() - before;
    CHECK(handled > 2000);
    // Wheel slots and the pool of visits may still grow to their largest size, a few times and never per
    // event.
    CHECK(made < handled / 100);
}
