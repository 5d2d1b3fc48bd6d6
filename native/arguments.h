// What JavaScript hands to a kernel: two blocks of numbers, read in order, and the heap that offsets point into. What
// each kernel is handed stands in signatures.ts.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <optional>
#include <vector>

// Becomes a RangeError in JavaScript.
struct BadArgument {
  char text[256];

  __attribute__((format(printf, 2, 3))) explicit BadArgument(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
  }
};

struct Memory {
  uint8_t *data = nullptr;
  size_t bytes = 0;
};

class Arguments;

// A tensor that was handed over, of which only the place is known. What it says may be used: it throws BadArgument
// rather than return a pointer to something that does not lie in the heap from its first byte to its last.
class Tensor {
 public:
  Tensor(const Arguments &from, const char *name, int32_t offset) : from_(from), name_(name), offset_(offset) {}

  // Its `count` values.
  float *floats(size_t count) const;

 private:
  const Arguments &from_;
  const char *name_;
  int32_t offset_;
};

// Reads the arguments of one call, in order; the structs of signatures.h do.
class Arguments {
 public:
  Arguments(const char *kernel, Memory heap, Memory integers, Memory reals)
      : kernel_(kernel), heap_(heap), integers_(integers), reals_(reals) {}

  // Whose name stands in what is said of arguments read from now on.
  void belongTo(const char *kernel) { kernel_ = kernel; }
  const char *kernel() const { return kernel_; }

  double real(const char *name) {
    if ((real_ + 1) * sizeof(double) > reals_.bytes)
      throw BadArgument("%s: %s is missing: there are no more than %zu real numbers", kernel_, name,
                        reals_.bytes / sizeof(double));
    return reinterpret_cast<const double *>(reals_.data)[real_++];
  }

  int32_t size(const char *name) {
    const int32_t value = integer(name);
    if (value < 0) throw BadArgument("%s: %s must be 0 or more, got %d", kernel_, name, value);
    return value;
  }

  int32_t positive(const char *name) {
    const int32_t value = integer(name);
    if (value < 1) throw BadArgument("%s: %s must be 1 or more, got %d", kernel_, name, value);
    return value;
  }

  bool flag(const char *name) {
    const int32_t value = integer(name);
    if (value != 0 && value != 1) throw BadArgument("%s: %s must be 0 or 1, got %d", kernel_, name, value);
    return value == 1;
  }

  Tensor tensor(const char *name) { return {*this, name, integer(name)}; }

  std::optional<Tensor> optionalTensor(const char *name) {
    if (!flag(name)) return std::nullopt;
    return tensor(name);
  }

  template <typename Group>
  std::optional<Group> optional(const char *name) {
    if (!flag(name)) return std::nullopt;
    return Group(*this);
  }

  template <typename Group>
  std::vector<Group> list(const char *name) {
    std::vector<Group> groups;
    for (int32_t left = size(name); left > 0; left--) groups.emplace_back(*this);
    return groups;
  }

  // The number of values of a shape.
  size_t count(std::initializer_list<int32_t> shape) const {
    size_t product = 1;
    for (const int32_t side : shape)
      if (side < 0 || __builtin_mul_overflow(product, static_cast<size_t>(side), &product))
        throw BadArgument("%s: a tensor's shape has a side of %d", kernel_, side);
    return product;
  }

 private:
  friend class Tensor;
  const char *kernel_;
  Memory heap_, integers_, reals_;
  size_t integer_ = 0, real_ = 0;

  int32_t integer(const char *name) {
    if ((integer_ + 1) * sizeof(int32_t) > integers_.bytes)
      throw BadArgument("%s: %s is missing: there are no more than %zu integers", kernel_, name,
                        integers_.bytes / sizeof(int32_t));
    return reinterpret_cast<const int32_t *>(integers_.data)[integer_++];
  }
};

inline float *Tensor::floats(size_t count) const {
  const char *const kernel = from_.kernel_;
  const Memory &heap = from_.heap_;
  // Offsets of 2 GiB and more look negative in a signed integer.
  const size_t offset = static_cast<uint32_t>(offset_);
  if (offset % sizeof(float) != 0)
    throw BadArgument("%s: %s must start at a multiple of %zu bytes, got %zu", kernel, name_, sizeof(float), offset);
  if (offset > heap.bytes || count > (heap.bytes - offset) / sizeof(float))
    throw BadArgument("%s: %s has %zu values from byte %zu on, and does not fit into a heap of %zu bytes", kernel,
                      name_, count, offset, heap.bytes);
  return reinterpret_cast<float *>(heap.data + offset);
}
