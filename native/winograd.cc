#include "winograd.h"

#include "winograd-epilogues.h"
#include "winograd-images.h"

namespace winograd {

namespace {

// Images are dealt out in portions, as elsewhere, but in no more than have two blocks of tiles each.
struct Portions {
  int images, count;

  Portions(int images, int tilesPerImage) : images(images) {
    const int64_t blocks = int64_t{images} * tilesPerImage / (2 * TILES);
    count = static_cast<int>(std::clamp<int64_t>(blocks, 1, portionsOf(images)));
  }
  int first(int portion) const { return static_cast<int>(int64_t{portion} * images / count); }
};

// A correlation of images in frames with a transformed filter.
template <typename T>
struct Correlation {
  const Images<T> &from, &into;
  const float *filter;
  float *block, *products;

  Correlation(Arena &arena, const Images<T> &from, const Images<T> &into, const float *filter)
      : from(from),
        into(into),
        filter(filter),
        block(arena.take<float>(T::blockSize(from.channels))),
        products(isInPlace() ? block : arena.take<float>(T::blockSize(into.channels))) {}

  // A product of one vector each is written once all that it is of has been read; half the memory, fewer misses.
  bool isInPlace() const { return T::vectorsOf(from.channels) == 1 && T::vectorsOf(into.channels) == 1; }

  // @param index where the values of the first image begin in `memory`, which the epilogue writes to
  template <typename Epilogue>
  void run(const float *frames, int64_t index, int images, const float *memory, Epilogue &epilogue,
           Prefetch &ahead) const {
    const int total = from.tilesOf(images), perTile = Images<T>::M * Images<T>::M * into.channels * T::IMAGES;
    // What is written to small images is in the caches anyway.
    const bool isLarge = into.size() * T::IMAGES * sizeof(float) >= 1 << 15;
    for (int first = 0; first < total; first += TILES) {
      const int count = std::min(TILES, total - first), lines = isLarge ? count * perTile / LINE_FLOATS : 0;
      Images<T>::transformInputs(from, frames, first, count, block, ahead);
      T::multiplyAll(block, from.channels, filter, into.channels, count, products,
                     memory + index + int64_t{first} * perTile, lines);
      Images<T>::transformOutputs(into, products, first, count, index, images, epilogue);
    }
  }
};

template <typename T>
struct Algorithm {
  static void convolution(Pool &pool, const kernels::Convolution &s, const float *x, const kernels::Normalisation &norm,
                          const float *filter, float *y, kernels::Statistics statistics) {
    Arena &call = pool.callArena();
    float *const transformed = call.take<float>(T::filterSize(s.inputs, s.outputs));
    T::transformFilter(filter, s.inputs, s.outputs, false, transformed);
    const Affine affine = affineOf(call, norm, s.inputs);
    const Images<T> inputs(s.height, s.width, s.inputs), outputs(s.height, s.width, s.outputs);
    const Portions portions(s.batch, inputs.tilesOf(1));
    std::vector<Moments> moments;
    for (int i = 0; i < portions.count; i++) moments.push_back(Moments::zeros(call, s.outputs));

    pool.parallel(portions.count, [&](Worker &worker) {
      float *const frames = worker.arena.zeros<float>(inputs.framesSize());
      const Correlation<T> correlation(worker.arena, inputs, outputs, transformed);
      Measure measure(worker.arena, outputs.lanes(), y);
      Write write = {y};
      for (int portion; worker.next(portion);) {
        const int start = portions.first(portion), end = portions.first(portion + 1);
        measure.clear();
        for (int first = start, count; first < end; first += count) {
          count = std::min(inputs.atOnce(), end - first);
          asNormalised(x, affine, [&](const auto &values) { inputs.copy(values, first, count, frames); });
          Prefetch ahead;
          const int next = std::min(inputs.atOnce(), s.batch - first - count);
          if (next > 0) ahead.add(x + (first + count) * inputs.size(), next * inputs.size());
          ahead.spread(inputs.tilesOf(count));
          if (statistics.mean) correlation.run(frames, first * outputs.size(), count, y, measure, ahead);
          else correlation.run(frames, first * outputs.size(), count, y, write, ahead);
        }
        if (statistics.mean) measure.addTo(moments[portion], (end - start) * int64_t{s.height} * s.width, s.outputs);
      }
    });
    if (statistics.mean) finishMoments(call, moments, s.outputs, statistics);
  }

  static void gradients(Pool &pool, const kernels::Convolution &s, const kernels::Incoming &incoming, const float *x,
                        const kernels::Normalisation &norm, const float *filter, float *filterGradient,
                        float *inputGradient, const float *added, kernels::NormalisationGradient sums) {
    Arena &call = pool.callArena();
    float *const turned = inputGradient ? call.take<float>(T::filterSize(s.outputs, s.inputs)) : nullptr;
    if (turned) T::transformFilter(filter, s.inputs, s.outputs, true, turned);
    const Completion completion =
        completionOf(call, incoming.norm, incoming.sums, static_cast<double>(s.batch) * s.outputPixels(), s.outputs);
    const Affine affine = affineOf(call, norm, s.inputs);
    const Images<T> inputs(s.height, s.width, s.inputs), outputs(s.height, s.width, s.outputs);
    const Portions portions(s.batch, inputs.tilesOf(1));
    const size_t taps = size_t{9} * s.inputs * s.outputs;
    float *const portionFilters = filterGradient ? call.take<float>(portions.count * taps) : nullptr;
    const std::vector<GradientSums> portionSums = GradientSums::zeros(call, portions.count, s.inputs);

    pool.parallel(portions.count, [&](Worker &worker) {
      Arena &arena = worker.arena;
      const Correlation<T> correlation(arena, outputs, inputs, turned);
      // The gradient's block is used before the correlation is, in the same memory.
      float *const gradientFrames = arena.zeros<float>(outputs.framesSize()), *const gradientBlock = correlation.block;
      float *const inputFrames = arena.zeros<float>(inputs.framesSize()), *const inputBlock = arena.take<float>(T::blockSize(s.inputs));
      const size_t sumsSize = T::filterSize(s.inputs, s.outputs);
      float *const filterSums = arena.take<float>(sumsSize);
      Backward backward(arena, inputs.lanes(), inputGradient, x, affine, added);
      for (int portion; worker.next(portion);) {
        const int start = portions.first(portion), end = portions.first(portion + 1);
        std::fill(filterSums, filterSums + sumsSize, 0.0f);
        backward.clear();
        for (int first = start, count; first < end; first += count) {
          count = std::min(outputs.atOnce(), end - first);
          const auto copyGradients = [&](const auto &values) { outputs.copy(values, first, count, gradientFrames); };
          if (completion.gain) copyGradients(Completed{incoming.gradient, incoming.tensor, completion});
          else copyGradients(Plain{incoming.gradient});
          Prefetch ahead;
          const int next = std::min(outputs.atOnce(), s.batch - first - count);
          if (next > 0) {
            ahead.add(incoming.gradient + (first + count) * outputs.size(), next * outputs.size());
            if (completion.gain) ahead.add(incoming.tensor + (first + count) * outputs.size(), next * outputs.size());
            if (added) ahead.add(added + (first + count) * inputs.size(), next * inputs.size());
            if (filterGradient) ahead.add(x + (first + count) * inputs.size(), next * inputs.size());
          }
          ahead.spread(inputs.tilesOf(count) * ((filterGradient ? 2 : 0) + (inputGradient ? 1 : 0)));
          if (filterGradient) {
            asNormalised(x, affine, [&](const auto &values) { inputs.copy(values, first, count, inputFrames); });
            const int total = inputs.tilesOf(count);
            for (int tile = 0; tile < total; tile += TILES) {
              const int tiles = std::min(TILES, total - tile);
              Images<T>::transformInputs(inputs, inputFrames, tile, tiles, inputBlock, ahead);
              Images<T>::transformGradients(outputs, gradientFrames, tile, tiles, gradientBlock, ahead);
              T::addAllProducts(inputBlock, s.inputs, gradientBlock, s.outputs, tiles, filterSums);
            }
          }
          if (inputGradient)
            correlation.run(gradientFrames, first * inputs.size(), count, inputGradient, backward, ahead);
        }
        if (filterGradient)
          T::transformFilterGradient(filterSums, s.inputs, s.outputs, portionFilters + portion * taps);
        if (inputGradient && norm.mean) backward.addTo(portionSums[portion], s.inputs);
      }
    });

    if (filterGradient) addPortions(portionFilters, portions.count, taps, filterGradient);
    if (inputGradient && norm.mean) finishSums(portionSums.data(), portions.count, s.inputs, norm, sums);
  }
};

// Side of the tiles of results, 0 where there are none, and whether images are taken in pairs.
struct Choice {
  int tile;
  bool pairs;
};

// @param gradients of the way back
Choice choiceOf(const kernels::Convolution &s, bool gradients) {
  // With fewer tiles, transforming the filter costs more than they save.
  constexpr int64_t LEAST_TILES = 8;
  const bool same = s.filterHeight == 3 && s.filterWidth == 3 && s.strideY == 1 && s.strideX == 1 && s.padTop == 1 &&
                    s.padLeft == 1 && s.outHeight == s.height && s.outWidth == s.width;
  const bool whole = s.inputs % VECTOR_FLOATS == 0 && s.outputs % VECTOR_FLOATS == 0;
  const bool pairs = VECTOR_FLOATS == 16 && s.inputs == 8 && s.outputs == 8 && s.batch > 1;
  if (!same || (!whole && !pairs)) return {0, false};
  for (const int tile : {4, 2}) {
    if (s.height % tile != 0 || s.width % tile != 0) continue;
    // A filter's gradient is a sum over pixels. Of so few an image, a direct one has four times the accuracy.
    if (gradients && tile == 4 && s.height * s.width == 16) continue;
    const int64_t tiles = int64_t{ceilDivide(s.batch, pairs ? 2 : 1)} * (s.height / tile) * (s.width / tile);
    if (tiles >= LEAST_TILES) return {tile, pairs};
  }
  return {0, false};
}

// Calls use(the algorithm of these sizes).
template <typename F>
void choose(const kernels::Convolution &s, bool gradients, F use) {
  const Choice choice = choiceOf(s, gradients);
#if VECTOR_BYTES == 64
  if (choice.pairs) return choice.tile == 4 ? use(Algorithm<Tiled<4, true>>()) : use(Algorithm<Tiled<2, true>>());
#endif
  choice.tile == 4 ? use(Algorithm<Tiled<4, false>>()) : use(Algorithm<Tiled<2, false>>());
}

}  // namespace

bool isFaster(const kernels::Convolution &sizes) { return choiceOf(sizes, false).tile > 0; }

void convolution(Pool &pool, const kernels::Convolution &sizes, const float *x, const kernels::Normalisation &norm,
                 const float *filter, float *y, kernels::Statistics statistics) {
  choose(sizes, false, [&](auto algorithm) { algorithm.convolution(pool, sizes, x, norm, filter, y, statistics); });
}

void convolutionGradients(Pool &pool, const kernels::Convolution &sizes, const kernels::Incoming &incoming,
                          const float *x, const kernels::Normalisation &norm, const float *filter,
                          float *filterGradient, float *inputGradient, const float *added,
                          kernels::NormalisationGradient sums) {
  choose(sizes, true, [&](auto algorithm) {
    algorithm.gradients(pool, sizes, incoming, x, norm, filter, filterGradient, inputGradient, added, sums);
  });
}

}  // namespace winograd
