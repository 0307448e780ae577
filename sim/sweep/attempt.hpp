#pragma once
// One run from claim to result: a child process `yuchong run` that writes under names of this claim, and what
// is made of how it ended. A whole result that is the run the manifest asks for is published; a stopped run
// keeps its checkpoint for whoever claims it next; anything else is a failure with its log.

#include "sim/io/sweep_manifest.hpp"
#include "sim/sweep/claim.hpp"

#include <cstdint>
#include <string>

namespace yuchong::sweep {

enum class Outcome : std::uint8_t {
    done,
    stopped,
    failed,
    elsewhere  // another worker has taken it over, or has published it
};

class Attempt {
public:
    // Starts the child. `checkpoint_every` as `yuchong run` takes it; empty: only when stopped. Throws
    // OutputError or std::system_error.
    Attempt(Folder const& folder, io::SweepManifest const& manifest, Claim claim,
            std::string const& checkpoint_every);

    [[nodiscard]] RunId run() const { return claim_.run(); }
    [[nodiscard]] pid_t child() const { return child_; }
    [[nodiscard]] Claim const& claim() const { return claim_; }
    void signal(int number) const;

    // The child has ended with this wait status. True if it was started anew, because what it should go on
    // from was of no use; else see outcome(). Throws OutputError if what became of it cannot be written down.
    [[nodiscard]] bool ended(int status);
    [[nodiscard]] Outcome outcome() const { return outcome_; }

private:
    void begin();
    void adopt_saved() const;
    void publish();
    void fail(int exit_code, std::string const& message);

    Folder folder_;
    io::SweepManifest const* manifest_;
    Claim claim_;
    std::string checkpoint_every_;
    pid_t child_ = 0;
    bool resumed_ = false;
    Outcome outcome_ = Outcome::stopped;
};

}  // namespace yuchong::sweep
