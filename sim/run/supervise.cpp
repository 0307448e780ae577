#include "sim/run/supervise.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <thread>

namespace yuchong::run {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto redraw_every = 200ms;
constexpr auto line_every = 10s;
constexpr int bar_cells = 20;

void say(std::string const& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

// For the job's thread, so that no system call of it is cut short.
void leave_signals_to_others() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// Shows progress at each beat of a timer: redraws one line of a terminal, or adds a plain line.
class ProgressView {
public:
    ProgressView(asio::io_context& context, ProgressMode mode, Progress const& progress)
        : timer_(context),
          progress_(&progress),
          shown_(mode != ProgressMode::off),
          bar_(mode == ProgressMode::automatic && isatty(STDERR_FILENO) == 1) {
        if (shown_) wait();
    }

    void note(std::string const& text) { say((bar_ ? "\r\x1b[K" : "") + text + "\n"); }

    void end() {
        timer_.cancel();
        if (bar_) say("\r\x1b[K");
    }

private:
    void wait() {
        timer_.expires_after(bar_ ? std::chrono::nanoseconds(redraw_every)
                                  : std::chrono::nanoseconds(line_every));
        timer_.async_wait([this](error_code error) {
            if (error) return;
            show();
            wait();
        });
    }

    void show() {
        Stage const stage = progress_->stage();
        std::string text = "preparing the city";
        if (stage == Stage::writing) text = "writing the result";
        if (stage == Stage::simulating) {
            ProgressReading const reading = progress_->read();
            text = progress_line(reading);
            if (bar_) text = "[" + progress_bar(reading.share, bar_cells) + "]  " + text;
        }
        say(bar_ ? "\r" + text + "\x1b[K" : text + "\n");
    }

    asio::steady_timer timer_;
    Progress const* progress_;
    bool shown_, bar_;
};

}  // namespace

void supervise(ProgressMode mode, Job const& job) {
    asio::io_context context;
    std::atomic<bool> stop{false};
    Progress progress;
    ProgressView view(context, mode, progress);

    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](error_code error, int signal) {
        if (error) return;
        stop.store(true, std::memory_order_relaxed);
        signals.clear();  // restores the default action for the next one
        view.note(fmt::format("{}: stopping, with a partial result and a checkpoint (again: give up at once)",
                              signal == SIGINT ? "interrupted" : "asked to terminate"));
    });

    // Keeps run() waiting for the job even after a signal came and view and signals have nothing more to wait
    // for.
    auto busy = asio::make_work_guard(context);
    std::exception_ptr failure;
    std::jthread const simulation([&] {
        leave_signals_to_others();
        try {
            job(stop, progress);
        } catch (...) {
            failure = std::current_exception();
        }
        asio::post(context, [&] {
            busy.reset();
            signals.cancel();
            view.end();
        });
    });
    context.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace yuchong::run
