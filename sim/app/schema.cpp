#include "sim/io/schema.hpp"

#include "sim/app/commands.hpp"

#include <cstdio>

namespace yuchong::app {

ExitCode print_schema(SchemaCommand const& /*command*/) {
    std::fputs(io::scenario_schema().c_str(), stdout);
    return ExitCode::done;
}

}  // namespace yuchong::app
