#include "sim/io/swap_checks.hpp"

#include "sim/io/suggest.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace yuchong::io {

namespace {

std::string const& pack_of(SwapEntry const& entry, Sections const& sections) {
    return entry.pack_of.empty() ? sections.supply.swap_network.pack_of : entry.pack_of;
}

class SwapChecks {
public:
    SwapChecks(LoadedSections const& loaded, Report& report)
        : origins_(loaded.origins), sections_(loaded.sections), report_(report) {}

    void check() {
        check_standards();
        auto const& stations = sections_.supply.stations;
        for (std::size_t i = 0; i < stations.size(); ++i)
            if (stations[i].swap) check_station(*stations[i].swap, fmt::format("supply.stations.{}.swap", i));
        auto const& drawn = sections_.supply.swap_network;
        if (drawn.stations > 0) check_packs(drawn.pack_of, drawn.slot_kw, "supply.swap_network.pack_of");
        if (sections_.fleets.private_cars.swappable_share > 0.0) check_fleet();
    }

private:
    void complain(std::string const& key, std::string problem, std::string why, std::string hint) {
        report_.add({origins_.find(key), key, std::move(problem), std::move(why), std::move(hint)});
    }

    // Whoever has the same standard takes the same pack.
    void check_standards() {
        std::map<std::string, VehicleEntry const*> first;
        auto const& models = sections_.vehicles.models;
        for (std::size_t i = 0; i < models.size(); ++i) {
            vehicle::Model const& model = models[i].model;
            if (model.swap_standard.empty()) continue;
            auto const [other, fresh] = first.emplace(model.swap_standard, &models[i]);
            if (fresh || other->second->model.usable_kwh == model.usable_kwh) continue;
            complain(fmt::format("vehicles.models.{}.usable_kwh", i),
                     fmt::format("packs of the standard {} have two sizes", model.swap_standard),
                     fmt::format("{} has {:g} kWh", other->second->model.id, other->second->model.usable_kwh),
                     "give it a standard of its own");
        }
    }

    void check_station(SwapEntry const& entry, std::string const& key) {
        auto const& rules = sections_.supply.swap_network;
        check_packs(pack_of(entry, sections_), entry.slot_kw.value_or(rules.slot_kw),
                    entry.pack_of.empty() ? key : key + ".pack_of");
    }

    void check_packs(std::string const& id, double slot_kw, std::string const& key) {
        vehicle::ModelId const number = model_of(sections_, id);
        if (!number) {
            std::vector<std::string> ids;
            for (VehicleEntry const& entry : sections_.vehicles.models)
                if (!entry.model.swap_standard.empty()) ids.push_back(entry.model.id);
            complain(key, fmt::format("there is no model \"{}\"", id), "packs are those of a vehicle model",
                     suggest(id, ids));
            return;
        }
        vehicle::Model const& model = sections_.vehicles.models[number.index()].model;
        supply::NetworkSettings const& rules = sections_.supply.network;
        if (model.swap_standard.empty()) {
            complain(key, fmt::format("{} is not made for swapping", id), "it has no swap_standard",
                     "name one that has, or give it one");
        } else if (!vehicle::fits(sections_.charging.limits, model,
                                  {slot_kw, rules.super_current_a, rules.super_voltage_max_v})) {
            complain(key, fmt::format("packs of {} cannot be charged in a slot", id),
                     "they need a DC inlet and a voltage within supply.network.super_voltage_max_v",
                     "name another");
        }
    }

    void check_fleet() {
        auto const sold = [](VehicleEntry const& entry) {
            return !entry.model.swap_standard.empty() && entry.model.sales_weight > 0.0;
        };
        if (std::ranges::any_of(sections_.vehicles.models, sold)) return;
        complain("fleets.private.swappable_share", "no model made for swapping is sold",
                 "cars are drawn by the sales_weight of those with a swap_standard",
                 "give a model both, or write 0");
    }

    Origins const& origins_;
    Sections const& sections_;
    Report& report_;
};

}  // namespace

vehicle::ModelId model_of(Sections const& sections, std::string const& id) {
    auto const& models = sections.vehicles.models;
    auto const at = std::ranges::find_if(models, [&](VehicleEntry const& e) { return e.model.id == id; });
    return at == models.end() ? vehicle::ModelId{}
                              : vehicle::ModelId{static_cast<std::size_t>(at - models.begin())};
}

void check_swaps(LoadedSections const& loaded, Report& report) { SwapChecks(loaded, report).check(); }

supply::SwapLayout swap_layout(SwapEntry const& entry, Sections const& sections) {
    auto const& rules = sections.supply.swap_network;
    return {.swap = {entry.packs, model_of(sections, pack_of(entry, sections)),
                     sections.supply.working.swap.feeds_back()},
            .slots = entry.slots,
            .slot_kw = entry.slot_kw.value_or(rules.slot_kw)};
}

}  // namespace yuchong::io
