#pragma once
// `yuchong sweep ...` as plain values.

#include "sim/io/merged_file.hpp"
#include "sim/sweep/crew.hpp"
#include "sim/sweep/layout.hpp"
#include "sim/sweep/slurm.hpp"

#include <cstdint>
#include <string>

namespace yuchong::app {

struct SweepCommand {
    enum class Action : std::uint8_t { run, prepare, submit, task, status, resume, cancel, merge } action{};
    sweep::LayoutRequest layout;  // run, prepare, submit
    std::string folder;           // of a sweep that was laid out
    std::size_t task = 0;
    std::size_t jobs = 1;
    std::string checkpoint_every;  // of each run, as written; empty: only when stopped
    sweep::Show show = sweep::Show::automatic;
    sweep::Failed failed = sweep::Failed::leave;
    enum class Where : std::uint8_t { here, slurm } where = Where::here;
    sweep::SlurmOptions slurm;
    enum class Submission : std::uint8_t { real, dry } submission = Submission::real;
    io::Series series = io::Series::joined;
    enum class Print : std::uint8_t { text, json } print = Print::text;
};

}  // namespace yuchong::app
