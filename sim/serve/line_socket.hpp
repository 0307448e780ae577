#pragma once
// A socket that waits for one client and speaks in lines with it. Every wait ends by a deadline on the wall
// clock, and looks at the stop flag many times a second; no thread of its own.
//
//   LineSocket socket(endpoint);                       // bound and listening
//   socket.accept(60s, stop);                          // Waited::done
//   socket.send("{...}\n", deadline, stop);
//   socket.receive(line, deadline, stop);

#include "sim/control/endpoint.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace yuchong::serve {

// Nobody can connect there; nothing has begun.
class CannotListen : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The client is gone, or its line is too long to be an answer.
class ConnectionLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Waited : std::uint8_t { done, too_long, stopped };

class LineSocket {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    // A line from the client has at most so many bytes: some 300,000 set-points.
    static constexpr std::size_t longest_line = std::size_t{16} << 20U;

    // Binds and listens. A Unix socket that nobody listens at any more is replaced, and removed at the end.
    // Throws CannotListen.
    explicit LineSocket(control::Endpoint const& endpoint);
    ~LineSocket();
    LineSocket(LineSocket const&) = delete;
    LineSocket& operator=(LineSocket const&) = delete;

    // As it would be written: "unix output/control.sock", "tcp 127.0.0.1:7000" with the port in use.
    [[nodiscard]] std::string address() const;

    // The first client; nobody else gets in afterwards.
    Waited accept(Deadline deadline, std::atomic<bool> const& stop);
    [[nodiscard]] bool connected() const;
    // Both throw ConnectionLost. A line comes without its end.
    Waited send(std::string const& line, Deadline deadline, std::atomic<bool> const& stop);
    Waited receive(std::string& line, Deadline deadline, std::atomic<bool> const& stop);
    void close();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace yuchong::serve
