#pragma once
// What a run with a power flow ends with, beside the numbers of charging.

#include <cstdint>
#include <optional>

namespace yuchong::measure {

class GridRecorder;

struct GridSummary {
    std::int64_t feeders = 0, transformers = 0;
    // How many were beyond a limit at some step.
    std::int64_t feeders_overloaded = 0, feeders_low_voltage = 0, transformers_overloaded = 0,
                 transformers_hot = 0, substations_overloaded = 0;
    std::int64_t violations = 0;      // spells
    std::int64_t unsolved_steps = 0;  // feeder-steps without a solution
    double low_voltage_h = 0.0;       // of feeders
    double losses_kwh = 0.0;
    double min_voltage_pu = 0.0, max_loading_pu = 0.0;  // of feeders
    struct VoltVar {
        double given_kvarh = 0.0, taken_kvarh = 0.0;
    };
    std::optional<VoltVar> volt_var;  // with inverters that answer to the voltage
};

// Pre: the recorder is closed.
[[nodiscard]] GridSummary summarise(GridRecorder const& recorder);

}  // namespace yuchong::measure
