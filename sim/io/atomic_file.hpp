#pragma once
// Files that appear whole or not at all: written under another name in the same folder, synced, renamed; the
// folder is synced too. All functions throw OutputError with the path and the system's reason.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace yuchong::io {

// A path that cannot be written, or would be overwritten: known before anything was run or changed.
class OutputError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Existing : std::uint8_t { keep, replace };  // what to do about a file of that name

// Throws unless `path` could be written now: its folder exists and is writable, and no file is in the way;
// a folder, a device or a pipe always is.
void check_writable(std::string const& path, Existing existing);

// Syncs `from` and gives it the name `to`. With Existing::keep an existing `to` is an error and `from` stays.
void publish(std::string const& from, std::string const& to, Existing existing);

void write_whole(std::string const& path, std::span<std::byte const> bytes);  // replaces
void write_whole(std::string const& path, std::span<std::byte const> head, std::span<std::byte const> body);
void copy_whole(std::string const& from, std::string const& to);              // replaces
void copy_into(std::string const& from, std::string const& working);          // replaces in place, not atomic

// A file under construction: made if missing, locked against a second writer (also in another process:
// OutputError), removed at the end unless kept. Where the file system has no locks (some cluster folders)
// everybody may write.
class WorkingFile {
public:
    explicit WorkingFile(std::string path);
    WorkingFile(WorkingFile const&) = delete;
    WorkingFile& operator=(WorkingFile const&) = delete;
    ~WorkingFile();

    [[nodiscard]] std::string const& path() const { return path_; }
    void keep() { kept_ = true; }  // it is whole now: leave it, whatever happens to its name

private:
    std::string path_;
    int descriptor_;
    bool kept_ = false;
};

}  // namespace yuchong::io
