#include "sim/sweep/table.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <cstdio>

namespace yuchong::sweep {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_every = 200ms;
constexpr auto line_every = 10s;

void say(std::string const& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

std::string span_text(long long seconds) {
    if (seconds < 60) return fmt::format("{} s", seconds);
    if (seconds < 3'600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {} min", seconds / 3'600, seconds / 60 % 60);
}

}  // namespace

std::string progress_text(Counts const& counts, std::size_t running, std::size_t done_before,
                          std::chrono::duration<double> elapsed) {
    std::string text = fmt::format("runs: {} done, {} running, {} failed, {} left", counts.done, running,
                                   counts.failed, counts.left);
    if (counts.elsewhere > 0) text += fmt::format(", {} with other workers", counts.elsewhere);
    std::size_t const since = counts.done - done_before, ahead = counts.left + running;
    if (since > 0 && ahead > 0) {
        double const seconds = elapsed.count() * static_cast<double>(ahead) / static_cast<double>(since);
        text += "; " + span_text(static_cast<long long>(seconds)) + " left";
    }
    return text;
}

Table::Table(Show show)
    : show_(show), redraws_(show == Show::automatic && isatty(STDERR_FILENO) == 1), began_(Clock::now()) {}

void Table::update(Counts const& counts, std::size_t running) {
    if (first_) done_before_ = counts.done;
    if (show_ == Show::off) return;
    Clock::time_point const now = Clock::now();
    bool const due = redraws_ ? now - shown_ >= redraw_every : now - shown_ >= line_every;
    if (!first_ && !due) return;
    first_ = false;
    shown_ = now;
    std::string const text = progress_text(counts, running, done_before_, now - began_);
    say(redraws_ ? "\r" + text + "\x1b[K" : text + "\n");
}

void Table::end(Counts const& counts) {
    if (show_ == Show::off) return;
    auto const elapsed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_);
    say((redraws_ ? "\r\x1b[K" : "") + fmt::format("runs: {} done, {} failed, {} left, in {}\n", counts.done,
                                                   counts.failed, counts.left, span_text(elapsed.count())));
}

void Table::note(std::string const& text) { say((redraws_ ? "\r\x1b[K" : "") + text + "\n"); }

}  // namespace yuchong::sweep
