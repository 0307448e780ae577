#include "sim/io/fields_domain.hpp"

#include <algorithm>
#include <functional>

namespace yuchong::io {

namespace {

bool increasing(std::vector<double> const& values) {
    return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

// A size of every list stands once, from the smallest.
void require_increasing(Fields& f, std::string_view name, std::vector<double> const& sizes) {
    f.require(increasing(sizes), name, "the sizes do not increase", "the next larger one is looked for",
              "sort them");
}

}  // namespace

void fields(Fields& f, grid::FlowSettings& s) {
    f.choice("flow", s.flow, flow_names,
             "none: the base load is one figure; feeders: power flow of every feeder of the network");
    f.duration("step", s.step, unit::minute, between(1, 60), "From one power flow to the next");
    f.require(s.step.ms > 0 && hours(1).ms % s.step.ms == 0 && s.step.ms % minutes(1).ms == 0, "step",
              "the step does not divide an hour into whole minutes", "the base load changes by the hour",
              "write for example 15 min");
    f.choice("enforce", s.enforce, enforcement_names,
             "Which limits hold charging back: none, of the station's transformer, of the feeder as well");
    f.require(s.enforce == grid::Enforcement::none || s.flow != grid::FlowScope::none, "enforce",
              "limits are enforced without a network", "grid.flow is none", "write flow: feeders");
}

void fields(Fields& f, grid::ClassKw& s) {
    f.share("residential", s.residential, above_up_to(0, 1), "Households");
    f.share("commercial", s.commercial, above_up_to(0, 1), "Shops and offices");
    f.share("industrial", s.industrial, above_up_to(0, 1), "Industry on 10 kV");
}

void fields(Fields& f, grid::SeasonShapes& s) {
    f.numbers("summer", s.summer, unit::none, between(0, 1.5), "At the full hours of a summer day");
    f.numbers("winter", s.winter, unit::none, between(0, 1.5), "At the full hours of a winter day");
    f.numbers("spring_autumn", s.spring_autumn, unit::none, between(0, 1.5),
              "At the full hours of a day in spring or autumn");
}

void fields(Fields& f, grid::LoadShapeSettings& s) {
    f.share("feeder_share", s.feeder_share, between(0.01, 0.99),
            "Of the city's peak on public 10 kV feeders; the rest is served from 35 kV and above");
    f.number("load_per_job", s.load_per_job, at_least(0),
             "Commercial and industrial load of a job, of a resident's load at home");
    f.numbers("industrial_share", s.industrial_share, unit::share, between(0, 1),
              "Industry in what is not residential, by kind of zone");
    f.section("residential", s.residential, "Shape of households");
    f.section("commercial", s.commercial, "Shape of shops and offices");
    f.section("industrial", s.industrial, "Shape of industry on 10 kV");
    f.numbers("upstream", s.upstream, unit::none, between(0, 1.5),
              "Shape of load from 35 kV up, all year, at the full hours");
    f.quantity("heat_from_c", s.heat_from_c, unit::celsius, between(0, 50),
               "Households take more above this temperature");
    f.number("heat_per_k", s.heat_per_k, between(0, 0.2), "So much more for each kelvin");
    f.quantity("design_c", s.design_c, unit::celsius, between(0, 60), "Air temperature of the design day");
    f.section("power_factor", s.power_factor, "Power factor by class");
    auto const at_peak = [](grid::DayShape const& shape) {
        return *std::min_element(shape.begin(), shape.end()) > 0.0;
    };
    f.require(at_peak(s.residential.summer) && at_peak(s.commercial.summer) && at_peak(s.industrial.summer) &&
                  at_peak(s.upstream),
              "upstream", "a shape is 0 at some hour of a summer day",
              "the network is laid out for a summer peak at any hour", "let every class take something");
}

void fields(Fields& f, grid::LoadNoiseSettings& s) {
    f.share("sigma", s.sigma, between(0, 0.2), "Standard deviation of a feeder's load");
    f.number("persistence", s.persistence, between(0, 0.99),
             "Correlation from one quarter of an hour to the next");
}

void fields(Fields& f, grid::HostingSettings& s) {
    f.share("home_coincidence", s.home_coincidence, between(0, 1),
            "Of the power of all home piles, what is drawn at once");
}

void fields(Fields& f, grid::FeederRules& s) {
    f.texts("trunk", s.trunk, "Conductors of the trunk from the smallest, as in models/grid/conductors.csv");
    f.texts("lateral", s.lateral, "Conductors of laterals from the smallest");
    f.quantity("shortest_trunk_km", s.shortest_trunk_km, unit::kilometre, above_up_to(0, 100),
               "Shortest trunk");
    f.quantity("longest_trunk_km", s.longest_trunk_km, unit::kilometre, above_up_to(0, 100), "Longest trunk");
    f.require(s.shortest_trunk_km <= s.longest_trunk_km, "shortest_trunk_km",
              "the shortest trunk is longer than the longest", "no length lies between", "swap them");
    f.count("feeders_per_substation", s.feeders_per_substation, between(1, 100),
            "How many share a substation's area: how far a feeder reaches");
    f.share("express_share", s.express_share, between(0, 0.9), "Of the trunk before its first customer");
    f.quantity("longest_lateral_km", s.longest_lateral_km, unit::kilometre, above_up_to(0, 20),
               "From one customer of a lateral to the next, at most");
}

void fields(Fields& f, grid::LoadingRules& s) {
    f.share("charging_allowance", s.charging_allowance, "On top of the base load, in planning");
    f.share("ring_share", s.ring_share, "Of the zones whose feeders are laid out as rings");
    f.share("ring_limit", s.ring_limit, above_up_to(0, 1),
            "Of the thermal rating: one feeder carries its partner");
    f.share("sectioned_limit", s.sectioned_limit, above_up_to(0, 1), "Of the thermal rating, several ties");
    f.share("connection_limit", s.connection_limit, above_up_to(0, 1),
            "Of the thermal rating, with charging stations connected later");
    f.require(s.connection_limit >= s.ring_limit && s.connection_limit >= s.sectioned_limit,
              "connection_limit", "a feeder without stations may be fuller than one with them",
              "no station would find room", "raise it");
    f.share("voltage_drop", s.voltage_drop, above_up_to(0, 0.2),
            "Along the 10 kV line, base load and allowance");
    f.share("connection_drop", s.connection_drop, above_up_to(0, 0.2), "Along the 10 kV line, with stations");
    f.require(s.voltage_drop <= s.connection_drop, "connection_drop",
              "a feeder without stations may drop more than one with them", "no station would find room",
              "raise it");
    f.count("loads_per_section", s.loads_per_section, between(1, 20),
            "Customers and transformers on a lateral");
}

void fields(Fields& f, grid::CommunitySize& s) {
    f.quantity("rating_kva", s.rating_kva, unit::kilovolt_ampere, above(0), "Rating");
    f.numbers("weight", s.weight, unit::none, at_least(0), "Among the sizes, by kind of zone");
}

void fields(Fields& f, grid::CommunityRules& s) {
    f.text("series", s.series, "Names of transformer types begin with it; of stations' too");
    f.list("sizes", s.sizes, one_or_more(), "Sizes in use, from the smallest");
    std::vector<double> sizes;
    bool any = true;
    for (grid::CommunitySize const& size : s.sizes) sizes.push_back(size.rating_kva);
    for (std::size_t kind = 0; kind < 4; ++kind) {
        any = any && std::any_of(s.sizes.begin(), s.sizes.end(),
                                 [&](grid::CommunitySize const& size) { return size.weight[kind] > 0.0; });
    }
    require_increasing(f, "sizes", sizes);
    f.require(any, "sizes", "a kind of zone has no size", "its homes would be without power",
              "give one a weight");
    f.share("loading_low", s.loading_low, above_up_to(0, 1), "Of the rating at the design peak, lowest");
    f.share("loading_high", s.loading_high, above_up_to(0, 1), "Of the rating at the design peak, highest");
    f.require(s.loading_low <= s.loading_high, "loading_low", "the lowest loading is above the highest",
              "no loading lies between", "swap them");
    f.share("shops_share", s.shops_share, "Of the commercial load");
    f.number("persons_per_household", s.persons_per_household, between(1, 20), "Mean size of a household");
}

void fields(Fields& f, grid::CustomerRules& s) {
    f.quantity("commercial_kw", s.commercial_kw, unit::kilowatt, between(1, 10'000),
               "Median peak, commercial");
    f.quantity("industrial_kw", s.industrial_kw, unit::kilowatt, between(1, 10'000),
               "Median peak, industrial");
    f.number("sigma", s.sigma, between(0, 2), "Lognormal spread");
    f.quantity("largest_kw", s.largest_kw, unit::kilowatt, between(1, 10'000), "Largest connection");
}

void fields(Fields& f, grid::StationRules& s) {
    f.quantity("own_transformer_kw", s.own_transformer_kw, unit::kilowatt, at_least(0),
               "From this connection on a station has its own transformer");
    f.numbers("transformer_kva", s.transformer_kva, unit::kilovolt_ampere, above(0), one_or_more(),
              "Sizes in use, increasing");
    require_increasing(f, "transformer_kva", s.transformer_kva);
    f.share("power_factor", s.power_factor, between(0.5, 1), "At the meter");
    f.share("coincidence", s.coincidence, above_up_to(0, 1), "Of the connections drawn at the feeder's peak");
    f.quantity("dedicated_kva", s.dedicated_kva, unit::kilovolt_ampere, above(0),
               "From here on a station has a feeder of its own");
    f.quantity("longest_cable_km", s.longest_cable_km, unit::kilometre, between(0, 20),
               "From the line to the station");
}

void fields(Fields& f, grid::SubstationRules& s) {
    f.text("series", s.series, "Names of transformer types begin with it");
    f.numbers("transformer_kva", s.transformer_kva, unit::kilovolt_ampere, above(0), one_or_more(),
              "Sizes in use, increasing; two or three of one size");
    require_increasing(f, "transformer_kva", s.transformer_kva);
    f.number("overload", s.overload, between(1, 1.5), "Of the others for a short time, one being out");
    f.share("continuous_limit", s.continuous_limit, above_up_to(0, 1), "Of all transformers");
    f.count("most_feeders", s.most_feeders, between(1, 200), "Feeders of a substation");
}

void fields(Fields& f, grid::NetworkRules& s) {
    f.number("detour", s.detour, between(1, 3), "Length of a line over the straight distance");
    f.numbers("spread", s.spread, unit::share, between(0, 1),
              "Of a zone's area beyond the built-up over which customers are spread, by kind of zone");
    f.section("cable", s.cable, "Feeders of central and residential zones");
    f.section("overhead", s.overhead, "Feeders of towns and rural zones");
    f.section("loading", s.loading, "How full feeders may be");
    f.section("community", s.community, "Public transformers");
    f.section("customer", s.customer, "Customers metered at 10 kV");
    f.section("station", s.station, "How charging stations are connected");
    f.section("substation", s.substation, "110/10 kV substations");
}

}  // namespace yuchong::io
