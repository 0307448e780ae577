#pragma once
// The bytes of an input file: read with a size limit, checked to be UTF-8, and able to say where a byte
// stands in lines and characters (yaml-cpp counts bytes).

#include "sim/io/report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

// Larger files are refused before they are parsed.
inline constexpr std::size_t largest_file_bytes = 8'000'000;

class SourceText {
public:
    // Throws nothing; `bytes` must be valid UTF-8 for columns to mean characters.
    SourceText(std::string file, std::string bytes);

    [[nodiscard]] std::string const& file() const { return file_; }
    [[nodiscard]] std::string const& bytes() const { return bytes_; }
    // From a 0-based line and a 0-based column in bytes, to a mark that counts characters from 1.
    [[nodiscard]] Mark mark(int line, int byte_column) const;
    [[nodiscard]] Mark mark_at(std::size_t offset) const;
    [[nodiscard]] std::size_t offset(int line, int byte_column) const;

private:
    std::string file_, bytes_;
    std::vector<std::size_t> line_starts_;
};

// Offset of the first byte that is not well-formed UTF-8 (overlong forms, surrogates and NUL count as
// malformed).
std::optional<std::size_t> first_malformed_byte(std::string_view bytes);

// The key that names a file, and where it stands.
struct AskedFrom {
    Mark mark;
    std::string key;
};

// Reads a file; a missing, too large or malformed one is a problem in the report, at `asked_from` when
// another file named it. A byte order mark is dropped.
std::optional<SourceText> read_source(std::string const& path, Report& report,
                                      std::optional<AskedFrom> const& asked_from = std::nullopt);

}  // namespace yuchong::io
