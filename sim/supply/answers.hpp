#pragma once
// What one call answers: collected in buffers of the State that were reserved once. A slot is rescheduled at
// most once a call, by its last word.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

inline void clear_answers(State& state) {
    state.reschedules.clear();
    state.notices.clear();
}

inline Changes answers(State const& state) { return {state.reschedules, state.notices}; }

inline void reschedule(State& state, Reschedule const& next) {
    for (Reschedule& earlier : state.reschedules) {
        if (earlier.slot == next.slot && earlier.index == next.index) {
            earlier = next;
            return;
        }
    }
    state.reschedules.push_back(next);
}

inline void reschedule_plug(State& state, PlugId plug, SimTime at, PlugEvent kind) {
    reschedule(state, {Reschedule::Slot::plug, plug.index(), at, kind});
}

}  // namespace yuchong::supply
