// Multiply-adds per second that the processor can do when nothing else is in the way: vectors as wide as it
// has, all operands in registers. Prints GFLOP/s (two per multiply-add).
//
//     fma-limit THREADS SECONDS

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#if defined(__AVX512F__)
constexpr int kBytes = 64;
#elif defined(__AVX__)
constexpr int kBytes = 32;
#else
constexpr int kBytes = 16;
#endif
typedef float Vector __attribute__((vector_size(kBytes)));
constexpr int kLanes = kBytes / sizeof(float);
// Two units of four to five cycles' latency each need ten chains; twelve fit the sixteen registers of AVX.
constexpr int kChains = 12;
constexpr long kRepeats = 100000;

static Vector spread(float value) {
  Vector v;
  for (int lane = 0; lane < kLanes; ++lane) v[lane] = value;
  return v;
}

// Does multiply-adds until the time is over; returns how many, counted in single floats.
static double work(std::chrono::steady_clock::time_point end, volatile float *seen) {
  const Vector factor = spread(*seen * 0.999f), term = spread(*seen * 0.001f);
  Vector chain[kChains];
  for (int c = 0; c < kChains; ++c) chain[c] = spread(*seen + static_cast<float>(c));
  double done = 0;
  do {
    for (long r = 0; r < kRepeats; ++r) {
#pragma GCC unroll 12
      for (int c = 0; c < kChains; ++c) chain[c] = chain[c] * factor + term;
    }
    done += static_cast<double>(kRepeats) * kChains * kLanes;
  } while (std::chrono::steady_clock::now() < end);
  for (int c = 1; c < kChains; ++c) chain[0] += chain[c];
  *seen = chain[0][0];
  return done;
}

int main(int argc, char **argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 0;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 0;
  if (threads < 1 || seconds <= 0) {
    std::fprintf(stderr, "usage: fma-limit THREADS SECONDS, both above 0\n");
    return 2;
  }
  using clock = std::chrono::steady_clock;
  std::vector<double> done(threads);
  std::vector<std::thread> team;
  const auto start = clock::now();
  const auto end = start + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(seconds));
  for (int t = 0; t < threads; ++t) {
    team.emplace_back([&done, end, t] {
      volatile float seen = 1;
      done[t] = work(end, &seen);
    });
  }
  double total = 0;
  for (int t = 0; t < threads; ++t) {
    team[t].join();
    total += done[t];
  }
  std::printf("%.3f\n", 2 * total / std::chrono::duration<double>(clock::now() - start).count() / 1e9);
}
