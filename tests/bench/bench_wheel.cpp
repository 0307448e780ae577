// The pending set under the classic HOLD load (Jones, CACM 1986): pop the first event, push it again after a
// random increment, so that the number of pending events stays the same. Increments have a mean of 2.4 h:
// exponential, or bimodal like a car's day (80 % with a mean of 20 min, 20 % of 10.67 h). Time is CPU per
// hold, one pop and one push.
//
// Each run is right if the wheel pops what a heap pops.

#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"
#include "sim/kernel/event_wheel.hpp"
#include "tests/oracle/event_heap.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace {

using namespace yuchong;

enum class Increments : std::int64_t { exponential, bimodal };

constexpr double hour_ms = 3.6e6;
constexpr std::size_t drawn_increments = 1U << 16;

double draw_increment_ms(Increments increments, Block const& draw) {
    if (increments == Increments::exponential) return exponential(draw.uniform(0), 2.4 * hour_ms);
    double const mean_h = draw.uniform(1) < 0.8 ? 1.0 / 3.0 : (2.4 - 0.8 / 3.0) / 0.2;
    return exponential(draw.uniform(0), mean_h * hour_ms);
}

// Drawn beforehand: what is measured is the pending set. Walked in order by all pending events together.
std::vector<Duration> draw_increments(Increments increments) {
    RandomSource const random{1};
    std::vector<Duration> drawn(drawn_increments);
    for (std::uint32_t i = 0; i < drawn.size(); ++i) {
        Block const draw = random.draw({DrawClass::test, 0, i});
        drawn[i] = milliseconds(1 + static_cast<std::int64_t>(draw_increment_ms(increments, draw)));
    }
    return drawn;
}

template <class PendingSet>
class Hold {
public:
    Hold(std::uint32_t pending, std::vector<Duration> const& increments) : increments_(increments) {
        for (std::uint32_t slot = 0; slot < pending; ++slot) push(SimTime{0}, slot);
    }

    void step() {
        Event event;
        if (!set_.pop_before(never, event)) return;
        digest_ = mix(digest_ ^ static_cast<std::uint64_t>(event.time().ms) ^ event.order());
        push(event.time(), event.slot());
    }

    [[nodiscard]] std::uint64_t digest() const { return digest_; }

private:
    void push(SimTime now, std::uint32_t slot) {
        Duration const increment = increments_[next_++ % drawn_increments];
        set_.push(Event{now + increment, Phase::decide, slot, 0, 0});
    }

    std::vector<Duration> const& increments_;
    std::size_t next_ = 0;
    std::uint64_t digest_ = 0;
    PendingSet set_;
};

template <class PendingSet>
std::uint64_t digest_of_start(std::uint32_t pending, std::vector<Duration> const& increments) {
    Hold<PendingSet> hold{pending, increments};
    for (std::uint32_t i = 0; i < 100'000; ++i) hold.step();
    return hold.digest();
}

template <class PendingSet>
void hold(benchmark::State& state) {
    auto const pending = static_cast<std::uint32_t>(state.range(0));
    auto const increments = draw_increments(static_cast<Increments>(state.range(1)));
    if (digest_of_start<PendingSet>(pending, increments) !=
        digest_of_start<oracle::EventHeap>(pending, increments)) {
        state.SkipWithError("popped another sequence than the heap");
    }
    Hold<PendingSet> measured{pending, increments};
    for (std::uint32_t i = 0; i < 2 * pending; ++i) measured.step();
    for (auto _ : state) measured.step();
    state.SetItemsProcessed(state.iterations());
}

void workloads(benchmark::internal::Benchmark* b) {
    b->ArgNames({"pending", "bimodal"})->ArgsProduct({{1'000, 100'000, 1'000'000}, {0, 1}});
}

BENCHMARK_TEMPLATE(hold, EventWheel)->Apply(workloads);
BENCHMARK_TEMPLATE(hold, oracle::EventHeap)->Apply(workloads);  // to compare

}  // namespace
