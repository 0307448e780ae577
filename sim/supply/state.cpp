#include "sim/supply/state.hpp"

#include "sim/supply/cursor.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/meter_cursor.hpp"
#include "sim/supply/swap_station.hpp"

namespace yuchong::supply {

namespace {

Ledger opening_ledger(Supply const& supply, Station const& station, std::int32_t civil_day) {
    Ledger ledger{};
    ledger.open = station.in_service_on(civil_day) ? 1 : 0;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        ledger.available[static_cast<std::size_t>(supply.network.plugs[p].plug_class)] += ledger.open;
    }
    return ledger;
}

// Until the first look plugs may draw all that it was laid out for.
PlantState opening_plant(BuiltPlant const& built) {
    PlantState plant{};
    plant.storage.energy_kwh = built.start_share * built.storage.usable_kwh;
    plant.lowest_kwh = plant.highest_kwh = plant.storage.energy_kwh;
    plant.cap_kw = endless_h;
    plant.budget_kw = endless_h;
    plant.order = StorageOrder::hold;
    return plant;
}

}  // namespace

State make_state(Supply const& supply, std::int32_t civil_day) {
    std::size_t const plugs = supply.network.plugs.size();
    State state;
    state.phase.assign(plugs, Phase::vacant);
    state.session.assign(plugs, Session{});
    state.acceptance.assign(plugs, vehicle::Acceptance{});
    state.free_at.assign(plugs, never);
    state.meter_slot.assign(plugs, no_meter);
    state.meters.reserve(plugs);
    state.metered_stretch.reserve(plugs);
    state.fault_count.assign(plugs, 0);
    state.hidden_until.assign(plugs, SimTime{0});
    state.host_charging.assign(supply.network.hosts.size(), 0);
    state.host_granted.assign(supply.network.hosts.size(), 0);
    state.group.assign(supply.groups.size(), GroupState{});
    for (std::size_t g = 0; g < supply.groups.size(); ++g) {
        state.group[g].limit_kw = supply.groups[g].limit_kw;
        state.group[g].modules = supply.groups[g].modules;
    }
    state.set_point_kw.assign(plugs, endless_h);
    state.pile_share.assign(supply.network.stations.size(), 1.0);
    state.energy.assign(supply.network.stations.size(), Energy{});
    state.metered_kwh.assign(supply.network.stations.size(), 0.0);
    state.auxiliary_kw.assign(supply.network.stations.size(), 0.0);
    state.held.assign(supply.network.stations.size() * plug_classes, 0);
    state.pending_kwh.assign(supply.network.stations.size(), 0.0);
    if (takes_back(supply.network)) {
        state.feeding.assign(supply.network.stations.size(), FeedMeter{});
        state.metered_fed_kwh.assign(supply.network.stations.size(), 0.0);
    }
    state.plants.reserve(supply.plants.size());
    for (BuiltPlant const& plant : supply.plants) state.plants.push_back(opening_plant(plant));
    state.waiting.assign(supply.first_bay.back(), Waiting{});
    state.ledger.reserve(supply.network.stations.size());
    for (Station const& station : supply.network.stations) {
        state.ledger.push_back(opening_ledger(supply, station, civil_day));
    }
    for (std::size_t s = 0; s < state.ledger.size(); ++s) {
        follow_auxiliaries(supply, state, StationId{s}, SimTime{0});
    }
    open_swaps(supply, state);
    // One call may reach every plug of a station twice over (a phase of no length tells two things).
    state.reschedules.reserve(2 * largest_station);
    state.notices.reserve(4 * largest_station);
    return state;
}

}  // namespace yuchong::supply
