#include "sim/supply/station_builder.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/space/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace yuchong::supply {

namespace {

constexpr std::int32_t not_retired = std::numeric_limits<std::int32_t>::max();

std::string station_name(space::Geography const& geography, StationDraft const& draft) {
    space::Zone const& zone = geography.zones[draft.zone.index()];
    space::District const& district = geography.districts[zone.district.index()];
    return district.name + draft.id.substr(std::min(draft.id.find('-'), draft.id.size()));
}

}  // namespace

double connection_kw(NetworkSettings const& settings, double dc_kw, double ac_kw) {
    double const load_kva =
        (dc_kw * settings.dc_simultaneity / settings.charger_efficiency + ac_kw * settings.ac_simultaneity) /
        settings.power_factor;
    auto const& sizes = settings.transformer_kva;
    check(!sizes.empty(), "no transformer to connect a station (supply.network.transformer_kva is empty)");
    auto const fits = std::lower_bound(sizes.begin(), sizes.end(), load_kva);
    double const kva = fits != sizes.end() ? *fits : std::ceil(load_kva / sizes.back()) * sizes.back();
    return kva * settings.power_factor;
}

std::size_t choose(std::span<double const> weights, double u) {
    double sum = 0.0;
    for (double const w : weights) sum += w;
    check(sum > 0.0, "nothing to choose from (all weights are 0)");
    double left = u * sum;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0.0) continue;
        last = i;
        left -= weights[i];
        if (left < 0.0) break;
    }
    return last;
}

Block StationBuilder::draw(StationDraft const& draft, DraftPurpose purpose, std::uint32_t k) const {
    return random_.draw({DrawClass::station, static_cast<std::uint16_t>(purpose), draft.ordinal, 0, k});
}

void StationBuilder::add(StationDraft const& draft) {
    Block const terms = draw(draft, DraftPurpose::terms);
    auto const best = static_cast<std::size_t>(draft.best);
    double const fee_low = settings_.fee_low_yuan_per_kwh[best],
                 fee_high = settings_.fee_high_yuan_per_kwh[best];
    network_.stations.push_back(
        {.id = draft.id,
         .name = station_name(geography_, draft),
         .position = place(draft),
         .zone = draft.zone,
         .first_host = static_cast<std::uint32_t>(network_.hosts.size()),
         .host_count = 0,
         .first_plug = static_cast<std::uint32_t>(network_.plugs.size()),
         .plug_count = 0,
         .bays = bays(draft, terms.uniform(0)),
         .grid_limit_kw = 0.0,
         .service_fee_yuan_per_kwh = fee_low + (fee_high - fee_low) * terms.uniform(1),
         .sharing = settings_.sharing,
         .in_service_day = in_service_day(draft, terms.uniform(2)),
         .retired_day = not_retired,
         .ordinal = draft.ordinal});
    if (draft.best == PlugClass::super) add_super_hosts(draft, settings_.super_layouts[draft.layout]);
    if (draft.best == PlugClass::fast) add_fast_hosts(draft);
    StationId const id{network_.stations.size() - 1};
    for (std::uint32_t p = 0; p < draft.ac_piles; ++p) {
        network_.plugs.push_back({id, HostId{}, PlugClass::ac, 0.0, 0.0, settings_.ac_kw});
    }
    Station& station = network_.stations.back();
    station.host_count = static_cast<std::uint32_t>(network_.hosts.size()) - station.first_host;
    station.plug_count = static_cast<std::uint32_t>(network_.plugs.size()) - station.first_plug;
    station.grid_limit_kw = connection_kw(station);
}

space::GeoPoint StationBuilder::place(StationDraft const& draft) const {
    Block const b = draw(draft, DraftPurpose::place);
    double const reach_km = settings_.position_jitter_km * std::sqrt(b.uniform(0));
    double const angle = 2.0 * std::numbers::pi * b.uniform(1);
    return space::LocalPlane(draft.near).geo({reach_km * math::cos(angle), reach_km * math::sin(angle)});
}

// Terminals are dealt round the cabinets.
void StationBuilder::add_super_hosts(StationDraft const& draft, SuperLayout const& layout) {
    for (std::uint32_t h = 0; h < layout.hosts; ++h) {
        auto const dealt = [&](std::uint32_t n) {
            return n / layout.hosts + (h < n % layout.hosts ? 1U : 0U);
        };
        add_host(layout.modules, dealt(draft.super_terminals), dealt(draft.fast_terminals));
    }
}

// Cabinets are drawn among those the terminals still to be placed can fill; the last may stay partly empty.
void StationBuilder::add_fast_hosts(StationDraft const& draft) {
    auto const smallest =
        std::min_element(settings_.fast_hosts.begin(), settings_.fast_hosts.end(),
                         [](FastHost const& a, FastHost const& b) { return a.terminals < b.terminals; });
    check(smallest != settings_.fast_hosts.end(),
          "no cabinet for fast terminals (supply.network.fast_hosts is empty)");
    std::uint32_t left = draft.fast_terminals;
    std::vector<double> weights(settings_.fast_hosts.size());
    for (std::uint32_t k = 0; left > 0; ++k) {
        FastHost const* host = &*smallest;
        double sum = 0.0;
        for (std::size_t t = 0; t < weights.size(); ++t) {
            weights[t] = settings_.fast_hosts[t].terminals <= left ? settings_.fast_hosts[t].weight : 0.0;
            sum += weights[t];
        }
        if (sum > 0.0) {
            host = &settings_.fast_hosts[choose(weights, draw(draft, DraftPurpose::cabinet, k).uniform(0))];
        }
        std::uint32_t const terminals = std::min(left, host->terminals);
        add_host(host->modules, 0, terminals);
        left -= terminals;
    }
}

void StationBuilder::add_host(std::uint32_t modules, std::uint32_t super_terminals,
                              std::uint32_t fast_terminals) {
    StationId const station{network_.stations.size() - 1};
    HostId const host{network_.hosts.size()};
    double const host_kw = modules * settings_.module_kw;
    network_.hosts.push_back({station, static_cast<std::uint32_t>(network_.plugs.size()),
                              super_terminals + fast_terminals, modules, settings_.module_kw});
    for (std::uint32_t p = 0; p < super_terminals + fast_terminals; ++p) {
        PlugClass const c = p < super_terminals ? PlugClass::super : PlugClass::fast;
        double const current_a = c == PlugClass::super ? settings_.super_current_a : settings_.fast_current_a;
        double const voltage_v =
            c == PlugClass::super ? settings_.super_voltage_max_v : settings_.fast_voltage_max_v;
        network_.plugs.push_back(
            {station, host, c, current_a, voltage_v, std::min(host_kw, current_a * voltage_v / 1000.0)});
    }
}

double StationBuilder::connection_kw(Station const& station) const {
    double dc_kw = 0.0, ac_kw = 0.0;
    for (std::uint32_t h = 0; h < station.host_count; ++h) {
        Host const& host = network_.hosts[station.first_host + h];
        dc_kw += host.modules * host.module_kw;
    }
    for (std::uint32_t p = 0; p < station.plug_count; ++p) {
        Plug const& plug = network_.plugs[station.first_plug + p];
        if (plug.plug_class == PlugClass::ac) ac_kw += plug.power_kw;
    }
    return supply::connection_kw(settings_, dc_kw, ac_kw);
}

std::uint32_t StationBuilder::bays(StationDraft const& draft, double u) const {
    if (draft.best == PlugClass::ac) return 0;
    if (draft.best == PlugClass::super) {
        SuperLayout const& layout = settings_.super_layouts[draft.layout];
        return layout.bays_min + static_cast<std::uint32_t>(u * (layout.bays_max - layout.bays_min + 1));
    }
    double const wanted = std::round(settings_.bays_per_fast_terminal * draft.fast_terminals);
    return std::min(settings_.most_bays, std::max(1U, static_cast<std::uint32_t>(wanted)));
}

// Inverts the build-out curve.
std::int32_t StationBuilder::in_service_day(StationDraft const& draft, double u) const {
    auto const& curve =
        draft.best == PlugClass::super ? settings_.super_build_out : settings_.other_build_out;
    check(!curve.empty(), "no build-out curve (a station needs a day to open)");
    for (std::size_t i = 1; i < curve.size(); ++i) {
        if (u >= curve[i].share) continue;
        double const into = std::max(0.0, u - curve[i - 1].share) / (curve[i].share - curve[i - 1].share);
        return curve[i - 1].day +
               static_cast<std::int32_t>(std::floor(into * (curve[i].day - curve[i - 1].day)));
    }
    return curve.back().day;
}

}  // namespace yuchong::supply
