#include "sim/serve/http_guard.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::serve;
using enum Verdict;

namespace {

Verdict asked(std::string_view method, std::string_view target, std::string_view host = "127.0.0.1:8817",
              std::string_view origin = "", HttpRequest::Wants wants = HttpRequest::Wants::answer) {
    return judge({method, target, host, origin, wants});
}

Verdict stream_asked(std::string_view host, std::string_view origin, std::string_view target = "/live") {
    return asked("GET", target, host, origin, HttpRequest::Wants::websocket);
}

TEST_CASE("there is the page and the stream, and nothing else") {
    CHECK(asked("GET", "/") == page);
    CHECK(asked("GET", "/?lang=zh") == page);
    for (auto const* target :
         {"/index.html", "/favicon.ico", "//", "/../etc/passwd", "/live/", "/livex", "*", "", "/%2e"})
        CHECK(asked("GET", target) == not_found);
    for (auto const* method : {"POST", "HEAD", "PUT", "OPTIONS", "DELETE", "get", ""})
        CHECK(asked(method, "/") == wrong_method);
    CHECK(asked("POST", "/live") == wrong_method);
    CHECK(asked("GET", "/live") == needs_websocket);
    CHECK(stream_asked("localhost:1", "", "/") == page);
    CHECK(stream_asked("localhost:1", "", "/other") == not_found);
}

TEST_CASE("this machine goes by its loopback names") {
    for (auto const* host :
         {"127.0.0.1", "127.0.0.1:8817", "localhost", "localhost:80", "[::1]", "[::1]:9000"})
        CHECK(asked("GET", "/", host) == page);
    for (auto const* host : {"example.com", "example.com:8817", "127.0.0.1.example.com",
                             "localhost.example.com", "127.0.0.1:", "127.0.0.1:80a", "127.0.0.1:888888",
                             "127.0.0.2", "localhost:1:2", "0.0.0.0:8817", "user@localhost", " localhost"})
        CHECK(asked("GET", "/", host) == foreign);
    CHECK(asked("GET", "/", "") == bad_request);
    CHECK(asked("POST", "/nowhere", "example.com") == foreign);
}

TEST_CASE("only its own page may open the stream in a browser") {
    CHECK(stream_asked("127.0.0.1:8817", "") == stream);
    CHECK(stream_asked("127.0.0.1:8817", "http://127.0.0.1:8817") == stream);
    CHECK(stream_asked("localhost:9000", "http://localhost:9000") == stream);
    for (auto const* origin : {"http://example.com", "http://localhost:8817", "http://127.0.0.1:3000",
                               "https://127.0.0.1:8817", "http://127.0.0.1", "null", "file://"})
        CHECK(stream_asked("127.0.0.1:8817", origin) == foreign);
    CHECK(asked("GET", "/", "127.0.0.1:8817", "http://example.com") == foreign);
}

}  // namespace
