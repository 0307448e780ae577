#pragma once
// The field tables of the domain folders' settings structs. Ranges and meanings repeat what the structs' own
// headers say; values live in models/.

#include "sim/control/settings.hpp"
#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/settings.hpp"
#include "sim/grid/hosting_settings.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network_rules.hpp"
#include "sim/grid/node_base_load.hpp"
#include "sim/grid/operation.hpp"
#include "sim/grid/outage.hpp"
#include "sim/grid/settings.hpp"
#include "sim/grid/transformer_settings.hpp"
#include "sim/io/fields.hpp"
#include "sim/measure/settings.hpp"
#include "sim/rollout/settings.hpp"
#include "sim/space/settings.hpp"
#include "sim/space/travel.hpp"
#include "sim/supply/network_synthesis.hpp"
#include "sim/supply/photovoltaics.hpp"
#include "sim/supply/settings.hpp"
#include "sim/supply/storage.hpp"
#include "sim/supply/swap_synthesis.hpp"
#include "sim/vehicle/ageing_settings.hpp"
#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

namespace yuchong::io {

// fields_control.cpp
void fields(Fields& f, control::HomeControlSettings& s);
void fields(Fields& f, control::V2gSettings& s);
void fields(Fields& f, control::ControlGroup& s);
void fields(Fields& f, control::FrequencyResponseSettings& s);
void fields(Fields& f, grid::VoltVarPoint& s);
void fields(Fields& f, grid::VoltVarSettings& s);
void fields(Fields& f, control::BoundSettings& s);
void fields(Fields& f, control::HorizonSettings& s);
void fields(Fields& f, control::ResponseEvent& s);
void fields(Fields& f, control::BaselineSettings& s);
void fields(Fields& f, control::DemandResponsePay& s);
void fields(Fields& f, control::ReboundSettings& s);
void fields(Fields& f, control::ResponseSettings& s);
void fields(Fields& f, control::ExternalSettings& s);
void fields(Fields& f, control::ControlSettings& s);

// fields_rollout.cpp
void fields(Fields& f, demand::Capability& s);
void fields(Fields& f, rollout::StockPoint& s);
void fields(Fields& f, rollout::StockSettings& s);
void fields(Fields& f, rollout::NewStation& s);
void fields(Fields& f, rollout::BuildTimes& s);
void fields(Fields& f, rollout::RampUp& s);
void fields(Fields& f, rollout::Programme& s);
void fields(Fields& f, rollout::Target& s);
void fields(Fields& f, rollout::StationEconomics& s);
void fields(Fields& f, rollout::RolloutSettings& s);

// fields_vehicle.cpp
void fields(Fields& f, vehicle::LimitSettings& s);
void fields(Fields& f, vehicle::EfficiencySettings& s);
void fields(Fields& f, vehicle::AcSettings& s);
void fields(Fields& f, vehicle::ThermalSettings& s);
void fields(Fields& f, vehicle::LossCurve& s);
void fields(Fields& f, vehicle::LossSettings& s);
void fields(Fields& f, vehicle::ChargingSettings& s);
void fields(Fields& f, vehicle::ConsumptionSettings& s);

// fields_ageing.cpp
void fields(Fields& f, vehicle::AgeingScale& s);
void fields(Fields& f, vehicle::CubicFactor& s);
void fields(Fields& f, vehicle::LfpCalendarAgeing& s);
void fields(Fields& f, vehicle::LfpCycleAgeing& s);
void fields(Fields& f, vehicle::LfpAgeing& s);
void fields(Fields& f, vehicle::NmcCalendarAgeing& s);
void fields(Fields& f, vehicle::NmcCycleAgeing& s);
void fields(Fields& f, vehicle::NmcAgeing& s);
void fields(Fields& f, vehicle::AgeingSettings& s);

// fields_space.cpp
void fields(Fields& f, space::GeographySettings& s);
void fields(Fields& f, space::TravelSettings& s);
void fields(Fields& f, space::GravitySettings& s);
void fields(Fields& f, space::WeatherSettings& s);

// fields_supply.cpp
void fields(Fields& f, supply::OverheadSettings& s);
void fields(Fields& f, supply::ReliabilitySettings& s);
void fields(Fields& f, supply::QueueSettings& s);
void fields(Fields& f, supply::Closure& s);
void fields(Fields& f, supply::SupplySettings& s);
void fields(Fields& f, supply::BidirectionalSettings& s);
void fields(Fields& f, supply::StorageSettings& s);
void fields(Fields& f, supply::ClearSky& s);
void fields(Fields& f, supply::PhotovoltaicSettings& s);
void fields(Fields& f, supply::SwapSettings& s);
void fields(Fields& f, supply::SwapNetworkSettings& s);
void fields(Fields& f, supply::SuperLayout& s);
void fields(Fields& f, supply::FastHost& s);
void fields(Fields& f, supply::SizeRange& s);
void fields(Fields& f, supply::BuildOutPoint& s);
void fields(Fields& f, supply::StationWeights& s);
void fields(Fields& f, supply::NetworkSettings& s);

// fields_demand.cpp
void fields(Fields& f, demand::FleetSettings& s);
void fields(Fields& f, demand::TripSettings& s);
void fields(Fields& f, demand::ChargingChoiceSettings& s);
void fields(Fields& f, demand::StationChoiceSettings& s);
void fields(Fields& f, demand::PatienceSettings& s);
void fields(Fields& f, demand::V2gChoiceSettings& s);
void fields(Fields& f, demand::DemandSettings& s);

// fields_fleets.cpp
void fields(Fields& f, demand::RoamingSettings& s);
void fields(Fields& f, demand::DepotSettings& s);
void fields(Fields& f, demand::HolidaySpan& s);
void fields(Fields& f, demand::JourneySettings& s);

// fields_control.cpp
void fields(Fields& f, control::TariffPeriod& s);
void fields(Fields& f, control::CarbonSettings& s);
void fields(Fields& f, control::TariffSettings& s);
void fields(Fields& f, grid::SeasonLoad& s);
void fields(Fields& f, grid::BaseLoadSettings& s);

// fields_grid.cpp
void fields(Fields& f, grid::ThermalSettings& s);
void fields(Fields& f, grid::LoadLimits& s);
void fields(Fields& f, grid::DistributionTransformerSettings& s);
void fields(Fields& f, grid::FanSettings& s);
void fields(Fields& f, grid::SubstationTransformerSettings& s);
void fields(Fields& f, grid::TransformerSettings& s);
void fields(Fields& f, grid::OperationSettings& s);
void fields(Fields& f, grid::Outage& s);
void fields(Fields& f, grid::EmergencySettings& s);
void fields(Fields& f, grid::OutageSettings& s);
// fields_network.cpp
void fields(Fields& f, grid::FlowSettings& s);
void fields(Fields& f, grid::ClassKw& s);
void fields(Fields& f, grid::SeasonShapes& s);
void fields(Fields& f, grid::LoadShapeSettings& s);
void fields(Fields& f, grid::LoadNoiseSettings& s);
void fields(Fields& f, grid::HostingSettings& s);
void fields(Fields& f, grid::FeederRules& s);
void fields(Fields& f, grid::LoadingRules& s);
void fields(Fields& f, grid::CommunitySize& s);
void fields(Fields& f, grid::CommunityRules& s);
void fields(Fields& f, grid::CustomerRules& s);
void fields(Fields& f, grid::StationRules& s);
void fields(Fields& f, grid::SubstationRules& s);
void fields(Fields& f, grid::NetworkRules& s);

// Names of enums in YAML, in the enum's order.
inline constexpr std::array<std::string_view, 5> sharing_rules{"fair", "greedy", "fcfs", "proportional",
                                                               "max_min"};
inline constexpr std::array<std::string_view, 3> storage_rule_names{"peak_shave", "arbitrage",
                                                                    "self_consumption"};
inline constexpr std::array<std::string_view, 4> home_strategy_names{"uncontrolled", "delayed", "tariff",
                                                                     "valley_fill"};
inline constexpr std::array<std::string_view, 3> v2g_strategy_names{"none", "v2g_peak_shave",
                                                                    "v2g_arbitrage"};
inline constexpr std::array<std::string_view, 2> v2g_opt_in_names{"always", "choice"};
inline constexpr std::array<std::string_view, 2> power_priority_names{"active", "reactive"};
inline constexpr std::array<std::string_view, 9> strategy_names{
    "uncontrolled", "peak_limit",       "fcfs",    "edf", "llf", "round_robin",
    "proportional", "receding_horizon", "external"};
inline constexpr std::array<std::string_view, 2> horizon_objective_names{"cost", "peak"};
inline constexpr std::array<std::string_view, 2> expected_arrival_names{"none", "yesterday"};
inline constexpr std::array<std::string_view, 6> site_rule_names{"peak_limit", "fcfs",        "edf",
                                                                 "llf",        "round_robin", "proportional"};
inline constexpr std::array<std::string_view, 3> closed_station_names{"all", "dc", "super"};
inline constexpr std::array<std::string_view, 2> in_service_names{"all", "by_date"};
inline constexpr std::array<std::string_view, 3> stock_curve_names{"table", "logistic", "bass"};
inline constexpr std::array<std::string_view, 7> measure_names{
    "stations",           "super_stations", "super_terminals", "service_area_stations", "circle_share",
    "storage_rule_share", "plugs"};
inline constexpr std::array<std::string_view, 2> days_off_names{"parked", "private_use"};
inline constexpr std::array<std::string_view, 2> after_duty_names{"home", "road"};
inline constexpr std::array<std::string_view, 4> plug_class_names{"super", "fast", "ac", "swap"};
inline constexpr std::array<std::string_view, 3> swap_rule_names{"eager", "valley", "feed_back"};
inline constexpr std::array<std::string_view, 4> price_class_names{"valley", "flat", "peak", "critical"};
inline constexpr std::array<std::string_view, 3> ring_names{"core", "inner", "outer"};
inline constexpr std::array<std::string_view, 3> relief_names{"valley", "hills", "mountains"};
inline constexpr std::array<std::string_view, 4> zone_kind_names{"central", "residential", "town", "rural"};
inline constexpr std::array<std::string_view, 2> barrier_kind_names{"river", "ridge"};
inline constexpr std::array<std::string_view, 2> chemistry_names{"lfp", "nmc"};
inline constexpr std::array<std::string_view, 2> cell_make_names{"published", "modern"};
inline constexpr std::array<std::string_view, 2> flow_names{"none", "feeders"};
inline constexpr std::array<std::string_view, 3> enforcement_names{"none", "station", "feeder"};
inline constexpr std::array<std::string_view, 2> powertrain_names{"bev", "range_extender"};
inline constexpr std::array<std::string_view, 2> paper_names{"normal", "upgraded"};

// Of weights that count against one another only; bounded so that their sums and products stay finite.
inline constexpr Range weighing = between(0, 1e6);

// At least one weight is positive, so that something can be drawn.
bool any_positive(std::span<double const> weights);

}  // namespace yuchong::io
