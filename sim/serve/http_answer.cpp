#include "sim/serve/http_answer.hpp"

#include "sim/serve/live_page.hpp"

#include <boost/beast/websocket/rfc6455.hpp>

#include <string>

namespace yuchong::serve {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

std::string page_policy(std::string_view host) {
    return "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
           "connect-src ws://" +
           std::string(host) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

char const* words_of(http::status status) {
    switch (static_cast<unsigned>(status)) {
        case 403: return "only pages of this server, under a loopback name, are answered\n";
        case 404: return "there is / and nothing else\n";
        case 405: return "only GET is answered\n";
        case 426: return "/live speaks WebSocket\n";
        case 431: return "the header is too long\n";
        case 503: return "too many viewers; close one and try again\n";
        default: return "the request cannot be read\n";
    }
}

}  // namespace

HttpRequest judged_by(PlainRequest const& request) {
    return {
        .method = view(request.method_string()),
        .target = view(request.target()),
        .host = view(request[http::field::host]),
        .origin = view(request[http::field::origin]),
        .wants = websocket::is_upgrade(request) ? HttpRequest::Wants::websocket : HttpRequest::Wants::answer};
}

http::response<http::string_body> http_answer(PlainRequest const& request, http::status status) {
    http::response<http::string_body> response{status, 11};
    response.set(http::field::server, "yuchong");
    response.set(http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    if (status == http::status::ok) {
        response.set(http::field::content_type, "text/html; charset=utf-8");
        response.set("Content-Security-Policy", page_policy(view(request[http::field::host])));
        response.body() = live_page();
    } else {
        response.set(http::field::content_type, "text/plain; charset=utf-8");
        response.body() = words_of(status);
    }
    if (status == http::status::method_not_allowed) response.set(http::field::allow, "GET");
    if (status == http::status::upgrade_required) response.set(http::field::upgrade, "websocket");
    response.keep_alive(false);
    response.prepare_payload();
    return response;
}

}  // namespace yuchong::serve
