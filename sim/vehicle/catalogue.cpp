#include "sim/vehicle/catalogue.hpp"

namespace yuchong::vehicle {

double vintage_factor(ChargeCurve const& curve, std::int32_t year) {
    for (VintageFactor const& vintage : curve.vintages) {
        if (year <= vintage.through_year) return vintage.factor;
    }
    return 1.0;
}

}  // namespace yuchong::vehicle
