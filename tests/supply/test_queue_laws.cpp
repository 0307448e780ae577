// Exact queueing results reproduced by the real station code (models.md section 9), and the formulas
// themselves.

#include "tests/supply/queue_bench.hpp"

#include "sim/base/math.hpp"

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

using Batch = QueueBench::Batch;
constexpr std::uint32_t endless_bays = 3000;

QueueBench markov(double lam, double mu, std::uint32_t seed) {
    QueueBench bench;
    bench.seed = seed;
    bench.per_hour = lam;
    bench.car = [mu](std::uint32_t k, Block const& u) {
        return service(k, exponential(u.uniform(0), 1.0 / mu));
    };
    return bench;
}

double erlang_b(int c, double a) {
    double b = 1.0;
    for (int k = 1; k <= c; ++k) b = a * b / (k + a * b);
    return b;
}

double erlang_c(int c, double a) {
    double const b = erlang_b(c, a), rho = a / c;
    return b / (1.0 - rho * (1.0 - b));
}

}  // namespace

TEST_CASE("QU-01: M/M/c", "[slow]") {
    struct Case {
        double lam, mu;
        std::uint32_t c;
        double p_wait, wq, l, tail;
        std::size_t arrivals;
    };
    for (Case const& x : {Case{0.5, 1, 1, .5, 1.0, 1.0, .4412484513, 600'000},
                          Case{3.2, 1, 4, .5964324718, .7455405897, 5.585729887, .4883176068, 1'000'000},
                          Case{9, 1, 10, .6687315241, .6687315241, 15.01858372, .5208086346, 1'500'000},
                          Case{18, 1.25, 16, .5913433939, .2956716969, 19.72209054, .3586678988, 1'500'000},
                          Case{36, 2, 20, .5507690048, .1376922512, 22.95692104, .2026165937, 1'500'000},
                          Case{0.9, 1, 1, .9, 9.0, 9.0, .8777789208, 2'000'000}}) {
        QueueBench bench = markov(x.lam, x.mu, 11);
        bench.arrivals = x.arrivals;
        bench.run(queue_world(x.c, endless_bays));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("P(wait)", bench.ratio(&Batch::waited, &Batch::cars), x.p_wait);
        check_exact("Wq", bench.ratio(&Batch::wait_h, &Batch::cars), x.wq);
        check_exact("P(W > .25)", bench.ratio(&Batch::long_waits, &Batch::cars), x.tail);
        check_exact(
            "L", bench.estimate([](Batch const& b) { return (b.waiting_h + b.occupied_h) / b.time_h; }), x.l);
        CHECK(erlang_c(static_cast<int>(x.c), x.lam / x.mu) == Approx(x.p_wait).epsilon(1e-8));
    }
}

TEST_CASE("QU-02: Erlang's loss formula, whatever the service distribution", "[slow]") {
    struct Case {
        double a;
        std::uint32_t c;
        double blocked, carried;
    };
    for (Case const& x : {Case{5, 8, .07004785221, 4.649760739}, Case{12, 12, .1985673889, 9.617191333},
                          Case{20, 30, .00845749834, 19.83085003}, Case{.7, 1, .4117647059, .4117647059}}) {
        CHECK(erlang_b(static_cast<int>(x.c), x.a) == Approx(x.blocked).epsilon(1e-8));
        for (bool const random : {true, false}) {
            QueueBench bench = markov(x.a, 1.0, 12);
            if (!random) bench.car = [](std::uint32_t k, Block const&) { return service(k, 1.0); };
            bench.arrivals = 500'000;
            bench.run(queue_world(x.c, 0));
            INFO("a " << x.a << " c " << x.c << " random " << random);
            check_exact("blocked", bench.ratio(&Batch::balked, &Batch::cars), x.blocked);
            check_exact("carried", bench.ratio(&Batch::occupied_h, &Batch::time_h), x.carried);
        }
    }
}

TEST_CASE("QU-03: reneging, exponential patience", "[slow]") {
    struct Case {
        double lam, mu, theta;
        std::uint32_t c;
        double p_wait, p_abandon, wq, lq, used, wq_served;
    };
    for (Case const& x :
         {Case{9, 1, .5, 10, .4689417044, .06701171547, .1340234309, 1.206210879, .8396894561, .1259104855},
          Case{12, 1, 1, 10, .7576078383, .213632353, .213632353, 2.563588235, .9436411765, .2098854279},
          Case{20, 4.0 / 3, 3, 12, .6956046456, .2483354153, .08277847178, 1.655569436, .9395807308,
               .07725544455},
          Case{30, 2, 2, 15, .5343462911, .1024358667, .05121793333, 1.536538, .8975641333, .04788939701},
          Case{6, 2, 4, 2, .723088862, .4487129742, .1121782435, .6730694613, .8269305387, .08605878402}}) {
        QueueBench bench = markov(x.lam, x.mu, 13);
        bench.patience_h = [&x](Block const& u) { return exponential(u.uniform(0), 1.0 / x.theta); };
        bench.arrivals = 700'000;
        bench.run(queue_world(x.c, endless_bays));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("P(wait)", bench.ratio(&Batch::waited, &Batch::cars), x.p_wait);
        check_exact("P(abandon)", bench.ratio(&Batch::reneged, &Batch::cars), x.p_abandon);
        check_exact("Wq of all", bench.ratio(&Batch::wait_h, &Batch::cars), x.wq);
        check_exact("Wq of served", bench.ratio(&Batch::served_wait_h, &Batch::served), x.wq_served);
        check_exact("Lq", bench.ratio(&Batch::waiting_h, &Batch::time_h), x.lq);
        check_exact("used", bench.estimate([&x](Batch const& b) { return b.occupied_h / b.time_h / x.c; }),
                    x.used);
    }
}

TEST_CASE("QU-04: reneging, everybody as patient", "[slow]") {
    struct Case {
        double lam, mu;
        std::uint32_t c;
        double d, p_wait, p_abandon, wq, wq_served, used;
    };
    for (Case const& x :
         {Case{9, 1, 10, .5, .4782799323, .06387957055, .1269422943, .1014853496, .8425083865},
          Case{12, 1, 10, .5, .8302658065, .1995542107, .2833068341, .2292843953, .9605349472},
          Case{30, 2, 15, .25, .6515503268, .07665297962, .0910254133, .07782790956, .9233470204}}) {
        QueueBench bench = markov(x.lam, x.mu, 14);
        bench.patience_h = [&x](Block const&) { return x.d; };
        bench.arrivals = 700'000;
        bench.run(queue_world(x.c, endless_bays));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("P(wait)", bench.ratio(&Batch::waited, &Batch::cars), x.p_wait);
        check_exact("P(abandon)", bench.ratio(&Batch::reneged, &Batch::cars), x.p_abandon);
        check_exact("Wq of all", bench.ratio(&Batch::wait_h, &Batch::cars), x.wq);
        check_exact("Wq of served", bench.ratio(&Batch::served_wait_h, &Batch::served), x.wq_served);
        check_exact("used", bench.estimate([&x](Batch const& b) { return b.occupied_h / b.time_h / x.c; }),
                    x.used);
    }
}

TEST_CASE("QU-05: M/G/c with Erlang-2 and hyperexponential service", "[slow]") {
    auto const erlang2 = [](std::uint32_t k, Block const& u) {
        return service(k, exponential(u.uniform(0), 0.5) + exponential(u.uniform(1), 0.5));
    };
    auto const hyper = [](std::uint32_t k, Block const& u) {
        double const p = 0.5 * (1.0 + std::sqrt(3.0 / 5.0));
        double const q = u.uniform(0) < p ? p : 1.0 - p;
        return service(k, exponential(u.uniform(1), 1.0 / (2.0 * q)));
    };
    struct Case {
        double lam;
        std::uint32_t c;
        std::function<SessionRequest(std::uint32_t, Block const&)> car;
        double wq, p_wait;
    };
    for (Case const& x :
         {Case{2.4, 3, erlang2, .8182617385, .64323852}, Case{3.2, 4, erlang2, .5676521068, .5914467045},
          Case{2.4, 3, hyper, 2.536261632, .6584081003}, Case{.8, 1, erlang2, 3.0, .8}}) {
        QueueBench bench = markov(x.lam, 1.0, 15);
        bench.car = x.car;
        bench.arrivals = 1'000'000;
        bench.run(queue_world(x.c, endless_bays));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("Wq", bench.ratio(&Batch::wait_h, &Batch::cars), x.wq);
        check_exact("P(wait)", bench.ratio(&Batch::waited, &Batch::cars), x.p_wait);
    }
}

TEST_CASE("QU-06: M/D/c", "[slow]") {
    struct Case {
        double lam;
        std::uint32_t c;
        double wq, p_wait;
    };
    for (Case const& x : {Case{.8, 1, 2.0, .8}, Case{2.4, 3, .5539002251, .6325422454},
                          Case{9, 10, .3445820504, .6468612839}}) {
        QueueBench bench = markov(x.lam, 1.0, 33);
        bench.car = [](std::uint32_t k, Block const&) { return service(k, 1.0); };
        bench.arrivals = 1'000'000;
        bench.run(queue_world(x.c, endless_bays));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("Wq", bench.ratio(&Batch::wait_h, &Batch::cars), x.wq);
        check_exact("P(wait)", bench.ratio(&Batch::waited, &Batch::cars), x.p_wait);
    }
}

TEST_CASE("QU-07: M/M/c/K, finite bays", "[slow]") {
    struct Case {
        double lam, mu;
        std::uint32_t c, k;
        double blocked, lq, wq, used;
    };
    for (Case const& x : {Case{10, 2, 4, 7, .2684329699, 1.406588762, .1922706607, .9144587876},
                          Case{24, 2, 10, 14, .2125966733, 1.800182016, .09525941976, .944883992}}) {
        QueueBench bench = markov(x.lam, x.mu, 17);
        bench.run(queue_world(x.c, x.k - x.c));
        INFO("lam " << x.lam << " c " << x.c);
        check_exact("blocked", bench.ratio(&Batch::balked, &Batch::cars), x.blocked);
        check_exact("Lq", bench.ratio(&Batch::waiting_h, &Batch::time_h), x.lq);
        check_exact("Wq of accepted", bench.ratio(&Batch::served_wait_h, &Batch::served), x.wq);
        check_exact("used", bench.estimate([&x](Batch const& b) { return b.occupied_h / b.time_h / x.c; }),
                    x.used);
    }
}

TEST_CASE("QU-08: M/G/inf, occupancy is Poisson") {
    double const mean = 30.0 * 2.5;
    double term = math::exp(-mean), below = term;
    for (int n = 1; n <= 90; ++n) below += term *= mean / n;
    CHECK(mean == 75.0);
    CHECK(std::sqrt(mean) == Approx(8.660254038).epsilon(1e-8));
    CHECK(1.0 - below == Approx(0.03992396729).epsilon(1e-8));
}

TEST_CASE("QU-09: Mt/M/inf, the mean lags the arrivals") {
    double const a = 20.0, b = 10.0, service_h = 1.5, pi = 3.14159265358979323846, w = 2.0 * pi / 24.0;
    auto const mean = [&](double t) {
        double const x = w * service_h;
        return a * service_h + b * service_h / (1.0 + x * x) * (math::sin(w * t) - x * math::cos(w * t));
    };
    CHECK(mean(0) == Approx(24.89653259).epsilon(1e-8));
    CHECK(mean(6) == Approx(42.99587304).epsilon(1e-8));
    CHECK(mean(12) == Approx(35.10346741).epsilon(1e-8));
    CHECK(mean(18) == Approx(17.00412696).epsilon(1e-8));
    // The peak, arctan(w S) / w after the arrivals' own at 6 h.
    CHECK(mean(6.0 + 1.429326033) > mean(6.0 + 1.429326033 - 1e-3));
    CHECK(mean(6.0 + 1.429326033) > mean(6.0 + 1.429326033 + 1e-3));
}

TEST_CASE("QU-10: two non-preemptive priority classes", "[slow]") {
    QueueBench bench;
    bench.seed = 20;
    bench.per_hour = 8.5;
    bench.arrivals = 1'500'000;
    bench.car = [](std::uint32_t k, Block const& u) {
        SessionRequest request = service(k, exponential(u.uniform(0), 1.0));
        request.priority = u.uniform(1) < 4.0 / 8.5 ? 0 : 1;
        return request;
    };
    bench.run(queue_world(10, endless_bays));
    for (std::size_t c : {0u, 1u}) {
        Estimate const wait =
            bench.estimate([c](Batch const& b) { return b.class_wait_h[c] / b.class_cars[c]; });
        check_exact(c == 0 ? "Wq of the first class" : "Wq of the second", wait,
                    c == 0 ? .08831021752 : .5887347835);
    }
    check_exact("Wq of all", bench.ratio(&Batch::wait_h, &Batch::cars), .3532408701);
}

TEST_CASE("QU-11: square-root staffing") {
    auto const least = [](double a) {
        int c = static_cast<int>(a) + 1;
        while (erlang_c(c, a) > 0.2) ++c;
        return c;
    };
    CHECK(least(5) == 8);
    CHECK(least(20) == 26);
    CHECK(least(60) == 69);
    CHECK(erlang_c(8, 5) == Approx(0.1672665067).epsilon(1e-8));
    CHECK(erlang_c(26, 20) == Approx(0.1433999284).epsilon(1e-8));
    CHECK(erlang_c(69, 60) == Approx(0.1829392993).epsilon(1e-8));
}

// Unlimited terminals on a pool of four cars' power: real batteries of flat acceptance, real sharing.
TEST_CASE("QU-12: a shared pool is processor sharing, whatever the energies", "[slow]") {
    double const p_kw = 100.0;
    struct Case {
        SharingRule rule;
        bool random;
    };
    for (Case const& x : {Case{SharingRule::max_min, true}, Case{SharingRule::max_min, false},
                          Case{SharingRule::proportional, true}, Case{SharingRule::proportional, false},
                          Case{SharingRule::fair, true}}) {
        World world;
        world.charging = flat_charging(1.0);
        auto const model = add_model(world.catalogue, 60.0, {{0, 1.0}, {1, 1.0}});
        add_station(
            world.network,
            {.host_modules = {4}, .module_kw = p_kw, .fasts_per_host = 200, .bays = 0, .sharing = x.rule});
        QueueBench bench;
        bench.seed = 22;
        bench.per_hour = 3.2;
        bench.arrivals = 400'000;
        bench.car = [&](std::uint32_t k, Block const& u) {
            double const energy = p_kw * (x.random ? exponential(u.uniform(0), 1.0) : 1.0);
            SessionRequest request = fast_request(k, model, energy / 0.9, 0.05, 0.95);
            request.curve_scale = p_kw / request.energy_kwh;
            return request;
        };
        bench.run(world);
        INFO("rule " << static_cast<int>(x.rule) << " random " << x.random);
        check_exact("L", bench.ratio(&Batch::occupied_h, &Batch::time_h), 5.585729887);
        check_exact("W", bench.ratio(&Batch::stay_h, &Batch::cars), 1.745540590);
    }
}
