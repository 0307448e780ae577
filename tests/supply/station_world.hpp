#pragma once
// A small charging network, cars and settings for tests, and an event loop that drives the real station code.
// Flat numbers on purpose: no overheads, failures, losses or temperature unless a test asks for them.

#include "sim/supply/answers.hpp"
#include "sim/supply/metering.hpp"
#include "sim/supply/station.hpp"
#include "sim/supply/swap_station.hpp"

#include <functional>
#include <queue>
#include <vector>

namespace yuchong::supply::test {

inline vehicle::ChargingSettings flat_charging(double battery_efficiency) {
    LinearTable const one{{{0.0, 1.0}}};
    vehicle::ChargingSettings charging{};
    charging.limits = {.stop_soc = 0.995,
                       .stop_c_rate = 0.0,
                       .interface_current_a = 1e6,
                       .interface_voltage_v = 1e6,
                       .super_capable_above_kw = 200.0};
    charging.efficiency = {.battery_fast = battery_efficiency,
                           .battery_slow = battery_efficiency,
                           .fast_from_c_rate = 1.0,
                           .onboard_by_kw = one};
    charging.ac = {.taper_from_soc_lfp = 0.97, .taper_from_soc_nmc = 0.95};
    charging.thermal.derating_lfp = one;
    charging.thermal.derating_nmc = one;
    charging.thermal.derating_floor = 0.02;
    charging.thermal.fast_lfp_from_c_rate = 100.0;
    charging.thermal.review_step_k = 3.0;
    charging.thermal.heat_capacity_kwh_per_k_kwh = 0.002;
    charging.thermal.loss_idle_kw_per_k = 0.03;
    charging.thermal.loss_cooled_kw_per_k = 0.3;
    charging.thermal.coolant_c = 20.0;
    charging.thermal.hold_c = 35.0;
    charging.thermal.heat_below_c = 10.0;
    charging.thermal.heater_kw = 4.0;
    charging.thermal.high_voltage_above_v = 500.0;
    charging.losses = {
        .module = {0.0, 0.0, 0.0}, .ac_pile = {0.0, 0.0, 0.0}, .host_active_kw = 0.0, .host_idle_kw = 0.0};
    return charging;
}

inline vehicle::LossSettings real_losses() {
    return {.module = {0.06, 0.022, 4e-4},
            .ac_pile = {0.005, 0.0, 0.0},
            .host_active_kw = 1.5,
            .host_idle_kw = 0.3};
}

inline SupplySettings flat_supply() {
    return {.overhead = {0.0, 0.0, 0.0, 0.0},
            .reliability = {.start_failure_share = 0.0,
                            .interruption_share = 0.0,
                            .plug_mtbf_h = 700.0,
                            .plug_mttr_h = 14.0,
                            .repair_sigma = 0.9,
                            .ghost_share = 0.0,
                            .ghost_mean_h = 2.0},
            .queue = {.others_may_use_super = true}};
}

using Points = std::vector<std::pair<double, double>>;
inline Points const nmc800_3c{{0, 1},     {.07, 2.8}, {.30, 2.8}, {.35, 2.2}, {.55, 2.2},
                              {.75, 1.9}, {.80, 1},   {.90, .57}, {1, .23}};
inline Points const lfp400_1p35c{{0, .9}, {.05, 1.35}, {.60, 1.35}, {.80, .70}, {.90, .50}, {1, .12}};
inline Points const super800_5c{{0, 3.5}, {.05, 5}, {.35, 5}, {.60, 4.2}, {.80, 2.6}, {.90, 1.2}, {1, .30}};

inline vehicle::ModelId add_model(vehicle::Catalogue& catalogue, double usable_kwh, Points points) {
    double peak = 0.0;
    for (auto const& [soc, c_rate] : points) peak = std::max(peak, c_rate);
    catalogue.curves.push_back({.id = "curve", .points = std::move(points), .peak_c_rate = peak});
    vehicle::Model model{};
    model.id = "car";
    model.chemistry = vehicle::Chemistry::nmc;
    model.usable_kwh = usable_kwh;
    model.curve = vehicle::CurveId{catalogue.curves.size() - 1};
    model.curve_scale = 1.0;
    model.voltage_empty_v = 700.0;
    model.voltage_slope_v = 50.0;
    model.inlet_current_a = 1e6;
    model.onboard_ac_kw = 7.0;
    model.super_capable = peak * usable_kwh > 200.0;
    catalogue.models.push_back(model);
    return vehicle::ModelId{catalogue.models.size() - 1};
}

struct StationPlan {
    std::vector<std::uint32_t> host_modules;
    double module_kw = 40.0;
    std::uint32_t supers_per_host = 0, fasts_per_host = 0, piles = 0;
    std::uint32_t bays = 10;
    double grid_limit_kw = 1e9;
    SharingRule sharing = SharingRule::fair;
    double terminal_kw = 1e6;
    double pile_kw = 7.0;
};

inline StationId add_station(Network& network, StationPlan const& plan) {
    StationId const id{network.stations.size()};
    Station station{};
    station.id = "station-" + std::to_string(id.index());
    station.first_host = static_cast<std::uint32_t>(network.hosts.size());
    station.host_count = static_cast<std::uint32_t>(plan.host_modules.size());
    station.first_plug = static_cast<std::uint32_t>(network.plugs.size());
    station.bays = plan.bays;
    station.grid_limit_kw = plan.grid_limit_kw;
    station.sharing = plan.sharing;
    station.in_service_day = 0;
    station.retired_day = 1'000'000;
    station.ordinal = 1000 + id.index();
    for (std::uint32_t const modules : plan.host_modules) {
        HostId const host{network.hosts.size()};
        network.hosts.push_back({id, static_cast<std::uint32_t>(network.plugs.size()),
                                 plan.supers_per_host + plan.fasts_per_host, modules, plan.module_kw});
        for (std::uint32_t i = 0; i < plan.supers_per_host; ++i) {
            network.plugs.push_back({id, host, PlugClass::super, 1e6, 1000.0, plan.terminal_kw});
        }
        for (std::uint32_t i = 0; i < plan.fasts_per_host; ++i) {
            network.plugs.push_back({id, host, PlugClass::fast, 1e6, 1000.0, plan.terminal_kw});
        }
    }
    for (std::uint32_t i = 0; i < plan.piles; ++i) {
        network.plugs.push_back({id, HostId{}, PlugClass::ac, 0.0, 0.0, plan.pile_kw});
    }
    station.plug_count = static_cast<std::uint32_t>(network.plugs.size()) - station.first_plug;
    network.stations.push_back(station);
    return id;
}

inline SessionRequest fast_request(std::uint32_t ticket, vehicle::ModelId model, double energy_kwh,
                                   double soc, double target) {
    return {.ticket = ticket,
            .model = model,
            .energy_kwh = energy_kwh,
            .curve_scale = 1.0,
            .soc = soc,
            .target_soc = target,
            .pack_temp_c = 25.0,
            .ambient_c = 25.0,
            .wants = PlugClass::fast,
            .accepts_fast = true,
            .accepts_ac = false,
            .priority = 0,
            .patience = days(365),
            .stay_after = {0},
            .leave_by = never,
            .fixed_service = {-1}};
}

// The network, frozen: fill network and catalogue, then build.
struct World {
    Network network;
    vehicle::Catalogue catalogue;
    vehicle::ChargingSettings charging = flat_charging(0.97);
    SupplySettings settings = flat_supply();
    Coupling coupling = Coupling::by_need;

    [[nodiscard]] Supply build(std::uint64_t seed = 1) const {
        return Supply{network, catalogue, charging, settings, RandomSource{seed}, coupling};
    }
};

// Time-ordered calls: events of plugs and hosts first, then arrivals and other actions of the same
// millisecond.
class Loop {
public:
    Loop(Supply const& supply, State& state) : supply_(supply), state_(state) {
        plug_version_.assign(supply.network.plugs.size(), 0);
        host_version_.assign(supply.network.hosts.size(), 0);
        bay_version_.assign(supply.swaps.size(), 0);
    }

    using Action = std::function<void(SimTime)>;
    void at(SimTime t, Action action) {
        actions_.push_back(std::move(action));
        queue_.push({t, 1, actions_.size() - 1, 0, Reschedule::Slot::plug, PlugEvent::progress});
    }
    void arrive_at(SimTime t, StationId station, SessionRequest const& request) {
        at(t, [this, station, request](SimTime now) {
            apply(arrive(supply_, state_, station, request, now).changes, now);
        });
    }

    // What every notice is told to; may call actions at `now`.
    std::function<void(Notice const&, SimTime)> on_notice = [](Notice const&, SimTime) {};

    void apply(Changes changes, SimTime now) {
        for (Reschedule const& next : changes.reschedules) {
            ++rescheduled;
            std::uint32_t const version = ++versions(next.slot)[next.index];
            if (next.at != never) queue_.push({next.at, 0, next.index, version, next.slot, next.kind});
        }
        std::vector<Notice> const notices(changes.notices.begin(), changes.notices.end());
        for (Notice const& notice : notices) on_notice(notice, now);
    }

    void run_until(SimTime end) {
        while (!queue_.empty() && queue_.top().at <= end) {
            Entry const next = queue_.top();
            queue_.pop();
            SimTime const now = next.at;
            if (next.phase == 1) {
                actions_[next.index](now);
                continue;
            }
            auto const index = static_cast<std::uint32_t>(next.index);
            if (next.version != versions(next.slot)[index]) continue;
            ++events;
            apply(fire(next.slot, index, next.kind, now), now);
            if (after_event) after_event(now);
        }
    }

    Action after_event;
    std::size_t events = 0, rescheduled = 0;

private:
    std::vector<std::uint32_t>& versions(Reschedule::Slot slot) {
        if (slot == Reschedule::Slot::bay) return bay_version_;
        return slot == Reschedule::Slot::host ? host_version_ : plug_version_;
    }

    Changes fire(Reschedule::Slot slot, std::uint32_t index, PlugEvent kind, SimTime now) {
        if (slot == Reschedule::Slot::bay) return bay_event(supply_, state_, index, now);
        if (slot == Reschedule::Slot::host) return host_event(supply_, state_, HostId{index}, now);
        return plug_event(supply_, state_, PlugId{index}, kind, now);
    }

    struct Entry {
        SimTime at;
        int phase;
        std::size_t index;
        std::uint32_t version;
        Reschedule::Slot slot;
        PlugEvent kind;
        bool operator<(Entry const& other) const {  // the last of the order is popped first
            if (at != other.at) return at > other.at;
            if (phase != other.phase) return phase > other.phase;
            if (slot != other.slot) return slot > other.slot;
            return index > other.index;
        }
    };

    Supply const& supply_;
    State& state_;
    std::priority_queue<Entry> queue_;
    std::vector<Action> actions_;
    std::vector<std::uint32_t> plug_version_, host_version_, bay_version_;
};

}  // namespace yuchong::supply::test
