// Convolutions by both algorithms, compared with sums in double precision. Prints one line for each result,
//
//     HEIGHT×WIDTH×CHANNELS BATCH RESULT DIRECT WINOGRAD
//
// with the root mean square of the errors as a share of that of the values; ends with an error where a result depends on
// the number of threads, or where both algorithms, with all that is fused into them, do not agree.
//
//     convolutions layers    the layers that networks of the presets consist of
//     convolutions sizes N   N other sizes, at random
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "direct.h"
#include "pool.h"
#include "winograd.h"

namespace {

using Values = std::vector<float>;
std::mt19937 generator(1);

Values normal(size_t count, float deviation = 1, float mean = 0) {
  std::normal_distribution<float> distribution(mean, deviation);
  Values values(count);
  for (float &value : values) value = distribution(generator);
  return values;
}
int between(int least, int most) { return least + static_cast<int>(generator() % (most - least + 1)); }

[[noreturn]] void fail(const kernels::Convolution &s, const char *what) {
  printf("%dx%dx%d to %d, batch %d: %s\n", s.height, s.width, s.inputs, s.outputs, s.batch, what);
  exit(1);
}

// A normalisation and its tensors.
struct Norm {
  Values mean, variance, scale, offset;

  explicit Norm(int channels)
      : mean(normal(channels)), variance(channels), scale(normal(channels)), offset(normal(channels)) {
    for (float &value : variance) value = 0.5f + (generator() % 1000) / 1000.0f;
  }
  kernels::Normalisation values(bool relu) const {
    return {mean.data(), variance.data(), scale.data(), offset.data(), 1e-5, 1, relu};
  }
};

struct Results {
  Values y, mean, variance, inputGradient, filterGradient, offset, scale;

  std::vector<std::pair<const char *, const Values *>> named() const {
    return {{"y", &y}, {"mean", &mean}, {"variance", &variance}, {"input gradient", &inputGradient},
            {"filter gradient", &filterGradient}, {"offset's gradient", &offset}, {"scale's gradient", &scale}};
  }
};

struct Problem {
  kernels::Convolution s;
  Values x, filter, gradient, added;
  Norm norm, outNorm;
  Values offsetSum, scaleSum;

  explicit Problem(const kernels::Convolution &s)
      : s(s),
        x(normal(s.batch * s.inputPixels() * s.inputs)),
        filter(normal(size_t{9} * s.inputs * s.outputs, std::sqrt(2.0f / (9 * s.inputs)))),
        gradient(normal(s.batch * s.outputPixels() * s.outputs)),
        added(normal(x.size())),
        norm(s.inputs),
        outNorm(s.outputs),
        offsetSum(normal(s.outputs)),
        scaleSum(normal(s.outputs)) {}

  // @param fused whether with all that can be done on the way
  Results run(Pool &pool, bool winograd, bool fused, bool relu = true) const {
    Results r;
    r.y.resize(gradient.size());
    r.inputGradient.resize(x.size());
    r.filterGradient.resize(filter.size());
    kernels::Normalisation before;
    kernels::Statistics statistics;
    kernels::Incoming incoming;
    kernels::NormalisationGradient sums;
    incoming.gradient = gradient.data();
    const auto forward = winograd ? winograd::convolution : direct::convolution;
    const auto back = winograd ? winograd::convolutionGradients : direct::convolutionGradients;
    if (fused) {
      for (Values *statistic : {&r.mean, &r.variance}) statistic->resize(s.outputs);
      for (Values *sum : {&r.offset, &r.scale}) sum->resize(s.inputs);
      before = norm.values(relu);
      statistics = {r.mean.data(), r.variance.data()};
      sums = {r.offset.data(), r.scale.data()};
      incoming.norm = outNorm.values(true);
      incoming.tensor = gradient.data();
      incoming.sums = {const_cast<float *>(offsetSum.data()), const_cast<float *>(scaleSum.data())};
    }
    forward(pool, s, x.data(), before, filter.data(), r.y.data(), statistics);
    back(pool, s, incoming, x.data(), before, filter.data(), r.filterGradient.data(), r.inputGradient.data(),
         fused ? added.data() : nullptr, sums);
    return r;
  }
};

// Root mean square of the differences as a share of that of the values.
template <typename Wanted>
double error(const Values &got, const std::vector<Wanted> &wanted) {
  double errors = 0, values = 0;
  for (size_t i = 0; i < wanted.size(); i++) {
    errors += std::pow(static_cast<double>(got[i]) - wanted[i], 2);
    values += std::pow(static_cast<double>(wanted[i]), 2);
  }
  return std::sqrt(errors / values);
}

bool equal(const Values &a, const Values &b) {
  return a.size() == b.size() && memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void printErrors(const kernels::Convolution &s) {
  Problem problem(s);
  // As behind a ReLU.
  for (float &value : problem.x) value = std::max(0.0f, value);
  std::vector<double> y(problem.gradient.size()), inputGradient(problem.x.size()), filterGradient(problem.filter.size());
  for (size_t pixel = 0; pixel < s.batch * s.outputPixels(); pixel++)
    for (int tap = 0; tap < 9; tap++) {
      const int place = static_cast<int>(pixel % s.outputPixels()), up = tap / 3 - 1, right = tap % 3 - 1;
      const int row = place / s.width + up, column = place % s.width + right;
      if (row < 0 || column < 0 || row >= s.height || column >= s.width) continue;
      const size_t from = (pixel + up * s.width + right) * s.inputs, to = pixel * s.outputs;
      for (int i = 0; i < s.inputs; i++)
        for (int o = 0; o < s.outputs; o++) {
          const size_t weight = (static_cast<size_t>(tap) * s.inputs + i) * s.outputs + o;
          const double value = problem.x[from + i], gradient = problem.gradient[to + o];
          y[to + o] += value * problem.filter[weight];
          inputGradient[from + i] += gradient * problem.filter[weight];
          filterGradient[weight] += value * gradient;
        }
    }
  Pool pool(1);
  const Results direct = problem.run(pool, false, false), winograd = problem.run(pool, true, false);
  const auto print = [&](const char *what, const Values &d, const Values &w, const std::vector<double> &wanted) {
    printf("%d×%d×%d %d %s %.3e %.3e\n", s.height, s.width, s.inputs, s.batch, what, error(d, wanted), error(w, wanted));
  };
  print("forward", direct.y, winograd.y, y);
  print("input-gradient", direct.inputGradient, winograd.inputGradient, inputGradient);
  print("filter-gradient", direct.filterGradient, winograd.filterGradient, filterGradient);
}

// The shares in which both may differ; gradients' sums are of numbers that cancel.
constexpr double TOLERANCE = 1e-5;

void compare(const kernels::Convolution &s) {
  const Problem problem(s);
  const bool relu = between(0, 1);
  Pool one(1), three(3);
  const Results winograd = problem.run(one, true, true, relu), threads = problem.run(three, true, true, relu);
  const Results direct = problem.run(one, false, true, relu);
  const auto got = winograd.named(), other = threads.named(), wanted = direct.named();
  for (size_t i = 0; i < got.size(); i++) {
    const auto [name, values] = got[i];
    if (!equal(*values, *other[i].second)) fail(s, (std::string(name) + " depends on the number of threads").c_str());
    const double difference = error(*values, *wanted[i].second);
    if (!(difference < TOLERANCE))
      fail(s, (std::string(name) + " is " + std::to_string(difference) + " off").c_str());
  }
}

kernels::Convolution layer(int side, int channels, int batch) {
  return {batch, side, side, channels, side, side, channels, 3, 3, 1, 1, 1, 1};
}

kernels::Convolution randomSizes() {
  for (;;) {
    const int height = between(1, 9) * 2, width = between(1, 9) * 2;
    const int inputs = between(1, 6) * 8, outputs = between(0, 1) ? inputs : between(1, 6) * 8;
    const kernels::Convolution s = {between(1, 40), height, width, inputs, height, width, outputs, 3, 3, 1, 1, 1, 1};
    if (winograd::isFaster(s) && s.batch * s.inputPixels() * s.inputs * s.outputs < 1 << 22) return s;
  }
}

}  // namespace

int main(int argc, char **argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "layers") {
    for (const auto &s : {layer(32, 16, 128), layer(16, 32, 128), layer(8, 64, 128), layer(16, 8, 64), layer(8, 16, 64),
                          layer(4, 32, 64)})
      printErrors(s);
  } else if (mode == "sizes" && argc > 2) {
    for (int tried = 0; tried < atoi(argv[2]); tried++) compare(randomSizes());
    printf("%s: all agree\n", kernels::level);
  } else {
    return 2;
  }
}
