#include "sim/io/matlab_text.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <string_view>

namespace yuchong::io {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// One statement as raw bytes with comments blanked out, so that offsets still hold.
struct Raw {
    std::size_t begin, end;
};

class Splitter {
public:
    Splitter(SourceText const& source, Report& report)
        : source_(source), report_(report), bytes_(source.bytes()) {}

    // Comments become blanks; statements end at ; and at line ends outside brackets.
    std::vector<Raw> statements() {
        std::vector<Raw> found;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < bytes_.size(); ++i) {
            char const c = bytes_[i];
            if (c == '%' || bytes_.compare(i, 3, "...") == 0) {
                bool const joins = c == '.';
                while (i < bytes_.size() && bytes_[i] != '\n') bytes_[i++] = ' ';
                if (i == bytes_.size()) break;
                if (joins) {
                    bytes_[i] = ' ';
                    continue;
                }
                --i;
            } else if (c == '\'' && opens_text(i)) {
                i = skip_text(i);
            } else if (c == '[' || c == '{') {
                opened_.push_back(i);
            } else if ((c == ']' || c == '}') && !opened_.empty()) {
                opened_.pop_back();
            } else if ((c == ';' || c == '\n') && opened_.empty()) {
                found.push_back({begin, i});
                begin = i + 1;
            }
        }
        if (!opened_.empty()) {
            report_.add({source_.mark_at(opened_[0]), "", "the bracket is not closed",
                         "the file ends inside it", "close it"});
        } else {
            found.push_back({begin, bytes_.size()});
        }
        return found;
    }
    [[nodiscard]] std::string const& bytes() const { return bytes_; }

private:
    // A quote after a word or a bracket transposes.
    [[nodiscard]] bool opens_text(std::size_t i) const {
        return i == 0 || !(is_word(bytes_[i - 1]) || bytes_[i - 1] == ')' || bytes_[i - 1] == ']');
    }
    [[nodiscard]] std::size_t skip_text(std::size_t i) const {
        std::size_t const end = bytes_.find_first_of("'\n", i + 1);
        return end == std::string::npos ? bytes_.size() : (bytes_[end] == '\n' ? end - 1 : end);
    }

    SourceText const& source_;
    Report& report_;
    std::string bytes_;
    std::vector<std::size_t> opened_;
};

std::string condense(std::string_view raw) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (!is_blank(raw[i]) && raw[i] != '\n') {
            text += raw[i];
            continue;
        }
        std::size_t const next = raw.find_first_not_of(" \t\r\n", i);
        if (next == std::string_view::npos) break;
        if (!text.empty() && is_word(text.back()) && is_word(raw[next])) text += ',';
        i = next - 1;
    }
    return text;
}

// Fills name and rows if the statement assigns numbers.
void read_numbers(SourceText const& source, std::string const& bytes, Raw raw, MatlabStatement& statement,
                  Report& report) {
    std::string_view const all(bytes);
    std::size_t const equals = all.find('=', raw.begin);
    if (equals == std::string::npos || equals >= raw.end) return;
    std::string const name = condense(all.substr(raw.begin, equals - raw.begin));
    std::size_t begin = all.find_first_not_of(" \t\r\n", equals + 1);
    std::size_t const last = all.find_last_not_of(" \t\r\n", raw.end - 1);
    if (begin == std::string::npos || begin >= raw.end) return;
    bool const matrix = all[begin] == '[';
    if (matrix && all[last] != ']') return;
    std::size_t const end = matrix ? last : last + 1;
    if (matrix) ++begin;
    std::vector<std::vector<MatlabNumber>> rows(1);
    for (std::size_t i = begin; i < end;) {
        char const c = all[i];
        if (c == ';' || c == '\n') {
            if (!rows.back().empty()) rows.emplace_back();
            ++i;
        } else if (is_blank(c) || c == ',') {
            ++i;
        } else {
            std::size_t const stop = std::min(all.find_first_of(" \t\r\n,;", i), end);
            std::string_view const word = all.substr(i, stop - i);
            double value = 0.0;
            char const* const first = word.data() + (word[0] == '+' ? 1 : 0);
            auto const [rest, error] = std::from_chars(first, word.data() + word.size(), value);
            if (error != std::errc() || rest != word.data() + word.size()) {
                if (!matrix) return;  // an expression or a text
                report.add({source.mark_at(i), name, fmt::format("\"{}\" is not a number", word),
                            "the matrix is read as it stands", "write it out"});
            }
            rows.back().push_back({value, source.mark_at(i)});
            i = stop;
        }
    }
    if (rows.back().empty()) rows.pop_back();
    statement.name = name;
    statement.rows = std::move(rows);
}

}  // namespace

std::vector<MatlabStatement> read_matlab(SourceText const& source, Report& report) {
    Splitter splitter(source, report);
    std::vector<MatlabStatement> statements;
    for (Raw const raw : splitter.statements()) {
        std::string_view const text =
            std::string_view(splitter.bytes()).substr(raw.begin, raw.end - raw.begin);
        std::size_t const first = text.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos) continue;
        MatlabStatement statement{condense(text), source.mark_at(raw.begin + first), "", {}};
        bool const assigns_names = statement.text[0] == '[';
        if (!assigns_names) read_numbers(source, splitter.bytes(), raw, statement, report);
        statements.push_back(std::move(statement));
    }
    return statements;
}

}  // namespace yuchong::io
