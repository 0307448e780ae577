#pragma once
// DIR/manifest.json: the sweep as it was laid out, with everything that workers and the merge need: each
// point with its levels and settings, seeds, and the hashes that the result of each run must have. Written
// once and never changed; what has become of the runs is read off the files that are there.

#include "sim/study/plan.hpp"
#include "sim/study/points.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::io {

inline constexpr int manifest_format = 1;

class ManifestError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct SweepManifest {
    study::Plan plan;  // design.listed is empty: the points say it
    std::string yuchong_version;
    std::string scenario;    // absolute path
    std::string sweep_text;  // the sweep file as it was
    std::vector<study::Setting> settings;
    std::vector<study::Point> points;
    std::vector<std::vector<std::uint64_t>> scenario_hashes;  // by point and replication
    std::uint64_t model_hash = 0;
    std::size_t runs_per_task = 1;
};

// Throws OutputError; `path` must not exist.
void write_manifest(std::string const& path, SweepManifest const& manifest);
// Throws ManifestError.
[[nodiscard]] SweepManifest read_manifest(std::string const& path);

}  // namespace yuchong::io
