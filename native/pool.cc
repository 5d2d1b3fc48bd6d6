#include "pool.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace {

constexpr size_t CACHE_LINE = 64;

// Under AddressSanitizer each piece of scratch memory is a block of its own, of its exact size: what lies beside it is
// then nobody's.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool SEPARATE_PIECES = true;
#else
constexpr bool SEPARATE_PIECES = false;
#endif

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

std::atomic<int> nextTask{0};
int taskCount = 0;

// The thread that calls, and those that wait for it to have work.
class Pool {
 public:
  explicit Pool(int count) : workers_(count) {
    for (int i = 1; i < count; i++) threads_.emplace_back([this, i] { serve(workers_[i]); });
  }

  ~Pool() {
    announce(nullptr);
    for (std::thread &thread : threads_) thread.join();
  }

  void run(const std::function<void(Worker &)> &work) {
    busy_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
    announce(&work);
    workers_[0].arena.reset();
    work(workers_[0]);
    while (busy_.load(std::memory_order_acquire) > 0) relax();
  }

 private:
  std::vector<Worker> workers_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<unsigned> round_{0};
  std::atomic<int> busy_{0};
  const std::function<void(Worker &)> *work_ = nullptr;

  void announce(const std::function<void(Worker &)> *work) {
    if (threads_.empty()) return;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      work_ = work;
      round_.fetch_add(1, std::memory_order_release);
    }
    changed_.notify_all();
  }

  void serve(Worker &worker) {
    for (unsigned seen = 0;;) {
      // Kernels follow each other closely: look for the next one a while before going to sleep.
      for (int spins = 0; spins < 20000 && round_.load(std::memory_order_acquire) == seen; spins++) relax();
      if (round_.load(std::memory_order_acquire) == seen) {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [&] { return round_.load(std::memory_order_relaxed) != seen; });
      }
      seen++;
      if (!work_) return;
      worker.arena.reset();
      (*work_)(worker);
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }
};

void *allocate(size_t size) {
  void *memory = nullptr;
  return posix_memalign(&memory, CACHE_LINE, size) == 0 ? memory : nullptr;
}

// Never destroyed: at the end of the process its threads end with it.
Pool *pool = nullptr;

}  // namespace

Arena::~Arena() {
  for (const Block &block : blocks_) free(block.base);
}

void Arena::reset() {
  used_ = 0;
  if (blocks_.size() < 2 && !SEPARATE_PIECES) return;
  size_t size = 0;
  for (const Block &block : blocks_) {
    size += block.size;
    free(block.base);
  }
  blocks_.clear();
  if (!SEPARATE_PIECES) blocks_.push_back({allocate(size), size});
}

void *Arena::bytes(size_t count) {
  const size_t size = SEPARATE_PIECES ? count : (count + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  if (SEPARATE_PIECES || blocks_.empty() || used_ + size > blocks_.back().size) {
    blocks_.push_back({allocate(size), size});
    used_ = 0;
  }
  used_ += size;
  return static_cast<char *>(blocks_.back().base) + used_ - size;
}

Arena &callArena() {
  // Never destroyed, like the pool.
  static Arena *const arena = new Arena;
  arena->reset();
  return *arena;
}

bool Worker::next(int &task) {
  task = nextTask.fetch_add(1, std::memory_order_relaxed);
  return task < taskCount;
}

void parallel(int tasks, const std::function<void(Worker &)> &work) {
  if (!pool) setThreads(1);
  taskCount = tasks;
  nextTask.store(0, std::memory_order_relaxed);
  pool->run(work);
}

void setThreads(int count) {
  delete pool;
  pool = new Pool(count);
}
