#include "sim/io/atomic_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

namespace yuchong::io {

namespace {

namespace fs = std::filesystem;

constexpr mode_t file_mode = 0666;  // less the umask
constexpr std::size_t copy_buffer_bytes = std::size_t{1} << 20U;

[[noreturn]] void fail(char const* action, std::string const& path, int error) {
    if (error == ENOSPC || error == EDQUOT)
        throw OutputError(fmt::format(
            "cannot {} {} (the disk is full) free some space or choose another output", action, path));
    throw OutputError(fmt::format("cannot {} {} ({})", action, path, std::generic_category().message(error)));
}

// An open file; closing reports what buffering hid.
class Descriptor {
public:
    Descriptor(std::string const& path, int flags)
        : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, file_mode)) {
        if (fd_ < 0) fail("open", path_, errno);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    void write(std::span<std::byte const> bytes) const {
        while (!bytes.empty()) {
            ssize_t const n = ::write(fd_, bytes.data(), bytes.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) fail("write", path_, errno);
            bytes = bytes.subspan(static_cast<std::size_t>(n));
        }
    }
    // What was read; empty at the end of the file.
    [[nodiscard]] std::span<std::byte const> read(std::span<std::byte> buffer) const {
        ssize_t n = -1;
        do n = ::read(fd_, buffer.data(), buffer.size());
        while (n < 0 && errno == EINTR);
        if (n < 0) fail("read", path_, errno);
        return buffer.first(static_cast<std::size_t>(n));
    }
    void sync() const {
        if (::fsync(fd_) != 0) fail("write", path_, errno);
    }

private:
    std::string path_;
    int fd_;
};

std::string folder_of(std::string const& path) {
    std::string const folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

void sync_file(std::string const& path) { Descriptor(path, O_RDONLY).sync(); }

// Not every file system syncs folders; the data are safe by then, only the name might be the old one.
void sync_folder(std::string const& folder) {
    int const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

[[noreturn]] void refuse_existing(std::string const& path) {
    throw OutputError(
        fmt::format("{} exists already (a result is not overwritten unasked) use --force or -o", path));
}

void rename_over(std::string const& from, std::string const& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) fail("write", to, errno);
}

// Renames unless `to` exists, in one step where the file system can.
void rename_beside(std::string const& from, std::string const& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return;
    if (errno == EEXIST) refuse_existing(to);
    if (errno != EINVAL && errno != ENOSYS) fail("write", to, errno);
    if (fs::exists(to)) refuse_existing(to);
    rename_over(from, to);
}

// Removes a half-written file unless told that it has found its place.
class Scratch {
public:
    explicit Scratch(std::string path) : path_(std::move(path)) {}
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    ~Scratch() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    void release() { path_.clear(); }
    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace

void check_writable(std::string const& path, Existing existing) {
    std::string const folder = folder_of(path);
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw OutputError(fmt::format("cannot write {} (there is no folder {}) make it first", path, folder));
    if (fs::is_directory(path, ignored))
        throw OutputError(fmt::format("cannot write {} (it is a folder)", path));
    // A device or a pipe would not be written to but replaced.
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored))
        throw OutputError(fmt::format("cannot write {} (it is a device or a pipe, not a file)", path));
    if (existing == Existing::keep && fs::exists(path, ignored)) refuse_existing(path);
    if (::access(folder.c_str(), W_OK | X_OK) != 0) fail("write", path, errno);
}

void publish(std::string const& from, std::string const& to, Existing existing) {
    sync_file(from);
    if (existing == Existing::keep)
        rename_beside(from, to);
    else
        rename_over(from, to);
    sync_folder(folder_of(to));
}

void write_whole(std::string const& path, std::span<std::byte const> bytes) { write_whole(path, bytes, {}); }

void write_whole(std::string const& path, std::span<std::byte const> head, std::span<std::byte const> body) {
    Scratch scratch(path + ".tmp");
    {
        Descriptor const file(scratch.path(), O_WRONLY | O_CREAT | O_TRUNC);
        file.write(head);
        file.write(body);
    }
    publish(scratch.path(), path, Existing::replace);
    scratch.release();
}

void copy_into(std::string const& from, std::string const& working) {
    Descriptor const source(from, O_RDONLY);
    Descriptor const target(working, O_WRONLY | O_CREAT | O_TRUNC);
    std::vector<std::byte> buffer(copy_buffer_bytes);
    for (;;) {
        std::span<std::byte const> const block = source.read(buffer);
        if (block.empty()) return;
        target.write(block);
    }
}

void copy_whole(std::string const& from, std::string const& to) {
    Scratch scratch(to + ".tmp");
    copy_into(from, scratch.path());
    publish(scratch.path(), to, Existing::replace);
    scratch.release();
}

WorkingFile::WorkingFile(std::string path) : path_(std::move(path)) {
    // The file may be renamed away between open and lock (its writer has just finished): then try the new
    // one.
    for (;;) {
        descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode);
        if (descriptor_ < 0) fail("write", path_, errno);
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            ::close(descriptor_);
            throw OutputError(
                fmt::format("cannot write {} (another run is writing it) choose another output", path_));
        }
        struct stat held{}, named{};
        bool const same = ::fstat(descriptor_, &held) == 0 && ::stat(path_.c_str(), &named) == 0 &&
                          held.st_ino == named.st_ino && held.st_dev == named.st_dev;
        if (same) return;
        ::close(descriptor_);
    }
}

WorkingFile::~WorkingFile() {
    if (!kept_) ::unlink(path_.c_str());
    ::close(descriptor_);
}

}  // namespace yuchong::io
