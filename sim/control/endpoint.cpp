#include "sim/control/endpoint.hpp"

#include <charconv>

namespace yuchong::control {

namespace {

constexpr std::string_view loopback = "127.0.0.1";

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(port) : std::nullopt;
}

std::optional<Endpoint> tcp(std::string_view text) {
    std::size_t const colon = text.rfind(':');
    bool const bare = colon == std::string_view::npos;
    auto const port = port_of(bare ? text : text.substr(colon + 1));
    if (!port) return std::nullopt;
    std::string_view host = bare ? loopback : text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host == "localhost") {
        host = loopback;
    } else if (host.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    if (host.empty() || host.find_first_not_of("0123456789abcdefABCDEF.:") != std::string_view::npos)
        return std::nullopt;
    return TcpEndpoint{std::string(host), *port};
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
    constexpr std::string_view unix_word = "unix ", tcp_word = "tcp ";
    if (text.starts_with(unix_word)) {
        std::string_view const path = text.substr(unix_word.size());
        if (path.empty() || path.size() > longest_unix_path) return std::nullopt;
        return UnixEndpoint{std::string(path)};
    }
    if (text.starts_with(tcp_word)) return tcp(text.substr(tcp_word.size()));
    return std::nullopt;
}

}  // namespace yuchong::control
