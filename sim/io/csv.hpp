#pragma once
// A small strict CSV reader (RFC 4180): comma, double quotes, one header line, UTF-8 with or without a byte
// order mark, LF or CRLF. Every cell knows its place, so that tables report like YAML does.

#include "sim/io/source_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

struct CsvCell {
    std::string text;
    Mark mark;
};

struct CsvTable {
    std::vector<CsvCell> header;
    std::vector<std::vector<CsvCell>> rows;  // each as long as the header

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

// Nothing if the file cannot be used; the report says why: quotes that do not close, rows of another length,
// columns named twice, no header.
std::optional<CsvTable> read_csv(std::string const& path, Report& report,
                                 std::optional<AskedFrom> const& asked_from = std::nullopt);

}  // namespace yuchong::io
