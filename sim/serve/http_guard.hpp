#pragma once
// Who gets what over HTTP: the page at /, the stream of messages at /live, and nothing else. Requests have to
// name this machine by a loopback name, and those that a page makes have to come from this very server's
// page: otherwise any site that somebody visits could reach the run through their browser (DNS rebinding).

#include <cstdint>
#include <string_view>

namespace yuchong::serve {

struct HttpRequest {
    std::string_view method, target;
    std::string_view host;    // empty: the header is missing
    std::string_view origin;  // empty: no page asks
    enum class Wants : std::uint8_t { answer, websocket } wants = Wants::answer;
};

enum class Verdict : std::uint16_t {
    page = 200,
    stream = 101,
    bad_request = 400,  // no host
    foreign = 403,
    not_found = 404,
    wrong_method = 405,
    needs_websocket = 426
};

[[nodiscard]] Verdict judge(HttpRequest const& request);

}  // namespace yuchong::serve
