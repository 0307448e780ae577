#pragma once
// The statements of a MATLAB file that only assigns: comments gone, lines joined, each with its place.
// Nothing is executed.

#include "sim/io/source_text.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

// A number of a matrix, as written.
struct MatlabNumber {
    double value;
    Mark mark;
};

struct MatlabStatement {
    // Without white space, except that a comma stands where it separated two words: `a=b(:,[C,D])/2`.
    std::string text;
    Mark mark;
    // If it reads `name = [ numbers ]` or `name = number`: the name and the rows.
    std::string name;
    std::vector<std::vector<MatlabNumber>> rows;
};

// Brackets that do not close and numbers that cannot be read are reported.
std::vector<MatlabStatement> read_matlab(SourceText const& source, Report& report);

}  // namespace yuchong::io
