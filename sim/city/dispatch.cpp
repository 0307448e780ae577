#include "sim/city/dispatch.hpp"

#include "sim/city/clocks.hpp"
#include "sim/city/commissioning.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/events.hpp"
#include "sim/city/grid_limits.hpp"
#include "sim/city/guidance_step.hpp"
#include "sim/city/home_charging.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/plants.hpp"
#include "sim/city/public_visit.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/stations.hpp"
#include "sim/city/stop_decision.hpp"
#include "sim/city/swaps.hpp"

namespace yuchong::city {

void dispatch(City const& city, State& state, Event const& event) {
    auto const kind = static_cast<EventKind>(event.kind());
    SlotPlace const place = state.schedule.place(event.slot());
    std::uint32_t const i = place.index;
    SimTime const now = event.time();
    // Clocks do not count, whatever their phase.
    if (place.slot_class != static_cast<std::uint32_t>(SlotClass::clock)) state.digest.add(event, place);
    switch (kind) {
        case EventKind::consider: consider(city, state, i, now); break;
        case EventKind::go: set_off(city, state, i, now); break;
        case EventKind::arrive: arrive(city, state, i, now); break;
        case EventKind::renege: renege(city, state, i, now); break;
        case EventKind::try_elsewhere: try_elsewhere(city, state, i, now); break;
        case EventKind::home_plug: plug_in_at_home(city, state, i, now); break;
        case EventKind::home_step: home_step(city, state, i, now); break;
        case EventKind::plug_overhead_done:
        case EventKind::plug_progress:
        case EventKind::plug_charge_end:
        case EventKind::plug_unplug: plug_event(city, state, i, kind, now); break;
        case EventKind::break_down: break_down(city, state, i, now); break;
        case EventKind::repair: repair(city, state, i, now); break;
        case EventKind::host_sharing: host_event(city, state, i, now); break;
        case EventKind::claims: settle_claims(city, state, i, now); break;
        case EventKind::publish: publish_tick(city, state, now); break;
        case EventKind::minute: minute_tick(city, state, now); break;
        case EventKind::grid_step: grid_tick(city, state, now); break;
        case EventKind::grid_limits: limits_tick(city, state, now); break;
        case EventKind::control_step: control_tick(city, state, now); break;
        case EventKind::home_resweep: resweep_homes(city, state, now); break;
        case EventKind::response_step: response_tick(city, state, now); break;
        case EventKind::plant_step: plant_tick(city, state, now); break;
        case EventKind::outage_step: outage_tick(city, state, now); break;
        case EventKind::commissioning: commissioning_tick(city, state, now); break;
        case EventKind::station_v2g: step_stay(city, state, i, now); break;
        case EventKind::guidance_step: guidance_tick(city, state, now); break;
        case EventKind::swap_end: bay_event(city, state, i, now); break;
        case EventKind::swap_orders: swap_tick(city, state, now); break;
    }
}

}  // namespace yuchong::city
