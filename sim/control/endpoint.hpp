#pragma once
// Where a controller outside meets the simulator, as it is written: `unix PATH`, `tcp HOST:PORT` or `tcp
// PORT`, which is loopback. A host is an IPv4 address, an IPv6 address in brackets, or localhost: names are
// not looked up.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace yuchong::control {

struct UnixEndpoint {
    std::string path;
};
struct TcpEndpoint {
    std::string address;  // numeric
    std::uint16_t port;   // 0: any that is free
};
using Endpoint = std::variant<UnixEndpoint, TcpEndpoint>;

// The longest path that Linux takes for a Unix socket [bytes], unix(7).
inline constexpr std::size_t longest_unix_path = 107;

// Nothing if the text is neither. Whether an address is one is left to who listens there.
std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace yuchong::control
