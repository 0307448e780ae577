#include "sim/io/netcdf_group.hpp"
#include "sim/io/result_closing.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace yuchong::io {

namespace {

using measure::GuidanceSummary;
using Side = GuidanceSummary::Side;
using Forecast = GuidanceSummary::Forecast;

template <class Names>
std::vector<std::string> texts(Names const& names) {
    return {names.begin(), names.end()};
}

void write_sides(NetcdfGroup& group, GuidanceSummary const& guidance) {
    std::vector<std::string> const by_side{"side"};
    group.text_dimension({"side", "1", "drivers who have the service, and the others"},
                         texts(measure::audience_names));
    auto const count = [&](Description const& what, std::int64_t Side::* at) {
        std::vector<std::int64_t> values;
        for (Side const& side : guidance.side) values.push_back(side.*at);
        group.numbers<std::int64_t>(what, by_side, values);
    };
    auto const real = [&](Description const& what, double Side::* at) {
        std::vector<double> values;
        for (Side const& side : guidance.side) values.push_back(side.*at);
        group.numbers<double>(what, by_side, values);
    };
    count({"choices", "1", "choices of a station to charge at"}, &Side::choices);
    count({"waits", "1", "visits that stayed, by arrival"}, &Side::waits);
    real({"wait_mean_s", "s", "their mean wait"}, &Side::wait_mean_s);
    real({"wait_p95_s", "s", "95th percentile of it"}, &Side::wait_p95_s);
    real({"extra_km", "km", "driven beyond the nearest station, there and back, mean of a choice"},
         &Side::extra_km);
}

void write_forecasts(NetcdfGroup& group, GuidanceSummary const& guidance) {
    std::vector<std::string> const by_forecast{"forecast"};
    group.text_dimension({"forecast", "1", "with what cars report of themselves, and by averages alone"},
                         texts(measure::forecast_names));
    auto const write = [&](std::string const& what, std::string const& meaning,
                           std::array<Forecast, measure::forecasts> const& forecasts) {
        std::vector<std::int64_t> counts;
        std::vector<double> errors, biases;
        for (Forecast const& forecast : forecasts) {
            counts.push_back(forecast.count);
            errors.push_back(forecast.error_min);
            biases.push_back(forecast.bias_min);
        }
        group.numbers<std::int64_t>({what + "_forecasts", "1", meaning + ": how many"}, by_forecast, counts);
        group.numbers<double>({what + "_error_min", "min", meaning + ": mean size of forecast - real"},
                              by_forecast, errors);
        group.numbers<double>({what + "_bias_min", "min", meaning + ": mean of forecast - real"}, by_forecast,
                              biases);
    };
    write("wait", "waits that drivers with the service were told", guidance.waits);
    write("departure", "departures from AC piles, at plug-in", guidance.departures);
}

void write_queues(NetcdfGroup& group, GuidanceSummary const& guidance,
                  std::vector<std::string> const& stations) {
    std::vector<std::string> const by_station{"station"};
    group.text_dimension({"station", "1", "station, as in /stations"}, stations);
    std::vector<std::int32_t> neighbour;
    for (std::uint32_t const other : guidance.neighbour) {
        bool const none = other == measure::GuidanceTally::no_neighbour;
        neighbour.push_back(none ? -1 : static_cast<std::int32_t>(other));
    }
    group.numbers<std::int32_t>({"neighbour", "1", "position in station, -1 for none: has no DC terminal"},
                                by_station, neighbour);
    group.numbers<double>({"queue_mean", "1", "cars in line, mean over time"}, by_station,
                          guidance.station_queue_mean);
    group.numbers<double>({"queue_variance", "1", "their variance over time"}, by_station,
                          guidance.station_queue_variance);
    group.numbers<double>(
        {"oscillation", "1", "lag-1 autocorrelation of the difference of cars here and at the neighbour's"},
        by_station, guidance.station_oscillation);
}

}  // namespace

void write_guidance(Hdf5Group& root, measure::Summary const& summary, int deflate) {
    if (!summary.guidance) return;
    NetcdfGroup group(root.create_group("guidance"), deflate);
    write_sides(group, *summary.guidance);
    write_forecasts(group, *summary.guidance);
    write_queues(group, *summary.guidance, root.group("stations").dataset("station").read_text());
}

}  // namespace yuchong::io
