#pragma once
// How a stock grows: the logistic curve through two counts and a ceiling, and Bass diffusion, in closed form.
// Times in years.
//
//   Logistic const stock = logistic_through({2023.0, 430e3}, {2025.0, 952e3}, 4e6);
//   stock.at(2027.0)

#include <span>

namespace yuchong::rollout {

struct Count {
    double year;
    double number;
};

struct Logistic {
    double ceiling;
    double growth_per_year;
    double middle_year;  // half of the ceiling is there

    [[nodiscard]] double at(double year) const;
};
// Pre: 0 < a.number < b.number < ceiling, a.year < b.year (checked).
Logistic logistic_through(Count a, Count b, double ceiling);
// The one nearest to all of them: least squares of ln(x / (ceiling - x)), which is linear in time. Pre: two
// counts or more, years rising, 0 < number < ceiling.
Logistic fit_logistic(std::span<Count const> counts, double ceiling);

// Share of those who will have adopted in the end, years after the beginning (Bass 1969).
struct Bass {
    double innovation;  // p [1/a, > 0]
    double imitation;   // q [1/a, > 0]

    [[nodiscard]] double adopted(double years) const;
    // When most adopt at once. Pre: imitation > innovation (else it is the beginning: 0).
    [[nodiscard]] double peak_years() const;
};

// The one nearest to the counts: least squares of their logarithms. Pre: as above, and years after
// begin_year.
Bass fit_bass(std::span<Count const> counts, double ceiling, double begin_year);

}  // namespace yuchong::rollout
