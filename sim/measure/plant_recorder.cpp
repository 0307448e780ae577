#include "sim/measure/plant_recorder.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace yuchong::measure {

namespace {

float mean_kw(double energy_kwh, Duration step) { return static_cast<float>(energy_kwh / step.hours()); }

void add_to(supply::PlantFlows& sum, supply::PlantFlows const& flows) {
    sum.import_kwh += flows.import_kwh;
    sum.export_kwh += flows.export_kwh;
    sum.charged_kwh += flows.charged_kwh;
    sum.discharged_kwh += flows.discharged_kwh;
    sum.pv_kwh += flows.pv_kwh;
}

double storage_kwh(supply::PlantFlows const& flows) { return flows.charged_kwh - flows.discharged_kwh; }

}  // namespace

PlantRecorder::PlantRecorder(RecordSettings const& settings, Window const& window, std::size_t plants,
                             Sink& sink)
    : settings_(settings), window_(window), sink_(&sink) {
    constexpr auto rows = static_cast<std::size_t>(block_steps);
    for (auto* sums : {&state_.storage_kwh, &state_.pv_kwh, &state_.connection_kwh}) sums->resize(plants);
    for (auto* series : {&state_.city_storage_kw, &state_.city_pv_kw, &state_.city_connection_kw})
        series->reserve(rows);
    for (auto* series : {&state_.storage_kw, &state_.storage_soc, &state_.pv_kw, &state_.connection_kw})
        series->reserve(rows * plants);
}

void PlantRecorder::minute(PlantReadings const& readings) {
    check(readings.flows.size() == state_.pv_kwh.size() && readings.soc.size() == state_.pv_kwh.size(),
          "readings of plants of the wrong size (one value a plant)");
    if (readings.end <= window_.begin || readings.end > window_.end) return;
    add(readings);
    if (state_.city_minutes * minutes(1).ms == settings_.city_step.ms) close_city_step();
    if (state_.station_minutes * minutes(1).ms == settings_.station_step.ms) close_station_step(readings);
}

void PlantRecorder::add(PlantReadings const& readings) {
    PlantRecorderState& s = state_;
    double export_kwh = 0.0;
    for (std::size_t p = 0; p < readings.flows.size(); ++p) {
        supply::PlantFlows const& flows = readings.flows[p];
        add_to(s.city, flows);
        s.storage_kwh[p] += storage_kwh(flows);
        s.pv_kwh[p] += flows.pv_kwh;
        s.connection_kwh[p] += flows.import_kwh - flows.export_kwh;
        export_kwh += flows.export_kwh;
    }
    s.export_kwh[EnergyByHour::index(readings.hour)] += export_kwh;
    s.city_charging_kwh += readings.charging_kwh;
    ++s.city_minutes;
    ++s.station_minutes;
}

void PlantRecorder::close_city_step() {
    PlantRecorderState& s = state_;
    Duration const step = settings_.city_step;
    double const net_kwh = s.city_charging_kwh + storage_kwh(s.city) - s.city.pv_kwh;
    bool const first = s.city_written + s.city_rows == 0;
    s.peak_kw = first ? net_kwh / step.hours() : std::max(s.peak_kw, net_kwh / step.hours());
    s.city_storage_kw.push_back(mean_kw(storage_kwh(s.city), step));
    s.city_pv_kw.push_back(mean_kw(s.city.pv_kwh, step));
    s.city_connection_kw.push_back(mean_kw(net_kwh, step));
    add_to(s.total, s.city);
    s.city = {};
    s.city_charging_kwh = 0.0;
    s.city_minutes = 0;
    if ((s.city_written + ++s.city_rows) % block_steps == 0) flush_city();
}

void PlantRecorder::close_station_step(PlantReadings const& readings) {
    PlantRecorderState& s = state_;
    Duration const step = settings_.station_step;
    for (std::size_t p = 0; p < s.pv_kwh.size(); ++p) {
        s.storage_kw.push_back(mean_kw(s.storage_kwh[p], step));
        s.storage_soc.push_back(static_cast<float>(readings.soc[p]));
        s.pv_kw.push_back(mean_kw(s.pv_kwh[p], step));
        s.connection_kw.push_back(mean_kw(s.connection_kwh[p], step));
    }
    for (auto* sums : {&s.storage_kwh, &s.pv_kwh, &s.connection_kwh}) std::ranges::fill(*sums, 0.0);
    s.station_minutes = 0;
    if ((s.station_written + ++s.station_rows) % block_steps == 0) flush_stations();
}

void PlantRecorder::flush() {
    flush_city();
    flush_stations();
}

void PlantRecorder::flush_city() {
    PlantRecorderState& s = state_;
    if (s.city_rows == 0) return;
    sink_->append(
        CityPlantBlock{s.city_written, s.city_rows, s.city_storage_kw, s.city_pv_kw, s.city_connection_kw});
    s.city_written += s.city_rows;
    s.city_rows = 0;
    for (auto* series : {&s.city_storage_kw, &s.city_pv_kw, &s.city_connection_kw}) series->clear();
}

void PlantRecorder::flush_stations() {
    PlantRecorderState& s = state_;
    if (s.station_rows == 0) return;
    sink_->append(
        PlantBlock{s.station_written, s.station_rows, s.storage_kw, s.storage_soc, s.pv_kw, s.connection_kw});
    s.station_written += s.station_rows;
    s.station_rows = 0;
    for (auto* series : {&s.storage_kw, &s.storage_soc, &s.pv_kw, &s.connection_kw}) series->clear();
}

}  // namespace yuchong::measure
