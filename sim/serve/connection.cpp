#include "sim/serve/connection.hpp"

#include "sim/serve/http_answer.hpp"
#include "sim/serve/http_guard.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <array>
#include <optional>
#include <string>

namespace yuchong::serve {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto request_within = 5s;
constexpr auto answer_within = 5s;
constexpr auto linger_for = 1s;
constexpr auto handshake_within = 3s;
constexpr auto silent_at_most = 10s;  // a ping goes out halfway
constexpr auto message_read_within = 10s;
constexpr std::uint32_t longest_header = 8'192;
constexpr std::size_t longest_wish = 1'024;

}  // namespace

struct Connection::Parts {
    Parts(asio::ip::tcp::socket socket, Admission admission_given, Bulletin const& bulletin_given,
          std::function<void()> changed_given)
        : stream(std::move(socket)),
          admission(admission_given),
          bulletin(&bulletin_given),
          changed(std::move(changed_given)) {
        parser.emplace();
        parser->header_limit(longest_header);
    }

    // A handler that counts as under way until it has run; all of them run, at the latest when hang_up()
    // cancels what they wait for.
    template <class Handler>
    auto counted(Handler handler) {
        ++under_way;
        return [this, handler](error_code error, auto... size) {
            --under_way;
            (static_cast<void>(size), ...);
            handler(error);
        };
    }

    [[nodiscard]] beast::tcp_stream& tcp() { return stream.next_layer(); }

    void hang_up() {
        closed = true;
        tcp().close();
        leave();
    }

    // Its wishes go with it.
    void leave() {
        wish = {};
        if (std::exchange(watching, false)) changed();
    }

    void read_request() {
        tcp().expires_after(request_within);
        http::async_read_header(tcp(), received, *parser, counted([this](error_code error) {
                                    if (!error) return answer();
                                    if (error == http::error::header_limit)
                                        return respond(http::status::request_header_fields_too_large);
                                    bool const gone = error == http::error::end_of_stream ||
                                                      error == beast::error::timeout ||
                                                      error.category() == asio::error::get_system_category();
                                    if (gone || closed) return hang_up();
                                    respond(http::status::bad_request);
                                }));
    }

    void answer() {
        if (admission == Admission::full) return respond(http::status::service_unavailable);
        Verdict const verdict = judge(judged_by(parser->get()));
        if (verdict == Verdict::stream && received.size() > 0)  // frames before the handshake is done
            return respond(http::status::bad_request);
        if (verdict == Verdict::stream) return accept();
        respond(static_cast<http::status>(verdict));
    }

    void respond(http::status status) {
        response = http_answer(parser->get(), status);
        tcp().expires_after(answer_within);
        http::async_write(tcp(), response, counted([this](error_code error) {
                              if (error || closed) return hang_up();
                              error_code ignored;
                              tcp().socket().shutdown(asio::socket_base::shutdown_send, ignored);
                              tcp().expires_after(linger_for);
                              linger();
                          }));
    }

    // Closed with bytes unread the connection would be reset, and the answer lost on its way.
    void linger() {
        tcp().async_read_some(asio::buffer(rest), counted([this](error_code error) {
                                  if (error || closed) return hang_up();
                                  linger();
                              }));
    }

    void accept() {
        tcp().expires_never();
        stream.set_option(websocket::stream_base::timeout{handshake_within, silent_at_most, true});
        stream.read_message_max(longest_wish);
        stream.auto_fragment(false);
        stream.text(true);
        stream.async_accept(parser->get(), counted([this](error_code error) {
                                if (error || closed) return hang_up();
                                watching = true;
                                listen();
                                changed();
                                offer();
                            }));
    }

    void listen() {
        stream.async_read(received, counted([this](error_code error) {
                              if (error || closed) return hang_up();
                              hear();
                          }));
    }

    void hear() {
        if (!watching) {  // it has been told why; this waits for its farewell
            received.clear();
            return listen();
        }
        if (!stream.got_text()) return close({websocket::close_code::unknown_data, "text is wanted"});
        auto const bytes = received.data();
        Wish wanted;
        try {
            wanted = with_wish(wish, {static_cast<char const*>(bytes.data()), bytes.size()});
        } catch (BadWish const& error) {
            return close({websocket::close_code::policy_error, error.what()});
        }
        received.clear();
        bool const other = wanted != wish;
        wish = wanted;
        listen();
        if (other) changed();
    }

    void close(websocket::close_reason const& reason) {
        leave();
        stream.async_close(reason, counted([this](error_code) { hang_up(); }));
    }

    void offer() {
        if (!watching || writing) return;
        News const news = reader.next(*bulletin);
        switch (news) {
            case News::none: return;
            case News::run:
                outgoing = run_message(bulletin->stage, bulletin->orders, bulletin->viewers, wish);
                break;
            case News::city: break;  // long, and stays where it is
            case News::snapshot: outgoing = bulletin->snapshot; break;
            case News::done: outgoing = bulletin->done; break;
        }
        reader.tell(news, *bulletin);
        writing = true;
        writing_since = Clock::now();
        std::string const& text = news == News::city ? bulletin->city : outgoing;
        stream.async_write(asio::buffer(text), counted([this, news](error_code error) {
                               writing = false;
                               if (error || closed) return hang_up();
                               if (!watching) return;
                               if (news == News::done) return close({websocket::close_code::normal, "done"});
                               offer();
                           }));
    }

    websocket::stream<beast::tcp_stream> stream;
    Admission admission;
    Bulletin const* bulletin;
    std::function<void()> changed;
    std::optional<http::request_parser<http::empty_body>> parser;
    beast::flat_buffer received;
    std::array<char, 4'096> rest{};
    http::response<http::string_body> response;

    Reader reader;
    Wish wish;
    std::string outgoing;  // the message under way
    Clock::time_point writing_since;
    bool writing = false, watching = false, closed = false;
    int under_way = 0;
};

Connection::Connection(asio::ip::tcp::socket socket, Admission admission, Bulletin const& bulletin,
                       std::function<void()> changed)
    : parts_(std::make_unique<Parts>(std::move(socket), admission, bulletin, std::move(changed))) {
    parts_->read_request();
}
Connection::~Connection() = default;

void Connection::offer() { parts_->offer(); }

void Connection::look_at_clock(Clock::time_point now) {
    if (parts_->writing && now - parts_->writing_since > message_read_within) hang_up();
}

void Connection::hang_up() {
    if (!parts_->closed) parts_->hang_up();
}

bool Connection::over() const { return parts_->closed && parts_->under_way == 0; }
bool Connection::watches() const { return parts_->watching; }
bool Connection::admitted() const { return parts_->admission == Admission::admitted; }
Wish const& Connection::wish() const { return parts_->wish; }

}  // namespace yuchong::serve
