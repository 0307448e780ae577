#pragma once
// The part of the command line that begins with `sweep`.

#include "sim/app/sweep_command.hpp"

#include <CLI/CLI.hpp>
#include <string>

namespace yuchong::app {

// CLI11 keeps pointers to the fields, so it stays where it is.
class SweepLine {
public:
    explicit SweepLine(CLI::App& app);
    SweepLine(SweepLine const&) = delete;
    SweepLine& operator=(SweepLine const&) = delete;

    // What is missing from what was given; empty if nothing.
    [[nodiscard]] std::string missing() const;
    [[nodiscard]] SweepCommand chosen() const;

private:
    CLI::App* add(std::string const& name, std::string const& what);
    void take_file(CLI::App* command);
    void take_folder(CLI::App* command);
    void take_work(CLI::App* command);
    void take_checkpoints(CLI::App* command);
    void take_slurm(CLI::App* command);
    void define_actions();

    CLI::App* sweep_;
    CLI::App *run_, *prepare_, *submit_, *task_, *status_, *resume_, *cancel_, *merge_;
    SweepCommand command_;
    std::size_t jobs_ = 0;  // not said
    std::string progress_ = "auto", number_;
    bool forced_ = false, slurm_ = false, dry_ = false, copied_ = false, json_ = false, retry_ = false;
};

}  // namespace yuchong::app
