#pragma once
// Who is due when. Everything that can have an event (a vehicle, a plug, a clock) owns a slot; slots are
// numbered 0, 1, 2 ... class by class, and a slot has at most one live event: a new one replaces the old.
//
//   Schedule schedule({vehicles, plugs, 2});
//   schedule.at(schedule.first(1) + plug, now + minutes(5), Phase::release, kind);
//   for (Event event; schedule.pop_before(end, event);) handle(event);
//
// What happens at one instant: its live events are popped by phase, slot and kind. A handler may schedule for
// the same instant in the phase in hand or a later one; what it schedules takes its turn among what is left.
// To schedule for an instant or a phase already passed throws BrokenInvariant.
//
// Replacing and cancelling leave the old event in the wheel and give the slot a new generation; an event of
// another generation is stale and is dropped when it comes up. Generations have 16 bits: a slot whose stale
// event still pends may not go through 65,536 of them, or that event would come alive again. Each slot counts
// how many generations its oldest stale event may be behind; a count that is full is made exact by one look
// at all pending events, for all slots, and if it is still full, the schedule throws.

#include "sim/base/check.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/kernel/event_wheel.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong {

// A slot as its class and the index within it.
struct SlotPlace {
    std::uint32_t slot_class;
    std::uint32_t index;
};

class Schedule {
public:
    // Slots of each class, in the order of classes.
    explicit Schedule(std::vector<std::uint32_t> class_sizes);

    [[nodiscard]] std::size_t size() const { return slots_.size(); }
    // The number of the first slot of a class. Pre: such a class.
    [[nodiscard]] std::uint32_t first(std::size_t slot_class) const { return class_begin_[slot_class]; }
    // Pre: slot < size().
    [[nodiscard]] SlotPlace place(std::uint32_t slot) const;

    // The slot's event is now this one. `never` cancels.
    // Pre: slot < size(); not in an instant or phase already passed (checked, throws BrokenInvariant).
    void at(std::uint32_t slot, SimTime time, Phase phase, std::uint8_t kind);
    void cancel(std::uint32_t slot);

    // Takes out the first live event before `limit`, if there is one. When there is none, the present is the
    // limit.
    [[nodiscard]] bool pop_before(SimTime limit, Event& event);
    // Shows most events to `fetch`, some places before they come up, for it to prefetch what their handlers
    // will read: first as (event, 0), a little later as (event, 1), then as (event, 2), so that a later stage
    // can follow what an earlier one has fetched. They may turn out to be stale.
    template <class Fetch>
    void look_ahead(Fetch fetch);

    [[nodiscard]] bool live(std::uint32_t slot) const { return slots_[slot].time != never; }
    // When the slot's event is due; `never` if it has none.
    [[nodiscard]] SimTime next_time(std::uint32_t slot) const { return slots_[slot].time; }
    // The present: the instant of the last event popped, or the limit that was reached.
    [[nodiscard]] SimTime now() const { return wheel_.now(); }

    struct Counters {
        std::uint64_t live = 0;   // events popped and handed out
        std::uint64_t stale = 0;  // superseded events dropped
    };
    [[nodiscard]] Counters const& counters() const { return counters_; }
    [[nodiscard]] std::size_t pending() const { return wheel_.size(); }  // live and stale

private:
    struct Slot {
        SimTime time = never;  // of the live event
        std::uint16_t generation = 0;
        std::uint16_t behind = 0;  // no pending stale event is more generations behind than this
        Phase phase{};
        std::uint8_t kind = 0;
    };
    static_assert(sizeof(Slot) == 16);

    bool take_if_live(Event const& event);
    void retire(Slot& slot);
    void recount_generations();
    [[nodiscard]] std::vector<Event> live_events() const;
    void restore(SimTime now, Phase phase, std::vector<Event> const& live_events);

    template <class A>
    friend void archive(A& a, Schedule& s);

    std::vector<std::uint32_t> class_begin_;  // first slot of each class, and the number of slots
    std::vector<Slot> slots_;
    EventWheel wheel_;
    Counters counters_;
};

inline bool Schedule::pop_before(SimTime limit, Event& event) {
    while (wheel_.pop_before(limit, event)) {
        if (take_if_live(event)) return true;
    }
    return false;
}

template <class Fetch>
void Schedule::look_ahead(Fetch fetch) {
    constexpr std::array<std::size_t, EventWheel::stages> distance{24, 12, 6};
    for (std::size_t stage = 0; stage < distance.size(); ++stage) {
        wheel_.look_ahead(stage, distance[stage], [&](Event const& soon) {
            if (stage == 0) prefetch(&slots_[soon.slot()]);
            fetch(soon, stage);
        });
    }
}

inline bool Schedule::take_if_live(Event const& event) {
    Slot& slot = slots_[event.slot()];
    if (slot.time == never || slot.generation != event.generation()) {
        ++counters_.stale;
        return false;
    }
    slot.time = never;
    ++counters_.live;
    return true;
}

// A saved schedule is its live events in the order in which they happen; stale events and generations are not
// saved. Loading asks for the same classes of slots as were saved.
template <class A>
void archive(A& a, Schedule& s) {
    std::vector<std::uint32_t> class_begin = s.class_begin_;
    SimTime now = s.wheel_.now();
    Phase phase = s.wheel_.phase();
    std::vector<Event> live_events;
    if constexpr (!A::loading) live_events = s.live_events();
    a(class_begin, now, phase, s.counters_, live_events);
    if constexpr (A::loading) {
        check(class_begin == s.class_begin_, "saved schedule does not fit (it was made with other slots)");
        s.restore(now, phase, live_events);
    }
}

}  // namespace yuchong
