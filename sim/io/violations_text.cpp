#include "sim/io/violations_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <tuple>
#include <vector>

namespace yuchong::io {

namespace {

constexpr std::size_t listed = 5;                                     // of the worst
constexpr double unsolved = std::numeric_limits<double>::infinity();  // beyond any loading

enum class Without : std::uint8_t { not_known, within, beyond };

// A row of /violations.
struct Spell {
    std::string limit;
    std::int32_t element;
    double begin_s, end_s;
    double worst, bound;
    double without_charging;  // NaN: not known
};

std::vector<std::string> words(std::string const& text) {
    std::istringstream in(text);
    std::vector<std::string> result;
    for (std::string word; in >> word;) result.push_back(word);
    return result;
}

std::vector<Spell> read_spells(Hdf5Group const& group) {
    Hdf5Dataset const limit_column = group.dataset("limit");
    std::vector<std::string> const names = words(limit_column.text("flag_meanings"));
    auto const limit = limit_column.read<std::int8_t>();
    auto const element = group.dataset("element").read<std::int32_t>();
    auto const begin = group.dataset("begin").read<double>(), end = group.dataset("end").read<double>();
    auto const worst = group.dataset("worst").read<double>(), bound = group.dataset("bound").read<double>();
    auto const without = group.dataset("without_charging").read<double>();
    std::vector<Spell> spells;
    for (std::size_t i = 0; i < limit.size(); ++i)
        spells.push_back({names.at(static_cast<std::size_t>(limit[i])), element.at(i), begin.at(i), end.at(i),
                          worst.at(i), bound.at(i), without.at(i)});
    return spells;
}

Without without_charging(Spell const& spell) {
    if (std::isnan(spell.without_charging)) return Without::not_known;
    bool const beyond = spell.limit == "low_voltage" ? spell.without_charging < spell.bound
                                                     : spell.without_charging > spell.bound;
    return beyond ? Without::beyond : Without::within;
}

struct Count {
    std::set<std::int32_t> elements;
    std::size_t spells = 0, beyond_without = 0, not_known = 0;

    void add(Spell const& spell) {
        ++spells;
        elements.insert(spell.element);
        beyond_without += without_charging(spell) == Without::beyond ? 1 : 0;
        not_known += without_charging(spell) == Without::not_known ? 1 : 0;
    }
};

std::string counts_text(std::vector<Spell> const& spells) {
    std::map<std::string, Count> by_limit;
    Count all;
    for (Spell const& spell : spells) {
        by_limit[spell.limit].add(spell);
        all.add(spell);
    }
    std::string text = fmt::format("\nbeyond limits of the grid: {} spells", all.spells);
    text += fmt::format(", {} of them without charging as well{}", all.beyond_without,
                        all.not_known == 0 ? "" : fmt::format(" ({} not known)", all.not_known));
    text += fmt::format("\n  {:<22} {:>9} {:>9} {:>17}\n", "", "spells", "elements", "without charging");
    for (auto const& [limit, count] : by_limit)
        text += fmt::format("  {:<22} {:>9} {:>9} {:>17}\n", limit, count.spells, count.elements.size(),
                            count.beyond_without);
    return text;
}

// A feeder or transformer beyond its rating.
struct Overloaded {
    std::int32_t element;
    double worst, bound, worst_begin_s, without_charging;  // of its worst spell
    double beyond_s = 0.0;                                 // of all
    std::size_t spells = 0;
};

// Furthest first. A feeder without a solution is further than any with one.
std::vector<Overloaded> overloaded(std::vector<Spell> const& spells, std::set<std::string> const& limits) {
    std::map<std::int32_t, Overloaded> by_element;
    for (Spell const& spell : spells) {
        if (!limits.contains(spell.limit)) continue;
        double const worst = spell.limit == "no_solution" ? unsolved : spell.worst;
        auto const [at, is_new] = by_element.try_emplace(
            spell.element,
            Overloaded{spell.element, worst, spell.bound, spell.begin_s, spell.without_charging});
        Overloaded& found = at->second;
        if (!is_new && worst > found.worst) {
            found.worst = worst;
            found.bound = spell.bound;
            found.worst_begin_s = spell.begin_s;
            found.without_charging = spell.without_charging;
        }
        found.beyond_s += spell.end_s - spell.begin_s;
        ++found.spells;
    }
    std::vector<Overloaded> all;
    for (auto const& [element, found] : by_element) all.push_back(found);
    std::ranges::sort(all, [](Overloaded const& a, Overloaded const& b) {
        return std::tuple(-a.worst, a.element) < std::tuple(-b.worst, b.element);
    });
    return all;
}

struct Place {
    std::string name, district;
};

std::string without_text(Overloaded const& o) {
    if (std::isnan(o.without_charging)) return "not known";
    if (o.worst == unsolved) return o.without_charging > o.bound ? "no solution" : "solved";
    return fmt::format("{:.3f}", o.without_charging);
}

std::string hour_text(Calendar const& calendar, double seconds) {
    std::string text = calendar.iso(SimTime{static_cast<std::int64_t>(seconds * 1'000.0)}).substr(0, 16);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

template <class PlaceOf>
std::string worst_text(std::string const& what, std::vector<Overloaded> const& all, Calendar const& calendar,
                       PlaceOf place_of) {
    if (all.empty()) return "";
    std::string text = fmt::format("\n{} beyond the rating: {}{}\n", what, all.size(),
                                   all.size() > listed ? fmt::format(", the worst {}", listed) : "");
    constexpr char const* row = "  {:<24} {:<14} {:>11} {:>6}  {:<16} {:>8} {:>7}";
    text += fmt::format(fmt::runtime(row), "", "district", "worst pu", "bound", "worst spell from",
                        "beyond h", "spells");
    text += fmt::format(" {:>17}\n", "without charging");
    for (std::size_t i = 0; i < std::min(listed, all.size()); ++i) {
        Overloaded const& o = all[i];
        Place const place = place_of(static_cast<std::size_t>(o.element));
        bool const solved = o.worst != unsolved;
        text +=
            fmt::format(fmt::runtime(row), place.name, place.district,
                        solved ? fmt::format("{:.3f}", o.worst) : "no solution",
                        solved ? fmt::format("{:.2f}", o.bound) : "", hour_text(calendar, o.worst_begin_s),
                        fmt::format("{:.2f}", o.beyond_s / 3'600.0), o.spells);
        text += fmt::format(" {:>17}\n", without_text(o));
    }
    return text;
}

}  // namespace

std::string violations_text(Hdf5Group const& root, Calendar const& calendar) {
    if (!root.contains("violations") || !root.contains("kpi")) return "";
    std::vector<Spell> const spells = read_spells(root.group("violations"));
    if (spells.empty()) return "\nno limit of the grid was broken\n";
    std::vector<std::string> const feeders = root.group("feeders").dataset("feeder").read_text(),
                                   districts = root.group("feeders").dataset("district").read_text(),
                                   transformers =
                                       root.group("transformers").dataset("transformer").read_text();
    auto const feeder_of = root.group("transformers").dataset("feeder").read<std::int32_t>();
    return counts_text(spells) +
           worst_text("feeders", overloaded(spells, {"feeder_loading", "no_solution"}), calendar,
                      [&](std::size_t f) { return Place{feeders.at(f), districts.at(f)}; }) +
           worst_text(
               "transformers", overloaded(spells, {"transformer_loading"}), calendar, [&](std::size_t t) {
                   return Place{transformers.at(t), districts.at(static_cast<std::size_t>(feeder_of.at(t)))};
               });
}

}  // namespace yuchong::io
