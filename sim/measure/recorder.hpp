#pragma once
// Time series of a run. The city calls minute() once per simulated minute from SimTime{0} on (phase measure);
// readings of the warm-up only set the base of the cumulative ledgers. A minute belongs to the step that
// holds it: step means are integrals over the step, charging_peak_kw is the largest one-minute mean inside
// it. Finished steps gather in blocks that end at whole multiples of `block_steps` rows and then go to the
// sink.
//
//   Recorder recorder(settings, window, layout, sink);
//   recorder.minute(readings);   // ... at every minute
//   recorder.flush();            // before a checkpoint and at the end
//
// Everything that changes is in RecorderState: save it after flush() and a resumed run hands the sink the
// very rows the undisturbed one would have.

#include "sim/base/time.hpp"
#include "sim/measure/energy_by_hour.hpp"
#include "sim/measure/settings.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::measure {

inline constexpr std::size_t block_sessions = 16'384;

struct MinuteReadings {
    SimTime end;                                        // of the minute
    std::span<double const> station_kwh;                // by station: grid-side AC energy of this minute
    std::span<double const> zone_home_kwh;              // by zone: home charging of this minute
    std::span<std::int64_t const> station_occupied_ms;  // by station: cumulative vehicle-ms on a plug
    std::span<std::int64_t const> station_waiting_ms;   // by station: cumulative vehicle-ms in the queue
    std::int64_t charging_ms, waiting_ms;             // city, cumulative vehicle-ms (home charging included)
    std::span<std::int64_t const> district_sessions;  // by district: cumulative plug-ins
    double base_kwh;                                  // city base load of this minute
    HourOfYear hour{1, 0};                            // in which this minute begins
    HomeEnergy home_kwh_by_plan{};                    // city: home charging of this minute
    FedBackEnergy fed_back{};                         // city: in this minute
    // What all stations took from the grid in this minute; where nothing is behind their meters but plugs,
    // the sum of station_kwh.
    std::optional<double> station_import_kwh{};
    // By station: in this minute; empty if nothing can at any. Of it fed_back knows too.
    std::span<double const> station_fed_kwh{};
};

// Which district each station and zone lies in.
struct RecorderLayout {
    std::vector<std::uint32_t> district_of_station, district_of_zone;
    std::uint32_t districts;
};

// Rows already handed to the sink.
struct RowCounts {
    std::int64_t city, station, session;           // /districts has the rows of /city
    std::int64_t grid_step = 0, grid_day = 0;      // of the grid recorder, which counts its own
    std::int64_t control_step = 0, set_point = 0;  // likewise of the control recorder
};

struct RecorderState {
    SimTime last_minute;
    RowCounts written;

    // The city step being filled. Powers of the minute are formed as 60 times its energy.
    std::int64_t city_minutes;
    double city_kwh, city_peak_kw, base_kwh, fed_back_kwh;
    std::int64_t charging_ms_base, waiting_ms_base;  // ledgers at the beginning of the step
    std::vector<double> district_kwh;
    std::vector<std::int64_t> district_sessions_base;
    // The station step being filled.
    std::int64_t station_minutes;
    std::vector<double> station_kwh, station_peak_kw, station_fed_kwh;
    std::vector<std::int64_t> occupied_ms_base, waiting_ms_station_base;

    // Whole steps not handed over yet, and session rows.
    std::int64_t city_rows, station_rows;
    std::vector<float> charging_kw, charging_peak_kw, base_kw, v2g_kw, vehicles_charging, vehicles_waiting;
    std::vector<float> district_charging_kw;
    std::vector<std::int32_t> district_sessions_started;
    std::vector<float> station_charging_kw, station_charging_peak_kw, station_occupied, station_waiting;
    std::vector<float> station_v2g_kw;  // empty if nothing feeds back at stations
    std::vector<SessionRow> sessions;

    // Over the recorded window so far.
    double grid_kwh;  // grid-side charging energy of the city
    double base_total_kwh;
    double peak_kw;     // largest step mean of charging_kw ...
    SimTime peak_time;  // ... and the beginning of its step (the first, of equals)
    EnergyByHour energy_by_hour;
};

template <class A>
void archive(A& a, RecorderState& s) {
    a(s.last_minute, s.written, s.city_minutes, s.city_kwh, s.city_peak_kw, s.base_kwh, s.fed_back_kwh,
      s.charging_ms_base, s.waiting_ms_base, s.district_kwh, s.district_sessions_base, s.station_minutes,
      s.station_kwh, s.station_peak_kw, s.occupied_ms_base, s.waiting_ms_station_base, s.city_rows,
      s.station_rows, s.charging_kw, s.charging_peak_kw, s.base_kw, s.v2g_kw, s.vehicles_charging,
      s.vehicles_waiting, s.district_charging_kw, s.district_sessions_started, s.station_charging_kw,
      s.station_charging_peak_kw, s.station_occupied, s.station_waiting, s.station_fed_kwh, s.station_v2g_kw,
      s.sessions, s.grid_kwh, s.base_total_kwh, s.peak_kw, s.peak_time, s.energy_by_hour);
}

class Recorder {
public:
    // The sink must outlive the recorder. Pre: window, steps as settings.hpp says, window.begin in whole
    // minutes.
    Recorder(RecordSettings const& settings, Window const& window, RecorderLayout layout, Sink& sink);

    // @pre readings.end is one minute after the last (checked); spans have the sizes of the layout (checked).
    void minute(MinuteReadings const& readings);

    // Keeps the row if `session_share` says so: by a hash of vehicle and arrival, which touches no draw of
    // the model. The caller hands over only rows that overlap the window.
    void session(SessionRow const& row);

    // Once, at the end.
    void batteries(BatteryTable const& table) { sink_->append(table); }

    // Hands over all whole steps and session rows; the step being filled stays.
    void flush();

    [[nodiscard]] RecorderState& state() { return state_; }
    [[nodiscard]] RecorderState const& state() const { return state_; }

private:
    void set_base(MinuteReadings const& readings);
    void add_to_city(MinuteReadings const& readings);
    void add_to_stations(MinuteReadings const& readings);
    void close_city_step(MinuteReadings const& readings);
    void close_station_step(MinuteReadings const& readings);
    void flush_city();
    void flush_stations();
    void flush_sessions();
    void reserve();

    RecordSettings settings_;
    Window window_;
    RecorderLayout layout_;
    Sink* sink_;
    RecorderState state_{};
};

}  // namespace yuchong::measure
