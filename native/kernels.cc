#include "kernels.h"

#include <algorithm>

#include "pool.h"
#include "vector.h"

namespace kernels {

#if defined(__AVX512F__)
const char *const level = "avx512";
#elif defined(__AVX2__)
const char *const level = "avx2";
#elif defined(__ARM_NEON)
const char *const level = "neon";
#else
const char *const level = "baseline";
#endif
const int vectorFloats = VECTOR_FLOATS;

void momentumUpdate(float *weight, float *velocity, const float *gradient, size_t count, Momentum rule) {
  const auto [rate, momentum, weightDecay] = rule;
  size_t i = 0;
  for (; i + VECTOR_FLOATS <= count; i += VECTOR_FLOATS) {
    const vf w = load(weight + i);
    const vf v = momentum * load(velocity + i) + rate * (load(gradient + i) + weightDecay * w);
    store(velocity + i, v);
    store(weight + i, w - v);
  }
  for (; i < count; i++) {
    velocity[i] = momentum * velocity[i] + rate * (gradient[i] + weightDecay * weight[i]);
    weight[i] -= velocity[i];
  }
}

void movingAverage(float *moving, const float *fresh, size_t count, float rate) {
  for (size_t i = 0; i < count; i++) moving[i] = moving[i] * (1 - rate) + fresh[i] * rate;
}

void multiplyMatrices(Pool &pool, const MatrixProduct &s, const float *a, const float *b, float *product) {
  // The right matrix with its rows filled up to whole vectors; it is small here, a layer's weights or gradients.
  const int width = (s.columns + VECTOR_FLOATS - 1) / VECTOR_FLOATS * VECTOR_FLOATS;
  float *const packed = pool.callArena().zeros<float>(static_cast<size_t>(s.inner) * width);
  for (int matrix = 0; matrix < s.batch; matrix++) {
    for (int k = 0; k < s.inner; k++)
      for (int column = 0; column < s.columns; column++)
        packed[static_cast<size_t>(k) * width + column] =
            s.transposeB ? b[static_cast<size_t>(column) * s.inner + k] : b[static_cast<size_t>(k) * s.columns + column];
    const size_t step = s.transposeA ? s.rows : 1;
    for (int row = 0; row < s.rows; row++) {
      const float *const left = s.transposeA ? a + row : a + static_cast<size_t>(row) * s.inner;
      for (int column = 0; column < s.columns; column += VECTOR_FLOATS) {
        vf sum = {};
        for (int k = 0; k < s.inner; k++) sum += left[k * step] * load(packed + static_cast<size_t>(k) * width + column);
        storeSome(product + static_cast<size_t>(row) * s.columns + column, sum, s.columns - column);
      }
    }
    a += static_cast<size_t>(s.rows) * s.inner;
    b += static_cast<size_t>(s.inner) * s.columns;
    product += static_cast<size_t>(s.rows) * s.columns;
  }
}

void add(Pool &pool, size_t count, const float *a, const float *b, float *sum) {
  // Large enough to be worth handing out, small enough to be shared evenly.
  constexpr size_t part = 1 << 15;
  pool.parallel(static_cast<int>((count + part - 1) / part), [=](Worker &worker) {
    for (int task; worker.next(task);) {
      size_t i = task * part;
      const size_t end = std::min(count, i + part);
      for (; i + VECTOR_FLOATS <= end; i += VECTOR_FLOATS) store(sum + i, load(a + i) + load(b + i));
      for (; i < end; i++) sum[i] = a[i] + b[i];
    }
  });
}

}  // namespace kernels
