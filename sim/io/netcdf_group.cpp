#include "sim/io/netcdf_group.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>

namespace yuchong::io {

namespace {

template <class T>
constexpr Hdf5Type stored_as() {
    if constexpr (std::is_same_v<T, std::int8_t>) return Hdf5Type::i8;
    if constexpr (std::is_same_v<T, std::int16_t>) return Hdf5Type::i16;
    if constexpr (std::is_same_v<T, std::int32_t>) return Hdf5Type::i32;
    if constexpr (std::is_same_v<T, std::int64_t>) return Hdf5Type::i64;
    if constexpr (std::is_same_v<T, float>) return Hdf5Type::f32;
    if constexpr (std::is_same_v<T, double>) return Hdf5Type::f64;
}

}  // namespace

std::vector<std::uint64_t> NetcdfGroup::sizes(std::vector<std::string> const& dimensions) {
    std::vector<std::uint64_t> result;
    for (std::string const& name : dimensions) result.push_back(variable(name).shape().at(0));
    return result;
}

Hdf5Dataset& NetcdfGroup::variable(std::string const& name) {
    auto const found = variables_.find(name);
    if (found != variables_.end()) return found->second;
    return variables_.emplace(name, group_.dataset(name)).first->second;
}

Hdf5Dataset& NetcdfGroup::adopt(Hdf5Dataset made, Description const& what,
                                std::vector<std::string> const& dimensions) {
    if (!what.units.empty()) made.set("units", what.units);
    made.set("long_name", what.long_name);
    unsigned axis = 0;
    for (std::string const& name : dimensions) made.attach(axis++, variable(name));
    return variables_.insert_or_assign(what.name, std::move(made)).first->second;
}

void NetcdfGroup::bare_dimension(std::string const& name, std::uint64_t size) {
    Hdf5Dataset made = group_.create(name, Hdf5Type::f32, {.shape = {size}});
    // netCDF recognises exactly this name, the length in ten columns.
    made.become_dimension(fmt::format("This is a netCDF dimension but not a netCDF variable.{:10d}", size));
    variables_.insert_or_assign(name, std::move(made));
}

void NetcdfGroup::text_dimension(Description const& what, std::vector<std::string> const& values) {
    Hdf5Dataset made = group_.create(what.name, Hdf5Type::text, {.shape = {values.size()}});
    made.write(std::span<std::string const>(values));
    made.become_dimension(what.name);
    adopt(std::move(made), what, {});
}

template <class T>
Hdf5Dataset& NetcdfGroup::growing_dimension(Description const& what, std::uint64_t chunk) {
    Hdf5Dataset made =
        group_.create(what.name, stored_as<T>(), {.shape = {0}, .chunk = {chunk}, .deflate = deflate_});
    made.become_dimension(what.name);
    return adopt(std::move(made), what, {});
}

void NetcdfGroup::text(Description const& what, std::vector<std::string> const& dimensions,
                       std::vector<std::string> const& values) {
    Hdf5Dataset made = group_.create(what.name, Hdf5Type::text, {.shape = sizes(dimensions)});
    made.write(std::span<std::string const>(values));
    adopt(std::move(made), what, dimensions);
}

template <class T>
void NetcdfGroup::numbers(Description const& what, std::vector<std::string> const& dimensions,
                          std::vector<T> const& values) {
    Hdf5Dataset made = group_.create(what.name, stored_as<T>(), {.shape = sizes(dimensions)});
    made.write(std::span<T const>(values));
    adopt(std::move(made), what, dimensions);
}

template <class T>
void NetcdfGroup::codes(Description const& what, std::vector<std::string> const& dimensions,
                        std::vector<T> const& values, Codes const& codes) {
    numbers<T>(what, dimensions, values);
    describe_codes<T>(variable(what.name), codes);
}

void NetcdfGroup::scalar_text(Description const& what, std::string const& value) {
    Hdf5Dataset made = group_.create(what.name, Hdf5Type::text, {});
    made.write(std::span<std::string const>(&value, 1));
    adopt(std::move(made), what, {});
}

template <class T>
void NetcdfGroup::scalar(Description const& what, T value) {
    Hdf5Dataset made = group_.create(what.name, stored_as<T>(), {});
    made.write(std::span<T const>(&value, 1));
    adopt(std::move(made), what, {});
}

template <class T>
Hdf5Dataset& NetcdfGroup::growing(Description const& what, std::vector<std::string> const& dimensions,
                                  std::vector<std::uint64_t> const& chunk) {
    Hdf5Dataset made = group_.create(what.name, stored_as<T>(),
                                     {.shape = sizes(dimensions), .chunk = chunk, .deflate = deflate_});
    if constexpr (std::is_floating_point_v<T>)
        made.set_number("_FillValue", std::numeric_limits<T>::quiet_NaN());
    return adopt(std::move(made), what, dimensions);
}

template <class T>
void describe_codes(Hdf5Dataset& variable, Codes const& codes) {
    std::vector<T> values(codes.meanings.size());
    std::iota(values.begin(), values.end(), T{0});
    variable.set("flag_values", std::span<T const>(values));
    variable.set("flag_meanings", fmt::format("{}", fmt::join(codes.meanings, " ")));
}

#define YUCHONG_NETCDF_TYPE(T)                                                                         \
    template Hdf5Dataset& NetcdfGroup::growing_dimension<T>(Description const&, std::uint64_t);        \
    template void NetcdfGroup::numbers<T>(Description const&, std::vector<std::string> const&,         \
                                          std::vector<T> const&);                                      \
    template void NetcdfGroup::scalar<T>(Description const&, T);                                       \
    template Hdf5Dataset& NetcdfGroup::growing<T>(Description const&, std::vector<std::string> const&, \
                                                  std::vector<std::uint64_t> const&);
YUCHONG_NETCDF_TYPE(std::int8_t)
YUCHONG_NETCDF_TYPE(std::int16_t)
YUCHONG_NETCDF_TYPE(std::int32_t)
YUCHONG_NETCDF_TYPE(std::int64_t)
YUCHONG_NETCDF_TYPE(float)
YUCHONG_NETCDF_TYPE(double)
#undef YUCHONG_NETCDF_TYPE

#define YUCHONG_NETCDF_CODES(T)                                                              \
    template void NetcdfGroup::codes<T>(Description const&, std::vector<std::string> const&, \
                                        std::vector<T> const&, Codes const&);                \
    template void describe_codes<T>(Hdf5Dataset&, Codes const&);
YUCHONG_NETCDF_CODES(std::int8_t)
YUCHONG_NETCDF_CODES(std::int16_t)
YUCHONG_NETCDF_CODES(std::int32_t)
#undef YUCHONG_NETCDF_CODES

}  // namespace yuchong::io
