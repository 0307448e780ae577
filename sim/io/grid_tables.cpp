#include "sim/io/grid_tables.hpp"

#include "sim/io/csv_rows.hpp"

namespace yuchong::io {

namespace {

// Names in CSV, in the order of the enums of grid/catalogue.hpp.
constexpr std::array<std::string_view, 4> conductor_kinds{"overhead_insulated", "overhead_bare",
                                                          "cable_three_core", "cable_one_core"};
constexpr std::array<std::string_view, 3> conductor_materials{"aluminium", "copper", "aluminium_steel"};
constexpr std::array<std::string_view, 2> transformer_uses{"distribution", "substation"};
constexpr std::array<std::string_view, 2> tap_changers{"off_circuit", "on_load"};

constexpr double per_percent = 0.01;

}  // namespace

std::vector<grid::Conductor> conductors_of(CsvTable const& table, Report& report) {
    CsvRows rows(
        table,
        {"name", "kind", "material", "area_mm2", "rated_kv", "r_20c_ohm_per_km", "r_75c_ohm_per_km",
         "x_ohm_per_km", "c_nf_per_km", "ampacity_air_a", "ampacity_buried_a", "max_conductor_c", "source"},
        report);
    std::vector<grid::Conductor> conductors;
    if (!rows.complete()) return conductors;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        grid::Conductor c{};
        c.name = rows.unique_text(i, "name");
        c.kind = rows.choice<grid::ConductorKind>(i, "kind", conductor_kinds);
        c.material = rows.choice<grid::ConductorMaterial>(i, "material", conductor_materials);
        c.area_mm2 = rows.number(i, "area_mm2", above(0));
        c.rated_kv = rows.number(i, "rated_kv", above(0));
        c.r_20c_ohm_per_km = rows.number(i, "r_20c_ohm_per_km", above(0));
        c.r_ohm_per_km = rows.number(i, "r_75c_ohm_per_km", at_least(c.r_20c_ohm_per_km));
        c.x_ohm_per_km = rows.number(i, "x_ohm_per_km", above(0));
        c.c_nf_per_km = rows.number(i, "c_nf_per_km", at_least(0));
        c.ampacity_air_a = rows.number_or(i, "ampacity_air_a", above(0), 0.0);
        c.ampacity_buried_a = rows.number_or(i, "ampacity_buried_a", above(0), 0.0);
        c.max_conductor_c = rows.number(i, "max_conductor_c", between(50, 250));
        rows.text(i, "source");
        if (!(grid::ampacity_a(c) > 0.0)) {
            std::string_view const wanted = grid::is_cable(c.kind) ? "ampacity_buried_a" : "ampacity_air_a";
            rows.complain(rows.cell(i, wanted), wanted,
                          {"the ampacity is missing", "cables lie in soil and lines hang in air", "add it"});
        }
        conductors.push_back(std::move(c));
    }
    return conductors;
}

std::vector<grid::TransformerType> transformers_of(CsvTable const& table, Report& report) {
    CsvRows rows(table,
                 {"name", "use", "rating_kva", "high_kv", "low_kv", "no_load_loss_kw", "load_loss_kw",
                  "impedance_percent", "no_load_current_percent", "vector_group", "tap_changer", "tap_steps",
                  "tap_step_percent", "source"},
                 report);
    std::vector<grid::TransformerType> types;
    if (!rows.complete()) return types;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::size_t const problems = report.size();
        grid::TransformerType t{};
        t.name = rows.unique_text(i, "name");
        t.use = rows.choice<grid::TransformerUse>(i, "use", transformer_uses);
        t.rating_kva = rows.number(i, "rating_kva", above(0));
        t.high_kv = rows.number(i, "high_kv", above(0));
        t.low_kv = rows.number(i, "low_kv", above_up_to(0, t.high_kv));
        t.no_load_loss_kw = rows.number(i, "no_load_loss_kw", at_least(0));
        t.load_loss_kw = rows.number(i, "load_loss_kw", above(0));
        t.impedance_pu = per_percent * rows.number(i, "impedance_percent", above_up_to(0, 100));
        t.no_load_current_pu = per_percent * rows.number(i, "no_load_current_percent", between(0, 100));
        t.vector_group = rows.text(i, "vector_group");
        t.tap_changer = rows.choice<grid::TapChanging>(i, "tap_changer", tap_changers);
        t.tap_steps = static_cast<int>(rows.number(i, "tap_steps", between(0, 50)));
        t.tap_step_pu = per_percent * rows.number(i, "tap_step_percent", between(0, 10));
        rows.text(i, "source");
        if (report.size() > problems) continue;
        if (t.load_loss_kw > t.impedance_pu * t.rating_kva) {
            rows.complain(rows.cell(i, "load_loss_kw"), "load_loss_kw",
                          {"the load loss exceeds the impedance voltage", "resistance is a part of impedance",
                           "check both"});
            continue;
        }
        types.push_back(grid::with_series_impedance(std::move(t)));
    }
    return types;
}

grid::Catalogue read_catalogue(std::string const& models, Report& report) {
    grid::Catalogue catalogue;
    if (auto const table = read_csv(models + "/grid/conductors.csv", report)) {
        catalogue.conductors = conductors_of(*table, report);
    }
    if (auto const table = read_csv(models + "/grid/transformers.csv", report)) {
        catalogue.transformers = transformers_of(*table, report);
    }
    return catalogue;
}

}  // namespace yuchong::io
