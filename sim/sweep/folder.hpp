#pragma once
// The folder of a sweep: what lies where.
//
//   manifest.json        the sweep as laid out (io/sweep_manifest.hpp)
//   runs/p00012-r003.h5  results, whole
//   failed/...json, .log what went wrong, and the last log; .h5 of a run that failed its audit
//   work/...claim        who is at a run now (claim.hpp); work/p00012-r003/ what it has written so far
//   slurm/               scripts, job numbers and logs
//   cancel               workers stop while it is there
//   merged.h5            all of it in one file

#include <cstddef>
#include <string>

namespace yuchong::sweep {

struct RunId {
    std::size_t point = 0, replication = 0;
    auto operator<=>(RunId const&) const = default;
};

// "p00012-r003"
[[nodiscard]] std::string name(RunId id);

class Folder {
public:
    explicit Folder(std::string root) : root_(std::move(root)) {}

    [[nodiscard]] std::string const& root() const { return root_; }
    [[nodiscard]] std::string manifest() const { return root_ + "/manifest.json"; }
    [[nodiscard]] std::string merged() const { return root_ + "/merged.h5"; }
    [[nodiscard]] std::string cancel() const { return root_ + "/cancel"; }
    [[nodiscard]] std::string slurm() const { return root_ + "/slurm"; }
    [[nodiscard]] std::string result(RunId id) const { return root_ + "/" + relative_result(id); }
    [[nodiscard]] std::string claim(RunId id) const { return root_ + "/work/" + name(id) + ".claim"; }
    [[nodiscard]] std::string work(RunId id) const { return root_ + "/work/" + name(id); }
    // With ".json", ".log" or ".h5" behind it.
    [[nodiscard]] std::string failure(RunId id) const { return root_ + "/failed/" + name(id); }
    // From the folder, as merged.h5 names it.
    [[nodiscard]] static std::string relative_result(RunId id) { return "runs/" + name(id) + ".h5"; }

    // Throws OutputError.
    void make() const;

private:
    std::string root_;
};

}  // namespace yuchong::sweep
