#include "sim/study/points.hpp"

#include "sim/base/check.hpp"
#include "sim/study/unit_points.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace yuchong::study {
namespace {

// Where a design asks for the ends of a distribution that has none.
constexpr double cut_share = 0.005;

Level drawn(Parameter const& parameter, double value) {
    if (parameter.rounding == Rounding::whole) value = std::floor(value);
    Level level{.label = decimal_text(value), .number = value, .settings = {}};
    std::string const text = level.label + (parameter.unit.empty() ? "" : " " + parameter.unit);
    for (std::string const& key : parameter.keys) level.settings.push_back({key, text});
    return level;
}

// Whole numbers from low to high, both included, each with the same share.
Distribution with_whole_ends(Parameter const& parameter) {
    Distribution distribution = *parameter.distribution;
    bool const widen =
        parameter.rounding == Rounding::whole && distribution.kind == DistributionKind::uniform;
    if (widen) distribution.numbers[1] += 1.0 - 1e-9;
    return distribution;
}

enum class Ends : std::uint8_t { never, asked_for };

Level at_unit(Parameter const& parameter, double u, Ends ends) {
    if (!parameter.distribution) {
        auto const count = static_cast<double>(parameter.levels.size());
        auto const i = static_cast<std::size_t>(u * count);
        return parameter.levels[std::min(i, parameter.levels.size() - 1)];
    }
    Distribution const distribution = with_whole_ends(parameter);
    if (ends == Ends::asked_for && !has_ends(distribution)) u = std::clamp(u, cut_share, 1.0 - cut_share);
    return drawn(parameter, quantile(distribution, u));
}

// Levels written out, or `steps` of the distribution: its ends and equal steps of the quantile between; of a
// distribution without ends the middles of equal shares.
std::vector<Level> steps_of(Parameter const& parameter) {
    if (!parameter.distribution) return parameter.levels;
    std::vector<Level> levels;
    auto const steps = static_cast<double>(parameter.steps);
    bool const ends = has_ends(*parameter.distribution);
    for (std::size_t i = 0; i < parameter.steps; ++i) {
        double const at = static_cast<double>(i);
        double const u = !ends ? (at + 0.5) / steps : parameter.steps == 1 ? 0.5 : at / (steps - 1.0);
        levels.push_back(drawn(parameter, quantile(*parameter.distribution, u)));
    }
    return levels;
}

bool exists(Parameter const& parameter, Point const& point) {
    if (!parameter.when) return true;
    auto const& on = point.levels[parameter.when->parameter];
    return on && std::ranges::find(parameter.when->labels, on->label) != parameter.when->labels.end();
}

// Takes out what does not exist at this point; earlier parameters decide about later ones.
void settle_conditions(Plan const& plan, Point& point) {
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
        if (!exists(plan.parameters[i], point)) point.levels[i].reset();
    }
}

std::vector<Point> grid_points(Plan const& plan) {
    std::vector<std::vector<Level>> axes;
    for (Parameter const& parameter : plan.parameters) axes.push_back(steps_of(parameter));
    std::vector<std::size_t> const free = free_parameters(plan);
    std::vector<Point> points;
    std::set<std::vector<std::string>> seen;
    std::vector<std::size_t> at(plan.parameters.size(), 0);
    for (;;) {
        Point point;
        for (std::size_t i = 0; i < axes.size(); ++i) {
            if (plan.parameters[i].moves_with) at[i] = at[*plan.parameters[i].moves_with];
            point.levels.emplace_back(axes[i][at[i]]);
        }
        settle_conditions(plan, point);
        std::vector<std::string> labels;
        for (auto const& level : point.levels) labels.push_back(level ? "=" + level->label : "");
        if (seen.insert(labels).second) points.push_back(std::move(point));

        auto axis = free.rbegin();
        while (axis != free.rend() && ++at[*axis] == axes[*axis].size()) at[*axis++] = 0;
        if (axis == free.rend()) return points;
    }
}

std::vector<Point> one_at_a_time(Plan const& plan) {
    std::vector<Point> points(1);
    points[0].levels.resize(plan.parameters.size());
    for (std::size_t const i : free_parameters(plan)) {
        std::size_t const count = steps_of(plan.parameters[i]).size();
        for (std::size_t step = 0; step < count; ++step) {
            Point point = points[0];
            for (std::size_t j = i; j < plan.parameters.size(); ++j) {
                bool const moves = j == i || plan.parameters[j].moves_with == i;
                if (moves) point.levels[j] = steps_of(plan.parameters[j])[step];
            }
            points.push_back(std::move(point));
        }
    }
    return points;
}

std::vector<Point> sampled(Plan const& plan, std::vector<UnitPoint> const& unit_points, Ends ends) {
    std::vector<std::size_t> const free = free_parameters(plan);
    std::vector<Point> points;
    points.reserve(unit_points.size());
    for (UnitPoint const& unit : unit_points) {
        std::vector<double> u(plan.parameters.size());
        for (std::size_t d = 0; d < free.size(); ++d) u[free[d]] = unit[d];
        Point point;
        for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
            Parameter const& parameter = plan.parameters[i];
            if (parameter.moves_with) u[i] = u[*parameter.moves_with];
            point.levels.emplace_back(at_unit(parameter, u[i], ends));
        }
        settle_conditions(plan, point);
        points.push_back(std::move(point));
    }
    return points;
}

double steps_count(Parameter const& parameter) {
    return static_cast<double>(parameter.distribution ? parameter.steps : parameter.levels.size());
}

}  // namespace

std::string decimal_text(double value) {
    std::array<char, 400> text{};
    auto const [end, error] =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    check(error == std::errc{}, "a number does not fit its text");
    return {text.data(), end};
}

std::vector<std::size_t> free_parameters(Plan const& plan) {
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
        if (!plan.parameters[i].moves_with) free.push_back(i);
    }
    return free;
}

double count_points(Plan const& plan) {
    std::vector<std::size_t> const free = free_parameters(plan);
    auto const k = static_cast<double>(free.size());
    auto const n = static_cast<double>(plan.design.points);
    double product = 1.0, sum = 1.0;
    for (std::size_t const i : free) {
        product *= steps_count(plan.parameters[i]);
        sum += steps_count(plan.parameters[i]);
    }
    switch (plan.design.kind) {
        case DesignKind::grid: return product;
        case DesignKind::list: return static_cast<double>(plan.design.listed.size());
        case DesignKind::latin_hypercube:
        case DesignKind::sobol: return n;
        case DesignKind::saltelli: return n * (k + 2.0);
        case DesignKind::morris: return static_cast<double>(plan.design.trajectories) * (k + 1.0);
        case DesignKind::one_at_a_time: return sum;
    }
    throw BrokenInvariant("no such design");
}

std::vector<Point> make_points(Plan const& plan) {
    Design const& design = plan.design;
    std::size_t const k = free_parameters(plan).size();
    switch (design.kind) {
        case DesignKind::grid: return grid_points(plan);
        case DesignKind::list: {
            std::vector<Point> points;
            for (auto const& levels : design.listed) {
                points.push_back({levels});
                settle_conditions(plan, points.back());
            }
            return points;
        }
        case DesignKind::latin_hypercube:
            return sampled(plan, latin_hypercube(design.points, k, plan.seed), Ends::never);
        case DesignKind::sobol: return sampled(plan, shifted_sobol(design.points, k, plan.seed), Ends::never);
        case DesignKind::saltelli: return sampled(plan, saltelli(design.points, k, plan.seed), Ends::never);
        case DesignKind::morris:
            return sampled(plan, morris(design.trajectories, k, design.levels, plan.seed), Ends::asked_for);
        case DesignKind::one_at_a_time: return one_at_a_time(plan);
    }
    throw BrokenInvariant("no such design");
}

std::vector<Setting> settings_of(Point const& point) {
    std::vector<Setting> settings;
    for (auto const& level : point.levels) {
        if (level) settings.insert(settings.end(), level->settings.begin(), level->settings.end());
    }
    return settings;
}

}  // namespace yuchong::study
