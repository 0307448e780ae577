#include "sim/space/gravity.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace yuchong::space {

namespace {

constexpr double faint = 1e-200;  // a pull whose reciprocal is still far from overflow

// Row by row, the share of an origin's trips that end in each zone.
class TripTable {
public:
    TripTable(Travel const& travel, TripEnds const& ends, GravitySettings const& settings)
        : zones_(ends.attraction.size()), ends_(ends), minutes_(zones_ * zones_), weight_(zones_ * zones_) {
        weigh(travel, settings);
        for (std::uint32_t round = 0; round < settings.balancing_rounds; ++round) balance();
    }

    [[nodiscard]] double minutes(std::size_t i, std::size_t j) const { return minutes_[i * zones_ + j]; }
    [[nodiscard]] double share(std::size_t i, std::size_t j) const { return weight_[i * zones_ + j]; }

private:
    // Both ranges are normalised apart, so that far_share is a share of trips. Times within an hour are
    // symmetric (they follow distance), so the exponentials are taken once a pair.
    void weigh(Travel const& travel, GravitySettings const& settings) {
        std::vector<double> near(zones_ * zones_), far(zones_ * zones_);
        for (std::size_t i = 0; i < zones_; ++i) {
            for (std::size_t j = i; j < zones_; ++j) {
                double const m =
                    travel.trip(ZoneId{i}, ZoneId{j}, static_cast<int>(settings.hour)).time.minutes();
                minutes_[i * zones_ + j] = minutes_[j * zones_ + i] = m;
                near[i * zones_ + j] = near[j * zones_ + i] = math::exp(-settings.near_per_min * m);
                far[i * zones_ + j] = far[j * zones_ + i] = math::exp(-settings.far_per_min * m);
            }
        }
        for (std::size_t i = 0; i < zones_; ++i) {
            double near_sum = pull(near, i), far_sum = pull(far, i);
            if (near_sum < faint) near_sum = reweigh(near, i, settings.near_per_min);
            if (far_sum < faint) far_sum = reweigh(far, i, settings.far_per_min);
            check(near_sum > 0.0 && far_sum > 0.0, "no destination (attraction is 0 everywhere)");
            double const near_share = (1.0 - settings.far_share) / near_sum,
                         far_share = settings.far_share / far_sum;
            for (std::size_t j = 0; j < zones_; ++j) {
                std::size_t const ij = i * zones_ + j;
                weight_[ij] = (near[ij] * near_share + far[ij] * far_share) * ends_.attraction[j];
            }
        }
    }

    // What draws the trips of a row, in all.
    [[nodiscard]] double pull(std::vector<double> const& decay, std::size_t i) const {
        double sum = 0.0;
        for (std::size_t j = 0; j < zones_; ++j) sum += decay[i * zones_ + j] * ends_.attraction[j];
        return sum;
    }

    // Where all destinations are so far that doubles hardly tell their decay: the same shares, reckoned from
    // the nearest one. The pull then.
    double reweigh(std::vector<double>& decay, std::size_t i, double per_min) const {
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < zones_; ++j) {
            if (ends_.attraction[j] > 0.0) nearest = std::min(nearest, minutes(i, j));
        }
        for (std::size_t j = 0; j < zones_; ++j)
            decay[i * zones_ + j] = math::exp(-per_min * std::max(0.0, minutes(i, j) - nearest));
        return pull(decay, i);
    }

    // One round: arrivals against attraction, columns scaled, rows normalised.
    void balance() {
        std::vector<double> arrivals(zones_, 0.0);
        double departures = 0.0, attraction = 0.0;
        for (std::size_t i = 0; i < zones_; ++i) {
            departures += ends_.departures[i];
            attraction += ends_.attraction[i];
            for (std::size_t j = 0; j < zones_; ++j) arrivals[j] += ends_.departures[i] * share(i, j);
        }
        std::vector<double> scale(zones_, 0.0);
        for (std::size_t j = 0; j < zones_; ++j) {
            if (arrivals[j] > 0.0) scale[j] = ends_.attraction[j] / attraction * departures / arrivals[j];
        }
        for (std::size_t i = 0; i < zones_; ++i) {
            double sum = 0.0;
            for (std::size_t j = 0; j < zones_; ++j) sum += weight_[i * zones_ + j] *= scale[j];
            if (sum <= 0.0) continue;  // nobody leaves from here
            for (std::size_t j = 0; j < zones_; ++j) weight_[i * zones_ + j] /= sum;
        }
    }

    std::size_t zones_;
    TripEnds const& ends_;
    std::vector<double> minutes_, weight_;
};

TripEnds ends_of(Geography const& geography) {
    TripEnds ends;
    for (Zone const& zone : geography.zones) ends.departures.push_back(zone.vehicle_weight);
    return ends;
}

}  // namespace

Gravity::Gravity(Travel const& travel, TripEnds const& ends, GravitySettings const& settings)
    : zones_(ends.attraction.size()), entries_(zones_ * zones_) {
    check(zones_ > 0 && zones_ <= 65535, "number of zones does not fit (a destination is kept in 16 bits)");
    check(ends.departures.size() == zones_,
          "departures and attraction differ in number (each zone needs both)");
    TripTable const table(travel, ends, settings);

    std::vector<double> scaled(zones_);
    std::vector<std::uint16_t> small, large;
    double departures = 0.0, km = 0.0, minutes = 0.0;
    for (std::size_t i = 0; i < zones_; ++i) {
        small.clear();
        large.clear();
        double row_km = 0.0, row_minutes = 0.0;
        for (std::size_t j = 0; j < zones_; ++j) {
            double const share = table.share(i, j);
            row_km += share * travel.distance(ZoneId{i}, ZoneId{j}).value();
            row_minutes += share * table.minutes(i, j);
            scaled[j] = share * static_cast<double>(zones_);
            (scaled[j] < 1.0 ? small : large).push_back(static_cast<std::uint16_t>(j));
        }
        departures += ends.departures[i];
        km += ends.departures[i] * row_km;
        minutes += ends.departures[i] * row_minutes;

        Entry* const row = entries_.data() + i * zones_;
        while (!small.empty() && !large.empty()) {
            std::uint16_t const s = small.back(), l = large.back();
            small.pop_back();
            row[s] = {static_cast<std::uint16_t>(std::min(65535.0, std::round(scaled[s] * 65536.0))), l};
            scaled[l] -= 1.0 - scaled[s];
            if (scaled[l] < 1.0) {
                large.pop_back();
                small.push_back(l);
            }
        }
        // What is left is 1 up to rounding.
        for (std::uint16_t const j : small) row[j] = {65535, j};
        for (std::uint16_t const j : large) row[j] = {65535, j};
    }
    check(departures > 0.0, "no trips (no zone has any departures)");
    mean_distance_ = Kilometres{km / departures};
    mean_minutes_ = minutes / departures;
}

double Gravity::probability(ZoneId from, ZoneId to) const {
    double slots = 0.0;
    for (std::size_t i = 0; i < zones_; ++i) {
        Entry const e = entries_[from.index() * zones_ + i];
        double const own = e.threshold / 65536.0;
        if (i == to.index()) slots += own;
        if (e.alias == to.index()) slots += 1.0 - own;
    }
    return slots / static_cast<double>(zones_);
}

Gravity gravitate_to_jobs(Geography const& geography, Travel const& travel, GravitySettings const& settings) {
    std::array<double, 3> cars{}, jobs{};
    auto const ring = [&](Zone const& zone) {
        return static_cast<std::size_t>(geography.districts[zone.district.index()].ring);
    };
    for (Zone const& zone : geography.zones) {
        cars[ring(zone)] += zone.vehicle_weight;
        jobs[ring(zone)] += zone.jobs;
    }
    TripEnds ends = ends_of(geography);
    for (Zone const& zone : geography.zones) {
        ends.attraction.push_back(jobs[ring(zone)] > 0.0 ? zone.jobs * cars[ring(zone)] / jobs[ring(zone)]
                                                         : 0.0);
    }
    return Gravity(travel, ends, settings);
}

Gravity gravitate_to_visits(Geography const& geography, Travel const& travel,
                            GravitySettings const& settings) {
    TripEnds ends = ends_of(geography);
    for (Zone const& zone : geography.zones) ends.attraction.push_back(zone.visits);
    return Gravity(travel, ends, settings);
}

}  // namespace yuchong::space
