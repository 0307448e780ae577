#include "sim/serve/bulletin.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong::serve;

namespace {

// Tells a reader everything there is to tell now.
std::vector<News> all_news(Reader& reader, Bulletin const& bulletin) {
    std::vector<News> told;
    for (News news; (news = reader.next(bulletin)) != News::none;) {
        reader.tell(news, bulletin);
        told.push_back(news);
    }
    return told;
}

TEST_CASE("a viewer is told how the run stands, then of the city, then what it looks like, then of its end") {
    Bulletin bulletin;
    Reader reader;
    CHECK(all_news(reader, bulletin) == std::vector{News::run});
    bulletin.snapshot = "{}";
    bulletin.snapshots = 1;
    CHECK(all_news(reader, bulletin).empty());  // of a city it does not know yet
    bulletin.city = "{}";
    CHECK(all_news(reader, bulletin) == std::vector{News::city, News::snapshot});
    bulletin.snapshots = 2;
    ++bulletin.changes;
    bulletin.done = "{}";
    CHECK(all_news(reader, bulletin) == std::vector{News::run, News::snapshot, News::done});
    CHECK(all_news(reader, bulletin).empty());
}

TEST_CASE("a slow viewer misses snapshots, nothing queues up") {
    Bulletin bulletin;
    bulletin.city = "{}";
    Reader reader;
    all_news(reader, bulletin);
    for (int i = 0; i < 1'000; ++i) ++bulletin.snapshots;
    CHECK(all_news(reader, bulletin) == std::vector{News::snapshot});
}

TEST_CASE("a late viewer is told of the end of a run that never had a city") {
    Bulletin bulletin;
    bulletin.done = "{}";
    Reader reader;
    CHECK(all_news(reader, bulletin) == std::vector{News::run, News::done});
}

}  // namespace
