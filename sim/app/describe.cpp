#include "sim/app/named_files.hpp"
#include "sim/io/scenario.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <string_view>

namespace yuchong::app {
namespace {

bool is_hdf5(std::string const& path) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    std::array<char, signature.size()> head{};
    std::ifstream(path, std::ios::binary).read(head.data(), head.size());
    return std::string_view(head.data(), head.size()) == signature;
}

std::string describe_file(std::string const& path) {
    if (!is_hdf5(path)) return io::describe_scenario(path);
    return with_named_files([&path] { return io::describe_result(path); });
}

}  // namespace

ExitCode describe(DescribeCommand const& command) {
    std::fputs(describe_file(command.file).c_str(), stdout);
    return ExitCode::done;
}

}  // namespace yuchong::app
