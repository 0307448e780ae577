// Claims: one owner, and none lost when owners die.

#include "sim/sweep/claim.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace yuchong::sweep;
namespace fs = std::filesystem;

namespace {

class Place {
public:
    Place() {
        std::string name = (fs::temp_directory_path() / "yuchong-claim-XXXXXX").string();
        root_ = mkdtemp(name.data());
        Folder(root_).make();
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;
    ~Place() { fs::remove_all(root_); }
    [[nodiscard]] Folder folder() const { return Folder(root_); }

private:
    std::string root_;
};

constexpr RunId run{3, 1};

// A process that has ended, so that its number names nobody.
ProcessId dead_process() {
    pid_t const child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    ProcessId const id = identify(child);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    return id;
}

void write_claim(Folder const& folder, std::string const& token, ProcessId worker, std::string const& place) {
    std::ofstream(folder.claim(run)) << token << '\n'
                                     << worker.pid << ' ' << worker.started << " 0 0\n"
                                     << place << '\n';
}

void age(std::string const& path, long seconds) {
    timespec const then{time(nullptr) - seconds, 0};
    timespec const times[2] = {then, then};
    REQUIRE(utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("a run is claimed once, and again after its release") {
    Place const place;
    auto first = Claim::take(place.folder(), run);
    REQUIRE(first);
    CHECK(first->still_mine());
    CHECK_FALSE(Claim::take(place.folder(), run));
    CHECK(Claim::take(place.folder(), {3, 2}));
    first->release();
    CHECK_FALSE(fs::exists(place.folder().claim(run)));
    CHECK_FALSE(fs::exists(place.folder().work(run)));
    CHECK(Claim::take(place.folder(), run));
}

TEST_CASE("of many that claim at once one wins") {
    Place const place;
    for (int round = 0; round < 50; ++round) {
        std::atomic<int> won{0}, ready{0};
        std::vector<std::optional<Claim>> claims;
        claims.resize(4);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < claims.size(); ++i) {
            threads.emplace_back([&, i] {
                ++ready;
                while (ready < 4) std::this_thread::yield();
                if (auto claim = Claim::take(place.folder(), run)) {
                    ++won;
                    claims[i].emplace(std::move(*claim));
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        CHECK(won == 1);
    }
}

TEST_CASE("of many that find a dead owner one takes over") {
    Place const place;
    for (int round = 0; round < 50; ++round) {
        write_claim(place.folder(), "0123456789abcdef", dead_process(), this_place());
        std::atomic<int> won{0}, ready{0};
        std::vector<std::optional<Claim>> claims;
        claims.resize(4);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < claims.size(); ++i) {
            threads.emplace_back([&, i] {
                ++ready;
                while (ready < 4) std::this_thread::yield();
                if (auto claim = Claim::take(place.folder(), run)) {
                    claims[i].emplace(std::move(*claim));
                    if (claims[i]->still_mine()) ++won;
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        int held = 0;
        for (auto const& claim : claims) held += claim && claim->still_mine() ? 1 : 0;
        CHECK(held == 1);
        for (auto& claim : claims) claim.reset();
        fs::remove(place.folder().claim(run));
    }
}

TEST_CASE("a living owner is left alone, here by its life and elsewhere by its beat") {
    Place const place;
    std::string const path = place.folder().claim(run);
    write_claim(place.folder(), "0123456789abcdef", this_process(), this_place());
    age(path, 3'600);
    CHECK_FALSE(Claim::take(place.folder(), run));
    write_claim(place.folder(), "0123456789abcdef", {1, 1}, "elsewhere pid:[1]");
    CHECK_FALSE(Claim::take(place.folder(), run));
    age(path, stale_after.count() + 30);
    CHECK(Claim::take(place.folder(), run));
}

TEST_CASE("half a claim is nobody's until it is old") {
    Place const place;
    std::ofstream(place.folder().claim(run)) << "0123";
    CHECK_FALSE(Claim::take(place.folder(), run));
    age(place.folder().claim(run), stale_after.count() + 30);
    CHECK(Claim::take(place.folder(), run));
}

TEST_CASE("who has lost a claim knows, and does not take the new owner's away") {
    Place const place;
    auto lost = Claim::take(place.folder(), run);
    REQUIRE(lost);
    write_claim(place.folder(), "fedcba9876543210", this_process(), this_place());
    CHECK_FALSE(lost->still_mine());
    lost->release();
    CHECK(read_owner(place.folder().claim(run))->token == "fedcba9876543210");
}

TEST_CASE("a process is told from a later one of its number") {
    ProcessId me = this_process();
    CHECK(is_alive(me));
    ++me.started;
    CHECK_FALSE(is_alive(me));
    CHECK_FALSE(is_alive(dead_process()));
    CHECK_FALSE(is_alive({}));
}
