#include "sim/serve/line_socket.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <optional>
#include <variant>

namespace yuchong::serve {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto look_at_stop_every = 50ms;

using Local = asio::local::stream_protocol;
using Tcp = asio::ip::tcp;
using Acceptor = std::variant<Local::acceptor, Tcp::acceptor>;

[[noreturn]] void cannot(std::string const& address, std::string const& why, std::string const& hint) {
    throw CannotListen(fmt::format("cannot listen at {} ({}) {}", address, why, hint));
}

// A socket left behind by a run that was killed: nobody answers there.
void remove_dead_socket(std::string const& path, std::string const& address) {
    struct stat found{};
    if (lstat(path.c_str(), &found) != 0) return;
    if (!S_ISSOCK(found.st_mode)) cannot(address, "there is a file of that name", "choose another path");
    asio::io_context context;
    Local::socket probe(context);
    error_code error;
    probe.connect(Local::endpoint(path), error);
    if (!error) cannot(address, "another run listens there", "give each run a socket of its own");
    ::unlink(path.c_str());
}

template <class Protocol>
typename Protocol::acceptor listen(asio::io_context& context, typename Protocol::endpoint const& endpoint,
                                   std::string const& address) {
    typename Protocol::acceptor acceptor(context);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if constexpr (std::is_same_v<Protocol, Tcp>)
        if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1, error);
    if (error) cannot(address, error.message(), "choose another control.external.socket");
    return acceptor;
}

std::string text_of(control::Endpoint const& endpoint) {
    if (auto const* local = std::get_if<control::UnixEndpoint>(&endpoint)) return "unix " + local->path;
    auto const& tcp = std::get<control::TcpEndpoint>(endpoint);
    bool const v6 = tcp.address.find(':') != std::string::npos;
    return fmt::format("tcp {}:{}", v6 ? "[" + tcp.address + "]" : tcp.address, tcp.port);
}

Acceptor acceptor_for(asio::io_context& context, control::Endpoint const& endpoint) {
    std::string const address = text_of(endpoint);
    if (auto const* local = std::get_if<control::UnixEndpoint>(&endpoint)) {
        remove_dead_socket(local->path, address);
        return listen<Local>(context, Local::endpoint(local->path), address);
    }
    auto const& tcp = std::get<control::TcpEndpoint>(endpoint);
    error_code error;
    auto const ip = asio::ip::make_address(tcp.address, error);
    if (error) cannot(address, "no IP address", "write one, such as 127.0.0.1");
    return listen<Tcp>(context, Tcp::endpoint(ip, tcp.port), address);
}

std::string words_of(error_code const& error) {
    if (error == asio::error::eof || error == asio::error::connection_reset ||
        error == asio::error::broken_pipe)
        return "it has closed the connection";
    if (error == asio::error::not_found)
        return fmt::format("its line is longer than {} bytes", LineSocket::longest_line);
    return error.message();
}

}  // namespace

struct LineSocket::Parts {
    explicit Parts(control::Endpoint const& given)
        : endpoint(given), acceptor(acceptor_for(context, given)), client(context) {
        if (auto const* local = std::get_if<control::UnixEndpoint>(&given))
            own_path = std::filesystem::absolute(local->path);
    }
    ~Parts() {
        std::error_code ignored;
        if (!own_path.empty()) std::filesystem::remove(own_path, ignored);
    }

    // Starts an operation and lets it run until it is done, the deadline or the stop flag. Whatever does not
    // get done is cancelled, and has let go of its buffers when this returns.
    template <class Start, class Cancel>
    Waited run(Deadline deadline, std::atomic<bool> const& stop, error_code& result, Start start,
               Cancel cancel) {
        std::optional<error_code> done;
        start([&](error_code error) { done = error; });
        context.restart();
        for (;;) {
            auto const left = deadline - std::chrono::steady_clock::now();
            context.run_for(std::clamp<std::chrono::nanoseconds>(left, 0ns, look_at_stop_every));
            if (done) {
                result = *done;
                return Waited::done;
            }
            bool const stopped = stop.load(std::memory_order_relaxed);
            if (!stopped && left > 0ns) continue;
            cancel();
            context.restart();
            context.run();
            return stopped ? Waited::stopped : Waited::too_long;
        }
    }

    asio::io_context context;
    control::Endpoint endpoint;
    Acceptor acceptor;
    asio::generic::stream_protocol::socket client;
    std::string received;
    std::filesystem::path own_path;  // of a Unix socket; where it was made, whatever the folder is later
};

LineSocket::LineSocket(control::Endpoint const& endpoint) : parts_(std::make_unique<Parts>(endpoint)) {}
LineSocket::~LineSocket() = default;

std::string LineSocket::address() const {
    control::Endpoint shown = parts_->endpoint;
    if (auto* tcp = std::get_if<control::TcpEndpoint>(&shown))
        tcp->port = std::get<Tcp::acceptor>(parts_->acceptor).local_endpoint().port();
    return text_of(shown);
}

bool LineSocket::connected() const { return parts_->client.is_open(); }

void LineSocket::close() {
    error_code ignored;
    parts_->client.close(ignored);
}

Waited LineSocket::accept(Deadline deadline, std::atomic<bool> const& stop) {
    error_code error;
    Waited const waited = std::visit(
        [&](auto& acceptor) {
            return parts_->run(
                deadline, stop, error,
                [&](auto done) { acceptor.async_accept(parts_->client, std::move(done)); },
                [&] { acceptor.cancel(); });
        },
        parts_->acceptor);
    if (waited != Waited::done) return waited;
    if (error) throw ConnectionLost(words_of(error));
    std::visit([](auto& acceptor) { acceptor.close(); }, parts_->acceptor);
    if (std::holds_alternative<Tcp::acceptor>(parts_->acceptor))
        parts_->client.set_option(Tcp::no_delay(true), error);  // slower without, no more
    return Waited::done;
}

Waited LineSocket::send(std::string const& line, Deadline deadline, std::atomic<bool> const& stop) {
    error_code error;
    Waited const waited = parts_->run(
        deadline, stop, error,
        [&](auto done) {
            asio::async_write(parts_->client, asio::buffer(line),
                              [done](error_code e, std::size_t) { done(e); });
        },
        [&] { parts_->client.cancel(); });
    if (waited == Waited::done && error) throw ConnectionLost(words_of(error));
    return waited;
}

Waited LineSocket::receive(std::string& line, Deadline deadline, std::atomic<bool> const& stop) {
    error_code error;
    std::size_t length = 0;
    Waited const waited = parts_->run(
        deadline, stop, error,
        [&](auto done) {
            asio::async_read_until(parts_->client, asio::dynamic_buffer(parts_->received, longest_line), '\n',
                                   [&length, done](error_code e, std::size_t bytes) {
                                       length = bytes;
                                       done(e);
                                   });
        },
        [&] { parts_->client.cancel(); });
    if (waited != Waited::done) return waited;
    if (error) throw ConnectionLost(words_of(error));
    line = parts_->received.substr(0, length - 1);
    parts_->received.erase(0, length);
    return waited;
}

}  // namespace yuchong::serve
