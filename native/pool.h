// Threads that share the tasks of one kernel after the other, and the scratch memory of each.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

// Thrown where scratch memory is asked for that the system does not have.
struct OutOfMemory {
  size_t bytes;
};

// Scratch memory that is handed out piece by piece and taken back all at once. It grows to what was ever needed.
class Arena {
 public:
  // `count` values, aligned to a cache line; what they are is unknown.
  template <typename T>
  T *take(size_t count) {
    size_t size;
    if (__builtin_mul_overflow(count, sizeof(T), &size)) throw OutOfMemory{SIZE_MAX};
    return static_cast<T *>(bytes(size));
  }
  template <typename T>
  T *zeros(size_t count) {
    return static_cast<T *>(memset(take<T>(count), 0, count * sizeof(T)));
  }
  // Takes everything back.
  void reset();

 private:
  struct Free {
    void operator()(char *block) const { free(block); }
  };
  struct Block {
    std::unique_ptr<char, Free> base;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t used_ = 0;

  void *bytes(size_t count);
  void addBlock(size_t size);
};

// The tasks of one kernel, 0 … count − 1: whoever asks gets the next.
struct Tasks {
  std::atomic<int> next{0};
  int count = 0;
};

// One thread's view of the tasks that it shares with others.
class Worker {
 public:
  explicit Worker(Tasks &tasks) : tasks_(tasks) {}

  Arena arena;
  // Whether there is one more task; it is then this worker's alone.
  bool next(int &task) {
    task = tasks_.next.fetch_add(1, std::memory_order_relaxed);
    return task < tasks_.count;
  }

 private:
  friend class Pool;
  Tasks &tasks_;
  std::exception_ptr failure_;
};

// The thread that calls, and those that wait for it to have work. Any number of pools may work at a time; each is
// called by one thread at a time.
class Pool {
 public:
  // @throws std::system_error where the system has not as many threads
  explicit Pool(int threads);
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;
  ~Pool();

  // For what all threads of one kernel read; emptied by every call.
  Arena &callArena();

  // Runs `work` on every thread, each with its own empty arena, and returns when all have returned. Workers take the
  // tasks 0 … count − 1 from each other in any order: results may not depend on who did what. What one of them throws
  // is thrown again when all have ended.
  void parallel(int tasks, const std::function<void(Worker &)> &work);

 private:
  using Work = std::function<void(Worker &)>;

  Tasks tasks_;
  Arena callArena_;
  std::vector<Worker> workers_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<unsigned> round_{0};
  std::atomic<int> busy_{0};
  const Work *work_ = nullptr;

  void announce(const Work *work);
  void serve(Worker &worker);
  void end();
};
