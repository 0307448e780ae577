#pragma once
// A scenario as it is written: one struct a section, plain values and names. scenario.cpp turns them into
// what a city is built from, once names are known to refer to something.

#include "sim/city/inputs.hpp"
#include "sim/io/acn_data.hpp"
#include "sim/io/fields_domain.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

inline constexpr int scenario_format = 1;

// What the vehicles of a class share in road load; mass and drag area are each model's own.
struct RoadClass {
    std::string id;
    vehicle::RoadLoad road{};
};

struct VehicleEntry {
    vehicle::Model model{};
    std::string road_class;
    std::string source;
};

struct VehicleSection {
    std::vector<vehicle::ChargeCurve> curves;
    std::vector<RoadClass> classes;
    std::vector<VehicleEntry> models;
};

struct PositionEntry {
    double lon = 0.0, lat = 0.0;
};

// What a zone by hand has unless it says otherwise.
struct ZoneDefaults {
    space::ZoneKind kind{};
    space::Relief relief{};
    double home_pile_share = 0.0;
};

// A zone by hand. What is not said comes from the defaults, or from city.geography by its kind.
struct ZoneEntry {
    std::string id, name;
    PositionEntry position;
    double population = 0.0;
    std::optional<space::ZoneKind> kind;
    std::optional<space::Relief> relief;
    std::optional<double> area_km2, home_pile_share;
};

struct CitySection {
    std::string name, name_zh;
    std::string districts, barriers;  // CSV files
    space::GeographySettings geography{};
    ZoneDefaults zone_defaults;
    std::vector<ZoneEntry> zones;  // instead of drawn ones
};

struct HostEntry {
    std::uint32_t modules = 0;
    std::optional<double> module_kw;  // else supply.network.module_kw
    std::uint32_t super = 0, fast = 0;
};

// A storage by hand; what is not said comes from supply.storage.
struct StorageEntry {
    double kwh = 0.0;
    std::optional<double> power_kw;  // else the C-rate times kwh
    std::optional<double> start_share;
    std::optional<supply::StorageRule> rule;
};

struct PanelEntry {
    double peak_kw = 0.0;
};

// Makes a station by hand a swap station; what is not said comes from supply.swap_network.
struct SwapEntry {
    std::uint32_t packs = 0, slots = 0;
    std::optional<double> slot_kw;
    std::string pack_of;
};

// A station by hand.
struct StationEntry {
    std::string id, name, zone;
    PositionEntry position;
    std::vector<HostEntry> hosts;
    std::uint32_t ac_piles = 0;
    std::optional<double> ac_kw;            // of each; else supply.network.ac_kw
    std::uint32_t bidirectional_piles = 0;  // among them
    std::uint32_t bays = 0;
    double grid_limit_kw = 0.0;
    double service_fee_yuan_per_kwh = 0.0;
    std::optional<supply::SharingRule> sharing;  // else supply.network.sharing
    std::optional<std::int32_t> in_service, retired;
    std::optional<StorageEntry> storage;
    std::optional<PanelEntry> photovoltaics;
    std::optional<SwapEntry> swap;
};

struct SupplySection {
    supply::SupplySettings working{};
    supply::NetworkSettings network{};
    supply::SwapNetworkSettings swap_network{};
    std::vector<StationEntry> stations;  // instead of drawn ones
    std::string added_stations;          // table of stations beside drawn ones; empty: none
};

// A visit by hand.
struct VisitEntry {
    std::string at;  // time of day on the first recorded day, or a date and time
    std::string vehicle, station;
    double soc = 0.0, target_soc = 0.0;
    std::optional<supply::PlugClass> wants;  // else the best that car and station share
    Duration patience;
};

struct DemandSection {
    demand::DemandSettings behaviour{};
    std::vector<VisitEntry> visits;
    std::string sessions;  // file, .csv or .json; empty: none
    ReplaySettings replay{};
};

struct FleetSection {
    demand::FleetSettings private_cars{};
    std::optional<double> working;  // times the vehicles of all fleets below; else by the city: working_fleets
    demand::RoamingSettings ride_hailing{}, taxi_two_driver{}, taxi_one_driver{}, robotaxi{}, shared_car{};
    demand::DepotSettings city_bus{}, urban_van{}, post_express{}, sanitation{};
    demand::JourneySettings through_traffic{}, heavy_truck{};  // `working` does not touch them
};
// The fleets beside private cars, in the order in which results number them: append only. `usual`: times their
// vehicles unless `working` says otherwise.
std::vector<demand::WorkingFleet> working_fleets(FleetSection const& s, double usual);

struct TravelSection {
    space::TravelSettings roads{};
    city::DestinationSettings destinations{};
};

struct OwnSubstationEntry {
    std::uint32_t transformers = 0;
    double mva = 0.0;  // of each
};

// A distribution network by hand; paths as written.
struct OwnNetworkEntry {
    std::string network;  // folder or MATPOWER file
    std::string connections;
    OwnSubstationEntry substation;
};

struct GridSection {
    grid::BaseLoadSettings base_load{};
    grid::TransformerSettings transformers{};
    grid::FlowSettings flow{};
    grid::OperationSettings operation{};
    grid::LoadShapeSettings classes{};
    grid::LoadNoiseSettings noise{};
    grid::HostingSettings hosting{};
    grid::OutageSettings outages;
    grid::NetworkRules network{};
    std::optional<OwnNetworkEntry> own_network;  // instead of a drawn one
};

struct RecordSection {
    Duration city_step, station_step;
    std::string sessions;  // all, none, sample(p)
    bool set_points = false, economics = false;
    std::vector<std::string> transformers;
    int compression = 0;
};

struct OutputSection {
    std::string file;
};

struct Sections {
    int format = 0;
    std::string name, description;
    std::uint64_t seed = 0;
    city::TimeSettings time{};
    double scale = 0.0;
    CitySection city;
    std::vector<std::string> scope;  // districts; empty: all
    FleetSection fleets;
    VehicleSection vehicles;
    vehicle::ChargingSettings charging{};
    vehicle::ConsumptionSettings energy{};
    vehicle::AgeingSettings ageing{};
    SupplySection supply;
    DemandSection demand;
    TravelSection travel;
    space::WeatherSettings weather{};
    city::InformationSettings information{};
    rollout::RolloutSettings rollout{};
    control::TariffSettings tariff{};
    control::ControlSettings control{};
    GridSection grid;
    RecordSection record;
    std::optional<OutputSection> output;
};

// sections_vehicles.cpp
void fields(Fields& f, vehicle::ChargeCurve& s);
void fields(Fields& f, RoadClass& s);
void fields(Fields& f, VehicleSection& s);

// sections.cpp
void fields(Fields& f, city::TimeSettings& s);
void fields(Fields& f, PositionEntry& s);
void fields(Fields& f, ZoneDefaults& s);
void fields(Fields& f, ZoneEntry& s);
void fields(Fields& f, CitySection& s);
void fields(Fields& f, HostEntry& s);
void fields(Fields& f, StorageEntry& s);
void fields(Fields& f, PanelEntry& s);
void fields(Fields& f, SwapEntry& s);
void fields(Fields& f, StationEntry& s);
void fields(Fields& f, SupplySection& s);
void fields(Fields& f, VisitEntry& s);
void fields(Fields& f, ReplaySettings& s);
void fields(Fields& f, DemandSection& s);
void fields(Fields& f, FleetSection& s);
void fields(Fields& f, TravelSection& s);
void fields(Fields& f, OwnSubstationEntry& s);
void fields(Fields& f, OwnNetworkEntry& s);
void fields(Fields& f, GridSection& s);
void fields(Fields& f, control::RandomisedSettings& s);
void fields(Fields& f, control::ReservationSettings& s);
void fields(Fields& f, city::InformationSettings& s);
void fields(Fields& f, RecordSection& s);
void fields(Fields& f, OutputSection& s);
void fields(Fields& f, Sections& s);
// The part of them that shapes demand; scope, travel and weather belong to it, stations and prices do not.
void demand_fields(Fields& f, Sections& s);

// The ids of a list's items, in order.
template <class T, class Id>
std::vector<std::string> ids_of(std::vector<T> const& items, Id const& id) {
    std::vector<std::string> ids;
    for (T const& item : items) ids.push_back(id(item));
    return ids;
}
// No id stands twice in the list of this name.
void require_unique(Fields& f, std::string_view list, std::vector<std::string> const& ids);

// "all" 1, "none" 0, "sample(0.1)" 0.1; nothing for anything else.
std::optional<double> session_share(std::string const& text);

}  // namespace yuchong::io
