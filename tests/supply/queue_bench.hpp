#pragma once
// Runs the real station code as a queue: keyed random arrivals, services of fixed length (or real charging),
// own patience, and batch means over 30 batches after the first 5 % of the arrivals. One hour is the unit of
// time.

#include "tests/supply/station_world.hpp"

#include "sim/supply/ledger.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <queue>
#include <vector>

namespace yuchong::supply::test {

struct Estimate {
    double mean, error;  // error: standard error by batch means
};

// |simulated - exact| <= max(3 SE, 1e-3 exact).
inline void check_exact(char const* what, Estimate const& simulated, double exact) {
    INFO(what << ": simulated " << simulated.mean << " +- " << simulated.error << ", exact " << exact);
    CHECK(std::abs(simulated.mean - exact) <= std::max(3.0 * simulated.error, 1e-3 * exact));
    CHECK(simulated.error < 0.1 * exact);  // else the test says nothing
}

class QueueBench {
public:
    static constexpr std::size_t batches = 30;

    std::size_t arrivals = 600'000;
    std::uint32_t seed = 1;
    double per_hour = 1.0;                                           // arrival rate
    std::function<SessionRequest(std::uint32_t, Block const&)> car;  // k-th car from four uniforms of its own
    std::function<double(Block const&)> patience_h;                  // empty: endless

    // Sums by batch of the cars' arrival.
    struct Batch {
        double cars = 0, waited = 0, wait_h = 0, long_waits = 0, balked = 0, reneged = 0, stay_h = 0,
               served = 0, served_wait_h = 0;
        std::array<double, 2> class_cars{}, class_wait_h{};
        double time_h = 0, waiting_h = 0, occupied_h = 0;  // integrals between the batch's first arrivals
    };
    std::array<Batch, batches> batch;
    double long_wait_h = 0.25;

    void run(World const& world) {
        Supply const supply = world.build();
        State state = make_state(supply, 0);
        Run now{supply, state};
        now.plugs.assign(supply.network.plugs.size(), {never, PlugEvent::unplug});
        came_ms_.assign(arrivals, 0);
        class_.assign(arrivals, 0);
        waits_.assign(arrivals, false);
        while (next_car_ < arrivals) step(now);
    }

    [[nodiscard]] Estimate ratio(double Batch::* above, double Batch::* below) const {
        return estimate([&](Batch const& b) { return b.*above / (b.*below); });
    }
    [[nodiscard]] Estimate estimate(std::function<double(Batch const&)> const& of) const {
        double sum = 0.0, squares = 0.0;
        for (Batch const& b : batch) {
            sum += of(b);
            squares += of(b) * of(b);
        }
        double const mean = sum / batches;
        return {mean, std::sqrt(std::max(squares / batches - mean * mean, 0.0) / (batches - 1))};
    }

private:
    struct Run {
        Supply const& supply;
        State& state;
        std::vector<std::pair<SimTime, PlugEvent>> plugs = {};
        SimTime host = never;
        SimTime arrival{0};
        std::priority_queue<std::pair<std::int64_t, std::uint32_t>,
                            std::vector<std::pair<std::int64_t, std::uint32_t>>, std::greater<>>
            patience = {};
        LedgerReading opened = {};
        SimTime opened_at{0};
    };

    [[nodiscard]] Block draw(std::uint32_t purpose, std::uint32_t k) const {
        return RandomSource{seed}.draw({DrawClass::test, static_cast<std::uint16_t>(purpose), 0, 0, k});
    }
    [[nodiscard]] Batch* batch_of(std::uint32_t k) {
        std::size_t const warm = arrivals / 20;
        if (k < warm) return nullptr;
        return &batch[std::min(batches - 1, (k - warm) * batches / (arrivals - warm))];
    }

    void step(Run& run) {
        std::size_t p = 0;
        for (std::size_t i = 1; i < run.plugs.size(); ++i) {
            if (run.plugs[i].first < run.plugs[p].first) p = i;
        }
        while (!run.patience.empty() && !waits_[run.patience.top().second]) run.patience.pop();
        SimTime const gives_up = run.patience.empty() ? never : SimTime{run.patience.top().first};
        SimTime const first = std::min({run.plugs[p].first, run.host, gives_up, run.arrival});
        if (first == run.plugs[p].first) {
            run.plugs[p].first = never;
            apply(run, plug_event(run.supply, run.state, PlugId{p}, run.plugs[p].second, first), first);
        } else if (first == run.host) {
            run.host = never;
            apply(run, host_event(run.supply, run.state, HostId{0}, first), first);
        } else if (first == gives_up) {
            give_up(run, run.patience.top().second, first);
        } else {
            arrive_next(run, first);
        }
    }

    void give_up(Run& run, std::uint32_t k, SimTime now) {
        waits_[k] = false;
        if (Batch* const b = batch_of(k)) {
            b->reneged += 1;
            b->wait_h += (now - SimTime{came_ms_[k]}).hours();
        }
        apply(run, renege(run.supply, run.state, StationId{0}, k, now), now);
    }

    void arrive_next(Run& run, SimTime now) {
        auto const k = static_cast<std::uint32_t>(next_car_++);
        SessionRequest const request = car(k, draw(2, k));
        came_ms_[k] = now.ms;
        class_[k] = request.priority;
        run.arrival = now + duration_from_hours_up(exponential(draw(1, k).uniform(0), 1.0 / per_hour));
        close_batch(run, k, now);
        Arrival const arrival = arrive(run.supply, run.state, StationId{0}, request, now);
        Batch* const b = batch_of(k);
        if (b != nullptr) {
            b->cars += 1;
            b->class_cars[class_[k]] += 1;
            b->balked += arrival.kind == Arrival::Kind::balked ? 1 : 0;
            b->waited += arrival.kind == Arrival::Kind::queued ? 1 : 0;
        }
        if (arrival.kind == Arrival::Kind::queued) {
            waits_[k] = true;
            if (patience_h) run.patience.push({(now + duration_from_hours_up(patience_h(draw(3, k)))).ms, k});
        }
        apply(run, arrival.changes, now);
    }

    // Integrals run from the first arrival of a batch to the first of the next.
    void close_batch(Run& run, std::uint32_t k, SimTime now) {
        Batch* const here = batch_of(k);
        bool const begins = here != nullptr && (k == 0 || batch_of(k - 1) != here);
        if (!begins && k + 1 != arrivals) return;
        LedgerReading const reading = read_ledger(run.supply, run.state, StationId{0}, now);
        if (Batch* const before = k > 0 ? batch_of(k - 1) : nullptr) {
            before->time_h += (now - run.opened_at).hours();
            before->waiting_h += Duration{reading.waiting_ms - run.opened.waiting_ms}.hours();
            for (std::size_t c = 0; c < plug_classes; ++c) {
                before->occupied_h += Duration{reading.occupied_ms[c] - run.opened.occupied_ms[c]}.hours();
            }
        }
        run.opened = reading;
        run.opened_at = now;
    }

    void apply(Run& run, Changes changes, SimTime now) {
        for (Reschedule const& next : changes.reschedules) {
            if (next.slot == Reschedule::Slot::plug) {
                run.plugs[next.index] = {next.at, next.kind};
            } else {
                run.host = next.at;
            }
        }
        for (Notice const& notice : changes.notices) {
            std::uint32_t const k = notice.ticket;
            Batch* const b = batch_of(k);
            double const hours = (now - SimTime{came_ms_[k]}).hours();
            if (notice.kind == Notice::Kind::plugged_in) {
                waits_[k] = false;
                if (b == nullptr) continue;
                b->wait_h += hours;
                b->served += 1;
                b->served_wait_h += hours;
                b->long_waits += hours > long_wait_h ? 1 : 0;
                b->class_wait_h[class_[k]] += hours;
            } else if (notice.kind == Notice::Kind::unplugged && b != nullptr) {
                b->stay_h += hours;
            }
        }
    }

    std::size_t next_car_ = 0;
    std::vector<std::int64_t> came_ms_;
    std::vector<std::uint8_t> class_;
    std::vector<bool> waits_;
};

// A station of c fast terminals and this many bays, test services.
inline World queue_world(std::uint32_t c, std::uint32_t bays) {
    World world;
    add_station(world.network, {.host_modules = {1}, .fasts_per_host = c, .bays = bays});
    return world;
}

inline SessionRequest service(std::uint32_t k, double hours) {
    SessionRequest request = fast_request(k, vehicle::ModelId{}, 50.0, 0.2, 0.8);
    request.fixed_service = duration_from_hours_up(hours);
    request.patience = days(100'000);
    return request;
}

}  // namespace yuchong::supply::test
