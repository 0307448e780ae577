#pragma once
// How demand by price period answers new prices, in the aggregate: constant elasticities,
//   ln Q_i = ln Q0_i + sum over j of e_ij ln(p_j / p0_j).
// With shifting only, energy is then scaled back to what it was.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

// Row by row: at(i, j) is the response of period i to the price of period j; own ones (i = j) are negative.
class ElasticityMatrix {
public:
    // Throws BrokenInvariant unless the rows make a square.
    explicit ElasticityMatrix(std::span<std::vector<double> const> rows);
    [[nodiscard]] std::size_t periods() const { return periods_; }
    [[nodiscard]] double at(std::size_t i, std::size_t j) const { return values_[i * periods_ + j]; }

private:
    std::size_t periods_;
    std::vector<double> values_;
};

enum class Answer : std::uint8_t { free, shifting_only };

// Energies of the periods under new prices, in the unit of `before`. Pre: prices > 0 (yuan/kWh).
std::vector<double> demand_at_prices(std::span<double const> before, std::span<double const> old_price,
                                     std::span<double const> new_price, ElasticityMatrix const& elasticity,
                                     Answer answer);

}  // namespace yuchong::control
