#include "sim/kernel/event_wheel.hpp"

#include "sim/base/check.hpp"
#include "sim/base/prefetch.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace yuchong {

EventWheel::EventWheel(std::size_t expected_events) {
    // Each bucket may hold one partly filled block more.
    pool_.reserve(expected_events / Block::capacity + levels * buckets + 1);
    constexpr std::size_t usual_crowd = 1'024;  // of one instant, or of 64 ms
    open_.reserve(usual_crowd);
    late_.reserve(usual_crowd);
}

void EventWheel::push(Event const& event) {
    std::int64_t const tick = event.time().ms;
    check(tick > now_ || (tick == now_ && event.phase() >= phase_),
          "event pushed into the past (its instant or its phase of this instant has passed)");
    ++size_;
    if (tick <= open_until_) {
        late_.push_back(event);
        std::push_heap(late_.begin(), late_.end(), std::greater<>{});
    } else {
        put(event);
    }
}

bool EventWheel::pop_before(SimTime limit, Event& event) {
    bool const nothing_open = next_open_ == open_.size() && late_.empty();
    if (!nothing_open || open_next(limit.ms)) {
        bool const late = late_is_next();
        Event const first = late ? late_.front() : open_[next_open_];
        if (first.time() < limit) {
            if (late) {
                std::pop_heap(late_.begin(), late_.end(), std::greater<>{});
                late_.pop_back();
            } else {
                ++next_open_;
            }
            event = first;
            now_ = event.time().ms;
            phase_ = event.phase();
            --size_;
            return true;
        }
    }
    if (limit.ms > now_) {
        now_ = limit.ms;
        phase_ = Phase::release;
    }
    return false;
}

void EventWheel::start_at(SimTime now, Phase phase) {
    check(size_ == 0 && now.ms >= 0, "wheel started with events pending or before 0 (start an empty one)");
    position_ = static_cast<std::uint64_t>(now.ms);
    now_ = now.ms;
    phase_ = phase;
    open_until_ = -1;
}

bool EventWheel::late_is_next() const {
    return !late_.empty() && (next_open_ == open_.size() || late_.front() < open_[next_open_]);
}

// Advances to the next bucket that has events and opens it, unless it begins at or beyond the limit.
bool EventWheel::open_next(std::int64_t limit) {
    while (occupied_levels_ != 0) {
        auto const level = static_cast<std::size_t>(std::countr_zero(occupied_levels_));
        auto const digit = static_cast<std::size_t>(std::countr_zero(occupied_[level]));
        // The first tick of the bucket: higher digits as now, this one, zeros. (64 << 60 on the top level is
        // 0.)
        std::uint64_t const below = (std::uint64_t{buckets} << (bits * level)) - 1;
        std::uint64_t const start = (position_ & ~below) | std::uint64_t{digit} << (bits * level);
        if (static_cast<std::int64_t>(start) >= limit) return false;

        position_ = start;
        occupied_[level] &= occupied_[level] - 1;
        if (occupied_[level] == 0) occupied_levels_ &= occupied_levels_ - 1;
        Bucket const bucket = std::exchange(wheel_[level][digit], {});
        if (level == 0 || has_few(bucket)) {
            open(level, bucket);
            return true;
        }
        spread(bucket);
    }
    return false;
}

bool EventWheel::has_few(Bucket const& bucket) const {
    constexpr int few_blocks = 12;
    std::uint32_t block = bucket.block;
    for (int i = 0; i < few_blocks && block != none; ++i) block = pool_[block].next;
    return block == none;
}

void EventWheel::put(Event const& event) {
    auto const tick = static_cast<std::uint64_t>(event.time().ms);
    unsigned const highest_bit = 63U - static_cast<unsigned>(std::countl_zero((tick ^ position_) | 1U));
    std::size_t const level = highest_bit / bits;
    std::size_t const digit = (tick >> (bits * level)) % buckets;

    Bucket& bucket = wheel_[level][digit];
    if (bucket.block == none || bucket.filled == Block::capacity) bucket = {take_block(bucket.block), 0};
    pool_[bucket.block].events[bucket.filled++] = event;
    occupied_[level] |= std::uint64_t{1} << digit;
    occupied_levels_ |= 1U << level;
}

void EventWheel::open(std::size_t level, Bucket const& bucket) {
    open_.clear();
    next_open_ = 0;
    shown_.fill(0);
    open_until_ = static_cast<std::int64_t>(position_ | ((std::uint64_t{1} << (bits * level)) - 1));
    visit_bucket(bucket, [this](Event const& event) { open_.push_back(event); });
    for (std::uint32_t b = bucket.block; b != none;) b = give_back_block(b);
    std::sort(open_.begin(), open_.end());
}

void EventWheel::spread(Bucket const& bucket) {
    std::size_t filled = bucket.filled;
    fetch(bucket.block);
    for (std::uint32_t b = bucket.block; b != none;) {
        fetch(pool_[b].next);
        for (std::size_t i = 0; i < filled; ++i) {
            Event const event = pool_[b].events[i];  // a copy: put may grow the pool
            put(event);
        }
        filled = Block::capacity;
        b = give_back_block(b);
    }
}

std::uint32_t EventWheel::take_block(std::uint32_t next) {
    std::uint32_t block = free_blocks_;
    if (block == none) {
        block = static_cast<std::uint32_t>(pool_.size());
        pool_.emplace_back();
    } else {
        free_blocks_ = pool_[block].next;
    }
    pool_[block].next = next;
    return block;
}

// Returns the block after it.
std::uint32_t EventWheel::give_back_block(std::uint32_t block) {
    return std::exchange(pool_[block].next, std::exchange(free_blocks_, block));
}

// From memory, while the block before it is worked on.
void EventWheel::fetch(std::uint32_t block) const {
    if (block != none) prefetch_lines(pool_[block]);
}

}  // namespace yuchong
