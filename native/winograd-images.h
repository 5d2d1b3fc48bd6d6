// Images on their way to tiles and back.
#pragma once

#include "winograd-tiles.h"

namespace winograd {

// What images are read as: values in the order of memory, from any vector of them on.
struct Plain {
  const float *x;
  vf at(int64_t i, int) const { return load(x + i); }
};
template <bool Relu>
struct Normalised {
  const float *x;
  const Affine &affine;
  vf at(int64_t i, int position) const {
    const vf value = affine.before(load(x + i), position);
    return Relu ? ::relu(value) : value;
  }
};
struct Completed {
  const float *gradient, *tensor;
  const Completion &completion;
  vf at(int64_t i, int position) const { return completion.of(load(gradient + i), load(tensor + i), position); }
};

// Calls use(values) with the one that a normalisation asks for.
template <typename F>
static void asNormalised(const float *x, const Affine &affine, F use) {
  if (affine.isIdentity()) use(Plain{x});
  else if (affine.relu) use(Normalised<true>{x, affine});
  else use(Normalised<false>{x, affine});
}

// Images of one size, the frames of zeros that they are copied into, and their tiles.
template <typename T>
class Images {
 public:
  static constexpr int M = T::X::SIDE - 2;
  const int height, width, channels;

  Images(int height, int width, int channels)
      : height(height), width(width), channels(channels), tileRows_(height / M), tileColumns_(width / M) {}

  int64_t size() const { return int64_t{height} * width * channels; }
  int lanes() const { return T::vectorsOf(channels) * VECTOR_FLOATS; }
  int tilesOf(int images) const { return ceilDivide(images, T::IMAGES) * tilesPerUnit(); }
  // What is worked on at a time: one, or so many that their tiles fill a block; in pairs twice as many.
  int atOnce() const { return unitsAtOnce() * T::IMAGES; }
  int64_t framesSize() const { return unitsAtOnce() * frameSize(); }

  // Copies `count` of them from the `first` on into frames.
  template <typename Values>
  void copy(const Values &values, int64_t first, int count, float *frames) const {
    for (int unit = 0; unit * T::IMAGES < count; unit++) {
      const bool both = (unit + 1) * T::IMAGES <= count;
      copyUnit(values, (first + unit * T::IMAGES) * size(), both, frames + unit * frameSize());
    }
  }

  // Transforms of `count` tiles of the frames, from the `first` on.
  KERNEL void transformInputs(const Images &images, const float *frames, int first, int count, float *to,
                              Prefetch &ahead) {
    const int64_t pitch = T::pitchOf(images.channels), step = images.framePixel();
    int64_t rows[T::SIDE];
    distances(images.framePitch(), rows);
    images.eachTile(first, count, [&](int t, int unit, int row, int column) INLINE_LAMBDA {
      const float *const from = frames + images.frameIndex(unit, row, column);
      for (int v = 0; v < T::vectorsOf(images.channels); v++)
        T::transformInput(from + v * VECTOR_FLOATS, rows, step, to + (v * TILES + t) * VECTOR_FLOATS, pitch);
      ahead.some();
    });
  }
  KERNEL void transformGradients(const Images &images, const float *frames, int first, int count, float *to,
                                 Prefetch &ahead) {
    const int64_t pitch = T::pitchOf(images.channels), step = images.framePixel();
    int64_t rows[M];
    distances(images.framePitch(), rows);
    images.eachTile(first, count, [&](int t, int unit, int row, int column) INLINE_LAMBDA {
      const float *const from = frames + images.frameIndex(unit, row + 1, column + 1);
      for (int v = 0; v < T::vectorsOf(images.channels); v++)
        T::transformGradient(from + v * VECTOR_FLOATS, rows, step, to + (v * TILES + t) * VECTOR_FLOATS, pitch);
      ahead.some();
    });
  }

  // Results of `count` tiles, from the `first` on, of images that begin at `index` in memory and of which there are
  // `present`.
  template <typename Epilogue>
  KERNEL void transformOutputs(const Images &images, const float *block, int first, int count, int64_t index,
                               int present, Epilogue &epilogue) {
    const int64_t pitch = T::pitchOf(images.channels), rowPitch = int64_t{images.width} * images.channels;
    int64_t rows[T::SIDE];
    distances(T::SIDE * pitch, rows);
    for (int v = 0; v < T::vectorsOf(images.channels); v++, block += TILES * VECTOR_FLOATS) {
      epilogue.begin(v, [&] { return firstResult(block, pitch); });
      images.eachTile(first, count, [&](int t, int unit, int row, int column) INLINE_LAMBDA {
        const bool both = (unit + 1) * T::IMAGES <= present;
        const int64_t image = index + unit * T::IMAGES * images.size();
        const int64_t at = image + row * rowPitch + column * images.channels + v * VECTOR_FLOATS;
        T::transformOutput(block + t * VECTOR_FLOATS, rows, pitch, [&](int i, const vf (&y)[M]) INLINE_LAMBDA {
          if constexpr (T::IMAGES == 2) {
            vf firsts[M / 2], seconds[M / 2];
            UNROLL for (int j = 0; j < M / 2; j++) separateImages(y[2 * j], y[2 * j + 1], firsts[j], seconds[j]);
            epilogue.row(at + i * rowPitch, VECTOR_FLOATS, firsts);
            if (both) epilogue.row(at + i * rowPitch + images.size(), VECTOR_FLOATS, seconds);
          } else {
            epilogue.row(at + i * rowPitch, images.channels, y);
          }
        });
      });
      epilogue.end(v);
    }
  }

 private:
  const int tileRows_, tileColumns_;

  int tilesPerUnit() const { return tileRows_ * tileColumns_; }
  int unitsAtOnce() const { return std::max(1, TILES / tilesPerUnit()); }
  int64_t framePixel() const { return int64_t{channels} * T::IMAGES; }
  int64_t framePitch() const { return (width + 2) * framePixel(); }
  int64_t frameSize() const { return (height + 2) * framePitch(); }
  int64_t frameIndex(int unit, int row, int column) const {
    return unit * frameSize() + row * framePitch() + column * framePixel();
  }

  template <typename F>
  INLINE_MEMBER void eachTile(int first, int count, F use) const {
    int unit = first / tilesPerUnit(), row = first % tilesPerUnit() / tileColumns_, column = first % tileColumns_;
    for (int t = 0; t < count; t++) {
      use(t, unit, row * M, column * M);
      if (++column == tileColumns_) column = 0, row++;
      if (row == tileRows_) row = 0, unit++;
    }
  }

  template <typename Values>
  void copyUnit(const Values &values, int64_t from, bool both, float *frame) const {
    const int rowSize = width * channels, period = periodOf(channels);
    for (int y = 0; y < height; y++, from += rowSize) {
      float *const to = frame + frameIndex(0, y + 1, 1);
      overVectors(rowSize, period, [&](int64_t i, int position, int) {
        const vf value = values.at(from + i, position);
        if constexpr (T::IMAGES == 2) {
          interleaveImages(value, both ? values.at(from + size() + i, position) : vf{}, to + 2 * i);
        } else {
          store(to + i, value);
        }
      });
    }
  }

  // Of a vector's first tile, in the order of memory.
  KERNEL vf firstResult(const float *block, int64_t pitch) {
    int64_t rows[T::SIDE];
    distances(T::SIDE * pitch, rows);
    vf result;
    T::transformOutput(block, rows, pitch, [&](int i, const vf (&y)[M]) INLINE_LAMBDA {
      vf other;
      if (i > 0) return;
      if constexpr (T::IMAGES == 2) separateImages(y[0], y[1], result, other);
      else result = y[0];
    });
    return result;
  }

  // Images are in pairs where vectors are of 16 numbers.
  INLINE void interleaveImages([[maybe_unused]] vf first, [[maybe_unused]] vf second, [[maybe_unused]] float *to) {
#if VECTOR_BYTES == 64
    store(to, arrange<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(first, second));
    store(to + VECTOR_FLOATS, arrange<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(first, second));
#endif
  }
  INLINE void separateImages([[maybe_unused]] vf left, [[maybe_unused]] vf right, [[maybe_unused]] vf &first,
                             [[maybe_unused]] vf &second) {
#if VECTOR_BYTES == 64
    first = arrange<0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30>(left, right);
    second = arrange<1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31>(left, right);
#endif
  }
};

}  // namespace winograd
