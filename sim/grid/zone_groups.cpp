#include "sim/grid/zone_groups.hpp"

#include "sim/base/hash.hpp"
#include "sim/space/geodesy.hpp"

#include <algorithm>

namespace yuchong::grid {

namespace {

// A supply area goes on with the next district until it holds so many full feeders: about what it takes for a
// substation to be worth its place.
constexpr double fewest_full_feeders = 8.0;

// Zones go together until they fill so many feeders: the last of a group is the only one that may be half
// empty.
constexpr double full_feeders_of_group = 3.0;

FeederKind kind_of(space::ZoneKind kind) {
    bool const urban = kind == space::ZoneKind::central || kind == space::ZoneKind::residential;
    return urban ? FeederKind::cable : FeederKind::overhead;
}

class Grouping {
public:
    Grouping(LargestTrunk const& largest, LayoutSource const& source)
        : largest_(largest), source_(source), zones_(source.demand.zones) {}

    std::vector<ZoneGroup> group() {
        double const least_kva = fewest_full_feeders * source_.rules.loading.ring_limit * largest_.cable_kva;
        std::uint32_t first = 0, area = 0;
        ClassKw load;
        for (std::uint32_t z = 0; z < zones_.size(); ++z) {
            load += source_.zone_load[z];
            bool const last = z + 1 == zones_.size();
            bool const district_ends = last || zones_[z + 1].district != zones_[z].district;
            if (!last && (!district_ends || planned_kva(load) < least_kva)) continue;
            group_area({first, z + 1}, FeederKind::cable, area);
            group_area({first, z + 1}, FeederKind::overhead, area);
            ++area;
            first = z + 1;
            load = {};
        }
        return std::move(groups_);
    }

private:
    struct ZoneRange {
        std::uint32_t first, end;
    };

    [[nodiscard]] double planned_kva(ClassKw const& load) const {
        return peak_of(load, source_.day).kva() * (1.0 + source_.rules.loading.charging_allowance);
    }

    [[nodiscard]] double rating_kva(FeederKind kind) const {
        return kind == FeederKind::cable ? largest_.cable_kva : largest_.overhead_kva;
    }

    [[nodiscard]] double limit_of(std::uint32_t zone) const {
        Block const b =
            source_.random.draw({DrawClass::zone, static_cast<std::uint16_t>(NetworkPurpose::plan),
                                 static_cast<std::uint32_t>(hash_text(zones_[zone].id))});
        LoadingRules const& l = source_.rules.loading;
        return b.uniform(0) < l.ring_share ? l.ring_limit : l.sectioned_limit;
    }

    void group_area(ZoneRange range, FeederKind kind, std::uint32_t area) {
        std::vector<std::uint32_t> small;
        for (std::uint32_t z = range.first; z < range.end; ++z) {
            if (kind_of(zones_[z].kind) != kind || zones_[z].peak_kw <= 0.0) continue;
            double const limit = limit_of(z);
            if (planned_kva(source_.zone_load[z]) >= 0.5 * full_feeders_of_group * limit * rating_kva(kind)) {
                groups_.push_back({{z}, kind, area, limit});
            } else {
                small.push_back(z);
            }
        }
        while (!small.empty()) gather(small, kind, area);
    }

    // Takes the first, and then from the nearest to it on whatever still fits.
    void gather(std::vector<std::uint32_t>& left, FeederKind kind, std::uint32_t area) {
        std::uint32_t const anchor = left.front();
        std::vector<std::pair<double, std::uint32_t>> by_distance;
        for (std::uint32_t const z : left) {
            double const km = space::straight_km(zones_[anchor].position, zones_[z].position);
            by_distance.emplace_back(z == anchor ? -1.0 : km, z);
        }
        std::sort(by_distance.begin(), by_distance.end());
        ZoneGroup group{{}, kind, area, limit_of(anchor)};
        double const most_kva = full_feeders_of_group * group.loading_limit * rating_kva(kind);
        ClassKw load;
        for (auto const& [km, z] : by_distance) {
            ClassKw const with = load + source_.zone_load[z];
            if (planned_kva(with) > most_kva && !group.zones.empty()) continue;
            load = with;
            group.zones.push_back(z);
        }
        std::erase_if(left, [&](std::uint32_t z) {
            return std::find(group.zones.begin(), group.zones.end(), z) != group.zones.end();
        });
        groups_.push_back(std::move(group));
    }

    LargestTrunk const& largest_;
    LayoutSource const& source_;
    std::vector<ZoneDemand> const& zones_;
    std::vector<ZoneGroup> groups_;
};

}  // namespace

double served_km2(ZoneDemand const& zone, NetworkRules const& rules) {
    double const spread = rules.spread[static_cast<std::size_t>(zone.kind)];
    return zone.built_up_km2 + spread * (zone.area_km2 - zone.built_up_km2);
}

std::vector<ZoneGroup> group_zones(LargestTrunk const& largest, LayoutSource const& source) {
    return Grouping(largest, source).group();
}

}  // namespace yuchong::grid
