#pragma once
// Which runs are still to be made, as one worker sees it. With fixed replications all runs of its share; with
// a precision each point begins with the fewest replications and gets another whenever all it has are done
// and its key figure is not known well enough, up to the most. The rule looks at results only, so every
// worker comes to the same.

#include "sim/io/sweep_manifest.hpp"
#include "sim/sweep/attempt.hpp"
#include "sim/sweep/folder.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace yuchong::sweep {

enum class Failed : std::uint8_t { leave, retry };

struct Counts {
    std::size_t done = 0, failed = 0, elsewhere = 0;
    std::size_t left = 0;  // not begun; with a precision, as far as known now
};

class Agenda {
public:
    // Runs of the plan's first replications; the precision adds more. Both references outlive it.
    Agenda(Folder const& folder, io::SweepManifest const& manifest, std::vector<RunId> const& runs,
           Failed failed);

    [[nodiscard]] std::optional<RunId> next();
    void ended(RunId id, Outcome outcome);
    // Looks again at what others were doing.
    void recheck();
    [[nodiscard]] Counts counts() const;

private:
    struct PointProgress {
        std::size_t asked = 0, done = 0;
        bool failed = false;
    };
    void ask_for(RunId id);
    void look_at_precision(std::size_t point);

    Folder const* folder_;
    io::SweepManifest const* manifest_;
    Failed failed_;
    std::deque<RunId> queue_;
    std::vector<RunId> elsewhere_;
    std::vector<PointProgress> points_;
    Counts counts_;
};

// The items that a sweep is handed out in: runs, or with a precision whole points.
[[nodiscard]] std::size_t count_items(io::SweepManifest const& manifest);
[[nodiscard]] std::size_t count_tasks(io::SweepManifest const& manifest);
// First runs of items [first, last).
[[nodiscard]] std::vector<RunId> runs_of_items(io::SweepManifest const& manifest, std::size_t first,
                                               std::size_t last);
[[nodiscard]] std::vector<RunId> runs_of_task(io::SweepManifest const& manifest, std::size_t task);

// How many replications of a point are wanted, given those that are done; more than are done means that some
// are missing yet.
[[nodiscard]] std::size_t wanted_replications(Folder const& folder, io::SweepManifest const& manifest,
                                              std::size_t point);

}  // namespace yuchong::sweep
