#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

// Asks for memory that will be needed soon, a little at a time, while something else is computed.
class Prefetch {
 public:
  void add(const float *from, size_t count) {
    ranges_[count_++] = {reinterpret_cast<const char *>(from), reinterpret_cast<const char *>(from + count)};
  }
  // Parts it evenly among so many calls of `some`: asked for all at once, lines would wait for each other.
  void spread(int calls) {
    if (calls == 0) return;
    int64_t bytes = 0;
    for (int i = 0; i < count_; i++) bytes += ranges_[i].end - ranges_[i].next;
    lines_ = static_cast<int>((bytes / LINE + calls - 1) / calls);
  }
  void some() {
    for (int left = lines_; left > 0 && current_ < count_;) {
      Range &range = ranges_[current_];
      const int lines = static_cast<int>(std::min<int64_t>(left, (range.end - range.next + LINE - 1) / LINE));
      for (int i = 0; i < lines; i++) __builtin_prefetch(range.next + i * LINE, 0, 2);
      range.next += int64_t{lines} * LINE;
      left -= lines;
      if (range.next >= range.end) current_++;
    }
  }

 private:
  static constexpr int LINE = 64;

  struct Range {
    const char *next, *end;
  };
  Range ranges_[4];
  int count_ = 0, current_ = 0, lines_ = 32;
};
