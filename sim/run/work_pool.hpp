#pragma once
// Threads for sweeps whose parts do not touch each other (feeders, recording). The calling thread works too,
// so a pool of 1 has no threads of its own and runs everything inline. Which thread takes which index is left
// to chance: a body may write only what belongs to its index, then results are the same for any number of
// threads.
//
//   WorkPool pool(threads);
//   pool.for_each(feeders.size(), [&](std::size_t i) { loads[i] = solve(feeders[i]); });

#include <cstddef>
#include <functional>
#include <memory>

namespace yuchong::run {

class WorkPool {
public:
    // Pre: threads >= 1 (checked).
    explicit WorkPool(int threads);
    ~WorkPool();
    WorkPool(WorkPool const&) = delete;
    WorkPool& operator=(WorkPool const&) = delete;

    // Returns when all `count` calls are done. After an exception no new index is begun, and the one of the
    // lowest index among those thrown comes out here. Not to be called from inside a body.
    void for_each(std::size_t count, std::function<void(std::size_t)> const& body);

    [[nodiscard]] int threads() const;

private:
    struct Threads;
    std::unique_ptr<Threads> threads_;
};

}  // namespace yuchong::run
