// Vectors of floats as wide as the processor's registers. Only for kernels: everything here is `static`, so that
// no copy of it, compiled for vectors that a processor may lack, can stand in for code of the baseline.
#pragma once

#include <cstddef>
#include <cstring>

// Without the first, arrays of vectors stay in memory where a function is too large to be inlined; a loop that is a
// function of its own has all registers for itself.
#define INLINE __attribute__((always_inline)) static inline
#define INLINE_MEMBER __attribute__((always_inline)) inline
#define INLINE_LAMBDA __attribute__((always_inline))
#define KERNEL __attribute__((noinline)) static
#define UNROLL _Pragma("GCC unroll 36")

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

// clang has had this one alone, g++ has both since version 12.
#ifdef __has_builtin
#if __has_builtin(__builtin_shufflevector)
#define HAS_SHUFFLEVECTOR 1
#endif
#endif

/** Registers that hold vectors. */
#if defined(__AVX512F__) || defined(__ARM_NEON)
constexpr int VECTOR_REGISTERS = 32;
#else
constexpr int VECTOR_REGISTERS = 16;
#endif

constexpr int VECTOR_FLOATS = VECTOR_BYTES / sizeof(float);

typedef float vf __attribute__((vector_size(VECTOR_BYTES)));
typedef int vi __attribute__((vector_size(VECTOR_BYTES)));
typedef double vd __attribute__((vector_size(2 * VECTOR_BYTES)));
typedef long long vl __attribute__((vector_size(VECTOR_BYTES)));
// The same in memory: tensors start at any float.
typedef float vfMemory __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));

static inline vf load(const float *from) { return *reinterpret_cast<const vfMemory *>(from); }
static inline void store(float *to, vf values) { *reinterpret_cast<vfMemory *>(to) = values; }

// The first `lanes` values; the other lanes are 0.
static inline vf loadSome(const float *from, int lanes) {
  if (lanes >= VECTOR_FLOATS) return load(from);
  vf values = {};
  for (int i = 0; i < lanes; i++) values[i] = from[i];
  return values;
}

static inline void storeSome(float *to, vf values, int lanes) {
  if (lanes >= VECTOR_FLOATS) return store(to, values);
  for (int i = 0; i < lanes; i++) to[i] = values[i];
}

static inline vf broadcast(float value) { return value - vf{}; }

// value 0, value 1, value 0, value 1, …
static inline vf broadcastPair(const float *from) {
  long long bits;
  memcpy(&bits, from, sizeof bits);
  return reinterpret_cast<vf>(bits + vl{});
}

// Σ of valueOf(0 … N − 1), added up in pairs.
template <int N, int First = 0, typename F>
INLINE vf sumOf(F valueOf) {
  if constexpr (N == 1) return valueOf(First);
  else return sumOf<N / 2, First>(valueOf) + sumOf<N - N / 2, First + N / 2>(valueOf);
}

// Lanes of a and, counted on from there, of b.
template <int... Lanes>
static inline vf arrange(vf a, vf b) {
#if HAS_SHUFFLEVECTOR
  return __builtin_shufflevector(a, b, Lanes...);
#else
  return __builtin_shuffle(a, b, vi{Lanes...});
#endif
}

// `value` where x > 0, else 0; but no number where x is none or minus infinity: a 0 there would hide it. x − x is 0 for
// all finite numbers. What goes back is masked as what went forward was.
static inline vf whereActive(vf x, vf value) { return x > 0 ? value : x - x; }
static inline vf relu(vf x) { return whereActive(x, x); }
