#include "sim/io/result_file.hpp"

#include "sim/base/check.hpp"
#include "sim/io/result_closing.hpp"
#include "sim/io/result_layout.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace yuchong::io {

namespace {

// Rows a group holds, for resuming.
std::uint64_t rows_of(NetcdfGroup& group, char const* dimension) {
    return group.variable(dimension).shape().at(0);
}

void cut_group(NetcdfGroup& group, char const* dimension, std::int64_t rows, std::string const& path) {
    auto const wanted = static_cast<std::uint64_t>(rows);
    if (rows_of(group, dimension) < wanted)
        throw OutputError(fmt::format("cannot resume from {} (it is older than the checkpoint)", path));
    for (std::string const& name : group.group().datasets()) {
        Hdf5Dataset& variable = group.variable(name);
        std::vector<std::string> const dimensions = variable.dimensions();
        if (!dimensions.empty() && dimensions.front() == dimension) variable.resize_rows(wanted);
    }
}

void check_same_run(Hdf5File const& file, Provenance const& provenance, std::string const& path) {
    Hdf5Group const root = file.root();
    for (auto const& [attribute, expected] :
         {std::pair{"scenario_hash", hex(provenance.scenario_hash)},
          {"model_hash", hex(provenance.model_hash)},
          {"format_version", fmt::format("{}.{}", format_version.major, format_version.minor)}})
        if (!root.has(attribute) || root.text(attribute) != expected)
            throw OutputError(fmt::format("cannot resume from {} (its {} is another one)", path, attribute));
}

// The name a result is written under, once it is clear that it may be written at all.
std::string working_path(ResultTarget const& target) {
    check_writable(target.path, target.existing);
    return target.path + ".tmp";
}

}  // namespace

std::string partial_path(std::string const& result_path) {
    std::filesystem::path path(result_path);
    path.replace_extension();
    return path.string() + ".partial.h5";
}

ResultFile::ResultFile(ResultTarget target, ResultContents const& contents)
    : target_(std::move(target)),
      working_(working_path(target_)),
      calendar_(contents.calendar),
      window_(contents.window),
      record_(contents.record),
      models_(model_names(contents.catalogue)),
      controlled_(contents.control.has_value()) {
    if (contents.grid) grid_step_ = contents.grid->step;
    file_ = Hdf5File::create(working_.path());
    build_layout(*file_, contents);
    open_groups();
}

ResultFile::ResultFile(ResultTarget target, ResultContents const& contents, measure::RowCounts const& written)
    : target_(std::move(target)),
      working_(working_path(target_)),
      calendar_(contents.calendar),
      window_(contents.window),
      record_(contents.record),
      models_(model_names(contents.catalogue)),
      controlled_(contents.control.has_value()) {
    if (contents.grid) grid_step_ = contents.grid->step;
    std::string const partial = partial_path(target_.path);
    if (!std::filesystem::exists(partial))
        throw OutputError(
            fmt::format("cannot resume (there is no {}) it must lie beside the result", partial));
    check_same_run(Hdf5File::open(partial), contents.provenance, partial);
    copy_into(partial, working_.path());
    file_ = Hdf5File::reopen(working_.path());
    // Steered from outside for one part, it is for the whole.
    if (contents.provenance.reproducible == Provenance::Reproducible::no)
        file_->root().set_number<std::int32_t>("reproducible", 0);
    open_groups();
    cut_to(written);
}

void ResultFile::open_groups() {
    Hdf5Group const root = file_->root();
    city_.emplace(root.group("city"), record_.compression);
    districts_.emplace(root.group("districts"), record_.compression);
    stations_.emplace(root.group("stations"), record_.compression);
    sessions_.emplace(root.group("sessions"), record_.compression);
    if (root.contains("swap_stations")) swaps_.emplace(root.group("swap_stations"), record_.compression);
    if (grid_step_) grid_.emplace(root, *grid_step_, record_.compression);
    if (controlled_) control_.emplace(root, record_.station_step, record_.compression);
}

// Flushes first: a dataset that cannot write what it buffers would be closed in silence.
void ResultFile::close_file() {
    file_->flush();
    city_.reset();
    districts_.reset();
    stations_.reset();
    sessions_.reset();
    swaps_.reset();
    grid_.reset();
    control_.reset();
    file_->close();
    file_.reset();
}

void ResultFile::cut_to(measure::RowCounts const& written) {
    std::string const partial = partial_path(target_.path);
    cut_group(*city_, "time", written.city, partial);
    cut_group(*districts_, "time", written.city, partial);
    cut_group(*stations_, "time", written.station, partial);
    cut_group(*sessions_, "session", written.session, partial);
    if (swaps_) cut_group(*swaps_, "time", written.station, partial);
    if (control_) {
        cut_group(control_->group(), "time", written.control_step, partial);
        if (control_->keeps_set_points())
            cut_group(control_->group(), "set_point", written.set_point, partial);
    }
    if (!grid_) return;
    for (NetcdfGroup* group : {&grid_->feeders(), &grid_->substations(), &grid_->transformers()})
        cut_group(*group, "time", written.grid_step, partial);
    cut_group(grid_->transformers(), "day", written.grid_day, partial);
}

void ResultFile::append(measure::CityBlock const& block) {
    check_open();
    append_time_rows(*city_, block.first_row, block.rows, record_.city_step);
    city_->variable("charging_kw").append(block.charging_kw);
    city_->variable("charging_peak_kw").append(block.charging_peak_kw);
    city_->variable("base_kw").append(block.base_kw);
    city_->variable("v2g_kw").append(block.v2g_kw);
    city_->variable("vehicles_charging").append(block.vehicles_charging);
    city_->variable("vehicles_waiting").append(block.vehicles_waiting);
}

void ResultFile::append(measure::DistrictBlock const& block) {
    check_open();
    append_time_rows(*districts_, block.first_row, block.rows, record_.city_step);
    districts_->variable("charging_kw").append(block.charging_kw);
    districts_->variable("sessions_started").append(block.sessions_started);
}

void ResultFile::append(measure::StationBlock const& block) {
    check_open();
    append_time_rows(*stations_, block.first_row, block.rows, record_.station_step);
    stations_->variable("charging_kw").append(block.charging_kw);
    stations_->variable("charging_peak_kw").append(block.charging_peak_kw);
    stations_->variable("occupied").append(block.occupied);
    stations_->variable("waiting").append(block.waiting);
    if (!block.v2g_kw.empty()) stations_->variable("v2g_kw").append(block.v2g_kw);
}

void ResultFile::append(measure::SessionBlock const& block) {
    check_open();
    check(rows_of(*sessions_, "session") == static_cast<std::uint64_t>(block.first_row),
          "rows out of order (a block was lost)");
    std::vector<std::int64_t> row(block.rows.size());
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = block.first_row + static_cast<std::int64_t>(i);
    sessions_->variable("session").append(std::span<std::int64_t const>(row));
    for_each_session_column([&]<class T>(Description const& what, auto value) {
        std::vector<T> column;
        column.reserve(block.rows.size());
        for (measure::SessionRow const& session : block.rows) column.push_back(value(session, window_));
        sessions_->variable(what.name).append(std::span<T const>(column));
    });
}

void ResultFile::append(measure::CityPlantBlock const& block) {
    check_open();
    city_->variable("storage_kw").append(block.storage_kw);
    city_->variable("pv_kw").append(block.pv_kw);
    city_->variable("connection_kw").append(block.connection_kw);
}

void ResultFile::append(measure::PlantBlock const& block) {
    check_open();
    stations_->variable("storage_kw").append(block.storage_kw);
    stations_->variable("storage_soc").append(block.storage_soc);
    stations_->variable("pv_kw").append(block.pv_kw);
    stations_->variable("connection_kw").append(block.connection_kw);
}

void ResultFile::append(measure::SwapBlock const& block) {
    check_open();
    append_time_rows(*swaps_, block.first_row, block.rows, record_.station_step);
    swaps_->variable("packs_ready").append(block.packs_ready);
    swaps_->variable("packs_charging").append(block.packs_charging);
    swaps_->variable("packs_feeding").append(block.packs_feeding);
    swaps_->variable("bay_busy").append(block.bay_busy);
    swaps_->variable("swaps").append(block.swaps);
}

void ResultFile::append(measure::GridBlock const& block) {
    check_open();
    grid_->append(block);
}

void ResultFile::append(measure::TransformerDay const& day) {
    check_open();
    grid_->append(day);
}

void ResultFile::append(measure::GridTables const& tables) {
    check_open();
    grid_->append(tables, window_);
}

void ResultFile::append(measure::BatteryTable const& table) {
    check_open();
    Hdf5Group root = file_->root();
    write_batteries(root, table, models_, record_.compression);
}

void ResultFile::append(measure::ControlBlock const& block) {
    check_open();
    control_->append(block);
}

void ResultFile::append(measure::SetPointBlock const& block) {
    check_open();
    control_->append(block, window_);
}

void ResultFile::check_open() const {
    check(file_.has_value(), "result file is finished (nothing can be appended)");
}

void ResultFile::save_partial() {
    check(file_.has_value(), "result file is finished (there is no partial one)");
    close_file();
    copy_whole(working_.path(), partial_path(target_.path));
    file_ = Hdf5File::reopen(working_.path());
    open_groups();
}

void ResultFile::finish(measure::Summary const& summary, std::span<measure::AuditRow const> audit,
                        RunCircumstance const& circumstance) {
    check(file_.has_value(), "result file is finished already");
    {
        Hdf5Group root = file_->root();
        write_kpis(root, summary, calendar_, window_, record_.compression);
        write_response(root, summary.response_events, calendar_, window_, record_.compression);
        write_guidance(root, summary, record_.compression);
        write_outages(root, summary.outage_steps, calendar_, window_, record_.compression);
        write_zone_demand(root, summary.zone_demand, record_.compression);
        write_rollout(root, summary.rollout, record_.compression);
        write_economics(root, summary.station_economics, record_.compression);
        write_fleets(root, summary.fleets, record_.compression);
        write_audit(root, audit, record_.compression);
        write_run(root, summary, circumstance, record_.compression);
        root.set("digest", hex(summary.digest));
        root.set("status", measure::name(summary.status));
    }
    close_file();
    working_.keep();
    try {
        publish(working_.path(), target_.path, target_.existing);
    } catch (OutputError const& error) {
        throw OutputError(
            fmt::format("{}; the result is whole and stays in {}", error.what(), working_.path()));
    }
}

}  // namespace yuchong::io
