#include "sim/kernel/event_wheel.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "tests/oracle/count_allocations.hpp"
#include "tests/oracle/event_heap.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

namespace {

using namespace yuchong;

Event event_at(std::int64_t ms, Phase phase = Phase::decide, std::uint32_t slot = 0, std::uint8_t kind = 0) {
    return Event{SimTime{ms}, phase, slot, kind, 0};
}

std::vector<Event> pop_all(EventWheel& wheel, SimTime limit = never) {
    std::vector<Event> popped;
    for (Event e; wheel.pop_before(limit, e);) popped.push_back(e);
    return popped;
}

// Random increments from the same tick to decades ahead.
std::int64_t draw_increment_ms(Block const& draw) {
    switch (draw.word(0) % 8) {
        case 0: return 0;
        case 1: return draw.word(1) % 3;
        case 2: return draw.word(1) % 64;
        case 3: return draw.word(1) % 5'000;
        case 4: return draw.word(1) % 4'000'000;
        case 5: return draw.word(1) % 90'000'000;
        case 6: return static_cast<std::int64_t>(draw.word(1)) * 300;       // up to 41 years
        default: return (std::int64_t{draw.word(1)} << 28) + draw.word(2);  // up to 36 million years
    }
}

// Pushes and pops at random, feeding the wheel and the heap alike: they must pop the same.
class TwinRun {
public:
    explicit TwinRun(std::uint64_t seed) : random_(seed) {}

    void run(int steps, SimTime window) {
        for (int i = 0; i < steps; ++i) {
            limit_ = std::max(limit_, SimTime{wheel_.now().ms + draw().word(3) % window.ms});
            push_some();
            pop_some();
        }
        limit_ = never;
        pop_some();
        REQUIRE(wheel_.size() == 0);
        REQUIRE(heap_.size() == 0);
    }

    [[nodiscard]] std::uint64_t popped() const { return popped_; }

private:
    Block draw() { return random_.draw({DrawClass::test, 3, drawn_++}); }

    void push_some() {
        for (std::uint32_t n = draw().word(0) % 20; n > 0; --n) push_at_least(wheel_.now(), wheel_.phase());
    }

    void push_at_least(SimTime now, Phase phase) {
        Block const d = draw();
        Block const who = draw();
        SimTime const time = now + milliseconds(draw_increment_ms(d));
        auto const earliest = time == now ? static_cast<std::uint32_t>(phase) : 0U;
        auto const drawn_phase = static_cast<Phase>(earliest + who.word(0) % (5 - earliest));
        Event const event{time, drawn_phase, who.word(1) % 1'000, static_cast<std::uint8_t>(who.word(2) % 7),
                          static_cast<std::uint16_t>(who.word(3))};
        wheel_.push(event);
        heap_.push(event);
    }

    void pop_some() {
        Event from_wheel, from_heap;
        while (heap_.pop_before(limit_, from_heap)) {
            REQUIRE(wheel_.pop_before(limit_, from_wheel));
            REQUIRE(from_wheel == from_heap);
            ++popped_;
            // A handler schedules, often for the same tick and a later phase.
            bool const last_round = limit_ == never;
            if (!last_round && draw().word(0) % 4 == 0) push_at_least(wheel_.now(), wheel_.phase());
            REQUIRE(wheel_.size() == heap_.size());
        }
        REQUIRE_FALSE(wheel_.pop_before(limit_, from_wheel));
    }

    RandomSource random_;
    std::uint32_t drawn_ = 0;
    SimTime limit_{0};
    std::uint64_t popped_ = 0;
    EventWheel wheel_;
    oracle::EventHeap heap_;
};

}  // namespace

TEST_CASE("an event is 16 bytes and gives back what was put in", "[event]") {
    Event const e{SimTime{123'456'789'012}, Phase::arrive, 0xfedcba98, 0xab, 0x1234};
    CHECK(sizeof e == 16);
    CHECK(e.time() == SimTime{123'456'789'012});
    CHECK(e.phase() == Phase::arrive);
    CHECK(e.slot() == 0xfedcba98);
    CHECK(e.kind() == 0xab);
    CHECK(e.generation() == 0x1234);
}

TEST_CASE("events of one instant come by phase, slot and kind, whatever the order of pushing", "[wheel]") {
    std::vector<Event> const in_order = {
        event_at(5, Phase::release, 9, 9), event_at(5, Phase::control, 1, 1),
        event_at(5, Phase::arrive, 1, 1),  event_at(5, Phase::decide, 1, 2),
        event_at(5, Phase::decide, 2, 1),  event_at(5, Phase::decide, 2, 3),
        event_at(5, Phase::measure, 0, 0), event_at(6, Phase::release, 0, 0)};
    std::vector<Event> shuffled = in_order;
    for (std::uint32_t round = 0; round < 50; ++round) {
        std::uint32_t const turn = RandomSource{1}.draw({DrawClass::test, 0, round}).word(0) % 8;
        std::rotate(shuffled.begin(), shuffled.begin() + turn, shuffled.end());
        std::swap(shuffled[0], shuffled[turn]);
        EventWheel wheel;
        for (Event const& e : shuffled) wheel.push(e);
        CHECK(pop_all(wheel) == in_order);
    }
}

TEST_CASE("the wheel pops what a heap pops", "[wheel]") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        TwinRun twins{seed};
        twins.run(500, SimTime{seed % 2 == 0 ? 50 : 20'000'000});
        CHECK(twins.popped() > 1'000);
    }
}

TEST_CASE("the wheel pops what a heap pops, long", "[wheel][slow]") {
    for (std::uint64_t seed = 100; seed < 200; ++seed) {
        TwinRun twins{seed};
        twins.run(5'000, SimTime{seed % 2 == 0 ? 3'000 : 900'000'000});
    }
}

TEST_CASE("an event pushed at the open instant takes its turn among what is left", "[wheel]") {
    EventWheel wheel;
    wheel.push(event_at(10, Phase::arrive, 1));
    wheel.push(event_at(10, Phase::decide, 5));
    wheel.push(event_at(10, Phase::measure, 0));
    Event e;
    REQUIRE(wheel.pop_before(never, e));
    REQUIRE(e == event_at(10, Phase::arrive, 1));

    wheel.push(event_at(10, Phase::decide, 7));
    wheel.push(event_at(10, Phase::decide, 3));
    wheel.push(event_at(10, Phase::arrive, 0));  // the phase in hand
    CHECK(pop_all(wheel) == std::vector<Event>{event_at(10, Phase::arrive, 0), event_at(10, Phase::decide, 3),
                                               event_at(10, Phase::decide, 5), event_at(10, Phase::decide, 7),
                                               event_at(10, Phase::measure, 0)});
}

TEST_CASE("an instant or a phase that has passed is no place for an event", "[wheel]") {
    EventWheel wheel;
    wheel.push(event_at(10, Phase::arrive));
    Event e;
    REQUIRE(wheel.pop_before(never, e));
    CHECK_THROWS_AS(wheel.push(event_at(9, Phase::measure)), BrokenInvariant);
    CHECK_THROWS_AS(wheel.push(event_at(10, Phase::control)), BrokenInvariant);
    CHECK_NOTHROW(wheel.push(event_at(10, Phase::arrive)));

    REQUIRE(pop_all(wheel, SimTime{20}).size() == 1);
    CHECK(wheel.now() == SimTime{20});
    CHECK_THROWS_AS(wheel.push(event_at(19)), BrokenInvariant);
    CHECK_NOTHROW(wheel.push(event_at(20, Phase::release)));
    CHECK_THROWS_AS(EventWheel{}.push(event_at(-1)), BrokenInvariant);
}

TEST_CASE("nothing at or beyond the limit is touched", "[wheel]") {
    EventWheel wheel;
    wheel.push(event_at(4'000));
    wheel.push(event_at(300'000));
    Event e;
    CHECK_FALSE(wheel.pop_before(SimTime{4'000}, e));
    wheel.push(event_at(4'000, Phase::release));
    wheel.push(event_at(4'001));
    CHECK(pop_all(wheel, SimTime{299'999}).size() == 3);
    wheel.push(event_at(299'999));  // earlier than all that pends
    CHECK(pop_all(wheel) == std::vector<Event>{event_at(299'999), event_at(300'000)});

    wheel = EventWheel{};
    wheel.push(event_at(7, Phase::release));
    wheel.push(event_at(7, Phase::decide));
    REQUIRE(wheel.pop_before(SimTime{8}, e));
    CHECK_FALSE(wheel.pop_before(SimTime{7}, e));  // a limit in the past leaves the open instant as it is
    CHECK(pop_all(wheel) == std::vector<Event>{event_at(7, Phase::decide)});
}

TEST_CASE("a span of few events is opened at once and still takes in what comes before its end", "[wheel]") {
    EventWheel wheel;
    wheel.push(event_at(5'000));
    wheel.push(event_at(5'900));
    CHECK(pop_all(wheel, SimTime{5'500}).size() == 1);
    wheel.push(event_at(5'700));
    wheel.push(event_at(5'900, Phase::release));
    wheel.push(event_at(5'500, Phase::release));
    CHECK(pop_all(wheel) == std::vector<Event>{event_at(5'500, Phase::release), event_at(5'700),
                                               event_at(5'900, Phase::release), event_at(5'900)});
}

TEST_CASE("any tick of 63 bits has its place", "[wheel]") {
    EventWheel wheel;
    std::vector<Event> events;
    for (int bit = 62; bit >= 0; --bit) events.push_back(event_at(std::int64_t{1} << bit));
    events.push_back(event_at(never.ms - 1));
    for (Event const& e : events) wheel.push(e);
    std::sort(events.begin(), events.end());
    CHECK(pop_all(wheel) == events);
}

TEST_CASE("for_each_pending sees each pending event once", "[wheel]") {
    EventWheel wheel;
    std::multiset<Event> expected;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        Block const draw = RandomSource{5}.draw({DrawClass::test, 0, i});
        Event const e = event_at(i % 3 == 0 ? 40 : draw_increment_ms(draw) + 40, Phase::decide, i);
        wheel.push(e);
        expected.insert(e);
    }
    for (int i = 0; i < 1'000; ++i) {  // into the open instant
        Event e;
        REQUIRE(wheel.pop_before(never, e));
        expected.erase(expected.find(e));
    }
    wheel.push(event_at(wheel.now().ms, Phase::measure, 1));  // late
    expected.insert(event_at(wheel.now().ms, Phase::measure, 1));

    std::multiset<Event> seen;
    wheel.for_each_pending([&](Event const& e) { seen.insert(e); });
    CHECK(seen == expected);
    CHECK(wheel.size() == expected.size());
}

TEST_CASE("events are shown once a stage, so many places before they come up", "[wheel]") {
    EventWheel wheel;
    for (std::uint32_t slot = 0; slot < 2'000; ++slot)
        wheel.push(event_at(100 + 37 * slot, Phase::decide, slot));
    std::set<std::uint32_t> far, near;
    std::size_t popped = 0, came_unseen = 0;
    for (Event e; wheel.pop_before(never, e); ++popped) {
        if (far.count(e.slot()) == 0) ++came_unseen;
        wheel.look_ahead(0, 10, [&](Event const& soon) {
            CHECK(far.insert(soon.slot()).second);
            CHECK(soon.slot() - e.slot() <= 10);
        });
        wheel.look_ahead(1, 3, [&](Event const& soon) {
            CHECK(near.insert(soon.slot()).second);
            CHECK(soon.slot() - e.slot() <= 3);
            CHECK(far.count(soon.slot()) == 1);
        });
    }
    CHECK(popped == 2'000);
    CHECK(came_unseen < 100);  // the first of each span
}

TEST_CASE("a copied wheel goes on alone", "[wheel]") {
    EventWheel wheel;
    for (std::uint32_t i = 0; i < 500; ++i) wheel.push(event_at(i * i, Phase::decide, i));
    (void)pop_all(wheel, SimTime{10'000});
    EventWheel copy = wheel;
    std::vector<Event> const rest = pop_all(wheel);
    CHECK(pop_all(copy) == rest);
    CHECK(rest.size() == 400);
}

TEST_CASE("nothing is allocated for events within the expected number", "[wheel]") {
    constexpr std::uint32_t pending = 20'000;
    EventWheel wheel{pending};
    RandomSource const random{3};
    std::uint32_t drawn = 0;
    auto const push = [&](SimTime now, std::uint32_t slot) {
        double const wait_ms = exponential(random.draw({DrawClass::test, 0, drawn++}).uniform(0), 8.64e6);
        wheel.push(event_at(now.ms + static_cast<std::int64_t>(wait_ms), Phase::decide, slot));
    };
    auto const hold = [&](int times) {
        for (int i = 0; i < times; ++i) {
            Event e;
            if (!wheel.pop_before(never, e)) return;
            push(e.time() + milliseconds(1), e.slot());
        }
    };
    for (std::uint32_t slot = 0; slot < pending; ++slot) push(SimTime{0}, slot);
    hold(200'000);
    std::uint64_t const before = oracle::allocations();
    hold(500'000);
    CHECK(oracle::allocations() - before == 0);
}
