#pragma once
// What is wrong with the input, all of it at once. Readers add problems and go on; whoever started the
// reading throws one InputError when the report is not empty. Nothing in io prints or exits.
//
//   scenarios/x.yaml:12:9: supply.limit_kw: -60 kW is out of range (must be 0 kW or more) ...
//
// A line reads `file:line:column: key: <problem> (<why>) <hint>`; lines and columns start at 1 and columns
// count characters, not bytes. Line 0 means the file as a whole.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

struct Mark {
    std::string file;
    int line = 0;
    int column = 0;
};

struct Problem {
    Mark mark;
    std::string key;      // full key path, may be empty
    std::string problem;  // what is wrong
    std::string why;      // why that is a problem, may be empty
    std::string hint;     // what to do, may be empty
};

std::string to_text(Mark const& mark);
std::string to_text(Problem const& problem);

class Report {
public:
    void add(Problem problem) { problems_.push_back(std::move(problem)); }
    void add(Report const& other);
    [[nodiscard]] bool empty() const { return problems_.empty(); }
    [[nodiscard]] std::size_t size() const { return problems_.size(); }
    // Is there a problem with this key, with one below it or with one above it?
    [[nodiscard]] bool concerns(std::string_view key) const;
    // Ordered by file, line and column; equal lines once.
    [[nodiscard]] std::vector<Problem> sorted() const;
    // One line a problem, at most `most_lines` of them and then how many more there are.
    [[nodiscard]] std::string text() const;

    static constexpr std::size_t most_lines = 200;

private:
    std::vector<Problem> problems_;
};

class InputError : public std::runtime_error {
public:
    explicit InputError(Report report) : std::runtime_error(report.text()), report_(std::move(report)) {}
    [[nodiscard]] Report const& report() const { return report_; }

private:
    Report report_;
};

// Throws InputError if the report holds anything.
inline void throw_if_any(Report const& report) {
    if (!report.empty()) throw InputError(report);
}

}  // namespace yuchong::io
