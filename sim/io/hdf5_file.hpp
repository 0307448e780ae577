#pragma once
// A small owner's view of HDF5: files, groups, datasets, attributes. Handles close themselves; every failure
// is an Hdf5Error with the path, what was tried and HDF5's own words (a full disk says so). Only .cpp files
// of io see the C library. Text is UTF-8 of variable length: netCDF-C 4.9 crashes on datasets of fixed-length
// strings.
//
//   Hdf5File file = Hdf5File::create("run.h5.tmp");
//   Hdf5Group city = file.root().create_group("city");
//   Hdf5Dataset kw = city.create("charging_kw", Hdf5Type::f32, {.shape = {0}, .chunk = {1024}, .deflate =
//   1}); kw.append(std::span<float const>(values)); file.close();   // throws if what was buffered cannot be
//   written; the destructor would be silent
//
// All functions throw Hdf5Error. Element types in templates: int8_t, int16_t, int32_t, int64_t, float,
// double.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

class Hdf5Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Hdf5Type : std::uint8_t { i8, i16, i32, i64, f32, f64, text, other };
[[nodiscard]] std::size_t size_of(Hdf5Type type);  // bytes; 0 for text and other
[[nodiscard]] char const* name_of(Hdf5Type type);

// Owns one HDF5 identifier.
class Hdf5Handle {
public:
    using Close = int (*)(std::int64_t);
    Hdf5Handle() = default;
    Hdf5Handle(std::int64_t id, Close close) : id_(id), close_(close) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept;
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept;
    Hdf5Handle(Hdf5Handle const&) = delete;
    Hdf5Handle& operator=(Hdf5Handle const&) = delete;
    ~Hdf5Handle() { reset(); }
    [[nodiscard]] std::int64_t get() const { return id_; }
    int reset();  // closes; negative if HDF5 could not

private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

// What a dataset looks like. An empty shape is a scalar. With chunks the first axis can grow without end.
struct Hdf5Layout {
    std::vector<std::uint64_t> shape = {};
    std::vector<std::uint64_t> chunk = {};  // empty: contiguous and of fixed size
    int deflate = 0;                        // 0..9, after a byte shuffle; needs chunks
};

// One part of a virtual dataset: the whole of a dataset in another file, whose path counts from the file that
// refers to it, at these first indices. The dataset has the last axes of the virtual one.
struct Hdf5Part {
    std::string file, dataset;
    std::vector<std::uint64_t> at;
};

// What groups and datasets share: a path for messages and attributes.
class Hdf5Object {
public:
    Hdf5Object(Hdf5Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}

    void set(std::string const& attribute, std::string_view text);  // scalar UTF-8; replaces
    template <class T>
    void set(std::string const& attribute, std::span<T const> values);  // one-dimensional; replaces
    template <class T>
    void set_number(std::string const& attribute, T value) {
        set(attribute, std::span<T const>(&value, 1));
    }

    [[nodiscard]] bool has(std::string const& attribute) const;
    [[nodiscard]] std::vector<std::string> attributes() const;           // by name
    [[nodiscard]] std::string text(std::string const& attribute) const;  // numbers are printed
    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] std::int64_t id() const { return handle_.get(); }

protected:
    Hdf5Handle handle_;
    std::string path_;
};

class Hdf5Dataset : public Hdf5Object {
public:
    using Hdf5Object::Hdf5Object;

    [[nodiscard]] Hdf5Type type() const;
    [[nodiscard]] std::vector<std::uint64_t> shape() const;
    [[nodiscard]] std::vector<std::uint64_t> chunk() const;  // empty if contiguous

    template <class T>
    void write(std::span<T const> values);  // all of it
    void write(std::span<std::string const> texts);
    template <class T>
    void append(std::span<T const> values);  // whole rows of the first axis
    void resize_rows(std::uint64_t rows);    // cuts or extends the first axis

    template <class T>
    [[nodiscard]] std::vector<T> read() const;
    [[nodiscard]] std::vector<std::string> read_text() const;
    // Rows [first, first + rows) of the first axis as raw bytes, `type()` elements. Pre: not text, not
    // scalar.
    [[nodiscard]] std::vector<std::byte> read_rows(std::uint64_t first, std::uint64_t rows) const;
    [[nodiscard]] std::vector<std::byte> read_scalar() const;  // likewise the one value of a scalar

    // Dimension scales, as netCDF-4 keeps its dimensions.
    void become_dimension(std::string const& name);
    void attach(unsigned axis, Hdf5Dataset const& dimension);
    [[nodiscard]] bool is_dimension() const;
    [[nodiscard]] std::vector<std::string> dimensions() const;  // names by axis; empty where none

private:
    [[nodiscard]] Hdf5Handle row_selection(std::uint64_t first, std::uint64_t rows) const;
};

class Hdf5Group : public Hdf5Object {
public:
    using Hdf5Object::Hdf5Object;

    [[nodiscard]] Hdf5Group create_group(std::string const& name);
    [[nodiscard]] Hdf5Dataset create(std::string const& name, Hdf5Type type, Hdf5Layout const& layout);
    // Reads through to its parts; NaN where there is none, or where a file is gone. Pre: floating-point.
    [[nodiscard]] Hdf5Dataset create_virtual(std::string const& name, Hdf5Type type,
                                             std::vector<std::uint64_t> const& shape,
                                             std::vector<Hdf5Part> const& parts);

    [[nodiscard]] bool contains(std::string const& name) const;
    [[nodiscard]] Hdf5Group group(std::string const& name) const;
    [[nodiscard]] Hdf5Dataset dataset(std::string const& name) const;
    [[nodiscard]] std::vector<std::string> groups() const;  // direct children in order of creation
    [[nodiscard]] std::vector<std::string> datasets() const;
    void remove(std::string const& name);

private:
    enum class Kind : std::uint8_t { group, dataset };
    [[nodiscard]] std::vector<std::string> children(Kind kind) const;
    [[nodiscard]] std::string child_path(std::string const& name) const;
};

class Hdf5File {
public:
    static Hdf5File create(std::string const& path);  // replaces what is there
    static Hdf5File open(std::string const& path);    // to read
    static Hdf5File reopen(std::string const& path);  // to read and write

    [[nodiscard]] Hdf5Group root() const;
    [[nodiscard]] std::string const& path() const { return path_; }
    void flush();  // everything buffered, of every open dataset, goes to the system
    void close();  // Pre: groups and datasets of this file are closed already

private:
    Hdf5File(Hdf5Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}

    Hdf5Handle handle_;
    std::string path_;
};

// Version of the HDF5 library at run time, such as 1.10.8.
[[nodiscard]] std::string hdf5_version();

}  // namespace yuchong::io
