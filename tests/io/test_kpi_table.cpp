// The table that sets runs side by side, and when it must not be made.

#include "sim/io/hdf5_file.hpp"
#include "sim/io/kpi_table.hpp"
#include "tests/io/synthetic_grid.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;
using Catch::Matchers::Contains;

namespace {

KpiRow const& row(KpiTable const& table, std::string const& group, std::string const& name) {
    for (KpiGroup const& g : table.groups)
        for (KpiRow const& r : g.rows)
            if (g.name == group && r.name == name) return r;
    throw std::out_of_range(group + "/" + name);
}

// The same city, with a demand of its own.
SyntheticCity with_demand(std::uint64_t hash) {
    SyntheticCity city;
    city.demand_hash = hash;
    return city;
}

}  // namespace

TEST_CASE("three runs beside the first: values, differences, per cent") {
    Folder const folder("yuchong-table");
    std::vector<std::string> const paths{folder / "a.h5", folder / "b.h5", folder / "c.h5"};
    double const loads[] = {1.0, 2.0, 0.5};
    for (std::size_t i = 0; i < 3; ++i) write_result(SyntheticCity{}, paths[i], loads[i]);
    KpiTable const table = read_kpi_table(paths);
    auto const& grid = row(table, "energy", "grid_energy_kwh").readings;
    REQUIRE(grid.size() == 3);
    double const homes_kwh = 0.75 * 12 * 60;
    CHECK(grid[1]->value - homes_kwh == Approx(2.0 * (grid[0]->value - homes_kwh)));
    CHECK_NOTHROW(row(table, "cost", "energy_cost_yuan"));
    CHECK_NOTHROW(row(table, "cost", "cost_home_yuan"));
    CHECK_NOTHROW(row(table, "carbon dioxide", "co2_kg"));
    CHECK_NOTHROW(row(table, "waits", "wait_p95_s"));
    CHECK_NOTHROW(row(table, "unmet", "unmet_kwh"));
    // 20,000 kW of base load under it.
    CHECK(row(table, "load", "city_peak_kw").readings[0]->value > 20'000.0);
    CHECK(row(table, "load", "city_valley_kw").readings[0]->value == Approx(20'000.0).margin(3'000.0));

    std::string const text = kpi_table_text(table);
    CHECK_THAT(text, Contains("a.h5  (baseline)") && Contains("C - A") && Contains("+9"));

    nlohmann::json const json = nlohmann::json::parse(kpi_table_json(table));
    CHECK(json["files"] == paths);
    nlohmann::json energy;
    for (auto const& figure : json["groups"][0]["figures"])
        if (figure["name"] == "grid_energy_kwh") energy = figure;
    CHECK(energy["values"][2] == grid[2]->value);
    CHECK(energy["difference"][0] == 0.0);
    CHECK(energy["difference"][1] == grid[1]->value - grid[0]->value);
    CHECK(energy["percent"][2].get<double>() ==
          Approx(100.0 * (grid[2]->value - grid[0]->value) / grid[0]->value));
}

TEST_CASE("net benefit is what a run costs less than the first, energy put off included") {
    Folder const folder("yuchong-table");
    std::vector<std::string> const paths{folder / "a.h5", folder / "b.h5", folder / "c.h5"};
    // By file: price of energy, wear, owed at the beginning and the end.
    double const figures[][4] = {{1'000, 0, 5, 10}, {900, 20, 5, 60}, {900, 20, 55, 60}};
    for (std::size_t i = 0; i < 3; ++i) {
        write_result(SyntheticCity{}, paths[i], 1.0, "2026-01-01T00:00:00", [&](measure::Summary& s) {
            s.bill.public_yuan = figures[i][0];
            s.v2g = measure::V2gSummary{};
            s.v2g->wear_yuan = figures[i][1];
            s.energy_kwh = 500.0;
            s.energy_owed_begin_kwh = figures[i][2];
            s.energy_owed_kwh = figures[i][3];
        });
    }
    KpiTable const table = read_kpi_table(paths);
    auto const& benefit = row(table, "cost", "net_benefit_yuan").readings;
    CHECK(benefit[0]->value == 0.0);
    CHECK(benefit[1]->value == Approx(80.0 - 2.0 * 50.0));  // a kWh costs 2 yuan in the first
    CHECK(benefit[2]->value == Approx(80.0));
}

TEST_CASE("a figure that one file lacks stays empty; transformer life comes with a grid") {
    Folder const folder("yuchong-table");
    write_result(SyntheticCity{}, folder / "plain.h5");
    write_grid_result(folder / "grid.h5");
    KpiTable const table = read_kpi_table({folder / "plain.h5", folder / "grid.h5"});
    KpiRow const& life = row(table, "grid", "transformer_life_used_h");
    CHECK_FALSE(life.readings[0].has_value());
    REQUIRE(life.readings[1].has_value());
    CHECK(life.readings[1]->value >= 0.0);
    nlohmann::json const json = nlohmann::json::parse(kpi_table_json(table));
    CHECK_THAT(json.dump(), Contains(R"({"difference":[null,null],"name":"transformer_life_used_h")"));
}

TEST_CASE("one line a file, with the figures that were asked for") {
    Folder const folder("yuchong-table");
    write_result(SyntheticCity{}, folder / "plain.h5");
    write_grid_result(folder / "grid.h5");
    KpiTable const table = read_kpi_table({folder / "plain.h5", folder / "grid.h5"});
    std::string const text = kpi_columns_text(table, {"vehicles", "feeders"});
    std::string const plain = folder / "plain.h5";
    CHECK_THAT(text, Contains("    vehicles     feeders\n"));
    CHECK_THAT(text, Contains(plain + "         100           -\n"));
    CHECK_THROWS_WITH(kpi_columns_text(table, {"vehicels"}), Contains("did you mean vehicles?"));
}

TEST_CASE("runs of other or unknown demand are named") {
    Folder const folder("yuchong-table");
    write_result(with_demand(1), folder / "a.h5");
    write_result(with_demand(1), folder / "b.h5", 2.0);
    write_result(with_demand(2), folder / "c.h5");
    write_result(with_demand(1), folder / "old.h5");
    {
        Hdf5File file = Hdf5File::reopen(folder / "old.h5");
        file.root().set("demand_hash", "");
        file.close();
    }
    CHECK(different_demand({folder / "a.h5", folder / "b.h5"}).empty());
    CHECK_THAT(
        different_demand({folder / "a.h5", folder / "b.h5", folder / "c.h5"}),
        Contains("c.h5 differ in their demand (demand_hash 0000000000000001 against 0000000000000002)"));
    for (auto const& [first, second] : {std::pair{"a.h5", "old.h5"}, {"old.h5", "a.h5"}})
        CHECK_THAT(different_demand({folder / first, folder / second}),
                   Contains("old.h5 has the same demand") && Contains("before files said so"));
    CHECK_THROWS_AS(read_kpi_table({folder / "a.h5", folder / "missing.h5"}), ResultError);
}
