#pragma once
// What a distribution network is built from: conductors and transformers that can be bought. Plain data,
// filled by io from models/grid/*.csv, where each row names its sources.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::grid {

enum class ConductorKind : std::uint8_t {
    overhead_insulated,
    overhead_bare,
    cable_three_core,
    cable_one_core
};
enum class ConductorMaterial : std::uint8_t { aluminium, copper, aluminium_steel };

// One circuit of three phases, positive sequence, 50 Hz.
struct Conductor {
    std::string name;
    ConductorKind kind;
    ConductorMaterial material;
    double area_mm2;           // [mm2, > 0]
    double rated_kv;           // [kV, > 0] between phases
    double r_20c_ohm_per_km;   // [ohm/km, > 0] direct current at 20 C, as catalogues give it
    double r_ohm_per_km;       // [ohm/km, >= r_20c] alternating current at 75 C, for loading studies
    double x_ohm_per_km;       // [ohm/km, > 0]
    double c_nf_per_km;        // [nF/km, >= 0] phase to ground
    double ampacity_air_a;     // [A] in air of 40 C; 0 if not known
    double ampacity_buried_a;  // [A] in soil of 25 C, 1.2 K m/W; 0 if never buried or not known
    double max_conductor_c;    // [C] to which the ampacities heat it
};

constexpr bool is_cable(ConductorKind kind) {
    return kind == ConductorKind::cable_three_core || kind == ConductorKind::cable_one_core;
}

// As it is usually laid: cables buried, lines in air. Reduce it for grouping, ducts and hotter soil.
constexpr double ampacity_a(Conductor const& conductor) {
    return is_cable(conductor.kind) ? conductor.ampacity_buried_a : conductor.ampacity_air_a;
}

enum class TransformerUse : std::uint8_t { distribution, substation };
enum class TapChanging : std::uint8_t { off_circuit, on_load };

// A three-phase two-winding transformer. Per unit on its own rating.
struct TransformerType {
    std::string name;
    TransformerUse use;
    double rating_kva;          // [kVA, > 0]
    double high_kv, low_kv;     // [kV, > 0] between phases
    double no_load_loss_kw;     // [kW, >= 0] P0 at rated voltage
    double load_loss_kw;        // [kW, > 0] Pk at rated current, windings at 75 C
    double impedance_pu;        // [pu, 0..1] impedance voltage uk
    double no_load_current_pu;  // [pu, 0..1]
    double r_pu, x_pu;          // [pu] in series: with_series_impedance() fills them
    std::string vector_group;
    TapChanging tap_changer;
    int tap_steps;       // [-, >= 0] up and as many down from the middle
    double tap_step_pu;  // [pu of rated voltage a step]
};

// r = Pk / S, x from |r + jx| = uk. Pre: rating > 0. Throws BrokenInvariant if the load loss alone exceeds
// uk.
TransformerType with_series_impedance(TransformerType type);

struct Catalogue {
    std::vector<Conductor> conductors;
    std::vector<TransformerType> transformers;

    // The type of a series (its name begins so) with this rating; nullptr if there is none.
    [[nodiscard]] TransformerType const* find(std::string_view series, TransformerUse use, double kva) const;
};

}  // namespace yuchong::grid
