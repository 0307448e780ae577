#include "sim/control/endpoint.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace yuchong::control;

namespace {

std::string path_of(std::string const& text) {
    return std::get<UnixEndpoint>(parse_endpoint(text).value()).path;
}
TcpEndpoint tcp_of(std::string const& text) { return std::get<TcpEndpoint>(parse_endpoint(text).value()); }

}  // namespace

TEST_CASE("a place to meet is a path, or an address and a port") {
    CHECK(path_of("unix output/control.sock") == "output/control.sock");
    CHECK(path_of("unix /tmp/a b") == "/tmp/a b");
    CHECK(tcp_of("tcp 10.0.0.7:7000").address == "10.0.0.7");
    CHECK(tcp_of("tcp 10.0.0.7:7000").port == 7000);
    CHECK(tcp_of("tcp [::1]:80").address == "::1");
}

TEST_CASE("without a host it is loopback") {
    CHECK(tcp_of("tcp 7000").address == "127.0.0.1");
    CHECK(tcp_of("tcp localhost:0").address == "127.0.0.1");
}

TEST_CASE("anything else is no place") {
    for (char const* text : {"", "unix", "unix ", "unix:/tmp/a", "tcp", "tcp ", "tcp :7000", "tcp 1.2.3.4",
                             "tcp 1.2.3.4:", "tcp ::1:80", "tcp 1.2.3.4:65536", "tcp 1.2.3.4:-1",
                             "tcp 1.2.3.4:7000x", "tcp example.org:80", "udp 1.2.3.4:7000", "TCP 7000"})
        CHECK_FALSE(parse_endpoint(text).has_value());
    CHECK(parse_endpoint("unix " + std::string(longest_unix_path, 'x')).has_value());
    CHECK_FALSE(parse_endpoint("unix " + std::string(longest_unix_path + 1, 'x')).has_value());
}
