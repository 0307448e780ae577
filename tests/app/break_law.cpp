// Puts energy from nowhere into a checkpoint, so that the run which goes on from it breaks a conservation
// law: break_law SCENARIO CHECKPOINT [KEY.PATH=VALUE]...

#include "sim/city/simulation.hpp"
#include "sim/io/checkpoint_file.hpp"
#include "sim/io/scenario.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    using namespace yuchong;
    try {
        std::vector<std::string> const given(argv + 1, argv + argc);
        io::Scenario scenario = io::load_scenario(given.at(0), {given.begin() + 2, given.end()});
        io::CheckpointOwner const owner{scenario.scenario_hash, scenario.model_hash, scenario.settings};
        city::City const city(std::move(scenario.inputs));
        measure::NoSink sink;
        city::Simulation simulation(city, sink, io::read_checkpoint(given[1], owner));
        simulation.mutable_state().supply.metered_kwh.at(0) += 1.0;
        io::write_checkpoint(given[1], owner, simulation.save());
    } catch (std::exception const& error) {
        std::fprintf(stderr, "break_law: %s\n", error.what());
        return 1;
    }
}
