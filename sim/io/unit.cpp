#include "sim/io/unit.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <numeric>

namespace yuchong::io {

namespace {

// `symbol` is up / down of its dimension's base.
struct Symbol {
    std::string_view dimension, symbol;
    std::int64_t up, down;
};

constexpr std::array symbols{
    Symbol{"number", "", 1, 1},
    Symbol{"share", "", 1, 1},
    Symbol{"share", "%", 1, 100},
    Symbol{"power", "W", 1, 1},
    Symbol{"power", "kW", 1'000, 1},
    Symbol{"power", "MW", 1'000'000, 1},
    Symbol{"power", "GW", 1'000'000'000, 1},
    Symbol{"apparent power", "kVA", 1, 1},
    Symbol{"apparent power", "MVA", 1'000, 1},
    Symbol{"energy", "Wh", 1, 1},
    Symbol{"energy", "kWh", 1'000, 1},
    Symbol{"energy", "MWh", 1'000'000, 1},
    Symbol{"energy", "GWh", 1'000'000'000, 1},
    Symbol{"time", "ms", 1, 1},
    Symbol{"time", "s", 1'000, 1},
    Symbol{"time", "min", 60'000, 1},
    Symbol{"time", "h", 3'600'000, 1},
    Symbol{"time", "d", 86'400'000, 1},
    Symbol{"temperature", "degC", 1, 1},
    Symbol{"temperature", "°C", 1, 1},
    Symbol{"temperature", "℃", 1, 1},
    Symbol{"current", "A", 1, 1},
    Symbol{"current", "kA", 1'000, 1},
    Symbol{"voltage", "V", 1, 1},
    Symbol{"voltage", "kV", 1'000, 1},
    Symbol{"length", "m", 1, 1},
    Symbol{"length", "km", 1'000, 1},
    Symbol{"area", "m2", 1, 1},
    Symbol{"area", "km2", 1'000'000, 1},
    Symbol{"speed", "km/h", 5, 18},
    Symbol{"speed", "m/s", 1, 1},
    Symbol{"slope", "m/km", 1, 1},
    Symbol{"mass", "kg", 1, 1},
    Symbol{"mass", "t", 1'000, 1},
    Symbol{"angle", "deg", 1, 1},
    Symbol{"money", "yuan", 1, 1},
    Symbol{"money", "元", 1, 1},
    Symbol{"energy price", "yuan/kWh", 1, 1},
    Symbol{"energy price", "元/kWh", 1, 1},
    Symbol{"energy price", "yuan/MWh", 1, 1'000},
    Symbol{"carbon intensity", "kg/kWh", 1, 1},
    Symbol{"carbon intensity", "g/kWh", 1, 1'000},
    Symbol{"demand charge", "yuan/(kW month)", 1, 1},
    Symbol{"rate", "1/h", 1, 1},
    Symbol{"rate", "1/d", 1, 24},
    Symbol{"heat capacity", "kWh/K", 1, 1},
    Symbol{"heat transfer", "kW/K", 1, 1},
    Symbol{"heat transfer", "W/K", 1, 1'000},
    Symbol{"consumption", "kWh/km", 1, 1},
    Symbol{"consumption", "Wh/km", 1, 1'000},
};

Symbol const* find(std::string_view dimension, std::string_view symbol) {
    for (Symbol const& s : symbols) {
        if (s.dimension == dimension && s.symbol == symbol) return &s;
    }
    return nullptr;
}

}  // namespace

std::vector<std::string_view> accepted_symbols(Unit const& unit) {
    std::vector<std::string_view> accepted;
    if (!unit.symbol.empty()) accepted.push_back(unit.symbol);
    for (Symbol const& s : symbols) {
        if (s.dimension == unit.dimension && s.symbol != unit.symbol && !s.symbol.empty())
            accepted.push_back(s.symbol);
    }
    return accepted;
}

std::string_view dimension_of(std::string_view symbol) {
    for (Symbol const& s : symbols) {
        if (s.symbol == symbol && !symbol.empty()) return s.dimension;
    }
    return {};
}

std::optional<double> convert(double value, std::string_view symbol, Unit const& unit) {
    Symbol const* from = find(unit.dimension, symbol);
    Symbol const* to = find(unit.dimension, unit.symbol);
    if (from == nullptr || to == nullptr) return std::nullopt;
    std::int64_t const up = from->up * to->down, down = from->down * to->up;
    std::int64_t const common = std::gcd(up, down);
    return value * static_cast<double>(up / common) / static_cast<double>(down / common);
}

std::string with_unit(double value, Unit const& unit) {
    return unit.symbol.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, unit.symbol);
}

}  // namespace yuchong::io
