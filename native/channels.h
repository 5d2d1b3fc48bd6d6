// Loops over tensors whose innermost dimension is the channel, with values that belong to channels.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels.h"
#include "pool.h"
#include "vector.h"

constexpr int ceilDivide(int n, int unit) { return (n + unit - 1) / unit; }
constexpr int roundUp(int n, int unit) { return ceilDivide(n, unit) * unit; }

// Images are dealt out in so many portions, whatever the number of threads: sums over a batch are sums over
// portions, and so do not depend on that number.
constexpr int PORTIONS = 8;

static inline int portionsOf(int batch) { return std::min(PORTIONS, batch); }
static inline int firstImage(int portion, int batch) {
  return static_cast<int>(static_cast<int64_t>(portion) * batch / portionsOf(batch));
}

// The shortest row of whole vectors that is a row of whole pixels, too.
static inline int periodOf(int channels) {
  int period = channels;
  while (period % VECTOR_FLOATS != 0) period += channels;
  return period;
}

// A value of each channel, repeated over a period.
template <typename F>
static float *repeated(Arena &arena, int channels, F valueOf) {
  const int period = periodOf(channels);
  float *const values = arena.take<float>(period);
  for (int i = 0; i < period; i++) values[i] = i < channels ? static_cast<float>(valueOf(i)) : values[i - channels];
  return values;
}

// Calls use(index, position in the period, lanes) for every vector of `count` values that start with channel 0.
template <typename F>
static inline void overVectors(int64_t count, int period, F use) {
  int64_t i = 0;
  int position = 0;
  for (; i + VECTOR_FLOATS <= count; i += VECTOR_FLOATS) {
    use(i, position, VECTOR_FLOATS);
    position += VECTOR_FLOATS;
    if (position == period) position = 0;
  }
  if (i < count) use(i, position, static_cast<int>(count - i));
}

// Periods that one register adds up at most, a quarter of them at a time; over more, single precision loses digits.
constexpr int64_t LONGEST_SUM = 1024;

// sums[s][channel] = Σ over the pixels of one image. use(index, position in the period, lanes, accumulators) adds to
// accumulators[s]; lanes past `lanes` are ignored.
template <int Sums, typename F>
static inline void channelSums(int64_t count, int channels, F use, float *const (&sums)[Sums]) {
  const int period = periodOf(channels);
  for (float *const sum : sums) std::fill(sum, sum + channels, 0.0f);
  for (int64_t start = 0; start < count; start += LONGEST_SUM * period) {
    const int64_t end = std::min(count, start + LONGEST_SUM * period);
    for (int position = 0; position < period; position += VECTOR_FLOATS) {
      // Several, so that additions need not wait for each other.
      vf accumulators[4][Sums] = {};
      int64_t i = start + position;
      for (; i + 3 * period + VECTOR_FLOATS <= end; i += 4 * period)
        for (int unrolled = 0; unrolled < 4; unrolled++)
          use(i + unrolled * period, position, VECTOR_FLOATS, accumulators[unrolled]);
      for (; i + VECTOR_FLOATS <= end; i += period) use(i, position, VECTOR_FLOATS, accumulators[0]);
      vf last[Sums] = {};
      const int lanes = i < end ? static_cast<int>(end - i) : 0;
      if (lanes > 0) use(i, position, lanes, last);
      for (int s = 0; s < Sums; s++) {
        const vf sum = (accumulators[0][s] + accumulators[1][s]) + (accumulators[2][s] + accumulators[3][s]);
        for (int lane = 0; lane < VECTOR_FLOATS; lane++)
          sums[s][(position + lane) % channels] += sum[lane] + (lane < lanes ? last[s][lane] : 0.0f);
      }
    }
  }
}

// Batch normalisation, ready to be applied: scale · (x − mean) + offset, each over a period of channels.
struct Affine {
  const float *scale = nullptr, *mean = nullptr, *offset = nullptr;
  bool relu = false;

  bool isIdentity() const { return scale == nullptr; }
  vf before(vf x, int position) const {
    return load(scale + position) * (x - load(mean + position)) + load(offset + position);
  }
};

// Of a variance that overflowed it is no number, where 0 would hide that.
static inline double inverseDeviation(const kernels::Normalisation &norm, int channel) {
  const float variance = norm.variance[channel];
  return 1 / std::sqrt(variance * norm.varianceFactor + norm.epsilon) + (variance - variance);
}

static inline Affine affineOf(Arena &arena, const kernels::Normalisation &norm, int channels) {
  if (!norm.mean) return {};
  return {repeated(arena, channels, [&](int c) { return norm.scale[c] * inverseDeviation(norm, c); }),
          repeated(arena, channels, [&](int c) { return norm.mean[c]; }),
          repeated(arena, channels, [&](int c) { return norm.offset[c]; }), norm.relu};
}

// Applies it to `count` values that start with channel 0.
static inline void applyAffine(const Affine &affine, const float *from, int64_t count, int period, float *to) {
  if (affine.isIdentity()) {
    memcpy(to, from, sizeof(float) * count);
  } else if (affine.relu) {
    overVectors(count, period, [&](int64_t i, int position, int lanes) {
      storeSome(to + i, relu(affine.before(loadSome(from + i, lanes), position)), lanes);
    });
  } else {
    overVectors(count, period, [&](int64_t i, int position, int lanes) {
      storeSome(to + i, affine.before(loadSome(from + i, lanes), position), lanes);
    });
  }
}

// Where a gradient has still to go through a batch normalisation: dx = gain · gradient − shift − slope · (x − mean)
// (Ioffe & Szegedy 2015, section 3).
struct Completion {
  const float *gain = nullptr, *shift = nullptr, *slope = nullptr, *mean = nullptr;

  vf of(vf gradient, vf x, int position) const {
    return load(gain + position) * gradient - load(shift + position) -
           load(slope + position) * (x - load(mean + position));
  }
};

static inline Completion completionOf(Arena &arena, const kernels::Normalisation &norm,
                                      const kernels::NormalisationGradient &sums, double count, int channels) {
  if (!norm.mean) return {};
  const auto gain = [&](int c) { return norm.scale[c] * inverseDeviation(norm, c); };
  return {repeated(arena, channels, gain),
          repeated(arena, channels, [&](int c) { return gain(c) * sums.offset[c] / count; }),
          repeated(arena, channels, [&](int c) { return gain(c) * inverseDeviation(norm, c) * sums.scale[c] / count; }),
          repeated(arena, channels, [&](int c) { return norm.mean[c]; })};
}

// Mean and sum of squared deviations of every channel, put together from those of parts (Chan et al. 1979).
struct Moments {
  double count, *mean, *squares;

  static Moments zeros(Arena &arena, int channels) {
    return {0, arena.zeros<double>(channels), arena.zeros<double>(channels)};
  }
  template <typename T>
  void add(double otherCount, const T *otherMean, const T *otherSquares, int channels) {
    const double total = count + otherCount;
    for (int c = 0; c < channels; c++) {
      const double difference = otherMean[c] - mean[c];
      mean[c] += difference * otherCount / total;
      squares[c] += otherSquares[c] + difference * difference * count * otherCount / total;
    }
    count = total;
  }
};

static inline void finishMoments(Arena &arena, const std::vector<Moments> &portions, int channels,
                                 kernels::Statistics statistics) {
  Moments total = Moments::zeros(arena, channels);
  for (const Moments &part : portions) total.add(part.count, part.mean, part.squares, channels);
  for (int c = 0; c < channels; c++) {
    statistics.mean[c] = static_cast<float>(total.mean[c]);
    statistics.variance[c] = static_cast<float>(total.squares[c] / std::max(1.0, total.count - 1));
  }
}

// to[i] <- Σ over portions of parts[portion][i]; `to` may be the first of them.
static inline void addPortions(const float *parts, int portions, size_t count, float *to) {
  overVectors(static_cast<int64_t>(count), VECTOR_FLOATS, [&](int64_t i, int, int lanes) {
    vf sum = loadSome(parts + i, lanes);
    for (int portion = 1; portion < portions; portion++) sum += loadSome(parts + portion * count + i, lanes);
    storeSome(to + i, sum, lanes);
  });
}

// A portion's share of the gradients of a normalisation, by channel; `scale` with x not yet divided by its deviation.
struct GradientSums {
  double *offset, *scale;

  static std::vector<GradientSums> zeros(Arena &arena, int portions, int channels) {
    std::vector<GradientSums> all;
    for (int i = 0; i < portions; i++) all.push_back({arena.zeros<double>(channels), arena.zeros<double>(channels)});
    return all;
  }
  // Adds those of one image.
  void add(const float *imageOffset, const float *imageScale, int channels) const {
    for (int c = 0; c < channels; c++) {
      offset[c] += imageOffset[c];
      scale[c] += imageScale[c];
    }
  }
};

static inline void finishSums(const GradientSums *portions, int count, int channels, const kernels::Normalisation &norm,
                kernels::NormalisationGradient result) {
  for (int c = 0; c < channels; c++) {
    double offset = 0, scale = 0;
    for (int i = 0; i < count; i++) {
      offset += portions[i].offset[c];
      scale += portions[i].scale[c];
    }
    result.offset[c] = static_cast<float>(offset);
    result.scale[c] = static_cast<float>(scale * inverseDeviation(norm, c));
  }
}
