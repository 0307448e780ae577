#pragma once
// Everything a city is built from: the structs of the folders below, as io has read them. No YAML in sight.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/control/guidance_settings.hpp"
#include "sim/control/settings.hpp"
#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/settings.hpp"
#include "sim/grid/catalogue.hpp"
#include "sim/grid/hosting_settings.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network_rules.hpp"
#include "sim/grid/node_base_load.hpp"
#include "sim/grid/operation.hpp"
#include "sim/grid/outage.hpp"
#include "sim/grid/own_network.hpp"
#include "sim/grid/settings.hpp"
#include "sim/grid/transformer_settings.hpp"
#include "sim/measure/settings.hpp"
#include "sim/rollout/settings.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/settings.hpp"
#include "sim/space/travel.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"
#include "sim/supply/settings.hpp"
#include "sim/supply/swap_synthesis.hpp"
#include "sim/vehicle/ageing_settings.hpp"
#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::city {

// Section `time`: `duration` is recorded, `warmup` comes before `start`.
struct TimeSettings {
    CivilTime start;
    Duration duration, warmup;  // [whole minutes, > 0 and >= 0]
};

// Section `information`: what drivers know.
struct InformationSettings {
    Duration age;  // [0 s..1 h] between refreshes of the published status board; 0: live state
    control::GuidanceSettings guidance;
};

// One hand-written visit: a car that comes from nowhere, charges and is gone. Section `demand.visits`.
struct PlannedVisit {
    Duration at;  // at the station, after time.start
    vehicle::ModelId model;
    double soc, target_soc;
    supply::StationId station;  // of own_network
    supply::PlugClass wants;
    Duration patience;
};

// One session of a file: a car that comes, draws at most max_kw until its battery holds the target, without
// losses, and stays until its departure. Section `demand.sessions`.
struct ReplayedSession {
    Duration arrival, departure;  // after time.start
    supply::StationId station;
    supply::PlugId plug;  // of it; invalid: any that fits
    supply::PlugClass wants;
    double max_kw, battery_kwh;
    double soc, target_soc;
};

// The trips a city sees: where they end, by purpose. ride: orders of roaming vehicles.
struct DestinationSettings {
    space::GravitySettings work, other, ride;
};

// The distribution network below the base load.
struct GridInputs {
    grid::FlowSettings flow;
    grid::OperationSettings operation;
    grid::TransformerSettings transformers;
    grid::LoadShapeSettings classes;
    grid::LoadNoiseSettings noise;
    grid::HostingSettings hosting;
    grid::OutageSettings outages;
    grid::NetworkRules network;
    grid::Catalogue catalogue;
    std::optional<grid::OwnNetwork> own_network;  // instead of a drawn one; zones and stations are the part's
    std::vector<std::string> recorded_transformers;  // with series, beside those of stations: names of them,
                                                     // of their feeders, or "all"
};

struct Inputs {
    std::string name;
    std::uint64_t seed;
    TimeSettings time;
    double scale;                // thins vehicles, stations and base load together
    std::vector<bool> in_scope;  // by district

    // Either the facts and rules from which zones and stations are drawn, or a geography and a network of
    // one's own.
    std::vector<space::DistrictFacts> districts;
    std::vector<space::Barrier> barriers;  // rivers and ridges
    space::GeographySettings geography;
    std::optional<space::Geography> own_geography;
    supply::NetworkSettings network;
    std::optional<supply::Network> own_network;
    supply::SwapNetworkSettings swap_network;
    vehicle::ModelId swap_model;  // of its packs; there if it has stations

    space::TravelSettings travel;
    DestinationSettings destinations;
    space::WeatherSettings weather;
    vehicle::Catalogue catalogue;
    vehicle::ChargingSettings charging;
    vehicle::AgeingSettings ageing;
    vehicle::ConsumptionSettings consumption;
    supply::SupplySettings supply;
    demand::FleetSettings private_cars;
    std::vector<demand::WorkingFleet> fleets;  // beside them; those without a vehicle cost nothing
    demand::DemandSettings demand;
    std::vector<PlannedVisit> visits;
    std::vector<ReplayedSession> sessions;
    vehicle::ModelId replayed_model;  // flat, of 1 kW; there if there are sessions
    InformationSettings information;
    rollout::RolloutSettings rollout;
    std::optional<supply::Network>
        added_stations;  // beside drawn ones; zones are those of the whole geography
    control::TariffSettings tariff;
    control::ControlSettings control;
    grid::BaseLoadSettings base_load;
    GridInputs grid;
    measure::RecordSettings record;
};

}  // namespace yuchong::city
