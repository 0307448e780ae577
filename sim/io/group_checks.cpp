#include "sim/io/group_checks.hpp"

#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::io {

namespace {

class GroupChecks {
public:
    GroupChecks(LoadedSections const& loaded, city::Inputs& inputs, NamedPlaces const& places, Report& report)
        : loaded_(loaded), inputs_(inputs), places_(places), report_(report) {}

    void check() {
        std::vector<std::string> const stations =
            ids_of(loaded_.sections.supply.stations, [](StationEntry const& s) { return s.id; });
        for (std::size_t g = 0; g < inputs_.control.groups.size(); ++g) {
            control::ControlGroup& group = inputs_.control.groups[g];
            std::string const key = fmt::format("control.groups.{}.", g);
            for (std::size_t i = 0; i < group.districts.size(); ++i)
                check_district(fmt::format("{}districts.{}", key, i), group.districts[i]);
            for (std::size_t i = 0; i < group.zones.size(); ++i)
                check_zone(fmt::format("{}zones.{}", key, i), group.zones[i]);
            for (std::size_t i = 0; i < group.stations.size() && !stations.empty(); ++i)
                check_name(fmt::format("{}stations.{}", key, i), "station", group.stations[i], stations);
        }
    }

private:
    bool check_name(std::string const& key, char const* kind, std::string const& name,
                    std::vector<std::string> const& known) {
        if (std::ranges::find(known, name) != known.end()) return true;
        complain(key, fmt::format("there is no {} \"{}\"", kind, name), "the group would hold nowhere",
                 suggest(name, known));
        return false;
    }

    void complain(std::string const& key, std::string problem, std::string why, std::string hint) {
        report_.add({loaded_.origins.find(key), key, std::move(problem), std::move(why), std::move(hint)});
    }

    // Leaves the district's own name.
    void check_district(std::string const& key, std::string& called) {
        auto const at = places_.districts.find(called);
        if (!at) {
            complain(key, fmt::format("there is no district \"{}\"", called), "the group would hold nowhere",
                     places_.districts.suggestion(called));
            return;
        }
        if (!inputs_.in_scope[*at]) {
            complain(key, fmt::format("the district {} is not in scope", called),
                     "the group would hold nowhere in it", "add the district to scope, or drop it here");
        }
        called = places_.districts.names[*at];
    }

    void check_zone(std::string const& key, std::string const& zone) {
        if (!check_name(key, "zone", zone, places_.zones)) return;
        auto const at = std::ranges::find(places_.zones, zone) - places_.zones.begin();
        std::size_t const district = places_.district_of_zone[static_cast<std::size_t>(at)];
        if (inputs_.in_scope[district]) return;
        complain(
            key, fmt::format("the zone {} is not in scope", zone), "the group would hold nowhere in it",
            fmt::format("add its district {} to scope, or drop it here", places_.districts.names[district]));
    }

    LoadedSections const& loaded_;
    city::Inputs& inputs_;
    NamedPlaces const& places_;
    Report& report_;
};

}  // namespace

void check_group_places(LoadedSections const& loaded, NamedPlaces const& places, city::Inputs& inputs,
                        Report& report) {
    GroupChecks(loaded, inputs, places, report).check();
}

void check_group_feeders(LoadedSections const& loaded, city::Inputs const& inputs, Report& report) {
    auto const& groups = inputs.control.groups;
    auto const named = std::ranges::find_if(groups, [](auto const& g) { return !g.feeders.empty(); });
    if (named == groups.end() || report.concerns("control") || report.concerns("grid")) return;
    if (inputs.grid.flow.flow != grid::FlowScope::none) return;
    std::string const key = fmt::format("control.groups.{}.feeders", named - groups.begin());
    report.add({loaded.origins.find(key), key, "a group names feeders and there are none",
                "no network is drawn with grid.flow: none", "write grid.flow: feeders"});
}

}  // namespace yuchong::io
