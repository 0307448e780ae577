#include "sim/grid/load_points.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/math.hpp"
#include "sim/space/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuchong::grid {

namespace {

// Steps of the two-dimensional sequence that spreads best, 1/p and 1/p^2 of p^3 = p + 1 (M. Roberts, 2018):
// points of any kind lie evenly over the disc, and so do the first few of them.
constexpr double turn_step = 0.7548776662466927, reach_step = 0.5698402909980532;

double fraction(double x) { return x - std::floor(x); }

// The loads of a group's zones in a row, from which pieces are cut off one after the other.
class LoadRow {
public:
    struct Item {
        std::uint32_t zone;
        ClassKw load;
        double households;
    };
    void add(Item const& item) {
        if (item.load.sum() > 0.0) items_.push_back(item);
    }
    [[nodiscard]] ClassKw total() const {
        ClassKw sum;
        for (Item const& item : items_) sum += item.load;
        return sum;
    }
    [[nodiscard]] bool empty() const { return items_.empty(); }
    // The zone in which this share of the row lies.
    [[nodiscard]] std::uint32_t zone_at(double share) const {
        double left = share * total().sum();
        for (Item const& item : items_) {
            left -= item.load.sum();
            if (left < 0.0) return item.zone;
        }
        return items_.back().zone;
    }
    // From one share of the row to another, by zones.
    [[nodiscard]] std::vector<Item> cut(double from, double to) const {
        double const all = total().sum();
        double begin = 0.0;
        std::vector<Item> pieces;
        for (Item const& item : items_) {
            double const width = item.load.sum() / all;
            double const overlap = std::min(to, begin + width) - std::max(from, begin);
            if (overlap > 0.0) {
                double const part = overlap / width;
                pieces.push_back({item.zone, part * item.load, part * item.households});
            }
            begin += width;
        }
        return pieces;
    }

private:
    std::vector<Item> items_;
};

// A point before it is placed: its share of the row.
struct Sized {
    double peak_kva;
    std::optional<std::uint16_t> type;
};

class PointDrawer {
public:
    PointDrawer(ZoneGroup const& group, LayoutSource const& source) : group_(group), source_(source) {}

    LoadPoints draw() {
        double const shops = source_.rules.community.shops_share;
        LoadRow community, commercial, industrial;
        for (std::uint32_t const z : group_.zones) {
            ClassKw const& load = source_.zone_load[z];
            double const households =
                source_.demand.zones[z].population / source_.rules.community.persons_per_household;
            community.add({z, {load.residential, shops * load.commercial, 0.0}, households});
            commercial.add({z, {0.0, (1.0 - shops) * load.commercial, 0.0}, 0.0});
            industrial.add({z, {0.0, 0.0, load.industrial}, 0.0});
        }
        add_community(community);
        add_customers(commercial, source_.rules.customer.commercial_kw, 0);
        add_customers(industrial, source_.rules.customer.industrial_kw, 1);
        place();
        return std::move(drawn_);
    }

private:
    [[nodiscard]] std::uint32_t ordinal(std::uint32_t zone) const {
        return static_cast<std::uint32_t>(hash_text(source_.demand.zones[zone].id));
    }
    [[nodiscard]] Block block(NetworkPurpose purpose, std::uint32_t stream, std::uint32_t k) const {
        return source_.random.draw(
            {DrawClass::zone, static_cast<std::uint16_t>(purpose), ordinal(group_.zones.front()), stream, k});
    }

    // One of the sizes by the weights of this kind of zone.
    [[nodiscard]] std::size_t choose_size(space::ZoneKind kind, double u) const {
        auto const& sizes = source_.rules.community.sizes;
        auto const k = static_cast<std::size_t>(kind);
        double sum = 0.0;
        for (CommunitySize const& size : sizes) sum += size.weight[k];
        check(sum > 0.0, "no size of public transformer for a kind of zone (all weights are 0)");
        double left = u * sum;
        std::size_t last = 0;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (sizes[i].weight[k] <= 0.0) continue;
            last = i;
            left -= sizes[i].weight[k];
            if (left < 0.0) break;
        }
        return last;
    }

    void add_community(LoadRow const& row) {
        if (row.empty()) return;
        CommunityRules const& rules = source_.rules.community;
        double const total_kva = peak_of(row.total(), source_.day).kva();
        std::vector<Sized> sized;
        double sum = 0.0;
        for (std::uint32_t k = 0; sum < total_kva; ++k) {
            Block const b = block(NetworkPurpose::community, 0, k);
            auto const zone = row.zone_at(sum / total_kva);
            std::uint16_t const type =
                source_.community_types[choose_size(source_.demand.zones[zone].kind, b.uniform(0))];
            double const loading =
                rules.loading_low + (rules.loading_high - rules.loading_low) * b.uniform(1);
            sized.push_back({loading * source_.types[type].rating_kva, type});
            sum += sized.back().peak_kva;
        }
        lay(row, sized, sum);
    }

    void add_customers(LoadRow const& row, double median_kw, std::uint32_t stream) {
        if (row.empty()) return;
        CustomerRules const& rules = source_.rules.customer;
        double const total_kva = peak_of(row.total(), source_.day).kva();
        std::vector<Sized> sized;
        double sum = 0.0;
        for (std::uint32_t k = 0; sum < total_kva; ++k) {
            double const u = block(NetworkPurpose::customer, stream, k).uniform(0);
            sized.push_back({std::min(rules.largest_kw, lognormal(u, median_kw, rules.sigma)), std::nullopt});
            sum += sized.back().peak_kva;
        }
        lay(row, sized, sum);
    }

    // Cuts the row into pieces as wide as the points are large.
    void lay(LoadRow const& row, std::vector<Sized> const& sized, double sum) {
        double begin = 0.0;
        for (std::size_t i = 0; i < sized.size(); ++i) {
            double const end = i + 1 == sized.size() ? 1.0 : begin + sized[i].peak_kva / sum;
            auto const index = static_cast<std::uint32_t>(drawn_.points.size());
            LoadPoint point{{}, {}, 0.0, 0.0, {}, sized[i].type, 0.0};
            double most = -1.0;
            for (LoadRow::Item const& piece : row.cut(begin, end)) {
                point.load += piece.load;
                point.households += piece.households;
                if (piece.households > 0.0) {
                    drawn_.homes.push_back({space::ZoneId{piece.zone}, index, piece.households});
                }
                if (piece.load.sum() > most) {
                    most = piece.load.sum();
                    point.zone = space::ZoneId{piece.zone};
                }
            }
            if (point.type) point.type = sufficient(*point.type, point.load);
            begin = end;
            if (point.zone) drawn_.points.push_back(point);
        }
    }

    // This size, or the next that carries the load: zones of a group may have another mix than the group.
    [[nodiscard]] std::uint16_t sufficient(std::uint16_t type, ClassKw const& load) const {
        double const needed_kva = peak_of(load, source_.day).kva() / source_.rules.community.loading_high;
        std::size_t t = type;
        while (source_.types[t].rating_kva < needed_kva && t + 1 < source_.types.size()) ++t;
        return static_cast<std::uint16_t>(t);
    }

    // Evenly over the disc of the zone.
    void place() {
        for (std::uint32_t const z : group_.zones) {
            ZoneDemand const& zone = source_.demand.zones[z];
            Block const first = source_.random.draw(
                {DrawClass::zone, static_cast<std::uint16_t>(NetworkPurpose::place), ordinal(z)});
            double const radius_km = std::sqrt(served_km2(zone, source_.rules) / std::numbers::pi);
            space::LocalPlane const plane(zone.position);
            double rank = 0.0;
            for (LoadPoint& point : drawn_.points) {
                if (point.zone.index() != z) continue;
                point.reach = std::sqrt(fraction(first.uniform(0) + rank * reach_step));
                point.turn = fraction(first.uniform(1) + rank * turn_step);
                rank += 1.0;
                double const angle = 2.0 * std::numbers::pi * point.turn;
                point.position = plane.geo(
                    {radius_km * point.reach * math::cos(angle), radius_km * point.reach * math::sin(angle)});
            }
        }
    }

    ZoneGroup const& group_;
    LayoutSource const& source_;
    LoadPoints drawn_;
};

}  // namespace

LoadPoints draw_load_points(ZoneGroup const& group, LayoutSource const& source) {
    return PointDrawer(group, source).draw();
}

}  // namespace yuchong::grid
