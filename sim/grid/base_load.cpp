#include "sim/grid/base_load.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cstddef>

namespace yuchong::grid {

namespace {

enum Season { winter = 0, spring_autumn = 1, summer = 2 };  // the codes of BaseLoadSettings::season

double load_mw(SeasonLoad const& season, Duration since_midnight) {
    double const hour = since_midnight.hours();
    auto const before = static_cast<std::size_t>(hour);
    double const into = hour - static_cast<double>(before);
    double const shape =
        season.shape[before] + (season.shape[(before + 1) % 24] - season.shape[before]) * into;
    return season.peak_mw * shape;
}

}  // namespace

BaseLoad::BaseLoad(BaseLoadSettings const& settings) : settings_(settings) {
    check(std::all_of(settings.season.begin(), settings.season.end(),
                      [](int s) { return s >= winter && s <= summer; }),
          "unknown season of a month (0 winter, 1 spring or autumn, 2 summer)");
    check(settings.normal_maximum_c < settings.heatwave_maximum_c,
          "a heatwave is no warmer than a normal summer day (normal_maximum_c must be below "
          "heatwave_maximum_c)");
}

Kilowatts BaseLoad::operator()(int month, Celsius day_maximum, DayType day_type,
                               Duration since_midnight) const {
    double mw = 0.0;
    switch (settings_.season[static_cast<std::size_t>(month - 1)]) {
        case winter: mw = load_mw(settings_.winter, since_midnight); break;
        case spring_autumn: mw = load_mw(settings_.spring_autumn, since_midnight); break;
        default: {
            double const heat = std::clamp((day_maximum.value() - settings_.normal_maximum_c) /
                                               (settings_.heatwave_maximum_c - settings_.normal_maximum_c),
                                           0.0, 1.0);
            mw = (1.0 - heat) * load_mw(settings_.summer_normal, since_midnight) +
                 heat * load_mw(settings_.summer_heatwave, since_midnight);
        }
    }
    return Kilowatts{1000.0 * mw * (day_type == DayType::weekend ? settings_.weekend_factor : 1.0)};
}

}  // namespace yuchong::grid
