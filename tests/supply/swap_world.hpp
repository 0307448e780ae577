#pragma once
// A swap station for tests, its cars, and who came to a swap when.

#include "tests/supply/station_world.hpp"

namespace yuchong::supply::test {

struct SwapPlan {
    std::uint32_t packs, slots;
    double slot_kw, swap_s;
    double site_kw = 1e9;
    std::uint32_t bays = 1000;
    double target_soc = 1.0;
};

// A world of one swap station; pre: the catalogue's first model is whose packs it has.
inline void add_swap_station(World& world, SwapPlan const& plan) {
    for (vehicle::Model& model : world.catalogue.models) model.swap_standard = "pack";
    StationId const id = add_station(world.network, {.host_modules = {plan.slots},
                                                     .module_kw = plan.slot_kw,
                                                     .fasts_per_host = plan.slots,
                                                     .bays = plan.bays,
                                                     .grid_limit_kw = plan.site_kw,
                                                     .sharing = SharingRule::max_min,
                                                     .terminal_kw = plan.slot_kw});
    Station& station = world.network.stations[id.index()];
    station.swap = {plan.packs, vehicle::ModelId{0}};
    for (std::uint32_t p = station.first_plug; p < station.first_plug + plan.slots; ++p)
        world.network.plugs[p].plug_class = PlugClass::swap;
    world.settings.swap = {.least_s = plan.swap_s,
                           .usual_s = plan.swap_s,
                           .most_s = plan.swap_s,
                           .target_soc = plan.target_soc,
                           .pack_c = 25.0,
                           .rule = SwapRule::eager,
                           .reserve_share = 0.5,
                           .feed_share = 0.5,
                           .floor_soc = 0.2};
}

inline SessionRequest swap_request(World const& world, std::uint32_t ticket, double soc) {
    SessionRequest request =
        fast_request(ticket, vehicle::ModelId{0}, world.catalogue.models[0].usable_kwh, soc, 1.0);
    request.wants = PlugClass::swap;
    request.accepts_fast = false;
    return request;
}

}  // namespace yuchong::supply::test
