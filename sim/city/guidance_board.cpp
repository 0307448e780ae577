#include "sim/city/guidance_board.hpp"

#include "sim/base/check.hpp"
#include "sim/control/guidance.hpp"
#include "sim/supply/overhead.hpp"
#include "sim/supply/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace yuchong::city {

namespace {

using control::GuidanceDesign;
using measure::ForecastFrom;
using supply::endless_wait;
using supply::plug_classes;
using supply::socket_classes;

using FreeMs = std::array<std::int64_t, supply::largest_station>;

bool earlier(Announced const& a, Announced const& b) {
    return std::tie(a.station, a.arrives, a.agent) < std::tie(b.station, b.arrives, b.agent);
}

supply::ExpectedCar expected(City const& city, supply::Waiting const& car, SimTime now, ForecastFrom from) {
    bool const told = from == ForecastFrom::reports && standing_of(city, car.request.ticket).reports;
    supply::ExpectedCar next{};
    next.stays.fill(endless_wait);
    for (std::size_t c = 0; c < socket_classes; ++c) {
        if (std::isinf(car.charge_h[c])) continue;
        next.stays[c] =
            told ? supply::departure(car.request, now + duration_from_hours_up(car.charge_h[c])) - now
                 : usual_stay(city, static_cast<supply::PlugClass>(c));
    }
    return next;
}

supply::ExpectedCar expected(City const& city, Announced const& car, ForecastFrom from) {
    supply::ExpectedCar next{.arrives = car.arrives - SimTime{0}, .stays = {}};
    next.stays.fill(endless_wait);
    bool const told = from == ForecastFrom::reports && car.source != Announced::Source::sent;
    next.stays[static_cast<std::size_t>(car.plug_class)] = told ? car.stay : usual_stay(city, car.plug_class);
    return next;
}

// Instants at which the plugs are free of those who are there.
void read_free(City const& city, State const& state, std::uint32_t station, SimTime now, ForecastFrom from,
               std::span<std::int64_t> free_ms) {
    supply::Station const& built = city.network().stations[station];
    supply::read_free_times(state.supply, built, now, free_ms);
    supply::Waiting const* const line = state.supply.waiting.data() + city.supply.first_bay[station];
    for (std::uint32_t i = 0; i < state.supply.ledger[station].waiting; ++i)
        supply::take_plug(city.supply, built, expected(city, line[i], now, from), free_ms);
    for (std::int64_t& free : free_ms) free = free >= endless_wait.ms ? endless_wait.ms : free + now.ms;
}

std::array<float, plug_classes> line_waits_min(City const& city, State const& state, std::uint32_t station) {
    supply::Ledger const& ledger = state.supply.ledger[station];
    supply::Waiting const* const line = state.supply.waiting.data() + city.supply.first_bay[station];
    std::array<std::uint32_t, plug_classes> waiting{};
    for (std::uint32_t i = 0; i < ledger.waiting; ++i)
        ++waiting[static_cast<std::size_t>(line[i].request.wants)];
    auto const& session_min = city.inputs.information.guidance.usual_session_min;
    std::array<float, plug_classes> minutes;
    minutes.fill(std::numeric_limits<float>::infinity());
    for (std::size_t c = 0; c < socket_classes; ++c) {
        minutes[c] = static_cast<float>(
            control::queue_wait_min(waiting[c], ledger.available[c], ledger.occupied[c], session_min[c]));
    }
    return minutes;
}

std::span<std::int64_t> of_station(City const& city, std::vector<std::int64_t>& by_plug,
                                   std::uint32_t station) {
    supply::Station const& built = city.network().stations[station];
    return {by_plug.data() + built.first_plug, built.plug_count};
}

// News joins those announced before, without who has arrived by now.
void spread_news(GuidanceState& guidance, SimTime now) {
    std::erase_if(guidance.announced, [now](Announced const& car) { return car.arrives <= now; });
    std::erase_if(guidance.news, [now](Announced const& car) { return car.arrives <= now; });
    std::sort(guidance.news.begin(), guidance.news.end(), earlier);
    guidance.merged.clear();
    std::merge(guidance.announced.begin(), guidance.announced.end(), guidance.news.begin(),
               guidance.news.end(), std::back_inserter(guidance.merged), earlier);
    std::swap(guidance.announced, guidance.merged);
    guidance.news.clear();
}

// Copy of what is published, or the live state.
std::span<std::int64_t> known_free(City const& city, State const& state, std::uint32_t station, SimTime now,
                                   ForecastFrom from, FreeMs& buffer) {
    supply::Station const& built = city.network().stations[station];
    std::span<std::int64_t> const free_ms{buffer.data(), built.plug_count};
    GuidanceState const& guidance = state.guidance;
    if (city.inputs.information.age.ms == 0) {
        read_free(city, state, station, now, from, free_ms);
    } else {
        bool const averages = from == ForecastFrom::averages && !guidance.free_by_averages_ms.empty();
        auto const& published = averages ? guidance.free_by_averages_ms : guidance.free_ms;
        std::copy_n(published.begin() + built.first_plug, built.plug_count, free_ms.begin());
    }
    return free_ms;
}

// Is this car counted under the design, by this forecast?
bool counted(City const& city, Announced const& car, ForecastFrom from) {
    if (from == ForecastFrom::reports) return true;
    bool const service_counts = city.inputs.information.guidance.design >= GuidanceDesign::in_transit;
    return service_counts && car.source != Announced::Source::reports;
}

// Those who arrive by then take their plugs.
void let_arrive(City const& city, State const& state, std::uint32_t station, SimTime now, SimTime until,
                ForecastFrom from, std::span<std::int64_t> free_ms) {
    auto const& announced = state.guidance.announced;
    SimTime const as_of = city.inputs.information.age.ms == 0 ? now : state.board.published;
    Announced const first{.station = station,
                          .agent = 0,
                          .arrives = as_of + milliseconds(1),
                          .stay = {0},
                          .plug_class = supply::PlugClass::super,
                          .source = Announced::Source::sent};
    supply::Station const& built = city.network().stations[station];
    for (auto car = std::lower_bound(announced.begin(), announced.end(), first, earlier);
         car != announced.end() && car->station == station && car->arrives <= until; ++car) {
        if (counted(city, *car, from))
            supply::take_plug(city.supply, built, expected(city, *car, from), free_ms);
    }
}

std::int64_t& earliest(City const& city, std::uint32_t station, std::size_t plug_class,
                       std::span<std::int64_t> free_ms) {
    auto const& plugs = city.network().plugs;
    std::uint32_t const first = city.network().stations[station].first_plug;
    std::size_t best = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < free_ms.size(); ++i) {
        if (static_cast<std::size_t>(plugs[first + i].plug_class) != plug_class || free_ms[i] >= least)
            continue;
        best = i;
        least = free_ms[i];
    }
    return free_ms[best];
}

}  // namespace

Duration usual_stay(City const& city, supply::PlugClass plug_class) {
    check(plug_class != supply::PlugClass::swap, "nobody stays at a slot of packs (cars are swapped)");
    double const min =
        city.inputs.information.guidance.usual_session_min[static_cast<std::size_t>(plug_class)];
    return seconds(std::llround(60.0 * min));
}

void publish_service(City const& city, State& state, SimTime now) {
    GuidanceState& guidance = state.guidance;
    for (std::uint32_t const station : state.board.stale_stations) {
        if (!guidance.queue_wait_min.empty())
            std::ranges::copy(line_waits_min(city, state, station),
                              &guidance.queue_wait_min[station * plug_classes]);
        if (!guidance.free_ms.empty())
            read_free(city, state, station, now, ForecastFrom::reports,
                      of_station(city, guidance.free_ms, station));
        if (!guidance.free_by_averages_ms.empty())
            read_free(city, state, station, now, ForecastFrom::averages,
                      of_station(city, guidance.free_by_averages_ms, station));
    }
    spread_news(guidance, now);
}

void announce(City const& city, State& state, Announced const& car, SimTime now) {
    GuidanceState& guidance = state.guidance;
    guidance.news.push_back(car);
    if (city.inputs.information.age.ms == 0) spread_news(guidance, now);
}

std::array<double, plug_classes> service_waits_min(City const& city, State const& state,
                                                   std::uint32_t station, SimTime now, SimTime arrives,
                                                   ForecastFrom from) {
    std::array<double, plug_classes> minutes;
    if (city.inputs.information.guidance.design == GuidanceDesign::queue) {
        if (city.inputs.information.age.ms == 0)
            std::ranges::copy(line_waits_min(city, state, station), minutes.begin());
        else
            std::copy_n(&state.guidance.queue_wait_min[station * plug_classes], plug_classes,
                        minutes.begin());
        return minutes;
    }
    minutes.fill(std::numeric_limits<double>::infinity());
    FreeMs buffer;
    auto const free_ms = known_free(city, state, station, now, from, buffer);
    let_arrive(city, state, station, now, arrives, from, free_ms);
    std::uint32_t const first = city.network().stations[station].first_plug;
    for (std::size_t i = 0; i < free_ms.size(); ++i) {
        if (free_ms[i] >= endless_wait.ms) continue;
        double& wait_min = minutes[static_cast<std::size_t>(city.network().plugs[first + i].plug_class)];
        wait_min = std::min(wait_min, Duration{std::max<std::int64_t>(free_ms[i] - arrives.ms, 0)}.minutes());
    }
    return minutes;
}

std::array<double, plug_classes> believed_waits_min(City const& city, State const& state,
                                                    std::uint32_t station, SimTime arrives) {
    std::array<double, plug_classes> minutes;
    minutes.fill(std::numeric_limits<double>::infinity());
    if (state.supply.ledger[station].open == 0) return minutes;  // everybody knows what is not built
    auto const hour = static_cast<std::size_t>(city.calendar.hour(arrives));
    for (std::size_t c = 0; c < plug_classes; ++c) {
        float const belief = state.guidance.belief_min[(station * plug_classes + c) * hours_a_day + hour];
        minutes[c] = std::max(0.0, static_cast<double>(belief));
    }
    return minutes;
}

void slot_starts(City const& city, State const& state, std::uint32_t station, supply::PlugClass plug_class,
                 SimTime now, std::span<SimTime> starts) {
    FreeMs buffer;
    auto const free_ms = known_free(city, state, station, now, ForecastFrom::reports, buffer);
    let_arrive(city, state, station, now, never, ForecastFrom::reports, free_ms);
    std::int64_t const stay_ms = usual_stay(city, plug_class).ms;
    for (SimTime& start : starts) {
        std::int64_t& free = earliest(city, station, static_cast<std::size_t>(plug_class), free_ms);
        start = SimTime{std::min(std::max(free, now.ms), endless_wait.ms)};
        if (free < endless_wait.ms) free = start.ms + stay_ms;
    }
}

}  // namespace yuchong::city
