#pragma once
// Runs of shipped scenarios, thinned so that a test takes seconds, with their rows kept in memory for
// comparison.

#include "sim/city/simulation.hpp"
#include "sim/io/scenario.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace yuchong::test {

inline city::Inputs scenario(std::string const& name, std::vector<std::string> const& sets = {}) {
    std::string const root = YUCHONG_SOURCE_DIR;
    return io::load_scenario(root + "/scenarios/" + name + ".yaml", sets, root + "/models").inputs;
}

// Three districts, one car and station in fifty, two hours of warm-up and a day.
inline city::Inputs small_liangjiang(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"scale=0.02", "time.duration=1 d", "time.warmup=6 h"});
    return scenario("liangjiang", sets);
}

// Keeps all rows, series by series, however they are cut into blocks.
class MemorySink final : public measure::Sink {
public:
    void append(measure::CityBlock const& b) override {
        keep(city, {b.charging_kw, b.charging_peak_kw, b.base_kw, b.v2g_kw, b.vehicles_charging,
                    b.vehicles_waiting});
    }
    void append(measure::DistrictBlock const& b) override {
        keep(districts, {b.charging_kw});
        sessions_started.insert(sessions_started.end(), b.sessions_started.begin(), b.sessions_started.end());
    }
    void append(measure::StationBlock const& b) override {
        keep(stations, {b.charging_kw, b.charging_peak_kw, b.occupied, b.waiting, b.v2g_kw});
    }
    void append(measure::SessionBlock const& b) override {
        sessions.insert(sessions.end(), b.rows.begin(), b.rows.end());
    }

    void append(measure::CityPlantBlock const& b) override {
        keep(city_plants, {b.storage_kw, b.pv_kw, b.connection_kw});
    }
    void append(measure::PlantBlock const& b) override {
        keep(plants, {b.storage_kw, b.storage_soc, b.pv_kw, b.connection_kw});
    }
    void append(measure::SwapBlock const& b) override {
        keep(swap_stations, {b.packs_ready, b.packs_charging, b.packs_feeding, b.bay_busy});
        swaps.insert(swaps.end(), b.swaps.begin(), b.swaps.end());
    }
    void append(measure::GridBlock const& b) override {
        keep(feeders, {b.head_kw, b.min_voltage_pu, b.max_loading_pu, b.losses_kw, b.substation_kw, b.bus_pu,
                       b.transformer_loading_pu, b.hot_spot_c, b.volt_var_kvar});
        feeder_charging_kw.insert(feeder_charging_kw.end(), b.charging_kw.begin(), b.charging_kw.end());
    }
    void append(measure::TransformerDay const& d) override {
        keep(days, {d.max_loading_pu, d.max_hot_spot_c});
    }
    void append(measure::BatteryTable const& table) override { batteries = table; }
    void append(measure::GridTables const& t) override {
        violations.assign(t.violations.begin(), t.violations.end());
        life_used_h.assign(t.life_used_h.begin(), t.life_used_h.end());
    }

    void append(measure::ControlBlock const& b) override {
        keep(control,
             {b.price_yuan_per_kwh, b.carbon_kg_per_kwh, b.cost_yuan, b.co2_kg, b.v2g_kwh, b.wear_yuan});
        keep(sites, {b.wanted_kw, b.granted_kw, b.unmet_kwh});
        keep(droop, {b.droop_up_kw, b.droop_down_kw, b.droop_kw, b.frequency_deviation_hz});
    }
    void append(measure::SetPointBlock const& b) override {
        set_points.insert(set_points.end(), b.rows.begin(), b.rows.end());
    }

    using Series = std::vector<std::vector<float>>;
    Series city, districts, stations, city_plants, plants, swap_stations, feeders, days, control, sites,
        droop;
    std::vector<measure::SetPointRow> set_points;
    std::vector<float> feeder_charging_kw;
    std::vector<measure::Violation> violations;
    std::vector<double> life_used_h;
    std::vector<std::int32_t> sessions_started, swaps;
    measure::BatteryTable batteries;
    std::vector<measure::SessionRow> sessions;

private:
    static void keep(Series& to, std::initializer_list<std::span<float const>> series) {
        to.resize(series.size());
        auto into = to.begin();
        for (auto const& values : series) {
            into->insert(into->end(), values.begin(), values.end());
            ++into;
        }
    }
};

inline std::atomic<bool> const never_stop{false};

struct Run {
    explicit Run(city::Inputs inputs)
        : city(std::make_unique<city::City>(std::move(inputs))), simulation(*city, sink) {}
    void finish() {
        simulation.advance(simulation.end(), never_stop);
        simulation.close();
    }

    std::unique_ptr<city::City> city;
    MemorySink sink;
    city::Simulation simulation;
};

// A run to its end that is saved and loaded anew at these instants, in their order.
struct InterruptedRun {
    InterruptedRun(city::Inputs inputs, std::vector<SimTime> const& at)
        : city(std::make_unique<city::City>(std::move(inputs))),
          simulation(std::make_unique<city::Simulation>(*city, sink)) {
        for (SimTime const instant : at) {
            simulation->advance(instant, never_stop);
            auto const image = simulation->save();
            simulation = std::make_unique<city::Simulation>(*city, sink, image);
        }
        simulation->advance(simulation->end(), never_stop);
        simulation->close();
    }

    std::unique_ptr<city::City> city;
    MemorySink sink;
    std::unique_ptr<city::Simulation> simulation;
};

// The instant at which this share of a run is over.
inline SimTime at_share(city::Simulation const& run, double share) {
    return SimTime{static_cast<std::int64_t>(share * static_cast<double>(run.end().ms))};
}

// By how much the plugs of any site together are beyond its limit now.
inline double worst_excess_kw(city::City const& city, city::State const& state, SimTime now) {
    double worst_kw = -1e9;
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        supply::Station const& station = city.network().stations[s];
        double sum_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            sum_kw += supply::read_session(city.supply, state.supply, supply::PlugId{p}, now).power_kw;
        worst_kw = std::max(worst_kw, sum_kw - city.site_limit_kw[s]);
    }
    return worst_kw;
}

}  // namespace yuchong::test
