#pragma once
// Numbers of the control floor, filled by io from models/. No defaults: figures and sources stand there.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/control/site_sharing.hpp"
#include "sim/grid/volt_var.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::control {

enum class PriceClass : std::uint8_t { valley, flat, peak, critical };  // 谷, 平, 峰, 尖峰
inline constexpr int price_classes = 4;

// Hours of the day in some months; a later period overrides an earlier one.
struct TariffPeriod {
    PriceClass price_class;
    int from_h, to_h;         // [h, 0..24] from_h < to_h; to_h exclusive
    std::vector<int> months;  // [1..12] empty: all year
};

// Carbon dioxide of a kWh from the grid by hour of the day, as a mean over all plants that run then. Two
// seasons: rivers that drive turbines carry more in some months than in others.
struct CarbonSettings {
    std::vector<int> wet_months;            // [1..12]
    std::array<double, 24> wet_kg_per_kwh;  // [kg/kWh, >= 0] in those months
    std::array<double, 24> dry_kg_per_kwh;  // [kg/kWh, >= 0] in the others
};

// Section `tariff`. Energy price at the station's meter, service fees of stations come on top.
struct TariffSettings {
    std::vector<TariffPeriod> periods;                      // together they cover every hour of every month
    std::array<double, price_classes> energy_yuan_per_kwh;  // [yuan/kWh, > 0] by PriceClass
    double home_yuan_per_kwh;                               // [yuan/kWh, > 0] residential, one price
    double home_valley_yuan_per_kwh;  // [yuan/kWh, > 0] residential with time of use: valley hours
    double home_other_yuan_per_kwh;   // [yuan/kWh, > 0] and the other hours
    // [yuan/kWh, >= 0] by PriceClass, for what vehicles feed back at home, and at stations.
    std::array<double, price_classes> feed_in_yuan_per_kwh, station_feed_in_yuan_per_kwh;
    bool two_part;                           // stations pay for their highest power too, beside their energy
    double demand_charge_yuan_per_kw_month;  // [yuan/kW, >= 0] for a month's highest 15-minute mean
    CarbonSettings carbon;
};

// Who decides what sessions at public stations draw. uncontrolled: nobody, each takes what plug and station
// give; the others share the limit of the site by a rule of site_sharing.hpp.
// receding_horizon plans over the next hours instead (horizon_plan.hpp); external asks a program at the other
// end of a socket.
enum class Strategy : std::uint8_t {
    uncontrolled,
    peak_limit,
    fcfs,
    edf,
    llf,
    round_robin,
    proportional,
    receding_horizon,
    external
};

// What receding_horizon makes small, and whom it expects beside those who are there.
enum class HorizonObjective : std::uint8_t { cost, peak };
enum class ExpectedArrivals : std::uint8_t { none, yesterday };

// Section `control.horizon`.
struct HorizonSettings {
    double hours;  // [h, above 0..48] a whole number of control steps, the rest is cut off
    HorizonObjective objective;
    ExpectedArrivals arrivals;
    double unmet_yuan_per_kwh;    // [yuan/kWh, > 0] above all prices, so that nothing is left undone to save
    double delay_yuan_per_kwh_h;  // [yuan/kWh/h, >= 0] far below all prices: of equal plans the earlier one
};

// When home piles charge. uncontrolled: from plug-in on, or with the owner's timer; the others as in
// charge_timing.hpp and valley_filling.hpp.
enum class HomeStrategy : std::uint8_t { uncontrolled, delayed, tariff, valley_fill };

// Section `control.homes`.
struct HomeControlSettings {
    HomeStrategy strategy;
    double share;      // [share, 0..1] of the piles that take part
    double spread_h;   // [h, 0..12] of starts behind the beginning of cheap hours
    Duration resweep;  // [whole quarters of an hour, up to 24 h] valley_fill: plans are laid out anew
};

// What cars feed back for, at home and at bidirectional piles of stations. They plan their stays by
// v2g_plan.hpp: against the load of the zone, or against prices.
enum class V2gStrategy : std::uint8_t { none, v2g_peak_shave, v2g_arbitrage };
enum class V2gOptIn : std::uint8_t { always, choice };  // of owners, stay by stay

// Section `control.v2g`.
struct V2gSettings {
    V2gStrategy strategy;
    double share;        // [share, 0..1] of the cars: car and contract can, at home and at stations
    double reserve_soc;  // [share, 0..1] never fed back below
    V2gOptIn opt_in;
    double wear_yuan_per_kwh;      // [yuan/kWh, >= 0] by kWh that leaves the battery
    double reward_yuan_per_kwh;    // [yuan/kWh, >= 0] under v2g_peak_shave, by kWh fed in
    double evenness_yuan_per_kwh;  // [yuan/kWh, > 0] a slot at full power is so much dearer than an idle one
};

// Section `control.bounds`: how runs are compared with what was possible.
struct BoundSettings {
    Duration slot;                // [whole minutes, divides an hour] means over it are compared
    std::uint32_t most_sessions;  // [1..20,000] beyond, nothing is compared
};

// Demand response: what a site would have drawn, and what it is paid.
struct BaselineSettings {
    std::uint32_t days_seen;                   // [> 0] the last comparable days
    std::uint32_t days_kept;                   // [1..days_seen] those of the highest mean
    double least_adjustment, most_adjustment;  // [> 0] bounds of the same-day factor
};
struct DemandResponsePay {
    double yuan_per_kw;    // [yuan/kW, >= 0] by event
    double full_pay_from;  // [> 0] share of the commitment from which on every kW is paid in full
};
struct ReboundSettings {
    double stagger_h;  // [h, >= 0] charging begins again within
};

// Section `control.demand_response.events`: public sites are asked to draw less.
struct ResponseEvent {
    CivilTime from, to;               // [quarters of an hour of one day]
    Duration notice;                  // [15 min..24 h] before it; later load does not count for the baseline
    std::optional<double> target_kw;  // [kW, > 0] less than the baseline, on the mean; this one ...
    std::optional<double> target_share;  // [share, above 0..1] ... or this part of the baseline
};

// Section `control.demand_response`.
struct ResponseSettings {
    std::vector<ResponseEvent> events;
    double site_share;  // [share, 0..1] of the public sites that take part
    BaselineSettings baseline;
    double adjustment_h;  // [h, 0..12] before the notice that tell how the day differs
    DemandResponsePay pay;
    ReboundSettings rebound;
    double watched_h;  // [h, 0..12] after an event in which a rebound is looked for
};

// Section `control.external`: where strategy `external` meets its client. Times are on the wall.
struct ExternalSettings {
    std::string socket;                // endpoint.hpp
    Duration connect_within;           // [1 s..1 d] the client has so long to connect
    Duration time_limit;               // [1 ms..1 d] and so long for each answer
    std::optional<SiteRule> fallback;  // shares the limit once the client has failed; else the run ends there
};

// Active power against frequency.
struct DroopSettings {
    double nominal_hz;   // [Hz, > 0]
    double deadband_hz;  // [Hz, >= 0]
    double droop;        // [> 0] change of frequency over nominal that asks for the whole rating
};

// Section `control.droop`: sessions at controlled public sites answer to the frequency of the grid.
struct FrequencyResponseSettings {
    bool on;
    double site_share;     // [share, 0..1] of the controlled public sites
    double session_share;  // [share, 0..1] of their sessions whose departure is known
    DroopSettings curve;
    double sigma_hz;       // [Hz, 0..1] of the mean deviation of 5 minutes
    double persistence;    // [-, 0..0.95] correlation from one 5 minutes to the next
    Duration sustained;    // [> 0, at least `step`] what is offered could be kept up so long
    double yuan_per_kw_h;  // [yuan/kW/h, >= 0] for what is offered, up and down
};

// Section `control.groups`: places where something else holds. A place belongs to a group if it fits every
// list that is not empty; a later group overrides an earlier one.
struct ControlGroup {
    std::vector<std::string> districts;        // English or Chinese names
    std::vector<std::string> zones, stations;  // ids
    std::vector<std::string> feeders;          // ids, with a power flow only: of the transformer of a place
    std::optional<Strategy> strategy;          // of public stations; not external
    std::optional<double> limit_share;         // [share, above 0..1]
    std::optional<double> limit_kw;            // [kW, > 0]
    std::optional<HomeStrategy> homes;         // of home piles; groups with stations have none
};

// Section `control`.
struct ControlSettings {
    std::vector<ControlGroup> groups;
    HomeControlSettings homes;
    V2gSettings v2g;
    Strategy strategy;
    Duration step;       // [1 s..1 h] from one decision to the next
    double limit_share;  // [share, above 0..1] of the ratings of a station's plugs: limit of a site
    std::optional<double> limit_kw;  // [kW, > 0] another one; the lower holds
    BoundSettings bounds;
    HorizonSettings horizon;
    ResponseSettings response;
    ExternalSettings external;
    grid::VoltVarSettings volt_var;
    FrequencyResponseSettings droop;
};

// Does any place plan ahead?
[[nodiscard]] inline bool plans_ahead(ControlSettings const& settings) {
    auto const plans = [](auto const& where) { return where.strategy == Strategy::receding_horizon; };
    return plans(settings) || std::any_of(settings.groups.begin(), settings.groups.end(), plans);
}

// When the cyclic best response of valley filling stops.
struct SweepSettings {
    double tolerance_kw;        // [kW, >= 0] nobody moves by more
    std::uint32_t most_sweeps;  // [> 0]
};

// How controlled starts at the beginning of cheap hours are spread.
struct SpreadSettings {
    double spread_h;  // [h, >= 0] 0: everybody at once
};

// What discharging a battery costs its owner.
struct WearSettings {
    double yuan_per_kwh;  // [yuan/kWh, >= 0] by kWh that leaves the battery
};

// What a car with a combustion engine would have emitted.
struct CombustionSettings {
    double litres_per_100km;  // [l/100 km, >= 0]
    double kg_per_litre;      // [kg/l, >= 0] carbon dioxide
};

}  // namespace yuchong::control
