// The arithmetic of convolutions on one image in scratch memory. A correlation of a padded source with a packed
// filter makes both the forward pass and the gradient with respect to the input.
#pragma once

#include "padded.h"
#include "prefetch.h"

// With at most half a vector of output channels, a vector holds two neighbouring pixels, so that none of it is idle.
// Its lanes are (channel 0, pixel 0), (channel 0, pixel 1), (channel 1, pixel 0), …
constexpr bool sharesVectors(int channels) { return VECTOR_FLOATS == 16 && channels <= 8; }

// Layout of the input of a convolution, and of its output gradient for the gradient with respect to the input.
Padded paddedInput(const kernels::Convolution &sizes, bool pairs);
Padded paddedGradient(const kernels::Convolution &sizes, bool pairs);

// From the plain layout of the same sizes: each pixel gets the values of the one `apart` columns to the right.
void pairPixels(const float *plain, const Padded &layout, int apart, float *paired);

// out[row · outStepY + outY][column · outStepX + outX] = Σ_(r, k) source[row · stepY + y + r][column · stepX + x][k] ·
// filter[r][k], where k runs over the columns and channels of a row of taps.
struct Correlation {
  int tapRows, tapColumns;
  int y, x, stepY, stepX;
  int outY, outX, outStepY, outStepX;
  int rows, columns;
  // Rows of packedRow(channels) values.
  const float *filter;
};

// Values of one packed row of a filter: the output channels, filled up to whole vectors.
int packedRow(int channels);
// Packs one row; `stride` is the distance between the filter's output channels.
void packRow(const float *row, int64_t stride, int channels, float *packed);

// The way back for sums over pixels: where vectors are shared, each value's two halves are added.
void unpackRow(const float *packed, int channels, float *row);

// @param out an image of `channels` channels and `outWidth` columns
void correlate(const float *source, const Padded &layout, const Correlation &taps, float *out, int outWidth,
               int channels, Prefetch &ahead);

// What a convolution's gradient with respect to its input consists of: one correlation for each combination of
// rows and columns modulo the strides. Those that no tap reaches are left out, and `complete` is false.
struct InputGradientPlan {
  std::vector<Correlation> parts;
  bool complete = true;
};
InputGradientPlan planInputGradient(Arena &arena, const kernels::Convolution &sizes, const float *filter);

// Adds the filter gradient of some images, one after the other in memory, to `sums`, or writes it there if they are the
// `first`: [filterHeight][filterWidth · inputs][packedRow(outputs)]. With
// `sharesVectors(outputs)` both layouts are in pairs (of pixels strideX apart, and of neighbours), and the two halves
// of a row's pairs belong to the same value.
void addFilterGradient(const kernels::Convolution &sizes, int images, const float *input, const Padded &inputLayout,
                       const float *gradient, const Padded &gradientLayout, bool first, float *sums,
                       Prefetch &ahead);
