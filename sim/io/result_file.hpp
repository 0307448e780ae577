#pragma once
// The result of a run as one netCDF-4 file (output/FORMAT.md describes it, result_layout.cpp builds it). It
// takes rows as they come and grows on disk under the name `<file>.tmp`; only finish() gives it its real
// name, so a file that looks whole is whole. A killed run leaves the .tmp behind, which the next run to the
// same file reuses.
//
//   ResultFile file({"output/day.h5", Existing::keep}, contents);
//   measure::Recorder recorder(settings, window, layout, file);
//   recorder.flush(); file.save_partial();               // at a checkpoint: output/day.partial.h5
//   recorder.flush(); file.finish(summary, audit, circumstance);
//
// A stopped run goes on from its partial file with the second constructor; the rows already written come from
// the checkpoint. The file it finishes equals the one of a run that was never stopped.

#include "sim/base/calendar.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/control_result.hpp"
#include "sim/io/grid_result.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/netcdf_group.hpp"
#include "sim/measure/audit.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/measure/settings.hpp"
#include "sim/measure/sink.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::io {

struct FormatVersion {
    int major, minor;
};
// Minor: something was added. Major: something readers may rely on has changed. History in output/FORMAT.md.
inline constexpr FormatVersion format_version{1, 7};

// Where a result comes from.
struct Provenance {
    std::string scenario;       // name
    std::string scenario_yaml;  // resolved text
    std::string yuchong_version;
    std::uint64_t scenario_hash, demand_hash, model_hash;
    std::int64_t seed;
    enum class Reproducible : std::uint8_t { no, yes } reproducible;  // no: something outside steered the run
};

// All that the file says about the world. Borrowed: must outlive the constructor call only.
struct ResultContents {
    Provenance provenance;
    Calendar calendar;
    measure::Window window;
    measure::RecordSettings record;
    space::Geography const& geography;
    supply::Network const& network;
    vehicle::Catalogue const& catalogue;
    std::vector<std::string> fleets;           // names without blanks, by SessionRow::fleet
    std::optional<GridContents> grid{};        // if the run solves the power flow
    std::optional<ControlContents> control{};  // if it controls public stations
    std::span<space::Barrier const> barriers{};
};

// Cost and circumstance, apart from what the summary holds: not part of the result.
struct RunCircumstance {
    std::int32_t threads;
    std::string host, compiler, git_sha, libraries;
    std::string control;  // who decided at control steps
    std::string created;  // ISO 8601
};

struct ResultTarget {
    std::string path;
    Existing existing;
};

// Beside the result: output/day.h5 -> output/day.partial.h5.
[[nodiscard]] std::string partial_path(std::string const& result_path);

class ResultFile final : public measure::Sink {
public:
    // Throws OutputError if the path cannot be written, Hdf5Error if writing fails.
    ResultFile(ResultTarget target, ResultContents const& contents);
    // Goes on with the partial file of `target`, cut to the rows `written` (RecorderState::written of the
    // checkpoint). The partial file itself is left alone. Throws OutputError if it is missing, of another
    // scenario or too short.
    ResultFile(ResultTarget target, ResultContents const& contents, measure::RowCounts const& written);
    ResultFile(ResultFile const&) = delete;
    ResultFile& operator=(ResultFile const&) = delete;
    ~ResultFile() override = default;  // unfinished: removes the working file

    void append(measure::CityBlock const& block) override;
    void append(measure::DistrictBlock const& block) override;
    void append(measure::StationBlock const& block) override;
    void append(measure::SessionBlock const& block) override;
    void append(measure::CityPlantBlock const& block) override;
    void append(measure::PlantBlock const& block) override;
    void append(measure::SwapBlock const& block) override;
    void append(measure::GridBlock const& block) override;
    void append(measure::TransformerDay const& day) override;
    void append(measure::GridTables const& tables) override;
    void append(measure::BatteryTable const& table) override;
    void append(measure::ControlBlock const& block) override;
    void append(measure::SetPointBlock const& block) override;

    // A whole copy of what is written so far, to look at and to resume from. Flush the recorder first, and
    // write the checkpoint after it: a partial file may be newer than its checkpoint, never older.
    void save_partial();

    // Writes /kpi, /audit and /run, closes and renames. Nothing may be appended afterwards. If the name has
    // been taken meanwhile the result stays under its working name, and the OutputError says so.
    void finish(measure::Summary const& summary, std::span<measure::AuditRow const> audit,
                RunCircumstance const& circumstance);

private:
    void open_groups();
    void close_file();
    void check_open() const;
    void cut_to(measure::RowCounts const& written);

    ResultTarget target_;
    WorkingFile working_;  // outlives the handles below
    Calendar calendar_;
    measure::Window window_;
    measure::RecordSettings record_;
    std::optional<Hdf5File> file_;
    std::optional<NetcdfGroup> city_, districts_, stations_, sessions_, swaps_;  // swaps_: if there are any
    std::vector<std::string> models_;                                            // of vehicles
    std::optional<Duration> grid_step_;                                          // if there is a grid
    std::optional<GridResult> grid_;
    bool controlled_;
    std::optional<ControlResult> control_;
};

}  // namespace yuchong::io
