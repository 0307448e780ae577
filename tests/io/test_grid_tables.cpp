#include "sim/io/grid_tables.hpp"

#include "tests/io/input_files.hpp"

#include <algorithm>

using namespace yuchong;
using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

template <class T>
T const& named(std::vector<T> const& types, std::string const& name) {
    auto const it = std::find_if(types.begin(), types.end(), [&](T const& t) { return t.name == name; });
    REQUIRE(it != types.end());
    return *it;
}

}  // namespace

TEST_CASE("the catalogue of the grid is read whole") {
    Report report;
    grid::Catalogue const catalogue = read_catalogue(source_path("models"), report);
    CHECK(lines_of(report) == Lines{});
    REQUIRE(catalogue.conductors.size() == 35);
    REQUIRE(catalogue.transformers.size() == 46);

    grid::Conductor const& cable = named(catalogue.conductors, "YJV22-8.7/15-3x300");
    CHECK(cable.kind == grid::ConductorKind::cable_three_core);
    CHECK(cable.r_ohm_per_km == 0.0742);
    CHECK(grid::ampacity_a(cable) == 450.0);
    grid::Conductor const& line = named(catalogue.conductors, "JKLYJ-10-240");
    CHECK(line.material == grid::ConductorMaterial::aluminium);
    CHECK(grid::ampacity_a(line) == 550.0);
    // Copper gains 21.6 % and aluminium 22.2 % of resistance from 20 C to 75 C, skin effect some more.
    for (grid::Conductor const& c : catalogue.conductors) {
        CHECK(c.r_ohm_per_km / c.r_20c_ohm_per_km == Approx(1.23).margin(0.02));
    }

    grid::TransformerType const& station = named(catalogue.transformers, "S13-M-1250/10");
    CHECK(station.use == grid::TransformerUse::distribution);
    CHECK(station.r_pu == Approx(0.0096));
    CHECK(station.x_pu == Approx(0.043964).epsilon(1e-5));
    grid::TransformerType const& substation = named(catalogue.transformers, "SZ11-50000/110");
    CHECK(substation.x_pu == Approx(0.104935).epsilon(1e-5));
    CHECK(substation.tap_changer == grid::TapChanging::on_load);
    CHECK(substation.tap_steps * substation.tap_step_pu == Approx(0.1));
}

TEST_CASE("catalogues that cannot be") {
    InputFolder const folder("catalogue");
    auto const problems = [&](std::string const& text, auto const& read) {
        Report report;
        auto const table = read_csv(folder.write("t.csv", text), report);
        REQUIRE(table);
        read(*table, report);
        Lines lines = lines_of(report);
        for (std::string& line : lines) line.erase(0, folder.path("t.csv").size() + 1);
        return lines;
    };
    std::string const conductors =
        "name,kind,material,area_mm2,rated_kv,r_20c_ohm_per_km,r_75c_ohm_per_km,x_ohm_per_km,c_nf_per_km,"
        "ampacity_air_a,ampacity_buried_a,max_conductor_c,source\n";
    CHECK(problems(conductors + "a,overhead_bare,copper,50,10,0.4,0.3,0.3,10,200,,90,A\n", conductors_of) ==
          Lines{"2:34: r_75c_ohm_per_km: 0.3 is out of range (must be 0.4 or more)"});
    CHECK(problems(conductors + "a,cable_one_core,copper,50,10,0.4,0.5,0.1,10,200,,90,A\n", conductors_of) ==
          Lines{"2:50: ampacity_buried_a: the ampacity is missing (cables lie in soil and lines hang in air) "
                "add it"});
    std::string const transformers =
        "name,use,rating_kva,high_kv,low_kv,no_load_loss_kw,load_loss_kw,impedance_percent,"
        "no_load_current_percent,vector_group,tap_changer,tap_steps,tap_step_percent,source\n";
    std::string const good = "S,distribution,400,10,0.4,0.5,4.5,4,0.9,Dyn11,off_circuit,2,2.5,D\n";
    CHECK(problems(transformers + good + good, transformers_of) ==
          Lines{"3:1: name: S stands twice (each has one row) remove or rename one"});
    CHECK(problems(transformers + "S,distribution,400,10,0.4,0.5,17,4,0.9,Dyn11,off_circuit,2,2.5,D\n",
                   transformers_of) ==
          Lines{"2:31: load_loss_kw: the load loss exceeds the impedance voltage (resistance is a part of "
                "impedance) check both"});
    CHECK(problems(transformers + "S,distribution,0,10,0.4,0.5,4,4,0.9,Dyn11,on-load,2,2.5,D\n",
                   transformers_of)
              .size() == 2);
}
