#include "sim/run/supervise.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using namespace yuchong;
using namespace std::chrono_literals;
using run::ProgressMode;

Calendar const calendar{{.year = 2025, .month = 8, .day = 5}};

bool main_thread_sleeps() {
    std::string const pid = std::to_string(getpid());
    std::ifstream file("/proc/self/task/" + pid + "/stat");
    std::string const line(std::istreambuf_iterator<char>(file), {});
    return line.find(") S ") != std::string::npos;
}

// For a job that is about to have a signal sent: g++ 12's thread sanitizer holds back for good a signal that
// comes just before its thread begins to wait.
void let_the_main_thread_wait() {
    do std::this_thread::sleep_for(50ms);
    while (!main_thread_sleeps());
}

TEST_CASE("the job runs on a thread of its own and is waited for") {
    std::thread::id worker;
    run::supervise(ProgressMode::plain, [&](std::atomic<bool> const& stop, run::Progress& progress) {
        progress.begin(calendar, SimTime{0}, SimTime{0} + days(1));
        progress.advance(SimTime{0} + hours(12), 3);
        std::this_thread::sleep_for(20ms);
        worker = std::this_thread::get_id();
        CHECK_FALSE(stop);
    });
    CHECK(worker != std::thread::id());
    CHECK(worker != std::this_thread::get_id());
}

TEST_CASE("an exception of the job comes out") {
    CHECK_THROWS_WITH(
        run::supervise(ProgressMode::off, [](auto&, auto&) { throw std::runtime_error("no disk"); }),
        "no disk");
}

TEST_CASE("a signal sets the stop flag and the job still ends in its own way") {
    int const signal = GENERATE(SIGINT, SIGTERM);
    bool saved = false;
    auto const begin = std::chrono::steady_clock::now();
    run::supervise(ProgressMode::off, [&](std::atomic<bool> const& stop, run::Progress&) {
        let_the_main_thread_wait();
        kill(getpid(), signal);
        while (!stop) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(50ms);  // the time it takes to save, with nothing else to wait for
        saved = true;
    });
    CHECK(saved);
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("after a run signals have their default action again") {
    run::supervise(ProgressMode::off, [](auto&, auto&) {});
    struct sigaction action{};
    sigaction(SIGTERM, nullptr, &action);
    CHECK(action.sa_handler == SIG_DFL);
}

TEST_CASE("a second signal ends a job that does not obey") {
    int pipe_ends[2];
    REQUIRE(pipe(pipe_ends) == 0);
    pid_t const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        run::supervise(ProgressMode::off, [&](std::atomic<bool> const& stop, run::Progress&) {
            char const told = 'x';
            let_the_main_thread_wait();
            if (write(pipe_ends[1], &told, 1) != 1) _exit(1);  // signals are handled now
            while (!stop) std::this_thread::sleep_for(1ms);
            let_the_main_thread_wait();  // the first one has been dealt with
            if (write(pipe_ends[1], &told, 1) != 1) _exit(1);
            std::this_thread::sleep_for(20s);
        });
        _exit(0);
    }
    char heard = 0;
    int status = 0;
    for (int i = 0; i < 2; ++i) {
        REQUIRE(read(pipe_ends[0], &heard, 1) == 1);
        kill(child, SIGTERM);
    }
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGTERM);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

}  // namespace
