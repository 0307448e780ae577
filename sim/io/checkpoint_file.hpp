#pragma once
// The state of a run as one small file: a header that says whose state it is, the bytes of
// sim/base/archive.hpp after the settings it ran with, a checksum. Written whole or not at all. Loading
// refuses what is not a checkpoint, is damaged, was written by a newer or older layout of the state, or
// belongs to another scenario or other models; the message says which, and by which key the scenarios differ.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::io {

class CheckpointError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Raised whenever an archived State changes its fields: old images cannot be read then.
inline constexpr std::uint32_t checkpoint_version = 8;

// Whose state it is.
struct CheckpointOwner {
    std::uint64_t scenario_hash, model_hash;
    std::string settings;  // resolved, what scenario_hash is of: says what differs
};

// Beside the result: output/day.h5 -> output/day.checkpoint.
[[nodiscard]] std::string checkpoint_path(std::string const& result_path);

// Replaces an older checkpoint of that name. Throws OutputError (sim/io/atomic_file.hpp).
void write_checkpoint(std::string const& path, CheckpointOwner const& owner,
                      std::span<std::byte const> state);

// Throws CheckpointError.
[[nodiscard]] std::vector<std::byte> read_checkpoint(std::string const& path, CheckpointOwner const& owner);

}  // namespace yuchong::io
