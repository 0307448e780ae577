#pragma once
// The pending events, in a hierarchical timing wheel (Varghese and Lauck, SOSP 1987) of base 64.
//
// A tick is written in base 64. An event waits on the level of the highest digit in which its tick differs
// from the present one, in the bucket of that digit: level 0 holds the next 64 ms tick by tick, level 1 the
// 64 spans of 64 ms beyond, and so on up to level 10, so that any int64 tick has its place. When the present
// reaches a bucket of many events, the bucket is spread over the levels below it; a bucket of few (a hundred
// or so), or of one tick, is opened: taken out and sorted. An event moves at most once a level, without being
// compared, and its moves stream through memory: the cost does not grow with the number of events.
//
// What happens at one instant: its events are popped by phase, slot and kind. An event pushed into the span
// that is open takes its turn among what is left. At the present instant its phase may be the one in hand or
// a later one; to push into a phase or an instant already passed is a broken invariant and throws.
//
//   EventWheel wheel;
//   wheel.push(Event{SimTime{5}, Phase::decide, slot, kind, generation});
//   for (Event e; wheel.pop_before(end, e);) handle(e);
//
// When pop_before returns false, everything before its limit has happened and the present is the limit.
//
// Buckets are chains of small blocks from one pool, so that memory follows the number of pending events, and
// nothing is allocated for an event within the expected number (only for an instant more crowded than any
// before). Blocks name each other by index: copying a wheel copies it.

#include "sim/kernel/event.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong {

class EventWheel {
public:
    // Room for so many pending events without allocating.
    explicit EventWheel(std::size_t expected_events = 0);

    // Pre: not in an instant or phase already passed (checked, throws BrokenInvariant).
    void push(Event const& event);
    // Takes out the first event before `limit`, if there is one.
    [[nodiscard]] bool pop_before(SimTime limit, Event& event);

    // Shows `look` the events that stand up to `distance` places behind the last one popped, once each for
    // each of the `stages`: their records will be wanted soon and can be fetched from memory. What lies
    // beyond the open span, or was pushed into it late, is not shown before it comes up.
    static constexpr std::size_t stages = 3;
    template <class Look>
    void look_ahead(std::size_t stage, std::size_t distance, Look look);

    [[nodiscard]] std::size_t size() const { return size_; }
    // The instant and phase at or after which events can still be pushed.
    [[nodiscard]] SimTime now() const { return {now_}; }
    [[nodiscard]] Phase phase() const { return phase_; }
    // Moves the present of an empty wheel, as when a saved run is loaded.
    void start_at(SimTime now, Phase phase);

    // Visits every pending event once, in no order.
    template <class Visit>
    void for_each_pending(Visit visit) const;

private:
    static constexpr unsigned bits = 6;  // of a digit
    static constexpr std::size_t buckets = 1U << bits;
    static constexpr std::size_t levels = 11;  // 11 * 6 bits >= 63
    static constexpr std::uint32_t none = UINT32_MAX;

    struct alignas(64) Block {
        static constexpr std::size_t capacity = 31;
        std::array<Event, capacity> events;
        std::uint32_t next = none;
    };
    static_assert(sizeof(Block) == 512);

    // Only the first block of a chain is partly filled.
    struct Bucket {
        std::uint32_t block = none;
        std::uint32_t filled = 0;
    };

    void put(Event const& event);
    bool open_next(std::int64_t limit);
    void open(std::size_t level, Bucket const& bucket);
    void spread(Bucket const& bucket);
    [[nodiscard]] bool late_is_next() const;
    [[nodiscard]] bool has_few(Bucket const& bucket) const;
    std::uint32_t take_block(std::uint32_t next);
    std::uint32_t give_back_block(std::uint32_t block);
    void fetch(std::uint32_t block) const;

    template <class Visit>
    void visit_bucket(Bucket const& bucket, Visit visit) const;

    std::uint64_t position_ =
        0;  // the tick that levels and digits are relative to; no bucket holds an earlier one
    std::int64_t now_ = 0;
    Phase phase_ = Phase::release;
    std::size_t size_ = 0;

    // The span that was opened last: its last tick, and its events, sorted; those before next_open_ are
    // popped.
    std::int64_t open_until_ = -1;
    std::vector<Event> open_;
    std::size_t next_open_ = 0;
    std::vector<Event> late_;                  // pushed into the open span: a heap, earliest on top
    std::array<std::size_t, stages> shown_{};  // of open_, by stage: those before have been shown

    std::uint32_t occupied_levels_ = 0;             // bit = level
    std::array<std::uint64_t, levels> occupied_{};  // bit = bucket
    std::array<std::array<Bucket, buckets>, levels> wheel_{};
    std::vector<Block> pool_;
    std::uint32_t free_blocks_ = none;
};

template <class Look>
void EventWheel::look_ahead(std::size_t stage, std::size_t distance, Look look) {
    std::size_t const end = std::min(open_.size(), next_open_ + distance);
    for (std::size_t& i = shown_[stage]; i < end; ++i) look(open_[i]);
}

template <class Visit>
void EventWheel::visit_bucket(Bucket const& bucket, Visit visit) const {
    std::size_t filled = bucket.filled;
    for (std::uint32_t b = bucket.block; b != none; b = pool_[b].next) {
        for (std::size_t i = 0; i < filled; ++i) visit(pool_[b].events[i]);
        filled = Block::capacity;
    }
}

template <class Visit>
void EventWheel::for_each_pending(Visit visit) const {
    for (std::size_t i = next_open_; i < open_.size(); ++i) visit(open_[i]);
    for (Event const& event : late_) visit(event);
    for (auto const& level : wheel_) {
        for (Bucket const& bucket : level) visit_bucket(bucket, visit);
    }
}

}  // namespace yuchong
