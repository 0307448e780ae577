#pragma once
// The live view of a run: what is said here by the thread of the simulation is seen in browsers. That thread
// never waits for a viewer, other than where one has asked for a pause or a limit: it copies numbers a few
// times a second, and only if somebody watches.

#include "sim/city/onlooker.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/serve/live_server.hpp"
#include "sim/serve/pace.hpp"
#include "sim/serve/snapshot.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace yuchong::serve {

inline constexpr std::uint16_t default_live_port = 8817;

class LiveView final : public city::Onlooker {
public:
    using Say = std::function<void(std::string const&)>;  // for people: where the page is

    // Answers from now on; port 0: any that is free. Throws CannotListen. `stop` must outlive it.
    LiveView(std::uint16_t port, std::atomic<bool> const& stop, Say const& say);
    // Viewers hear that it is over, and have a moment to (0.3 s).
    ~LiveView() override;
    LiveView(LiveView const&) = delete;
    LiveView& operator=(LiveView const&) = delete;

    void begin(city::City const& city, city::State const& state) override;
    [[nodiscard]] Duration until_next_look() const override;
    void look(city::City const& city, city::State const& state) override;
    void write(city::City const& city, city::State const& state) override;
    void end(measure::Summary const& summary) override;

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

private:
    void serve(Say const& say);
    void show(city::City const& city, city::State const& state);

    std::atomic<bool> const* stop_;
    Pace pace_;
    LiveServer server_;
    std::chrono::steady_clock::time_point begun_, shown_;
    LoadHistory history_;
    std::int64_t waiting_ = 0;  // as counted last for the history
    Snapshot snapshot_;         // to be filled, kept for its buffers
    std::optional<measure::Summary> summary_;
    std::jthread thread_;  // last: it uses what stands above
};

}  // namespace yuchong::serve
