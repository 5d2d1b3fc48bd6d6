#pragma once

#include <cstddef>

// Asks for memory that will be needed soon, a little at a time, while something else is computed.
class Prefetch {
 public:
  void add(const float *from, size_t count) {
    ranges_[count_++] = {reinterpret_cast<const char *>(from), reinterpret_cast<const char *>(from + count)};
  }
  void some() {
    for (int lines = 32; lines > 0 && current_ < count_; lines--) {
      Range &range = ranges_[current_];
      __builtin_prefetch(range.next, 0, 2);
      range.next += 64;
      if (range.next >= range.end) current_++;
    }
  }

 private:
  struct Range {
    const char *next, *end;
  };
  Range ranges_[4];
  int count_ = 0, current_ = 0;
};
