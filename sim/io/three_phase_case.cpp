#include "sim/io/three_phase_case.hpp"

#include "sim/base/math.hpp"
#include "sim/grid/three_phase_islands.hpp"
#include "sim/io/feeder_cells.hpp"

#include <filesystem>
#include <numbers>

namespace yuchong::io {

namespace {

// In the order of grid::LoadModel.
constexpr std::array<std::string_view, 4> load_model_names{"constant_power", "constant_impedance",
                                                           "constant_current", "exponential_p1_q2"};
constexpr double per_percent = 0.01;
constexpr double siemens_per_microsiemens = 1e-6;
constexpr double radians_per_degree = std::numbers::pi / 180.0;

std::vector<grid::ThreePhaseBus> buses_of(CsvTable const& table, Report& report) {
    CsvRows rows(table, {"bus", "phases", "base_kv"}, report);
    std::vector<grid::ThreePhaseBus> buses;
    for (std::size_t i = 0; rows.complete() && i < rows.size(); ++i) {
        buses.push_back(
            {rows.unique_text(i, "bus"), phases_at(rows, i, "phases"), rows.number(i, "base_kv", above(0))});
    }
    return buses;
}

grid::ThreePhaseLine line_at(CsvRows& rows, std::size_t i, BusNames const& names, Report const& report) {
    std::size_t const problems = report.size();
    grid::ThreePhaseLine line{};
    line.name = rows.unique_text(i, "line");
    line.from_phases = phases_at(rows, i, "from_phases");
    line.to_phases = phases_at(rows, i, "to_phases");
    line.from = names.bus_at(rows, i, "from_bus", line.from_phases);
    line.to = names.bus_at(rows, i, "to_bus", line.to_phases);
    std::size_t const n = line.from_phases.count;
    if (line.to_phases.count != n) {
        rows.complain(rows.cell(i, "to_phases"), "to_phases",
                      {"the line ends with another number of phases than it begins with",
                       "each conductor has two ends", "check both"});
    }
    RealMatrix const r = matrix_at(rows, i, "r_ohm", n), x = matrix_at(rows, i, "x_ohm", n),
                     b = matrix_at(rows, i, "shunt_us", n);
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t k = 0; k < n; ++k) {
            line.series_ohm[row][k] = {r[row][k], x[row][k]};
            line.shunt_s[row][k] = {0.0, siemens_per_microsiemens * b[row][k]};
        }
    }
    if (report.size() == problems && !grid::inverse(line.series_ohm, n)) {
        rows.complain(rows.cell(i, "r_ohm"), "r_ohm",
                      {"the impedance is singular", "the current has to follow from the voltage",
                       "give an ideal link a small resistance"});
    }
    return line;
}

std::vector<grid::ThreePhaseLine> lines_of(CsvTable const& table, BusNames const& names, Report& report) {
    CsvRows rows(table,
                 {"line", "from_bus", "from_phases", "to_bus", "to_phases", "r_ohm", "x_ohm", "shunt_us"},
                 report);
    std::vector<grid::ThreePhaseLine> lines;
    for (std::size_t i = 0; rows.complete() && i < rows.size(); ++i) {
        lines.push_back(line_at(rows, i, names, report));
    }
    return lines;
}

std::vector<grid::ThreePhaseLoad> loads_of(CsvTable const& table, BusNames const& names, Report& report) {
    CsvRows rows(table, {"load", "bus", "phases", "connection", "model", "p_kw", "q_kvar", "rated_kv"},
                 report);
    std::vector<grid::ThreePhaseLoad> loads;
    for (std::size_t i = 0; rows.complete() && i < rows.size(); ++i) {
        grid::PhaseList const phases = phases_at(rows, i, "phases");
        loads.push_back({.name = rows.unique_text(i, "load"),
                         .bus = names.bus_at(rows, i, "bus", phases),
                         .phases = phases,
                         .connection = connection_at(rows, i, "connection", phases),
                         .model = rows.choice<grid::LoadModel>(i, "model", load_model_names),
                         .p_kw = rows.number(i, "p_kw", any_number),
                         .q_kvar = rows.number(i, "q_kvar", any_number),
                         .rated_kv = rows.number(i, "rated_kv", above(0))});
    }
    return loads;
}

std::vector<grid::Capacitor> capacitors_of(CsvTable const& table, BusNames const& names, Report& report) {
    CsvRows rows(table, {"capacitor", "bus", "phases", "connection", "q_kvar", "rated_kv"}, report);
    std::vector<grid::Capacitor> capacitors;
    for (std::size_t i = 0; rows.complete() && i < rows.size(); ++i) {
        grid::PhaseList const phases = phases_at(rows, i, "phases");
        capacitors.push_back({.name = rows.unique_text(i, "capacitor"),
                              .bus = names.bus_at(rows, i, "bus", phases),
                              .phases = phases,
                              .connection = connection_at(rows, i, "connection", phases),
                              .q_kvar = rows.number(i, "q_kvar", above(0)),
                              .rated_kv = rows.number(i, "rated_kv", above(0))});
    }
    return capacitors;
}

// `end` is "from" or "to".
grid::Winding winding_at(CsvRows& rows, std::size_t i, std::string const& end, BusNames const& names) {
    grid::PhaseList const phases = phases_at(rows, i, end + "_phases");
    return {.bus = names.bus_at(rows, i, end + "_bus", phases),
            .phases = phases,
            .connection = connection_at(rows, i, end + "_connection", phases),
            .rated_kv = rows.number(i, end + "_kv", above(0)),
            .r_pu = per_percent * rows.number(i, end + "_r_percent", between(0, 100)),
            .tap_pu = rows.number(i, end + "_tap", between(0.5, 1.5))};
}

std::size_t count_coils(grid::Winding const& winding) {
    bool const between_two = winding.connection == grid::Connection::delta && winding.phases.count == 2;
    return between_two ? 1 : winding.phases.count;
}

std::vector<grid::ThreePhaseTransformer> three_phase_transformers_of(CsvTable const& table,
                                                                     BusNames const& names, Report& report) {
    CsvRows rows(table,
                 {"transformer", "rating_kva", "x_percent", "from_bus", "from_phases", "from_connection",
                  "from_kv", "from_r_percent", "from_tap", "to_bus", "to_phases", "to_connection", "to_kv",
                  "to_r_percent", "to_tap"},
                 report);
    std::vector<grid::ThreePhaseTransformer> transformers;
    for (std::size_t i = 0; rows.complete() && i < rows.size(); ++i) {
        grid::ThreePhaseTransformer const t{
            .name = rows.unique_text(i, "transformer"),
            .windings = {winding_at(rows, i, "from", names), winding_at(rows, i, "to", names)},
            .rating_kva = rows.number(i, "rating_kva", above(0)),
            .x_pu = per_percent * rows.number(i, "x_percent", above_up_to(0, 100))};
        if (count_coils(t.windings[0]) != count_coils(t.windings[1])) {
            rows.complain(rows.cell(i, "to_phases"), "to_phases",
                          {"the windings have unequal numbers of coils",
                           "each coil faces one of the other winding", "check both"});
        }
        transformers.push_back(t);
    }
    return transformers;
}

grid::ThreePhaseSource source_of(CsvTable const& table, BusNames const& names,
                                 std::vector<grid::ThreePhaseBus> const& buses, Report& report) {
    CsvRows rows(table, {"bus", "phase", "volt", "degrees"}, report);
    grid::ThreePhaseSource source{};
    if (!rows.complete()) return source;
    std::size_t const problems = report.size();
    grid::PhaseList given;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const phase = rows.choice<grid::Phase>(i, "phase", phase_names);
        grid::BusId const bus = names.bus_at(rows, i, "bus", grid::single(phase));
        if (i > 0 && bus != source.bus) {
            rows.complain(rows.cell(i, "bus"), "bus",
                          {"a second bus has given voltages", "a feeder has one source", "remove one"});
        }
        if (given.holds(phase)) {
            rows.complain(rows.cell(i, "phase"), "phase", {"the phase stands twice", "each has one row", ""});
        } else {
            given.add(phase);
        }
        double const volt = rows.number(i, "volt", above(0));
        double const angle = radians_per_degree * rows.number(i, "degrees", between(-360, 360));
        source.bus = bus;
        source.volt[static_cast<std::size_t>(phase)] = {volt * math::cos(angle), volt * math::sin(angle)};
    }
    bool const whole = source.bus && given.count == buses[source.bus.index()].phases.count;
    if (report.size() == problems && !whole) {
        report.add({table.header[0].mark, "", "not every phase of the source has a voltage",
                    "the others follow from them", "add a row a phase of one bus"});
    }
    return source;
}

void report_islands(grid::ThreePhaseFeeder const& feeder, CsvTable const& buses, Report& report) {
    for (grid::BusPhase const& node : islanded(feeder)) {
        CsvCell const& cell = buses.rows[node.bus.index()][*buses.column("bus")];
        report.add({cell.mark, "bus",
                    fmt::format("phase {} of {} is not connected to the source",
                                phase_names[static_cast<std::size_t>(node.phase)], cell.text),
                    "its voltage follows from nothing", "add a line or remove the phase"});
    }
}

}  // namespace

grid::ThreePhaseFeeder read_three_phase_case(std::string const& folder, Report& report) {
    std::size_t const problems = report.size();
    auto const table = [&](std::string const& name) { return read_csv(folder + "/" + name, report); };
    auto const table_if_there = [&](std::string const& name) {
        std::error_code failed;
        bool const there = std::filesystem::exists(folder + "/" + name, failed);
        return there ? table(name) : std::optional<CsvTable>();
    };
    grid::ThreePhaseFeeder feeder;
    auto const buses = table("buses.csv");
    if (buses) feeder.buses = buses_of(*buses, report);
    if (feeder.buses.empty()) {
        if (report.size() == problems)
            report.add(
                {{folder + "/buses.csv", 0, 0}, "", "there is no bus", "a feeder needs one", "add a row"});
        return feeder;
    }
    BusNames const names(feeder.buses);
    if (auto const lines = table("lines.csv")) feeder.lines = lines_of(*lines, names, report);
    if (auto const loads = table("loads.csv")) feeder.loads = loads_of(*loads, names, report);
    if (auto const slack = table("slack.csv")) feeder.source = source_of(*slack, names, feeder.buses, report);
    if (auto const capacitors = table_if_there("capacitors.csv"))
        feeder.capacitors = capacitors_of(*capacitors, names, report);
    if (auto const transformers = table_if_there("transformers.csv"))
        feeder.transformers = three_phase_transformers_of(*transformers, names, report);
    if (report.size() == problems) report_islands(feeder, *buses, report);
    return feeder;
}

}  // namespace yuchong::io
