#include "sim/kernel/schedule.hpp"

#include <algorithm>
#include <limits>

namespace yuchong {

namespace {

constexpr std::uint16_t most_generations_behind = std::numeric_limits<std::uint16_t>::max();

std::vector<std::uint32_t> running_sum(std::vector<std::uint32_t> const& class_sizes) {
    std::vector<std::uint32_t> begin{0};
    for (std::uint32_t const size : class_sizes) {
        check(size <= std::numeric_limits<std::uint32_t>::max() - begin.back(),
              "too many slots (they have 32 bits)");
        begin.push_back(begin.back() + size);
    }
    return begin;
}

}  // namespace

Schedule::Schedule(std::vector<std::uint32_t> class_sizes)
    : class_begin_(running_sum(class_sizes)), slots_(class_begin_.back()), wheel_(slots_.size()) {}

SlotPlace Schedule::place(std::uint32_t slot) const {
    std::uint32_t slot_class = 0;
    while (slot >= class_begin_[slot_class + 1]) ++slot_class;
    return {slot_class, slot - class_begin_[slot_class]};
}

void Schedule::at(std::uint32_t slot, SimTime time, Phase phase, std::uint8_t kind) {
    if (time == never) return cancel(slot);
    Slot& s = slots_[slot];
    if (s.time == time && s.phase == phase && s.kind == kind) return;
    if (s.time != never) retire(s);
    wheel_.push(Event{time, phase, slot, kind, s.generation});
    s.time = time;
    s.phase = phase;
    s.kind = kind;
}

void Schedule::cancel(std::uint32_t slot) {
    if (live(slot)) retire(slots_[slot]);
}

// The slot's live event becomes stale.
void Schedule::retire(Slot& slot) {
    if (slot.behind == most_generations_behind) {
        recount_generations();
        check(slot.behind < most_generations_behind,
              "event superseded 65,536 times by its slot while it was pending (its generation would repeat) "
              "cancel "
              "events of the far future less often");
    }
    slot.time = never;
    ++slot.generation;
    ++slot.behind;
}

void Schedule::recount_generations() {
    for (Slot& slot : slots_) slot.behind = 0;
    wheel_.for_each_pending([this](Event const& event) {
        Slot& slot = slots_[event.slot()];
        auto const behind = static_cast<std::uint16_t>(slot.generation - event.generation());
        slot.behind = std::max(slot.behind, behind);
    });
}

std::vector<Event> Schedule::live_events() const {
    std::vector<Event> events;
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        Slot const& slot = slots_[i];
        if (slot.time != never) events.emplace_back(slot.time, slot.phase, i, slot.kind, std::uint16_t{0});
    }
    std::sort(events.begin(), events.end());
    return events;
}

void Schedule::restore(SimTime now, Phase phase, std::vector<Event> const& live_events) {
    std::fill(slots_.begin(), slots_.end(), Slot{});
    wheel_ = EventWheel{slots_.size()};
    wheel_.start_at(now, phase);
    for (Event const& event : live_events) {
        check(event.slot() < slots_.size(),
              "saved event of a slot that does not exist (the checkpoint is damaged)");
        check(!live(event.slot()), "two saved events of one slot (the checkpoint is damaged)");
        at(event.slot(), event.time(), event.phase(), event.kind());
    }
}

}  // namespace yuchong
