#include "channels.h"

namespace kernels {

void normalise(Pool &pool, int batch, size_t pixels, int channels, const float *x, const Normalisation &norm,
               const float *shortcut, float *y) {
  Arena &call = pool.callArena();
  const Affine affine = affineOf(call, norm, channels);
  const int period = periodOf(channels);
  pool.parallel(portionsOf(batch), [&](Worker &worker) {
    for (int portion; worker.next(portion);) {
      const int64_t image = pixels * channels;
      const int64_t start = firstImage(portion, batch) * image;
      const int64_t count = firstImage(portion + 1, batch) * image - start;
      if (!shortcut) {
        applyAffine(affine, x + start, count, period, y + start);
        continue;
      }
      const float *const from = x + start, *const more = shortcut + start;
      float *const to = y + start;
      overVectors(count, period, [&](int64_t i, int position, int lanes) {
        const vf sum = affine.before(loadSome(from + i, lanes), position) + loadSome(more + i, lanes);
        storeSome(to + i, affine.relu ? relu(sum) : sum, lanes);
      });
    }
  });
}

void normaliseGradients(Pool &pool, int batch, size_t pixels, int channels, const float *gradient, const float *x,
                        const Normalisation &norm, const float *y, float *before, NormalisationGradient sums) {
  Arena &call = pool.callArena();
  const float *const mean = repeated(call, channels, [&](int c) { return norm.mean[c]; });
  const int portions = portionsOf(batch);
  const std::vector<GradientSums> portionSums = GradientSums::zeros(call, portions, channels);
  pool.parallel(portions, [&](Worker &worker) {
    float *const offsetSum = worker.arena.take<float>(channels), *const scaleSum = worker.arena.take<float>(channels);
    for (int portion; worker.next(portion);) {
      for (int b = firstImage(portion, batch); b < firstImage(portion + 1, batch); b++) {
        const int64_t count = pixels * channels, start = b * count;
        channelSums<2>(
            count, channels,
            [&](int64_t i, int position, int lanes, vf *both) {
              vf value = loadSome(gradient + start + i, lanes);
              if (norm.relu) value = whereActive(loadSome(y + start + i, lanes), value);
              storeSome(before + start + i, value, lanes);
              both[0] += value;
              both[1] += value * (loadSome(x + start + i, lanes) - load(mean + position));
            },
            {offsetSum, scaleSum});
        portionSums[portion].add(offsetSum, scaleSum, channels);
      }
    }
  });
  finishSums(portionSums.data(), portions, channels, norm, sums);
}

void averagePixels(int batch, size_t pixels, int channels, const float *x, float *y) {
  const int64_t count = pixels * channels;
  for (int b = 0; b < batch; b++) {
    float *const mean = y + static_cast<int64_t>(b) * channels;
    channelSums<1>(
        count, channels,
        [=](int64_t i, int, int lanes, vf *sums) { sums[0] += loadSome(x + b * count + i, lanes); }, {mean});
    for (int c = 0; c < channels; c++) mean[c] /= pixels;
  }
}

void spreadPixels(Pool &pool, int batch, size_t pixels, int channels, const float *dy, float *dx) {
  Arena &call = pool.callArena();
  const int64_t count = pixels * channels;
  for (int b = 0; b < batch; b++) {
    const float *const share = repeated(call, channels, [&](int c) { return dy[b * channels + c] / pixels; });
    overVectors(count, periodOf(channels), [&](int64_t i, int position, int lanes) {
      storeSome(dx + b * count + i, load(share + position), lanes);
    });
  }
}

}  // namespace kernels
