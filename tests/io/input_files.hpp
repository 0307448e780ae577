#pragma once
// Files for tests of reading: written into a folder of their own that goes away with the test.

#include "sim/io/report.hpp"
#include "sim/io/scenario.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace yuchong::io {

class InputFolder {
public:
    explicit InputFolder(std::string const& name)
        : folder_(std::filesystem::temp_directory_path() /
                  ("yuchong-" + name + "-" + std::to_string(getpid()))) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    InputFolder(InputFolder const&) = delete;
    InputFolder& operator=(InputFolder const&) = delete;
    ~InputFolder() { std::filesystem::remove_all(folder_); }

    std::string write(std::string const& name, std::string const& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return path(name);
    }
    [[nodiscard]] std::string path(std::string const& name) const { return (folder_ / name).string(); }

private:
    std::filesystem::path folder_;
};

inline std::vector<std::string> lines_of(Report const& report) {
    std::vector<std::string> lines;
    for (Problem const& problem : report.sorted()) lines.push_back(to_text(problem));
    return lines;
}

inline std::string source_path(std::string const& relative) {
    return std::string(YUCHONG_SOURCE_DIR) + "/" + relative;
}

// What load_scenario complains of, with the folder cut off: "scenario.yaml:3:5: key: ...".
inline std::vector<std::string> problems_of(InputFolder const& folder, std::string const& name,
                                            std::vector<std::string> const& sets = {}) {
    try {
        load_scenario(folder.path(name), sets, source_path("models"));
        return {};
    } catch (InputError const& error) {
        auto lines = lines_of(error.report());
        for (std::string& line : lines) {
            for (std::size_t at = line.find(folder.path("")); at != line.npos;
                 at = line.find(folder.path(""))) {
                line.erase(at, folder.path("").size());
            }
        }
        return lines;
    }
}

}  // namespace yuchong::io
