#pragma once
// What is recorded and how finely: the scenario section `record`. Values live in models/record.yaml.

#include "sim/base/time.hpp"

namespace yuchong::measure {

struct RecordSettings {
    Duration city_step;     // [whole minutes, divides the recorded span] step of /city and /districts
    Duration station_step;  // [whole minutes, divides the recorded span] step of /stations
    double session_share;   // [0..1] sessions kept in /sessions: all = 1, none = 0, sample(p) = p
    int compression;        // [0..9] deflate level of the result file; 0 stores unpacked
    bool set_points;        // what each session was granted at each control step is kept
    bool economics = false;         // what each station is worth, if every year were like the recorded time
};

}  // namespace yuchong::measure
