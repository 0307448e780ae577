// Lines over a real socket, with a client on a thread of its own.

#include "sim/serve/line_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <cstring>
#include <filesystem>
#include <string>
#include <thread>

using namespace yuchong;
using namespace yuchong::serve;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::atomic<bool> const nobody_stops{false};

LineSocket::Deadline in(std::chrono::milliseconds span) { return std::chrono::steady_clock::now() + span; }

std::string fresh_path() {
    static int number = 0;
    return (fs::temp_directory_path() /
            ("yuchong-socket-" + std::to_string(getpid()) + "-" + std::to_string(number++)))
        .string();
}

sockaddr_un address_of(std::string const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

// A blocking client of the plainest kind.
class Client {
public:
    explicit Client(std::string const& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un const address = address_of(path);
        REQUIRE(::connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0);
    }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;
    ~Client() { hang_up(); }
    void say(std::string const& text) const {
        for (std::size_t sent = 0; sent < text.size();) {
            ssize_t const n = ::send(fd_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) return;
            sent += static_cast<std::size_t>(n);
        }
    }
    [[nodiscard]] std::string hear(std::size_t bytes) const {
        std::string text(bytes, '\0');
        REQUIRE(::recv(fd_, text.data(), bytes, MSG_WAITALL) == static_cast<ssize_t>(bytes));
        return text;
    }
    void hang_up() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
};

struct Pair {
    std::string path = fresh_path();
    LineSocket socket{control::UnixEndpoint{path}};
    Client client{path};
    Pair() { REQUIRE(socket.accept(in(5s), nobody_stops) == Waited::done); }
};

}  // namespace

TEST_CASE("lines go both ways, however they are cut, and in order") {
    Pair pair;
    CHECK(pair.socket.connected());
    REQUIRE(pair.socket.send("hello\n", in(5s), nobody_stops) == Waited::done);
    CHECK(pair.client.hear(6) == "hello\n");
    pair.client.say("one\ntw");
    std::string line;
    REQUIRE(pair.socket.receive(line, in(5s), nobody_stops) == Waited::done);
    CHECK(line == "one");
    CHECK(pair.socket.receive(line, in(60ms), nobody_stops) == Waited::too_long);
    pair.client.say("o\n\n");
    REQUIRE(pair.socket.receive(line, in(5s), nobody_stops) == Waited::done);
    CHECK(line == "two");
    REQUIRE(pair.socket.receive(line, in(5s), nobody_stops) == Waited::done);
    CHECK(line.empty());
}

TEST_CASE("every wait ends at its deadline, and soon after somebody asks to stop") {
    std::string const path = fresh_path();
    LineSocket socket(control::UnixEndpoint{path});
    std::atomic<bool> const stopped{true};
    CHECK(socket.accept(in(60ms), nobody_stops) == Waited::too_long);
    CHECK(socket.accept(in(10s), stopped) == Waited::stopped);
    Client const client(path);
    REQUIRE(socket.accept(in(5s), nobody_stops) == Waited::done);
    std::string line;
    CHECK(socket.receive(line, in(60ms), nobody_stops) == Waited::too_long);
    auto const begin = std::chrono::steady_clock::now();
    CHECK(socket.receive(line, in(10s), stopped) == Waited::stopped);
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
    // More than the buffers of a client that does not listen hold.
    std::string const flood(std::size_t{32} << 20U, 'x');
    CHECK(socket.send(flood, in(100ms), nobody_stops) == Waited::too_long);
}

TEST_CASE("a client that is gone, or talks without end, is lost") {
    std::string line;
    SECTION("it hangs up") {
        Pair pair;
        pair.client.say("half a line");
        pair.client.hang_up();
        CHECK_THROWS_WITH(pair.socket.receive(line, in(5s), nobody_stops),
                          Catch::Contains("closed the connection"));
        CHECK_THROWS_AS(pair.socket.send("hello\n", in(5s), nobody_stops), ConnectionLost);
    }
    SECTION("it has nothing but a long line") {
        Pair pair;
        std::jthread const talker([&] { pair.client.say(std::string(LineSocket::longest_line + 1, 'x')); });
        CHECK_THROWS_WITH(pair.socket.receive(line, in(30s), nobody_stops),
                          Catch::Contains("longer than 16777216"));
        pair.socket.close();
    }
}

TEST_CASE("one client gets in, the next finds the door closed") {
    Pair pair;
    int const second = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un const address = address_of(pair.path);
    CHECK(::connect(second, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0);
    ::close(second);
}

TEST_CASE(
    "a Unix socket goes with its owner; a dead one is replaced, a living one and a file are left alone") {
    std::string const path = fresh_path();
    {
        LineSocket const socket(control::UnixEndpoint{path});
        CHECK(socket.address() == "unix " + path);
        CHECK(fs::exists(path));
        CHECK_THROWS_WITH(LineSocket(control::UnixEndpoint{path}),
                          Catch::Contains("another run listens there"));
    }
    CHECK_FALSE(fs::exists(path));
    int const dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un const address = address_of(path);
    REQUIRE(::bind(dead, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0);
    ::close(dead);
    CHECK(fs::exists(path));
    {
        LineSocket const socket(control::UnixEndpoint{path});
    }
    fs::create_directory(path);
    CHECK_THROWS_WITH(LineSocket(control::UnixEndpoint{path}), Catch::Contains("a file of that name"));
    fs::remove(path);
}

TEST_CASE("TCP listens where it is told, on a free port if none is named") {
    LineSocket const socket(control::TcpEndpoint{"127.0.0.1", 0});
    std::string const address = socket.address();
    REQUIRE(address.starts_with("tcp 127.0.0.1:"));
    CHECK(std::stoi(address.substr(address.rfind(':') + 1)) > 0);
    CHECK_THROWS_WITH(LineSocket(control::TcpEndpoint{"1.2.3", 0}), Catch::Contains("no IP address"));
}
