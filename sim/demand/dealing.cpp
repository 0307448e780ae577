#include "sim/demand/dealing.hpp"

#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::demand {

std::vector<double> homes_of(space::Geography const& geography, space::District const& district) {
    std::vector<double> weights;
    for (std::uint32_t z = 0; z < district.zone_count; ++z)
        weights.push_back(geography.zones[district.first_zone + z].vehicle_weight);
    return cumulative_shares(weights);
}

void set_days(Car& car, Registrations const& registrations, std::uint32_t number, std::uint32_t among,
              RandomSource const& random) {
    double const life_u = random.draw(draw_for(car.ordinal, Purpose::given_up)).uniform(0);
    car.registered_day = registrations.day_of((number + 0.5) / among);
    car.given_up_day = registrations.given_up(car.registered_day, life_u);
}

void spread(Car& car, vehicle::Catalogue const& catalogue, FleetSettings const& spreads, std::int32_t year,
            Block const& block) {
    vehicle::Model const& model = catalogue.models[car.model];
    vehicle::ChargeCurve const& curve = catalogue.curves[model.curve.index()];
    // Packs that are swapped are all alike.
    double const pack_sigma = model.swap_standard.empty() ? spreads.pack_sigma : 0.0;
    car.vintage = static_cast<std::int16_t>(std::max(year, model.first_year));
    car.energy_kwh = static_cast<float>(model.usable_kwh * lognormal(block.uniform(1), 1.0, pack_sigma));
    car.curve_scale = static_cast<float>(lognormal(block.uniform(2), 1.0, spreads.curve_sigma) *
                                         vehicle::vintage_factor(curve, car.vintage));
    car.consumption = static_cast<float>(lognormal(block.uniform(3), 1.0, spreads.consumption_sigma));
}

std::uint16_t pile_w_of(vehicle::Model const& model, FleetSettings const& fleet,
                        std::span<double const> cumulative_piles, double u) {
    double const pile_kw = fleet.home_pile_kw[pick(cumulative_piles, u)];
    return static_cast<std::uint16_t>(std::lround(1000.0 * std::min(pile_kw, model.onboard_ac_kw)));
}

}  // namespace yuchong::demand
