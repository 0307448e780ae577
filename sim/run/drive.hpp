#pragma once
// Walks a simulation to its end in slices: after each it tells the progress and lets those who look on look,
// and at multiples of `checkpoint_every` it saves. Where the slices end cannot be seen in the results, which
// depend on events alone.

#include "sim/base/time.hpp"
#include "sim/run/progress.hpp"

#include <algorithm>
#include <atomic>
#include <concepts>

namespace yuchong::run {

// advance: true when all events before t are done, false when it was stopped on the way. slice: simulated
// time until the next look, > 0; they end at multiples of it. show: after each slice, may take its time but
// not once `stop` is raised. save: a checkpoint of now().
template <class S>
concept Drivable = requires(S& simulation, S const& frozen, SimTime t, std::atomic<bool> const& stop) {
    { simulation.advance(t, stop) } -> std::same_as<bool>;
    { frozen.now() } -> std::same_as<SimTime>;
    { frozen.sessions() } -> std::convertible_to<std::int64_t>;
    { frozen.slice() } -> std::same_as<Duration>;
    simulation.show();
    simulation.save();
};

struct DriveSettings {
    SimTime end;
    Duration checkpoint_every;  // 0: none
};

enum class Ended : std::uint8_t { finished, stopped };

template <Drivable S>
Ended drive(S& simulation, DriveSettings const& settings, std::atomic<bool> const& stop, Progress& progress) {
    auto next_multiple = [](SimTime t, Duration step) { return SimTime{(t.ms / step.ms + 1) * step.ms}; };
    bool const saves = settings.checkpoint_every > Duration{0};

    while (simulation.now() < settings.end) {
        if (stop.load(std::memory_order_relaxed)) return Ended::stopped;
        SimTime const save_at =
            saves ? next_multiple(simulation.now(), settings.checkpoint_every) : settings.end;
        SimTime const until =
            std::min({settings.end, save_at, next_multiple(simulation.now(), simulation.slice())});
        bool const reached = simulation.advance(until, stop);
        progress.advance(simulation.now(), simulation.sessions());
        simulation.show();
        if (simulation.now() >= settings.end) break;
        if (!reached) return Ended::stopped;
        if (until == save_at) simulation.save();
    }
    return Ended::finished;
}

}  // namespace yuchong::run
