#pragma once
// A piecewise-linear function given by points with increasing x; constant beyond both ends.

#include <utility>
#include <vector>

namespace yuchong {

class LinearTable {
public:
    LinearTable() = default;
    // Pre: at least one point, x strictly increasing (checked, throws BrokenInvariant).
    explicit LinearTable(std::vector<std::pair<double, double>> points);

    [[nodiscard]] double operator()(double x) const;
    [[nodiscard]] std::vector<std::pair<double, double>> const& points() const { return points_; }

private:
    std::vector<std::pair<double, double>> points_;
};

}  // namespace yuchong
