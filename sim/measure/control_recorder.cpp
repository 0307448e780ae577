#include "sim/measure/control_recorder.hpp"

#include "sim/measure/recorder.hpp"

#include <algorithm>

namespace yuchong::measure {

namespace {

constexpr std::size_t block_set_points = 16'384;

}  // namespace

// Room for one block of everything, so that nothing grows while the run goes on.
ControlRecorder::ControlRecorder(RecordSettings const& settings, Window const& window, std::size_t stations,
                                 Sink& sink, RegulationSeries regulation)
    : step_(settings.station_step), window_(window), sink_(&sink), regulation_(regulation) {
    ControlRecorderState& s = state_;
    s.power.resize(stations);
    s.since.resize(stations);
    for (auto* energy : {&s.wanted_kwh, &s.granted_kwh, &s.unmet_kwh}) energy->resize(stations);
    constexpr auto rows = static_cast<std::size_t>(block_steps);
    for (auto* series : {&s.price_yuan_per_kwh, &s.carbon_kg_per_kwh, &s.cost_yuan_by_step, &s.co2_kg_by_step,
                         &s.v2g_kwh_by_step, &s.wear_yuan_by_step})
        series->reserve(rows);
    for (auto* series : {&s.wanted_kw, &s.granted_kw, &s.unmet_kwh_by_step}) series->reserve(rows * stations);
    if (regulation == RegulationSeries::none) return;
    for (auto* kept : {&s.droop_up_kw, &s.droop_down_kw, &s.droop_kw, &s.frequency_deviation_hz})
        kept->reserve(rows);
}

// Adds the part that lies in the recorded window.
void ControlRecorder::integrate(std::size_t station, SimTime now) {
    double const hours = window_.overlap(state_.since[station], now).hours();
    state_.wanted_kwh[station] += state_.power[station].wanted_kw * hours;
    state_.granted_kwh[station] += state_.power[station].granted_kw * hours;
    state_.since[station] = now;
}

void ControlRecorder::site(std::uint32_t station, SitePower power, SimTime now) {
    integrate(station, now);
    state_.power[station] = power;
}

// Adds the part that lies in the recorded window.
void ControlRecorder::integrate_regulation(SimTime now) {
    ControlRecorderState& s = state_;
    double const hours = window_.overlap(s.regulation_since, now).hours();
    Regulation const& held = s.regulation;
    s.regulation_sum.up_kw += held.up_kw * hours;
    s.regulation_sum.down_kw += held.down_kw * hours;
    s.regulation_sum.given_kw += held.given_kw * hours;
    s.regulation_sum.deviation_hz += held.deviation_hz * hours;
    s.regulation_totals.up_kw_h += held.up_kw * hours;
    s.regulation_totals.down_kw_h += held.down_kw * hours;
    s.regulation_totals.given_up_kwh += std::max(0.0, held.given_kw) * hours;
    s.regulation_totals.given_down_kwh += std::max(0.0, -held.given_kw) * hours;
    s.regulation_since = now;
}

void ControlRecorder::regulation(Regulation const& regulation, SimTime now) {
    integrate_regulation(now);
    state_.regulation = regulation;
}

void ControlRecorder::close_regulation(SimTime end) {
    if (regulation_ == RegulationSeries::none) return;
    ControlRecorderState& s = state_;
    integrate_regulation(end);
    auto const mean = [&](double sum) { return static_cast<float>(sum / step_.hours()); };
    s.droop_up_kw.push_back(mean(s.regulation_sum.up_kw));
    s.droop_down_kw.push_back(mean(s.regulation_sum.down_kw));
    s.droop_kw.push_back(mean(s.regulation_sum.given_kw));
    s.frequency_deviation_hz.push_back(mean(s.regulation_sum.deviation_hz));
    s.regulation_sum = {};
}

void ControlRecorder::set_point(SetPointRow const& row) {
    state_.set_points.push_back(row);
    if (state_.set_points.size() == block_set_points) flush_set_points();
}

void ControlRecorder::need_ended(std::uint32_t station, SimTime plug_in, KilowattHours lacks) {
    if (window_.contains(plug_in) && lacks.value() > 0.0) state_.unmet_kwh[station] += lacks.value();
}

void ControlRecorder::minute(ControlMinute const& minute) {
    if (minute.end <= window_.begin || minute.end > window_.end) return;
    ControlRecorderState& s = state_;
    s.price_sum += minute.price.value();
    s.carbon_sum += minute.carbon.value();
    s.cost_yuan += minute.import_kwh * minute.price.value();
    s.co2_kg += minute.net_kwh * minute.carbon.value();
    s.v2g_kwh += minute.fed_kwh;
    s.wear_yuan += minute.wear_yuan;
    if (++s.minutes * minutes(1).ms == step_.ms) close_step(minute.end);
}

void ControlRecorder::close_step(SimTime end) {
    ControlRecorderState& s = state_;
    auto const of_minute = 1.0 / static_cast<double>(s.minutes);
    s.price_yuan_per_kwh.push_back(static_cast<float>(s.price_sum * of_minute));
    s.carbon_kg_per_kwh.push_back(static_cast<float>(s.carbon_sum * of_minute));
    s.cost_yuan_by_step.push_back(static_cast<float>(s.cost_yuan));
    s.co2_kg_by_step.push_back(static_cast<float>(s.co2_kg));
    s.v2g_kwh_by_step.push_back(static_cast<float>(s.v2g_kwh));
    s.wear_yuan_by_step.push_back(static_cast<float>(s.wear_yuan));
    for (std::size_t i = 0; i < s.power.size(); ++i) {
        integrate(i, end);
        s.wanted_kw.push_back(static_cast<float>(s.wanted_kwh[i] / step_.hours()));
        s.granted_kw.push_back(static_cast<float>(s.granted_kwh[i] / step_.hours()));
        s.unmet_kwh_by_step.push_back(static_cast<float>(s.unmet_kwh[i]));
    }
    close_regulation(end);
    ++s.rows;
    s.minutes = 0;
    s.price_sum = s.carbon_sum = s.cost_yuan = s.co2_kg = s.v2g_kwh = s.wear_yuan = 0.0;
    for (auto* energy : {&s.wanted_kwh, &s.granted_kwh, &s.unmet_kwh}) std::ranges::fill(*energy, 0.0);
    if ((s.rows_written + s.rows) % block_steps == 0) flush_steps();
}

void ControlRecorder::flush() {
    flush_steps();
    flush_set_points();
}

void ControlRecorder::flush_steps() {
    ControlRecorderState& s = state_;
    if (s.rows == 0) return;
    sink_->append(ControlBlock{s.rows_written, s.rows, s.price_yuan_per_kwh, s.carbon_kg_per_kwh,
                               s.cost_yuan_by_step, s.co2_kg_by_step, s.v2g_kwh_by_step, s.wear_yuan_by_step,
                               s.wanted_kw, s.granted_kw, s.unmet_kwh_by_step, s.droop_up_kw, s.droop_down_kw,
                               s.droop_kw, s.frequency_deviation_hz});
    s.rows_written += s.rows;
    s.rows = 0;
    for (auto* series :
         {&s.price_yuan_per_kwh, &s.carbon_kg_per_kwh, &s.cost_yuan_by_step, &s.co2_kg_by_step,
          &s.v2g_kwh_by_step, &s.wear_yuan_by_step, &s.wanted_kw, &s.granted_kw, &s.unmet_kwh_by_step,
          &s.droop_up_kw, &s.droop_down_kw, &s.droop_kw, &s.frequency_deviation_hz})
        series->clear();
}

void ControlRecorder::flush_set_points() {
    if (state_.set_points.empty()) return;
    sink_->append(SetPointBlock{state_.set_points_written, state_.set_points});
    state_.set_points_written += static_cast<std::int64_t>(state_.set_points.size());
    state_.set_points.clear();
}

}  // namespace yuchong::measure
