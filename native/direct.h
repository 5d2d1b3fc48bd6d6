// Convolutions as sums of products of pixels and taps: of any size. See kernels.h for what they do.
#pragma once

#include "kernels.h"

namespace direct {

void convolution(Pool &pool, const kernels::Convolution &sizes, const float *x, const kernels::Normalisation &norm,
                 const float *filter, float *y, kernels::Statistics statistics);

void convolutionGradients(Pool &pool, const kernels::Convolution &sizes, const kernels::Incoming &incoming,
                          const float *x, const kernels::Normalisation &norm, const float *filter,
                          float *filterGradient, float *inputGradient, const float *added,
                          kernels::NormalisationGradient sums);

}  // namespace direct
