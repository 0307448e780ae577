#include "sim/demand/working_fleets.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/demand/shares.hpp"
#include "sim/space/apportion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::demand {

namespace {

class Dealer {
public:
    Dealer(space::Geography const& geography, vehicle::Catalogue const& catalogue,
           FleetSettings const& private_cars, WorkingFleetDeal const& deal, RandomSource const& random)
        : geography_(geography),
          catalogue_(catalogue),
          private_cars_(private_cars),
          deal_(deal),
          random_(random),
          models_(cumulative_shares(deal.fleet.stock().model_weights)),
          vintage_(cumulative_shares(private_cars.vintage_weights)),
          pile_(cumulative_shares(private_cars.home_pile_weights)) {}

    [[nodiscard]] std::vector<double> homes(space::District const& district) const {
        std::vector<double> weights;
        for (std::uint32_t z = 0; z < district.zone_count; ++z)
            weights.push_back(geography_.zones[district.first_zone + z].vehicle_weight);
        return cumulative_shares(weights);
    }

    [[nodiscard]] Car deal(space::District const& district, std::span<double const> homes,
                           std::uint32_t number, std::uint32_t among) const {
        std::uint32_t const ordinal = working_ordinal_of(district.adcode, deal_.number, number);
        Block const who = random_.draw(draw_for(ordinal, Purpose::ownership));
        Block const what = random_.draw(draw_for(ordinal, Purpose::ownership, 0, 1));
        Block const more = random_.draw(draw_for(ordinal, Purpose::ownership_more));
        FleetStock const& stock = deal_.fleet.stock();

        Car car{};
        car.ordinal = ordinal;
        car.fleet = deal_.index;
        car.depot = no_depot;
        car.home = static_cast<std::uint16_t>(district.first_zone + pick(homes, who.uniform(0)));
        car.work = car.home;
        car.model = stock.model_index[pick(models_, who.uniform(3))];
        vehicle::Model const& model = catalogue_.models[car.model];
        double year = private_cars_.first_vintage + static_cast<double>(pick(vintage_, what.uniform(0)));
        if (Registrations const* registrations = deal_.times.registrations) {
            car.registered_day = registrations->day_of((number + 0.5) / among);
            car.given_up_day = registrations->given_up(
                car.registered_day, random_.draw(draw_for(ordinal, Purpose::given_up)).uniform(0));
            year = civil_date(car.registered_day).year;
        }
        car.vintage = static_cast<std::int16_t>(std::max(year, static_cast<double>(model.first_year)));
        car.energy_kwh = static_cast<float>(
            model.usable_kwh *
            lognormal(what.uniform(1), 1.0, model.swap_standard.empty() ? private_cars_.pack_sigma : 0.0));
        vehicle::ChargeCurve const& curve = catalogue_.curves[model.curve.index()];
        car.curve_scale = static_cast<float>(lognormal(what.uniform(2), 1.0, private_cars_.curve_sigma) *
                                             vehicle::vintage_factor(curve, car.vintage));
        car.consumption =
            static_cast<float>(lognormal(what.uniform(3), 1.0, private_cars_.consumption_sigma));
        car.soc_start = static_cast<float>(stock.soc_start_low +
                                           (stock.soc_start_high - stock.soc_start_low) * more.uniform(0));
        if (auto const* journeys = std::get_if<JourneySettings>(&deal_.fleet.duty))
            car.reserve_soc = static_cast<float>(journeys->reserve_soc);
        if (auto const* roaming = std::get_if<RoamingSettings>(&deal_.fleet.duty)) {
            car.reserve_soc = static_cast<float>(roaming->reserve_soc);
            double const owns_pile = geography_.zones[car.home].home_pile_share * roaming->home_pile_factor;
            if (more.uniform(1) < owns_pile) {
                double const pile_kw = private_cars_.home_pile_kw[pick(pile_, more.uniform(2))];
                car.pile_w =
                    static_cast<std::uint16_t>(std::lround(1000.0 * std::min(pile_kw, model.onboard_ac_kw)));
            }
        }
        return car;
    }

private:
    space::Geography const& geography_;
    vehicle::Catalogue const& catalogue_;
    FleetSettings const& private_cars_;
    WorkingFleetDeal const& deal_;
    RandomSource const& random_;
    std::vector<double> models_, vintage_, pile_;
};

}  // namespace

std::vector<std::uint32_t> vehicles_by_district(space::Geography const& whole, FleetStock const& stock,
                                                double ever) {
    double core = 0.0, elsewhere = 0.0;
    for (space::District const& d : whole.districts)
        (d.ring == space::Ring::core ? core : elsewhere) += d.population;
    std::vector<double> weights;
    for (space::District const& d : whole.districts) {
        bool const in_core = d.ring == space::Ring::core;
        bool const divided = core > 0.0 && elsewhere > 0.0;
        double const share = in_core ? stock.core_share / core : (1.0 - stock.core_share) / elsewhere;
        weights.push_back(divided ? d.population * share : d.vehicle_weight);
    }
    std::vector<space::PartBounds> const bounds(weights.size(),
                                                {0, std::numeric_limits<std::uint32_t>::max()});
    return space::apportion(static_cast<std::uint32_t>(std::llround(ever * stock.vehicles)), weights, bounds);
}

void deal_working_fleet(space::Geography const& geography, vehicle::Catalogue const& catalogue,
                        FleetSettings const& private_cars, WorkingFleetDeal const& deal,
                        std::span<std::uint16_t const> station_zone, RandomSource const& random,
                        std::vector<Car>& cars) {
    if (std::ranges::all_of(deal.by_district, [](std::uint32_t n) { return n == 0; })) return;
    bool const has_depots = std::holds_alternative<DepotSettings>(deal.fleet.duty);
    Dealer const dealer(geography, catalogue, private_cars, deal, random);
    std::uint32_t depot = deal.depots.first_station;
    for (std::size_t d = 0; d < geography.districts.size(); ++d) {
        space::District const& district = geography.districts[d];
        std::uint32_t const vehicles = deal.by_district[d];
        if (vehicles == 0) continue;
        check(vehicles <= most_working_in_district, "too many vehicles of a fleet in one district");
        auto const homes = dealer.homes(district);
        for (std::uint32_t number = 0; number < vehicles; ++number) {
            Car car = dealer.deal(district, homes, number, vehicles);
            if (has_depots) {
                car.depot = depot + number / deal.depots.vehicles_per_depot;
                car.home = car.work = station_zone[car.depot];
            }
            cars.push_back(car);
        }
        if (has_depots) depot += depots_for(vehicles, deal.depots.vehicles_per_depot);
    }
}

}  // namespace yuchong::demand
