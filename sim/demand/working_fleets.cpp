#include "sim/demand/working_fleets.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/demand/dealing.hpp"
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
        std::int32_t year = static_cast<std::int32_t>(private_cars_.first_vintage) +
                            static_cast<std::int32_t>(pick(vintage_, what.uniform(0)));
        if (Registrations const* registrations = deal_.times.registrations) {
            set_days(car, *registrations, number, among, random_);
            year = civil_date(car.registered_day).year;
        }
        spread(car, catalogue_, private_cars_, year, what);
        car.soc_start = static_cast<float>(stock.soc_start_low +
                                           (stock.soc_start_high - stock.soc_start_low) * more.uniform(0));
        if (auto const* journeys = std::get_if<JourneySettings>(&deal_.fleet.duty))
            car.reserve_soc = static_cast<float>(journeys->reserve_soc);
        if (auto const* roaming = std::get_if<RoamingSettings>(&deal_.fleet.duty)) {
            car.reserve_soc = static_cast<float>(roaming->reserve_soc);
            double const owns_pile = geography_.zones[car.home].home_pile_share * roaming->home_pile_factor;
            if (more.uniform(1) < owns_pile)
                car.pile_w = pile_w_of(catalogue_.models[car.model], private_cars_, pile_, more.uniform(2));
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
        auto const homes = homes_of(geography, district);
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
