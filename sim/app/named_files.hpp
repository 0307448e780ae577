#pragma once
// Files that the command line names: what is wrong with them is the caller's to mend, so it is bad input.

#include "sim/app/commands.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_reader.hpp"

namespace yuchong::app {

// What `work` returns. A result that cannot be read or a file that cannot be written becomes a BadRequest.
template <class Work>
auto with_named_files(Work work) {
    try {
        return work();
    } catch (io::OutputError const& error) {
        throw BadRequest(error.what());
    } catch (io::ResultError const& error) {
        throw BadRequest(error.what());
    } catch (io::Hdf5Error const& error) {
        throw BadRequest(error.what());
    }
}

}  // namespace yuchong::app
