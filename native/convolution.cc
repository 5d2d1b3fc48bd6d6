#include "direct.h"
#include "winograd.h"

namespace kernels {

void convolution(Pool &pool, const Convolution &sizes, const float *x, const Normalisation &norm, const float *filter,
                 float *y, Statistics statistics) {
  if (winograd::isFaster(sizes)) return winograd::convolution(pool, sizes, x, norm, filter, y, statistics);
  direct::convolution(pool, sizes, x, norm, filter, y, statistics);
}

void convolutionGradients(Pool &pool, const Convolution &sizes, const Incoming &incoming, const float *x,
                          const Normalisation &norm, const float *filter, float *filterGradient, float *inputGradient,
                          const float *added, NormalisationGradient sums) {
  const auto gradients = winograd::isFaster(sizes) ? winograd::convolutionGradients : direct::convolutionGradients;
  gradients(pool, sizes, incoming, x, norm, filter, filterGradient, inputGradient, added, sums);
}

}  // namespace kernels
