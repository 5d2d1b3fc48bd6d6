// Convolutions with 3 × 3 taps in steps of one pixel by Winograd's algorithm (Lavin & Gray 2016): tiles of images are
// transformed, which leaves a product of matrices for each of a tile's positions, and transformed back. Tiles of 4 × 4
// results need a quarter of the multiplications. See kernels.h for what the functions do, winograd-transforms.h for why
// that is a convolution.
#pragma once

#include "kernels.h"

namespace winograd {

// Whether this is the faster algorithm. Depends on the sizes alone: results do not depend on what else a machine does.
bool isFaster(const kernels::Convolution &sizes);

// The following are for sizes of which `isFaster` is true.
void convolution(Pool &pool, const kernels::Convolution &sizes, const float *x, const kernels::Normalisation &norm,
                 const float *filter, float *y, kernels::Statistics statistics);

void convolutionGradients(Pool &pool, const kernels::Convolution &sizes, const kernels::Incoming &incoming,
                          const float *x, const kernels::Normalisation &norm, const float *filter,
                          float *filterGradient, float *inputGradient, const float *added,
                          kernels::NormalisationGradient sums);

}  // namespace winograd
