#include "sim/base/table.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong {

LinearTable::LinearTable(std::vector<std::pair<double, double>> points) : points_(std::move(points)) {
    check(!points_.empty(), "LinearTable without points (it has no value anywhere)");
    auto const not_increasing = [](auto const& a, auto const& b) { return !(a.first < b.first); };
    check(std::adjacent_find(points_.begin(), points_.end(), not_increasing) == points_.end(),
          "LinearTable with x not strictly increasing (a value would be ambiguous)");
}

double LinearTable::operator()(double x) const {
    check(!points_.empty() && !std::isnan(x),
          "no value in a LinearTable (it has no points, or x is not a number)");
    if (x <= points_.front().first) return points_.front().second;
    if (x >= points_.back().first) return points_.back().second;
    auto const right = std::upper_bound(points_.begin(), points_.end(), x,
                                        [](double value, auto const& point) { return value < point.first; });
    auto const left = right - 1;
    double const share = (x - left->first) / (right->first - left->first);
    return left->second + share * (right->second - left->second);
}

}  // namespace yuchong
