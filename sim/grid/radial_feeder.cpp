#include "sim/grid/radial_feeder.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::grid {

namespace {

std::vector<double> copy(std::span<double const> column) { return {column.begin(), column.end()}; }

bool all_finite(std::span<double const> column) {
    return std::all_of(column.begin(), column.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

RadialFeeder::RadialFeeder(FeederColumns const& columns)
    : parent_(columns.parent.begin(), columns.parent.end()),
      r_pu_(copy(columns.r_pu)),
      x_pu_(copy(columns.x_pu)),
      g_pu_(copy(columns.g_pu)),
      b_pu_(copy(columns.b_pu)),
      rating_pu_(copy(columns.rating_pu)) {
    std::size_t const n = parent_.size();
    auto const fits = [&](std::vector<double> const& column) { return column.empty() || column.size() == n; };
    check(n > 0 && r_pu_.size() == n && x_pu_.size() == n && fits(g_pu_) && fits(rating_pu_) &&
              b_pu_.size() == g_pu_.size(),
          "columns of a feeder differ in length (each has one entry a node)");
    parent_[0] = 0;
    r_pu_[0] = x_pu_[0] = 0.0;
    for (std::size_t i = 1; i < n; ++i) {
        check(parent_[i] < i,
              "a node of a feeder comes before its parent (number it from the head outwards)");
        check(r_pu_[i] >= 0.0 && (r_pu_[i] > 0.0 || x_pu_[i] != 0.0),
              "a branch of a feeder has no impedance or a negative resistance (join its ends to one node)");
        check(rating_pu_.empty() || rating_pu_[i] > 0.0, "the rating of a branch must be positive");
    }
    check(all_finite(r_pu_) && all_finite(x_pu_) && all_finite(g_pu_) && all_finite(b_pu_),
          "a number of a feeder is not finite");
}

Loading heaviest_loading(RadialFeeder const& feeder, std::span<Complex const> current) {
    Loading heaviest;
    auto const rating_pu = feeder.rating_pu();
    for (std::uint32_t i = 1; i < rating_pu.size(); ++i) {
        double const loading = magnitude(current[i]) / rating_pu[i];
        if (loading > heaviest.loading_pu) heaviest = {i, loading};
    }
    return heaviest;
}

}  // namespace yuchong::grid
