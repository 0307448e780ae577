#pragma once
// A sweep file: which scenario, which of its values vary and how, and what is collected. docs/sweeps.md
// describes it. Known by its key `sweep`. What is checked here is the file; whether the scenario of every
// point is sound is seen by check_sweep (sweep_check.hpp).
//
//   sweep: 1
//   name: patience
//   scenario: ../liangjiang.yaml
//   parameters:
//     patience: {key: demand.patience.mean_min, range: [10, 40]}
//   design: {kind: sobol, points: 32}
//   replications: 4

#include "sim/io/report.hpp"
#include "sim/study/plan.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

inline constexpr int sweep_format = 1;

// Where it was written, for problems that show only later.
struct SweepMarks {
    std::vector<Mark> settings;    // of the settings of all points
    std::vector<Mark> parameters;  // of what each parameter varies over
    Mark design, baseline;
};

struct SweepFile {
    study::Plan plan;
    std::string path, text;                // of this file
    std::string scenario;                  // its path from the working folder
    std::vector<study::Setting> settings;  // over the scenario, of all points
    SweepMarks marks;
};

// Whether a YAML file calls itself a sweep; false if it cannot be read.
[[nodiscard]] bool is_sweep(std::string const& path);

// Throws InputError with every problem of the file.
[[nodiscard]] SweepFile load_sweep(std::string const& path);

}  // namespace yuchong::io
