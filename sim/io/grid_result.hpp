#pragma once
// The groups of a result file that tell of the grid: /feeders, /substations, /transformers and /violations.
// They are there if the run solved the power flow.

#include "sim/base/calendar.hpp"
#include "sim/grid/network.hpp"
#include "sim/io/netcdf_group.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::io {

// Borrowed: must outlive the call that takes it.
struct GridContents {
    grid::Network const& network;
    std::vector<std::uint32_t> const& with_series;  // transformers recorded step by step
    space::Geography const& geography;
    supply::Network const& stations;
    Duration step;
    bool has_volt_var = false;  // inverters that answer to the voltage
};

void build_grid_groups(Hdf5Group& root, GridContents const& contents, Calendar const& calendar,
                       measure::Window const& window, int deflate);

// Appends to groups that build_grid_groups has made.
class GridResult {
public:
    GridResult(Hdf5Group const& root, Duration step, int deflate);

    void append(measure::GridBlock const& block);
    void append(measure::TransformerDay const& day);
    void append(measure::GridTables const& tables, measure::Window const& window);

    // By name and first dimension, to cut them when a stopped run goes on.
    [[nodiscard]] NetcdfGroup& feeders() { return feeders_; }
    [[nodiscard]] NetcdfGroup& substations() { return substations_; }
    [[nodiscard]] NetcdfGroup& transformers() { return transformers_; }

private:
    void append_time(NetcdfGroup& group, std::int64_t first_row, std::int64_t rows) const;

    Duration step_;
    NetcdfGroup feeders_, substations_, transformers_, violations_;
};

}  // namespace yuchong::io
