#pragma once
// Putting events into the schedule: each slot has at most one, a new one replaces the old. Events at or
// beyond the end of the run are not kept: nothing there can be seen.

#include "sim/city/city.hpp"
#include "sim/city/events.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

constexpr Phase phase_of(EventKind kind) {
    switch (kind) {
        case EventKind::home_step:
        case EventKind::plug_overhead_done:
        case EventKind::plug_progress:
        case EventKind::plug_charge_end:
        case EventKind::plug_unplug:
        case EventKind::break_down:
        case EventKind::repair:
        case EventKind::swap_end:
        case EventKind::host_sharing: return Phase::release;
        case EventKind::arrive:
        case EventKind::home_plug: return Phase::arrive;
        case EventKind::consider:
        case EventKind::go:
        case EventKind::renege:
        case EventKind::try_elsewhere:
        case EventKind::claims:
        case EventKind::control_step: return Phase::decide;
        case EventKind::home_resweep:
        case EventKind::response_step:
        case EventKind::plant_step:
        case EventKind::outage_step:
        case EventKind::commissioning:
        case EventKind::station_v2g:
        case EventKind::guidance_step:
        case EventKind::swap_orders:
        case EventKind::grid_limits: return Phase::control;
        case EventKind::publish:
        case EventKind::minute:
        case EventKind::grid_step: return Phase::measure;
    }
    return Phase::measure;
}

inline void schedule_slot(City const& city, State& state, SlotClass slot_class, std::uint32_t index,
                          SimTime at, EventKind kind) {
    std::uint32_t const slot = state.schedule.first(static_cast<std::size_t>(slot_class)) + index;
    if (at < city.window.end) {
        state.schedule.at(slot, at, phase_of(kind), static_cast<std::uint8_t>(kind));
    } else {
        state.schedule.cancel(slot);
    }
}

inline void schedule_agent(City const& city, State& state, std::uint32_t agent, SimTime at, EventKind kind) {
    schedule_slot(city, state, SlotClass::agent, agent, at, kind);
}

}  // namespace yuchong::city
