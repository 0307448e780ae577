#include "sim/grid/catalogue.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::grid {

TransformerType with_series_impedance(TransformerType type) {
    type.r_pu = type.load_loss_kw / type.rating_kva;
    double const x_squared = type.impedance_pu * type.impedance_pu - type.r_pu * type.r_pu;
    check(x_squared >= 0.0,
          "a transformer's load loss exceeds its impedance voltage (Pk / S must not be above uk)");
    type.x_pu = std::sqrt(x_squared);
    return type;
}

TransformerType const* Catalogue::find(std::string_view series, TransformerUse use, double kva) const {
    auto const at = std::find_if(transformers.begin(), transformers.end(), [&](TransformerType const& t) {
        return t.use == use && t.rating_kva == kva && t.name.starts_with(series);
    });
    return at != transformers.end() ? &*at : nullptr;
}

}  // namespace yuchong::grid
