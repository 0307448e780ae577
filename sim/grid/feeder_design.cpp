#include "sim/grid/feeder_design.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace yuchong::grid {

namespace {

constexpr std::uint32_t no_point = 0xffffffff;
constexpr std::size_t shortest_trunk = 3;  // sections, so that ties have somewhere to be

class GroupDesigner {
public:
    GroupDesigner(ZoneGroup const& group, LoadPoints const& drawn, TrunkChoice const& lines,
                  LayoutSource const& source)
        : group_(group),
          points_(drawn.points),
          lines_(lines),
          source_(source),
          rules_(group.kind == FeederKind::cable ? source.rules.cable : source.rules.overhead) {
        for (std::uint32_t const z : group.zones)
            area_km2_ += served_km2(source.demand.zones[z], source.rules);
        sort_by_direction();
    }

    std::vector<FeederDraft> design() {
        if (points_.empty()) return {};
        for (std::size_t feeders = fewest(); feeders <= points_.size(); ++feeders) {
            auto drafts = try_with(feeders);
            if (drafts) return std::move(*drafts);
        }
        check(false,
              "a zone's load fits no feeder (rating or voltage) use larger conductors or a wider limit");
        return {};
    }

private:
    // Zones in the order of the group, within a zone by direction from its middle.
    void sort_by_direction() {
        order_.resize(points_.size());
        std::iota(order_.begin(), order_.end(), 0U);
        std::vector<std::uint32_t> rank(points_.size());
        for (std::uint32_t p = 0; p < points_.size(); ++p) {
            auto const at = std::find(group_.zones.begin(), group_.zones.end(), points_[p].zone.index());
            rank[p] = static_cast<std::uint32_t>(at - group_.zones.begin());
        }
        std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::tuple(rank[a], points_[a].turn, a) < std::tuple(rank[b], points_[b].turn, b);
        });
    }

    [[nodiscard]] double planned(double kva) const {
        return kva * (1.0 + source_.rules.loading.charging_allowance);
    }

    [[nodiscard]] std::size_t fewest() const {
        ClassKw load;
        for (LoadPoint const& point : points_) load += point.load;
        double const most_kva =
            line_constants(lines_.trunk.back()).rating_pu * 1000.0 * base_mva * group_.loading_limit;
        double const needed = std::ceil(planned(peak_of(load, source_.day).kva()) / most_kva);
        return std::max<std::size_t>(1, static_cast<std::size_t>(needed));
    }

    // Slices of about equal load.
    [[nodiscard]] std::optional<std::vector<FeederDraft>> try_with(std::size_t feeders) const {
        double all = 0.0, before = 0.0;
        for (LoadPoint const& point : points_) all += point.load.sum();
        std::vector<std::vector<std::uint32_t>> slices(feeders);
        for (std::uint32_t const p : order_) {
            double const middle = before + 0.5 * points_[p].load.sum();
            auto const slice = static_cast<std::size_t>(middle / all * static_cast<double>(feeders));
            slices[std::min(slice, feeders - 1)].push_back(p);
            before += points_[p].load.sum();
        }
        std::vector<FeederDraft> drafts;
        for (auto& slice : slices) {
            if (slice.empty()) continue;
            auto draft = smallest_that_serves(slice, area_km2_ / static_cast<double>(feeders));
            if (!draft) return std::nullopt;
            draft->id = source_.demand.zones[group_.zones.front()].id + (drafts.size() < 9 ? "-f0" : "-f") +
                        std::to_string(drafts.size() + 1);
            drafts.push_back(std::move(*draft));
        }
        return drafts;
    }

    [[nodiscard]] std::optional<FeederDraft> smallest_that_serves(std::vector<std::uint32_t>& slice,
                                                                  double area_km2) const {
        std::sort(slice.begin(), slice.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(points_[a].reach, a) < std::pair(points_[b].reach, b);
        });
        LoadingRules const& loading = source_.rules.loading;
        for (Conductor const& conductor : lines_.trunk) {
            FeederDraft draft = outline(slice, conductor);
            if (planned(draft.peak.kva()) > draft.planning_kva) continue;
            build_tree(draft, slice, conductor, area_km2);
            auto const drops = planning_drops(draft, source_.day, loading.charging_allowance);
            draft.drop = *std::max_element(drops.begin(), drops.end());
            if (draft.drop > loading.voltage_drop) continue;
            fill_carried(draft);
            return draft;
        }
        return std::nullopt;
    }

    // Everything but the nodes.
    [[nodiscard]] FeederDraft outline(std::vector<std::uint32_t> const& slice, Conductor const& trunk) const {
        FeederDraft draft{};
        draft.kind = group_.kind;
        draft.area = group_.area;
        draft.zone = space::ZoneId{group_.zones.front()};
        for (std::uint32_t const p : slice) {
            draft.load += points_[p].load;
            draft.position.lon += points_[p].load.sum() * points_[p].position.lon;
            draft.position.lat += points_[p].load.sum() * points_[p].position.lat;
        }
        draft.position.lon /= draft.load.sum();
        draft.position.lat /= draft.load.sum();
        draft.peak = peak_of(draft.load, source_.day);
        draft.rating_kva = line_constants(trunk).rating_pu * 1000.0 * base_mva;
        draft.planning_kva = group_.loading_limit * draft.rating_kva;
        return draft;
    }

    // From the middle of the substation's area to its edge.
    [[nodiscard]] double trunk_km(double area_km2) const {
        double const radius_km = std::sqrt(rules_.feeders_per_substation * area_km2 / std::numbers::pi);
        return std::clamp(source_.rules.detour * radius_km, rules_.shortest_trunk_km,
                          rules_.longest_trunk_km);
    }

    void build_tree(FeederDraft& draft, std::vector<std::uint32_t> const& slice, Conductor const& conductor,
                    double area_km2) const {
        std::size_t const per_section = source_.rules.loading.loads_per_section;
        std::size_t const sections =
            std::max(std::min(shortest_trunk, slice.size()), (slice.size() + per_section - 1) / per_section);
        draft.trunk_km = trunk_km(area_km2);
        double const express_km = rules_.express_share * draft.trunk_km;
        double const section_km = (draft.trunk_km - express_km) / static_cast<double>(sections);
        double const hop_km =
            std::min(rules_.longest_lateral_km, std::sqrt(area_km2 / static_cast<double>(slice.size())));
        draft.nodes.reserve(1 + sections + 2 * slice.size());
        draft.nodes.push_back(
            {0, NodeKind::bus, 0.0, 0.0, 0.0, 0.0, draft.zone, draft.position, {}, 0.0, no_point});
        std::uint32_t trunk_node = 0;
        for (std::size_t s = 0; s < sections; ++s) {
            auto const first = slice.begin() + static_cast<std::ptrdiff_t>(s * slice.size() / sections);
            auto const end = slice.begin() + static_cast<std::ptrdiff_t>((s + 1) * slice.size() / sections);
            double const km = section_km + (s == 0 ? express_km : 0.0);
            trunk_node = add_line(draft, trunk_node, km, conductor, points_[*first]);
            add_lateral(draft, trunk_node, {first, end}, hop_km, conductor);
        }
    }

    static std::uint32_t add_line(FeederDraft& draft, std::uint32_t parent, double km,
                                  Conductor const& conductor, LoadPoint const& at) {
        LineConstants const line = line_constants(conductor);
        draft.nodes.push_back({parent,
                               NodeKind::line,
                               km,
                               line.r_pu_per_km * km,
                               line.x_pu_per_km * km,
                               line.rating_pu,
                               at.zone,
                               at.position,
                               {},
                               0.0,
                               no_point});
        return static_cast<std::uint32_t>(draft.nodes.size()) - 1;
    }

    void add_lateral(FeederDraft& draft, std::uint32_t from, std::span<std::uint32_t const> points,
                     double hop_km, Conductor const& trunk) const {
        ClassKw load;
        for (std::uint32_t const p : points) load += points_[p].load;
        Conductor const& conductor = lateral_for(planned(peak_of(load, source_.day).kva()), trunk);
        std::uint32_t at = from;
        for (std::uint32_t const p : points) {
            LoadPoint const& point = points_[p];
            at = add_line(draft, at, hop_km, conductor, point);
            if (!point.type) {
                draft.nodes.back().load = point.load;
                continue;
            }
            TransformerType const& type = source_.types[*point.type];
            double const mva = type.rating_kva / 1000.0 / base_mva;
            draft.nodes.push_back({at, NodeKind::low_voltage, 0.0, type.r_pu / mva, type.x_pu / mva, mva,
                                   point.zone, point.position, point.load, 0.0, p});
        }
    }

    void fill_carried(FeederDraft& draft) const {
        std::vector<ClassKw> beyond(draft.nodes.size());
        for (std::size_t i = draft.nodes.size(); i-- > 1;) {
            DraftNode& node = draft.nodes[i];
            beyond[i] += node.load;
            beyond[node.parent] += beyond[i];
            node.carried_pu = planned(peak_of(beyond[i], source_.day).kva()) / 1000.0 / base_mva;
        }
    }

    [[nodiscard]] Conductor const& lateral_for(double kva, Conductor const& trunk) const {
        for (Conductor const& conductor : lines_.lateral) {
            if (line_constants(conductor).rating_pu * 1000.0 * base_mva >= kva) return conductor;
        }
        return trunk;
    }

    ZoneGroup const& group_;
    std::vector<LoadPoint> const& points_;
    TrunkChoice const& lines_;
    LayoutSource const& source_;
    FeederRules const& rules_;
    double area_km2_ = 0.0;
    std::vector<std::uint32_t> order_;
};

}  // namespace

LineConstants line_constants(Conductor const& conductor) {
    constexpr double base_ohm = medium_kv * medium_kv / base_mva;
    constexpr double root_three = std::numbers::sqrt3;
    return {conductor.r_ohm_per_km / base_ohm, conductor.x_ohm_per_km / base_ohm,
            root_three * medium_kv * ampacity_a(conductor) / 1000.0 / base_mva};
}

std::vector<double> planning_drops(FeederDraft const& feeder, DesignDay const& day, double allowance) {
    std::size_t const n = feeder.nodes.size();
    std::vector<double> p(n), q(n), drop(n, 0.0);
    ClassKw const factor =
        (1.0 + allowance) / 1000.0 / base_mva * day.factor[static_cast<std::size_t>(feeder.peak.hour)];
    ClassKw const reactive{factor.residential * day.tangent.residential,
                           factor.commercial * day.tangent.commercial,
                           factor.industrial * day.tangent.industrial};
    for (std::size_t i = n; i-- > 1;) {
        DraftNode const& node = feeder.nodes[i];
        p[i] += dot(node.load, factor);
        q[i] += dot(node.load, reactive);
        p[node.parent] += p[i];
        q[node.parent] += q[i];
    }
    for (std::size_t i = 1; i < n; ++i) {
        DraftNode const& node = feeder.nodes[i];
        bool const line = node.kind == NodeKind::line;  // the drop in transformers is their taps' business
        drop[i] = drop[node.parent] + (line ? p[i] * node.r_pu + q[i] * node.x_pu : 0.0);
    }
    return drop;
}

std::vector<FeederDraft> design_feeders(ZoneGroup const& group, LoadPoints const& drawn,
                                        TrunkChoice const& lines, LayoutSource const& source) {
    return GroupDesigner(group, drawn, lines, source).design();
}

}  // namespace yuchong::grid
