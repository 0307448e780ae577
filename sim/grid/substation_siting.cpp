#include "sim/grid/substation_siting.hpp"

#include "sim/base/check.hpp"
#include "sim/space/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace yuchong::grid {

namespace {

constexpr std::uint32_t fewest_transformers = 2, most_transformers = 3;

// What n transformers may carry in all so that n - 1 carry it for a short time.
double limit_mva(SubstationRules const& rules, std::uint32_t transformers, double mva) {
    double const n = transformers;
    return n * mva * std::min(rules.continuous_limit, rules.overload * (n - 1.0) / n);
}

class Siting {
public:
    Siting(std::span<FeederDraft const> feeders, std::span<TransformerType const> types,
           LayoutSource const& source)
        : feeders_(feeders), types_(types), source_(source), rules_(source.rules.substation) {
        sited_.of_feeder.assign(feeders.size(), 0);
        largest_mva_ = limit_mva(rules_, most_transformers, types.back().rating_kva / 1000.0);
    }

    SitedSubstations site() {
        std::vector<std::uint32_t> here;
        for (std::uint32_t f = 0; f < feeders_.size(); ++f) {
            if (feeders_[f].kind == FeederKind::dedicated) continue;
            if (!here.empty() && feeders_[here.front()].area != feeders_[f].area) {
                site_area(here);
                here.clear();
            }
            here.push_back(f);
        }
        if (!here.empty()) site_area(here);
        for (std::uint32_t f = 0; f < feeders_.size(); ++f) {
            if (feeders_[f].kind == FeederKind::dedicated)
                sited_.of_feeder[f] = nearest(feeders_[f].position);
        }
        return std::move(sited_);
    }

private:
    // Together, by the hour: feeders do not peak at once.
    [[nodiscard]] double load_mva(std::span<std::uint32_t const> feeders) const {
        ClassKw load;
        for (std::uint32_t const f : feeders) load += feeders_[f].load;
        return peak_of(load, source_.day).kva() / 1000.0 * (1.0 + source_.rules.loading.charging_allowance);
    }

    void site_area(std::vector<std::uint32_t> const& feeders) {
        number_ = 0;
        auto const by_load = static_cast<std::size_t>(std::ceil(load_mva(feeders) / largest_mva_));
        std::size_t const by_count = (feeders.size() + rules_.most_feeders - 1) / rules_.most_feeders;
        cut(feeders, std::max<std::size_t>({1, by_load, by_count}));
    }

    void cut(std::vector<std::uint32_t> feeders, std::size_t parts) {
        if (parts > feeders.size()) parts = feeders.size();
        bool const small = load_mva(feeders) <= largest_mva_ && feeders.size() <= rules_.most_feeders;
        if (parts <= 1 && (small || feeders.size() == 1)) {
            add(feeders);
            return;
        }
        parts = std::max<std::size_t>(parts, 2);
        sort_along_longer_side(feeders);
        std::size_t const left = parts / 2;
        double all = 0.0, before = 0.0;
        for (std::uint32_t const f : feeders) all += feeders_[f].load.sum();
        std::size_t at = 0;
        while (at + 1 < feeders.size() &&
               (at == 0 || before * static_cast<double>(parts) < all * static_cast<double>(left))) {
            before += feeders_[feeders[at++]].load.sum();
        }
        auto const middle = feeders.begin() + static_cast<std::ptrdiff_t>(at);
        cut({feeders.begin(), middle}, left);
        cut({middle, feeders.end()}, parts - left);
    }

    void sort_along_longer_side(std::vector<std::uint32_t>& feeders) const {
        space::LocalPlane const plane(feeders_[feeders.front()].position);
        space::Offset low{1e9, 1e9}, high{-1e9, -1e9};
        std::vector<std::pair<space::Offset, std::uint32_t>> placed;
        for (std::uint32_t const f : feeders) {
            space::Offset const at = plane.point(feeders_[f].position);
            low = {std::min(low.east_km, at.east_km), std::min(low.north_km, at.north_km)};
            high = {std::max(high.east_km, at.east_km), std::max(high.north_km, at.north_km)};
            placed.emplace_back(at, f);
        }
        bool const east = high.east_km - low.east_km >= high.north_km - low.north_km;
        std::sort(placed.begin(), placed.end(), [&](auto const& a, auto const& b) {
            return std::pair(east ? a.first.east_km : a.first.north_km, a.second) <
                   std::pair(east ? b.first.east_km : b.first.north_km, b.second);
        });
        for (std::size_t i = 0; i < feeders.size(); ++i) feeders[i] = placed[i].second;
    }

    void add(std::span<std::uint32_t const> feeders) {
        auto const [type, transformers] = transformers_for(load_mva(feeders));
        TransformerType const& t = types_[type];
        double const mva = t.rating_kva / 1000.0;
        Substation substation{};
        substation.id = next_id(feeders.front());
        substation.transformers = transformers;
        substation.mva = mva;
        substation.r_pu = t.r_pu * base_mva / (mva * transformers);
        substation.x_pu = t.x_pu * base_mva / (mva * transformers);
        substation.tap_steps = static_cast<std::uint32_t>(t.tap_steps);
        substation.tap_step_pu = t.tap_step_pu;
        double all = 0.0;
        for (std::uint32_t const f : feeders) {
            double const load = feeders_[f].load.sum();
            all += load;
            substation.position.lon += load * feeders_[f].position.lon;
            substation.position.lat += load * feeders_[f].position.lat;
            sited_.of_feeder[f] = static_cast<std::uint32_t>(sited_.substations.size());
        }
        substation.position.lon /= all;
        substation.position.lat /= all;
        substation.zone = zone_nearest(substation.position, feeders);
        sited_.substations.push_back(std::move(substation));
    }

    // The least capacity that serves, and of equal ones the fewer units.
    [[nodiscard]] std::pair<std::size_t, std::uint32_t> transformers_for(double load_mva) const {
        std::size_t best = types_.size() - 1;
        std::uint32_t best_units = most_transformers;
        for (std::uint32_t units = fewest_transformers; units <= most_transformers; ++units) {
            for (std::size_t t = 0; t < types_.size(); ++t) {
                double const mva = types_[t].rating_kva / 1000.0;
                bool const smaller = units * mva < best_units * types_[best].rating_kva / 1000.0;
                if (limit_mva(rules_, units, mva) >= load_mva && smaller) {
                    best = t;
                    best_units = units;
                }
            }
        }
        return {best, best_units};
    }

    std::string next_id(std::uint32_t feeder) {
        ++number_;
        std::uint32_t const district = source_.demand.zones[feeders_[feeder].zone.index()].district;
        // A supply area of several districts goes by its first feeder's.
        if (number_ == 1) area_name_ = source_.demand.districts[district];
        return area_name_ + (number_ < 10 ? "-b0" : "-b") + std::to_string(number_);
    }

    [[nodiscard]] space::ZoneId zone_nearest(space::GeoPoint at,
                                             std::span<std::uint32_t const> feeders) const {
        space::ZoneId best;
        double best_km = std::numeric_limits<double>::infinity();
        for (std::uint32_t const f : feeders) {
            double const km = space::straight_km(at, source_.demand.zones[feeders_[f].zone.index()].position);
            if (km >= best_km) continue;
            best_km = km;
            best = feeders_[f].zone;
        }
        return best;
    }

    [[nodiscard]] std::uint32_t nearest(space::GeoPoint at) const {
        check(!sited_.substations.empty(), "a station's feeder finds no substation (no zone has any load)");
        std::uint32_t best = 0;
        double best_km = std::numeric_limits<double>::infinity();
        for (std::uint32_t s = 0; s < sited_.substations.size(); ++s) {
            double const km = space::straight_km(at, sited_.substations[s].position);
            if (km >= best_km) continue;
            best_km = km;
            best = s;
        }
        return best;
    }

    std::span<FeederDraft const> feeders_;
    std::span<TransformerType const> types_;
    LayoutSource const& source_;
    SubstationRules const& rules_;
    SitedSubstations sited_;
    double largest_mva_ = 0.0;
    std::uint32_t number_ = 0;
    std::string area_name_;
};

}  // namespace

SitedSubstations site_substations(std::span<FeederDraft const> feeders,
                                  std::span<TransformerType const> types, LayoutSource const& source) {
    return Siting(feeders, types, source).site();
}

}  // namespace yuchong::grid
