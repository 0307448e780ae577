#pragma once
// What this program is made of, for `--version` and for /run of a result.

#include <span>
#include <string>

namespace yuchong::run {

struct Library {
    char const* name;
    char const* version;
};

struct BuildInfo {
    char const* version;     // of Yuchong
    char const* git_sha;     // "unknown" outside a clone; ends in "-dirty" if files differ from the commit
    char const* compiler;    // "GNU 12.2.0"
    char const* build_type;  // "Release"
    std::span<Library const> libraries;
};

BuildInfo const& build_info();
// What `--version` prints.
std::string version_text();

}  // namespace yuchong::run
