// One image in scratch memory, with a border of zeros.
#pragma once

#include "channels.h"

// Pixels whose outputs a tile computes side by side from one pointer.
constexpr int GROUP = 4;

// Layout of one image with a border of zeros: [rows][columns][channels], or in `pairs` [rows][columns][channels][2],
// where each value is followed by that of a neighbouring pixel.
struct Padded {
  int top, left, rows, columns, channels;
  bool pairs = false;

  int64_t pixel() const { return static_cast<int64_t>(channels) * (pairs ? 2 : 1); }
  int64_t pitch() const { return pixel() * columns; }
  int64_t at(int row, int column) const { return (row + top) * pitch() + (column + left) * pixel(); }
  // Groups of pixels and blocks of channels may be read past the last.
  int64_t size() const { return pitch() * (rows + 1) + 2 * GROUP * pixel() + 4 * VECTOR_FLOATS; }
};

static inline void copyRows(const float *image, int height, int width, int channels, const Affine &affine,
                            const Padded &layout, float *padded) {
  const int row = width * channels, period = periodOf(channels);
  for (int y = 0; y < height; y++)
    applyAffine(affine, image + static_cast<int64_t>(y) * row, row, period, padded + layout.at(y, 0));
}

static inline void completeRows(const float *gradient, const float *x, int height, int width, int channels,
                                const Completion &completion, const Padded &layout, float *padded) {
  const int row = width * channels, period = periodOf(channels);
  for (int y = 0; y < height; y++) {
    const float *const from = gradient + static_cast<int64_t>(y) * row, *const own = x + static_cast<int64_t>(y) * row;
    float *const to = padded + layout.at(y, 0);
    overVectors(row, period, [&](int64_t i, int position, int lanes) {
      storeSome(to + i, completion.of(loadSome(from + i, lanes), loadSome(own + i, lanes), position), lanes);
    });
  }
}
