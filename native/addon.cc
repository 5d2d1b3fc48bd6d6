// Between JavaScript and the kernels. Compiled for any processor of its architecture: it runs before it is known
// what this one can do. To add a kernel, write a function below that reads its arguments, and name it in `table`.
#include <node_api.h>

#include "arguments.h"
#include "kernels.h"

namespace {

// Parameters: how many; then for each: offsets of weight, velocity and gradient, and how many values they have.
// Reals: learning rate, momentum, weight decay. All is checked before anything is changed.
void momentumUpdate(Arguments &arguments) {
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

struct Entry {
  const char *name;
  void (*run)(Arguments &);
};

constexpr Entry table[] = {
    {"momentumUpdate", momentumUpdate},
};

// An ArrayBuffer that is kept alive for as long as its memory may be used.
struct Held {
  Memory memory;
  napi_ref buffer = nullptr;
};

// All that one loaded addon knows; a process has one for every thread and context that loads it.
struct Instance {
  Held heap, integers, reals;
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

// setHeap(buffer)
napi_value setHeap(napi_env env, napi_callback_info info) {
  Instance *instance;
  size_t argc = 1;
  napi_value argv[1];
  napi_get_cb_info(env, info, &argc, argv, nullptr, reinterpret_cast<void **>(&instance));
  hold(env, argv[0], instance->heap);
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
    entry->run(arguments);
  } catch (const BadArgument &bad) {
    napi_throw_range_error(env, nullptr, bad.text);
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
    char text[128];
    snprintf(text, sizeof text, "they were built for a processor with %s, which this one lacks", feature);
    napi_throw_error(env, nullptr, text);
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
