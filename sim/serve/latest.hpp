#pragma once
// A slot for the latest value of a thing, from one thread to another. Neither waits for the other longer than
// a swap takes: what is put replaces what nobody has taken yet, and both sides get buffers back to fill anew,
// so that nothing is allocated once all have grown.

#include <mutex>
#include <utility>

namespace yuchong::serve {

template <class T>
class Latest {
public:
    // Afterwards `value` holds some older one.
    void put(T& value) {
        std::scoped_lock const lock(mutex_);
        std::swap(slot_, value);
        fresh_ = true;
    }

    // False, and `value` as it was, if nothing was put since the last time.
    bool take(T& value) {
        std::scoped_lock const lock(mutex_);
        if (!fresh_) return false;
        std::swap(slot_, value);
        fresh_ = false;
        return true;
    }

private:
    std::mutex mutex_;
    T slot_{};
    bool fresh_ = false;
};

}  // namespace yuchong::serve
