#include "sim/city/city.hpp"

#include "sim/city/control_places.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/city/grid_limits.hpp"
#include "sim/city/home_plan.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/demand/patience.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <algorithm>
#include <utility>

namespace yuchong::city {

namespace {

// What follows from the inputs and is needed everywhere: peaks of the charging curves.
Inputs completed(Inputs inputs) {
    inputs.catalogue = vehicle::with_peaks(std::move(inputs.catalogue), inputs.charging.limits);
    return inputs;
}

// The civil time at which the warm-up begins.
Calendar calendar_of(TimeSettings const& time) {
    Calendar const from_start(time.start);
    return Calendar(from_start.civil(SimTime{0} - time.warmup));
}

// The simulated days, and one more in which late trips may still begin.
space::DaySpan days_of(Calendar const& calendar, SimTime end) {
    std::int32_t const first = calendar.day(SimTime{0});
    return {first, calendar.day(end) - first + 2};
}

std::vector<demand::Car> cars_of(Inputs const& inputs, Part const& part, space::Travel const& travel,
                                 std::span<Fleet const> fleets, Calendar const& calendar,
                                 RandomSource const& random) {
    demand::Times const times{part.registrations ? &*part.registrations : nullptr, calendar.day(SimTime{0})};
    space::Gravity const work_trips =
        space::gravitate_to_jobs(part.geography, travel, inputs.destinations.work);
    auto cars = demand::draw_population(part.geography, inputs.catalogue, work_trips, inputs.private_cars,
                                        inputs.demand.charging, part.cars_by_district, times, random);
    deal_working_fleets(inputs, part, fleets, times, random, cars);
    return cars;
}

std::optional<space::Gravity> ride_trips_of(Inputs const& inputs, Part const& part,
                                            space::Travel const& travel) {
    bool some = false;
    for (std::size_t f = 0; f < inputs.fleets.size(); ++f) {
        auto const& vehicles = part.working_by_district[f];
        bool const roams = std::holds_alternative<demand::RoamingSettings>(inputs.fleets[f].duty);
        some = some || (roams && std::ranges::any_of(vehicles, [](std::uint32_t n) { return n > 0; }));
    }
    if (!some) return std::nullopt;
    return space::gravitate_to_visits(part.geography, travel, inputs.destinations.ride);
}

// A visitor of its own for each hand-written visit: exactly the model's car, nothing drawn.
demand::Car scripted_car(City const& city, PlannedVisit const& visit, std::size_t number) {
    vehicle::Model const& model = city.inputs.catalogue.models[visit.model.index()];
    std::size_t const zone = city.network().stations[visit.station.index()].zone.index();
    demand::Car car{};
    car.ordinal = static_cast<std::uint32_t>(combine(hash_text("visit"), number));
    car.model = static_cast<std::uint16_t>(visit.model.index());
    car.home = car.work = static_cast<std::uint16_t>(zone);
    car.energy_kwh = static_cast<float>(model.usable_kwh);
    car.curve_scale = car.consumption = 1.0F;
    car.soc_start = static_cast<float>(visit.soc);
    car.fleet = scripted_fleet;
    car.depot = demand::no_depot;
    return car;
}

demand::Car replayed_car(City const& city, ReplayedSession const& session, std::size_t number) {
    std::size_t const zone = city.network().stations[session.station.index()].zone.index();
    demand::Car car{};
    car.ordinal = static_cast<std::uint32_t>(combine(hash_text("session"), number));
    car.model = static_cast<std::uint16_t>(city.inputs.replayed_model.index());
    car.home = car.work = static_cast<std::uint16_t>(zone);
    car.energy_kwh = static_cast<float>(session.battery_kwh);
    car.curve_scale = static_cast<float>(session.max_kw);
    car.consumption = 1.0F;
    car.soc_start = static_cast<float>(session.soc);
    car.fleet = replayed_fleet;
    car.depot = demand::no_depot;
    return car;
}

std::array<std::array<double, 24>, 12> public_prices(control::Tariff const& tariff,
                                                     demand::ChargingChoiceSettings const& charging) {
    std::array<std::array<double, 24>, 12> prices;
    for (int month = 1; month <= 12; ++month) {
        for (int hour = 0; hour < 24; ++hour) {
            prices[static_cast<std::size_t>(month - 1)][static_cast<std::size_t>(hour)] =
                tariff.price(month, hour).value() + charging.usual_fee_yuan_per_kwh;
        }
    }
    return prices;
}

std::array<demand::HourWeights, 12> going_by_month(std::array<std::array<double, 24>, 12> const& public_price,
                                                   demand::ChargingChoiceSettings const& charging) {
    std::array<demand::HourWeights, 12> going;
    for (std::size_t month = 0; month < going.size(); ++month)
        going[month] = demand::hour_weights(public_price[month], charging);
    return going;
}

std::unique_ptr<GridUnder const> grid_of(Inputs const& inputs, Part const& part,
                                         std::span<demand::Car const> cars, RandomSource const& random) {
    if (inputs.grid.flow.flow == grid::FlowScope::none) return nullptr;
    return std::make_unique<GridUnder const>(inputs, part, cars, random);
}

// Of the base load of the part in scope; they add up to 1.
std::vector<double> base_shares_of(space::Geography const& geography) {
    double sum = 0.0;
    std::vector<double> shares;
    for (space::Zone const& zone : geography.zones) {
        shares.push_back(zone.base_load_share);
        sum += zone.base_load_share;
    }
    for (double& share : shares) share = sum > 0.0 ? share / sum : 0.0;
    return shares;
}

measure::RecorderLayout layout_of(Part const& part) {
    auto const& zones = part.geography.zones;
    measure::RecorderLayout layout{{}, {}, static_cast<std::uint32_t>(part.geography.districts.size())};
    for (supply::Station const& station : part.network.stations) {
        layout.district_of_station.push_back(zones[station.zone.index()].district.index());
    }
    for (space::Zone const& zone : zones) layout.district_of_zone.push_back(zone.district.index());
    return layout;
}

// Who controls which station and which homes.
void settle_control(City& city) {
    control::ControlSettings const& settings = city.inputs.control;
    city.home_strategy = home_strategies(settings, city.part.geography, city.cars, city.grid.get());
    city.some_homes_fill_valleys =
        std::ranges::find(city.home_strategy, control::HomeStrategy::valley_fill) != city.home_strategy.end();
    auto const policies = site_policies(settings, city.part, city.supply.plug_limit_kw, city.grid.get());
    auto const controlled = [](SitePolicy const& p) { return p.strategy != control::Strategy::uncontrolled; };
    if (std::ranges::none_of(policies, controlled)) return;
    for (SitePolicy const& policy : policies) {
        city.site_strategy.push_back(policy.strategy);
        city.site_limit_kw.push_back(policy.limit_kw);
    }
}

}  // namespace

City::City(Inputs given)
    : inputs(completed(std::move(given))),
      random(inputs.seed),
      calendar(calendar_of(inputs.time)),
      window{SimTime{0} + inputs.time.warmup, SimTime{0} + inputs.time.warmup + inputs.time.duration},
      part(part_of_city(inputs, random)),
      travel(part.geography, inputs.travel),
      other_trips(space::gravitate_to_visits(part.geography, travel, inputs.destinations.other)),
      ride_trips(ride_trips_of(inputs, part, travel)),
      weather(inputs.weather, random, days_of(calendar, window.end)),
      climates(weather, inputs.consumption, calendar, window.end),
      tariff(inputs.tariff),
      public_price(public_prices(tariff, inputs.demand.charging)),
      going(going_by_month(public_price, inputs.demand.charging)),
      base_load(inputs.base_load),
      supply(part.network, inputs.catalogue, inputs.charging, inputs.supply, random,
             limits_stations(inputs) ? supply::Coupling::by_station : supply::Coupling::by_need),
      candidates(part.geography, travel, part.network, inputs.demand.choice.listed,
                 {calendar.day(SimTime{0}), calendar.day(window.end)}),
      swap_standard(swap_standards(inputs.catalogue)),
      sites(sites_of(part.network, swap_standard)),
      planner(inputs.demand.trips),
      targets(inputs.demand.charging),
      fleets(fleets_of(inputs, part.geography)),
      cars(cars_of(inputs, part, travel, fleets, calendar, random)),
      fleet_cars(static_cast<std::uint32_t>(cars.size())),
      grid(grid_of(inputs, part, cars, random)),
      layout(layout_of(part)),
      lowest_public_price(tariff.lowest().value() + inputs.demand.charging.usual_fee_yuan_per_kwh),
      patience_scale_min(
          demand::weibull_scale(inputs.demand.patience.mean_min, inputs.demand.patience.shape)) {
    for (std::size_t v = 0; v < inputs.visits.size(); ++v)
        cars.push_back(scripted_car(*this, inputs.visits[v], v));
    for (std::size_t s = 0; s < inputs.sessions.size(); ++s)
        cars.push_back(replayed_car(*this, inputs.sessions[s], s));
    settle_control(*this);
    stations_feed_back = city::stations_feed_back(*this);
    response = make_response_plan(*this);
    outages = make_outage_plan(*this);
    if (publishes_plans(*this)) {
        base_kw_by_slot = base_load_by_slot(*this);
        zone_base_share = base_shares_of(part.geography);
    }
    check(part.geography.zones.size() < 65'536 && inputs.catalogue.models.size() < 65'536,
          "too many zones or models (cars hold 16-bit numbers of them)");
}

space::Offset City::place_of(demand::Car const& car, std::uint16_t zone) const {
    Block const draw = random.draw(demand::draw_for(car.ordinal, demand::Purpose::place, 0, zone));
    return travel.place(space::ZoneId{zone}, draw.uniform(0), draw.uniform(1));
}

Kilowatts City::base_load_at(SimTime t) const {
    std::int32_t const day = calendar.day(t);
    auto const day_type = Calendar::is_weekend(day) ? grid::DayType::weekend : grid::DayType::weekday;
    return part.base_load_share *
           base_load(calendar.month(t), weather.maximum(day), day_type, calendar.since_midnight(t));
}

}  // namespace yuchong::city
