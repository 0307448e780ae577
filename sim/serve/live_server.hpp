#pragma once
// The sockets of the live view: listens on this machine's loopback address, answers requests, tells viewers
// the news and turns what they wish into orders. All of it happens in run(), on one thread; everybody else
// hands things in.
//
// A run is held as long as one viewer wants it held, and goes as fast as the slowest limit allows; a wish
// ends with its connection.

#include "sim/serve/latest.hpp"
#include "sim/serve/live_messages.hpp"
#include "sim/serve/pace.hpp"
#include "sim/serve/snapshot.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace yuchong::serve {

class LiveServer {
public:
    static constexpr std::size_t most_connections = 64;

    // Binds and listens; port 0: any that is free. Throws CannotListen.
    LiveServer(std::uint16_t port, Pace& pace);
    ~LiveServer();
    LiveServer(LiveServer const&) = delete;
    LiveServer& operator=(LiveServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const;

    // Until say_goodbye() was said and all viewers have heard it, or had a moment to (0.3 s).
    void run();

    // By any thread.
    void tell_city(std::string message);
    void tell_stage(Stage stage);
    void say_goodbye(std::string done);
    [[nodiscard]] int viewers() const { return viewers_.load(std::memory_order_relaxed); }
    // By the one that simulates.
    void tell(Snapshot& snapshot) { latest_.put(snapshot); }

private:
    struct Parts;
    std::atomic<int> viewers_{0};
    Latest<Snapshot> latest_;
    std::unique_ptr<Parts> parts_;
};

}  // namespace yuchong::serve
