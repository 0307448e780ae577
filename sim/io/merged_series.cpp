// Series of all runs side by side: a virtual dataset that reads through to the run files, or their values.

#include "sim/io/merged_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <optional>

namespace yuchong::io {
namespace {

constexpr int packing = 1;

struct Name {
    std::string group, variable;
};
Name split(std::string const& series) {
    std::size_t const dot = series.find('.');
    return {series.substr(0, dot), series.substr(dot + 1)};
}

void copy_text(Hdf5Dataset const& from, Hdf5Dataset& to, char const* attribute) {
    if (from.has(attribute)) to.set(attribute, from.text(attribute));
}

void copy_dimension(Hdf5Group const& from, std::string const& name, NetcdfGroup& to) {
    Hdf5Dataset const source = from.dataset(name);
    std::string const words = source.has("long_name") ? source.text("long_name") : "";
    std::string const unit = source.has("units") ? source.text("units") : "";
    if (source.has("NAME") && source.text("NAME").starts_with("This is a netCDF dimension"))
        return to.bare_dimension(name, source.shape().at(0));
    if (source.type() == Hdf5Type::text) return to.text_dimension({name, unit, words}, source.read_text());
    Hdf5Dataset& made = to.growing_dimension<double>({name, unit, words}, source.shape().at(0));
    made.append(std::span<double const>(source.read<double>()));
    for (char const* attribute : {"calendar", "standard_name", "axis"}) copy_text(source, made, attribute);
}

// All runs have to agree on what a series is counted along.
class Shape {
public:
    Shape(Hdf5Group const& group, std::string const& variable) {
        Hdf5Dataset const dataset = group.dataset(variable);
        sizes_ = dataset.shape();
        if (group.contains("time")) {
            times_ = group.dataset("time").read<double>();
            units_ = group.dataset("time").text("units");
        }
    }
    bool operator==(Shape const&) const = default;
    [[nodiscard]] std::vector<std::uint64_t> const& sizes() const { return sizes_; }

private:
    std::vector<std::uint64_t> sizes_;
    std::vector<double> times_;
    std::string units_;
};

class SeriesWriter {
public:
    SeriesWriter(SweepManifest const& manifest, MergedRuns const& runs, Series mode)
        : manifest_(&manifest), runs_(&runs), mode_(mode) {
        for (std::size_t i = 0; i < runs.files.size() && first_.empty(); ++i) {
            if (!runs.files[i].empty()) first_ = path_of(i);
        }
    }

    void write(Hdf5Group& root, std::string const& series) {
        if (first_.empty()) return;
        Name const name = split(series);
        Hdf5File const file = Hdf5File::open(first_);
        if (!file.root().contains(name.group) || !file.root().group(name.group).contains(name.variable))
            throw ResultError(
                fmt::format("there is no series {} (the runs have no /{}/{}) see output/FORMAT.md", series,
                            name.group, name.variable));
        Hdf5Group const source = file.root().group(name.group);
        Hdf5Dataset const example = source.dataset(name.variable);
        std::vector<std::string> const axes = example.dimensions();
        if (example.type() != Hdf5Type::f32 || std::ranges::find(axes, "") != axes.end())
            throw ResultError(
                fmt::format("{} cannot be joined (it is no series of float32 with named axes)", series));
        Shape const shape(source, name.variable);
        check_shapes(series, name, shape);

        NetcdfGroup& group = group_of(root, name.group);
        std::vector<std::string> dimensions{"point", "replication"};
        for (std::string const& axis : axes) {
            if (!group.group().contains(axis)) copy_dimension(source, axis, group);
            dimensions.push_back(axis);
        }
        Hdf5Dataset made = mode_ == Series::joined ? join(group, name, shape) : copy(group, name, shape);
        for (unsigned axis = 0; axis < dimensions.size(); ++axis)
            made.attach(axis, group.variable(dimensions[axis]));
        for (char const* attribute : {"units", "long_name", "cell_methods"})
            copy_text(example, made, attribute);
        set_coordinates(made, *manifest_);
    }

private:
    [[nodiscard]] std::string path_of(std::size_t run) const {
        return runs_->folder + "/" + runs_->files[run];
    }

    NetcdfGroup& group_of(Hdf5Group& root, std::string const& name) {
        auto const found = groups_.find(name);
        if (found != groups_.end()) return found->second;
        // Apart from the key figures, some of which bear the names of groups.
        Hdf5Group all = root.contains("series") ? root.group("series") : root.create_group("series");
        NetcdfGroup& group =
            groups_.emplace(name, NetcdfGroup(all.create_group(name), packing)).first->second;
        write_coordinates(group, *manifest_, runs_->replications);
        return group;
    }

    void check_shapes(std::string const& series, Name const& name, Shape const& wanted) const {
        for (std::size_t i = 0; i < runs_->files.size(); ++i) {
            if (runs_->files[i].empty()) continue;
            Hdf5File const file = Hdf5File::open(path_of(i));
            bool const there =
                file.root().contains(name.group) && file.root().group(name.group).contains(name.variable);
            if (there && Shape(file.root().group(name.group), name.variable) == wanted) continue;
            throw ResultError(
                fmt::format("{} cannot be joined ({} has another length or other times than {}) "
                            "take it out of series",
                            series, path_of(i), first_));
        }
    }

    [[nodiscard]] std::vector<std::uint64_t> whole(Shape const& shape) const {
        std::vector<std::uint64_t> sizes{manifest_->points.size(), runs_->replications};
        sizes.insert(sizes.end(), shape.sizes().begin(), shape.sizes().end());
        return sizes;
    }

    Hdf5Dataset join(NetcdfGroup& group, Name const& name, Shape const& shape) const {
        std::vector<Hdf5Part> parts;
        for (std::size_t i = 0; i < runs_->files.size(); ++i) {
            if (runs_->files[i].empty()) continue;
            parts.push_back({runs_->files[i],
                             "/" + name.group + "/" + name.variable,
                             {i / runs_->replications, i % runs_->replications}});
        }
        return group.group().create_virtual(name.variable, Hdf5Type::f32, whole(shape), parts);
    }

    Hdf5Dataset copy(NetcdfGroup& group, Name const& name, Shape const& shape) const {
        std::vector<std::uint64_t> sizes = whole(shape), chunk = sizes;
        std::size_t values = 1;
        for (std::uint64_t const size : shape.sizes()) values *= size;
        sizes[0] = 0;
        chunk[0] = chunk[1] = 1;
        Hdf5Dataset made = group.group().create(name.variable, Hdf5Type::f32,
                                                {.shape = sizes, .chunk = chunk, .deflate = packing});
        made.set_number("_FillValue", std::numeric_limits<float>::quiet_NaN());
        for (std::size_t point = 0; point < manifest_->points.size(); ++point) {
            std::vector<float> row(runs_->replications * values, std::numeric_limits<float>::quiet_NaN());
            for (std::size_t r = 0; r < runs_->replications; ++r) {
                std::size_t const run = point * runs_->replications + r;
                if (runs_->files[run].empty()) continue;
                Hdf5File const file = Hdf5File::open(path_of(run));
                std::vector<float> const series =
                    file.root().group(name.group).dataset(name.variable).read<float>();
                std::ranges::copy(series, row.begin() + static_cast<std::ptrdiff_t>(r * values));
            }
            made.append(std::span<float const>(row));
        }
        return made;
    }

    SweepManifest const* manifest_;
    MergedRuns const* runs_;
    Series mode_;
    std::string first_;
    std::map<std::string, NetcdfGroup> groups_;
};

}  // namespace

std::vector<std::string> write_series(Hdf5Group& root, SweepManifest const& manifest, MergedRuns const& runs,
                                      Series series) {
    SeriesWriter writer(manifest, runs, series);
    std::vector<std::string> left_out;
    for (std::string const& name : manifest.plan.series) {
        try {
            writer.write(root, name);
        } catch (ResultError const& error) {
            left_out.emplace_back(error.what());
        }
    }
    return left_out;
}

}  // namespace yuchong::io
