#pragma once
// A number with its unit in the type, and nothing more: wrap at an interface, unwrap with value(), calculate
// in plain doubles whose names carry the unit. It is deliberately not an algebra of units.
//
//   Kilowatts const limit{480.0};
//   double const limit_kw = limit.value();

#include <compare>

namespace yuchong {

template <class Tag>
class Quantity {
public:
    constexpr Quantity() = default;
    constexpr explicit Quantity(double value) : value_(value) {}
    [[nodiscard]] constexpr double value() const { return value_; }

    constexpr auto operator<=>(Quantity const&) const = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity{a.value_ + b.value_}; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity{a.value_ - b.value_}; }
    friend constexpr Quantity operator*(double k, Quantity a) { return Quantity{k * a.value_}; }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

private:
    double value_ = 0.0;
};

using Kilowatts = Quantity<struct KilowattsTag>;
using KilowattHours = Quantity<struct KilowattHoursTag>;
using Kilometres = Quantity<struct KilometresTag>;
using Metres = Quantity<struct MetresTag>;
using KilometresPerHour = Quantity<struct KilometresPerHourTag>;
using Celsius = Quantity<struct CelsiusTag>;
using Amperes = Quantity<struct AmperesTag>;
using Volts = Quantity<struct VoltsTag>;
using YuanPerKwh = Quantity<struct YuanPerKwhTag>;
using KilogramsPerKwh = Quantity<struct KilogramsPerKwhTag>;  // of carbon dioxide

}  // namespace yuchong
