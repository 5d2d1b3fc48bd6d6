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

void setThreads(int count) { ::setThreads(count); }

void momentumUpdate(float *weight, float *velocity, const float *gradient, size_t count, Momentum rule) {
  const auto [rate, momentum, weightDecay] = rule;
  size_t i = 0;
  for (; i + VECTOR_FLOATS <= count; i += VECTOR_FLOATS) {
    const vf w = load(weight + i);
    const vf v = momentum * load(velocity + i) + (load(gradient + i) + weightDecay * w);
    store(velocity + i, v);
    store(weight + i, w - rate * v);
  }
  for (; i < count; i++) {
    velocity[i] = momentum * velocity[i] + (gradient[i] + weightDecay * weight[i]);
    weight[i] -= rate * velocity[i];
  }
}

void movingAverage(float *moving, const float *fresh, size_t count, float rate) {
  for (size_t i = 0; i < count; i++) moving[i] = moving[i] * (1 - rate) + fresh[i] * rate;
}

void add(size_t count, const float *a, const float *b, float *sum) {
  // Large enough to be worth handing out, small enough to be shared evenly.
  constexpr size_t part = 1 << 15;
  parallel(static_cast<int>((count + part - 1) / part), [=](Worker &worker) {
    for (int task; worker.next(task);) {
      size_t i = task * part;
      const size_t end = std::min(count, i + part);
      for (; i + VECTOR_FLOATS <= end; i += VECTOR_FLOATS) store(sum + i, load(a + i) + load(b + i));
      for (; i < end; i++) sum[i] = a[i] + b[i];
    }
  });
}

}  // namespace kernels
