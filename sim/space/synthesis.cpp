#include "sim/space/synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/math.hpp"
#include "sim/space/apportion.hpp"
#include "sim/space/district_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace yuchong::space {

namespace {

// What a draw of class `zone` or `district` is for. Append only.
enum class Purpose : std::uint16_t { turn, position, people, relief, points };

constexpr double golden_turn = 0.6180339887498949;  // 1/phi: the turn that spreads best (sunflower)

std::string zone_id(std::uint32_t adcode, std::uint32_t number) {
    return std::to_string(adcode) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

double fraction(double x) { return x - std::floor(x); }

constexpr std::size_t index(ZoneKind kind) { return static_cast<std::size_t>(kind); }
constexpr bool is_urban(ZoneKind kind) { return kind == ZoneKind::central || kind == ZoneKind::residential; }

class DistrictDrawer {
public:
    DistrictDrawer(DistrictFacts const& facts, std::uint32_t zones, GeographySettings const& settings,
                   RandomSource const& random)
        : facts_(facts),
          settings_(settings),
          random_(random),
          shape_(facts.centroid, facts.seat, facts.area_km2, settings.ellipse_margin),
          zones_(zones) {}

    std::vector<ZoneKind> draw_kinds() {
        name_kinds();
        std::vector<ZoneKind> kinds;
        for (Zone const& zone : zones_) kinds.push_back(zone.kind);
        return kinds;
    }

    std::vector<Zone> draw() {
        name_kinds();
        place();
        settle_people();
        attract();
        share_piles();
        return std::move(zones_);
    }

private:
    static std::uint32_t number(std::size_t k) { return static_cast<std::uint32_t>(k) + 1; }

    [[nodiscard]] Block draw(Purpose purpose, std::size_t k) const {
        return random_.draw({DrawClass::zone, static_cast<std::uint16_t>(purpose),
                             static_cast<std::uint32_t>(hash_text(zones_[k].id))});
    }

    void name_kinds() {
        for (std::size_t k = 0; k < zones_.size(); ++k) zones_[k].id = zone_id(facts_.adcode, number(k));
        auto const n = static_cast<double>(zones_.size());
        double const urban =
            std::max(1.0, std::round(n * math::pow(facts_.urbanisation, settings_.urban_zone_exponent)));
        double const central = std::max(1.0, std::round(urban * settings_.central_share));
        for (std::size_t k = 0; k < zones_.size(); ++k) {
            auto const rank = static_cast<double>(k);
            Block const b = draw(Purpose::relief, k);
            ZoneKind const outside = b.uniform(0) < settings_.town_share ? ZoneKind::town : ZoneKind::rural;
            zones_[k].kind = rank < central ? ZoneKind::central
                             : rank < urban ? ZoneKind::residential
                                            : outside;
            zones_[k].relief = is_urban(zones_[k].kind) ? facts_.relief : relief_outside(b.uniform(1));
        }
    }

    [[nodiscard]] Relief relief_outside(double u) const {
        int const own = static_cast<int>(facts_.relief);
        if (u < settings_.steeper_share) return static_cast<Relief>(std::min(own + 1, 2));
        if (u < settings_.steeper_share + settings_.flatter_share)
            return static_cast<Relief>(std::max(own - 1, 0));
        return facts_.relief;
    }

    // A sunflower round the seat: rank k at reach ((k + 1/2) / n) ^ concentration, the next one a golden turn
    // on. A zone's area is the ring between its rank and the next.
    void place() {
        auto const n = static_cast<double>(zones_.size());
        double const first =
            random_.draw({DrawClass::district, static_cast<std::uint16_t>(Purpose::turn), facts_.adcode})
                .uniform(0);
        double const c = settings_.seat_concentration;
        for (std::size_t k = 0; k < zones_.size(); ++k) {
            auto const rank = static_cast<double>(k);
            Block const b = draw(Purpose::position, k);
            double const outward = settings_.position_jitter * (2.0 * b.uniform(0) - 1.0);
            double const sideways =
                settings_.position_jitter * (2.0 * b.uniform(1) - 1.0) / std::sqrt(rank + 1.0);
            zones_[k].centre = shape_.place(math::pow((rank + 0.5 + outward) / n, c),
                                            fraction(first + rank * golden_turn + sideways / 4.0 + 1.0));
            zones_[k].area_km2 =
                facts_.area_km2 * (math::pow((rank + 1.0) / n, 2.0 * c) - math::pow(rank / n, 2.0 * c));
        }
    }

    void settle_people() {
        std::vector<double> urban, rural;
        double urban_sum = 0.0, rural_sum = 0.0;
        for (std::size_t k = 0; k < zones_.size(); ++k) {
            double const luck =
                lognormal(draw(Purpose::people, k).uniform(0), 1.0, settings_.population_sigma);
            std::size_t const kind = index(zones_[k].kind);
            urban.push_back(luck * settings_.urban_population_weight[kind]);
            rural.push_back(luck * settings_.rural_population_weight[kind]);
            urban_sum += urban.back();
            rural_sum += rural.back();
        }
        double const townspeople = facts_.population * facts_.urbanisation;
        double const villagers = facts_.population - townspeople;
        check((urban_sum > 0.0 || townspeople <= 0.0) && (rural_sum > 0.0 || villagers <= 0.0),
              "a district has no zone for its people (all weights are 0)");
        for (std::size_t k = 0; k < zones_.size(); ++k) {
            Zone& zone = zones_[k];
            zone.population = (urban_sum > 0.0 ? townspeople * urban[k] / urban_sum : 0.0) +
                              (rural_sum > 0.0 ? villagers * rural[k] / rural_sum : 0.0);
            zone.built_up_km2 = std::min(zone.population / settings_.built_up_per_km2[index(zone.kind)],
                                         settings_.built_up_share_max * zone.area_km2);
        }
    }

    void attract() {
        for (std::size_t k = 0; k < zones_.size(); ++k) {
            Zone& zone = zones_[k];
            Block const b = draw(Purpose::people, k);
            std::size_t const kind = index(zone.kind);
            zone.jobs = zone.population * settings_.jobs_per_resident[kind] *
                        lognormal(b.uniform(1), 1.0, settings_.attraction_sigma);
            zone.visits = zone.population * settings_.visits_per_resident[kind] *
                          lognormal(b.uniform(2), 1.0, settings_.attraction_sigma);
            zone.base_load_share = zone.population * settings_.base_load_per_resident[kind] +
                                   zone.jobs * settings_.base_load_per_job;  // normalised over the city later
        }
    }

    void share_piles() {
        double cars = 0.0, piles = 0.0;
        for (Zone& zone : zones_) {
            zone.vehicle_weight = zone.population * settings_.vehicles_per_resident[index(zone.kind)];
            cars += zone.vehicle_weight;
            piles += zone.vehicle_weight * settings_.home_pile_factor[index(zone.kind)];
        }
        double const even = piles > 0.0 ? facts_.home_pile_share * cars / piles : 0.0;
        for (Zone& zone : zones_) {
            zone.vehicle_weight *= cars > 0.0 ? facts_.vehicle_weight / cars : 0.0;
            zone.home_pile_share = std::min(1.0, even * settings_.home_pile_factor[index(zone.kind)]);
        }
    }

    DistrictFacts const& facts_;
    GeographySettings const& settings_;
    RandomSource const& random_;
    DistrictShape shape_;
    std::vector<Zone> zones_;
};

// Demand points of a zone: a sunflower over the built-up disc, each point standing for an equal piece of it.
std::vector<DemandPoint> scatter_points(Zone const& zone, ZoneId id, GeographySettings const& settings,
                                        RandomSource const& random) {
    double const pieces = zone.built_up_km2 / (settings.point_spacing_km * settings.point_spacing_km);
    auto const count = static_cast<std::uint32_t>(
        std::clamp(std::round(pieces), 1.0, static_cast<double>(settings.most_points)));
    double const radius_km = std::sqrt(zone.built_up_km2 / std::numbers::pi);
    double const first = random
                             .draw({DrawClass::zone, static_cast<std::uint16_t>(Purpose::points),
                                    static_cast<std::uint32_t>(hash_text(zone.id))})
                             .uniform(0);
    LocalPlane const plane(zone.centre);
    std::vector<DemandPoint> points;
    double sum = 0.0;
    for (std::uint32_t i = 0; i < count; ++i) {
        double const reach = std::sqrt((i + 0.5) / count);
        double const angle = 2.0 * std::numbers::pi * fraction(first + i * golden_turn);
        double const weight = math::exp(-settings.point_weight_decay * reach);
        points.push_back(
            {plane.geo({radius_km * reach * math::cos(angle), radius_km * reach * math::sin(angle)}), id,
             weight});
        sum += weight;
    }
    for (DemandPoint& point : points) point.weight /= sum;
    return points;
}

void normalise_base_load(std::vector<Zone>& zones) {
    double sum = 0.0;
    for (Zone const& zone : zones) sum += zone.base_load_share;
    check(sum > 0.0, "no zone has any base load (all weights are 0)");
    for (Zone& zone : zones) zone.base_load_share /= sum;
}

}  // namespace

std::vector<std::uint32_t> zone_counts(std::span<DistrictFacts const> districts,
                                       GeographySettings const& settings) {
    double population = 0.0, area_km2 = 0.0;
    for (DistrictFacts const& d : districts) {
        population += d.population;
        area_km2 += d.area_km2;
    }
    std::vector<double> weights;
    for (DistrictFacts const& d : districts) {
        double const by_people = settings.zone_population_share;
        weights.push_back(by_people * d.population / population + (1.0 - by_people) * d.area_km2 / area_km2);
    }
    std::vector<PartBounds> const bounds(districts.size(), {settings.fewest_zones, settings.zones});
    return apportion(settings.zones, weights, bounds);
}

std::vector<std::vector<ZoneKind>> draw_kinds(std::span<DistrictFacts const> districts,
                                              GeographySettings const& settings, RandomSource const& random) {
    std::vector<std::uint32_t> const counts = zone_counts(districts, settings);
    std::vector<std::vector<ZoneKind>> kinds;
    for (std::size_t d = 0; d < districts.size(); ++d)
        kinds.push_back(DistrictDrawer(districts[d], counts[d], settings, random).draw_kinds());
    return kinds;
}

Geography synthesize_geography(std::span<DistrictFacts const> districts, GeographySettings const& settings,
                               RandomSource const& random) {
    check(!districts.empty(), "a city without districts (there is nowhere to put zones)");
    std::vector<std::uint32_t> const counts = zone_counts(districts, settings);
    Geography geography;
    for (std::size_t d = 0; d < districts.size(); ++d) {
        DistrictFacts const& f = districts[d];
        geography.districts.push_back({f.name, f.name_zh, f.adcode, f.ring, f.relief, f.centroid, f.seat,
                                       f.area_km2, f.population, f.urbanisation, f.seat_elevation_m,
                                       f.home_pile_share, f.vehicle_weight,
                                       static_cast<std::uint32_t>(geography.zones.size()), counts[d]});
        for (Zone& zone : DistrictDrawer(f, counts[d], settings, random).draw()) {
            auto const points = scatter_points(zone, ZoneId{geography.zones.size()}, settings, random);
            zone.district = DistrictId{d};
            zone.first_point = static_cast<std::uint32_t>(geography.points.size());
            zone.point_count = static_cast<std::uint32_t>(points.size());
            geography.points.insert(geography.points.end(), points.begin(), points.end());
            geography.zones.push_back(std::move(zone));
        }
    }
    normalise_base_load(geography.zones);
    return geography;
}

}  // namespace yuchong::space
