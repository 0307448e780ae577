#include "sim/app/commands.hpp"
#include "sim/io/report.hpp"
#include "sim/io/scenario.hpp"

#include <cstdio>

namespace yuchong::app {

// Every file is looked at, whatever is wrong with those before it.
ExitCode validate(ValidateCommand const& command) {
    io::Report all;
    for (std::string const& file : command.files) {
        try {
            io::load_scenario(file);
            std::printf("%s: ok\n", file.c_str());
        } catch (io::InputError const& error) {
            all.add(error.report());
        }
    }
    io::throw_if_any(all);
    return ExitCode::done;
}

}  // namespace yuchong::app
