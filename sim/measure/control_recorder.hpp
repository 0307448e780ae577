#pragma once
// What control of public stations did, step by step of /stations, and, if wanted, what it granted each
// session at each of its own steps. The city tells the totals of a site whenever it has looked at it; they
// hold until it looks again, and means over a step are exact integrals of them.
//
//   recorder.site(station, {wanted_kw, granted_kw}, now);   // after each look
//   recorder.set_point(row);                                // at each control step, each session
//   recorder.minute(minute);                                // at every minute, after the meters
//   recorder.flush();                                       // before a checkpoint and at the end
//
// Everything that changes is in ControlRecorderState, as with the recorder.

#include "sim/base/quantity.hpp"
#include "sim/measure/settings.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::measure {

// Of all sessions at a site. wanted: the most they would take until the next control step; granted: what they
// may draw, as far as they ever can.
struct SitePower {
    double wanted_kw, granted_kw;
};

// The minute that ends: grid-side energy of all stations, and what a kWh costs and emits.
struct ControlMinute {
    SimTime end;
    double import_kwh;  // what all stations took from the grid in this minute
    double net_kwh;     // and that less what storage and panels fed into it
    YuanPerKwh price;
    KilogramsPerKwh carbon;
    double fed_kwh = 0.0;    // what vehicles fed back at homes and stations, at the plugs
    double wear_yuan = 0.0;  // and what it wore off their batteries
};

// Of all sessions that answer to the frequency: what they could draw less (up) or more (down), what they are
// told to draw less (given; < 0: more), and how far the frequency is from its nominal.
struct Regulation {
    double up_kw = 0.0, down_kw = 0.0, given_kw = 0.0, deviation_hz = 0.0;
};
enum class RegulationSeries : std::uint8_t { none, kept };

// Over the recorded window.
struct RegulationTotals {
    double up_kw_h = 0.0, down_kw_h = 0.0;            // offered
    double given_up_kwh = 0.0, given_down_kwh = 0.0;  // answered
};

struct ControlRecorderState {
    std::int64_t rows_written, rows;  // handed over, and gathered
    std::int64_t set_points_written;

    std::vector<SitePower> power;  // by station, since
    std::vector<SimTime> since;
    // The step being filled.
    std::int64_t minutes;
    std::vector<double> wanted_kwh, granted_kwh, unmet_kwh;  // by station
    double price_sum, carbon_sum;                            // over its minutes
    double cost_yuan, co2_kg, v2g_kwh, wear_yuan;
    Regulation regulation, regulation_sum;  // since, and times hours in the step
    SimTime regulation_since;
    RegulationTotals regulation_totals;
    // Blocks.
    std::vector<float> price_yuan_per_kwh, carbon_kg_per_kwh, cost_yuan_by_step, co2_kg_by_step,
        v2g_kwh_by_step, wear_yuan_by_step;
    std::vector<float> wanted_kw, granted_kw, unmet_kwh_by_step;                      // row x station
    std::vector<float> droop_up_kw, droop_down_kw, droop_kw, frequency_deviation_hz;  // empty if not kept
    std::vector<SetPointRow> set_points;
};

template <class A>
void archive(A& a, ControlRecorderState& s) {
    a(s.rows_written, s.rows, s.set_points_written, s.power, s.since, s.minutes, s.wanted_kwh, s.granted_kwh,
      s.unmet_kwh, s.price_sum, s.carbon_sum, s.cost_yuan, s.co2_kg, s.v2g_kwh, s.wear_yuan,
      s.v2g_kwh_by_step, s.wear_yuan_by_step, s.price_yuan_per_kwh, s.carbon_kg_per_kwh, s.cost_yuan_by_step,
      s.co2_kg_by_step, s.wanted_kw, s.granted_kw, s.unmet_kwh_by_step, s.regulation, s.regulation_sum,
      s.regulation_since, s.regulation_totals, s.droop_up_kw, s.droop_down_kw, s.droop_kw,
      s.frequency_deviation_hz, s.set_points);
}

class ControlRecorder {
public:
    ControlRecorder(RecordSettings const& settings, Window const& window, std::size_t stations, Sink& sink,
                    RegulationSeries regulation = RegulationSeries::none);

    void site(std::uint32_t station, SitePower power, SimTime now);
    // What holds from now on.
    void regulation(Regulation const& regulation, SimTime now);
    void set_point(SetPointRow const& row);
    // As Tally::need_ended, by station.
    void need_ended(std::uint32_t station, SimTime plug_in, KilowattHours lacks);
    void minute(ControlMinute const& minute);
    void flush();

    [[nodiscard]] ControlRecorderState& state() { return state_; }
    [[nodiscard]] ControlRecorderState const& state() const { return state_; }

private:
    void integrate(std::size_t station, SimTime now);
    void integrate_regulation(SimTime now);
    void close_regulation(SimTime end);
    void close_step(SimTime end);
    void flush_steps();
    void flush_set_points();

    Duration step_;
    Window window_;
    Sink* sink_;
    RegulationSeries regulation_;
    ControlRecorderState state_{};
};

}  // namespace yuchong::measure
