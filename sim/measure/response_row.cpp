#include "sim/measure/response_row.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::measure {

ResponseSummary summarise(std::span<ResponseRow const> rows) {
    ResponseSummary all{};
    double target_kw = 0.0;
    for (ResponseRow const& row : rows) {
        ++all.events;
        all.pauses += row.pauses;
        if (!std::isnan(row.rebound_kw)) all.rebound_kw = std::max(all.rebound_kw, row.rebound_kw);
        if (std::isnan(row.performance)) continue;
        ++all.settled;
        all.reduction_kw += row.reduction_kw;
        all.reduction_kwh += row.reduction_kwh;
        all.payment_yuan += row.payment_yuan;
        target_kw += row.target_kw;
    }
    if (all.settled == 0) return all;
    all.performance = all.reduction_kw / target_kw;
    all.reduction_kw /= static_cast<double>(all.settled);
    return all;
}

}  // namespace yuchong::measure
