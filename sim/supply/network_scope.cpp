#include "sim/supply/network_scope.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/network_union.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace yuchong::supply {

namespace {

// Keeps `kept` of `in_all`, evenly: the i-th is kept where the rounded-down share steps up.
class Thinning {
public:
    Thinning(std::uint64_t kept, std::uint64_t in_all) : kept_(kept), in_all_(in_all) {}
    bool keep_next() {
        std::uint64_t const before = next_ * kept_ / in_all_;
        return ++next_ * kept_ / in_all_ > before;
    }

private:
    std::uint64_t kept_, in_all_, next_ = 0;
};

}  // namespace

PlugClass best_plug(Network const& network, Station const& station) {
    PlugClass best = PlugClass::ac;
    for (std::uint32_t p = 0; p < station.plug_count; ++p) {
        best = std::min(best, network.plugs[station.first_plug + p].plug_class);
    }
    return best;
}

Network select_network(Network const& network, space::Geography const& geography, NetworkScope const& scope) {
    check(scope.in_scope.size() == geography.districts.size(),
          "scope does not name every district (one entry each is needed)");
    std::vector<std::uint32_t> in_scope;
    std::array<std::uint64_t, socket_classes> count{};
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        space::Zone const& zone = geography.zones[network.stations[s].zone.index()];
        if (!scope.in_scope[zone.district.index()]) continue;
        in_scope.push_back(static_cast<std::uint32_t>(s));
        ++count[static_cast<std::size_t>(best_plug(network, network.stations[s]))];
    }
    auto const scaled = [&](std::uint64_t n) {
        return static_cast<std::uint64_t>(std::llround(scope.scale * static_cast<double>(n)));
    };
    std::uint64_t const super = scaled(count[0]), dc = scaled(count[0] + count[1]);
    std::uint64_t const all = scaled(count[0] + count[1] + count[2]);
    std::array<Thinning, socket_classes> thin{Thinning(super, count[0]), Thinning(dc - super, count[1]),
                                              Thinning(all - dc, count[2])};
    Network part;
    for (std::uint32_t const s : in_scope) {
        Station const& station = network.stations[s];
        if (thin[static_cast<std::size_t>(best_plug(network, station))].keep_next())
            append(part, network, station);
    }
    return part;
}

Network in_service_between(Network const& network, std::int32_t first_day, std::int32_t last_day) {
    Network part;
    for (Station const& station : network.stations)
        if (station.in_service_day <= last_day && station.retired_day > first_day)
            append(part, network, station);
    return part;
}

}  // namespace yuchong::supply
