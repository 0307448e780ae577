#include "sim/io/checkpoint_file.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/settings_difference.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace yuchong::io {

namespace {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian images");

constexpr std::uint64_t largest_settings = 100'000'000;  // bytes; scenario files hold 8 MB
constexpr std::array<char, 8> magic{'Y', 'U', 'C', 'H', 'O', 'N', 'G', '\n'};

struct Header {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t header_size;
    std::uint64_t scenario_hash, model_hash;
    std::uint64_t settings_size;
    std::uint64_t state_size;
    std::uint64_t state_checksum;
    std::uint64_t header_checksum;  // of all before
};
static_assert(sizeof(Header) == 64);

std::uint64_t checksum(std::span<std::byte const> bytes) {
    std::uint64_t hash = bytes.size();
    std::uint64_t word = 0;
    for (std::size_t at = 0; at < bytes.size(); at += sizeof word) {
        word = 0;
        std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
        hash = combine(hash, word);
    }
    return hash;
}

std::uint64_t header_checksum(Header const& header) {
    return checksum(std::as_bytes(std::span(&header, 1)).first(offsetof(Header, header_checksum)));
}

[[noreturn]] void refuse(std::string const& path, std::string const& why) {
    throw CheckpointError(fmt::format("cannot resume from {} ({})", path, why));
}

[[noreturn]] void refuse_scenario(std::string const& path, std::string const& there,
                                  std::string const& here) {
    std::string const difference = settings_difference(there, here);
    refuse(path, "it belongs to another scenario" + (difference.empty() ? "" : ": " + difference));
}

std::string read_settings(std::ifstream& file, std::string const& path, std::uint64_t size) {
    if (size > largest_settings) refuse(path, "its header is damaged");
    std::string settings(size, ' ');
    file.read(settings.data(), static_cast<std::streamsize>(size));
    if (file.gcount() != static_cast<std::streamsize>(size)) refuse(path, "it is cut short");
    return settings;
}

}  // namespace

std::string checkpoint_path(std::string const& result_path) {
    return std::filesystem::path(result_path).replace_extension(".checkpoint").string();
}

void write_checkpoint(std::string const& path, CheckpointOwner const& owner,
                      std::span<std::byte const> state) {
    Header header{.magic = magic,
                  .version = checkpoint_version,
                  .header_size = sizeof(Header),
                  .scenario_hash = owner.scenario_hash,
                  .model_hash = owner.model_hash,
                  .settings_size = owner.settings.size(),
                  .state_size = state.size(),
                  .state_checksum = checksum(state),
                  .header_checksum = 0};
    header.header_checksum = header_checksum(header);
    auto const bytes = std::as_bytes(std::span(&header, 1));
    auto const settings = std::as_bytes(std::span(owner.settings));
    std::vector<std::byte> head(bytes.begin(), bytes.end());
    head.insert(head.end(), settings.begin(), settings.end());
    write_whole(path, head, state);
}

std::vector<std::byte> read_checkpoint(std::string const& path, CheckpointOwner const& owner) {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(path, "it cannot be opened");
    Header header{};
    file.read(reinterpret_cast<char*>(&header), sizeof header);
    bool const short_header = file.gcount() != static_cast<std::streamsize>(sizeof header);
    if (header.magic != magic) refuse(path, "it is not a Yuchong checkpoint");
    if (short_header) refuse(path, "it is cut short");
    if (header.version > checkpoint_version) refuse(path, "it was written by a newer version of Yuchong");
    if (header.version < checkpoint_version)
        refuse(path, "it was written by an older version of Yuchong, whose state has other fields");
    if (header.header_checksum != header_checksum(header)) refuse(path, "its header is damaged");
    std::string const settings = read_settings(file, path, header.settings_size);
    if (header.scenario_hash != owner.scenario_hash) refuse_scenario(path, settings, owner.settings);
    if (header.model_hash != owner.model_hash) refuse(path, "the models have changed since it was written");

    std::error_code error;
    std::uint64_t const file_size = std::filesystem::file_size(path, error);
    std::uint64_t const head_size = sizeof header + settings.size();
    if (error || file_size < head_size || file_size - head_size < header.state_size)
        refuse(path, "it is cut short");
    if (file_size - head_size > header.state_size) refuse(path, "it has more bytes than it says");
    std::vector<std::byte> state(header.state_size);
    file.read(reinterpret_cast<char*>(state.data()), static_cast<std::streamsize>(state.size()));
    if (file.gcount() != static_cast<std::streamsize>(state.size())) refuse(path, "it is cut short");
    if (checksum(state) != header.state_checksum) refuse(path, "its content is damaged");
    return state;
}

}  // namespace yuchong::io
