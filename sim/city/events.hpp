#pragma once
// What can happen. An event names a slot and a kind; its payload lives in the slot's record. Kinds and slot
// classes are part of the digest: append only.

#include "sim/kernel/event.hpp"

#include <cstdint>

namespace yuchong::city {

// Slot classes in the order of their ids, and so of their events at one instant and phase.
enum class SlotClass : std::uint8_t { agent, plug, fault, host, station, clock, bay };
inline constexpr std::size_t slot_classes = 7;

enum class EventKind : std::uint8_t {
    // agent
    consider,       // at a stop: would a charge be worth it?          decide
    go,             // choose a station and set off                     decide
    arrive,         // at the station                                   arrive
    renege,         // patience is over                                 decide
    home_plug,      // plug in at the own pile                          arrive
    home_step,      // timer, taper, full, departure                    release
    try_elsewhere,  // after a failed session                         decide
    // plug: the station's PlugEvent
    plug_overhead_done,  // release
    plug_progress,       // release
    plug_charge_end,     // release
    plug_unplug,         // release
    // fault slot of a plug
    break_down,  // release
    repair,      // release
    // host
    host_sharing,  // release
    // station
    claims,  // arrivals of this instant, in drawn order         decide
    // clocks
    publish,        // the status board                                 measure
    minute,         // meters and records                               measure
    grid_step,      // power flow of the distribution grid            measure
    grid_limits,    // what stations may draw until the next step    control
    control_step,   // what sessions may draw until the next step    decide, after all arrivals
    home_resweep,   // plans of home piles are laid out anew          control
    response_step,  // sites are asked to draw less, sessions restart  control
    plant_step,     // orders and budgets of storages and panels      control
    outage_step,    // feeders lose their supply, cars stand in         control
    commissioning,  // stations go into service and out of it           control
    // agent
    station_v2g,  // next stretch of a stay that feeds back at a station   control
    // clock
    guidance_step,  // places are booked, cars assigned, queues looked at   control
    // bay of a swap station
    swap_end,  // the car has its pack                                  release
    // clock
    swap_orders  // how many packs are charged at this price             control
};

// Clock slots.
enum class Clock : std::uint32_t {
    board,
    minute,
    grid,
    grid_limits,
    control,
    homes,
    response,
    plants,
    outages,
    commissioning,
    guidance,
    swaps
};
inline constexpr std::uint32_t clocks = static_cast<std::uint32_t>(Clock::swaps) + 1;

}  // namespace yuchong::city
