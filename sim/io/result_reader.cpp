#include "sim/io/result_reader.hpp"

#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_file.hpp"
#include "sim/io/violations_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>

namespace yuchong::io {

namespace {

using Out = std::back_insert_iterator<std::string>;

int major_of(std::string const& version) {
    int major = -1;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

Hdf5File open_result(std::string const& path) {
    if (!std::filesystem::exists(path))
        throw ResultError(fmt::format("cannot read {} (there is no such file)", path));
    Hdf5File file = Hdf5File::open(path);
    Hdf5Group const root = file.root();
    if (!root.has("format_version") || !root.has("yuchong_version"))
        throw ResultError(fmt::format("cannot read {} (it is no Yuchong result)", path));
    std::string const version = root.text("format_version");
    if (major_of(version) > format_version.major)
        throw ResultError(
            fmt::format("cannot read {} (its format {} is newer than {}.{}) use a newer Yuchong", path,
                        version, format_version.major, format_version.minor));
    return file;
}

std::string attribute_or_empty(Hdf5Object const& object, char const* name) {
    return object.has(name) ? object.text(name) : std::string();
}

// The instant that times in the file count from.
Calendar calendar_of(Hdf5Group const& root) {
    CivilTime t{};
    std::string const text = attribute_or_empty(root, "window_begin");
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &t.year, &t.month, &t.day, &t.hour, &t.minute,
                    &t.second) != 6)
        throw ResultError(
            fmt::format("cannot read {} (its window_begin '{}' is no date)", root.path(), text));
    return Calendar(t);
}

KpiReading read_kpi(Hdf5Dataset const& variable, std::string const& name, Calendar const& calendar) {
    KpiReading kpi{.name = name,
                   .unit = attribute_or_empty(variable, "units"),
                   .long_name = attribute_or_empty(variable, "long_name"),
                   .kind = variable.type() == Hdf5Type::i64 ? KpiReading::Kind::count
                           : variable.has("calendar")       ? KpiReading::Kind::time
                                                            : KpiReading::Kind::real,
                   .value = 0.0,
                   .text = {}};
    switch (kpi.kind) {
        case KpiReading::Kind::count:
            kpi.value = static_cast<double>(variable.read<std::int64_t>().at(0));
            kpi.text = fmt::format("{:.0f}", kpi.value);
            break;
        case KpiReading::Kind::real:
            kpi.value = variable.read<double>().at(0);
            kpi.text = fmt::format("{:.6g}", kpi.value);
            break;
        case KpiReading::Kind::time:
            kpi.value = variable.read<double>().at(0);
            kpi.text = calendar.iso(SimTime{static_cast<std::int64_t>(kpi.value * 1'000.0)}).substr(0, 16);
            std::ranges::replace(kpi.text, 'T', ' ');
            break;
    }
    return kpi;
}

std::vector<KpiReading> kpis_of(Hdf5Group const& root) {
    std::vector<KpiReading> kpis;
    if (!root.contains("kpi")) return kpis;
    Hdf5Group const group = root.group("kpi");
    Calendar const calendar = calendar_of(root);
    for (std::string const& name : group.datasets())
        kpis.push_back(read_kpi(group.dataset(name), name, calendar));
    return kpis;
}

void describe_provenance(Out out, Hdf5Group const& root) {
    for (char const* name :
         {"title", "status", "scenario", "window_begin", "window_end", "seed", "digest", "scenario_hash",
          "demand_hash", "model_hash", "reproducible", "yuchong_version", "format_version"})
        fmt::format_to(out, "  {:<16} {}\n", name, attribute_or_empty(root, name));
}

// A bare dimension of netCDF has no values to show.
bool is_bare_dimension(Hdf5Dataset const& variable) {
    return attribute_or_empty(variable, "NAME").starts_with("This is a netCDF dimension but not");
}

void describe_group(Out out, Hdf5Group const& group, std::string const& name) {
    fmt::format_to(out, "\n/{}\n", name);
    for (std::string const& variable_name : group.datasets()) {
        Hdf5Dataset const variable = group.dataset(variable_name);
        if (is_bare_dimension(variable)) continue;
        std::vector<std::string> axes = variable.dimensions();
        std::vector<std::uint64_t> const shape = variable.shape();
        for (std::size_t i = 0; i < axes.size(); ++i) axes[i] += fmt::format(" {}", shape.at(i));
        std::string const unit = attribute_or_empty(variable, "units");
        fmt::format_to(out, "  {:<20} {:<8} {:<30} {}{}\n", variable_name, name_of(variable.type()),
                       axes.empty() ? "" : fmt::format("({})", fmt::join(axes, ", ")),
                       attribute_or_empty(variable, "long_name"),
                       unit.empty() || unit == "1" ? "" : fmt::format(" [{}]", unit));
    }
}

void describe_kpis(Out out, std::vector<KpiReading> const& kpis) {
    if (kpis.empty()) return;
    fmt::format_to(out, "\nkey figures\n");
    for (KpiReading const& kpi : kpis)
        fmt::format_to(out, "  {:<24} {:>16} {}\n", kpi.name, kpi.text, shown_unit(kpi));
}

void describe_audit(Out out, Hdf5Group const& root) {
    if (!root.contains("audit")) return;
    Hdf5Group const group = root.group("audit");
    std::vector<std::string> const laws = group.dataset("law").read_text();
    std::vector<std::string> const units = group.dataset("unit").read_text();
    auto const left = group.dataset("left").read<double>();
    auto const right = group.dataset("right").read<double>();
    auto const holds = group.dataset("holds").read<std::int8_t>();
    fmt::format_to(out, "\naudit\n");
    for (std::size_t i = 0; i < laws.size(); ++i)
        fmt::format_to(out, "  {:<24} {:<7} {:.12g} against {:.12g} {}\n", laws[i],
                       holds.at(i) != 0 ? "holds" : "BROKEN", left.at(i), right.at(i),
                       units.at(i) == "1" ? "" : units.at(i));
}

}  // namespace

std::string shown_unit(KpiReading const& kpi) {
    return kpi.unit == "1" || kpi.kind == KpiReading::Kind::time ? "" : kpi.unit;
}

std::map<std::string, std::string> read_provenance(std::string const& path) {
    Hdf5File const file = open_result(path);
    Hdf5Group const root = file.root();
    std::map<std::string, std::string> result;
    for (std::string const& name : root.attributes()) result.emplace(name, root.text(name));
    return result;
}

std::vector<KpiReading> read_kpis(std::string const& path) {
    Hdf5File const file = open_result(path);
    return kpis_of(file.root());
}

std::vector<city::RecordedPeak> read_charging_peaks(std::string const& path) {
    constexpr std::uint64_t rows_at_once = 96;
    Hdf5File const file = open_result(path);
    if (!file.root().contains("feeders"))
        throw ResultError(fmt::format("{} has no feeders (its run needs grid.flow: feeders)", path));
    Hdf5Group const group = file.root().group("feeders");
    std::vector<city::RecordedPeak> peaks;
    for (std::string const& feeder : group.dataset("feeder").read_text()) peaks.push_back({feeder, 0.0});
    Hdf5Dataset const charging = group.dataset("charging_kw");
    std::vector<std::uint64_t> const shape = charging.shape();
    if (shape.size() != 2 || shape[1] != peaks.size() || charging.type() != Hdf5Type::f32)
        throw ResultError(fmt::format("cannot read {} (its feeders/charging_kw is not time x feeder)", path));
    for (std::uint64_t first = 0; first < shape[0]; first += rows_at_once) {
        std::vector<std::byte> const bytes =
            charging.read_rows(first, std::min(rows_at_once, shape[0] - first));
        std::vector<float> kw(bytes.size() / sizeof(float));
        std::memcpy(kw.data(), bytes.data(), kw.size() * sizeof(float));
        for (std::size_t i = 0; i < kw.size(); ++i) {
            double& peak = peaks[i % peaks.size()].charging_kw;
            peak = std::max(peak, static_cast<double>(kw[i]));
        }
    }
    return peaks;
}

std::string read_scenario(std::string const& path) {
    Hdf5File const file = open_result(path);
    return file.root().group("scenario").dataset("yaml").read_text().at(0);
}

std::string describe_result(std::string const& path) {
    Hdf5File const file = open_result(path);
    Hdf5Group const root = file.root();
    std::string text;
    Out const out = std::back_inserter(text);
    fmt::format_to(out, "{}\n", path);
    describe_provenance(out, root);
    for (std::string const& name : root.groups()) {
        if (name == "kpi" || name == "audit") continue;
        describe_group(out, root.group(name), name);
    }
    describe_kpis(out, kpis_of(root));
    text += violations_text(root, calendar_of(root));
    describe_audit(out, root);
    return text;
}

}  // namespace yuchong::io
