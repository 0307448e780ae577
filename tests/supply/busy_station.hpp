#pragma once
// A few stations under random load that exercises everything at once: all plug classes, scarce power, queues,
// reneging, drivers who leave early or stay on, cold packs, failures, breakdowns, caps if asked for. For
// laws, twins and checkpoints.

#include "tests/supply/station_world.hpp"

#include "sim/supply/faults.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/plant.hpp"

#include <array>
#include <limits>
#include <set>

namespace yuchong::supply::test {

struct BusyWorld {
    World world;
    std::array<vehicle::ModelId, 3> models;

    explicit BusyWorld(SharingRule rule) {
        models = {add_model(world.catalogue, 80, nmc800_3c), add_model(world.catalogue, 60, lfp400_1p35c),
                  add_model(world.catalogue, 100, super800_5c)};
        world.charging.losses = real_losses();
        LinearTable const cold{
            {{-20, .08}, {-10, .22}, {0, .42}, {10, .70}, {20, .95}, {25, 1}, {45, 1}, {50, .7}, {60, .0}}};
        world.charging.thermal.derating_nmc = cold;
        world.charging.thermal.derating_lfp = cold;
        world.settings.overhead = {90, 75, 30, 20};
        world.settings.reliability.start_failure_share = 0.02;
        world.settings.reliability.interruption_share = 0.03;
        world.settings.reliability.plug_mtbf_h = 30.0;
        world.settings.reliability.plug_mttr_h = 1.0;
        add_station(world.network, {.host_modules = {9},
                                    .supers_per_host = 1,
                                    .fasts_per_host = 4,
                                    .piles = 2,
                                    .bays = 4,
                                    .sharing = rule});
        add_station(world.network, {.host_modules = {9, 12},
                                    .supers_per_host = 1,
                                    .fasts_per_host = 3,
                                    .piles = 1,
                                    .bays = 3,
                                    .grid_limit_kw = 500,
                                    .sharing = rule});
        add_station(
            world.network,
            {.host_modules = {36}, .supers_per_host = 2, .fasts_per_host = 6, .bays = 2, .sharing = rule});
    }

    // Car k of a station, keyed: the same in every run.
    [[nodiscard]] SessionRequest car(std::uint32_t k, SimTime now) const {
        RandomSource const random{77};
        Block const a = random.draw({DrawClass::test, 10, k}), b = random.draw({DrawClass::test, 11, k});
        auto const m = static_cast<std::size_t>(a.uniform(0) * 3.0);
        SessionRequest request =
            fast_request(k, models[m], world.catalogue.models[models[m].index()].usable_kwh,
                         0.05 + 0.5 * a.uniform(1), 0.7 + 0.3 * a.uniform(2));
        request.pack_temp_c = -5.0 + 40.0 * a.uniform(3);
        request.ambient_c = request.pack_temp_c;
        request.curve_scale = 0.9 + 0.2 * b.uniform(0);
        request.priority = b.uniform(1) < 0.1 ? 0 : 1;
        if (m == 2) request.wants = PlugClass::super;
        if (b.uniform(2) < 0.1) request.wants = PlugClass::ac;
        request.accepts_ac = b.uniform(2) > 0.95;
        if (b.uniform(3) < 0.2) request.stay_after = minutes(7);
        if (b.uniform(3) > 0.9) request.leave_by = now + minutes(12);
        request.patience = minutes(45);
        return request;
    }
};

// Drives a BusyWorld by itself: arrivals, impatience and faults are actions with keyed times. Its own state
// is plain data so that a run can be split anywhere.
class BusyRun {
public:
    struct Pending {
        SimTime at;
        std::uint32_t kind;  // 0 plug, 1 host, 2 arrival, 3 renege, 4 fault, 5 repair, 6 cap, 7 limit of a
                             // session, 8 look at a plant
        std::uint32_t index;
        PlugEvent event;
        auto operator<=>(Pending const&) const = default;
    };

    BusyRun(BusyWorld const& busy, Supply const& supply, State& state)
        : busy_(busy), supply_(supply), state_(state) {}

    void start() {
        for (std::uint32_t s = 0; s < supply_.network.stations.size(); ++s)
            pend(arrival_after(s, 0, SimTime{0}));
        for (std::uint32_t p = 0; p < supply_.network.plugs.size(); ++p) {
            pend({first_fault_time(supply_, PlugId{p}), 4, p, PlugEvent::progress});
        }
    }

    // Every station is capped anew at keyed times, by keyed caps (some zero, some endless) or by endless ones
    // only.
    enum class Caps { drawn, endless };
    void start_capping(Caps caps) {
        caps_ = caps;
        for (std::uint32_t s = 0; s < supply_.network.stations.size(); ++s) pend(cap_after(s, SimTime{0}));
    }

    // The same for single sessions, a plug at a time.
    void start_limiting(Caps limits) {
        limits_ = limits;
        for (std::uint32_t p = 0; p < supply_.network.plugs.size(); ++p) pend(limit_after(p, SimTime{0}));
    }

    // Every plant is looked at once in plant_step, with these terms.
    void start_looking(std::function<PlantTerms(std::uint32_t, SimTime)> terms) {
        terms_ = std::move(terms);
        for (std::uint32_t p = 0; p < supply_.plants.size(); ++p)
            pend({SimTime{0}, 8, p, PlugEvent::progress});
    }

    void run_until(SimTime end) {
        while (!pending.empty() && pending.begin()->at <= end) {
            Pending const next = *pending.begin();
            pending.erase(pending.begin());
            ++events;
            fire(next);
            if (after_event) after_event(next.at);
        }
    }

    std::set<Pending> pending;
    std::vector<std::uint32_t> arrivals = std::vector<std::uint32_t>(3, 0);
    std::vector<std::uint32_t> caps_set = std::vector<std::uint32_t>(3, 0);
    std::vector<std::uint32_t> limits_set = std::vector<std::uint32_t>(64, 0);
    std::vector<double> cap_kw = std::vector<double>(3, endless_kw);  // by station
    std::vector<double> story;                                        // every notice as numbers
    std::function<void(SimTime)> after_event;
    std::size_t events = 0, balked = 0;
    double mean_gap_min = 6.0;

private:
    static constexpr std::uint32_t cars_per_station = 1'000'000;
    static constexpr double endless_kw = std::numeric_limits<double>::infinity();
    static constexpr double mean_cap_min = 5.0;

    Pending arrival_after(std::uint32_t s, std::uint32_t k, SimTime now) const {
        double const u = RandomSource{78}.draw({DrawClass::test, 12, s, 0, k}).uniform(0);
        return {now + duration_from_hours_up(exponential(u, mean_gap_min / 60.0)), 2, s, PlugEvent::progress};
    }
    Block cap_draw(std::uint32_t s) const {
        return RandomSource{79}.draw({DrawClass::test, 13, s, 0, caps_set[s]});
    }
    Pending cap_after(std::uint32_t s, SimTime now) const {
        Duration const gap = duration_from_hours_up(exponential(cap_draw(s).uniform(0), mean_cap_min / 60.0));
        return {now + gap, 6, s, PlugEvent::progress};
    }
    double drawn_cap_kw(std::uint32_t s) const {
        if (caps_ == Caps::endless || cap_draw(s).uniform(1) < 0.2) return endless_kw;
        if (cap_draw(s).uniform(1) < 0.3) return 0.0;
        return cap_draw(s).uniform(2) *
               (supply_.largest_load[s].fixed_kw + supply_.largest_load[s].flexible_kw);
    }
    void set_cap(std::uint32_t s, SimTime now) {
        cap_kw[s] = drawn_cap_kw(s);
        apply(cap_station(supply_, state_, StationId{s}, Kilowatts{cap_kw[s]}, now), now);
        ++caps_set[s];
        pend(cap_after(s, now));
    }
    Block limit_draw(std::uint32_t p) const {
        return RandomSource{80}.draw({DrawClass::test, 14, p, 0, limits_set[p]});
    }
    Pending limit_after(std::uint32_t p, SimTime now) const {
        Duration const gap =
            duration_from_hours_up(exponential(limit_draw(p).uniform(0), mean_cap_min / 60.0));
        return {now + gap, 7, p, PlugEvent::progress};
    }
    void set_limit(std::uint32_t p, SimTime now) {
        double const u = limit_draw(p).uniform(1);
        double const drawn_kw = u < 0.2   ? endless_kw
                                : u < 0.4 ? 0.0
                                          : limit_draw(p).uniform(2) * supply_.plug_limit_kw[p];
        double const most_kw = limits_ == Caps::endless ? endless_kw : drawn_kw;
        apply(limit_session(supply_, state_, PlugId{p}, Kilowatts{most_kw}, now), now);
        ++limits_set[p];
        pend(limit_after(p, now));
    }
    void pend(Pending const& next) { pending.insert(next); }
    void drop(std::uint32_t kind, std::uint32_t index) {
        std::erase_if(pending, [&](Pending const& p) { return p.kind == kind && p.index == index; });
    }

    void fire(Pending const& next) {
        PlugId const plug{next.index};
        switch (next.kind) {
            case 0: apply(plug_event(supply_, state_, plug, next.event, next.at), next.at); break;
            case 1: apply(host_event(supply_, state_, HostId{next.index}, next.at), next.at); break;
            case 2: arrive_car(next); break;
            case 3:
                apply(renege(supply_, state_, StationId{next.index / cars_per_station}, next.index, next.at),
                      next.at);
                break;
            case 4:
                apply(break_down(supply_, state_, plug, next.at), next.at);
                pend({next.at + repair_duration(supply_, state_, plug), 5, next.index, PlugEvent::progress});
                break;
            case 6: set_cap(next.index, next.at); break;
            case 7: set_limit(next.index, next.at); break;
            case 8:
                apply(look_at_plant(supply_, state_, next.index, terms_(next.index, next.at), next.at),
                      next.at);
                pend({next.at + plant_step, 8, next.index, PlugEvent::progress});
                break;
            default:
                apply(repair(supply_, state_, plug, next.at), next.at);
                pend({next_fault_time(supply_, state_, plug, next.at), 4, next.index, PlugEvent::progress});
        }
    }

    void arrive_car(Pending const& next) {
        std::uint32_t const s = next.index, k = arrivals[s]++;
        SessionRequest request = busy_.car(s * cars_per_station + k, next.at);
        request.ticket = s * cars_per_station + k;
        Arrival const arrival = arrive(supply_, state_, StationId{s}, request, next.at);
        if (arrival.kind == Arrival::Kind::queued) {
            pend({next.at + request.patience, 3, request.ticket, PlugEvent::progress});
        }
        balked += arrival.kind == Arrival::Kind::balked ? 1 : 0;
        apply(arrival.changes, next.at);
        pend(arrival_after(s, k + 1, next.at));
    }

    void apply(Changes changes, SimTime now) {
        for (Reschedule const& next : changes.reschedules) {
            std::uint32_t const kind = next.slot == Reschedule::Slot::plug ? 0 : 1;
            drop(kind, next.index);
            if (next.at != never) pend({next.at, kind, next.index, next.kind});
        }
        for (Notice const& notice : changes.notices) {
            if (notice.kind == Notice::Kind::plugged_in) drop(3, notice.ticket);
            for (double const x : {static_cast<double>(now.ms), static_cast<double>(notice.ticket),
                                   static_cast<double>(notice.kind), static_cast<double>(notice.plug.index()),
                                   notice.reading.soc, notice.reading.energy_kwh, notice.reading.loss_kwh,
                                   notice.reading.max_kw}) {
                story.push_back(x);
            }
        }
    }

    Caps caps_ = Caps::endless, limits_ = Caps::endless;
    std::function<PlantTerms(std::uint32_t, SimTime)> terms_;
    BusyWorld const& busy_;
    Supply const& supply_;
    State& state_;
};

inline constexpr std::array<SharingRule, 5> all_rules{SharingRule::fair, SharingRule::greedy,
                                                      SharingRule::fcfs, SharingRule::proportional,
                                                      SharingRule::max_min};

}  // namespace yuchong::supply::test
