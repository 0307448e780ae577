#include "sim/serve/http_guard.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace yuchong::serve {

namespace {

constexpr std::array<std::string_view, 3> loopback_names{"127.0.0.1", "localhost", "[::1]"};

bool is_port(std::string_view text) {
    return text.size() <= 5 && !text.empty() &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// With any port: a tunnel may come out at another one.
bool is_loopback(std::string_view host) {
    return std::ranges::any_of(loopback_names, [&](std::string_view name) {
        if (!host.starts_with(name)) return false;
        std::string_view const rest = host.substr(name.size());
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    });
}

}  // namespace

Verdict judge(HttpRequest const& request) {
    if (request.host.empty()) return Verdict::bad_request;
    if (!is_loopback(request.host)) return Verdict::foreign;
    if (!request.origin.empty() && request.origin != "http://" + std::string(request.host))
        return Verdict::foreign;
    if (request.method != "GET") return Verdict::wrong_method;
    std::string_view const path = request.target.substr(0, request.target.find('?'));
    if (path == "/") return Verdict::page;
    if (path != "/live") return Verdict::not_found;
    return request.wants == HttpRequest::Wants::websocket ? Verdict::stream : Verdict::needs_websocket;
}

}  // namespace yuchong::serve
