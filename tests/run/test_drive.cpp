#include "sim/run/drive.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace {

using namespace yuchong;

// Counts milliseconds; `stop_at` stands for the moment a signal comes.
struct Toy {
    SimTime now_{0};
    SimTime stop_at = never;
    bool stops_late = false;
    Duration slice_{30};
    std::vector<SimTime> reached, saved, shown;

    bool advance(SimTime t, std::atomic<bool> const&) {
        if (stop_at < t || stops_late) {
            now_ = stop_at;
            return false;
        }
        now_ = t;
        reached.push_back(t);
        return true;
    }
    [[nodiscard]] SimTime now() const { return now_; }
    [[nodiscard]] std::int64_t sessions() const { return 7; }
    [[nodiscard]] Duration slice() const { return slice_; }
    void show() { shown.push_back(now_); }
    void save() { saved.push_back(now_); }
};

std::atomic<bool> const no_stop{false};

TEST_CASE("a run is walked to its end in slices, with checkpoints at multiples of their interval") {
    Toy toy;
    run::Progress progress;
    auto const ended = drive(toy, {.end = SimTime{100}, .checkpoint_every = {50}}, no_stop, progress);
    CHECK(ended == run::Ended::finished);
    CHECK(toy.reached == std::vector<SimTime>{{30}, {50}, {60}, {90}, {100}});
    CHECK(toy.saved == std::vector<SimTime>{{50}});
    CHECK(toy.shown == toy.reached);
}

TEST_CASE("a resumed run meets the slices and checkpoints of the undisturbed one") {
    Toy toy;
    toy.now_ = SimTime{35};
    run::Progress progress;
    drive(toy, {.end = SimTime{100}, .checkpoint_every = {40}}, no_stop, progress);
    CHECK(toy.reached == std::vector<SimTime>{{40}, {60}, {80}, {90}, {100}});
    CHECK(toy.saved == std::vector<SimTime>{{40}, {80}});
}

TEST_CASE("a stopped run says so and saves nothing on its own") {
    Toy toy;
    toy.stop_at = SimTime{45};
    run::Progress progress;
    auto const ended = drive(toy, {.end = SimTime{100}, .checkpoint_every = {}}, no_stop, progress);
    CHECK(ended == run::Ended::stopped);
    CHECK(toy.now() == SimTime{45});
    CHECK(toy.saved.empty());
}

TEST_CASE("a signal that came before the first step leaves the simulation at its beginning") {
    Toy toy;
    run::Progress progress;
    std::atomic<bool> const stopped{true};
    CHECK(drive(toy, {.end = SimTime{100}, .checkpoint_every = {}}, stopped, progress) ==
          run::Ended::stopped);
    CHECK(toy.now() == SimTime{0});
}

TEST_CASE("a signal that comes when all is done does not undo it") {
    Toy toy;
    toy.stop_at = SimTime{100};
    toy.stops_late = true;
    toy.slice_ = Duration{100};
    run::Progress progress;
    CHECK(drive(toy, {.end = SimTime{100}, .checkpoint_every = {}}, no_stop, progress) ==
          run::Ended::finished);
}

}  // namespace
