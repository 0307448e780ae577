#include "sim/vehicle/consumption.hpp"

#include <algorithm>

namespace yuchong::vehicle {

namespace {

constexpr double joule_per_kwh = 3.6e6;
constexpr double kmh_per_ms = 3.6;

// Wheel force on the flat: rolling, drag and what stopping and starting costs per metre.
double flat_force_n(ConsumptionSettings const& settings, RoadLoad const& road, double speed_kmh,
                    double stops_per_km, double recuperation) {
    double const drag_ms = std::max(speed_kmh, settings.slowest_drag_kmh) / kmh_per_ms;
    double const rolling = road.rolling_resistance * road.mass_kg * settings.gravity_ms2;
    double const drag = 0.5 * settings.air_density_kg_m3 * road.drag_area_m2 * drag_ms * drag_ms;
    double const lost_share = 1.0 - road.traction_efficiency * recuperation;
    double const kinetic_j = 0.5 * road.mass_kg * settings.stop_from_ms * settings.stop_from_ms;
    return rolling + drag + stops_per_km * 1e-3 * kinetic_j * lost_share;
}

}  // namespace

Climate climate_at(ConsumptionSettings const& settings, double ambient_c) {
    double const span = settings.recuperation_full_c - settings.recuperation_none_c;
    double const cold_k = std::max(0.0, settings.cold_below_c - ambient_c);
    return {.hvac_kw = settings.hvac_kw(ambient_c),
            .pull_down_h = settings.pull_down_min / 60.0,
            .pull_down_extra = settings.pull_down_factor - 1.0,
            .recuperation = std::clamp((ambient_c - settings.recuperation_none_c) / span, 0.0, 1.0),
            .cold_factor = 1.0 / (1.0 - settings.cold_share_per_k * cold_k)};
}

double segment_traction_kwh(ConsumptionSettings const& settings, RoadLoad const& road, Segment const& segment,
                            Climate const& climate) {
    double const recuperation = road.recuperation_efficiency * climate.recuperation;
    double const force = flat_force_n(settings, road, segment.speed_kmh, segment.stops_per_km, recuperation);
    double const wheel_kwh =
        (force * segment.distance_km * 1e3 + road.mass_kg * settings.gravity_ms2 * segment.rise_m) /
        joule_per_kwh;
    return wheel_kwh >= 0.0 ? wheel_kwh / road.traction_efficiency : wheel_kwh * recuperation;
}

double hill_kwh(ConsumptionSettings const& settings, RoadLoad const& road, double climb_m, double descent_m,
                Climate const& climate) {
    double const kwh_per_m = road.mass_kg * settings.gravity_ms2 / joule_per_kwh;
    double const recuperation = road.recuperation_efficiency * climate.recuperation;
    return kwh_per_m * (climb_m / road.traction_efficiency - descent_m * recuperation);
}

double standing_kwh(RoadLoad const& road, double hours, Climate const& climate) {
    double const hvac_h = hours + climate.pull_down_extra * std::min(hours, climate.pull_down_h);
    return road.auxiliary_kw * hours + road.hvac_scale * climate.hvac_kw * hvac_h;
}

double trip_kwh(ConsumptionSettings const& settings, RoadLoad const& road, Trip const& trip,
                Climate const& climate) {
    double const recuperation = road.recuperation_efficiency * climate.recuperation;
    double const force = flat_force_n(settings, road, trip.speed_kmh, trip.stops_per_km, recuperation);
    double const flat_kwh = force * trip.distance_km * (1e3 / joule_per_kwh) / road.traction_efficiency;
    return climate.cold_factor * (flat_kwh + hill_kwh(settings, road, trip.climb_m, trip.descent_m, climate) +
                                  standing_kwh(road, trip.distance_km / trip.speed_kmh, climate));
}

}  // namespace yuchong::vehicle
