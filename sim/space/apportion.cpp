#include "sim/space/apportion.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace yuchong::space {

namespace {

enum class Fixed : std::uint8_t { no, yes };

class Apportionment {
public:
    Apportionment(std::uint32_t total, std::span<double const> weights, std::span<PartBounds const> bounds)
        : weights_(weights), bounds_(bounds), left_(total), parts_(weights.size()), fixed_(weights.size()) {}

    std::vector<std::uint32_t> divide() {
        while (fix_the_worse_side()) {
        }
        round_the_free();
        return std::move(parts_);
    }

private:
    // Weights of the free parts; all alike where none of them weighs anything.
    [[nodiscard]] double weight(std::size_t i) const { return even_ ? 1.0 : weights_[i]; }

    // Parts whose share breaks a bound are fixed there, those below their floor or those above their ceiling,
    // whichever side errs by more; the rest share what is left. Each round fixes at least one part or ends.
    bool fix_the_worse_side() {
        weigh();
        double below = 0.0, above = 0.0;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (fixed_[i] == Fixed::yes) continue;
            below += std::max(0.0, bounds_[i].fewest - quota(i));
            above += std::max(0.0, quota(i) - bounds_[i].most);
        }
        if (below <= 0.0 && above <= 0.0) return false;
        double const quota_per_weight = left_ / weight_;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (fixed_[i] == Fixed::yes) continue;
            double const share = weight(i) * quota_per_weight;
            if (below >= above && share < bounds_[i].fewest) fix(i, bounds_[i].fewest);
            if (below < above && share > bounds_[i].most) fix(i, bounds_[i].most);
        }
        return true;
    }

    void weigh() {
        double sum = 0.0;
        std::size_t free = 0;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (fixed_[i] == Fixed::yes) continue;
            sum += weights_[i];
            ++free;
        }
        even_ = sum <= 0.0;
        weight_ = even_ ? static_cast<double>(free) : sum;
    }

    [[nodiscard]] double quota(std::size_t i) const { return left_ * weight(i) / weight_; }

    void fix(std::size_t i, std::uint32_t value) {
        fixed_[i] = Fixed::yes;
        parts_[i] = value;
        left_ -= value;
    }

    void round_the_free() {
        std::vector<std::size_t> free;
        std::vector<double> remainder(parts_.size());
        double rest = left_;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (fixed_[i] == Fixed::yes) continue;
            double const whole = std::floor(quota(i));
            parts_[i] = static_cast<std::uint32_t>(whole);
            remainder[i] = quota(i) - whole;
            rest -= whole;
            free.push_back(i);
        }
        std::sort(free.begin(), free.end(), [&](std::size_t a, std::size_t b) {
            return remainder[a] != remainder[b] ? remainder[a] > remainder[b] : a < b;
        });
        for (std::size_t const i : free) {
            if (rest < 0.5) break;
            if (parts_[i] >= bounds_[i].most) continue;
            ++parts_[i];
            rest -= 1.0;
        }
    }

    std::span<double const> weights_;
    std::span<PartBounds const> bounds_;
    double left_;
    double weight_ = 0.0;
    bool even_ = false;
    std::vector<std::uint32_t> parts_;
    std::vector<Fixed> fixed_;
};

}  // namespace

std::vector<std::uint32_t> apportion(std::uint32_t total, std::span<double const> weights,
                                     std::span<PartBounds const> bounds) {
    check(weights.size() == bounds.size(), "weights and bounds differ in number (each part needs both)");
    std::uint64_t fewest = 0, most = 0;
    for (PartBounds const& b : bounds) {
        fewest += b.fewest;
        most += b.most;
    }
    if (total < fewest || total > most) {
        throw BrokenInvariant("total " + std::to_string(total) + " cannot be split (its parts admit " +
                              std::to_string(fewest) + " to " + std::to_string(most) +
                              ") change the total or the ranges of the parts");
    }
    return Apportionment(total, weights, bounds).divide();
}

}  // namespace yuchong::space
