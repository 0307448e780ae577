#pragma once
// The charging network as built: plain frozen data. Words: station > host > terminal (DC), pile (AC), bay.
// A host is a cabinet of equal power modules that any of its terminals can draw on; a plug is a terminal or an
// AC pile; a station has one queue, a number of waiting bays and one grid connection limit. The plugs of a swap
// station are the charging slots of its packs (sim/supply/swap_station.hpp).

#include "sim/base/id.hpp"
#include "sim/space/geography.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::supply {

using StationId = Id<struct StationTag>;
using HostId = Id<struct HostTag>;
using PlugId = Id<struct PlugTag>;

enum class PlugClass : std::uint8_t { super, fast, ac, swap };  // 超充 600 A, 快充 250 A, 交流桩, 换电
inline constexpr int plug_classes = 4;
inline constexpr int socket_classes = 3;  // those a car plugs in at: all but slots of swap stations
// Their positions in arrays by class.
inline constexpr auto super_class = static_cast<std::size_t>(PlugClass::super);
inline constexpr auto fast_class = static_cast<std::size_t>(PlugClass::fast);
inline constexpr auto ac_class = static_cast<std::size_t>(PlugClass::ac);
inline constexpr auto swap_class = static_cast<std::size_t>(PlugClass::swap);

enum class SharingRule : std::uint8_t { fair, greedy, fcfs, proportional, max_min };

// When a storage charges and discharges: sim/supply/plant.hpp.
enum class StorageRule : std::uint8_t { peak_shave, arbitrage, self_consumption };

// What a station has behind its meter beside plugs; sizes of 0: it has none.
struct Plant {
    double storage_kwh = 0.0;  // nominal energy of its battery
    double storage_kw = 0.0;   // AC, either way
    double start_share = 0.0;  // of usable energy in it when the simulation opens
    double pv_peak_kw = 0.0;   // solar panels, rated
    StorageRule rule = StorageRule::peak_shave;

    [[nodiscard]] bool exists() const { return storage_kwh > 0.0 || pv_peak_kw > 0.0; }
};

// What makes a station a swap station; no packs: it is none.
struct SwapEquipment {
    std::uint32_t packs = 0;
    vehicle::ModelId model;  // whose pack they are; cars of its swap_standard are served
    bool feeds_back = false;  // slots take current back from packs

    [[nodiscard]] bool exists() const { return packs > 0; }
};
inline constexpr std::uint32_t most_packs = 64;  // at one station (checked)

struct Plug {
    StationId station;
    HostId host;           // invalid for an AC pile
    PlugClass plug_class;
    double current_a;      // DC only
    double voltage_max_v;  // DC only
    double power_kw;       // rating
    double discharge_kw = 0.0;  // AC piles: what it takes back from a car at most; 0: it only gives
};

struct Host {
    StationId station;
    std::uint32_t first_plug, plug_count;
    std::uint32_t modules;
    double module_kw;
};

// Who may charge there.
enum class Access : std::uint8_t { everyone, depot };  // depot: vehicles based there; numbers are written to files

struct Station {
    std::string id;    // unique, stable: draws are keyed by its hash
    std::string name;
    space::GeoPoint position;
    space::ZoneId zone;
    std::uint32_t first_host, host_count;
    std::uint32_t first_plug, plug_count;  // DC terminals and AC piles together
    std::uint32_t bays;                    // waiting places
    double grid_limit_kw;                  // AC power at the connection, always binds
    double service_fee_yuan_per_kwh;
    SharingRule sharing;
    std::int32_t in_service_day, retired_day;  // civil days; retired is exclusive
    std::uint32_t ordinal;                     // hash of id: keys the draws
    Plant plant{};
    SwapEquipment swap{};
    Access access = Access::everyone;
    bool service_area = false;  // of an expressway

    // Where everybody may charge by cable.
    [[nodiscard]] bool is_public() const { return access == Access::everyone && !swap.exists(); }
    [[nodiscard]] bool in_service_on(std::int32_t civil_day) const {
        return in_service_day <= civil_day && civil_day < retired_day;
    }
};

struct Network {
    std::vector<Station> stations;
    std::vector<Host> hosts;  // ordered by station
    std::vector<Plug> plugs;  // ordered by station, DC before AC, by host
};

}  // namespace yuchong::supply
