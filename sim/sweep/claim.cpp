#include "sim/sweep/claim.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/atomic_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace yuchong::sweep {
namespace {

namespace fs = std::filesystem;

// Different for every claim of every process of every machine.
std::string fresh_token() {
    static std::atomic<std::uint64_t> count{0};
    auto const now = std::chrono::system_clock::now().time_since_epoch().count();
    std::uint64_t hash = combine(hash_text(this_place()), static_cast<std::uint64_t>(getpid()));
    hash = combine(combine(hash, static_cast<std::uint64_t>(now)), ++count);
    return fmt::format("{:016x}", hash);
}

std::string text_of(Owner const& owner) {
    return fmt::format("{}\n{} {} {} {}\n{}\n", owner.token, owner.worker.pid, owner.worker.started,
                       owner.child.pid, owner.child.started, owner.place);
}

[[noreturn]] void fail(std::string const& path, int error) {
    if (error == ENOSPC || error == EDQUOT)
        throw io::OutputError(fmt::format("cannot write {} (the disk is full) free some space", path));
    throw io::OutputError(fmt::format("cannot write {} ({})", path, std::generic_category().message(error)));
}

// Makes the file or finds that another has.
bool make(std::string const& path, Owner const& owner) {
    int const file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST) return false;
    if (file < 0) fail(path, errno);
    std::string const text = text_of(owner);
    bool const whole = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    int const error = whole ? 0 : ENOSPC;
    if (close(file) == 0 && whole) return true;
    unlink(path.c_str());
    fail(path, error != 0 ? error : errno);
}

// Seconds since a file was touched, by the clock of its own file system: machines disagree.
std::optional<std::chrono::seconds> untouched_for(std::string const& path) {
    struct stat claim{}, probe{};
    if (stat(path.c_str(), &claim) != 0) return std::nullopt;
    std::string const other = path + "." + fresh_token();
    int const file = open(other.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) fail(other, errno);
    bool const known = fstat(file, &probe) == 0;
    close(file);
    unlink(other.c_str());
    if (!known) return std::nullopt;
    return std::chrono::seconds(probe.st_mtime - claim.st_mtime);
}

// Takes a stale claim out of the way; false if somebody was quicker.
bool move_aside(std::string const& path, Owner const& stale) {
    std::string const aside = path + "." + fresh_token();
    if (std::rename(path.c_str(), aside.c_str()) != 0) return false;
    auto const moved = read_owner(aside);
    if (moved && moved->token == stale.token) {
        unlink(aside.c_str());
        return true;
    }
    // It was a fresh one, made in between: give it back.
    if (link(aside.c_str(), path.c_str()) == 0 || errno == EEXIST)
        unlink(aside.c_str());
    else
        std::rename(aside.c_str(), path.c_str());
    return false;
}

}  // namespace

std::optional<Owner> read_owner(std::string const& path) {
    std::ifstream file(path);
    if (!file) return std::nullopt;
    Owner owner;
    file >> owner.token >> owner.worker.pid >> owner.worker.started >> owner.child.pid >> owner.child.started;
    file.ignore();
    std::getline(file, owner.place);
    return file ? owner : Owner{};
}

bool is_stale(std::string const& path, Owner const& owner) {
    if (owner.place == this_place()) return !is_alive(owner.worker) && !is_alive(owner.child);
    auto const age = untouched_for(path);
    return age && *age > stale_after;
}

Claim::Claim(std::string path, std::string work, RunId id, Owner owner)
    : path_(std::move(path)), work_(std::move(work)), id_(id), owner_(std::move(owner)) {}

Claim::Claim(Claim&& other) noexcept
    : path_(std::move(other.path_)),
      work_(std::move(other.work_)),
      id_(other.id_),
      owner_(std::move(other.owner_)),
      held_(std::exchange(other.held_, false)) {}

std::optional<Claim> Claim::take(Folder const& folder, RunId id) {
    std::string const path = folder.claim(id);
    Owner const me{fresh_token(), this_place(), this_process(), {}};
    if (!make(path, me)) {
        auto const owner = read_owner(path);
        if (owner && (!is_stale(path, *owner) || !move_aside(path, *owner))) return std::nullopt;
        if (!make(path, me)) return std::nullopt;
    }
    Claim claim(path, folder.work(id), id, me);
    std::error_code failed;
    fs::create_directories(claim.work_, failed);
    if (failed) fail(claim.work_, failed.value());
    return claim;
}

std::string Claim::file(std::string const& ending) const { return work_ + "/" + owner_.token + ending; }

// In place: the text only grows, and who reads half of it finds no owner to judge. A full disk costs no more
// than that a claim is judged by its worker alone.
void Claim::note_child(pid_t child) {
    owner_.child = identify(child);
    std::string const text = text_of(owner_);
    int const file = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return;  // moved aside: the next look tells
    if (still_mine()) [[maybe_unused]]
        auto const written = pwrite(file, text.data(), text.size(), 0);
    close(file);
}

void Claim::beat() const { utimensat(AT_FDCWD, path_.c_str(), nullptr, 0); }

bool Claim::still_mine() const {
    auto const owner = read_owner(path_);
    return owner && owner->token == owner_.token;
}

void Claim::release() {
    if (!std::exchange(held_, false)) return;
    if (!still_mine()) return;
    rmdir(work_.c_str());  // only if nothing was left there
    unlink(path_.c_str());
}

}  // namespace yuchong::sweep
