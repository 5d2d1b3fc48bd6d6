#include "channels.h"

namespace kernels {

namespace {

// What every comparison is won against.
vf least() { return broadcast(-__builtin_inff()); }

// Calls use(first value, tap) for every pixel of the window at (outRow, outColumn) of an image that lies in it; taps are
// counted from 0 over rows and columns.
template <typename F>
INLINE void overWindow(const Convolution &s, int outRow, int outColumn, F use) {
  const int top = outRow * s.strideY - s.padTop, left = outColumn * s.strideX - s.padLeft;
  const int firstRow = std::max(0, -top), endRow = std::min(s.filterHeight, s.height - top);
  const int firstColumn = std::max(0, -left), endColumn = std::min(s.filterWidth, s.width - left);
  for (int row = firstRow; row < endRow; row++)
    for (int column = firstColumn; column < endColumn; column++)
      use((static_cast<size_t>(top + row) * s.width + left + column) * s.inputs, row * s.filterWidth + column);
}

// Calls use(image, row, column, channel, lanes) for every vector of the output of a portion of images.
template <typename F>
INLINE void overOutputs(const Convolution &s, int portion, F use) {
  for (int b = firstImage(portion, s.batch); b < firstImage(portion + 1, s.batch); b++)
    for (int row = 0; row < s.outHeight; row++)
      for (int column = 0; column < s.outWidth; column++)
        for (int channel = 0; channel < s.outputs; channel += VECTOR_FLOATS)
          use(b, row, column, channel, s.outputs - channel);
}

size_t outputAt(const Convolution &s, int image, int row, int column, int channel) {
  return ((static_cast<size_t>(image) * s.outHeight + row) * s.outWidth + column) * s.outputs + channel;
}

}  // namespace

void maxPool(Pool &pool, const Convolution &s, const float *x, float *y) {
  pool.parallel(portionsOf(s.batch), [&](Worker &worker) {
    for (int portion; worker.next(portion);)
      overOutputs(s, portion, [&](int image, int row, int column, int channel, int lanes) INLINE_LAMBDA {
        const float *const from = x + image * s.inputPixels() * s.inputs + channel;
        vf largest = least();
        overWindow(s, row, column, [&](size_t at, int) INLINE_LAMBDA {
          const vf value = loadSome(from + at, lanes);
          // What is no number is larger than none, and has to come out all the same.
          largest = ((value > largest) | (value != value)) ? value : largest;
        });
        storeSome(y + outputAt(s, image, row, column, channel), largest, lanes);
      });
  });
}

void maxPoolGradient(Pool &pool, const Convolution &s, const float *dy, const float *x, float *dx) {
  pool.parallel(portionsOf(s.batch), [&](Worker &worker) {
    for (int portion; worker.next(portion);) {
      const size_t image = s.inputPixels() * s.inputs;
      const int first = firstImage(portion, s.batch), end = firstImage(portion + 1, s.batch);
      std::fill(dx + first * image, dx + end * image, 0.0f);
      // One output after the other: windows overlap.
      overOutputs(s, portion, [&](int b, int row, int column, int channel, int lanes) INLINE_LAMBDA {
        const float *const from = x + b * image + channel;
        float *const to = dx + b * image + channel;
        vf largest = least();
        vi where = vi{} - 1;
        overWindow(s, row, column, [&](size_t at, int tap) INLINE_LAMBDA {
          const vf value = loadSome(from + at, lanes);
          const vi larger = value > largest;
          largest = larger ? value : largest;
          where = larger ? vi{} + tap : where;
        });
        const vf gradient = loadSome(dy + outputAt(s, b, row, column, channel), lanes);
        overWindow(s, row, column, [&](size_t at, int tap) INLINE_LAMBDA {
          const vf share = where == vi{} + tap ? gradient : vf{};
          storeSome(to + at, loadSome(to + at, lanes) + share, lanes);
        });
      });
    }
  });
}

}  // namespace kernels
