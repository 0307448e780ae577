#pragma once
// One group of a netCDF-4 file, written with HDF5: named dimensions, and variables that say their unit and
// meaning. Rules that readers need (checked with ncdump, netCDF4 and h5netcdf): every variable has a
// dimension scale on every axis; a dimension without values is a scale with netCDF's own odd name; text is of
// variable length.
//
//   NetcdfGroup group(file.root().create_group("city"), deflate);
//   group.growing_dimension({"time", "seconds since 2025-08-05 00:00:00", "beginning of the step"});
//   group.create<float>({"charging_kw", "kW", "charging power"}, {"time"}, {1024});

#include "sim/io/hdf5_file.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

struct Description {
    std::string name;
    std::string units;  // UDUNITS; "1" for numbers without one and for text
    std::string long_name;
};

// CF flags: what the codes of a variable mean, code i = meanings[i]. Meanings hold no blanks.
struct Codes {
    std::vector<std::string> meanings;
};

class NetcdfGroup {
public:
    NetcdfGroup(Hdf5Group group, int deflate) : group_(std::move(group)), deflate_(deflate) {}

    // A dimension without values.
    void bare_dimension(std::string const& name, std::uint64_t size);
    // Dimensions with values: the coordinate variable of the same name.
    void text_dimension(Description const& what, std::vector<std::string> const& values);
    template <class T>
    Hdf5Dataset& growing_dimension(Description const& what, std::uint64_t chunk);

    // Variables of fixed size, written at once.
    void text(Description const& what, std::vector<std::string> const& dimensions,
              std::vector<std::string> const& values);
    template <class T>
    void numbers(Description const& what, std::vector<std::string> const& dimensions,
                 std::vector<T> const& values);
    template <class T>
    void codes(Description const& what, std::vector<std::string> const& dimensions,
               std::vector<T> const& values, Codes const& codes);
    void scalar_text(Description const& what, std::string const& value);
    template <class T>
    void scalar(Description const& what, T value);

    // A variable whose first dimension grows; rows are appended later. Floating-point ones get a NaN
    // _FillValue.
    template <class T>
    Hdf5Dataset& growing(Description const& what, std::vector<std::string> const& dimensions,
                         std::vector<std::uint64_t> const& chunk);

    [[nodiscard]] Hdf5Dataset& variable(std::string const& name);
    [[nodiscard]] Hdf5Group& group() { return group_; }

private:
    Hdf5Dataset& adopt(Hdf5Dataset made, Description const& what, std::vector<std::string> const& dimensions);
    [[nodiscard]] std::vector<std::uint64_t> sizes(std::vector<std::string> const& dimensions);

    Hdf5Group group_;
    int deflate_;
    std::map<std::string, Hdf5Dataset> variables_;  // coordinates and growing variables stay open
};

template <class T>
void describe_codes(Hdf5Dataset& variable, Codes const& codes);

}  // namespace yuchong::io
