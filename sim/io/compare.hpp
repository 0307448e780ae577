#pragma once
// Two result files held against each other: everything but /run and the attribute `reproducible` bit for bit,
// group by group, whatever the groups are, so a new dataset is compared the day it is written.

#include <string>
#include <vector>

namespace yuchong::io {

// One line for each thing that differs, such as
//   /city/charging_kw: 3 of 288 values differ, first at [12]: 410.25 against 410.5
// Empty: all results are equal.
[[nodiscard]] std::vector<std::string> exact_differences(std::string const& first_path,
                                                         std::string const& second_path);

}  // namespace yuchong::io
