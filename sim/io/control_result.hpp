#pragma once
// The group /control of a result file: there if the run controlled public stations. Series by step of
// /stations, and the table of set-points if they are kept. The table can be read back, to repeat a run
// without the controller that decided it.

#include "sim/base/calendar.hpp"
#include "sim/io/netcdf_group.hpp"
#include "sim/measure/control_recorder.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::io {

enum class SetPoints : std::uint8_t { left_out, kept };

struct ControlContents {
    std::string strategy;
    Duration control_step;
    std::vector<double> limit_kw;  // by station
    SetPoints set_points;
    measure::RegulationSeries regulation = measure::RegulationSeries::none;
};

// What the file says besides, at large.
struct ControlFrame {
    std::vector<std::string> stations;  // ids
    Calendar calendar;
    measure::Window window;
    Duration step;  // of the series
    int deflate;
};

void build_control_group(Hdf5Group& root, ControlContents const& contents, ControlFrame const& frame);

// Appends to the group that build_control_group has made.
class ControlResult {
public:
    ControlResult(Hdf5Group const& root, Duration step, int deflate);

    void append(measure::ControlBlock const& block);
    void append(measure::SetPointBlock const& block, measure::Window const& window);
    [[nodiscard]] NetcdfGroup& group() { return group_; }
    [[nodiscard]] bool keeps_set_points() { return group_.group().contains("set_point"); }

private:
    Duration step_;
    NetcdfGroup group_;
};

// The table, and whose run it tells of; columns of equal length, by step.
struct RecordedSetPoints {
    std::string scenario_hash, demand_hash, model_hash, seed, status;
    std::vector<std::int64_t> step, session;
    std::vector<double> set_point_kw;  // infinite: no limit
};

// Throws Hdf5Error if the file cannot be read, ResultError if it is no result or keeps no set-points.
[[nodiscard]] RecordedSetPoints read_set_points(std::string const& path);

}  // namespace yuchong::io
