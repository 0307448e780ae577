#pragma once
// A street at 400 V for tests: a 400 kVA transformer and a four-core aluminium cable with a house every 40 m,
// phases taken in turn. Cable: 150 mm2 at 0.206 ohm/km and 0.08 ohm/km, neutral as large as the phases;
// reactances of the four conductors are to a common far away reference, which cancels. House load and homes
// are made up.

#include "sim/grid/three_phase.hpp"

#include <string>
#include <vector>

namespace yuchong::grid {

inline ComplexMatrix<4> four_core_cable(double length_km) {
    double const r = 0.206 * length_km, x_own = 0.70 * length_km, x_mutual = 0.62 * length_km;
    ComplexMatrix<4> z{};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = 0; k < 4; ++k) z[i][k] = i == k ? Complex{r, x_own} : Complex{0.0, x_mutual};
    }
    return z;
}

inline ThreePhaseLoad one_phase_load(std::string name, BusId bus, Phase phase, double kw, double kvar) {
    return {std::move(name),           bus, single(phase), Connection::wye,
            LoadModel::constant_power, kw,  kvar,          0.230940107675850};
}

// Bus 0 is the 10 kV source, 1 the transformer's low side, then one a house.
inline ThreePhaseFeeder street(std::size_t houses) {
    ThreePhaseFeeder f;
    f.buses.push_back({"10 kV", abc, 10.0});
    f.buses.push_back({"busbar", abc, 0.4});
    f.source = {BusId{0}, balanced_source(Volts{10'000.0})};
    f.transformers.push_back({"S13-M-400",
                              {Winding{BusId{0}, abc, Connection::delta, 10.0, 0.00565, 1.0},
                               Winding{BusId{1}, abc, Connection::wye, 0.4, 0.00565, 1.0}},
                              400.0,
                              0.038371});
    for (std::size_t i = 0; i < houses; ++i) {
        BusId const house{f.buses.size()};
        f.buses.push_back({"house " + std::to_string(i + 1), abc, 0.4});
        f.lines.push_back({"cable " + std::to_string(i + 1),
                           BusId{house.index() - 1},
                           house,
                           abc,
                           abc,
                           without_neutral(four_core_cable(0.04)),
                           {}});
        f.loads.push_back(one_phase_load("house", house, static_cast<Phase>(i % 3), 1.2, 0.3));
    }
    return f;
}

// A 7 kW pile at each house but the first ones, on these phases in turn.
inline void add_home_piles(ThreePhaseFeeder& f, std::size_t without, std::vector<Phase> const& phases) {
    for (std::size_t bus = 2 + without, i = 0; bus < f.buses.size(); ++bus, ++i) {
        f.loads.push_back(one_phase_load("pile", BusId{bus}, phases[i % phases.size()], 7.0, 0.5));
    }
}

}  // namespace yuchong::grid
