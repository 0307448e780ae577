#include "sim/io/hdf5_file.hpp"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace yuchong::io {

namespace {

constexpr std::size_t chunk_cache_slots = 12'421;  // prime, well above the chunks of a row
constexpr double chunk_cache_preemption = 1.0;     // whole written chunks leave first
constexpr unsigned compact_attributes = 64;        // dense attribute storage gains nothing here

// Called before anything else of HDF5, cheap enough to be called again and again. No clean-up at exit: after
// a full disk HDF5 1.10.8 crashes there on what it could not write. No error stack on stderr; each thread has
// its own.
void prepare_library() {
    static herr_t const first = H5dont_atexit();
    static_cast<void>(first);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

// The innermost entry of HDF5's error stack is what the system said; walking downward it comes last.
std::string hdf5_words() {
    std::string words;
    H5E_walk2_t const keep = [](unsigned, H5E_error2_t const* entry, void* out) -> herr_t {
        if (entry->desc != nullptr) *static_cast<std::string*>(out) = entry->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep, &words);
    return words;
}

[[noreturn]] void fail(std::string_view action, std::string_view path) {
    std::string const words = hdf5_words();
    if (words.find("No space left on device") != std::string::npos ||
        words.find("Disk quota exceeded") != std::string::npos)
        throw Hdf5Error(fmt::format(
            "cannot {} {} (the disk is full) free some space or choose another output", action, path));
    throw Hdf5Error(
        fmt::format("cannot {} {} ({})", action, path, words.empty() ? "HDF5 gave no reason" : words));
}

template <class Result>
Result ensure(Result result, std::string_view action, std::string_view path) {
    if (result < 0) fail(action, path);
    return result;
}

template <herr_t (*close)(hid_t)>
Hdf5Handle own(hid_t id, std::string_view action, std::string_view path) {
    return {ensure(id, action, path), [](std::int64_t handle) { return static_cast<int>(close(handle)); }};
}

template <class T>
constexpr Hdf5Type type_of() {
    if constexpr (std::is_same_v<T, std::int8_t>) return Hdf5Type::i8;
    if constexpr (std::is_same_v<T, std::int16_t>) return Hdf5Type::i16;
    if constexpr (std::is_same_v<T, std::int32_t>) return Hdf5Type::i32;
    if constexpr (std::is_same_v<T, std::int64_t>) return Hdf5Type::i64;
    if constexpr (std::is_same_v<T, float>) return Hdf5Type::f32;
    if constexpr (std::is_same_v<T, double>) return Hdf5Type::f64;
}

// Stored little-endian whatever the machine.
hid_t stored(Hdf5Type type) {
    switch (type) {
        case Hdf5Type::i8: return H5T_STD_I8LE;
        case Hdf5Type::i16: return H5T_STD_I16LE;
        case Hdf5Type::i32: return H5T_STD_I32LE;
        case Hdf5Type::i64: return H5T_STD_I64LE;
        case Hdf5Type::f32: return H5T_IEEE_F32LE;
        case Hdf5Type::f64: return H5T_IEEE_F64LE;
        case Hdf5Type::text:
        case Hdf5Type::other: break;
    }
    throw Hdf5Error("no number type (bug in the caller)");
}

Hdf5Handle text_type() {
    Hdf5Handle type = own<H5Tclose>(H5Tcopy(H5T_C_S1), "make", "text type");
    ensure(H5Tset_size(type.get(), H5T_VARIABLE), "make", "text type");
    ensure(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make", "text type");
    return type;
}

Hdf5Type classify(hid_t type) {
    H5T_class_t const kind = H5Tget_class(type);
    std::size_t const size = H5Tget_size(type);
    if (kind == H5T_STRING) return H5Tis_variable_str(type) > 0 ? Hdf5Type::text : Hdf5Type::other;
    if (kind == H5T_FLOAT) return size == 4 ? Hdf5Type::f32 : size == 8 ? Hdf5Type::f64 : Hdf5Type::other;
    if (kind != H5T_INTEGER || H5Tget_sign(type) != H5T_SGN_2) return Hdf5Type::other;
    switch (size) {
        case 1: return Hdf5Type::i8;
        case 2: return Hdf5Type::i16;
        case 4: return Hdf5Type::i32;
        case 8: return Hdf5Type::i64;
        default: return Hdf5Type::other;
    }
}

std::uint64_t product(std::span<std::uint64_t const> sizes) {
    return std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{1}, std::multiplies<>());
}

std::vector<hsize_t> native(std::span<std::uint64_t const> sizes) { return {sizes.begin(), sizes.end()}; }

// Strings that HDF5 allocated while reading, given back whatever happens.
class ReadStrings {
public:
    ReadStrings(std::size_t count, hid_t type, hid_t space)
        : pointers_(count, nullptr), type_(type), space_(space) {}
    ReadStrings(ReadStrings const&) = delete;
    ReadStrings& operator=(ReadStrings const&) = delete;
    ~ReadStrings() { H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, pointers_.data()); }
    [[nodiscard]] char** data() { return pointers_.data(); }
    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> result;
        for (char const* p : pointers_) result.emplace_back(p == nullptr ? "" : p);
        return result;
    }

private:
    std::vector<char*> pointers_;
    hid_t type_, space_;
};

// The cache must hold whole rows of chunks, or chunks are packed and unpacked again and again: two rows, for
// appends that do not begin at a chunk's border.
std::size_t cache_bytes(std::span<std::uint64_t const> shape, std::span<std::uint64_t const> chunk,
                        std::size_t element) {
    std::size_t row = element * chunk[0];
    for (std::size_t axis = 1; axis < chunk.size(); ++axis)
        row *= chunk[axis] * ((shape[axis] + chunk[axis] - 1) / chunk[axis]);
    return 2 * row;
}

Hdf5Handle access_with_cache(std::size_t bytes, std::string const& path) {
    Hdf5Handle access = own<H5Pclose>(H5Pcreate(H5P_DATASET_ACCESS), "plan", path);
    ensure(H5Pset_chunk_cache(access.get(), chunk_cache_slots, bytes, chunk_cache_preemption),
           "plan the cache of", path);
    return access;
}

std::vector<char const*> pointers_to(std::span<std::string const> texts) {
    std::vector<char const*> pointers;
    pointers.reserve(texts.size());
    for (std::string const& text : texts) pointers.push_back(text.c_str());
    return pointers;
}

}  // namespace

std::size_t size_of(Hdf5Type type) {
    switch (type) {
        case Hdf5Type::i8: return 1;
        case Hdf5Type::i16: return 2;
        case Hdf5Type::i32:
        case Hdf5Type::f32: return 4;
        case Hdf5Type::i64:
        case Hdf5Type::f64: return 8;
        case Hdf5Type::text:
        case Hdf5Type::other: break;
    }
    return 0;
}

char const* name_of(Hdf5Type type) {
    constexpr std::array names{"int8", "int16", "int32", "int64", "float32", "float64", "string", "other"};
    return names[static_cast<std::size_t>(type)];
}

std::string hdf5_version() {
    unsigned major = 0, minor = 0, release = 0;
    H5get_libversion(&major, &minor, &release);
    return fmt::format("{}.{}.{}", major, minor, release);
}

// ---- handles and attributes

Hdf5Handle::Hdf5Handle(Hdf5Handle&& other) noexcept
    : id_(std::exchange(other.id_, -1)), close_(std::exchange(other.close_, nullptr)) {}

Hdf5Handle& Hdf5Handle::operator=(Hdf5Handle&& other) noexcept {
    if (this != &other) {
        reset();
        id_ = std::exchange(other.id_, -1);
        close_ = std::exchange(other.close_, nullptr);
    }
    return *this;
}

int Hdf5Handle::reset() {
    if (close_ == nullptr) return 0;
    prepare_library();
    return std::exchange(close_, nullptr)(std::exchange(id_, -1));
}

bool Hdf5Object::has(std::string const& attribute) const {
    return ensure(H5Aexists(id(), attribute.c_str()), "look for attributes of", path_) > 0;
}

void Hdf5Object::set(std::string const& attribute, std::string_view text) {
    prepare_library();
    if (has(attribute)) ensure(H5Adelete(id(), attribute.c_str()), "replace an attribute of", path_);
    // Attributes are of fixed length: every reader takes those, and they need no heap.
    Hdf5Handle const type = own<H5Tclose>(H5Tcopy(H5T_C_S1), "make", "text type");
    ensure(H5Tset_size(type.get(), std::max<std::size_t>(text.size(), 1)), "make", "text type");
    ensure(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "make", "text type");
    ensure(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make", "text type");
    Hdf5Handle const space = own<H5Sclose>(H5Screate(H5S_SCALAR), "describe", path_);
    Hdf5Handle const made =
        own<H5Aclose>(H5Acreate2(id(), attribute.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                      "write attribute " + attribute + " of", path_);
    std::string const padded(text.empty() ? std::string_view("\0", 1) : text);
    ensure(H5Awrite(made.get(), type.get(), padded.data()), "write attribute " + attribute + " of", path_);
}

template <class T>
void Hdf5Object::set(std::string const& attribute, std::span<T const> values) {
    prepare_library();
    if (has(attribute)) ensure(H5Adelete(id(), attribute.c_str()), "replace an attribute of", path_);
    hsize_t const size = values.size();
    Hdf5Handle const space = own<H5Sclose>(H5Screate_simple(1, &size, nullptr), "describe", path_);
    Hdf5Handle const made = own<H5Aclose>(
        H5Acreate2(id(), attribute.c_str(), stored(type_of<T>()), space.get(), H5P_DEFAULT, H5P_DEFAULT),
        "write attribute " + attribute + " of", path_);
    ensure(H5Awrite(made.get(), stored(type_of<T>()), values.data()), "write attribute " + attribute + " of",
           path_);
}

std::vector<std::string> Hdf5Object::attributes() const {
    prepare_library();
    std::vector<std::string> names;
    H5A_operator2_t const collect = [](hid_t, char const* name, H5A_info_t const*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
    };
    hsize_t position = 0;
    ensure(H5Aiterate2(id(), H5_INDEX_NAME, H5_ITER_INC, &position, collect, &names), "list attributes of",
           path_);
    return names;
}

std::string Hdf5Object::text(std::string const& attribute) const {
    prepare_library();
    Hdf5Handle const opened = own<H5Aclose>(H5Aopen(id(), attribute.c_str(), H5P_DEFAULT),
                                            "read attribute " + attribute + " of", path_);
    Hdf5Handle const type = own<H5Tclose>(H5Aget_type(opened.get()), "read attributes of", path_);
    Hdf5Handle const space = own<H5Sclose>(H5Aget_space(opened.get()), "read attributes of", path_);
    auto const count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get()));
    H5T_class_t const kind = H5Tget_class(type.get());
    if (kind == H5T_STRING && H5Tis_variable_str(type.get()) > 0) {
        ReadStrings strings(count, type.get(), space.get());
        ensure(H5Aread(opened.get(), type.get(), strings.data()), "read attributes of", path_);
        return fmt::format("{}", fmt::join(strings.texts(), " "));
    }
    if (kind == H5T_STRING) {
        std::string bytes(H5Tget_size(type.get()) * count, '\0');
        ensure(H5Aread(opened.get(), type.get(), bytes.data()), "read attributes of", path_);
        return bytes.substr(0, bytes.find('\0'));
    }
    if (kind == H5T_INTEGER) {
        std::vector<std::int64_t> values(count);
        ensure(H5Aread(opened.get(), H5T_NATIVE_INT64, values.data()), "read attributes of", path_);
        return fmt::format("{}", fmt::join(values, " "));
    }
    if (kind == H5T_FLOAT) {
        std::vector<double> values(count);
        ensure(H5Aread(opened.get(), H5T_NATIVE_DOUBLE, values.data()), "read attributes of", path_);
        return fmt::format("{}", fmt::join(values, " "));
    }
    return "";
}

// ---- datasets

Hdf5Type Hdf5Dataset::type() const {
    return classify(own<H5Tclose>(H5Dget_type(id()), "read the type of", path_).get());
}

std::vector<std::uint64_t> Hdf5Dataset::shape() const {
    Hdf5Handle const space = own<H5Sclose>(H5Dget_space(id()), "read the shape of", path_);
    int const axes = ensure(H5Sget_simple_extent_ndims(space.get()), "read the shape of", path_);
    std::vector<hsize_t> sizes(static_cast<std::size_t>(axes));
    ensure(H5Sget_simple_extent_dims(space.get(), sizes.data(), nullptr), "read the shape of", path_);
    return {sizes.begin(), sizes.end()};
}

std::vector<std::uint64_t> Hdf5Dataset::chunk() const {
    Hdf5Handle const plan = own<H5Pclose>(H5Dget_create_plist(id()), "read the layout of", path_);
    if (H5Pget_layout(plan.get()) != H5D_CHUNKED) return {};
    std::vector<hsize_t> sizes(shape().size());
    ensure(H5Pget_chunk(plan.get(), static_cast<int>(sizes.size()), sizes.data()), "read the layout of",
           path_);
    return {sizes.begin(), sizes.end()};
}

template <class T>
void Hdf5Dataset::write(std::span<T const> values) {
    prepare_library();
    if (product(shape()) != values.size())
        throw Hdf5Error("cannot write " + path_ + " (wrong number of values)");
    ensure(H5Dwrite(id(), stored(type_of<T>()), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "write",
           path_);
    ensure(H5Dflush(id()), "write", path_);  // closing would drop what cannot be written without a word
}

void Hdf5Dataset::write(std::span<std::string const> texts) {
    prepare_library();
    if (product(shape()) != texts.size())
        throw Hdf5Error("cannot write " + path_ + " (wrong number of values)");
    Hdf5Handle const type = text_type();
    std::vector<char const*> const pointers = pointers_to(texts);
    ensure(H5Dwrite(id(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "write", path_);
    ensure(H5Dflush(id()), "write", path_);
}

void Hdf5Dataset::resize_rows(std::uint64_t rows) {
    prepare_library();
    std::vector<hsize_t> sizes = native(shape());
    sizes.at(0) = rows;
    ensure(H5Dset_extent(id(), sizes.data()), "extend", path_);
}

Hdf5Handle Hdf5Dataset::row_selection(std::uint64_t first, std::uint64_t rows) const {
    Hdf5Handle space = own<H5Sclose>(H5Dget_space(id()), "read the shape of", path_);
    std::vector<hsize_t> count = native(shape());
    std::vector<hsize_t> start(count.size(), 0);
    start.at(0) = first;
    count.at(0) = rows;
    ensure(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
           "select rows of", path_);
    return space;
}

template <class T>
void Hdf5Dataset::append(std::span<T const> values) {
    prepare_library();
    if (values.empty()) return;
    std::vector<std::uint64_t> const before = shape();
    std::uint64_t const row = product(std::span(before).subspan(1));
    if (row == 0 || values.size() % row != 0)
        throw Hdf5Error("cannot append to " + path_ + " (not in whole rows)");
    std::uint64_t const rows = values.size() / row;
    resize_rows(before[0] + rows);
    Hdf5Handle const in_file = row_selection(before[0], rows);
    hsize_t const size = values.size();
    Hdf5Handle const in_memory = own<H5Sclose>(H5Screate_simple(1, &size, nullptr), "append to", path_);
    ensure(H5Dwrite(id(), stored(type_of<T>()), in_memory.get(), in_file.get(), H5P_DEFAULT, values.data()),
           "append to", path_);
}

template <class T>
std::vector<T> Hdf5Dataset::read() const {
    prepare_library();
    std::vector<T> values(product(shape()));
    if (values.empty()) return values;
    ensure(H5Dread(id(), stored(type_of<T>()), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read", path_);
    return values;
}

std::vector<std::string> Hdf5Dataset::read_text() const {
    prepare_library();
    std::size_t const count = product(shape());
    if (count == 0) return {};
    Hdf5Handle const type = text_type();
    Hdf5Handle const space = own<H5Sclose>(H5Dget_space(id()), "read", path_);
    ReadStrings strings(count, type.get(), space.get());
    ensure(H5Dread(id(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, strings.data()), "read", path_);
    return strings.texts();
}

std::vector<std::byte> Hdf5Dataset::read_rows(std::uint64_t first, std::uint64_t rows) const {
    prepare_library();
    Hdf5Type const kind = type();
    std::uint64_t const count = rows * product(std::span<std::uint64_t const>(shape()).subspan(1));
    std::vector<std::byte> bytes(count * size_of(kind));
    if (bytes.empty()) return bytes;
    Hdf5Handle const in_file = row_selection(first, rows);
    hsize_t const size = count;
    Hdf5Handle const in_memory = own<H5Sclose>(H5Screate_simple(1, &size, nullptr), "read", path_);
    ensure(H5Dread(id(), stored(kind), in_memory.get(), in_file.get(), H5P_DEFAULT, bytes.data()), "read",
           path_);
    return bytes;
}

std::vector<std::byte> Hdf5Dataset::read_scalar() const {
    prepare_library();
    Hdf5Type const kind = type();
    std::vector<std::byte> bytes(size_of(kind));
    ensure(H5Dread(id(), stored(kind), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), "read", path_);
    return bytes;
}

void Hdf5Dataset::become_dimension(std::string const& name) {
    prepare_library();
    ensure(H5DSset_scale(id(), name.c_str()), "make a dimension of", path_);
}

void Hdf5Dataset::attach(unsigned axis, Hdf5Dataset const& dimension) {
    prepare_library();
    ensure(H5DSattach_scale(id(), dimension.id(), axis), "attach a dimension to", path_);
}

bool Hdf5Dataset::is_dimension() const { return H5DSis_scale(id()) > 0; }

std::vector<std::string> Hdf5Dataset::dimensions() const {
    prepare_library();
    auto const axes = static_cast<unsigned>(shape().size());
    if (is_dimension()) return {path_.substr(path_.rfind('/') + 1)};
    std::vector<std::string> names(axes);
    H5DS_iterate_t const take_name = [](hid_t, unsigned, hid_t scale, void* out) -> herr_t {
        std::array<char, 256> buffer{};
        if (H5Iget_name(scale, buffer.data(), buffer.size()) < 0) return -1;
        std::string_view const path(buffer.data());
        *static_cast<std::string*>(out) = path.substr(path.rfind('/') + 1);
        return 1;
    };
    for (unsigned axis = 0; axis < axes; ++axis) {
        if (H5DSget_num_scales(id(), axis) < 1) continue;
        ensure(H5DSiterate_scales(id(), axis, nullptr, take_name, &names[axis]), "read the dimensions of",
               path_);
    }
    return names;
}

// ---- groups and files

std::string Hdf5Group::child_path(std::string const& name) const {
    return path_.ends_with('/') ? path_ + name : path_ + "/" + name;
}

Hdf5Group Hdf5Group::create_group(std::string const& name) {
    prepare_library();
    Hdf5Handle const plan = own<H5Pclose>(H5Pcreate(H5P_GROUP_CREATE), "plan", path_);
    ensure(H5Pset_link_creation_order(plan.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "plan",
           path_);
    ensure(H5Pset_obj_track_times(plan.get(), false), "plan", path_);
    std::string path = child_path(name);
    Hdf5Handle made = own<H5Gclose>(H5Gcreate2(id(), name.c_str(), H5P_DEFAULT, plan.get(), H5P_DEFAULT),
                                    "create group", path);
    return {std::move(made), std::move(path)};
}

Hdf5Dataset Hdf5Group::create_virtual(std::string const& name, Hdf5Type type,
                                      std::vector<std::uint64_t> const& shape,
                                      std::vector<Hdf5Part> const& parts) {
    prepare_library();
    std::string path = child_path(name);
    Hdf5Handle const plan = own<H5Pclose>(H5Pcreate(H5P_DATASET_CREATE), "plan", path);
    ensure(H5Pset_obj_track_times(plan.get(), false), "plan", path);
    double const missing = std::numeric_limits<double>::quiet_NaN();
    ensure(H5Pset_fill_value(plan.get(), H5T_NATIVE_DOUBLE, &missing), "plan", path);
    std::vector<hsize_t> const sizes = native(shape);
    auto const axes = static_cast<int>(sizes.size());
    Hdf5Handle const space = own<H5Sclose>(H5Screate_simple(axes, sizes.data(), nullptr), "describe", path);
    for (Hdf5Part const& part : parts) {
        std::vector<hsize_t> start(sizes.size(), 0), count = sizes;
        std::copy(part.at.begin(), part.at.end(), start.begin());
        std::fill_n(count.begin(), part.at.size(), 1);
        std::vector<hsize_t> const source(count.begin() + static_cast<std::ptrdiff_t>(part.at.size()),
                                          count.end());
        Hdf5Handle const from = own<H5Sclose>(
            H5Screate_simple(static_cast<int>(source.size()), source.data(), nullptr), "describe", path);
        ensure(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
               "place a part of", path);
        ensure(H5Pset_virtual(plan.get(), space.get(), part.file.c_str(), part.dataset.c_str(), from.get()),
               "join", path);
    }
    ensure(H5Sselect_all(space.get()), "describe", path);
    Hdf5Handle made = own<H5Dclose>(
        H5Dcreate2(id(), name.c_str(), stored(type), space.get(), H5P_DEFAULT, plan.get(), H5P_DEFAULT),
        "create", path);
    return {std::move(made), std::move(path)};
}

Hdf5Dataset Hdf5Group::create(std::string const& name, Hdf5Type type, Hdf5Layout const& layout) {
    prepare_library();
    std::string path = child_path(name);
    Hdf5Handle const plan = own<H5Pclose>(H5Pcreate(H5P_DATASET_CREATE), "plan", path);
    Hdf5Handle access = own<H5Pclose>(H5Pcreate(H5P_DATASET_ACCESS), "plan", path);
    ensure(H5Pset_obj_track_times(plan.get(), false), "plan", path);
    ensure(H5Pset_attr_phase_change(plan.get(), compact_attributes, compact_attributes / 2), "plan", path);
    std::vector<hsize_t> const sizes = native(layout.shape);
    std::vector<hsize_t> limits = sizes;
    auto const axes = static_cast<int>(sizes.size());
    if (!layout.chunk.empty()) {
        limits.at(0) = H5S_UNLIMITED;
        ensure(H5Pset_chunk(plan.get(), axes, native(layout.chunk).data()), "plan the chunks of", path);
        access = access_with_cache(cache_bytes(layout.shape, layout.chunk, size_of(type)), path);
        if (layout.deflate > 0 && size_of(type) > 0) {
            ensure(H5Pset_shuffle(plan.get()), "plan the packing of", path);
            ensure(H5Pset_deflate(plan.get(), static_cast<unsigned>(layout.deflate)), "plan the packing of",
                   path);
        }
    }
    Hdf5Handle const space =
        own<H5Sclose>(axes == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(axes, sizes.data(), limits.data()),
                      "describe", path);
    Hdf5Handle const text = text_type();
    hid_t const stored_type = type == Hdf5Type::text ? text.get() : stored(type);
    Hdf5Handle made = own<H5Dclose>(
        H5Dcreate2(id(), name.c_str(), stored_type, space.get(), H5P_DEFAULT, plan.get(), access.get()),
        "create", path);
    return {std::move(made), std::move(path)};
}

bool Hdf5Group::contains(std::string const& name) const {
    prepare_library();
    return H5Lexists(id(), name.c_str(), H5P_DEFAULT) > 0;
}

Hdf5Group Hdf5Group::group(std::string const& name) const {
    prepare_library();
    std::string path = child_path(name);
    Hdf5Handle opened = own<H5Gclose>(H5Gopen2(id(), name.c_str(), H5P_DEFAULT), "open group", path);
    return {std::move(opened), std::move(path)};
}

Hdf5Dataset Hdf5Group::dataset(std::string const& name) const {
    prepare_library();
    std::string const path = child_path(name);
    Hdf5Dataset found(own<H5Dclose>(H5Dopen2(id(), name.c_str(), H5P_DEFAULT), "open", path), path);
    std::vector<std::uint64_t> const chunk = found.chunk();
    if (chunk.empty()) return found;
    // Only now is it known how large a cache it wants.
    Hdf5Handle const access =
        access_with_cache(cache_bytes(found.shape(), chunk, size_of(found.type())), path);
    found = Hdf5Dataset({}, path);
    return {own<H5Dclose>(H5Dopen2(id(), name.c_str(), access.get()), "open", path), path};
}

std::vector<std::string> Hdf5Group::children(Kind kind) const {
    prepare_library();
    Hdf5Handle const plan = own<H5Pclose>(H5Gget_create_plist(id()), "list", path_);
    unsigned order = 0;
    ensure(H5Pget_link_creation_order(plan.get(), &order), "list", path_);
    H5_index_t const index = (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
    H5G_info_t info{};
    ensure(H5Gget_info(id(), &info), "list", path_);
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        Hdf5Handle const child =
            own<H5Oclose>(H5Oopen_by_idx(id(), ".", index, H5_ITER_INC, i, H5P_DEFAULT), "list", path_);
        H5I_type_t const found = H5Iget_type(child.get());
        if ((kind == Kind::group && found != H5I_GROUP) || (kind == Kind::dataset && found != H5I_DATASET))
            continue;
        std::array<char, 256> name{};
        ensure(H5Lget_name_by_idx(id(), ".", index, H5_ITER_INC, i, name.data(), name.size(), H5P_DEFAULT),
               "list", path_);
        names.emplace_back(name.data());
    }
    return names;
}

std::vector<std::string> Hdf5Group::groups() const { return children(Kind::group); }
std::vector<std::string> Hdf5Group::datasets() const { return children(Kind::dataset); }

void Hdf5Group::remove(std::string const& name) {
    prepare_library();
    ensure(H5Ldelete(id(), name.c_str(), H5P_DEFAULT), "remove", child_path(name));
}

namespace {

// Locking is left to the caller (result_file.cpp), who knows which file is written by whom.
Hdf5Handle access_plan() {
    Hdf5Handle plan = own<H5Pclose>(H5Pcreate(H5P_FILE_ACCESS), "plan", "file access");
    ensure(H5Pset_file_locking(plan.get(), false, true), "plan", "file access");
    ensure(H5Pset_fclose_degree(plan.get(), H5F_CLOSE_STRONG), "plan", "file access");
    return plan;
}

}  // namespace

Hdf5File Hdf5File::create(std::string const& path) {
    prepare_library();
    Hdf5Handle const plan = own<H5Pclose>(H5Pcreate(H5P_FILE_CREATE), "plan", path);
    ensure(H5Pset_link_creation_order(plan.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "plan",
           path);
    ensure(H5Pset_obj_track_times(plan.get(), false), "plan", path);
    Hdf5Handle const access = access_plan();
    Hdf5Handle made =
        own<H5Fclose>(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, plan.get(), access.get()), "create", path);
    return {std::move(made), path};
}

Hdf5File Hdf5File::open(std::string const& path) {
    prepare_library();
    Hdf5Handle const access = access_plan();
    return {own<H5Fclose>(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), "open", path), path};
}

Hdf5File Hdf5File::reopen(std::string const& path) {
    prepare_library();
    Hdf5Handle const access = access_plan();
    return {own<H5Fclose>(H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), "reopen", path), path};
}

Hdf5Group Hdf5File::root() const {
    return {own<H5Gclose>(H5Gopen2(handle_.get(), "/", H5P_DEFAULT), "open", path_), path_ + ":/"};
}

void Hdf5File::flush() {
    prepare_library();
    ensure(H5Fflush(handle_.get(), H5F_SCOPE_GLOBAL), "write", path_);
}

void Hdf5File::close() { ensure(handle_.reset(), "close", path_); }

#define YUCHONG_HDF5_TYPE(T)                                                  \
    template void Hdf5Object::set<T>(std::string const&, std::span<T const>); \
    template void Hdf5Dataset::write<T>(std::span<T const>);                  \
    template void Hdf5Dataset::append<T>(std::span<T const>);                 \
    template std::vector<T> Hdf5Dataset::read<T>() const;
YUCHONG_HDF5_TYPE(std::int8_t)
YUCHONG_HDF5_TYPE(std::int16_t)
YUCHONG_HDF5_TYPE(std::int32_t)
YUCHONG_HDF5_TYPE(std::int64_t)
YUCHONG_HDF5_TYPE(float)
YUCHONG_HDF5_TYPE(double)
#undef YUCHONG_HDF5_TYPE

}  // namespace yuchong::io
