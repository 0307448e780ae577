#include "sim/city/grid_under.hpp"

#include "sim/base/check.hpp"
#include "sim/base/for_each.hpp"
#include "sim/city/city.hpp"
#include "sim/city/grid_demand.hpp"
#include "sim/city/grid_limits.hpp"
#include "sim/city/home_meter.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/state.hpp"
#include "sim/city/volt_var.hpp"
#include "sim/grid/transformer_names.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

constexpr Duration quarter_hour = minutes(15);

std::vector<std::uint32_t> homes_of(grid::Network const& network, std::span<demand::Car const> cars,
                                    RandomSource const& random) {
    std::vector<std::uint32_t> transformer(cars.size(), no_transformer);
    for (std::size_t i = 0; i < cars.size(); ++i) {
        demand::Car const& car = cars[i];
        if (car.pile_w == 0) continue;
        Block const draw = random.draw(demand::draw_for(car.ordinal, demand::Purpose::home_transformer));
        auto const id = network.transformer_of_home(space::ZoneId{car.home}, draw.uniform(0));
        if (id) transformer[i] = id.index();
    }
    return transformer;
}

// Those of stations, and those the scenario names. Pre: it names what is there (checked).
std::vector<std::uint32_t> recorded(grid::Network const& network, std::span<std::string const> names) {
    auto [ids, unknown] = grid::named_transformers(network, names);
    check(unknown.empty(), "recorded transformers are in the network");
    for (std::uint32_t t = 0; t < network.transformers.size(); ++t)
        if (network.transformers[t].role == grid::TransformerRole::station) ids.push_back(t);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

measure::GridBounds bounds_of(Inputs const& inputs) {
    grid::OperationSettings const& operation = inputs.grid.operation;
    return {.low_voltage_pu = operation.low_voltage_pu,
            .high_voltage_pu = operation.high_voltage_pu,
            .transformer_loading_pu = operation.overload_pu,
            .transformer_hot_spot_c = inputs.grid.transformers.distribution.normal.hot_spot_c,
            .substation_loading_pu = operation.overload_pu};
}

grid::LoadMoment moment_of(City const& city, SimTime t) {
    std::int32_t const day = city.calendar.day(t);
    return {.month = city.calendar.month(t),
            .day_maximum = city.weather.maximum(day),
            .temperature = Celsius{city.climates.ambient_c(t)},
            .day_type = Calendar::is_weekend(day) ? grid::DayType::weekend : grid::DayType::weekday,
            .since_midnight = city.calendar.since_midnight(t)};
}

}  // namespace

grid::StepLoad load_of(City const& city, GridMeters const& meters, SimTime begin, SimTime end) {
    SimTime const middle = begin + Duration{(end - begin).ms / 2};
    std::int64_t const quarter = city.calendar.day(middle) * std::int64_t{96} +
                                 city.calendar.since_midnight(middle).ms / quarter_hour.ms;
    return {.quarter = quarter,
            .level = city.grid->base_load.level(moment_of(city, middle), city.base_load_at(middle)),
            .station_kw = meters.station_kw,
            .home_kw = meters.home_kw,
            .ambient = Celsius{city.climates.ambient_c(middle)}};
}

GridUnder::GridUnder(Inputs const& inputs, Part const& part, std::span<demand::Car const> cars,
                     RandomSource const& random)
    : network(lay_out_grid(inputs, part, random)),
      shapes(inputs.grid.classes, inputs.base_load),
      base_load(network, shapes, inputs.grid.noise, random),
      distribution(network, base_load, inputs.grid.flow.step, inputs.grid.operation, inputs.grid.transformers,
                   station_inverters(inputs, part.network, random)),
      home_transformer(homes_of(network, cars, random)),
      with_series(recorded(network, inputs.grid.recorded_transformers)),
      bounds(bounds_of(inputs)) {}

GridState start_grid(City const& city, measure::Sink& sink) {
    GridUnder const& under = *city.grid;
    GridMeters meters;
    meters.station_kwh.assign(city.network().stations.size(), 0.0);
    meters.station_kw = meters.station_kwh;
    meters.home_kw.assign(under.network.transformers.size(), 0.0);
    if (limits_stations(city.inputs)) meters.cap_kw = city.supply.limit_kw;
    SimTime const begin{0};
    grid::StepLoad const load = load_of(city, meters, begin, begin + under.distribution.step_length());
    return {under.distribution.start(load, for_each_in_turn), meters,
            measure::GridRecorder(under.distribution, under.bounds, city.window, under.with_series, sink)};
}

void add_minute(GridState& grid, std::span<double const> station_kwh, std::span<double const> fed_kwh) {
    for (std::size_t s = 0; s < station_kwh.size(); ++s) grid.meters.station_kwh[s] += station_kwh[s];
    for (std::size_t s = 0; s < fed_kwh.size(); ++s) grid.meters.station_kwh[s] -= fed_kwh[s];
}

void grid_step(City const& city, State& state, SimTime now) {
    GridState& grid = *state.grid;
    Duration const step = city.grid->distribution.step_length();
    double const hours = step.hours();
    std::ranges::transform(grid.meters.station_kwh, grid.meters.station_kw.begin(),
                           [hours](double kwh) { return kwh / hours; });
    std::ranges::fill(grid.meters.station_kwh, 0.0);
    take_home_kwh(state, now, grid.meters.home_kw);
    for (double& kw : grid.meters.home_kw) kw /= hours;
    std::vector<std::uint8_t> const out = feeders_out(city, now - step);
    grid::StepLoad load = load_of(city, grid.meters, now - step, now);
    load.out = out;
    city.grid->distribution.step(grid.flow, load, state.for_each);
    note_outage_step(city, state, now);
    for (grid::FeederReading const& feeder : grid.flow.feeders)
        grid.meters.fed_kwh += feeder.charging_kw * hours;
    grid.recorder.step(grid.flow, now);
}

void grid_tick(City const& city, State& state, SimTime now) {
    grid_step(city, state, now);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::grid),
                  now + city.grid->distribution.step_length(), EventKind::grid_step);
}

}  // namespace yuchong::city
