#pragma once
// Where a guidance service sends a car: laws over plain options, each with a score (the larger the better)
// and a lot, a uniform random word of (car, decision, station). Lots settle ties and draw samples, so that
// equal stations are equally likely and the same lots give the same choice whatever the order of the options.
// models.md 3.6; M. Mitzenmacher, "How useful is old information?", IEEE TPDS 11(1), 2000.

#include <cstdint>
#include <span>

namespace yuchong::control {

struct Option {
    double score;
    std::uint32_t lot;
};

// Positions in `options`, which must not be empty (checked).

// The best of all: herds if scores are old.
std::size_t best_option(std::span<Option const> options);

// The best of k options drawn blindly: k = 1 is no guidance at all, k = 2 the power of two choices.
// Pre: 1 <= k <= most_spread (checked).
std::size_t best_of_sample(std::span<Option const> options, std::uint32_t k);

// One of the k best, with probability proportional to exp(score / noise); u uniform in (0, 1). Same pre.
std::size_t among_best(std::span<Option const> options, std::uint32_t k, double noise, double u);

// Expected wait behind `waiting` cars at `plugs` plugs that are all taken, if cars stay so long: the next
// plug is free after a plugs-th of a session. 0 where a plug is free, infinite where there is none.
double queue_wait_min(std::uint32_t waiting, std::uint32_t plugs, std::uint32_t occupied, double session_min);

}  // namespace yuchong::control
