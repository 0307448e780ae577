#include "sim/sweep/folder.hpp"

#include "sim/io/atomic_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace yuchong::sweep {

std::string name(RunId id) { return fmt::format("p{:05}-r{:03}", id.point, id.replication); }

void Folder::make() const {
    for (char const* below : {"", "/runs", "/work", "/failed"}) {
        std::error_code failed;
        std::filesystem::create_directories(root_ + below, failed);
        if (failed)
            throw io::OutputError(fmt::format("cannot make {}{} ({})", root_, below, failed.message()));
    }
}

}  // namespace yuchong::sweep
