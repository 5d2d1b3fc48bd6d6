// Checks the transforms of winograd-transforms.h in exact arithmetic: on fractions, and on every pair of a tap and a
// value, they make a correlation; and what goes back is the transpose of what went forward.
#include <cstdint>
#include <cstdio>
#include <numeric>

#include "winograd-transforms.h"

namespace {

struct Fraction {
  int64_t num = 0, den = 1;

  Fraction() = default;
  constexpr Fraction(int64_t num, int64_t den) : num(num / std::gcd(num, den)), den(den / std::gcd(num, den)) {}
  bool operator!=(Fraction other) const { return num * other.den != other.num * den; }
};
Fraction operator+(Fraction a, Fraction b) { return {a.num * b.den + b.num * a.den, a.den * b.den}; }
Fraction operator-(Fraction a, Fraction b) { return {a.num * b.den - b.num * a.den, a.den * b.den}; }
Fraction operator*(Fraction a, Fraction b) { return {a.num * b.num, a.den * b.den}; }

int errors = 0;

void mustBe(const char *what, int m, int i, int j, Fraction value, Fraction wanted) {
  if (!(value != wanted)) return;
  errors++;
  printf("F(%d, 3): %s[%d][%d] is %lld/%lld, not %lld/%lld\n", m, what, i, j, static_cast<long long>(value.num),
         static_cast<long long>(value.den), static_cast<long long>(wanted.num), static_cast<long long>(wanted.den));
}

// Results of a linear function of N values on the unit vectors: the columns of its matrix.
template <int N, int Results, typename F>
struct Matrix {
  Fraction at[Results][N];

  explicit Matrix(F function) {
    for (int j = 0; j < N; j++) {
      Fraction unit[N], column[Results];
      unit[j] = {1, 1};
      function(unit, column);
      for (int i = 0; i < Results; i++) at[i][j] = column[i];
    }
  }
};
template <int N, int Results, typename F>
Matrix<N, Results, F> matrixOf(F function) {
  return Matrix<N, Results, F>(function);
}

template <int M>
void check() {
  using X = winograd::Transform<M>;
  constexpr int SIDE = X::SIDE;
  const auto input = matrixOf<SIDE, SIDE>([](const Fraction *d, Fraction *t) {
    X::template input<0>(d, t);
    if constexpr (X::PASSES == 2) X::template input<1>(d, t + SIDE / 2);
  });
  const auto filter = matrixOf<3, SIDE>([](const Fraction *g, Fraction *f) { X::filter(g, f); });
  const auto output = matrixOf<SIDE, M>([](const Fraction *m, Fraction *y) { X::output(m, y); });
  const auto gradient = matrixOf<M, SIDE>([](const Fraction *y, Fraction *m) { X::gradient(y, m); });
  const auto back = matrixOf<SIDE, 3>([](const Fraction *m, Fraction *g) { X::filterGradient(m, g); });

  for (int tap = 0; tap < 3; tap++)
    for (int value = 0; value < SIDE; value++)
      for (int result = 0; result < M; result++) {
        Fraction y;
        for (int p = 0; p < SIDE; p++) y = y + output.at[result][p] * (filter.at[p][tap] * input.at[p][value]);
        mustBe("correlation", M, result, value, y, {value == result + tap, 1});
      }
  for (int p = 0; p < SIDE; p++) {
    for (int j = 0; j < M; j++) mustBe("gradient", M, p, j, gradient.at[p][j], output.at[j][p]);
    for (int k = 0; k < 3; k++) mustBe("filterGradient", M, k, p, back.at[k][p], filter.at[p][k]);
  }
}

}  // namespace

template <>
struct winograd::Constants<Fraction> {
  template <typename F>
  static constexpr Fraction of = Fraction(F::num, F::den);
};

int main() {
  check<2>();
  check<4>();
  if (errors == 0) printf("exact\n");
  return errors > 0;
}
