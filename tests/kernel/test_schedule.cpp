#include "sim/kernel/schedule.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/kernel/digest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace {

using namespace yuchong;

std::vector<Event> pop_all(Schedule& schedule, SimTime limit = never) {
    std::vector<Event> popped;
    for (Event e; schedule.pop_before(limit, e);) popped.push_back(e);
    return popped;
}

std::vector<std::byte> save(Schedule& schedule) {
    Saver saver;
    archive(saver, schedule);
    return saver.bytes();
}

void load(Schedule& schedule, std::vector<std::byte> const& image) {
    Loader loader{image};
    archive(loader, schedule);
    REQUIRE(loader.finished());
}

// What a schedule ought to do, by looking at every slot each time.
class SlowSchedule {
public:
    explicit SlowSchedule(std::uint32_t slots) : due_(slots) {}

    void at(std::uint32_t slot, Event event) { due_[slot] = {true, event}; }
    void cancel(std::uint32_t slot) { due_[slot].live = false; }

    bool pop_before(SimTime limit, Event& event) {
        Due* first = nullptr;
        for (Due& due : due_) {
            if (due.live && due.event.time() < limit && (!first || due.event < first->event)) first = &due;
        }
        if (!first) return false;
        event = first->event;
        first->live = false;
        return true;
    }

private:
    struct Due {
        bool live = false;
        Event event;
    };
    std::vector<Due> due_;
};

bool same_happening(Event const& a, Event const& b) {
    return a.time() == b.time() && a.phase() == b.phase() && a.slot() == b.slot() && a.kind() == b.kind();
}

// One random deed: most often schedule, sometimes cancel.
template <class AnySchedule, class Put>
void act(AnySchedule& schedule, std::uint32_t slots, SimTime now, Phase phase, Block const& a, Block const& b,
         Put put) {
    std::uint32_t const slot = a.word(0) % slots;
    if (a.word(1) % 5 == 0) return schedule.cancel(slot);
    SimTime const time = now + milliseconds(a.word(2) % (a.word(3) % 2 == 0 ? 4 : 100'000));
    auto const earliest = time == now ? static_cast<std::uint32_t>(phase) : 0U;
    put(slot, time, static_cast<Phase>(earliest + b.word(0) % (5 - earliest)),
        static_cast<std::uint8_t>(b.word(1) % 3));
}

}  // namespace

TEST_CASE("a slot has one live event, the last one asked for", "[schedule]") {
    Schedule schedule({3});
    schedule.at(1, SimTime{10}, Phase::decide, 1);
    schedule.at(1, SimTime{20}, Phase::arrive, 2);
    schedule.at(2, SimTime{15}, Phase::decide, 3);
    schedule.at(0, SimTime{5}, Phase::decide, 4);
    schedule.cancel(0);
    CHECK_FALSE(schedule.live(0));
    CHECK(schedule.next_time(0) == never);
    CHECK(schedule.next_time(1) == SimTime{20});

    Event e;
    REQUIRE(schedule.pop_before(never, e));
    CHECK(e.slot() == 2);
    CHECK_FALSE(schedule.live(2));
    REQUIRE(schedule.pop_before(never, e));
    CHECK(e.slot() == 1);
    CHECK(e.time() == SimTime{20});
    CHECK(e.phase() == Phase::arrive);
    CHECK(e.kind() == 2);
    CHECK_FALSE(schedule.pop_before(never, e));
    CHECK(schedule.counters().live == 2);
    CHECK(schedule.counters().stale == 2);
}

TEST_CASE("asking again for the same event changes nothing, asking for never cancels", "[schedule]") {
    Schedule schedule({2});
    schedule.at(0, SimTime{10}, Phase::decide, 1);
    schedule.at(0, SimTime{10}, Phase::decide, 1);
    CHECK(schedule.pending() == 1);
    schedule.at(0, never, Phase::decide, 1);
    CHECK_FALSE(schedule.live(0));
    CHECK(pop_all(schedule).empty());
}

TEST_CASE("classes of slots follow each other", "[schedule]") {
    Schedule const schedule({3, 0, 2});
    CHECK(schedule.size() == 5);
    CHECK(schedule.first(0) == 0);
    CHECK(schedule.first(1) == 3);
    CHECK(schedule.first(2) == 3);
    CHECK(schedule.place(2).slot_class == 0);
    CHECK(schedule.place(2).index == 2);
    CHECK(schedule.place(4).slot_class == 2);
    CHECK(schedule.place(4).index == 1);
}

TEST_CASE("a schedule pops what a table of all slots pops", "[schedule]") {
    constexpr std::uint32_t slots = 40;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        RandomSource const random{seed};
        Schedule schedule({slots});
        SlowSchedule slow(slots);
        Phase phase = Phase::release;
        SimTime limit{0};
        for (std::uint32_t i = 0; i < 5'000; ++i) {
            Block const a = random.draw({DrawClass::test, 0, i});
            Block const b = random.draw({DrawClass::test, 1, i});
            act(schedule, slots, schedule.now(), phase, a, b, [&](auto... event) { schedule.at(event...); });
            act(slow, slots, schedule.now(), phase, a, b,
                [&](std::uint32_t slot, SimTime t, Phase p, std::uint8_t kind) {
                    slow.at(slot, Event{t, p, slot, kind, 0});
                });
            if (b.word(2) % 3 != 0) continue;
            limit = std::max(limit, schedule.now() + milliseconds(b.word(3) % 20'000));
            Event fast, expected;
            bool const found = slow.pop_before(limit, expected);
            REQUIRE(schedule.pop_before(limit, fast) == found);
            if (found) REQUIRE(same_happening(fast, expected));
            phase = found ? fast.phase() : Phase::release;
        }
    }
}

TEST_CASE("a saved schedule goes on where it was", "[schedule]") {
    constexpr std::uint32_t slots = 200;
    RandomSource const random{9};
    Schedule schedule({150, 50});
    for (std::uint32_t i = 0; i < 2'000; ++i) {
        act(schedule, slots, SimTime{0}, Phase::release, random.draw({DrawClass::test, 0, i}),
            random.draw({DrawClass::test, 1, i}), [&](auto... event) { schedule.at(event...); });
    }
    // Down into an instant that has events left.
    for (int i = 0; i < 20; ++i) {
        Event e;
        REQUIRE(schedule.pop_before(never, e));
        if (e.phase() < Phase::measure) schedule.at(e.slot(), e.time(), Phase::measure, 7);
    }
    std::vector<std::byte> const image = save(schedule);
    Schedule loaded({150, 50});
    loaded.at(3, SimTime{1}, Phase::arrive, 1);  // is forgotten
    load(loaded, image);
    CHECK(save(loaded) == image);
    CHECK(loaded.now() == schedule.now());
    Schedule copy = loaded;
    CHECK_THROWS_AS(copy.at(0, SimTime{loaded.now().ms - 1}, Phase::measure, 0), BrokenInvariant);

    std::vector<Event> const expected = pop_all(schedule);
    std::vector<Event> const popped = pop_all(loaded);
    CHECK(expected.size() > 50);
    CHECK(std::equal(popped.begin(), popped.end(), expected.begin(), expected.end(), same_happening));
    CHECK(loaded.counters().live == schedule.counters().live);
}

TEST_CASE("a schedule of another city or with damaged events is refused", "[schedule]") {
    Schedule schedule({4, 4});
    schedule.at(2, SimTime{5}, Phase::decide, 1);
    std::vector<std::byte> const image = save(schedule);
    Schedule other({8});
    Loader loader{image};
    CHECK_THROWS_AS(archive(loader, other), BrokenInvariant);
}

TEST_CASE("a stale event may pend while its slot goes through 65,535 generations, not one more",
          "[schedule]") {
    Schedule schedule({2});
    schedule.at(0, SimTime{1'000'000}, Phase::decide, 1);
    SimTime t{0};
    auto const supersede = [&] { schedule.at(0, t = t + milliseconds(1), Phase::decide, 2); };
    // Each superseded event but the first is dropped soon; the first stays.
    for (int i = 0; i < 65'535; ++i) {
        supersede();
        REQUIRE(pop_all(schedule, t).empty());
    }
    CHECK(schedule.counters().stale == 65'534);
    CHECK_THROWS_AS(supersede(), BrokenInvariant);
}

TEST_CASE("a slot may be superseded for ever when its stale events do not linger", "[schedule]") {
    Schedule schedule({2});
    schedule.at(1, SimTime{5'000'000}, Phase::decide, 1);  // others do not matter
    schedule.at(0, SimTime{100'000}, Phase::decide, 1);    // lingers for a while
    SimTime t{0};
    for (int i = 0; i < 300'000; ++i) {
        if (i == 60'000) t = SimTime{100'000};  // it is dropped before it counts 65,535
        schedule.at(0, t = t + milliseconds(1), Phase::decide, 2);
        REQUIRE(pop_all(schedule, t).empty());
    }
    std::vector<Event> const left = pop_all(schedule);
    REQUIRE(left.size() == 2);
    CHECK(left[0].slot() == 0);
    CHECK(left[0].time() == t);
}

TEST_CASE("events are shown before they come up, stage after stage", "[schedule]") {
    Schedule schedule({1'000});
    for (std::uint32_t slot = 0; slot < 1'000; ++slot) {
        schedule.at(slot, SimTime{100 + 7 * static_cast<std::int64_t>(slot)}, Phase::decide, 0);
    }
    std::vector<std::size_t> stages_seen(1'000);
    std::size_t unseen = 0;
    for (Event e; schedule.pop_before(never, e);) {
        if (stages_seen[e.slot()] < EventWheel::stages) ++unseen;
        schedule.look_ahead([&](Event const& soon, std::size_t stage) {
            CHECK(stages_seen[soon.slot()] == stage);
            stages_seen[soon.slot()] = stage + 1;
        });
    }
    CHECK(unseen < 150);  // the first of each span of 64 ms
}

TEST_CASE("the digest tells when anything observable differs, and only then", "[digest]") {
    Event const e{SimTime{1'000}, Phase::arrive, 7, 3, 0};
    SlotPlace const place{1, 4};
    auto const digest_of = [](Event const& event, SlotPlace where) {
        Digest digest;
        digest.add(event, where);
        return digest.value();
    };
    std::uint64_t const reference = digest_of(e, place);
    CHECK(digest_of(Event{SimTime{1'001}, Phase::arrive, 7, 3, 0}, place) != reference);
    CHECK(digest_of(Event{SimTime{1'000}, Phase::decide, 7, 3, 0}, place) != reference);
    CHECK(digest_of(Event{SimTime{1'000}, Phase::arrive, 7, 4, 0}, place) != reference);
    CHECK(digest_of(e, {1, 5}) != reference);
    CHECK(digest_of(e, {2, 4}) != reference);

    CHECK(digest_of(Event{SimTime{1'000}, Phase::arrive, 7, 3, 99}, place) == reference);  // generation
    CHECK(digest_of(Event{SimTime{1'000}, Phase::arrive, 5'007, 3, 0}, place) ==
          reference);  // another class grew

    Digest untouched;
    untouched.add(Event{SimTime{1}, Phase::control, 0, 0, 0}, place);
    untouched.add(Event{SimTime{1}, Phase::measure, 0, 0, 0}, place);
    CHECK(untouched.value() == Digest{}.value());

    Digest one_way, other_way;
    one_way.add(e, {0, 1});
    one_way.add(e, {0, 2});
    other_way.add(e, {0, 2});
    other_way.add(e, {0, 1});
    CHECK(one_way.value() != other_way.value());

    Saver saver;
    archive(saver, one_way);
    Digest loaded;
    Loader loader{saver.bytes()};
    archive(loader, loaded);
    CHECK(loaded.value() == one_way.value());
}
