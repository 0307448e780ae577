#pragma once
// Many identical stations with one charger each: cars arrive by a Poisson process, a law of choice sends each
// to one of them by queue lengths that are published every `period` (0: live), sessions are exponential of
// mean 1. The mean time in the system follows from Little's law.

#include "sim/base/hash.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"
#include "sim/control/guidance.hpp"

#include <functional>
#include <queue>
#include <vector>

namespace yuchong::oracle {

struct QueueYard {
    std::uint32_t stations;
    double arrivals_per_station;  // per mean session
    double period;
    double warmup, span;
    std::uint32_t seed;
};

template <class Law>
double mean_time_in_system(QueueYard const& yard, Law const& law) {
    RandomSource const random{yard.seed};
    std::uint32_t drawn = 0;
    auto const exponential_of = [&](double mean) {
        return exponential(random.draw({DrawClass::test, 1, 0, 0, drawn++}).uniform(0), mean);
    };
    std::vector<std::uint32_t> cars(yard.stations, 0), published = cars;
    std::vector<control::Option> options(yard.stations);
    using Departure = std::pair<double, std::uint32_t>;
    std::priority_queue<Departure, std::vector<Departure>, std::greater<>> departures;
    double const gap = 1.0 / (yard.arrivals_per_station * yard.stations);
    double now = 0.0, next_arrival = exponential_of(gap), next_publication = yard.period;
    double car_time = 0.0;
    std::int64_t inside = 0, arrived = 0;
    double const end = yard.warmup + yard.span;
    for (;;) {
        bool const leaves = !departures.empty() && departures.top().first < next_arrival;
        double at = leaves ? departures.top().first : next_arrival;
        bool const publishes = yard.period > 0.0 && next_publication <= at;
        if (publishes) at = next_publication;
        if (at >= end) at = end;
        car_time += static_cast<double>(inside) * (at - std::min(at, std::max(now, yard.warmup)));
        now = at;
        if (now >= end) break;
        if (publishes) {
            published = cars;
            next_publication += yard.period;
        } else if (leaves) {
            std::uint32_t const s = departures.top().second;
            departures.pop();
            --inside;
            if (--cars[s] > 0) departures.emplace(now + exponential_of(1.0), s);
        } else {
            auto const& known = yard.period > 0.0 ? published : cars;
            std::uint64_t const car = combine(yard.seed, drawn);
            for (std::uint32_t s = 0; s < yard.stations; ++s)
                options[s] = {-static_cast<double>(known[s]), static_cast<std::uint32_t>(combine(car, s))};
            auto const s = static_cast<std::uint32_t>(law(std::span<control::Option const>(options)));
            ++inside;
            arrived += now >= yard.warmup ? 1 : 0;
            if (++cars[s] == 1) departures.emplace(now + exponential_of(1.0), s);
            next_arrival = now + exponential_of(gap);
        }
    }
    return car_time / static_cast<double>(arrived);
}

}  // namespace yuchong::oracle
