#include "sim/io/own_grid.hpp"

#include "sim/base/hash.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

namespace yuchong::io {

namespace {

namespace fs = std::filesystem;

std::uint64_t hash_of_files(std::vector<std::string> const& paths) {
    std::uint64_t hash = paths.size();
    Report unheeded;  // who reads the tables reports
    for (std::string const& path : paths)
        if (auto const source = read_source(path, unheeded)) hash = combine(hash, hash_text(source->bytes()));
    return hash;
}

std::vector<std::string> files_of(std::string const& network) {
    if (!fs::is_directory(network)) return {network};
    return {(fs::path(network) / "buses.csv").string(), (fs::path(network) / "branches.csv").string()};
}

}  // namespace

OwnGridFiles read_own_grid(NamedFile const& network, NamedFile const& connections, Report& report) {
    OwnGridFiles files;
    files.network_path = network.path;
    std::error_code failed;
    if (fs::exists(network.path, failed)) {
        std::size_t const before = report.size();
        NetworkTables tables = read_network_tables(network.path, report);
        if (report.size() == before) files.network = std::move(tables);
    } else {
        report.add({network.asked_from.mark, network.asked_from.key,
                    fmt::format("cannot find the network {}", network.path),
                    "a folder with buses.csv and branches.csv or a MATPOWER .m file is wanted",
                    "paths are relative to the file that names them"});
    }
    files.connections = read_csv(connections.path, report, connections.asked_from);
    std::vector<std::string> paths = files_of(network.path);
    paths.push_back(connections.path);
    files.hash = hash_of_files(paths);
    return files;
}

}  // namespace yuchong::io
