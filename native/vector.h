// Vectors of floats as wide as the processor's registers. Only for kernels: everything here is `static`, so that
// no copy of it, compiled for vectors that a processor may lack, can stand in for code of the baseline.
#pragma once

#include <cstddef>

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

constexpr int VECTOR_FLOATS = VECTOR_BYTES / sizeof(float);

typedef float vf __attribute__((vector_size(VECTOR_BYTES)));
// The same in memory: tensors start at any float.
typedef float vfMemory __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));

static inline vf load(const float *from) { return *reinterpret_cast<const vfMemory *>(from); }
static inline void store(float *to, vf values) { *reinterpret_cast<vfMemory *>(to) = values; }
