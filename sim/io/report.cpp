#include "sim/io/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace yuchong::io {

std::string to_text(Mark const& mark) {
    if (mark.line == 0) return mark.file;
    return fmt::format("{}:{}:{}", mark.file, mark.line, mark.column);
}

std::string to_text(Problem const& problem) {
    std::string line = to_text(problem.mark) + ": ";
    if (!problem.key.empty()) line += problem.key + ": ";
    line += problem.problem;
    if (!problem.why.empty()) line += " (" + problem.why + ")";
    if (!problem.hint.empty()) line += " " + problem.hint;
    return line;
}

void Report::add(Report const& other) {
    problems_.insert(problems_.end(), other.problems_.begin(), other.problems_.end());
}

bool Report::concerns(std::string_view key) const {
    auto const inside = [](std::string_view inner, std::string_view outer) {
        return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.');
    };
    return std::any_of(problems_.begin(), problems_.end(), [&](Problem const& p) {
        return !p.key.empty() && (inside(p.key, key) || inside(key, p.key));
    });
}

std::vector<Problem> Report::sorted() const {
    auto const order = [](Problem const& p) {
        return std::tie(p.mark.file, p.mark.line, p.mark.column, p.key, p.problem, p.why, p.hint);
    };
    std::vector<Problem> problems = problems_;
    std::stable_sort(problems.begin(), problems.end(),
                     [&](Problem const& a, Problem const& b) { return order(a) < order(b); });
    auto const same = [&](Problem const& a, Problem const& b) { return order(a) == order(b); };
    problems.erase(std::unique(problems.begin(), problems.end(), same), problems.end());
    return problems;
}

std::string Report::text() const {
    auto const problems = sorted();
    std::string text;
    for (std::size_t i = 0; i < problems.size() && i < most_lines; ++i) text += to_text(problems[i]) + "\n";
    if (problems.size() > most_lines)
        text += fmt::format("and {} more problems\n", problems.size() - most_lines);
    return text;
}

}  // namespace yuchong::io
