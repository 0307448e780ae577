#include "sim/control/price_response.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <numeric>

namespace yuchong::control {

ElasticityMatrix::ElasticityMatrix(std::span<std::vector<double> const> rows) : periods_(rows.size()) {
    for (auto const& row : rows) {
        check(row.size() == periods_, "elasticities make no square (one row and one column a price period)");
        values_.insert(values_.end(), row.begin(), row.end());
    }
}

std::vector<double> demand_at_prices(std::span<double const> before, std::span<double const> old_price,
                                     std::span<double const> new_price, ElasticityMatrix const& elasticity,
                                     Answer answer) {
    std::size_t const n = elasticity.periods();
    check(before.size() == n && old_price.size() == n && new_price.size() == n,
          "prices do not fit the elasticities (one a price period)");
    std::vector<double> after(n);
    for (std::size_t i = 0; i < n; ++i) {
        double exponent = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            exponent += elasticity.at(i, j) * math::log(new_price[j] / old_price[j]);
        }
        after[i] = before[i] * math::exp(exponent);
    }
    if (answer == Answer::free) return after;
    double const asked = std::accumulate(before.begin(), before.end(), 0.0);
    double const raw = std::accumulate(after.begin(), after.end(), 0.0);
    for (double& energy : after) energy *= raw > 0.0 ? asked / raw : 1.0;
    return after;
}

}  // namespace yuchong::control
