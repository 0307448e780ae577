#include "sim/sweep/crew.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/sweep/claim.hpp"
#include "sim/sweep/states.hpp"

#include <fmt/format.h>

#include <sys/wait.h>
#include <chrono>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <list>
#include <optional>

namespace yuchong::sweep {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto look_for_cancel_every = 500ms;
constexpr auto look_at_others_every = 2s;
constexpr timespec nap{0, 100'000'000};

// Signals wait for wait() while this lives.
class Signals {
public:
    Signals() {
        sigemptyset(&watched_);
        for (int const number : {SIGCHLD, SIGINT, SIGTERM, SIGUSR1}) sigaddset(&watched_, number);
        pthread_sigmask(SIG_BLOCK, &watched_, &before_);
    }
    Signals(Signals const&) = delete;
    Signals& operator=(Signals const&) = delete;
    ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    // One that asks to stop, 0 if only time passed or a child ended.
    [[nodiscard]] int wait() const {
        int const number = sigtimedwait(&watched_, nullptr, &nap);
        return number == SIGINT || number == SIGTERM || number == SIGUSR1 ? number : 0;
    }

private:
    sigset_t watched_{}, before_{};
};

class Beat {
public:
    explicit Beat(std::chrono::milliseconds every) : every_(every) {}
    [[nodiscard]] bool due() {
        if (Clock::now() - last_ < every_) return false;
        last_ = Clock::now();
        return true;
    }

private:
    std::chrono::milliseconds every_;
    Clock::time_point last_ = Clock::now();
};

class Crew {
public:
    Crew(Folder const& folder, io::SweepManifest const& manifest, Agenda& agenda,
         CrewSettings const& settings)
        : folder_(&folder),
          manifest_(&manifest),
          agenda_(&agenda),
          settings_(settings),
          table_(settings.show) {}

    CrewReport work() {
        look_for_cancel();
        for (;;) {
            guarded([&] { fill(); });
            table_.update(agenda_->counts(), attempts_.size());
            if (attempts_.empty() && (stopping_ || nothing_left())) break;
            if (int const number = signals_.wait(); number != 0) heed(number);
            if (cancel_.due()) look_for_cancel();
            guarded([&] { reap(); });
            if (beat_.due()) keep_claims();
            if (others_.due() && !stopping_) guarded([&] { agenda_->recheck(); });
        }
        table_.end(agenda_->counts());
        if (broken_) std::rethrow_exception(broken_);
        return {agenda_->counts(), stopping_};
    }

private:
    [[nodiscard]] bool nothing_left() const {
        Counts const counts = agenda_->counts();
        return counts.left == 0 && (settings_.others == Others::leave || counts.elsewhere == 0);
    }

    // A folder that cannot be written to ends the sweep, not the children's work.
    template <class Action>
    void guarded(Action const& action) {
        try {
            action();
        } catch (...) {
            if (!broken_) broken_ = std::current_exception();
            stop("");
        }
    }

    void fill() {
        while (!stopping_ && attempts_.size() < settings_.jobs) {
            auto const id = agenda_->next();
            if (!id) return;
            begin(*id);
        }
    }

    void begin(RunId id) {
        auto claim = Claim::take(*folder_, id);
        if (!claim) return agenda_->ended(id, Outcome::elsewhere);
        // Another worker may have finished it since it was looked at.
        std::string const result = folder_->result(id);
        if (fs::exists(result)) {
            if (state_of(*folder_, *manifest_, id) == RunState::done)
                return agenda_->ended(id, Outcome::done);
            fs::rename(result, folder_->failure(id) + ".damaged.h5");
            table_.note(name(id) +
                        ": its result is damaged or another run's; it is moved to failed/ and run anew");
        }
        attempts_.emplace_back(*folder_, *manifest_, std::move(*claim), settings_.checkpoint_every);
    }

    void reap() {
        for (auto attempt = attempts_.begin(); attempt != attempts_.end();) {
            int status = 0;
            bool const over = waitpid(attempt->child(), &status, WNOHANG) == attempt->child();
            if (!over || started_anew(attempt, status)) {
                ++attempt;
                continue;
            }
            Attempt const ended = std::move(*attempt);
            attempt = attempts_.erase(attempt);
            tell(ended);
            agenda_->ended(ended.run(), ended.outcome());
        }
    }

    // A child is waited for once: an attempt that cannot be written down is over too.
    bool started_anew(std::list<Attempt>::iterator attempt, int status) {
        try {
            return attempt->ended(status);
        } catch (...) {
            attempts_.erase(attempt);
            throw;
        }
    }

    void tell(Attempt const& ended) {
        if (ended.outcome() != Outcome::failed) return;
        table_.note(
            fmt::format("{} failed: {}", name(ended.run()), read_failure(*folder_, ended.run()).message));
    }

    void heed(int number) {
        if (stopping_) return signal_all(SIGKILL);
        stop(number == SIGINT    ? "interrupted"
             : number == SIGUSR1 ? "warned that time is up"
                                 : "asked to terminate");
    }

    void look_for_cancel() {
        if (fs::exists(folder_->cancel())) stop("the sweep is cancelled");
    }

    void stop(std::string const& why) {
        if (stopping_) return;
        stopping_ = true;
        if (!why.empty()) table_.note(why + ": runs stop where they are, and can be gone on with");
        signal_all(SIGTERM);
    }

    void signal_all(int number) {
        for (Attempt const& attempt : attempts_) attempt.signal(number);
    }

    void keep_claims() {
        for (Attempt const& attempt : attempts_) {
            if (attempt.claim().still_mine())
                attempt.claim().beat();
            else
                attempt.signal(SIGKILL);  // ended() finds the same
        }
    }

    Folder const* folder_;
    io::SweepManifest const* manifest_;
    Agenda* agenda_;
    CrewSettings settings_;
    Signals signals_;
    Table table_;
    std::list<Attempt> attempts_;
    Beat beat_{beat_every}, cancel_{look_for_cancel_every}, others_{look_at_others_every};
    bool stopping_ = false;
    std::exception_ptr broken_;
};

}  // namespace

CrewReport work(Folder const& folder, io::SweepManifest const& manifest, Agenda& agenda,
                CrewSettings const& settings) {
    return Crew(folder, manifest, agenda, settings).work();
}

}  // namespace yuchong::sweep
