#include "sim/io/run_result.hpp"

#include "sim/io/hdf5_file.hpp"

#include <charconv>
#include <filesystem>
#include <limits>

namespace yuchong::io {
namespace {

std::uint64_t from_hex(std::string const& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return value;
}

// A file cut short says so when it is opened: its length stands in its head.
std::optional<Hdf5File> open_whole(std::string const& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::nullopt;
    try {
        return Hdf5File::open(path);
    } catch (Hdf5Error const&) {
        return std::nullopt;
    }
}

std::optional<RunIdentity> identity_of(Hdf5Group const& root) {
    for (char const* name : {"scenario_hash", "model_hash", "digest", "status"}) {
        if (!root.has(name)) return std::nullopt;
    }
    RunIdentity identity{.scenario_hash = from_hex(root.text("scenario_hash")),
                         .model_hash = from_hex(root.text("model_hash")),
                         .digest = root.text("digest"),
                         .status = root.text("status")};
    if (identity.status == "partial" || !root.contains("kpi")) return std::nullopt;
    return identity;
}

double read_number(Hdf5Dataset const& dataset) { return dataset.read<double>().at(0); }

}  // namespace

std::optional<RunIdentity> identify_run(std::string const& path) {
    auto const file = open_whole(path);
    if (!file) return std::nullopt;
    try {
        return identity_of(file->root());
    } catch (Hdf5Error const&) {
        return std::nullopt;
    }
}

std::vector<KpiColumn> kpi_columns(std::string const& path) {
    std::vector<KpiColumn> columns;
    Hdf5File const file = Hdf5File::open(path);
    Hdf5Group const group = file.root().group("kpi");
    for (std::string const& name : group.datasets()) {
        Hdf5Dataset const kpi = group.dataset(name);
        if (!kpi.has("calendar")) columns.push_back({name, kpi.text("units"), kpi.text("long_name")});
    }
    return columns;
}

std::optional<RunReading> read_run(std::string const& path, std::span<std::string const> kpis) {
    auto const file = open_whole(path);
    if (!file) return std::nullopt;
    Hdf5Group const root = file->root();
    auto identity = identity_of(root);
    if (!identity) return std::nullopt;
    RunReading reading{std::move(*identity), {}};
    Hdf5Group const group = root.group("kpi");
    for (std::string const& name : kpis)
        reading.kpis.push_back(group.contains(name) ? read_number(group.dataset(name))
                                                    : std::numeric_limits<double>::quiet_NaN());
    return reading;
}

}  // namespace yuchong::io
