// Threads that share the tasks of one kernel after the other, and the scratch memory of each.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <vector>

// Scratch memory that is handed out piece by piece and taken back all at once. It grows to what was ever needed.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;
  ~Arena();

  // `count` values, aligned to a cache line; what they are is unknown.
  template <typename T>
  T *take(size_t count) {
    return static_cast<T *>(bytes(count * sizeof(T)));
  }
  template <typename T>
  T *zeros(size_t count) {
    return static_cast<T *>(memset(bytes(count * sizeof(T)), 0, count * sizeof(T)));
  }
  // Takes everything back.
  void reset();

 private:
  struct Block {
    void *base;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t used_ = 0;

  void *bytes(size_t count);
};

// For what all threads of one kernel read; emptied by every call.
Arena &callArena();

// One thread's view of the tasks that it shares with others.
class Worker {
 public:
  Arena arena;
  // Whether there is one more task; it is then this worker's alone.
  bool next(int &task);
};

// Runs `work` on every thread, each with its own empty arena, and returns when all have returned. Workers take the
// tasks 0 … count − 1 from each other in any order: results may not depend on who did what.
void parallel(int tasks, const std::function<void(Worker &)> &work);

void setThreads(int count);
