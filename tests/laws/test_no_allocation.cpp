// After the first hours nothing allocates per event: the loop works in what was set aside at the start.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <new>

namespace {
std::atomic<std::int64_t> allocations{0};
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

using namespace yuchong;
using namespace yuchong::test;

TEST_CASE("an afternoon of events allocates next to nothing", "[slow]") {
    city::City const city(small_liangjiang({"record.sessions=none", "time.duration=4 d"}));
    measure::NoSink sink;
    city::Simulation simulation(city, sink);
    simulation.advance(SimTime{hours(60).ms}, never_stop);
    auto const events = simulation.state().totals.events;
    auto const before = allocations.load();
    simulation.advance(SimTime{hours(84).ms}, never_stop);
    auto const handled = simulation.state().totals.events - events;
    auto const made = allocations.load() - before;
    CHECK(handled > 2000);
    // Wheel slots and the pool of visits may still grow to their largest size, a few times and never per
    // event.
    CHECK(made < handled / 100);
}
