#pragma once
// Where finished rows go. The recorder hands over blocks of whole steps, so that memory stays bounded however
// long the run is; sim/io writes them to HDF5. Spans are row-major (step, then district or station) and live
// only for the call. Rows of one kind come in order and without gaps: `first_row` is the number already
// handed over.

#include "sim/measure/battery_table.hpp"
#include "sim/measure/session_row.hpp"
#include "sim/measure/violations.hpp"

#include <cstdint>
#include <span>

namespace yuchong::measure {

// Steps a block has at most; blocks end at whole multiples of it.
inline constexpr std::int64_t block_steps = 96;

struct CityBlock {
    std::int64_t first_row, rows;
    std::span<float const> charging_kw, charging_peak_kw, base_kw, v2g_kw;
    std::span<float const> vehicles_charging, vehicles_waiting;
};

struct DistrictBlock {
    std::int64_t first_row, rows;
    std::span<float const> charging_kw;
    std::span<std::int32_t const> sessions_started;
};

struct StationBlock {
    std::int64_t first_row, rows;
    std::span<float const> charging_kw, charging_peak_kw, occupied, waiting;
    std::span<float const> v2g_kw;  // empty if no vehicle feeds back at stations
};

struct SessionBlock {
    std::int64_t first_row;
    std::span<SessionRow const> rows;
};

// Rows of the same steps as those of the blocks above, by plant: a station with a storage or solar panels.
struct CityPlantBlock {
    std::int64_t first_row, rows;
    std::span<float const> storage_kw, pv_kw, connection_kw;
};

struct PlantBlock {
    std::int64_t first_row, rows;
    std::span<float const> storage_kw, storage_soc, pv_kw, connection_kw;
};

// Rows of the steps of StationBlock, by swap station.
struct SwapBlock {
    std::int64_t first_row, rows;
    std::span<float const> packs_ready, packs_charging, packs_feeding, bay_busy;
    std::span<std::int32_t const> swaps;
};

// The grid, row-major by step: feeder, substation, transformer with a series.
struct GridBlock {
    std::int64_t first_row, rows;
    std::span<float const> head_kw, min_voltage_pu, max_loading_pu, losses_kw, charging_kw;
    std::span<float const> volt_var_kvar;  // empty without inverters that answer to the voltage
    std::span<float const> substation_kw, bus_pu, substation_loading_pu;
    std::span<std::int8_t const> tap;
    std::span<float const> transformer_loading_pu, hot_spot_c;
};

// The largest of a day, by transformer.
struct TransformerDay {
    std::int64_t day;
    std::span<float const> max_loading_pu, max_hot_spot_c;
};

// Once, at the end.
struct GridTables {
    std::span<Violation const> violations;
    std::span<double const> hours_above_limit, life_used_h;  // by transformer, of the recorded window
};

// Control of public stations: by step of /stations, and row-major by step and station.
struct ControlBlock {
    std::int64_t first_row, rows;
    std::span<float const> price_yuan_per_kwh, carbon_kg_per_kwh, cost_yuan, co2_kg, v2g_kwh, wear_yuan;
    std::span<float const> wanted_kw, granted_kw, unmet_kwh;
    // By step; empty if nobody answers to the frequency.
    std::span<float const> droop_up_kw{}, droop_down_kw{}, droop_kw{}, frequency_deviation_hz{};
};

// What a session was granted at a control step.
struct SetPointRow {
    SimTime time;
    std::uint64_t step, session;  // both count from 0 since SimTime{0}
    std::uint32_t station, plug;  // plug: at its station, from 0
    std::uint32_t vehicle;
    double set_point_kw;  // infinite: no limit
};

struct SetPointBlock {
    std::int64_t first_row;
    std::span<SetPointRow const> rows;
};

class Sink {
public:
    virtual ~Sink() = default;
    virtual void append(CityBlock const& block) = 0;
    virtual void append(DistrictBlock const& block) = 0;
    virtual void append(StationBlock const& block) = 0;
    virtual void append(SessionBlock const& block) = 0;
    virtual void append(CityPlantBlock const& block) = 0;
    virtual void append(PlantBlock const& block) = 0;
    virtual void append(SwapBlock const& block) = 0;
    virtual void append(GridBlock const& block) = 0;
    virtual void append(TransformerDay const& day) = 0;
    virtual void append(GridTables const& tables) = 0;
    virtual void append(BatteryTable const& table) = 0;  // once, at the end
    virtual void append(ControlBlock const& block) = 0;
    virtual void append(SetPointBlock const& block) = 0;
};

// Keeps nothing: a run without a result file, and what a sink for some rows only derives from.
class NoSink : public Sink {
public:
    void append(CityBlock const&) override {}
    void append(DistrictBlock const&) override {}
    void append(StationBlock const&) override {}
    void append(SessionBlock const&) override {}
    void append(CityPlantBlock const&) override {}
    void append(PlantBlock const&) override {}
    void append(SwapBlock const&) override {}
    void append(GridBlock const&) override {}
    void append(TransformerDay const&) override {}
    void append(GridTables const&) override {}
    void append(BatteryTable const&) override {}
    void append(ControlBlock const&) override {}
    void append(SetPointBlock const&) override {}
};

}  // namespace yuchong::measure
