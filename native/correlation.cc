#include "correlation.h"

namespace {

// Registers for sums; the others hold a row of the filter and the source's value.
constexpr int ACCUMULATORS = VECTOR_REGISTERS - 8;
constexpr int mostGroups(int vectors) { return std::max(1, ACCUMULATORS / (GROUP * vectors)); }

template <bool Pairs>
inline vf spread(const float *from) {
  if constexpr (Pairs) return broadcastPair(from);
  return broadcast(*from);
}

#if VECTOR_BYTES == 64
// Lanes in the order of memory: the first pixel's channels, then the second's.
inline vf separatePixels(vf v) {
  return arrange<0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15>(v, v);
}
#else
inline vf separatePixels(vf v) { return v; }
#endif

struct Job {
  const float *source;
  const Padded &layout;
  const Correlation &taps;
  float *out;
  int outWidth, channels, firstChannel;
  Prefetch &ahead;

  int pixelsPerGroup() const { return GROUP * (sharesVectors(channels) ? 2 : 1); }
  int groupsPerRow() const { return ceilDivide(taps.columns, pixelsPerGroup()); }
};

// sums[pixel][vector] of `Groups` groups of pixels: the one loop that the time is spent in. Its operands are a row of
// the filter, which stays in registers, and one value of the source for each pixel.
template <int Groups, int Vectors, bool Pairs>
inline void sumTaps(const Job &job, const float *const *sources, vf (&sums)[Groups * GROUP][Vectors]) {
  const Correlation &taps = job.taps;
  const int64_t pitch = job.layout.pitch();
  const int64_t step = job.layout.pixel() * taps.stepX * (Pairs ? 2 : 1);
  const int span = taps.tapColumns * job.layout.channels, row = packedRow(job.channels);
  const float *filter = taps.filter + job.firstChannel;
  for (auto &pixel : sums)
    for (vf &sum : pixel) sum = vf{};
  for (int r = 0; r < taps.tapRows; r++) {
    const float *from[Groups];
    for (int g = 0; g < Groups; g++) from[g] = sources[g] + r * pitch;
    for (int k = 0; k < span; k++) {
      vf weights[Vectors];
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; v++) weights[v] = load(filter + v * VECTOR_FLOATS);
      filter += row;
#pragma GCC unroll 8
      for (int g = 0; g < Groups; g++) {
#pragma GCC unroll 8
        for (int pixel = 0; pixel < GROUP; pixel++) {
          const vf value = spread<Pairs>(from[g] + pixel * step);
#pragma GCC unroll 8
          for (int v = 0; v < Vectors; v++) sums[g * GROUP + pixel][v] += value * weights[v];
        }
        from[g] += Pairs ? 2 : 1;
      }
    }
  }
}

template <int Vectors>
inline void writePixels(const Job &job, const vf (*sums)[Vectors], float *out, int64_t step, int valid) {
#pragma GCC unroll 8
  for (int pixel = 0; pixel < GROUP; pixel++) {
    if (pixel >= valid) return;
#pragma GCC unroll 8
    for (int v = 0; v < Vectors; v++) {
      const int first = v * VECTOR_FLOATS;
      storeSome(out + pixel * step + first, sums[pixel][v], job.channels - job.firstChannel - first);
    }
  }
}

inline void writePairs(const Job &job, const vf (*sums)[1], float *out, int64_t step, int valid) {
  constexpr int half = VECTOR_FLOATS / 2;
#pragma GCC unroll 8
  for (int pair = 0; pair < GROUP; pair++) {
    if (2 * pair >= valid) return;
    const vf values = separatePixels(sums[pair][0]);
    float *const first = out + 2 * pair * step;
    if (step == half && job.channels == half && 2 * pair + 1 < valid) {
      store(first, values);
      continue;
    }
    float both[VECTOR_FLOATS];
    store(both, values);
    const bool hasSecond = 2 * pair + 1 < valid;
    // With its size known, a copy is one move.
    if (job.channels == half) {
      memcpy(first, both, sizeof(float) * half);
      if (hasSecond) memcpy(first + step, both + half, sizeof(float) * half);
    } else {
      memcpy(first, both, sizeof(float) * job.channels);
      if (hasSecond) memcpy(first + step, both + half, sizeof(float) * job.channels);
    }
  }
}

// @param column of the group's first pixel
template <int Vectors, bool Pairs>
inline void writeGroup(const Job &job, const vf (*sums)[Vectors], int row, int column) {
  const Correlation &taps = job.taps;
  const int64_t step = static_cast<int64_t>(taps.outStepX) * job.channels;
  const int64_t outRow = static_cast<int64_t>(row * taps.outStepY + taps.outY) * job.outWidth;
  float *const out = job.out + (outRow + column * taps.outStepX + taps.outX) * job.channels + job.firstChannel;
  if constexpr (Pairs) {
    writePairs(job, sums, out, step, taps.columns - column);
  } else {
    writePixels<Vectors>(job, sums, out, step, taps.columns - column);
  }
}

template <int Groups, int Vectors, bool Pairs>
void computeTile(const Job &job, int firstGroup) {
  const Correlation &taps = job.taps;
  const int perRow = job.groupsPerRow(), width = job.pixelsPerGroup();
  const float *sources[Groups];
  for (int g = 0; g < Groups; g++) {
    const int row = (firstGroup + g) / perRow, column = (firstGroup + g) % perRow * width;
    sources[g] = job.source + job.layout.at(row * taps.stepY + taps.y, column * taps.stepX + taps.x);
  }
  vf sums[Groups * GROUP][Vectors];
  sumTaps<Groups, Vectors, Pairs>(job, sources, sums);
  for (int g = 0; g < Groups; g++)
    writeGroup<Vectors, Pairs>(job, sums + g * GROUP, (firstGroup + g) / perRow, (firstGroup + g) % perRow * width);
}

template <int Groups, int Vectors, bool Pairs>
void computeTileOf(int groups, const Job &job, int firstGroup) {
  if constexpr (Groups > 1) {
    if (groups < Groups) return computeTileOf<Groups - 1, Vectors, Pairs>(groups, job, firstGroup);
  }
  computeTile<Groups, Vectors, Pairs>(job, firstGroup);
}

// Deals the groups out to tiles of nearly the same size.
template <int Vectors, bool Pairs>
void computeTiles(const Job &job) {
  constexpr int most = mostGroups(Vectors);
  const int groups = job.groupsPerRow() * job.taps.rows, tiles = ceilDivide(groups, most);
  for (int tile = 0; tile < tiles; tile++) {
    const int first = static_cast<int>(static_cast<int64_t>(groups) * tile / tiles);
    const int end = static_cast<int>(static_cast<int64_t>(groups) * (tile + 1) / tiles);
    computeTileOf<most, Vectors, Pairs>(end - first, job, first);
    job.ahead.some();
  }
}

// With one vector of outputs, every value of the source is loaded for a single product. A tile of several rows uses it
// for up to three: once for each row of taps that it lies under. `From` … `To` are the tile's rows that an input row
// takes part in.
constexpr int TAP_ROWS = 3;
constexpr int TILE_ROWS = VECTOR_REGISTERS == 32 ? 3 : 2;
constexpr int TILE_GROUPS = VECTOR_REGISTERS == 32 ? 2 : 1;

template <int Rows, int Groups, bool Pairs, int From, int To>
inline void addSourceRow(const float *const *sources, int64_t step, int span, const float *const *filterRows, int row,
                         vf (&sums)[Rows][Groups * GROUP][1]) {
  const float *from[Groups];
  for (int g = 0; g < Groups; g++) from[g] = sources[g];
  for (int k = 0; k < span; k++) {
    vf weights[Rows];
#pragma GCC unroll 8
    for (int r = From; r <= To; r++) weights[r] = load(filterRows[r] + static_cast<int64_t>(k) * row);
#pragma GCC unroll 8
    for (int g = 0; g < Groups; g++) {
#pragma GCC unroll 8
      for (int pixel = 0; pixel < GROUP; pixel++) {
        const vf value = spread<Pairs>(from[g] + pixel * step);
#pragma GCC unroll 8
        for (int r = From; r <= To; r++) sums[r][g * GROUP + pixel][0] += value * weights[r];
      }
      from[g] += Pairs ? 2 : 1;
    }
  }
}

template <int Rows, int Groups, bool Pairs, int SourceRow = 0>
inline void addSourceRows(const float *const *sources, int64_t step, int64_t pitch, int span, const float *filter,
                          int row, vf (&sums)[Rows][Groups * GROUP][1]) {
  constexpr int from = std::max(0, SourceRow - TAP_ROWS + 1), to = std::min(Rows - 1, SourceRow);
  const float *at[Groups], *filterRows[Rows];
  for (int g = 0; g < Groups; g++) at[g] = sources[g] + SourceRow * pitch;
  for (int r = from; r <= to; r++) filterRows[r] = filter + static_cast<int64_t>(SourceRow - r) * span * row;
  addSourceRow<Rows, Groups, Pairs, from, to>(at, step, span, filterRows, row, sums);
  if constexpr (SourceRow + 1 < Rows + TAP_ROWS - 1)
    addSourceRows<Rows, Groups, Pairs, SourceRow + 1>(sources, step, pitch, span, filter, row, sums);
}

template <int Rows, int Groups, bool Pairs>
void computeRowTile(const Job &job, int firstRow, int firstGroup) {
  const Correlation &taps = job.taps;
  const int width = job.pixelsPerGroup();
  const float *sources[Groups];
  for (int g = 0; g < Groups; g++)
    sources[g] = job.source + job.layout.at(firstRow + taps.y, (firstGroup + g) * width * taps.stepX + taps.x);
  vf sums[Rows][Groups * GROUP][1];
  for (auto &pixels : sums)
    for (auto &pixel : pixels) pixel[0] = vf{};
  addSourceRows<Rows, Groups, Pairs>(sources, job.layout.pixel() * taps.stepX * (Pairs ? 2 : 1), job.layout.pitch(),
                                     taps.tapColumns * job.layout.channels, taps.filter + job.firstChannel,
                                     packedRow(job.channels), sums);
  for (int r = 0; r < Rows; r++)
    for (int g = 0; g < Groups; g++)
      writeGroup<1, Pairs>(job, sums[r] + g * GROUP, firstRow + r, (firstGroup + g) * width);
}

template <int Rows, int Groups, bool Pairs>
void computeRowTileOf(int rows, int groups, const Job &job, int firstRow, int firstGroup) {
  if constexpr (Rows > 1) {
    if (rows < Rows) return computeRowTileOf<Rows - 1, Groups, Pairs>(rows, groups, job, firstRow, firstGroup);
  }
  if constexpr (Groups > 1) {
    if (groups < Groups) return computeRowTileOf<Rows, Groups - 1, Pairs>(rows, groups, job, firstRow, firstGroup);
  }
  computeRowTile<Rows, Groups, Pairs>(job, firstRow, firstGroup);
}

template <bool Pairs>
void computeRowTiles(const Job &job) {
  const int perRow = job.groupsPerRow(), bands = ceilDivide(job.taps.rows, TILE_ROWS);
  for (int band = 0; band < bands; band++) {
    const int first = job.taps.rows * band / bands, rows = job.taps.rows * (band + 1) / bands - first;
    for (int group = 0; group < perRow; group += TILE_GROUPS) {
      computeRowTileOf<TILE_ROWS, TILE_GROUPS, Pairs>(rows, std::min(TILE_GROUPS, perRow - group), job, first, group);
      job.ahead.some();
    }
  }
}

template <bool Pairs>
void computeOneVector(const Job &job) {
  if (job.taps.tapRows == TAP_ROWS && job.taps.stepY == 1) {
    computeRowTiles<Pairs>(job);
  } else {
    computeTiles<1, Pairs>(job);
  }
}

// Positions of the input that are ≡ `remainder` modulo the stride: they see every stride-th tap, in reverse.
struct Parity {
  int taps, firstTap;
  // The first of the output positions that the first of them sees; then one more for each.
  int start, count;

  Parity(int remainder, int stride, int filter, int pad, int size) {
    const int shifted = remainder + pad;
    firstTap = shifted % stride;
    taps = firstTap < filter ? ceilDivide(filter - firstTap, stride) : 0;
    start = shifted / stride - (taps - 1);
    count = remainder < size ? ceilDivide(size - remainder, stride) : 0;
  }
};

// What of both images may be in use at a time, in bytes: caches next to a core have 32 KiB or more.
constexpr int64_t NEAREST_CACHE = 24 * 1024;

// Over some images' rows and pixels.
struct Walk {
  const float *start;
  int64_t image, row, step;
};

// One row of taps, or a part of it, times all pixels of some images.
template <int Taps, int Vectors, bool Pairs>
inline void addTaps(const Walk &input, const Walk &gradient, int images, int rows, int columns, bool first, float *sums,
                    int row, int used) {
  vf added[Taps][Vectors];
  for (auto &tap : added)
    for (vf &sum : tap) sum = vf{};
  for (int y = 0; y < images * rows; y++) {
    const float *from = input.start + y / rows * input.image + y % rows * input.row;
    const float *with = gradient.start + y / rows * gradient.image + y % rows * gradient.row;
    for (int x = 0; x < columns; x++) {
      vf values[Vectors];
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; v++) values[v] = load(with + v * VECTOR_FLOATS);
#pragma GCC unroll 32
      for (int tap = 0; tap < Taps; tap++) {
        const vf value = spread<Pairs>(from + tap * (Pairs ? 2 : 1));
#pragma GCC unroll 8
        for (int v = 0; v < Vectors; v++) added[tap][v] += value * values[v];
      }
      from += input.step;
      with += gradient.step;
    }
  }
  for (int tap = 0; tap < Taps && tap < used; tap++) {
    for (int v = 0; v < Vectors; v++) {
      float *const sum = sums + static_cast<int64_t>(tap) * row + v * VECTOR_FLOATS;
      store(sum, first ? added[tap][v] : load(sum) + added[tap][v]);
    }
  }
}

template <int Taps, int Vectors, bool Pairs, typename... Rest>
inline void addTapsOf(int taps, Rest... rest) {
  // In steps of four: what is computed too much is not written.
  if constexpr (Taps > 4) {
    if (taps <= Taps - 4) return addTapsOf<Taps - 4, Vectors, Pairs>(taps, rest...);
  }
  addTaps<Taps, Vectors, Pairs>(rest...);
}

template <int Vectors, bool Pairs>
void addBlock(const kernels::Convolution &sizes, int images, const float *input, const Padded &inputLayout, const float *gradient,
              const Padded &gradientLayout, bool firstImages, float *sums, int firstOutput,
              Prefetch &ahead) {
  constexpr int most = std::max(4, ACCUMULATORS / Vectors / 4 * 4);
  constexpr int pixels = Pairs ? 2 : 1;
  const int span = sizes.filterWidth * sizes.inputs, row = packedRow(sizes.outputs);
  const int64_t inputStep = inputLayout.pixel() * sizes.strideX * pixels;
  const int64_t inputRow = inputLayout.pitch() * sizes.strideY;
  const int blocks = ceilDivide(span, most);
  // Every block of taps goes over the same rows of both images: so few that they stay in the nearest cache.
  const int64_t bytesPerRow = sizeof(float) * images * (inputRow + gradientLayout.pitch());
  const int band = static_cast<int>(std::max<int64_t>(1, NEAREST_CACHE / bytesPerRow));
  for (int top = 0; top < sizes.outHeight; top += band) {
    const int rows = std::min(band, sizes.outHeight - top);
    const Walk with = {gradient + top * gradientLayout.pitch() + firstOutput, gradientLayout.size(),
                       gradientLayout.pitch(), gradientLayout.pixel() * pixels};
    for (int r = 0; r < sizes.filterHeight; r++) {
      const float *const from = input + top * inputRow + r * inputLayout.pitch();
      float *const to = sums + static_cast<int64_t>(r) * span * row + firstOutput;
      for (int block = 0; block < blocks; block++) {
        const int first = span * block / blocks, taps = span * (block + 1) / blocks - first;
        const Walk walk = {from + first * (Pairs ? 2 : 1), inputLayout.size(), inputRow, inputStep};
        addTapsOf<most, Vectors, Pairs>(taps, walk, with, images, rows, ceilDivide(sizes.outWidth, pixels),
                                        firstImages && top == 0, to + static_cast<int64_t>(first) * row, row, taps);
        ahead.some();
      }
    }
  }
}

}  // namespace

Padded paddedInput(const kernels::Convolution &s, bool pairs) {
  const int outputs = roundUp(s.outWidth, GROUP * (pairs ? 2 : 1));
  const int columns = (outputs - 1) * s.strideX + s.filterWidth + (pairs ? s.strideX : 0);
  return {s.padTop, s.padLeft, std::max((s.outHeight - 1) * s.strideY + s.filterHeight, s.padTop + s.height),
          std::max(columns, s.padLeft + s.width), s.inputs, pairs};
}

Padded paddedGradient(const kernels::Convolution &s, bool pairs) {
  // One more column: an odd row's last pixel is paired with zeros.
  int top = 0, left = 0, bottom = s.outHeight, right = s.outWidth + 1;
  for (int remainder = 0; remainder < s.strideY; remainder++) {
    const Parity parity(remainder, s.strideY, s.filterHeight, s.padTop, s.height);
    top = std::max(top, -parity.start);
    bottom = std::max(bottom, parity.start + parity.count - 1 + parity.taps);
  }
  for (int remainder = 0; remainder < s.strideX; remainder++) {
    const Parity parity(remainder, s.strideX, s.filterWidth, s.padLeft, s.width);
    const int count = roundUp(parity.count, GROUP * (pairs ? 2 : 1));
    left = std::max(left, -parity.start);
    right = std::max(right, parity.start + count + parity.taps);
  }
  return {top, left, top + bottom, left + right, s.outputs, pairs};
}

void pairPixels(const float *plain, const Padded &layout, int apart, float *paired) {
  const int64_t count = static_cast<int64_t>(layout.rows) * layout.columns * layout.channels;
  const float *const partner = plain + static_cast<int64_t>(apart) * layout.channels;
  int64_t i = 0;
#if VECTOR_BYTES == 64
  for (; i + VECTOR_FLOATS <= count; i += VECTOR_FLOATS) {
    const vf here = load(plain + i), there = load(partner + i);
    const vf low = arrange<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(here, there);
    const vf high = arrange<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(here, there);
    store(paired + 2 * i, low);
    store(paired + 2 * i + VECTOR_FLOATS, high);
  }
#endif
  for (; i < count; i++) {
    paired[2 * i] = plain[i];
    paired[2 * i + 1] = partner[i];
  }
}

int packedRow(int channels) { return sharesVectors(channels) ? VECTOR_FLOATS : roundUp(channels, VECTOR_FLOATS); }

void packRow(const float *row, int64_t stride, int channels, float *packed) {
  const int copies = sharesVectors(channels) ? 2 : 1, length = packedRow(channels);
  if (stride == 1 && length == channels) {
    memcpy(packed, row, sizeof(float) * channels);
    return;
  }
  for (int i = 0; i < length; i++) packed[i] = i / copies < channels ? row[i / copies * stride] : 0.0f;
}

void unpackRow(const float *packed, int channels, float *row) {
  if (!sharesVectors(channels)) {
    memcpy(row, packed, sizeof(float) * channels);
    return;
  }
  for (int i = 0; i < channels; i++) row[i] = packed[2 * i] + packed[2 * i + 1];
}

void correlate(const float *source, const Padded &layout, const Correlation &taps, float *out, int outWidth,
               int channels, Prefetch &ahead) {
  Job job = {source, layout, taps, out, outWidth, channels, 0, ahead};
  if (sharesVectors(channels)) return computeOneVector<true>(job);
  for (; channels - job.firstChannel > VECTOR_FLOATS; job.firstChannel += 2 * VECTOR_FLOATS)
    computeTiles<2, false>(job);
  if (job.firstChannel < channels) computeOneVector<false>(job);
}

InputGradientPlan planInputGradient(Arena &arena, const kernels::Convolution &s, const float *filter) {
  const int row = packedRow(s.inputs);
  InputGradientPlan plan;
  for (int remainderY = 0; remainderY < s.strideY; remainderY++) {
    for (int remainderX = 0; remainderX < s.strideX; remainderX++) {
      const Parity y(remainderY, s.strideY, s.filterHeight, s.padTop, s.height);
      const Parity x(remainderX, s.strideX, s.filterWidth, s.padLeft, s.width);
      if (y.count == 0 || x.count == 0) continue;
      if (y.taps == 0 || x.taps == 0) {
        plan.complete = false;
        continue;
      }
      float *const packed = arena.take<float>(static_cast<size_t>(y.taps) * x.taps * s.outputs * row);
      float *to = packed;
      for (int i = y.taps - 1; i >= 0; i--) {
        for (int j = x.taps - 1; j >= 0; j--) {
          const int tap = (y.firstTap + i * s.strideY) * s.filterWidth + x.firstTap + j * s.strideX;
          for (int output = 0; output < s.outputs; output++, to += row)
            packRow(filter + static_cast<int64_t>(tap) * s.inputs * s.outputs + output, s.outputs, s.inputs, to);
        }
      }
      plan.parts.push_back({y.taps, x.taps, y.start, x.start, 1, 1, remainderY, remainderX, s.strideY, s.strideX,
                            y.count, x.count, packed});
    }
  }
  return plan;
}

void addFilterGradient(const kernels::Convolution &sizes, int images, const float *input, const Padded &inputLayout,
                       const float *gradient, const Padded &gradientLayout, bool firstImages, float *sums,
                       Prefetch &ahead) {
  const float *const start = gradient + gradientLayout.at(0, 0);
  if (sharesVectors(sizes.outputs))
    return addBlock<1, true>(sizes, images, input, inputLayout, start, gradientLayout, firstImages, sums, 0, ahead);
  int output = 0;
  for (; sizes.outputs - output > VECTOR_FLOATS; output += 2 * VECTOR_FLOATS)
    addBlock<2, false>(sizes, images, input, inputLayout, start, gradientLayout, firstImages, sums, output, ahead);
  if (output < sizes.outputs) addBlock<1, false>(sizes, images, input, inputLayout, start, gradientLayout, firstImages, sums, output, ahead);
}
