#pragma once
// The slow twin of sim/kernel/event_wheel: the same pending set in a std::priority_queue, obviously right.

#include "sim/kernel/event.hpp"

#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

namespace yuchong::oracle {

class EventHeap {
public:
    void push(Event const& event) { events_.push(event); }

    [[nodiscard]] bool pop_before(SimTime limit, Event& event) {
        if (events_.empty() || events_.top().time() >= limit) return false;
        event = events_.top();
        events_.pop();
        return true;
    }

    [[nodiscard]] std::size_t size() const { return events_.size(); }

private:
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
};

}  // namespace yuchong::oracle
