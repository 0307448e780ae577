#include "sim/serve/live_server.hpp"

#include "sim/serve/connection.hpp"
#include "sim/serve/line_socket.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <optional>

namespace yuchong::serve {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto beat = 50ms;
constexpr auto farewell = 300ms, farewell_beat = 5ms;
// So many more are told that there is no room; beyond, they are not even read.
constexpr std::size_t most_turned_away = 16;
// Bytes that the system may hold for a viewer who does not read.
constexpr int most_on_its_way = 128 * 1024;

tcp::acceptor listen_on(asio::io_context& context, std::uint16_t port) {
    tcp::endpoint const endpoint(asio::ip::address_v4::loopback(), port);
    tcp::acceptor acceptor(context);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        throw CannotListen(fmt::format("cannot listen at 127.0.0.1:{} ({}) choose another port, or 0 for any",
                                       port, error.message()));
    }
    return acceptor;
}

}  // namespace

struct LiveServer::Parts {
    Parts(std::uint16_t wanted, Pace& pace_given, std::atomic<int>& viewers_given,
          Latest<Snapshot>& latest_given)
        : acceptor(listen_on(context, wanted)),
          timer(context),
          port(acceptor.local_endpoint().port()),
          pace(&pace_given),
          viewers(&viewers_given),
          latest(&latest_given) {}

    void accept() {
        accepting = true;
        acceptor.async_accept([this](error_code error, tcp::socket socket) {
            accepting = false;  // after an error, such as too many open files, the next beat tries again
            if (error) return;
            take_in(std::move(socket));
            accept();
        });
    }

    void take_in(tcp::socket socket) {
        auto const admitted = static_cast<std::size_t>(
            std::ranges::count_if(connections, [](Connection const& c) { return c.admitted(); }));
        bool const room = admitted < most_connections;
        if (!room && connections.size() - admitted >= most_turned_away) return;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        socket.set_option(asio::socket_base::send_buffer_size(most_on_its_way), ignored);
        connections.emplace_back(std::move(socket),
                                 room ? Connection::Admission::admitted : Connection::Admission::full,
                                 bulletin, [this] { stale = true; });
    }

    // What viewers wish together.
    void renew_orders() {
        stale = false;
        Orders orders;
        int count = 0;
        for (Connection const& c : connections) {
            if (!c.watches()) continue;
            ++count;
            orders.pauses += c.wish().hold == Hold::pause ? 1 : 0;
            orders.limit = std::min(orders.limit, c.wish().limit);
        }
        pace->order(orders);
        viewers->store(count, std::memory_order_relaxed);
        bulletin.orders = orders;
        bulletin.viewers = count;
        ++bulletin.changes;
    }

    void offer_to_all() {
        for (Connection& c : connections) c.offer();
    }

    void beat_once() {
        auto const now = Connection::Clock::now();
        for (Connection& c : connections) {
            c.look_at_clock(now);
            if (leave_by && now > *leave_by) c.hang_up();
        }
        connections.remove_if([](Connection const& c) { return c.over(); });
        if (latest->take(snapshot)) {
            bulletin.snapshot = snapshot_message(snapshot);
            ++bulletin.snapshots;
        }
        if (stale) renew_orders();
        offer_to_all();
        if (leave_by && connections.empty()) return;
        if (!leave_by && !accepting) accept();
        timer.expires_after(leave_by ? farewell_beat : beat);
        timer.async_wait([this](error_code error) {
            if (!error) beat_once();
        });
    }

    void say_goodbye(std::string done) {
        error_code ignored;
        acceptor.close(ignored);
        leave_by = Connection::Clock::now() + farewell;
        bulletin.done = std::move(done);
        for (Connection& c : connections)
            if (!c.watches()) c.hang_up();
        timer.cancel();
        beat_once();
    }

    asio::io_context context;
    tcp::acceptor acceptor;
    asio::steady_timer timer;
    std::uint16_t port;
    Pace* pace;
    std::atomic<int>* viewers;
    Latest<Snapshot>* latest;
    Bulletin bulletin;
    std::list<Connection> connections;  // they stay where they are
    Snapshot snapshot;
    std::optional<Connection::Clock::time_point> leave_by;  // set by the farewell
    bool stale = false;                                     // wishes have changed, or who has some
    bool accepting = false;
};

LiveServer::LiveServer(std::uint16_t port, Pace& pace)
    : parts_(std::make_unique<Parts>(port, pace, viewers_, latest_)) {}
LiveServer::~LiveServer() = default;

std::uint16_t LiveServer::port() const { return parts_->port; }

void LiveServer::run() {
    parts_->beat_once();
    parts_->context.run();
}

void LiveServer::tell_city(std::string message) {
    asio::post(parts_->context,
               [this, text = std::move(message)]() mutable { parts_->bulletin.city = std::move(text); });
}

void LiveServer::tell_stage(Stage stage) {
    asio::post(parts_->context, [this, stage] {
        parts_->bulletin.stage = stage;
        ++parts_->bulletin.changes;
    });
}

void LiveServer::say_goodbye(std::string done) {
    asio::post(parts_->context,
               [this, text = std::move(done)]() mutable { parts_->say_goodbye(std::move(text)); });
}

}  // namespace yuchong::serve
