#pragma once
// The units that scenario and model files may use. A Unit is what a settings field is kept in; any symbol of
// the same dimension is accepted in text and converted by a ratio of whole numbers, so that 20 % is exactly
// 0.2 and 15 min exactly 0.25 h. The suffix is what a key ends in when the number stands bare: limit_kw: 480.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

struct Unit {
    std::string_view dimension;  // as messages call it
    std::string_view symbol;
    std::string_view suffix;  // of keys, without the underscore; empty if bare numbers need none
};

namespace unit {
inline constexpr Unit none{"number", "", ""};
inline constexpr Unit share{"share", "", ""};  // 0..1, or per cent in text
inline constexpr Unit watt{"power", "W", "w"};
inline constexpr Unit kilowatt{"power", "kW", "kw"};
inline constexpr Unit megawatt{"power", "MW", "mw"};
inline constexpr Unit kilovolt_ampere{"apparent power", "kVA", "kva"};
inline constexpr Unit watt_hour{"energy", "Wh", "wh"};
inline constexpr Unit kilowatt_hour{"energy", "kWh", "kwh"};
inline constexpr Unit millisecond{"time", "ms", "ms"};
inline constexpr Unit second{"time", "s", "s"};
inline constexpr Unit minute{"time", "min", "min"};
inline constexpr Unit hour{"time", "h", "h"};
inline constexpr Unit day{"time", "d", "days"};
inline constexpr Unit celsius{"temperature", "degC", "c"};
inline constexpr Unit ampere{"current", "A", "a"};
inline constexpr Unit volt{"voltage", "V", "v"};
inline constexpr Unit metre{"length", "m", "m"};
inline constexpr Unit kilometre{"length", "km", "km"};
inline constexpr Unit square_metre{"area", "m2", "m2"};
inline constexpr Unit square_kilometre{"area", "km2", "km2"};
inline constexpr Unit kilometre_per_hour{"speed", "km/h", "kmh"};
inline constexpr Unit metre_per_kilometre{"slope", "m/km", "m_per_km"};
inline constexpr Unit kilogram{"mass", "kg", "kg"};
inline constexpr Unit degree{"angle", "deg", "deg"};
inline constexpr Unit yuan{"money", "yuan", "yuan"};
inline constexpr Unit yuan_per_kwh{"energy price", "yuan/kWh", "yuan_per_kwh"};
inline constexpr Unit kilogram_per_kwh{"carbon intensity", "kg/kWh", "kg_per_kwh"};
inline constexpr Unit yuan_per_kw_month{"demand charge", "yuan/(kW month)", "yuan_per_kw_month"};
inline constexpr Unit per_hour{"rate", "1/h", "per_h"};
inline constexpr Unit kwh_per_kelvin{"heat capacity", "kWh/K", "kwh_per_k"};
inline constexpr Unit kw_per_kelvin{"heat transfer", "kW/K", "kw_per_k"};
inline constexpr Unit kwh_per_kilometre{"consumption", "kWh/km", "kwh_per_km"};
}  // namespace unit

// Symbols that text may use for the unit's dimension, the unit's own first.
std::vector<std::string_view> accepted_symbols(Unit const& unit);

// The dimension that a symbol measures, empty if no unit is called so.
std::string_view dimension_of(std::string_view symbol);

// A value given in `symbol`, in `unit`; nothing if the symbol does not measure the unit's dimension.
std::optional<double> convert(double value, std::string_view symbol, Unit const& unit);

// "480 kW", "0.2"
std::string with_unit(double value, Unit const& unit);

}  // namespace yuchong::io
