#pragma once
// Elementary functions with the same bits on every processor. The C library picks FMA variants at run time, so
// nobody outside this file calls std::exp and its kin (tests/floors looks). Within about 1 ulp of libm.

namespace yuchong::math {

double exp(double x);
double expm1(double x);
double log(double x);
double log1p(double x);
double pow(double x, double y);
double sin(double x);
double cos(double x);
double atan2(double y, double x);

// (exp(x) - 1) / x, smooth through 0: the mean of exp over [0, x].
double phi(double x);
// log(1 + r) / r, smooth through 0. Pre: r > -1.
double psi(double r);
// Inverse of the standard normal distribution function. Pre: 0 < p < 1.
double inverse_normal(double p);

}  // namespace yuchong::math
