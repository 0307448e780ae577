#include "sim/city/stations.hpp"

#include "sim/city/board.hpp"
#include "sim/city/public_visit.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/supply/faults.hpp"
#include "sim/supply/station.hpp"

namespace yuchong::city {

namespace {

SlotClass class_of(supply::Reschedule::Slot slot) {
    switch (slot) {
        case supply::Reschedule::Slot::plug: break;
        case supply::Reschedule::Slot::host: return SlotClass::host;
        case supply::Reschedule::Slot::bay: return SlotClass::bay;
    }
    return SlotClass::plug;
}

EventKind kind_of(supply::Reschedule const& reschedule) {
    if (reschedule.slot == supply::Reschedule::Slot::host) return EventKind::host_sharing;
    if (reschedule.slot == supply::Reschedule::Slot::bay) return EventKind::swap_end;
    switch (reschedule.kind) {
        case supply::PlugEvent::overhead_done: return EventKind::plug_overhead_done;
        case supply::PlugEvent::progress: return EventKind::plug_progress;
        case supply::PlugEvent::charge_end: return EventKind::plug_charge_end;
        case supply::PlugEvent::unplug: return EventKind::plug_unplug;
    }
    return EventKind::plug_progress;
}

supply::PlugEvent plug_event_of(EventKind kind) {
    if (kind == EventKind::plug_overhead_done) return supply::PlugEvent::overhead_done;
    if (kind == EventKind::plug_charge_end) return supply::PlugEvent::charge_end;
    if (kind == EventKind::plug_unplug) return supply::PlugEvent::unplug;
    return supply::PlugEvent::progress;
}

}  // namespace

void apply(City const& city, State& state, std::uint32_t station, supply::Changes const& changes,
           SimTime now) {
    mark_stale(state.board, station);
    for (supply::Reschedule const& r : changes.reschedules) {
        schedule_slot(city, state, class_of(r.slot), r.index, r.at, kind_of(r));
    }
    for (supply::Notice const& notice : changes.notices) take_notice(city, state, notice, now);
}

void plug_event(City const& city, State& state, std::uint32_t plug, EventKind kind, SimTime now) {
    auto const changes =
        supply::plug_event(city.supply, state.supply, supply::PlugId{plug}, plug_event_of(kind), now);
    apply(city, state, city.network().plugs[plug].station.index(), changes, now);
}

void host_event(City const& city, State& state, std::uint32_t host, SimTime now) {
    auto const changes = supply::host_event(city.supply, state.supply, supply::HostId{host}, now);
    apply(city, state, city.network().hosts[host].station.index(), changes, now);
}

void break_down(City const& city, State& state, std::uint32_t plug, SimTime now) {
    supply::PlugId const id{plug};
    apply(city, state, city.network().plugs[plug].station.index(),
          supply::break_down(city.supply, state.supply, id, now), now);
    schedule_slot(city, state, SlotClass::fault, plug,
                  now + supply::repair_duration(city.supply, state.supply, id), EventKind::repair);
}

void repair(City const& city, State& state, std::uint32_t plug, SimTime now) {
    supply::PlugId const id{plug};
    apply(city, state, city.network().plugs[plug].station.index(),
          supply::repair(city.supply, state.supply, id, now), now);
    schedule_slot(city, state, SlotClass::fault, plug,
                  supply::next_fault_time(city.supply, state.supply, id, now), EventKind::break_down);
}

}  // namespace yuchong::city
