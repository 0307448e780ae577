#pragma once
// Broken invariants are bugs or corrupted state: they throw, always, and the run ends with exit code 1.
// Bad user input is never reported here: io collects it into one report.

#include <stdexcept>
#include <string>

namespace yuchong {

class BrokenInvariant : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Message grammar: "<problem> (<why>) <hint>".
inline void check(bool holds, char const* message) {
    if (!holds) [[unlikely]] throw BrokenInvariant(message);
}

}  // namespace yuchong
