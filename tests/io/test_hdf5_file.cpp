// The HDF5 wrapper: round trips, growing, errors in plain words, a full disk.

#include "sim/io/hdf5_file.hpp"
#include "tests/io/synthetic_result.hpp"

#include <catch2/catch.hpp>

#include <sys/mount.h>

#if __has_include(<sanitizer/lsan_interface.h>)
#include <sanitizer/lsan_interface.h>
#endif
#include <cstdlib>
#include <fstream>
#include <numeric>

using namespace yuchong;
using namespace yuchong::io;
using Catch::Matchers::Contains;

TEST_CASE("numbers, text and attributes come back as written") {
    test::Folder const folder("yuchong-hdf5");
    std::string const path = folder / "a.h5";
    std::vector<double> const numbers{1.5, -2.0, 1e300};
    std::vector<std::string> const texts{"渝北区", "", "plain"};
    {
        Hdf5File file = Hdf5File::create(path);
        Hdf5Group root = file.root();
        root.set("title", "一个标题");
        root.set("empty", "");
        root.set("title", "replaced");
        root.set_number<std::int64_t>("seed", 42);
        Hdf5Group group = root.create_group("z");
        static_cast<void>(root.create_group("a"));
        group.create("numbers", Hdf5Type::f64, {.shape = {3}}).write(std::span<double const>(numbers));
        group.create("texts", Hdf5Type::text, {.shape = {3}}).write(std::span<std::string const>(texts));
        file.flush();
        file.close();
    }
    Hdf5File const file = Hdf5File::open(path);
    CHECK(file.root().text("title") == "replaced");
    CHECK(file.root().text("empty").empty());
    CHECK(file.root().text("seed") == "42");
    CHECK(file.root().groups() == std::vector<std::string>{"z", "a"});  // in order of creation
    Hdf5Group const group = file.root().group("z");
    CHECK(group.dataset("numbers").read<double>() == numbers);
    CHECK(group.dataset("texts").read_text() == texts);
    CHECK(group.dataset("texts").type() == Hdf5Type::text);
}

TEST_CASE("a dataset grows by whole rows, is cut, and grows again") {
    test::Folder const folder("yuchong-hdf5");
    std::vector<float> values(70);
    std::iota(values.begin(), values.end(), 0.0F);
    Hdf5File file = Hdf5File::create(folder / "b.h5");
    Hdf5Dataset data =
        file.root().create("x", Hdf5Type::f32, {.shape = {0, 7}, .chunk = {4, 3}, .deflate = 1});
    data.append(std::span<float const>(values).first(35));
    data.append(std::span<float const>(values).subspan(35));
    CHECK(data.read<float>() == values);
    data.resize_rows(6);
    data.append(std::span<float const>(values).subspan(42));
    CHECK(data.read<float>() == values);
    CHECK(data.shape() == std::vector<std::uint64_t>{10, 7});
    CHECK_THROWS_AS(data.append(std::span<float const>(values).first(8)), Hdf5Error);
    CHECK(data.read_rows(1, 2).size() == 2 * 7 * sizeof(float));
}

TEST_CASE("errors name the file and the reason") {
    test::Folder const folder("yuchong-hdf5");
    CHECK_THROWS_WITH(Hdf5File::open(folder / "missing.h5"),
                      Contains("missing.h5") && Contains("No such file"));
    std::ofstream(folder / "text.h5") << "this is no HDF5 file, though it is long enough to look at";
    CHECK_THROWS_WITH(Hdf5File::open(folder / "text.h5"), Contains("text.h5") && Contains("signature"));
    Hdf5File file = Hdf5File::create(folder / "c.h5");
    CHECK_THROWS_WITH(file.root().dataset("nothing"), Contains("c.h5:/nothing"));
}

namespace {

// A file system of `size` that holds nothing else; needs root.
class SmallDisk {
public:
    SmallDisk(std::string path, char const* size) : path_(std::move(path)) {
        std::filesystem::create_directories(path_);
        mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, (std::string("size=") + size).c_str()) == 0;
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;
    ~SmallDisk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    [[nodiscard]] bool mounted() const { return mounted_; }

private:
    std::string path_;
    bool mounted_ = false;
};

// HDF5 cannot let go of what it cannot write; its leak is not ours.
#if defined(__SANITIZE_ADDRESS__)
#define YUCHONG_LEAK_CHECK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define YUCHONG_LEAK_CHECK 1
#endif
#endif
#ifdef YUCHONG_LEAK_CHECK
class LeaksAllowed {
public:
    LeaksAllowed() { __lsan_disable(); }
    ~LeaksAllowed() { __lsan_enable(); }
    LeaksAllowed(LeaksAllowed const&) = delete;
    LeaksAllowed& operator=(LeaksAllowed const&) = delete;
};
#else
struct LeaksAllowed {};
#endif

}  // namespace

TEST_CASE("a full disk is said in plain words and leaves no file that looks whole") {
    test::Folder const folder("yuchong-full");
    [[maybe_unused]] LeaksAllowed const allowed{};
    SmallDisk const disk(folder / "disk", GENERATE("16k", "64k", "192k", "450k", "3m"));
    if (!disk.mounted()) {
        WARN("skipped: a small tmpfs needs root");
        return;
    }
    test::SyntheticCity city(2'000);
    city.settings.compression = 0;
    std::string const path = folder / "disk/result.h5";
    CHECK_THROWS_WITH(test::write_result(city, path), Contains("the disk is full") && Contains("result.h5"));
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(std::filesystem::is_empty(folder / "disk"));
}

TEST_CASE("a full disk while the partial file is copied") {
    test::Folder const folder("yuchong-full");
    [[maybe_unused]] LeaksAllowed const allowed{};
    SmallDisk const disk(folder / "disk", "6m");
    if (!disk.mounted()) {
        WARN("skipped: a small tmpfs needs root");
        return;
    }
    test::SyntheticCity city(2'000);
    city.settings.compression = 0;
    ResultFile file({folder / "disk/result.h5", Existing::keep}, city.contents());
    measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
    test::Feed(city).run(recorder, test::last_minute);
    recorder.flush();
    CHECK_THROWS_WITH(file.save_partial(), Contains("the disk is full"));
    CHECK_FALSE(std::filesystem::exists(folder / "disk/result.partial.h5"));
}
