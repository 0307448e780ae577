// Checkpoints: back as written, refused with the reason otherwise.

#include "sim/io/atomic_file.hpp"
#include "sim/io/checkpoint_file.hpp"
#include "tests/io/synthetic_result.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace yuchong;
using namespace yuchong::io;
using Catch::Matchers::Contains;

namespace {

CheckpointOwner const owner{.scenario_hash = 7, .model_hash = 8, .settings = "seed: 1\nscale: 0.1\n"};

std::vector<std::byte> bytes_of(std::size_t size) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 37 % 251);
    return bytes;
}

// Overwrites one byte of a file.
void damage(std::string const& path, std::streamoff at, char value) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file.put(value);
}

}  // namespace

TEST_CASE("a checkpoint comes back as written") {
    test::Folder const folder("yuchong-checkpoint");
    std::string const path = folder / "a.checkpoint";
    for (std::size_t const size : {0U, 1U, 8U, 100'001U}) {
        write_checkpoint(path, owner, bytes_of(size));
        CHECK(read_checkpoint(path, owner) == bytes_of(size));
    }
    CHECK_FALSE(std::filesystem::exists(path + ".tmp"));
    CHECK(checkpoint_path("output/day.h5") == "output/day.checkpoint");
}

TEST_CASE("foreign, damaged, truncated and other people's checkpoints are refused with the reason") {
    test::Folder const folder("yuchong-checkpoint");
    std::string const path = folder / "a.checkpoint";
    write_checkpoint(path, owner, bytes_of(1'000));
    auto const reads = [&] { return read_checkpoint(path, owner); };

    CHECK_THROWS_WITH(read_checkpoint(path, {9, 8, "seed: 5\nscale: 0.1\n"}),
                      Contains("another scenario: seed is 1 there and 5 here)"));
    CHECK_THROWS_WITH(read_checkpoint(path, {9, 8, "seed: 5\nbays: [2, 3]\n"}),
                      Contains("bays.0 is not set there and 2 here, and 3 more keys differ"));
    CHECK_THROWS_WITH(read_checkpoint(path, {9, 8, ""}), Contains("another scenario)"));
    CHECK_THROWS_WITH(read_checkpoint(path, {7, 9, ""}), Contains("models have changed"));
    CHECK_THROWS_WITH(read_checkpoint(folder / "none", owner), Contains("cannot be opened"));

    damage(path, 500, '\xff');
    CHECK_THROWS_WITH(reads(), Contains("content is damaged"));
    write_checkpoint(path, owner, bytes_of(1'000));
    damage(path, 18, '\xff');
    CHECK_THROWS_WITH(reads(), Contains("header is damaged"));
    write_checkpoint(path, owner, bytes_of(1'000));
    damage(path, 8, 99);
    CHECK_THROWS_WITH(reads(), Contains("newer version"));
    damage(path, 8, 0);
    CHECK_THROWS_WITH(reads(), Contains("older version"));
    damage(path, 0, 'X');
    CHECK_THROWS_WITH(reads(), Contains("not a Yuchong checkpoint"));

    for (std::uintmax_t const size : {0U, 5U, 30U, 56U, 1'055U}) {
        write_checkpoint(path, owner, bytes_of(1'000));
        std::filesystem::resize_file(path, size);
        CHECK_THROWS_AS(reads(), CheckpointError);
    }
    write_checkpoint(path, owner, bytes_of(1'000));
    std::filesystem::resize_file(path, std::filesystem::file_size(path) + 1);
    CHECK_THROWS_WITH(reads(), Contains("more bytes"));
}

TEST_CASE("a checkpoint that cannot be written leaves the old one") {
    test::Folder const folder("yuchong-checkpoint");
    std::string const path = folder / "a.checkpoint";
    write_checkpoint(path, owner, bytes_of(10));
    std::filesystem::create_directory(path + ".tmp");  // in the way of the working file
    CHECK_THROWS_AS(write_checkpoint(path, owner, bytes_of(20)), OutputError);
    CHECK(read_checkpoint(path, owner) == bytes_of(10));
}
