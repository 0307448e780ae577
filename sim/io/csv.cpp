#include "sim/io/csv.hpp"

#include <fmt/format.h>

namespace yuchong::io {

namespace {

class CsvScanner {
public:
    CsvScanner(SourceText const& source, Report& report)
        : source_(source), bytes_(source.bytes()), report_(report) {}

    [[nodiscard]] bool at_end() const { return position_ >= bytes_.size(); }

    std::vector<CsvCell> row() {
        std::vector<CsvCell> cells;
        do {
            cells.push_back(cell());
        } while (take(','));
        take('\r');
        if (!at_end() && !take('\n')) {
            report_.add({source_.mark_at(position_), "", "text follows a closing quote",
                         "a comma has to come first", "double the quotes inside a quoted cell"});
            position_ = std::min(bytes_.find('\n', position_), bytes_.size());
            take('\n');
        }
        return cells;
    }

private:
    bool take(char c) {
        if (at_end() || bytes_[position_] != c) return false;
        ++position_;
        return true;
    }

    CsvCell cell() {
        CsvCell cell{"", source_.mark_at(position_)};
        if (take('"')) {
            cell.text = quoted(cell.mark);
        } else {
            std::size_t const end = std::min(bytes_.find_first_of(",\r\n", position_), bytes_.size());
            cell.text = bytes_.substr(position_, end - position_);
            position_ = end;
        }
        return cell;
    }

    std::string quoted(Mark const& opened) {
        std::string text;
        while (!at_end()) {
            char const c = bytes_[position_++];
            if (c != '"') {
                text += c;
            } else if (take('"')) {
                text += '"';
            } else {
                return text;
            }
        }
        report_.add(
            {opened, "", "the quote is not closed", "the file ends inside it", "add a closing quote"});
        return text;
    }

    SourceText const& source_;
    std::string const& bytes_;
    Report& report_;
    std::size_t position_ = 0;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i].text == name) return i;
    }
    return std::nullopt;
}

std::optional<CsvTable> read_csv(std::string const& path, Report& report,
                                 std::optional<AskedFrom> const& asked_from) {
    auto const source = read_source(path, report, asked_from);
    if (!source) return std::nullopt;
    std::size_t const problems = report.size();
    CsvScanner scanner(*source, report);
    CsvTable table;
    if (scanner.at_end()) {
        report.add({{path, 1, 1}, "", "the table is empty", "a header line is needed", "name the columns"});
        return std::nullopt;
    }
    table.header = scanner.row();
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        if (table.column(table.header[i].text) == i) continue;
        report.add({table.header[i].mark, "", fmt::format("the column {} stands twice", table.header[i].text),
                    "cells are found by name", "rename one"});
    }
    while (!scanner.at_end()) {
        std::size_t const before = report.size();
        auto row = scanner.row();
        if (report.size() > before) continue;
        bool const blank = row.size() == 1 && row[0].text.empty();
        if (blank) continue;
        if (row.size() != table.header.size()) {
            report.add({row[0].mark, "", fmt::format("the row has {} cells", row.size()),
                        fmt::format("the header has {}", table.header.size()),
                        "quote cells that hold commas"});
            continue;
        }
        table.rows.push_back(std::move(row));
    }
    if (report.size() > problems) return std::nullopt;
    return table;
}

}  // namespace yuchong::io
