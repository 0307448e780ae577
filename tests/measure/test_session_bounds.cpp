// What could have been done with the same sessions: against all plans there are, against a linear program,
// and by hand.

#include "sim/base/archive.hpp"
#include "sim/base/random.hpp"
#include "sim/control/linear_program.hpp"
#include "sim/measure/session_bounds.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace yuchong;
using namespace yuchong::measure;
using control::LinearProgram;

namespace {

constexpr control::BoundSettings hourly{hours(1), 100};
constexpr Window window{SimTime{0} + hours(2), SimTime{0} + hours(10)};
constexpr SimTime at(int hour) { return window.begin + hours(hour); }

// Sessions that got `taken_kwh` at once, in the hour of their plug-in.
BoundRecorder recorded(std::vector<KnownSession> const& sessions) {
    BoundRecorder recorder(hourly, window, sessions.size());
    for (std::uint32_t plug = 0; plug < sessions.size(); ++plug) {
        KnownSession session = sessions[plug];
        double const taken_kwh = std::exchange(session.taken_kwh, 0.0);
        recorder.plug_in(plug, session);
        recorder.unplug(
            plug, session.plug_in + minutes(30),
            {.soc = 0.5, .energy_kwh = taken_kwh, .loss_kwh = 0.0, .power_kw = 0.0, .max_kw = 0.0},
            supply::Outcome::served);
    }
    return recorder;
}

BoundSummary bounds_of(BoundRecorder const& recorder, double limit_kw, std::vector<double> const& price) {
    std::vector<double> const limits(2, limit_kw);
    return *bounds(recorder.state(), hourly, window, {limits, price});
}

struct SmallCase {
    explicit SmallCase(std::uint32_t number) : random{number} {
        limit_kw = whole(2, 5);
        for (int slot = 0; slot < 8; ++slot) price.push_back(0.1 * whole(1, 9));
        for (std::uint32_t i = 0; i < 3; ++i) {
            int const from = whole(0, 2), until = from + whole(1, 3);
            double const asked = whole(1, 6);
            sessions.push_back({0, at(from), at(until), asked, static_cast<double>(whole(1, 3)), 0.0});
        }
    }
    int whole(int low, int high) {
        double const u = random.draw({DrawClass::test, 0, draws++}).uniform(0);
        return low + static_cast<int>(u * (high - low + 1));
    }
    RandomSource random;
    std::uint32_t draws = 0;
    double limit_kw;
    std::vector<double> price;
    std::vector<KnownSession> sessions;
};

// Every plan in whole kWh: problems of this kind have a best one among them.
class AllPlans {
public:
    explicit AllPlans(SmallCase const& c) : case_(c), load_(8, 0), taken_(c.sessions.size(), 0) {}
    // Most that can be delivered in all, and the least cost at which each gets exactly `exactly` (if given).
    double most_kwh() {
        best_ = 0.0;
        exactly_ = nullptr;
        go(0, first(0), 0);
        return best_;
    }
    double least_yuan(std::vector<int> const& exactly) {
        best_ = 1e9;
        exactly_ = &exactly;
        go(0, first(0), 0);
        return best_;
    }
    // What each gets in the plan that most_kwh() found.
    [[nodiscard]] std::vector<int> const& best_taken() const { return best_taken_; }

private:
    [[nodiscard]] int first(std::size_t i) const {
        return static_cast<int>((case_.sessions[i].plug_in - window.begin).hours());
    }
    [[nodiscard]] int last(std::size_t i) const {
        return static_cast<int>((case_.sessions[i].leave_by - window.begin).hours());
    }
    void judge() {
        int sum = 0;
        double cost = 0.0;
        for (std::size_t i = 0; i < taken_.size(); ++i) sum += taken_[i];
        for (std::size_t k = 0; k < load_.size(); ++k) cost += load_[k] * case_.price[k];
        if (exactly_ == nullptr && sum > best_) best_ = sum, best_taken_ = taken_;
        if (exactly_ != nullptr && taken_ == *exactly_) best_ = std::min(best_, cost);
    }
    void go(std::size_t i, int slot, int depth) {
        if (i == case_.sessions.size()) return judge();
        if (slot == last(i)) return go(i + 1, i + 1 < case_.sessions.size() ? first(i + 1) : 0, depth);
        auto const k = static_cast<std::size_t>(slot);
        int const asked = exactly_ ? (*exactly_)[i] : static_cast<int>(case_.sessions[i].requested_kwh);
        int const most = std::min({static_cast<int>(case_.sessions[i].max_kw), asked - taken_[i],
                                   static_cast<int>(case_.limit_kw) - load_[k]});
        for (int kwh = 0; kwh <= most; ++kwh) {
            load_[k] += kwh, taken_[i] += kwh;
            go(i, slot + 1, depth);
            load_[k] -= kwh, taken_[i] -= kwh;
        }
    }
    SmallCase const& case_;
    std::vector<int> load_, taken_, best_taken_;
    std::vector<int> const* exactly_ = nullptr;
    double best_ = 0.0;
};

// The lowest peak by a linear program.
double lowest_peak_kw(std::vector<KnownSession> const& sessions) {
    LinearProgram lp;
    auto const peak = lp.add_column({0.0, LinearProgram::infinity}, 1.0);
    std::vector<LinearProgram::Row> below;
    for (int k = 0; k < 8; ++k) {
        below.push_back(lp.add_row({LinearProgram::minus_infinity, 0.0}));
        lp.add_term(below.back(), peak, -1.0);
    }
    for (KnownSession const& s : sessions) {
        auto const energy = lp.add_row({s.taken_kwh, s.taken_kwh});
        for (SimTime t = s.plug_in; t < s.leave_by; t = t + hours(1)) {
            auto const power = lp.add_column({0.0, s.max_kw}, 0.0);
            lp.add_term(energy, power, 1.0);
            lp.add_term(below[static_cast<std::size_t>((t - window.begin).hours())], power, 1.0);
        }
    }
    return lp.solve().cost;
}

}  // namespace

TEST_CASE("bounds are the best of all plans") {
    for (std::uint32_t number = 0; number < 60; ++number) {
        SmallCase c(number);
        AllPlans plans(c);
        double const most_kwh = plans.most_kwh();
        double asked_kwh = 0.0;
        for (std::size_t i = 0; i < c.sessions.size(); ++i) {
            asked_kwh += c.sessions[i].requested_kwh;
            c.sessions[i].taken_kwh = plans.best_taken()[i];
        }
        INFO(number);
        BoundSummary const found = bounds_of(recorded(c.sessions), c.limit_kw, c.price);
        CHECK(found.sessions == 3);
        CHECK(found.unmet_bound_kwh == Approx(asked_kwh - most_kwh).margin(1e-8));
        CHECK(found.unmet_gap_kwh == Approx(0.0).margin(1e-8));
        CHECK(found.cost_bound_yuan == Approx(plans.least_yuan(plans.best_taken())).margin(1e-8));
        CHECK(found.peak_bound_kw == Approx(lowest_peak_kw(c.sessions)).margin(1e-6));
    }
}

TEST_CASE("gaps are what was done beyond the bounds: two sites, one limit each") {
    std::vector<double> const price{1.0, 1.0, 0.5, 0.5, 0.2, 0.2, 0.2, 0.2};
    // Both at once in the first, dear hour; the third asks for more than its site can give in time.
    std::vector<KnownSession> const sessions{{0, at(0), at(4), 4.0, 4.0, 4.0},
                                             {1, at(0), at(4), 4.0, 4.0, 4.0},
                                             {1, at(4), at(6), 20.0, 8.0, 4.0}};
    BoundSummary const found = bounds_of(recorded(sessions), 4.0, price);
    CHECK(found.unmet_bound_kwh == Approx(12.0));
    CHECK(found.unmet_gap_kwh == Approx(4.0));
    CHECK(found.cost_bound_yuan == Approx(2.0 + 2.0 + 0.8));
    CHECK(found.cost_gap_yuan == Approx(8.0 + 0.8 - 4.8));
    CHECK(found.cost_gap_share == Approx(4.0 / 4.8));
    CHECK(found.peak_bound_kw == Approx(2.0));  // 8 kWh in 4 h, 4 kWh in 2 h
    CHECK(found.peak_gap_kw == Approx(6.0));
    CHECK(found.peak_gap_share == Approx(3.0));
}

TEST_CASE("what ran on or broke off asked for what it got; the window cuts both ends") {
    std::vector<double> const price(8, 1.0);
    BoundRecorder recorder(hourly, window, 4);
    KnownSession const session{0, at(1), never, 30.0, 10.0, 0.0};
    auto const took = [](double kwh) {
        return supply::SessionReading{
            .soc = 0, .energy_kwh = kwh, .loss_kwh = 0, .power_kw = 0, .max_kw = 12};
    };
    KnownSession early = session;
    early.plug_in = window.begin - minutes(1);
    recorder.plug_in(3, early);
    CHECK(recorder.state().seen == 0);
    recorder.plug_in(0, session);
    recorder.plug_in(1, session);
    recorder.read(0, at(2), 6.0);
    CHECK(recorder.slot_ends(at(2)));
    CHECK_FALSE(recorder.slot_ends(at(2) + minutes(5)));
    CHECK_FALSE(recorder.slot_ends(window.begin));
    recorder.unplug(0, at(3) + minutes(10), took(9.0), supply::Outcome::failed);
    recorder.unplug(1, window.end, took(5.0), supply::Outcome::running);
    recorder.unplug(3, at(4), took(5.0), supply::Outcome::served);  // not kept
    CHECK(recorder.open().empty());
    CHECK(recorder.state().slot_kwh == std::vector<double>{0, 6, 0, 3, 0, 0, 0, 5});
    BoundSummary const found = bounds_of(recorder, 12.0, price);
    CHECK(found.sessions == 2);
    CHECK(found.unmet_bound_kwh == 0.0);
    CHECK(found.unmet_gap_kwh == 0.0);
    CHECK(found.cost_gap_yuan == Approx(0.0).margin(1e-9));
    CHECK(recorder.state().sessions[0].max_kw == 12.0);
    CHECK(recorder.state().sessions[0].leave_by == at(3) + minutes(10));
}

TEST_CASE("no bound without a session, and none for too many") {
    std::vector<double> const price(8, 1.0);
    BoundRecorder recorder({hours(1), 2}, window, 3);
    CHECK_FALSE(bounds(recorder.state(), {hours(1), 2}, window, {{}, price}));
    for (std::uint32_t plug = 0; plug < 3; ++plug) recorder.plug_in(plug, {0, at(0), at(1), 1.0, 1.0, 0.0});
    CHECK(recorder.state().seen == 3);
    CHECK(recorder.open().empty());
    CHECK_FALSE(bounds(recorder.state(), {hours(1), 2}, window, {{}, price}));
}

TEST_CASE("a recorder that was saved and loaded goes on the same") {
    BoundRecorder recorder(hourly, window, 2), loaded(hourly, window, 2);
    recorder.plug_in(1, {0, at(0), at(4), 8.0, 4.0, 0.0});
    recorder.read(1, at(1), 3.0);
    Saver saver;
    archive(saver, recorder.state());
    Loader loader(saver.bytes());
    archive(loader, loaded.state());
    CHECK(loader.finished());
    for (BoundRecorder* r : {&recorder, &loaded})
        r->unplug(1, at(2), {.soc = 0, .energy_kwh = 7, .loss_kwh = 0, .power_kw = 0, .max_kw = 4},
                  supply::Outcome::served);
    CHECK(loaded.state().slot_kwh == recorder.state().slot_kwh);
    CHECK(loaded.state().sessions[0].taken_kwh == 7.0);
}
