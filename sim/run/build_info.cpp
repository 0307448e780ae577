#include "sim/run/build_info.hpp"

#include "generated/build_info.hpp"
#include "generated/git_sha.hpp"

#include <fmt/format.h>
#include <array>

namespace yuchong::run {

BuildInfo const& build_info() {
    static constexpr std::array<Library, 8> libraries{{{"Boost", YUCHONG_BOOST_VERSION},
                                                       {"CLI11", YUCHONG_CLI11_VERSION},
                                                       {"Clp", YUCHONG_CLP_VERSION},
                                                       {"Eigen", YUCHONG_EIGEN_VERSION},
                                                       {"fmt", YUCHONG_FMT_VERSION},
                                                       {"HDF5", YUCHONG_HDF5_VERSION},
                                                       {"SLEEF", YUCHONG_SLEEF_VERSION},
                                                       {"yaml-cpp", YUCHONG_YAML_CPP_VERSION}}};
    static constexpr BuildInfo info{YUCHONG_VERSION, YUCHONG_GIT_SHA, YUCHONG_COMPILER, YUCHONG_BUILD_TYPE,
                                    libraries};
    return info;
}

std::string version_text() {
    BuildInfo const& info = build_info();
    std::string text = fmt::format("yuchong {}\ngit {}\nbuilt by {}, {}\n", info.version, info.git_sha,
                                   info.compiler, info.build_type);
    for (Library const& library : info.libraries)
        text += fmt::format("{} {}\n", library.name, library.version);
    return text;
}

}  // namespace yuchong::run
