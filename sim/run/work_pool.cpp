#include "sim/run/work_pool.hpp"

#include "sim/base/check.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <latch>
#include <mutex>

namespace yuchong::run {
namespace {

// One for_each: the next index to take and the failure to carry over.
class Sweep {
public:
    Sweep(std::size_t count, std::function<void(std::size_t)> const& body) : count_(count), body_(&body) {}

    void work() {
        while (!failed_.load(std::memory_order_relaxed)) {
            std::size_t const index = next_.fetch_add(1, std::memory_order_relaxed);
            if (index >= count_) return;
            try {
                (*body_)(index);
            } catch (...) {
                keep(index, std::current_exception());
            }
        }
    }

    void rethrow() const {
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void keep(std::size_t index, std::exception_ptr failure) {
        std::lock_guard const lock(mutex_);
        failed_.store(true, std::memory_order_relaxed);
        if (failure_ && failed_index_ < index) return;
        failure_ = std::move(failure);
        failed_index_ = index;
    }

    std::size_t count_;
    std::function<void(std::size_t)> const* body_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::size_t failed_index_ = 0;
    std::exception_ptr failure_;
};

std::size_t checked(int threads) {
    check(threads >= 1, "a pool without threads (nobody would do the work) use 1 or more");
    return static_cast<std::size_t>(threads);
}

}  // namespace

struct WorkPool::Threads {
    explicit Threads(std::size_t n) : others(n - 1), pool(n - 1) {}
    std::size_t others;  // beside the calling thread
    boost::asio::thread_pool pool;
};

// A pool of 1 needs no threads beside the caller.
WorkPool::WorkPool(int threads)
    : threads_(checked(threads) == 1 ? nullptr : std::make_unique<Threads>(checked(threads))) {}

WorkPool::~WorkPool() {
    if (threads_) threads_->pool.join();
}

int WorkPool::threads() const { return threads_ ? static_cast<int>(threads_->others) + 1 : 1; }

void WorkPool::for_each(std::size_t count, std::function<void(std::size_t)> const& body) {
    Sweep sweep(count, body);
    if (threads_ && count > 1) {
        std::latch others(static_cast<std::ptrdiff_t>(threads_->others));
        for (std::size_t i = 0; i < threads_->others; ++i) {
            boost::asio::post(threads_->pool, [&] {
                sweep.work();
                others.count_down();
            });
        }
        sweep.work();
        others.wait();
    } else {
        sweep.work();
    }
    sweep.rethrow();
}

}  // namespace yuchong::run
