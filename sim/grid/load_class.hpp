#pragma once
// Who takes the base load: households, shops and offices, industry on 10 kV. A ClassKw holds one figure each.

#include <array>
#include <cstddef>
#include <cstdint>

namespace yuchong::grid {

enum class LoadClass : std::uint8_t { residential, commercial, industrial };
inline constexpr std::size_t load_classes = 3;

// [kW] at shape 1, or any other figure by class.
struct ClassKw {
    double residential = 0.0, commercial = 0.0, industrial = 0.0;

    [[nodiscard]] double sum() const { return residential + commercial + industrial; }
    ClassKw& operator+=(ClassKw const& other) {
        residential += other.residential;
        commercial += other.commercial;
        industrial += other.industrial;
        return *this;
    }
    friend ClassKw operator+(ClassKw a, ClassKw const& b) { return a += b; }
    friend ClassKw operator*(double k, ClassKw const& a) {
        return {k * a.residential, k * a.commercial, k * a.industrial};
    }
    // Sum over the classes of load times factor.
    friend double dot(ClassKw const& a, ClassKw const& b) {
        return a.residential * b.residential + a.commercial * b.commercial + a.industrial * b.industrial;
    }
};

}  // namespace yuchong::grid
