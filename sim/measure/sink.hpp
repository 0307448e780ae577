#pragma once
// Where finished rows go. The recorder hands over blocks of whole steps, so that memory stays bounded however
// long the run is; sim/io writes them to HDF5. Spans are row-major (step, then district or station) and live
// only for the call. Rows of one kind come in order and without gaps: `first_row` is the number already
// handed over.

#include "sim/measure/session_row.hpp"

#include <cstdint>
#include <span>

namespace yuchong::measure {

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
};

struct SessionBlock {
    std::int64_t first_row;
    std::span<SessionRow const> rows;
};

class Sink {
public:
    virtual ~Sink() = default;
    virtual void append(CityBlock const& block) = 0;
    virtual void append(DistrictBlock const& block) = 0;
    virtual void append(StationBlock const& block) = 0;
    virtual void append(SessionBlock const& block) = 0;
};

// Keeps nothing: a run without a result file.
class NoSink final : public Sink {
public:
    void append(CityBlock const&) override {}
    void append(DistrictBlock const&) override {}
    void append(StationBlock const&) override {}
    void append(SessionBlock const&) override {}
};

}  // namespace yuchong::measure
