// Between JavaScript and the kernels. Compiled for any processor of its architecture: it runs before it is known
// what this one can do. To add a kernel, write a function below that reads its arguments, and name it in `table`.
#include <node_api.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <new>
#include <system_error>

#include "arguments.h"
#include "kernels.h"
#include "pool.h"

namespace {

using PoolHolder = std::unique_ptr<Pool>;

// Parameters: how many; then for each: offsets of weight, velocity and gradient, and how many values they have.
// Reals: learning rate, momentum, weight decay. All is checked before anything is changed.
void momentumUpdate(Arguments &arguments, PoolHolder &) {
  const kernels::Momentum rule = {static_cast<float>(arguments.real()), static_cast<float>(arguments.real()),
                                  static_cast<float>(arguments.real())};
  const int32_t parameters = arguments.size("the number of parameters");
  const auto eachParameter = [parameters](Arguments from, auto &&use) {
    for (int32_t i = 0; i < parameters; i++) {
      const size_t count = from.size("the number of values");
      float *const weight = from.floats("weight", count);
      float *const velocity = from.floats("velocity", count);
      const float *const gradient = from.floats("gradient", count);
      use(weight, velocity, gradient, count);
    }
  };
  eachParameter(arguments, [](auto...) {});
  eachParameter(arguments, [rule](auto... parameter) { kernels::momentumUpdate(parameter..., rule); });
}

// Threads: how many share the work of every kernel from now on.
void setThreads(Arguments &arguments, PoolHolder &pool) {
  pool = std::make_unique<Pool>(arguments.positive("the number of threads"));
}

// Lists: how many; then for each: offsets of the moving values, of the fresh ones, and how many there are.
// Reals: the share that is replaced.
void movingAverage(Arguments &arguments, PoolHolder &) {
  const float rate = static_cast<float>(arguments.real());
  const int32_t lists = arguments.size("the number of lists");
  const auto eachList = [lists](Arguments from, auto &&use) {
    for (int32_t i = 0; i < lists; i++) {
      const size_t count = from.size("the number of values");
      float *const moving = from.floats("moving", count);
      const float *const fresh = from.floats("fresh", count);
      use(moving, fresh, count);
    }
  };
  eachList(arguments, [](auto...) {});
  eachList(arguments, [rate](auto... list) { kernels::movingAverage(list..., rate); });
}

// Batch, height, width, inputs; output height, width, outputs; filter height and width; strides and padding, rows
// first.
kernels::Convolution readConvolution(Arguments &arguments) {
  kernels::Convolution sizes;
  for (int *const size : {&sizes.batch, &sizes.height, &sizes.width, &sizes.inputs, &sizes.outHeight, &sizes.outWidth,
                          &sizes.outputs, &sizes.filterHeight, &sizes.filterWidth, &sizes.strideY, &sizes.strideX})
    *size = arguments.positive("a size or stride of the convolution");
  for (int *const size : {&sizes.padTop, &sizes.padLeft}) *size = arguments.size("the padding");
  return sizes;
}

// 0 for none, 1 for a normalisation, 2 for one with ReLU; then offsets of mean, variance, scale and offset. Reals:
// epsilon, and what the variance is multiplied by.
kernels::Normalisation readNormalisation(Arguments &arguments, int32_t channels) {
  const int32_t how = arguments.integer();
  if (how == 0) return {};
  kernels::Normalisation norm;
  norm.relu = how == 2;
  norm.epsilon = arguments.real();
  norm.varianceFactor = arguments.real();
  for (const float **const values : {&norm.mean, &norm.variance, &norm.scale, &norm.offset})
    *values = arguments.floats("the normalisation", channels);
  return norm;
}

kernels::NormalisationGradient readSums(Arguments &arguments, int32_t channels) {
  float *const offset = arguments.floats("the gradient of the offset", channels);
  return {offset, arguments.floats("the gradient of the scale", channels)};
}

// Convolution; x, its normalisation; filter, y; whether to compute statistics: mean and unbiased variance.
void convolution(Arguments &arguments, PoolHolder &pool) {
  const kernels::Convolution sizes = readConvolution(arguments);
  const auto &[batch, height, width, inputs, outHeight, outWidth, outputs, rows, columns, sy, sx, pt, pl] = sizes;
  const float *const x = arguments.floats("x", arguments.count({batch, height, width, inputs}));
  const kernels::Normalisation norm = readNormalisation(arguments, inputs);
  const float *const filter = arguments.floats("filter", arguments.count({rows, columns, inputs, outputs}));
  float *const y = arguments.floats("y", arguments.count({batch, outHeight, outWidth, outputs}));
  kernels::Statistics statistics;
  if (arguments.integer()) {
    for (float **const values : {&statistics.mean, &statistics.variance})
      *values = arguments.floats("statistics", outputs);
  }
  kernels::convolution(*pool, sizes, x, norm, filter, y, statistics);
}

// Convolution; output gradient, and the normalisation that it has yet to go through, with the tensor and its sums;
// x, its normalisation; filter; filter gradient and input gradient, each after whether it is wanted; what to add to the
// latter, after whether there is any; with a normalisation of x, its two gradients.
void convolutionGradients(Arguments &arguments, PoolHolder &pool) {
  const kernels::Convolution sizes = readConvolution(arguments);
  const auto &[batch, height, width, inputs, outHeight, outWidth, outputs, rows, columns, sy, sx, pt, pl] = sizes;
  const size_t inputCount = arguments.count({batch, height, width, inputs});
  const size_t outputCount = arguments.count({batch, outHeight, outWidth, outputs});
  const size_t filterCount = arguments.count({rows, columns, inputs, outputs});
  kernels::Incoming incoming;
  incoming.gradient = arguments.floats("output gradient", outputCount);
  incoming.norm = readNormalisation(arguments, outputs);
  if (incoming.norm.mean) {
    incoming.tensor = arguments.floats("normalised tensor", outputCount);
    incoming.sums = readSums(arguments, outputs);
  }
  const float *const x = arguments.floats("x", inputCount);
  const kernels::Normalisation norm = readNormalisation(arguments, inputs);
  const float *const filter = arguments.floats("filter", filterCount);
  float *const filterGradient = arguments.integer() ? arguments.floats("filter gradient", filterCount) : nullptr;
  float *const inputGradient = arguments.integer() ? arguments.floats("input gradient", inputCount) : nullptr;
  const float *const added = arguments.integer() ? arguments.floats("gradient to be added", inputCount) : nullptr;
  kernels::NormalisationGradient sums;
  if (norm.mean && inputGradient) sums = readSums(arguments, inputs);
  kernels::convolutionGradients(*pool, sizes, incoming, x, norm, filter, filterGradient, inputGradient, added, sums);
}

// Batch, pixels, channels; x and its normalisation; y; whether there is a shortcut to be added.
void normalise(Arguments &arguments, PoolHolder &pool) {
  const int32_t batch = arguments.positive("batch"), pixels = arguments.positive("pixels");
  const int32_t channels = arguments.positive("channels");
  const size_t count = arguments.count({batch, pixels, channels});
  const float *const x = arguments.floats("x", count);
  const kernels::Normalisation norm = readNormalisation(arguments, channels);
  float *const y = arguments.floats("y", count);
  const float *const shortcut = arguments.integer() ? arguments.floats("shortcut", count) : nullptr;
  kernels::normalise(*pool, batch, pixels, channels, x, norm, shortcut, y);
}

// Batch, pixels, channels; gradient; x and its normalisation; y; gradient before the ReLU; the two gradients.
void normaliseGradients(Arguments &arguments, PoolHolder &pool) {
  const int32_t batch = arguments.positive("batch"), pixels = arguments.positive("pixels");
  const int32_t channels = arguments.positive("channels");
  const size_t count = arguments.count({batch, pixels, channels});
  const float *const gradient = arguments.floats("gradient", count);
  const float *const x = arguments.floats("x", count);
  const kernels::Normalisation norm = readNormalisation(arguments, channels);
  if (!norm.mean) throw BadArgument("normaliseGradients needs a normalisation");
  const float *const y = arguments.floats("y", count);
  float *const before = arguments.floats("gradient before the ReLU", count);
  kernels::normaliseGradients(*pool, batch, pixels, channels, gradient, x, norm, y, before, readSums(arguments, channels));
}

// Batch, rows, inner and columns; whether a and b are stored transposed; a, b and their product.
void multiplyMatrices(Arguments &arguments, PoolHolder &pool) {
  kernels::MatrixProduct sizes;
  for (int *const size : {&sizes.batch, &sizes.rows, &sizes.inner, &sizes.columns})
    *size = arguments.positive("a size of the matrices");
  sizes.transposeA = arguments.integer() != 0;
  sizes.transposeB = arguments.integer() != 0;
  const float *const a = arguments.floats("a", arguments.count({sizes.batch, sizes.rows, sizes.inner}));
  const float *const b = arguments.floats("b", arguments.count({sizes.batch, sizes.inner, sizes.columns}));
  const size_t count = arguments.count({sizes.batch, sizes.rows, sizes.columns});
  kernels::multiplyMatrices(*pool, sizes, a, b, arguments.floats("product", count));
}

// Batch, pixels, channels; x of all pixels, and y of their means; the other way round for `spreadPixels`.
void averagePixels(Arguments &arguments, PoolHolder &) {
  const int32_t batch = arguments.positive("batch"), pixels = arguments.positive("pixels");
  const int32_t channels = arguments.positive("channels");
  const float *const x = arguments.floats("x", arguments.count({batch, pixels, channels}));
  kernels::averagePixels(batch, pixels, channels, x, arguments.floats("y", arguments.count({batch, channels})));
}

void spreadPixels(Arguments &arguments, PoolHolder &pool) {
  const int32_t batch = arguments.positive("batch"), pixels = arguments.positive("pixels");
  const int32_t channels = arguments.positive("channels");
  const float *const dy = arguments.floats("dy", arguments.count({batch, channels}));
  kernels::spreadPixels(*pool, batch, pixels, channels, dy, arguments.floats("dx", arguments.count({batch, pixels, channels})));
}

// How many; both addends; their sum.
void add(Arguments &arguments, PoolHolder &pool) {
  const int32_t count = arguments.size("the number of values");
  const float *const a = arguments.floats("a", count), *const b = arguments.floats("b", count);
  kernels::add(*pool, count, a, b, arguments.floats("sum", count));
}

struct Entry {
  const char *name;
  void (*run)(Arguments &, PoolHolder &);
};

constexpr Entry table[] = {
    {"setThreads", setThreads},
    {"convolution", convolution},
    {"convolutionGradients", convolutionGradients},
    {"normalise", normalise},
    {"normaliseGradients", normaliseGradients},
    {"multiplyMatrices", multiplyMatrices},
    {"averagePixels", averagePixels},
    {"spreadPixels", spreadPixels},
    {"add", add},
    {"momentumUpdate", momentumUpdate},
    {"movingAverage", movingAverage},
};

// An ArrayBuffer that is kept alive for as long as its memory may be used.
struct Held {
  Memory memory;
  napi_ref buffer = nullptr;
};

// All that one loaded addon knows; a process has one for every thread and context that loads it.
struct Instance {
  Held heap, integers, reals;
  PoolHolder pool = std::make_unique<Pool>(1);
  struct Bound {
    Instance *instance;
    const Entry *entry;
  } bound[sizeof table / sizeof *table];
};

bool hold(napi_env env, napi_value buffer, Held &held) {
  Memory memory;
  if (napi_get_arraybuffer_info(env, buffer, reinterpret_cast<void **>(&memory.data), &memory.bytes) != napi_ok) {
    napi_throw_type_error(env, nullptr, "the native kernels work on ArrayBuffers; pass one");
    return false;
  }
  if (held.buffer) napi_delete_reference(env, held.buffer);
  held = {memory, nullptr};
  return napi_create_reference(env, buffer, 1, &held.buffer) == napi_ok;
}

// Tensors go through the heap in streams: with pages of 4 KiB, looking up addresses costs a tenth of a step and more.
// The heap is asked to use large pages up to where it may grow to; if it is not given any, it works all the same.
void askForLargePages(const Memory &heap) {
#ifdef MADV_HUGEPAGE
  constexpr size_t most = size_t{1} << 32;
  if (reinterpret_cast<uintptr_t>(heap.data) % 4096 == 0) madvise(heap.data, most, MADV_HUGEPAGE);
#else
  (void)heap;
#endif
}

// setHeap(buffer)
napi_value setHeap(napi_env env, napi_callback_info info) {
  Instance *instance;
  size_t argc = 1;
  napi_value argv[1];
  napi_get_cb_info(env, info, &argc, argv, nullptr, reinterpret_cast<void **>(&instance));
  const uint8_t *const before = instance->heap.memory.data;
  if (hold(env, argv[0], instance->heap) && instance->heap.memory.data != before)
    askForLargePages(instance->heap.memory);
  return nullptr;
}

// setArguments(integers, reals)
napi_value setArguments(napi_env env, napi_callback_info info) {
  Instance *instance;
  size_t argc = 2;
  napi_value argv[2];
  napi_get_cb_info(env, info, &argc, argv, nullptr, reinterpret_cast<void **>(&instance));
  if (hold(env, argv[0], instance->integers)) hold(env, argv[1], instance->reals);
  return nullptr;
}

// Growing memory takes it away from the buffer that described it before.
bool isGone(napi_env env, const Held &held) {
  napi_value buffer;
  bool detached = true;
  if (held.buffer && napi_get_reference_value(env, held.buffer, &buffer) == napi_ok)
    napi_is_detached_arraybuffer(env, buffer, &detached);
  return detached;
}

__attribute__((format(printf, 2, 3))) void throwError(napi_env env, const char *format, ...) {
  char text[256];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  napi_throw_error(env, nullptr, text);
}

napi_value runKernel(napi_env env, napi_callback_info info) {
  Instance::Bound *bound;
  size_t argc = 0;
  napi_get_cb_info(env, info, &argc, nullptr, nullptr, reinterpret_cast<void **>(&bound));
  const auto &[instance, entry] = *bound;
  if (isGone(env, instance->heap) || isGone(env, instance->integers) || isGone(env, instance->reals)) {
    napi_throw_error(env, nullptr,
                     "the native kernels have no heap or no arguments, or these were replaced; "
                     "call setHeap and setArguments with the current buffers first");
    return nullptr;
  }
  try {
    Arguments arguments(entry->name, instance->heap.memory, instance->integers.memory, instance->reals.memory);
    entry->run(arguments, instance->pool);
  } catch (const BadArgument &bad) {
    napi_throw_range_error(env, nullptr, bad.text);
  } catch (const OutOfMemory &lacking) {
    throwError(env, "%s asked for %zu bytes of scratch memory, which this machine does not have; "
               "use a smaller batch, or fewer threads or workers", entry->name, lacking.bytes);
  } catch (const std::bad_alloc &) {
    throwError(env, "%s found no memory; use a smaller batch, or fewer threads or workers", entry->name);
  } catch (const std::system_error &error) {
    throwError(env, "%s did not get the threads it asked for: %s; ask for fewer", entry->name, error.what());
  }
  return nullptr;
}

// info(): {level, vectorFloats}
napi_value info(napi_env env, napi_callback_info) {
  napi_value result, level, vectorFloats;
  napi_create_object(env, &result);
  napi_create_string_utf8(env, kernels::level, NAPI_AUTO_LENGTH, &level);
  napi_set_named_property(env, result, "level", level);
  napi_create_int32(env, kernels::vectorFloats, &vectorFloats);
  napi_set_named_property(env, result, "vectorFloats", vectorFloats);
  return result;
}

void define(napi_env env, napi_value exports, const char *name, napi_callback call, void *data) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call, data, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

// The first thing that the kernels were compiled to use and this processor has not; null if it has all.
const char *missingFeature() {
// Given by the build: REQUIRE("avx2") REQUIRE("fma"), or nothing.
#define REQUIRE(feature) \
  if (!__builtin_cpu_supports(feature)) return feature;
  REQUIRED_FEATURES
#undef REQUIRE
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  if (const char *const feature = missingFeature()) {
    throwError(env, "they were built for a processor with %s, which this one lacks", feature);
    return nullptr;
  }
  auto *const instance = new Instance;
  napi_add_env_cleanup_hook(env, [](void *data) { delete static_cast<Instance *>(data); }, instance);
  define(env, exports, "info", info, nullptr);
  define(env, exports, "setHeap", setHeap, instance);
  define(env, exports, "setArguments", setArguments, instance);
  for (const Entry &entry : table) {
    Instance::Bound &bound = instance->bound[&entry - table];
    bound = {instance, &entry};
    define(env, exports, entry.name, runKernel, &bound);
  }
  return exports;
}
