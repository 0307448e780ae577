#pragma once
// One synthetic station from its draft: which cabinets, which terminals on them, how large a connection, how
// many waiting bays and which fee. Draws are keyed by the station's id.

#include "sim/base/random.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace yuchong::supply {

// What a draw of class `station` (or `zone`) is for while the network is drawn. Append only; numbers far from
// those of the running simulation.
enum class DraftPurpose : std::uint16_t {
    ac_only = 1000,
    points,
    layout,
    size,
    cabinet,
    place,
    terms,
    equipment,
    build_time,
    conversion,
    service_area
};

// Counts of a station, fixed before anything of it is built.
struct StationDraft {
    std::string id;
    std::uint32_t ordinal;
    space::ZoneId zone;
    PlugClass best;      // super: has a layout; fast; ac: piles only
    std::size_t layout;  // index of super_layouts
    std::uint32_t super_terminals, fast_terminals, ac_piles;
    space::GeoPoint near;  // the demand point it serves
};

// A choice in proportion to the weights. Pre: some weight > 0, u in (0, 1).
std::size_t choose(std::span<double const> weights, double u);

// AC power of the connection for so much of installed cabinets and piles: the smallest standard transformer
// that carries the lay-out load, several of the largest beyond.
double connection_kw(NetworkSettings const& settings, double dc_kw, double ac_kw);

class StationBuilder {
public:
    StationBuilder(space::Geography const& geography, NetworkSettings const& settings,
                   RandomSource const& random)
        : geography_(geography), settings_(settings), random_(random) {}

    void add(StationDraft const& draft);
    [[nodiscard]] Network take() { return std::move(network_); }

private:
    [[nodiscard]] Block draw(StationDraft const& draft, DraftPurpose purpose, std::uint32_t k = 0) const;
    [[nodiscard]] space::GeoPoint place(StationDraft const& draft) const;
    [[nodiscard]] double connection_kw(Station const& station) const;
    [[nodiscard]] std::uint32_t bays(StationDraft const& draft, double u) const;
    void add_super_hosts(StationDraft const& draft, SuperLayout const& layout);
    void add_fast_hosts(StationDraft const& draft);

    space::Geography const& geography_;
    NetworkSettings const& settings_;
    RandomSource const& random_;
    Network network_;
};

}  // namespace yuchong::supply
