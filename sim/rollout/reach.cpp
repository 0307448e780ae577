#include "sim/rollout/reach.hpp"

#include "sim/space/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuchong::rollout {

namespace {

constexpr double cell_km = 1.0;

// Places in square cells.
class Cells {
public:
    explicit Cells(std::span<space::GeoPoint const> places) : plane_(origin_of(places)) {
        for (space::GeoPoint const& place : places) {
            auto const [x, y] = cell_of(place);
            columns_ = std::max(columns_, x + 1);
            rows_ = std::max(rows_, y + 1);
        }
        first_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
        for (space::GeoPoint const& place : places) ++first_[index(cell_of(place)) + 1];
        for (std::size_t c = 1; c < first_.size(); ++c) first_[c] += first_[c - 1];
        place_.resize(places.size());
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (std::uint32_t p = 0; p < places.size(); ++p) place_[next[index(cell_of(places[p]))]++] = p;
    }

    // All places in cells that lie within `km` of a place, and some more.
    template <class Visit>
    void for_each_near(space::GeoPoint where, double km, Visit visit) const {
        auto const reach = static_cast<std::int64_t>(std::ceil(km / cell_km)) + 1;
        auto const [x, y] = cell_of(where);
        for (std::int64_t row = std::max<std::int64_t>(0, y - reach); row <= std::min(rows_ - 1, y + reach);
             ++row) {
            std::int64_t const from = std::max<std::int64_t>(0, x - reach),
                               to = std::min(columns_ - 1, x + reach);
            if (from > to) continue;
            std::uint32_t const begin = first_[index({from, row})], end = first_[index({to, row}) + 1];
            for (std::uint32_t k = begin; k < end; ++k) visit(place_[k]);
        }
    }

private:
    using Cell = std::pair<std::int64_t, std::int64_t>;

    static space::GeoPoint origin_of(std::span<space::GeoPoint const> places) {
        space::GeoPoint origin{0.0, 0.0};
        if (!places.empty()) origin = places.front();
        for (space::GeoPoint const& p : places)
            origin = {std::min(origin.lon, p.lon), std::min(origin.lat, p.lat)};
        return origin;
    }
    // Columns narrow towards the pole by less than the cells that are looked at beyond the distance.
    [[nodiscard]] Cell cell_of(space::GeoPoint p) const {
        space::Offset const at = plane_.point(p);
        return {static_cast<std::int64_t>(std::floor(at.east_km / cell_km)),
                static_cast<std::int64_t>(std::floor(at.north_km / cell_km))};
    }
    [[nodiscard]] std::size_t index(Cell cell) const {
        return static_cast<std::size_t>(cell.second * columns_ + cell.first);
    }

    space::LocalPlane plane_;
    std::int64_t columns_ = 1, rows_ = 1;
    std::vector<std::uint32_t> first_, place_;
};

// East-west distances on the plane, whose width is that of its southern edge, against true ones.
double width_error(std::span<space::GeoPoint const> places) {
    if (places.empty()) return 1.0;
    auto const [south, north] =
        std::ranges::minmax_element(places, {}, [](space::GeoPoint const& p) { return p.lat; });
    return space::cosine_of_latitude(*south) / space::cosine_of_latitude(*north);
}

}  // namespace

double Distances::km(space::GeoPoint a, space::GeoPoint b) const {
    double const straight = space::straight_km(a, b);
    if (barriers_ == nullptr) return straight;
    return space::road_km(*settings_, straight, barriers_->between(a, b));
}

double Distances::least_factor() const { return settings_ == nullptr ? 1.0 : settings_->detour_factor; }

std::vector<double> nearest_km(std::span<space::GeoPoint const> points,
                               std::span<space::GeoPoint const> stations, Distances const& distances,
                               double far_km) {
    Cells const cells(stations);
    std::vector<space::GeoPoint> all(points.begin(), points.end());
    all.insert(all.end(), stations.begin(), stations.end());
    double const wider = width_error(all);
    std::vector<double> nearest;
    nearest.reserve(points.size());
    for (space::GeoPoint const& point : points) {
        double km = far_km;
        // Near ones first: most points never look far.
        for (double within = std::min(2.0, far_km);; within = std::min(2.0 * within, far_km)) {
            cells.for_each_near(point, within / distances.least_factor() * wider, [&](std::uint32_t s) {
                if (space::straight_km(point, stations[s]) * distances.least_factor() >= km) return;
                km = std::min(km, distances.km(point, stations[s]));
            });
            if (km <= within || within >= far_km) break;
        }
        nearest.push_back(km);
    }
    return nearest;
}

Reach reach_of(std::span<space::GeoPoint const> candidates, std::span<space::GeoPoint const> points,
               std::span<double const> most_km, Distances const& distances) {
    Cells const cells(candidates);
    std::vector<space::GeoPoint> all(candidates.begin(), candidates.end());
    all.insert(all.end(), points.begin(), points.end());
    double const wider = width_error(all);
    struct Pair {
        std::uint32_t candidate, point;
        double km;
    };
    std::vector<Pair> pairs;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        cells.for_each_near(points[i], most_km[i] / distances.least_factor() * wider, [&](std::uint32_t c) {
            if (space::straight_km(points[i], candidates[c]) * distances.least_factor() > most_km[i]) return;
            double const km = distances.km(points[i], candidates[c]);
            if (km <= most_km[i]) pairs.push_back({c, i, km});
        });
    }
    std::sort(pairs.begin(), pairs.end(), [](Pair const& a, Pair const& b) {
        return a.candidate < b.candidate || (a.candidate == b.candidate && a.point < b.point);
    });
    Reach reach;
    reach.first.assign(candidates.size() + 1, 0);
    for (Pair const& pair : pairs) {
        ++reach.first[pair.candidate + std::size_t{1}];
        reach.point.push_back(pair.point);
        reach.km.push_back(pair.km);
    }
    for (std::size_t c = 1; c < reach.first.size(); ++c) reach.first[c] += reach.first[c - 1];
    return reach;
}

}  // namespace yuchong::rollout
