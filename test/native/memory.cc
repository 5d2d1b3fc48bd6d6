// Calls every function of native/kernels.h on random shapes, with each tensor in a block of memory of its exact size:
// compiled with AddressSanitizer, it ends with an error as soon as anything beside a tensor is touched. It also ends
// with one where a result is no finite number, which is what memory that nobody wrote is filled with. Compiled with
// ThreadSanitizer, it ends with one where two threads use the same memory in no order.
//
//     memory CASES THREADS…
//
// For every number of threads there is a pool; all of them work at the same time, each called by a thread of its own.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "kernels.h"
#include "pool.h"
#include "winograd.h"

namespace {

thread_local uint64_t state;
thread_local Pool *pool;

uint32_t random32() {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<uint32_t>(state >> 33);
}
int between(int least, int most) { return least + static_cast<int>(random32() % (most - least + 1)); }
bool perhaps() { return between(0, 1) == 1; }
template <typename... T>
int oneOf(T... choices) {
  const int all[] = {choices...};
  return all[between(0, sizeof...(choices) - 1)];
}
// At the edges of what vectors and tiles hold, more often than in between.
int channels(int most) { return std::min(most, perhaps() ? oneOf(1, 3, 8, 9, 16, 17, 32, 33, 48, 64, 70) : between(1, 70)); }

// Values that end where their block ends. In half of them the first lies at no multiple of 8 bytes.
class Tensor {
 public:
  explicit Tensor(size_t count)
      : count_(count), shift_(between(0, 1)), block_(static_cast<float *>(malloc((count + shift_) * sizeof(float)))) {}

  static Tensor normal(size_t count) { return between(count, -1, 1); }
  static Tensor positive(size_t count) { return between(count, 0.5f, 2); }

  float *data() { return block_.get() + shift_; }
  operator float *() { return data(); }

  void mustBeFinite(const char *what) {
    for (size_t i = 0; i < count_; i++) {
      if (std::isfinite(data()[i])) continue;
      fprintf(stderr, "%s: value %zu of %zu is %f\n", what, i, count_, data()[i]);
      exit(1);
    }
  }

 private:
  struct Free {
    void operator()(float *block) const { free(block); }
  };
  size_t count_, shift_;
  std::unique_ptr<float, Free> block_;

  static Tensor between(size_t count, float least, float most) {
    Tensor tensor(count);
    for (size_t i = 0; i < count; i++) tensor[i] = least + (most - least) * (random32() & 0xffff) / 0xffff;
    return tensor;
  }
  static int between(int least, int most) { return ::between(least, most); }
};

// A normalisation, or none, and its tensors.
struct Norm {
  Tensor mean, variance, scale, offset;
  kernels::Normalisation values;

  Norm(int channels, bool any)
      : mean(Tensor::normal(channels)),
        variance(Tensor::positive(channels)),
        scale(Tensor::normal(channels)),
        offset(Tensor::normal(channels)) {
    if (any) values = {mean, variance, scale, offset, 1e-5, 1, perhaps()};
  }
};

struct Sums {
  Tensor offset, scale;
  kernels::NormalisationGradient values;

  Sums(Tensor offset, Tensor scale)
      : offset(std::move(offset)), scale(std::move(scale)), values{this->offset, this->scale} {}
  void mustBeFinite(const char *what) {
    offset.mustBeFinite(what);
    scale.mustBeFinite(what);
  }
};

// At most so many products in one convolution.
constexpr int64_t WORK = 1 << 19;

kernels::Convolution randomConvolution() {
  kernels::Convolution s;
  int padBottom, padRight;
  do {
    s.height = between(1, 33);
    s.width = between(1, 33);
    s.filterHeight = oneOf(1, 3, 3, 5);
    s.filterWidth = perhaps() ? s.filterHeight : between(1, 5);
    s.strideY = between(1, 3);
    s.strideX = perhaps() ? s.strideY : between(1, 3);
    s.padTop = between(0, 2);
    s.padLeft = between(0, 2);
    padBottom = between(0, 2);
    padRight = between(0, 2);
  } while (s.height + s.padTop + padBottom < s.filterHeight || s.width + s.padLeft + padRight < s.filterWidth);
  s.outHeight = (s.height + s.padTop + padBottom - s.filterHeight) / s.strideY + 1;
  s.outWidth = (s.width + s.padLeft + padRight - s.filterWidth) / s.strideX + 1;
  const int64_t perPixel = std::max(s.inputPixels(), s.outputPixels() * s.filterHeight * s.filterWidth);
  s.inputs = channels(static_cast<int>(std::max<int64_t>(1, WORK / perPixel)));
  s.outputs = channels(static_cast<int>(std::max<int64_t>(1, WORK / (perPixel * s.inputs))));
  s.batch = between(1, static_cast<int>(std::clamp<int64_t>(WORK / (perPixel * s.inputs * s.outputs), 1, 9)));
  return s;
}

// Of sizes that Winograd's algorithm is for, its smallest number of tiles among them.
kernels::Convolution randomTiled() {
  kernels::Convolution s;
  const int unit = kernels::vectorFloats;
  do {
    s.height = s.outHeight = 2 * between(1, 8);
    s.width = s.outWidth = 2 * between(1, 8);
    s.filterHeight = s.filterWidth = 3;
    s.strideY = s.strideX = s.padTop = s.padLeft = 1;
    s.inputs = unit == 16 && perhaps() ? 8 : unit * between(1, 48 / unit);
    s.outputs = s.inputs == 8 || perhaps() ? s.inputs : unit * between(1, 48 / unit);
    s.batch = between(1, 17);
  } while (!winograd::isFaster(s) || s.batch * s.inputPixels() * s.inputs * s.outputs * 9 > 4 * WORK);
  return s;
}

void convolutions(const kernels::Convolution &s) {
  const size_t inputs = s.batch * s.inputPixels() * s.inputs, outputs = s.batch * s.outputPixels() * s.outputs;
  const size_t taps = static_cast<size_t>(s.filterHeight) * s.filterWidth * s.inputs * s.outputs;
  Tensor x = Tensor::normal(inputs), filter = Tensor::normal(taps);
  Norm norm(s.inputs, perhaps());
  Tensor y(outputs), mean(s.outputs), variance(s.outputs);
  const bool measured = perhaps();
  kernels::convolution(*pool, s, x, norm.values, filter, y,
                       measured ? kernels::Statistics{mean, variance} : kernels::Statistics());
  y.mustBeFinite("y of convolution");
  if (measured) mean.mustBeFinite("mean"), variance.mustBeFinite("variance");

  Tensor gradient = Tensor::normal(outputs);
  Norm outNorm(s.outputs, perhaps());
  Sums outSums(Tensor::normal(s.outputs), Tensor::normal(s.outputs));
  kernels::Incoming incoming;
  incoming.gradient = gradient;
  if (outNorm.values.mean) {
    incoming.norm = outNorm.values;
    incoming.tensor = y;
    incoming.sums = outSums.values;
  }
  const int wanted = between(1, 3);
  Tensor filterGradient(taps), inputGradient(inputs);
  Sums sums{Tensor(s.inputs), Tensor(s.inputs)};
  kernels::convolutionGradients(*pool, s, incoming, x, norm.values, filter, wanted & 1 ? filterGradient.data() : nullptr,
                                wanted & 2 ? inputGradient.data() : nullptr,
                                (wanted & 2) && perhaps() ? x.data() : nullptr, sums.values);
  if (wanted & 1) filterGradient.mustBeFinite("filter gradient");
  if (wanted & 2) inputGradient.mustBeFinite("input gradient");
  if ((wanted & 2) && norm.values.mean) sums.mustBeFinite("sums of convolutionGradients");
}

void normalisations() {
  const int batch = between(1, 9), width = channels(70);
  const size_t pixels = between(1, 33) * between(1, 33), count = batch * pixels * width;
  Tensor x = Tensor::normal(count), shortcut = Tensor::normal(count), gradient = Tensor::normal(count);
  Tensor y(count), before(count);
  Norm norm(width, true);
  Sums sums{Tensor(width), Tensor(width)};
  kernels::normalise(*pool, batch, pixels, width, x, norm.values, perhaps() ? shortcut.data() : nullptr, y);
  y.mustBeFinite("y of normalise");
  kernels::normaliseGradients(*pool, batch, pixels, width, gradient, x, norm.values, y, before, sums.values);
  before.mustBeFinite("gradient before the ReLU");
  sums.mustBeFinite("sums of normaliseGradients");
}

void pools() {
  const int batch = between(1, 9), width = channels(70);
  const size_t pixels = between(1, 33) * between(1, 33);
  Tensor x = Tensor::normal(batch * pixels * width), mean(batch * width), spread(batch * pixels * width);
  kernels::averagePixels(batch, pixels, width, x, mean);
  mean.mustBeFinite("mean of averagePixels");
  kernels::spreadPixels(*pool, batch, pixels, width, mean, spread);
  spread.mustBeFinite("result of spreadPixels");
}

void windows() {
  kernels::Convolution s = randomConvolution();
  s.outputs = s.inputs;
  const size_t inputs = s.batch * s.inputPixels() * s.inputs, outputs = s.batch * s.outputPixels() * s.outputs;
  Tensor x = Tensor::normal(inputs), y(outputs), dy = Tensor::normal(outputs), dx(inputs);
  kernels::maxPool(*pool, s, x, y);
  kernels::maxPoolGradient(*pool, s, dy, x, dx);
  dx.mustBeFinite("gradient of maxPool");
}

void tables() {
  const int symbols = between(1, 70), width = channels(70);
  const size_t places = between(1, 99);
  Tensor numbers(places), table = Tensor::normal(symbols * width), y(places * width), gradient(symbols * width);
  for (size_t place = 0; place < places; place++) numbers[place] = between(0, symbols - 1);
  kernels::embed(places, width, numbers, table, y);
  y.mustBeFinite("rows of a table");
  kernels::embedGradient(places, symbols, width, numbers, y, gradient);
  gradient.mustBeFinite("gradient of a table");
}

void matrices() {
  const kernels::MatrixProduct s = {between(1, 3), between(1, 33), between(1, 70), between(1, 70), perhaps(), perhaps()};
  Tensor a = Tensor::normal(static_cast<size_t>(s.batch) * s.rows * s.inner);
  Tensor b = Tensor::normal(static_cast<size_t>(s.batch) * s.inner * s.columns);
  Tensor product(static_cast<size_t>(s.batch) * s.rows * s.columns);
  kernels::multiplyMatrices(*pool, s, a, b, product);
  product.mustBeFinite("product");
}

void elements() {
  // What is added is handed out in parts.
  const size_t count = perhaps() ? between(1, 100) : between(1 << 15, (1 << 16) + 20);
  Tensor a = Tensor::normal(count), b = Tensor::normal(count), c = Tensor::normal(count), sum(count);
  kernels::add(*pool, count, a, b, sum);
  sum.mustBeFinite("sum");
  kernels::momentumUpdate(a, b, c, count, {0.1f, 0.9f, 0.01f});
  kernels::movingAverage(a, c, count, 0.1f);
  a.mustBeFinite("weight");
  b.mustBeFinite("velocity");
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  std::vector<std::thread> callers;
  for (int i = 2; i < argc; i++) {
    callers.emplace_back([=] {
      const int threads = atoi(argv[i]);
      Pool own(threads);
      pool = &own;
      state = threads;
      for (int tried = 0; tried < atoi(argv[1]); tried++) {
        convolutions(randomConvolution());
        convolutions(randomTiled());
        normalisations();
        pools();
        windows();
        tables();
        matrices();
        elements();
      }
    });
  }
  for (std::thread &caller : callers) caller.join();
  printf("%s: no error\n", kernels::level);
}
