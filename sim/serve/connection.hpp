#pragma once
// One connection to the live view, from its request to its end: it is answered once over HTTP, or becomes a
// viewer that is told the news and may state wishes. It lives on the server's thread. Whatever takes it too
// long ends it: the request, an answer, a message that is not read, a viewer that no longer answers pings.

#include "sim/serve/bulletin.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace yuchong::serve {

class Connection {
public:
    using Clock = std::chrono::steady_clock;
    enum class Admission : std::uint8_t { admitted, full };  // full: answered with 503

    // Reads the request. `bulletin` outlives it; `changed` is called when it has become a viewer, wishes
    // something else, or is none any more.
    Connection(boost::asio::ip::tcp::socket socket, Admission admission, Bulletin const& bulletin,
               std::function<void()> changed);
    ~Connection();  // @pre over()
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    // Tells the next news if there are some and the last have gone out.
    void offer();
    // Ends it if it takes too long over a message.
    void look_at_clock(Clock::time_point now);
    // Ends it at once.
    void hang_up();

    [[nodiscard]] bool over() const;     // nothing of it is under way any more
    [[nodiscard]] bool watches() const;  // it is a viewer, and not about to go
    [[nodiscard]] bool admitted() const;
    [[nodiscard]] Wish const& wish() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace yuchong::serve
