#pragma once
// Control of the made-up city's stations: powers, prices and set-points are simple functions of the minute,
// written through the real recorder. Sites are looked at every ten minutes.

#include "sim/measure/control_recorder.hpp"
#include "tests/io/synthetic_result.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::test {

class SyntheticControl {
public:
    explicit SyntheticControl(SyntheticCity const& city) : city_(city) {}

    static constexpr std::int64_t step_minutes = 10;

    [[nodiscard]] io::ControlContents contents() const {
        return {.strategy = "external",
                .control_step = minutes(step_minutes),
                .limit_kw = {100.0, 200.0, 300.0},
                .set_points = io::SetPoints::kept,
                .regulation = measure::RegulationSeries::kept};
    }
    [[nodiscard]] measure::ControlRecorder recorder(measure::Sink& sink) const {
        return {city_.settings, city_.window(), city_.network.stations.size(), sink,
                measure::RegulationSeries::kept};
    }
    // Minutes `first` + 1 to `until`.
    void run(measure::ControlRecorder& recorder, std::int64_t first, std::int64_t until) const {
        for (std::int64_t m = first; m < until; ++m) {
            if (m % step_minutes == 0) step(recorder, m / step_minutes);
            double const kwh = 2.0 * static_cast<double>(city_.network.stations.size());
            recorder.minute({SimTime{} + minutes(m + 1), kwh, kwh, YuanPerKwh{0.5}, KilogramsPerKwh{0.4}});
        }
    }

private:
    void step(measure::ControlRecorder& recorder, std::int64_t k) const {
        SimTime const now = SimTime{} + minutes(k * step_minutes);
        auto const kw = static_cast<double>(k);
        for (std::uint32_t s = 0; s < city_.network.stations.size(); ++s) {
            recorder.site(s, {2.0 * kw + s, kw}, now);
            recorder.set_point({.time = now,
                                .step = static_cast<std::uint64_t>(k),
                                .session = static_cast<std::uint64_t>(k) + s,
                                .station = s,
                                .plug = s,
                                .vehicle = 7 + s,
                                .set_point_kw = s == 0 ? std::numeric_limits<double>::infinity() : kw / 3.0});
        }
        recorder.regulation({.up_kw = 50.0, .down_kw = 20.0, .given_kw = 8.0, .deviation_hz = -0.02}, now);
        recorder.need_ended(0, now, KilowattHours{0.25});
    }

    SyntheticCity const& city_;
};

}  // namespace yuchong::test
