#pragma once
// Who is at a run: one file that only one worker can make, on any file system that keeps O_EXCL (NFS since
// version 3, Lustre, GPFS). Its owner touches it every few seconds.
//
// A claim is stale if its owner and its child are dead, where we can see them, or if it was not touched for
// `stale_after`. Then it is moved aside, which one worker can do, and made anew. Should a worker that was
// only suspended come back, it finds another's name in the file and gives up; what it writes bears its own
// token, and results are published without replacing one, so no run is kept twice.

#include "sim/sweep/folder.hpp"
#include "sim/sweep/process.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace yuchong::sweep {

inline constexpr std::chrono::seconds stale_after{120}, beat_every{5};

struct Owner {
    std::string token;  // of this claim
    std::string place;
    ProcessId worker, child;
};

// Whoever a claim file names; nothing if there is none, an owner without a token if it cannot be read (yet).
[[nodiscard]] std::optional<Owner> read_owner(std::string const& path);
[[nodiscard]] bool is_stale(std::string const& path, Owner const& owner);

class Claim {
public:
    // Nothing if another has it. Throws OutputError.
    [[nodiscard]] static std::optional<Claim> take(Folder const& folder, RunId id);

    Claim(Claim&& other) noexcept;
    Claim& operator=(Claim&&) = delete;
    ~Claim() { release(); }

    [[nodiscard]] RunId run() const { return id_; }
    // Files of this claim: work/<run>/<token> with an ending.
    [[nodiscard]] std::string file(std::string const& ending) const;
    void note_child(pid_t child);
    void beat() const;
    [[nodiscard]] bool still_mine() const;
    void release();

private:
    Claim(std::string path, std::string work, RunId id, Owner owner);

    std::string path_, work_;
    RunId id_;
    Owner owner_;
    bool held_ = true;
};

}  // namespace yuchong::sweep
