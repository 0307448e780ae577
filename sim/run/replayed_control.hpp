#pragma once
// A controller that repeats the set-points of an earlier result. It asks nobody and nothing of the wall
// clock, so a run that it steers is as reproducible as any other.

#include "sim/city/site_controller.hpp"
#include "sim/io/control_result.hpp"

#include <string>

namespace yuchong::run {

class ReplayedControl final : public city::SiteController {
public:
    ReplayedControl(std::string path, io::RecordedSetPoints recorded)
        : path_(std::move(path)), recorded_(std::move(recorded)) {}

    // Throws std::runtime_error if the recording lacks a session, has one that is not there, or breaks a
    // limit: no fallback takes over from a recording.
    std::optional<std::vector<double>> decide(city::City const& city, city::ControlView const& view) override;

private:
    std::string path_;
    io::RecordedSetPoints recorded_;
};

}  // namespace yuchong::run
