#include "sim/base/archive.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace yuchong;

struct Record {
    std::int64_t clock = 0;
    std::vector<double> soc;
    std::string name;
};

template <class A>
void archive(A& a, Record& r) {
    a(r.clock, r.soc, r.name);
}

std::vector<std::byte> image_of(Record record) {
    Saver saver;
    archive(saver, record);
    return saver.bytes();
}

}  // namespace

TEST_CASE("what is saved is loaded", "[archive]") {
    std::vector<std::byte> const image = image_of({42, {0.1, 0.2, 0.3}, "Yuzhong"});
    Record back;
    Loader loader{image};
    archive(loader, back);
    CHECK(loader.finished());
    CHECK(back.clock == 42);
    CHECK(back.soc == std::vector<double>{0.1, 0.2, 0.3});
    CHECK(back.name == "Yuzhong");
    CHECK(image_of(back) == image);
}

TEST_CASE("an image cut short anywhere is refused", "[archive]") {
    std::vector<std::byte> const image = image_of({42, {0.1, 0.2}, "Yubei"});
    for (std::size_t size = 0; size < image.size(); ++size) {
        Record back;
        Loader loader{std::span{image}.first(size)};
        CHECK_THROWS_AS(archive(loader, back), std::runtime_error);
    }
}

TEST_CASE("a length beyond the image is refused before memory is taken", "[archive]") {
    Saver saver;
    saver(std::int64_t{1}, std::uint64_t{1} << 62);
    Record back;
    Loader loader{saver.bytes()};
    CHECK_THROWS_AS(archive(loader, back), std::runtime_error);
}

TEST_CASE("ids of different tables do not mix, a default id is none", "[id]") {
    using ZoneId = Id<struct ZoneTag>;
    using StationId = Id<struct StationTag>;
    STATIC_REQUIRE_FALSE(std::is_convertible_v<ZoneId, StationId>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<ZoneId, StationId>);
    CHECK_FALSE(ZoneId{});
    CHECK(ZoneId{0});
    CHECK(ZoneId{1} < ZoneId{2});
}

TEST_CASE("quantities of different units do not mix", "[quantity]") {
    STATIC_REQUIRE(sizeof(Kilowatts) == sizeof(double));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Kilowatts, KilowattHours>);
    CHECK((Kilowatts{480.0} - 2.0 * Kilowatts{40.0}).value() == 400.0);
    CHECK(Kilowatts{480.0} / Kilowatts{40.0} == 12.0);
}

TEST_CASE("hashes spread", "[hash]") {
    CHECK(mix(0) ==
          0xe220a8397b1dcdafULL);  // first output of splitmix64 seeded with 0 (Steele, Lea, Flood 2014)
    CHECK(combine(1, 2) != combine(2, 1));
    CHECK(hash_text("a") != hash_text("b"));
    CHECK(hash_text("") == mix(0xcbf29ce484222325ULL));
}
