#pragma once
// What the live view and its viewers say to each other, one JSON object a message (docs/live-view.md).

#include "sim/city/city.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/serve/pace.hpp"
#include "sim/serve/snapshot.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuchong::serve {

// Raised when a viewer of the old version could misread a message.
inline constexpr int live_version = 1;

enum class Stage : std::uint8_t { preparing, simulating, writing };
enum class Hold : std::uint8_t { none, pause };

// What one viewer asks for, until it asks for something else or is gone.
struct Wish {
    Hold hold = Hold::none;
    double limit = unlimited;

    bool operator==(Wish const&) const = default;
};

// The message cannot be used.
class BadWish : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// {"pause": true}, {"limit": 3600}, {"limit": null}; what is not mentioned stays as it was. Throws BadWish:
// no JSON, no object, a key that is not known, a value that cannot be.
[[nodiscard]] Wish with_wish(Wish wish, std::string_view message);

// Names, places and sizes: what never changes.
[[nodiscard]] std::string city_message(city::City const& city);
// Where the run stands, who holds it, and what this viewer has asked for.
[[nodiscard]] std::string run_message(Stage stage, Orders const& orders, int viewers, Wish const& own);
[[nodiscard]] std::string snapshot_message(Snapshot const& snapshot);
// How it ended; without a summary it broke.
[[nodiscard]] std::string done_message(std::optional<measure::Summary> const& summary);

}  // namespace yuchong::serve
