#pragma once
// A sweep with everything that can be known before it runs: the scenario of every point loaded and judged, as
// a run would. Problems come all at once, each where it was written, with the point it shows at.

#include "sim/io/sweep_file.hpp"
#include "sim/study/points.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::io {

// More runs than this are refused, with their number, unless forced.
inline constexpr double most_runs = 100'000;

enum class Size : std::uint8_t { usual, forced };

struct CheckedSweep {
    std::vector<study::Point> points;
    // Of each run, as its result file will say: by point, then replication.
    std::vector<std::vector<std::uint64_t>> scenario_hashes;
    std::uint64_t model_hash = 0;
};

// Throws InputError.
[[nodiscard]] CheckedSweep check_sweep(SweepFile const& file, Size size, std::string const& models = {});

// "point 12 (patience 25 min, reserve 0.2)"
[[nodiscard]] std::string point_text(study::Plan const& plan, std::size_t number, study::Point const& point);

// "key.path=value" for --set, of all points and of one.
[[nodiscard]] std::vector<std::string> assignments(std::vector<study::Setting> const& of_all,
                                                   std::vector<study::Setting> const& of_point);

}  // namespace yuchong::io
