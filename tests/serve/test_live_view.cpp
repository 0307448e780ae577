// A run, its live view and a viewer, each on a thread: what the thread sanitizer shall see.

#include "sim/serve/live_view.hpp"

#include "sim/city/simulation.hpp"
#include "sim/serve/line_socket.hpp"
#include "tests/laws/small_run.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

using namespace yuchong;
using namespace yuchong::serve;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

void say_nothing(std::string const&) {}

class Viewer {
public:
    explicit Viewer(std::uint16_t port) : socket_(context_) {
        socket_.next_layer().connect({asio::ip::address_v4::loopback(), port});
        socket_.handshake("127.0.0.1:" + std::to_string(port), "/live");
    }

    // Waits for a message of which that holds; null when the server has closed before.
    Json hear(std::function<bool(Json const&)> const& holds) {
        for (;;) {
            beast::flat_buffer buffer;
            beast::error_code error;
            socket_.read(buffer, error);
            if (error) return {};
            Json message = Json::parse(beast::buffers_to_string(buffer.data()));
            if (holds(message)) return message;
        }
    }
    Json hear(std::string const& type) {
        return hear([&](Json const& message) { return message["type"] == type; });
    }
    void wish(std::string const& text) { socket_.write(asio::buffer(text)); }
    [[nodiscard]] bool was_closed_properly() const {
        return socket_.reason().code == beast::websocket::close_code::normal;
    }

private:
    asio::io_context context_;
    beast::websocket::stream<asio::ip::tcp::socket> socket_;
};

// As run_scenario does it.
measure::Summary run_seen_by(city::Onlooker* onlooker, std::atomic<bool> const& stop) {
    city::City const city(test::small_liangjiang());
    test::MemorySink sink;
    city::Simulation run(city, sink);
    if (onlooker) onlooker->begin(city, run.state());
    while (run.now() < run.end()) {
        Duration const slice = onlooker ? onlooker->until_next_look() : hours(1);
        run.advance(run.now() + slice, stop);
        if (onlooker) onlooker->look(city, run.state());
        if (stop) break;
    }
    if (onlooker) onlooker->write(city, run.state());
    if (!stop) run.close();
    measure::Summary summary = run.summary();
    if (stop) summary.status = measure::Status::stopped;
    if (onlooker) onlooker->end(summary);
    return summary;
}

TEST_CASE("viewers see a run from its first event to its end, and leave no trace in it") {
    std::atomic<bool> const nobody_stops{false};
    std::uint64_t const alone = run_seen_by(nullptr, nobody_stops).digest;

    measure::Summary summary;
    auto view = std::make_unique<LiveView>(0, nobody_stops, say_nothing);
    Viewer holder(view->port()), other(view->port());
    holder.wish(R"({"pause": true})");
    holder.hear(
        [](Json const& m) { return m["type"] == "run" && m["own_pause"] == true && m["pauses"] == 1; });
    std::jthread const simulation([&] {
        summary = run_seen_by(view.get(), nobody_stops);
        view.reset();
    });
    CHECK(other.hear("city")["stations"].size() > 10);
    CHECK(other.hear("snapshot")["now_s"] == 0.0);
    holder.wish(R"({"pause": false, "limit": 50000})");
    CHECK(other.hear(
              [](Json const& m) { return m["type"] == "snapshot" && m["now_s"] > 3'600.0; })["sessions"] > 0);
    holder.wish(R"({"limit": null})");
    Json const end = other.hear("done");
    CHECK(end["status"] == "done");
    CHECK(other.hear("nothing").is_null());
    CHECK(other.was_closed_properly());
    holder.hear("nothing");
    CHECK(summary.digest == alone);
}

TEST_CASE("a run that is held ends at once when it is stopped, and says so") {
    std::atomic<bool> stop{false};
    auto view = std::make_unique<LiveView>(0, stop, say_nothing);
    Viewer viewer(view->port());
    viewer.wish(R"({"pause": true})");
    viewer.hear([](Json const& m) { return m["type"] == "run" && m["pauses"] == 1; });
    std::jthread const simulation([&] {
        run_seen_by(view.get(), stop);
        view.reset();
    });
    viewer.hear("snapshot");
    auto const begin = std::chrono::steady_clock::now();
    stop = true;
    CHECK(viewer.hear("done")["status"] == "stopped");
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("a view that goes before anything has begun says that it broke") {
    std::atomic<bool> const nobody_stops{false};
    auto view = std::make_unique<LiveView>(0, nobody_stops, say_nothing);
    Viewer viewer(view->port());
    viewer.hear("run");
    std::jthread const ending([&] { view.reset(); });
    CHECK(viewer.hear("done")["status"] == "failed");
    CHECK(viewer.hear("nothing").is_null());
}

TEST_CASE("nobody gets a port that is taken") {
    std::atomic<bool> const nobody_stops{false};
    std::string said;
    LiveView const first(0, nobody_stops, [&](std::string const& text) { said = text; });
    CHECK(said == "live view at http://127.0.0.1:" + std::to_string(first.port()) + "/");
    CHECK_THROWS_AS(LiveView(first.port(), nobody_stops, say_nothing), CannotListen);
}

}  // namespace
