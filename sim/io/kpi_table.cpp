#include "sim/io/kpi_table.hpp"

#include "sim/io/hdf5_file.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>

namespace yuchong::io {

namespace {

using Kind = KpiReading::Kind;

// Groups in the order of the table, and the beginnings of the names that belong to each; what fits none of
// them comes last. The first beginning that fits counts.
struct GroupRule {
    char const* group;
    std::array<std::string_view, 9> beginnings;
};
constexpr std::array rules{
    GroupRule{"energy", {"energy_kwh", "energy_", "grid_energy", "base_energy"}},
    GroupRule{"cost",
              {"energy_cost", "cost_", "demand_charge", "net_energy_cost", "net_cost", "net_benefit"}},
    GroupRule{"rollout", {"targets_", "plug_gini", "programme_", "stations_profitable", "levelised_cost"}},
    GroupRule{"carbon dioxide", {"co2_", "net_co2"}},
    GroupRule{"load", {"peak_", "city_peak", "city_valley"}},
    GroupRule{"feeding back", {"v2g_", "sessions_v2g"}},
    GroupRule{"batteries", {"battery_"}},
    GroupRule{"waits", {"wait_", "served_share"}},
    GroupRule{"guidance", {"guidance_"}},
    GroupRule{"unmet", {"unmet_", "sessions_unmet", "energy_owed"}},
    GroupRule{"optimality",
              {"bound_", "unmet_bound", "unmet_gap", "cost_bound", "cost_gap", "peak_bound", "peak_gap"}},
    GroupRule{"demand response", {"response_"}},
    GroupRule{"frequency", {"droop_"}},
    GroupRule{"grid",
              {"feeder", "transformer", "substation", "grid_violations", "grid_losses", "min_voltage",
               "low_voltage", "volt_var", "outage_"}},
    GroupRule{"use", {"visits", "sessions", "utilisation"}},
};
constexpr char const* other_group = "other";

// The longest beginning that fits: energy_cost_yuan is a cost.
char const* group_of(std::string const& name) {
    char const* group = other_group;
    std::size_t longest = 0;
    for (GroupRule const& rule : rules) {
        for (std::string_view const beginning : rule.beginnings) {
            if (beginning.size() <= longest || !name.starts_with(beginning)) continue;
            longest = beginning.size();
            group = rule.group;
        }
    }
    return group;
}

KpiReading real(char const* name, char const* unit, char const* long_name, double value) {
    return {.name = name,
            .unit = unit,
            .long_name = long_name,
            .kind = Kind::real,
            .value = value,
            .text = fmt::format("{:.6g}", value)};
}

// Step means of what the city draws: base load and charging, less what vehicles feed back; storages and the
// sun at stations where there are some.
std::vector<float> city_load_kw(Hdf5Group const& city) {
    std::vector<float> load = city.dataset("charging_kw").read<float>();
    auto const add = [&](char const* name, auto operation) {
        if (!city.contains(name)) return;
        std::vector<float> const more = city.dataset(name).read<float>();
        std::ranges::transform(load, more, load.begin(), operation);
    };
    add("base_kw", std::plus<>());
    add("v2g_kw", std::minus<>());
    add("storage_kw", std::plus<>());
    add("pv_kw", std::minus<>());
    return load;
}

// What is read from series: only those that the file has.
void append_series(std::string const& path, std::vector<KpiReading>& kpis) {
    Hdf5File const file = Hdf5File::open(path);
    Hdf5Group const root = file.root();
    std::vector<float> const load = city_load_kw(root.group("city"));
    if (!load.empty()) {
        auto const [valley, peak] = std::ranges::minmax(load);
        kpis.push_back(real("city_peak_kw", "kW", "largest step mean of what the city draws", peak));
        kpis.push_back(real("city_valley_kw", "kW", "smallest step mean of what the city draws", valley));
    }
    if (!root.contains("transformers")) return;
    std::vector<double> const life = root.group("transformers").dataset("life_used_h").read<double>();
    kpis.push_back(real("transformer_life_used_h", "h", "life used, all transformers",
                        std::accumulate(life.begin(), life.end(), 0.0)));
}

std::vector<KpiReading> read_figures(std::string const& path) {
    std::vector<KpiReading> kpis = read_kpis(path);
    if (kpis.empty())
        throw ResultError(fmt::format("cannot compare {} (its run has not ended) resume it first", path));
    append_series(path, kpis);
    return kpis;
}

std::optional<double> value_of(std::vector<KpiReading> const& kpis, char const* name) {
    auto const found = std::ranges::find(kpis, name, &KpiReading::name);
    return found == kpis.end() ? std::nullopt : std::optional(found->value);
}

// What a run has cost, and what it has put off beyond its end more than it took over at its beginning, at the
// plug. Files of earlier versions do not say.
struct Outcome {
    double cost_yuan, put_off_kwh;
};
std::optional<Outcome> outcome_of(std::vector<KpiReading> const& kpis) {
    auto const cost = value_of(kpis, "net_cost_yuan"), owed = value_of(kpis, "energy_owed_kwh"),
               owed_begin = value_of(kpis, "energy_owed_begin_kwh");
    if (!cost || !owed || !owed_begin) return std::nullopt;
    return Outcome{*cost, *owed - *owed_begin};
}

// By how much a run is cheaper than the baseline, at what the baseline paid for a kWh for what was put off.
void append_benefit(std::vector<KpiReading> const& baseline, std::vector<KpiReading>& kpis) {
    auto const first = outcome_of(baseline), mine = outcome_of(kpis);
    auto const cost = value_of(baseline, "energy_cost_yuan"), energy = value_of(baseline, "energy_kwh");
    if (!first || !mine || !cost || !energy || *energy <= 0.0) return;
    double const put_off_yuan = *cost / *energy * (mine->put_off_kwh - first->put_off_kwh);
    kpis.push_back(real("net_benefit_yuan", "yuan", "saved beside the first file, energy put off included",
                        first->cost_yuan - mine->cost_yuan - put_off_yuan));
}

std::string shown_percent(double first, double second) {
    if (first == second) return "0 %";
    if (first == 0.0 || std::isnan(first) || std::isnan(second)) return "";
    return fmt::format("{:+.2f} %", 100.0 * (second - first) / std::abs(first));
}

std::string shown_difference(KpiReading const& first, KpiReading const& second) {
    double const by = second.value - first.value;
    switch (first.kind) {
        case Kind::count: return fmt::format("{:+.0f}", by);
        case Kind::real: return fmt::format("{:+.6g}", by);
        case Kind::time: return fmt::format("{:+.0f} min", by / 60.0);
    }
    return "";
}

// A, B, ... and beyond Z the number.
std::string letter(std::size_t file) {
    return file < 26 ? std::string(1, static_cast<char>('A' + file)) : fmt::format("#{}", file + 1);
}

std::string row_text(KpiRow const& row) {
    auto const& baseline = row.readings.front();
    std::string text = fmt::format("  {:<24} {:<6}", row.name, row.unit);
    for (std::size_t i = 0; i < row.readings.size(); ++i) {
        auto const& reading = row.readings[i];
        text += fmt::format(" {:>16}", reading ? reading->text : "-");
        if (i == 0) continue;
        bool const both = baseline && reading;
        text +=
            fmt::format(" {:>14} {:>11}", both ? shown_difference(*baseline, *reading) : "",
                        both && row.kind != Kind::time ? shown_percent(baseline->value, reading->value) : "");
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

nlohmann::ordered_json number_or_null(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

nlohmann::ordered_json row_json(KpiRow const& row) {
    nlohmann::ordered_json json{{"name", row.name}, {"unit", row.unit}};
    nlohmann::ordered_json values, differences, percents;
    auto const& baseline = row.readings.front();
    for (auto const& reading : row.readings) {
        double const nan = std::nan("");
        double const value = reading ? reading->value : nan;
        double const by = baseline && reading ? value - baseline->value : nan;
        values.push_back(number_or_null(value));
        differences.push_back(number_or_null(by));
        double const percent = by == 0.0 ? 0.0 : 100.0 * by / std::abs(baseline ? baseline->value : nan);
        percents.push_back(row.kind == Kind::time ? nlohmann::ordered_json() : number_or_null(percent));
    }
    json["values"] = values;
    json["difference"] = differences;
    json["percent"] = percents;
    return json;
}

// Empty: the file does not say.
std::string demand_of(std::map<std::string, std::string> const& provenance) {
    auto const found = provenance.find("demand_hash");
    return found == provenance.end() ? "" : found->second;
}

// The first thing that tells two demands apart, for the message.
std::string what_differs(std::map<std::string, std::string> const& a,
                         std::map<std::string, std::string> const& b) {
    for (char const* name : {"seed", "window_begin", "window_end"}) {
        auto const left = a.find(name), right = b.find(name);
        if (left != a.end() && right != b.end() && left->second != right->second)
            return fmt::format("{} {} against {}", name, left->second, right->second);
    }
    return fmt::format("demand_hash {} against {}", demand_of(a), demand_of(b));
}

std::size_t column_width(std::string const& name) { return std::max<std::size_t>(name.size(), 11); }

KpiRow const& find_row(KpiTable const& table, std::string const& name) {
    std::vector<std::string> known;
    for (KpiGroup const& group : table.groups) {
        for (KpiRow const& row : group.rows) {
            if (row.name == name) return row;
            known.push_back(row.name);
        }
    }
    throw ResultError(fmt::format("no file has a figure {} (`yuchong compare` without --kpi shows all) {}",
                                  name, suggest(name, known)));
}

}  // namespace

KpiTable read_kpi_table(std::vector<std::string> const& paths) {
    KpiTable table{.paths = paths, .groups = {}};
    for (GroupRule const& rule : rules) table.groups.push_back({rule.group, {}});
    table.groups.push_back({other_group, {}});
    std::vector<KpiReading> const baseline = read_figures(paths.front());
    for (std::size_t file = 0; file < paths.size(); ++file) {
        std::vector<KpiReading> kpis = read_figures(paths[file]);
        append_benefit(baseline, kpis);
        for (KpiReading& kpi : kpis) {
            auto const group = std::ranges::find(table.groups, group_of(kpi.name), &KpiGroup::name);
            auto row = std::ranges::find(group->rows, kpi.name, &KpiRow::name);
            if (row == group->rows.end())
                row = group->rows.insert(row, {kpi.name, shown_unit(kpi), kpi.kind,
                                               std::vector<std::optional<KpiReading>>(paths.size())});
            row->readings[file] = std::move(kpi);
        }
    }
    std::erase_if(table.groups, [](KpiGroup const& group) { return group.rows.empty(); });
    return table;
}

std::string different_demand(std::vector<std::string> const& paths) {
    auto const first = read_provenance(paths.front());
    for (std::string const& path : paths) {
        auto const other = read_provenance(path);
        if (demand_of(other).empty())
            return fmt::format(
                "cannot tell whether {} has the same demand as the others (it was written before files said "
                "so)",
                path);
        if (demand_of(other) != demand_of(first))
            return fmt::format("{} and {} differ in their demand ({})", paths.front(), path,
                               what_differs(first, other));
    }
    return "";
}

std::string kpi_table_text(KpiTable const& table) {
    std::string text;
    for (std::size_t i = 0; i < table.paths.size(); ++i)
        text += fmt::format("{}  {}{}\n", letter(i), table.paths[i], i == 0 ? "  (baseline)" : "");
    text += fmt::format("\n  {:<24} {:<6} {:>16}", "", "unit", letter(0));
    for (std::size_t i = 1; i < table.paths.size(); ++i)
        text += fmt::format(" {:>16} {:>14} {:>11}", letter(i), letter(i) + " - A", "%");
    text += "\n";
    for (KpiGroup const& group : table.groups) {
        text += group.name + "\n";
        for (KpiRow const& row : group.rows) text += row_text(row);
    }
    return text;
}

std::string kpi_columns_text(KpiTable const& table, std::vector<std::string> const& names) {
    std::vector<KpiRow const*> columns;
    std::size_t path_width = 4;
    for (std::string const& path : table.paths) path_width = std::max(path_width, path.size());
    std::string head = fmt::format("{:<{}}", "file", path_width),
                units = fmt::format("{:<{}}", "", path_width);
    for (std::string const& name : names) {
        columns.push_back(&find_row(table, name));
        head += fmt::format(" {:>{}}", name, column_width(name));
        units += fmt::format(" {:>{}}", columns.back()->unit, column_width(name));
    }
    std::string text = head + "\n" + units + "\n";
    for (std::size_t file = 0; file < table.paths.size(); ++file) {
        text += fmt::format("{:<{}}", table.paths[file], path_width);
        for (KpiRow const* column : columns) {
            auto const& reading = column->readings[file];
            text += fmt::format(" {:>{}}", reading ? reading->text : "-", column_width(column->name));
        }
        text += "\n";
    }
    return text;
}

std::string kpi_table_json(KpiTable const& table) {
    nlohmann::ordered_json json;
    json["files"] = table.paths;
    json["groups"] = nlohmann::ordered_json::array();
    for (KpiGroup const& group : table.groups) {
        nlohmann::ordered_json figures = nlohmann::ordered_json::array();
        for (KpiRow const& row : group.rows) figures.push_back(row_json(row));
        json["groups"].push_back({{"name", group.name}, {"figures", figures}});
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace yuchong::io
