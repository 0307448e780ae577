#include "sim/io/source_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace yuchong::io {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

// Length of the well-formed sequence at the front, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view s) {
    auto const at = [&](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U; };
    auto const tail = [&](std::size_t i) { return i < s.size() && is_continuation(s[i]); };
    unsigned const a = at(0), b = at(1);
    if (a == 0) return 0;
    if (a < 0x80) return 1;
    if (a >= 0xc2 && a <= 0xdf) return tail(1) ? 2 : 0;
    if (a >= 0xe0 && a <= 0xef) {
        bool const fine = tail(1) && tail(2) && (a != 0xe0 || b >= 0xa0) && (a != 0xed || b <= 0x9f);
        return fine ? 3 : 0;
    }
    if (a >= 0xf0 && a <= 0xf4) {
        bool const fine =
            tail(1) && tail(2) && tail(3) && (a != 0xf0 || b >= 0x90) && (a != 0xf4 || b <= 0x8f);
        return fine ? 4 : 0;
    }
    return 0;
}

}  // namespace

SourceText::SourceText(std::string file, std::string bytes)
    : file_(std::move(file)), bytes_(std::move(bytes)), line_starts_{0} {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (bytes_[i] == '\n') line_starts_.push_back(i + 1);
    }
}

std::size_t SourceText::offset(int line, int byte_column) const {
    auto const row = std::min(static_cast<std::size_t>(std::max(line, 0)), line_starts_.size() - 1);
    return std::min(line_starts_[row] + static_cast<std::size_t>(std::max(byte_column, 0)), bytes_.size());
}

Mark SourceText::mark(int line, int byte_column) const { return mark_at(offset(line, byte_column)); }

Mark SourceText::mark_at(std::size_t offset) const {
    offset = std::min(offset, bytes_.size());
    auto const next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    auto const row = static_cast<std::size_t>(next - line_starts_.begin()) - 1;
    int column = 1;
    for (std::size_t i = line_starts_[row]; i < offset; ++i) column += is_continuation(bytes_[i]) ? 0 : 1;
    return {file_, static_cast<int>(row) + 1, column};
}

std::optional<std::size_t> first_malformed_byte(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        auto const length = sequence_length(bytes.substr(i));
        if (length == 0) return i;
        i += length;
    }
    return std::nullopt;
}

std::optional<SourceText> read_source(std::string const& path, Report& report,
                                      std::optional<AskedFrom> const& asked_from) {
    namespace fs = std::filesystem;
    auto const refuse = [&](std::string problem, std::string why, std::string hint) {
        report.add({asked_from ? asked_from->mark : Mark{path, 0, 0}, asked_from ? asked_from->key : "",
                    std::move(problem), std::move(why), std::move(hint)});
        return std::nullopt;
    };
    std::error_code failed;
    auto const status = fs::status(path, failed);
    if (!fs::exists(status)) {
        return refuse(fmt::format("cannot find the file {}", path), "no such file",
                      "check the path and its spelling");
    }
    if (fs::is_directory(status))
        return refuse(path + " is a folder", "a file is needed", "name a file inside it");

    std::ifstream in(path, std::ios::binary);
    if (!in)
        return refuse("cannot open the file " + path, "reading is not permitted", "check its permissions");
    std::string bytes(largest_file_bytes + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > largest_file_bytes) {
        return refuse(fmt::format("{} is larger than {} MB", path, largest_file_bytes / 1'000'000),
                      "such files are refused unread", "split it with base:, or keep tables in CSV files");
    }
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.erase(0, 3);

    SourceText text(path, std::move(bytes));
    if (auto const bad = first_malformed_byte(text.bytes())) {
        report.add({text.mark_at(*bad), "", "the file is not UTF-8 text",
                    fmt::format("byte 0x{:02x} is malformed", static_cast<unsigned char>(text.bytes()[*bad])),
                    "save it with the encoding UTF-8"});
        return std::nullopt;
    }
    return text;
}

}  // namespace yuchong::io
