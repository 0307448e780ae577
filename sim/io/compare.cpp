#include "sim/io/compare.hpp"

#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <span>

namespace yuchong::io {

namespace {

constexpr std::uint64_t bytes_at_a_time = std::uint64_t{32} << 20U;
constexpr std::string_view cost_group = "run";  // cost and circumstance, no result

// Book-keeping of the dimension scales, not content.
bool is_bookkeeping(std::string const& attribute) {
    constexpr std::array names{"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST"};
    return std::ranges::find(names, attribute) != names.end();
}

// How a result was come by, not what it is: a replay equals the run whose controller it does without.
bool is_circumstance(std::string const& path, std::string const& attribute) {
    return path == "/" && attribute == "reproducible";
}

template <class T>
std::string print_as(std::byte const* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return fmt::format("{}", value);
}

std::string print(Hdf5Type type, std::byte const* at) {
    switch (type) {
        case Hdf5Type::i8: return print_as<std::int8_t>(at);
        case Hdf5Type::i16: return print_as<std::int16_t>(at);
        case Hdf5Type::i32: return print_as<std::int32_t>(at);
        case Hdf5Type::i64: return print_as<std::int64_t>(at);
        case Hdf5Type::f32: return print_as<float>(at);
        case Hdf5Type::f64: return print_as<double>(at);
        case Hdf5Type::text:
        case Hdf5Type::other: break;
    }
    return "?";
}

// [row, column] of a flat position.
std::string position(std::uint64_t flat, std::span<std::uint64_t const> shape) {
    std::vector<std::uint64_t> index(shape.size());
    for (std::size_t axis = shape.size(); axis-- > 0; flat /= shape[axis]) index[axis] = flat % shape[axis];
    return fmt::format("[{}]", fmt::join(index, ", "));
}

// What differs in one variable, counted while blocks of rows go by.
struct ValueDifference {
    std::uint64_t count = 0, total = 0;
    std::uint64_t first_at = 0;
    std::string first_left, first_right;
};

class Comparison {
public:
    std::vector<std::string> lines;

    void groups(Hdf5Group const& a, Hdf5Group const& b, std::string const& path) {
        attributes(a, b, path.empty() ? "/" : path);
        for (std::string const& name : common(a.datasets(), b.datasets(), path))
            variables(a.dataset(name), b.dataset(name), path + "/" + name);
        for (std::string const& name : common(a.groups(), b.groups(), path)) {
            if (path.empty() && name == cost_group) continue;
            groups(a.group(name), b.group(name), path + "/" + name);
        }
    }

private:
    // Names in both; those in one only are reported.
    std::vector<std::string> common(std::vector<std::string> a, std::vector<std::string> b,
                                    std::string const& path) {
        std::ranges::sort(a);
        std::ranges::sort(b);
        std::vector<std::string> both, only_a, only_b;
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        std::ranges::set_difference(a, b, std::back_inserter(only_a));
        std::ranges::set_difference(b, a, std::back_inserter(only_b));
        auto const report = [&](std::vector<std::string> const& names, char const* which) {
            for (std::string const& name : names)
                if (!path.empty() || name != cost_group)
                    lines.push_back(fmt::format("{}/{}: only in the {} file", path, name, which));
        };
        report(only_a, "first");
        report(only_b, "second");
        return both;
    }

    void attributes(Hdf5Object const& a, Hdf5Object const& b, std::string const& path) {
        std::set<std::string> names;
        for (auto const* object : {&a, &b})
            for (std::string& name : object->attributes())
                if (!is_bookkeeping(name) && !is_circumstance(path, name)) names.insert(std::move(name));
        for (std::string const& name : names) {
            std::string const left = a.has(name) ? a.text(name) : "(none)";
            std::string const right = b.has(name) ? b.text(name) : "(none)";
            if (left != right)
                lines.push_back(fmt::format("{} attribute {}: {} against {}", path, name, left, right));
        }
    }

    void variables(Hdf5Dataset const& a, Hdf5Dataset const& b, std::string const& path) {
        attributes(a, b, path);
        if (a.type() != b.type()) {
            lines.push_back(fmt::format("{}: {} against {}", path, name_of(a.type()), name_of(b.type())));
            return;
        }
        if (a.shape() != b.shape()) {
            lines.push_back(fmt::format("{}: shape ({}) against ({})", path, fmt::join(a.shape(), ", "),
                                        fmt::join(b.shape(), ", ")));
            return;
        }
        if (a.type() == Hdf5Type::other) {
            lines.push_back(fmt::format("{}: of a type that cannot be compared", path));
            return;
        }
        ValueDifference const found = a.type() == Hdf5Type::text ? texts(a, b) : numbers(a, b);
        if (found.count == 0) return;
        lines.push_back(fmt::format("{}: {} of {} values differ, first at {}: {} against {}", path,
                                    found.count, found.total, position(found.first_at, a.shape()),
                                    found.first_left, found.first_right));
    }

    static ValueDifference texts(Hdf5Dataset const& a, Hdf5Dataset const& b) {
        std::vector<std::string> const left = a.read_text(), right = b.read_text();
        ValueDifference found;
        found.total = left.size();
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (left[i] == right[i]) continue;
            if (found.count++ == 0) {
                found.first_at = i;
                // Long texts (the scenario) are shown from where they part.
                auto const part =
                    static_cast<std::size_t>(std::ranges::mismatch(left[i], right[i]).in1 - left[i].begin());
                std::size_t const from =
                    left[i].rfind('\n', part) == std::string::npos ? 0 : left[i].rfind('\n', part) + 1;
                found.first_left = "'" + left[i].substr(from, 60) + "'";
                found.first_right = "'" + right[i].substr(std::min(from, right[i].size()), 60) + "'";
            }
        }
        return found;
    }

    static ValueDifference numbers(Hdf5Dataset const& a, Hdf5Dataset const& b) {
        std::vector<std::uint64_t> const shape = a.shape();
        std::size_t const width = size_of(a.type());
        ValueDifference found;
        auto const block = [&](std::vector<std::byte> const& left, std::vector<std::byte> const& right) {
            std::uint64_t const before = found.total;
            found.total += left.size() / width;
            if (left.empty() || std::memcmp(left.data(), right.data(), left.size()) == 0) return;
            for (std::size_t at = 0; at < left.size(); at += width) {
                if (std::memcmp(left.data() + at, right.data() + at, width) == 0) continue;
                if (found.count++ != 0) continue;
                found.first_at = before + at / width;
                found.first_left = print(a.type(), left.data() + at);
                found.first_right = print(a.type(), right.data() + at);
            }
        };
        if (shape.empty()) {
            block(a.read_scalar(), b.read_scalar());
            return found;
        }
        std::uint64_t row_bytes = width;
        for (std::size_t axis = 1; axis < shape.size(); ++axis) row_bytes *= shape[axis];
        std::uint64_t const rows =
            std::max<std::uint64_t>(1, bytes_at_a_time / std::max<std::uint64_t>(1, row_bytes));
        for (std::uint64_t first = 0; first < shape[0]; first += rows) {
            std::uint64_t const n = std::min(rows, shape[0] - first);
            block(a.read_rows(first, n), b.read_rows(first, n));
        }
        return found;
    }
};

}  // namespace

std::vector<std::string> exact_differences(std::string const& first_path, std::string const& second_path) {
    static_cast<void>(read_provenance(first_path));  // both are results that can be read
    static_cast<void>(read_provenance(second_path));
    Hdf5File const first = Hdf5File::open(first_path);
    Hdf5File const second = Hdf5File::open(second_path);
    Comparison comparison;
    comparison.groups(first.root(), second.root(), "");
    return std::move(comparison.lines);
}

}  // namespace yuchong::io
