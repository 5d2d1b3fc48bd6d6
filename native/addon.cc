// Between JavaScript and the kernels. Compiled for any processor of its architecture: it runs before it is known
// what this one can do. To add a kernel, say in signatures.ts what it is handed, and write a function of its name
// below.
#include <node_api.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <new>
#include <system_error>

#include "arguments.h"
#include "kernels.h"
#include "pool.h"
#include "signatures.h"

namespace {

// One call of a kernel.
struct Call {
  Arguments arguments;
  std::unique_ptr<Pool> &pool;
};

void setThreads(const signatures::SetThreads &given, Call &call) { call.pool = std::make_unique<Pool>(given.threads); }

kernels::Convolution sizesOf(const signatures::ConvolutionSizes &s) {
  return {s.batchSize,    s.inHeight,    s.inWidth,      s.inChannels,  s.outHeight,   s.outWidth,    s.outChannels,
          s.filterHeight, s.filterWidth, s.strideHeight, s.strideWidth, s.padInfo.top, s.padInfo.left};
}

// Numbers of values of a convolution's tensors.
struct ConvolutionCounts {
  size_t input, output, filter;

  ConvolutionCounts(const Arguments &arguments, const signatures::ConvolutionSizes &s)
      : input(arguments.count({s.batchSize, s.inHeight, s.inWidth, s.inChannels})),
        output(arguments.count({s.batchSize, s.outHeight, s.outWidth, s.outChannels})),
        filter(arguments.count({s.filterHeight, s.filterWidth, s.inChannels, s.outChannels})) {}
};

kernels::Normalisation normalisationOf(const signatures::Normalisation &given, int32_t channels) {
  return {given.mean.floats(channels),   given.variance.floats(channels), given.scale.floats(channels),
          given.offset.floats(channels), given.epsilon,                   given.varianceFactor,
          given.relu};
}

kernels::Normalisation normalisationOf(const std::optional<signatures::Normalisation> &given, int32_t channels) {
  return given ? normalisationOf(*given, channels) : kernels::Normalisation();
}

kernels::NormalisationGradient sumsOf(const signatures::Sums &given, int32_t channels) {
  return {given.offset.floats(channels), given.scale.floats(channels)};
}

float *floatsOf(const std::optional<Tensor> &given, size_t count) { return given ? given->floats(count) : nullptr; }

void convolution(const signatures::Convolution &given, Call &call) {
  const ConvolutionCounts counts(call.arguments, given.sizes);
  const int32_t outputs = given.sizes.outChannels;
  kernels::Statistics statistics;
  if (const auto &wanted = given.statistics)
    statistics = {wanted->mean.floats(outputs), wanted->variance.floats(outputs)};
  kernels::convolution(*call.pool, sizesOf(given.sizes), given.x.floats(counts.input),
                       normalisationOf(given.norm, given.sizes.inChannels), given.filter.floats(counts.filter),
                       given.y.floats(counts.output), statistics);
}

void convolutionGradients(const signatures::ConvolutionGradients &given, Call &call) {
  const ConvolutionCounts counts(call.arguments, given.sizes);
  const int32_t inputs = given.sizes.inChannels, outputs = given.sizes.outChannels;
  kernels::Incoming incoming;
  incoming.gradient = given.gradient.floats(counts.output);
  if (given.incomplete) {
    incoming.norm = normalisationOf(given.incomplete->norm, outputs);
    incoming.tensor = given.incomplete->tensor.floats(counts.output);
    incoming.sums = sumsOf(given.incomplete->sums, outputs);
  }
  kernels::NormalisationGradient sums;
  if (given.norm && given.inputGradient) {
    if (!given.sums) throw BadArgument("convolutionGradients: with norm and inputGradient there must be sums");
    sums = sumsOf(*given.sums, inputs);
  }
  kernels::convolutionGradients(*call.pool, sizesOf(given.sizes), incoming, given.x.floats(counts.input),
                                normalisationOf(given.norm, inputs), given.filter.floats(counts.filter),
                                floatsOf(given.filterGradient, counts.filter),
                                floatsOf(given.inputGradient, counts.input), floatsOf(given.added, counts.input), sums);
}

void normalise(const signatures::Normalise &given, Call &call) {
  const auto [batch, pixels, channels] = given.sizes;
  const size_t count = call.arguments.count({batch, pixels, channels});
  kernels::normalise(*call.pool, batch, pixels, channels, given.x.floats(count), normalisationOf(given.norm, channels),
                     floatsOf(given.shortcut, count), given.y.floats(count));
}

void normaliseGradients(const signatures::NormaliseGradients &given, Call &call) {
  const auto [batch, pixels, channels] = given.sizes;
  const size_t count = call.arguments.count({batch, pixels, channels});
  kernels::normaliseGradients(*call.pool, batch, pixels, channels, given.gradient.floats(count), given.x.floats(count),
                              normalisationOf(given.norm, channels), given.y.floats(count), given.before.floats(count),
                              sumsOf(given.sums, channels));
}

void multiplyMatrices(const signatures::MultiplyMatrices &given, Call &call) {
  const kernels::MatrixProduct sizes = {given.batch,   given.rows,       given.inner,
                                        given.columns, given.transposeA, given.transposeB};
  const auto countOf = [&](int32_t rows, int32_t columns) { return call.arguments.count({given.batch, rows, columns}); };
  kernels::multiplyMatrices(*call.pool, sizes, given.a.floats(countOf(given.rows, given.inner)),
                            given.b.floats(countOf(given.inner, given.columns)),
                            given.product.floats(countOf(given.rows, given.columns)));
}

void averagePixels(const signatures::AveragePixels &given, Call &call) {
  const auto [batch, pixels, channels] = given.sizes;
  kernels::averagePixels(batch, pixels, channels, given.x.floats(call.arguments.count({batch, pixels, channels})),
                         given.y.floats(call.arguments.count({batch, channels})));
}

void spreadPixels(const signatures::SpreadPixels &given, Call &call) {
  const auto [batch, pixels, channels] = given.sizes;
  kernels::spreadPixels(*call.pool, batch, pixels, channels, given.dy.floats(call.arguments.count({batch, channels})),
                        given.dx.floats(call.arguments.count({batch, pixels, channels})));
}

ConvolutionCounts poolingCounts(const Call &call, const signatures::ConvolutionSizes &s) {
  if (s.inChannels != s.outChannels)
    throw BadArgument("%s: outChannels must be as many as inChannels, %d, got %d", call.arguments.kernel(), s.inChannels,
                      s.outChannels);
  return {call.arguments, s};
}

void maxPool(const signatures::MaxPool &given, Call &call) {
  const ConvolutionCounts counts = poolingCounts(call, given.sizes);
  kernels::maxPool(*call.pool, sizesOf(given.sizes), given.x.floats(counts.input), given.y.floats(counts.output));
}

void maxPoolGradient(const signatures::MaxPoolGradient &given, Call &call) {
  const ConvolutionCounts counts = poolingCounts(call, given.sizes);
  kernels::maxPoolGradient(*call.pool, sizesOf(given.sizes), given.dy.floats(counts.output),
                           given.x.floats(counts.input), given.dx.floats(counts.input));
}

// Numbers of rows of a table: whoever looks these up trusts them.
const float *rowsOf(const Tensor &numbers, const signatures::TableSizes &sizes, const Call &call) {
  const float *const values = numbers.floats(sizes.places);
  for (int32_t place = 0; place < sizes.places; place++)
    if (!(values[place] >= 0 && values[place] < static_cast<float>(sizes.symbols)))
      throw BadArgument("%s: numbers must be from 0 to %d, got %g", call.arguments.kernel(), sizes.symbols - 1,
                        values[place]);
  return values;
}

void embed(const signatures::Embed &given, Call &call) {
  const auto [places, symbols, channels] = given.sizes;
  kernels::embed(places, channels, rowsOf(given.numbers, given.sizes, call),
                 given.table.floats(call.arguments.count({symbols, channels})),
                 given.y.floats(call.arguments.count({places, channels})));
}

void embedGradient(const signatures::EmbedGradient &given, Call &call) {
  const auto [places, symbols, channels] = given.sizes;
  kernels::embedGradient(places, symbols, channels, rowsOf(given.numbers, given.sizes, call),
                         given.dy.floats(call.arguments.count({places, channels})),
                         given.gradient.floats(call.arguments.count({symbols, channels})));
}

void add(const signatures::Add &given, Call &call) {
  kernels::add(*call.pool, given.count, given.a.floats(given.count), given.b.floats(given.count),
               given.sum.floats(given.count));
}

// Of these, all is checked before anything is changed.
void momentumUpdate(const signatures::MomentumUpdate &given, Call &) {
  const kernels::Momentum rule = {static_cast<float>(given.rate), static_cast<float>(given.momentum),
                                  static_cast<float>(given.weightDecay)};
  const auto eachUpdate = [&given](auto use) {
    for (const auto &[count, weight, velocity, gradient] : given.updates)
      use(weight.floats(count), velocity.floats(count), gradient.floats(count), count);
  };
  eachUpdate([](auto...) {});
  eachUpdate([rule](auto... update) { kernels::momentumUpdate(update..., rule); });
}

void movingAverage(const signatures::MovingAverage &given, Call &) {
  const float rate = static_cast<float>(given.rate);
  const auto eachPair = [&given](auto use) {
    for (const auto &[count, moving, fresh] : given.pairs) use(moving.floats(count), fresh.floats(count), count);
  };
  eachPair([](auto...) {});
  eachPair([rate](auto... pair) { kernels::movingAverage(pair..., rate); });
}

template <typename Given, void (*kernel)(const Given &, Call &)>
void readAndRun(Call &call) {
  kernel(Given(call.arguments), call);
}

struct Entry {
  const char *name;
  void (*run)(Call &);
};

constexpr Entry table[] = {
#define ENTRY(kernel, Given) {#kernel, readAndRun<Given, kernel>},
    KERNELS(ENTRY)
#undef ENTRY
};

// Calls as they stand one behind the other: how many, and before the arguments of each its kernel's place in the table.
void replay(Call &call) {
  constexpr int32_t count = sizeof table / sizeof *table;
  for (int32_t left = call.arguments.size("calls"); left > 0; left--) {
    const int32_t kernel = call.arguments.size("kernel");
    if (kernel >= count) throw BadArgument("replay: kernel must be below %d, got %d", count, kernel);
    call.arguments.belongTo(table[kernel].name);
    table[kernel].run(call);
    call.arguments.belongTo("replay");
  }
}

// An ArrayBuffer that is kept alive for as long as its memory may be used.
struct Held {
  Memory memory;
  napi_ref buffer = nullptr;
};

// All that one loaded addon knows; a process has one for every thread and context that loads it.
struct Instance {
  Held heap, integers, reals;
  std::unique_ptr<Pool> pool = std::make_unique<Pool>(1);
  struct Bound {
    Instance *instance;
    const Entry *entry;
  } bound[sizeof table / sizeof *table], replay;
};

constexpr Entry replayEntry = {"replay", replay};

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
    Call call = {Arguments(entry->name, instance->heap.memory, instance->integers.memory, instance->reals.memory),
                 instance->pool};
    entry->run(call);
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
  instance->replay = {instance, &replayEntry};
  define(env, exports, replayEntry.name, runKernel, &instance->replay);
  return exports;
}
