// What the kernels are called. They work on plain memory, and are compiled for the processor at hand; whoever
// calls them (addon.cc) has checked that this processor can run them and that all of the memory exists.
#pragma once

#include <cstddef>

namespace kernels {

// What the kernels were compiled for: avx512, avx2, neon or baseline; and how many floats one vector has.
extern const char *const level;
extern const int vectorFloats;

struct Momentum {
  float rate;
  float momentum;
  float weightDecay;
};

// v <- momentum * v + gradient + weightDecay * w;  w <- w - rate * v
void momentumUpdate(float *weight, float *velocity, const float *gradient, size_t count, Momentum rule);

}  // namespace kernels
