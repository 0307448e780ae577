#pragma once
// The numbers a run ends with, and what they are called. /kpi in the result file, `run --json` and `compare`
// all read the one table below, so a new KPI is one field, one line there and one line in output/FORMAT.md.

#include "sim/base/time.hpp"
#include "sim/measure/battery_table.hpp"
#include "sim/measure/bill.hpp"
#include "sim/measure/economics_table.hpp"
#include "sim/measure/fleet_counts.hpp"
#include "sim/measure/grid_summary.hpp"
#include "sim/measure/guidance_tally.hpp"
#include "sim/measure/outage_row.hpp"
#include "sim/measure/plant_summary.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/measure/response_row.hpp"
#include "sim/measure/rollout_rows.hpp"
#include "sim/measure/session_bounds.hpp"
#include "sim/measure/swap_recorder.hpp"
#include "sim/measure/tally.hpp"
#include "sim/measure/zone_demand_table.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::measure {

// Occupied time over available time of public plugs; 0 where there are none.
struct Utilisation {
    double super, fast, ac;
};

// What vehicles fed back, if any could.
struct V2gSummary {
    std::int64_t sessions;
    double kwh, paid_yuan, wear_yuan, carbon_kg;
    double at_stations_kwh;  // of kwh
};

enum class Status : std::uint8_t { done, audit_failed, stopped };
[[nodiscard]] char const* name(Status status);

struct Summary {
    std::string scenario;
    std::int64_t vehicles = 0, stations = 0;  // public stations
    std::int64_t depots = 0;

    std::int64_t sessions = 0;  // plug-ins, home included
    std::int64_t sessions_home = 0, sessions_public = 0, sessions_depot = 0;
    std::int64_t visits = 0;  // attempts at public stations
    std::int64_t visits_served = 0, visits_balked = 0, visits_reneged = 0, visits_failed = 0,
                 visits_running = 0;
    double energy_kwh = 0;  // metered at the plug
    double energy_home_kwh = 0, energy_public_kwh = 0, energy_depot_kwh = 0;
    double energy_super_kwh = 0, energy_fast_kwh = 0, energy_ac_kwh = 0;  // public, by plug class
    double unmet_kwh = 0;  // that sessions asked for and left without
    std::int64_t sessions_unmet = 0;
    // That sessions which ran at the end of the window still lacked, and those that ran at its beginning.
    double energy_owed_kwh = 0, energy_owed_begin_kwh = 0;
    double grid_energy_kwh = 0;  // grid-side AC, losses and auxiliaries included
    double base_energy_kwh = 0;
    double peak_kw = 0;  // largest step mean of /city charging_kw ...
    SimTime peak_time;   // ... and the beginning of that step
    WaitSummary wait{};
    double served_share = 0;  // served / (served + balked + reneged); 0 without visits
    Utilisation utilisation{};
    Bill bill{};                              // of all charging in the window
    double ev_days = 0;                       // vehicle-days simulated in the window
    std::optional<GridSummary> grid;          // if the power flow was solved
    std::optional<V2gSummary> v2g;            // if vehicles may feed back
    std::optional<BatterySummary> batteries;  // if they are followed
    std::optional<BoundSummary> bounds;       // of sessions whose departure is known ...
    std::string bounds_absent;                // ... or why not; empty if they were not asked for
    // If sessions answered to the frequency.
    struct Droop {
        double up_kw, down_kw;                // offered, mean over the recorded time
        double given_up_kwh, given_down_kwh;  // drawn less, and more
        double revenue_yuan;
    };
    std::optional<Droop> droop;
    std::optional<GuidanceSummary> guidance;  // if anybody knows anything but the status board
    std::optional<ResponseSummary> response;  // if there were demand-response events
    std::vector<ResponseRow> response_events;
    std::optional<OutageSummary> outages;  // if feeders lost their supply
    std::vector<OutageRow> outage_steps;
    std::optional<EconomicsSummary> economics;  // if they are recorded
    EconomicsTable station_economics;
    ZoneDemandTable zone_demand;
    RolloutTable rollout;
    double plug_gini = 0;                // over districts, of public plugs by vehicle, at the end
    std::vector<FleetRow> fleets;        // those with a vehicle
    std::optional<PlantSummary> plants;  // if stations have storage or solar panels
    std::optional<SwapSummary> swaps;    // if there are swap stations

    // What charging costs, less what is paid for energy fed in; and its carbon, less that of what vehicles
    // fed in.
    [[nodiscard]] double net_energy_cost_yuan() const;
    [[nodiscard]] double net_cost_yuan() const;  // with the charge for power and the wear of feeding back
    [[nodiscard]] double net_carbon_kg() const;

    std::int64_t events = 0, trips_walked = 0;
    double cpu_s = 0;      // process
    double sim_cpu_s = 0;  // event loop
    double wall_s = 0;
    double peak_rss_mb = 0;
    std::uint64_t digest = 0;
    std::string output;  // path of the result file, empty without one
    Status status = Status::done;
};

// The part of a summary that tally and recorder know; the caller fills the rest (scenario, vehicles,
// stations, ev_days, events, costs, digest, output, status).
[[nodiscard]] Summary summarise(TallyState const& tally, RecorderState const& recorder);

struct KpiDefinition {
    enum class Kind : std::uint8_t { count, real, time };
    char const* name;
    char const* unit;
    char const* long_name;
    Kind kind;
    double (*read)(Summary const& summary);  // for Kind::time: SimTime in ms
};

// The results that every run has; costs (events, cpu, wall, memory) are not among them.
[[nodiscard]] std::span<KpiDefinition const> kpi_definitions();
// Those and the ones of what this run has besides: grid, feeding back, storages, ...
[[nodiscard]] std::vector<KpiDefinition> kpis_of(Summary const& summary);

}  // namespace yuchong::measure
