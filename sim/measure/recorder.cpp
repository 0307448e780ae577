#include "sim/measure/recorder.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace yuchong::measure {

namespace {

constexpr Duration minute_length = minutes(1);
constexpr double minutes_per_hour = 60.0;

std::int64_t whole_minutes(Duration d) { return d.ms / minute_length.ms; }

// A uniform number in [0, 1) from a hash.
double unit_interval(std::uint64_t hash) { return static_cast<double>(hash >> 11) * 0x1.0p-53; }

// Mean number of vehicles over a step from the difference of a cumulative ledger of vehicle-ms.
float mean_vehicles(std::int64_t difference_ms, Duration step) {
    return static_cast<float>(static_cast<double>(difference_ms) / static_cast<double>(step.ms));
}

float mean_kw(double energy_kwh, Duration step) { return static_cast<float>(energy_kwh / step.hours()); }

}  // namespace

Recorder::Recorder(RecordSettings const& settings, Window const& window, RecorderLayout layout, Sink& sink)
    : settings_(settings), window_(window), layout_(std::move(layout)), sink_(&sink) {
    for (Duration const step : {settings.city_step, settings.station_step}) {
        check(step.ms > 0 && step.ms % minute_length.ms == 0,
              "bad recording step (must be whole minutes) see record in the scenario");
        check(window.length().ms % step.ms == 0,
              "bad recording step (must divide the recorded span) see record in the scenario");
    }
    check(window.begin.ms >= 0 && window.begin.ms % minute_length.ms == 0,
          "bad recorded window (must begin at a whole minute)");
    state_.district_kwh.resize(layout_.districts);
    state_.district_sessions_base.resize(layout_.districts);
    for (auto* per_station : {&state_.station_kwh, &state_.station_peak_kw})
        per_station->resize(layout_.district_of_station.size());
    for (auto* per_station : {&state_.occupied_ms_base, &state_.waiting_ms_station_base})
        per_station->resize(layout_.district_of_station.size());
    reserve();
}

// Room for one block of everything, so that nothing grows while the run goes on.
void Recorder::reserve() {
    constexpr auto rows = static_cast<std::size_t>(block_steps);
    RecorderState& s = state_;
    for (auto* series : {&s.charging_kw, &s.charging_peak_kw, &s.base_kw, &s.v2g_kw, &s.vehicles_charging,
                         &s.vehicles_waiting})
        series->reserve(rows);
    s.district_charging_kw.reserve(rows * layout_.districts);
    s.district_sessions_started.reserve(rows * layout_.districts);
    for (auto* series :
         {&s.station_charging_kw, &s.station_charging_peak_kw, &s.station_occupied, &s.station_waiting})
        series->reserve(rows * layout_.district_of_station.size());
    s.sessions.reserve(block_sessions);
}

void Recorder::minute(MinuteReadings const& readings) {
    check(readings.end == state_.last_minute + minute_length,
          "minute readings out of order (each minute is read once)");
    std::size_t const stations = layout_.district_of_station.size();
    check(readings.station_kwh.size() == stations && readings.station_occupied_ms.size() == stations &&
              readings.station_waiting_ms.size() == stations &&
              readings.zone_home_kwh.size() == layout_.district_of_zone.size() &&
              readings.district_sessions.size() == layout_.districts,
          "minute readings of the wrong size (one value a station, zone, district)");
    state_.last_minute = readings.end;
    if (readings.end <= window_.begin) {
        if (readings.end == window_.begin) set_base(readings);
        return;
    }
    if (readings.end > window_.end) return;
    add_to_city(readings);
    add_to_stations(readings);
    if (state_.city_minutes == whole_minutes(settings_.city_step)) close_city_step(readings);
    if (state_.station_minutes == whole_minutes(settings_.station_step)) close_station_step(readings);
}

void Recorder::set_base(MinuteReadings const& readings) {
    state_.charging_ms_base = readings.charging_ms;
    state_.waiting_ms_base = readings.waiting_ms;
    std::ranges::copy(readings.district_sessions, state_.district_sessions_base.begin());
    std::ranges::copy(readings.station_occupied_ms, state_.occupied_ms_base.begin());
    std::ranges::copy(readings.station_waiting_ms, state_.waiting_ms_station_base.begin());
}

void Recorder::add_to_city(MinuteReadings const& readings) {
    double minute_kwh = 0.0;
    for (std::size_t i = 0; i < readings.station_kwh.size(); ++i) {
        state_.district_kwh[layout_.district_of_station[i]] += readings.station_kwh[i];
        minute_kwh += readings.station_kwh[i];
    }
    state_.energy_by_hour.add(readings.hour, KilowattHours{readings.station_import_kwh.value_or(minute_kwh)},
                              readings.home_kwh_by_plan, readings.fed_back);
    for (std::size_t i = 0; i < readings.zone_home_kwh.size(); ++i) {
        state_.district_kwh[layout_.district_of_zone[i]] += readings.zone_home_kwh[i];
        minute_kwh += readings.zone_home_kwh[i];
    }
    state_.city_kwh += minute_kwh;
    state_.city_peak_kw = std::max(state_.city_peak_kw, minutes_per_hour * minute_kwh);
    state_.base_kwh += readings.base_kwh;
    state_.fed_back_kwh += readings.fed_back.at_plug_kwh + readings.fed_back.by_packs_kwh;
    ++state_.city_minutes;
}

void Recorder::add_to_stations(MinuteReadings const& readings) {
    for (std::size_t i = 0; i < readings.station_kwh.size(); ++i) {
        double const kwh = readings.station_kwh[i];
        state_.station_kwh[i] += kwh;
        state_.station_peak_kw[i] = std::max(state_.station_peak_kw[i], minutes_per_hour * kwh);
    }
    if (state_.station_fed_kwh.size() != readings.station_fed_kwh.size()) {
        state_.station_fed_kwh.resize(readings.station_fed_kwh.size());
        state_.station_v2g_kw.reserve(static_cast<std::size_t>(block_steps) *
                                      readings.station_fed_kwh.size());
    }
    for (std::size_t i = 0; i < readings.station_fed_kwh.size(); ++i)
        state_.station_fed_kwh[i] += readings.station_fed_kwh[i];
    ++state_.station_minutes;
}

void Recorder::close_city_step(MinuteReadings const& readings) {
    RecorderState& s = state_;
    Duration const step = settings_.city_step;
    double const step_kw = s.city_kwh / step.hours();
    if (bool const first = s.written.city + s.city_rows == 0; first || step_kw > s.peak_kw) {
        s.peak_kw = step_kw;
        s.peak_time = readings.end - step;
    }
    s.grid_kwh += s.city_kwh;
    s.base_total_kwh += s.base_kwh;

    s.charging_kw.push_back(static_cast<float>(step_kw));
    s.charging_peak_kw.push_back(static_cast<float>(s.city_peak_kw));
    s.base_kw.push_back(mean_kw(s.base_kwh, step));
    s.v2g_kw.push_back(mean_kw(s.fed_back_kwh, step));
    s.vehicles_charging.push_back(mean_vehicles(readings.charging_ms - s.charging_ms_base, step));
    s.vehicles_waiting.push_back(mean_vehicles(readings.waiting_ms - s.waiting_ms_base, step));
    for (std::size_t d = 0; d < layout_.districts; ++d) {
        s.district_charging_kw.push_back(mean_kw(s.district_kwh[d], step));
        s.district_sessions_started.push_back(
            static_cast<std::int32_t>(readings.district_sessions[d] - s.district_sessions_base[d]));
    }
    ++s.city_rows;

    s.city_minutes = 0;
    s.city_kwh = s.city_peak_kw = s.base_kwh = s.fed_back_kwh = 0.0;
    std::ranges::fill(s.district_kwh, 0.0);
    s.charging_ms_base = readings.charging_ms;
    s.waiting_ms_base = readings.waiting_ms;
    std::ranges::copy(readings.district_sessions, s.district_sessions_base.begin());
    if ((s.written.city + s.city_rows) % block_steps == 0) flush_city();
}

void Recorder::close_station_step(MinuteReadings const& readings) {
    RecorderState& s = state_;
    Duration const step = settings_.station_step;
    for (std::size_t i = 0; i < s.station_kwh.size(); ++i) {
        s.station_charging_kw.push_back(mean_kw(s.station_kwh[i], step));
        s.station_charging_peak_kw.push_back(static_cast<float>(s.station_peak_kw[i]));
        s.station_occupied.push_back(
            mean_vehicles(readings.station_occupied_ms[i] - s.occupied_ms_base[i], step));
        s.station_waiting.push_back(
            mean_vehicles(readings.station_waiting_ms[i] - s.waiting_ms_station_base[i], step));
    }
    for (double& fed_kwh : s.station_fed_kwh) {
        s.station_v2g_kw.push_back(mean_kw(fed_kwh, step));
        fed_kwh = 0.0;
    }
    ++s.station_rows;

    s.station_minutes = 0;
    std::ranges::fill(s.station_kwh, 0.0);
    std::ranges::fill(s.station_peak_kw, 0.0);
    std::ranges::copy(readings.station_occupied_ms, s.occupied_ms_base.begin());
    std::ranges::copy(readings.station_waiting_ms, s.waiting_ms_station_base.begin());
    if ((s.written.station + s.station_rows) % block_steps == 0) flush_stations();
}

void Recorder::session(SessionRow const& row) {
    std::uint64_t const key = combine(mix(row.vehicle), static_cast<std::uint64_t>(row.arrival.ms));
    if (unit_interval(key) >= settings_.session_share) return;
    state_.sessions.push_back(row);
    if (state_.sessions.size() == block_sessions) flush_sessions();
}

void Recorder::flush() {
    flush_city();
    flush_stations();
    flush_sessions();
}

void Recorder::flush_city() {
    RecorderState& s = state_;
    if (s.city_rows == 0) return;
    sink_->append(CityBlock{s.written.city, s.city_rows, s.charging_kw, s.charging_peak_kw, s.base_kw,
                            s.v2g_kw, s.vehicles_charging, s.vehicles_waiting});
    sink_->append(
        DistrictBlock{s.written.city, s.city_rows, s.district_charging_kw, s.district_sessions_started});
    s.written.city += s.city_rows;
    s.city_rows = 0;
    for (auto* series : {&s.charging_kw, &s.charging_peak_kw, &s.base_kw, &s.v2g_kw, &s.vehicles_charging,
                         &s.vehicles_waiting, &s.district_charging_kw})
        series->clear();
    s.district_sessions_started.clear();
}

void Recorder::flush_stations() {
    RecorderState& s = state_;
    if (s.station_rows == 0) return;
    sink_->append(StationBlock{s.written.station, s.station_rows, s.station_charging_kw,
                               s.station_charging_peak_kw, s.station_occupied, s.station_waiting,
                               s.station_v2g_kw});
    s.written.station += s.station_rows;
    s.station_rows = 0;
    for (auto* series : {&s.station_charging_kw, &s.station_charging_peak_kw, &s.station_occupied,
                         &s.station_waiting, &s.station_v2g_kw})
        series->clear();
}

void Recorder::flush_sessions() {
    if (state_.sessions.empty()) return;
    sink_->append(SessionBlock{state_.written.session, state_.sessions});
    state_.written.session += static_cast<std::int64_t>(state_.sessions.size());
    state_.sessions.clear();
}

}  // namespace yuchong::measure
