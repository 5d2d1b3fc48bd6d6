#include "pool.h"

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

// Kernels follow each other closely, so that who waits looks for the next at once and again; but not for long, since
// the core may be shared: then others that want it go first.
constexpr int LOOKS_IN_A_ROW = 2000;
constexpr int LOOKS_BEFORE_SLEEP = LOOKS_IN_A_ROW + 500;

inline void pauseAfter(int looks) {
  if (looks < LOOKS_IN_A_ROW)
    relax();
  else
    std::this_thread::yield();
}

void runWork(const std::function<void(Worker &)> &work, Worker &worker, std::exception_ptr &failure) {
  try {
    worker.arena.reset();
    work(worker);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

void Arena::reset() {
  used_ = 0;
  if (blocks_.size() < 2 && !SEPARATE_PIECES) return;
  size_t size = 0;
  for (const Block &block : blocks_) size += block.size;
  blocks_.clear();
  if (!SEPARATE_PIECES) addBlock(size);
}

void *Arena::bytes(size_t count) {
  size_t size;
  if (__builtin_add_overflow(count, CACHE_LINE - 1, &size)) throw OutOfMemory{count};
  size = SEPARATE_PIECES ? count : size / CACHE_LINE * CACHE_LINE;
  if (SEPARATE_PIECES || blocks_.empty() || size > blocks_.back().size - used_) {
    addBlock(size);
    used_ = 0;
  }
  used_ += size;
  return blocks_.back().base.get() + used_ - size;
}

void Arena::addBlock(size_t size) {
  void *memory = nullptr;
  if (posix_memalign(&memory, CACHE_LINE, size) != 0) {
    // The call that needed it is over; the next shall find all the memory there is.
    blocks_.clear();
    used_ = 0;
    throw OutOfMemory{size};
  }
  Block block = {std::unique_ptr<char, Free>(static_cast<char *>(memory)), size};
  blocks_.push_back(std::move(block));
}

Pool::Pool(int threads) {
  for (int i = 0; i < threads; i++) workers_.emplace_back(tasks_);
  try {
    for (int i = 1; i < threads; i++) threads_.emplace_back([this, i] { serve(workers_[i]); });
  } catch (...) {
    end();
    throw;
  }
}

Pool::~Pool() { end(); }

Arena &Pool::callArena() {
  callArena_.reset();
  return callArena_;
}

void Pool::parallel(int tasks, const Work &work) {
  tasks_.count = tasks;
  tasks_.next.store(0, std::memory_order_relaxed);
  busy_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
  announce(&work);
  runWork(work, workers_[0], workers_[0].failure_);
  for (int looks = 0; busy_.load(std::memory_order_acquire) > 0; looks += looks < LOOKS_IN_A_ROW) pauseAfter(looks);
  std::exception_ptr failure;
  for (Worker &worker : workers_) {
    if (worker.failure_ && !failure) failure = worker.failure_;
    worker.failure_ = nullptr;
  }
  if (failure) std::rethrow_exception(failure);
}

void Pool::announce(const Work *work) {
  if (threads_.empty()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    work_ = work;
    round_.fetch_add(1, std::memory_order_release);
  }
  changed_.notify_all();
}

void Pool::serve(Worker &worker) {
  for (unsigned seen = 0;;) {
    const auto isNext = [&] { return round_.load(std::memory_order_acquire) != seen; };
    for (int looks = 0; looks < LOOKS_BEFORE_SLEEP && !isNext(); looks++) pauseAfter(looks);
    if (!isNext()) {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, isNext);
    }
    seen++;
    if (!work_) return;
    runWork(*work_, worker, worker.failure_);
    busy_.fetch_sub(1, std::memory_order_release);
  }
}

void Pool::end() {
  announce(nullptr);
  for (std::thread &thread : threads_) thread.join();
}
