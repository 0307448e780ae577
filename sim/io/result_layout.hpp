#pragma once
// What stands where in a result file: builds the groups and writes what does not grow. Each variable is named
// once, here; output/FORMAT.md repeats the names for readers and a test holds the two together.

#include "sim/io/netcdf_group.hpp"
#include "sim/io/result_file.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <string>

namespace yuchong::io {

// Builds every group that is there from the start: /, /scenario, /city, /districts, /stations, /sessions.
void build_layout(Hdf5File& file, ResultContents const& contents);

// For series by step, in every group that has them.
[[nodiscard]] std::string time_units(Calendar const& calendar, measure::Window const& window);
// Instants, in units such as time_units().
void make_time(Hdf5Dataset& variable, std::string const& units);
void build_time_axis(NetcdfGroup& group, std::string const& units);
// `dimensions`: time, and one more if it is a series for each of many.
template <class T>
void build_step_series(NetcdfGroup& group, Description const& what, char const* cell_methods,
                       std::vector<std::string> const& dimensions);
void append_time_rows(NetcdfGroup& group, std::int64_t first_row, std::int64_t rows, Duration step);

[[nodiscard]] std::vector<std::string> model_names(vehicle::Catalogue const& catalogue);

// Milliseconds since the beginning of the recorded window, as double: exact, NaN for `never`. (Seconds with a
// fraction would decode to odd nanoseconds and pack badly.)
[[nodiscard]] inline double file_ms(SimTime t, measure::Window const& window) {
    return t == never ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>((t - window.begin).ms);
}

[[nodiscard]] std::string hex(std::uint64_t value);  // 16 digits

// The columns of /sessions: calls visit.template operator()<T>(Description, Codes, value) for each, where
// `value` takes (SessionRow, Window) to a T. One list for both building and appending.
template <class Visit>
void for_each_session_column(Visit&& visit) {
    using measure::SessionRow;
    using measure::Window;
    auto const time = [&](char const* name, char const* meaning, auto value) {
        visit.template operator()<double>(Description{name, "time", meaning}, value);
    };
    visit.template operator()<std::int32_t>(
        Description{"vehicle", "1", "number of the vehicle"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int32_t>(r.vehicle); });
    visit.template operator()<std::int16_t>(
        Description{"vehicle_type", "1", "vehicle model"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int16_t>(r.model); });
    visit.template operator()<std::int8_t>(
        Description{"fleet", "1", "fleet of the vehicle"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int8_t>(r.fleet); });
    visit.template operator()<std::int32_t>(
        Description{"station", "1", "position in /stations, -1 for none"},
        [](SessionRow const& r, Window const&) {
            return r.station == measure::no_station ? -1 : static_cast<std::int32_t>(r.station);
        });
    visit.template operator()<std::int8_t>(
        Description{"terminal_class", "1", "class of the plug used, or wanted"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int8_t>(r.plug_class); });
    visit.template operator()<std::int8_t>(
        Description{"place", "1", "where"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int8_t>(r.place); });
    time("arrival", "arrival at the station or home",
         [](SessionRow const& r, Window const& w) { return file_ms(r.arrival, w); });
    time("plug_in", "plug-in", [](SessionRow const& r, Window const& w) { return file_ms(r.plug_in, w); });
    time("charge_end", "end of the charge",
         [](SessionRow const& r, Window const& w) { return file_ms(r.charge_end, w); });
    time("unplug", "the plug is free again",
         [](SessionRow const& r, Window const& w) { return file_ms(r.unplug, w); });
    visit.template operator()<double>(
        Description{"wait_s", "s", "time in the queue"},
        [](SessionRow const& r, Window const&) { return static_cast<double>(r.wait_ms) / 1'000.0; });
    visit.template operator()<double>(Description{"energy_kwh", "kW h", "energy metered at the plug"},
                                      [](SessionRow const& r, Window const&) { return r.energy_kwh; });
    visit.template operator()<double>(
        Description{"requested_kwh", "kW h", "energy an undisturbed charge would have come to"},
        [](SessionRow const& r, Window const&) { return r.requested_kwh; });
    visit.template operator()<double>(Description{"v2g_kwh", "kW h", "energy fed back at the plug"},
                                      [](SessionRow const& r, Window const&) { return r.v2g_kwh; });
    visit.template operator()<float>(
        Description{"soc_start", "1", "state of charge at plug-in"},
        [](SessionRow const& r, Window const&) { return static_cast<float>(r.soc_start); });
    visit.template operator()<float>(
        Description{"soc_end", "1", "state of charge at the end"},
        [](SessionRow const& r, Window const&) { return static_cast<float>(r.soc_end); });
    visit.template operator()<float>(
        Description{"max_kw", "kW", "largest power at the plug"},
        [](SessionRow const& r, Window const&) { return static_cast<float>(r.max_kw); });
    visit.template operator()<std::int8_t>(
        Description{"outcome", "1", "how it ended"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int8_t>(r.outcome); });
    visit.template operator()<std::int8_t>(
        Description{"flags", "1", "reaches beyond the recorded window"},
        [](SessionRow const& r, Window const&) { return static_cast<std::int8_t>(r.flags); });
}

}  // namespace yuchong::io
