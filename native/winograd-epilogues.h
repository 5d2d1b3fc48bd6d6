// What is done to the results of a convolution on their way to memory. An epilogue has begin(vector, a function of the
// first of its values), row(index, step, values) for N vectors that belong at `index` and every `step` values from
// there, and end(vector).
#pragma once

#include "channels.h"

namespace winograd {

struct Write {
  float *to;

  template <typename F>
  void begin(int, F) {}
  void end(int) {}
  template <int N>
  INLINE_MEMBER void row(int64_t index, int64_t step, const vf (&values)[N]) {
    UNROLL for (int j = 0; j < N; j++) store(to + index + j * step, values[j]);
  }
};

INLINE void addLanes(vf values, double *sums) {
  float lanes[VECTOR_FLOATS];
  store(lanes, values);
  for (int lane = 0; lane < VECTOR_FLOATS; lane++) sums[lane] += lanes[lane];
}

// Adds up a portion's values and their squares, each less a value of its channel: squares of differences do not cancel
// as those of the values would, for it lies within a few deviations of the mean.
class Measure {
 public:
  Measure(Arena &arena, int lanes, float *to)
      : to_(to),
        lanes_(lanes),
        shifts_(arena.take<float>(lanes)),
        sums_(arena.take<double>(lanes)),
        squares_(arena.take<double>(lanes)) {}

  // Before a portion.
  void clear() {
    std::fill(sums_, sums_ + lanes_, 0.0);
    std::fill(squares_, squares_ + lanes_, 0.0);
    fresh_ = true;
  }
  // After a portion of so many pixels. Where lanes hold two pixels' channels, each pixel has a part of them.
  void addTo(Moments &moments, int64_t pixels, int channels) {
    const double count = static_cast<double>(pixels) * channels / lanes_;
    for (int i = 0; i < lanes_; i++) {
      const double mean = sums_[i] / count;
      // In this order what is no number stays none.
      squares_[i] = std::max(squares_[i] - mean * sums_[i], 0.0);
      sums_[i] = shifts_[i] + mean;
    }
    for (int i = 0; i < lanes_; i += channels) moments.add(count, sums_ + i, squares_ + i, channels);
  }

  template <typename F>
  INLINE_MEMBER void begin(int vector, F first) {
    if (fresh_) store(shifts_ + vector * VECTOR_FLOATS, first());
    shift_ = load(shifts_ + vector * VECTOR_FLOATS);
    sum_ = square_ = vf{};
  }
  INLINE_MEMBER void end(int vector) {
    addLanes(sum_, sums_ + vector * VECTOR_FLOATS);
    addLanes(square_, squares_ + vector * VECTOR_FLOATS);
    if ((vector + 1) * VECTOR_FLOATS == lanes_) fresh_ = false;
  }
  template <int N>
  INLINE_MEMBER void row(int64_t index, int64_t step, const vf (&values)[N]) {
    vf differences[N], products[N];
    UNROLL for (int j = 0; j < N; j++) {
      store(to_ + index + j * step, values[j]);
      differences[j] = values[j] - shift_;
      products[j] = differences[j] * differences[j];
    }
    sum_ += sumOf<N>([&](int j) { return differences[j]; });
    square_ += sumOf<N>([&](int j) { return products[j]; });
  }

 private:
  float *to_;
  int lanes_;
  float *shifts_;
  double *sums_, *squares_;
  bool fresh_ = true;
  vf shift_, sum_, square_;
};

// Adds another gradient, takes the sum back through the ReLU, and adds up what the normalisation before it needs.
class Backward {
 public:
  // @param added may be null
  Backward(Arena &arena, int lanes, float *to, const float *x, const Affine &affine, const float *added)
      : to_(to),
        x_(x),
        added_(added),
        affine_(affine),
        normalised_(!affine.isIdentity()),
        lanes_(lanes),
        offsets_(arena.take<double>(lanes)),
        scales_(arena.take<double>(lanes)) {}

  // Before a portion.
  void clear() {
    std::fill(offsets_, offsets_ + lanes_, 0.0);
    std::fill(scales_, scales_ + lanes_, 0.0);
  }
  // After a portion.
  void addTo(const GradientSums &sums, int channels) const {
    for (int i = 0; i < lanes_; i++) {
      sums.offset[i % channels] += offsets_[i];
      sums.scale[i % channels] += scales_[i];
    }
  }

  template <typename F>
  INLINE_MEMBER void begin(int vector, F) {
    if (!normalised_) return;
    scale_ = load(affine_.scale + vector * VECTOR_FLOATS);
    mean_ = load(affine_.mean + vector * VECTOR_FLOATS);
    offset_ = load(affine_.offset + vector * VECTOR_FLOATS);
    offsetSum_ = scaleSum_ = vf{};
  }
  INLINE_MEMBER void end(int vector) {
    if (!normalised_) return;
    addLanes(offsetSum_, offsets_ + vector * VECTOR_FLOATS);
    addLanes(scaleSum_, scales_ + vector * VECTOR_FLOATS);
  }
  template <int N>
  INLINE_MEMBER void row(int64_t index, int64_t step, const vf (&values)[N]) {
    vf gradients[N], products[N];
    UNROLL for (int j = 0; j < N; j++) {
      gradients[j] = values[j];
      if (added_) gradients[j] += load(added_ + index + j * step);
    }
    if (normalised_) {
      UNROLL for (int j = 0; j < N; j++) {
        const vf centred = load(x_ + index + j * step) - mean_;
        if (affine_.relu) gradients[j] = whereActive(scale_ * centred + offset_, gradients[j]);
        products[j] = gradients[j] * centred;
      }
      offsetSum_ += sumOf<N>([&](int j) { return gradients[j]; });
      scaleSum_ += sumOf<N>([&](int j) { return products[j]; });
    }
    UNROLL for (int j = 0; j < N; j++) store(to_ + index + j * step, gradients[j]);
  }

 private:
  float *to_;
  const float *x_, *added_;
  Affine affine_;
  bool normalised_;
  int lanes_;
  double *offsets_, *scales_;
  vf scale_, mean_, offset_, offsetSum_, scaleSum_;
};

}  // namespace winograd
