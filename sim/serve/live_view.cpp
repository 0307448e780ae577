#include "sim/serve/live_view.hpp"

#include "sim/serve/live_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace yuchong::serve {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto show_every = 250ms;
// Work between two looks: a minute that is metered once, or a tenth of a second's worth under a limit.
constexpr Duration longest_look = minutes(1), shortest_look = seconds(1);
constexpr double look_s = 0.1;
// A step of the curve at its finest holds one count of who is waiting.
constexpr Duration waiting_every = minutes(5);

}  // namespace

LiveView::LiveView(std::uint16_t port, std::atomic<bool> const& stop, Say const& say)
    : stop_(&stop), server_(port, pace_), thread_([this, say] { serve(say); }) {
    say(fmt::format("live view at http://127.0.0.1:{}/", server_.port()));
}

// A view that breaks leaves the run alone, and holds it no longer.
void LiveView::serve(Say const& say) {
    try {
        server_.run();
    } catch (std::exception const& error) {
        say(fmt::format("the live view has ended ({}); the run goes on without it", error.what()));
        pace_.order({});
    }
}

LiveView::~LiveView() { server_.say_goodbye(done_message(summary_)); }

void LiveView::begin(city::City const& city, city::State const& state) {
    server_.tell_city(city_message(city));
    server_.tell_stage(Stage::simulating);
    history_ = LoadHistory(SimTime{state.now.ms / minutes(1).ms * minutes(1).ms});
    begun_ = Clock::now();
    pace_.begin(state.now);
    look(city, state);
}

Duration LiveView::until_next_look() const {
    double const limit = pace_.orders().limit;
    double const most_s = longest_look.seconds();
    double const look = std::min(most_s, look_s * limit);
    return std::max(shortest_look, Duration{static_cast<std::int64_t>(1'000.0 * look)});
}

void LiveView::look(city::City const& city, city::State const& state) {
    SimTime const metered = metered_until(state);
    if (metered.ms % waiting_every.ms == 0) waiting_ = count_waiting(state);
    history_.add(metered, read_load(city, state, waiting_));
    bool const due = Clock::now() - shown_ >= show_every;
    bool const goes_on = pace_.passes(state.now);
    if (!goes_on || (due && server_.viewers() > 0))
        show(city, state);  // whoever holds it sees where it stands
    if (!goes_on) pace_.wait(state.now, *stop_);
}

void LiveView::show(city::City const& city, city::State const& state) {
    shown_ = Clock::now();
    read_snapshot(city, state, snapshot_);
    snapshot_.wall_s = std::chrono::duration<double>(shown_ - begun_).count();
    snapshot_.history = history_;
    server_.tell(snapshot_);
}

void LiveView::write(city::City const& city, city::State const& state) {
    show(city, state);
    server_.tell_stage(Stage::writing);
}

void LiveView::end(measure::Summary const& summary) { summary_ = summary; }

}  // namespace yuchong::serve
