#include "sim/grid/transformer_loading.hpp"

#include <array>

namespace yuchong::grid {

namespace {

// Halvings of the range of loading, to 1e-9 of a limit of 2 pu.
constexpr int bisections = 31;

}  // namespace

LoadLimit exceeded_limit(LoadLimits const& limits, double loading_pu, TransformerHeat const& heat) {
    struct Share {
        LoadLimit limit;
        double of_limit;
    };
    std::array<Share, 3> const shares{{{LoadLimit::loading, loading_pu / limits.loading_pu},
                                       {LoadLimit::hot_spot, hot_spot_c(heat) / limits.hot_spot_c},
                                       {LoadLimit::top_oil, heat.top_oil_c / limits.top_oil_c}}};
    Share worst{LoadLimit::none, 1.0};
    for (Share const& share : shares) {
        if (share.of_limit > worst.of_limit) worst = share;
    }
    return worst.limit;
}

double most_steady_loading_pu(ThermalSettings const& settings, LoadLimits const& limits, Celsius ambient) {
    auto const kept = [&](double loading_pu) {
        return exceeded_limit(limits, loading_pu, steady_heat(settings, loading_pu, ambient)) ==
               LoadLimit::none;
    };
    if (kept(limits.loading_pu)) return limits.loading_pu;
    if (!kept(0.0)) return 0.0;
    double low = 0.0, high = limits.loading_pu;
    for (int i = 0; i < bisections; ++i) {
        double const middle = 0.5 * (low + high);
        (kept(middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace yuchong::grid
