#include "correlation.h"
#include "direct.h"

namespace {

// Adds one image's statistics to those of its portion.
class ImageStatistics {
 public:
  ImageStatistics(Arena &arena, int channels)
      : channels_(channels),
        shift_(arena.take<float>(periodOf(channels))),
        sum_(arena.take<float>(channels)),
        squares_(arena.take<float>(channels)) {}

  // Squares of differences from a value of the channel itself do not cancel as those of the values would: it lies
  // within a few deviations of the mean.
  void addTo(Moments &moments, const float *image, size_t pixels) const {
    const int period = periodOf(channels_);
    for (int i = 0; i < period; i++) shift_[i] = image[i % channels_];
    channelSums<2>(
        pixels * channels_, channels_,
        [image, this](int64_t i, int position, int lanes, vf *sums) {
          const vf difference = loadSome(image + i, lanes) - load(shift_ + position);
          sums[0] += difference;
          sums[1] += difference * difference;
        },
        {sum_, squares_});
    for (int c = 0; c < channels_; c++) {
      const float mean = sum_[c] / pixels;
      // In this order what is no number stays none.
      squares_[c] = std::max(squares_[c] - mean * sum_[c], 0.0f);
      sum_[c] = shift_[c] + mean;
    }
    moments.add(static_cast<double>(pixels), sum_, squares_, channels_);
  }

 private:
  int channels_;
  float *shift_, *sum_, *squares_;
};

Padded plainOf(Padded layout) {
  layout.pairs = false;
  return layout;
}

// Masks a gradient that went through a ReLU and adds it, and its product with the centred input, to the portion's.
void maskAndSum(float *gradient, const float *x, int64_t count, int channels, const Affine &affine, float *offset,
                float *scale, GradientSums sums) {
  channelSums<2>(
      count, channels,
      [&](int64_t i, int position, int lanes, vf *both) {
        const vf input = loadSome(x + i, lanes);
        vf value = loadSome(gradient + i, lanes);
        if (affine.relu) {
          value = whereActive(affine.before(input, position), value);
          storeSome(gradient + i, value, lanes);
        }
        both[0] += value;
        both[1] += value * (input - load(affine.mean + position));
      },
      {offset, scale});
  sums.add(offset, scale, channels);
}

void addValues(const float *values, int64_t count, float *to) {
  overVectors(count, VECTOR_FLOATS, [&](int64_t i, int, int lanes) {
    storeSome(to + i, loadSome(to + i, lanes) + loadSome(values + i, lanes), lanes);
  });
}

}  // namespace

namespace direct {

using namespace kernels;

void convolution(Pool &pool, const Convolution &s, const float *x, const Normalisation &norm, const float *filter,
                 float *y, Statistics statistics) {
  Arena &call = pool.callArena();
  const bool pairs = sharesVectors(s.outputs);
  const Padded layout = paddedInput(s, pairs), plain = plainOf(layout);
  const int taps = s.filterHeight * s.filterWidth * s.inputs, row = packedRow(s.outputs);
  float *const packed = call.take<float>(static_cast<size_t>(taps) * row);
  for (int tap = 0; tap < taps; tap++)
    packRow(filter + static_cast<int64_t>(tap) * s.outputs, 1, s.outputs, packed + static_cast<int64_t>(tap) * row);
  const Correlation all = {s.filterHeight, s.filterWidth, -s.padTop, -s.padLeft,  s.strideY,  s.strideX, 0,
                           0,              1,             1,         s.outHeight, s.outWidth, packed};
  const Affine affine = affineOf(call, norm, s.inputs);
  const int portions = portionsOf(s.batch);
  std::vector<Moments> moments;
  for (int i = 0; i < portions; i++) moments.push_back(Moments::zeros(call, s.outputs));

  pool.parallel(portions, [&](Worker &worker) {
    float *const image = worker.arena.zeros<float>(plain.size());
    float *const source = pairs ? worker.arena.take<float>(layout.size()) : image;
    const ImageStatistics imageStatistics(worker.arena, s.outputs);
    for (int portion; worker.next(portion);) {
      for (int b = firstImage(portion, s.batch); b < firstImage(portion + 1, s.batch); b++) {
        copyRows(x + b * s.inputPixels() * s.inputs, s.height, s.width, s.inputs, affine, plain, image);
        if (pairs) pairPixels(image, plain, s.strideX, source);
        float *const out = y + b * s.outputPixels() * s.outputs;
        Prefetch ahead;
        if (b + 1 < s.batch) ahead.add(x + (b + 1) * s.inputPixels() * s.inputs, s.inputPixels() * s.inputs);
        correlate(source, layout, all, out, s.outWidth, s.outputs, ahead);
        if (statistics.mean) imageStatistics.addTo(moments[portion], out, s.outputPixels());
      }
    }
  });

  if (statistics.mean) finishMoments(call, moments, s.outputs, statistics);
}

void convolutionGradients(Pool &pool, const Convolution &s, const Incoming &incoming, const float *x,
                          const Normalisation &norm, const float *filter, float *filterGradient,
                          float *inputGradient, const float *added, NormalisationGradient sums) {
  Arena &call = pool.callArena();
  const bool inputPairs = inputGradient && sharesVectors(s.inputs);
  const bool filterPairs = filterGradient && sharesVectors(s.outputs);
  const bool gradientPairs = inputPairs || filterPairs;
  const Padded gradientLayout = paddedGradient(s, gradientPairs), gradientPlain = plainOf(gradientLayout);
  const Padded inputLayout = paddedInput(s, filterPairs), inputPlain = plainOf(inputLayout);
  const InputGradientPlan plan = inputGradient ? planInputGradient(call, s, filter) : InputGradientPlan();
  const double count = static_cast<double>(s.batch) * s.outputPixels();
  const Completion completion = completionOf(call, incoming.norm, incoming.sums, count, s.outputs);
  const Affine affine = affineOf(call, norm, s.inputs), identity = {};
  const int portions = portionsOf(s.batch);
  const size_t inputSize = s.inputPixels() * s.inputs, outputSize = s.outputPixels() * s.outputs;
  // Sums over pixels stay in registers: over too few of them, getting them there and back would cost a quarter.
  const int group = std::max<int>(1, std::min<size_t>(8, 256 / s.outputPixels()));
  const int taps = s.filterHeight * s.filterWidth * s.inputs, row = packedRow(s.outputs);
  const size_t filterSize = static_cast<size_t>(taps) * row;
  float *const filterSums = filterGradient ? call.take<float>(portions * filterSize) : nullptr;
  const std::vector<GradientSums> portionSums = GradientSums::zeros(call, portions, s.inputs);

  pool.parallel(portions, [&](Worker &worker) {
    Arena &arena = worker.arena;
    float *const gradients = arena.zeros<float>(group * gradientPlain.size());
    float *const inputs = arena.zeros<float>(group * inputPlain.size());
    float *const gradientsPaired = gradientPairs ? arena.take<float>(group * gradientLayout.size()) : nullptr;
    float *const inputsPaired = filterPairs ? arena.take<float>(group * inputLayout.size()) : nullptr;
    float *const offsetSum = arena.take<float>(s.inputs), *const scaleSum = arena.take<float>(s.inputs);
    for (int portion; worker.next(portion);) {
      float *const portionFilter = filterGradient ? filterSums + portion * filterSize : nullptr;
      const int start = firstImage(portion, s.batch), end = firstImage(portion + 1, s.batch);
      for (int first = start; first < end; first += group) {
        const int count = std::min(group, end - first);
        Prefetch ahead;
        for (int i = 0; i < count; i++) {
          const size_t in = (first + i) * inputSize, out = (first + i) * outputSize;
          float *const gradient = gradients + i * gradientPlain.size(), *const input = inputs + i * inputPlain.size();
          if (completion.gain) {
            completeRows(incoming.gradient + out, incoming.tensor + out, s.outHeight, s.outWidth, s.outputs, completion,
                         gradientPlain, gradient);
          } else {
            copyRows(incoming.gradient + out, s.outHeight, s.outWidth, s.outputs, identity, gradientPlain, gradient);
          }
          if (gradientPairs) pairPixels(gradient, gradientPlain, 1, gradientsPaired + i * gradientLayout.size());
          if (!filterGradient) continue;
          copyRows(x + in, s.height, s.width, s.inputs, affine, inputPlain, input);
          if (filterPairs) pairPixels(input, inputPlain, s.strideX, inputsPaired + i * inputLayout.size());
        }
        if (group == 1 && first + 1 < s.batch) {
          ahead.add(incoming.gradient + (first + 1) * outputSize, outputSize);
          if (completion.gain) ahead.add(incoming.tensor + (first + 1) * outputSize, outputSize);
          if (added) ahead.add(added + (first + 1) * inputSize, inputSize);
          if (filterGradient) ahead.add(x + (first + 1) * inputSize, inputSize);
        }
        if (filterGradient)
          addFilterGradient(s, count, filterPairs ? inputsPaired : inputs, inputLayout,
                            filterPairs ? gradientsPaired : gradients, filterPairs ? gradientLayout : gradientPlain,
                            first == start, portionFilter, ahead);
        if (!inputGradient) continue;
        for (int i = 0; i < count; i++) {
          const size_t in = (first + i) * inputSize;
          float *const out = inputGradient + in;
          const float *const from =
              inputPairs ? gradientsPaired + i * gradientLayout.size() : gradients + i * gradientPlain.size();
          if (!plan.complete) std::fill(out, out + inputSize, 0.0f);
          for (const Correlation &part : plan.parts)
            correlate(from, inputPairs ? gradientLayout : gradientPlain, part, out, s.width, s.inputs, ahead);
          if (added) addValues(added + in, inputSize, out);
          if (!affine.isIdentity())
            maskAndSum(out, x + in, inputSize, s.inputs, affine, offsetSum, scaleSum, portionSums[portion]);
        }
      }
    }
  });

  if (filterGradient) {
    addPortions(filterSums, portions, filterSize, filterSums);
    for (int tap = 0; tap < taps; tap++)
      unpackRow(filterSums + static_cast<int64_t>(tap) * row, s.outputs,
                filterGradient + static_cast<int64_t>(tap) * s.outputs);
  }
  if (inputGradient && !affine.isIdentity()) finishSums(portionSums.data(), portions, s.inputs, norm, sums);
}

}  // namespace direct
