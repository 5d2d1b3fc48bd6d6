// One-dimensional Winograd transforms F(M, 3): M neighbouring results of a correlation with three taps, from the
// M + 2 values that they depend on, with M + 2 multiplications instead of 3 · M (Winograd 1980; for convolutional
// networks Lavin & Gray 2016).
//
// Derivation. Take the taps as a polynomial g(x) of degree 2, and M numbers as a polynomial u(x) of degree M − 1. Their
// product s(x) has degree M + 1, and is known from its values at M + 1 points p_i and its leading coefficient, which is
// what is meant by its value at infinity:
//
//     s(x) = Σ_i s(p_i) / N_i · L_i(x) + s(∞) · L(x),
//     L(x) = Π_l (x − p_l),    L_i(x) = L(x) / (x − p_i),    N_i = L_i(p_i),
//
// for a product of polynomials has the product of their values, s(p_i) = g(p_i) · u(p_i). With
//
//     gradient A[i][j] = p_i^j, filter G[i][k] = p_i^k / N_i, and C whose column i has the coefficients of L_i,
//
// (at infinity: the last coefficient alone, and L), the coefficients of s are C · ((G g) ⊙ (A u)). For given taps that
// is a matrix times u. A correlation, y_j = Σ_k g_k · d_(j + k), is the transpose of that matrix times d:
//
//     y = Aᵀ · ((G g) ⊙ (Cᵀ d)).
//
// By the same token the gradient of the taps is Gᵀ · ((Cᵀ d) ⊙ (A dy)). In two dimensions each transform is applied to
// the columns and then to the rows. The points come in pairs ±p, so that even and odd powers are computed once for both.
#pragma once

#include <ratio>
#include <type_traits>
#include <utility>

#ifndef INLINE
// Without it arrays of vectors stay in memory where a function is too large to be inlined.
#define INLINE __attribute__((always_inline)) static inline
#endif

namespace winograd {

// What a transform's constants are, where it is applied to vectors V. They are fractions: each is rounded once.
template <typename V>
struct Constants {
  using Lane = std::decay_t<decltype(std::declval<V &>()[0])>;
  template <typename Fraction>
  static constexpr Lane of = static_cast<Lane>(static_cast<double>(Fraction::num) / Fraction::den);
};

template <typename P>
using Square = std::ratio_multiply<P, P>;

// A pair of points ±p, whose other factors in N have the product `Others`: N is ±p's alike, 2 p² · Others.
template <typename P, typename Others>
struct Pair {
  using p = P;
  using p2 = Square<P>;
  using p3 = std::ratio_multiply<p2, P>;
  using g0 = std::ratio_divide<std::ratio<1, 2>, std::ratio_multiply<p2, Others>>;
  using g1 = std::ratio_multiply<g0, p>;
  using g2 = std::ratio_multiply<g0, p2>;
};

template <int M>
struct Transform;

// Points 0, ±1, ∞.
template <>
struct Transform<2> {
  // Values that M results depend on, which is also the number of points.
  static constexpr int SIDE = 4;
  // `input` computes SIDE / PASSES of its results at a time, so that two dimensions need no more registers than there are.
  static constexpr int PASSES = 1;
  using A = Pair<std::ratio<1>, std::ratio<1>>;
  using atZero = std::ratio_divide<std::ratio<-1>, A::p2>;
  template <typename V, typename F>
  static constexpr auto c = Constants<V>::template of<F>;

  template <int Pass, typename V>
  INLINE void input(const V *d, V *t) {
    t[0] = d[2] - c<V, A::p2> * d[0];
    t[1] = d[2] + c<V, A::p> * d[1];
    t[2] = d[2] - c<V, A::p> * d[1];
    t[3] = d[3] - c<V, A::p2> * d[1];
  }
  template <typename V>
  INLINE void filter(const V *g, V *f) {
    const V even = c<V, A::g0> * g[0] + c<V, A::g2> * g[2], odd = c<V, A::g1> * g[1];
    f[0] = c<V, atZero> * g[0];
    f[1] = even + odd;
    f[2] = even - odd;
    f[3] = g[2];
  }
  template <typename V>
  INLINE void output(const V *m, V *y) {
    y[0] = m[0] + (m[1] + m[2]);
    y[1] = c<V, A::p> * (m[1] - m[2]) + m[3];
  }
  // The transpose of `output`.
  template <typename V>
  INLINE void gradient(const V *y, V *m) {
    m[0] = y[0];
    m[1] = y[0] + c<V, A::p> * y[1];
    m[2] = y[0] - c<V, A::p> * y[1];
    m[3] = y[1];
  }
  // The transpose of `filter`.
  template <typename V>
  INLINE void filterGradient(const V *m, V *g) {
    const V even = m[1] + m[2];
    g[0] = c<V, atZero> * m[0] + c<V, A::g0> * even;
    g[1] = c<V, A::g1> * (m[1] - m[2]);
    g[2] = c<V, A::g2> * even + m[3];
  }
};

// Points 0, ±2/3, ±3/2, ∞. The usual choice, ±1 and ±2, has about twice the rounding error.
template <>
struct Transform<4> {
  static constexpr int SIDE = 6;
  static constexpr int PASSES = 2;
  using a = std::ratio<2, 3>;
  using b = std::ratio<3, 2>;
  using A = Pair<a, std::ratio_subtract<Square<a>, Square<b>>>;
  using B = Pair<b, std::ratio_subtract<Square<b>, Square<a>>>;
  using sum = std::ratio_add<A::p2, B::p2>;
  using product = std::ratio_multiply<A::p2, B::p2>;
  using atZero = std::ratio_divide<std::ratio<1>, product>;
  template <typename V, typename F>
  static constexpr auto c = Constants<V>::template of<F>;

  // Of the first pass 0, a, −a; of the second b, −b, ∞.
  template <int Pass, typename V>
  INLINE void input(const V *d, V *t) {
    if constexpr (Pass == 0) {
      const V even = d[4] - c<V, B::p2> * d[2], odd = d[3] - c<V, B::p2> * d[1];
      t[0] = d[4] + c<V, product> * d[0] - c<V, sum> * d[2];
      t[1] = even + c<V, A::p> * odd;
      t[2] = even - c<V, A::p> * odd;
    } else {
      const V even = d[4] - c<V, A::p2> * d[2], odd = d[3] - c<V, A::p2> * d[1];
      t[0] = even + c<V, B::p> * odd;
      t[1] = even - c<V, B::p> * odd;
      t[2] = d[5] + c<V, product> * d[1] - c<V, sum> * d[3];
    }
  }
  template <typename V>
  INLINE void filter(const V *g, V *f) {
    const V evenA = c<V, A::g0> * g[0] + c<V, A::g2> * g[2], oddA = c<V, A::g1> * g[1];
    const V evenB = c<V, B::g0> * g[0] + c<V, B::g2> * g[2], oddB = c<V, B::g1> * g[1];
    f[0] = c<V, atZero> * g[0];
    f[1] = evenA + oddA;
    f[2] = evenA - oddA;
    f[3] = evenB + oddB;
    f[4] = evenB - oddB;
    f[5] = g[2];
  }
  template <typename V>
  INLINE void output(const V *m, V *y) {
    const V evenA = m[1] + m[2], oddA = m[1] - m[2], evenB = m[3] + m[4], oddB = m[3] - m[4];
    y[0] = m[0] + evenA + evenB;
    y[1] = c<V, A::p> * oddA + c<V, B::p> * oddB;
    y[2] = c<V, A::p2> * evenA + c<V, B::p2> * evenB;
    y[3] = m[5] + c<V, A::p3> * oddA + c<V, B::p3> * oddB;
  }
  // The transpose of `output`.
  template <typename V>
  INLINE void gradient(const V *y, V *m) {
    const V evenA = y[0] + c<V, A::p2> * y[2], oddA = y[1] + c<V, A::p2> * y[3];
    const V evenB = y[0] + c<V, B::p2> * y[2], oddB = y[1] + c<V, B::p2> * y[3];
    m[0] = y[0];
    m[1] = evenA + c<V, A::p> * oddA;
    m[2] = evenA - c<V, A::p> * oddA;
    m[3] = evenB + c<V, B::p> * oddB;
    m[4] = evenB - c<V, B::p> * oddB;
    m[5] = y[3];
  }
  // The transpose of `filter`.
  template <typename V>
  INLINE void filterGradient(const V *m, V *g) {
    const V evenA = m[1] + m[2], evenB = m[3] + m[4];
    g[0] = c<V, atZero> * m[0] + c<V, A::g0> * evenA + c<V, B::g0> * evenB;
    g[1] = c<V, A::g1> * (m[1] - m[2]) + c<V, B::g1> * (m[3] - m[4]);
    g[2] = c<V, A::g2> * evenA + c<V, B::g2> * evenB + m[5];
  }
};

}  // namespace winograd
