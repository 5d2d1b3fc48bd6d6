#include "kernels.h"
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
    const vf v = momentum * load(velocity + i) + (load(gradient + i) + weightDecay * w);
    store(velocity + i, v);
    store(weight + i, w - rate * v);
  }
  for (; i < count; i++) {
    velocity[i] = momentum * velocity[i] + (gradient[i] + weightDecay * weight[i]);
    weight[i] -= rate * velocity[i];
  }
}

}  // namespace kernels
