// What JavaScript hands to a kernel: two blocks of numbers, read in order, and the heap that offsets point into.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>

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

// Reads the arguments of one call. Whatever it returns may be used: it throws BadArgument rather than return a
// negative size or a pointer to something that does not lie in the heap from its first byte to its last.
class Arguments {
 public:
  Arguments(const char *kernel, Memory heap, Memory integers, Memory reals)
      : kernel_(kernel), heap_(heap), integers_(integers), reals_(reals) {}

  int32_t integer() {
    if ((integer_ + 1) * sizeof(int32_t) > integers_.bytes)
      throw BadArgument("%s reads more integers than the %zu there are; pass all of them", kernel_,
                        integers_.bytes / sizeof(int32_t));
    return reinterpret_cast<const int32_t *>(integers_.data)[integer_++];
  }

  double real() {
    if ((real_ + 1) * sizeof(double) > reals_.bytes)
      throw BadArgument("%s reads more real numbers than the %zu there are; pass all of them", kernel_,
                        reals_.bytes / sizeof(double));
    return reinterpret_cast<const double *>(reals_.data)[real_++];
  }

  // A size, a count, a stride: an integer that is not negative.
  int32_t size(const char *what) {
    const int32_t value = integer();
    if (value < 0) throw BadArgument("%s: %s must be 0 or more, got %d", kernel_, what, value);
    return value;
  }

  int32_t positive(const char *what) {
    const int32_t value = integer();
    if (value < 1) throw BadArgument("%s: %s must be 1 or more, got %d", kernel_, what, value);
    return value;
  }

  // The number of values of a shape.
  size_t count(std::initializer_list<int32_t> shape) {
    size_t product = 1;
    for (const int32_t side : shape)
      if (side < 0 || __builtin_mul_overflow(product, static_cast<size_t>(side), &product))
        throw BadArgument("%s: a tensor's shape has a side of %d", kernel_, side);
    return product;
  }

  // `count` values of the heap, from the byte offset that is the next integer: `floats("gradient", count)`.
  float *floats(const char *what, size_t count) { return values<float>(what, count); }
  int32_t *integers(const char *what, size_t count) { return values<int32_t>(what, count); }

 private:
  const char *kernel_;
  Memory heap_, integers_, reals_;
  size_t integer_ = 0, real_ = 0;

  template <typename T>
  T *values(const char *what, size_t count) {
    // Offsets of 2 GiB and more look negative in a signed integer.
    const size_t offset = static_cast<uint32_t>(integer());
    if (offset % sizeof(T) != 0)
      throw BadArgument("%s: %s must start at a multiple of %zu bytes, got %zu", kernel_, what, sizeof(T), offset);
    if (offset > heap_.bytes || count > (heap_.bytes - offset) / sizeof(T))
      throw BadArgument("%s: %s has %zu values from byte %zu on, and does not fit into a heap of %zu bytes",
                        kernel_, what, count, offset, heap_.bytes);
    return reinterpret_cast<T *>(heap_.data + offset);
  }
};
