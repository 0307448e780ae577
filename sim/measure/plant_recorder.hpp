#pragma once
// Time series and sums of storages and solar panels, beside those of Recorder and in its steps; only a city
// that has some has one. Rows of a station step are those of /stations, rows of a city step those of /city.
//
//   PlantRecorder plants(settings, window, count, sink);
//   plants.minute(readings);   // at every minute, after Recorder::minute
//   plants.flush();            // whenever Recorder::flush() is called

#include "sim/measure/energy_by_hour.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/measure/settings.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"
#include "sim/supply/state.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::measure {

struct PlantReadings {
    SimTime end;                                // of the minute
    std::span<supply::PlantFlows const> flows;  // by plant: of this minute
    std::span<double const> soc;                // by plant: now, of nominal energy; NaN without a storage
    double charging_kwh;                        // of the city, home charging included
    HourOfYear hour;                            // in which the minute begins
};

struct PlantRecorderState {
    // Steps being filled.
    std::int64_t city_minutes, station_minutes;
    supply::PlantFlows city;
    double city_charging_kwh;
    std::vector<double> storage_kwh, pv_kwh, connection_kwh;  // by plant

    // Whole steps not handed over yet.
    std::int64_t city_written, city_rows, station_written, station_rows;
    std::vector<float> city_storage_kw, city_pv_kw, city_connection_kw;
    std::vector<float> storage_kw, storage_soc, pv_kw, connection_kw;

    // Over the recorded window so far.
    supply::PlantFlows total;
    double peak_kw;  // largest step mean of the city's connections, homes included
    std::array<double, EnergyByHour::hours> export_kwh;
};

template <class A>
void archive(A& a, PlantRecorderState& s) {
    a(s.city_minutes, s.station_minutes, s.city, s.city_charging_kwh, s.storage_kwh, s.pv_kwh,
      s.connection_kwh, s.city_written, s.city_rows, s.station_written, s.station_rows, s.city_storage_kw,
      s.city_pv_kw, s.city_connection_kw, s.storage_kw, s.storage_soc, s.pv_kw, s.connection_kw, s.total,
      s.peak_kw, s.export_kwh);
}

class PlantRecorder {
public:
    // The sink must outlive the recorder.
    PlantRecorder(RecordSettings const& settings, Window const& window, std::size_t plants, Sink& sink);

    // Pre: one entry a plant. Minutes outside the window are not recorded.
    void minute(PlantReadings const& readings);
    // Hands over all whole steps; those being filled stay.
    void flush();

    [[nodiscard]] PlantRecorderState& state() { return state_; }
    [[nodiscard]] PlantRecorderState const& state() const { return state_; }

private:
    void add(PlantReadings const& readings);
    void close_city_step();
    void close_station_step(PlantReadings const& readings);
    void flush_city();
    void flush_stations();

    RecordSettings settings_;
    Window window_;
    Sink* sink_;
    PlantRecorderState state_{};
};

}  // namespace yuchong::measure
